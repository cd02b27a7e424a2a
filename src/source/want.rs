//! What is asked for: how large it may be, and how long it may take.

use std::time::Duration;

use crate::limits::{BESIDE_FILE_BYTES_MAX, FILM_BYTES_MAX, MODEL_BYTES_MAX, PICTURE_BYTES_MAX};
use crate::limits::{
    BLOCK_BYTES_MAX, MANIFEST_BYTES_MAX, MEDIA_TIMEOUT, METADATA_BYTES_MAX, METADATA_TIMEOUT,
    RPC_BYTES_MAX,
};
use crate::media::{self, MediaType};

/// A kind of bytes with its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// The kind, as a sentence names it: “a metadata document”.
    pub what: &'static str,
    pub timeout: Duration,
    size: Size,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    AtMost(u64),
    /// As much as a picture, a sculpture or a film may have; the first bytes tell.
    Media,
    /// A document's size, or that of media where the first bytes are some.
    Named,
}

impl Want {
    pub const METADATA: Self = Self {
        what: "a metadata document",
        timeout: METADATA_TIMEOUT,
        size: Size::AtMost(METADATA_BYTES_MAX),
    };
    /// A manifest or a collection of IIIF, which may be as large as a file.
    pub const MANIFEST: Self = Self {
        what: "a IIIF manifest",
        timeout: MEDIA_TIMEOUT,
        size: Size::AtMost(MANIFEST_BYTES_MAX),
    };
    pub const MEDIA: Self =
        Self { what: "a file of its kind", timeout: MEDIA_TIMEOUT, size: Size::Media };
    /// What a token names: its metadata document, or the work's own file in its place.
    pub const NAMED: Self = Self { size: Size::Named, ..Self::METADATA };
    /// A file beside a page.
    pub const BESIDE: Self = Self {
        what: "a file beside a page",
        timeout: MEDIA_TIMEOUT,
        size: Size::AtMost(BESIDE_FILE_BYTES_MAX),
    };
    pub const ANSWER: Self = Self {
        what: "an endpoint's answer",
        timeout: METADATA_TIMEOUT,
        size: Size::AtMost(RPC_BYTES_MAX),
    };
    pub const BLOCK: Self = Self {
        what: "a block of IPFS",
        timeout: METADATA_TIMEOUT,
        size: Size::AtMost(BLOCK_BYTES_MAX),
    };

    /// The most bytes that what starts with `head` may have.
    pub fn bytes_max(&self, head: &[u8]) -> u64 {
        match self.size {
            Size::AtMost(bytes) => bytes,
            Size::Media => media::bytes_max(head),
            Size::Named => match media::sniff(head) {
                None | Some(MediaType::Json) => METADATA_BYTES_MAX,
                Some(_) => media::bytes_max(head),
            },
        }
    }

    /// The most bytes that it may have, whatever it starts with.
    pub fn bytes_max_of_any(&self) -> u64 {
        match self.size {
            Size::AtMost(bytes) => bytes,
            Size::Media | Size::Named => FILM_BYTES_MAX.max(MODEL_BYTES_MAX).max(PICTURE_BYTES_MAX),
        }
    }

    /// The same bytes wrapped into blocks, which add a little.
    pub fn in_blocks(&self) -> Self {
        let whole = self.bytes_max_of_any();
        Self { size: Size::AtMost(whole + whole / 16 + (8 << 20)), ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_how_many_there_may_be() {
        let check = |want: Want, head: &[u8], expected: u64| {
            assert_eq!(want.bytes_max(head), expected, "{head:?}");
            assert!(
                want.bytes_max_of_any() >= expected && want.in_blocks().bytes_max(head) > expected
            );
        };
        check(Want::METADATA, b"{", 1 << 20);
        check(Want::NAMED, b"{\"name\":\"A\"}", 1 << 20);
        check(Want::NAMED, b"ipfs://", 1 << 20);
        check(Want::MANIFEST, b"{", 16 << 20);
        check(Want::NAMED, b"", 1 << 20);
        check(Want::NAMED, b"\x89PNG\r\n\x1a\n", PICTURE_BYTES_MAX);
        check(Want::NAMED, b"\0\0\0\x20ftypisom", FILM_BYTES_MAX);
        check(Want::BESIDE, b"\x89PNG", BESIDE_FILE_BYTES_MAX);
        check(Want::ANSWER, b"{", 16_000_000);
        check(Want::BLOCK, b"", 4 << 20);
        check(Want::MEDIA, b"\x89PNG", PICTURE_BYTES_MAX);
        check(Want::MEDIA, b"glTF", MODEL_BYTES_MAX);
        check(Want::MEDIA, b"\0\0\0\x20ftypisom", FILM_BYTES_MAX);
        check(Want::MEDIA, b"\0\0\0\x20ftypavif", PICTURE_BYTES_MAX);
        check(Want::MEDIA, b"\x1a\x45\xdf\xa3", FILM_BYTES_MAX);
        check(Want::MEDIA, b"", PICTURE_BYTES_MAX);
    }
}
