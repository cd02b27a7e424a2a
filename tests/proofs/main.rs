//! Proofs before real chains, and before endpoints that lie about them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where it stands")]

mod beside;
mod bound;
mod chain;
mod elsewhere;
mod issuers;
mod kinds;
mod liar;
mod lies;
mod live;
mod live_lies;
#[path = "../local/mod.rs"]
mod local;
mod opinion;
mod ours;
mod scene;
mod second;
#[path = "../end_to_end/server.rs"]
#[expect(dead_code, reason = "other tests need servers with worse manners")]
mod server;
#[path = "../end_to_end/show.rs"]
#[expect(dead_code, reason = "other tests look at what hangs, too")]
mod show;
mod shows;
mod stage;
mod voices;
