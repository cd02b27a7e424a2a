//! Regular tilings of the hyperbolic plane, in Poincaré's disc and half-plane: a
//! point is folded by reflections into one triangle, and the folds are counted.

use std::f64::consts::PI;

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::paper::shade;

/// The most reflections that a point is given to come home.
const FOLDS_MAX: u32 = 60;

/// A tiling by p-gons, q at each corner: the mirror that bounds one edge.
#[derive(Clone, Copy, Debug)]
struct Tiling {
    sides: u32,
    centre: f64,
    radius: f64,
}

/// Where a point came to lie in the triangle.
#[derive(Clone, Copy, Debug)]
struct Folded {
    x: f64,
    y: f64,
    /// Tiles crossed on the way to the middle.
    layers: u32,
    odd: bool,
}

/// The disc: heptagons, three at a corner.
pub fn edge(_seed: u64) -> Made {
    const SIDE: u32 = 2000;
    let tiling = Tiling::new(7, 3);
    let rings = Ramp::new(&[0xF6ECD6, 0xEBBE6B, 0xD2622F, 0x8E2A33, 0x4A2A4F, 0x2B4C74, 0x6FA0A6]);
    let (ground, gold) = (hex(0x12151D), hex(0xE9CF97));
    let corner = tiling.corner();
    let slice = PI / f64::from(tiling.sides);
    let tip = (corner * slice.cos(), corner * slice.sin());
    let waist = 0.50 * corner;
    let picture = shade(SIDE, SIDE, 3, |px, py| {
        let (x, y) = ((px - 1000.0) / 945.0, (py - 1000.0) / 945.0);
        let far = x.hypot(y);
        if far >= 1.0 {
            return ground;
        }
        let (x, y) = turn(x, y, 0.13);
        let at = tiling.fold(x, y);
        let (ex, ey) = (tip.0 - waist, tip.1);
        let from_star = ((at.x - waist) * ey - at.y * ex) / ex.hypot(ey);
        let inner = (at.x * slice.cos() + at.y * slice.sin()) / (0.36 * corner);
        let eye = at.x.hypot(at.y) / corner;
        let tone = rings.at(f64::from(at.layers) / 7.5);
        let facet = if at.odd { mix(tone, ground, 0.30) } else { tone };
        let colour = if from_star > 0.0 {
            let tie = mix(tone, ground, 0.80);
            if at.odd { mix(tie, ground, 0.35) } else { tie }
        } else if eye < 0.075 {
            ground
        } else if inner < 1.0 {
            if at.odd { mix(tone, hex(0xFFF8E8), 0.42) } else { mix(tone, ground, 0.46) }
        } else {
            facet
        };
        let seam = from_star.abs() < 0.0062 || (inner - 1.0).abs() < 0.022 && from_star < 0.0;
        let colour = if seam { mix(gold, tone, 0.25) } else { colour };
        mix(colour, ground, (smoothstep(0.975, 1.0, far) * 0.7) as f32)
    });
    Made::new(Form::Tone(picture, 82))
        .with("Tiling", "{7,3}")
        .with("Model", "Poincaré disc")
        .with("Reflections at most", FOLDS_MAX)
}

/// The half-plane: squares, five at a corner, growing small towards the ground.
pub fn shore(_seed: u64) -> Made {
    const WIDTH: u32 = 1600;
    const HEIGHT: u32 = 800;
    let tiling = Tiling::new(4, 5);
    let tones = Ramp::new(&[0xF2E7D3, 0xE3C9A5, 0xC99478, 0x92675F, 0x4E4A57, 0x22303F]);
    let picture = shade(WIDTH, HEIGHT, 3, |px, py| {
        let (u, v) = ((px - 830.0) / 560.0, (790.0 - py) / 560.0);
        if v <= 0.0 {
            return hex(0x22303F);
        }
        let (a, b) = (v - 1.0, -u);
        let (c, d) = (v + 1.0, -u);
        let size = c * c + d * d;
        let at = tiling.fold((a * c + b * d) / size, (b * c - a * d) / size);
        let rim = (at.x - tiling.centre).hypot(at.y) - tiling.radius;
        let depth = 1.0 - (v / 1.42).clamp(0.0, 1.0);
        let tone = tones.at(depth.powf(1.6) * 0.9 + if at.odd { 0.16 } else { 0.0 });
        let inner = at.x.hypot(at.y) / tiling.corner();
        let tone = if inner < 0.36 { mix(tone, hex(0xB5472F), 0.85) } else { tone };
        if rim < 0.011 { mix(tone, hex(0xFBF5E9), 0.8) } else { tone }
    });
    Made::new(Form::Tone(picture, 86)).with("Tiling", "{4,5}").with("Model", "upper half-plane")
}

impl Tiling {
    fn new(sides: u32, at_corner: u32) -> Self {
        let s = (PI / f64::from(sides)).sin();
        let c = (PI / f64::from(at_corner)).cos();
        let scale = 1.0 / (c * c - s * s).sqrt();
        Self { sides, centre: c * scale, radius: s * scale }
    }

    /// How far a corner of the middle tile lies from the middle.
    fn corner(&self) -> f64 {
        let along = self.centre * (PI / f64::from(self.sides)).cos();
        along - (along * along - 1.0).sqrt()
    }

    fn fold(&self, mut x: f64, mut y: f64) -> Folded {
        let slice = PI / f64::from(self.sides);
        let (mut layers, mut odd) = (0, false);
        for _ in 0..FOLDS_MAX {
            let angle = y.atan2(x);
            let far = x.hypot(y);
            let number = (angle / slice).floor();
            let mut rest = angle - number * slice;
            if number as i64 & 1 != 0 {
                rest = slice - rest;
                odd = !odd;
            }
            (x, y) = (far * rest.cos(), far * rest.sin());
            let (dx, dy) = (x - self.centre, y);
            let size = dx * dx + dy * dy;
            if size >= self.radius * self.radius {
                break;
            }
            let scale = self.radius * self.radius / size;
            (x, y) = (self.centre + dx * scale, dy * scale);
            layers += 1;
            odd = !odd;
        }
        Folded { x, y, layers, odd }
    }
}

fn turn(x: f64, y: f64, by: f64) -> (f64, f64) {
    (x * by.cos() - y * by.sin(), x * by.sin() + y * by.cos())
}
