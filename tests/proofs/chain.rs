//! The chain that the tests run on: the same blocks in every run, the rules of the hard
//! fork that was asked for, reorganisations, and state that is forgotten.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use serde_json::json;

use crate::local::contracts::{Ends, Erc721, Numbered};
use crate::local::{Chain, Setup, quantity};

const ONE: U256 = U256::ONE;

fn owner(number: U256) -> Erc721::ownerOfCall {
    Erc721::ownerOfCall { number }
}

#[test]
fn every_run_makes_the_same_blocks() {
    let run = || {
        let chain = Chain::start();
        let works = chain.deploy("Rewritable", &[]);
        let to = chain.account(1);
        chain.tell(works, &Numbered::mintCall { to, number: ONE });
        chain.mine(3);
        let latest = chain.block("latest");
        assert_eq!(chain.height(), 5);
        assert_eq!(quantity(&latest["timestamp"]), Chain::BEGINS + 5 * Chain::BLOCK_SECONDS);
        assert_eq!(chain.block(latest["hash"].clone()), latest);
        assert_eq!(chain.block("finalized"), chain.block("0x3"));
        latest["hash"].clone()
    };
    assert_eq!(run(), run());
}

#[test]
fn a_chain_has_the_number_that_it_is_given() {
    let said = |chain: &Chain| format!("eip155:{}", quantity(&chain.ask("eth_chainId", json!([]))));
    assert_eq!(said(&Chain::start()), Chain::CHAIN);
    assert_eq!(said(&Chain::start_as(1)), "eip155:1");
}

#[test]
fn a_contract_that_ends_is_gone_as_its_hard_fork_has_it() {
    let check = |hard_fork, code_stays| {
        let chain = Chain::start_with(Setup { hard_fork, ..Setup::default() });
        let mortal = chain.deploy("Mortal", &[]);
        assert_eq!(chain.view(mortal, &owner(ONE), "latest"), chain.account(0));
        chain.tell(mortal, &Ends::endCall {});
        assert_eq!(!chain.code(mortal).is_empty(), code_stays, "{hard_fork}");
        // Made and ended in one transaction, it is gone in any case; then it comes again.
        let nest = chain.deploy("Nest", &[]);
        for lives in [false, true] {
            let receipt = chain.tell(nest, &Ends::hatchCall { lives });
            let log = receipt["logs"].as_array().unwrap().last().unwrap();
            assert_eq!(log["topics"][0], json!(Ends::Hatched::SIGNATURE_HASH));
            let data: alloy_primitives::Bytes = log["data"].as_str().unwrap().parse().unwrap();
            let hatched = Ends::Hatched::abi_decode_data(&data).unwrap().0;
            assert_eq!(!chain.code(hatched).is_empty(), lives, "{hard_fork}");
        }
    };
    check("shanghai", false);
    check("cancun", true);
    check("osaka", true);
}

#[test]
fn a_reorganisation_takes_back_what_the_newest_blocks_did() {
    let chain = Chain::start();
    let works = chain.deploy("Rewritable", &[]);
    let [first, second] = [1, 2].map(|index| chain.account(index));
    chain.tell(works, &Numbered::mintCall { to: first, number: ONE });
    let transfer = Erc721::transferFromCall { from: first, to: second, number: ONE };
    chain.tell_as(first, works, &transfer);
    let gone = chain.block("latest")["hash"].clone();
    assert_eq!(chain.view(works, &owner(ONE), "latest"), second);
    chain.reorg(1);
    assert_eq!(chain.view(works, &owner(ONE), "latest"), first);
    assert!(chain.block(gone.clone()).is_null(), "{gone} is no block any more");
    assert_eq!(chain.height(), 3);
}

#[test]
fn what_is_written_past_all_rules_is_proven_like_the_rest() {
    let chain = Chain::start();
    let nowhere = Address::repeat_byte(7);
    chain.set_code(nowhere, &chain.code(chain.deploy("Registrar", &[])));
    chain.set_storage(nowhere, ONE, B256::with_last_byte(9));
    chain.set_balance(nowhere, U256::from(5));
    chain.mine(1);
    let slot = format!("{:#066x}", 1);
    let proof = chain.ask("eth_getProof", json!([nowhere, [slot], "latest"]));
    assert_eq!(
        (&proof["balance"], &proof["storageProof"][0]["value"]),
        (&json!("0x5"), &json!("0x9"))
    );
    assert_eq!(chain.view(nowhere, &owner(ONE), "latest"), nowhere);
}

#[test]
fn a_node_that_forgets_proves_new_blocks_and_no_old_ones() {
    let chain = Chain::start_with(Setup { states_kept: Some(4), ..Setup::default() });
    let works = chain.deploy("Rewritable", &[]);
    chain.mine(40);
    let prove = |block: &str| chain.try_ask("eth_getProof", json!([works, [], block]));
    assert!(prove("latest").is_ok());
    let refused = prove("0x2");
    assert!(refused.is_err(), "{refused:?}");
}
