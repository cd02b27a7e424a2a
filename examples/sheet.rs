//! Puts pictures side by side on one sheet, each cut to the same part of itself:
//! `cargo run --no-default-features --example sheet -- OUT.jpg 2 335,285,440,430 PICTURE…`
//! with the number of columns, and from the left, from the top, the width and the height of
//! what is kept, in thousandths of a picture's sides.

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, crop_imm, replace, resize};
use image::{Rgb, RgbImage};

/// How wide a tile is where several stand in a row, and where one stands alone.
const TILE_WIDTH_PX: u32 = 800;
const ALONE_WIDTH_PX: u32 = 1_280;
const GUTTER_PX: u32 = 10;
const PAPER: Rgb<u8> = Rgb([255, 255, 255]);
const QUALITY: u8 = 84;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, columns, part, pictures @ ..] = arguments.as_slice() else {
        return Err("name a file, the columns, what is kept, and pictures".into());
    };
    let columns: usize = columns.parse()?;
    let part = read_part(part).ok_or("what is kept looks like 335,285,440,430")?;
    let width = if columns == 1 { ALONE_WIDTH_PX } else { TILE_WIDTH_PX };
    let mut tiles = Vec::new();
    for picture in pictures {
        tiles.push(tile(&image::open(picture)?.to_rgb8(), part, width));
    }
    let sheet = sheet(&tiles, columns).ok_or("there is nothing to put on a sheet")?;
    let file = BufWriter::new(File::create(out)?);
    JpegEncoder::new_with_quality(file, QUALITY).encode_image(&sheet)?;
    Ok(())
}

/// From the left, from the top, width and height, in thousandths; none of it outside.
fn read_part(text: &str) -> Option<[u32; 4]> {
    let numbers: Vec<u32> = text.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
    let part: [u32; 4] = numbers.try_into().ok()?;
    let inside = |from: u32, length: u32| length > 0 && from.saturating_add(length) <= 1_000;
    (inside(part[0], part[2]) && inside(part[1], part[3])).then_some(part)
}

/// A part of a picture, this wide.
fn tile(picture: &RgbImage, part: [u32; 4], tile_width: u32) -> RgbImage {
    let across = |thousandths: u32| picture.width() * thousandths / 1_000;
    let down = |thousandths: u32| picture.height() * thousandths / 1_000;
    let [x, y, width, height] = [across(part[0]), down(part[1]), across(part[2]), down(part[3])];
    let kept = crop_imm(picture, x, y, width, height).to_image();
    let tall = (height * tile_width).div_ceil(width.max(1));
    resize(&kept, tile_width, tall.max(1), FilterType::Lanczos3)
}

/// The tiles in rows, with white between them; none where there are no tiles or columns.
fn sheet(tiles: &[RgbImage], columns: usize) -> Option<RgbImage> {
    let tall = tiles.iter().map(RgbImage::height).max()?;
    let rows = u32::try_from(tiles.len().div_ceil(columns.max(1))).ok()?;
    let wide = u32::try_from(columns).ok().filter(|columns| *columns > 0)?;
    let across = tiles.iter().map(RgbImage::width).max()? + GUTTER_PX;
    let width = wide * across - GUTTER_PX;
    let height = rows * (tall + GUTTER_PX) - GUTTER_PX;
    let mut sheet = RgbImage::from_pixel(width, height, PAPER);
    for (place, tile) in (0_u32..).zip(tiles) {
        let x = i64::from(place % wide * across);
        replace(&mut sheet, tile, x, i64::from(place / wide * (tall + GUTTER_PX)));
    }
    Some(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_lies_within_its_picture() {
        assert_eq!(read_part("0,0,1000,1000"), Some([0, 0, 1_000, 1_000]));
        assert_eq!(read_part("335,285,440,430"), Some([335, 285, 440, 430]));
        for wrong in ["", "1,2,3", "1,2,3,4,5", "600,0,500,10", "0,0,0,10", "a,0,1,1"] {
            assert_eq!(read_part(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn tiles_stand_in_rows_and_keep_their_colours() {
        let colours = [Rgb([250, 0, 0]), Rgb([0, 250, 0]), Rgb([0, 0, 250])];
        let picture = |colour| RgbImage::from_pixel(1_000, 500, colour);
        let tiles = colours.map(|colour| tile(&picture(colour), [500, 0, 400, 800], TILE_WIDTH_PX));
        assert_eq!(tiles[0].dimensions(), (800, 800), "400 x 400 pixels, twice as large");
        let sheet = sheet(&tiles, 2).expect("there are tiles");
        assert_eq!(sheet.dimensions(), (1_610, 1_610));
        let found = [(400, 400), (1_210, 400), (400, 1_210), (1_210, 1_210), (805, 400)];
        let found = found.map(|(x, y)| *sheet.get_pixel(x, y));
        assert_eq!(found, [colours[0], colours[1], colours[2], PAPER, PAPER]);
        assert_eq!((super::sheet(&[], 2), super::sheet(&tiles, 0)), (None, None));
    }
}
