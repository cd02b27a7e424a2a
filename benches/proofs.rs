//! How long proofs take: 1,000 owners proven from a real node on loopback, beside plain
//! calls of the same node; what they take in a lock; checking them again offline; one
//! stored proof by itself; and the same for a whole show of 1,000 works, with the names of
//! their documents, their rights and the way they came. Once of one contract, whose works
//! share most of their proofs, and once of 1,000 contracts among thousands of other
//! accounts, whose works share little. Prints its figures as JSON.
//!
//! `cargo bench … --bench proofs -- together` or `-- apart` runs one of the two.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on says where it stands")]

#[path = "proofs/apart.rs"]
mod apart;
#[path = "proofs/keeper.rs"]
mod keeper;
#[path = "../tests/local/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod local;
#[path = "proofs/owners.rs"]
mod owners;
#[path = "../tests/end_to_end/server.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod server;
#[path = "../tests/end_to_end/show.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod show;
#[path = "proofs/shows.rs"]
mod shows;

use std::io::Write;

use alloy_primitives::{Address, U256};
use enfilade::token::{AssetId, ChainId, EvmStandard, EvmToken};
use local::Chain;
use local::contracts::Ranged;
use serde_json::{Value, json};

const WORKS: u64 = 1_000;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let figures = match words.first().map(String::as_str) {
        Some("together") => together(),
        Some("apart") => apart::measure(),
        _ => json!({ "together": together(), "apart": apart::measure() }),
    };
    writeln!(std::io::stdout(), "{figures:#}")
}

/// All of one contract, whose state is little else.
fn together() -> Value {
    let chain = Chain::start();
    let contract = chain.deploy("Many", &[]);
    let holder = chain.account(1);
    for first in (1..=WORKS).step_by(100) {
        let (first, count) = (U256::from(first), U256::from(100));
        chain.tell(contract, &Ranged::mintCall { to: holder, first, count });
    }
    let tokens: Vec<AssetId> = (1..=WORKS).map(|number| token(contract, number)).collect();
    let settings = [("called", shows::CALLED), ("proven", shows::PROVEN), ("with_ways", "")];
    json!({
        "owners": owners::measure(&chain.url, &tokens, holder),
        "whole_shows": shows::measure(&chain.url, &tokens, &settings),
    })
}

fn token(contract: Address, number: u64) -> AssetId {
    let token = EvmToken { standard: EvmStandard::Erc721, contract, number: U256::from(number) };
    AssetId::of_evm(ChainId::evm(31_337), token)
}
