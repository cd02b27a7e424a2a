//! Limits on records, on status lists and on DIDs, each met from both sides.

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::jws::Jws;
use super::records::changed;
use super::statuses;
use super::*;
use crate::limits::{
    DID_BYTES_MAX, DID_KEY_LETTERS_MAX, RECORD_BYTES_MAX, RECORD_HEADER_BYTES_MAX,
    RECORD_ID_CHARS_MAX, RECORD_NAME_CHARS_MAX, STATUS_LIST_BYTES_MAX, STATUS_LIST_FREE_BYTES,
    STATUS_LIST_RATIO_MAX, STATUS_LIST_UNPACKED_BYTES_MAX, STATUS_URI_BYTES_MAX,
};

/// The letters that bytes take in base64url.
fn letters(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// Claims that the first issuer signed, as a text that is exactly so long: what nobody reads
/// fills it up, in the header where no number of bytes in the claims would do.
fn as_long(typ: &str, claims: &Value, length: usize) -> String {
    let (secret, _) = issuers()[0].clone();
    let signature = letters(64);
    let bare = |claims: &Value| claims.to_string().len();
    let mut claims = claims.clone();
    claims["fill"] = json!("");
    let mut texts = (0..4).filter_map(|fill| {
        let header = json!({ "alg": "EdDSA", "typ": typ, "fill": "x".repeat(fill) }).to_string();
        let left = length - letters(header.len()) - signature - 2;
        let mut claims = claims.clone();
        claims["fill"] = json!("x".repeat(left * 3 / 4 - bare(&claims)));
        let text = signed(&secret, &header, &claims.to_string());
        (text.len() == length).then_some(text)
    });
    texts.next().expect("one of four headers fits")
}

#[test]
fn a_record_is_so_long_and_no_longer() {
    let (_, issuer) = issuers()[0].clone();
    let check = |length: usize, expected: Option<Refusal>| {
        let text = as_long(RECORD_TYPE, &claims(&issuer), length);
        assert_eq!(verify(text.as_bytes(), None, &token(), now()).err(), expected, "{length}");
    };
    check(RECORD_BYTES_MAX, None);
    check(RECORD_BYTES_MAX + 1, Some(Refusal::Jws(JwsError::TooLarge(RECORD_BYTES_MAX))));
}

#[test]
fn a_status_list_is_so_long_and_no_longer() {
    let (_, issuer) = issuers()[0].clone();
    let list = json!({
        "sub": LIST_URI,
        "iat": NOW - 500,
        "status_list": { "bits": 1, "lst": "eNrbuRgAAhcBXQ" },
    });
    let check = |length: usize, expected: Option<StatusError>| {
        let text = as_long(STATUS_TYPE, &list, length);
        assert_eq!(StatusList::read(text.as_bytes(), &issuer).err(), expected, "{length}");
    };
    check(STATUS_LIST_BYTES_MAX, None);
    let too_large = JwsError::TooLarge(STATUS_LIST_BYTES_MAX);
    check(STATUS_LIST_BYTES_MAX + 1, Some(StatusError::Jws(too_large)));
}

#[test]
fn a_header_is_so_long_and_no_longer() {
    let check = |bytes: usize, expected: Option<JwsError>| {
        let (start, end) = (r#"{"alg":"EdDSA","x":""#, r#""}"#);
        let header = format!("{start}{}{end}", "a".repeat(bytes - start.len() - end.len()));
        let text = format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(header));
        assert_eq!(Jws::read(text.as_bytes(), RECORD_BYTES_MAX).err(), expected, "{bytes}");
    };
    check(RECORD_HEADER_BYTES_MAX, None);
    check(RECORD_HEADER_BYTES_MAX + 1, Some(JwsError::HeaderTooLarge));
}

#[test]
fn a_list_unpacks_within_its_limits() {
    let zlib = |row: &[u8]| compress_to_vec_zlib(row, 9);
    let check = |row: &[u8], expected: Option<StatusError>| {
        let found = statuses::read(8, &URL_SAFE_NO_PAD.encode(zlib(row)));
        assert_eq!(found.err(), expected, "{} bytes", row.len());
    };
    check(&[], None);
    check(&vec![0; STATUS_LIST_FREE_BYTES], None);
    check(&vec![0; STATUS_LIST_FREE_BYTES + 1], Some(StatusError::TooLarge));
    // Bits that hardly pack: only the size counts.
    let mut noise = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 24) as u8
    })
    .take(STATUS_LIST_UNPACKED_BYTES_MAX + 1)
    .collect();
    check(&noise[1..], None);
    check(&noise, Some(StatusError::TooLarge));
    // Zeros behind noise, until the whole is just more than so many times as long as it is
    // packed, and as many as still pass.
    let over = |zeros: usize| {
        let row = [&noise[..20_000], &vec![0; zeros]].concat();
        let packed = zlib(&row).len();
        (row.len() > STATUS_LIST_RATIO_MAX * packed, row)
    };
    let (mut fits, mut breaks) = (0, STATUS_LIST_UNPACKED_BYTES_MAX - 20_000);
    while breaks - fits > 1 {
        let middle = fits.midpoint(breaks);
        *if over(middle).0 { &mut breaks } else { &mut fits } = middle;
    }
    check(&over(fits).1, None);
    check(&over(breaks).1, Some(StatusError::TooLarge));
}

