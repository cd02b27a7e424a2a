//! What is asked of image services, and how many canvases and choices there may be.

use std::time::{Duration, Instant};

use super::*;
use crate::limits::{
    CANVASES_MAX, CHOICES_MAX, IMAGE_SIZES_MAX, LINES_MAX, MANIFEST_BYTES_MAX, MANIFEST_VALUES_MAX,
};
use crate::token::MetadataError;

fn manifest(document: &str) -> Manifest {
    match parse_iiif(document.as_bytes()).unwrap() {
        Iiif::Manifest(manifest) => manifest,
        Iiif::Collection(_) => panic!("{document} is a collection"),
    }
}

/// A manifest with one canvas and this body.
fn with_body(body: &str) -> Manifest {
    manifest(&format!(
        r#"{{"type":"Manifest","id":"m","label":{{"en":["M"]}},"items":[{{"type":"Canvas","id":"c",
        "width":4000,"height":3000,"items":[{{"type":"AnnotationPage","items":[{{"type":"Annotation",
        "motivation":"painting","body":{body},"target":"c"}}]}}]}}]}}"#
    ))
}

#[test]
fn a_picture_is_asked_for_within_limits() {
    let check = |service: &str, sides: [u32; 2], side_px_max: u32, expected: &str| {
        let body = format!(
            r#"{{"type":"Image","id":"https://h/plain.jpg","width":{},"height":{},"service":[{service}]}}"#,
            sides[0], sides[1]
        );
        let manifest = with_body(&body);
        let body = &manifest.canvases[0].paintings[0].choices[0];
        assert_eq!(body.request(side_px_max), expected, "{service} {sides:?} {side_px_max}");
    };
    let three = |level: u8| {
        format!(r#"{{"id":"https://s","type":"ImageService3","profile":"level{level}"}}"#)
    };
    check(&three(2), [4000, 3000], 8192, "https://s/full/max/0/default.jpg");
    check(&three(2), [4000, 3000], 4000, "https://s/full/max/0/default.jpg");
    check(&three(2), [4000, 3000], 3999, "https://s/full/3999,2999/0/default.jpg");
    check(&three(1), [3000, 4000], 2000, "https://s/full/1500,2000/0/default.jpg");
    check(&three(2), [0, 0], 2000, "https://s/full/!2000,2000/0/default.jpg");
    check(&three(1), [0, 0], 2000, "https://s/full/max/0/default.jpg");
    check(&three(0), [4000, 3000], 2000, "https://h/plain.jpg");
    let two = r#"{"@id":"https://s/","@type":"ImageService2","profile":"http://iiif.io/api/image/2/level2.json"}"#;
    check(two, [4000, 3000], 8192, "https://s/full/full/0/default.jpg");
    check(two, [4000, 3000], 2000, "https://s/full/2000,/0/default.jpg");
    let one = r#"{"@id":"https://s","@context":"http://library.stanford.edu/iiif/image-api/1.1/context.json","profile":"http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level1"}"#;
    check(one, [4000, 3000], 2000, "https://s/full/2000,/0/native.jpg");
    let gallica = r#"{"@id":"https://s","@context":"http://iiif.io/api/image/1/context.json","profile":"http://iiif.io/api/image/1/level2.json"}"#;
    check(gallica, [4000, 3000], 2000, "https://s/full/2000,/0/native.jpg");
    check(gallica, [0, 0], 2000, "https://s/full/!2000,2000/0/native.jpg");
    let bare = r#"{"@id":"https://s","profile":"http://iiif.io/api/image/1/level1.json"}"#;
    check(bare, [0, 0], 2000, "https://s/full/full/0/native.jpg");
    let sizes = r#"{"id":"https://s","type":"ImageService3","profile":"level0","sizes":[{"width":400,"height":300},{"width":2000,"height":1500},{"width":4000,"height":3000}]}"#;
    check(sizes, [4000, 3000], 2500, "https://s/full/2000,1500/0/default.jpg");
    check(sizes, [4000, 3000], 100, "https://s/full/400,300/0/default.jpg");
    check(sizes, [4000, 3000], 8192, "https://h/plain.jpg");
    let widest = r#"{"id":"https://s","type":"ImageService3","profile":"level2","maxWidth":1000}"#;
    check(widest, [4000, 3000], 8192, "https://s/full/1000,750/0/default.jpg");
    let with = |limits: &str| {
        format!(r#"{{"id":"https://s","type":"ImageService3","profile":"level2",{limits}}}"#)
    };
    let high = with(r#""maxWidth":4000,"maxHeight":1200"#);
    check(&high, [4000, 3000], 8192, "https://s/full/1600,1200/0/default.jpg");
    // The greatest width is the greatest height, too, where that is not said.
    check(&with(r#""maxWidth":1000"#), [3000, 4000], 8192, "https://s/full/750,1000/0/default.jpg");
    let area = with(r#""maxArea":3000000"#);
    check(&area, [4000, 3000], 8192, "https://s/full/2000,1500/0/default.jpg");
    check(&area, [4000, 3000], 1000, "https://s/full/1000,750/0/default.jpg");
    check(&area, [0, 0], 8192, "https://s/full/!1732,1732/0/default.jpg");
    check(&with(r#""maxArea":2"#), [3, 2], 8192, "https://s/full/1,1/0/default.jpg");
    let other = r#"{"id":"https://s","type":"AuthCookieService1"}"#;
    check(other, [4000, 3000], 2000, "https://h/plain.jpg");
}

#[test]
fn what_stands_under_the_images_of_version_2_is_an_image_unless_it_says_otherwise() {
    let check = |resource: &str, expected: BodyKind| {
        let manifest = manifest(&format!(
            r#"{{"@type":"sc:Manifest","sequences":[{{"canvases":[{{"@type":"sc:Canvas",
            "images":[{{"resource":{{"@id":"https://h/a",{resource}}}}}]}}]}}]}}"#
        ));
        let found = manifest.canvases[0].paintings[0].choices[0].kind;
        assert_eq!(found, expected, "{resource}");
    };
    for image in [
        "dctypes:Image",
        "dcTypes:Image",
        "dcterms:Image",
        "dctypes:StillImage",
        "http://purl.org/dc/dcmitype/Image",
        "x:Photograph",
        "",
    ] {
        check(&format!(r#""@type":"{image}""#), BodyKind::Image);
    }
    check(r#""@type":["x:Photograph","dctypes:Image"]"#, BodyKind::Image);
    check(r#""@type":"dctypes:MovingImage""#, BodyKind::Video);
    check(r#""@type":"dcterms:Sound","format":"image/jpeg""#, BodyKind::Sound);
    check(r#""@type":"dctypes:PhysicalObject""#, BodyKind::Model);
    check(r#""@type":["foaf:Document","dctypes:Image"]"#, BodyKind::Image);
    for other in [
        "dctypes:Text",
        "cnt:ContentAsText",
        "cnt:ContentAsXML",
        "dctypes:Dataset",
        "sc:Canvas",
        "foaf:Document",
        "dcterms:BibliographicResource",
        "SpecificResource",
    ] {
        check(&format!(r#""@type":"{other}""#), BodyKind::Other);
    }
    // A type that nobody knows leaves it to a service of images, then to the format.
    let service =
        r#""service":{"@context":"http://iiif.io/api/image/2/context.json","@id":"https://s"}"#;
    check(&format!(r#""@type":"x:Scan","format":"text/html",{service}"#), BodyKind::Image);
    check(r#""@type":"x:Scan","format":"Video/mp4""#, BodyKind::Video);
    check(r#""format":"audio/mpeg""#, BodyKind::Sound);
    check(r#""@type":"x:Scan","format":"text/html""#, BodyKind::Other);
    check(r#""@type":"x:Scan","format":"application/pdf""#, BodyKind::Other);
    check(r#""format":"Application/XML; charset=utf-8""#, BodyKind::Other);
    check(r#""@type":"x:Scan","format":"application/octet-stream""#, BodyKind::Image);
    check(r#""format":"application/octet-stream; x=y""#, BodyKind::Image);
}

#[test]
fn a_label_in_very_many_languages_is_read_in_time() {
    const LANGUAGES: usize = 100_000;
    let words = (0..LANGUAGES).map(|n| format!(r#""en-{n}":"Rain {n}""#));
    let words = words.collect::<Vec<_>>().join(",");
    let started = Instant::now();
    let manifest = manifest(&format!(
        r#"{{"@type":"sc:Manifest","label":{{{words}}},
        "sequences":[{{"canvases":[{{"@type":"sc:Canvas"}}]}}]}}"#
    ));
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(manifest.about.label.unwrap().plain(), "Rain 0");
}

#[test]
fn addresses_on_labels_are_spelled_by_a_parser() {
    let check = |address: &str, expected: Option<&str>| {
        let rights = serde_json::Value::from(address);
        let of = manifest(&format!(
            r#"{{"type":"Manifest","id":"m","label":{{"en":["M"]}},"rights":{rights},
            "homepage":[{{"id":{rights},"type":"Text"}}],"items":[{{"type":"Canvas","id":"c"}}]}}"#
        ));
        let first = of.about.due.rights.first().cloned();
        assert_eq!(first.as_deref(), expected, "{address}");
        let https = expected.filter(|address| address.starts_with("https:"));
        assert_eq!(of.about.homepage.as_deref(), https, "{address}");
        let work = of.work(0, 100).unwrap();
        assert_eq!((work.rights.uri, work.external_url), (first, of.about.homepage));
    };
    check("http://rights.example/1.0/", Some("http://rights.example/1.0/"));
    check("https://h.example/\u{202e}gpj", Some("https://h.example/%E2%80%AEgpj"));
    check("\u{202e}gpj", None);
    check("javascript:alert(1)", None);
}

#[test]
fn terms_in_words_are_kept_and_addresses_that_nobody_may_follow_are_not() {
    let check = |rights: &str, terms: Option<&str>, uri: Option<&str>| {
        let document = format!(
            r#"{{"type":"Manifest","rights":{rights},"items":[{{"type":"Canvas","id":"c"}}]}}"#
        );
        let found = manifest(&document).work(0, 100).unwrap().rights;
        let words = found.terms.as_ref().map(|words| words.plain());
        assert_eq!((words, found.uri.as_deref()), (terms, uri), "{rights}");
    };
    let reserved = Some("All rights reserved");
    let uri = "https://h.example/l";
    check(r#""All rights reserved""#, reserved, None);
    check(r#"{"en":["All rights reserved"]}"#, reserved, None);
    check(r#"["https://h.example/l","All rights reserved"]"#, reserved, Some(uri));
    check(r#"["CC BY","All rights reserved","CC BY"]"#, Some("CC BY · All rights reserved"), None);
    check(r#""Copyright: House of Light""#, Some("Copyright: House of Light"), None);
    check(r#""<a href='https://h.example/l'>CC BY</a>""#, Some("CC BY"), None);
    check(r#"{"id":"https://h.example/l","type":"Text"}"#, None, Some(uri));
    for nothing in [
        r#""javascript:alert(1)""#,
        r#""https://museum.example@h.example/ all""#,
        r#""ipfs://c/licence""#,
        r#"{"id":"ipfs://c/licence","type":"Text"}"#,
        r#"{"type":"Text"}"#,
        r#""""#,
        "7",
        "null",
    ] {
        check(nothing, None, None);
    }
}

#[test]
fn a_manifest_is_so_long_and_no_longer() {
    let start = r#"{"type":"Manifest","items":[{"type":"Canvas"}],"x":["#;
    let bytes = |bytes: u64| {
        let document = format!("{start}]}}");
        let blanks = usize::try_from(bytes).unwrap() - document.len();
        parse_iiif(format!("{document}{}", " ".repeat(blanks)).as_bytes()).map(|_| ())
    };
    assert_eq!(bytes(MANIFEST_BYTES_MAX), Ok(()));
    let bytes_max = MANIFEST_BYTES_MAX;
    assert_eq!(bytes(bytes_max + 1), Err(MetadataError::TooLarge { bytes_max }));
    // The object, its type, its items and what is in them, and a list.
    let values = |values: usize| {
        let zeros = vec!["0"; values - 6].join(",");
        parse_iiif(format!("{start}{zeros}]}}").as_bytes()).map(|_| ())
    };
    let values_max = MANIFEST_VALUES_MAX;
    assert_eq!(values(values_max), Ok(()));
    assert_eq!(values(values_max + 1), Err(MetadataError::TooManyValues { values_max }));
}

#[test]
fn what_must_be_shown_is_taken_from_every_level_once() {
    let due = |name: &str| {
        format!(
            r#""requiredStatement":{{"label":{{"en":["By"]}},"value":{{"en":["{name}"]}}}},
            "rights":"https://h.example/{name}","provider":[{{"label":{{"en":["{name}"]}}}}]"#
        )
    };
    let (a, b, c, d, e) = (due("a"), due("b"), due("c"), due("d"), due("e"));
    let manifest = manifest(&format!(
        r#"{{"type":"Manifest",{a},"items":[{{"type":"Canvas","id":"c",{b},
        "items":[{{"type":"AnnotationPage",{a},"items":[{{"type":"Annotation",{c},
        "motivation":"painting","target":"c","body":{{"type":"Choice",{d},
        "items":[{{"type":"Image","id":"1",{e}}},{{"type":"Image","id":"2",{a}}}]}}}}]}}]}}]}}"#
    ));
    let work = manifest.work(0, 100).unwrap();
    let said = work.rights.statement.unwrap();
    assert_eq!(said.plain(), "By: e · By: d · By: c · By: a · By: b");
    assert_eq!(work.rights.uri.as_deref(), Some("https://h.example/e"));
    let further = ["d", "c", "a", "b"].map(|name| format!("https://h.example/{name}"));
    assert_eq!(work.rights.further, further);
    let providers: Vec<&str> = work.credits.iter().map(|credit| credit.name.plain()).collect();
    assert_eq!(providers, ["e", "d", "c", "a", "b"]);
}

#[test]
fn a_part_of_a_picture_is_asked_for_where_somebody_gives_it() {
    let check = |service: &str, sides: u32, selector: &str, expected: &str, given: bool| {
        let body = format!(
            r#"{{"type":"SpecificResource","selector":{{"type":"ImageApiSelector",{selector}}},
            "source":{{"type":"Image","id":"https://h/plain.jpg","width":{sides},"height":{sides}{service}}}}}"#
        );
        let manifest = with_body(&body);
        let body = &manifest.canvases[0].paintings[0].choices[0];
        let found = (body.request(1_000), body.part_unasked().is_none());
        assert_eq!(found, (expected.to_owned(), given), "{service} {selector}");
    };
    let at = |level: u8, version: u8| {
        format!(
            r#","service":[{{"id":"https://s","type":"ImageService{version}","profile":"level{level}"}}]"#
        )
    };
    let region = r#""region":"100,200,2000,500""#;
    check(&at(2, 3), 4_000, region, "https://s/100,200,2000,500/1000,250/0/default.jpg", true);
    check(&at(1, 2), 4_000, region, "https://s/100,200,2000,500/1000,/0/default.jpg", true);
    check(&at(1, 3), 0, region, "https://s/100,200,2000,500/1000,250/0/default.jpg", true);
    let percent = r#""region":"pct:0,50,10,10""#;
    check(&at(1, 3), 4_000, percent, "https://s/0,2000,400,400/max/0/default.jpg", true);
    check(&at(2, 3), 0, percent, "https://s/pct:0,50,10,10/!1000,1000/0/default.jpg", true);
    check(&at(1, 3), 0, percent, "https://s/full/max/0/default.jpg", false);
    let square = r#""region":"square","rotation":"90""#;
    check(&at(2, 3), 900, square, "https://s/0,0,900,900/max/90/default.jpg", true);
    check(&at(1, 3), 900, square, "https://s/0,0,900,900/max/0/default.jpg", false);
    // Who gives what lies ready gives the whole.
    check(&at(0, 3), 4_000, region, "https://h/plain.jpg", false);
    check("", 4_000, region, "https://h/plain.jpg", false);
    check("", 4_000, r#""region":"full""#, "https://h/plain.jpg", true);
    check(&at(2, 3), 900, r#""region":"ring""#, "https://s/full/max/0/default.jpg", false);
    // What lies outside of the picture is none of it.
    check(&at(2, 3), 900, r#""region":"900,0,1,1""#, "https://s/full/max/0/default.jpg", false);
}

#[test]
fn a_choice_offers_so_many_bodies_and_no_more() {
    let check = |bodies: usize, expected: usize| {
        let body = r#"{"type":"Image","id":"https://h/a.jpg"}"#;
        let list = vec![body; bodies].join(",");
        let manifest = with_body(&format!(r#"{{"type":"Choice","items":[{list}]}}"#));
        assert_eq!(manifest.canvases[0].paintings[0].choices.len(), expected);
    };
    check(CHOICES_MAX, CHOICES_MAX);
    check(CHOICES_MAX + 1, CHOICES_MAX);
}

#[test]
fn a_resource_has_so_many_lines_and_no_more() {
    let check = |lines: usize, expected: usize| {
        let line = r#"{"label":{"en":["L"]},"value":{"en":["v"]}}"#;
        let list = vec![line; lines].join(",");
        let canvas = r#"{"type":"Canvas","id":"c"}"#;
        let document = format!(r#"{{"type":"Manifest","metadata":[{list}],"items":[{canvas}]}}"#);
        assert_eq!(manifest(&document).about.metadata.len(), expected);
    };
    check(LINES_MAX, LINES_MAX);
    check(LINES_MAX + 1, LINES_MAX);
}

#[test]
fn a_service_has_so_many_sizes_and_no_more() {
    let check = |sizes: usize, expected: &str| {
        // Only the last of them is small enough.
        let size = |n: usize| if n + 1 < sizes { 4_000 } else { 100 };
        let list: Vec<String> =
            (0..sizes).map(|n| format!(r#"{{"width":{0},"height":{0}}}"#, size(n))).collect();
        let service = format!(
            r#"{{"id":"https://s","type":"ImageService3","profile":"level0","sizes":[{}]}}"#,
            list.join(",")
        );
        let manifest = with_body(&format!(
            r#"{{"type":"Image","id":"https://h/a.jpg","width":9000,"height":9000,"service":[{service}]}}"#
        ));
        let asked = manifest.canvases[0].paintings[0].choices[0].request(2_000);
        assert_eq!(asked, expected, "{sizes}");
    };
    check(IMAGE_SIZES_MAX, "https://s/full/100,100/0/default.jpg");
    check(IMAGE_SIZES_MAX + 1, "https://s/full/4000,4000/0/default.jpg");
}

#[test]
fn a_manifest_has_so_many_canvases_and_no_more() {
    let check = |canvases: usize, expected: (usize, usize)| {
        let list = vec![r#"{"type":"Canvas","id":"c"}"#; canvases].join(",");
        let manifest = manifest(&format!(r#"{{"type":"Manifest","items":[{list}]}}"#));
        assert_eq!((manifest.canvases.len(), manifest.notes.len()), expected);
    };
    check(CANVASES_MAX, (CANVASES_MAX, 0));
    check(CANVASES_MAX + 1, (CANVASES_MAX, 1));
}

#[test]
fn what_is_no_manifest_is_refused() {
    let check = |document: &str, expected: &str| {
        assert_eq!(parse_iiif(document.as_bytes()).unwrap_err().key(), expected, "{document}");
    };
    check(r#"{"type":"Manifest","items":[]}"#, "damaged-iiif");
    check(r#"{"type":"Canvas"}"#, "not-iiif");
    check(r#"{"name":"x"}"#, "not-iiif");
    check("<html>", MetadataError::WebPage.key());
}

#[test]
fn a_page_outside_of_its_manifest_is_read() {
    let check = |document: &str, expected: Option<&[&str]>| {
        let found = parse_annotation_page(document.as_bytes()).ok();
        let uris: Option<Vec<String>> = found.map(|paintings| {
            paintings.into_iter().map(|painting| painting.choices[0].uri.clone()).collect()
        });
        let uris = uris.as_ref().map(|uris| uris.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(uris.as_deref(), expected, "{document}");
    };
    let note =
        r#"{"type":"Annotation","motivation":"commenting","body":{"type":"Image","id":"b"}}"#;
    let painting =
        r#"{"type":"Annotation","motivation":"painting","body":{"type":"Image","id":"a"}}"#;
    let page = format!(r#"{{"type":"AnnotationPage","items":[{note},{painting}]}}"#);
    check(&page, Some(&["a"]));
    check(r#"{"type":"AnnotationPage"}"#, Some(&[]));
    check(r#"{"type":"Canvas"}"#, None);
    check("<html>", None);
}
