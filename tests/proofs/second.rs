//! Two nodes and a verifier, each by other hands: what either node proves, the verifier
//! takes, and it refuses what was changed on the way.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue};
use serde_json::{Value, json};

use crate::liar::{Damage, Liar, Lie, Nodes};
use crate::local::contracts::{Erc721, Numbered};
use crate::local::{Chain, Node, Setup, quantity};
use crate::opinion::{Opinion, Verdict, gather, mapped};
use crate::scene::{Asked, scene, strange};

/// A token of `Rewritable` on a chain of either kind, with what asking for it touches.
struct Stage {
    chain: Chain,
    works: Address,
    owner: Address,
}

impl Stage {
    fn new(node: Node) -> Self {
        let chain = Chain::start_with(Setup { node, ..Setup::default() });
        let works = chain.deploy("Rewritable", &[]);
        let owner = chain.account(1);
        chain.tell(works, &Numbered::mintCall { to: owner, number: U256::ONE });
        chain.mine(2);
        Self { chain, works, owner }
    }

    /// The evidence for the owner of a token, as an endpoint gives it.
    fn evidence(&self, url: &str, number: u64) -> Value {
        let number = U256::from(number);
        // Where OpenZeppelin's ledger has owners, and where `Rewritable` has its own.
        let slots = vec![mapped(number, 2), mapped(number, 7)];
        let call = Erc721::ownerOfCall { number }.abi_encode();
        gather(url, &[(self.works, slots)], self.works, &call)
    }
}

#[test]
fn what_either_node_proves_is_taken() {
    let mut opinion = Opinion::start();
    for node in [Node::Anvil, Node::Edr] {
        let stage = Stage::new(node);
        let evidence = stage.evidence(&stage.chain.url, 1);
        let header = &evidence["header"];
        let time = Chain::BEGINS + quantity(&header["number"]) * Chain::BLOCK_SECONDS;
        assert_eq!(quantity(&header["timestamp"]), time, "{node:?}");
        let owner = Verdict::Answers(Bytes::from(stage.owner.abi_encode()));
        assert_eq!(opinion.of(&evidence), owner, "{node:?}");
        // A token that is not there is proven not to be there.
        let nothing = opinion.of(&stage.evidence(&stage.chain.url, 2));
        assert!(matches!(nothing, Verdict::Reverts(_)), "{node:?}: {nothing:?}");
        // The same blocks in every run.
        let again = Stage::new(node);
        assert_eq!(again.chain.block("latest")["hash"], header["hash"], "{node:?}");
    }
}

/// What a node answers itself is what the verifier makes of its proofs, for contracts of
/// every kind.
#[test]
fn what_a_node_answers_is_what_its_proofs_say() {
    let mut opinion = Opinion::start();
    let mut check = |chain: &Chain, asked: &Asked| {
        let verdict = opinion.settled(&chain.url, asked.to, &asked.data);
        let name = &asked.name;
        match chain.try_view(asked.to, &asked.data, "latest") {
            Ok(answer) => assert_eq!(verdict, Verdict::Answers(answer), "{name}"),
            // Hardhat's node has the bytes of a revert a level deeper.
            Err(error) => match error["data"].as_str().or(error["data"]["data"].as_str()) {
                Some(data) => {
                    assert_eq!(verdict, Verdict::Reverts(data.parse().unwrap()), "{name}")
                }
                None => {
                    assert!(matches!(verdict, Verdict::Refused(_)), "{name}: {error}, {verdict:?}");
                }
            },
        }
    };
    for node in [Node::Anvil, Node::Edr] {
        let chain = Chain::start_with(Setup { node, ..Setup::default() });
        let mut asked = scene(&chain);
        // Without an access list the four hundred slots of one would take as many rounds.
        if node == Node::Anvil {
            asked.extend(strange(&chain));
        }
        asked.iter().for_each(|asked| check(&chain, asked));
    }
}

/// What Hardhat's node lacks, in its own words.
#[test]
fn the_second_node_makes_no_access_lists() {
    let stage = Stage::new(Node::Edr);
    for (method, params) in [
        ("eth_createAccessList", json!([{ "to": stage.works }, "latest"])),
        ("eth_getBlockReceipts", json!(["latest"])),
    ] {
        let error = stage.chain.try_ask(method, params).unwrap_err();
        assert_eq!(error["code"], -32004, "{error}");
        assert_eq!(error["message"], format!("Method {method} is not supported"));
    }
}

#[test]
fn what_was_changed_on_the_way_is_refused() {
    let mut opinion = Opinion::start();
    for node in [Node::Anvil, Node::Edr] {
        let stage = Stage::new(node);
        let mut verdict = |lie: &Lie| {
            let liar = Liar::start(&stage.chain.url, std::slice::from_ref(lie));
            opinion.of(&stage.evidence(&liar.url(), 1))
        };
        let fewer = verdict(&Lie::SlotsFewer);
        assert_eq!(fewer, Verdict::Missing(stage.works, Some(mapped(U256::ONE, 7))));
        let mut check = |lie: Lie, expected: &str| match verdict(&lie) {
            Verdict::Refused(why) => assert!(why.contains(expected), "{node:?}, {lie:?}: {why}"),
            other => panic!("{node:?}, {lie:?}: {other:?}"),
        };
        let word = |byte: &str| json!(format!("0x{}", byte.repeat(32)));
        check(Lie::Value(U256::from(5)), "is said to hold another value");
        check(Lie::OtherSlot, "is not proven");
        check(Lie::OtherAccount(stage.owner), "the account");
        check(Lie::OtherBlock(1), "is not proven");
        check(Lie::Account("nonce", json!("0x9")), "is said to be another than it is");
        check(Lie::Account("balance", json!("0x9")), "is said to be another than it is");
        check(Lie::Account("codeHash", word("09")), "is said to have another code");
        check(Lie::Code(Bytes::from_static(&[0x60])), "the code of");
        for field in ["stateRoot", "parentHash", "receiptsRoot", "mixHash"] {
            check(Lie::Header(field, word("77")), "another hash than it says");
        }
        for field in ["number", "timestamp", "gasUsed", "baseFeePerGas"] {
            check(Lie::Header(field, json!("0x77")), "");
        }
        for damage in [
            Damage::DropFirst,
            Damage::DropLast,
            Damage::DropAll,
            Damage::Cut(3),
            Damage::Flip { node: 0, byte: 30 },
            Damage::Flip { node: 1, byte: 11 },
        ] {
            check(Lie::Nodes(Nodes::Account, damage), "is not proven");
            check(Lie::Nodes(Nodes::Storage, damage), "is not proven");
        }
    }
}
