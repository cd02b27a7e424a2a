//! WebM and Matroska (RFC 9559): tracks, and how long they last.
//!
//! Elements are read in one flat pass: what holds others is stepped into and everything
//! else is stepped over, so that recordings that were never finished, whose parts do not
//! know their own length, are read as any other. The file stays where it lies, and only a
//! window of it is in memory.

use super::codecs;
use crate::limits;
use crate::media::error::at_most;
use crate::media::recording::{Recording, in_ms};
use crate::media::window::Window;
use crate::media::{MediaError, MediaType};

const EBML: u32 = 0x1a45_dfa3;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const TIMESTAMP_SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK_ENTRY: u32 = 0xae;
const TRACK_TYPE: u32 = 0x83;
const CODEC_ID: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63a2;
const CONTENT_ENCRYPTION: u32 = 0x5035;
const VIDEO: u32 = 0xe0;
const PIXEL_WIDTH: u32 = 0xb0;
const PIXEL_HEIGHT: u32 = 0xba;
const DISPLAY_WIDTH: u32 = 0x54b0;
const DISPLAY_HEIGHT: u32 = 0x54ba;
const DISPLAY_UNIT: u32 = 0x54b2;
const CLUSTER: u32 = 0x1f43_b675;
const TIMESTAMP: u32 = 0xe7;
const SIMPLE_BLOCK: u32 = 0xa3;
const BLOCK_GROUP: u32 = 0xa0;
const BLOCK: u32 = 0xa1;
const BLOCK_DURATION: u32 = 0x9b;

/// As much of an element's body as is read: enough for any name of a codec that is known,
/// and for what a codec's record says of itself.
const BODY_BYTES: usize = 64;

/// Reads a WebM's tracks.
pub(in crate::media) fn inspect_matroska(file: &mut Window) -> Result<Recording, MediaError> {
    let mut film = Film { scale_ns: 1_000_000, ..Film::default() };
    let mut at = 0;
    let mut elements = 0;
    while at < file.length() {
        elements += 1;
        at_most!(elements, ELEMENTS_MAX, "elements");
        let element = read_head(file.get(at, HEAD_BYTES_MAX)?)?;
        at += element.bytes;
        if steps_into(element.id) {
            if element.id == TRACK_ENTRY {
                at_most!(film.tracks.len() + 1, TRACKS_MAX, "tracks");
                film.tracks.push(Track::default());
            }
            continue;
        }
        let Some(length) = element.length else {
            return Err(damaged("an element does not know its own length"));
        };
        let end = at.checked_add(length).filter(|end| *end <= file.length());
        let end = end.ok_or(MediaError::Truncated(MediaType::WebM))?;
        // Of a number that is longer than any, the last bytes count.
        let from = if is_number(element.id) { at.max(end.saturating_sub(8)) } else { at };
        film.take(element.id, file.get_within(from, end, BODY_BYTES)?)?;
        at = end;
    }
    film.recording()
}

#[derive(Default)]
struct Film {
    /// Nanoseconds of one unit of time.
    scale_ns: u64,
    duration_units: f64,
    tracks: Vec<Track>,
    /// When the cluster at hand begins, and where the last block ends, in units.
    cluster: u64,
    last: u64,
    block: u64,
}

#[derive(Default)]
struct Track {
    kind: u64,
    codec: String,
    private: Vec<u8>,
    pixels: (u64, u64),
    display: (u64, u64),
    display_unit: u64,
}

impl Film {
    fn take(&mut self, id: u32, body: &[u8]) -> Result<(), MediaError> {
        match id {
            TIMESTAMP_SCALE => self.scale_ns = unsigned(body).max(1),
            DURATION => self.duration_units = float(body),
            TIMESTAMP => self.cluster = unsigned(body),
            SIMPLE_BLOCK | BLOCK => {
                self.block = self.cluster.saturating_add_signed(block_offset(body).into());
                self.last = self.last.max(self.block);
            }
            BLOCK_DURATION => {
                self.last = self.last.max(self.block.saturating_add(unsigned(body)));
            }
            CONTENT_ENCRYPTION => {
                return Err(MediaError::Refused {
                    media: "film",
                    what: "encrypted tracks, and no key opens them here".to_owned(),
                });
            }
            _ => {
                if let Some(track) = self.tracks.last_mut() {
                    track.take(id, body);
                }
            }
        }
        Ok(())
    }

    fn recording(self) -> Result<Recording, MediaError> {
        let shown: Vec<&Track> = self.tracks.iter().filter(|track| track.kind <= 2).collect();
        if self.tracks.is_empty() {
            return Err(damaged("it describes no tracks"));
        }
        // What a recorder could not know when it began is counted from the blocks.
        let told = self.duration_units;
        let units = if told.is_finite() && told >= 1.0 { told as u64 } else { self.last };
        let ns = units.saturating_mul(self.scale_ns);
        Ok(Recording {
            media: MediaType::WebM,
            size_px: shown.iter().find(|track| track.kind == 1).map(|track| track.size_px()),
            duration_ms: in_ms(ns, 1_000_000_000),
            has_sound: shown.iter().any(|track| track.kind == 2),
            codecs: shown.iter().map(|track| track.codec()).collect(),
        })
    }
}

