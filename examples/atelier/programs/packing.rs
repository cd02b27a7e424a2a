//! Circles that touch and never overlap: grown at random, and by Apollonius.

use crate::colour::{Ramp, hex, mix};
use crate::made::{Form, Made};
use crate::noise::{Noise, Rng, dice};
use crate::paper::{Ink, Paper, ink};

/// A beach: each stone is as large as its neighbours allow.
pub fn shingle(seed: u64) -> Made {
    const WIDTH: u32 = 2000;
    const HEIGHT: u32 = 1000;
    const TRIES: u32 = 260_000;
    const CELL: f64 = 40.0;
    let (noise, mut dice) = (Noise::new(seed), dice(seed));
    let (columns, rows) = ((f64::from(WIDTH) / CELL) as i64, (f64::from(HEIGHT) / CELL) as i64);
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); (columns * rows) as usize];
    let mut stones: Vec<(f64, f64, f64)> = Vec::new();
    for number in 0..TRIES {
        let (x, y) = (dice.random_range(50.0..1950.0), dice.random_range(50.0..950.0));
        let largest = 3.0
            + 62.0
                * (1.0 - f64::from(number) / f64::from(TRIES)).powi(6)
                * dice.random::<f64>().max(0.2);
        let edge = (x - 50.0_f64).min(1950.0 - x).min(y - 50.0).min(950.0 - y);
        let mut room = largest.min(edge);
        let reach = ((largest + 66.0) / CELL).ceil() as i64;
        let (column, row) = ((x / CELL) as i64, (y / CELL) as i64);
        'search: for j in (row - reach).max(0)..=(row + reach).min(rows - 1) {
            for i in (column - reach).max(0)..=(column + reach).min(columns - 1) {
                for &other in &cells[(j * columns + i) as usize] {
                    let (ox, oy, radius) = stones[other];
                    room = room.min((x - ox).hypot(y - oy) - radius - 1.2);
                    if room < 2.2 {
                        break 'search;
                    }
                }
            }
        }
        if room >= 2.2 {
            cells[(row.min(rows - 1) * columns + column.min(columns - 1)) as usize]
                .push(stones.len());
            stones.push((x, y, room));
        }
    }
    let greys = Ramp::new(&[0x2B3034, 0x575C5E, 0x8F8F88, 0xBFB8A9, 0xE4DCCB]);
    let warm = Ramp::new(&[0x5A2F27, 0x9A5A43, 0xC99A74]);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0x191C1F);
    for &(x, y, radius) in &stones {
        let band = (y / 1000.0 * 2.6 + 0.8 * noise.at(x / 500.0, y / 260.0)).sin() * 0.22;
        let tone = 0.5 + band + dice.random_range(-0.3..0.3);
        let is_warm = dice.random::<f64>() < 0.09;
        let colour = if is_warm { warm.at(dice.random()) } else { greys.at(tone) };
        paper.disc(x, y, radius, Ink::of(colour));
        if radius > 9.0 {
            let veins = dice.random_range(0..4);
            let angle: f64 = dice.random_range(0.0..std::f64::consts::PI);
            let light = Ink::of(mix(colour, hex(0xF4EEDF), 0.5)).thin(0.75);
            for _ in 0..veins {
                let offset = dice.random_range(-0.8..0.8) * radius;
                let half = (radius * radius - offset * offset).sqrt() * 0.97;
                let bend = dice.random_range(-0.12..0.12) * radius;
                let points: Vec<(f64, f64)> = (0..=12)
                    .map(|i| f64::from(i) / 6.0 - 1.0)
                    .map(|t| (t * half, offset + bend * (1.0 - t * t)))
                    .map(|(u, v)| {
                        (
                            x + u * angle.cos() - v * angle.sin(),
                            y + u * angle.sin() + v * angle.cos(),
                        )
                    })
                    .collect();
                paper.line(&points, (radius * 0.05).max(0.8), light);
            }
        }
    }
    Made::new(Form::Flat(paper.finish(), 256)).with("Stones", stones.len()).with("Tries", TRIES)
}

/// Apollonius' gasket by Descartes' theorem, gold leaf on lapis.
pub fn kissing(_seed: u64) -> Made {
    const SIDE: u32 = 1200;
    const SMALLEST: f64 = 1.1;
    let mut paper = Paper::new(SIDE, SIDE, 0x10234A);
    let gold = Ramp::new(&[0x8A6427, 0xC99A45, 0xE9C97E, 0xF8E9BE]);
    let outer = 540.0;
    let inner = outer / (1.0 + 2.0 / 3.0_f64.sqrt());
    let mut circles = vec![Circle { bend: -1.0 / outer, x: 600.0, y: 600.0 }];
    for i in 0..3 {
        let angle = std::f64::consts::TAU * f64::from(i) / 3.0 - std::f64::consts::FRAC_PI_2;
        let far = outer - inner;
        circles.push(Circle {
            bend: 1.0 / inner,
            x: 600.0 + far * angle.cos(),
            y: 600.0 + far * angle.sin(),
        });
    }
    let mut gaps = vec![[0, 1, 2, 3], [0, 1, 3, 2], [0, 2, 3, 1], [1, 2, 3, 0]];
    let mut all = circles.clone();
    while let Some([a, b, c, known]) = gaps.pop() {
        let fourth = Circle::fourth(all[a], all[b], all[c], all[known]);
        if fourth.bend <= 0.0 || 1.0 / fourth.bend < SMALLEST {
            continue;
        }
        let new = all.len();
        all.push(fourth);
        gaps.extend([[a, b, new, c], [a, c, new, b], [b, c, new, a]]);
    }
    paper.disc(600.0, 600.0, outer, ink(0x0B1838));
    for circle in &all[1..] {
        let radius = 1.0 / circle.bend;
        let tone = (radius / 250.0).powf(0.25);
        if radius < 26.0 {
            paper.disc(circle.x, circle.y, radius * 0.94, Ink::of(gold.at(1.15 - tone)));
        } else {
            let rings = (radius / 13.0) as u32;
            for ring in 0..rings {
                let t = 1.0 - f64::from(ring) / f64::from(rings);
                paper.ring(
                    circle.x,
                    circle.y,
                    (radius - 1.5) * t,
                    1.3,
                    Ink::of(gold.at(0.2 + 0.7 * (1.0 - t))),
                );
            }
        }
    }
    paper.ring(600.0, 600.0, outer, 2.2, Ink::of(gold.at(0.7)));
    Made::new(Form::Flat(paper.finish(), 256))
        .with("Circles", all.len())
        .with("Smallest radius, px", SMALLEST)
}

#[derive(Clone, Copy, Debug)]
struct Circle {
    bend: f64,
    x: f64,
    y: f64,
}

impl Circle {
    /// The other circle that touches three, where one is known (Vieta on Descartes).
    fn fourth(a: Self, b: Self, c: Self, known: Self) -> Self {
        let bend = 2.0 * (a.bend + b.bend + c.bend) - known.bend;
        let along = |of: fn(Self) -> f64| {
            let sum = a.bend * of(a) + b.bend * of(b) + c.bend * of(c);
            (2.0 * sum - known.bend * of(known)) / bend
        };
        Self { bend, x: along(|circle| circle.x), y: along(|circle| circle.y) }
    }
}
