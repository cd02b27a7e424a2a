//! What a token is: typed ids (CAIP-2, CAIP-10, CAIP-19) and its metadata.

mod answer;
mod autoglyph;
mod ens;
mod id;
mod metadata;
mod template;
mod update;

pub use answer::text_of_answer;
pub use autoglyph::{GLYPH_CELLS_MAX, autoglyph_svg};
pub use ens::{eth_node, label_of, unknown_label};
pub use id::{
    AccountId, Asset, AssetId, ChainId, EvmStandard, EvmToken, IdError, SolanaAddress,
    TezosAddress, TezosContract, TezosHash,
};
pub use metadata::{MetadataError, TokenMetadata, Trait, clean_text, parse_metadata};
pub use template::fill_in_id;
pub use update::{TokenRange, read_update, update_topics};
