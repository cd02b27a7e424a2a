//! The timeline picture of a provenance, as SVG: a bar of custodies to scale, the changes
//! of hands on it, prices above and years below. No styles but attributes, so that a page
//! that forbids inline styles can hold it.

use std::fmt::Write as _;

use super::rows::{Addresses, SayWords};
use super::{Provenance, Spread, Timeline};
use crate::token::ChainId;

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    pub chain: &'a ChainId,
    /// In pixels.
    pub width: u32,
    /// The work's title, for a sheet of its own with every step below; none for the bar
    /// alone.
    pub title: Option<&'a str>,
}

const PAPER: &str = "#fcfbf8";
const INK: &str = "#2a2825";
const PALE_INK: &str = "#77726a";
const HAIR: &str = "#c9c3b6";
/// Custodies in turn; the last of them is the owner's.
const HANDS: [&str; 2] = ["#d8cdb4", "#b9a987"];
const OWNER: &str = "#8a5a14";
const SANS: &str =
    "Enfilade Sans, Source Sans 3, Noto Sans, Noto Sans SC, Helvetica Neue, Arial, sans-serif";

const MARGIN: f32 = 28.0;
/// Where the bar lies, below the prices.
const BAR: [f32; 2] = [24.0, 22.0];
const STRIP_HEIGHT: f32 = 78.0;
const ROW: f32 = 22.0;
const TYPE: f32 = 12.5;

/// Draws a provenance; none where it has no steps.
pub fn draw_provenance(
    provenance: &Provenance,
    sheet: Sheet<'_>,
    say: SayWords<'_>,
) -> Option<String> {
    let timeline = Timeline::of(provenance)?;
    let width = (sheet.width as f32).max(240.0);
    let margin = if sheet.title.is_some() { MARGIN } else { 8.0 };
    let rows = provenance.rows(sheet.chain, Addresses::Short, say);
    let remarks = provenance.remarks(say);
    let mut svg = Svg(String::new());
    let (mut top, mut height) = (0.0, STRIP_HEIGHT);
    if let Some(title) = sheet.title {
        top = margin + 60.0;
        height = top + STRIP_HEIGHT + ROW * (rows.len() + remarks.len() + 1) as f32 + margin;
        svg.rect([0.0, 0.0, width, height], PAPER);
        svg.text(
            [margin, margin + 16.0],
            20.0,
            INK,
            "start",
            &cut(title, width - 2.0 * margin, 20.0),
        );
        let level = provenance.level(say);
        let under = format!("{} · {level} · {}", say("provenance", &[]), sheet.chain);
        svg.text([margin, margin + 38.0], TYPE, PALE_INK, "start", &under);
    }
    strip(&mut svg, provenance, &timeline, sheet.chain, [margin, top, width - 2.0 * margin]);
    if sheet.title.is_some() {
        let mut y = top + STRIP_HEIGHT + ROW;
        for (place, row) in rows.iter().enumerate() {
            svg.text([margin, y], TYPE, PALE_INK, "start", &row.date);
            let parts = [row.price.as_deref(), row.held.as_deref()];
            let more: Vec<&str> = parts.into_iter().flatten().collect();
            let mut what = format!("{} {}", row.mark(), row.what).trim_start().to_owned();
            if !more.is_empty() {
                let _ = write!(what, " · {}", more.join(" · "));
            }
            let room = width - 2.0 * margin - 84.0;
            svg.text([margin + 84.0, y], TYPE, INK, "start", &cut(&what, room, TYPE));
            y += ROW;
            if place == 0 && provenance.left_out > 0 {
                svg.text([margin + 84.0, y], TYPE, PALE_INK, "start", &remarks[0]);
                y += ROW;
            }
        }
        for remark in remarks.iter().skip(usize::from(provenance.left_out > 0)) {
            svg.text([margin + 84.0, y], TYPE, PALE_INK, "start", remark);
            y += ROW;
        }
        let sentence = cut(&provenance.sentence(say), width - 2.0 * margin, 11.0);
        svg.text([margin, y + 4.0], 11.0, PALE_INK, "start", &sentence);
    }
    let [first, last] = [timeline.first, timeline.last].map(|time| time.date());
    let alt = say("provenance-picture", &[("first", &first), ("last", &last)]);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{SANS}\">\n<title>{}</title>\n{}</svg>\n",
        escape(&alt),
        svg.0
    ))
}

