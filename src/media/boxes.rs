//! The boxes of ISO base media files (ISO/IEC 14496-12): MP4, QuickTime and AVIF.

use std::ops::Range;

use super::error::at_most;
use super::window::Window;
use super::{MediaError, MediaType};
use crate::limits;

/// One box: its kind, and the bytes within it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box<'a> {
    pub kind: [u8; 4],
    pub body: &'a [u8],
}

/// Where one box of a file lies: its kind, and the place of what is within it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub kind: [u8; 4],
    pub body: Range<u64>,
}

/// Reads boxes of one file, and counts them: a file may be nothing but empty boxes.
#[derive(Debug)]
pub(super) struct Boxes {
    media: MediaType,
    read: usize,
}

impl Boxes {
    pub fn new(media: MediaType) -> Self {
        Self { media, read: 0 }
    }

    /// The boxes that stand one after another in these bytes, which they must fill.
    /// Up to eight bytes at the end that are no box are passed over, as players do.
    pub fn within<'a>(&mut self, bytes: &'a [u8]) -> Result<Vec<Box<'a>>, MediaError> {
        let truncated = MediaError::Truncated(self.media);
        let mut found = Vec::new();
        let mut rest = bytes;
        while rest.len() >= 8 {
            self.read += 1;
            at_most!(self.read, BOXES_MAX, "boxes");
            let head = read_head(self.media, rest, rest.len() as u64)?;
            let length = usize::try_from(head.length).map_err(|_| truncated.clone())?;
            found.push(Box { kind: head.kind, body: &rest[head.bytes as usize..length] });
            rest = &rest[length..];
        }
        Ok(found)
    }

    /// The same where a film lies on the disk: where its boxes are, and not what they hold.
    pub fn in_file(
        &mut self,
        file: &mut Window,
        within: Range<u64>,
    ) -> Result<Vec<Place>, MediaError> {
        let mut found = Vec::new();
        let mut at = within.start;
        while within.end.saturating_sub(at) >= 8 {
            self.read += 1;
            at_most!(self.read, BOXES_MAX, "boxes");
            let bytes = file.get_within(at, within.end, HEAD_BYTES_MAX)?;
            let head = read_head(self.media, bytes, within.end - at)?;
            found.push(Place { kind: head.kind, body: at + head.bytes..at + head.length });
            at += head.length;
        }
        Ok(found)
    }

    /// Where the first box of a kind lies in a part of a file.
    pub fn first(
        &mut self,
        file: &mut Window,
        within: Range<u64>,
        kind: &[u8; 4],
    ) -> Result<Option<Range<u64>>, MediaError> {
        let found = self.in_file(file, within)?.into_iter().find(|one| one.kind == *kind);
        Ok(found.map(|one| one.body))
    }

    /// Where in a file a path of kinds ends: `[b"mdia", b"minf"]`.
    pub fn path(
        &mut self,
        file: &mut Window,
        within: Range<u64>,
        kinds: &[&[u8; 4]],
    ) -> Result<Option<Range<u64>>, MediaError> {
        let mut at = within;
        for kind in kinds {
            match self.first(file, at, kind)? {
                Some(body) => at = body,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}

/// The longest head of a box, in bytes.
const HEAD_BYTES_MAX: usize = 16;

struct Head {
    kind: [u8; 4],
    /// Of the head, and of the whole box.
    bytes: u64,
    length: u64,
}

/// The head of the box that begins here, which may have `left` bytes.
fn read_head(media: MediaType, bytes: &[u8], left: u64) -> Result<Head, MediaError> {
    let truncated = MediaError::Truncated(media);
    let word = |at: usize| bytes.get(at..at + 4).and_then(|four| four.first_chunk::<4>());
    let (Some(short), Some(kind)) = (word(0), word(4)) else { return Err(truncated) };
    let (head, length) = match u32::from_be_bytes(*short) {
        // To the end of the file.
        0 => (8, left),
        1 => (16, be64(bytes, 8).ok_or_else(|| truncated.clone())?),
        length => (8, u64::from(length)),
    };
    if length < head {
        return Err(MediaError::damaged(media, "a box is shorter than its own head"));
    }
    if length > left {
        return Err(truncated);
    }
    Ok(Head { kind: *kind, bytes: head, length })
}

pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}
