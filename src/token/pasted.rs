//! The forms in which people paste a token: ids, addresses with a number, links of
//! marketplaces and explorers, ENS names, `did:nft`. Nothing is asked to read them.

mod ens;
mod links;
mod networks;
mod sites;

pub use ens::name_of_ens;
pub use sites::ZORA_MEDIA;

use std::fmt;
use std::str::FromStr;

use alloy_primitives::{Address, U256};
use thiserror::Error;

use super::id::parse_evm_address;
use super::{Asset, AssetId, ChainId, EvmStandard, EvmToken, IdError, SolanaAddress};
use crate::limits::PASTED_BYTES_MAX;

/// What a pasted text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// A token whose id is whole.
    Token(AssetId),
    /// A token of an EVM chain whose standard only its contract can tell (ERC-165); it
    /// prints as `eip155:1:0x…/42`.
    Evm { chain: ChainId, contract: Address, number: U256 },
}

/// Why a pasted text names no token.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PastedError {
    #[error("there is nothing to read; paste a token's id, its link, or 0x…/42")]
    Empty,
    #[error(
        "that is longer than the {PASTED_BYTES_MAX} letters that a token's link or id may have"
    )]
    TooLong,
    #[error("{0}")]
    Id(#[from] IdError),
    #[error("the address in “{0}” is none; 0x and 40 hex digits are, or KT1… of Tezos")]
    Address(String),
    #[error("“{0}” is no token's number; whole decimal numbers below 2^256 are")]
    Number(String),
    #[error("“{0}” names a contract and none of its tokens; add the number, as in 0x…/42")]
    NoNumber(String),
    #[error(
        "{host} shows tokens of test networks, and that link does not say of which; write it as eip155:11155111:0x…/42 with the network's number"
    )]
    NoNetwork { host: String },
    #[error(
        "“{0}” is a site whose links are not known here; those of OpenSea, Rarible, Zora, Magic Eden, objkt, Teia, fxhash, Etherscan and its kin, Blockscout and Solscan are, and so is 0x…/42"
    )]
    Site(String),
    #[error("that page of {host} is no token's; one looks like {example}")]
    Page { host: String, example: &'static str },
    #[error(
        "{host} names that token's collection by a word, “{word}”; paste the address of its contract in the word's place, as in KT1…/42"
    )]
    Collection { host: String, word: String },
    #[error(
        "that is a token of {0}, which is not read here; those of EVM chains, Tezos and Solana are"
    )]
    Chain(&'static str),
    #[error("“{0}” is no chain that is known by that name; write it as eip155:1 with its number")]
    Network(String),
    /// `problem` is the end of a sentence.
    #[error("“{name}” is no name of ENS that can be a token: {problem}")]
    Name { name: String, problem: String },
    #[error(
        "“{0}” names no token; a CAIP-19 id does, 0x…/42, KT1…/42, a mint of Solana, name.eth, or the link of a marketplace or an explorer"
    )]
    Unknown(String),
}

impl Pasted {
    /// The token, with `standard` where the text does not say which it follows.
    pub fn with_standard(self, standard: EvmStandard) -> AssetId {
        match self {
            Self::Token(token) => token,
            Self::Evm { chain, contract, number } => {
                AssetId::of_evm(chain, EvmToken { standard, contract, number })
            }
        }
    }

    /// The chain that it lies on.
    pub fn chain(&self) -> &ChainId {
        match self {
            Self::Token(token) => &token.chain,
            Self::Evm { chain, .. } => chain,
        }
    }

    /// The same contract's token with another number; itself where tokens have none.
    pub fn with_number(&self, other: U256) -> Self {
        match self {
            Self::Token(token) => Self::Token(token.with_number(other)),
            Self::Evm { chain, contract, .. } => {
                Self::Evm { chain: chain.clone(), contract: *contract, number: other }
            }
        }
    }
}

impl PastedError {
    /// Its name in vectors of tests, the same for every text that is refused for it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::Id(_) => "id",
            Self::Address(_) => "address",
            Self::Number(_) => "number",
            Self::NoNumber(_) => "no-number",
            Self::NoNetwork { .. } => "no-network",
            Self::Site(_) => "site",
            Self::Page { .. } => "page",
            Self::Collection { .. } => "collection",
            Self::Chain(_) => "chain",
            Self::Network(_) => "network",
            Self::Name { .. } => "name",
            Self::Unknown(_) => "unknown",
        }
    }
}

impl fmt::Display for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => token.fmt(f),
            Self::Evm { chain, contract, number } => {
                write!(f, "{chain}:{}/{number}", contract.to_checksum(None))
            }
        }
    }
}

impl FromStr for Pasted {
    type Err = PastedError;

    fn from_str(text: &str) -> Result<Self, PastedError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PastedError::Empty);
        }
        if text.len() > PASTED_BYTES_MAX {
            return Err(PastedError::TooLong);
        }
        if let Some(id) = after(text, "did:nft:") {
            return parse_did(id);
        }
        let named = text.split_once(['/', ':']).filter(|(name, _)| ens::is_name(name));
        if let Some((_, number)) = named {
            return Err(ens::with_number(text, number));
        }
        if let Some(link) = links::of(text) {
            return sites::read(&link);
        }
        if ["eip155:", "tezos:", "solana:"].iter().any(|start| after(text, start).is_some()) {
            return parse_caip(text);
        }
        if ens::is_name(text) {
            return ens::token(text).map(Self::Token);
        }
        let (contract, number) = split_number(text);
        if let Some((network, address)) = contract.split_once(':') {
            return on_network(network, address, number, text);
        }
        if after(contract, "0x").is_some() {
            return of_evm(ChainId::evm(1), contract, number, text);
        }
        if contract.starts_with("KT1") {
            return of_tezos(contract, number, text);
        }
        match (contract.parse::<SolanaAddress>(), number) {
            (Ok(mint), None) => Ok(of_solana(ChainId::solana(), mint)),
            _ => Err(PastedError::Unknown(text.to_owned())),
        }
    }
}

