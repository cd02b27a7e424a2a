//! Decentralized identifiers (W3C DID Core) that hold their key themselves: `did:key` and
//! `did:pkh`. Nothing has to be asked to know who may sign for one.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::Address;
use ed25519_dalek::VerifyingKey as Ed25519Key;
use k256::ecdsa::VerifyingKey as Secp256k1Key;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::quoted;
use crate::limits::{DID_BYTES_MAX, DID_KEY_LETTERS_MAX};
use crate::token::{AccountId, ChainId, IdError};

/// A DID of a method that is read here, in its one form: base58btc for a `did:key`, an
/// address with its EIP-55 checksum for a `did:pkh`. Two that print alike are one.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Did(Method);

/// What a DID's method makes of it; every key is a point that can sign.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Method {
    /// `did:key` with an Ed25519 key.
    Ed25519([u8; 32]),
    /// `did:key` with a secp256k1 key in its compressed form.
    Secp256k1([u8; 33]),
    /// `did:pkh` of an EVM account: the key is known by its address alone.
    Address { account: AccountId, address: Address },
}

/// Why a text is no DID that is read here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DidError {
    #[error("“{0}” is no DID; one looks like did:key:z6Mk… or did:pkh:eip155:1:0x…")]
    NotADid(String),
    #[error("the DID is longer than {DID_BYTES_MAX} bytes")]
    TooLong,
    #[error("did:{0} is not read yet; did:key and did:pkh are")]
    Method(String),
    #[error("the did:key is not written in base58btc, which starts with z")]
    Base,
    #[error("the did:key holds {0}; Ed25519 and secp256k1 keys are read")]
    KeyKind(&'static str),
    #[error("what the did:key holds is no key of its kind")]
    BadKey,
    #[error("the did:key holds a weak key, for which anybody can sign")]
    WeakKey,
    #[error("a did:pkh is read for accounts of EVM chains (eip155) alone")]
    Chain,
    #[error("the account of the did:pkh is none: {0}")]
    Account(#[from] IdError),
}

/// The codes of keys as unsigned varints (the table of multicodecs).
const ED25519_CODE: [u8; 2] = [0xED, 0x01];
const SECP256K1_CODE: [u8; 2] = [0xE7, 0x01];

impl Did {
    /// The `did:key` of an Ed25519 key.
    ///
    /// # Errors
    /// Bytes that are no point in its one form, and points for which anybody can sign.
    pub fn of_ed25519(key: [u8; 32]) -> Result<Self, DidError> {
        let point = Ed25519Key::from_bytes(&key).map_err(|_| DidError::BadKey)?;
        if point.to_edwards().compress().to_bytes() != key {
            return Err(DidError::BadKey);
        }
        if point.is_weak() {
            return Err(DidError::WeakKey);
        }
        Ok(Self(Method::Ed25519(key)))
    }

    /// The `did:key` of a compressed secp256k1 key.
    ///
    /// # Errors
    /// Bytes that are no point in its one form.
    pub fn of_secp256k1(key: [u8; 33]) -> Result<Self, DidError> {
        let point = Secp256k1Key::from_sec1_bytes(&key).map_err(|_| DidError::BadKey)?;
        match point.to_encoded_point(true).as_bytes() == key {
            true => Ok(Self(Method::Secp256k1(key))),
            false => Err(DidError::BadKey),
        }
    }

    /// The `did:pkh` of an account of an EVM chain.
    pub fn of_evm(chain: ChainId, address: Address) -> Result<Self, DidError> {
        chain.evm_number().ok_or(DidError::Chain)?;
        Ok(Self(Method::Address { account: AccountId::evm(chain, address), address }))
    }

    /// The account that a `did:pkh` names.
    pub fn account(&self) -> Option<&AccountId> {
        match &self.0 {
            Method::Address { account, .. } => Some(account),
            Method::Ed25519(_) | Method::Secp256k1(_) => None,
        }
    }

    /// The DID URL of its one key, as a header's `kid` has it.
    pub fn key_id(&self) -> String {
        match self.key_text() {
            Some(key) => format!("{self}#{key}"),
            None => format!("{self}#{ACCOUNT_FRAGMENT}"),
        }
    }

    /// Whether a `kid` names this DID or its one key.
    pub(super) fn is_key_id(&self, kid: &str) -> bool {
        let (did, fragment) = match kid.split_once('#') {
            Some((did, fragment)) => (did, Some(fragment)),
            None => (kid, None),
        };
        let own = self.key_text();
        let own = own.as_deref().unwrap_or(ACCOUNT_FRAGMENT);
        did.parse().as_ref() == Ok(self) && fragment.is_none_or(|fragment| fragment == own)
    }

    pub(super) fn method(&self) -> &Method {
        &self.0
    }

    /// The multibase text of a `did:key`.
    fn key_text(&self) -> Option<String> {
        let whole = match &self.0 {
            Method::Ed25519(key) => [&ED25519_CODE[..], key].concat(),
            Method::Secp256k1(key) => [&SECP256K1_CODE[..], key].concat(),
            Method::Address { .. } => return None,
        };
        Some(format!("z{}", bs58::encode(whole).into_string()))
    }
}

/// The name that the method gives to the one key of a `did:pkh`.
const ACCOUNT_FRAGMENT: &str = "blockchainAccountId";

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Method::Address { account, .. } => write!(f, "did:pkh:{account}"),
            _ => write!(f, "did:key:{}", self.key_text().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Did({self})")
    }
}