impl Track {
    fn take(&mut self, id: u32, body: &[u8]) {
        match id {
            TRACK_TYPE => self.kind = unsigned(body),
            CODEC_ID => self.codec = String::from_utf8_lossy(body).trim_end_matches('\0').into(),
            CODEC_PRIVATE => self.private = body.to_vec(),
            PIXEL_WIDTH => self.pixels.0 = unsigned(body),
            PIXEL_HEIGHT => self.pixels.1 = unsigned(body),
            DISPLAY_WIDTH => self.display.0 = unsigned(body),
            DISPLAY_HEIGHT => self.display.1 = unsigned(body),
            DISPLAY_UNIT => self.display_unit = unsigned(body),
            _ => {}
        }
    }

    /// The coded pixels in the proportions in which they are to be shown, as wide as
    /// these ask for at the coded height.
    fn size_px(&self) -> (u32, u32) {
        let side = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
        let (width, height) = self.pixels;
        let shown = match self.display {
            (across, down) if across > 0 && down > 0 && self.display_unit <= 3 => {
                let wide = u128::from(height) * u128::from(across) / u128::from(down);
                u64::try_from(wide).unwrap_or(u64::MAX)
            }
            _ => width,
        };
        (side(shown), side(height))
    }

    fn codec(&self) -> String {
        match self.codec.as_str() {
            "V_VP8" => "vp8".to_owned(),
            "V_VP9" => "vp9".to_owned(),
            "V_AV1" => codecs::av1(&self.private),
            "V_MPEG4/ISO/AVC" => codecs::avc("avc1", &self.private),
            "V_MPEGH/ISO/HEVC" => codecs::hevc("hvc1", &self.private),
            "A_OPUS" => "opus".to_owned(),
            "A_VORBIS" => "vorbis".to_owned(),
            "A_FLAC" => "flac".to_owned(),
            "A_MPEG/L3" => "mp3".to_owned(),
            "A_AAC" => {
                format!("mp4a.40.{}", codecs::audio_object_type(&self.private).unwrap_or(2))
            }
            other => other.to_owned(),
        }
    }
}

fn steps_into(id: u32) -> bool {
    matches!(
        id,
        SEGMENT | INFO | TRACKS | TRACK_ENTRY | VIDEO | CLUSTER | BLOCK_GROUP
            // What content is wrapped in: ContentEncodings and one ContentEncoding.
            | 0x6d80 | 0x6240
    )
}

/// What is read as a number, whole or broken.
fn is_number(id: u32) -> bool {
    matches!(
        id,
        TIMESTAMP_SCALE
            | TRACK_TYPE
            | PIXEL_WIDTH
            | PIXEL_HEIGHT
            | DISPLAY_WIDTH
            | DISPLAY_HEIGHT
            | DISPLAY_UNIT
            | TIMESTAMP
            | BLOCK_DURATION
    )
}

/// The longest head of an element, in bytes: an id of four and a length of eight.
const HEAD_BYTES_MAX: usize = 12;

struct Head {
    id: u32,
    /// Of the head itself.
    bytes: u64,
    /// None where all bits are set: not known when it was written.
    length: Option<u64>,
}

/// The id and the length of the element that begins here.
fn read_head(bytes: &[u8]) -> Result<Head, MediaError> {
    let truncated = || MediaError::Truncated(MediaType::WebM);
    let first = *bytes.first().ok_or_else(truncated)?;
    let id_bytes = first.leading_zeros() as usize + 1;
    if id_bytes > 4 {
        return Err(damaged("an element has no id"));
    }
    let id = bytes.get(..id_bytes).ok_or_else(truncated)?;
    let id = id.iter().fold(0, |id: u32, byte| id << 8 | u32::from(*byte));
    let first = *bytes.get(id_bytes).ok_or_else(truncated)?;
    let length_bytes = first.leading_zeros() as usize + 1;
    if length_bytes > 8 {
        return Err(damaged("an element has a length of more than eight bytes"));
    }
    let raw = bytes.get(id_bytes..id_bytes + length_bytes).ok_or_else(truncated)?;
    let mask = (1u64 << (7 * length_bytes)) - 1;
    let value = raw.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte)) & mask;
    let length = (value != mask).then_some(value);
    if id == EBML && length.is_none() {
        return Err(damaged("its head has no end"));
    }
    Ok(Head { id, bytes: (id_bytes + length_bytes) as u64, length })
}

/// When a block begins, after its cluster: two signed bytes behind the track's number.
fn block_offset(body: &[u8]) -> i16 {
    let number = body.first().map_or(0, |first| first.leading_zeros() as usize + 1);
    match body.get(number..number + 2) {
        Some(&[high, low]) => i16::from_be_bytes([high, low]),
        _ => 0,
    }
}

fn unsigned(body: &[u8]) -> u64 {
    let used = &body[body.len().saturating_sub(8)..];
    used.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

fn float(body: &[u8]) -> f64 {
    match *body {
        [a, b, c, d] => f32::from_be_bytes([a, b, c, d]).into(),
        [a, b, c, d, e, f, g, h] => f64::from_be_bytes([a, b, c, d, e, f, g, h]),
        _ => 0.0,
    }
}

fn damaged(problem: &str) -> MediaError {
    MediaError::damaged(MediaType::WebM, problem)
}
