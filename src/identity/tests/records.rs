//! Records: what they say, what is refused, and when they hold.

use super::*;
use crate::limits::CLOCK_SKEW_SECS_MAX;
use crate::token::clean_text;

/// Verifies the first issuer's record after a change of its claims.
pub(super) fn changed(change: impl FnOnce(&mut Value)) -> Result<Attested, Refusal> {
    let (secret, issuer) = issuers()[0].clone();
    let mut claims = claims(&issuer);
    change(&mut claims);
    verify(record(&secret, &claims).as_bytes(), None, &token(), now())
}

#[test]
fn a_record_says_all_that_it_can_say() {
    for (secret, issuer) in issuers() {
        let text = record(&secret, &claims(&issuer));
        let attested = verify(text.as_bytes(), None, &token(), now()).unwrap();
        let account = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap();
        let expected = Attestation {
            issuer: issuer.clone(),
            subject: token(),
            owner: Some(Holding {
                owner: Owner::Account(account),
                editions: Some("3".parse().unwrap()),
            }),
            author: Some(Author { name: Name::new("Shen Yu").unwrap(), did: Some(issuer) }),
            issued: Timestamp::from_unix(NOW - 1_000),
            not_before: Some(Timestamp::from_unix(NOW - 900)),
            expires: Some(Timestamp::from_unix(NOW + 1_000)),
            id: Some("2026-0417".to_owned()),
            status: StatusRef::new(LIST_URI, 17),
        };
        assert_eq!(attested.attestation, expected);
        assert_eq!(attested.revocation, Revocation::Unchecked);
        // What is signed here is read as it was meant.
        let text = expected.sign(&secret).unwrap();
        let again = verify(text.as_bytes(), None, &token(), now()).unwrap();
        assert_eq!(again.attestation, expected);
    }
}

#[test]
fn owners_and_authors_are_known_in_several_ways() {
    let check = |enf: Value, owner: Option<Owner>, author: Option<&str>| {
        let attested = changed(|claims| claims["enf"] = enf).unwrap().attestation;
        assert_eq!(attested.owner.map(|holding| holding.owner), owner);
        assert_eq!(attested.author.as_ref().map(|author| author.name.as_str()), author);
    };
    let name = |text: &str| Some(Owner::Name(Name::new(text).unwrap()));
    let did = "did:pkh:eip155:1:0xB9C5714089478a327F09197987f16f9E5d936E8a";
    check(json!({ "owner": { "did": did } }), Some(Owner::Did(did.parse().unwrap())), None);
    check(json!({ "owner": { "name": "湖州市博物馆" } }), name("湖州市博物馆"), None);
    check(json!({ "owner": { "name": " a\u{202e}b\nc " } }), name("ab c"), None);
    check(json!({ "author": { "name": "Shen Yu" } }), None, Some("Shen Yu"));
    let tezos = "tezos:NetXdQprcVkpaWU:tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb";
    let account = Some(Owner::Account(tezos.parse().unwrap()));
    check(json!({ "owner": { "account": tezos } }), account, None);
}

#[test]
fn a_file_is_attested_by_its_hash() {
    let (secret, issuer) = issuers()[0].clone();
    let file = Subject::of_file(b"a picture");
    let mut claims = claims(&issuer);
    claims["sub"] = json!(file.to_string());
    let text = record(&secret, &claims);
    assert_eq!(verify(text.as_bytes(), None, &file, now()).unwrap().attestation.subject, file);
    let other = Subject::of_file(b"another");
    let refused = verify(text.as_bytes(), None, &other, now());
    let (asked, found) = (Box::new(other), Box::new(file));
    assert_eq!(refused, Err(Refusal::OtherSubject { asked, found }));
}

