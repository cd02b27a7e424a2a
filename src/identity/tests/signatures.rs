//! Compact signatures: examples of the RFCs, what a header may say, and forms of one
//! signature.

use super::jws::Jws;
use super::*;
use crate::limits::RECORD_BYTES_MAX;

fn read(text: &str) -> Result<Jws<'_>, JwsError> {
    Jws::read(text.as_bytes(), RECORD_BYTES_MAX)
}

#[test]
fn the_example_of_rfc_8037_is_signed_by_its_key() {
    let key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let key = URL_SAFE_NO_PAD.decode(key).unwrap().try_into().unwrap();
    let issuer = Did::of_ed25519(key).unwrap();
    let text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let jws = read(text).unwrap();
    assert_eq!(jws.payload(), b"Example of Ed25519 signing");
    assert_eq!(jws.verify(&issuer), Ok(()));
    let other = issuers()[0].1.clone();
    assert_eq!(jws.verify(&other), Err(JwsError::Signature(Box::new(other.clone()))));
}

#[test]
fn other_forms_and_algorithms_are_refused() {
    let check = |text: &str, expected: JwsError| {
        assert_eq!(read(text).err(), Some(expected), "{text}");
    };
    let algorithm = |name: &str| JwsError::Algorithm(name.to_owned());
    // RFC 7515, appendices A.1, A.3 (their headers), A.5, A.7 and E.
    check("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.e30.AA", algorithm("HS256"));
    check("eyJhbGciOiJFUzI1NiJ9.e30.AA", algorithm("ES256"));
    check(
        "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.",
        JwsError::Unsigned,
    );
    check(
        r#"{"payload":"e30","protected":"eyJhbGciOiJFUzI1NiJ9","signature":"AA"}"#,
        JwsError::Parts,
    );
    check(
        "eyJhbGciOiJub25lIiwNCiAiY3JpdCI6WyJodHRwOi8vZXhhbXBsZS5jb20vVU5ERUZJTkVEIl0sDQogImh0dHA6Ly9leGFtcGxlLmNvbS9VTkRFRklORUQiOnRydWUNCn0.RkFJTA.",
        JwsError::Critical,
    );
    let header = |json: &str| format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(json));
    check(&header(r#"{"alg":"NoNe"}"#), JwsError::Unsigned);
    check(&header(r#"{"alg":"eddsa"}"#), algorithm("eddsa"));
    check(&header(r#"{"alg":"ES256K-R"}"#), algorithm("ES256K-R"));
    check(&header(r#"{"alg":"EdDSA","crit":[]}"#), JwsError::Critical);
    check(&header(r#"{"alg":"EdDSA","crit":null}"#), JwsError::Critical);
    check(&header(r#"{"alg":"EdDSA","b64":false}"#), JwsError::Unencoded);
    let twice = JwsError::Header(JsonError::KeyTwice("alg".to_owned()));
    check(&header(r#"{"alg":"EdDSA","alg":"ES256K"}"#), twice);
    assert!(matches!(read(&header("[]")), Err(JwsError::Header(JsonError::NotJson(_)))));
    assert!(matches!(read(&header(r#"{"alg":1}"#)), Err(JwsError::Header(_))));
    assert!(matches!(read(&header(r#"{"alg":"EdDSA","kid":null}"#)), Err(JwsError::Header(_))));
    check("", JwsError::Parts);
    check("eyJhbGciOiJFZERTQSJ9.e30", JwsError::Parts);
    check("eyJhbGciOiJFZERTQSJ9.e30.AA.AA", JwsError::Parts);
    check("eyJhbGciOiJFZERTQSJ9.e30.AA.AA.AA", JwsError::Parts);
    check("eyJhbGciOiJFZERTQSJ9.e30.AA\n", JwsError::Space);
    check(" eyJhbGciOiJFZERTQSJ9.e30.AA", JwsError::Space);
    check("eyJhbGciOiJFZERTQSJ9=.e30.AA", JwsError::Base64("header"));
    check("eyJhbGciOiJFZERTQSJ9.e3 0.AA", JwsError::Base64("payload"));
    check("eyJhbGciOiJFZERTQSJ9.e31.AA", JwsError::Base64("payload"));
    check("eyJhbGciOiJFZERTQSJ9.e30.AB", JwsError::Base64("signature"));
    check("eyJhbGciOiJFZERTQSJ9.e30.A+", JwsError::Base64("signature"));
    check("eyJhbGciOiJFZERTQSJ9.e30.AA==", JwsError::Base64("signature"));
}

#[test]
fn the_algorithm_fits_the_issuers_key() {
    let [(ed25519, ed25519_did), (secp256k1, secp256k1_did), (_, account)] = issuers();
    let check = |secret: &Secret, alg: &str, issuer: &Did, fits: bool| {
        let text = signed(secret, &format!(r#"{{"alg":"{alg}"}}"#), "{}");
        let found = read(&text).unwrap().verify(issuer);
        assert_eq!(found.is_ok(), fits, "{alg} {issuer}: {found:?}");
        found.err()
    };
    check(&ed25519, "EdDSA", &ed25519_did, true);
    check(&ed25519, "Ed25519", &ed25519_did, true);
    check(&secp256k1, "ES256K", &secp256k1_did, true);
    check(&secp256k1, "ES256K", &account, true);
    let confused = |secret: &Secret, alg: &str, issuer: &Did| {
        let found = check(secret, alg, issuer, false);
        assert!(matches!(found, Some(JwsError::Confused { .. })), "{found:?}");
    };
    confused(&ed25519, "ES256K", &ed25519_did);
    confused(&secp256k1, "EdDSA", &secp256k1_did);
    confused(&secp256k1, "EdDSA", &account);
    confused(&ed25519, "EdDSA", &secp256k1_did);
    let stranger = secret(KeyKind::Secp256k1, 2);
    check(&stranger, "ES256K", &secp256k1_did, false);
    check(&stranger, "ES256K", &account, false);
    check(&secret(KeyKind::Ed25519, 2), "EdDSA", &ed25519_did, false);
}

#[test]
fn a_header_brings_no_key_of_its_own() {
    let (_, issuer) = issuers()[0].clone();
    let stranger = secret(KeyKind::Ed25519, 2);
    let jwk: Value = serde_json::from_str(&stranger.to_jwk()).unwrap();
    let header = json!({ "alg": "EdDSA", "jwk": jwk, "jku": "https://a.example/keys" });
    let text = signed(&stranger, &header.to_string(), "{}");
    assert_eq!(
        read(&text).unwrap().verify(&issuer),
        Err(JwsError::Signature(Box::new(issuer.clone())))
    );
    let kid = stranger.did().unwrap().key_id();
    let header = json!({ "alg": "EdDSA", "kid": kid });
    let text = signed(&stranger, &header.to_string(), "{}");
    assert!(matches!(read(&text).unwrap().verify(&issuer), Err(JwsError::Key(_))));
}

#[test]
fn types_are_media_types() {
    let secret = secret(KeyKind::Ed25519, 1);
    let check = |typ: &str, fits: bool| {
        let text = signed(&secret, &json!({ "alg": "EdDSA", "typ": typ }).to_string(), "{}");
        assert_eq!(read(&text).unwrap().expect_type(RECORD_TYPE).is_ok(), fits, "{typ}");
    };
    check("enfilade-attestation+jwt", true);
    check("application/enfilade-attestation+jwt", true);
    check("Application/Enfilade-Attestation+JWT", true);
    check("JWT", false);
    check("statuslist+jwt", false);
    check("application/", false);
    check("", false);
    check("text/enfilade-attestation+jwt", false);
    let text = signed(&secret, r#"{"alg":"EdDSA"}"#, "{}");
    assert_eq!(read(&text).unwrap().expect_type(RECORD_TYPE), Err(JwsError::NoType(RECORD_TYPE)));
}

#[test]
fn both_forms_of_an_ecdsa_signature_are_accepted_and_no_third() {
    let [_, (secret, key), (_, account)] = issuers();
    let text = signed(&secret, r#"{"alg":"ES256K"}"#, "{}");
    let (start, signature) = text.rsplit_once('.').unwrap();
    let low = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let low = k256::ecdsa::Signature::from_slice(&low).unwrap();
    let high = k256::ecdsa::Signature::from_scalars(low.r(), -*low.s()).unwrap();
    assert!(high.normalize_s() == Some(low) && low.normalize_s().is_none());
    let check = |signature: &[u8], expected: bool| {
        let text = format!("{start}.{}", URL_SAFE_NO_PAD.encode(signature));
        for issuer in [&key, &account] {
            assert_eq!(read(&text).unwrap().verify(issuer).is_ok(), expected, "{issuer}");
        }
    };
    check(&low.to_vec(), true);
    check(&high.to_vec(), true);
    check(&low.to_vec()[..63], false);
    check(&[&low.to_vec()[..], &[0]].concat(), false);
    check(low.to_der().as_bytes(), false);
    check(&[0; 64], false);
    check(&[0xFF; 64], false);
    check(&[&low.to_bytes()[..32], &[0; 32]].concat(), false);
    check(&[&[0; 32], &low.to_bytes()[32..]].concat(), false);
}

#[test]
fn an_ed25519_signature_has_one_form() {
    let (secret, issuer) = issuers()[0].clone();
    let text = signed(&secret, r#"{"alg":"EdDSA"}"#, "{}");
    let (start, signature) = text.rsplit_once('.').unwrap();
    let good = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let check = |signature: &[u8], expected: bool| {
        let text = format!("{start}.{}", URL_SAFE_NO_PAD.encode(signature));
        assert_eq!(read(&text).unwrap().verify(&issuer).is_ok(), expected);
    };
    check(&good, true);
    check(&good[..63], false);
    check(&[], false);
    // The same number, the order of the group added to it.
    const ORDER: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut other = good.clone();
    let mut carry = 0;
    for (byte, add) in other[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(carry, 0);
    check(&other, false);
}
