//! Between sRGB and the light that it stands for, by tables: pictures are only ever mixed
//! as light.

use std::sync::LazyLock;

/// The tables; they take milliseconds to make.
pub(super) static LIGHT: LazyLock<Light> = LazyLock::new(Light::new);

/// Light in 16 bits, in which every step of sRGB's 8 bits has its own value.
pub(super) struct Light {
    /// Of every value of a channel.
    pub of: [u16; 256],
    /// The nearest value of a channel for every light.
    pub as_seen: Box<[u8]>,
}

impl Light {
    fn new() -> Self {
        let whole = f64::from(u16::MAX);
        Self {
            of: std::array::from_fn(|value| {
                (linear_from_srgb(value as f64 / 255.0) * whole).round() as u16
            }),
            as_seen: (0..=u16::MAX)
                .map(|light| srgb_byte_from_linear(f64::from(light) / whole))
                .collect(),
        }
    }
}

/// A linear channel of 0 to 1 as an sRGB byte.
pub(super) fn srgb_byte_from_linear(value: f64) -> u8 {
    let srgb =
        if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    (srgb.clamp(0.0, 1.0) * 255.0).round() as u8
}

pub(super) fn linear_from_srgb(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_turned_into_light_and_back_is_the_same() {
        for value in 0..=255u8 {
            let light = LIGHT.of[usize::from(value)];
            assert_eq!(LIGHT.as_seen[usize::from(light)], value);
        }
        let check = |value: u8, expected: u16| {
            assert_eq!(LIGHT.of[usize::from(value)], expected, "{value}");
        };
        check(0, 0);
        check(10, 199);
        check(188, 32_957);
        check(255, 65_535);
        assert!(LIGHT.as_seen.is_sorted(), "more light never looks darker");
    }
}
