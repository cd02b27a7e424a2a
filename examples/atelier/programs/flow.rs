//! Flow fields: lines that follow a wind, and keep their distance from each other.

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::noise::{ChaCha8Rng, Noise, Rng, dice};
use crate::paper::{Ink, Paper, ink};

/// Which points of the sheet are taken, in squares of a fixed side.
#[derive(Debug)]
struct Taken {
    side: f64,
    columns: i64,
    rows: i64,
    cells: Vec<Vec<(f64, f64, u32)>>,
}

/// A weather map, three times as wide as a person's reach.
pub fn wind(seed: u64) -> Made {
    const WIDTH: u32 = 2400;
    const HEIGHT: u32 = 1200;
    const TRIES: u32 = 60_000;
    let (noise, mut dice) = (Noise::new(seed), dice(seed));
    let eddies =
        [(560.0, 690.0, 1.0, 210.0), (1500.0, 430.0, -1.0, 260.0), (2050.0, 880.0, 1.0, 150.0)];
    let heading = |x: f64, y: f64| {
        let mut angle = 0.25 + 1.1 * noise.octaves(x / 900.0, y / 620.0, 2);
        for (cx, cy, spin, reach) in eddies {
            let (dx, dy) = (x - cx, y - cy);
            let pull = (-(dx * dx + dy * dy) / (reach * reach)).exp();
            let around = dy.atan2(dx) + spin * 1.75;
            let difference = (around - angle).sin().atan2((around - angle).cos());
            angle += difference * pull.powf(0.6);
        }
        angle
    };
    let spacing = |x: f64, y: f64| {
        let quiet = noise.octaves(x / 520.0 + 40.0, y / 360.0, 2);
        4.0 + 9.0 * smoothstep(-0.1, 0.75, quiet)
    };
    let blues = Ramp::new(&[0x0F2A44, 0x17466A, 0x2C6C86, 0x6FA3A6]);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0xF3EDE0);
    let mut taken = Taken::new(WIDTH, HEIGHT, 14.0);
    let mut drawn = 0_u32;
    for _ in 0..TRIES {
        let at = (dice.random_range(70.0..2330.0), dice.random_range(70.0..1130.0));
        let Some(line) = follow(&mut taken, drawn, at, &heading, &spacing, 70.0) else { continue };
        let (mx, my) = line[line.len() / 2];
        let tone = 0.5
            + 0.7 * noise.octaves(mx / 700.0 - 9.0, my / 300.0, 2)
            + dice.random_range(-0.12..0.12);
        let red = dice.random::<f64>() < 0.03 && line.len() > 60;
        let colour = if red { ink(0xC4432B) } else { Ink::of(blues.at(tone)) };
        taper(&mut paper, &mut dice, &line, spacing(mx, my) * 0.62, colour);
        drawn += 1;
    }
    Made::new(Form::Tone(paper.finish(), 74))
        .with("Lines", drawn)
        .with("Eddies", eddies.len())
        .with("Seeds tried", TRIES)
}

/// Grass under a night wind: short strokes on a deep ground.
pub fn meadow(seed: u64) -> Made {
    const WIDTH: u32 = 1200;
    const HEIGHT: u32 = 1600;
    const STROKES: u32 = 26_000;
    let (noise, mut dice) = (Noise::new(seed), dice(seed));
    let greens = Ramp::new(&[0x0F2A2B, 0x1F4A3F, 0x5E7A45, 0xB9A85A, 0xEFE0A8]);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0x0A1719);
    let dusk = Ramp::new(&[0x0B1720, 0x152A38, 0x34474C, 0x7C6C55, 0xC08A55]);
    for row in 0..HEIGHT {
        let t = f64::from(row) / 300.0;
        paper.rect(
            0.0,
            f64::from(row),
            f64::from(WIDTH),
            1.0,
            Ink::of(dusk.at(t.min(1.0).powf(1.7) - (t - 1.0).max(0.0) * 3.2)),
        );
    }
    let mut roots: Vec<(f64, f64)> = (0..STROKES)
        .map(|_| (dice.random_range(-30.0..1230.0), dice.random_range(300.0..1700.0)))
        .collect();
    roots.sort_by(|a, b| a.1.total_cmp(&b.1));
    for (x, y) in roots {
        let near = ((y - 300.0) / 1400.0).powf(1.2);
        let length = (16.0 + 120.0 * near) * dice.random_range(0.6..1.2);
        let gust = noise.octaves(x / 420.0, y / 210.0, 3);
        let lean = 0.45 + 0.9 * gust + dice.random_range(-0.22..0.22);
        let points: Vec<(f64, f64)> = (0..=10)
            .map(|i| f64::from(i) / 10.0)
            .map(|t| (x + length * lean * t * t, y - length * t * (1.0 - 0.25 * lean.abs() * t)))
            .collect();
        let light = 0.28 + 0.42 * gust + 0.22 * near + dice.random_range(-0.1..0.14);
        let colour = Ink::of(mix(greens.at(light), hex(0x0C1B1C), (0.55 * (1.0 - near)) as f32));
        taper(&mut paper, &mut dice, &points, 1.0 + 3.4 * near, colour);
    }
    Made::new(Form::Tone(paper.finish(), 82)).with("Strokes", STROKES).with("Octaves", 3)
}

