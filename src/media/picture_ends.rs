//! Whether a picture's file ends where its own structure says.

use super::window::{WINDOW_BYTES, Window};
use super::{MediaError, MediaType};

/// Whether the file's own structure runs past its end. Decoders forgive that and
/// leave the rest grey, which a wall should not.
pub(super) fn is_cut_off(file: &mut Window, media: MediaType) -> Result<bool, MediaError> {
    Ok(match media {
        MediaType::Png => !png_ends(file)?,
        MediaType::Jpeg => !jpeg_ends(file)?,
        MediaType::WebP => {
            let length = file.get(4, 4)?.first_chunk::<4>().map(|four| u32::from_le_bytes(*four));
            length.is_none_or(|length| u64::from(length) + 8 > file.length())
        }
        _ => false,
    })
}

fn png_ends(file: &mut Window) -> Result<bool, MediaError> {
    let mut at = 8;
    while let [a, b, c, d, kind @ ..] = file.get(at, 8)? {
        let is_last = kind == b"IEND";
        // The kind in front of a chunk's bytes, and their checksum behind them.
        at += 4 + 4 + u64::from(u32::from_be_bytes([*a, *b, *c, *d])) + 4;
        if at > file.length() {
            return Ok(false);
        }
        if is_last {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an end-of-image marker stands behind the first scan.
fn jpeg_ends(file: &mut Window) -> Result<bool, MediaError> {
    const END: [u8; 2] = [0xff, 0xd9];
    let mut at = 2;
    while let &[0xff, marker, high, low] = file.get(at, 4)? {
        if marker == 0xff {
            at += 1;
            continue;
        }
        at += 2 + u64::from(u16::from_be_bytes([high, low]));
        if marker != 0xda {
            continue;
        }
        // Nearly always it stands at the end of the file.
        let length = file.length();
        let tail = at.max(length.saturating_sub(WINDOW_BYTES as u64));
        if file.get(tail, WINDOW_BYTES)?.windows(2).rev().any(|pair| pair == END) {
            return Ok(true);
        }
        while at < length {
            let scan = file.get(at, WINDOW_BYTES)?;
            if scan.windows(2).any(|pair| pair == END) {
                return Ok(true);
            }
            // The marker's first byte may be the last of these.
            at += (scan.len() as u64).saturating_sub(1).max(1);
        }
        return Ok(false);
    }
    Ok(false)
}
