//! Ground made of noise: a sea chart by its contours, mountains by their crests.

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::noise::Noise;
use crate::paper::shade;

/// A sounding of a sea that is not there: lines of equal depth, tinted between.
pub fn soundings(seed: u64) -> Made {
    const WIDTH: u32 = 1600;
    const HEIGHT: u32 = 1200;
    const DEPTHS: f64 = 22.0;
    let noise = Noise::new(seed);
    let tints = Ramp::new(&[
        0xF3ECD8, 0xE5E3CB, 0xC3D6C6, 0x93BDBB, 0x5F9AA6, 0x37708A, 0x214A6B, 0x142C4B,
    ]);
    let (columns, rows) = (WIDTH as usize + 3, HEIGHT as usize + 3);
    let depth_of = |x: f64, y: f64| {
        let warp = (
            noise.octaves(x / 520.0 + 9.0, y / 520.0, 3),
            noise.octaves(x / 520.0, y / 520.0 + 9.0, 3),
        );
        let (u, v) = (x + 150.0 * warp.0, y + 150.0 * warp.1);
        let basin = noise.octaves(u / 640.0, v / 640.0, 4);
        0.5 + 0.46 * basin + 0.24 * ((x / 1600.0 - 0.3) + (y / 1200.0 - 0.5) * 0.5)
    };
    let depths: Vec<f64> = (0..columns * rows)
        .map(|i| depth_of((i % columns) as f64 - 1.0, (i / columns) as f64 - 1.0))
        .collect();
    let at = |x: f64, y: f64| {
        let (x, y) = (x + 1.0, y + 1.0);
        let (i, j) = (x as usize, y as usize);
        let (fx, fy) = (x.fract(), y.fract());
        let d = |i: usize, j: usize| depths[j.min(rows - 1) * columns + i.min(columns - 1)];
        (d(i, j) * (1.0 - fx) + d(i + 1, j) * fx) * (1.0 - fy)
            + (d(i, j + 1) * (1.0 - fx) + d(i + 1, j + 1) * fx) * fy
    };
    let line = hex(0x12283F);
    let picture = shade(WIDTH, HEIGHT, 3, |x, y| {
        let depth = at(x, y).clamp(0.0, 1.0) * DEPTHS;
        let slope = ((at(x + 1.0, y) - at(x - 1.0, y)).hypot(at(x, y + 1.0) - at(x, y - 1.0))
            * DEPTHS
            / 2.0)
            .max(1e-4);
        let level = depth.floor();
        let nearest = depth.round();
        let far = (depth - nearest).abs() / slope;
        let index = nearest as i64 % 5 == 0;
        let width = if index { 1.5 } else { 0.75 };
        let drawn =
            (1.0 - smoothstep(width - 0.4, width + 0.4, far)) * if index { 0.85 } else { 0.5 };
        let land = level < 5.0;
        let tint = if land { hex(0xF3ECD8) } else { tints.at((level - 4.0) / (DEPTHS - 5.0)) };
        let tint = if land && nearest < 4.5 { mix(tint, hex(0xE7D9B5), 0.6) } else { tint };
        let coast = (depth - 5.0).abs() / slope;
        let ink = mix(tint, line, drawn as f32);
        if coast < 2.2 { mix(ink, line, 0.9) } else { ink }
    });
    Made::new(Form::Flat(picture, 256)).with("Depths", DEPTHS as u32).with("Octaves", 4)
}

/// A hanging scroll: range after range, each paler than the one before it.
pub fn ranges(seed: u64) -> Made {
    const WIDTH: u32 = 600;
    const HEIGHT: u32 = 2400;
    const RANGES: usize = 11;
    let noise = Noise::new(seed);
    let (paper, wash) = (hex(0xEFE7D6), hex(0x1E2B30));
    let crest = |range: usize, x: f64| {
        let n = range as f64;
        let base = 640.0 + 1640.0 * (n / (RANGES - 1) as f64).powf(1.12);
        let rough = 0.35 + 0.65 * n / RANGES as f64;
        let shape = noise.octaves(x / (250.0 + 14.0 * n) + n * 31.7, n * 5.1, 6);
        let ridge =
            1.0 - noise.octaves(x / (330.0 - 10.0 * n) + n * 11.3, n * 9.7 + 50.0, 5).abs() * 2.0;
        base - (230.0 * rough) * (0.6 * shape + 0.55 * ridge)
    };
    let crests: Vec<Vec<f64>> = (0..RANGES)
        .map(|r| (0..=WIDTH * 4).map(|i| crest(r, f64::from(i) / 4.0)).collect())
        .collect();
    let seal = (468.0, 250.0, 52.0);
    let picture = shade(WIDTH, HEIGHT, 2, |x, y| {
        let column = ((x * 4.0) as usize).min(WIDTH as usize * 4);
        let fibre = 1.0 + 0.016 * noise.octaves(x / 2.0, y / 7.0, 3);
        let sky = mix(paper, hex(0xD9CDB6), (0.35 * smoothstep(500.0, 0.0, y)) as f32);
        let mut colour = sky;
        let far = (x - seal.0).hypot(y - seal.1);
        colour = mix(
            colour,
            hex(0xB23A2B),
            (0.9 * (1.0 - smoothstep(seal.2 - 0.8, seal.2 + 0.8, far))) as f32,
        );
        for (range, crests) in crests.iter().enumerate() {
            let below = y - crests[column];
            if below < -1.0 {
                continue;
            }
            let near = range as f64 / (RANGES - 1) as f64;
            let edge = smoothstep(-0.8, 0.8, below);
            let strength = 0.10 + 0.86 * near.powf(1.5);
            let mist = (-below / (130.0 + 170.0 * near)).exp();
            let brush =
                0.10 * noise.octaves(x / 16.0 + 90.0 * near, below / 46.0 - 0.6 * x / 46.0, 4);
            let body = (strength * (0.12 + 0.88 * mist) * (1.0 + brush)).clamp(0.0, 1.0);
            let ground = mix(paper, colour, 0.08);
            let tone = mix(ground, wash, body as f32);
            colour = mix(colour, tone, edge as f32);
        }
        colour.scaled(fibre as f32)
    });
    Made::new(Form::Tone(picture, 86)).with("Ranges", RANGES).with("Octaves", 6)
}
