//! How large a work hangs: as its curator says, else as its metadata says, else as a model
//! is by itself, else with a long side of 1,000 mm.

use std::ops::RangeInclusive;

use crate::exhibition::{SizeSource, WorkSize};
use crate::limits::SIDE_MM_MAX;

/// The long side of a work of which nobody knows the size.
pub(super) const UNKNOWN_LONG_MM: u32 = 1_000;

/// The long sides, in millimetres, of models that may well be meant as large as they are;
/// others were drawn in some unit of their own.
const MODEL_LONG_MM: RangeInclusive<u32> = 50..=10_000;

/// The work's own proportions: width, height, and a sculpture's depth (else zero). Those of
/// a model are its millimetres.
pub(super) type Proportions = [u32; 3];

/// Decides a size; `curator` is two numbers, or three with a depth.
pub(super) fn decide(
    curator: Option<&[u32]>,
    metadata: Option<(u32, u32)>,
    shape: Proportions,
) -> WorkSize {
    let (given, source) = match (curator, metadata) {
        (Some([width, height]), _) => ([*width, *height, 0], SizeSource::Curator),
        (Some([width, height, depth]), _) => ([*width, *height, *depth], SizeSource::Curator),
        (_, Some((width, height))) => ([width, height, 0], SizeSource::Metadata),
        _ if is_plausible(shape) => (shape, SizeSource::Model),
        _ => (unknown(shape), SizeSource::Unknown),
    };
    let [width_mm, height_mm, depth_mm] = given;
    let depth_mm = match depth_mm {
        0 if shape[2] > 0 => in_proportion(shape[2], height_mm, shape[1]),
        given => given,
    };
    WorkSize { width_mm, height_mm, depth_mm, source }
}

/// Whether a given size has the work's own proportions, within two hundredths.
pub(super) fn is_in_proportion(size: &WorkSize, shape: Proportions) -> bool {
    let [width, height, _] = shape.map(u64::from);
    if width == 0 || height == 0 {
        return true;
    }
    let (across, down) = (u64::from(size.width_mm) * height, u64::from(size.height_mm) * width);
    across.abs_diff(down) * 50 <= across.max(down)
}

/// Whether a shape is that of a model, and of a size that sculptures have.
fn is_plausible(shape: Proportions) -> bool {
    let long = shape.into_iter().max().unwrap_or(0);
    !shape.contains(&0) && MODEL_LONG_MM.contains(&long)
}

fn unknown(shape: Proportions) -> [u32; 3] {
    let long = shape.into_iter().max().unwrap_or(0);
    if long == 0 {
        return [UNKNOWN_LONG_MM, UNKNOWN_LONG_MM, 0];
    }
    shape.map(|side| if side == 0 { 0 } else { in_proportion(side, UNKNOWN_LONG_MM, long) })
}

/// `side * to / from`, rounded, and never nothing.
fn in_proportion(side: u32, to: u32, from: u32) -> u32 {
    let (side, to, from) = (u64::from(side), u64::from(to), u64::from(from.max(1)));
    let scaled = (side * to + from / 2) / from;
    u32::try_from(scaled).unwrap_or(SIDE_MM_MAX).clamp(1, SIDE_MM_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SizeSource::{Curator, Metadata, Model, Unknown};

    #[test]
    fn the_curator_comes_first_and_the_unknown_is_a_metre() {
        let check = |curator: Option<&[u32]>, metadata, shape, expected: ([u32; 3], SizeSource)| {
            let size = decide(curator, metadata, shape);
            assert_eq!(
                ([size.width_mm, size.height_mm, size.depth_mm], size.source),
                expected,
                "{curator:?} {metadata:?} {shape:?}"
            );
        };
        let (curator, metadata) = (Some(&[300, 400][..]), Some((30, 40)));
        check(curator, metadata, [600, 800, 0], ([300, 400, 0], Curator));
        check(None, metadata, [600, 800, 0], ([30, 40, 0], Metadata));
        check(None, None, [600, 800, 0], ([750, 1000, 0], Unknown));
        check(None, None, [4000, 1, 0], ([1000, 1, 0], Unknown));
        check(None, None, [0, 0, 0], ([1000, 1000, 0], Unknown));
        check(curator, None, [0, 0, 0], ([300, 400, 0], Curator));
        check(Some(&[300, 400, 500]), None, [1, 1, 1], ([300, 400, 500], Curator));
        check(curator, None, [2, 1, 3], ([300, 400, 1200], Curator));
        check(None, None, [20, 40, 30], ([500, 1000, 750], Unknown));
    }

    #[test]
    fn a_model_is_as_large_as_it_is_where_that_can_be() {
        let check = |curator: Option<&[u32]>, metadata, shape, expected: ([u32; 3], SizeSource)| {
            let size = decide(curator, metadata, shape);
            let found = ([size.width_mm, size.height_mm, size.depth_mm], size.source);
            assert_eq!(found, expected, "{shape:?}");
        };
        check(None, None, [300, 1_800, 400], ([300, 1_800, 400], Model));
        check(None, None, [50, 20, 10], ([50, 20, 10], Model));
        check(None, None, [49, 20, 10], ([1_000, 408, 204], Unknown));
        check(None, None, [10_000, 20, 10], ([10_000, 20, 10], Model));
        check(None, None, [10_001, 20, 10], ([1_000, 2, 1], Unknown));
        // A picture's pixels are no millimetres, and others come first.
        check(None, None, [800, 600, 0], ([1_000, 750, 0], Unknown));
        check(Some(&[30, 180, 40]), None, [300, 1_800, 400], ([30, 180, 40], Curator));
        check(None, Some((30, 180)), [300, 1_800, 400], ([30, 180, 40], Metadata));
    }

    #[test]
    fn proportions_are_held_against_the_picture() {
        let check = |width_mm, height_mm, expected| {
            let size = WorkSize { width_mm, height_mm, depth_mm: 0, source: Curator };
            assert_eq!(is_in_proportion(&size, [600, 800, 0]), expected, "{width_mm} {height_mm}");
        };
        check(300, 400, true);
        check(300, 405, true);
        check(300, 410, false);
        check(400, 300, false);
    }
}
