//! Every byte of a record and of a list counts: whichever is changed, cut out or put in,
//! nothing passes.

use super::*;

/// What may become of one byte: each of its bits turned, and letters that base64 has.
fn others(byte: u8) -> impl Iterator<Item = u8> {
    let bits = (0..8).map(move |bit| byte ^ (1 << bit));
    bits.chain(*b"A_.9 ").filter(move |other| *other != byte)
}

/// Every text that differs from this one at one place.
fn harmed(text: &str) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let bytes = text.as_bytes();
    let changed = (0..bytes.len()).flat_map(move |place| {
        others(bytes[place]).map(move |other| {
            let mut copy = bytes.to_vec();
            copy[place] = other;
            (place, copy)
        })
    });
    let cut = (0..bytes.len()).map(move |place| {
        let mut copy = bytes.to_vec();
        copy.remove(place);
        (place, copy)
    });
    let put = (0..=bytes.len()).map(move |place| {
        let mut copy = bytes.to_vec();
        copy.insert(place, b'A');
        (place, copy)
    });
    let ended = (0..bytes.len()).map(move |end| (end, bytes[..end].to_vec()));
    changed.chain(cut).chain(put).chain(ended)
}

#[test]
fn no_record_passes_that_differs_by_a_byte() {
    for (secret, issuer) in issuers() {
        let text = record(&secret, &claims(&issuer));
        assert!(verify(text.as_bytes(), None, &token(), now()).is_ok());
        for (place, bytes) in harmed(&text) {
            let found = verify(&bytes, None, &token(), now());
            assert!(found.is_err(), "{issuer}, byte {place}: {found:?}");
        }
    }
}

#[test]
fn no_list_passes_that_differs_by_a_byte() {
    for (secret, issuer) in issuers() {
        let text = list().sign(&secret, &issuer).unwrap();
        assert!(StatusList::read(text.as_bytes(), &issuer).is_ok());
        for (place, bytes) in harmed(&text) {
            let found = StatusList::read(&bytes, &issuer);
            assert!(found.is_err(), "{issuer}, byte {place}: {found:?}");
        }
        // A list that is refused makes its record refused, and never valid.
        let signed = record(&secret, &claims(&issuer));
        let (place, bytes) = harmed(&text).last().unwrap();
        let found = verify(signed.as_bytes(), Some(&bytes), &token(), now());
        assert!(matches!(found, Err(Refusal::Status(_))), "{issuer}, byte {place}: {found:?}");
    }
}

#[test]
fn parts_of_two_records_make_no_third() {
    let (secret, issuer) = issuers()[0].clone();
    let one = record(&secret, &claims(&issuer));
    let mut other = claims(&issuer);
    other["enf"]["editions"] = json!("4");
    let two = record(&secret, &other);
    let (one, two): (Vec<_>, Vec<_>) = (one.split('.').collect(), two.split('.').collect());
    let check = |parts: [&str; 3], fits: bool| {
        let found = verify(parts.join(".").as_bytes(), None, &token(), now());
        assert_eq!(found.is_ok(), fits, "{found:?}");
    };
    check([one[0], one[1], one[2]], true);
    check([two[0], two[1], two[2]], true);
    check([one[0], two[1], one[2]], false);
    check([one[0], one[1], two[2]], false);
    check([one[1], one[0], one[2]], false);
    check([one[0], one[1], ""], false);
}
