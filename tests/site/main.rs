//! The published site and its server, without Bevy: what is written, what is refused,
//! and what real requests get.

#![expect(clippy::unwrap_used, reason = "what fails in a test fails the test")]

mod fixture;
mod host;
mod publish;
mod strange;
