//! The shipped faces have a glyph for everything that is read in the built-in exhibition,
//! so that it looks the same where the system has no font for it.

use std::collections::BTreeSet;

use swash::FontRef;

use crate::platform::faces;

/// What the interface says, and what the built-in exhibition says.
const TEXTS: [&str; 3] = [
    include_str!("../../../assets/messages/en.ftl"),
    include_str!("../../../assets/messages/zh-CN.ftl"),
    include_str!("../../../assets/exhibition/exhibition.lock"),
];

#[test]
fn every_character_has_a_glyph_in_each_style() {
    let serif = |face| ("serif", face, faces::SERIF_CHINESE);
    let sans = |face| ("sans", face, faces::SANS_CHINESE);
    let styles = [
        serif(faces::SERIF_DISPLAY),
        serif(faces::SERIF),
        serif(faces::SERIF_ITALIC),
        serif(faces::SERIF_SEMIBOLD),
        sans(faces::SANS),
        sans(faces::SANS_SEMIBOLD),
        sans(faces::MONO),
    ];
    let read: BTreeSet<char> =
        TEXTS.iter().flat_map(|text| text.chars()).filter(|c| !c.is_control()).collect();
    assert!(read.contains(&'a') && read.contains(&'图'));
    for (index, (name, latin, chinese)) in styles.into_iter().enumerate() {
        let [latin, chinese] = [latin, chinese].map(|bytes| {
            FontRef::from_index(bytes, 0).expect("a shipped face is a font").charmap()
        });
        let missing: String =
            read.iter().filter(|c| latin.map(**c) == 0 && chinese.map(**c) == 0).collect();
        assert_eq!(missing, "", "style {index}, {name}; run scripts/fonts");
    }
}
