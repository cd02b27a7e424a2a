//! A private key and what it signs. It is kept as a JSON Web Key (RFC 7517), which other
//! programs read too. Both ways of signing draw no random number.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey as Ed25519Key};
use k256::ecdsa::signature::hazmat::PrehashSigner;
use k256::ecdsa::{Signature as Secp256k1Signature, SigningKey as Secp256k1Key};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::did::{Did, DidError, Method};
use super::json::{JsonError, present, read_json};
use super::jws::address_of;
use crate::token::ChainId;

/// A private key.
#[derive(Clone)]
pub struct Secret(Key);

#[derive(Clone)]
enum Key {
    Ed25519(Ed25519Key),
    Secp256k1(Secp256k1Key),
}

/// The curve of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    Ed25519,
    Secp256k1,
}

/// Why there is no key, or no signature by it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SecretError {
    #[error("these bytes are no private key of secp256k1; take others")]
    OutOfRange,
    #[error("the key file is no JSON Web Key (RFC 7517): {0}")]
    NotAKey(JsonError),
    #[error("the key file holds a key that is not read; Ed25519 and secp256k1 are")]
    OtherKind,
    #[error("the key file does not hold the private part (d) of 32 bytes in base64url")]
    NoPrivatePart,
    #[error("the public part in the key file belongs to another key")]
    OtherPublicPart,
    #[error("this key does not sign for {0}")]
    OtherIssuer(Box<Did>),
    #[error("{0}")]
    Did(#[from] DidError),
}

/// A JSON Web Key as it is written (RFC 8037, RFC 8812).
#[derive(Deserialize, Serialize)]
struct Jwk {
    kty: String,
    crv: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    d: Option<String>,
    x: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    y: Option<String>,
}

impl Secret {
    /// The key that 32 bytes make, which somebody drew by chance.
    ///
    /// # Errors
    /// A few numbers are no keys of secp256k1.
    pub fn from_bytes(kind: KeyKind, bytes: &[u8; 32]) -> Result<Self, SecretError> {
        match kind {
            KeyKind::Ed25519 => Ok(Self(Key::Ed25519(Ed25519Key::from_bytes(bytes)))),
            KeyKind::Secp256k1 => Secp256k1Key::from_slice(bytes)
                .map(|key| Self(Key::Secp256k1(key)))
                .map_err(|_| SecretError::OutOfRange),
        }
    }

    /// Reads a JSON Web Key with its private part.
    pub fn from_jwk(bytes: &[u8]) -> Result<Self, SecretError> {
        let jwk: Jwk = read_json(bytes).map_err(SecretError::NotAKey)?;
        let kind = match (jwk.kty.as_str(), jwk.crv.as_str()) {
            ("OKP", "Ed25519") => KeyKind::Ed25519,
            ("EC", "secp256k1") => KeyKind::Secp256k1,
            _ => return Err(SecretError::OtherKind),
        };
        let private = jwk.d.as_deref().and_then(|d| URL_SAFE_NO_PAD.decode(d).ok());
        let private: Option<[u8; 32]> = private.and_then(|bytes| bytes.try_into().ok());
        let secret = Self::from_bytes(kind, &private.ok_or(SecretError::NoPrivatePart)?)?;
        let own = secret.jwk();
        match own.x == jwk.x && own.y == jwk.y {
            true => Ok(secret),
            false => Err(SecretError::OtherPublicPart),
        }
    }

    /// Writes the key as a JSON Web Key, private part and all.
    pub fn to_jwk(&self) -> String {
        json!(self.jwk()).to_string()
    }

    /// The `did:key` of this key.
    ///
    /// # Errors
    /// None that a key which was drawn by chance could meet.
    pub fn did(&self) -> Result<Did, DidError> {
        match &self.0 {
            Key::Ed25519(key) => Did::of_ed25519(key.verifying_key().to_bytes()),
            Key::Secp256k1(key) => {
                let point = key.verifying_key().to_encoded_point(true);
                Did::of_secp256k1(point.as_bytes().try_into().map_err(|_| DidError::BadKey)?)
            }
        }
    }

    /// The `did:pkh` of this key's account on an EVM chain; none of an Ed25519 key.
    pub fn did_of_account(&self, chain: ChainId) -> Option<Did> {
        match &self.0 {
            Key::Secp256k1(key) => Did::of_evm(chain, address_of(key.verifying_key())).ok(),
            Key::Ed25519(_) => None,
        }
    }

