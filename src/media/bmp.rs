//! BMP pictures (the bitmaps of Windows and OS/2), read by hand: rows of plain pixels
//! behind a header of one of five lengths.

use super::error::at_most;
use super::picture::check_size;
use super::{MediaError, MediaType, Picture};
use crate::limits;

/// What the headers say.
struct Head {
    width: u32,
    height: u32,
    /// Rows come from the top; most files begin with the lowest.
    from_top: bool,
    bits: u16,
    /// Where the bits of red, green, blue and alpha lie, for 16 and 32 bits a pixel.
    masks: [u32; 4],
    /// Blue, green and red of each number, for up to 8 bits a pixel.
    palette: Vec<[u8; 3]>,
    /// Where the rows begin.
    rows: usize,
}

/// Width and height in pixels, within the limits.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), MediaError> {
    size_by_head(bytes, bytes.len() as u64)
}

/// The same by a file's first bytes, of which it has so many in all.
pub(super) fn size_by_head(head: &[u8], file_bytes: u64) -> Result<(u32, u32), MediaError> {
    let head = Head::read(head, file_bytes)?;
    Ok((head.width, head.height))
}

pub(super) fn decode(bytes: &[u8]) -> Result<Picture, MediaError> {
    let head = Head::read(bytes, bytes.len() as u64)?;
    let (width, height) = (head.width as usize, head.height as usize);
    // Each row is filled up to whole words.
    let stride = (width * usize::from(head.bits)).div_ceil(32) * 4;
    let mut rgba = vec![0; 4 * width * height];
    for (row, pixels) in rgba.chunks_exact_mut(4 * width).enumerate() {
        let place = if head.from_top { row } else { height - 1 - row };
        let start = head.rows + place * stride;
        let row =
            bytes.get(start..start + stride.min((width * usize::from(head.bits)).div_ceil(8)));
        head.read_row(row.ok_or(MediaError::Truncated(MediaType::Bmp))?, pixels)?;
    }
    // Alpha of which no pixel makes use was never meant as one.
    if rgba.chunks_exact(4).all(|pixel| pixel[3] == 0) {
        rgba.chunks_exact_mut(4).for_each(|pixel| pixel[3] = 255);
    }
    Ok(Picture { width: head.width, height: head.height, rgba })
}

impl Head {
    fn read(bytes: &[u8], file_bytes: u64) -> Result<Self, MediaError> {
        let at = |offset: usize| {
            let four = bytes.get(offset..offset + 4).and_then(|four| four.try_into().ok());
            four.map(u32::from_le_bytes).ok_or(MediaError::Truncated(MediaType::Bmp))
        };
        let half = |offset: usize| {
            let two = bytes.get(offset..offset + 2).and_then(|two| two.try_into().ok());
            two.map(u16::from_le_bytes).ok_or(MediaError::Truncated(MediaType::Bmp))
        };
        at_most!(file_bytes, PICTURE_BYTES_MAX, "bytes");
        let (rows, length) = (at(10)? as usize, at(14)? as usize);
        let old = length == 12;
        if !(old || matches!(length, 40 | 52 | 56 | 108 | 124)) {
            return Err(damaged(format!("its header has {length} bytes")));
        }
        let (width, height, bits) = match old {
            true => (i32::from(half(18)?), i32::from(half(20)?), half(24)?),
            false => (at(18)?.cast_signed(), at(22)?.cast_signed(), half(28)?),
        };
        let compression = if old { 0 } else { at(30)? };
        let (from_top, height) = (height < 0, height.unsigned_abs());
        let width = u32::try_from(width).map_err(|_| damaged("its width is negative"))?;
        if width == 0 || height == 0 {
            return Err(damaged("it has no pixels"));
        }
        check_size(width, height, file_bytes)?;
        let behind = 14 + length;
        let (masks, masks_bytes) = match (compression, bits) {
            (0, 16) => ([0x7c00, 0x3e0, 0x1f, 0], 0),
            (0, 32) => ([0xff_0000, 0xff00, 0xff, 0xff00_0000], 0),
            (0, 1 | 4 | 8 | 24) => ([0; 4], 0),
            (3 | 6, 16 | 32) => {
                let alpha = if length >= 56 || compression == 6 { at(66)? } else { 0 };
                let outside = if length > 40 { 0 } else { 12 + usize::from(compression == 6) * 4 };
                ([at(54)?, at(58)?, at(62)?, alpha], outside)
            }
            (1 | 2, 4 | 8) => return Err(damaged("its rows are run lengths, which are not read")),
            _ => {
                return Err(damaged(format!(
                    "{bits} bits a pixel in compression {compression} are not read"
                )));
            }
        };
        let each = if old { 3 } else { 4 };
        let palette = match bits {
            1 | 4 | 8 => {
                let told = if old { 0 } else { at(46)? as usize };
                let most = 1 << bits;
                let count = if told == 0 || told > most { most } else { told };
                let start = behind + masks_bytes;
                let room = rows.saturating_sub(start).min(count * each);
                let colours = bytes.get(start..start + room);
                let colours = colours.ok_or(MediaError::Truncated(MediaType::Bmp))?;
                colours.chunks_exact(each).map(|colour| [colour[0], colour[1], colour[2]]).collect()
            }
            _ => Vec::new(),
        };
        Ok(Self { width, height, from_top, bits, masks, palette, rows })
    }

