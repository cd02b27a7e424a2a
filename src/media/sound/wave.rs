//! WAV and FLAC: their heads say how many samples follow.

use super::frames::after_tags;
use super::sound;
use crate::media::recording::Recording;
use crate::media::window::Window;
use crate::media::{MediaError, MediaType};

/// Reads a WAV's chunks (RIFF).
pub(in crate::media) fn inspect_wav(file: &mut Window) -> Result<Recording, MediaError> {
    let media = MediaType::Wav;
    let truncated = || MediaError::Truncated(media);
    let mut form = None;
    let mut at = 12;
    while let Some(&[a, b, c, d, e, f, g, h]) = file.get(at, 8)?.first_chunk::<8>() {
        let told = u64::from(u32::from_le_bytes([e, f, g, h]));
        let body_at = at + 8;
        let left = file.length().saturating_sub(body_at);
        match &[a, b, c, d] {
            b"fmt " => {
                form = Some(read_form(file.get(body_at, FORM_BYTES)?).ok_or_else(truncated)?);
            }
            b"data" => {
                let (tag, bytes_per_second) =
                    form.ok_or_else(|| MediaError::damaged(media, "its sound has no form"))?;
                // A recorder that never came back leaves all ones, or nothing at all.
                let length = match told {
                    0 | 0xffff_ffff => left,
                    told if told > left => return Err(truncated()),
                    told => told,
                };
                return sound(media, length, bytes_per_second, &tag.to_string());
            }
            _ => {}
        }
        // Chunks begin at even places.
        let next = told + (told & 1);
        if next > left {
            return Err(truncated());
        }
        at = body_at + next;
    }
    Err(truncated())
}

/// As much of a form as is read.
const FORM_BYTES: usize = 26;

/// The form's tag, and how many bytes of it make a second.
fn read_form(body: &[u8]) -> Option<(u16, u64)> {
    let le16 = |at: usize| Some(u16::from_le_bytes(body.get(at..at + 2)?.try_into().ok()?));
    let le32 = |at: usize| Some(u32::from_le_bytes(body.get(at..at + 4)?.try_into().ok()?));
    let (tag, rate, block) = (le16(0)?, le32(4)?, le16(12)?);
    // The extensible form has its tag further behind.
    let tag = if tag == 0xfffe { le16(24)? } else { tag };
    Some((tag, u64::from(rate) * u64::from(block)))
}

/// Reads a FLAC's first block (RFC 9639, section 8.2). Zero samples mean that their
/// number was not known.
pub(in crate::media) fn inspect_flac(file: &mut Window) -> Result<Recording, MediaError> {
    let media = MediaType::Flac;
    let start = after_tags(file)?;
    let head = file.get(start, 42)?.get(4..42).ok_or(MediaError::Truncated(media))?;
    if head[0] & 0x7f != 0 {
        return Err(MediaError::damaged(media, "it does not begin with its own description"));
    }
    let packed = head[14..22].iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    let (per_second, samples) = (packed >> 44, packed & 0xf_ffff_ffff);
    if per_second == 0 {
        return Err(MediaError::damaged(media, "it has no samples a second"));
    }
    sound(media, samples, per_second, "flac")
}
