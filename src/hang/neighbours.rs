//! What takes up a wall, and how far apart neighbours hang.

use super::plan::{LabelPlace, Side};
use super::rules::*;

/// Something that takes up wall, by its first and last millimetre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub side: Side,
    pub from: i32,
    pub to: i32,
    pub what: Hangs,
}

/// What hangs on a wall, as its neighbours see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hangs {
    Work,
    Text,
    /// The label of a sculpture.
    Label,
}

/// How far apart two things on a wall hang, the left one first.
pub(super) fn gap_between(left: (Hangs, i32), right: (Hangs, i32)) -> i32 {
    match (left.0, right.0) {
        (Hangs::Work, Hangs::Work) => gap_mm(left.1, right.1),
        (Hangs::Work, Hangs::Label) => LABEL_GAP_MM + LABEL_WIDTH_MM + LONE_LABEL_CLEAR_MM,
        (Hangs::Label, _) | (_, Hangs::Label) => LONE_LABEL_CLEAR_MM,
        _ => TEXT_GAP_MM,
    }
}

/// Behind the last work of a stretch its label still needs room.
pub(super) const TAIL_MM: i32 = LABEL_GAP_MM + LABEL_WIDTH_MM;

pub(super) fn taken_text(side: Side, along: i32, width: i32) -> Taken {
    Taken { side, from: along - width / 2, to: along + width / 2, what: Hangs::Text }
}

/// A lone label as its neighbours see it.
pub(super) fn taken_label(label: &LabelPlace) -> Taken {
    let half = LABEL_WIDTH_MM / 2;
    let (from, to) = (label.along_mm - half, label.along_mm + half);
    Taken { side: label.side, from, to, what: Hangs::Label }
}
