//! Regular tilings of the hyperbolic plane, in Poincaré's disc and half-plane: a
//! point is folded by reflections into one triangle, and the folds are counted.

use std::f64::consts::PI;

use super::super::colour::{Ramp, hex, mix, smoothstep};
use super::super::made::{Form, Made};
use super::super::paper::shade;

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
    let rings = Ramp::new(&[0xF4E9D2, 0xE8B45A, 0xC9512B, 0x7E2330, 0x2C2440, 0x27466B, 0x7FA3A8]);
    let (ground, line) = (hex(0x14161D), hex(0xF4E9D2));
    let corner = tiling.corner();
    let picture = shade(SIDE, SIDE, 3, |px, py| {
        let (x, y) = ((px - 1000.0) / 940.0, (py - 1000.0) / 940.0);
        let far = x.hypot(y);
        if far >= 1.0 {
            return ground;
        }
        let (x, y) = turn(x, y, 0.13);
        let at = tiling.fold(x, y);
        let angle = at.y.atan2(at.x) * f64::from(tiling.sides) / PI;
        let star = 1.0 - 0.36 * smoothstep(0.0, 1.0, 1.0 - angle);
        let reach = at.x.hypot(at.y) / (corner * star);
        let tone = rings.at(f64::from(at.layers) / 7.5);
        let petal = if at.odd { mix(tone, hex(0x14161D), 0.17) } else { tone };
        let rim = (at.x - tiling.centre).hypot(at.y) - tiling.radius;
        let colour = match reach {
            r if r < 0.16 => mix(tone, ground, 0.75),
            r if r < 0.70 => petal,
            r if r < 0.76 => mix(tone, ground, 0.8),
            _ => mix(petal, ground, 0.52),
        };
        let colour = if rim < 0.0075 { mix(line, tone, 0.35) } else { colour };
        mix(colour, ground, (smoothstep(0.975, 1.0, far) * 0.7) as f32)
    });
    Made::new(Form::Tone(picture, 86))
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
