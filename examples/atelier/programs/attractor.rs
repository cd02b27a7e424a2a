//! Strange attractors: one point moved many million times, and where it has been.

use image::RgbImage;

use crate::colour::{Ramp, Rgb};
use crate::made::{Form, Made};
use crate::noise::{Rng, dice};

/// How often each small square of the picture was visited, twice as fine as pixels.
#[derive(Debug)]
struct Visits {
    width: usize,
    height: usize,
    counts: Vec<f32>,
    /// The sum of what the point carried at its visits, for a second tone.
    carried: Vec<f32>,
}

/// Clifford's map in gold on a night ground.
pub fn clifford(seed: u64) -> Made {
    const STEPS: u32 = 50_000_000;
    let (a, b, c, d) = (-1.4, 1.6, 1.0, 0.7);
    let mut visits = Visits::new(1200, 1600);
    let mut dice = dice(seed);
    let (mut x, mut y) = (dice.random::<f64>() * 0.1, dice.random::<f64>() * 0.1);
    for _ in 0..STEPS {
        let before = x;
        (x, y) = ((a * y).sin() + c * (a * x).cos(), (b * x).sin() + d * (b * y).cos());
        visits.mark(600.0 - y * 300.0, 800.0 + x * 365.0, (x - before).abs());
    }
    let cold = Ramp::new(&[0x0B0F1E, 0x1B2547, 0x4A5A8C, 0xB9B7C9, 0xFBF3E2]);
    let warm = Ramp::new(&[0x0B0F1E, 0x3A2032, 0xA5562F, 0xEDB65B, 0xFFF4D6]);
    let picture = visits.develop(0.44, 0.992, |tone, carried| {
        let t = (carried / 2.2).clamp(0.0, 1.0) as f32;
        warm.at(tone).over(cold.at(tone), t)
    });
    Made::new(Form::Tone(picture, 88))
        .with("a", a)
        .with("b", b)
        .with("c", c)
        .with("d", d)
        .with("Iterations", STEPS)
}

/// Peter de Jong's map as a veil of sepia on paper.
pub fn veil(seed: u64) -> Made {
    const STEPS: u32 = 40_000_000;
    let (a, b, c, d) = (1.4, -2.3, 2.4, -2.1);
    let mut visits = Visits::new(1400, 1400);
    let mut dice = dice(seed);
    let (mut x, mut y) = (dice.random::<f64>(), dice.random::<f64>());
    for _ in 0..STEPS {
        (x, y) = ((a * y).sin() - (b * x).cos(), (c * x).sin() - (d * y).cos());
        visits.mark(700.0 + x * 300.0, 700.0 + y * 300.0, x);
    }
    let sepia = Ramp::new(&[0xF4EEE2, 0xDCCBB4, 0xA98467, 0x5E4238, 0x221A1C]);
    let picture = visits.develop(0.56, 0.9985, |tone, _| sepia.at(tone));
    Made::new(Form::Tone(picture, 86))
        .with("a", a)
        .with("b", b)
        .with("c", c)
        .with("d", d)
        .with("Iterations", STEPS)
}

/// Lorenz's weather, integrated and seen from the side; slow passages are lighter.
pub fn wings(seed: u64) -> Made {
    const STEPS: u32 = 24_000_000;
    const STEP: f64 = 0.0004;
    let mut visits = Visits::new(2000, 1000);
    let mut dice = dice(seed);
    let mut p = [dice.random_range(0.5..1.5), 1.0, 20.0];
    let speed = |[x, y, z]: [f64; 3]| [10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3.0 * z];
    for step in 0..STEPS {
        let half = speed(p);
        let middle = speed(std::array::from_fn(|i| p[i] + half[i] * STEP / 2.0));
        p = std::array::from_fn(|i| p[i] + middle[i] * STEP);
        if step > 20_000 {
            let [x, y, z] = p;
            let depth = (x * 0.28 + y * 0.96) / 27.0;
            let across = x * 0.96 - y * 0.28;
            visits.mark(
                1000.0 + across * 58.0 * (1.0 + 0.05 * depth),
                960.0 - z * 19.2,
                depth + 1.0,
            );
        }
    }
    let near = Ramp::new(&[0x101416, 0x1E3A3C, 0x5E9C92, 0xDDE8D8, 0xFFFFFF]);
    let far = Ramp::new(&[0x101416, 0x33202A, 0x93475A, 0xE3A79C, 0xFFF1E6]);
    let picture = visits.develop(0.55, 0.9995, |tone, carried| {
        near.at(tone).over(far.at(tone), (carried / 2.0).clamp(0.0, 1.0) as f32)
    });
    Made::new(Form::Tone(picture, 87)).with("σ, ρ, β", "10, 28, 8/3").with("Steps", STEPS)
}

impl Visits {
    fn new(width: usize, height: usize) -> Self {
        let size = width * height * 4;
        Self { width, height, counts: vec![0.0; size], carried: vec![0.0; size] }
    }

    fn mark(&mut self, x: f64, y: f64, carried: f64) {
        let (x, y) = ((x * 2.0) as isize, (y * 2.0) as isize);
        let (columns, rows) = (self.width as isize * 2, self.height as isize * 2);
        if x >= 0 && y >= 0 && x < columns && y < rows {
            let at = (y * columns + x) as usize;
            self.counts[at] += 1.0;
            self.carried[at] += carried as f32;
        }
    }

    /// Tone from counts: their power `gamma`, white at the share `white` of squares.
    fn develop(&self, gamma: f64, white: f64, tone: impl Fn(f64, f64) -> Rgb) -> RgbImage {
        let mut marked: Vec<f32> = self.counts.iter().copied().filter(|c| *c > 0.0).collect();
        marked.sort_by(f32::total_cmp);
        let top = f64::from(marked[((marked.len() - 1) as f64 * white) as usize]);
        RgbImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            let mut sum = Rgb::default();
            for (i, j) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let at = (y as usize * 2 + j) * self.width * 2 + x as usize * 2 + i;
                let count = f64::from(self.counts[at]);
                let carried = f64::from(self.carried[at]) / count.max(1.0);
                sum = sum.plus(tone((count / top).min(1.0).powf(gamma), carried));
            }
            image::Rgb(sum.scaled(0.25).bytes())
        })
    }
}
