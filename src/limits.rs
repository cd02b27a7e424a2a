//! Every limit on what comes from a stranger, in one table of four leaves: its unit is in
//! its name or its line, its reason beside it. A refusal names its limit. Everybody may
//! read this module, and it knows nobody.

/// What documents, contracts, exhibitions and people say.
mod documents;
/// The files of works, and what is made of them.
mod files;
/// Records, proofs, rights, and what is watched.
mod ownership;
/// Addresses, servers, time and the disk.
mod sources;

pub use documents::*;
pub use files::*;
pub use ownership::*;
pub use sources::*;

const MEGABYTE: u64 = 1_000_000;

#[cfg(test)]
mod tests;