#[test]
fn claims_that_make_no_record_are_refused() {
    let check = |change: &dyn Fn(&mut Value), expected: &str| {
        let refused = changed(change).unwrap_err();
        assert!(matches!(refused, Refusal::Claims(_)), "{refused:?}");
        let says = refused.to_string();
        assert!(says.contains(expected), "“{expected}” is not in: {says}");
        assert_eq!(clean_text(&says).replace('\n', " "), says);
    };
    let enf = |enf: Value| move |claims: &mut Value| claims["enf"] = enf.clone();
    let set =
        |key: &'static str, value: Value| move |claims: &mut Value| claims[key] = value.clone();
    check(&set("iss", json!("did:web:museum.example")), "did:web is not read yet");
    check(&set("iss", json!("a\u{202e}\nb")), "“a b” is no DID");
    check(&set("iss", json!(null)), "not the JSON that belongs there");
    check(&set("sub", json!("https://a.example/1")), "is no token id");
    check(&set("sub", json!("ni:///sha-256;AA")), "is no file's name");
    check(&set("aud", json!("somebody")), "somebody else (aud)");
    check(&set("aud", json!(null)), "somebody else (aud)");
    check(&set("iat", json!(1.5)), "not the JSON");
    check(&set("iat", json!("1800000000")), "not the JSON");
    check(&set("iat", json!(300_000_000_000_i64)), "“iat” lies outside");
    check(&set("exp", json!(i64::MAX)), "“exp” lies outside");
    check(&set("exp", json!(null)), "not the JSON");
    check(&set("exp", json!(NOW - 1_000)), "ends before it begins");
    check(&set("exp", json!(NOW - 900)), "ends before it begins");
    check(&set("jti", json!("")), "own id (jti)");
    check(&set("jti", json!("x\u{200b}y")), "own id (jti)");
    check(&set("status", json!({})), "in a way that is not read");
    check(&set("status", json!({ "identifier_list": { "id": "0A" } })), "a way that is not read");
    let list = |idx: Value, uri: &str| json!({ "status_list": { "idx": idx, "uri": uri } });
    check(&set("status", list(json!(1), "file:///etc/passwd")), "no address of a web page");
    check(&set("status", list(json!(1), "registry.example/1")), "no address of a web page");
    check(&set("status", list(json!(1), "https://a.example/\u{202e}")), "no address of a web");
    check(&set("status", list(json!(-1), LIST_URI)), "not the JSON");
    check(&enf(json!({})), "neither an owner nor an author");
    check(&enf(json!([])), "neither an owner nor an author");
    check(&enf(json!({ "owner": null })), "not the JSON");
    check(&enf(json!({ "owner": { "account": "eip155:1:0x12" } })), "is no account id");
    check(&enf(json!({ "owner": { "did": "did:web:a" } })), "the record's owner is not read");
    check(&enf(json!({ "owner": { "name": "\u{200b}" } })), "name of the record's owner");
    check(&enf(json!({ "owner": { "name": "a", "did": "did:web:a" } })), "not the JSON");
    check(&enf(json!({ "owner": { "wallet": "0x12" } })), "not the JSON");
    check(&enf(json!({ "owner": "0x12" })), "not the JSON");
    check(&enf(json!({ "author": { "did": "did:web:a" } })), "not the JSON");
    check(&enf(json!({ "author": { "name": "a", "did": "b" } })), "record's author is not read");
    check(&enf(json!({ "author": { "name": "a" }, "more": 1 })), "not the JSON");
    check(&enf(json!({ "author": { "name": "a" }, "editions": "1" })), "no owner of them");
    for editions in ["0", "-1", "01", "1.5", "0x1", "", "many"] {
        let owned = json!({ "owner": { "name": "a" }, "editions": editions });
        check(&enf(owned), "is no number of editions");
    }
    check(&enf(json!({ "owner": { "name": "a" }, "editions": 1 })), "not the JSON");
}

#[test]
fn what_is_not_known_beside_the_own_claims_is_let_go() {
    let attested = changed(|claims| claims["vct"] = json!({ "deep": [1, 2.5, null] }));
    assert!(attested.is_ok(), "{attested:?}");
}

