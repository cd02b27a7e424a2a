//! MP3 and AAC that stand for themselves: frame after frame, each with its own head.

use super::sound;
use crate::media::boxes::be32;
use crate::media::recording::Recording;
use crate::media::window::Window;
use crate::media::{MediaError, MediaType};

/// Whether these bytes begin with the head of an MPEG audio frame of layer III
/// (ISO/IEC 11172-3, 13818-3, and MPEG 2.5): in any of its six sync forms.
pub(in crate::media) fn is_mp3_head(bytes: &[u8]) -> bool {
    read_mp3_head(bytes).is_some()
}

/// Whether these bytes begin with the head of an AAC frame (ADTS, ISO/IEC 13818-7).
pub(in crate::media) fn is_adts_head(bytes: &[u8]) -> bool {
    read_adts_head(bytes).is_some()
}

/// Reads an MP3, with its tags and without.
pub(in crate::media) fn inspect_mp3(file: &mut Window) -> Result<Recording, MediaError> {
    let media = MediaType::Mp3;
    let start = after_tags(file)?;
    if start > file.length() {
        return Err(MediaError::Truncated(media));
    }
    let (first, head) = find(file, start, read_mp3_head)?
        .ok_or_else(|| MediaError::damaged(media, "it holds no frame of sound"))?;
    let listed = listed_bytes(file.get(first, head.bytes)?, &head);
    if listed.is_some_and(|listed| listed > file.length() - first) {
        return Err(MediaError::Truncated(media));
    }
    let total = count(file, first, read_mp3_head)?;
    // The first frame of a file that lists its frames holds no sound.
    let silent = if listed.is_some() { u64::from(head.samples) } else { 0 };
    sound(media, total.samples.saturating_sub(silent), total.per_second, "mp3")
}

/// Reads AAC in ADTS frames.
pub(in crate::media) fn inspect_adts(file: &mut Window) -> Result<Recording, MediaError> {
    let start = after_tags(file)?;
    let total = count(file, start, read_adts_head)?;
    if total.samples == 0 {
        return Err(MediaError::Truncated(MediaType::Aac));
    }
    sound(MediaType::Aac, total.samples, total.per_second, "mp4a.40.2")
}

/// What the head of a frame says.
struct Head {
    bytes: usize,
    samples: u32,
    per_second: u32,
    /// Where an MP3's list of its frames would stand.
    list_at: usize,
}

struct Total {
    samples: u64,
    per_second: u64,
}

/// Kilobits a second of layer III, by the head's four bits: MPEG 1, and 2 with 2.5.
const KBITS_1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

fn read_mp3_head(bytes: &[u8]) -> Option<Head> {
    let [a, b, c, d] = *bytes.first_chunk::<4>()?;
    let (version, layer) = (b >> 3 & 3, b >> 1 & 3);
    if a != 0xff || b & 0xe0 != 0xe0 || version == 1 || layer != 1 {
        return None;
    }
    let is_first = version == 3;
    let kbits = if is_first { KBITS_1 } else { KBITS_2 };
    let kbits = *kbits.get(usize::from(c >> 4)).filter(|kbits| **kbits > 0)?;
    let halved = match version {
        3 => 0,
        2 => 1,
        _ => 2,
    };
    let per_second = *[44_100u32, 48_000, 32_000].get(usize::from(c >> 2 & 3))? >> halved;
    let samples: u32 = if is_first { 1_152 } else { 576 };
    let padding = usize::from(c >> 1 & 1);
    let length = samples as usize / 8 * kbits * 1_000 / per_second as usize + padding;
    let mono = d >> 6 == 3;
    let side = match (is_first, mono) {
        (true, false) => 32,
        (true, true) | (false, false) => 17,
        (false, true) => 9,
    };
    Some(Head { bytes: length, samples, per_second, list_at: 4 + side })
}

const AAC_RATES: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350,
];

