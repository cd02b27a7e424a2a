//! Tests of proofs over a small world of a few accounts, whose tries are real.

mod chains;
mod limits;
mod prover;
mod stored;
pub(in crate::ownership) mod world;
