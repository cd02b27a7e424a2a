//! CAR files (version 1), block by block as their bytes come in.

use cid::Cid;

use crate::limits::{BLOCK_BYTES_MAX, CAR_HEADER_BYTES_MAX, CID_BYTES_MAX};

/// Takes pieces of a CAR and gives its blocks. They are not yet checked.
#[derive(Debug, Default)]
pub struct CarReader {
    bytes: Vec<u8>,
    /// How much of `bytes` was read.
    read: usize,
    past_header: bool,
}

/// What is no CAR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoCar;

impl CarReader {
    /// Takes the next piece, of any length.
    pub fn push(&mut self, piece: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(piece);
    }

    /// The next block that came in whole.
    pub fn next_block(&mut self) -> Result<Option<(Cid, Vec<u8>)>, NoCar> {
        if !self.past_header {
            if self.section(CAR_HEADER_BYTES_MAX)?.is_none() {
                return Ok(None);
            }
            self.past_header = true;
        }
        let Some(section) = self.section(BLOCK_BYTES_MAX + CID_BYTES_MAX)? else {
            return Ok(None);
        };
        let mut rest = section;
        let cid = Cid::read_bytes(&mut rest).map_err(|_| NoCar)?;
        Ok(Some((cid, rest.to_vec())))
    }

    /// A length, and as many bytes.
    fn section(&mut self, bytes_max: u64) -> Result<Option<&[u8]>, NoCar> {
        let Some((length, digits)) = varint(&self.bytes[self.read..])? else {
            return Ok(None);
        };
        if length == 0 || length > bytes_max {
            return Err(NoCar);
        }
        let start = self.read + digits;
        let end = start + usize::try_from(length).map_err(|_| NoCar)?;
        if self.bytes.len() < end {
            return Ok(None);
        }
        self.read = end;
        Ok(Some(&self.bytes[start..end]))
    }
}

/// An unsigned LEB128 number and how many bytes it takes; none while it is cut off.
pub(super) fn varint(bytes: &[u8]) -> Result<Option<(u64, usize)>, NoCar> {
    let mut number = 0;
    for (i, byte) in bytes.iter().enumerate().take(9) {
        number |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Ok(Some((number, i + 1)));
        }
    }
    if bytes.len() < 9 { Ok(None) } else { Err(NoCar) }
}
