//! An empty room before anything hangs in it: its size, the holes in its walls, and
//! the stretches of wall that are left for works.
//!
//! A shell is drawn as if the visitor came in from the south and walked north; a
//! [`Turn`] brings it to where it stands.

use super::plan::{RectMm, Side};
use super::rules::{CORNER_CLEAR_MM, DOOR_WIDTH_MM, JAMB_CLEAR_MM, STRETCH_MIN_MM};

/// An empty room.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    pub width: i32,
    pub depth: i32,
    /// Doors, and places kept bare for a later door.
    pub cuts: Vec<Cut>,
    /// Works follow each other clockwise from here.
    pub start: Mark,
    /// Where the hero hangs.
    pub hero: Mark,
    /// Floor on which neither bench nor plinth stands: the ways from door to door.
    pub ways: Vec<RectMm>,
    /// Whether the title takes up the north wall.
    pub title: bool,
}

/// A point of a wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub side: Side,
    pub along: i32,
}

/// A part of a wall where nothing hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub side: Side,
    pub from: i32,
    pub to: i32,
}

/// A part of a wall where works may hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub side: Side,
    pub from: i32,
    pub to: i32,
}

/// Quarter turns, clockwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn(pub u8);

impl Shell {
    pub fn wall_length(&self, side: Side) -> i32 {
        wall_length(self.width, self.depth, side)
    }

    /// The stretches that are left, clockwise from the start.
    pub fn stretches(&self) -> Vec<Stretch> {
        let first = Side::ALL.iter().position(|&side| side == self.start.side).unwrap_or(0);
        let sides = (0..4).map(|turn| Side::ALL[(first + turn) % 4]);
        let mut free: Vec<Stretch> =
            sides.flat_map(|side| stretches(side, self.wall_length(side), &self.cuts)).collect();
        if self.title {
            free.retain(|stretch| stretch.side != Side::North);
        }
        // What lies before the start on its own wall comes last.
        let before = |s: &Stretch| s.side == self.start.side && s.to <= self.start.along;
        let (mut last, mut order): (Vec<_>, Vec<_>) = free.into_iter().partition(before);
        order.append(&mut last);
        order
    }
}

impl Cut {
    /// A door around this point of a wall, with bare wall on both sides.
    pub fn door(mark: Mark) -> Self {
        let half = DOOR_WIDTH_MM / 2 + JAMB_CLEAR_MM;
        Self { side: mark.side, from: mark.along - half, to: mark.along + half }
    }
}

impl Turn {
    /// The turn that makes north this side.
    pub fn to(side: Side) -> Self {
        match side {
            Side::North => Self(0),
            Side::East => Self(1),
            Side::South => Self(2),
            Side::West => Self(3),
        }
    }

    pub fn side(self, side: Side) -> Side {
        let index = Side::ALL.iter().position(|&s| s == side).unwrap_or(0);
        Side::ALL[(index + usize::from(self.0)) % 4]
    }

    /// Turns a rectangle that lies on a floor of this width and depth, whose south
    /// western corner comes back to the origin.
    pub fn rect(self, rect: RectMm, width: i32, depth: i32) -> RectMm {
        let RectMm { x, y, width: w, depth: d } = rect;
        match self.0 % 4 {
            0 => rect,
            1 => RectMm { x: y, y: width - x - w, width: d, depth: w },
            2 => RectMm { x: width - x - w, y: depth - y - d, width: w, depth: d },
            _ => RectMm { x: depth - y - d, y: x, width: d, depth: w },
        }
    }
}

/// The length of a wall of a floor.
pub(super) fn wall_length(width: i32, depth: i32, side: Side) -> i32 {
    match side {
        Side::North | Side::South => width,
        Side::East | Side::West => depth,
    }
}

/// The point of a wall that is nearest to a point of the floor.
pub(super) fn mark(side: Side, [x, y]: [i32; 2], width: i32, depth: i32) -> Mark {
    let along = match side {
        Side::North => x,
        Side::East => depth - y,
        Side::South => width - x,
        Side::West => y,
    };
    Mark { side, along }
}

/// What is left of one wall between its corners and cuts, from left to right.
pub(super) fn stretches(side: Side, length: i32, cuts: &[Cut]) -> Vec<Stretch> {
    let mut cuts: Vec<(i32, i32)> =
        cuts.iter().filter(|cut| cut.side == side).map(|cut| (cut.from, cut.to)).collect();
    cuts.sort_unstable();
    let mut free = Vec::new();
    let mut from = CORNER_CLEAR_MM;
    for (cut_from, cut_to) in cuts.into_iter().chain([(length - CORNER_CLEAR_MM, length)]) {
        if cut_from - from >= STRETCH_MIN_MM {
            free.push(Stretch { side, from, to: cut_from });
        }
        from = from.max(cut_to);
    }
    free
}
