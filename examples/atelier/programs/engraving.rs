//! Pictures from the width of lines: an engraver's moon, moiré, a pendulum's letters.

use std::f64::consts::{PI, TAU};

use super::super::colour::{hex, mix, smoothstep};
use super::super::made::{Form, Made};
use super::super::noise::{Noise, Rng, bell, dice};
use super::super::paper::{Paper, ink, shade};

/// A cratered moon, cut as one spiral that swells where the light is gone.
pub fn moon(seed: u64) -> Made {
    const SIDE: u32 = 1800;
    const CRATERS: u32 = 520;
    const PITCH: f64 = 7.2;
    let (noise, mut dice) = (Noise::new(seed), dice(seed));
    let craters: Vec<(f64, f64, f64)> = (0..CRATERS)
        .map(|_| {
            let size = 0.012 + 0.16 * dice.random::<f64>().powi(7);
            (dice.random_range(-1.0..1.0), dice.random_range(-1.0..1.0), size)
        })
        .collect();
    let height = |x: f64, y: f64| {
        let mut sum = 0.012 * noise.octaves(x * 7.0, y * 7.0, 4);
        for &(cx, cy, size) in &craters {
            let far = (x - cx).hypot(y - cy) / size;
            if far < 1.9 {
                let bowl = if far < 1.0 { -0.55 * (1.0 - far * far) } else { 0.0 };
                let wall = (-((far - 1.0) / 0.22).powi(2)).exp() * 0.24;
                sum += (bowl + wall) * size * 0.9;
            }
        }
        sum
    };
    let sun = (-0.72, -0.38, 0.58);
    let light = |x: f64, y: f64| {
        let far = x.hypot(y);
        if far > 1.0 {
            return 0.045 + 0.03 * smoothstep(1.25, 1.0, far);
        }
        let z = (1.0 - far * far).sqrt();
        let e = 0.003;
        let (dx, dy) = (
            (height(x + e, y) - height(x - e, y)) / (2.0 * e),
            (height(x, y + e) - height(x, y - e)) / (2.0 * e),
        );
        let (nx, ny, nz) = (x - dx * z, y - dy * z, z);
        let size = (nx * nx + ny * ny + nz * nz).sqrt();
        let lit = ((nx * sun.0 + ny * sun.1 + nz * sun.2) / size).max(0.0);
        let seas = smoothstep(0.05, 0.5, noise.octaves(x * 1.6 + 5.0, y * 1.6, 3));
        lit.powf(0.75) * (1.08 - 0.42 * seas) + 0.02
    };
    let mut paper = Paper::new(SIDE, SIDE, 0xF2EBDC);
    let (mut theta, mut before) = (0.0_f64, None);
    loop {
        let far = PITCH * theta / TAU;
        if far > 860.0 {
            break;
        }
        let (x, y) = (900.0 + far * theta.cos(), 900.0 + far * theta.sin());
        let (u, v) = ((x - 900.0) / 640.0, (y - 900.0) / 640.0);
        let inside = u.hypot(v) <= 1.0;
        let tone = light(u, v);
        let width = if inside {
            PITCH * (1.0 - tone).clamp(0.06, 0.90)
        } else {
            1.0 + 0.5 * smoothstep(1.34, 1.0, u.hypot(v))
        };
        if let Some((from, old)) = before {
            let _: f64 = old;
            paper.line(&[from, (x, y)], (width + old) / 2.0, ink(0x1A2233));
        }
        before = Some(((x, y), width));
        theta += (2.2 / far.max(4.0)).min(0.3);
    }
    Made::new(Form::Flat(paper.finish()))
        .with("Turns of the spiral", (860.0 / PITCH) as u32)
        .with("Craters", CRATERS)
        .with("Lines", 1)
}

/// Two combs of lines, one of them bent: what is seen is in neither.
pub fn interval(_seed: u64) -> Made {
    const WIDTH: u32 = 2400;
    const HEIGHT: u32 = 600;
    const PITCH: f64 = 10.0;
    let (ground, first, second) = (hex(0xEFE9DC), hex(0x1D3557), hex(0xC8452D));
    let comb = |t: f64| {
        let far = (t.fract() - 0.5).abs() * PITCH;
        1.0 - smoothstep(1.6, 2.6, far)
    };
    let picture = shade(WIDTH, HEIGHT, 4, |x, y| {
        let (u, v) = ((x - 1200.0) / 1200.0, (y - 300.0) / 300.0);
        let straight = x / PITCH;
        let bend = 26.0 * (-((u + 0.46) * (u + 0.46) * 6.0 + v * v * 0.55)).exp()
            - 34.0 * (-((u - 0.38) * (u - 0.38) * 3.2 + v * v * 0.4)).exp();
        let bent = x / PITCH * 1.012 + bend * 0.32 + 0.4 * v + 400.0;
        let edge = smoothstep(0.0, 4.0, x.min(2400.0 - x).min(y).min(600.0 - y) - 44.0);
        let one = mix(ground, first, (comb(straight + 400.0) * edge) as f32);
        let red = comb(bent) * edge * 0.92;
        let under = second.scaled(red as f32).plus(hex(0xFFFFFF).scaled(1.0 - red as f32));
        super::super::colour::Rgb(std::array::from_fn(|i| one.0[i] * under.0[i]))
    });
    Made::new(Form::Flat(picture)).with("Pitch, px", PITCH).with("Combs", 2)
}

