//! What the exhibition that the program carries promises as a whole, held against its lock.

use enfilade::exhibition::{
    Language, Lock, LockedWork, Media, MediaKind, Text, Visual, WorkSize, read_lock,
};

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
