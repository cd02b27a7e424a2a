//! The colour profile of a PNG: whether it has one, and that it is one and not too
//! long. Of all pictures only a PNG's is deflated, and some kilobytes may unfold to any length.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use fdeflate::{BoundedDecompressionError, decompress_to_vec_bounded};

use super::error::at_most;
use super::window::Window;
use super::{MediaError, MediaType};
use crate::limits;

/// Where the first chunk of a PNG begins.
const FIRST_CHUNK: u64 = 8;

/// Whether a PNG has a profile, whatever that holds.
pub(super) fn has_profile(png: &mut Window) -> Result<bool, MediaError> {
    let mut at = FIRST_CHUNK;
    next_profile(png, &mut at).map(|place| place.is_some())
}

/// Refuses a PNG whose profile is too long, which its decoder would unfold to its end, and
/// one with two: each costs its beginning, and a decoder that does not believe the first
/// looks at all that follow.
pub(super) fn check_profile(png: &mut Window) -> Result<(), MediaError> {
    let mut at = FIRST_CHUNK;
    let Some(place) = next_profile(png, &mut at)? else { return Ok(()) };
    if next_profile(png, &mut at)?.is_some() {
        return Err(MediaError::damaged(MediaType::Png, "it has two colour profiles"));
    }
    let length = place.end - place.start;
    at_most!(length, ICC_PROFILE_BYTES_MAX, "bytes of a folded colour profile");
    let mut chunk = Vec::new();
    png.seek(SeekFrom::Start(place.start))?;
    Read::take(&mut *png, length).read_to_end(&mut chunk)?;
    // Its name, a zero, the number of the one way to fold it, and what is folded.
    let Some(name) = chunk.iter().position(|byte| *byte == 0) else { return Ok(()) };
    let folded = chunk.get(name + 2..).unwrap_or_default();
    let most = limits::ICC_PROFILE_BYTES_MAX as usize + 1;
    let unfolded = match decompress_to_vec_bounded(folded, most) {
        Ok(profile) => profile.len(),
        Err(BoundedDecompressionError::OutputTooLarge { .. }) => most,
        // Its decoder gives up at the same place.
        Err(BoundedDecompressionError::DecompressionError { .. }) => 0,
    };
    at_most!(unfolded, ICC_PROFILE_BYTES_MAX, "or more bytes of colour profile");
    Ok(())
}

/// The next profile from a chunk on, before the pixels; goes on behind it.
fn next_profile(png: &mut Window, at: &mut u64) -> Result<Option<Range<u64>>, MediaError> {
    while let [a, b, c, d, kind @ ..] = png.get(*at, 8)? {
        let start = *at + 8;
        let end = start + u64::from(u32::from_be_bytes([*a, *b, *c, *d]));
        *at = end + 4;
        match kind {
            b"IDAT" => return Ok(None),
            b"iCCP" => return Ok(Some(start..end)),
            _ => {}
        }
    }
    Ok(None)
}
