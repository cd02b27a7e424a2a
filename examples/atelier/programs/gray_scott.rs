//! Reaction–diffusion (Gray and Scott): two substances, one of which feeds on the other.

use crate::colour::{Ramp, hex, mix, smoothstep};
use crate::made::{Form, Made};
use crate::noise::Noise;
use crate::paper::shade;

/// The second substance of a basin that closes on itself at its edges.
#[derive(Debug)]
struct Basin {
    width: usize,
    height: usize,
    v: Vec<f32>,
}

/// The hero: feed and kill drift over the sheet, so that spots turn into mazes.
pub fn coral(seed: u64) -> Made {
    const STEPS: u32 = 12_000;
    const BLEED: usize = 40;
    let (columns, rows) = (840 + 2 * BLEED, 588 + 2 * BLEED);
    let noise = Noise::new(seed);
    let rates = |x: usize, y: usize| {
        let (x, y) = (x as f64 / columns as f64, y as f64 / rows as f64);
        let drift = x + 0.16 * noise.octaves(x * 2.4, y * 2.0, 2);
        let feed = 0.026 + 0.030 * smoothstep(0.05, 0.95, drift);
        let kill = 0.0575 + 0.0050 * smoothstep(0.0, 0.75, drift);
        (feed as f32, kill as f32)
    };
    let start = |x: usize, y: usize| {
        let drop = noise.at(x as f64 / 11.0, y as f64 / 11.0);
        if drop > 0.62 { 0.5 } else { 0.0 }
    };
    let basin = react(columns, rows, STEPS, start, rates);
    let flesh = Ramp::new(&[0xF6E3C0, 0xF0B586, 0xDF7C55, 0xBF4B42, 0x8C3140, 0x5A2540]);
    let ground = Ramp::new(&[0x0F3A44, 0x0F2C3B, 0x121C30]);
    let picture = shade(2100, 1470, 2, |px, py| {
        let (x, y) = (px / 2.5 + BLEED as f64, py / 2.5 + BLEED as f64);
        let height = basin.at(x, y);
        let dx = basin.at(x + 0.8, y) - basin.at(x - 0.8, y);
        let dy = basin.at(x, y + 0.8) - basin.at(x, y - 0.8);
        let drift = px / 2100.0 + 0.22 * noise.octaves(px / 700.0, py / 700.0, 3);
        let body = smoothstep(0.11, 0.17, height);
        let bed =
            mix(ground.at(drift), hex(0x050C14), (smoothstep(0.10, 0.02, height) * 0.35) as f32);
        let tone = mix(bed, flesh.at(0.04 + 0.92 * drift), body as f32);
        let steep = (dx * dx + dy * dy).sqrt() * 9.0;
        let flat = 1.0 / (1.0 + steep * steep).sqrt();
        let lit = (-dx * 9.0 * 0.50 - dy * 9.0 * 0.62 + 0.60) * flat;
        let shine = lit.max(0.0).powi(22) * 0.55 * body;
        let light = 0.34 + 0.94 * lit.max(0.0);
        let grain = 1.0 + 0.02 * noise.at(px / 2.0, py / 2.0);
        tone.scaled((light * grain) as f32).plus(hex(0xFFF3DD).scaled(shine as f32))
    });
    Made::new(Form::Tone(picture, 80))
        .with("Feed", "0.026 → 0.056")
        .with("Kill", "0.0575 → 0.0625")
        .with("Steps", STEPS)
}

