//! Addresses, chain ids and hashes of Tezos: a prefix that spells their kind, the bytes,
//! and four bytes of checksum, in base58.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::IdError;
use crate::limits::TEZOS_ID_LETTERS_MAX;

/// An account of Tezos, of a person (`tz…`) or a contract (`KT1…`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TezosAddress {
    kind: Kind,
    hash: [u8; 20],
}

/// A contract of Tezos: `KT1…`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TezosContract([u8; 20]);

/// Thirty-two bytes that Tezos spells with a prefix of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TezosHash {
    /// Of a block: `B…`.
    Block([u8; 32]),
    /// Of a key of a big map: `expr…`.
    Expression([u8; 32]),
}

/// What an address belongs to: a key of one of four signature schemes, or a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Tz1,
    Tz2,
    Tz3,
    Tz4,
    Kt1,
}

const KINDS: [Kind; 5] = [Kind::Tz1, Kind::Tz2, Kind::Tz3, Kind::Tz4, Kind::Kt1];
const CHAIN_PREFIX: [u8; 3] = [87, 82, 0];
const BLOCK_PREFIX: [u8; 2] = [1, 52];
const EXPRESSION_PREFIX: [u8; 4] = [13, 44, 64, 27];
const CHECKSUM_BYTES: usize = 4;

impl Kind {
    fn prefix(self) -> [u8; 3] {
        match self {
            Self::Tz1 => [6, 161, 159],
            Self::Tz2 => [6, 161, 161],
            Self::Tz3 => [6, 161, 164],
            Self::Tz4 => [6, 161, 166],
            Self::Kt1 => [2, 90, 121],
        }
    }
}

impl TezosAddress {
    /// The contract, where the address is one.
    pub fn contract(self) -> Option<TezosContract> {
        (self.kind == Kind::Kt1).then_some(TezosContract(self.hash))
    }

    /// The 22 bytes that nodes make of it.
    pub fn to_bytes(self) -> [u8; 22] {
        let mut bytes = [0; 22];
        let at = if self.kind == Kind::Kt1 { 1 } else { 2 };
        bytes[at..at + self.hash.len()].copy_from_slice(&self.hash);
        match self.kind {
            Kind::Tz1 => {}
            Kind::Tz2 => bytes[1] = 1,
            Kind::Tz3 => bytes[1] = 2,
            Kind::Tz4 => bytes[1] = 3,
            Kind::Kt1 => bytes[0] = 1,
        }
        bytes
    }

    /// Reads what nodes make of an address; an entrypoint after it is let go.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; 22] = bytes.get(..22)?.try_into().ok()?;
        let of = |kind, hash: &[u8]| Some(Self { kind, hash: hash.try_into().ok()? });
        let found = match bytes[..2] {
            [0, 0] => of(Kind::Tz1, &bytes[2..]),
            [0, 1] => of(Kind::Tz2, &bytes[2..]),
            [0, 2] => of(Kind::Tz3, &bytes[2..]),
            [0, 3] => of(Kind::Tz4, &bytes[2..]),
            [1, _] => of(Kind::Kt1, &bytes[1..21]),
            _ => None,
        };
        found.filter(|found| found.to_bytes() == bytes)
    }
}

impl From<TezosContract> for TezosAddress {
    fn from(contract: TezosContract) -> Self {
        Self { kind: Kind::Kt1, hash: contract.0 }
    }
}

/// Whether a text is the reference of a chain of Tezos (CAIP-2): `Net…`, four bytes.
pub(super) fn is_chain_reference(text: &str) -> bool {
    decode::<4>(text, &CHAIN_PREFIX).is_some()
}

impl TezosHash {
    /// Reads the hash of a block.
    pub fn block(text: &str) -> Option<[u8; 32]> {
        decode(text, &BLOCK_PREFIX)
    }
}

impl fmt::Display for TezosHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Block(bytes) => encode(bytes, &BLOCK_PREFIX),
            Self::Expression(bytes) => encode(bytes, &EXPRESSION_PREFIX),
        })
    }
}

impl fmt::Display for TezosAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(&self.hash, &self.kind.prefix()))
    }
}

impl fmt::Debug for TezosAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TezosAddress({self})")
    }
}

impl fmt::Display for TezosContract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TezosAddress::from(*self).fmt(f)
    }
}

impl fmt::Debug for TezosContract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TezosContract({self})")
    }
}

impl FromStr for TezosAddress {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        KINDS
            .into_iter()
            .find_map(|kind| Some(Self { kind, hash: decode(text, &kind.prefix())? }))
            .ok_or_else(|| IdError::TezosAddress(text.to_owned()))
    }
}

impl FromStr for TezosContract {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let contract = text.parse::<TezosAddress>()?.contract();
        contract.ok_or_else(|| IdError::TezosAddress(text.to_owned()))
    }
}

fn encode(bytes: &[u8], prefix: &[u8]) -> String {
    let mut whole = [prefix, bytes].concat();
    let checksum = checksum(&whole);
    whole.extend_from_slice(&checksum);
    bs58::encode(whole).into_string()
}

/// The bytes behind a prefix, where the text is as long as it must be and its checksum
/// fits.
fn decode<const BYTES: usize>(text: &str, prefix: &[u8]) -> Option<[u8; BYTES]> {
    if text.len() > TEZOS_ID_LETTERS_MAX {
        return None;
    }
    let whole = bs58::decode(text).into_vec().ok()?;
    let (payload, given) = whole.split_at_checked(whole.len().checked_sub(CHECKSUM_BYTES)?)?;
    let fits = given == checksum(payload);
    payload.strip_prefix(prefix).filter(|_| fits)?.try_into().ok()
}

/// The first bytes of the hash of the hash.
fn checksum(payload: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let twice = Sha256::digest(Sha256::digest(payload));
    [twice[0], twice[1], twice[2], twice[3]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_base58_is_so_long_and_no_longer() {
        // Longer than any of Tezos', with a prefix that makes them as long as they may be.
        let check = |prefix: u8, letters: usize, expected: Option<[u8; 42]>| {
            let text = encode(&[7; 42], &[prefix]);
            assert_eq!((text.len(), decode::<42>(&text, &[prefix])), (letters, expected));
        };
        check(10, TEZOS_ID_LETTERS_MAX, Some([7; 42]));
        check(200, TEZOS_ID_LETTERS_MAX + 1, None);
    }
}
