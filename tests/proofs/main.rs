//! Proofs before real chains, and before endpoints that lie about them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where it stands")]

mod chain;
mod kinds;
#[path = "../local/mod.rs"]
mod local;
