//! Rules of parsing that the vectors under `tests/fixtures/conformance` do not hold.

use super::*;

fn parse(document: &str) -> TokenMetadata {
    parse_filled_in(document.as_bytes(), None).unwrap()
}

#[test]
fn the_id_is_filled_in_for_erc_1155_alone() {
    let check = |namespace: &str, expected: &str| {
        let contract = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        let token = format!("eip155:1/{namespace}:{contract}/314592").parse().unwrap();
        let parsed = parse_metadata(br#"{"name":"{id}"}"#, Some(&token)).unwrap();
        assert_eq!(parsed.name.unwrap().plain(), expected);
    };
    check("erc1155", "000000000000000000000000000000000000000000000000000000000004cce0");
    check("erc721", "{id}");
}

#[test]
fn sides_are_ordered_by_the_picture_where_they_have_its_proportions() {
    let parsed = parse(r#"{"name":"x","dimensions":"50 x 70 cm"}"#);
    let check = |picture: (u32, u32), expected| {
        assert_eq!(parsed.size_for(picture.0, picture.1), expected, "{picture:?}");
    };
    check((1000, 1400), Some((500, 700)));
    check((1400, 1000), Some((700, 500)));
    check((1000, 1390), Some((500, 700)));
    check((1000, 1000), None);
    check((1000, 2000), None);
    check((0, 0), None);
    let given = parse(r#"{"name":"x","dimensions":{"width":50,"height":70,"unit":"cm"}}"#);
    assert_eq!(given.size_for(1, 1), Some((500, 700)));
}

#[test]
fn addresses_on_labels_are_spelled_by_a_parser() {
    let read = |key: &str, address: &str| {
        parse(&serde_json::json!({"name": "x", key: address}).to_string())
    };
    let check = |address: &str, expected: Option<&str>| {
        assert_eq!(read("rightsUri", address).rights.uri.as_deref(), expected, "{address}");
        let https = expected.filter(|address| address.starts_with("https:"));
        assert_eq!(read("external_url", address).external_url.as_deref(), https, "{address}");
        assert_eq!(read("youtube_url", address).video_page.as_deref(), https, "{address}");
    };
    check("https://h.example/a", Some("https://h.example/a"));
    check("http://rights.example/1.0/", Some("http://rights.example/1.0/"));
    check("https://h.example/\u{202e}gpj", Some("https://h.example/%E2%80%AEgpj"));
    check("\u{202e}https://h.example/", None);
    check("all rights reserved", None);
    check("ipfs://c/terms", None);
    let film = read("animation_url", "https://youtu.be/\u{202e}abc");
    assert_eq!(film.video_page.as_deref(), Some("https://youtu.be/%E2%80%AEabc"));
}

#[test]
fn stills_stand_behind_the_first_each_once() {
    let check = |fields: &str, expected: (&str, &[&str], Option<&str>)| {
        let parsed = parse(&format!(r#"{{"name":"x",{fields}}}"#));
        let further: Vec<&str> = parsed.further_images.iter().map(String::as_str).collect();
        let image = parsed.image.as_deref().unwrap_or_default();
        let found = (image, further.as_slice(), parsed.thumbnail.as_deref());
        assert_eq!(found, expected, "{fields}");
        for uri in further.iter().chain(&parsed.thumbnail.as_deref()) {
            assert!(parsed.file(uri).is_some(), "{uri}");
        }
        assert!(parsed.notes.is_empty(), "{fields}: {:?}", parsed.notes);
    };
    check(r#""image":"a""#, ("a", &[], None));
    check(r#""image":"a","image_data":"<svg/>""#, ("a", &["<svg/>"], None));
    check(r#""image_url":"b","image":"a","cover":"a""#, ("a", &["b"], None));
    check(r#""image":"a","image_url":"b","cover":"b","picture":"c""#, ("a", &["b", "c"], None));
    check(r#""displayUri":"a","thumbnailUri":"t""#, ("a", &[], Some("t")));
    check(r#""displayUri":"a","thumbnailUri":"a""#, ("a", &[], None));
    check(r#""image":"a","image_preview_url":"t","preview":"t""#, ("a", &["t"], None));
    check(r#""thumbnailUri":"t""#, ("t", &[], None));
    check(r#""artifactUri":"w","thumbnailUri":"t""#, ("t", &[], None));
    check(
        r#""artifactUri":"w","displayUri":"a","image_url":"w","thumbnailUri":"w""#,
        ("w", &["a"], None),
    );
    let picture = r#""artifactUri":"w","mimeType":"image/png","thumbnailUri":"t""#;
    check(picture, ("w", &[], Some("t")));
    let files = r#""image":"a","properties":{"files":[{"uri":"f","type":"image/png"}]}"#;
    check(files, ("a", &["f"], None));
    // What stands behind a good first is not held against the document.
    check(r#""image":"a","image_url":7,"image_data":"none","picture":"c""#, ("a", &["c"], None));
}

#[test]
fn what_comes_in_numbers_has_its_limit() {
    use crate::limits::{FILES_MAX, LOCALES_MAX, NAMES_MAX, NOTES_MAX, TRAITS_MAX};
    let list = |entry: &str, count: usize| {
        let entries: Vec<_> = (0..count).map(|i| entry.replace("{i}", &i.to_string())).collect();
        entries.join(",")
    };
    let check = |count: usize, expected: usize| {
        let entry = r#"{"trait_type":"t{i}","value":1}"#;
        let parsed = parse(&format!(r#"{{"name":"x","attributes":[{}]}}"#, list(entry, count)));
        assert_eq!(parsed.traits.len(), expected);
        assert_eq!(parsed.notes.len(), usize::from(count > expected));
    };
    check(TRAITS_MAX, TRAITS_MAX);
    check(TRAITS_MAX + 1, TRAITS_MAX);
    let names =
        |count| parse(&format!(r#"{{"name":"x","creators":[{}]}}"#, list("\"n{i}\"", count)));
    assert_eq!(names(NAMES_MAX).credits.len(), NAMES_MAX);
    assert_eq!(names(NAMES_MAX + 1).credits.len(), NAMES_MAX);
    let files = |count| {
        let entry = r#"{"uri":"ipfs://c/{i}"}"#;
        let parsed = parse(&format!(r#"{{"name":"x","files":[{}]}}"#, list(entry, count)));
        (parsed.files.len(), parsed.notes.len())
    };
    assert_eq!(files(FILES_MAX), (FILES_MAX, 0));
    assert_eq!(files(FILES_MAX + 1), (FILES_MAX, 1));
    let locales = |count| {
        let list = list("\"l-{i}\"", count);
        let localization = format!(r#"{{"uri":"ipfs://c/{{locale}}","locales":[{list}]}}"#);
        let parsed = parse(&format!(r#"{{"name":"x","localization":{localization}}}"#));
        parsed.localization.unwrap().locales.len()
    };
    assert_eq!(locales(LOCALES_MAX), LOCALES_MAX);
    assert_eq!(locales(LOCALES_MAX + 1), LOCALES_MAX);
    let notes = |count| parse(&format!(r#"{{"name":"x",{}}}"#, list("\"k{i}\":NaN", count))).notes;
    assert_eq!(notes(NOTES_MAX).len(), NOTES_MAX);
    assert_eq!(notes(NOTES_MAX + 1).len(), NOTES_MAX);
}

#[test]
fn texts_and_addresses_lie_so_deep_and_no_deeper() {
    use crate::limits::VALUE_DEPTH_MAX;
    let check = |depth: u8, expected: bool| {
        for (before, after) in [("[", "]"), ("{\"value\":", "}")] {
            let (before, after) = (before.repeat(depth.into()), after.repeat(depth.into()));
            let name = parse(&format!(r#"{{"name":{before}"x"{after},"image":"u"}}"#)).name;
            assert_eq!(name.is_some(), expected, "{before}");
            let image = parse(&format!(r#"{{"name":"x","image":{before}"u"{after}}}"#)).image;
            assert_eq!(image.is_some(), expected, "{before}");
        }
    };
    check(VALUE_DEPTH_MAX, true);
    check(VALUE_DEPTH_MAX + 1, false);
}

#[test]
fn the_kind_of_a_file_is_so_long_and_no_longer() {
    use crate::limits::MIME_BYTES_MAX;
    let check = |bytes: usize, expected: bool| {
        let kind = format!("model/{}", "x".repeat(bytes - "model/".len()));
        let expected = expected.then_some(kind.as_str());
        for document in [
            format!(r#"{{"name":"x","files":[{{"uri":"u","type":"{kind}"}}]}}"#),
            format!(r#"{{"name":"x","image":"u","mimeType":"{kind}"}}"#),
        ] {
            assert_eq!(parse(&document).files[0].mime.as_deref(), expected, "{document}");
        }
    };
    check(MIME_BYTES_MAX, true);
    check(MIME_BYTES_MAX + 1, false);
}

#[test]
fn the_tag_of_a_language_is_so_long_and_no_longer() {
    use crate::limits::{LOCALE_LETTERS_MAX, LOCALE_LETTERS_MIN};
    let check = |letters: usize, expected: bool| {
        let tag = "x".repeat(letters);
        let localization = format!(r#"{{"uri":"ipfs://c/{{locale}}","locales":["{tag}"]}}"#);
        let parsed = parse(&format!(r#"{{"name":"x","localization":{localization}}}"#));
        assert_eq!(parsed.localization.unwrap().locales.len(), usize::from(expected), "{tag}");
    };
    check(LOCALE_LETTERS_MIN - 1, false);
    check(LOCALE_LETTERS_MIN, true);
    check(LOCALE_LETTERS_MAX, true);
    check(LOCALE_LETTERS_MAX + 1, false);
}

#[test]
fn a_document_lies_in_so_many_strings() {
    let within = |strings: usize| {
        (0..strings).fold(r#"{"name":"x"}"#.to_owned(), |document, _| {
            serde_json::to_string(&document).unwrap()
        })
    };
    assert!(parse_filled_in(within(DOCUMENTS_IN_STRINGS_MAX).as_bytes(), None).is_ok());
    assert_eq!(
        parse_filled_in(within(DOCUMENTS_IN_STRINGS_MAX + 1).as_bytes(), None),
        Err(MetadataError::NotAnObject)
    );
}

#[test]
fn hashes_in_metadata_belong_to_their_files() {
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let check = |document: &str, uri: &str| {
        let parsed = parse(&document.replace("HASH", hash));
        assert!(parsed.integrity_of(uri).is_some_and(|hash| hash.holds(b"abc")), "{document}");
    };
    check(r#"{"name":"x","image":"u","image_details":{"sha256":"HASH"}}"#, "u");
    check(r#"{"name":"x","image":"u","image_hash":"0xHASH"}"#, "u");
    check(r#"{"name":"x","artifactUri":"u","formats":[{"uri":"u","hash":"HASH"}]}"#, "u");
    check(
        r#"{"name":"x","image":"s","animation_url":"u","animation_details":{"sha256":"HASH"}}"#,
        "u",
    );
    let parsed = parse(&format!(r#"{{"name":"x","image":"u","iterationHash":"{hash}"}}"#));
    assert_eq!(parsed.integrity_of("u"), None);
}
