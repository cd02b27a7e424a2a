//! What a model says of its pictures before it is read: where they lie in a GLB, and
//! whether there are any in JSON.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use serde::Deserialize;

use super::raw::{Buffer, BufferView, Image};
use crate::limits::MODEL_PARTS_MAX;
use crate::media::MediaError;
use crate::media::window::Window;

/// The longest JSON that is looked through; nobody has asked for its memory yet.
pub(in crate::media) const JSON_READ_BYTES: u64 = 1 << 20;

/// The little of a model's JSON that says so.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    #[serde(default)]
    buffers: Vec<Buffer>,
    #[serde(default)]
    images: Vec<Image>,
    #[serde(default)]
    buffer_views: Vec<BufferView>,
}

/// The places of a GLB's pictures in its file (glTF 2.0, section 4.4); none where its JSON
/// is too long to be looked through, or carries data itself.
pub(in crate::media) fn picture_places(
    file: &mut Window,
) -> Result<Option<Vec<Range<u64>>>, MediaError> {
    const JSON_START: u64 = 20;
    const CHUNK_HEAD: u64 = 8;
    let &[a, b, c, d, ..] = file.get(JSON_START - CHUNK_HEAD, 4)? else {
        return Ok(Some(Vec::new()));
    };
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if length > JSON_READ_BYTES {
        return Ok(None);
    }
    let mut json = Vec::new();
    file.seek(SeekFrom::Start(JSON_START))?;
    Read::take(&mut *file, length).read_to_end(&mut json)?;
    // What does not parse is refused before any picture is looked at.
    let Ok(told) = serde_json::from_slice::<Told>(&json) else { return Ok(Some(Vec::new())) };
    let mut buffers = told.buffers.iter().map(|buffer| &buffer.uri);
    let mut images = told.images.iter().map(|image| &image.uri);
    if buffers.any(Option::is_some) || images.any(Option::is_some) {
        return Ok(None);
    }
    let (start, end) = (JSON_START + length + CHUNK_HEAD, file.length());
    let place = |image: &Image| {
        let view = told.buffer_views.get(image.buffer_view?)?;
        let from = start.checked_add(view.byte_offset)?;
        let to = from.checked_add(view.byte_length)?;
        (to <= end).then_some(from..to)
    };
    Ok(Some(told.images.iter().take(MODEL_PARTS_MAX).filter_map(place).collect()))
}

/// Whether a model in JSON has pictures.
pub(in crate::media) fn names_pictures(json: &[u8]) -> bool {
    serde_json::from_slice::<Told>(json).is_ok_and(|told| !told.images.is_empty())
}
