//! Space colonisation: veins that grow towards the places that nothing feeds yet.

use crate::colour::{hex, mix};
use crate::made::{Form, Made};
use crate::noise::{Noise, Rng, dice};
use crate::paper::{Ink, Paper, ink};

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
            let crowded = grid[slot(at.0, at.1) as usize]
                .iter()
                .any(|near| (nodes[*near].0.0 - at.0).hypot(nodes[*near].0.1 - at.1) < 0.6 * step);
            if crowded {
                continue;
            }
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
        let width = 0.9 + 0.34 * flow[i].powf(0.46);
        paper.line(&[nodes[parent].0, (x, y)], width, colour);
    }
    Made::new(Form::Flat(paper.finish(), 64)).with("Sources", SOURCES).with("Nodes", nodes.len())
}