#[test]
fn a_record_holds_in_its_time() {
    let (secret, issuer) = issuers()[0].clone();
    let text = record(&secret, &claims(&issuer));
    let check = |at: i64, expected: Option<Refusal>| {
        let found = verify(text.as_bytes(), None, &token(), Timestamp::from_unix(at));
        assert_eq!(found.err(), expected, "{at}");
    };
    let at = |offset: i64| Timestamp::from_unix(NOW + offset);
    check(NOW - 2_000, Some(Refusal::Future(at(-1_000))));
    // Clocks differ by so much and no more.
    check(NOW - 1_001 - CLOCK_SKEW_SECS_MAX, Some(Refusal::Future(at(-1_000))));
    check(NOW - 1_000 - CLOCK_SKEW_SECS_MAX, Some(Refusal::NotYet(at(-900))));
    check(NOW - 901 - CLOCK_SKEW_SECS_MAX, Some(Refusal::NotYet(at(-900))));
    check(NOW - 900 - CLOCK_SKEW_SECS_MAX, None);
    check(NOW + 999, None);
    check(NOW + 1_000, Some(Refusal::Expired(at(1_000))));
    let endless = changed(|claims| {
        claims.as_object_mut().unwrap().retain(|key, _| key != "exp" && key != "nbf");
    });
    assert_eq!(endless.unwrap().attestation.expires, None);
}

#[test]
fn a_record_speaks_of_what_was_asked() {
    let (secret, issuer) = issuers()[0].clone();
    let check = |named: &str, asked: &str, fits: bool| {
        let mut claims = claims(&issuer);
        claims["sub"] = json!(named);
        let asked = asked.parse().unwrap();
        let found = verify(record(&secret, &claims).as_bytes(), None, &asked, now());
        assert_eq!(found.is_ok(), fits, "{named} {asked}: {found:?}");
    };
    check(TOKEN, TOKEN, true);
    check(&TOKEN.to_lowercase(), TOKEN, true);
    check(TOKEN, &TOKEN.replace("/42", "/43"), false);
    check(TOKEN, &TOKEN.replace("eip155:1/", "eip155:10/"), false);
    check(TOKEN, &TOKEN.replace("erc721", "erc1155"), false);
}

#[test]
fn nobody_signs_for_another() {
    let [(ed25519, ed25519_did), (secp256k1, secp256k1_did), (_, account)] = issuers();
    let check = |secret: &Secret, issuer: &Did| {
        let text = record(secret, &claims(issuer));
        let found = verify(text.as_bytes(), None, &token(), now());
        assert!(matches!(found, Err(Refusal::Jws(_))), "{found:?}");
        let claims = claims(issuer).to_string();
        let refused = Attestation::from_claims(claims.as_bytes()).unwrap().sign(secret);
        let other = SecretError::OtherIssuer(Box::new(issuer.clone()));
        assert_eq!(refused, Err(SignError::Secret(other)));
    };
    check(&ed25519, &secp256k1_did);
    check(&ed25519, &account);
    check(&secp256k1, &ed25519_did);
    check(&secret(KeyKind::Ed25519, 2), &ed25519_did);
    check(&secret(KeyKind::Secp256k1, 2), &secp256k1_did);
    check(&secret(KeyKind::Secp256k1, 2), &account);
}

#[test]
fn records_and_lists_of_another_program_are_read() {
    // Made with the cryptography of Node.js, each with its list on the second line.
    let check = |text: &str, issuer: &str, revocation: fn(Timestamp) -> Revocation| {
        let (record, list) = text.split_once('\n').unwrap();
        let at = Timestamp::from_unix(1_900_000_000);
        let found = verify(record.as_bytes(), Some(list.as_bytes()), &token(), at).unwrap();
        assert!(found.attestation.issuer.to_string().starts_with(issuer));
        assert_eq!(found.revocation, revocation(Timestamp::from_unix(1_890_000_000)));
    };
    check(
        include_str!("../../../fuzz/corpus/attestations/ed25519-good"),
        "did:key:z6Mk",
        |as_of| Revocation::Good { as_of, until: Some(Timestamp::from_unix(1_990_000_000)) },
    );
    check(
        include_str!("../../../fuzz/corpus/attestations/es256k-revoked"),
        "did:key:zQ3s",
        |as_of| Revocation::Revoked { as_of },
    );
}
