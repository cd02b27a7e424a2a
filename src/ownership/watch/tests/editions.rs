//! Editions with several holders: each holder is counted apart, and an event about many
//! tokens tells of each of them.

use super::*;
use crate::ownership::live::Change;

/// A contract of editions, block by block.
#[derive(Default)]
struct Prints {
    /// Each block's events, and how many of token 7 everybody has from it on.
    blocks: Vec<(Vec<Value>, BTreeMap<Address, u64>)>,
}

impl Prints {
    /// A new block after which these hold so many, and its events.
    fn mine(&mut self, holders: &[(u8, u64)], events: &[Value]) {
        let mut held = self.blocks.last().map(|(_, held)| held.clone()).unwrap_or_default();
        held.extend(holders.iter().map(|(holder, count)| (who(*holder), *count)));
        self.blocks.push((events.to_vec(), held));
    }

    fn head(&self) -> u64 {
        self.blocks.len() as u64 - 1
    }

    fn answer(&self, call: &Call) -> Answer {
        let number = |value: &Value| match value == "latest" {
            true => self.head(),
            false => serde_json::from_value::<U64>(value.clone()).unwrap().to(),
        };
        match call.method {
            "eth_chainId" => Ok(json!("0x1")),
            "eth_getBlockByNumber" => {
                let number = number(&call.params[0]);
                Ok(json!({ "number": U64::from(number), "hash": keccak256(number.to_be_bytes()),
                    "timestamp": U64::from(START as u64 + 12 * number) }))
            }
            "eth_getLogs" => {
                let filter = &call.params[0];
                let range = number(&filter["fromBlock"])..=number(&filter["toBlock"]);
                let there = range.filter_map(|at| self.blocks.get(at as usize));
                Ok(there.flat_map(|(events, _)| events.clone()).collect())
            }
            "eth_call" => {
                let data: Bytes = serde_json::from_value(call.params[0]["data"].clone()).unwrap();
                assert_eq!(data[..4], [0x00, 0xfd, 0xd5, 0x8e], "balanceOf of ERC-1155");
                assert_eq!(U256::from_be_slice(&data[36..68]), U256::from(7));
                let (_, held) = self.blocks.last().unwrap();
                let count = held.get(&Address::from_slice(&data[16..36])).copied();
                Ok(json!(B256::from(U256::from(count.unwrap_or_default()))))
            }
            other => panic!("nobody asks {other}"),
        }
    }

    /// What a whole round tells: each holder's count, and in which block it became another.
    fn round(&self, watch: &mut Watch) -> Vec<(Holding, Option<u64>)> {
        watch.begin();
        loop {
            let calls = watch.calls();
            if calls.is_empty() {
                break;
            }
            let now = Timestamp::from_unix(START + 12 * self.head() as i64 + 1);
            watch.bring(calls.iter().map(|call| self.answer(call)).collect(), now);
        }
        let told = records(watch.take_news()).into_iter();
        let in_block = |change: Option<Change>| change.and_then(|change| change.in_block);
        told.map(|record| (record.holding, in_block(record.change))).collect()
    }
}

fn editions(holder: u8, count: u64) -> Holding {
    let holder = AccountId::evm(ChainId::evm(1), who(holder));
    Holding::Editions { holder, count: U256::from(count) }
}

/// An event of the contract, with its data in words.
fn event(signature: &str, [from, to]: [u8; 2], data: &[u64], block: u64) -> Value {
    let topics = [keccak256(signature), B256::ZERO, who(from).into_word(), who(to).into_word()];
    let data: Vec<u8> =
        data.iter().flat_map(|word| U256::from(*word).to_be_bytes::<32>()).collect();
    json!({ "address": CONTRACT, "topics": topics, "data": Bytes::from(data),
        "blockNumber": U64::from(block) })
}

#[test]
fn every_holder_is_counted_and_a_batch_is_a_sign() {
    let evm =
        EvmToken { standard: EvmStandard::Erc1155, contract: CONTRACT, number: U256::from(7) };
    let token = AssetId::of_evm(ChainId::evm(1), evm);
    let watched =
        |holding| Watched { work: "print".to_owned(), token: token.clone(), holding, block: None };
    let mut watch = watch_of(&[watched(editions(0xa1, 5)), watched(editions(0xa2, 3))]);
    let mut prints = Prints::default();
    prints.mine(&[(0xa1, 5), (0xa2, 3)], &[]);
    let as_before = [(editions(0xa1, 5), None), (editions(0xa2, 3), None)];
    assert_eq!(prints.round(&mut watch), as_before);

    // Two of them go from one to the other, among others, and then a block passes by.
    let batch = "TransferBatch(address,address,address,uint256[],uint256[])";
    let data = [64, 160, 2, 9, 7, 2, 1, 2];
    prints.mine(&[(0xa1, 3), (0xa2, 5)], &[event(batch, [0xa1, 0xa2], &data, 1)]);
    prints.mine(&[], &[]);
    let both = [(editions(0xa1, 3), Some(1)), (editions(0xa2, 5), Some(1))];
    assert_eq!(prints.round(&mut watch), both);

    // One of them goes to somebody whom nobody watches.
    let single = "TransferSingle(address,address,address,uint256,uint256)";
    prints.mine(&[(0xa2, 4), (0xa3, 1)], &[event(single, [0xa2, 0xa3], &[7, 1], 3)]);
    assert_eq!(prints.round(&mut watch), [(editions(0xa2, 4), Some(3))]);

    // All that somebody has: none is left, and they still count as a holder.
    prints.mine(&[(0xa1, 0), (0xa3, 4)], &[event(single, [0xa1, 0xa3], &[7, 3], 4)]);
    assert_eq!(prints.round(&mut watch), [(editions(0xa1, 0), Some(4))]);
    prints.mine(&[], &[]);
    assert!(prints.round(&mut watch).is_empty());
}