/// Three letters from a pendulum, on one long sheet.
pub fn letters(seed: u64) -> Made {
    const WIDTH: u32 = 2100;
    const HEIGHT: u32 = 700;
    const STEPS: u32 = 26_000;
    let mut dice = dice(seed);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0xF5F0E4);
    let ratios = [(2.0, 3.0), (3.0, 4.0), (1.0, 2.0)];
    let inks = [0x1C2A4A, 0x6B2B2A, 0x24443A];
    for (number, ((p, q), colour)) in ratios.into_iter().zip(inks).enumerate() {
        let centre = (350.0 + 700.0 * number as f64, 350.0);
        let mut drift = || 1.0 + 0.0035 * bell(&mut dice);
        let rates = [p * drift(), q * drift(), p * drift(), q * drift()];
        let phases: [f64; 4] = std::array::from_fn(|_| dice.random_range(0.0..TAU));
        let points: Vec<(f64, f64)> = (0..STEPS)
            .map(|step| f64::from(step) * 0.012)
            .map(|t| {
                let fade = (-t * 0.0066).exp();
                let swing =
                    |i: usize, damp: f64| (rates[i] * t + phases[i]).sin() * fade.powf(damp);
                let x = 0.62 * swing(0, 1.0) + 0.38 * swing(1, 1.5);
                let y = 0.62 * swing(3, 1.1) + 0.38 * swing(2, 0.9);
                (centre.0 + x * 290.0, centre.1 + y * 290.0)
            })
            .collect();
        for chunk in points.chunks(400) {
            paper.line(chunk, 0.9, ink(colour).thin(0.72));
        }
        paper.disc(points[0].0, points[0].1, 3.4, ink(colour));
    }
    Made::new(Form::Flat(paper.finish())).with("Letters", 3).with("Ratios", "2:3, 3:4, 1:2")
}

/// A sounding of a sea that is not there: lines of equal depth, tinted between.
pub fn soundings(seed: u64) -> Made {
    const WIDTH: u32 = 1600;
    const HEIGHT: u32 = 1200;
    const DEPTHS: f64 = 22.0;
    let noise = Noise::new(seed);
    let tints = super::super::colour::Ramp::new(&[
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
    Made::new(Form::Flat(picture)).with("Depths", DEPTHS as u32).with("Octaves", 4)
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

/// Nine plates of sand, bowed at nine pitches (Chladni).
pub fn plates(seed: u64) -> Made {
    const SIDE: u32 = 1500;
    const GRAINS: u32 = 26_000;
    const MODES: [(f64, f64, f64); 9] = [
        (1.0, 2.0, -1.0),
        (1.0, 4.0, 1.0),
        (2.0, 3.0, -1.0),
        (2.0, 5.0, 1.0),
        (3.0, 5.0, -1.0),
        (1.0, 6.0, -1.0),
        (4.0, 5.0, 1.0),
        (3.0, 7.0, -1.0),
        (5.0, 8.0, 1.0),
    ];
    let mut dice = dice(seed);
    let mut paper = Paper::new(SIDE, SIDE, 0x15171A);
    for (number, (m, n, sign)) in MODES.into_iter().enumerate() {
        let (left, top) = (75.0 + 465.0 * (number % 3) as f64, 75.0 + 465.0 * (number / 3) as f64);
        paper.rect(left, top, 420.0, 420.0, ink(0x22262A));
        let swing = |x: f64, y: f64| {
            (m * PI * x).cos() * (n * PI * y).cos() + sign * (n * PI * x).cos() * (m * PI * y).cos()
        };
        for _ in 0..GRAINS {
            let (mut x, mut y) = (dice.random::<f64>(), dice.random::<f64>());
            for _ in 0..14 {
                let e = 0.002;
                let here = swing(x, y);
                let (gx, gy) = ((swing(x + e, y) - here) / e, (swing(x, y + e) - here) / e);
                let steep = gx * gx + gy * gy + 6.0;
                x = (x - 0.5 * here * gx / steep).clamp(0.0, 1.0);
                y = (y - 0.5 * here * gy / steep).clamp(0.0, 1.0);
            }
            let scatter = 0.0042 + 0.01 * dice.random::<f64>().powi(6);
            x += scatter * bell(&mut dice);
            y += scatter * bell(&mut dice);
            if (0.004..0.996).contains(&x) && (0.004..0.996).contains(&y) {
                let tone = if dice.random::<f64>() < 0.2 { 0xC9A878 } else { 0xEADFC8 };
                paper.disc(left + 420.0 * x, top + 420.0 * y, 0.62, ink(tone).thin(0.8));
            }
        }
    }
    Made::new(Form::Tone(paper.finish(), 82)).with("Plates", 9).with("Grains a plate", GRAINS)
}
