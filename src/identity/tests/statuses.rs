//! Status lists: the draft's own vectors, what a list says of a record, and what is no list.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::*;
use crate::limits::CLOCK_SKEW_SECS_MAX;

fn list_claims(bits: u64, lst: &str) -> Value {
    json!({
        "sub": LIST_URI,
        "iat": NOW - 500,
        "exp": NOW + 500,
        "ttl": 43_200,
        "status_list": { "bits": bits, "lst": lst },
    })
}

pub(super) fn read(bits: u64, lst: &str) -> Result<StatusList, StatusError> {
    StatusList::from_claims(list_claims(bits, lst).to_string().as_bytes())
}

fn packed(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(bytes, 9))
}

#[test]
fn vectors_of_the_draft_are_read() {
    let check = |bits: u64, lst: &str, expected: &[u8]| {
        let list = read(bits, lst).unwrap();
        let found: Vec<u8> =
            (0..list.length()).map(|index| list.get(index).unwrap().number()).collect();
        assert_eq!(found, expected);
    };
    check(1, "eNrbuRgAAhcBXQ", &[1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]);
    check(2, "eNo76fITAAPfAgc", &[1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
}

/// Appendix C of the draft: a row of 2^20 records, as its CBOR holds it.
#[test]
fn long_vectors_of_the_draft_are_read() {
    let check = |bits: u64, packed: &str, expected: &[(u64, u8)]| {
        let packed = alloy_primitives::hex::decode(packed).unwrap();
        let list = read(bits, &URL_SAFE_NO_PAD.encode(packed)).unwrap();
        assert_eq!(list.length(), 1 << 20);
        let statuses = (0..list.length()).map(|index| (index, list.get(index).unwrap().number()));
        let found: Vec<(u64, u8)> = statuses.filter(|(_, status)| *status != 0).collect();
        assert_eq!(found, expected);
    };
    check(
        1,
        concat!(
            "78daeddc010dc0200c0041a88249400ad2903e0f4bba00bd93f002beb7a2a2010000a91e09000000",
            "00000000000000000000000080729604000000000000000000000000000000000000000000000000",
            "000000000000000000000000000000005c6f4800000000000000fc2c240000000000000000000000",
            "be1b12000000000000000000ecaa4b000000000000000000000000000000009b0b09000000000000",
            "00000038de9400000000000000002a30cc010000000080642f0bd8011b",
        ),
        &[
            (0, 1),
            (1_993, 1),
            (25_460, 1),
            (159_495, 1),
            (495_669, 1),
            (554_353, 1),
            (645_645, 1),
            (723_232, 1),
            (854_545, 1),
            (934_534, 1),
            (1_000_345, 1),
        ],
    );
    check(
        2,
        concat!(
            "78daeddb310d00211000412ea1a04004fe5520ed357c28c81d3312b6df68bc65480000000000406e",
            "21010000000000000000000000000000000000000000000000000000000000000040795b02000000",
            "00000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000000000000000080f4ba",
            "0400000000000000000000000000406d764a000000000000000000000000000000000000000000e0",
            "922101000000000000000000000000000000000000fc131200000000000000000000000000000000",
            "000000000000000000000000000000c0912e01000000000000000000000000000000000000c07d4b",
            "02000000000000000000000000000000a8614a0000000000000000000000406a1fcd60010c",
        ),
        &[
            (0, 1),
            (1_993, 2),
            (25_460, 1),
            (159_495, 3),
            (495_669, 1),
            (554_353, 1),
            (645_645, 2),
            (723_232, 1),
            (854_545, 1),
            (934_534, 2),
            (1_000_345, 3),
        ],
    );
}

#[test]
fn every_width_keeps_its_statuses() {
    for bits in [1, 2, 4, 8_u8] {
        let mut list = StatusList::new(LIST_URI, bits, 100, now()).unwrap();
        assert!((100..108).contains(&list.length()), "{bits}");
        let most = u8::MAX >> (8 - bits);
        for index in 0..list.length() {
            let status = Status::from_number(index as u8 & most);
            list.set(index, status).unwrap();
            assert_eq!(list.get(index), Ok(status));
        }
        let kept = (0..list.length()).all(|i| list.get(i).unwrap().number() == i as u8 & most);
        assert!(kept, "{bits}");
        let (secret, issuer) = issuers()[0].clone();
        let text = list.sign(&secret, &issuer).unwrap();
        assert_eq!(StatusList::read(text.as_bytes(), &issuer), Ok(list.clone()));
        let length = list.length();
        assert_eq!(list.get(length), Err(StatusError::OutOfRange { index: length, length }));
        if bits < 8 {
            let wide = Status::from_number(most + 1);
            let refused = StatusError::TooWide { status: most + 1, bits };
            assert_eq!(list.set(0, wide), Err(refused));
        }
    }
}

#[test]
fn what_is_no_list_is_refused() {
    let check = |found: Result<StatusList, StatusError>, expected: StatusError| {
        assert_eq!(found, Err(expected));
    };
    for bits in [0, 3, 16, 257, u64::MAX] {
        check(read(bits, "eNrbuRgAAhcBXQ"), StatusError::Bits(bits));
    }
    check(read(1, "eNrbuRgAAhcBXR"), StatusError::Jws(JwsError::Base64("row of bits")));
    check(read(1, ""), StatusError::NotZlib);
    let good = URL_SAFE_NO_PAD.decode("eNrbuRgAAhcBXQ").unwrap();
    let harmed = |bytes: &[u8]| read(1, &URL_SAFE_NO_PAD.encode(bytes));
    check(harmed(&good[..good.len() - 1]), StatusError::NotZlib);
    check(harmed(&[&good[..], &[0]].concat()), StatusError::NotZlib);
    for place in 0..good.len() {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        assert!(harmed(&bytes).is_err(), "byte {place}");
    }
    let set = |key: &str, value: Value| {
        let mut claims = list_claims(1, "eNrbuRgAAhcBXQ");
        claims[key] = value;
        StatusList::from_claims(claims.to_string().as_bytes())
    };
    check(set("sub", json!("status")), StatusError::Uri);
    check(set("ttl", json!(0)), StatusError::Ttl);
    check(set("iat", json!(i64::MIN)), StatusError::Time("iat"));
    check(set("exp", json!(i64::MAX)), StatusError::Time("exp"));
    assert!(matches!(set("ttl", json!(-5)), Err(StatusError::Json(_))));
    assert!(matches!(set("status_list", json!("x")), Err(StatusError::Json(_))));
    check(StatusList::new("ftp://a.example/1", 1, 8, now()), StatusError::Uri);
    check(StatusList::new(LIST_URI, 5, 8, now()), StatusError::Bits(5));
    check(StatusList::new(LIST_URI, 1, u64::MAX, now()), StatusError::TooLarge);
}

/// What a list of these statuses says of the record, at a time.
fn revocation(list: &StatusList, at: i64) -> Result<Revocation, Refusal> {
    let (secret, issuer) = issuers()[0].clone();
    let record = record(&secret, &claims(&issuer));
    let list = list.sign(&secret, &issuer).unwrap();
    let at = Timestamp::from_unix(at);
    verify(record.as_bytes(), Some(list.as_bytes()), &token(), at).map(|found| found.revocation)
}

#[test]
fn a_list_says_whether_a_record_stands() {
    let as_of = Timestamp::from_unix(NOW - 500);
    let until = Timestamp::from_unix(NOW + 500);
    let check = |status: Status, at: i64, expected: Revocation| {
        let mut list = list();
        list.set(17, status).unwrap();
        assert_eq!(revocation(&list, at), Ok(expected), "{status:?}");
    };
    check(Status::Valid, NOW, Revocation::Good { as_of, until: Some(until) });
    check(Status::Invalid, NOW, Revocation::Revoked { as_of });
    check(Status::Suspended, NOW, Revocation::Suspended { as_of });
    check(Status::Other(3), NOW, Revocation::Other { status: 3, as_of });
    // What speaks against a record counts in an old list, too.
    check(Status::Valid, NOW + 500, Revocation::StatusStale { as_of, until });
    check(Status::Invalid, NOW + 500, Revocation::Revoked { as_of });
    check(Status::Suspended, NOW + 500, Revocation::Suspended { as_of });
}

#[test]
fn a_list_grows_old() {
    let check = |expires: Option<i64>, ttl: Option<u32>, at: i64, until: Option<i64>| {
        let mut list = list();
        list.expires = expires.map(Timestamp::from_unix);
        list.ttl_secs = ttl;
        let as_of = list.issued;
        let until = until.map(Timestamp::from_unix);
        let expected = match until.filter(|until| until.unix() <= at) {
            Some(until) => Revocation::StatusStale { as_of, until },
            None => Revocation::Good { as_of, until },
        };
        assert_eq!(revocation(&list, at), Ok(expected), "{expires:?} {ttl:?} {at}");
    };
    check(None, None, NOW + 999, None);
    check(Some(NOW + 1), None, NOW, Some(NOW + 1));
    check(Some(NOW), None, NOW, Some(NOW));
    check(None, Some(501), NOW, Some(NOW + 1));
    check(None, Some(500), NOW, Some(NOW));
    check(None, Some(u32::MAX), NOW, Some(NOW - 500 + i64::from(u32::MAX)));
    // What comes first.
    check(Some(NOW + 1), Some(1), NOW, Some(NOW - 499));
    check(Some(NOW), Some(9_999), NOW, Some(NOW));
}

#[test]
fn a_list_is_the_issuers_own_and_the_one_that_is_named() {
    let (secret, issuer) = issuers()[0].clone();
    let text = record(&secret, &claims(&issuer));
    let check = |list: &str, expected: &str| {
        let refused = verify(text.as_bytes(), Some(list.as_bytes()), &token(), now());
        let says = refused.unwrap_err().to_string();
        assert!(says.starts_with("the record's status list is refused: "), "{says}");
        assert!(says.contains(expected), "“{expected}” is not in: {says}");
    };
    let other = super::secret(KeyKind::Ed25519, 2);
    check(&list().sign(&other, &other.did().unwrap()).unwrap(), "which is not its issuer's");
    let plain = signed(
        &other,
        &json!({ "alg": "EdDSA", "typ": STATUS_TYPE }).to_string(),
        &list_claims(1, "eNrbuRgAAhcBXQ").to_string(),
    );
    check(&plain, "its signature is not");
    check(&text, "and not “statuslist+jwt”");
    let elsewhere = StatusList::new("https://registry.example/status/2", 1, 100, now()).unwrap();
    check(
        &elsewhere.sign(&secret, &issuer).unwrap(),
        "it is the list https://registry.example/status/2",
    );
    let short = StatusList::new(LIST_URI, 1, 16, now()).unwrap();
    check(&short.sign(&secret, &issuer).unwrap(), "17, lies behind its end at 16");
    let future = Timestamp::from_unix(NOW + CLOCK_SKEW_SECS_MAX + 1);
    let future = StatusList::new(LIST_URI, 1, 100, future).unwrap();
    check(&future.sign(&secret, &issuer).unwrap(), "signed in the future");
    let mut named = list_claims(1, "eNrbuRgAAhcBXQ");
    named["iss"] = json!(other.did().unwrap().to_string());
    let header = json!({ "alg": "EdDSA", "typ": STATUS_TYPE }).to_string();
    check(&signed(&secret, &header, &named.to_string()), "another issuer than the record's");
    check("", "no compact JWS");
    // As the draft has it, a list need not repeat its issuer.
    let mut silent = list_claims(1, &packed(&[0; 16]));
    silent["ttl"] = json!(1_000);
    let silent = signed(&secret, &header, &silent.to_string());
    let found = verify(text.as_bytes(), Some(silent.as_bytes()), &token(), now()).unwrap();
    assert!(matches!(found.revocation, Revocation::Good { .. }));
}

#[test]
fn a_record_without_a_list_is_not_asked_about() {
    let (secret, issuer) = issuers()[0].clone();
    let mut claims = claims(&issuer);
    claims.as_object_mut().unwrap().remove("status");
    let text = record(&secret, &claims);
    let found = verify(text.as_bytes(), Some(b"anything"), &token(), now()).unwrap();
    assert_eq!(found.revocation, Revocation::NoList);
}
