//! The words on the walls themselves: the title wall, the texts of the sections, the
//! directory. Sizes are in millimetres of the wall.

use crate::exhibition::{Language, Lock};
use crate::gallery::lettering::{Block, Face, Ink, Paragraph, Style};
use crate::hang::{Plan, WallTextKind};
use crate::messages::Messages;

const INK: Ink = [26, 25, 24, 245];
const SOFT: Ink = [26, 25, 24, 190];
const HAIR: Ink = [26, 25, 24, 110];

/// Sizes of a title to try, the largest first.
const TITLE_SIZES_MM: [f32; 9] = [640.0, 580.0, 520.0, 460.0, 400.0, 340.0, 280.0, 220.0, 160.0];
const SECTION_SIZES_MM: [f32; 6] = [190.0, 165.0, 140.0, 120.0, 100.0, 80.0];

/// What a wall text says, at falling sizes; the first that fits is for the wall.
pub(super) fn wall_text(
    kind: WallTextKind,
    lock: &Lock,
    plan: &Plan,
    messages: &Messages,
    width_mm: i32,
    px_per_mm: f32,
) -> Vec<Block> {
    let width = width_mm as f32;
    match kind {
        WallTextKind::Title => TITLE_SIZES_MM
            .map(|size| title(lock, messages, width, size.min(width * 0.17), px_per_mm))
            .to_vec(),
        WallTextKind::Section(section) => SECTION_SIZES_MM
            .map(|size| section_text(lock, section, messages, size, px_per_mm))
            .to_vec(),
        WallTextKind::Directory => [90.0, 75.0, 60.0, 48.0, 38.0, 30.0]
            .map(|size| directory(lock, plan, messages, width, size, px_per_mm))
            .to_vec(),
    }
}

/// The title as large as the wall allows; below it the subtitle, and beside that the
/// introduction in a column that reads well.
fn title(lock: &Lock, messages: &Messages, width_mm: f32, size: f32, px_per_mm: f32) -> Block {
    let language = messages.language();
    let style = |face, mm: f32, ink| Style::new(face, mm * px_per_mm, ink);
    // Chinese characters fill their square: the same size looks larger.
    let (size, tracking) = match language {
        Language::English => (size, -0.012),
        Language::Chinese => (size * 1.05, 0.06),
    };
    let body = (size * 0.085).clamp(34.0, 50.0);
    let mut block = Block::new(language);
    block.push(
        Paragraph::new(style(Face::Display, size, INK).tracked(tracking), lock.title.get(language))
            .leading(1.0)
            .balanced(),
    );
    let inset = width_mm * 0.46;
    let curator = match lock.curator.get(language) {
        "" => String::new(),
        name => messages.format("curated-by", &[("name", name)]),
    };
    let subtitle_style = style(Face::SerifItalic, body * 1.75, INK);
    let subtitle = lock.subtitle.get(language);
    let intro = lock.text.get(language);
    if intro.is_empty() {
        block.push(Paragraph::new(subtitle_style, subtitle).above(size * 0.25 * px_per_mm));
        block.push(
            Paragraph::new(style(Face::Sans, body * 0.8, SOFT), curator).above(body * px_per_mm),
        );
        return block;
    }
    let mut beside = Paragraph::new(style(Face::Serif, body, INK), intro)
        .leading(1.46)
        .above(size * 0.30 * px_per_mm)
        .beside(subtitle_style, subtitle, inset * px_per_mm);
    if !curator.is_empty() {
        let small = style(Face::Sans, body * 0.8, SOFT);
        beside = beside.beside(small, format!("\n{curator}"), inset * px_per_mm);
    }
    block.push(beside);
    block
}

fn section_text(
    lock: &Lock,
    section: usize,
    messages: &Messages,
    size: f32,
    px_per_mm: f32,
) -> Block {
    let language = messages.language();
    let mut block = Block::new(language);
    let Some(section) = lock.sections.get(section) else {
        return block;
    };
    let style = |face, mm: f32, ink| Style::new(face, mm * px_per_mm, ink);
    let tracking = if language == Language::Chinese { 0.05 } else { -0.008 };
    block.push(
        Paragraph::new(
            style(Face::Display, size, INK).tracked(tracking),
            section.title.get(language),
        )
        .leading(1.05)
        .balanced(),
    );
    let body = (size * 0.2).clamp(21.0, 34.0);
    block.push(
        Paragraph::new(style(Face::Serif, body, INK), section.text.get(language))
            .leading(1.48)
            .above(size * 0.28 * px_per_mm),
    );
    block
}

/// Every section with its rooms, in the order in which they are walked.
fn directory(
    lock: &Lock,
    plan: &Plan,
    messages: &Messages,
    width_mm: f32,
    size: f32,
    px_per_mm: f32,
) -> Block {
    let language = messages.language();
    let style = |face, mm: f32, ink| Style::new(face, mm * px_per_mm, ink);
    let mut block = Block::new(language);
    block.push(Paragraph::new(style(Face::Display, size * 1.6, INK), messages.get("directory")));
    for (index, section) in lock.sections.iter().enumerate() {
        let rooms: Vec<u32> = plan
            .rooms
            .iter()
            .filter(|room| room.section == Some(index))
            .map(|room| room.id.0 + 1)
            .collect();
        let works = lock.works.iter().filter(|work| work.section == index).count();
        let Some((first, last)) = rooms.first().zip(rooms.last()) else {
            continue;
        };
        let numbers = if first == last { first.to_string() } else { format!("{first}–{last}") };
        let count = messages.format("section-works", &[("count", &works.to_string())]);
        block.push(
            Paragraph::new(style(Face::Serif, size, INK), section.title.get(language))
                .and(style(Face::Sans, size * 0.55, SOFT), format!("   {count}"))
                .beside(style(Face::Sans, size * 0.8, INK), numbers, width_mm * 0.16 * px_per_mm)
                .above(size * 0.35 * px_per_mm)
                .rule(HAIR),
        );
    }
    block
}
