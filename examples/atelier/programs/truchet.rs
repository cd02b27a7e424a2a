//! Truchet tilings: one tile, turned at random, whose arcs always meet.

use std::f64::consts::FRAC_PI_2;

use crate::made::{Form, Made};
use crate::noise::{Rng, dice};
use crate::paper::{Paper, ink};

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
    Made::new(Form::Flat(paper.finish(), 16)).with("Tiles a side", TILES).with("Levels", LEVELS)
}

/// A frieze of five strands, four times as long as it is high. Where two turns of a
/// tile cross, the later one lies over the earlier.
pub fn corridor(seed: u64) -> Made {
    const WIDTH: u32 = 2400;
    const HEIGHT: u32 = 600;
    const TILE: f64 = 75.0;
    const GROUND: u32 = 0x1D2C29;
    const STRANDS: [(f64, f64, u32); 5] = [
        (0.10, 3.0, 0x4C6A5E),
        (0.30, 3.6, 0x8DA692),
        (0.50, 5.2, 0xEDE3CB),
        (0.70, 3.6, 0x8DA692),
        (0.90, 3.0, 0x4C6A5E),
    ];
    const EMBER: [u32; 5] = [0x7A3B22, 0xC2602F, 0xF0C08A, 0xC2602F, 0x7A3B22];
    let mut dice = dice(seed);
    let mut paper = Paper::new(WIDTH, HEIGHT, GROUND);
    let (columns, rows) = ((f64::from(WIDTH) / TILE) as usize, (f64::from(HEIGHT) / TILE) as usize);
    let turned: Vec<bool> = (0..columns * rows).map(|_| dice.random()).collect();
    let roads = Roads::trace(columns, rows, &turned);
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as f64 * TILE, row as f64 * TILE);
            for (cx, cy) in corners(turned[row * columns + column]) {
                let start = FRAC_PI_2 * quarter(cx, cy);
                let centre = (x + cx * TILE, y + cy * TILE);
                let mut under = arc(centre.0, centre.1, TILE * 0.985, start, FRAC_PI_2);
                under.push(centre);
                paper.fill(&under, ink(GROUND));
                let glows = roads.is_long(column, row, cy);
                for (strand, (at, width, colour)) in STRANDS.into_iter().enumerate() {
                    let colour = if glows { EMBER[strand] } else { colour };
                    let points = arc(centre.0, centre.1, TILE * at, start, FRAC_PI_2);
                    paper.line(&points, width, ink(colour));
                }
            }
        }
    }
    Made::new(Form::Flat(paper.finish(), 48))
        .with("Tiles", columns * rows)
        .with("Strands a turn", STRANDS.len())
        .with("Longest road, tiles", roads.longest)
}

/// Which turns belong to the same road, found by joining the sides they meet.
#[derive(Debug)]
struct Roads {
    columns: usize,
    rows: usize,
    /// For each side between tiles the side that stands for its whole road.
    root: Vec<usize>,
    long: usize,
    longest: usize,
}

impl Roads {
    fn trace(columns: usize, rows: usize, turned: &[bool]) -> Self {
        let sides = columns * (rows + 1) + rows * (columns + 1);
        let mut roads = Self { columns, rows, root: (0..sides).collect(), long: 0, longest: 0 };
        let mut length = vec![0; sides];
        for row in 0..rows {
            for column in 0..columns {
                for (cx, cy) in corners(turned[row * columns + column]) {
                    let upright = roads.upright(column + cx as usize, row);
                    let level = roads.level(column, row + cy as usize);
                    let (a, b) = (roads.find(upright), roads.find(level));
                    roads.root[a] = b;
                }
            }
        }
        for row in 0..rows {
            for column in 0..columns {
                for cy in [0, 1] {
                    let road = roads.find(roads.level(column, row + cy));
                    length[road] += 1;
                }
            }
        }
        let long = (0..sides).max_by_key(|side| (length[*side], *side)).unwrap_or(0);
        roads.long = long;
        roads.longest = length[long];
        roads
    }

    /// Whether the turn at a tile's upper (0) or lower (1) side is of the longest road.
    fn is_long(&self, column: usize, row: usize, cy: f64) -> bool {
        self.find(self.level(column, row + cy as usize)) == self.find(self.long)
    }

    fn level(&self, column: usize, row: usize) -> usize {
        row * self.columns + column
    }

    fn upright(&self, column: usize, row: usize) -> usize {
        self.columns * (self.rows + 1) + row * (self.columns + 1) + column
    }

    fn find(&self, mut side: usize) -> usize {
        while self.root[side] != side {
            side = self.root[side];
        }
        side
    }
}

/// One winged tile: ground, four corner discs, two arcs, and half discs on the sides.
fn winged_tile(paper: &mut Paper, x: f64, y: f64, size: f64, upright: bool, turned: bool) {
    let (front, back) = if upright { (INK, BONE) } else { (BONE, INK) };
    let third = size / 3.0;
    paper.rect(x, y, size, size, ink(back));
    for (cx, cy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        paper.disc(x + cx * size, y + cy * size, third, ink(back));
    }
    for (cx, cy) in corners(turned) {
        let start = FRAC_PI_2 * quarter(cx, cy);
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

/// The two corners that a tile's arcs go round.
fn corners(turned: bool) -> [(f64, f64); 2] {
    if turned { [(0.0, 0.0), (1.0, 1.0)] } else { [(1.0, 0.0), (0.0, 1.0)] }
}

/// The quarter turn at which the arc around a corner begins.
fn quarter(cx: f64, cy: f64) -> f64 {
    match (cx > 0.5, cy > 0.5) {
        (false, false) => 0.0,
        (true, false) => 1.0,
        (true, true) => 2.0,
        (false, true) => 3.0,
    }
}
