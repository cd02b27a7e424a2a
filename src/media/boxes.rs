//! The boxes of ISO base media files (ISO/IEC 14496-12): MP4, QuickTime and AVIF.

use super::error::at_most;
use super::{MediaError, MediaType};
use crate::limits;

/// One box: its kind, and the bytes within it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Box<'a> {
    pub kind: [u8; 4],
    pub body: &'a [u8],
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
            let short = be32(rest, 0).unwrap_or(0);
            let (head, length) = match short {
                // To the end of the file.
                0 => (8, rest.len() as u64),
                1 => (16, be64(rest, 8).ok_or_else(|| truncated.clone())?),
                length => (8, u64::from(length)),
            };
            if length < head {
                return Err(MediaError::damaged(self.media, "a box is shorter than its own head"));
            }
            let length = usize::try_from(length).ok().filter(|length| *length <= rest.len());
            let length = length.ok_or_else(|| truncated.clone())?;
            let kind = [rest[4], rest[5], rest[6], rest[7]];
            found.push(Box { kind, body: &rest[head as usize..length] });
            rest = &rest[length..];
        }
        Ok(found)
    }

    /// The first box of a kind in these bytes.
    pub fn first<'a>(
        &mut self,
        bytes: &'a [u8],
        kind: &[u8; 4],
    ) -> Result<Option<&'a [u8]>, MediaError> {
        let found = self.within(bytes)?.into_iter().find(|one| one.kind == *kind);
        Ok(found.map(|one| one.body))
    }

    /// What lies at the end of a path of kinds: `[b"mdia", b"minf"]`.
    pub fn path<'a>(
        &mut self,
        bytes: &'a [u8],
        kinds: &[&[u8; 4]],
    ) -> Result<Option<&'a [u8]>, MediaError> {
        let mut at = bytes;
        for kind in kinds {
            match self.first(at, kind)? {
                Some(body) => at = body,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
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
