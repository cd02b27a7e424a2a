//! Differential growth: a line that lengthens everywhere and may not touch itself.

use std::f64::consts::TAU;

use crate::colour::smoothstep;
use crate::made::{Form, Made};
use crate::noise::{Noise, Rng, bell, dice};
use crate::paper::{Paper, extent, ink};

/// A closed line that grows everywhere and may not touch itself.
pub fn room(seed: u64) -> Made {
    const SIDE: u32 = 1500;
    const POINTS: usize = 7_000;
    const APART: f64 = 13.0;
    let (mut dice, noise) = (dice(seed), Noise::new(seed));
    let mut line: Vec<(f64, f64)> = (0..90)
        .map(|i| TAU * f64::from(i) / 90.0)
        .map(|a| (750.0 + 90.0 * a.cos(), 750.0 + 90.0 * a.sin()))
        .collect();
    let columns = (f64::from(SIDE) / APART).ceil() as i64 + 1;
    let mut rounds = 0;
    while line.len() < POINTS && rounds < 3_200 {
        rounds += 1;
        let mut cells: Vec<Vec<u32>> = vec![Vec::new(); (columns * columns) as usize];
        for (i, &(x, y)) in line.iter().enumerate() {
            cells[((y / APART) as i64 * columns + (x / APART) as i64) as usize].push(i as u32);
        }
        let count = line.len();
        let moved: Vec<(f64, f64)> = (0..count)
            .map(|i| {
                let (x, y) = line[i];
                let (before, after) = (line[(i + count - 1) % count], line[(i + 1) % count]);
                let mut push = (0.0, 0.0);
                let (cx, cy) = ((x / APART) as i64, (y / APART) as i64);
                for row in (cy - 1).max(0)..=(cy + 1).min(columns - 1) {
                    for column in (cx - 1).max(0)..=(cx + 1).min(columns - 1) {
                        for &j in &cells[(row * columns + column) as usize] {
                            let (dx, dy) = (x - line[j as usize].0, y - line[j as usize].1);
                            let far = dx.hypot(dy);
                            if far > 0.0 && far < APART {
                                let force = (1.0 - far / APART) / far;
                                push.0 += dx * force;
                                push.1 += dy * force;
                            }
                        }
                    }
                }
                let middle = ((before.0 + after.0) / 2.0, (before.1 + after.1) / 2.0);
                let (rx, ry) = (x - 750.0, y - 750.0);
                let far = rx.hypot(ry);
                let wall = smoothstep(560.0, 660.0, far) * 0.9;
                (
                    x + 0.62 * push.0 + 0.34 * (middle.0 - x) - wall * rx / far.max(1.0),
                    y + 0.62 * push.1 + 0.34 * (middle.1 - y) - wall * ry / far.max(1.0),
                )
            })
            .collect();
        line.clear();
        for i in 0..count {
            let (here, next) = (moved[i], moved[(i + 1) % count]);
            line.push(here);
            let gap = (next.0 - here.0).hypot(next.1 - here.1);
            let eager = noise.at(here.0 / 120.0, here.1 / 120.0) * 0.0010 + 0.0016;
            if gap > 7.0 || dice.random::<f64>() < eager {
                let jitter = (0.4 * bell(&mut dice), 0.4 * bell(&mut dice));
                line.push(((here.0 + next.0) / 2.0 + jitter.0, (here.1 + next.1) / 2.0 + jitter.1));
            }
        }
    }
    let smooth: Vec<(f64, f64)> = (0..line.len())
        .map(|i| {
            let (a, b, c) =
                (line[(i + line.len() - 1) % line.len()], line[i], line[(i + 1) % line.len()]);
            ((a.0 + 2.0 * b.0 + c.0) / 4.0, (a.1 + 2.0 * b.1 + c.1) / 4.0)
        })
        .collect();
    let (centre, width) = extent(&smooth);
    let by = 1240.0 / width;
    let fitted: Vec<(f64, f64)> = smooth
        .iter()
        .map(|(x, y)| (750.0 + (x - centre.0) * by, 750.0 + (y - centre.1) * by))
        .collect();
    let mut paper = Paper::new(SIDE, SIDE, 0xEFE6D5);
    paper.fill(&fitted, ink(0xD9694A));
    paper.outline(&fitted, 3.3 * by, ink(0x2A2030));
    Made::new(Form::Flat(paper.finish(), 32)).with("Points", line.len()).with("Rounds", rounds)
}
