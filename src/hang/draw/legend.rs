//! The legend under the plan: which work hangs under which number, room by room; for
//! large shows, which section fills which rooms.

use super::svg::{Anchor, Face, Svg};
use super::{FLOORS, INK, PALE_INK, RectMm, Sheet};

/// Shows with more works than this have a legend of sections.
const LISTED_WORKS_MAX: usize = 240;
const COLUMN: i32 = 560;
const ROW: i32 = 42;
const TYPE: i32 = 27;

pub(super) struct Legend {
    /// In the plan's millimetres.
    pub height: i32,
    columns: usize,
    rows: usize,
    lines: Vec<Line>,
}

enum Line {
    /// A room or section, with the colour of its floor.
    Head {
        words: String,
        section: Option<usize>,
    },
    Work {
        number: usize,
        words: String,
    },
    Gap,
}

impl Legend {
    pub fn new(sheet: &Sheet, width: i32) -> Self {
        let lines =
            if sheet.lock.works.len() <= LISTED_WORKS_MAX { works(sheet) } else { sections(sheet) };
        let columns = usize::try_from(width / sheet.paper(COLUMN)).unwrap_or(1).max(1);
        let rows = lines.len().div_ceil(columns).max(1);
        let height = sheet.paper(ROW) * i32::try_from(rows).unwrap_or(i32::MAX / 1_000_000);
        Self { height, columns, rows, lines }
    }

    /// Draws the legend below and to the right of a point.
    pub fn draw(&self, sheet: &Sheet, svg: &mut Svg, [left, top]: [i32; 2]) {
        for (column, lines) in self.lines.chunks(self.rows).take(self.columns).enumerate() {
            let x = left + sheet.paper(COLUMN) * i32::try_from(column).unwrap_or(0);
            for (row, line) in (1..).zip(lines) {
                let y = top - sheet.paper(ROW) * row;
                draw_line(sheet, svg, [x, y], line);
            }
        }
    }
}

fn draw_line(sheet: &Sheet, svg: &mut Svg, [x, y]: [i32; 2], line: &Line) {
    let size = sheet.paper(TYPE);
    let indent = sheet.paper(50);
    match line {
        Line::Head { words, section } => {
            let fill = section.map_or("#ffffff", |section| FLOORS[section % FLOORS.len()]);
            let side = sheet.paper(24);
            let swatch = RectMm { x, y: y - sheet.paper(2), width: side, depth: side };
            svg.rect(&swatch, fill, Some((PALE_INK, sheet.paper(2))));
            let words = shorten(words, COLUMN - 70, TYPE);
            svg.text([x + indent, y], size, Face::Strong, INK, Anchor::Start, &words);
        }
        Line::Work { number, words } => {
            let at = [x + indent - sheet.paper(12), y];
            svg.text(at, size, Face::Plain, PALE_INK, Anchor::End, &number.to_string());
            let words = shorten(words, COLUMN - 70, TYPE);
            svg.text([x + indent, y], size, Face::Plain, INK, Anchor::Start, &words);
        }
        Line::Gap => {}
    }
}

/// Every work by its number, under its room.
fn works(sheet: &Sheet) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut last_room = None;
    for (number, &work) in (1..).zip(&sheet.plan.tour) {
        let id = sheet.plan.placements[work].room();
        let locked = &sheet.lock.works[work];
        if last_room != Some(id) {
            if last_room.is_some() {
                lines.push(Line::Gap);
            }
            let room = sheet.say("plan-room", [("number", id.0 as usize + 1)]);
            let title = sheet.lock.sections.get(locked.section);
            let title = title.map_or("", |section| section.title.get(sheet.language));
            let words = if title.is_empty() { room } else { format!("{room} · {title}") };
            lines.push(Line::Head { words, section: sheet.plan.room(id).section });
            last_room = Some(id);
        }
        let title = locked.title.get(sheet.language);
        let artist = locked.artist.get(sheet.language);
        let words = if artist.is_empty() { title.to_owned() } else { format!("{title}, {artist}") };
        lines.push(Line::Work { number, words });
    }
    lines
}

/// Every section with the rooms in which it hangs.
fn sections(sheet: &Sheet) -> Vec<Line> {
    let mut spans = vec![(usize::MAX, 0, 0); sheet.lock.sections.len()];
    for (work, placement) in sheet.lock.works.iter().zip(&sheet.plan.placements) {
        let number = placement.room().0 as usize + 1;
        let span = &mut spans[work.section];
        *span = (span.0.min(number), span.1.max(number), span.2 + 1);
    }
    let filled = spans.into_iter().enumerate().filter(|(_, span)| span.2 > 0);
    filled
        .map(|(section, (first, last, works))| {
            let title = sheet.lock.sections[section].title.get(sheet.language);
            let rooms = match first == last {
                true => sheet.say("plan-section-room", [("number", first), ("works", works)]),
                false => {
                    let span = [("first", first), ("last", last), ("works", works)];
                    sheet.say("plan-section-rooms", span)
                }
            };
            Line::Head { words: format!("{title} · {rooms}"), section: Some(section) }
        })
        .collect()
}

/// Cuts a text that would be wider than its column, by the widths of average type.
fn shorten(words: &str, width: i32, size: i32) -> String {
    let advance = |c: char| if c as u32 >= 0x2e80 { size } else { size * 52 / 100 };
    let mut used = 0;
    for (at, c) in words.char_indices() {
        used += advance(c);
        if used > width {
            return format!("{}…", words[..at].trim_end());
        }
    }
    words.to_owned()
}
