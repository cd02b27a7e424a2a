//! From `exhibition.toml` to `exhibition.lock`, as a curator runs it: files, gateways
//! that serve real CARs, and contracts on a local chain.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where it stands")]

#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/attest.rs"]
mod attest;
#[path = "end_to_end/beside.rs"]
mod beside;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/broken_off.rs"]
mod broken_off;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/built_in.rs"]
mod built_in;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/cache.rs"]
mod cache;
#[path = "end_to_end/cars.rs"]
mod cars;
#[path = "end_to_end/chain.rs"]
mod chain;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/cli.rs"]
mod cli;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/command.rs"]
mod command;
#[path = "end_to_end/contracts.rs"]
mod contracts;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/damage.rs"]
mod damage;
#[cfg(all(unix, feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/disk.rs"]
mod disk;
#[path = "end_to_end/documents.rs"]
mod documents;
#[path = "end_to_end/door.rs"]
mod door;
#[path = "end_to_end/door_limits.rs"]
mod door_limits;
#[path = "end_to_end/endpoint.rs"]
mod endpoint;
#[path = "end_to_end/files.rs"]
mod files;
#[path = "end_to_end/follow.rs"]
mod follow;
#[path = "end_to_end/gateway.rs"]
mod gateway;
#[cfg(all(feature = "cli", feature = "publish", feature = "host"))]
#[path = "end_to_end/history.rs"]
mod history;
#[path = "end_to_end/keys.rs"]
mod keys;
#[path = "end_to_end/limits.rs"]
mod limits;
#[path = "local/mod.rs"]
#[expect(dead_code, reason = "the proofs' tests use more of it")]
mod local;
#[path = "end_to_end/manifests.rs"]
mod manifests;
#[path = "end_to_end/media.rs"]
mod media;
#[path = "end_to_end/node.rs"]
mod node;
#[path = "end_to_end/provenance.rs"]
mod provenance;
#[path = "end_to_end/provenance_told.rs"]
mod provenance_told;
#[path = "end_to_end/rpc.rs"]
mod rpc;
#[path = "end_to_end/rules.rs"]
mod rules;
#[path = "end_to_end/rules_served.rs"]
mod rules_served;
#[path = "end_to_end/server.rs"]
mod server;
#[path = "end_to_end/show.rs"]
mod show;
#[path = "end_to_end/solana.rs"]
mod solana;
#[path = "end_to_end/standard.rs"]
mod standard;
#[path = "end_to_end/tezos.rs"]
mod tezos;
#[path = "end_to_end/tezos_storage.rs"]
mod tezos_storage;
