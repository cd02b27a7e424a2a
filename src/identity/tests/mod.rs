//! DIDs, signatures, records and status lists: as standards have them, as they come, and
//! as they are tampered with.

mod dids;
mod limits;
mod records;
mod signatures;
mod statuses;
mod tampering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::*;
use crate::token::{ChainId, Timestamp};

const TOKEN: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/42";
const LIST_URI: &str = "https://registry.example/status/1";
const NOW: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_unix(NOW)
}

fn token() -> Subject {
    TOKEN.parse().unwrap()
}

/// A key of this kind that is the same in every run.
fn secret(kind: KeyKind, seed: u8) -> Secret {
    Secret::from_bytes(kind, &[seed; 32]).unwrap()
}

/// An issuer of each kind, with the key that signs for it.
fn issuers() -> [(Secret, Did); 3] {
    let (ed25519, secp256k1) = (secret(KeyKind::Ed25519, 1), secret(KeyKind::Secp256k1, 1));
    let pkh = secp256k1.did_of_account(ChainId::evm(1)).unwrap();
    [
        (ed25519.clone(), ed25519.did().unwrap()),
        (secp256k1.clone(), secp256k1.did().unwrap()),
        (secp256k1, pkh),
    ]
}

/// The claims of a record that says all that a record can say.
fn claims(issuer: &Did) -> Value {
    json!({
        "iss": issuer.to_string(),
        "sub": TOKEN,
        "iat": NOW - 1_000,
        "nbf": NOW - 900,
        "exp": NOW + 1_000,
        "jti": "2026-0417",
        "status": { "status_list": { "idx": 17, "uri": LIST_URI } },
        "enf": {
            "owner": { "account": "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" },
            "editions": "3",
            "author": { "name": "Shen Yu", "did": issuer.to_string() },
        },
    })
}

/// Signs whatever header and payload these are.
fn signed(secret: &Secret, header: &str, payload: &str) -> String {
    let part = |text: &[u8]| URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", part(header.as_bytes()), part(payload.as_bytes()));
    format!("{signed}.{}", part(&secret.signature(signed.as_bytes())))
}

/// A record of these claims, whether or not they make one.
fn record(secret: &Secret, claims: &Value) -> String {
    let algorithm = if secret.to_jwk().contains("OKP") { "EdDSA" } else { "ES256K" };
    let header = json!({ "alg": algorithm, "typ": RECORD_TYPE });
    signed(secret, &header.to_string(), &claims.to_string())
}

/// A list of a thousand records, of which all are valid.
fn list() -> StatusList {
    let mut list = StatusList::new(LIST_URI, 2, 1_000, Timestamp::from_unix(NOW - 500)).unwrap();
    list.expires = Some(Timestamp::from_unix(NOW + 500));
    list
}
