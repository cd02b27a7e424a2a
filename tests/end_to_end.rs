//! From `exhibition.toml` to `exhibition.lock`, as a curator runs it: files, gateways
//! that serve real CARs, and contracts on a local chain.

#[path = "end_to_end/files.rs"]
mod files;
#[path = "end_to_end/show.rs"]
mod show;