/// The bar of custodies, `[left, top, width]`.
fn strip(
    svg: &mut Svg,
    provenance: &Provenance,
    timeline: &Timeline,
    chain: &ChainId,
    [left, top, width]: [f32; 3],
) {
    let x = |at: f32| left + at * width;
    let [bar_top, bar_height] = [top + BAR[0], BAR[1]];
    let bar_bottom = bar_top + bar_height;
    svg.rect([left, bar_top + bar_height / 2.0 - 0.5, width, 1.0], HAIR);
    let count = timeline.custodies.len();
    for (turn, (custody, [from, to])) in timeline.custodies.iter().enumerate() {
        let owner = turn + 1 == count && custody.until.is_none() && provenance.ends_at_owner;
        let fill = if owner { OWNER } else { HANDS[turn % HANDS.len()] };
        // Also what was held for a moment is seen.
        let wide = (x(*to) - x(*from)).max(1.5);
        svg.rect([x(*from), bar_top, wide, bar_height], fill);
        let name = Addresses::Short.write(custody.holder);
        if advance(&name, 11.0) + 12.0 < wide {
            let ink = if owner { PAPER } else { INK };
            svg.text([x(*from) + 6.0, bar_bottom - 7.0], 11.0, ink, "start", &name);
        }
    }
    for [from, to] in &timeline.gaps {
        svg.dashes([x(*from), x(*to)], bar_top + bar_height / 2.0);
    }
    let mut prices = Spread::along([left, left + width], 10.0);
    for (step, at) in provenance.steps.iter().zip(&timeline.steps) {
        let place = x(*at);
        svg.rect([place - 0.75, bar_top - 3.0, 1.5, bar_height + 6.0], INK);
        let Some(price) = &step.price else { continue };
        let words = price.text(chain);
        if let Some(start) = prices.place(place, advance(&words, 11.0)) {
            svg.text([start, bar_top - 8.0], 11.0, INK, "start", &words);
        }
    }
    // A diamond where it began, if that is known.
    if provenance.whole {
        svg.diamond([left, bar_top + bar_height / 2.0], 5.0);
    }
    svg.rect([left, bar_bottom + 8.0, width, 1.0], HAIR);
    let mut words = Spread::along([left, left + width], 8.0);
    for mark in &timeline.marks {
        let place = x(mark.at);
        svg.rect([place - 0.5, bar_bottom + 5.0, 1.0, 7.0], PALE_INK);
        if let Some(start) = words.place(place, advance(&mark.words, 11.0)) {
            svg.text([start, bar_bottom + 26.0], 11.0, PALE_INK, "start", &mark.words);
        }
    }
    if timeline.marks.is_empty() {
        let [first, last] = [timeline.first, timeline.last].map(|time| time.date());
        svg.text([left, bar_bottom + 26.0], 11.0, PALE_INK, "start", &first);
        if last != first {
            svg.text([left + width, bar_bottom + 26.0], 11.0, PALE_INK, "end", &last);
        }
    }
}

struct Svg(String);

impl Svg {
    fn rect(&mut self, [x, y, width, height]: [f32; 4], fill: &str) {
        let _ = writeln!(
            self.0,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
        );
    }

    fn text(&mut self, [x, y]: [f32; 2], size: f32, fill: &str, anchor: &str, words: &str) {
        let _ = writeln!(
            self.0,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{fill}\" text-anchor=\"{anchor}\">{}</text>",
            escape(words)
        );
    }

    fn dashes(&mut self, [from, to]: [f32; 2], y: f32) {
        let _ = writeln!(
            self.0,
            "<line x1=\"{from:.1}\" y1=\"{y:.1}\" x2=\"{to:.1}\" y2=\"{y:.1}\" stroke=\"{PALE_INK}\" stroke-width=\"2\" stroke-dasharray=\"2 5\"/>"
        );
    }

    fn diamond(&mut self, [x, y]: [f32; 2], half: f32) {
        let _ = writeln!(
            self.0,
            "<polygon points=\"{:.1},{y:.1} {x:.1},{:.1} {:.1},{y:.1} {x:.1},{:.1}\" fill=\"{PAPER}\" stroke=\"{INK}\" stroke-width=\"1.5\"/>",
            x - half,
            y - half,
            x + half,
            y + half
        );
    }
}

/// How wide average type runs.
fn advance(words: &str, size: f32) -> f32 {
    words.chars().map(|c| if c as u32 >= 0x2e80 { size } else { size * 0.54 }).sum()
}

/// Cuts words to a width.
fn cut(words: &str, width: f32, size: f32) -> String {
    let mut used = 0.0;
    for (at, c) in words.char_indices() {
        used += advance(c.encode_utf8(&mut [0; 4]), size);
        if used > width {
            return format!("{}…", words[..at].trim_end());
        }
    }
    words.to_owned()
}

/// A text as XML has it; characters that XML does not allow are left out.
fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
