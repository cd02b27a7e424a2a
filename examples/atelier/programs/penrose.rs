//! Penrose's rhombs and quasi-crystals: order without a period.

use std::f64::consts::PI;

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::noise::Noise;
use crate::paper::{Ink, Paper, ink, shade};

type Point = (f64, f64);

/// Half a rhomb: thin or thick, and its corners.
type Half = (bool, Point, Point, Point);

const GOLDEN: f64 = 1.618_033_988_749_895;

/// Two rhombs, halved and halved again.
pub fn rhombs(seed: u64) -> Made {
    const WIDTH: u32 = 1800;
    const HEIGHT: u32 = 1200;
    const HALVINGS: u32 = 7;
    let centre = (1130.0, 560.0);
    let on_wheel = |i: f64| {
        (centre.0 + 1500.0 * (PI * i / 10.0).cos(), centre.1 + 1500.0 * (PI * i / 10.0).sin())
    };
    let mut halves: Vec<Half> = (0..10)
        .map(|i| {
            let (a, b) = (on_wheel(f64::from(2 * i) - 1.0), on_wheel(f64::from(2 * i) + 1.0));
            if i % 2 == 0 { (true, centre, b, a) } else { (true, centre, a, b) }
        })
        .collect();
    for _ in 0..HALVINGS {
        halves = halves.into_iter().flat_map(halve).collect();
    }
    let noise = Noise::new(seed);
    let thick = Ramp::new(&[0xF2E6CE, 0xE6C48C, 0xCF8A4E, 0xA34A33]);
    let thin = Ramp::new(&[0xC9D3CB, 0x7FA09C, 0x3B6A72, 0x1E3A4C]);
    let mut paper = Paper::new(WIDTH, HEIGHT, 0xF2E6CE);
    for &(is_thin, a, b, c) in &halves {
        let middle = ((b.0 + c.0) / 2.0, (b.1 + c.1) / 2.0);
        let far = (middle.0 - centre.0).hypot(middle.1 - centre.1) / 1250.0;
        let weather = noise.octaves(middle.0 / 480.0, middle.1 / 480.0, 3);
        let tilt = ((c.1 - b.1).atan2(c.0 - b.0).rem_euclid(PI) / PI * 5.0).floor() / 5.0;
        let tone = (0.75 * far + 0.34 * weather + 0.26 * tilt - 0.08).clamp(0.0, 1.0);
        let colour = if is_thin { thin.at(tone) } else { thick.at(tone) };
        paper.fill(&[a, b, c], Ink::of(colour));
        paper.line(&[b, c], 1.0, Ink::of(colour));
    }
    for &(_, a, b, c) in &halves {
        paper.line(&[b, a, c], 1.5, ink(0x2A2320));
    }
    Made::new(Form::Flat(paper.finish(), 256))
        .with("Half rhombs", halves.len())
        .with("Halvings", HALVINGS)
}

/// Seven plane waves on each other.
pub fn sevenfold(seed: u64) -> Made {
    const SIDE: u32 = 1400;
    const WAVES: u32 = 7;
    let tones = Ramp::new(&[0x0F1B2D, 0x1C3B5A, 0x6E8FA0, 0xF0E9DA, 0xE2B077, 0x9C4A32, 0x3A1B1E]);
    let phase = (seed % 100) as f64 / 100.0;
    let picture = shade(SIDE, SIDE, 2, |px, py| {
        let (x, y) = ((px - 500.0) / 15.5, (py - 860.0) / 15.5);
        let sum: f64 = (0..WAVES)
            .map(|i| PI * f64::from(i) / f64::from(WAVES))
            .map(|angle| (x * angle.cos() + y * angle.sin() + phase).cos())
            .sum();
        let level = sum / f64::from(WAVES) * 1.25;
        let bands = (level + 1.0) * 6.0;
        let (step, rest) = (bands.floor(), bands.fract());
        let tone = tones.at((step + smoothstep(0.42, 0.58, rest)) / 12.0);
        let line = 1.0 - smoothstep(0.0, 0.09, (rest - 0.5).abs());
        let far = (px - 700.0).hypot(py - 700.0) / 990.0;
        mix(
            mix(tone, hex(0xF0E9DA), (0.30 * line) as f32),
            hex(0x0F1B2D),
            (0.28 * far * far) as f32,
        )
    });
    Made::new(Form::Tone(picture, 84))
        .with("Waves", WAVES)
        .with("Symmetry", format!("{}-fold", WAVES * 2))
}

/// Robinson's triangles: a thin half becomes two, a thick half three.
fn halve((is_thin, a, b, c): Half) -> Vec<Half> {
    let toward = |from: Point, to: Point| {
        (from.0 + (to.0 - from.0) / GOLDEN, from.1 + (to.1 - from.1) / GOLDEN)
    };
    if is_thin {
        let p = toward(a, b);
        vec![(true, c, p, b), (false, p, c, a)]
    } else {
        let q = toward(b, a);
        let r = toward(b, c);
        vec![(false, r, c, a), (false, q, r, b), (true, r, q, a)]
    }
}
