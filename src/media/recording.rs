//! What plays in time, films and sounds: what their containers say of them. Nothing is
//! decoded; whoever plays it does that.

use std::io::{Cursor, Read, Seek};

use super::error::at_most;
use super::window::Window;
use super::{MediaError, MediaType, film, sniff, sound};
use crate::limits;

/// A film or a sound, as its container describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub media: MediaType,
    /// Pixels as shown: pixel aspect and rotation applied. None for what is only heard.
    pub size_px: Option<(u32, u32)>,
    /// Zero where the file does not say how long it is.
    pub duration_ms: u64,
    pub has_sound: bool,
    /// What its tracks are coded in, as `codecs=` of a media type has it (RFC 6381).
    pub codecs: Vec<String>,
}

/// How far a browser can be expected to play something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Playback {
    Nowhere,
    /// Where the machine happens to have a decoder.
    Somewhere,
    Everywhere,
}

/// Whether files of this kind are read by [`inspect_recording`].
pub fn is_recording(media: MediaType) -> bool {
    matches!(
        media,
        MediaType::Mp4
            | MediaType::WebM
            | MediaType::M4a
            | MediaType::Mp3
            | MediaType::Aac
            | MediaType::Ogg
            | MediaType::Wav
            | MediaType::Flac
    )
}

/// Reads a film's or a sound's container. What no browser plays is refused.
pub fn inspect_recording(bytes: &[u8]) -> Result<Recording, MediaError> {
    inspect_recording_file(Cursor::new(bytes))
}

/// The same from where the file lies, of which no more than a window is in memory.
pub fn inspect_recording_file(mut file: impl Read + Seek) -> Result<Recording, MediaError> {
    inspect(&mut Window::new(&mut file)?)
}

/// The same of a file that is open already.
pub(super) fn inspect(file: &mut Window) -> Result<Recording, MediaError> {
    let media = sniff(file.head()?).ok_or(MediaError::Unknown)?;
    match media {
        MediaType::Mp4 | MediaType::WebM => at_most!(file.length(), FILM_BYTES_MAX, "bytes"),
        _ => at_most!(file.length(), SOUND_BYTES_MAX, "bytes"),
    }
    let recording = match media {
        MediaType::Mp4 | MediaType::M4a => film::inspect_iso(file, media)?,
        MediaType::WebM => film::inspect_matroska(file)?,
        MediaType::Mp3 => sound::inspect_mp3(file)?,
        MediaType::Aac => sound::inspect_adts(file)?,
        MediaType::Ogg => sound::inspect_ogg(file)?,
        MediaType::Wav => sound::inspect_wav(file)?,
        MediaType::Flac => sound::inspect_flac(file)?,
        other => return Err(MediaError::NotShown(other)),
    };
    if let Some((width, height)) = recording.size_px {
        at_most!(width.max(height), FILM_SIDE_PX_MAX, "pixels on its longer side");
        if width == 0 || height == 0 {
            return Err(MediaError::damaged(media, "it has no pixels"));
        }
    }
    at_most!(recording.duration_ms, DURATION_MS_MAX, "milliseconds");
    if recording.codecs.is_empty() {
        return Err(MediaError::damaged(media, "it has neither pictures nor sound"));
    }
    if recording.playback() == Playback::Nowhere {
        return Err(MediaError::NotPlayed { media, codecs: recording.codecs.join(",") });
    }
    Ok(recording)
}

impl Recording {
    /// How far a browser can be expected to play it: as far as its rarest track.
    pub fn playback(&self) -> Playback {
        let each = self.codecs.iter().map(|codec| playback_of(self.media, codec));
        each.min().unwrap_or(Playback::Nowhere)
    }
}

/// What browsers play: the codecs that Chromium, Firefox and WebKit all have, and those
/// that one of them has or that hang on the machine.
fn playback_of(media: MediaType, codec: &str) -> Playback {
    let family = codec.split('.').next().unwrap_or("");
    match (media, family) {
        // PCM, floats and the two telephone laws.
        (MediaType::Wav, "1" | "3") => Playback::Everywhere,
        (MediaType::Wav, "6" | "7") => Playback::Somewhere,
        (MediaType::Wav, _) => Playback::Nowhere,
        // What browsers have for WebM need not be in the rest of Matroska.
        (MediaType::WebM, "avc1" | "mp4a" | "mp3" | "flac") => Playback::Somewhere,
        (_, "mp4a") => match codec {
            "mp4a.40.2" | "mp4a.40.5" | "mp4a.40.29" | "mp4a.6b" | "mp4a.69" => {
                Playback::Everywhere
            }
            _ => Playback::Somewhere,
        },
        (_, "avc1" | "avc3") => match codec.get(5..7) {
            // Baseline, Main and High, or a record that does not say.
            None | Some("42" | "4d" | "64") => Playback::Everywhere,
            _ => Playback::Somewhere,
        },
        (_, "vp8" | "vp9" | "vp09" | "opus" | "vorbis" | "flac" | "mp3") => Playback::Everywhere,
        (_, "av01" | "hvc1" | "hev1" | "ac-3" | "ec-3" | "alac" | "pcm") => Playback::Somewhere,
        _ => Playback::Nowhere,
    }
}

/// A number of units at so many units a second, in milliseconds, rounded; zero where
/// there are no units a second.
pub(super) fn in_ms(units: u64, per_second: u64) -> u64 {
    if per_second == 0 {
        return 0;
    }
    let ms = (u128::from(units) * 1_000 + u128::from(per_second) / 2) / u128::from(per_second);
    u64::try_from(ms).unwrap_or(u64::MAX)
}
