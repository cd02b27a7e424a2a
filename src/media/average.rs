//! The mean colour of a picture, taken in linear light.

use super::Picture;
use super::light::{linear_from_srgb, srgb_byte_from_linear};

/// The mean sRGB colour of what is to be seen; see-through pixels count by their alpha.
pub(super) fn average(picture: &Picture) -> [u8; 3] {
    mean_light(picture).map_or([128; 3], |light| light.map(srgb_byte_from_linear))
}

/// The same as light, each channel from 0 to 1; none where nothing is to be seen.
pub(super) fn mean_light(picture: &Picture) -> Option<[f64; 3]> {
    // Whole numbers are quickly added and never lose any: the sums of the largest picture
    // are below 2^58.
    let linear: [u64; 256] = std::array::from_fn(|value| {
        (linear_from_srgb(value as f64 / 255.0) * f64::from(ONE)).round() as u64
    });
    let (mut reds, mut greens, mut blues, mut weights) = (0, 0, 0, 0);
    for [red, green, blue, alpha] in picture.rgba.as_chunks().0 {
        let alpha = u64::from(*alpha);
        reds += alpha * linear[usize::from(*red)];
        greens += alpha * linear[usize::from(*green)];
        blues += alpha * linear[usize::from(*blue)];
        weights += alpha;
    }
    let whole = weights as f64 * f64::from(ONE);
    (weights > 0).then(|| [reds, greens, blues].map(|sum| sum as f64 / whole))
}

/// The whole light of a channel.
const ONE: u32 = 1 << 24;

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
