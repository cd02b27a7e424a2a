//! A block with a few contracts: its tries, and the answers of an endpoint that knows it.

use std::collections::BTreeMap;

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U64, U256, keccak256};
use alloy_trie::proof::ProofRetainer;
use alloy_trie::{EMPTY_ROOT_HASH, HashBuilder, Nibbles, TrieAccount};
use serde_json::{Value, json};

use crate::ownership::proof::BlockHeader;

/// `ownerOf(uint256)` in its shortest form: whatever lies in the slot of that number.
pub const OWNER_IN_SLOT: [u8; 12] = [0x60, 4, 0x35, 0x54, 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3];

/// The collection that most tests ask.
pub const COLLECTION: Address = Address::repeat_byte(0xc0);

/// An account as a test writes it.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    pub code: Vec<u8>,
    pub storage: BTreeMap<B256, U256>,
}

/// A block's whole state.
#[derive(Clone, Debug)]
pub struct World {
    pub contracts: BTreeMap<Address, Contract>,
    pub header: BlockHeader,
}

impl World {
    pub fn new(contracts: impl IntoIterator<Item = (Address, Contract)>) -> Self {
        let contracts: BTreeMap<Address, Contract> = contracts.into_iter().collect();
        let (state_root, _) = trie(&state(&contracts), &[]);
        let header = Header {
            number: 1000,
            timestamp: 1_780_000_000,
            gas_limit: 30_000_000,
            base_fee_per_gas: Some(7),
            withdrawals_root: Some(EMPTY_ROOT_HASH),
            blob_gas_used: Some(0),
            excess_blob_gas: Some(0),
            parent_beacon_block_root: Some(B256::ZERO),
            requests_hash: Some(B256::ZERO),
            parent_hash: B256::repeat_byte(0x99),
            state_root,
            ..Header::default()
        };
        let header = BlockHeader::read(&alloy_rlp::encode(&header)).unwrap();
        Self { contracts, header }
    }

    /// A collection of which slot `n` holds the owner of token `n`, among strangers.
    pub fn with_owners(owners: &[Address]) -> Self {
        let storage = owners
            .iter()
            .enumerate()
            .map(|(n, owner)| (slot(n as u64), U256::from_be_slice(owner.as_slice())))
            .collect();
        let collection = Contract { code: OWNER_IN_SLOT.to_vec(), storage };
        let stranger = |byte| (Address::repeat_byte(byte), Contract::default());
        Self::new((1..60).map(stranger).chain([(COLLECTION, collection)]))
    }

    /// The block as endpoints tell of it.
    pub fn block(&self) -> Value {
        let is = self.header.fields();
        let mut block = json!({
            "hash": self.header.hash(),
            "parentHash": is.parent_hash,
            "sha3Uncles": is.ommers_hash,
            "miner": is.beneficiary,
            "stateRoot": is.state_root,
            "transactionsRoot": is.transactions_root,
            "receiptsRoot": is.receipts_root,
            "logsBloom": is.logs_bloom,
            "number": U64::from(is.number),
            "gasLimit": U64::from(is.gas_limit),
            "gasUsed": U64::from(is.gas_used),
            "timestamp": U64::from(is.timestamp),
            "extraData": is.extra_data,
            "mixHash": is.mix_hash,
            "nonce": is.nonce,
        });
        let number = |field: Option<u64>| json!(field.map(U64::from));
        for (name, field) in [
            ("baseFeePerGas", number(is.base_fee_per_gas)),
            ("blobGasUsed", number(is.blob_gas_used)),
            ("excessBlobGas", number(is.excess_blob_gas)),
            ("withdrawalsRoot", json!(is.withdrawals_root)),
            ("parentBeaconBlockRoot", json!(is.parent_beacon_block_root)),
            ("requestsHash", json!(is.requests_hash)),
        ] {
            block[name] = field;
        }
        block
    }

    /// What an honest endpoint answers.
    pub fn answer(&self, method: &str, parameters: &Value) -> Value {
        let address: Address = serde_json::from_value(parameters[0].clone()).unwrap_or(COLLECTION);
        match method {
            "eth_getProof" => {
                let slots: Vec<B256> = serde_json::from_value(parameters[1].clone()).unwrap();
                self.prove(address, &slots)
            }
            "eth_getCode" => json!(Bytes::from(
                self.contracts.get(&address).map(|c| c.code.clone()).unwrap_or_default()
            )),
            _ => Value::Null,
        }
    }

    pub fn prove(&self, address: Address, slots: &[B256]) -> Value {
        let path = keccak256(address);
        let (_, account_proof) = trie(&state(&self.contracts), &[path]);
        let nothing = Contract::default();
        let contract = self.contracts.get(&address);
        let account = contract.map(account_of).unwrap_or_default();
        let storage = storage_of(contract.unwrap_or(&nothing));
        let storage_proof: Vec<Value> = slots
            .iter()
            .map(|slot| {
                let (_, proof) = trie(&storage, &[keccak256(slot)]);
                let value = contract.and_then(|c| c.storage.get(slot)).copied().unwrap_or_default();
                json!({ "key": slot, "value": value, "proof": proof })
            })
            .collect();
        json!({
            "address": address,
            "accountProof": account_proof,
            "balance": account.balance,
            "nonce": U256::from(account.nonce),
            "codeHash": account.code_hash,
            "storageHash": account.storage_root,
            "storageProof": storage_proof,
        })
    }
}

pub fn slot(number: u64) -> B256 {
    B256::from(U256::from(number))
}

fn account_of(contract: &Contract) -> TrieAccount {
    let (storage_root, _) = trie(&storage_of(contract), &[]);
    let code_hash =
        if contract.code.is_empty() { KECCAK256_EMPTY } else { keccak256(&contract.code) };
    TrieAccount { nonce: 1, balance: U256::from(5), storage_root, code_hash }
}

fn state(contracts: &BTreeMap<Address, Contract>) -> BTreeMap<B256, Vec<u8>> {
    let entry = |(address, contract): (&Address, &Contract)| {
        (keccak256(address), alloy_rlp::encode(account_of(contract)))
    };
    contracts.iter().map(entry).collect()
}

fn storage_of(contract: &Contract) -> BTreeMap<B256, Vec<u8>> {
    let some = contract.storage.iter().filter(|(_, value)| !value.is_zero());
    some.map(|(slot, value)| (keccak256(slot), alloy_rlp::encode(value))).collect()
}

/// The root of a trie, and the nodes on the way to these paths.
fn trie(leaves: &BTreeMap<B256, Vec<u8>>, paths: &[B256]) -> (B256, Vec<Bytes>) {
    let targets: Vec<Nibbles> = paths.iter().map(Nibbles::unpack).collect();
    let mut builder = HashBuilder::default().with_proof_retainer(ProofRetainer::new(targets));
    for (path, value) in leaves {
        builder.add_leaf(Nibbles::unpack(path), value);
    }
    let root = builder.root();
    let nodes = builder.take_proof_nodes().into_nodes_sorted();
    (root, nodes.into_iter().map(|(_, node)| node).collect())
}
