//! PNGs of sixteen bits a channel, made into eight row by row: a large picture has no room
//! for both.

use std::io::Seek;

use image::RgbaImage;
use png::InterlaceInfo;

use super::animation::png_reader;
use super::picture::decoder_error;
use super::window::Window;
use super::{MediaError, MediaType};

/// Decodes the picture of a PNG whose header was found within the limits.
pub(super) fn decode(file: &mut Window) -> Result<RgbaImage, MediaError> {
    let failed = |error: png::DecodingError| decoder_error(MediaType::Png, error);
    file.rewind()?;
    // Palettes and what is see-through by its colour become channels.
    let mut reader = png_reader(file, png::Transformations::EXPAND).map_err(failed)?;
    let (width, height) = reader.info().size();
    let samples = reader.output_color_type().0.samples();
    let stride = 4 * width as usize;
    let mut picture = RgbaImage::new(width, height);
    let mut rgba = Vec::with_capacity(stride);
    let mut filled = 0;
    while let Some(row) = reader.next_interlaced_row().map_err(failed)? {
        rgba.clear();
        rgba.extend(row.data().chunks_exact(2 * samples).flat_map(in_eight_bits));
        match row.interlace() {
            InterlaceInfo::Null(_) => {
                let place = picture.get_mut(filled..filled + rgba.len());
                place.ok_or_else(too_much)?.copy_from_slice(&rgba);
                filled += stride;
            }
            InterlaceInfo::Adam7(pass) => {
                png::expand_interlaced_row(&mut picture, stride, &rgba, pass, 32);
            }
        }
    }
    Ok(picture)
}

/// Grey, grey with alpha, RGB or RGBA, each channel with its high byte first, to RGBA.
fn in_eight_bits(pixel: &[u8]) -> [u8; 4] {
    let channel = |two: &[u8; 2]| ((u32::from(u16::from_be_bytes(*two)) + 128) / 257) as u8;
    match pixel.as_chunks().0 {
        [grey] => [channel(grey), channel(grey), channel(grey), 255],
        [grey, alpha] => [channel(grey), channel(grey), channel(grey), channel(alpha)],
        [red, green, blue] => [channel(red), channel(green), channel(blue), 255],
        [red, green, blue, alpha] => [red, green, blue, alpha].map(channel),
        _ => [0; 4],
    }
}

fn too_much() -> MediaError {
    MediaError::damaged(MediaType::Png, "it has more rows than it says")
}
