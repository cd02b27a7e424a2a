//! What the planner knows of a show: sizes, sections, heroes, arrivals, and an order.

use std::collections::HashMap;

use super::rules::{
    SCULPTURE_HEIGHT_MAX_MM, SCULPTURE_SIDE_MAX_MM, SHOWN_HEIGHT_MAX_MM, SHOWN_MIN_MM,
    SHOWN_WIDTH_MAX_MM,
};
use crate::exhibition::{FrameMake, Language, Lock, LockedWork, Media, MediaKind};

/// A show as the planner sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HangInput {
    pub sections: usize,
    pub pieces: Vec<Piece>,
}

/// One work as the planner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub section: usize,
    /// See [`LockedWork::arrival`].
    pub arrival: u32,
    /// Works of a section hang in this order; equal ones as they come.
    pub rank: u32,
    pub hero: bool,
    pub form: Form,
}

/// How a work takes up room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// On a wall, by the outside of its frame.
    Flat { outer_width_mm: i32, outer_height_mm: i32, border_mm: i32 },
    /// On a plinth.
    Solid { width_mm: i32, height_mm: i32, depth_mm: i32 },
}

impl HangInput {
    /// Groups each section's works by collection, then artist (both in the order in
    /// which they first appear), then year; otherwise the curator's order stays.
    pub fn from_lock(lock: &Lock) -> Self {
        let mut first_seen: HashMap<(usize, &str, Option<&str>), usize> = HashMap::new();
        let mut keys = Vec::with_capacity(lock.works.len());
        for (index, work) in lock.works.iter().enumerate() {
            let collection = work.collection.get(Language::English);
            let artist = work.artist.get(Language::English);
            let group = *first_seen.entry((work.section, collection, None)).or_insert(index);
            let maker =
                *first_seen.entry((work.section, collection, Some(artist))).or_insert(index);
            keys.push((group, maker, year(&work.year), index));
        }
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|&index| keys[index]);
        let mut ranks = vec![0; keys.len()];
        for (rank, &index) in (0..).zip(&order) {
            ranks[index] = rank;
        }
        let pieces = lock.works.iter().zip(ranks).map(|(work, rank)| Piece::new(work, rank));
        Self { sections: lock.sections.len(), pieces: pieces.collect() }
    }

    /// The arrivals that there are, the first hanging first.
    pub(super) fn arrivals(&self) -> Vec<u32> {
        let mut arrivals: Vec<u32> = self.pieces.iter().map(|piece| piece.arrival).collect();
        arrivals.sort_unstable();
        arrivals.dedup();
        arrivals
    }

    /// The works of one arrival by section, in the order in which they hang.
    pub(super) fn by_section(&self, arrival: u32) -> Vec<Vec<usize>> {
        let last = self.pieces.iter().map(|piece| piece.section + 1).max().unwrap_or(0);
        let mut sections = vec![Vec::new(); self.sections.max(last)];
        for (index, piece) in self.pieces.iter().enumerate() {
            if piece.arrival == arrival {
                sections[piece.section].push(index);
            }
        }
        for works in &mut sections {
            works.sort_by_key(|&index| (self.pieces[index].rank, index));
        }
        sections
    }
}

impl Piece {
    fn new(work: &LockedWork, rank: u32) -> Self {
        let [width_mm, height_mm, depth_mm] = shown_size_mm(work);
        let form = if is_sculpture(work) {
            Form::Solid { width_mm, height_mm, depth_mm }
        } else {
            let border_mm = border_mm(work.frame, width_mm, height_mm);
            Form::Flat {
                outer_width_mm: width_mm + 2 * border_mm,
                outer_height_mm: height_mm + 2 * border_mm,
                border_mm,
            }
        };
        Self { section: work.section, arrival: work.arrival, rank, hero: work.hero, form }
    }
}

/// Whether a work stands on a plinth rather than hangs.
pub fn is_sculpture(work: &LockedWork) -> bool {
    let solid = matches!(&work.media, Media::Shown(visual) if visual.kind == MediaKind::Sculpture);
    solid || work.size.depth_mm > 0
}

/// The width, height and depth at which a work is shown: its own, unless that is
/// larger than a room or smaller than an eye can tell; then in its own proportions.
pub fn shown_size_mm(work: &LockedWork) -> [i32; 3] {
    let size = work.size;
    let [width, height, depth] = [size.width_mm, size.height_mm, size.depth_mm].map(i64::from);
    let solid = is_sculpture(work);
    let depth = if solid && depth == 0 { width } else { depth };
    let side_max = i64::from(SCULPTURE_SIDE_MAX_MM);
    let (width_max, height_max) = if solid {
        (side_max, i64::from(SCULPTURE_HEIGHT_MAX_MM))
    } else {
        (i64::from(SHOWN_WIDTH_MAX_MM), i64::from(SHOWN_HEIGHT_MAX_MM))
    };
    // The strictest limit as a fraction, `over / under`, that shrinks all sides alike.
    let mut scale = (1, 1);
    for (side, max) in [(width, width_max), (height, height_max), (depth, side_max)] {
        if side > max && side * scale.0 > max * scale.1 {
            scale = (max, side);
        }
    }
    let shown = |side: i64| {
        let shrunk = i128::from(side) * i128::from(scale.0) / i128::from(scale.1);
        i32::try_from(shrunk).unwrap_or(i32::MAX).max(SHOWN_MIN_MM)
    };
    [shown(width), shown(height), if solid { shown(depth) } else { 0 }]
}

/// From the edge of a work to the outside of its frame: mat and moulding.
pub fn border_mm(make: FrameMake, width_mm: i32, height_mm: i32) -> i32 {
    let short_mm = width_mm.min(height_mm);
    match make {
        FrameMake::Black | FrameMake::Oak | FrameMake::White => {
            let mat_mm = (short_mm * MAT_PERCENT / 100).clamp(MAT_MIN_MM, MAT_MAX_MM);
            mat_mm + moulding_mm(short_mm)
        }
        FrameMake::Brass => BRASS_MM,
        FrameMake::Float => FLOAT_MM,
        FrameMake::None => 0,
    }
}

/// The moulding of a frame with a mat, by the work's short side.
pub fn moulding_mm(short_mm: i32) -> i32 {
    match short_mm {
        ..600 => 25,
        600..1_200 => 32,
        _ => 40,
    }
}

const MAT_PERCENT: i32 = 8;
const MAT_MIN_MM: i32 = 30;
const MAT_MAX_MM: i32 = 120;
const BRASS_MM: i32 = 12;
const FLOAT_MM: i32 = 20;

/// The first number of four digits in a date; works without one come last.
fn year(text: &str) -> u32 {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 4)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(u32::MAX)
}
