//! How many files beside a page or a model are taken with it, and how much of them.

use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// What was taken so far of what lies beside one work.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowance {
    files: usize,
    bytes: u64,
}

impl Allowance {
    /// Allows for one more file, whether or not it will be there.
    pub fn ask(&mut self) -> Result<(), MediaError> {
        at_most!(self.files + 1, BESIDE_FILES_MAX, "files beside it");
        self.files += 1;
        Ok(())
    }

    /// Allows for the bytes of a page's file.
    pub fn take(&mut self, bytes: u64) -> Result<(), MediaError> {
        at_most!(bytes, BESIDE_FILE_BYTES_MAX, "bytes in a file beside it");
        at_most!(self.bytes.saturating_add(bytes), BESIDE_BYTES_MAX, "bytes in files beside it");
        self.bytes += bytes;
        Ok(())
    }

    /// Whether what is asked for by a file so far from the page is asked for at all.
    pub fn reach(depth: usize) -> Result<(), MediaError> {
        at_most!(depth, BESIDE_DEPTH_MAX, "files that lead from one to the next");
        Ok(())
    }
}
