//! Sounds: how long each kind of file lasts, counted from its frames.

mod frames;
mod ogg;
mod wave;

pub(super) use frames::{behind_tags, inspect_adts, inspect_mp3, is_adts_head, is_mp3_head};
pub(super) use ogg::inspect_ogg;
pub(super) use wave::{inspect_flac, inspect_wav};

use super::recording::{Recording, in_ms};
use super::{MediaError, MediaType};

/// A sound of so many samples at so many a second.
fn sound(
    media: MediaType,
    samples: u64,
    per_second: u64,
    codec: &str,
) -> Result<Recording, MediaError> {
    Ok(Recording {
        media,
        size_px: None,
        duration_ms: in_ms(samples, per_second),
        has_sound: true,
        codecs: vec![codec.to_owned()],
    })
}
