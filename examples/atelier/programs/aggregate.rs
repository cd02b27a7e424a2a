//! Diffusion-limited aggregation: grains that wander in and stay where they touch.

use std::f64::consts::TAU;

use crate::colour::Ramp;
use crate::made::{Form, Made};
use crate::noise::{Rng, dice};
use crate::paper::{Ink, Paper, extent};

/// Diffusion-limited aggregation: copper that plates out where it first touches.
pub fn copper(seed: u64) -> Made {
    const SIDE: u32 = 1600;
    const PARTICLES: usize = 60_000;
    const GRAIN: f64 = 1.0;
    const CELLS: i64 = 960;
    const BLOCK: i64 = 8;
    const STICKS: f64 = 0.30;
    let mut dice = dice(seed);
    let middle = CELLS as f64 / 2.0;
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); (CELLS * CELLS) as usize];
    let mut at = vec![(middle, middle)];
    let mut parent = vec![0_u32];
    cells[(middle as i64 * CELLS + middle as i64) as usize].push(0);
    let mut reach = 2.0_f64;
    let blocks = CELLS / BLOCK;
    let mut near_ice = vec![false; (blocks * blocks) as usize];
    let mark = |near_ice: &mut [bool], x: f64, y: f64| {
        let (bx, by) = (x as i64 / BLOCK, y as i64 / BLOCK);
        for j in (by - 1).max(0)..=(by + 1).min(blocks - 1) {
            for i in (bx - 1).max(0)..=(bx + 1).min(blocks - 1) {
                near_ice[(j * blocks + i) as usize] = true;
            }
        }
    };
    mark(&mut near_ice, middle, middle);
    while at.len() < PARTICLES && reach < middle - 12.0 {
        let angle = dice.random_range(0.0..TAU);
        let (mut x, mut y) =
            (middle + (reach + 4.0) * angle.cos(), middle + (reach + 4.0) * angle.sin());
        loop {
            let far = (x - middle).hypot(y - middle);
            if far > reach * 1.6 + 30.0 {
                let angle = dice.random_range(0.0..TAU);
                (x, y) =
                    (middle + (reach + 4.0) * angle.cos(), middle + (reach + 4.0) * angle.sin());
                continue;
            }
            let stride = if far > reach + 6.0 { far - reach - 3.0 } else { 0.0 };
            let alone =
                stride == 0.0 && !near_ice[(y as i64 / BLOCK * blocks + x as i64 / BLOCK) as usize];
            if stride == 0.0
                && !alone
                && let Some(near) = touch(&cells, &at, CELLS, x, y, 2.0 * GRAIN)
            {
                if dice.random::<f64>() > STICKS {
                    let angle = dice.random_range(0.0..TAU);
                    let (px, py) = at[near as usize];
                    (x, y) = (px + 2.05 * GRAIN * angle.cos(), py + 2.05 * GRAIN * angle.sin());
                    continue;
                }
                let (px, py) = at[near as usize];
                let gap = (x - px).hypot(y - py).max(1e-6);
                let (x, y) = (px + (x - px) / gap * 1.9 * GRAIN, py + (y - py) / gap * 1.9 * GRAIN);
                cells[(y as i64 * CELLS + x as i64) as usize].push(at.len() as u32);
                at.push((x, y));
                mark(&mut near_ice, x, y);
                parent.push(near);
                reach = reach.max((x - middle).hypot(y - middle));
                break;
            }
            let step = if stride > 0.0 {
                stride
            } else if alone {
                6.0
            } else {
                1.0
            };
            let angle = dice.random_range(0.0..TAU);
            x += step * angle.cos();
            y += step * angle.sin();
        }
    }
    let mut carried = vec![1_u32; at.len()];
    for i in (1..at.len()).rev() {
        carried[parent[i] as usize] += carried[i];
    }
    let (centre, width) = extent(&at);
    let scale = 1420.0 / width;
    let place =
        |(x, y): (f64, f64)| (800.0 + (x - centre.0) * scale, 800.0 + (y - centre.1) * scale);
    let tones = Ramp::new(&[0xFBEBD0, 0xE8A867, 0xB8613A, 0x7E3B33, 0x3F6F68, 0x9CC3AE]);
    let mut paper = Paper::new(SIDE, SIDE, 0x101517);
    for i in 1..at.len() {
        let age = i as f64 / at.len() as f64;
        let width = (0.75 + 0.36 * f64::from(carried[i]).ln()) * scale * 0.62;
        let tone = Ink::of(tones.at(age.powf(1.25)));
        paper.line(&[place(at[parent[i] as usize]), place(at[i])], width.max(0.9), tone);
    }
    Made::new(Form::Tone(paper.finish(), 84))
        .with("Particles", at.len())
        .with("Walks", at.len() - 1)
}

/// A grain within a distance of a point, where there is one.
fn touch(
    cells: &[Vec<u32>],
    at: &[(f64, f64)],
    columns: i64,
    x: f64,
    y: f64,
    distance: f64,
) -> Option<u32> {
    let (cx, cy) = (x as i64, y as i64);
    for j in (cy - 2).max(0)..=(cy + 2).min(columns - 1) {
        for i in (cx - 2).max(0)..=(cx + 2).min(columns - 1) {
            for &other in &cells[(j * columns + i) as usize] {
                let (ox, oy) = at[other as usize];
                if (x - ox).powi(2) + (y - oy).powi(2) < distance * distance {
                    return Some(other);
                }
            }
        }
    }
    None
}