#[test]
fn the_address_of_a_list_is_so_long_and_no_longer() {
    let check = |bytes: usize, fits: bool| {
        let uri = format!("https://a.example/{}", "x".repeat(bytes - 18));
        assert_eq!((uri.len(), StatusRef::new(&uri, 1).is_some()), (bytes, fits));
        let list = StatusList::new(&uri, 1, 8, now());
        assert_eq!(list.err(), (!fits).then_some(StatusError::Uri), "{bytes}");
    };
    check(STATUS_URI_BYTES_MAX, true);
    check(STATUS_URI_BYTES_MAX + 1, false);
}

#[test]
fn names_in_records_are_so_long_and_no_longer() {
    let check = |letters: usize, fits: bool| {
        let name = "画".repeat(letters);
        for (who, enf) in [
            ("owner", json!({ "owner": { "name": name } })),
            ("author", json!({ "author": { "name": name } })),
        ] {
            let refused = changed(|claims| claims["enf"] = enf).err();
            let expected = (!fits).then_some(Refusal::Claims(ClaimsError::Name(who)));
            assert_eq!(refused, expected, "{letters}");
        }
    };
    check(RECORD_NAME_CHARS_MAX, true);
    check(RECORD_NAME_CHARS_MAX + 1, false);
}

#[test]
fn the_id_of_a_record_is_so_long_and_no_longer() {
    let check = |letters: usize, fits: bool| {
        let refused = changed(|claims| claims["jti"] = json!("画".repeat(letters))).err();
        assert_eq!(refused, (!fits).then_some(Refusal::Claims(ClaimsError::Id)), "{letters}");
    };
    check(RECORD_ID_CHARS_MAX, true);
    check(RECORD_ID_CHARS_MAX + 1, false);
}

#[test]
fn dids_and_their_keys_are_so_long_and_no_longer() {
    let check = |text: &str, expected: DidError| {
        assert_eq!(text.parse::<Did>(), Err(expected), "{text}");
    };
    // None that is read is as long: what passes is refused for what it is.
    let web = |bytes: usize| format!("did:web:{}", "a".repeat(bytes - 8));
    check(&web(DID_BYTES_MAX), DidError::Method("web".to_owned()));
    check(&web(DID_BYTES_MAX + 1), DidError::TooLong);
    let key = |letters: usize| format!("did:key:z{}", "2".repeat(letters));
    check(&key(DID_KEY_LETTERS_MAX), DidError::KeyKind("something else"));
    check(&key(DID_KEY_LETTERS_MAX + 1), DidError::KeyKind("a longer key"));
}
