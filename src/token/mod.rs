//! What a token is: typed ids (CAIP-2, CAIP-10, CAIP-19), the forms that people paste, its
//! metadata, the spellings in which it names its bytes, and IIIF manifests.

mod answer;
mod autoglyph;
mod charset;
mod ens;
mod id;
pub mod iiif;
mod markup;
pub mod metadata;
mod pasted;
mod scripts;
mod solana;
mod template;
mod text;
mod timestamp;
mod tzip12;
mod update;
pub mod uri;
mod web;

pub use answer::text_of_answer;
pub use autoglyph::autoglyph_svg;
#[cfg(feature = "verify")]
pub use ens::normalised_name;
pub use ens::{
    ENS_REGISTRAR, ENS_WRAPPER, EnsName, ens_name, eth_node, is_name_of, name_of_node,
    unknown_label,
};
pub use id::{
    AccountId, Asset, AssetId, ChainId, EvmStandard, EvmToken, IdError, SolanaAddress,
    TezosAddress, TezosContract, TezosHash,
};
pub(crate) use markup::root_element;
pub use metadata::{
    MetadataError, TokenMetadata, Trait, Words, fill_in_id, parse_beside, parse_contract_metadata,
    parse_metadata,
};
pub use pasted::{Pasted, PastedError, ZORA_MEDIA, name_of_ens};
pub use scripts::{MixedScripts, mixed_scripts};
pub use solana::{
    SolanaCollection, SolanaCreator, SolanaMetadata, SolanaMetadataError, SolanaStandard,
    parse_solana_metadata,
};
pub use template::fill_in_uri;
pub use text::clean_text;
pub use timestamp::{Timestamp, TimestampError};
pub use tzip12::document_of_fields;
pub use update::{TokenRange, read_update, update_topics};
