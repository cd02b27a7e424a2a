//! DIDs: vectors of the methods' own texts, and what is refused.

use alloy_primitives::hex;

use super::*;

#[test]
fn vectors_of_did_key_are_computed_from_their_seeds() {
    let check = |kind: KeyKind, seed: &str, did: &str| {
        let seed: [u8; 32] = hex::decode(seed).unwrap().try_into().unwrap();
        let secret = Secret::from_bytes(kind, &seed).unwrap();
        assert_eq!(secret.did().unwrap().to_string(), did);
        assert_eq!(did.parse(), secret.did(), "{did}");
        assert!(secret.signs_for(&did.parse().unwrap()));
    };
    // The test vectors of the method's repository.
    check(
        KeyKind::Ed25519,
        "0000000000000000000000000000000000000000000000000000000000000000",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
    );
    check(
        KeyKind::Secp256k1,
        "9085d2bef69286a6cbb51623c8fa258629945cd55ca705cc4e66700396894e0c",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
    );
    check(
        KeyKind::Secp256k1,
        "f0f4df55a2b3ff13051ea814a8f24ad00f2e469af73c363ac7e9fb999a9072ed",
        "did:key:zQ3shtxV1FrJfhqE1dvxYRcCknWNjHc3c5X1y3ZSoPDi2aur2",
    );
    check(
        KeyKind::Secp256k1,
        "6b0b91287ae3348f8c2f2552d766f30e3604867e34adc37ccbb74a8e6b893e02",
        "did:key:zQ3shZc2QzApp2oymGvQbzP8eKheVshBHbU4ZYjeXqwSKEn6N",
    );
}

#[test]
fn a_did_prints_in_its_one_form() {
    let check = |text: &str, expected: &str| {
        let did: Did = text.parse().unwrap();
        assert_eq!(did.to_string(), expected);
        assert_eq!(expected.parse(), Ok(did));
    };
    let key = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    check(key, key);
    let account = "did:pkh:eip155:1:0xB9C5714089478a327F09197987f16f9E5d936E8a";
    check(account, account);
    // As the method's own text has it.
    check("did:pkh:eip155:1:0xb9c5714089478a327f09197987f16f9e5d936e8a", account);
    let celo = "did:pkh:eip155:42220:0xa0ae58Da58Dfa46Fa55C3B86545E7065f90FF011";
    check("did:pkh:eip155:42220:0xa0ae58da58dfa46fa55c3b86545e7065f90ff011", celo);
}

#[test]
fn other_texts_are_refused_by_name() {
    let check = |text: &str, expected: DidError| {
        assert_eq!(text.parse::<Did>(), Err(expected), "{text}");
    };
    let none = |text: &str| check(text, DidError::NotADid(text.to_owned()));
    none("");
    none("did:");
    none("did:key");
    none("did:key:");
    none("did::z6Mk");
    none("did:WEB:example.com");
    none("DID:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    none("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#key");
    none("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK/path");
    none("https://example.com");
    check("did:web:museum.example", DidError::Method("web".to_owned()));
    check("did:ion:EiClkZMDxPKqC9c", DidError::Method("ion".to_owned()));
    check("did:key:mO2o", DidError::Base);
    check("did:key:z0OIl", DidError::Base);
    check("did:key:zTjsVPtY", DidError::BadKey);
    check("did:key:z2", DidError::KeyKind("something else"));
    check(
        "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F",
        DidError::KeyKind("an X25519 key, which cannot sign"),
    );
    check(
        "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
        DidError::KeyKind("a P-256 key"),
    );
    check("did:pkh:tezos:NetXdQprcVkpaWU:tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb", DidError::Chain);
    check("did:pkh:eip155", DidError::Chain);
    let wrong = "did:pkh:eip155:1:0xB9C5714089478a327F09197987f16f9E5d936E8A";
    assert!(matches!(wrong.parse::<Did>(), Err(DidError::Account(_))));
    assert!(matches!("did:pkh:eip155:1:0x12".parse::<Did>(), Err(DidError::Account(_))));
}

/// A `did:key` of whatever bytes these are.
fn did_of(bytes: &[u8]) -> Result<Did, DidError> {
    format!("did:key:z{}", bs58::encode(bytes).into_string()).parse()
}

#[test]
fn codes_are_read_in_their_shortest_form_and_keys_to_their_last_byte() {
    let key = match issuers()[0].1.method() {
        did::Method::Ed25519(key) => *key,
        _ => unreachable!("the first issuer has an Ed25519 key"),
    };
    let check = |prefix: &[u8], key: &[u8], expected: Option<DidError>| {
        assert_eq!(did_of(&[prefix, key].concat()).err(), expected, "{prefix:x?}");
    };
    check(&[0xED, 0x01], &key, None);
    check(&[0xED, 0x81, 0x00], &key, Some(DidError::KeyKind("something else")));
    check(&[0x00, 0xED, 0x01], &key, Some(DidError::KeyKind("something else")));
    check(&[0xED, 0x01], &key[..31], Some(DidError::BadKey));
    check(&[0xED, 0x01], &[&key[..], &[0]].concat(), Some(DidError::BadKey));
    check(&[0xE7, 0x01], &key, Some(DidError::BadKey));
}

#[test]
fn keys_are_points_of_their_curve_in_one_form() {
    // The numbers from p on that still fit into 255 bits stand for those from 0 on.
    for small in 0..19 {
        let mut beyond = [0xFF; 32];
        (beyond[0], beyond[31]) = (0xED + small, 0x7F);
        assert_eq!(Did::of_ed25519(beyond), Err(DidError::BadKey), "p + {small}");
    }
    for order in [0, 1] {
        let mut weak = [0; 32];
        weak[0] = order;
        assert_eq!(Did::of_ed25519(weak), Err(DidError::WeakKey));
    }
    let check = |first: u8, rest: u8| {
        let mut key = [rest; 33];
        key[0] = first;
        assert_eq!(Did::of_secp256k1(key), Err(DidError::BadKey), "{first:x} {rest:x}");
    };
    check(2, 0xFF);
    check(2, 0);
    check(0, 0);
    check(5, 1);
    check(4, 1);
}

#[test]
fn a_key_id_is_the_issuers_own() {
    let [(_, ed25519), (_, secp256k1), (_, account)] = issuers();
    let check = |issuer: &Did, kid: &str, expected: bool| {
        assert_eq!(issuer.is_key_id(kid), expected, "{kid}");
    };
    for issuer in [&ed25519, &secp256k1, &account] {
        check(issuer, &issuer.to_string(), true);
        check(issuer, &issuer.key_id(), true);
        check(issuer, &format!("{issuer}#other"), false);
        check(issuer, &format!("{issuer}#"), false);
        check(issuer, &format!("{}#x", issuer.key_id()), false);
        check(issuer, "", false);
        check(issuer, "#", false);
    }
    check(&ed25519, &secp256k1.key_id(), false);
    check(&account, &account.to_string().to_lowercase(), true);
}