fn read_adts_head(bytes: &[u8]) -> Option<Head> {
    let [a, b, c, d, e, f, g] = *bytes.first_chunk::<7>()?;
    if a != 0xff || b & 0xf6 != 0xf0 {
        return None;
    }
    let per_second = *AAC_RATES.get(usize::from(c >> 2 & 0xf))?;
    let length = usize::from(d & 3) << 11 | usize::from(e) << 3 | usize::from(f >> 5);
    let blocks = u32::from(g & 3) + 1;
    (length >= 7).then_some(Head { bytes: length, samples: 1_024 * blocks, per_second, list_at: 0 })
}

/// Where the bytes behind ID3v2 tags begin; there may be several.
pub(super) fn after_tags(file: &mut Window) -> Result<u64, MediaError> {
    let mut at = 0;
    while let Some(length) = tag_bytes(file.get(at, TAG_HEAD_BYTES)?) {
        at += length;
    }
    Ok(at)
}

/// The bytes behind ID3v2 tags, if these go on for so long.
pub(in crate::media) fn behind_tags(mut bytes: &[u8]) -> Option<&[u8]> {
    while let Some(length) = tag_bytes(bytes) {
        bytes = bytes.get(usize::try_from(length).ok()?..)?;
    }
    Some(bytes)
}

const TAG_HEAD_BYTES: usize = 10;

/// How long the ID3v2 tag is that these bytes begin with, with its head and its foot.
fn tag_bytes(bytes: &[u8]) -> Option<u64> {
    let &[b'I', b'D', b'3', _, _, flags, a, b, c, d] = bytes.first_chunk::<TAG_HEAD_BYTES>()?
    else {
        return None;
    };
    let length = [a, b, c, d].iter().fold(0, |sum, seven| sum << 7 | u64::from(seven & 0x7f));
    Some(TAG_HEAD_BYTES as u64 + length + 10 * u64::from(flags >> 4 & 1))
}

/// How far a lost sync is looked for.
const GAP_BYTES: u64 = 65_536;

/// The longest frame (of AAC, whose length has 13 bits), and the head of the next.
const TWO_HEADS_BYTES: usize = (1 << 13) + 7;

/// The next head from a place on, and where it stands: one that another head follows, or
/// the end.
fn find(
    file: &mut Window,
    from: u64,
    read: fn(&[u8]) -> Option<Head>,
) -> Result<Option<(u64, Head)>, MediaError> {
    for at in from..file.length().min(from.saturating_add(GAP_BYTES)) {
        // Both at once, so that what lies between them is not read again and again.
        let bytes = file.get(at, TWO_HEADS_BYTES)?;
        let Some(head) = read(bytes) else { continue };
        let next = bytes.get(head.bytes..).unwrap_or_default();
        if next.len() < 4 || read(next).is_some() || next.starts_with(b"TAG") {
            return Ok(Some((at, head)));
        }
    }
    Ok(None)
}

/// Walks all frames; what is no frame between them is stepped over.
fn count(
    file: &mut Window,
    mut at: u64,
    read: fn(&[u8]) -> Option<Head>,
) -> Result<Total, MediaError> {
    let mut total = Total { samples: 0, per_second: 0 };
    loop {
        let head = match read(file.get(at, 7)?) {
            Some(head) => head,
            None => match find(file, at, read)? {
                Some((found, head)) => {
                    at = found;
                    head
                }
                None => return Ok(total),
            },
        };
        total.per_second = total.per_second.max(head.per_second.into());
        at += head.bytes as u64;
        // A last frame that is cut counts for nothing.
        if at > file.length() {
            return Ok(total);
        }
        total.samples += u64::from(head.samples);
    }
}

/// How many bytes the list of frames in the first frame counts (Xing, Info).
fn listed_bytes(frame: &[u8], head: &Head) -> Option<u64> {
    let list = frame.get(head.list_at..head.bytes.min(frame.len()))?;
    if !list.starts_with(b"Xing") && !list.starts_with(b"Info") {
        return None;
    }
    let flags = be32(list, 4)?;
    let at = 8 + 4 * (flags & 1) as usize;
    match flags & 2 {
        0 => Some(0),
        _ => be32(list, at).map(u64::from),
    }
}
