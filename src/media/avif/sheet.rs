//! What an AVIF's frames are laid on: a picture, each pixel at once where it is once the
//! picture is cut and turned as its container says.

use std::ops::Range;

use super::container::{Mirror, Still};
use crate::media::Picture;

pub(super) struct Sheet {
    /// As it is shown.
    pub picture: Picture,
    /// Pixels before it is cut and turned, and the columns and rows of them that are shown.
    pub size: (u32, u32),
    shown: [Range<u32>; 2],
    /// The pixel of the picture in which the first that is shown lies, and how far from it
    /// those beside and below it do.
    first: isize,
    across: isize,
    down: isize,
}

impl Sheet {
    /// A white one, which lets nothing shine through.
    pub fn new(still: &Still) -> Self {
        let (width, height) = match still.quarters % 2 {
            0 => still.sides(),
            _ => (still.sides().1, still.sides().0),
        };
        let place = |x, y| {
            let (x, y) = turned((x, y), still);
            y * width as isize + x
        };
        let first = place(0, 0);
        Self {
            picture: Picture {
                width,
                height,
                rgba: vec![255; 4 * width as usize * height as usize],
            },
            size: still.size,
            shown: still.shown.clone(),
            first,
            across: place(1, 0) - first,
            down: place(0, 1) - first,
        }
    }

    /// The red, green, blue and alpha of a pixel by its place before the picture is cut and
    /// turned; none of one that is cut off.
    pub fn pixel(&mut self, x: u32, y: u32) -> Option<&mut [u8]> {
        let [columns, rows] = &self.shown;
        if !columns.contains(&x) || !rows.contains(&y) {
            return None;
        }
        let (x, y) = (x - columns.start, y - rows.start);
        let at = self.first + x as isize * self.across + y as isize * self.down;
        let at = 4 * at as usize;
        Some(&mut self.picture.rgba[at..at + 4])
    }
}

/// Turned against the clock, then mirrored.
fn turned((x, y): (isize, isize), still: &Still) -> (isize, isize) {
    let (width, height) = still.sides();
    let (right, bottom) = (width as isize - 1, height as isize - 1);
    let ((x, y), (right, bottom)) = match still.quarters {
        1 => ((y, right - x), (bottom, right)),
        2 => ((right - x, bottom - y), (right, bottom)),
        3 => ((bottom - y, x), (bottom, right)),
        _ => ((x, y), (right, bottom)),
    };
    match still.mirror {
        Some(Mirror::TopToBottom) => (x, bottom - y),
        Some(Mirror::LeftToRight) => (right - x, y),
        None => (x, y),
    }
}
