//! Animations (GIF, APNG, animated WebP), one frame at a time: a frame is decoded when
//! it is due, so that an animation takes the memory of a few pictures.

use std::fmt;
use std::io::{BufRead, Chain, Cursor, Read, Seek};
use std::sync::{Arc, Mutex, PoisonError};

use super::canvas::{Blend, Canvas, Dispose, Patch};
use super::error::at_most;
use super::gif_frames::{self, GifFrames};
use super::picture::{check_pixels, decoder_error};
use super::{MediaError, MediaType, Picture, sniff};
use crate::limits;

/// One frame of an animation, and how long it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub picture: Picture,
    pub delay_ms: u32,
}

/// An animation that is played: an iterator over its frames that ends behind the last.
pub struct Animation {
    bytes: Arc<[u8]>,
    media: MediaType,
    size: (u32, u32),
    /// Only ever reached through `&mut`; the lock makes the animation `Sync`, which the
    /// decoders inside are not.
    source: Mutex<Source>,
    shown: u32,
    over: bool,
}

/// Whether a file holds more than one frame, by its structure alone.
pub fn is_animated(bytes: &[u8]) -> bool {
    sniff(bytes).is_some_and(|media| moves(Cursor::new(bytes), media))
}

/// The same of a file of this kind, from where it lies.
pub(super) fn moves(file: impl BufRead + Seek, media: MediaType) -> bool {
    match media {
        MediaType::Png => png_reader(file, png::Transformations::normalize_to_color8())
            .is_ok_and(|reader| png_frames(reader.info()) > 1),
        MediaType::WebP => image_webp::WebPDecoder::new(file)
            .is_ok_and(|decoder| decoder.is_animated() && decoder.num_frames() > 1),
        MediaType::Gif => gif_frames::has_several(file),
        _ => false,
    }
}

impl Animation {
    /// Opens an animation before its first frame. A still GIF, PNG or WebP is refused.
    pub fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Self, MediaError> {
        let bytes = bytes.into();
        let media = sniff(&bytes).ok_or(MediaError::Unknown)?;
        at_most!(bytes.len(), PICTURE_BYTES_MAX, "bytes");
        let source = Source::open(&bytes, media)?;
        let size = source.size();
        check_pixels(media, size, bytes.len() as u64)?;
        let source = Mutex::new(source.with_canvas(size));
        Ok(Self { bytes, media, size, source, shown: 0, over: false })
    }

    /// Width and height of every frame, in pixels.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Goes back to before the first frame.
    pub fn restart(&mut self) -> Result<(), MediaError> {
        self.source = Mutex::new(Source::open(&self.bytes, self.media)?.with_canvas(self.size));
        self.shown = 0;
        self.over = false;
        Ok(())
    }

    /// The next frame, and after the last the first again, without end.
    pub fn next_looping(&mut self) -> Result<Frame, MediaError> {
        if let Some(frame) = self.next() {
            return frame;
        }
        self.restart()?;
        self.next().unwrap_or(Err(MediaError::Truncated(self.media)))
    }

    fn read(&mut self) -> Result<Option<Frame>, MediaError> {
        let source = self.source.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some((picture, delay_ms)) = source.read(self.media, self.size)? else {
            return Ok(None);
        };
        self.shown += 1;
        at_most!(self.shown, ANIMATION_FRAMES_MAX, "frames");
        let pixels = u64::from(self.shown) * u64::from(self.size.0) * u64::from(self.size.1);
        at_most!(pixels, ANIMATION_PIXELS_MAX, "pixels in all its frames");
        // As browsers have it: what asks for no time at all gets a tenth of a second.
        let delay_ms = if delay_ms <= 10 { 100 } else { delay_ms };
        Ok(Some(Frame { picture, delay_ms }))
    }
}

impl Iterator for Animation {
    type Item = Result<Frame, MediaError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let frame = self.read().transpose();
        self.over = !matches!(frame, Some(Ok(_)));
        frame
    }
}

impl fmt::Debug for Animation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Animation({:?}, {:?}, frame {})", self.media, self.size, self.shown)
    }
}

type Reader = Cursor<Arc<[u8]>>;

/// A decoder between two frames. They are used here without `image`'s frame iterators,
/// which cannot be sent between threads.
enum Source {
    Gif(Box<GifFrames<Chain<Reader, &'static [u8]>>>),
    Png(Box<png::Reader<Reader>>, Canvas),
    WebP(Box<image_webp::WebPDecoder<Reader>>),
}

impl Source {
    fn open(bytes: &Arc<[u8]>, media: MediaType) -> Result<Self, MediaError> {
        let reader = Cursor::new(bytes.clone());
        let still =
            || MediaError::damaged(media, "it is a still picture, and an animation was expected");
        match media {
            MediaType::Gif => {
                let whole = reader.chain(gif_frames::missing_end(bytes));
                Ok(Self::Gif(Box::new(GifFrames::open(whole)?)))
            }
            MediaType::Png => {
                let reader = png_reader(reader, png::Transformations::normalize_to_color8())
                    .map_err(|e| decoder_error(media, e))?;
                if png_frames(reader.info()) == 0 {
                    return Err(still());
                }
                Ok(Self::Png(Box::new(reader), Canvas::new(0, 0)))
            }
            MediaType::WebP => {
                let mut decoder =
                    image_webp::WebPDecoder::new(reader).map_err(|e| decoder_error(media, e))?;
                if !decoder.is_animated() {
                    return Err(still());
                }
                decoder.set_memory_limit(limits::DECODER_MEMORY_MAX as usize);
                Ok(Self::WebP(Box::new(decoder)))
            }
            _ => Err(still()),
        }
    }

