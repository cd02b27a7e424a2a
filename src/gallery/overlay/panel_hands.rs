//! How a work came to its owner, in its panel: a bar of custodies to scale, and every
//! change of hands in words.

use super::panel_words::Setting;
use super::plan_drawing::{fill, stamp};
use super::plate::{INK, PAPER, SOFT, style};
use super::surface::Surface;
use crate::exhibition::{Language, LockedWork};
use crate::gallery::crew::Texels;
use crate::gallery::labels;
use crate::gallery::lettering::{
    Block, Face, Ink, Lettered, Paragraph, Style, flat_texture, letter,
};
use crate::gallery::show::Show;
use crate::messages::Messages;
use crate::ownership::{Addresses, Level, Provenance, Stands, Timeline};
use crate::token::ChainId;

/// The words of the panel, over and under the bar.
pub(super) struct Hands {
    pub head: Block,
    pub rows: Block,
}

const BAR: [u8; 3] = [216, 205, 180];
const OTHER_BAR: [u8; 3] = [185, 169, 135];
/// The owner's own time.
const OWNER: [u8; 3] = [138, 90, 20];
const TICK: [u8; 3] = [28, 27, 25];
const AXIS: [u8; 3] = [201, 195, 182];
const ON_OWNER: Ink = [250, 248, 244, 255];
/// Of hands that do not lead to the owner.
const ASTRAY: Ink = [150, 84, 36, 255];

/// In logical pixels: the picture's height, its bar, and the axis below.
const HEIGHT: f32 = 62.0;
const BAR_TOP: f32 = 10.0;
const BAR_HEIGHT: f32 = 22.0;
const AXIS_TOP: f32 = 38.0;
const TYPE: f32 = 11.5;

/// The picture's size in a panel of a width, in logical pixels.
pub(super) fn size(width: f32) -> (f32, f32) {
    (width, HEIGHT)
}

/// What the panel shows of a work's provenance; nothing where none is known.
pub(super) fn hands(work: &LockedWork, messages: &Messages, surface: &Surface) -> Option<Hands> {
    let (provenance, _) = timeline(work)?;
    let token = work.token.as_ref()?;
    let set = Setting { surface, inset: 0.0 };
    let mut head = Block::new(messages.language());
    head.push(set.heading(messages.get("provenance")));
    let evidence = &provenance.evidence;
    // Receipts are not run in the rooms: what is called proven has proofs that are stored.
    let stands = if !evidence.is_coherent() {
        Stands::Refused
    } else if evidence.level() >= Level::Proven {
        Stands::Stored
    } else {
        Stands::AsSaid
    };
    let mut seen = labels::evidence_style(stands.level(evidence), 14.0 * surface.scale);
    let mut level = match stands {
        Stands::Stored => labels::dated(messages, evidence, &messages.get("provenance-stored")),
        _ => labels::short(messages, evidence, stands),
    };
    if !provenance.ends_at_owner {
        // It must not look as strong as steps that lead to the owner.
        level = messages.format("provenance-broken", &[("level", &level)]);
        seen = style(surface, Face::Sans, 14.0, ASTRAY);
    }
    head.push(Paragraph::new(seen, level).above(set.px(3.0)));
    let rows = rows(provenance, &token.chain, messages, &set);
    Some(Hands { head, rows })
}

/// The bar of custodies of a show's work, to be shown flat; nothing where none are known.
/// `scale` is how many pixels a logical one has.
pub(in crate::gallery) fn draw_hands(
    show: &Show,
    work: usize,
    size_px: [u32; 2],
    language: Language,
    scale: f32,
) -> Option<Texels> {
    let (provenance, timeline) = timeline(show.lock.works.get(work)?)?;
    Some(flat_texture(draw(&timeline, provenance.ends_at_owner, language, size_px, scale)))
}

fn timeline(work: &LockedWork) -> Option<(&Provenance, Timeline)> {
    let provenance = work.provenance.as_ref()?;
    Some((provenance, Timeline::of(provenance)?))
}

