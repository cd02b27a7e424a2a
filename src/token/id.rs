//! Chain, account and token ids as types: CAIP-2, CAIP-10 and CAIP-19.
//!
//! An id that exists is valid, prints exactly as it parses, and holds token
//! numbers as 256-bit integers; none of them ever passes through a float.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A blockchain: `namespace:reference`, as in `eip155:1` (CAIP-2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainId {
    namespace: String,
    reference: String,
}

/// An account on a chain: `eip155:1:0x…` (CAIP-10).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    pub chain: ChainId,
    address: String,
}

/// One token: `eip155:1/erc721:0x…/42` (CAIP-19).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssetId {
    pub chain: ChainId,
    pub namespace: Namespace,
    pub contract: Address,
    pub number: U256,
}

/// The token standard that an [`AssetId`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Namespace {
    Erc721,
    Erc1155,
}

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
    #[error("the checksum of the address in “{0}” does not match its letters (EIP-55)")]
    Checksum(String),
}

impl ChainId {
    /// The chain of the EVM family with this number (EIP-155).
    pub fn evm(number: u64) -> Self {
        Self { namespace: "eip155".into(), reference: number.to_string() }
    }

    /// The number of an EVM chain (EIP-155), or none for another family.
    pub fn evm_number(&self) -> Option<u64> {
        (self.namespace == "eip155").then(|| self.reference.parse().ok()).flatten()
    }
}

impl AccountId {
    /// An account of an EVM chain; the address prints with its EIP-55 checksum.
    pub fn evm(chain: ChainId, address: Address) -> Self {
        Self { chain, address: address.to_checksum(None) }
    }

    /// The address alone, as the chain's own users write it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The 20 bytes of an EVM address, or none for another family.
    pub fn evm_address(&self) -> Option<Address> {
        self.chain.evm_number()?;
        self.address.parse().ok()
    }
}

impl Namespace {
    fn as_str(self) -> &'static str {
        match self {
            Self::Erc721 => "erc721",
            Self::Erc1155 => "erc1155",
        }
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.namespace, self.reference)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.chain, self.address)
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let contract = self.contract.to_checksum(None);
        write!(f, "{}/{}:{contract}/{}", self.chain, self.namespace, self.number)
    }
}

impl FromStr for ChainId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Chain(text.to_owned());
        let (namespace, reference) = text.split_once(':').ok_or_else(wrong)?;
        let namespace_fits = (3..=8).contains(&namespace.len())
            && namespace.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let reference_fits = (1..=32).contains(&reference.len())
            && reference.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let number_fits = namespace != "eip155"
            || (reference.parse::<u64>().is_ok_and(|n| n.to_string() == reference));
        if !(namespace_fits && reference_fits && number_fits) {
            return Err(wrong());
        }
        Ok(Self { namespace: namespace.to_owned(), reference: reference.to_owned() })
    }
}

impl FromStr for AccountId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Account(text.to_owned());
        let (chain, address) = text.rsplit_once(':').ok_or_else(wrong)?;
        let chain: ChainId = chain.parse().map_err(|_| wrong())?;
        if chain.evm_number().is_some() {
            return Ok(Self::evm(chain, parse_address(address, text, wrong)?));
        }
        let fits = (1..=128).contains(&address.len())
            && address.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.%".contains(&b));
        if !fits {
            return Err(wrong());
        }
        Ok(Self { chain, address: address.to_owned() })
    }
}

impl FromStr for AssetId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Asset(text.to_owned());
        let mut parts = text.split('/');
        let (chain, asset, number) = match (parts.next(), parts.next(), parts.next(), parts.next())
        {
            (Some(chain), Some(asset), Some(number), None) => (chain, asset, number),
            _ => return Err(wrong()),
        };
        let chain: ChainId = chain.parse().map_err(|_| wrong())?;
        let (namespace, contract) = asset.split_once(':').ok_or_else(wrong)?;
        let namespace = match namespace {
            "erc721" => Namespace::Erc721,
            "erc1155" => Namespace::Erc1155,
            _ => return Err(wrong()),
        };
        if chain.evm_number().is_none() {
            return Err(wrong());
        }
        let contract = parse_address(contract, text, wrong)?;
        let decimal = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let number = decimal
            .then(|| U256::from_str_radix(number, 10).ok())
            .flatten()
            .filter(|parsed| parsed.to_string() == number)
            .ok_or_else(wrong)?;
        Ok(Self { chain, namespace, contract, number })
    }
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

through_text!(ChainId, AccountId, AssetId);

/// Twenty bytes in hex; letters of mixed case must be the EIP-55 checksum.
fn parse_address(
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

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    #[test]
    fn ids_print_as_they_parse() {
        let rows = [
            "eip155:1".to_owned(),
            format!("eip155:1/erc721:{CONTRACT}/0"),
            format!(
                "eip155:137/erc1155:{CONTRACT}/115792089237316195423570985008687907853269984665640564039457584007913129639935"
            ),
        ];
        for row in rows {
            let printed = match row.parse::<AssetId>() {
                Ok(id) => id.to_string(),
                Err(_) => row.parse::<ChainId>().expect("a row is an asset or a chain").to_string(),
            };
            assert_eq!(printed, row);
        }
        let account = format!("eip155:1:{CONTRACT}");
        assert_eq!(account.parse::<AccountId>().unwrap().to_string(), account);
    }

    #[test]
    fn lower_case_addresses_gain_their_checksum() {
        let id: AssetId = format!("eip155:1/erc721:{}/7", CONTRACT.to_lowercase()).parse().unwrap();
        assert_eq!(id.to_string(), format!("eip155:1/erc721:{CONTRACT}/7"));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let rows = [
            "",
            "eip155",
            "eip155:01/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1",
            "eip155:1/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1",
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA/1",
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed/1",
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/01",
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/-1",
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1e3",
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/115792089237316195423570985008687907853269984665640564039457584007913129639936",
        ];
        for row in rows {
            assert!(row.parse::<AssetId>().is_err(), "{row} was taken for a token id");
        }
    }
}
