//! How much memory a file will take while it is examined, as its header promises: whoever
//! examines several at once asks here first.

use std::io::{Cursor, Read, Seek};

use super::animation::moves;
use super::glb::{JSON_READ_BYTES, names_pictures, picture_places};
use super::picture::header;
use super::window::{WINDOW_BYTES, Window};
use super::{MediaError, MediaType, avif, bmp, is_recording, sniff};
use crate::limits;

/// The bytes of memory that examining a file takes at its height, with the file's own where
/// it is read whole: an upper bound for what keeps its header's promises, from which what
/// is refused is not known yet.
pub fn memory_to_examine(mut file: impl Read + Seek) -> Result<u64, MediaError> {
    let file = &mut Window::new(&mut file)?;
    let length = file.length();
    let Some(media) = sniff(file.head()?) else { return Ok(PLACES_BYTES) };
    Ok(match media {
        media if is_recording(media) => PLACES_BYTES,
        MediaType::Jpeg => {
            let frame = jpeg_frame(file)?;
            let pixels = pixels(frame.width, frame.height);
            let samples = pixels * frame.components;
            // A decoder of progressive ones holds all coefficients, of two bytes each.
            let coefficients = if frame.is_progressive { 2 * samples } else { 0 };
            // What EXIF turns by a quarter is there twice.
            let decoding = (length + samples + coefficients).max(2 * samples);
            with_rungs(decoding, pixels, !frame.has_profile)
        }
        MediaType::Png | MediaType::WebP | MediaType::Gif => {
            let header = header(file, media)?;
            let pixels = pixels(header.width, header.height);
            file.rewind()?;
            if moves(&mut *file, media) {
                // The file twice on its way to its decoder; then the first frame, which is
                // kept for its rungs, a canvas, what stood there before, and the frame that is
                // laid on it, never larger, as it is decoded and with an alpha. It is copied
                // as it is shown when the last two are gone.
                let decoding = (2 * length).max(length + 5 * RGBA_BYTES * pixels);
                with_rungs(decoding, pixels, false)
            } else {
                let copied = if header.is_copied { RGBA_BYTES } else { 0 };
                let decoder = if media == MediaType::Png { 0 } else { length + 2 * pixels };
                let decoding = (header.bytes_per_pixel + copied) * pixels + decoder;
                let turns = if header.is_turned { 2 * header.bytes_per_pixel } else { 0 };
                let decoding = decoding.max(turns * pixels);
                with_rungs(decoding, pixels, media != MediaType::Gif && !header.has_profile)
            }
        }
        MediaType::Avif => with_avif(length, avif::promised(file).ok().flatten()),
        MediaType::Bmp => {
            let size = bmp::size_by_head(file.get(0, WINDOW_BYTES)?, length);
            let (width, height) = size.unwrap_or((0, 0));
            let pixels = pixels(width, height);
            with_rungs(length + RGBA_BYTES * pixels, pixels, false)
        }
        // What is longer is refused before it is read.
        MediaType::Svg if length <= limits::SVG_BYTES_MAX => {
            let bytes = file.whole()?;
            std::str::from_utf8(&bytes).map_or(length, drawing_bytes)
        }
        MediaType::Svg => length,
        MediaType::Glb => {
            let json = JSON_TIMES * length.min(limits::MODEL_JSON_BYTES_MAX);
            length + json + largest_picture(file)?
        }
        MediaType::GltfJson => {
            let is_bare = length <= JSON_READ_BYTES && !names_pictures(&file.whole()?);
            JSON_TIMES * length + if is_bare { 0 } else { any_picture(length) }
        }
        MediaType::Html => 2 * length,
        _ => PLACES_BYTES,
    })
}

/// A window, and the places of the most boxes that a film may have.
const PLACES_BYTES: u64 = 8 << 20;

/// A picture as everything here has it: four bytes a pixel.
const RGBA_BYTES: u64 = 4;

