//! What an AV1 sequence header says of colours: the decoder's own way to ask for them gives
//! up on numbers that the standard keeps for later.

/// The matrix of the first sequence header in coded data (AV1, section 5.5; numbers of
/// ITU-T H.273); none where it names none or cannot be read.
pub(super) fn matrix_coefficients(data: &[u8]) -> Option<u8> {
    let header = sequence_header(data)?;
    let mut bits = Bits { bytes: header, at: 0 };
    let profile = bits.take(3)?;
    bits.take(1)?; // still_picture
    let reduced = bits.flag()?;
    if reduced {
        bits.take(5)?; // seq_level_idx
    } else {
        skip_operating_points(&mut bits)?;
    }
    let (width_bits, height_bits) = (bits.take(4)? + 1, bits.take(4)? + 1);
    bits.take(width_bits)?;
    bits.take(height_bits)?;
    if !reduced && bits.flag()? {
        bits.take(7)?; // the lengths of frame ids
    }
    bits.take(3)?; // superblocks, filter_intra, intra_edge_filter
    if !reduced {
        skip_tools_between_frames(&mut bits)?;
    }
    bits.take(3)?; // superres, cdef, restoration
    let deep = bits.flag()?;
    if profile == 2 && deep {
        bits.take(1)?; // twelve_bit
    }
    if profile != 1 {
        bits.take(1)?; // mono_chrome
    }
    if !bits.flag()? {
        return None;
    }
    bits.take(16)?; // primaries and transfer
    bits.take(8).map(|matrix| matrix as u8)
}

/// The payload of the first unit that is a sequence header (section 5.3).
fn sequence_header(mut data: &[u8]) -> Option<&[u8]> {
    const SEQUENCE_HEADER: u8 = 1;
    loop {
        let (&head, rest) = data.split_first()?;
        let rest = if head & 0b100 == 0 { rest } else { rest.get(1..)? };
        let (length, rest) = match head & 0b10 {
            0 => (rest.len(), rest),
            _ => leb128(rest)?,
        };
        let payload = rest.get(..length)?;
        if head >> 3 & 0xf == SEQUENCE_HEADER {
            return Some(payload);
        }
        data = &rest[length..];
    }
}

/// A length of at most eight bytes, seven bits in each.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0u64;
    for (place, byte) in bytes.iter().take(8).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, &bytes[place + 1..]));
        }
    }
    None
}

fn skip_operating_points(bits: &mut Bits<'_>) -> Option<()> {
    let mut delays = None;
    if bits.flag()? {
        bits.take(32)?;
        bits.take(32)?;
        if bits.flag()? {
            bits.skip_exponential()?;
        }
        if bits.flag()? {
            delays = Some(bits.take(5)? + 1);
            bits.take(32)?;
            bits.take(10)?;
        }
    }
    let displays = bits.flag()?;
    for _ in 0..=bits.take(5)? {
        bits.take(12)?;
        if bits.take(5)? > 7 {
            bits.take(1)?;
        }
        if let Some(length) = delays
            && bits.flag()?
        {
            bits.take(length)?;
            bits.take(length)?;
            bits.take(1)?;
        }
        if displays && bits.flag()? {
            bits.take(4)?;
        }
    }
    Some(())
}

fn skip_tools_between_frames(bits: &mut Bits<'_>) -> Option<()> {
    bits.take(4)?; // compounds, warped motion, dual filter
    let ordered = bits.flag()?;
    if ordered {
        bits.take(2)?;
    }
    // What is chosen for each frame may be anything.
    let is_chosen = bits.flag()?;
    let screen_content = is_chosen || bits.flag()?;
    if screen_content && !bits.flag()? {
        bits.take(1)?;
    }
    if ordered {
        bits.take(3)?;
    }
    Some(())
}

/// Bits from the highest of each byte.
struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Bits<'_> {
    /// The next bits as a number, at most 32 of them.
    fn take(&mut self, count: u32) -> Option<u32> {
        let mut value = 0u64;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u64::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value as u32)
    }

    fn flag(&mut self) -> Option<bool> {
        self.take(1).map(|bit| bit == 1)
    }

    /// A number after as many zeros as it has bits (`uvlc`).
    fn skip_exponential(&mut self) -> Option<()> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
        }
        if zeros < 32 {
            self.take(zeros)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_the_one_that_the_container_names() {
        let samples: [&[u8]; 3] = [
            include_bytes!("../tests/avif/rgb420.avif"),
            include_bytes!("../tests/avif/rgb444.avif"),
            include_bytes!("../tests/avif/turned.avif"),
        ];
        for bytes in samples {
            let behind = |kind: &[u8; 4]| {
                let at = bytes.windows(4).position(|four| four == kind).unwrap();
                &bytes[at + 4..]
            };
            let named = u16::from_be_bytes(behind(b"nclx")[4..6].try_into().unwrap());
            let coded = behind(b"mdat");
            assert_eq!(matrix_coefficients(coded).map(u16::from), Some(named));
            for length in 0..8 {
                assert_eq!(matrix_coefficients(&coded[..length]), None, "cut at {length}");
            }
        }
    }
}
