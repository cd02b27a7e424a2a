//! A picture in memory, and how stills of every kind become one.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::error::at_most;
use super::{Fonts, MediaError, MediaType, Remark, avif, bmp, limits, sniff, svg};

/// A picture: rows from the top, four bytes (sRGB and straight alpha) a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// `4 * width * height` bytes.
    pub rgba: Vec<u8>,
}

/// Decodes a picture, turned as its EXIF says; of an animation the first frame.
/// `fonts` are those that an SVG's text may use.
pub fn decode(bytes: &[u8], fonts: &Fonts) -> Result<Picture, MediaError> {
    decode_with_remarks(bytes, fonts).map(|(picture, _)| picture)
}

/// The same, with what was left away.
pub(super) fn decode_with_remarks(
    bytes: &[u8],
    fonts: &Fonts,
) -> Result<(Picture, Vec<Remark>), MediaError> {
    match sniff(bytes) {
        _ if bytes.is_empty() => Err(MediaError::Empty),
        None => Err(MediaError::Unknown),
        Some(MediaType::Svg) => svg::draw(bytes, fonts),
        #[cfg(feature = "avif")]
        Some(MediaType::Avif) => Ok((avif::decode(bytes)?, Vec::new())),
        Some(MediaType::Bmp) => Ok((bmp::decode(bytes)?, Vec::new())),
        Some(media) => {
            let format = raster_format(media).ok_or(MediaError::NotShown(media))?;
            Ok((decode_raster(bytes, media, format)?, Vec::new()))
        }
    }
}

/// Width and height in pixels as they will be shown, by the header alone. Refuses what
/// [`decode`] refuses by its size.
pub fn picture_size(bytes: &[u8]) -> Result<(u32, u32), MediaError> {
    let media = sniff(bytes).ok_or(MediaError::Unknown)?;
    if media == MediaType::Svg {
        return svg::drawn_size(bytes);
    }
    if media == MediaType::Avif {
        return avif::shown_size(bytes);
    }
    if media == MediaType::Bmp {
        return bmp::size(bytes);
    }
    let format = raster_format(media).ok_or(MediaError::NotShown(media))?;
    let mut decoder = open_raster(bytes, media, format)?;
    let (width, height) = decoder.dimensions();
    Ok(if swaps_sides(orientation(&mut decoder)) { (height, width) } else { (width, height) })
}

/// The ICC profile that a file's colours are meant in, if it names one.
pub(super) fn profile(bytes: &[u8], media: MediaType) -> Option<Vec<u8>> {
    let format = raster_format(media)?;
    open_raster(bytes, media, format).ok()?.icc_profile().ok().flatten()
}

impl Picture {
    /// One pixel, as red, green, blue and alpha.
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = 4 * (y as usize * self.width as usize + x as usize);
        [self.rgba[at], self.rgba[at + 1], self.rgba[at + 2], self.rgba[at + 3]]
    }

    /// Whether any pixel lets the wall shine through.
    pub fn is_transparent(&self) -> bool {
        self.rgba.chunks_exact(4).any(|pixel| pixel[3] < 255)
    }

    /// The longer of the two sides, in pixels.
    pub fn long_side(&self) -> u32 {
        self.width.max(self.height)
    }
}

/// Refuses sides and areas over the limits, and files that unfold to too much.
pub(super) fn check_size(width: u32, height: u32, file_bytes: usize) -> Result<(), MediaError> {
    at_most!(width.max(height), PICTURE_SIDE_PX_MAX, "pixels on its longer side");
    let pixels = u64::from(width) * u64::from(height);
    at_most!(pixels, PICTURE_PIXELS_MAX, "pixels");
    if 4 * pixels > limits::DECOMPRESSION_FREE_BYTES {
        at_most!(
            4 * pixels / (file_bytes as u64).max(1),
            DECOMPRESSION_RATIO_MAX,
            "bytes of pixels for each of its own"
        );
    }
    Ok(())
}

/// Sorts a decoder's error into a file that ends too early and one that is damaged.
pub(super) fn decoder_error(media: MediaType, error: impl ToString) -> MediaError {
    let problem = error.to_string();
    let lower = problem.to_ascii_lowercase();
    let ends = ["unexpected end", "unexpected eof", "unexpectedeof", "failed to fill whole buffer"];
    if ends.iter().any(|end| lower.contains(end)) {
        return MediaError::Truncated(media);
    }
    MediaError::Damaged { media, problem }
}

fn raster_format(media: MediaType) -> Option<ImageFormat> {
    match media {
        MediaType::Png => Some(ImageFormat::Png),
        MediaType::Jpeg => Some(ImageFormat::Jpeg),
        MediaType::WebP => Some(ImageFormat::WebP),
        MediaType::Gif => Some(ImageFormat::Gif),
        _ => None,
    }
}

fn decode_raster(
    bytes: &[u8],
    media: MediaType,
    format: ImageFormat,
) -> Result<Picture, MediaError> {
    let mut decoder = open_raster(bytes, media, format)?;
    if is_cut_off(bytes, media) {
        return Err(MediaError::Truncated(media));
    }
    let orientation = orientation(&mut decoder);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| image_error(media, &e))?;
    image.apply_orientation(orientation);
    let image = image.into_rgba8();
    Ok(Picture { width: image.width(), height: image.height(), rgba: image.into_raw() })
}

/// A decoder whose header was read and found within the limits.
fn open_raster(
    bytes: &[u8],
    media: MediaType,
    format: ImageFormat,
) -> Result<impl ImageDecoder, MediaError> {
    at_most!(bytes.len(), PICTURE_BYTES_MAX, "bytes");
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(limits::DECODER_MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| match image_error(media, &error) {
        // A header that does not parse since the file ends within it.
        MediaError::Damaged { .. } if media == MediaType::Jpeg && is_cut_off(bytes, media) => {
            MediaError::Truncated(media)
        }
        error => error,
    })?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(MediaError::damaged(media, "it has no pixels"));
    }
    check_size(width, height, bytes.len())?;
    Ok(decoder)
}

fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn swaps_sides(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn image_error(media: MediaType, error: &ImageError) -> MediaError {
    match error {
        ImageError::Limits(_) => MediaError::damaged(
            media,
            format!(
                "it needs more than {} bytes of memory (DECODER_MEMORY_MAX)",
                limits::DECODER_MEMORY_MAX
            ),
        ),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            MediaError::Truncated(media)
        }
        error => decoder_error(media, error),
    }
}

/// Whether the file's own structure runs past its end. Decoders forgive that and
/// leave the rest grey, which a wall should not.
fn is_cut_off(bytes: &[u8], media: MediaType) -> bool {
    match media {
        MediaType::Png => !png_ends(bytes),
        MediaType::Jpeg => !jpeg_ends(bytes),
        MediaType::WebP => bytes
            .get(4..8)
            .and_then(|length| length.try_into().ok())
            .is_none_or(|length| u64::from(u32::from_le_bytes(length)) + 8 > bytes.len() as u64),
        _ => false,
    }
}

fn png_ends(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let Some(next) = kind.get(4..).and_then(|r| r.get(length..)).and_then(|r| r.get(4..))
        else {
            return false;
        };
        if kind.starts_with(b"IEND") {
            return true;
        }
        rest = next;
    }
    false
}

/// Whether an end-of-image marker stands behind the first scan.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        if *marker == 0xff {
            at += 1;
            continue;
        }
        at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
        if *marker == 0xda {
            let scan = bytes.get(at..).unwrap_or_default();
            return scan.windows(2).any(|pair| pair == [0xff, 0xd9]);
        }
    }
    false
}
