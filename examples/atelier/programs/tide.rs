//! A sea in rows, as a loop: every wave goes round a whole number of times.

use std::f64::consts::TAU;

use image::RgbImage;

use crate::colour::{Ramp, smoothstep};
use crate::encode::flatten;
use crate::made::{Form, Made};
use crate::paper::{Ink, Paper, ink};

pub fn tide(_seed: u64) -> Made {
    const FRAMES: u32 = 45;
    const ROWS: u32 = 26;
    let seas = Ramp::new(&[0x0F2030, 0x17384A, 0x2B6070, 0x86ADA4, 0xEFE6D0]);
    let frames: Vec<RgbImage> = (0..FRAMES)
        .map(|frame| {
            let turn = TAU * f64::from(frame) / f64::from(FRAMES);
            let mut paper = Paper::new(480, 360, 0x0B1826);
            paper.disc(338.0, 74.0, 24.0, ink(0xD9694A));
            for row in 0..ROWS {
                let near = f64::from(row) / f64::from(ROWS - 1);
                let level = 92.0 + 262.0 * near.powf(1.35);
                let late = f64::from(row) * 0.62;
                let height = 2.0 + 17.0 * near;
                let swell = |x: f64| {
                    let u = (x - 240.0) / (0.35 + 0.65 * near);
                    let long = (u / 62.0 + turn - late).sin();
                    let cross = (u / 37.0 - 2.0 * turn + 1.7 * late).sin();
                    let chop = (u / 15.0 + 3.0 * turn + 0.9 * late).sin();
                    level - height * (0.6 * long + 0.28 * cross + 0.08 * chop)
                };
                let mut crest: Vec<(f64, f64)> =
                    (-4..=124).map(|i| f64::from(i) * 4.0).map(|x| (x, swell(x))).collect();
                let line = crest.clone();
                crest.extend([(500.0, 380.0), (-20.0, 380.0)]);
                let depth = 0.10 + 0.42 * smoothstep(0.0, 1.0, near);
                paper.fill(&crest, Ink::of(seas.at(0.62 - depth)));
                paper.line(&line, 0.8 + 1.0 * near, Ink::of(seas.at(0.72 + 0.28 * near)));
            }
            paper.finish()
        })
        .collect();
    Made::new(Form::Loop(flatten(&frames, 40), 70)).with("Frames", FRAMES).with("Rows", ROWS)
}
