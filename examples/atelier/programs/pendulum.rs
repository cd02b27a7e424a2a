//! Harmonographs: what two pendulums write until they rest.

use std::f64::consts::TAU;

use crate::made::{Form, Made};
use crate::noise::{Rng, bell, dice};
use crate::paper::{Paper, extent, ink};

/// Three letters from a pendulum, on one long sheet.
pub fn letters(seed: u64) -> Made {
    const WIDTH: u32 = 2100;
    const HEIGHT: u32 = 700;
    const STEPS: u32 = 26_000;
    let mut dice = dice(seed);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0xF5F0E4);
    let ratios = [(2.0, 3.0), (3.0, 4.0), (1.0, 2.0)];
    let inks = [0x1C2A4A, 0x6B2B2A, 0x24443A];
    for (number, ((p, q), colour)) in ratios.into_iter().zip(inks).enumerate() {
        let centre = (350.0 + 700.0 * number as f64, 350.0);
        let mut drift = || 1.0 + 0.0035 * bell(&mut dice);
        let rates = [p * drift(), q * drift(), p * drift(), q * drift()];
        let phases: [f64; 4] = std::array::from_fn(|_| dice.random_range(0.0..TAU));
        let points: Vec<(f64, f64)> = (0..STEPS)
            .map(|step| f64::from(step) * 0.012)
            .map(|t| {
                let fade = (-t * 0.0066).exp();
                let swing =
                    |i: usize, damp: f64| (rates[i] * t + phases[i]).sin() * fade.powf(damp);
                let x = 0.62 * swing(0, 1.0) + 0.38 * swing(1, 1.5);
                let y = 0.62 * swing(3, 1.1) + 0.38 * swing(2, 0.9);
                (x, y)
            })
            .collect();
        let points = fit(&points, centre, 560.0);
        for start in (0..points.len() - 1).step_by(400) {
            let end = (start + 401).min(points.len());
            paper.line(&points[start..end], 0.9, ink(colour).thin(0.72));
        }
        paper.disc(points[0].0, points[0].1, 3.4, ink(colour));
    }
    Made::new(Form::Flat(paper.finish(), 32)).with("Letters", 3).with("Ratios", "2:3, 3:4, 1:2")
}

/// Moves and scales points into a square of this side around a centre.
fn fit(points: &[(f64, f64)], centre: (f64, f64), side: f64) -> Vec<(f64, f64)> {
    let ((mx, my), width) = extent(points);
    let by = side / width;
    points.iter().map(|(x, y)| (centre.0 + (x - mx) * by, centre.1 + (y - my) * by)).collect()
}
