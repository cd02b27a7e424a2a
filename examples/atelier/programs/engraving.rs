//! Pictures from the width of lines: an engraver's moon, a moiré.

use std::f64::consts::TAU;

use crate::colour::{Rgb, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::noise::{Noise, Rng, dice};
use crate::paper::{Paper, ink, shade};

/// A cratered moon, cut as one spiral that swells where the light is gone.
pub fn moon(seed: u64) -> Made {
    const SIDE: u32 = 1800;
    const CRATERS: u32 = 520;
    const PITCH: f64 = 7.2;
    let (noise, mut dice) = (Noise::new(seed), dice(seed));
    let craters: Vec<(f64, f64, f64)> = (0..CRATERS)
        .map(|_| {
            let size = 0.012 + 0.16 * dice.random::<f64>().powi(7);
            (dice.random_range(-1.0..1.0), dice.random_range(-1.0..1.0), size)
        })
        .collect();
    let height = |x: f64, y: f64| {
        let mut sum = 0.012 * noise.octaves(x * 7.0, y * 7.0, 4);
        for &(cx, cy, size) in &craters {
            let far = (x - cx).hypot(y - cy) / size;
            if far < 1.9 {
                let bowl = if far < 1.0 { -0.55 * (1.0 - far * far) } else { 0.0 };
                let wall = (-((far - 1.0) / 0.22).powi(2)).exp() * 0.24;
                sum += (bowl + wall) * size * 0.9;
            }
        }
        sum
    };
    let sun = (-0.72, -0.38, 0.58);
    let light = |x: f64, y: f64| {
        let far = x.hypot(y);
        if far > 1.0 {
            return 0.045 + 0.03 * smoothstep(1.25, 1.0, far);
        }
        let z = (1.0 - far * far).sqrt();
        let e = 0.003;
        let (dx, dy) = (
            (height(x + e, y) - height(x - e, y)) / (2.0 * e),
            (height(x, y + e) - height(x, y - e)) / (2.0 * e),
        );
        let (nx, ny, nz) = (x - dx * z, y - dy * z, z);
        let size = (nx * nx + ny * ny + nz * nz).sqrt();
        let lit = ((nx * sun.0 + ny * sun.1 + nz * sun.2) / size).max(0.0);
        let seas = smoothstep(0.05, 0.5, noise.octaves(x * 1.6 + 5.0, y * 1.6, 3));
        lit.powf(0.75) * (1.08 - 0.42 * seas) + 0.02
    };
    let mut paper = Paper::new(SIDE, SIDE, 0xF2EBDC);
    let (mut theta, mut before) = (0.0_f64, None::<((f64, f64), f64)>);
    loop {
        let far = PITCH * theta / TAU;
        if far > 860.0 {
            break;
        }
        let (x, y) = (900.0 + far * theta.cos(), 900.0 + far * theta.sin());
        let (u, v) = ((x - 900.0) / 640.0, (y - 900.0) / 640.0);
        let inside = u.hypot(v) <= 1.0;
        let tone = light(u, v);
        let width = if inside {
            PITCH * (1.0 - tone).clamp(0.10, 0.90)
        } else {
            1.0 + 0.5 * smoothstep(1.34, 1.0, u.hypot(v))
        };
        if let Some((from, old)) = before {
            paper.line(&[from, (x, y)], (width + old) / 2.0, ink(0x1A2233));
        }
        before = Some(((x, y), width));
        theta += (2.2 / far.max(4.0)).min(0.3);
    }
    Made::new(Form::Flat(paper.finish(), 16))
        .with("Turns of the spiral", (860.0 / PITCH) as u32)
        .with("Craters", CRATERS)
        .with("Lines", 1)
}

/// Two combs of lines, one of them bent: what is seen is in neither.
pub fn interval(_seed: u64) -> Made {
    const WIDTH: u32 = 2400;
    const HEIGHT: u32 = 600;
    const PITCH: f64 = 10.0;
    let (ground, first, second) = (hex(0xEFE9DC), hex(0x2C6A8C), hex(0xDD5A36));
    let comb = |t: f64| {
        let far = (t.fract() - 0.5).abs() * PITCH;
        1.0 - smoothstep(1.7, 2.5, far)
    };
    let picture = shade(WIDTH, HEIGHT, 4, |x, y| {
        let (u, v) = ((x - 1200.0) / 1200.0, (y - 300.0) / 300.0);
        let straight = x / PITCH;
        let bend = 26.0 * (-((u + 0.46) * (u + 0.46) * 6.0 + v * v * 0.55)).exp()
            - 34.0 * (-((u - 0.38) * (u - 0.38) * 3.2 + v * v * 0.4)).exp();
        let bent = x / PITCH * 1.012 + bend * 0.32 + 0.4 * v + 400.0;
        let edge = smoothstep(0.0, 4.0, x.min(2400.0 - x).min(y).min(600.0 - y) - 44.0);
        let one = mix(ground, first, (comb(straight + 400.0) * edge) as f32);
        let red = comb(bent) * edge * 0.92;
        let under = second.scaled(red as f32).plus(hex(0xFFFFFF).scaled(1.0 - red as f32));
        Rgb(std::array::from_fn(|i| one.0[i] * under.0[i]))
    });
    Made::new(Form::Flat(picture, 32)).with("Pitch, px", PITCH).with("Combs", 2)
}
