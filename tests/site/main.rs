//! The published site and its server, without Bevy: what is written, what is refused,
//! and what real requests get.
#![cfg(all(feature = "publish", feature = "host"))]

mod fixture;
mod host;
mod publish;