impl FromStr for Did {
    type Err = DidError;

    fn from_str(text: &str) -> Result<Self, DidError> {
        let wrong = || DidError::NotADid(quoted(text));
        if text.len() > DID_BYTES_MAX {
            return Err(DidError::TooLong);
        }
        let (method, id) =
            text.strip_prefix("did:").and_then(|rest| rest.split_once(':')).ok_or_else(wrong)?;
        let idchar = |b: u8| b.is_ascii_alphanumeric() || b".-_:%".contains(&b);
        let method_char = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        if method.is_empty() || !method.bytes().all(method_char) {
            return Err(wrong());
        }
        if id.is_empty() || !id.bytes().all(idchar) {
            return Err(wrong());
        }
        match method {
            "key" => parse_key(id),
            "pkh" => parse_account(id),
            _ => Err(DidError::Method(method.to_owned())),
        }
    }
}

fn parse_key(id: &str) -> Result<Did, DidError> {
    let letters = id.strip_prefix('z').ok_or(DidError::Base)?;
    if letters.len() > DID_KEY_LETTERS_MAX {
        return Err(DidError::KeyKind("a longer key"));
    }
    let bytes = bs58::decode(letters).into_vec().map_err(|_| DidError::Base)?;
    if let Some(key) = bytes.strip_prefix(&ED25519_CODE) {
        return Did::of_ed25519(key.try_into().map_err(|_| DidError::BadKey)?);
    }
    if let Some(key) = bytes.strip_prefix(&SECP256K1_CODE) {
        return Did::of_secp256k1(key.try_into().map_err(|_| DidError::BadKey)?);
    }
    Err(DidError::KeyKind(match bytes {
        _ if bytes.starts_with(&[0xEC, 0x01]) => "an X25519 key, which cannot sign",
        _ if bytes.starts_with(&[0x80, 0x24]) => "a P-256 key",
        _ if bytes.starts_with(&[0xEB, 0x01]) => "a BLS 12-381 key",
        _ => "something else",
    }))
}

fn parse_account(id: &str) -> Result<Did, DidError> {
    if !id.starts_with("eip155:") {
        return Err(DidError::Chain);
    }
    let account: AccountId = id.parse()?;
    let address = account.evm_address().ok_or(DidError::Chain)?;
    Ok(Did(Method::Address { account, address }))
}

impl TryFrom<String> for Did {
    type Error = DidError;

    fn try_from(text: String) -> Result<Self, DidError> {
        text.parse()
    }
}

impl From<Did> for String {
    fn from(did: Did) -> Self {
        did.to_string()
    }
}
