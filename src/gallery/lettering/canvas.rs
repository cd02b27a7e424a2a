//! Setting type on the page's canvas: the browser has the fonts and shapes the words,
//! and the lines are broken here.

use super::block::{Block, Face, Span, Style};
use super::breaks::pieces_of;
use super::sheet::Lettered;
use super::stack::{Column, Form, stack};
use crate::platform::lettering::{Canvas, CanvasText};

/// Ascent and descent of the faces, as shares of the size: lines stand where they
/// stand on the desktop.
const ASCENT: f32 = 0.96;
const DESCENT: f32 = 0.30;

/// Sets a block at a width, in pixels.
pub(super) fn letter(canvas: &Canvas, block: &Block, width_px: u32) -> Lettered {
    let page = stack(block, width_px as f32, |spans, form| set(canvas, spans, form));
    let height = (page.height_px.ceil() as u32).max(1);
    let texts: Vec<CanvasText> = page
        .pieces
        .into_iter()
        .map(|([x, y], text)| CanvasText {
            x_px: text.x_px + x,
            baseline_px: (text.baseline_px + y).round(),
            ..text
        })
        .collect();
    let mut lettered =
        Lettered { width: width_px, height, rgba: canvas.paint(width_px, height, &texts) };
    for (top, ink) in page.rules {
        lettered.rule(top as u32, ink);
    }
    lettered.spread_ink();
    lettered
}

/// A stretch of a line: no break within it.
struct Word {
    words: String,
    style: Style,
    font: String,
    /// With and without the space at its end.
    advance_px: f32,
    ink_px: f32,
    /// The line ends here whatever room is left.
    ends_line: bool,
    /// No line may begin after this word.
    sticks: bool,
}

fn set(canvas: &Canvas, spans: &[Span], form: &Form) -> Column<CanvasText> {
    let words = measure(canvas, spans, form);
    let mut width_px = form.width_px;
    let mut lines = break_lines(&words, width_px);
    if form.balanced && lines.len() > 1 {
        let count = lines.len();
        let (mut narrow, mut wide) = (width_px / count as f32, width_px);
        for _ in 0..12 {
            let middle = (narrow + wide) / 2.0;
            if break_lines(&words, middle).len() > count { narrow = middle } else { wide = middle }
        }
        lines = break_lines(&words, wide);
        width_px = wide;
    }
    let share = form.align.share();
    let mut column = Column { height_px: 0.0, baseline_px: 0.0, pieces: Vec::new() };
    for (index, line) in lines.iter().enumerate() {
        let line = &words[line.clone()];
        let size = line.iter().map(|word| word.style.size_px).fold(0.0, f32::max);
        let height = (size * form.leading).round();
        let baseline =
            (column.height_px + (height - size * (ASCENT + DESCENT)) / 2.0 + size * ASCENT).round();
        if index == 0 {
            column.baseline_px = baseline;
        }
        let advance = length(line);
        let mut x = (form.width_px - width_px) * share + (width_px - advance).max(0.0) * share;
        for word in line {
            column.pieces.push(CanvasText {
                words: word.words.clone(),
                font: word.font.clone(),
                tracking_px: word.style.tracking * word.style.size_px,
                ink: word.style.ink,
                x_px: x,
                baseline_px: baseline,
            });
            x += word.advance_px;
        }
        column.height_px += height;
    }
    column
}

fn measure(canvas: &Canvas, spans: &[Span], form: &Form) -> Vec<Word> {
    let mut words = Vec::new();
    for Span { words: text, style } in spans {
        let tracking = style.tracking * style.size_px;
        for piece in pieces_of(text, form.language) {
            let font = font(*style, piece.chinese_marks);
            let advance = |text: &str| canvas.advance_px(text, &font, tracking);
            let shown = piece.text.trim_end_matches('\n');
            let (advance_px, ink_px) = (advance(shown), advance(shown.trim_end()));
            words.push(Word {
                words: shown.to_owned(),
                style: *style,
                font,
                advance_px,
                ink_px,
                ends_line: piece.ends_line,
                sticks: piece.sticks,
            });
        }
    }
    words
}

/// The words of each line.
fn break_lines(words: &[Word], width_px: f32) -> Vec<std::ops::Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let (mut end, mut used, mut last_break) = (start, 0.0, None);
        while end < words.len() {
            if used + words[end].ink_px > width_px + 0.5 && end > start {
                end = last_break.unwrap_or(end);
                break;
            }
            used += words[end].advance_px;
            end += 1;
            if words[end - 1].ends_line {
                break;
            }
            if !words[end - 1].sticks {
                last_break = Some(end);
            }
        }
        lines.push(start..end);
        start = end;
    }
    lines
}

fn length(line: &[Word]) -> f32 {
    let all: f32 = line.iter().map(|word| word.advance_px).sum();
    line.last().map_or(0.0, |last| all - last.advance_px + last.ink_px)
}

/// CSS for a style: the page's own faces, then the system's Chinese ones.
fn font(style: Style, chinese_marks: bool) -> String {
    let (slope, weight, latin, chinese, generic) = match style.face {
        Face::Display => ("", 400, "\"Enfilade Display\"", SERIF_SC, "serif"),
        Face::Serif => ("", 400, "\"Enfilade Serif\"", SERIF_SC, "serif"),
        Face::SerifItalic => ("italic ", 400, "\"Enfilade Serif\"", SERIF_SC, "serif"),
        Face::SerifBold => ("", 600, "\"Enfilade Serif\"", SERIF_SC, "serif"),
        Face::Sans => ("", 400, "\"Enfilade Sans\"", SANS_SC, "sans-serif"),
        Face::SansBold => ("", 600, "\"Enfilade Sans\"", SANS_SC, "sans-serif"),
        Face::Mono => ("", 400, "\"Enfilade Mono\"", SANS_SC, "monospace"),
    };
    // The system's Chinese faces have Latin letters too, so they come second, and the
    // marks that both scripts share are asked of them alone (see `pieces_of`).
    let families =
        if chinese_marks { format!("{chinese}, {latin}") } else { format!("{latin}, {chinese}") };
    format!("{slope}{weight} {}px {families}, {generic}", style.size_px)
}

const SERIF_SC: &str =
    "\"Songti SC\", \"Noto Serif CJK SC\", \"Noto Serif SC\", \"Source Han Serif SC\", \"SimSun\"";
const SANS_SC: &str = "\"PingFang SC\", \"Noto Sans CJK SC\", \"Noto Sans SC\", \"Source Han Sans SC\", \"Microsoft YaHei\"";
