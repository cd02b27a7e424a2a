//! A picture in memory, and how stills of every kind become one.

use std::io::{Cursor, Seek};

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::animation::png_reader;
use super::error::at_most;
use super::gif_frames::GifFrames;
use super::picture_ends::is_cut_off;
use super::profile::{check_profile, has_profile};
use super::window::Window;
use super::{Fonts, MediaError, MediaType, Remark, avif, bmp, deep, sniff, svg};
use crate::limits;

/// A picture: rows from the top, four bytes (sRGB and straight alpha) a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// `4 * width * height` bytes.
    pub rgba: Vec<u8>,
}

/// A picture, and what its file says of it beside its pixels.
pub(super) struct Decoded {
    pub picture: Picture,
    /// The ICC profile that its colours are meant in, if the file names one.
    pub profile: Option<Vec<u8>>,
    /// What was left away.
    pub remarks: Vec<Remark>,
}

/// Decodes a picture, turned as its EXIF says; of an animation the first frame.
/// `fonts` are those that an SVG's text may use.
pub fn decode(bytes: &[u8], fonts: &Fonts) -> Result<Picture, MediaError> {
    let mut file = Cursor::new(bytes);
    decode_file(&mut Window::new(&mut file)?, fonts).map(|decoded| decoded.picture)
}

