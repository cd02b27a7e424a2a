//! What the exhibition that the program carries promises as a whole, held against its lock.

use std::collections::BTreeSet;
use std::path::Path;

use enfilade::exhibition::{
    BlobHash, Language, Lock, LockedWork, Media, MediaKind, Text, Visual, WorkSize, read_lock,
};
use enfilade::ownership::{Level, OwnershipRecord};
use enfilade::token::{AccountId, parse_metadata};
use serde_json::Value;

fn built_in() -> Lock {
    let lock = include_bytes!("../assets/exhibition/exhibition.lock");
    read_lock(lock).expect("the built-in lock is one of this version")
}

/// What is seen of a work.
fn shown(work: &LockedWork) -> &Visual {
    match &work.media {
        Media::Shown(visual) => visual,
        Media::Missing(problem) => panic!("{} is missing: {problem:?}", work.id),
    }
}

#[test]
fn thirty_works_and_more_hang_in_three_sections() {
    let lock = built_in();
    assert!(lock.works.len() >= 30, "{} works", lock.works.len());
    assert_eq!(lock.sections.len(), 3);
    for section in 0..lock.sections.len() {
        let works = lock.works.iter().filter(|work| work.section == section).count();
        assert!(works > 4, "{works} works hang in section {section}");
    }
}

#[test]
fn every_text_stands_in_both_languages() {
    let lock = built_in();
    let show = [("title", &lock.title), ("subtitle", &lock.subtitle), ("text", &lock.text)]
        .map(|(what, text)| (format!("the show’s {what}"), text));
    let sections = lock.sections.iter().flat_map(|section| {
        [("title", &section.title), ("text", &section.text)]
            .map(|(what, text)| (format!("{}’s {what}", section.id), text))
    });
    let works = lock.works.iter().flat_map(|work| {
        [("title", &work.title), ("medium", &work.medium), ("description", &work.description)]
            .map(|(what, text)| (format!("{}’s {what}", work.id), text))
    });
    for (what, text) in show.into_iter().chain(sections).chain(works) {
        // An angle is a title that is read alike everywhere.
        if !text.get(Language::English).contains(char::is_alphabetic) {
            continue;
        }
        let Text::Both { .. } = text else { panic!("{what} stands in one language: {text:?}") };
        let chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        let [en, zh] = [Language::English, Language::Chinese].map(|read| text.get(read));
        assert!(en.contains(|c: char| c.is_ascii_alphabetic()) && !en.contains(chinese), "{what}");
        assert!(zh.contains(chinese), "{what}: {zh}");
    }
}

#[test]
fn sizes_run_from_200_mm_to_4_m_and_shapes_from_1_to_4_to_4_to_1() {
    let lock = built_in();
    let sides = |size: WorkSize| [size.width_mm, size.height_mm];
    let all = || lock.works.iter().flat_map(|work| sides(work.size));
    assert_eq!((all().min(), all().max()), (Some(200), Some(4_000)));
    // How many times as wide as high, in hundredths.
    let shapes = || lock.works.iter().map(|work| work.size.width_mm * 100 / work.size.height_mm);
    assert_eq!((shapes().min(), shapes().max()), (Some(25), Some(400)));
    for work in lock.works.iter().filter(|work| work.size.depth_mm == 0) {
        let [width, height] = sides(work.size).map(f64::from);
        let visual = shown(work);
        let drawn = f64::from(visual.width_px) / f64::from(visual.height_px);
        let off = (drawn / (width / height) - 1.0).abs();
        assert!(off < 0.002, "{} is drawn in another shape than it hangs in", work.id);
    }
}

#[test]
fn animations_two_sculptures_and_a_drawing_within_its_document_are_among_them() {
    let lock = built_in();
    let of = |kind: MediaKind| lock.works.iter().filter(|work| shown(work).kind == kind).count();
    assert!(of(MediaKind::Animation) >= 1);
    assert_eq!(of(MediaKind::Sculpture), 2);
    let within = |work: &&LockedWork| {
        let visual = shown(work);
        visual.mime == "image/svg+xml" && visual.original.uri.starts_with("data:image/svg+xml")
    };
    assert!(lock.works.iter().filter(within).count() >= 1, "no SVG is a data URI");
    for work in &lock.works {
        let visual = shown(work);
        let sculpture = visual.kind == MediaKind::Sculpture;
        assert_eq!(sculpture, work.size.depth_mm > 0, "{}", work.id);
        assert_eq!(visual.kind == MediaKind::Animation, visual.frames > 1, "{}", work.id);
    }
}

