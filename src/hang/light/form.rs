//! The geometry that light needs: points and directions in metres (x to the east,
//! y to the north, z up), and how much of a point's sky a polygon fills.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or direction, in metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct V3 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

/// A box along the axes, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    pub min: V3,
    pub max: V3,
}

/// The share, from 0 to 1, of the cosine-weighted sky above a point with this
/// normal that a convex polygon fills (Lambert's formula, clipped at the horizon).
pub fn form_factor(point: V3, normal: V3, polygon: &[V3; 4]) -> f32 {
    let mut above = [V3::default(); 8];
    let mut count = 0;
    for i in 0..4 {
        let (a, b) = (polygon[i] - point, polygon[(i + 1) % 4] - point);
        let (ha, hb) = (a.dot(normal), b.dot(normal));
        if ha > HORIZON_M {
            above[count] = a;
            count += 1;
        }
        if (ha > HORIZON_M) != (hb > HORIZON_M) {
            above[count] = a + (b - a) * ((HORIZON_M - ha) / (hb - ha));
            count += 1;
        }
    }
    if count < 3 {
        return 0.0;
    }
    for corner in &mut above[..count] {
        *corner = corner.normalized();
    }
    let mut sum = 0.0;
    for i in 0..count {
        let (a, b) = (above[i], above[(i + 1) % count]);
        let across = a.cross(b);
        let length = across.length();
        if length > 1e-9 {
            sum += arc_cosine(a.dot(b)) * across.dot(normal) / length;
        }
    }
    (sum.abs() / std::f32::consts::TAU).min(1.0)
}

/// The smooth step from 0 at `from` to 1 at `to`.
pub fn smooth_step(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

const HORIZON_M: f32 = 1e-4;

/// Arc cosine by a polynomial (Abramowitz and Stegun 4.4.45), so that it is the same
/// on every platform; the error stays below 7e-5.
fn arc_cosine(x: f32) -> f32 {
    let a = x.abs().min(1.0);
    let series = 1.570_728_8 + a * (-0.212_114_4 + a * (0.074_261 - a * 0.018_729_3));
    let angle = (1.0 - a).sqrt() * series;
    if x < 0.0 { std::f32::consts::PI - angle } else { angle }
}

impl V3 {
    pub const fn new(x: f32, y: f32, z: f32) -> Self {
        Self { x, y, z }
    }

    /// A point of the plan, from whole millimetres.
    pub fn from_mm(x: i32, y: i32, z: i32) -> Self {
        Self::new(x as f32 / 1_000.0, y as f32 / 1_000.0, z as f32 / 1_000.0)
    }

    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    pub fn normalized(self) -> Self {
        self * (1.0 / self.length().max(1e-9))
    }
}

impl Block {
    /// The faces that look towards a point, as polygons.
    pub fn faces_towards(&self, point: V3) -> impl Iterator<Item = [V3; 4]> + use<> {
        let (a, b) = (self.min, self.max);
        let v = V3::new;
        let sides = [
            (
                point.x < a.x,
                [v(a.x, a.y, a.z), v(a.x, b.y, a.z), v(a.x, b.y, b.z), v(a.x, a.y, b.z)],
            ),
            (
                point.x > b.x,
                [v(b.x, a.y, a.z), v(b.x, b.y, a.z), v(b.x, b.y, b.z), v(b.x, a.y, b.z)],
            ),
            (
                point.y < a.y,
                [v(a.x, a.y, a.z), v(b.x, a.y, a.z), v(b.x, a.y, b.z), v(a.x, a.y, b.z)],
            ),
            (
                point.y > b.y,
                [v(a.x, b.y, a.z), v(b.x, b.y, a.z), v(b.x, b.y, b.z), v(a.x, b.y, b.z)],
            ),
            (
                point.z < a.z,
                [v(a.x, a.y, a.z), v(b.x, a.y, a.z), v(b.x, b.y, a.z), v(a.x, b.y, a.z)],
            ),
            (
                point.z > b.z,
                [v(a.x, a.y, b.z), v(b.x, a.y, b.z), v(b.x, b.y, b.z), v(a.x, b.y, b.z)],
            ),
        ];
        sides.into_iter().filter(|(towards, _)| *towards).map(|(_, face)| face)
    }

    /// Whether the segment between two points passes through.
    pub fn stops(&self, from: V3, to: V3) -> bool {
        let (mut near, mut far) = (1e-3_f32, 1.0 - 1e-3_f32);
        let step = to - from;
        let axes = [
            (from.x, step.x, self.min.x, self.max.x),
            (from.y, step.y, self.min.y, self.max.y),
            (from.z, step.z, self.min.z, self.max.z),
        ];
        for (start, step, min, max) in axes {
            if step.abs() < 1e-9 {
                if start < min || start > max {
                    return false;
                }
                continue;
            }
            let (a, b) = ((min - start) / step, (max - start) / step);
            near = near.max(a.min(b));
            far = far.min(a.max(b));
        }
        near < far
    }

    /// How far a point is from the box, in metres.
    pub fn distance(&self, point: V3) -> f32 {
        let beyond = |p: f32, min: f32, max: f32| (min - p).max(p - max).max(0.0);
        V3::new(
            beyond(point.x, self.min.x, self.max.x),
            beyond(point.y, self.min.y, self.max.y),
            beyond(point.z, self.min.z, self.max.z),
        )
        .length()
    }
}

impl Add for V3 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for V3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f32> for V3 {
    type Output = Self;
    fn mul(self, by: f32) -> Self {
        Self::new(self.x * by, self.y * by, self.z * by)
    }
}

impl Neg for V3 {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square of side `2 * half` that faces down, `up` metres above the origin.
    fn square(half: f32, up: f32) -> [V3; 4] {
        [(-half, -half), (half, -half), (half, half), (-half, half)].map(|(x, y)| V3::new(x, y, up))
    }

    #[test]
    fn known_form_factors() {
        let check = |polygon: [V3; 4], normal: V3, expected: f32| {
            let found = form_factor(V3::default(), normal, &polygon);
            assert!((found - expected).abs() < 2e-3, "{found} is not {expected}");
        };
        let up = V3::new(0.0, 0.0, 1.0);
        check(square(1_000.0, 1.0), up, 1.0);
        check(square(1_000.0, 1.0), V3::new(1.0, 0.0, 0.0), 0.5);
        check(square(1.0, 1.0), up, 0.5541);
        check(square(1.0, -1.0), up, 0.0);
        check(square(0.05, 5.0), up, 0.01 / (std::f32::consts::PI * 25.0));
    }

    #[test]
    fn a_box_stops_what_passes_through() {
        let block = Block { min: V3::new(0.0, 0.0, 0.0), max: V3::new(1.0, 1.0, 1.0) };
        let check = |from: V3, to: V3, expected: bool| assert_eq!(block.stops(from, to), expected);
        check(V3::new(-1.0, 0.5, 0.5), V3::new(2.0, 0.5, 0.5), true);
        check(V3::new(-1.0, 1.5, 0.5), V3::new(2.0, 1.5, 0.5), false);
        check(V3::new(-1.0, 0.5, 0.5), V3::new(-0.5, 0.5, 0.5), false);
        check(V3::new(0.5, 0.5, 3.0), V3::new(0.5, 0.5, -3.0), true);
    }
}
