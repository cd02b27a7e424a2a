//! A file that is read where it lies, a window of it at a time: however long it is, no
//! more of it than the window is ever in memory.

use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::ops::Range;

use super::MediaError;

/// What files are read from: a file on the disk, or bytes in memory behind a `Cursor`.
pub trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

/// As many bytes of a file are at hand at once; a page of Ogg fits, and the longest frame
/// of AAC with the head of the next.
pub(super) const WINDOW_BYTES: usize = 64 << 10;

/// As many of a file's first bytes as tell what it is.
pub const HEAD_BYTES: usize = WINDOW_BYTES;

/// A file, and the bytes of it that are at hand.
pub(super) struct Window<'a> {
    file: &'a mut dyn Source,
    length: u64,
    /// Where the bytes at hand begin in the file.
    start: u64,
    bytes: Vec<u8>,
    /// Where whoever reads on (`Read`, `BufRead`) goes on.
    cursor: u64,
}

impl<'a> Window<'a> {
    pub fn new(file: &'a mut dyn Source) -> Result<Self, MediaError> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self { file, length, start: 0, bytes: Vec::new(), cursor: 0 })
    }

    /// Of the whole file, in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The first bytes, as many as tell what the file is.
    pub fn head(&mut self) -> Result<&[u8], MediaError> {
        self.get(0, HEAD_BYTES)
    }

    /// So many bytes from a place on, or as many as the file has there: at most
    /// [`WINDOW_BYTES`].
    pub fn get(&mut self, at: u64, count: usize) -> Result<&[u8], MediaError> {
        Ok(self.show(at, count)?)
    }

    /// The same within a part of the file that ends at `end`.
    pub fn get_within(&mut self, at: u64, end: u64, count: usize) -> Result<&[u8], MediaError> {
        let left = usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX);
        self.get(at, count.min(left))
    }

    /// The first bytes of a part of the file, so many or as many as it has.
    pub fn head_of(&mut self, part: &Range<u64>, count: usize) -> Result<Vec<u8>, MediaError> {
        Ok(self.get_within(part.start, part.end, count)?.to_vec())
    }

    /// Hands on the rows of a table, each so many bytes long, as far as they are whole.
    pub fn rows(
        &mut self,
        within: Range<u64>,
        row_bytes: usize,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), MediaError> {
        let mut at = within.start;
        let row_bytes = row_bytes.max(1);
        let at_once = WINDOW_BYTES / row_bytes * row_bytes;
        loop {
            let rows = self.get_within(at, within.end, at_once)?.chunks_exact(row_bytes);
            if rows.len() == 0 {
                return Ok(());
            }
            at += (rows.len() * row_bytes) as u64;
            rows.for_each(&mut take);
        }
    }

    /// The whole file in memory. Whoever asks has held its length against a limit.
    pub fn whole(&mut self) -> Result<Vec<u8>, MediaError> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0));
        self.file.seek(SeekFrom::Start(0))?;
        Read::take(&mut *self.file, self.length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn show(&mut self, at: u64, count: usize) -> io::Result<&[u8]> {
        let count = usize::try_from(self.length.saturating_sub(at))
            .unwrap_or(usize::MAX)
            .min(count.min(WINDOW_BYTES));
        let held = self.start + self.bytes.len() as u64;
        if at < self.start || at + count as u64 > held {
            self.bytes.clear();
            self.bytes.reserve_exact(WINDOW_BYTES);
            self.start = at;
            self.file.seek(SeekFrom::Start(at))?;
            Read::take(&mut *self.file, WINDOW_BYTES as u64).read_to_end(&mut self.bytes)?;
        }
        let from = usize::try_from(at - self.start).unwrap_or(usize::MAX);
        // A file that became shorter meanwhile has less.
        let rest = self.bytes.get(from..).unwrap_or_default();
        Ok(&rest[..count.min(rest.len())])
    }
}

impl Read for Window<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.len() >= WINDOW_BYTES {
            // Much at once goes past the window.
            self.file.seek(SeekFrom::Start(self.cursor))?;
            let read = self.file.read(into)?;
            self.cursor += read as u64;
            return Ok(read);
        }
        let at_hand = self.fill_buf()?;
        let count = at_hand.len().min(into.len());
        into[..count].copy_from_slice(&at_hand[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Window<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let held = self.start..self.start + self.bytes.len() as u64;
        let count = match held.contains(&self.cursor) {
            true => usize::try_from(held.end - self.cursor).unwrap_or(WINDOW_BYTES),
            false => WINDOW_BYTES,
        };
        self.show(self.cursor, count)
    }

    fn consume(&mut self, count: usize) {
        self.cursor += count as u64;
    }
}

impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.cursor.checked_add_signed(by),
        };
        self.cursor = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.cursor)
    }
}