    fn size(&self) -> (u32, u32) {
        match self {
            Self::Gif(frames) => frames.size(),
            Self::Png(reader, _) => reader.info().size(),
            Self::WebP(decoder) => decoder.dimensions(),
        }
    }

    /// The canvas is only made once the size was found within the limits.
    fn with_canvas(self, (width, height): (u32, u32)) -> Self {
        match self {
            Self::Gif(frames) => Self::Gif(frames),
            Self::Png(reader, _) => Self::Png(reader, Canvas::new(width, height)),
            Self::WebP(decoder) => Self::WebP(decoder),
        }
    }

    fn read(
        &mut self,
        media: MediaType,
        (width, height): (u32, u32),
    ) -> Result<Option<(Picture, u32)>, MediaError> {
        match self {
            Self::Gif(frames) => {
                let delay_ms = frames.lay_next()?;
                let shown = |delay_ms| Some((frames.picture()?.clone(), delay_ms));
                Ok(delay_ms.and_then(shown))
            }
            Self::Png(reader, canvas) => read_png(reader, canvas),
            Self::WebP(decoder) => {
                let mut pixels = vec![0; decoder.output_buffer_size().unwrap_or(0)];
                let delay_ms = match decoder.read_frame(&mut pixels) {
                    Ok(delay_ms) => delay_ms,
                    Err(image_webp::DecodingError::NoMoreFrames) => return Ok(None),
                    Err(error) => return Err(decoder_error(media, error)),
                };
                let rgba = if decoder.has_alpha() { pixels } else { with_alpha(pixels, 3) };
                Ok(Some((Picture { width, height, rgba }, delay_ms)))
            }
        }
    }
}

/// A PNG before its pixels, without its profile and its texts.
pub(super) fn png_reader<R: BufRead + Seek>(
    bytes: R,
    transformations: png::Transformations,
) -> Result<png::Reader<R>, png::DecodingError> {
    let memory = png::Limits { bytes: limits::DECODER_MEMORY_MAX as usize };
    let mut decoder = png::Decoder::new_with_limits(bytes, memory);
    decoder.set_transformations(transformations);
    // A profile unfolds to as much as its memory may take, and none is used here.
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_ignore_text_chunk(true);
    decoder.read_info()
}

/// The frames that an APNG announces; none for a still PNG.
fn png_frames(info: &png::Info) -> u32 {
    info.animation_control().map_or(0, |control| control.num_frames)
}

fn read_png(
    reader: &mut png::Reader<Reader>,
    canvas: &mut Canvas,
) -> Result<Option<(Picture, u32)>, MediaError> {
    let failed = |error: png::DecodingError| decoder_error(MediaType::Png, error);
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
    loop {
        let output = match reader.next_frame(&mut pixels) {
            Ok(output) => output,
            // Asked for a frame behind the last one.
            Err(png::DecodingError::Parameter(_)) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        // A picture for programs that know no APNG may stand before the first frame.
        let Some(control) = reader.info().frame_control().copied() else { continue };
        pixels.truncate(output.buffer_size());
        let rgba = with_alpha(pixels, output.color_type.samples());
        let patch = Patch {
            x: control.x_offset,
            y: control.y_offset,
            width: output.width,
            height: output.height,
        };
        let blend = match control.blend_op {
            png::BlendOp::Source => Blend::Replace,
            png::BlendOp::Over => Blend::Over,
        };
        let dispose = match control.dispose_op {
            png::DisposeOp::None => Dispose::Keep,
            png::DisposeOp::Background => Dispose::Clear,
            png::DisposeOp::Previous => Dispose::Restore,
        };
        canvas.lay(patch, &rgba, blend, dispose);
        // A large animation has no room for it beside the frame as it is shown.
        drop(rgba);
        let denominator = if control.delay_den == 0 { 100 } else { u32::from(control.delay_den) };
        let delay_ms = u32::from(control.delay_num) * 1_000 / denominator;
        return Ok(Some((canvas.picture().clone(), delay_ms)));
    }
}

/// Grey, grey with alpha, or RGB (1, 2 or 3 samples a pixel) to RGBA, which stays as it is.
fn with_alpha(pixels: Vec<u8>, samples: usize) -> Vec<u8> {
    if samples == 4 {
        return pixels;
    }
    let rgba = |pixel: &[u8]| match *pixel {
        [grey] => [grey, grey, grey, 255],
        [grey, alpha] => [grey, grey, grey, alpha],
        [red, green, blue] => [red, green, blue, 255],
        _ => [0; 4],
    };
    pixels.chunks_exact(samples).flat_map(rgba).collect()
}