/// CAIP-19 with its slashes as underscores (CIP-94); some write dots for its colons too.
fn parse_did(id: &str) -> Result<Pasted, PastedError> {
    let dotted = !id.contains(':');
    let parts = id.split('_').map(|part| match dotted {
        true => part.replacen('.', ":", 1),
        false => part.to_owned(),
    });
    parse_caip(&parts.collect::<Vec<_>>().join("/"))
}

/// CAIP-19 in any case, and `eip155:1:0x…/42`, which says no standard.
fn parse_caip(text: &str) -> Result<Pasted, PastedError> {
    let (namespace, rest) = text.split_once(':').unwrap_or((text, ""));
    let namespace = namespace.to_ascii_lowercase();
    let (reference, asset) = match rest.find(['/', ':']) {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    let chain: ChainId = format!("{namespace}:{reference}").parse()?;
    if let Some(account) = asset.strip_prefix(':') {
        let (contract, number) = split_number(account);
        return match chain.evm_number() {
            Some(_) => of_evm(chain, contract, number, text),
            None => Err(IdError::Asset(text.to_owned()).into()),
        };
    }
    let asset = asset.trim_start_matches('/');
    let (standard, rest) = asset.split_once(':').unwrap_or((asset, ""));
    let standard = standard.to_ascii_lowercase();
    let rest = match after(rest, "0x") {
        Some(digits) => format!("0x{digits}"),
        None => rest.to_owned(),
    };
    let token: AssetId = format!("{chain}/{standard}:{rest}").parse().map_err(|error| {
        // The text as it was pasted is what a person finds again.
        match error {
            IdError::Asset(_) => IdError::Asset(text.to_owned()),
            IdError::NoToken(_) => IdError::NoToken(text.to_owned()),
            other => other,
        }
    })?;
    Ok(Pasted::Token(token))
}

/// `eth:0x…/42`: the short names of ERC-3770, and those that marketplaces use.
fn on_network(
    network: &str,
    address: &str,
    number: Option<&str>,
    whole: &str,
) -> Result<Pasted, PastedError> {
    match networks::chain_of(network) {
        Some(chain) => of_evm(chain, address, number, whole),
        None => Err(PastedError::Network(network.to_owned())),
    }
}

fn of_evm(
    chain: ChainId,
    contract: &str,
    number: Option<&str>,
    whole: &str,
) -> Result<Pasted, PastedError> {
    let wrong = || IdError::Account(whole.to_owned());
    let digits = after(contract, "0x").unwrap_or(contract);
    let contract = parse_evm_address(&format!("0x{digits}"), whole, wrong);
    let contract = contract.map_err(|error| match error {
        IdError::Checksum(_) => PastedError::Id(error),
        _ => PastedError::Address(whole.to_owned()),
    })?;
    let number = number_of(number, whole)?;
    Ok(Pasted::Evm { chain, contract, number })
}

fn of_tezos(contract: &str, number: Option<&str>, whole: &str) -> Result<Pasted, PastedError> {
    let contract = contract.parse().map_err(|_| PastedError::Address(whole.to_owned()))?;
    let asset = Asset::Fa2 { contract, number: number_of(number, whole)? };
    Ok(Pasted::Token(AssetId { chain: ChainId::tezos(), asset }))
}

fn of_solana(chain: ChainId, mint: SolanaAddress) -> Pasted {
    Pasted::Token(AssetId { chain, asset: Asset::Solana { mint } })
}

/// A token's number in decimal digits; leading zeros are let go.
fn number_of(number: Option<&str>, whole: &str) -> Result<U256, PastedError> {
    let number = number.filter(|number| !number.is_empty());
    let number = number.ok_or_else(|| PastedError::NoNumber(whole.to_owned()))?;
    let decimal = number.bytes().all(|b| b.is_ascii_digit());
    decimal
        .then(|| U256::from_str_radix(number, 10).ok())
        .flatten()
        .ok_or_else(|| PastedError::Number(number.to_owned()))
}

/// What stands before the number, and the number: `a/42`, `a:42`. What follows the last
/// of these signs is meant as a number, unless it is the address behind a chain's name.
fn split_number(text: &str) -> (&str, Option<&str>) {
    if let Some(at) = text.rfind(['/', ':']) {
        let (before, last) = (&text[..at], &text[at + 1..]);
        let follows_address = before.rsplit(['/', ':']).next().is_some_and(is_address);
        if follows_address || after(last, "0x").is_none() {
            return (before, Some(last));
        }
    }
    // A number behind `#` is refused with that sign, and not the address before it.
    match text.find('#') {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    }
}

/// Whether a part of a text is meant as a contract's address.
fn is_address(part: &str) -> bool {
    after(part, "0x").is_some() || part.starts_with("KT1")
}

/// What follows a beginning that is spelled in either case.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

#[cfg(test)]
mod tests;