/// A drawing at the largest size that one is drawn at, on layers of its own.
const SVG_BYTES: u64 = 3 * RGBA_BYTES * (limits::SVG_SIDE_PX_MAX as u64).pow(2);

/// How much more than its text a drawing's attributes take, and the pictures in it.
const SVG_TIMES: u64 = 20;

/// What a part of a drawing takes once it is laid out.
const SVG_PART_BYTES: u64 = 1 << 10;

/// How much more than its text JSON takes when it is read.
const JSON_TIMES: u64 = 5;

/// What the largest of a GLB's pictures takes, which are decoded one after the other for
/// their colour: no less than if it were examined by itself.
fn largest_picture(file: &mut Window) -> Result<u64, MediaError> {
    let length = file.length();
    let Some(mut places) = picture_places(file)? else { return Ok(any_picture(length)) };
    places.sort_unstable_by_key(|place| (place.start, place.end));
    places.dedup();
    let (mut largest, mut left): (u64, u64) = (0, length);
    for place in places {
        // Pictures that lie over one another have more bytes than there are.
        let Some(rest) = left.checked_sub(place.end - place.start) else {
            return Ok(any_picture(length));
        };
        left = rest;
        let head = file.head_of(&place, WINDOW_BYTES)?;
        if matches!(sniff(&head), Some(MediaType::Png | MediaType::Jpeg | MediaType::WebP)) {
            let decoding = memory_to_examine(Cursor::new(head))?;
            largest = largest.max(decoding + place.end - place.start);
        }
    }
    Ok(largest)
}

/// What a picture takes of which no more is known than that it lies in so many bytes: what a
/// progressive JPEG of four inks does, a coefficient of two bytes and a sample for each.
fn any_picture(length: u64) -> u64 {
    let unfolded = limits::DECOMPRESSION_FREE_BYTES.max(limits::DECOMPRESSION_RATIO_MAX * length);
    length + 3 * RGBA_BYTES * (unfolded / RGBA_BYTES).min(limits::PICTURE_PIXELS_MAX)
}

/// What a drawing takes, by the words in it: one that refers to parts of itself may unfold
/// to as many as any, and one that has layers may have as many as any.
fn drawing_bytes(text: &str) -> u64 {
    const UNFOLD: [&str; 7] = ["use", "pattern", "mask", "clipPath", "marker", "feImage", "tref"];
    const LAYER: [&str; 9] =
        ["filter", "mask", "clip", "blend", "isolat", "pattern", "image", "symbol", "marker"];
    let length = text.len() as u64;
    // A character may stand there by its number, and hide a word.
    let hides = text.contains("&#");
    let elements = text.bytes().filter(|byte| *byte == b'<').count() as u64;
    let letters = if text.contains("text") { length } else { 0 };
    let opens_at = |at: usize| text[..at].ends_with(['<', ':']);
    let opens = |word: &str| text.match_indices(word).any(|(at, _)| opens_at(at));
    // What CSS lays behind it becomes elements: pictures, and tiles of them.
    let lays_behind = has_in_any_case(text, "background") && has_in_any_case(text, "url(");
    let parts = match hides || lays_behind || UNFOLD.into_iter().any(opens) {
        true => limits::SVG_UNFOLDED_MAX,
        false => (elements + letters).min(limits::SVG_UNFOLDED_MAX),
    };
    // The opacity of a fill or a stroke takes no layer.
    let fades = || text.match_indices("opacity").any(|(at, _)| !text[..at].ends_with('-'));
    let nests = || text.match_indices("svg").filter(|(at, _)| opens_at(*at)).count() > 1;
    let names_layers = || LAYER.iter().any(|word| text.contains(*word));
    let has_layers = hides || lays_behind || fades() || nests() || names_layers();
    let layers = if has_layers { RGBA_BYTES * limits::SVG_LAYER_PIXELS_MAX } else { 0 };
    SVG_BYTES + layers + SVG_PART_BYTES * parts + SVG_TIMES * length
}

fn has_in_any_case(text: &str, word: &str) -> bool {
    let mut places = text.as_bytes().windows(word.len());
    places.any(|place| place.eq_ignore_ascii_case(word.as_bytes()))
}

