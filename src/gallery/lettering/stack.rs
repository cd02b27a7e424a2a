//! From paragraphs to a page: columns of lines, one below the other. Who breaks the
//! lines and who paints them is the caller's affair.

use super::block::{Align, Block, Ink, Span};
use crate::exhibition::Language;

/// What a column of lines must keep to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub width_px: f32,
    pub leading: f32,
    pub align: Align,
    pub balanced: bool,
    pub language: Language,
}

/// Lines that were broken and aligned. `pieces` count from the column's top left.
pub(super) struct Column<P> {
    pub height_px: f32,
    /// The first baseline, from the top.
    pub baseline_px: f32,
    pub pieces: Vec<P>,
}

/// A whole block on its page.
pub(super) struct Page<P> {
    pub height_px: f32,
    /// Every piece with the place of its column.
    pub pieces: Vec<([f32; 2], P)>,
    /// Hairlines, by their top.
    pub rules: Vec<(f32, Ink)>,
}

/// The distance between margin and text, as a share of the margin.
const GUTTER: f32 = 0.08;

/// Stacks a block's paragraphs at a width.
pub(super) fn stack<P>(
    block: &Block,
    width_px: f32,
    mut set: impl FnMut(&[Span], &Form) -> Column<P>,
) -> Page<P> {
    let mut page = Page { height_px: 0.0, pieces: Vec::new(), rules: Vec::new() };
    let mut y = 0.0;
    for (index, paragraph) in block.paragraphs.iter().enumerate() {
        if index > 0 {
            y += paragraph.above_px;
        }
        if let Some(ink) = paragraph.rule {
            let size = paragraph.spans.first().map_or(0.0, |span| span.style.size_px);
            page.rules.push((y.round(), ink));
            y += size * 0.6;
        }
        let form = Form {
            width_px: (width_px - paragraph.inset_px).max(1.0),
            leading: paragraph.leading,
            align: paragraph.align,
            balanced: paragraph.balanced,
            language: block.language,
        };
        let column = set(&paragraph.spans, &form);
        let mut height = column.height_px;
        let mut drop = 0.0;
        if !paragraph.margin.is_empty() {
            let form = Form { width_px: paragraph.inset_px * (1.0 - GUTTER), ..form };
            let margin = set(&paragraph.margin, &form);
            let margin_drop = (column.baseline_px - margin.baseline_px).max(0.0);
            drop = (margin.baseline_px - column.baseline_px).max(0.0);
            height = (height + drop).max(margin_drop + margin.height_px);
            page.pieces
                .extend(margin.pieces.into_iter().map(|piece| ([0.0, y + margin_drop], piece)));
        }
        let place = [paragraph.inset_px, y + drop];
        page.pieces.extend(column.pieces.into_iter().map(|piece| (place, piece)));
        y = (y + height).round();
    }
    page.height_px = y;
    page
}
