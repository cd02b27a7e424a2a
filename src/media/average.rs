//! The mean colour of a picture, taken in linear light.

use super::Picture;

/// The mean sRGB colour of what is to be seen; see-through pixels count by their alpha.
pub(super) fn average(picture: &Picture) -> [u8; 3] {
    let linear: Vec<f64> =
        (0..=255u8).map(|value| linear_from_srgb(f64::from(value) / 255.0)).collect();
    let mut sums = [0.0; 3];
    let mut weights = 0.0;
    for pixel in picture.rgba.chunks_exact(4) {
        let alpha = f64::from(pixel[3]);
        for (sum, value) in sums.iter_mut().zip(pixel) {
            *sum += alpha * linear[usize::from(*value)];
        }
        weights += alpha;
    }
    if weights == 0.0 {
        return [128; 3];
    }
    sums.map(|sum| srgb_byte_from_linear(sum / weights))
}

/// A linear channel of 0 to 1 as an sRGB byte.
pub(super) fn srgb_byte_from_linear(value: f64) -> u8 {
    let srgb =
        if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
    (srgb.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn linear_from_srgb(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_is_averaged_as_light() {
        let check = |pixels: &[[u8; 4]], expected: [u8; 3]| {
            let picture = Picture { width: pixels.len() as u32, height: 1, rgba: pixels.concat() };
            assert_eq!(average(&picture), expected, "{pixels:?}");
        };
        check(&[[0, 0, 0, 255], [255, 255, 255, 255]], [188; 3]);
        check(&[[10, 20, 30, 255]; 3], [10, 20, 30]);
        check(&[[10, 20, 30, 255], [255, 255, 255, 0]], [10, 20, 30]);
        check(&[[9, 9, 9, 0]], [128; 3]);
        check(&[], [128; 3]);
    }
}