    /// Whether this key signs for a DID: its own `did:key`, or the `did:pkh` of its address.
    pub fn signs_for(&self, issuer: &Did) -> bool {
        match (&self.0, issuer.method()) {
            (Key::Secp256k1(key), Method::Address { address, .. }) => {
                address_of(key.verifying_key()) == *address
            }
            _ => self.did().as_ref() == Ok(issuer),
        }
    }

    /// Signs claims for an issuer, as a compact JWS of this type.
    pub(super) fn sign(
        &self,
        typ: &str,
        issuer: &Did,
        claims: &impl Serialize,
    ) -> Result<String, SecretError> {
        if !self.signs_for(issuer) {
            return Err(SecretError::OtherIssuer(Box::new(issuer.clone())));
        }
        let alg = match &self.0 {
            Key::Ed25519(_) => "EdDSA",
            Key::Secp256k1(_) => "ES256K",
        };
        let header = json!({ "alg": alg, "kid": issuer.key_id(), "typ": typ }).to_string();
        let part = |text: String| URL_SAFE_NO_PAD.encode(text);
        let signed = format!("{}.{}", part(header), part(json!(claims).to_string()));
        let signature = self.signature(signed.as_bytes());
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// 64 bytes, by `EdDSA` or `ES256K`.
    pub(super) fn signature(&self, message: &[u8]) -> Vec<u8> {
        match &self.0 {
            Key::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Key::Secp256k1(key) => {
                // Of a digest of 32 bytes there is always a signature.
                let signed: Result<Secp256k1Signature, _> =
                    key.sign_prehash(&Sha256::digest(message));
                signed.map(|signature| signature.to_vec()).unwrap_or_default()
            }
        }
    }

    fn jwk(&self) -> Jwk {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match &self.0 {
            Key::Ed25519(key) => Jwk {
                kty: "OKP".to_owned(),
                crv: "Ed25519".to_owned(),
                d: Some(text(key.as_bytes())),
                x: text(key.verifying_key().as_bytes()),
                y: None,
            },
            Key::Secp256k1(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                let (x, y) = point.as_bytes()[1..].split_at(32);
                Jwk {
                    kty: "EC".to_owned(),
                    crv: "secp256k1".to_owned(),
                    d: Some(text(&key.to_bytes())),
                    x: text(x),
                    y: Some(text(y)),
                }
            }
        }
    }
}

/// Nothing of the key, which logs would keep.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let did = self.did().map(|did| did.to_string()).unwrap_or_default();
        f.debug_tuple("Secret").field(&did).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A.1.
    const RFC_8037_KEY: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let check = |kind: KeyKind| {
            let secret = Secret::from_bytes(kind, &[7; 32]).unwrap();
            let again = Secret::from_jwk(secret.to_jwk().as_bytes()).unwrap();
            assert_eq!(again.to_jwk(), secret.to_jwk());
            assert_eq!(again.did(), secret.did());
            assert!(!format!("{secret:?}").contains("\"d\""));
        };
        check(KeyKind::Ed25519);
        check(KeyKind::Secp256k1);
        assert_eq!(
            Secret::from_jwk(RFC_8037_KEY.as_bytes()).unwrap().to_jwk().len(),
            RFC_8037_KEY.len()
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let check = |text: &str, expected: SecretError| {
            assert_eq!(Secret::from_jwk(text.as_bytes()).unwrap_err(), expected, "{text}");
        };
        check(&RFC_8037_KEY.replace("Ed25519", "X25519"), SecretError::OtherKind);
        check(&RFC_8037_KEY.replace("nWGx", "nWG"), SecretError::NoPrivatePart);
        check(&RFC_8037_KEY.replace("nWGx", "nWGy"), SecretError::OtherPublicPart);
        check(&RFC_8037_KEY.replace("\"x\":\"11", "\"x\":\"12"), SecretError::OtherPublicPart);
        check(&RFC_8037_KEY.replace("\"d\"", "\"e\""), SecretError::NoPrivatePart);
        let zero = Secret::from_bytes(KeyKind::Secp256k1, &[0; 32]);
        assert_eq!(zero.unwrap_err(), SecretError::OutOfRange);
        let large = Secret::from_bytes(KeyKind::Secp256k1, &[0xFF; 32]);
        assert_eq!(large.unwrap_err(), SecretError::OutOfRange);
    }

    #[test]
    fn secp256k1_signs_as_other_programs_do() {
        // RFC 6979 over secp256k1: the key 1 and these words, known to many test suites.
        let mut one = [0; 32];
        one[31] = 1;
        let secret = Secret::from_bytes(KeyKind::Secp256k1, &one).unwrap();
        let signature = secret.signature(b"Satoshi Nakamoto");
        assert_eq!(
            alloy_primitives::hex::encode(signature),
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
        );
    }
}
