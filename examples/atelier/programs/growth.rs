//! What grows by adding: aggregates, crystals, veins, a line that wants room.

use std::f64::consts::TAU;

use super::super::colour::{Ramp, hex, mix, smoothstep};
use super::super::made::{Form, Made};
use super::super::noise::{Noise, Rng, bell, dice};
use super::super::paper::{Ink, Paper, ink, shade};

/// Diffusion-limited aggregation: copper that plates out where it first touches.
pub fn copper(seed: u64) -> Made {
    const SIDE: u32 = 1600;
    const PARTICLES: usize = 34_000;
    const GRAIN: f64 = 1.0;
    const CELLS: i64 = 900;
    let mut dice = dice(seed);
    let middle = CELLS as f64 / 2.0;
    let mut cells: Vec<Vec<u32>> = vec![Vec::new(); (CELLS * CELLS) as usize];
    let mut at = vec![(middle, middle)];
    let mut parent = vec![0_u32];
    cells[(middle as i64 * CELLS + middle as i64) as usize].push(0);
    let mut reach = 2.0_f64;
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
            if stride == 0.0
                && let Some(near) = touch(&cells, &at, CELLS, x, y, 2.0 * GRAIN)
            {
                let (px, py) = at[near as usize];
                let gap = (x - px).hypot(y - py).max(1e-6);
                let (x, y) = (px + (x - px) / gap * 1.9 * GRAIN, py + (y - py) / gap * 1.9 * GRAIN);
                cells[(y as i64 * CELLS + x as i64) as usize].push(at.len() as u32);
                at.push((x, y));
                parent.push(near);
                reach = reach.max((x - middle).hypot(y - middle));
                break;
            }
            let step = if stride > 0.0 { stride } else { 1.0 };
            let angle = dice.random_range(0.0..TAU);
            x += step * angle.cos();
            y += step * angle.sin();
        }
    }
    let mut carried = vec![1_u32; at.len()];
    for i in (1..at.len()).rev() {
        carried[parent[i] as usize] += carried[i];
    }
    let scale = 740.0 / reach;
    let place = |(x, y): (f64, f64)| (800.0 + (x - middle) * scale, 800.0 + (y - middle) * scale);
    let tones = Ramp::new(&[0xFBEBD0, 0xE8A867, 0xB8613A, 0x7E3B33, 0x3F6F68, 0x9CC3AE]);
    let mut paper = Paper::new(SIDE, SIDE, 0x101517);
    for i in 1..at.len() {
        let age = i as f64 / at.len() as f64;
        let width = (0.62 + 0.34 * f64::from(carried[i]).ln()) * scale.min(2.2) * 0.6;
        let tone = Ink::of(tones.at(age.powf(1.25)));
        paper.line(&[place(at[parent[i] as usize]), place(at[i])], width.max(0.9), tone);
    }
    Made::new(Form::Tone(paper.finish(), 84))
        .with("Particles", at.len())
        .with("Walks", at.len() - 1)
}