/// The same from where the file lies.
pub(super) fn decode_file(file: &mut Window, fonts: &Fonts) -> Result<Decoded, MediaError> {
    let plain = |(picture, remarks)| Decoded { picture, profile: None, remarks };
    match sniff(file.head()?) {
        _ if file.length() == 0 => Err(MediaError::Empty),
        None => Err(MediaError::Unknown),
        Some(MediaType::Svg) => {
            at_most!(file.length(), SVG_BYTES_MAX, "bytes");
            svg::draw(&file.whole()?, fonts).map(plain)
        }
        #[cfg(feature = "avif")]
        Some(MediaType::Avif) => {
            at_most!(file.length(), PICTURE_BYTES_MAX, "bytes");
            avif::decode(&file.whole()?).map(plain)
        }
        Some(MediaType::Bmp) => {
            at_most!(file.length(), PICTURE_BYTES_MAX, "bytes");
            bmp::decode(&file.whole()?).map(|picture| plain((picture, Vec::new())))
        }
        Some(media) => {
            let format = raster_format(media).ok_or(MediaError::NotShown(media))?;
            decode_raster(file, media, format)
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
    let mut file = Cursor::new(bytes);
    let file = &mut Window::new(&mut file)?;
    if media == MediaType::Gif {
        return Ok(open_gif(file)?.size());
    }
    let mut decoder = open_raster(file, media, format)?;
    let (width, height) = decoder.dimensions();
    Ok(if swaps_sides(orientation(&mut decoder)) { (height, width) } else { (width, height) })
}

impl Picture {
    /// One pixel, as red, green, blue and alpha.
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = 4 * (y as usize * self.width as usize + x as usize);
        [self.rgba[at], self.rgba[at + 1], self.rgba[at + 2], self.rgba[at + 3]]
    }

    /// Whether any pixel lets the wall shine through.
    pub fn is_transparent(&self) -> bool {
        // Not pixel by pixel, but many at once and then a look.
        const AT_ONCE: usize = 1 << 10;
        let least = |pixels: &[[u8; 4]]| pixels.iter().fold(255, |least, [.., a]| least & a);
        self.rgba.as_chunks().0.chunks(AT_ONCE).any(|pixels| least(pixels) < 255)
    }

    /// Makes straight the colours that were multiplied by their alpha.
    pub(super) fn divide_by_alpha(&mut self) {
        for pixel in self.rgba.chunks_exact_mut(4) {
            let alpha = u32::from(pixel[3]);
            if alpha != 0 && alpha != 255 {
                for channel in &mut pixel[..3] {
                    *channel = ((u32::from(*channel) * 255 + alpha / 2) / alpha).min(255) as u8;
                }
            }
        }
    }

    /// The longer of the two sides, in pixels.
    pub fn long_side(&self) -> u32 {
        self.width.max(self.height)
    }
}

/// Refuses sides and areas over the limits, and files that unfold to too much.
pub(super) fn check_size(width: u32, height: u32, file_bytes: u64) -> Result<(), MediaError> {
    at_most!(width.max(height), PICTURE_SIDE_PX_MAX, "pixels on its longer side");
    let pixels = u64::from(width) * u64::from(height);
    at_most!(pixels, PICTURE_PIXELS_MAX, "pixels");
    if 4 * pixels > limits::DECOMPRESSION_FREE_BYTES {
        at_most!(
            4 * pixels / file_bytes.max(1),
            DECOMPRESSION_RATIO_MAX,
            "bytes of pixels for each of its own"
        );
    }
    Ok(())
}

/// The same, and what has none of them.
pub(super) fn check_pixels(
    media: MediaType,
    (width, height): (u32, u32),
    file_bytes: u64,
) -> Result<(), MediaError> {
    if width == 0 || height == 0 {
        return Err(MediaError::damaged(media, "it has no pixels"));
    }
    check_size(width, height, file_bytes)
}

/// Sorts a decoder's error into a file that ends too early and one that is damaged.
pub(super) fn decoder_error(media: MediaType, error: impl ToString) -> MediaError {
    let problem = error.to_string();
    let lower = problem.to_ascii_lowercase();
    let ends = ["unexpected end", "unexpected eof", "unexpectedeof", "failed to fill whole buffer"];
    if ends.iter().any(|end| lower.contains(end)) {
        return MediaError::Truncated(media);
    }
    MediaError::Damaged { media, problem: in_words(&problem) }
}

/// What a decoder says, without what it prints of a chunk of a PNG but its kind.
fn in_words(problem: &str) -> String {
    const OPENS: &str = "ChunkType { type: ";
    let mut words = String::new();
    let mut rest = problem;
    while let Some((before, chunk)) = rest.split_once(OPENS) {
        let (chunk, behind) = chunk.split_once('}').unwrap_or((chunk, ""));
        let kind = chunk.split(',').next().unwrap_or_default().trim();
        if before.contains("CRC error") {
            return format!("the checksum of its {kind} chunk does not fit");
        }
        words.extend([before, kind]);
        rest = behind;
    }
    words + rest
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
    file: &mut Window,
    media: MediaType,
    format: ImageFormat,
) -> Result<Decoded, MediaError> {
    at_most!(file.length(), PICTURE_BYTES_MAX, "bytes");
    if media == MediaType::Gif {
        return decode_gif(file);
    }
    let is_cut_off = is_cut_off(file, media)?;
    let mut decoder = open_raster(file, media, format)?;
    if is_cut_off {
        return Err(MediaError::Truncated(media));
    }
    let orientation = orientation(&mut decoder);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = if is_deep(decoder.color_type()) {
        drop(decoder);
        deep::decode(file)?.into()
    } else {
        DynamicImage::from_decoder(decoder).map_err(|error| image_error(media, &error))?
    };
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let rgba = match image {
        DynamicImage::ImageRgb8(image) => with_alpha(image.into_raw()),
        image => image.into_rgba8().into_raw(),
    };
    Ok(Decoded { picture: Picture { width, height, rgba }, profile, remarks: Vec::new() })
}

/// The first frame of a GIF.
fn decode_gif(file: &mut Window) -> Result<Decoded, MediaError> {
    let mut frames = open_gif(file)?;
    frames.lay_next()?;
    let profile = frames.profile().map(Vec::from);
    let picture = frames.into_picture().ok_or(MediaError::Truncated(MediaType::Gif))?;
    Ok(Decoded { picture, profile, remarks: Vec::new() })
}

/// Red, green and blue with an alpha behind each, made in their own place: a large
/// picture has no room beside itself.
fn with_alpha(mut bytes: Vec<u8>) -> Vec<u8> {
    let pixels = bytes.len() / 3;
    bytes.resize(4 * pixels, 255);
    for pixel in (0..pixels).rev() {
        let [red, green, blue] = [0, 1, 2].map(|channel| bytes[3 * pixel + channel]);
        bytes[4 * pixel..4 * pixel + 4].copy_from_slice(&[red, green, blue, 255]);
    }
    bytes
}

/// Whether its channels have sixteen bits, as only a PNG's have.
fn is_deep(colours: ColorType) -> bool {
    use ColorType::{L16, La16, Rgb16, Rgba16};
    matches!(colours, L16 | La16 | Rgb16 | Rgba16)
}

/// What a PNG, a WebP or a GIF says of itself before its pixels.
pub(super) struct Header {
    pub width: u32,
    pub height: u32,
    /// As its decoder gives them.
    pub bytes_per_pixel: u64,
    /// Whether these are copied to make a picture of them.
    pub is_copied: bool,
    /// Whether its colours may have to be turned.
    pub has_profile: bool,
    /// Whether EXIF turns it by a quarter, which takes a second picture.
    pub is_turned: bool,
}

/// Reads a header, whatever it promises; zeros where it cannot be read.
pub(super) fn header(file: &mut Window, media: MediaType) -> Result<Header, MediaError> {
    file.rewind()?;
    if media == MediaType::Png {
        return png_header(file);
    }
    if media == MediaType::Gif {
        let Ok(frames) = GifFrames::open(file) else { return Ok(UNREADABLE) };
        let (width, height) = frames.size();
        // The frame, and what stood below it.
        return Ok(Header { width, height, bytes_per_pixel: 8, is_copied: true, ..UNREADABLE });
    }
    let format = raster_format(media).ok_or(MediaError::NotShown(media))?;
    let mut reader = ImageReader::with_format(file, format);
    reader.no_limits();
    let Ok(mut decoder) = reader.into_decoder() else { return Ok(UNREADABLE) };
    let (width, height) = decoder.dimensions();
    let colours = decoder.color_type();
    Ok(Header {
        width,
        height,
        bytes_per_pixel: colours.bytes_per_pixel().into(),
        is_copied: !matches!(colours, ColorType::Rgb8 | ColorType::Rgba8),
        has_profile: decoder.icc_profile().is_ok_and(|profile| profile.is_some()),
        is_turned: swaps_sides(orientation(&mut decoder)),
    })
}

/// Grey with alpha takes the most.
const UNREADABLE: Header = Header {
    width: 0,
    height: 0,
    bytes_per_pixel: 2,
    is_copied: true,
    has_profile: true,
    is_turned: false,
};

/// That of a PNG, whose profile is not unfolded for it.
fn png_header(file: &mut Window) -> Result<Header, MediaError> {
    let normal = png::Transformations::normalize_to_color8();
    let (width, height, bytes_per_pixel, is_turned) = match png_reader(&mut *file, normal) {
        Err(_) => return Ok(UNREADABLE),
        Ok(reader) => {
            let (width, height) = reader.info().size();
            // Sixteen bits a channel become four bytes a pixel, row by row.
            let is_deep = reader.info().bit_depth == png::BitDepth::Sixteen;
            let samples = if is_deep { 4 } else { reader.output_color_type().0.samples() };
            let exif = reader.info().exif_metadata.as_deref();
            let orientation = exif.and_then(Orientation::from_exif_chunk);
            (width, height, samples as u64, orientation.is_some_and(swaps_sides))
        }
    };
    let is_copied = bytes_per_pixel < 3;
    let has_profile = has_profile(file)?;
    Ok(Header { width, height, bytes_per_pixel, is_copied, has_profile, is_turned })
}

/// A decoder whose header was read and found within the limits.
fn open_raster<'a>(
    file: &'a mut Window,
    media: MediaType,
    format: ImageFormat,
) -> Result<impl ImageDecoder + 'a, MediaError> {
    at_most!(file.length(), PICTURE_BYTES_MAX, "bytes");
    let length = file.length();
    // A JPEG whose header does not parse since the file ends within it.
    let is_cut_off = media == MediaType::Jpeg && is_cut_off(file, media)?;
    if media == MediaType::Png {
        check_profile(file)?;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(limits::DECODER_MEMORY_MAX);
    file.rewind()?;
    let mut reader = ImageReader::with_format(file, format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| match image_error(media, &error) {
        MediaError::Damaged { .. } if is_cut_off => MediaError::Truncated(media),
        error => error,
    })?;
    check_pixels(media, decoder.dimensions(), length)?;
    Ok(decoder)
}

/// A GIF before its first frame, whose size was found within the limits.
fn open_gif<'a, 'b>(file: &'a mut Window<'b>) -> Result<GifFrames<&'a mut Window<'b>>, MediaError> {
    at_most!(file.length(), PICTURE_BYTES_MAX, "bytes");
    let length = file.length();
    file.rewind()?;
    let frames = GifFrames::open(file)?;
    check_pixels(MediaType::Gif, frames.size(), length)?;
    Ok(frames)
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
