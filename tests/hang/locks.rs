//! Locks of seeded shows, for what needs titles and texts.

use enfilade::exhibition::{
    FrameMake, Lock, LockedWork, Media, ProblemKind, Section, SizeSource, Text, WorkId, WorkSize,
};
use enfilade::hang::Form;
use enfilade::ownership::Timestamp;

use super::shows::{Show, show};

/// The lock of a seeded show, with hostile characters in one title.
pub fn lock(seeded: &Show) -> Lock {
    let input = show(seeded);
    let names = ["Currents", "Thresholds", "Weather", "Ground", "Drift", "Tessellae", "Echo"];
    let zh = ["潮流", "门槛", "天气", "大地", "漂移", "镶嵌", "回声"];
    let sections = (0..seeded.sections)
        .map(|index| Section {
            id: format!("s{index}"),
            title: Text::Both { en: names[index % 7].into(), zh: zh[index % 7].into() },
            text: Text::default(),
        })
        .collect();
    let makes = [FrameMake::Black, FrameMake::Oak, FrameMake::White, FrameMake::Brass];
    let works = input.pieces.iter().enumerate().map(|(index, piece)| {
        let title =
            if index == 0 { "</text> & “<b>”".into() } else { format!("Study {index}") };
        let (width, height, depth) = match piece.form {
            Form::Flat { outer_width_mm: w, outer_height_mm: h, .. } => (w, h, 0),
            Form::Solid { width_mm: w, height_mm: h, depth_mm: d } => (w, h, d),
        };
        let mm = |side: i32| u32::try_from(side).expect("a small number");
        LockedWork {
            id: format!("study-{index}").parse::<WorkId>().expect("a small number"),
            section: piece.section,
            arrival: piece.arrival,
            token: None,
            title: Text::one(title),
            artist: Text::one("Enfilade Atelier"),
            year: "2026".into(),
            medium: Text::default(),
            description: Text::default(),
            collection: Text::default(),
            traits: Vec::new(),
            notes: Vec::new(),
            links: Vec::new(),
            size: WorkSize {
                width_mm: mm(width),
                height_mm: mm(height),
                depth_mm: mm(depth),
                source: SizeSource::Curator,
            },
            frame: makes[index % 4],
            hero: piece.hero,
            metadata: None,
            media: Media::Missing(ProblemKind::NotFound.into()),
            ownership: Vec::new(),
            royalty: None,
            binding: None,
            naming: None,
            called: None,
            authorship: Vec::new(),
            signed: Vec::new(),
            rights: Vec::new(),
            provenance: None,
            proof: None,
            credits: Default::default(),
        }
    });
    Lock {
        version: 1,
        resolved: Timestamp::from_unix(0),
        title: Text::Both { en: "Rooms in Line".into(), zh: "相连的房间".into() },
        subtitle: Text::default(),
        curator: Text::default(),
        text: Text::default(),
        stale_after_days: 365,
        live: Default::default(),
        live_agree: Default::default(),
        works: works.collect(),
        sections,
    }
}
