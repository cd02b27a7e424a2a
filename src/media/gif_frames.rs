//! The frames of a GIF, laid one over another: as careless of its screen and of its end as
//! browsers let a file be.

use std::io::Read;
use std::mem;
use std::num::NonZeroU64;

use super::canvas::{Blend, Canvas, Dispose, Patch};
use super::picture::decoder_error;
use super::{MediaError, MediaType, Picture};
use crate::limits;

/// A GIF between two of its frames.
pub(super) struct GifFrames<R: Read> {
    decoder: gif::Decoder<R>,
    size: (u32, u32),
    /// Made with the first frame: until then whoever reads holds the size to the limits.
    canvas: Option<Canvas>,
    /// Whether the head of a frame was read, and its pixels were not.
    is_ahead: bool,
}

impl<R: Read> GifFrames<R> {
    /// Opens a GIF, and reads the head of its first frame, to which its screen grows.
    pub fn open(gif: R) -> Result<Self, MediaError> {
        let mut decoder = options().read_info(gif).map_err(failed)?;
        let screen = [decoder.width(), decoder.height()].map(u32::from);
        let first = decoder.next_frame_info().map_err(failed)?.map(patch);
        let is_ahead = first.is_some();
        let first = first.unwrap_or_default();
        let size = (screen[0].max(first.x + first.width), screen[1].max(first.y + first.height));
        Ok(Self { decoder, size, canvas: None, is_ahead })
    }

    /// Width and height in pixels; a screen of one pixel may have a first frame of any size.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// The colour profile that stands before the first frame.
    pub fn profile(&self) -> Option<&[u8]> {
        self.decoder.icc_profile()
    }

    /// Lays the next frame on, and tells for how many milliseconds it asks; none behind the
    /// last. What hangs over the edges is left away.
    pub fn lay_next(&mut self) -> Result<Option<u32>, MediaError> {
        let is_there = mem::take(&mut self.is_ahead)
            || self.decoder.next_frame_info().map_err(failed)?.is_some();
        let Some(frame) = self.decoder.current_frame_info().filter(|_| is_there) else {
            return Ok(None);
        };
        let (patch, dispose, delay) = (patch(frame), dispose(frame), u32::from(frame.delay));
        let (width, height) = self.size;
        if patch.width > width || patch.height > height {
            let problem = "one of its frames is larger than its screen";
            return Err(MediaError::damaged(MediaType::Gif, problem));
        }
        let mut pixels = vec![0; self.decoder.buffer_size()];
        self.decoder.read_into_buffer(&mut pixels).map_err(failed)?;
        let canvas = self.canvas.get_or_insert_with(|| Canvas::new(width, height));
        canvas.lay(patch, &pixels, Blend::Over, dispose);
        Ok(Some(10 * delay))
    }

    /// What is shown now; nothing before the first frame.
    pub fn picture(&self) -> Option<&Picture> {
        self.canvas.as_ref().map(Canvas::picture)
    }

    /// The same for whoever asks for no further frame.
    pub fn into_picture(self) -> Option<Picture> {
        self.canvas.map(Canvas::into_picture)
    }
}

/// Whether there is more than one frame, by the heads of two alone.
pub(super) fn has_several(gif: impl Read) -> bool {
    let mut options = options();
    options.skip_frame_decoding(true);
    options.read_info(gif).is_ok_and(|mut decoder| {
        let mut more = || matches!(decoder.next_frame_info(), Ok(Some(_)));
        more() && more()
    })
}

/// What is to be read behind a GIF: where its last frame is whole and only the byte is
/// missing that ends the file, this.
pub(super) fn missing_end(gif: &[u8]) -> &'static [u8] {
    if ends_behind_a_frame(gif).unwrap_or(false) { b";" } else { b"" }
}

/// None for a file that ends within something.
fn ends_behind_a_frame(gif: &[u8]) -> Option<bool> {
    // The colours of a table that is there, three bytes each.
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 6_usize << (flags & 7) };
    let mut at = 13 + table(*gif.get(10)?);
    let mut is_frame = false;
    while at != gif.len() {
        at = match gif.get(at)? {
            0x21 => {
                is_frame = false;
                behind_data(gif, at + 2)?
            }
            0x2c => {
                is_frame = true;
                behind_data(gif, at + 11 + table(*gif.get(at + 9)?))?
            }
            _ => return Some(false),
        };
    }
    Some(is_frame)
}

/// The place behind blocks of data, each with its length before it, and a zero at the end.
fn behind_data(gif: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *gif.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

fn options() -> gif::DecodeOptions {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    if let Some(bytes) = NonZeroU64::new(4 * limits::PICTURE_PIXELS_MAX) {
        options.set_memory_limit(gif::MemoryLimit::Bytes(bytes));
    }
    options
}

fn patch(frame: &gif::Frame<'_>) -> Patch {
    Patch {
        x: frame.left.into(),
        y: frame.top.into(),
        width: frame.width.into(),
        height: frame.height.into(),
    }
}

fn dispose(frame: &gif::Frame<'_>) -> Dispose {
    match frame.dispose {
        gif::DisposalMethod::Any | gif::DisposalMethod::Keep => Dispose::Keep,
        gif::DisposalMethod::Background => Dispose::Clear,
        gif::DisposalMethod::Previous => Dispose::Restore,
    }
}

fn failed(error: gif::DecodingError) -> MediaError {
    decoder_error(MediaType::Gif, error)
}
