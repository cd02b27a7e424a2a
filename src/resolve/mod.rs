//! From `exhibition.toml` to `exhibition.lock`: asks the chains, fetches and checks the
//! bytes, and writes down what was found. It is the only station that asks the network.

mod attestations;
mod beside;
mod chains;
mod collection;
mod contracts;
mod describe;
mod document;
mod error;
mod examine;
mod finish;
mod follow;
mod fonts;
mod hearing;
mod languages;
mod line;
mod manifests;
mod named;
mod names;
mod naming;
mod others;
mod owners;
mod place;
mod progress;
mod provenance;
mod report;
mod rights;
mod rounds;
mod run;
mod shown;
mod size;
mod solana;
mod standard;
mod strengthen;
mod tezos;
mod updates;
mod work;

pub use error::ResolveError;
pub use fonts::own_fonts;
pub use progress::{Progress, Silent};
pub use report::Report;
pub use run::{ResolveOptions, resolve};
