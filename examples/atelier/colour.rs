//! Colour: linear light for averaging, OKLab for mixing, ramps for tone.

/// A colour in linear light, sRGB primaries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rgb(pub [f32; 3]);

/// A row of colours, mixed in OKLab and read by a number from 0 to 1.
#[derive(Clone, Debug)]
pub struct Ramp(Vec<Rgb>);

const RAMP_STEPS: usize = 1024;

/// The colour of an sRGB number such as `0xF3EFE6`.
pub fn hex(number: u32) -> Rgb {
    let channel = |shift: u32| decode(((number >> shift) & 0xFF) as f32 / 255.0);
    Rgb([channel(16), channel(8), channel(0)])
}

/// The colour between two, by eye: a mixture in OKLab.
pub fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    let (a, b) = (to_oklab(a), to_oklab(b));
    from_oklab(std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t))
}

/// 0 below `from`, 1 above `to`, smooth between.
pub fn smoothstep(from: f64, to: f64, x: f64) -> f64 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

impl Rgb {
    /// The colour as three bytes of sRGB.
    pub fn bytes(self) -> [u8; 3] {
        self.0.map(|c| (encode(c.clamp(0.0, 1.0)) * 255.0 + 0.5) as u8)
    }

    /// The colour of three bytes of sRGB.
    pub fn from_bytes(bytes: [u8; 3]) -> Self {
        Self(bytes.map(|b| decode(f32::from(b) / 255.0)))
    }

    pub fn scaled(self, by: f32) -> Self {
        Self(self.0.map(|c| c * by))
    }

    pub fn plus(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }

    /// The light between two colours: for coverage, where `mix` is for pigment.
    pub fn over(self, ground: Self, coverage: f32) -> Self {
        ground.scaled(1.0 - coverage).plus(self.scaled(coverage))
    }
}

impl Ramp {
    /// Evenly spaced sRGB numbers.
    pub fn new(stops: &[u32]) -> Self {
        let last = stops.len() - 1;
        let at = |step: usize| {
            let t = step as f32 / (RAMP_STEPS - 1) as f32 * last as f32;
            let below = (t as usize).min(last - 1);
            mix(hex(stops[below]), hex(stops[below + 1]), t - below as f32)
        };
        Self((0..RAMP_STEPS).map(at).collect())
    }

    pub fn at(&self, t: f64) -> Rgb {
        self.0[(t.clamp(0.0, 1.0) * (RAMP_STEPS - 1) as f64 + 0.5) as usize]
    }
}

fn decode(c: f32) -> f32 {
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn encode(c: f32) -> f32 {
    if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 }
}

/// Björn Ottosson's OKLab.
fn to_oklab(Rgb([r, g, b]): Rgb) -> [f32; 3] {
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn from_oklab([l, a, b]: [f32; 3]) -> Rgb {
    let cube = |x: f32| x * x * x;
    let long = cube(l + 0.396_337_78 * a + 0.215_803_76 * b);
    let medium = cube(l - 0.105_561_346 * a - 0.063_854_17 * b);
    let short = cube(l - 0.089_484_18 * a - 1.291_485_5 * b);
    Rgb([
        4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
        -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_38 * short,
        -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
    ])
}
