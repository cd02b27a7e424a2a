//! Reaction–diffusion (Gray and Scott): two substances, one of which feeds on the other.

use super::super::colour::{Ramp, hex, mix, smoothstep};
use super::super::made::{Form, Made};
use super::super::noise::{Noise, Rng, dice};
use super::super::paper::shade;

/// The second substance of a basin that closes on itself at its edges.
#[derive(Debug)]
struct Basin {
    width: usize,
    height: usize,
    v: Vec<f32>,
}

/// The hero: feed and kill drift over the sheet, so that spots turn into mazes.
pub fn coral(seed: u64) -> Made {
    const STEPS: u32 = 9_000;
    let (columns, rows) = (600, 420);
    let noise = Noise::new(seed);
    let rates = |x: usize, y: usize| {
        let (x, y) = (x as f64 / columns as f64, y as f64 / rows as f64);
        let drift = x + 0.18 * noise.octaves(x * 2.4, y * 2.0, 2);
        let feed = 0.026 + 0.030 * smoothstep(0.05, 0.95, drift);
        let kill = 0.0575 + 0.0052 * smoothstep(0.0, 0.75, drift);
        (feed as f32, kill as f32)
    };
    let basin = react(columns, rows, STEPS, seed, 240, rates);
    let flesh = Ramp::new(&[0x172A36, 0x264B57, 0xC9745A, 0xF0B48F, 0xFBE9D3]);
    let picture = shade(2100, 1470, 2, |px, py| {
        let (x, y) = (px / 3.5, py / 3.5);
        let height = basin.at(x, y);
        let (dx, dy) = (
            basin.at(x + 0.7, y) - basin.at(x - 0.7, y),
            basin.at(x, y + 0.7) - basin.at(x, y - 0.7),
        );
        let light = (-dx * 0.55 - dy * 0.83) * 3.2;
        let body = smoothstep(0.13, 0.19, height);
        let tone = flesh.at(0.06 + 0.12 * height + body * (0.40 + 0.9 * height));
        let tone = if light > 0.0 {
            mix(tone, hex(0xFFF6E8), (light * 0.6).min(0.7) as f32)
        } else {
            mix(tone, hex(0x0D1A24), (-light * 0.6).min(0.65) as f32)
        };
        tone.scaled((1.0 + 0.02 * noise.at(px / 2.0, py / 2.0)) as f32)
    });
    Made::new(Form::Tone(picture, 84))
        .with("Feed", "0.026 → 0.056")
        .with("Kill", "0.0575 → 0.0627")
        .with("Steps", STEPS)
}

/// A thumb's worth of ridges.
pub fn print(seed: u64) -> Made {
    const STEPS: u32 = 11_000;
    let (columns, rows) = (250, 300);
    let basin = react(columns, rows, STEPS, seed, 14, |_, _| (0.0545, 0.062));
    let noise = Noise::new(seed);
    let (ground, ridge) = (hex(0xF5F0E6), hex(0x23324F));
    let picture = shade(1000, 1200, 2, |px, py| {
        let (u, v) = ((px - 500.0) / 400.0, (py - 600.0) / 510.0);
        let within = 1.0
            - smoothstep(0.86, 1.0, (u * u + v * v).sqrt() + 0.05 * noise.at(px / 60.0, py / 60.0));
        let worn = smoothstep(-0.75, 0.15, noise.octaves(px / 210.0, py / 210.0, 3));
        let line = smoothstep(0.17, 0.21, basin.at(px / 4.0, py / 4.0) - 0.03 * (1.0 - worn));
        mix(ground, ridge, (line * within * (0.55 + 0.45 * worn)) as f32)
    });
    Made::new(Form::Flat(picture)).with("Feed", 0.0545).with("Kill", 0.062).with("Steps", STEPS)
}

/// Runs the reaction from a few drops; `rates` gives feed and kill at each cell.
fn react(
    width: usize,
    height: usize,
    steps: u32,
    seed: u64,
    drops: u32,
    rates: impl Fn(usize, usize) -> (f32, f32),
) -> Basin {
    let size = width * height;
    let (mut u, mut v) = (vec![1.0_f32; size], vec![0.0_f32; size]);
    let mut dice = dice(seed);
    for _ in 0..drops {
        let (cx, cy) = (dice.random_range(0..width), dice.random_range(0..height));
        for (dx, dy) in (0..25).map(|i| (i % 5, i / 5)) {
            let at = (cy + dy) % height * width + (cx + dx) % width;
            (u[at], v[at]) = (0.5, 0.35);
        }
    }
    let rates: Vec<(f32, f32)> = (0..size).map(|i| rates(i % width, i / width)).collect();
    let (mut next_u, mut next_v) = (u.clone(), v.clone());
    for _ in 0..steps {
        for y in 0..height {
            let up = (y + height - 1) % height * width;
            let here = y * width;
            let down = (y + 1) % height * width;
            let mut cell = |x: usize, left: usize, right: usize| {
                let spread = |f: &[f32]| {
                    let sides = f[here + left] + f[here + right] + f[up + x] + f[down + x];
                    let corners = f[up + left] + f[up + right] + f[down + left] + f[down + right];
                    sides * 0.2 + corners * 0.05 - f[here + x]
                };
                let (a, b) = (u[here + x], v[here + x]);
                let (feed, kill) = rates[here + x];
                let eaten = a * b * b;
                next_u[here + x] = a + spread(&u) - eaten + feed * (1.0 - a);
                next_v[here + x] = b + 0.5 * spread(&v) + eaten - (feed + kill) * b;
            };
            cell(0, width - 1, 1);
            for x in 1..width - 1 {
                cell(x, x - 1, x + 1);
            }
            cell(width - 1, width - 2, 0);
        }
        std::mem::swap(&mut u, &mut next_u);
        std::mem::swap(&mut v, &mut next_v);
    }
    Basin { width, height, v }
}

impl Basin {
    /// The substance between cells, by a smooth cubic (Catmull–Rom) in both directions.
    fn at(&self, x: f64, y: f64) -> f64 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (ix, iy) = (x.floor(), y.floor());
        let (wx, wy) = (weights(x - ix), weights(y - iy));
        let mut sum = 0.0;
        for (j, wy) in wy.iter().enumerate() {
            let row = (iy as i64 + j as i64 - 1).rem_euclid(self.height as i64) as usize;
            for (i, wx) in wx.iter().enumerate() {
                let column = (ix as i64 + i as i64 - 1).rem_euclid(self.width as i64) as usize;
                sum += wx * wy * f64::from(self.v[row * self.width + column]);
            }
        }
        sum
    }
}

fn weights(t: f64) -> [f64; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        0.5 * (-t3 + 2.0 * t2 - t),
        0.5 * (3.0 * t3 - 5.0 * t2 + 2.0),
        0.5 * (-3.0 * t3 + 4.0 * t2 + t),
        0.5 * (t3 - t2),
    ]
}
