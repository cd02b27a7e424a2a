//! The still of an AVIF, and what belongs to it (ISO/IEC 23008-12).

use std::ops::Range;

use super::tables::{Meta, damaged};
use crate::limits;
use crate::media::boxes::{Boxes, be16, be32};
use crate::media::error::at_most;
use crate::media::{MediaError, MediaType};

/// The still that an AVIF shows; of one that moves, its first frame.
#[cfg_attr(not(feature = "avif"), expect(dead_code, reason = "only decoding reads it all"))]
pub(super) struct Still<'a> {
    bytes: &'a [u8],
    meta: Meta<'a>,
    /// The coded pictures, by their items: one, or the tiles of a grid, row by row.
    pub tiles: Vec<u32>,
    /// Those of its alpha, if it has any.
    pub alpha: Vec<u32>,
    pub columns: u32,
    /// It stands for a sequence of frames.
    pub moves: bool,
    /// Pixels, before it is turned.
    pub size: (u32, u32),
    /// The columns and the rows of these pixels that are shown.
    pub shown: [Range<u32>; 2],
    /// Colours were multiplied by their alpha.
    pub premultiplied: bool,
    /// Quarters against the clock, then mirrored.
    pub quarters: u8,
    pub mirror: Option<Mirror>,
    /// An ICC profile.
    pub profile: Option<Vec<u8>>,
    /// Colours in Display P3, by their number (ITU-T H.273).
    pub is_p3: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mirror {
    TopToBottom,
    LeftToRight,
}

/// Width and height as shown, by the container alone.
pub(in crate::media) fn shown_size(bytes: &[u8]) -> Result<(u32, u32), MediaError> {
    let still = read(bytes)?;
    let (width, height) = still.sides();
    Ok(if still.quarters % 2 == 1 { (height, width) } else { (width, height) })
}

impl Still<'_> {
    /// Width and height of what is shown, before it is turned.
    pub fn sides(&self) -> (u32, u32) {
        let [columns, rows] = &self.shown;
        (columns.end - columns.start, rows.end - rows.start)
    }

    /// The bytes of one coded picture.
    #[cfg(feature = "avif")]
    pub fn data(&self, item: u32) -> Result<Vec<u8>, MediaError> {
        self.meta.data(self.bytes, item)
    }
}

/// Reads the items of the still. What is coded stays where it lies: it may be named many
/// times over, and counts as often.
pub(super) fn read(bytes: &[u8]) -> Result<Still<'_>, MediaError> {
    at_most!(bytes.len(), PICTURE_BYTES_MAX, "bytes");
    let mut boxes = Boxes::new(MediaType::Avif);
    let top = boxes.within(bytes)?;
    let meta =
        top.iter().find(|one| one.kind == *b"meta").ok_or_else(|| damaged("it holds no still"))?;
    let meta = Meta::read(&mut boxes, meta.body.get(4..).unwrap_or_default())?;
    let primary = meta.primary;
    let size = meta.size(primary).ok_or_else(|| damaged("it does not say how large it is"))?;
    crate::media::picture::check_size(size.0, size.1, bytes.len() as u64)?;
    if size.0 == 0 || size.1 == 0 {
        return Err(damaged("it has no pixels"));
    }
    let (tiles, columns) = meta.coded(bytes, primary)?;
    let moves = top.iter().any(|one| one.kind == *b"moov");
    let alpha = meta.alpha();
    let shown = meta.property(primary, b"clap").and_then(|body| aperture(body, size));
    let profile = meta
        .properties(primary, b"colr")
        .find(|body| body.starts_with(b"prof") || body.starts_with(b"rICC"));
    let number = meta
        .properties(primary, b"colr")
        .find(|body| body.starts_with(b"nclx"))
        .and_then(|body| be16(body, 4));
    let mirror = meta
        .property(primary, b"imir")
        .and_then(|body| body.first())
        .map(|axis| if axis & 1 == 0 { Mirror::TopToBottom } else { Mirror::LeftToRight });
    let premultiplied = alpha.is_some_and(|alpha| meta.referred(b"prem", primary).contains(&alpha));
    let quarters = meta.property(primary, b"irot").and_then(|b| b.first()).map_or(0, |b| b & 3);
    let profile = profile.map(|body| body[4..].to_vec());
    let is_p3 = profile.is_none() && number == Some(12);
    let alpha = alpha.map(|item| meta.coded(bytes, item)).transpose()?;
    let alpha = alpha.map_or_else(Vec::new, |(items, _)| items);
    let mut coded_bytes = 0;
    for item in tiles.iter().chain(&alpha) {
        for part in meta.parts(bytes, *item)? {
            coded_bytes += part?.len() as u64;
            at_most!(coded_bytes, PICTURE_BYTES_MAX, "bytes in all its tiles");
        }
    }
    Ok(Still {
        bytes,
        meta,
        tiles,
        alpha,
        columns,
        moves,
        size,
        shown: shown.unwrap_or([0..size.0, 0..size.1]),
        premultiplied,
        quarters,
        mirror,
        profile,
        is_p3,
    })
}

/// The columns and the rows of a clean aperture (ISO/IEC 14496-12, section 12.1.4); none where
/// it is not of whole pixels within the picture.
fn aperture(body: &[u8], (width, height): (u32, u32)) -> Option<[Range<u32>; 2]> {
    let side = |axis: usize, whole: u32| {
        let fraction = |at: usize| Some((be32(body, at)?, be32(body, at + 4)?));
        let ((length, unit), (offset, part)) = (fraction(8 * axis)?, fraction(16 + 8 * axis)?);
        let twice_offset = 2 * i64::from(offset.cast_signed());
        let rest = (length.checked_rem(unit)?, twice_offset.checked_rem(part.into())?);
        let length = length / unit;
        // From the middle of the picture to the middle of what is kept.
        let twice = i64::from(whole) - i64::from(length) + twice_offset / i64::from(part);
        let start = u32::try_from(twice / 2).ok()?;
        let end = start.checked_add(length)?;
        (rest == (0, 0) && twice % 2 == 0 && start < end && end <= whole).then_some(start..end)
    };
    Some([side(0, width)?, side(1, height)?])
}
