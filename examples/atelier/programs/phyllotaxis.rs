//! Phyllotaxis: each seed turned by the golden angle from the one before.

use std::f64::consts::{PI, TAU};

use image::RgbImage;

use crate::colour::{Ramp, smoothstep};
use crate::encode::flatten;
use crate::made::{Form, Made};
use crate::paper::{Ink, Paper, ink};

/// 137.508 degrees: the turn that never meets itself again.
const GOLDEN_ANGLE: f64 = PI * (3.0 - 2.236_067_977_499_79);

/// A seed head; every seed is a petal whose length is set by its distance.
pub fn seedhead(_seed: u64) -> Made {
    const SIDE: u32 = 1600;
    const SEEDS: u32 = 1_900;
    let tones = Ramp::new(&[0x2B1A1F, 0x6A2A2B, 0xB4512F, 0xE09A44, 0xF3D58A, 0xF6EAC8]);
    let mut paper = Paper::new(SIDE, SIDE, 0x121A1A);
    for number in (0..SEEDS).rev() {
        let n = f64::from(number) + 0.5;
        let far = 16.6 * n.sqrt();
        let angle = n * GOLDEN_ANGLE;
        let t = n / f64::from(SEEDS);
        let (x, y) = (800.0 + far * angle.cos(), 800.0 + far * angle.sin());
        let length = 10.0 + 34.0 * smoothstep(0.08, 0.9, t) * (1.0 - 0.25 * t);
        let width = 7.5 + 4.5 * smoothstep(0.0, 0.7, t);
        let shape = |grow: f64| -> Vec<(f64, f64)> {
            (0..24)
                .map(|i| TAU * f64::from(i) / 24.0)
                .map(|a| {
                    let (u, v) =
                        (a.cos() * length * grow, a.sin() * width * grow * (1.0 - 0.35 * a.cos()));
                    (x + u * angle.cos() - v * angle.sin(), y + u * angle.sin() + v * angle.cos())
                })
                .collect()
        };
        let family = f64::from(number % 13) / 13.0;
        let tone = 0.16 + 0.72 * t.powf(0.75) + 0.12 * (family - 0.5);
        paper.fill(&shape(1.0), ink(0x121A1A));
        paper.fill(&shape(0.86), Ink::of(tones.at(tone)));
        paper.fill(&shape(0.40), Ink::of(tones.at(tone - 0.14)));
    }
    Made::new(Form::Flat(paper.finish(), 256)).with("Seeds", SEEDS).with("Angle", "137.508°")
}

/// A loop in which every seed grows into the place of the next.
pub fn sprout(_seed: u64) -> Made {
    const SIDE: u32 = 440;
    const FRAMES: u32 = 40;
    const STRIDE: i32 = 21;
    const SEEDS: i32 = 620;
    const COLOURS: &[u32] = &[0xF1E8D6, 0xE7B67B, 0xCB5F3C, 0x8A2F38, 0x3B2440];
    let tones = Ramp::new(COLOURS);
    let frames: Vec<RgbImage> = (0..FRAMES)
        .map(|frame| {
            let phase = f64::from(frame) / f64::from(FRAMES);
            let shift = phase * f64::from(STRIDE);
            let mut paper = Paper::new(SIDE, SIDE, 0x17131F);
            for number in -STRIDE..SEEDS {
                let n = f64::from(number) + shift;
                if n < 0.0 {
                    continue;
                }
                let far = 8.2 * n.sqrt();
                let angle = f64::from(number) * GOLDEN_ANGLE + phase * home();
                let fade = 1.0 - smoothstep(185.0, 203.0, far);
                let radius =
                    (1.2 + 2.9 * smoothstep(0.0, 120.0, far)) * fade * smoothstep(0.0, 6.0, n);
                let tone = ((far / 200.0) * 9.0).floor() / 9.0;
                if radius > 0.2 {
                    paper.disc(
                        220.0 + far * angle.cos(),
                        220.0 + far * angle.sin(),
                        radius,
                        Ink::of(tones.at(tone)),
                    );
                }
            }
            paper.finish()
        })
        .collect();
    Made::new(Form::Loop(flatten(&frames, 40), 60)).with("Frames", FRAMES).with("Seeds", SEEDS)
}

/// The turn that 21 seeds leave open.
fn home() -> f64 {
    let turn = (21.0 * GOLDEN_ANGLE).rem_euclid(TAU);
    if turn > PI { turn - TAU } else { turn }
}
