//! How long proofs take: 1,000 owners proven from a real node on loopback, beside plain
//! calls of the same node; what they take in a lock; checking them again offline; one
//! stored proof by itself; and the same for a whole show of 1,000 works, with the names of
//! their documents, their rights and the way they came. Once of one contract, whose works
//! share most of their proofs, and once of 1,000 contracts among thousands of other
//! accounts, whose works share little. Prints its figures as JSON, and ends with an error
//! where one of them is over its limit.
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

use std::error::Error;
use std::io::Write;

use alloy_primitives::{Address, U256};
use enfilade::token::{AssetId, ChainId, EvmStandard, EvmToken};
use keeper::Keeper;
use local::Chain;
use local::contracts::Ranged;
use serde_json::{Value, json};

const WORKS: u64 = 1_000;

/// The most that each figure may be, by its place in either half: of an endpoint that is warm,
/// all works together where it does not say of each.
const LIMITS: [(&str, f64); 8] = [
    ("/owners/proven_seconds", 20.0),
    ("/owners/checked_again_seconds", 1.0),
    ("/owners/one_stored_proof_microseconds", 1_000.0),
    ("/whole_shows/proven/resolved_seconds", 20.0),
    ("/whole_shows/proven/checked_seconds", 1.0),
    ("/whole_shows/proven/grown_bytes_per_work", 12_288.0),
    ("/most_requests_in_flight_of_owners", 40.0),
    ("/most_requests_in_flight_of_shows", 40.0),
];
/// The same of works with the way that each came, where those are measured.
const LIMITS_WITH_WAYS: [(&str, f64); 3] = [
    ("/whole_shows/with_ways/resolved_seconds", 20.0),
    ("/whole_shows/with_ways/checked_seconds", 1.0),
    ("/whole_shows/with_ways/grown_bytes_per_work", 12_288.0),
];

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let halves = match words.first().map(String::as_str) {
        Some("together") => vec![("together", together())],
        Some("apart") => vec![("apart", apart::measure())],
        _ => vec![("together", together()), ("apart", apart::measure())],
    };
    let figures: Value =
        halves.iter().map(|(half, figures)| ((*half).to_owned(), figures.clone())).collect();
    writeln!(std::io::stdout(), "{figures:#}")?;
    for (half, figures) in &halves {
        hold(half, figures)?;
    }
    Ok(())
}

/// Ends with the first limit that a half's figures miss. A figure that is not there misses it.
fn hold(half: &str, figures: &Value) -> Result<(), Box<dyn Error>> {
    let with_ways = LIMITS_WITH_WAYS.iter().filter(|_| half == "together");
    for (place, at_most) in LIMITS.iter().chain(with_ways) {
        let found = figures.pointer(place).and_then(Value::as_f64).unwrap_or(f64::INFINITY);
        if found > *at_most {
            return Err(format!("{half}{place} is {found}, more than {at_most}").into());
        }
    }
    Ok(())
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
    let owners = owners::measure(&chain.url, &tokens, holder);
    let whole_shows = shows::measure(&chain.url, chain.now(), &tokens, &settings);
    // The node does not count: the same goes through endpoints that do.
    let [of_owners, of_shows] = [(); 2].map(|()| Keeper::start(&chain.url));
    owners::measure(&of_owners.url(), &tokens, holder);
    shows::measure(&of_shows.url(), chain.now(), &tokens, &settings);
    json!({
        "owners": owners,
        "whole_shows": whole_shows,
        "requests_of_counted_shows": of_shows.asked(),
        "most_requests_in_flight_of_owners": of_owners.most_in_flight(),
        "most_requests_in_flight_of_shows": of_shows.most_in_flight(),
    })
}

fn token(contract: Address, number: u64) -> AssetId {
    let token = EvmToken { standard: EvmStandard::Erc721, contract, number: U256::from(number) };
    AssetId::of_evm(ChainId::evm(31_337), token)
}
