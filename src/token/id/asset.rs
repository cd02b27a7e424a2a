//! A token's id (CAIP-19), with what each family of chains tells tokens apart by.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};

use super::{ChainId, IdError, SolanaAddress, TezosContract, parse_evm_address, parse_number};

/// One token: `eip155:1/erc721:0x…/42` (CAIP-19).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssetId {
    pub chain: ChainId,
    pub asset: Asset,
}

/// What names a token on its chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asset {
    Erc721 {
        contract: Address,
        number: U256,
    },
    Erc1155 {
        contract: Address,
        number: U256,
    },
    /// TZIP-12, which has no text of its own for CAIP-19: `fa2:KT1…/42`.
    Fa2 {
        contract: TezosContract,
        number: U256,
    },
    /// One mint account is one token: `nft:…`. The fungible `token:…` names the same
    /// account and is read as the same token.
    Solana {
        mint: SolanaAddress,
    },
}

/// A token of an EVM chain, where one path serves both standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EvmToken {
    pub standard: EvmStandard,
    pub contract: Address,
    pub number: U256,
}

/// The standard that a contract of an EVM chain follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvmStandard {
    Erc721,
    Erc1155,
}

impl AssetId {
    /// A token of an EVM chain.
    pub fn of_evm(chain: ChainId, token: EvmToken) -> Self {
        let EvmToken { standard, contract, number } = token;
        let asset = match standard {
            EvmStandard::Erc721 => Asset::Erc721 { contract, number },
            EvmStandard::Erc1155 => Asset::Erc1155 { contract, number },
        };
        Self { chain, asset }
    }

    /// Standard, contract and number of a token of an EVM chain, or none for another
    /// family.
    pub fn evm(&self) -> Option<EvmToken> {
        let (standard, contract, number) = match self.asset {
            Asset::Erc721 { contract, number } => (EvmStandard::Erc721, contract, number),
            Asset::Erc1155 { contract, number } => (EvmStandard::Erc1155, contract, number),
            Asset::Fa2 { .. } | Asset::Solana { .. } => return None,
        };
        Some(EvmToken { standard, contract, number })
    }

    /// The number within its contract, where tokens have one.
    pub fn number(&self) -> Option<U256> {
        match self.asset {
            Asset::Erc721 { number, .. }
            | Asset::Erc1155 { number, .. }
            | Asset::Fa2 { number, .. } => Some(number),
            Asset::Solana { .. } => None,
        }
    }

    /// The contract's address, or the mint's, as the chain's own users write it.
    pub fn contract(&self) -> String {
        match &self.asset {
            Asset::Erc721 { contract, .. } | Asset::Erc1155 { contract, .. } => {
                contract.to_checksum(None)
            }
            Asset::Fa2 { contract, .. } => contract.to_string(),
            Asset::Solana { mint } => mint.to_string(),
        }
    }

    /// A name for a token that has none: its number, or the first letters of its mint.
    pub fn short_name(&self) -> String {
        match &self.asset {
            Asset::Solana { mint } => format!("{}…", &mint.to_string()[..6]),
            Asset::Erc721 { number, .. }
            | Asset::Erc1155 { number, .. }
            | Asset::Fa2 { number, .. } => format!("#{number}"),
        }
    }

    /// The same contract's token with another number; itself where tokens have none.
    pub fn with_number(&self, other: U256) -> Self {
        let mut id = self.clone();
        match &mut id.asset {
            Asset::Erc721 { number, .. }
            | Asset::Erc1155 { number, .. }
            | Asset::Fa2 { number, .. } => *number = other,
            Asset::Solana { .. } => {}
        }
        id
    }
}

/// As its own text spells it: `ERC-721`.
impl fmt::Display for EvmStandard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Erc721 => "ERC-721",
            Self::Erc1155 => "ERC-1155",
        })
    }
}

impl fmt::Display for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (chain, contract) = (&self.chain, self.contract());
        match &self.asset {
            Asset::Erc721 { number, .. } => write!(f, "{chain}/erc721:{contract}/{number}"),
            Asset::Erc1155 { number, .. } => write!(f, "{chain}/erc1155:{contract}/{number}"),
            Asset::Fa2 { number, .. } => write!(f, "{chain}/fa2:{contract}/{number}"),
            Asset::Solana { .. } => write!(f, "{chain}/nft:{contract}"),
        }
    }
}

impl FromStr for AssetId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Asset(text.to_owned());
        let no_token = || IdError::NoToken(text.to_owned());
        let mut parts = text.split('/');
        let (Some(chain), Some(asset), number, serial, None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let chain: ChainId = chain.parse().map_err(|_| wrong())?;
        let (namespace, reference) = match asset.split_once(':') {
            Some((namespace, reference)) => (namespace, Some(reference)),
            None => (asset, None),
        };
        let Some(kind) = Kind::of(&chain, namespace) else {
            let is_id = is_form_of_id(namespace, reference, number, serial);
            return Err(if is_id { no_token() } else { wrong() });
        };
        let (Some(contract), None) = (reference, serial) else { return Err(wrong()) };
        let asset = match kind {
            Kind::Evm(standard) => {
                let contract = parse_evm_address(contract, text, wrong)?;
                let number = number.ok_or_else(no_token)?;
                let number = parse_number(number).ok_or_else(wrong)?;
                return Ok(Self::of_evm(chain, EvmToken { standard, contract, number }));
            }
            Kind::Fa2 => {
                let wrong = || IdError::TezosAsset(text.to_owned());
                let contract = contract.parse().map_err(|_| wrong())?;
                let number = number.ok_or_else(no_token)?;
                Asset::Fa2 { contract, number: parse_number(number).ok_or_else(wrong)? }
            }
            Kind::Solana => {
                let mint = contract.parse().ok().filter(|_| number.is_none());
                Asset::Solana { mint: mint.ok_or_else(|| IdError::SolanaAsset(text.to_owned()))? }
            }
        };
        Ok(Self { chain, asset })
    }
}

/// A kind of tokens that is read here, as an id's namespace tells it.
enum Kind {
    Evm(EvmStandard),
    Fa2,
    Solana,
}

impl Kind {
    fn of(chain: &ChainId, namespace: &str) -> Option<Self> {
        match namespace {
            "erc721" if chain.evm_number().is_some() => Some(Self::Evm(EvmStandard::Erc721)),
            "erc1155" if chain.evm_number().is_some() => Some(Self::Evm(EvmStandard::Erc1155)),
            "fa2" if chain.is_tezos() => Some(Self::Fa2),
            "nft" | "token" if chain.is_solana() => Some(Self::Solana),
            _ => None,
        }
    }
}

/// Whether the parts behind a chain have the form of any asset's id: CAIP-19 names money and
/// whole contracts too, and tokens of families that nobody here can ask.
fn is_form_of_id(
    namespace: &str,
    reference: Option<&str>,
    token: Option<&str>,
    serial: Option<&str>,
) -> bool {
    let is_word = |text: &str, letters_max: usize| {
        (1..=letters_max).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.%".contains(&b))
    };
    (3..=8).contains(&namespace.len())
        && namespace.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && reference.is_none_or(|reference| is_word(reference, 64))
        && token.is_none_or(|token| is_word(token, 78))
        && serial
            .is_none_or(|serial| is_word(serial, 78) && serial.bytes().all(|b| b.is_ascii_digit()))
}