/// The pixels of a picture that is not refused; one whose header says nothing may have as
/// many as any.
fn pixels(width: u32, height: u32) -> u64 {
    match u64::from(width) * u64::from(height) {
        0 => limits::PICTURE_PIXELS_MAX,
        pixels => pixels.min(limits::PICTURE_PIXELS_MAX),
    }
}

/// What a picture takes that takes so much until it is decoded: then itself, the largest
/// rung and the band that this is made in; then that rung with what its encoders take.
/// One that `stands` as its own rung is not encoded.
fn with_rungs(decoding: u64, pixels: u64, stands: bool) -> u64 {
    const SMALL: u64 = 1 << 20;
    const LARGE: u64 = 16 << 20;
    const BANDS_BYTES: u64 = 24 << 20;
    const ENCODERS: u64 = 4;
    let rung = if pixels > LARGE { LARGE } else { pixels.min(SMALL) };
    let encoded = if stands || pixels > LARGE { rung } else { pixels };
    let scaling = RGBA_BYTES * (pixels + rung) + BANDS_BYTES;
    decoding.max(scaling).max(ENCODERS * RGBA_BYTES * encoded)
}

/// What an AVIF takes: its file, what is coded, its frames and what their decoder notes; then
/// the file, the frames and the picture. Further frames are decoded beside the picture.
fn with_avif(length: u64, promised: Option<avif::Promised>) -> u64 {
    /// Of the frame that takes the most: two bytes for each of three samples.
    const FRAME_BYTES: u64 = 6;
    /// What the decoder notes for a pixel, rounded up.
    const NOTES_BYTES: u64 = 1;
    let (width, height) = promised.map_or((0, 0), |promised| promised.size);
    let pixels = pixels(width, height);
    let frame = promised.map_or(FRAME_BYTES * pixels, |promised| promised.frame_bytes);
    let has_grain = promised.is_none_or(|promised| promised.has_grain);
    let layers = promised.map_or(1, |promised| u64::from(promised.layers));
    let frames = frame * (layers + u64::from(has_grain));
    let is_one = promised.is_some_and(|promised| promised.is_one_frame);
    let beside = if is_one { 0 } else { RGBA_BYTES * pixels };
    let decoding = 2 * length + frames + NOTES_BYTES * pixels + beside;
    with_rungs(decoding.max(length + frames + RGBA_BYTES * pixels), pixels, false)
}

/// What the frame of a JPEG says (ITU-T T.81, section B.2.2).
#[derive(Default)]
struct JpegFrame {
    width: u32,
    height: u32,
    components: u64,
    is_progressive: bool,
    /// Whether its colours may have to be turned.
    has_profile: bool,
}

/// The first frame that is found; where there is none, what takes the most.
fn jpeg_frame(file: &mut Window) -> Result<JpegFrame, MediaError> {
    let mut frame =
        JpegFrame { components: 3, is_progressive: true, has_profile: true, ..Default::default() };
    let mut has_profile = false;
    let mut at = 2;
    while let &[0xff, marker, high, low, ref rest @ ..] = file.get(at, 10)? {
        match (marker, rest) {
            (0xff, _) => {
                at += 1;
                continue;
            }
            // All that begin with SOF; among them stand tables that do not.
            (0xc0..=0xcf, &[_, y, lower_y, x, lower_x, components])
                if !matches!(marker, 0xc4 | 0xc8 | 0xcc) =>
            {
                frame = JpegFrame {
                    width: u16::from_be_bytes([x, lower_x]).into(),
                    height: u16::from_be_bytes([y, lower_y]).into(),
                    components: components.into(),
                    is_progressive: marker == 0xc2,
                    has_profile,
                };
                break;
            }
            (0xe2, about) => has_profile = has_profile || about.starts_with(b"ICC_PR"),
            _ => {}
        }
        at += 2 + u64::from(u16::from_be_bytes([high, low]));
    }
    Ok(frame)
}
