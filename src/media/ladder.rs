//! The ladder of sizes in which a picture arrives: scaling it, and encoding each rung
//! small and the same on every machine.

use std::borrow::Cow;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U16x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::light::LIGHT;
use super::{MediaError, MediaType, Picture};

/// One size of a picture, ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedRung {
    pub width: u32,
    pub height: u32,
    pub mime: &'static str,
    pub bytes: RungBytes,
}

/// What a rung's bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RungBytes {
    /// The file itself, as it was given; it is not copied.
    Original,
    Encoded(Vec<u8>),
}

impl RungBytes {
    /// The rung's bytes, given the file that was examined.
    pub fn get<'a>(&'a self, original: &'a [u8]) -> &'a [u8] {
        match self {
            Self::Original => original,
            Self::Encoded(bytes) => bytes,
        }
    }
}

/// The long sides of the rungs below a picture's own size, in pixels.
pub(super) const STEPS_PX: [u32; 3] = [64, 256, 1_024];

/// The long side of the sharpest rung, in pixels.
pub(super) const TOP_PX: u32 = 4_096;

/// The rungs of a picture, the smallest first. `drawable` is the kind of the file that
/// it came from if that can stand as its own top rung.
pub(super) fn ladder(
    picture: Picture,
    drawable: Option<MediaType>,
) -> Result<Vec<EncodedRung>, MediaError> {
    let (width, height, long) = (picture.width, picture.height, picture.long_side());
    let transparent = picture.is_transparent();
    let mut rungs = Vec::new();
    if long <= TOP_PX {
        rungs.push(match drawable {
            Some(media) => {
                EncodedRung { width, height, mime: media.mime(), bytes: RungBytes::Original }
            }
            None => encode(&picture, transparent)?,
        });
    }
    let steps = STEPS_PX.into_iter().filter(|step| *step < long);
    let scaled: Vec<u32> = steps.chain((long > TOP_PX).then_some(TOP_PX)).collect();
    // The largest first, and each of the others from the one above it, which then goes.
    let mut above = picture;
    for step in scaled.into_iter().rev() {
        let side = |length: u32| {
            let scaled = f64::from(length) * f64::from(step) / f64::from(long);
            (scaled.round() as u32).max(1)
        };
        above = scale(&above, (side(width), side(height)), transparent, BAND_BYTES)?;
        rungs.push(encode(&above, transparent)?);
    }
    rungs.reverse();
    Ok(rungs)
}

/// How far Lanczos reaches to each side, in pixels of the smaller picture.
const REACH_PX: f64 = 3.0;

/// How much of a picture is in linear light at once while it is scaled, in bytes.
const BAND_BYTES: u32 = 6 << 20;

/// Bytes of a pixel in linear light.
const LINEAR_BYTES: u32 = 8;

/// Scales in linear light: Lanczos, with premultiplied alpha where a picture is
/// `transparent`. It is done in bands of rows, since a large picture in linear light takes
/// twice its own memory.
fn scale(
    picture: &Picture,
    (width, height): (u32, u32),
    transparent: bool,
    band_bytes: u32,
) -> Result<Picture, MediaError> {
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(transparent);
    let light = &*LIGHT;
    let in_light = |[red, green, blue, alpha]: &[u8; 4]| {
        let [red, green, blue] = [red, green, blue].map(|value| light.of[usize::from(*value)]);
        U16x4::new([red, green, blue, u16::from(*alpha) * 257])
    };
    let as_seen = |pixel: &U16x4| {
        let [red, green, blue, alpha] = pixel.0;
        let [red, green, blue] = [red, green, blue].map(|value| light.as_seen[usize::from(value)]);
        [red, green, blue, ((u32::from(alpha) + 128) / 257) as u8]
    };
    let mut resizer = Resizer::new();
    let mut linear: Vec<U16x4> = Vec::new();
    let mut rgba = Vec::with_capacity(4 * width as usize * height as usize);
    let ratio = f64::from(picture.height) / f64::from(height);
    let reach = REACH_PX * ratio.max(1.0);
    let rows_at_once = f64::from(band_bytes / (LINEAR_BYTES * picture.width).max(1));
    let band_rows = ((rows_at_once - 2.0 * reach) / ratio).floor().max(1.0) as u32;
    for top in (0..height).step_by(band_rows as usize) {
        let rows = band_rows.min(height - top);
        // Where the band lies in the picture, and what it is made from: all that the filter
        // reaches.
        let (from, to) = (f64::from(top) * ratio, f64::from(top + rows) * ratio);
        let first = (from - reach).floor().max(0.0) as u32;
        let last = (to + reach).ceil().min(f64::from(picture.height)) as u32;
        let bytes = |row: u32| 4 * row as usize * picture.width as usize;
        linear.clear();
        linear.extend(picture.rgba[bytes(first)..bytes(last)].as_chunks().0.iter().map(in_light));
        let source = TypedImageRef::new(picture.width, last - first, &linear).map_err(failed)?;
        let skipped = from - f64::from(first);
        let within = (to - from).min(f64::from(last - first) - skipped);
        let options = options.crop(0.0, skipped, f64::from(picture.width), within);
        let mut scaled = TypedImage::new(width, rows);
        resizer.resize_typed(&source, &mut scaled, &options).map_err(failed)?;
        rgba.extend(scaled.pixels().iter().flat_map(as_seen));
    }
    Ok(Picture { width, height, rgba })
}

