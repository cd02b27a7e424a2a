//! What a token is: typed ids (CAIP-2, CAIP-10, CAIP-19), its metadata, and IIIF
//! manifests.

mod id;
pub mod iiif;
pub mod limits;
pub mod metadata;
mod scripts;
mod text;

pub use id::{AccountId, AssetId, ChainId, IdError, Namespace};
pub use metadata::{
    MetadataError, TokenMetadata, Trait, Words, fill_in_id, parse_contract_metadata, parse_metadata,
};
pub use scripts::{MixedScripts, mixed_scripts};
pub use text::clean_text;