    fn read_row(&self, row: &[u8], pixels: &mut [u8]) -> Result<(), MediaError> {
        for (x, pixel) in pixels.chunks_exact_mut(4).enumerate() {
            let [red, green, blue, alpha] = match self.bits {
                24 => [row[3 * x + 2], row[3 * x + 1], row[3 * x], 255],
                16 => self.masked(u32::from(u16::from_le_bytes([row[2 * x], row[2 * x + 1]]))),
                32 => {
                    let four = [row[4 * x], row[4 * x + 1], row[4 * x + 2], row[4 * x + 3]];
                    self.masked(u32::from_le_bytes(four))
                }
                bits => {
                    let bit = x * usize::from(bits);
                    let shift = 8 - usize::from(bits) - bit % 8;
                    let number = usize::from(row[bit / 8]) >> shift & ((1 << bits) - 1);
                    let colour = self.palette.get(number);
                    let [blue, green, red] =
                        *colour.ok_or_else(|| damaged("a pixel has a colour that is not there"))?;
                    [red, green, blue, 255]
                }
            };
            pixel.copy_from_slice(&[red, green, blue, alpha]);
        }
        Ok(())
    }

    /// The channels of a pixel, each brought to eight bits; all of it where there is no
    /// alpha.
    fn masked(&self, pixel: u32) -> [u8; 4] {
        let [red, green, blue, alpha] = self.masks.map(|mask| {
            let most = mask.unbounded_shr(mask.trailing_zeros());
            let value = (pixel & mask).unbounded_shr(mask.trailing_zeros());
            match most {
                0 => 0,
                most => (u64::from(value) * 255 / u64::from(most)) as u8,
            }
        });
        [red, green, blue, if self.masks[3] == 0 { 255 } else { alpha }]
    }
}

fn damaged(problem: impl ToString) -> MediaError {
    MediaError::damaged(MediaType::Bmp, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one header of 40 bytes: the fields that matter, what stands between it and
    /// the rows, and the rows.
    fn bmp(size: (i32, i32), bits: u16, compression: u32, between: &[u8], rows: &[u8]) -> Vec<u8> {
        let start = 54 + between.len() as u32;
        let mut bytes = b"BM\0\0\0\0\0\0\0\0".to_vec();
        bytes.extend(start.to_le_bytes());
        bytes.extend(40_u32.to_le_bytes());
        bytes.extend([size.0.to_le_bytes(), size.1.to_le_bytes()].concat());
        bytes.extend([1_u16.to_le_bytes(), bits.to_le_bytes()].concat());
        bytes.extend(compression.to_le_bytes());
        bytes.extend([0; 20]);
        [&bytes, between, rows].concat()
    }

    #[test]
    fn rows_are_read_in_every_depth() {
        let check = |file: Vec<u8>, expected: Result<&[[u8; 4]], &str>| {
            let decoded = decode(&file).map(|picture| picture.rgba);
            match expected {
                Ok(pixels) => assert_eq!(decoded, Ok(pixels.concat())),
                Err(part) => {
                    let error = decoded.unwrap_err().to_string();
                    assert!(error.contains(part), "{error}");
                }
            }
        };
        let (red, green, blue) = ([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]);
        let white = [255; 4];
        let lower = [255, 0, 0, 0, 255, 0, 0, 0];
        let upper = [0, 0, 255, 255, 255, 255, 0, 0];
        let both = [lower, upper].concat();
        check(bmp((2, 2), 24, 0, &[], &both), Ok(&[red, white, blue, green]));
        check(bmp((2, -2), 24, 0, &[], &both), Ok(&[blue, green, red, white]));
        let palette = [0, 0, 255, 0, 0, 255, 0, 0];
        check(bmp((3, 1), 1, 0, &palette, &[0b0100_0000, 0, 0, 0]), Ok(&[red, green, red]));
        check(bmp((3, 1), 4, 0, &palette, &[0x01, 0x10, 0, 0]), Ok(&[red, green, green]));
        check(bmp((2, 1), 8, 0, &palette, &[1, 0, 0, 0]), Ok(&[green, red]));
        check(bmp((1, 1), 8, 0, &palette, &[2, 0, 0, 0]), Err("a colour that is not there"));
        check(bmp((2, 1), 16, 0, &[], &[0x00, 0x7c, 0x1f, 0]), Ok(&[red, blue]));
        // With and without use of the fourth byte.
        check(bmp((1, 1), 32, 0, &[], &[0, 255, 0, 0]), Ok(&[green]));
        let half = [0, 255, 0, 128];
        check(bmp((2, 1), 32, 0, &[], &[0, 0, 255, 255, 0, 255, 0, 128]), Ok(&[red, half]));
        let masks = [0xf800_u32, 0x7e0, 0x1f].map(u32::to_le_bytes).concat();
        check(bmp((2, 1), 16, 3, &masks, &[0x00, 0xf8, 0xe0, 0x07]), Ok(&[red, green]));
        check(bmp((2, 2), 24, 0, &[], &both[..13]), Err("ends too early"));
        check(bmp((2, 1), 8, 1, &palette, &[2, 0]), Err("run lengths"));
        check(bmp((2, 1), 24, 4, &[], &[]), Err("compression 4"));
        check(bmp((0, 1), 24, 0, &[], &[]), Err("no pixels"));
        check(bmp((-1, 1), 24, 0, &[], &[]), Err("negative"));
        check(bmp((1, i32::MIN), 24, 0, &[], &[]), Err("PICTURE_SIDE_PX_MAX"));
        check(bmp((8_000, 8_000), 24, 0, &[], &[]), Err("PICTURE_PIXELS_MAX"));
        check(b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec(), Err("ends too early"));
        check(b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x29\0\0\0".to_vec(), Err("header has 41"));
    }
}
