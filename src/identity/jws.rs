//! Signatures in their compact form (JWS, RFC 7515): `EdDSA` (RFC 8037; by its newer name
//! `Ed25519`, RFC 9864) and `ES256K` (RFC 8812).
//!
//! The key is always the issuer's DID and never what a header says: `jwk`, `jku`, `x5c` and
//! the like are not looked at, and an algorithm that does not fit the DID's key is refused.

use alloy_primitives::Address;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature as Ed25519Signature, VerifyingKey as Ed25519Key};
use k256::ecdsa::signature::hazmat::PrehashVerifier;
use k256::ecdsa::{RecoveryId, Signature as Secp256k1Signature, VerifyingKey as Secp256k1Key};
use serde::Deserialize;
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::did::{Did, Method};
use super::json::{JsonError, present, read_json};
use super::quoted;
use crate::limits::RECORD_HEADER_BYTES_MAX;

/// Why a compact signature is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JwsError {
    #[error("it is larger than {0} bytes")]
    TooLarge(usize),
    #[error("a space or line break stands around it; take that away")]
    Space,
    #[error("it is no compact JWS, which is three texts in base64url with a dot between them")]
    Parts,
    #[error("its {0} is not in base64url as it must be, without padding and in one form only")]
    Base64(&'static str),
    #[error("its header is larger than {RECORD_HEADER_BYTES_MAX} bytes")]
    HeaderTooLarge,
    #[error("its header is not read: {0}")]
    Header(JsonError),
    #[error("its header calls it “{found}” and not “{expected}”")]
    Type { expected: &'static str, found: String },
    #[error("its header does not say what it is (typ), which is to be “{0}”")]
    NoType(&'static str),
    #[error("it is not signed (alg is none)")]
    Unsigned,
    #[error("it is signed by “{0}”; EdDSA and ES256K are read")]
    Algorithm(String),
    #[error("it says to be signed by {algorithm}, which the key of {issuer} cannot do")]
    Confused { algorithm: &'static str, issuer: Box<Did> },
    #[error("its header asks for extensions (crit) that are not understood here")]
    Critical,
    #[error("its header asks for a payload that is not encoded (b64), which is not read")]
    Unencoded,
    #[error("its header names the key “{0}”, which is not its issuer's")]
    Key(String),
    #[error("its signature is not {0}'s for these words")]
    Signature(Box<Did>),
}

/// How something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    EdDsa,
    Es256k,
}

/// A compact JWS that was taken apart; nothing is verified yet.
#[derive(Debug)]
pub(super) struct Jws<'a> {
    header: Header,
    algorithm: Algorithm,
    /// The header and the payload as they were signed.
    signed: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// What is read of a header; what else it says is let go, as RFC 7515 wants it.
#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    #[serde(default, deserialize_with = "present")]
    typ: Option<String>,
    #[serde(default, deserialize_with = "present")]
    kid: Option<String>,
    #[serde(default, deserialize_with = "present")]
    crit: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    b64: Option<bool>,
}

impl<'a> Jws<'a> {
    /// Takes a compact JWS of at most `bytes_max` bytes apart.
    pub fn read(bytes: &'a [u8], bytes_max: usize) -> Result<Self, JwsError> {
        if bytes.len() > bytes_max {
            return Err(JwsError::TooLarge(bytes_max));
        }
        if bytes.trim_ascii().len() < bytes.len() {
            return Err(JwsError::Space);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| JwsError::Parts)?;
        let (signed, signature) = text.rsplit_once('.').ok_or(JwsError::Parts)?;
        let (header, payload) = signed.split_once('.').ok_or(JwsError::Parts)?;
        if payload.contains('.') {
            return Err(JwsError::Parts);
        }
        let header = decode(header, "header")?;
        if header.len() > RECORD_HEADER_BYTES_MAX {
            return Err(JwsError::HeaderTooLarge);
        }
        let header: Header = read_json(&header).map_err(JwsError::Header)?;
        if header.crit.is_some() {
            return Err(JwsError::Critical);
        }
        if header.b64 == Some(false) {
            return Err(JwsError::Unencoded);
        }
        let algorithm = Algorithm::named(&header.alg)?;
        let payload = decode(payload, "payload")?;
        let signature = decode(signature, "signature")?;
        Ok(Self { header, algorithm, signed, payload, signature })
    }

    /// Holds the header's `typ` to a media type, of which `application/` may be left out
    /// (RFC 7515, section 4.1.9), so that nothing is taken for what it is not (RFC 8725).
    pub fn expect_type(&self, expected: &'static str) -> Result<(), JwsError> {
        const FAMILY: &str = "application/";
        let found = self.header.typ.as_deref().ok_or(JwsError::NoType(expected))?;
        let family = found.get(..FAMILY.len()).filter(|start| start.eq_ignore_ascii_case(FAMILY));
        let short = family.map_or(found, |family| &found[family.len()..]);
        match short.eq_ignore_ascii_case(expected) {
            true => Ok(()),
            false => Err(JwsError::Type { expected, found: quoted(found) }),
        }
    }

    /// What is signed, if it is; see [`Jws::verify`].
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Whether the issuer signed this.
    ///
    /// Ed25519 is verified strictly: no small orders, one form of everything. Of the two
    /// forms of an ECDSA signature both are accepted, since RFC 8812 asks for none and
    /// common libraries make either; nothing here tells records apart by their signatures.
    pub fn verify(&self, issuer: &Did) -> Result<(), JwsError> {
        if let Some(kid) = &self.header.kid
            && !issuer.is_key_id(kid)
        {
            return Err(JwsError::Key(quoted(kid)));
        }
        let holds = match (self.algorithm, issuer.method()) {
            (Algorithm::EdDsa, Method::Ed25519(key)) => self.is_by_ed25519(key),
            (Algorithm::Es256k, Method::Secp256k1(key)) => self.is_by_secp256k1(key),
            (Algorithm::Es256k, Method::Address { address, .. }) => self.is_by_address(*address),
            (algorithm, _) => {
                let algorithm = algorithm.name();
                return Err(JwsError::Confused { algorithm, issuer: Box::new(issuer.clone()) });
            }
        };
        match holds {
            Some(true) => Ok(()),
            Some(false) | None => Err(JwsError::Signature(Box::new(issuer.clone()))),
        }
    }

    fn is_by_ed25519(&self, key: &[u8; 32]) -> Option<bool> {
        let key = Ed25519Key::from_bytes(key).ok()?;
        let signature = Ed25519Signature::from_slice(&self.signature).ok()?;
        Some(key.verify_strict(self.signed.as_bytes(), &signature).is_ok())
    }

    fn is_by_secp256k1(&self, key: &[u8; 33]) -> Option<bool> {
        let key = Secp256k1Key::from_sec1_bytes(key).ok()?;
        Some(key.verify_prehash(&self.digest(), &self.ecdsa_signature()?).is_ok())
    }

    /// An address is the hash of a key, which the signature itself yields: one of two.
    fn is_by_address(&self, address: Address) -> Option<bool> {
        let signature = self.ecdsa_signature()?;
        let digest = self.digest();
        let recovered = |odd| {
            let id = RecoveryId::new(odd, false);
            let key = Secp256k1Key::recover_from_prehash(&digest, &signature, id).ok()?;
            Some(address_of(&key))
        };
        Some([false, true].into_iter().filter_map(recovered).any(|found| found == address))
    }

    /// With its second number low, which is the form that is verified.
    fn ecdsa_signature(&self) -> Option<Secp256k1Signature> {
        let signature = Secp256k1Signature::from_slice(&self.signature).ok()?;
        Some(signature.normalize_s().unwrap_or(signature))
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.signed.as_bytes()).into()
    }
}

impl Algorithm {
    fn named(name: &str) -> Result<Self, JwsError> {
        match name {
            "EdDSA" | "Ed25519" => Ok(Self::EdDsa),
            "ES256K" => Ok(Self::Es256k),
            _ if name.eq_ignore_ascii_case("none") => Err(JwsError::Unsigned),
            _ => Err(JwsError::Algorithm(quoted(name))),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256k => "ES256K",
        }
    }
}

/// The address of an EVM account: the end of its key's hash.
pub(super) fn address_of(key: &Secp256k1Key) -> Address {
    Address::from_raw_public_key(&key.to_encoded_point(false).as_bytes()[1..])
}

/// Base64url without padding, in the one form that encoding gives.
pub(super) fn decode(text: &str, part: &'static str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| JwsError::Base64(part))
}
