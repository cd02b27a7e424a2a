//! What there is to know of a path before it is drawn: how long its line is, how much it
//! goes around, and into how many dashes it falls.

use resvg::tiny_skia::PathSegment;
use resvg::usvg::Path;

use crate::limits;

/// What there is to know of a path before it is drawn, in its own units.
pub(super) struct Outline {
    /// No less than the area that it goes around: all triangles that its stretches make
    /// with where it began.
    pub fan: f64,
    /// No less than its length, as far as the canvas sees of it.
    pub length: f64,
    /// The same, seen or not.
    pub whole: f64,
    pub stretches: u64,
}

impl Outline {
    /// No stretch counts for more than `most`.
    pub fn of(path: &Path, most: f64) -> Self {
        let mut outline = Self { fan: 0.0, length: 0.0, whole: 0.0, stretches: 0 };
        let (mut start, mut last) = ([0.0; 2], [0.0; 2]);
        for segment in path.data().segments() {
            let (points, count) = match segment {
                PathSegment::MoveTo(to) => {
                    start = [f64::from(to.x), f64::from(to.y)];
                    last = start;
                    continue;
                }
                PathSegment::LineTo(to) => ([to; 3], 1),
                PathSegment::QuadTo(by, to) => ([by, to, to], 2),
                PathSegment::CubicTo(by, then, to) => ([by, then, to], 3),
                PathSegment::Close => {
                    outline.add(start, last, start, most);
                    last = start;
                    continue;
                }
            };
            for point in &points[..count] {
                let to = [f64::from(point.x), f64::from(point.y)];
                outline.add(start, last, to, most);
                last = to;
            }
        }
        outline
    }

    fn add(&mut self, start: [f64; 2], from: [f64; 2], to: [f64; 2], most: f64) {
        let side = |a: [f64; 2], b: [f64; 2]| [b[0] - a[0], b[1] - a[1]];
        let (near, far, along) = (side(start, from), side(start, to), side(from, to));
        self.fan += (near[0] * far[1] - near[1] * far[0]).abs() / 2.0;
        let length = along[0].hypot(along[1]);
        self.length += length.min(most);
        self.whole += length;
        self.stretches += 1;
    }
}

/// How many dashes a stroke of this length falls into, by the lengths of one round of them.
pub(super) fn dashes(round: &[f32], length: f64) -> u64 {
    let round_length: f64 = round.iter().copied().map(f64::from).sum();
    let count = length / round_length * round.len() as f64;
    if count.is_finite() { (count as u64).min(limits::SVG_DASHES_MAX) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_dashes_of_a_stroke_count_and_no_more() {
        let most = limits::SVG_DASHES_MAX;
        let check = |length: u64, expected: u64| {
            assert_eq!(dashes(&[1.0, 1.0], length as f64), expected, "{length}");
        };
        check(7, 7);
        check(most, most);
        check(most + 1, most);
        assert_eq!(dashes(&[0.0], 1.0), 0, "no length, and no dash of it");
    }
}