/// A line both ways from a point, until it comes too near to another or leaves.
fn follow(
    taken: &mut Taken,
    number: u32,
    from: (f64, f64),
    heading: &impl Fn(f64, f64) -> f64,
    spacing: &impl Fn(f64, f64) -> f64,
    margin: f64,
) -> Option<Vec<(f64, f64)>> {
    const STEP: f64 = 3.0;
    const POINTS_MAX: usize = 220;
    if !taken.free(from, spacing(from.0, from.1), number) {
        return None;
    }
    let mut halves = [Vec::new(), Vec::new()];
    for (half, sign) in halves.iter_mut().zip([-1.0, 1.0]) {
        let (mut x, mut y) = from;
        while half.len() < POINTS_MAX {
            let angle = heading(x, y);
            x += sign * STEP * angle.cos();
            y += sign * STEP * angle.sin();
            let inside = x > margin
                && y > margin
                && x < taken.columns as f64 * taken.side - margin
                && y < taken.rows as f64 * taken.side - margin;
            if !inside || !taken.free((x, y), spacing(x, y) * 0.8, number) {
                break;
            }
            half.push((x, y));
        }
    }
    let [back, forth] = halves;
    let line: Vec<_> = back.into_iter().rev().chain([from]).chain(forth).collect();
    if line.len() < 26 {
        return None;
    }
    for &(x, y) in &line {
        taken.put(x, y, number);
    }
    Some(line)
}

/// A stroke that thins towards both ends, with a hand's small unevenness.
fn taper(paper: &mut Paper, dice: &mut ChaCha8Rng, line: &[(f64, f64)], width: f64, ink: Ink) {
    let last = (line.len() - 1) as f64;
    let width = width * dice.random_range(0.75..1.1);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (number, &(x, y)) in line.iter().enumerate() {
        let before = line[number.saturating_sub(1)];
        let after = line[(number + 1).min(line.len() - 1)];
        let (dx, dy) = (after.0 - before.0, after.1 - before.1);
        let length = dx.hypot(dy).max(1e-9);
        let t = number as f64 / last;
        let swell = (4.0 * t * (1.0 - t)).powf(0.35) * (1.0 - 0.45 * t);
        let (nx, ny) = (-dy / length * width * swell / 2.0, dx / length * width * swell / 2.0);
        left.push((x + nx, y + ny));
        right.push((x - nx, y - ny));
    }
    left.extend(right.into_iter().rev());
    paper.fill(&left, ink);
}

impl Taken {
    fn new(width: u32, height: u32, side: f64) -> Self {
        let columns = (f64::from(width) / side).ceil() as i64;
        let rows = (f64::from(height) / side).ceil() as i64;
        Self { side, columns, rows, cells: vec![Vec::new(); (columns * rows) as usize] }
    }

    fn free(&self, (x, y): (f64, f64), distance: f64, own: u32) -> bool {
        let (column, row) = ((x / self.side) as i64, (y / self.side) as i64);
        for j in (row - 1).max(0)..=(row + 1).min(self.rows - 1) {
            for i in (column - 1).max(0)..=(column + 1).min(self.columns - 1) {
                let near = |p: &(f64, f64, u32)| {
                    p.2 != own && (p.0 - x).powi(2) + (p.1 - y).powi(2) < distance * distance
                };
                if self.cells[(j * self.columns + i) as usize].iter().any(near) {
                    return false;
                }
            }
        }
        true
    }

    fn put(&mut self, x: f64, y: f64, number: u32) {
        let (column, row) = ((x / self.side) as i64, (y / self.side) as i64);
        let at = row.clamp(0, self.rows - 1) * self.columns + column.clamp(0, self.columns - 1);
        self.cells[at as usize].push((x, y, number));
    }
}
