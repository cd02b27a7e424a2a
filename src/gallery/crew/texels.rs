//! Texels on their way to a texture: a whole chain of half-size copies, and the bands in
//! which they go up.

use crate::platform::crew::Parcel;

/// Rows of sRGB with straight alpha, the largest level first.
#[derive(Debug)]
pub(in crate::gallery) struct Texels {
    pub width: u32,
    pub height: u32,
    pub levels: u32,
    pub parcel: Parcel,
}

/// Rows of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub level: u32,
    pub top: u32,
    pub width: u32,
    pub rows: u32,
    /// Where they begin among all bytes.
    pub offset: usize,
}

/// About how many bytes a band may have; one row may have more.
pub(super) const BAND_BYTES_MAX: usize = 256 << 10;

impl Texels {
    pub fn new(width: u32, height: u32, levels: u32, texels: Vec<u8>) -> Self {
        Self { width, height, levels, parcel: texels.into() }
    }

    /// How many bytes a picture of this size has with so many levels; none where there is
    /// no such texture.
    pub fn chain_bytes(width: u32, height: u32, levels: u32) -> Option<usize> {
        let levels_max = width.max(height).checked_ilog2()? + 1;
        if width.min(height) == 0 || !(1..=levels_max).contains(&levels) {
            return None;
        }
        let level_bytes = |level: u32| {
            let [width, height] = [width, height].map(|side| u128::from((side >> level).max(1)));
            width * height * 4
        };
        usize::try_from((0..levels).map(level_bytes).sum::<u128>()).ok()
    }

    /// All of it in bands, the smallest levels first: they are quickly there.
    pub(super) fn bands(&self) -> Vec<Band> {
        let mut bands = Vec::new();
        let mut offset = 0;
        for level in 0..self.levels {
            let [width, height] = [self.width, self.height].map(|side| (side >> level).max(1));
            let row_bytes = width as usize * 4;
            let rows_max = (BAND_BYTES_MAX / row_bytes).max(1) as u32;
            let mut top = 0;
            while top < height {
                let rows = rows_max.min(height - top);
                bands.push(Band { level, top, width, rows, offset });
                offset += rows as usize * row_bytes;
                top += rows;
            }
        }
        bands.reverse();
        bands
    }
}

impl Band {
    pub fn bytes(&self) -> usize {
        self.width as usize * 4 * self.rows as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_texture_has_no_bytes() {
        let check = |width, height, levels, expected| {
            let found = Texels::chain_bytes(width, height, levels);
            assert_eq!(found, expected, "{width} x {height}, {levels} levels");
        };
        check(3, 1, 1, Some(12));
        check(3, 1, 2, Some(16));
        check(3, 1, 3, None);
        check(3, 1, 0, None);
        check(0, 3, 1, None);
        check(0, 0, 0, None);
        check(1, 1, u32::MAX, None);
    }

    #[test]
    fn bands_are_small_and_hold_every_row_once() {
        for (width, height) in [(1, 1), (64, 3), (1_000, 700), (1_024, 1_024), (8_192, 6_103)] {
            let levels = u32::max(width, height).ilog2() + 1;
            let texels = Texels::new(width, height, levels, Vec::new());
            let mut bands = texels.bands();
            assert_eq!(
                bands.first().map(|band| band.level),
                Some(levels - 1),
                "the smallest first"
            );
            bands.reverse();
            let mut offset = 0;
            for level in 0..levels {
                let [width, height] = [width, height].map(|side: u32| (side >> level).max(1));
                let mut top = 0;
                for band in bands.iter().filter(|band| band.level == level) {
                    assert_eq!((band.top, band.width, band.offset), (top, width, offset));
                    assert!(band.bytes() <= BAND_BYTES_MAX || band.rows == 1, "{band:?}");
                    (top, offset) = (top + band.rows, offset + band.bytes());
                }
                assert_eq!(top, height, "level {level} of {width} x {height}");
            }
            assert_eq!(Texels::chain_bytes(width, height, levels), Some(offset));
        }
    }
}
