//! Chain, account and token ids as types: CAIP-2, CAIP-10 and CAIP-19.
//!
//! An id that exists is valid, prints in its one canonical form, and holds token numbers
//! as 256-bit integers; none of them ever passes through a float.

mod account;
mod asset;
mod chain;
mod solana;
mod tezos;

use alloy_primitives::{Address, U256};
use thiserror::Error;

pub use account::AccountId;
pub use asset::{Asset, AssetId, EvmStandard, EvmToken};
pub use chain::ChainId;
pub use solana::SolanaAddress;
pub use tezos::{TezosAddress, TezosContract, TezosHash};

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    #[error("“{0}” is no chain id; one looks like eip155:1 (CAIP-2)")]
    Chain(String),
    #[error("“{0}” is no account id; one looks like eip155:1:0x… with 40 hex digits (CAIP-10)")]
    Account(String),
    #[error(
        "“{0}” is no token id; one looks like eip155:1/erc721:0x…/42 or eip155:1/erc1155:0x…/42 (CAIP-19)"
    )]
    Asset(String),
    #[error(
        "“{0}” is an asset’s id, and of no token that is read here; one of these looks like eip155:1/erc721:0x…/42, tezos:NetXdQprcVkpaWU/fa2:KT1…/42 or solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:… (CAIP-19)"
    )]
    NoToken(String),
    #[error(
        "“{0}” is no token of Tezos; one looks like tezos:NetXdQprcVkpaWU/fa2:KT1…/42, and every letter of the contract's address counts"
    )]
    TezosAsset(String),
    #[error(
        "“{0}” is no token of Solana; one looks like solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:… with the mint's address"
    )]
    SolanaAsset(String),
    #[error("“{0}” is no address of Tezos; one looks like tz1… or KT1… with 36 letters")]
    TezosAddress(String),
    #[error("“{0}” is no address of Solana; one is 32 to 44 letters of base58 for 32 bytes")]
    SolanaAddress(String),
    #[error("the checksum of the address in “{0}” does not match its letters (EIP-55)")]
    Checksum(String),
}

macro_rules! through_text {
    ($($id:ty),*) => {$(
        impl TryFrom<String> for $id {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$id> for String {
            fn from(id: $id) -> Self {
                id.to_string()
            }
        }
    )*};
}

through_text!(ChainId, AccountId, AssetId, TezosAddress, TezosContract, SolanaAddress);

/// Twenty bytes in hex; letters of mixed case must be the EIP-55 checksum. `whole` is
/// the text that a refusal names.
pub(super) fn parse_evm_address(
    address: &str,
    whole: &str,
    wrong: impl Fn() -> IdError,
) -> Result<Address, IdError> {
    let digits = address.strip_prefix("0x").ok_or_else(&wrong)?;
    if digits.len() != 40 {
        return Err(wrong());
    }
    let parsed: Address = address.parse().map_err(|_| wrong())?;
    let mixed = digits.bytes().any(|b| b.is_ascii_uppercase())
        && digits.bytes().any(|b| b.is_ascii_lowercase());
    if mixed && parsed.to_checksum(None) != address {
        return Err(IdError::Checksum(whole.to_owned()));
    }
    Ok(parsed)
}

/// A whole number below 2^256 in decimal digits, as it prints: no sign, no leading zero.
pub(super) fn parse_number(text: &str) -> Option<U256> {
    let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    decimal
        .then(|| U256::from_str_radix(text, 10).ok())
        .flatten()
        .filter(|parsed| parsed.to_string() == text)
}

#[cfg(test)]
mod tests;