fn rows(provenance: &Provenance, chain: &ChainId, messages: &Messages, set: &Setting<'_>) -> Block {
    let say = |key: &str, values: &[(&str, &str)]| messages.format(key, values);
    let mut block = Block::new(messages.language());
    let plain = |size, ink| style(set.surface, Face::Sans, size, ink);
    for (place, row) in provenance.rows(chain, Addresses::Short, &say).into_iter().enumerate() {
        let mark = row.mark();
        let parts = [row.price, row.held];
        let more: String = parts.into_iter().flatten().map(|part| format!(" · {part}")).collect();
        let words = format!("{mark} {}{more}", row.what).trim_start().to_owned();
        let line = Paragraph::new(plain(13.5, INK), words).leading(1.4).beside(
            plain(13.0, SOFT),
            row.date,
            set.px(84.0),
        );
        block.push(line.above(set.px(if place == 0 { 4.0 } else { 3.0 })));
    }
    let mut remarks = provenance.remarks(&say);
    remarks.push(provenance.sentence(&say));
    for remark in remarks {
        block.push(Paragraph::new(plain(13.0, SOFT), remark).leading(1.42).above(set.px(6.0)));
    }
    block
}

fn draw(
    timeline: &Timeline,
    ends_at_owner: bool,
    language: Language,
    [width, height]: [u32; 2],
    scale: f32,
) -> Lettered {
    let mut sheet = Lettered::empty(width, height).on_paper(PAPER, [0; 4]);
    let x = |at: f32| at * (width as f32 - 2.0 * scale) + scale;
    let px = |length: f32| length * scale;
    let (top, bottom) = (px(BAR_TOP), px(BAR_TOP + BAR_HEIGHT));
    let middle = (top + bottom) / 2.0;
    fill(&mut sheet, [x(0.0), middle - px(0.5), x(1.0), middle + px(0.5)], AXIS);
    let write = |sheet: &mut Lettered, words: &str, ink: Ink, [left, top]: [f32; 2]| {
        let mut block = Block::new(language);
        block.push(Paragraph::new(Style::new(Face::Sans, TYPE * scale, ink), words));
        let lettered = letter(&block, (advance(words) * scale * 1.2).ceil() as u32);
        stamp(sheet, &lettered, left.max(0.0) as u32, top.max(0.0) as u32);
    };
    let count = timeline.custodies.len();
    for (turn, (custody, [from, to])) in timeline.custodies.iter().enumerate() {
        let owner = turn + 1 == count && custody.until.is_none() && ends_at_owner;
        let bar = if turn % 2 == 0 { BAR } else { OTHER_BAR };
        // Also what was held for a moment is seen.
        let right = x(*to).max(x(*from) + px(1.5));
        fill(&mut sheet, [x(*from), top, right, bottom], if owner { OWNER } else { bar });
        let name = Addresses::Short.write(custody.holder);
        if px(advance(&name) + 12.0) < right - x(*from) {
            let ink = if owner { ON_OWNER } else { INK };
            write(&mut sheet, &name, ink, [x(*from) + px(6.0), top + px(3.0)]);
        }
    }
    for at in &timeline.steps {
        let place = x(*at);
        let tick = [place - px(0.75), top - px(4.0), place + px(0.75), bottom + px(4.0)];
        fill(&mut sheet, tick, TICK);
    }
    let axis = px(AXIS_TOP);
    fill(&mut sheet, [x(0.0), axis, x(1.0), axis + px(1.0)], AXIS);
    let mut free_from = 0.0;
    for mark in &timeline.marks {
        let place = x(mark.at);
        fill(&mut sheet, [place - px(0.5), axis - px(3.0), place + px(0.5), axis + px(4.0)], AXIS);
        let wide = px(advance(&mark.words));
        let left = (place - wide / 2.0).clamp(0.0, (width as f32 - wide).max(0.0));
        if left >= free_from {
            write(&mut sheet, &mark.words, SOFT, [left, axis + px(5.0)]);
            free_from = left + wide + px(8.0);
        }
    }
    if timeline.marks.is_empty() {
        let first = timeline.first.date();
        write(&mut sheet, &first, SOFT, [0.0, axis + px(5.0)]);
    }
    sheet
}

