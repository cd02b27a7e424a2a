//! The ladder of sizes in which a picture arrives: scaling it, and encoding each rung
//! small and the same on every machine.

use std::sync::LazyLock;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelType, ResizeAlg, ResizeOptions, Resizer,
    create_srgb_mapper,
};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};

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
    picture: &Picture,
    drawable: Option<MediaType>,
) -> Result<Vec<EncodedRung>, MediaError> {
    let long = picture.long_side();
    let mut rungs = Vec::new();
    let steps = STEPS_PX.into_iter().filter(|step| *step < long);
    let scaled = steps.chain((long > TOP_PX).then_some(TOP_PX));
    let mut linear = None;
    for step in scaled {
        let linear = match &linear {
            Some(linear) => linear,
            None => linear.insert(Linear::of(picture)?),
        };
        rungs.push(encode(&linear.scale(step)?)?);
    }
    drop(linear);
    if long > TOP_PX {
        return Ok(rungs);
    }
    let top = match drawable {
        Some(media) => EncodedRung {
            width: picture.width,
            height: picture.height,
            mime: media.mime(),
            bytes: RungBytes::Original,
        },
        None => encode(picture)?,
    };
    rungs.push(top);
    Ok(rungs)
}

/// Between sRGB and linear light; its tables take milliseconds to make.
static SRGB: LazyLock<PixelComponentMapper> = LazyLock::new(create_srgb_mapper);

/// A picture in linear light, from which every rung is scaled.
struct Linear {
    pixels: Image<'static>,
    transparent: bool,
}

impl Linear {
    fn of(picture: &Picture) -> Result<Self, MediaError> {
        let Picture { width, height, rgba } = picture;
        let source = ImageRef::new(*width, *height, rgba, PixelType::U8x4).map_err(failed)?;
        let mut pixels = Image::new(*width, *height, PixelType::U16x4);
        SRGB.forward_map(&source, &mut pixels).map_err(failed)?;
        Ok(Self { pixels, transparent: picture.is_transparent() })
    }

    /// Scales to a long side in pixels: Lanczos, with premultiplied alpha.
    fn scale(&self, long_side: u32) -> Result<Picture, MediaError> {
        let (from_width, from_height) = (self.pixels.width(), self.pixels.height());
        let ratio = f64::from(long_side) / f64::from(from_width.max(from_height));
        let side = |length: u32| ((f64::from(length) * ratio).round() as u32).max(1);
        let (width, height) = (side(from_width), side(from_height));
        let mut scaled = Image::new(width, height, PixelType::U16x4);
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            // What hides everything behind it needs no second copy multiplied by that.
            .use_alpha(self.transparent);
        Resizer::new().resize(&self.pixels, &mut scaled, &options).map_err(failed)?;
        let mut target = Image::new(width, height, PixelType::U8x4);
        SRGB.backward_map(&scaled, &mut target).map_err(failed)?;
        Ok(Picture { width, height, rgba: target.into_vec() })
    }
}

/// How much longer than a JPEG a lossless rung may be and still be taken.
const LOSSLESS_WORTH: f64 = 1.5;

/// Lossless where the picture is see-through or flat, which lossless files show by being
/// short; JPEG (quality 90, no chroma subsampling) for what is continuous in tone.
fn encode(picture: &Picture) -> Result<EncodedRung, MediaError> {
    let rung = |mime, bytes| EncodedRung {
        width: picture.width,
        height: picture.height,
        mime,
        bytes: RungBytes::Encoded(bytes),
    };
    let transparent = picture.is_transparent();
    let (pixels, colours) = if transparent {
        (picture.rgba.clone(), ExtendedColorType::Rgba8)
    } else {
        let rgb = picture.rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        (rgb, ExtendedColorType::Rgb8)
    };
    let (width, height) = (picture.width, picture.height);
    let with = |encoder: &dyn Fn(&mut Vec<u8>) -> image::ImageResult<()>| {
        let mut bytes = Vec::new();
        encoder(&mut bytes).map_err(failed)?;
        Ok::<_, MediaError>(bytes)
    };
    let webp =
        with(&|out| WebPEncoder::new_lossless(out).write_image(&pixels, width, height, colours))?;
    let mut longest_taken = f64::INFINITY;
    let mut jpeg = None;
    if !transparent {
        let bytes = with(&|out| {
            JpegEncoder::new_with_quality(out, 90).write_image(&pixels, width, height, colours)
        })?;
        longest_taken = bytes.len() as f64 * LOSSLESS_WORTH;
        // PNG is slow to make, and never that much shorter than WebP.
        if webp.len() as f64 > 3.0 * longest_taken {
            return Ok(rung(MediaType::Jpeg.mime(), bytes));
        }
        jpeg = Some(bytes);
    }
    let png = with(&|out| {
        PngEncoder::new_with_quality(out, CompressionType::Default, PngFilter::Adaptive)
            .write_image(&pixels, width, height, colours)
    })?;
    let lossless = if png.len() <= webp.len() {
        (MediaType::Png.mime(), png)
    } else {
        (MediaType::WebP.mime(), webp)
    };
    match jpeg {
        Some(bytes) if lossless.1.len() as f64 > longest_taken => {
            Ok(rung(MediaType::Jpeg.mime(), bytes))
        }
        _ => Ok(rung(lossless.0, lossless.1)),
    }
}

/// Scaling and encoding in memory fail only where memory or a size does.
fn failed(error: impl ToString) -> MediaError {
    MediaError::Refused {
        media: "picture",
        what: format!("sizes that cannot be made smaller copies of: {}", error.to_string()),
    }
}
