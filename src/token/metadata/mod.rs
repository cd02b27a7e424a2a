//! Token metadata: documents of every standard as they are in the wild, and the domain
//! types that they parse into.

mod addresses;
mod bytes;
mod colour;
mod contract;
mod dates;
mod error;
pub(super) mod fields;
pub(super) mod files;
mod integrity;
pub(super) mod json;
mod localization;
mod model;
pub(super) mod note;
mod parse;
mod people;
mod property_files;
#[cfg(test)]
mod random_tests;
mod shelf;
pub(super) mod size;
mod traits;
mod words;

pub(super) use bytes::Extent;
pub use contract::{ContractMetadata, parse_contract_metadata};
pub use error::MetadataError;
pub use integrity::{HashFunction, Integrity};
pub use localization::{FurtherLanguage, Localization};
pub use model::{Credit, CreditRole, FileRole, MediaFile, Rights, TokenMetadata, Trait};
pub use note::{MetadataNote, NoteKind, Outcome};
pub(super) use parse::read_object;
pub use parse::{fill_in_id, parse_beside, parse_filled_in, parse_metadata};
pub use words::{Spoken, Words};
