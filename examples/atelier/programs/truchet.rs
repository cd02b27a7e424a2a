//! Truchet tilings: one tile, turned at random, whose arcs always meet.

use std::f64::consts::FRAC_PI_2;

use super::super::made::{Form, Made};
use super::super::noise::{Noise, Rng, dice};
use super::super::paper::{Paper, ink};

const INK: u32 = 0x1B2A33;
const BONE: u32 = 0xF1EADB;

/// Multi-scale Truchet (after Carlson's winged tiles): where the plan says so, a tile
/// is cut into four of half the size with the colours exchanged.
pub fn meander(seed: u64) -> Made {
    const SIDE: u32 = 1600;
    const TILES: usize = 8;
    const LEVELS: u32 = 3;
    let mut dice = dice(seed);
    let margin = 100.0;
    let side = (f64::from(SIDE) - 2.0 * margin) / TILES as f64;
    let mut paper = Paper::new(SIDE, SIDE, BONE);
    let mut level: Vec<(f64, f64)> = (0..TILES * TILES)
        .map(|i| (margin + (i % TILES) as f64 * side, margin + (i / TILES) as f64 * side))
        .collect();
    let mut size = side;
    for depth in 0..LEVELS {
        let mut next = Vec::new();
        for &(x, y) in &level {
            let centre = (x + size / 2.0 - 800.0).hypot(y + size / 2.0 - 800.0) / 900.0;
            let cut = depth + 1 < LEVELS && dice.random::<f64>() < 0.62 - 0.45 * centre;
            if cut {
                let half = size / 2.0;
                next.extend([(x, y), (x + half, y), (x, y + half), (x + half, y + half)]);
            } else {
                winged_tile(&mut paper, x, y, size, depth % 2 == 0, dice.random());
            }
        }
        level = next;
        size /= 2.0;
    }
    Made::new(Form::Flat(paper.finish())).with("Tiles a side", TILES).with("Levels", LEVELS)
}

/// A frieze of double arcs, four times as long as it is high.
pub fn corridor(seed: u64) -> Made {
    const WIDTH: u32 = 2400;
    const HEIGHT: u32 = 600;
    const TILE: f64 = 75.0;
    const STRANDS: usize = 5;
    let mut dice = dice(seed);
    let noise = Noise::new(seed);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0x20302B);
    let (columns, rows) = ((f64::from(WIDTH) / TILE) as usize, (f64::from(HEIGHT) / TILE) as usize);
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as f64 * TILE, row as f64 * TILE);
            let drift = (noise.octaves(column as f64 * 0.13, row as f64 * 0.16, 2) + 1.0) / 2.0;
            let turned = dice.random::<f64>() < 0.5;
            let corners = if turned { [(0.0, 0.0), (1.0, 1.0)] } else { [(1.0, 0.0), (0.0, 1.0)] };
            for (number, (cx, cy)) in corners.into_iter().enumerate() {
                let start = match (cx as i32, cy as i32) {
                    (0, 0) => 0.0,
                    (1, 0) => FRAC_PI_2,
                    (1, 1) => 2.0 * FRAC_PI_2,
                    _ => 3.0 * FRAC_PI_2,
                };
                for strand in 0..STRANDS {
                    let at = (strand as f64 + 0.5) / STRANDS as f64;
                    if number == 1 && strand > STRANDS / 2 {
                        continue;
                    }
                    let colour = match strand {
                        2 => 0xE9DFC7,
                        1 | 3 => {
                            if drift > 0.62 {
                                0xD9763B
                            } else {
                                0x86A08D
                            }
                        }
                        _ => 0x4F6B5F,
                    };
                    let radius = TILE * (0.1 + 0.8 * at);
                    let points = arc(x + cx * TILE, y + cy * TILE, radius, start, FRAC_PI_2);
                    paper.line(&points, if strand == 2 { 5.0 } else { 3.2 }, ink(colour));
                }
            }
        }
    }
    Made::new(Form::Flat(paper.finish()))
        .with("Tiles", columns * rows)
        .with("Strands a turn", STRANDS)
}

/// One winged tile: ground, four corner discs, two arcs, and half discs on the sides.
fn winged_tile(paper: &mut Paper, x: f64, y: f64, size: f64, upright: bool, turned: bool) {
    let (front, back) = if upright { (INK, BONE) } else { (BONE, INK) };
    let third = size / 3.0;
    paper.rect(x, y, size, size, ink(back));
    for (cx, cy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        paper.disc(x + cx * size, y + cy * size, third, ink(back));
    }
    let corners = if turned { [(0.0, 0.0), (1.0, 1.0)] } else { [(1.0, 0.0), (0.0, 1.0)] };
    for (cx, cy) in corners {
        let start = FRAC_PI_2
            * match (cx as i32, cy as i32) {
                (0, 0) => 0.0,
                (1, 0) => 1.0,
                (1, 1) => 2.0,
                _ => 3.0,
            };
        let mut band = arc(x + cx * size, y + cy * size, 2.0 * third, start, FRAC_PI_2);
        let inner = arc(x + cx * size, y + cy * size, third, start, FRAC_PI_2);
        band.extend(inner.into_iter().rev());
        paper.fill(&band, ink(front));
    }
    for (cx, cy) in [(0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)] {
        paper.disc(x + cx * size, y + cy * size, size / 6.0, ink(front));
    }
}

fn arc(x: f64, y: f64, radius: f64, start: f64, sweep: f64) -> Vec<(f64, f64)> {
    (0..=24)
        .map(|i| start + sweep * f64::from(i) / 24.0)
        .map(|angle| (x + radius * angle.cos(), y + radius * angle.sin()))
        .collect()
}