/// About how wide a line runs, in logical pixels.
fn advance(words: &str) -> f32 {
    words.chars().count() as f32 * TYPE * 0.54
}

#[cfg(test)]
mod tests {
    use bevy::prelude::Vec2;

    use super::*;
    use crate::exhibition::read_lock;
    use crate::ownership::Evidence;

    /// A work that was minted in 2021 and proven to be so; whose it is now is another's say.
    fn minted(ends_at_owner: bool) -> LockedWork {
        let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
        let mut work = read_lock(lock).unwrap().works.swap_remove(0);
        let token = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        work.token = Some(token.parse().unwrap());
        let hash = format!("0x{}", "07".repeat(32));
        let block = |time: &str| serde_json::json!({ "number": 5, "hash": hash, "time": time });
        let provenance = serde_json::json!({
            "steps": [{
                "to": format!("0x{}", "01".repeat(20)),
                "block": block("2021-03-01T00:00:00Z"),
                "transaction": hash,
                "log_index": 3,
                "receipt": { "blob": hash, "transaction": 0, "log": 0 },
            }],
            "whole": true,
            "ends_at_owner": ends_at_owner,
            "evidence": {
                "level": "proven",
                "endpoints": ["node.example"],
                "asked": 1,
                "block": block("2026-01-01T00:00:00Z"),
            },
        });
        work.provenance = Some(serde_json::from_value(provenance).unwrap());
        work
    }

    #[test]
    fn hands_that_do_not_lead_to_the_owner_do_not_look_whole() {
        let size = Vec2::new(1_280.0, 720.0);
        let surface = Surface { size, scale: 1.0, touch: false, in_page: false };
        let messages = Messages::new(Language::English);
        let said = |ends_at_owner: bool| {
            let hands = hands(&minted(ends_at_owner), &messages, &surface).unwrap();
            (format!("{:?}", hands.head), format!("{:?}", hands.rows))
        };
        let (head, rows) = said(true);
        let stored = "Proofs stored, which “enfilade check” runs, 2026-01-01";
        assert!(head.contains(stored) && !head.contains("by itself"), "{head}");
        // What is only stored has not the mark of what was run here.
        assert!(rows.contains("§ Minted to") && !rows.contains('◆'), "{rows}");
        assert!(rows.contains("§ A receipt of the step’s own block is stored"), "{rows}");
        assert!(rows.contains("held 4.8 years") && !rows.contains("do not lead"), "{rows}");
        let (head, rows) = said(false);
        assert!(head.contains(&format!("each step by itself: {stored}")), "{head}");
        assert!(!head.contains("Proven,"), "{head}");
        assert!(rows.contains("do not lead to the owner who is named here"), "{rows}");
        assert!(!rows.contains("held"), "{rows}");
    }

    #[test]
    fn hands_of_which_one_endpoint_told_do_not_look_agreed() {
        let size = Vec2::new(1_280.0, 720.0);
        let surface = Surface { size, scale: 1.0, touch: false, in_page: false };
        let mut work = minted(true);
        let provenance = work.provenance.as_mut().unwrap();
        let block = provenance.evidence.block().unwrap().clone();
        let endpoints = vec!["node.example".to_owned()];
        provenance.evidence = Evidence::Agreed { endpoints, asked: 1, block };
        let hands = hands(&work, &Messages::new(Language::English), &surface).unwrap();
        let (head, rows) = (format!("{:?}", hands.head), format!("{:?}", hands.rows));
        let refused = "Names other endpoints than its level needs: no more than claimed";
        assert!(head.contains(refused) && !head.contains("Agreed"), "{head}");
        assert!(rows.contains("names others than that needs: too few"), "{rows}");
        assert!(!rows.contains("told the same"), "{rows}");
    }
}