/// A thumb's worth of ridges: the reaction begins from a whorl and settles it.
pub fn print(seed: u64) -> Made {
    const STEPS: u32 = 6_000;
    let (columns, rows) = (400, 480);
    let noise = Noise::new(seed);
    let start = |x: usize, y: usize| {
        let (u, v) = (x as f64 - 206.0, y as f64 - 205.0);
        let loose = 26.0 * noise.octaves(u / 150.0, v / 150.0, 2);
        let arch = v + 0.0032 * u * u + loose;
        let core = (u * 1.15).hypot(v * 0.92 + 0.12 * u) + loose * 0.4;
        let share = smoothstep(70.0, 190.0, v + 0.2 * u.abs());
        let phase = core * (1.0 - share) + (arch + 60.0) * share;
        let stripe = (phase / 16.0 * std::f64::consts::TAU + v.atan2(u) * (1.0 - share)).cos();
        let speck = noise.at(x as f64 / 3.0, y as f64 / 3.0);
        if stripe + 0.25 * speck > 0.55 { 0.5 } else { 0.0 }
    };
    let basin = react(columns, rows, STEPS, start, |_, _| (0.0545, 0.062));
    let (ground, ridge) = (hex(0xF5F0E6), hex(0x23324F));
    let picture = shade(1000, 1200, 3, |px, py| {
        let (u, v) = ((px - 500.0) / 405.0, (py - 600.0) / 515.0);
        let far = (u * u + v * v).sqrt() + 0.05 * noise.at(px / 60.0, py / 60.0);
        let pressed = 0.5 + 0.5 * noise.octaves(px / 190.0, py / 190.0, 3);
        let pores = noise.octaves(px / 5.0, py / 5.0, 2);
        let edge = smoothstep(0.80, 1.02, far);
        let needed = 0.145 + 0.05 * (1.0 - pressed) + 0.32 * edge + 0.05 * pores * (0.4 + edge);
        let height = basin.at(px / 2.5, py / 2.5);
        let line = smoothstep(needed, needed + 0.035, height);
        mix(ground, ridge, (line * (0.72 + 0.28 * pressed.clamp(0.0, 1.0))) as f32)
    });
    Made::new(Form::Flat(picture, 16)).with("Feed", 0.0545).with("Kill", 0.062).with("Steps", STEPS)
}

/// Runs the reaction; `start` gives the second substance at first (0 to 0.5), `rates`
/// feed and kill, at each cell.
fn react(
    width: usize,
    height: usize,
    steps: u32,
    start: impl Fn(usize, usize) -> f32,
    rates: impl Fn(usize, usize) -> (f32, f32),
) -> Basin {
    let size = width * height;
    let (mut u, mut v) = (vec![1.0_f32; size], vec![0.0_f32; size]);
    for i in 0..size {
        let amount = start(i % width, i / width);
        (u[i], v[i]) = (1.0 - amount, 0.7 * amount);
    }
    let (feed, kill): (Vec<f32>, Vec<f32>) = (0..size).map(|i| rates(i % width, i / width)).unzip();
    let (mut next_u, mut next_v) = (u.clone(), v.clone());
    // Rows with one more cell on both sides, so that the inner loop needs no wrapping.
    let padded = |field: &[f32], y: usize| -> Vec<f32> {
        let row = &field[y * width..(y + 1) * width];
        [&row[width - 1..], row, &row[..1]].concat()
    };
    for _ in 0..steps {
        let (mut up_u, mut up_v) = (padded(&u, height - 1), padded(&v, height - 1));
        let (mut here_u, mut here_v) = (padded(&u, 0), padded(&v, 0));
        for y in 0..height {
            let below = (y + 1) % height;
            let (down_u, down_v) = (padded(&u, below), padded(&v, below));
            let row = y * width..(y + 1) * width;
            let (feed, kill) = (&feed[row.clone()], &kill[row.clone()]);
            let spread_u = spread(&up_u, &here_u, &down_u);
            let spread_v = spread(&up_v, &here_v, &down_v);
            let (to_u, to_v) = (&mut next_u[row.clone()], &mut next_v[row]);
            let (old_u, old_v) = (&here_u[1..=width], &here_v[1..=width]);
            for x in 0..width {
                let (a, b) = (old_u[x], old_v[x]);
                let eaten = a * b * b;
                to_u[x] = a + spread_u[x] - eaten + feed[x] * (1.0 - a);
                to_v[x] = b + 0.5 * spread_v[x] + eaten - (feed[x] + kill[x]) * b;
            }
            (up_u, here_u) = (here_u, down_u);
            (up_v, here_v) = (here_v, down_v);
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

/// The weighted mean of each cell's eight neighbours, less the cell itself.
fn spread(up: &[f32], here: &[f32], down: &[f32]) -> Vec<f32> {
    let count = here.len() - 2;
    let (up, here, down) = (&up[..count + 2], &here[..count + 2], &down[..count + 2]);
    (0..count)
        .map(|x| {
            let sides = here[x] + here[x + 2] + up[x + 1] + down[x + 1];
            let corners = up[x] + up[x + 2] + down[x] + down[x + 2];
            sides * 0.2 + corners * 0.05 - here[x + 1]
        })
        .collect()
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