/// The fields of a token's document in ERC-721 and ERC-1155, and those that OpenSea added.
const OF_STANDARDS: [&str; 12] = [
    "name",
    "description",
    "image",
    "decimals",
    "properties",
    "localization",
    "image_data",
    "external_url",
    "attributes",
    "background_color",
    "animation_url",
    "youtube_url",
];

/// Fields that none of these has: their schemas leave room for more, and many documents say
/// so what a label wants to know.
const BESIDE: [&str; 6] = ["artist", "collection", "year", "medium", "license", "dimensions"];

/// A file beside the works, which the exhibition was resolved from.
fn beside_the_works(name: &str) -> Vec<u8> {
    let path = Path::new("assets/exhibition/works").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn metadata_has_the_form_of_erc_721_and_erc_1155_with_fields_of_opensea() {
    let lock = built_in();
    for work in &lock.works {
        let (id, bytes) = (&work.id, beside_the_works(&format!("{}.json", work.id)));
        let resolved = work.metadata.as_ref().map(|document| document.hash);
        assert_eq!(resolved, Some(BlobHash::of(&bytes)), "{id} is resolved from another document");
        let document: Value = serde_json::from_slice(&bytes).expect("a document is JSON");
        let fields = document.as_object().expect("a document is an object");
        for field in fields.keys().map(String::as_str) {
            assert!(OF_STANDARDS.contains(&field) || BESIDE.contains(&field), "{id}: “{field}”");
        }
        for field in ["name", "description", "image"] {
            let text = document[field].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{id} has no {field}");
        }
        let sculpture = shown(work).kind == MediaKind::Sculpture;
        assert_eq!(document["animation_url"].is_string(), sculpture, "{id}");
        let attributes = document["attributes"].as_array().expect("attributes are a list");
        for attribute in attributes {
            let keys: BTreeSet<_> =
                attribute.as_object().into_iter().flat_map(|it| it.keys()).collect();
            assert!(keys.into_iter().eq(["trait_type", "value"]), "{id}: {attribute}");
            let (name, value) = (&attribute["trait_type"], &attribute["value"]);
            assert!(
                name.is_string() && (value.is_string() || value.is_number()),
                "{id}: {attribute}"
            );
        }
        // This program's own reader repairs nothing in it and sets nothing aside.
        let read = parse_metadata(&bytes, work.token.as_ref()).expect("a document is read");
        assert_eq!(read.notes, [], "{id}");
        assert_eq!(read.traits.len(), attributes.len(), "{id}");
        assert_eq!(read.traits, work.traits, "{id}");
        let said = [&read.artist, &read.collection, &read.medium, &read.rights.terms];
        assert!(said.iter().all(|words| words.is_some()) && read.year.is_some(), "{id}: {read:?}");
        assert_eq!(read.size_mm, Some((work.size.width_mm, work.size.height_mm)), "{id}");
    }
}

#[test]
fn ownership_records_claim_accounts_and_editions_as_caip_10_has_them() {
    let lock = built_in();
    for work in &lock.works {
        let (id, bytes) = (&work.id, beside_the_works(&format!("{}.owner.json", work.id)));
        let written: Value = serde_json::from_slice(&bytes).expect("records are JSON");
        let records: Vec<OwnershipRecord> =
            serde_json::from_slice(&bytes).expect("records are read");
        assert!(!records.is_empty(), "nobody owns {id}");
        assert_eq!(records, work.ownership, "{id} is resolved from other records");
        for (place, record) in records.iter().enumerate() {
            let owner = written[place]["owner"].as_str().expect("an owner is a text");
            let account: AccountId = owner.parse().expect("an owner is an account");
            assert_eq!(account.to_string(), owner, "{id}");
            assert_eq!(record.owner.account(), Some(&account), "{id}");
            // A file can do no more.
            assert_eq!(record.evidence.level(), Level::Claimed, "{id}");
            assert_eq!(record.editions.is_some(), records.len() > 1, "{id}");
        }
    }
    // No file lies there that belongs to no work.
    let files = std::fs::read_dir("assets/exhibition/works").expect("the folder of works");
    let documents = files.filter(|file| {
        let path = file.as_ref().expect("a file of it").path();
        path.extension().is_some_and(|extension| extension == "json")
    });
    assert_eq!(documents.count(), 2 * lock.works.len());
}
