//! Ogg (RFC 3533) with Vorbis, Opus or FLAC in it.

use super::sound;
use crate::limits;
use crate::media::error::at_most;
use crate::media::recording::Recording;
use crate::media::window::Window;
use crate::media::{MediaError, MediaType};

/// Reads an Ogg's pages, one after the other; sound itself is stepped over.
pub(in crate::media) fn inspect_ogg(file: &mut Window) -> Result<Recording, MediaError> {
    let mut streams: Vec<Stream> = Vec::new();
    let mut at = 0;
    while at < file.length() {
        let left = file.length() - at;
        let page = read_page(file.get(at, PAGE_HEAD_BYTES)?, left)?;
        let known = streams.iter().position(|stream| stream.serial == page.serial);
        match known {
            // No packet ends on a page whose position is all ones.
            Some(index) if page.position != u64::MAX => streams[index].position = page.position,
            Some(_) => {}
            None => {
                at_most!(streams.len() + 1, TRACKS_MAX, "tracks");
                streams.push(Stream { serial: page.serial, position: 0, kind: kind_of(page.body) });
            }
        }
        at += page.length;
    }
    let heard = streams.iter().find_map(|stream| Some((stream, stream.kind.as_ref()?)));
    let Some((stream, kind)) = heard else {
        return Err(MediaError::damaged(MediaType::Ogg, "it holds no stream of sound"));
    };
    let samples = stream.position.saturating_sub(kind.skipped);
    sound(MediaType::Ogg, samples, kind.per_second, kind.codec)
}

struct Stream {
    serial: u32,
    /// The position of its last page, in samples.
    position: u64,
    kind: Option<Kind>,
}

struct Kind {
    codec: &'static str,
    per_second: u64,
    /// Samples before the sound begins.
    skipped: u64,
}

/// What the first packet of a stream announces; none for what belongs to a sound, such
/// as its skeleton.
fn kind_of(packet: &[u8]) -> Option<Kind> {
    let le32 = |at: usize| {
        let four = packet.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_le_bytes(four)))
    };
    let kind = |codec, per_second, skipped| Some(Kind { codec, per_second, skipped });
    if packet.starts_with(b"\x01vorbis") {
        kind("vorbis", le32(12)?, 0)
    } else if packet.starts_with(b"OpusHead") {
        kind("opus", 48_000, le32(10)? & 0xffff)
    } else if packet.starts_with(b"\x7fFLAC") {
        // Behind the mapping's own head, `fLaC` and the head of its first block.
        let [a, b, c] = *packet.get(27..30)?.first_chunk::<3>()?;
        kind("flac", u64::from(u32::from_be_bytes([0, a, b, c]) >> 4), 0)
    } else if packet.starts_with(b"\x80theora") {
        kind("theora", 0, 0)
    } else if packet.starts_with(b"Speex   ") {
        kind("speex", 0, 0)
    } else {
        None
    }
}

struct Page<'a> {
    serial: u32,
    position: u64,
    /// The first bytes of its body.
    body: &'a [u8],
    /// Of the whole page.
    length: u64,
}

/// As much of a page as is read: its head, the longest table of its segments, and of its
/// body what announces a stream.
const PAGE_HEAD_BYTES: usize = 27 + 255 + 64;

/// Reads the page that begins here, of which `left` bytes may be there.
fn read_page(bytes: &[u8], left: u64) -> Result<Page<'_>, MediaError> {
    let truncated = MediaError::Truncated(MediaType::Ogg);
    if !b"OggS".starts_with(&bytes[..bytes.len().min(4)]) {
        return Err(MediaError::damaged(MediaType::Ogg, "a page does not begin as pages do"));
    }
    let head = bytes.first_chunk::<27>().ok_or_else(|| truncated.clone())?;
    let segments = usize::from(head[26]);
    let table = bytes.get(27..27 + segments).ok_or_else(|| truncated.clone())?;
    let body_at = 27 + segments;
    let body_bytes = table.iter().map(|length| usize::from(*length)).sum::<usize>();
    let length = (body_at + body_bytes) as u64;
    if length > left {
        return Err(truncated);
    }
    let body = bytes.get(body_at..).unwrap_or_default();
    let mut position = [0; 8];
    position.copy_from_slice(&head[6..14]);
    let mut serial = [0; 4];
    serial.copy_from_slice(&head[14..18]);
    Ok(Page {
        serial: u32::from_le_bytes(serial),
        position: u64::from_le_bytes(position),
        body: &body[..body.len().min(body_bytes)],
        length,
    })
}
