//! What a token is: typed ids (CAIP-2, CAIP-10, CAIP-19), the forms that people paste, and its
//! metadata.

mod id;
mod metadata;
mod pasted;
mod solana;

pub use id::{
    AccountId, Asset, AssetId, ChainId, EvmStandard, EvmToken, IdError, SolanaAddress,
    TezosAddress, TezosContract, TezosHash,
};
pub use metadata::{MetadataError, TokenMetadata, Trait, clean_text, parse_metadata};
pub use pasted::{Pasted, PastedError};
pub use solana::{
    SolanaCollection, SolanaCreator, SolanaMetadata, SolanaMetadataError, SolanaStandard,
    parse_solana_metadata,
};