/// How much longer than a JPEG a lossless rung may be and still be taken.
const LOSSLESS_WORTH: f64 = 1.5;

/// How much shorter than WebP a PNG may be that is worth the time that it takes to make
/// one: only of what repeats itself is it shorter at all.
const PNG_WORTH: f64 = 1.5;

/// Lossless where the picture is see-through or flat, which lossless files show by being
/// short; JPEG (quality 90, no chroma subsampling) for what is continuous in tone.
fn encode(picture: &Picture, transparent: bool) -> Result<EncodedRung, MediaError> {
    let rung = |media: MediaType, bytes| EncodedRung {
        width: picture.width,
        height: picture.height,
        mime: media.mime(),
        bytes: RungBytes::Encoded(bytes),
    };
    let (pixels, colours) = if transparent {
        (Cow::Borrowed(&picture.rgba), ExtendedColorType::Rgba8)
    } else {
        let rgb = picture.rgba.as_chunks().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]);
        (Cow::Owned(rgb.collect()), ExtendedColorType::Rgb8)
    };
    let (width, height) = (picture.width, picture.height);
    let with = |encoder: &dyn Fn(&mut Vec<u8>) -> image::ImageResult<()>| {
        let mut bytes = Vec::new();
        encoder(&mut bytes).map_err(failed)?;
        Ok::<_, MediaError>(bytes)
    };
    let png = |compression, filter| {
        with(&|out| {
            PngEncoder::new_with_quality(out, compression, filter)
                .write_image(&pixels, width, height, colours)
        })
    };
    let jpeg = match transparent {
        true => None,
        false => Some(with(&|out| {
            JpegEncoder::new_with_quality(out, 90).write_image(&pixels, width, height, colours)
        })?),
    };
    let longest = jpeg.as_ref().map_or(f64::INFINITY, |jpeg| jpeg.len() as f64 * LOSSLESS_WORTH);
    let lossless = if is_flat(picture) {
        // Filters only get in the way of what repeats itself as it is.
        (MediaType::Png, png(CompressionType::Level(4), PngFilter::NoFilter)?)
    } else {
        let webp = with(&|out| {
            WebPEncoder::new_lossless(out).write_image(&pixels, width, height, colours)
        })?;
        let png = match webp.len() as f64 > PNG_WORTH * longest {
            true => None,
            false => Some(png(CompressionType::Default, PngFilter::Adaptive)?),
        };
        match png {
            Some(png) if png.len() <= webp.len() => (MediaType::Png, png),
            _ => (MediaType::WebP, webp),
        }
    };
    match jpeg {
        Some(jpeg) if lossless.1.len() as f64 > longest => Ok(rung(MediaType::Jpeg, jpeg)),
        _ => Ok(rung(lossless.0, lossless.1)),
    }
}

/// Whether most pixels are as the one before them.
fn is_flat(picture: &Picture) -> bool {
    let pixels: &[[u8; 4]] = picture.rgba.as_chunks().0;
    let same = pixels.iter().zip(pixels.iter().skip(1)).filter(|(one, next)| one == next).count();
    2 * same > pixels.len()
}

/// Scaling and encoding in memory fail only where memory or a size does.
fn failed(error: impl ToString) -> MediaError {
    MediaError::Refused {
        media: "picture",
        what: format!("sizes that cannot be made smaller copies of: {}", error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_leave_no_seams() {
        let check = |(width, height): (u32, u32), size: (u32, u32), alpha: u8| {
            let grain = |at: u32| (at.wrapping_mul(2_654_435_761) >> 13) as u8;
            let pixel = |at: u32| [grain(at), grain(at + 7), grain(at / 31), grain(at) | alpha];
            let rgba = (0..width * height).flat_map(pixel).collect();
            let picture = Picture { width, height, rgba };
            let in_bands = |bytes| scale(&picture, size, alpha < 255, bytes).unwrap();
            let whole = in_bands(u32::MAX);
            assert_eq!((whole.width, whole.height), size);
            for band_bytes in [1, 100_000, 1 << 20] {
                let banded = in_bands(band_bytes);
                let differ = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 1;
                let found = banded.rgba.iter().zip(&whole.rgba).position(differ);
                assert_eq!(banded.rgba.len(), whole.rgba.len());
                assert_eq!(found, None, "{width} x {height} to {size:?}, {band_bytes}");
            }
        };
        check((300, 700), (110, 256), 255);
        check((300, 700), (110, 256), 0);
        check((701, 300), (64, 27), 255);
        check((20, 4_400), (19, 4_096), 255);
        check((4_400, 3), (1_024, 1), 0);
    }
}
