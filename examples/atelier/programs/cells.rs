//! Cells: an automaton of one dimension, and ground that cracks into plates.

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::noise::Noise;
use crate::paper::shade;

/// Rule 30 from one cell; the empty cells take the colour of their triangle's width.
pub fn cone(_seed: u64) -> Made {
    const COLUMNS: usize = 400;
    const ROWS: usize = 200;
    const CELL: u32 = 5;
    let tones = Ramp::new(&[0xE9DCC0, 0xDDAF6B, 0xBE6A3C, 0x7C2F33, 0x3A2036, 0x1E1730]);
    let mut row = vec![false; COLUMNS * 2];
    row[COLUMNS] = true;
    let mut colours = Vec::with_capacity(COLUMNS * ROWS);
    for number in 0..ROWS {
        let mut run_of = vec![0_usize; row.len()];
        let mut start = 0;
        while start < row.len() {
            let mut end = start;
            while end < row.len() && row[end] == row[start] {
                end += 1;
            }
            run_of[start..end].fill(end - start);
            start = end;
        }
        for i in COLUMNS / 2..COLUMNS * 3 / 2 {
            let outside = i.abs_diff(COLUMNS) > number;
            colours.push(match (outside, row[i]) {
                (true, _) => hex(0x17121F),
                (false, true) => hex(0xF3EBD9),
                (false, false) => tones.at(0.12 + (run_of[i] as f64).ln() / 3.4),
            });
        }
        let next = |i: usize| {
            let left = row[i.saturating_sub(1)];
            left ^ (row[i] | row[(i + 1).min(row.len() - 1)])
        };
        row = (0..row.len()).map(next).collect();
    }
    let picture = image::RgbImage::from_fn(COLUMNS as u32 * CELL, ROWS as u32 * CELL, |x, y| {
        image::Rgb(colours[(y / CELL) as usize * COLUMNS + (x / CELL) as usize].bytes())
    });
    Made::new(Form::Lossless(picture)).with("Rule", 30).with("Generations", ROWS)
}

/// A dry lake: plates within plates within plates.
pub fn lake(seed: u64) -> Made {
    const WIDTH: u32 = 1650;
    const HEIGHT: u32 = 1100;
    let noise = Noise::new(seed);
    let clay = Ramp::new(&[0xF0E4CC, 0xDCC5A0, 0xBE9A72, 0x8E6B50, 0x5C4A44]);
    let wet = Ramp::new(&[0xC9CFC4, 0x93A3A0, 0x5D7478, 0x35484F]);
    let crack = hex(0x241C1C);
    let picture = shade(WIDTH, HEIGHT, 2, |px, py| {
        let bend =
            |s: f64| (noise.octaves(px / s, py / s, 3), noise.octaves(px / s + 40.0, py / s, 3));
        let (slow, quick) = (bend(260.0), bend(46.0));
        let (x, y) = (px + 26.0 * slow.0 + 5.0 * quick.0, py + 26.0 * slow.1 + 5.0 * quick.1);
        let first = plate(&Noise::new(seed), x, y, 235.0);
        let second = plate(&Noise::new(seed ^ first.id), x, y, 88.0);
        let third = plate(&Noise::new(seed ^ second.id.wrapping_mul(31)), x, y, 34.0);
        let damp = smoothstep(
            -0.15,
            0.75,
            noise.octaves(px / 700.0 + 3.0, py / 520.0 + 1.0, 2) + 0.5 * (py / 1100.0 - 0.4),
        );
        let tone = 0.16 + 0.20 * first.value + 0.24 * second.value + 0.14 * third.value;
        let ground = mix(clay.at(tone), wet.at(tone * 1.15), damp as f32);
        let rise = |edge: f64, width: f64| smoothstep(0.0, width, edge);
        let rim = 0.5 * (1.0 - rise(second.edge, 15.0)) + 0.35 * (1.0 - rise(third.edge, 6.0));
        let ground = mix(ground, hex(0xFBF3E2), (rim * (0.42 - 0.3 * damp)) as f32);
        let grain = 1.0 + 0.035 * noise.octaves(px / 2.4, py / 2.4, 2);
        let cut = |edge: f64, width: f64| 1.0 - smoothstep(width - 0.7, width + 0.7, edge);
        let width = 1.0 - 0.45 * damp;
        let open = cut(first.edge, 5.2 * width)
            .max(0.94 * cut(second.edge, 2.3 * width))
            .max(0.5 * cut(third.edge, 0.75 * width));
        mix(ground.scaled(grain as f32), crack, open as f32)
    });
    Made::new(Form::Tone(picture, 82)).with("Generations", 3).with("Largest plate, px", 235)
}

/// The plate of a point: its own number, a tone, and how far its edge is.
#[derive(Clone, Copy, Debug)]
struct Plate {
    id: u64,
    value: f64,
    edge: f64,
}

fn plate(noise: &Noise, x: f64, y: f64, size: f64) -> Plate {
    let (u, v) = (x / size, y / size);
    let (cx, cy) = (u.floor() as i64, v.floor() as i64);
    let site = |i: i64, j: i64| {
        let (dx, dy) = (noise.cell(i * 2, j), noise.cell(i * 2 + 1, j));
        (i as f64 + 0.08 + 0.84 * dx, j as f64 + 0.08 + 0.84 * dy)
    };
    let mut sites = [(0.0, 0.0, 0_i64, 0_i64); 25];
    let (mut best, mut nearest) = (f64::MAX, 0);
    for (number, kept) in sites.iter_mut().enumerate() {
        let (i, j) = (cx - 2 + number as i64 % 5, cy - 2 + number as i64 / 5);
        let (sx, sy) = site(i, j);
        *kept = (sx, sy, i, j);
        let far = (sx - u).powi(2) + (sy - v).powi(2);
        if far < best {
            (best, nearest) = (far, number);
        }
    }
    let (ox, oy, i, j) = sites[nearest];
    let mut edge = f64::MAX;
    for (number, &(sx, sy, ..)) in sites.iter().enumerate() {
        if number != nearest {
            let (dx, dy) = (sx - ox, sy - oy);
            let along = (u - (sx + ox) / 2.0) * dx + (v - (sy + oy) / 2.0) * dy;
            edge = edge.min(-along / dx.hypot(dy));
        }
    }
    let id = ((i + 4096) as u64) << 20 | (j + 4096) as u64;
    Plate { id, value: noise.cell(i * 7 + 3, j * 5 - 1), edge: edge * size }
}
