//! From a picture's bytes to a texture with its whole chain of smaller copies.

use bevy::image::ImageSamplerDescriptor;
use bevy::prelude::*;
use bevy::render::render_resource::TextureUsages;

use crate::gallery::crew::Texels;
use crate::gallery::texture::{empty, smooth};
use crate::media::Picture;

/// Samples along the slope of a picture that is seen from the side.
const ANISOTROPY: u16 = 16;

/// A texture of one colour, which stands for a work until its first pixels come.
pub(super) fn plain(colour: [u8; 3]) -> Image {
    let [r, g, b] = colour;
    texture(vec![r, g, b, 255], [1, 1])
}

/// A picture with all its mipmaps. Averages are taken in linear light, so that fine
/// black-and-white work keeps its brightness from afar.
pub(in crate::gallery) fn with_mipmaps(picture: Picture) -> Texels {
    let (mut width, mut height) = (picture.width, picture.height);
    let levels = width.max(height).max(1).ilog2() + 1;
    let mut data = picture.rgba;
    data.reserve(data.len() / 3 + 64);
    let linear = linear_from_srgb();
    let mut start = 0;
    for _ in 1..levels {
        let (w, h) = ((width / 2).max(1), (height / 2).max(1));
        let next = data.len();
        halve(&mut data, start, [width, height], [w, h], &linear);
        (width, height, start) = (w, h, next);
    }
    Texels::new(picture.width, picture.height, levels, data)
}

/// How pictures are sampled: clean from afar, sharp from the side.
pub(super) fn sampler() -> ImageSamplerDescriptor {
    smooth(ANISOTROPY)
}

/// A black screen that a player paints on, frame after frame.
pub(super) fn screen(width: u32, height: u32) -> Image {
    let black = [0, 0, 0, 255].repeat(width as usize * height as usize);
    let mut image = texture(black, [width, height]);
    image.texture_descriptor.usage |=
        TextureUsages::COPY_DST | TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    image
}

/// How many bytes a texture of this size takes with its mipmaps.
pub(super) fn cost_bytes(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height) * 4 * 4 / 3
}

fn texture(data: Vec<u8>, size: [u32; 2]) -> Image {
    Image { data: Some(data), ..empty(size, 1, sampler()) }
}

/// Appends the half-size copy of the level that starts at `start`.
fn halve(data: &mut Vec<u8>, start: usize, from: [u32; 2], to: [u32; 2], linear: &[u16; 256]) {
    let [from_w, from_h] = from.map(|side| side as usize);
    let [to_w, to_h] = to.map(|side| side as usize);
    for y in 0..to_h {
        let rows = [2 * y, (2 * y + 1).min(from_h - 1)];
        for x in 0..to_w {
            let columns = [2 * x, (2 * x + 1).min(from_w - 1)];
            let mut sum = [0_u32; 3];
            let mut alpha = 0_u32;
            for row in rows {
                for column in columns {
                    let at = start + (row * from_w + column) * 4;
                    for (channel, total) in sum.iter_mut().enumerate() {
                        *total += u32::from(linear[data[at + channel] as usize]);
                    }
                    alpha += u32::from(data[at + 3]);
                }
            }
            let [r, g, b] = sum.map(|total| srgb_from_linear((total / 4) as u16, linear));
            data.extend([r, g, b, (alpha / 4) as u8]);
        }
    }
}

/// sRGB bytes as linear light in sixteen bits (IEC 61966-2-1).
fn linear_from_srgb() -> [u16; 256] {
    std::array::from_fn(|byte| {
        let value = byte as f32 / 255.0;
        let linear =
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        (linear * 65_535.0).round() as u16
    })
}

/// The sRGB byte nearest from below, by halving the table of linear values.
fn srgb_from_linear(value: u16, linear: &[u16; 256]) -> u8 {
    let above = linear.partition_point(|&step| step <= value);
    let below = above.saturating_sub(1);
    match linear.get(above) {
        Some(&next) if next - value < value - linear[below] => above as u8,
        _ => below as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chequer_keeps_its_brightness() {
        let rgba: Vec<u8> = (0..16)
            .flat_map(|i| {
                let v = if (i + i / 4) % 2 == 0 { 255 } else { 0 };
                [v, v, v, 255]
            })
            .collect();
        let image = with_mipmaps(Picture { width: 4, height: 4, rgba });
        assert_eq!(image.levels, 3);
        let data = image.parcel.unpack();
        assert_eq!(data.len(), (16 + 4 + 1) * 4);
        // Half the light is sRGB 188, not 128.
        assert!(data[64..].chunks(4).all(|p| p[0].abs_diff(188) <= 1 && p[3] == 255));
    }

    #[test]
    fn odd_sizes_have_whole_chains() {
        for (width, height) in [(1, 1), (3, 7), (64, 1), (5, 4)] {
            let rgba = vec![200; (width * height * 4) as usize];
            let image = with_mipmaps(Picture { width, height, rgba });
            let (mut w, mut h, mut bytes) = (width, height, 0);
            for _ in 0..image.levels {
                bytes += w * h * 4;
                (w, h) = ((w / 2).max(1), (h / 2).max(1));
            }
            assert_eq!(image.parcel.length(), bytes as usize, "{width} x {height}");
        }
    }
}
