//! The words on the walls themselves: the title wall, the texts of the sections, the
//! directory. Sizes are in millimetres of the wall.

use crate::exhibition::{Language, Lock};
use crate::gallery::lettering::{Block, Face, Ink, Paragraph, Style};
use crate::hang::{Plan, WallText, WallTextKind};
use crate::messages::Messages;

/// What a wall text is made from.
pub(super) struct Setting<'a> {
    pub lock: &'a Lock,
    pub plan: &'a Plan,
    pub messages: &'a Messages,
    pub inks: Inks,
    pub px_per_mm: f32,
}

/// The letters' colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inks {
    ink: Ink,
    soft: Ink,
    hair: Ink,
}

impl Inks {
    /// For white walls.
    pub const DARK: Self =
        Self { ink: [26, 25, 24, 245], soft: [26, 25, 24, 190], hair: [26, 25, 24, 110] };
    /// For the wall in the colour of the house.
    pub const PALE: Self =
        Self { ink: [250, 246, 236, 250], soft: [250, 246, 236, 205], hair: [250, 246, 236, 120] };
}

/// Sizes of a title to try, the largest first.
const TITLE_SIZES_MM: [f32; 12] =
    [960.0, 880.0, 800.0, 720.0, 640.0, 560.0, 480.0, 400.0, 340.0, 280.0, 220.0, 160.0];
const SECTION_SIZES_MM: [f32; 6] = [190.0, 165.0, 140.0, 120.0, 100.0, 80.0];
const DIRECTORY_SIZES_MM: [f32; 6] = [90.0, 75.0, 60.0, 48.0, 38.0, 30.0];

/// What a wall text says, at falling sizes; the first that fits is for the wall.
pub(super) fn wall_text(text: &WallText, set: &Setting<'_>) -> Vec<Block> {
    let width_mm = text.width_mm as f32;
    match text.kind {
        WallTextKind::Title => {
            TITLE_SIZES_MM.map(|size| title(set, width_mm, size.min(width_mm * 0.17))).to_vec()
        }
        WallTextKind::Section(section) => {
            SECTION_SIZES_MM.map(|size| section_text(set, section, size)).to_vec()
        }
        WallTextKind::Directory => {
            DIRECTORY_SIZES_MM.map(|size| directory(set, width_mm, size)).to_vec()
        }
    }
}

impl Setting<'_> {
    fn language(&self) -> Language {
        self.messages.language()
    }

    fn px(&self, mm: f32) -> f32 {
        mm * self.px_per_mm
    }

    fn style(&self, face: Face, mm: f32, ink: Ink) -> Style {
        Style::new(face, self.px(mm), ink)
    }
}

/// The title as large as the wall allows; below it the subtitle, and beside that the
/// introduction in a column that reads well.
fn title(set: &Setting<'_>, width_mm: f32, size: f32) -> Block {
    let (lock, language, Inks { ink, soft, .. }) = (set.lock, set.language(), set.inks);
    // Chinese characters fill their square: the same size looks larger.
    let (size, tracking) = match language {
        Language::English => (size, -0.012),
        Language::Chinese => (size * 1.05, 0.06),
    };
    let body = (size * 0.115).clamp(34.0, 100.0);
    let mut block = Block::new(language);
    block.push(
        Paragraph::new(
            set.style(Face::Display, size, ink).tracked(tracking),
            lock.title.get(language),
        )
        .leading(1.0)
        .balanced(),
    );
    let inset = set.px(width_mm * 0.40);
    let curator = match lock.curator.get(language) {
        "" => String::new(),
        name => set.messages.format("curated-by", &[("name", name)]),
    };
    let subtitle_style = set.style(Face::SerifItalic, body * 1.6, ink);
    let small = set.style(Face::Sans, body * 0.72, soft);
    let subtitle = lock.subtitle.get(language);
    let intro = lock.text.get(language);
    if intro.is_empty() {
        block.push(Paragraph::new(subtitle_style, subtitle).above(set.px(size * 0.25)));
        block.push(Paragraph::new(small, curator).above(set.px(body)));
        return block;
    }
    let mut beside = Paragraph::new(set.style(Face::Serif, body, ink), intro)
        .leading(1.42)
        .above(set.px(size * 0.30))
        .beside(subtitle_style, subtitle, inset);
    if !curator.is_empty() {
        beside = beside.beside(small, format!("\n{curator}"), inset);
    }
    block.push(beside);
    block
}

fn section_text(set: &Setting<'_>, section: usize, size: f32) -> Block {
    let language = set.language();
    let mut block = Block::new(language);
    let Some(section) = set.lock.sections.get(section) else {
        return block;
    };
    let tracking = if language == Language::Chinese { 0.05 } else { -0.008 };
    block.push(
        Paragraph::new(
            set.style(Face::Display, size, set.inks.ink).tracked(tracking),
            section.title.get(language),
        )
        .leading(1.05)
        .balanced(),
    );
    let body = (size * 0.2).clamp(21.0, 34.0);
    block.push(
        Paragraph::new(set.style(Face::Serif, body, set.inks.ink), section.text.get(language))
            .leading(1.48)
            .above(set.px(size * 0.28)),
    );
    block
}

/// Every section with its rooms, in the order in which they are walked.
fn directory(set: &Setting<'_>, width_mm: f32, size: f32) -> Block {
    let (language, Inks { ink, soft, hair }) = (set.language(), set.inks);
    let mut block = Block::new(language);
    block.push(Paragraph::new(
        set.style(Face::Display, size * 1.6, ink),
        set.messages.get("directory"),
    ));
    for (index, section) in set.lock.sections.iter().enumerate() {
        let rooms: Vec<u32> = set
            .plan
            .rooms
            .iter()
            .filter(|room| room.section == Some(index))
            .map(|room| room.id.0 + 1)
            .collect();
        let works = set.lock.works.iter().filter(|work| work.section == index).count();
        let Some((first, last)) = rooms.first().zip(rooms.last()) else {
            continue;
        };
        let numbers = if first == last { first.to_string() } else { format!("{first}–{last}") };
        let count = set.messages.format("section-works", &[("count", &works.to_string())]);
        block.push(
            Paragraph::new(set.style(Face::Serif, size, ink), section.title.get(language))
                .and(set.style(Face::Sans, size * 0.55, soft), format!("   {count}"))
                .beside(set.style(Face::Sans, size * 0.8, ink), numbers, set.px(width_mm * 0.16))
                .above(set.px(size * 0.35))
                .rule(hair),
        );
    }
    block
}