/// A snow crystal by Reiter's rule, on hexagons.
pub fn crystal(_seed: u64) -> Made {
    const SIDE: u32 = 1400;
    const RADIUS: i64 = 300;
    const STEPS: u32 = 2_600;
    let (vapour, gain) = (0.42_f32, 0.0010_f32);
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

/// A leaf's veins: each tip grows towards the places that nothing feeds yet.
pub fn veins(seed: u64) -> Made {
    const WIDTH: u32 = 1200;
    const HEIGHT: u32 = 1800;
    const SOURCES: usize = 9_000;
    let (mut dice, noise) = (dice(seed), Noise::new(seed));
    let half_width = |t: f64| {
        455.0 * (std::f64::consts::PI * t.powf(0.78)).sin().max(0.0).powf(0.82) * (1.0 - 0.18 * t)
    };
    let leaf = |x: f64, y: f64| {
        let t = (1640.0 - y) / 1490.0;
        (0.0..1.0).contains(&t) && (x - 600.0 - 26.0 * (t * 3.0).sin()).abs() < half_width(t)
    };
    let mut sources: Vec<(f64, f64)> = Vec::new();
    while sources.len() < SOURCES {
        let p = (dice.random_range(120.0..1080.0), dice.random_range(140.0..1640.0));
        if leaf(p.0, p.1) {
            sources.push(p);
        }
    }
    let (reach, kill, step) = (95.0_f64, 7.5_f64, 4.5_f64);
    let cell = 24.0;
    let columns = 60_i64;
    let mut grid: Vec<Vec<usize>> = vec![Vec::new(); 60 * 90];
    let slot = |x: f64, y: f64| {
        ((y / cell) as i64).clamp(0, 89) * columns + ((x / cell) as i64).clamp(0, 59)
    };
    let mut nodes: Vec<((f64, f64), usize)> = Vec::new();
    for i in 0..46 {
        let t = f64::from(i) / 45.0;
        let at = (600.0 + 10.0 * (t * 2.0).sin(), 1740.0 - 130.0 * t);
        grid[slot(at.0, at.1) as usize].push(nodes.len());
        nodes.push((at, nodes.len().saturating_sub(1)));
    }
    for _ in 0..700 {
        let mut pull: std::collections::BTreeMap<usize, (f64, f64)> =
            std::collections::BTreeMap::new();
        for &(x, y) in &sources {
            let mut best: Option<(f64, usize)> = None;
            let span = (reach / cell).ceil() as i64;
            let (cx, cy) = ((x / cell) as i64, (y / cell) as i64);
            for j in (cy - span).max(0)..=(cy + span).min(89) {
                for i in (cx - span).max(0)..=(cx + span).min(59) {
                    for &node in &grid[(j * columns + i) as usize] {
                        let ((nx, ny), _) = nodes[node];
                        let far = (nx - x).hypot(ny - y);
                        if far < reach && best.is_none_or(|(other, _)| far < other) {
                            best = Some((far, node));
                        }
                    }
                }
            }
            if let Some((far, node)) = best {
                let ((nx, ny), _) = nodes[node];
                let sum = pull.entry(node).or_default();
                sum.0 += (x - nx) / far;
                sum.1 += (y - ny) / far;
            }
        }
        if pull.is_empty() {
            break;
        }
        let first_new = nodes.len();
        for (node, (dx, dy)) in pull {
            let length = dx.hypot(dy);
            if length < 0.08 {
                continue;
            }
            let ((x, y), _) = nodes[node];
            let at = (x + dx / length * step, y + dy / length * step);
            grid[slot(at.0, at.1) as usize].push(nodes.len());
            nodes.push((at, node));
        }
        if nodes.len() == first_new {
            break;
        }
        sources.retain(|&(x, y)| {
            nodes[first_new..].iter().all(|&((nx, ny), _)| (nx - x).hypot(ny - y) > kill)
        });
    }
    let mut flow = vec![0.0_f64; nodes.len()];
    let mut has_child = vec![false; nodes.len()];
    for &(_, parent) in &nodes {
        has_child[parent] = true;
    }
    for i in (1..nodes.len()).rev() {
        if !has_child[i] {
            flow[i] += 1.0;
        }
        let parent = nodes[i].1;
        flow[parent] += flow[i];
    }
    let mut paper = Paper::new(WIDTH, HEIGHT, 0xF1EBDD);
    let outline: Vec<(f64, f64)> = (0..=200)
        .map(|i| f64::from(i) / 100.0)
        .map(|s| if s <= 1.0 { (s, 1.0) } else { (2.0 - s, -1.0) })
        .map(|(t, side)| {
            (600.0 + 26.0 * (t * 3.0).sin() + side * (half_width(t) + 6.0), 1640.0 - 1490.0 * t)
        })
        .collect();
    paper.fill(&outline, ink(0xDCE0C4));
    paper.outline(&outline, 2.0, ink(0x53643F));
    for i in 1..nodes.len() {
        let ((x, y), parent) = nodes[i];
        let tone = 0.5 + 0.5 * noise.at(x / 300.0, y / 300.0);
        let colour = Ink::of(mix(hex(0x2E4A35), hex(0x5B7040), tone as f32));
        let width = 0.8 + 0.62 * flow[i].powf(0.42);
        paper.line(&[nodes[parent].0, (x, y)], width, colour);
    }
    Made::new(Form::Flat(paper.finish())).with("Sources", SOURCES).with("Nodes", nodes.len())
}

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
    while line.len() < POINTS && rounds < 2_400 {
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
            let eager = noise.at(here.0 / 240.0, here.1 / 240.0) * 0.004 + 0.0045;
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
    let mut paper = Paper::new(SIDE, SIDE, 0xEFE6D5);
    paper.fill(&smooth, ink(0xD9694A));
    paper.outline(&smooth, 4.6, ink(0x2A2030));
    Made::new(Form::Flat(paper.finish())).with("Points", line.len()).with("Rounds", rounds)
}

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

fn edge_distance(cell: usize, width: usize, radius: i64) -> i64 {
    let (q, r) = ((cell % width) as i64 - radius, (cell / width) as i64 - radius);
    radius - q.abs().max(r.abs()).max((q + r).abs())
}
