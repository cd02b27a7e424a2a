//! The hands that a work went through, as pixels: a bar of custodies to scale, the prices
//! over it and the years under it, with all that the sheet has which is published.

use super::plan_drawing::{fill, stamp};
use super::plate::{INK, PAPER, SOFT};
use crate::exhibition::Language;
use crate::gallery::crew::Texels;
use crate::gallery::lettering::{
    Block, Face, Ink, Lettered, Paragraph, Style, flat_texture, letter,
};
use crate::gallery::show::Show;
use crate::ownership::{Addresses, Provenance, Spread, Timeline};
use crate::token::ChainId;

const BAR: [u8; 3] = [216, 205, 180];
const OTHER_BAR: [u8; 3] = [185, 169, 135];
/// The owner's own time.
const OWNER: [u8; 3] = [138, 90, 20];
const TICK: [u8; 3] = [28, 27, 25];
const AXIS: [u8; 3] = [201, 195, 182];
/// Of time of which nothing is known.
const DASH: [u8; 3] = [119, 114, 106];
const ON_OWNER: Ink = [250, 248, 244, 255];

/// In logical pixels: the picture's height, its prices, its bar, and the axis below.
const HEIGHT: f32 = 76.0;
const PRICE_TOP: f32 = 2.0;
const BAR_TOP: f32 = 24.0;
const BAR_HEIGHT: f32 = 22.0;
const AXIS_TOP: f32 = 52.0;
const TYPE: f32 = 11.5;
/// What the mark of a mint needs at either end.
const MARGIN: f32 = 7.0;

/// The picture's size in a panel of a width, in logical pixels.
pub(super) fn size(width: f32) -> (f32, f32) {
    (width, HEIGHT)
}

/// The hands of a show's work, to be shown flat; nothing where none are known. `scale` is
/// how many pixels a logical one has.
pub(in crate::gallery) fn draw_hands(
    show: &Show,
    work: usize,
    size_px: [u32; 2],
    language: Language,
    scale: f32,
) -> Option<Texels> {
    let work = show.lock.works.get(work)?;
    let chain = &work.token.as_ref()?.chain;
    Some(flat_texture(draw(work.provenance.as_ref()?, chain, language, size_px, scale)?))
}

fn draw(
    provenance: &Provenance,
    chain: &ChainId,
    language: Language,
    [width, height]: [u32; 2],
    scale: f32,
) -> Option<Lettered> {
    let timeline = Timeline::of(provenance)?;
    let mut sheet = Lettered::empty(width, height).on_paper(PAPER, [0; 4]);
    let px = |length: f32| length * scale;
    let x = |at: f32| at * (width as f32 - px(2.0 * MARGIN)) + px(MARGIN);
    let write = |sheet: &mut Lettered, words: &str, ink: Ink, [left, top]: [f32; 2]| {
        let mut block = Block::new(language);
        block.push(Paragraph::new(Style::new(Face::Sans, TYPE * scale, ink), words));
        let lettered = letter(&block, (advance(words) * scale * 1.2).ceil() as u32);
        stamp(sheet, &lettered, left.max(0.0) as u32, top.max(0.0) as u32);
    };
    let (top, bottom) = (px(BAR_TOP), px(BAR_TOP + BAR_HEIGHT));
    let middle = (top + bottom) / 2.0;
    fill(&mut sheet, [x(0.0), middle - px(0.5), x(1.0), middle + px(0.5)], AXIS);
    let count = timeline.custodies.len();
    for (turn, (custody, [from, to])) in timeline.custodies.iter().enumerate() {
        let owner = turn + 1 == count && custody.until.is_none() && provenance.ends_at_owner;
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
    for [from, to] in &timeline.gaps {
        dashes(&mut sheet, [x(*from), x(*to)], middle, scale);
    }
    // Words may stand beyond the axis' ends, where there is paper.
    let page = [0.0, width as f32];
    let mut prices = Spread::along(page, px(10.0));
    for (step, at) in provenance.steps.iter().zip(&timeline.steps) {
        let place = x(*at);
        let tick = [place - px(0.75), top - px(4.0), place + px(0.75), bottom + px(4.0)];
        fill(&mut sheet, tick, TICK);
        let Some(price) = &step.price else { continue };
        let words = price.text(chain);
        if let Some(left) = prices.place(place, px(advance(&words))) {
            write(&mut sheet, &words, INK, [left, px(PRICE_TOP)]);
        }
    }
    // Where it began, if that is known.
    if provenance.whole {
        diamond(&mut sheet, [x(0.0), middle], px(5.0), TICK);
        diamond(&mut sheet, [x(0.0), middle], px(2.9), PAPER);
    }
    let axis = px(AXIS_TOP);
    fill(&mut sheet, [x(0.0), axis, x(1.0), axis + px(1.0)], AXIS);
    let mut marks = Spread::along(page, px(8.0));
    for mark in &timeline.marks {
        let place = x(mark.at);
        fill(&mut sheet, [place - px(0.5), axis - px(3.0), place + px(0.5), axis + px(4.0)], AXIS);
        if let Some(left) = marks.place(place, px(advance(&mark.words))) {
            write(&mut sheet, &mark.words, SOFT, [left, axis + px(5.0)]);
        }
    }
    if timeline.marks.is_empty() {
        let [first, last] = [timeline.first, timeline.last].map(|time| time.date());
        write(&mut sheet, &first, SOFT, [0.0, axis + px(5.0)]);
        if last != first {
            let left = width as f32 - px(advance(&last));
            write(&mut sheet, &last, SOFT, [left, axis + px(5.0)]);
        }
    }
    Some(sheet)
}

/// A broken line: dashes of two logical pixels, and five between them.
fn dashes(sheet: &mut Lettered, [from, to]: [f32; 2], middle: f32, scale: f32) {
    let count = ((to - from) / (7.0 * scale)).ceil().max(0.0) as u32;
    for turn in 0..count {
        let left = from + turn as f32 * 7.0 * scale;
        let right = (left + 2.0 * scale).min(to);
        fill(sheet, [left, middle - scale, right, middle + scale], DASH);
    }
}

/// A square on its corner about a point, from which its corners are `half` away.
fn diamond(sheet: &mut Lettered, [x, y]: [f32; 2], half: f32, colour: [u8; 3]) {
    let rows = ((y - half).max(0.0) as u32)..((y + half).ceil() as u32).min(sheet.height);
    for row in rows {
        let row = row as f32;
        let wide = (half - (row + 0.5 - y).abs()).max(0.0);
        fill(sheet, [x - wide, row, x + wide, row + 1.0], colour);
    }
}

/// About how wide a line runs, in logical pixels.
fn advance(words: &str) -> f32 {
    words.chars().count() as f32 * TYPE * 0.54
}

#[cfg(test)]
#[path = "hands_drawing_tests.rs"]
mod tests;
