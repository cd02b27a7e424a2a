//! Seeded randomness: ChaCha streams, and smooth noise over the plane.

pub use rand::Rng;
use rand::SeedableRng;
pub use rand_chacha::ChaCha8Rng;

/// The stream of random numbers of a work.
pub fn dice(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A number drawn from a bell curve with mean 0 and deviation 1 (Box–Muller).
pub fn bell(dice: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - dice.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * dice.random::<f64>()).cos()
}

/// Gradient noise in the plane, about -1 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Noise {
    seed: u32,
}

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self { seed: (seed ^ (seed >> 32)) as u32 }
    }

    pub fn at(&self, x: f64, y: f64) -> f64 {
        let (ix, iy) = (x.floor(), y.floor());
        let (fx, fy) = (x - ix, y - iy);
        let corner = |cx: f64, cy: f64| {
            let (gx, gy) = self.gradient((ix + cx) as i64 as u32, (iy + cy) as i64 as u32);
            gx * (fx - cx) + gy * (fy - cy)
        };
        let (u, v) = (fade(fx), fade(fy));
        let low = lerp(corner(0.0, 0.0), corner(1.0, 0.0), u);
        let high = lerp(corner(0.0, 1.0), corner(1.0, 1.0), u);
        lerp(low, high, v) * 1.41
    }

    /// Octaves of noise, each twice as fine and half as strong.
    pub fn octaves(&self, x: f64, y: f64, count: u32) -> f64 {
        let mut sum = 0.0;
        let (mut scale, mut weight) = (1.0, 1.0);
        for octave in 0..count {
            let shift = f64::from(octave) * 17.3;
            sum += weight * self.at(x * scale + shift, y * scale - shift);
            scale *= 2.0;
            weight *= 0.5;
        }
        sum
    }

    /// A number from 0 to 1 that belongs to a cell of the lattice.
    pub fn cell(&self, x: i64, y: i64) -> f64 {
        f64::from(self.hash(x as u32, y as u32)) / f64::from(u32::MAX)
    }

    fn gradient(&self, x: u32, y: u32) -> (f64, f64) {
        let angle = f64::from(self.hash(x, y)) / f64::from(u32::MAX) * std::f64::consts::TAU;
        (fast_cos(angle), fast_cos(angle - std::f64::consts::FRAC_PI_2))
    }

    fn hash(&self, x: u32, y: u32) -> u32 {
        let mut h = self.seed ^ x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
        h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
        h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
        h ^ (h >> 15)
    }
}

fn fade(t: f64) -> f64 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// A cosine of basic arithmetic alone, within 0.001; gradients need no more.
fn fast_cos(angle: f64) -> f64 {
    let t = angle * std::f64::consts::FRAC_1_PI * 0.5;
    let t = t - 0.25 - (t + 0.25).floor();
    let wave = 16.0 * t * (t.abs() - 0.5);
    wave + 0.225 * wave * (wave.abs() - 1.0)
}
