//! A desktop: nobody needs to be asked, and bytes are simply in memory.

use std::borrow::Cow;
use std::ops::Range;

use super::Given;

/// Bytes from whoever has made them.
#[derive(Debug)]
pub struct Parcel(Vec<u8>);

impl Parcel {
    /// Whether its bytes lie outside of this program's memory: never, here.
    pub fn lies_beside(&self) -> bool {
        false
    }

    /// How many bytes it holds.
    pub fn length(&self) -> usize {
        self.0.len()
    }

    /// Some of its bytes.
    pub fn part(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.0[range])
    }

    /// Copies those of its bytes that begin there.
    pub fn copy(&self, at: usize, into: &mut [u8]) {
        into.copy_from_slice(&self.0[at..at + into.len()]);
    }

    /// Some of its bytes for themselves.
    pub fn cut(&self, range: Range<usize>) -> Self {
        Self(self.0[range].to_vec())
    }

    /// All of its bytes.
    pub fn unpack(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Parcel {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

/// There is no crew: whoever asks does it, on a task's thread.
pub async fn ask(
    _job: impl FnOnce() -> String,
    _desk: Option<u32>,
) -> Option<Result<Given, String>> {
    None
}

/// A task's thread draws no frames.
pub async fn breathe() {}

/// There is nobody to be told.
pub fn tell(_job: &str, _desk: u32) {}
