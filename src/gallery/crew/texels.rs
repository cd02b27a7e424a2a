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
        }
    }
}
