//! What an AV1 sequence header says of its frames. Of colours the decoder's own way to ask
//! for them gives up on numbers that the standard keeps for later.

use std::iter;

/// The first sequence header in coded data (AV1, section 5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sequence {
    /// Pixels of the largest frame.
    pub width: u32,
    pub height: u32,
    /// By which number H.273 calls how its colours were made into luma and chroma; none
    /// where it names none.
    pub matrix: Option<u8>,
    /// Each sample has ten or twelve bits.
    pub is_deep: bool,
    pub chroma: Chroma,
    /// Grain may be laid over a frame, which then is there twice.
    pub has_grain: bool,
    /// From coarse to fine, as many frames of the same picture.
    pub layers: u32,
}

/// How many samples of each of two colours stand beside the light ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chroma {
    None,
    Quarter,
    Half,
    Whole,
}

impl Sequence {
    /// None where it ends too early.
    pub fn read(data: &[u8]) -> Option<Self> {
        let mut bits = Bits { bytes: sequence_header(data)?, at: 0 };
        let profile = bits.take(3)?;
        bits.take(1)?; // still_picture
        let reduced = bits.flag()?;
        let layers = if reduced {
            bits.take(5)?; // seq_level_idx
            1
        } else {
            layers(&mut bits)?
        };
        let (width_bits, height_bits) = (bits.take(4)? + 1, bits.take(4)? + 1);
        let (width, height) = (bits.take(width_bits)? + 1, bits.take(height_bits)? + 1);
        if !reduced && bits.flag()? {
            bits.take(7)?; // the lengths of frame ids
        }
        bits.take(3)?; // superblocks, filter_intra, intra_edge_filter
        if !reduced {
            skip_tools_between_frames(&mut bits)?;
        }
        bits.take(3)?; // superres, cdef, restoration
        let is_deep = bits.flag()?;
        let has_twelve_bits = profile == 2 && is_deep && bits.flag()?;
        let is_grey = profile != 1 && bits.flag()?;
        let colours = match bits.flag()? {
            true => Some([bits.take(8)?, bits.take(8)?, bits.take(8)?]),
            false => None,
        };
        let chroma = match (is_grey, colours) {
            (true, _) => {
                bits.take(1)?; // color_range
                Chroma::None
            }
            (false, Some(SRGB)) => Chroma::Whole,
            (false, _) => {
                bits.take(1)?; // color_range
                chroma(&mut bits, profile, has_twelve_bits)?
            }
        };
        if !is_grey {
            bits.take(1)?; // separate_uv_delta_q
        }
        let has_grain = bits.flag()?;
        let matrix = colours.map(|[.., matrix]| matrix as u8);
        Some(Self { width, height, matrix, is_deep, chroma, has_grain, layers })
    }

    /// What tells how much memory a frame takes beside its size.
    #[cfg(feature = "avif")]
    pub fn kind(&self) -> (bool, Chroma, bool, u32) {
        (self.is_deep, self.chroma, self.has_grain, self.layers)
    }
}

/// Primaries, transfer and matrix of colours that are coded as they are.
const SRGB: [u32; 3] = [1, 13, 0];

fn chroma(bits: &mut Bits<'_>, profile: u32, has_twelve_bits: bool) -> Option<Chroma> {
    let (halved_across, halved_down) = match profile {
        0 => (true, true),
        1 => (false, false),
        _ if has_twelve_bits => {
            let across = bits.flag()?;
            (across, across && bits.flag()?)
        }
        _ => (true, false),
    };
    Some(match (halved_across, halved_down) {
        (true, true) => {
            bits.take(2)?; // chroma_sample_position
            Chroma::Quarter
        }
        (true, false) => Chroma::Half,
        (false, _) => Chroma::Whole,
    })
}

/// The payload of the first unit that is a sequence header.
fn sequence_header(data: &[u8]) -> Option<&[u8]> {
    const SEQUENCE_HEADER: u8 = 1;
    units(data).find(|(kind, _)| *kind == SEQUENCE_HEADER).map(|(_, payload)| payload)
}

/// How many frames are coded, shown or not.
#[cfg(any(feature = "avif", test))]
pub(super) fn frames(data: &[u8]) -> usize {
    const FRAME_HEADER: u8 = 3;
    const FRAME: u8 = 6;
    units(data).filter(|(kind, _)| matches!(*kind, FRAME_HEADER | FRAME)).count()
}

/// The units that stand one after another, by their kinds and payloads (section 5.3), up to
/// one that is cut.
fn units(mut data: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    iter::from_fn(move || {
        let (&head, rest) = data.split_first()?;
        let rest = if head & 0b100 == 0 { rest } else { rest.get(1..)? };
        let (length, rest) = match head & 0b10 {
            0 => (rest.len(), rest),
            _ => leb128(rest)?,
        };
        let payload = rest.get(..length)?;
        data = &rest[length..];
        Some((head >> 3 & 0xf, payload))
    })
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

/// The layers of the first operating point, by which a picture is decoded; the others are
/// passed over.
fn layers(bits: &mut Bits<'_>) -> Option<u32> {
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
    let mut layers = 1;
    for point in 0..=bits.take(5)? {
        // Four bits for layers of space, and eight for those of time.
        let named = bits.take(12)?;
        if point == 0 {
            layers = (named >> 8).count_ones().max(1);
        }
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
    Some(layers)
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
    fn a_sequence_is_as_the_container_says() {
        let check = |bytes: &[u8], chroma: Chroma| {
            let behind = |kind: &[u8; 4]| {
                let at = bytes.windows(4).position(|four| four == kind).unwrap();
                &bytes[at + 4..]
            };
            let coded = behind(b"mdat");
            let found = Sequence::read(coded).unwrap();
            let side =
                |at: usize| u32::from_be_bytes(*behind(b"ispe")[at..].first_chunk().unwrap());
            assert_eq!((found.width, found.height), (side(4), side(8)));
            let named = u16::from_be_bytes(*behind(b"nclx")[4..].first_chunk().unwrap());
            assert_eq!(found.matrix.map(u16::from), Some(named));
            let is_deep = behind(b"av1C")[2] >> 6 & 1 == 1;
            assert_eq!((found.is_deep, found.chroma, found.has_grain), (is_deep, chroma, false));
            assert_eq!((found.layers, frames(coded)), (1, 1));
            for length in 0..8 {
                assert_eq!(Sequence::read(&coded[..length]), None, "cut at {length}");
            }
        };
        check(include_bytes!("../tests/avif/rgb420.avif"), Chroma::Quarter);
        check(include_bytes!("../tests/avif/rgb444.avif"), Chroma::Whole);
        check(include_bytes!("../tests/avif/turned.avif"), Chroma::Quarter);
    }
}
