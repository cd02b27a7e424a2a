//! Works that share as little as works of one block can: each of a contract of its own,
//! with a code of its own, in a state with thousands of other accounts.

use std::time::Instant;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::SolCall;
use enfilade::token::AssetId;
use serde_json::{Value, json};

use crate::keeper::Keeper;
use crate::local::contracts::{Erc721, Ranged};
use crate::local::{Chain, hex, http};
use crate::{WORKS, owners, shows, token};

/// Tokens of each contract, one of which hangs.
const TOKENS: u64 = 4;
/// Accounts that are nothing but there.
const OTHERS: u64 = 2_000;
/// Things that the node is told in one request, of which it takes some two megabytes.
const TOLD_AT_ONCE: usize = 100;

pub fn measure() -> Value {
    let chain = Chain::start();
    let start = Instant::now();
    let tokens: Vec<AssetId> =
        furnish(&chain).into_iter().map(|contract| token(contract, 1)).collect();
    let furnished = start.elapsed();
    let holder = chain.account(1);
    let keeper = Keeper::start(&chain.url);
    let from_node = owners::measure(&chain.url, &tokens, holder);
    // The first time it passes all of it on.
    owners::measure(&keeper.url(), &tokens, holder);
    let warm = owners::measure(&keeper.url(), &tokens, holder);
    let most_of_owners = keeper.most_in_flight();
    // One of its own, so that its most is of shows alone.
    let keeper = Keeper::start(&chain.url);
    let settings = [("called", shows::CALLED), ("proven", shows::PROVEN)];
    let shows_from_node = shows::measure(&keeper.url(), chain.now(), &tokens, &settings);
    let before = keeper.asked();
    let shows_warm = shows::measure(&keeper.url(), chain.now(), &tokens, &settings);
    json!({
        "accounts": WORKS + OTHERS,
        "tokens_per_contract": TOKENS,
        "furnished_seconds": furnished.as_secs_f64(),
        "owners_from_node": from_node,
        "owners": warm,
        "whole_shows_from_node": shows_from_node,
        "whole_shows": shows_warm,
        "requests_of_both_shows": keeper.asked() - before,
        "most_requests_in_flight_of_owners": most_of_owners,
        "most_requests_in_flight_of_shows": keeper.most_in_flight(),
    })
}

/// Writes the contracts and the other accounts into the state, and names the contracts.
fn furnish(chain: &Chain) -> Vec<Address> {
    let holder = chain.account(1);
    let pattern = chain.deploy("Many", &[]);
    let (first, count) = (U256::from(1), U256::from(TOKENS));
    chain.tell(pattern, &Ranged::mintCall { to: holder, first, count });
    let slots: Vec<U256> = (1..=TOKENS).map(|number| slot(chain, pattern, number)).collect();
    let code = chain.code(pattern);
    let contracts: Vec<Address> = (0..WORKS).map(|number| account("contract", number)).collect();
    let mut told = Vec::new();
    for contract in &contracts {
        // Behind its end nothing is run, and the code is another.
        let own = format!("0x{}{}", hex(&code), hex(contract.as_slice()));
        told.push(("hardhat_setCode", json!([contract, own])));
        for slot in &slots {
            told.push(("hardhat_setStorageAt", json!([contract, slot, holder.into_word()])));
        }
    }
    for number in 0..OTHERS {
        told.push(("hardhat_setBalance", json!([account("other", number), "0x1"])));
    }
    for told in told.chunks(TOLD_AT_ONCE) {
        let calls = told.iter().map(|(method, params)| {
            json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
        });
        let answers = http::post(&chain.url, &calls.collect());
        let mut answers = answers.as_array().unwrap().iter();
        assert!(answers.all(|answer| answer["error"].is_null()), "the node takes what it is told");
    }
    chain.mine(1);
    contracts
}

/// Where a contract of this kind keeps a token's owner: the same place in each.
fn slot(chain: &Chain, contract: Address, number: u64) -> U256 {
    let data = Erc721::ownerOfCall { number: U256::from(number) }.abi_encode();
    let data = format!("0x{}", hex(&data));
    let call = json!({ "from": Address::ZERO, "to": contract, "data": data });
    let touched = chain.ask("eth_createAccessList", json!([call, "latest"]));
    let slots = touched["accessList"][0]["storageKeys"].as_array().unwrap();
    assert_eq!(slots.len(), 1, "{touched}");
    slots[0].as_str().unwrap().parse().unwrap()
}

fn account(kind: &str, number: u64) -> Address {
    Address::from_word(keccak256(format!("{kind} {number}")))
}
