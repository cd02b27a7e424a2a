//! Snow crystals by Reiter's rule: hexagonal cells of vapour that freeze.

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::paper::shade;

/// A snow crystal by Reiter's rule, on hexagons.
pub fn crystal(_seed: u64) -> Made {
    const SIDE: u32 = 1400;
    const RADIUS: i64 = 250;
    const STEPS: u32 = 6_000;
    let (vapour, gain) = (0.40_f32, 0.0012_f32);
    let width = (2 * RADIUS + 1) as usize;
    let mut water = vec![vapour; width * width];
    let start = RADIUS as usize * width + RADIUS as usize;
    water[start] = 1.0;
    let neighbours =
        [1_isize, -1, width as isize, -(width as isize), width as isize - 1, 1 - width as isize];
    let inside = |i: usize| {
        let (q, r) = ((i % width) as i64 - RADIUS, (i / width) as i64 - RADIUS);
        q.abs() < RADIUS && r.abs() < RADIUS && (q + r).abs() < RADIUS
    };
    let cells: Vec<usize> = (0..width * width).filter(|i| inside(*i)).collect();
    let mut frozen_at = vec![0_u32; width * width];
    for step in 1..=STEPS {
        let near_ice = |i: usize, water: &[f32]| {
            water[i] >= 1.0 || neighbours.iter().any(|n| water[(i as isize + n) as usize] >= 1.0)
        };
        let mut free = water.clone();
        let mut receptive = vec![false; width * width];
        for &i in &cells {
            if near_ice(i, &water) {
                receptive[i] = true;
                free[i] = 0.0;
            }
        }
        for &i in &cells {
            let around: f32 = neighbours.iter().map(|n| free[(i as isize + n) as usize]).sum();
            let spread = free[i] + 0.5 * (around / 6.0 - free[i]);
            let kept = if receptive[i] { water[i] + gain } else { 0.0 };
            let new = kept + spread;
            if new >= 1.0 && frozen_at[i] == 0 {
                frozen_at[i] = step;
            }
            water[i] = new;
        }
        if cells.iter().any(|i| frozen_at[*i] > 0 && edge_distance(*i, width, RADIUS) < 26) {
            break;
        }
    }
    let ice = Ramp::new(&[0x1C3A5C, 0x4C86A8, 0xA9D0DA, 0xF2F8F4]);
    let height = |q: i64, r: i64| {
        let i = ((r + RADIUS) as usize) * width + (q + RADIUS) as usize;
        if water.get(i).is_some_and(|w| *w >= 1.0) { f64::from(water[i]).min(3.0) } else { 0.0 }
    };
    let sample = |x: f64, y: f64| {
        let r = y / (3.0_f64.sqrt() / 2.0);
        let q = x - r / 2.0;
        let (q0, r0) = (q.floor(), r.floor());
        let (fq, fr) = (q - q0, r - r0);
        let h = |dq: i64, dr: i64| height(q0 as i64 + dq, r0 as i64 + dr);
        if fq + fr < 1.0 {
            h(0, 0) * (1.0 - fq - fr) + h(1, 0) * fq + h(0, 1) * fr
        } else {
            h(1, 1) * (fq + fr - 1.0) + h(0, 1) * (1.0 - fq) + h(1, 0) * (1.0 - fr)
        }
    };
    let picture = shade(SIDE, SIDE, 2, |px, py| {
        let scale = 2.0 * 0.97 * RADIUS as f64 / 1400.0;
        let (x, y) = ((px - 700.0) * scale, (py - 700.0) * scale);
        let (x, y) = (x * 0.866 - y * 0.5, x * 0.5 + y * 0.866);
        let far = (px - 700.0).hypot(py - 700.0) / 990.0;
        let sky = mix(hex(0x16304E), hex(0x091322), far as f32);
        if x.abs() > RADIUS as f64 * 0.9 || y.abs() > RADIUS as f64 * 0.85 {
            return sky;
        }
        let body = sample(x, y);
        let slope = sample(x - 1.0, y - 1.0) - sample(x + 1.0, y + 1.0);
        let cover = smoothstep(0.3, 0.75, body);
        let tone = ice.at(0.30 + 0.26 * (body - 1.0) + 0.42 * slope);
        mix(sky, tone, (cover * 0.96) as f32)
    });
    Made::new(Form::Tone(picture, 86))
        .with("Vapour", vapour)
        .with("Gain a step", gain)
        .with("Steps at most", STEPS)
}

/// How many cells lie between a cell and the edge of the hexagon.
fn edge_distance(cell: usize, width: usize, radius: i64) -> i64 {
    let (q, r) = ((cell % width) as i64 - radius, (cell / width) as i64 - radius);
    radius - q.abs().max(r.abs()).max((q + r).abs())
}
