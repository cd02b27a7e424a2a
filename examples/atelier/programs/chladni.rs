//! Chladni's figures: sand on plates that sound.

use std::f64::consts::PI;

use crate::made::{Form, Made};
use crate::noise::{Rng, bell, dice};
use crate::paper::{Paper, ink};

/// Nine plates of sand, bowed at nine pitches (Chladni).
pub fn plates(seed: u64) -> Made {
    const SIDE: u32 = 1500;
    const GRAINS: u32 = 34_000;
    const MODES: [(f64, f64, f64); 9] = [
        (1.0, 3.0, 1.0),
        (2.0, 4.0, 1.0),
        (1.0, 5.0, 1.0),
        (3.0, 5.0, -1.0),
        (2.0, 6.0, 1.0),
        (3.0, 7.0, 1.0),
        (5.0, 7.0, 1.0),
        (4.0, 8.0, -1.0),
        (4.0, 10.0, 1.0),
    ];
    let mut dice = dice(seed);
    let mut paper = Paper::new(SIDE, SIDE, 0x15171A);
    for (number, (m, n, sign)) in MODES.into_iter().enumerate() {
        let (left, top) = (75.0 + 465.0 * (number % 3) as f64, 75.0 + 465.0 * (number / 3) as f64);
        paper.rect(left, top, 420.0, 420.0, ink(0x22262A));
        let swing = |x: f64, y: f64| {
            (m * PI * x).cos() * (n * PI * y).cos() + sign * (n * PI * x).cos() * (m * PI * y).cos()
        };
        for _ in 0..GRAINS {
            let (mut x, mut y) = (dice.random::<f64>(), dice.random::<f64>());
            for _ in 0..14 {
                let e = 0.002;
                let here = swing(x, y);
                let (gx, gy) = ((swing(x + e, y) - here) / e, (swing(x, y + e) - here) / e);
                let steep = gx * gx + gy * gy + 6.0;
                x = (x - 0.5 * here * gx / steep).clamp(0.0, 1.0);
                y = (y - 0.5 * here * gy / steep).clamp(0.0, 1.0);
            }
            let scatter = 0.0042 + 0.01 * dice.random::<f64>().powi(6);
            x += scatter * bell(&mut dice);
            y += scatter * bell(&mut dice);
            if (0.004..0.996).contains(&x) && (0.004..0.996).contains(&y) {
                let tone = if dice.random::<f64>() < 0.2 { 0xC9A878 } else { 0xEADFC8 };
                paper.disc(left + 420.0 * x, top + 420.0 * y, 0.70, ink(tone).thin(0.85));
            }
        }
    }
    Made::new(Form::Tone(paper.finish(), 82)).with("Plates", 9).with("Grains a plate", GRAINS)
}
