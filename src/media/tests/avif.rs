//! AVIF stills: in every form of colour, turned, see-through, and cut short.

use std::io::Cursor;
use std::time::{Duration, Instant};

use super::containers::boxed;
use crate::limits::PICTURE_BYTES_MAX;
use crate::media::memory_to_examine;
use crate::media::{Fonts, MediaType, Remark, decode, examine, picture_size, sniff};

#[test]
fn avif_stills_are_decoded() {
    let check = |bytes: &[u8], size: (u32, u32), pixels: &[((u32, u32), [u8; 4])]| {
        assert_eq!(sniff(bytes), Some(MediaType::Avif));
        assert_eq!(picture_size(bytes).unwrap(), size);
        let picture = decode(bytes, &Fonts::default()).unwrap();
        assert_eq!((picture.width, picture.height), size);
        for ((x, y), expected) in pixels {
            let found = picture.pixel(*x, *y);
            let near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(*b) <= 16);
            assert!(near, "{x}, {y}: {found:?} and not {expected:?}");
        }
        let rungs = examine(bytes, &Fonts::default()).unwrap().rungs;
        assert!(rungs.iter().all(|rung| rung.mime != "image/avif"));
    };
    // Red grows to the right, green downwards; 32 by 16.
    let corners = [((1, 1), [8, 16, 77, 255]), ((24, 8), [191, 127, 77, 255])];
    check(include_bytes!("avif/rgb420.avif"), (32, 16), &corners);
    check(include_bytes!("avif/rgb444.avif"), (32, 16), &corners);
    check(include_bytes!("avif/grey.avif"), (32, 16), &[((24, 8), [191, 191, 191, 255])]);
    let alpha = [((4, 8), [32, 127, 77, 255]), ((28, 8), [223, 127, 77, 0])];
    check(include_bytes!("avif/rgba.avif"), (32, 16), &alpha);
    // Turned by a quarter with the clock: what was on the left is above.
    let above = [((8, 24), [191, 127, 77, 255]), ((14, 1), [8, 16, 77, 255])];
    check(include_bytes!("avif/turned.avif"), (16, 32), &above);
    // Noise between black and a quarter of white.
    let dark = [((1, 1), [32, 32, 32, 255]), ((24, 8), [32, 32, 32, 255])];
    check(include_bytes!("avif/twelve.avif"), (32, 16), &dark);
    check(include_bytes!("avif/grain.avif"), (32, 16), &dark);
    // Two layers: the coarser red, the finer green.
    let fine = [((4, 4), [0, 255, 2, 255]), ((30, 14), [0, 255, 2, 255])];
    check(include_bytes!("avif/layers.avif"), (32, 16), &fine);
    check(include_bytes!("avif/frames.avif"), (12, 8), &[((6, 4), [255, 0, 0, 255])]);
}

#[test]
fn a_still_is_turned_and_mirrored_as_its_container_says() {
    // A property of one byte: which way it is turned, or over which axis it is mirrored.
    let with = |kind: &[u8; 4], value: u8| {
        let mut bytes = include_bytes!("avif/turned.avif").to_vec();
        let at = bytes.windows(4).position(|four| four == b"irot").unwrap();
        bytes[at..at + 4].copy_from_slice(kind);
        bytes[at + 4] = value;
        let picture = decode(&bytes, &Fonts::default()).unwrap();
        assert_eq!(picture_size(&bytes).unwrap(), (picture.width, picture.height));
        image::RgbaImage::from_raw(picture.width, picture.height, picture.rgba).unwrap()
    };
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    let plain = with(b"irot", 0);
    assert_eq!(plain.dimensions(), (32, 16));
    assert_eq!(with(b"irot", 1), rotate270(&plain));
    assert_eq!(with(b"irot", 2), rotate180(&plain));
    assert_eq!(with(b"irot", 3), rotate90(&plain));
    assert_eq!(with(b"imir", 0), flip_vertical(&plain));
    assert_eq!(with(b"imir", 1), flip_horizontal(&plain));
}

#[test]
fn a_still_is_cut_as_its_container_says() {
    // How wide and high, and how far from the middle: each a number of parts of a pixel.
    let with = |turn: u8, aperture: Option<[i32; 8]>| {
        let mut bytes = include_bytes!("avif/cropped.avif").to_vec();
        let place = |kind: &[u8; 4]| bytes.windows(4).position(|four| four == kind).unwrap();
        let (turned, cut) = (place(b"pixi"), place(b"clap"));
        bytes[turned..turned + 5].copy_from_slice(&[b'i', b'r', b'o', b't', turn]);
        match aperture {
            Some(numbers) => {
                let numbers = numbers.map(i32::to_be_bytes).concat();
                bytes[cut + 4..cut + 36].copy_from_slice(&numbers);
            }
            None => bytes[cut..cut + 4].copy_from_slice(b"free"),
        }
        let picture = decode(&bytes, &Fonts::default()).unwrap();
        assert_eq!(picture_size(&bytes).unwrap(), (picture.width, picture.height));
        image::RgbaImage::from_raw(picture.width, picture.height, picture.rgba).unwrap()
    };
    use image::imageops::{crop_imm, rotate270};
    let whole = with(0, None);
    assert_eq!(whole.dimensions(), (64, 48));
    let part = |x, y, width, height| crop_imm(&whole, x, y, width, height).to_image();
    let middle = [32, 1, 24, 1, 0, 1, 0, 1];
    assert_eq!(with(0, Some(middle)), part(16, 12, 32, 24));
    assert_eq!(with(1, Some(middle)), rotate270(&part(16, 12, 32, 24)));
    assert_eq!(with(0, Some([32, 1, 24, 1, -16, 1, 12, 1])), part(0, 24, 32, 24));
    assert_eq!(with(0, Some([66, 2, 23, 1, -1, 2, 1, 2])), part(15, 13, 33, 23));
    // Of no pixels, of parts of them, or beyond the picture: such a one does not count.
    for wrong in [
        [0, 1, 24, 1, 0, 1, 0, 1],
        [32, 0, 24, 1, 0, 1, 0, 1],
        [32, 1, 24, 1, 0, 1, 0, 0],
        [33, 2, 24, 1, 0, 0, 0, 1],
        [33, 1, 24, 1, 0, 1, 0, 1],
        [65, 2, 24, 1, 0, 1, 0, 1],
        [66, 1, 24, 1, 0, 1, 0, 1],
        [32, 1, 24, 1, 17, 1, 0, 1],
        [32, 1, 24, 1, -17, 1, 0, 1],
        [32, 1, 24, 1, 0, 1, 1, 3],
    ] {
        assert_eq!(with(0, Some(wrong)), whole, "{wrong:?}");
    }
}

#[test]
fn an_avif_cut_anywhere_is_refused() {
    let whole = include_bytes!("avif/rgba.avif");
    for length in 1..whole.len() {
        assert!(decode(&whole[..length], &Fonts::default()).is_err(), "cut at {length}");
    }
}

#[test]
fn an_avif_that_moves_hangs_as_its_first_frame_and_says_so() {
    let check = |bytes: &[u8], expected: &[Remark]| {
        assert_eq!(examine(bytes, &Fonts::default()).unwrap().remarks, expected);
    };
    check(include_bytes!("avif/frames.avif"), &[Remark::FirstFrame]);
    check(include_bytes!("avif/rgba.avif"), &[]);
}

#[test]
fn a_frame_is_no_larger_than_what_it_is_for() {
    let mut bytes = include_bytes!("avif/rgb420.avif").to_vec();
    let at = bytes.windows(4).position(|four| four == b"ispe").unwrap();
    // Behind the box's version: 16 by 8 instead of 32 by 16.
    bytes[at + 8..at + 16].copy_from_slice(&[0, 0, 0, 16, 0, 0, 0, 8]);
    assert_eq!(picture_size(&bytes).unwrap(), (16, 8));
    assert!(decode(&bytes, &Fonts::default()).is_err());
}

#[test]
fn bytes_count_as_often_as_tiles_name_them() {
    let tile_bytes = 1_000_000;
    let last = PICTURE_BYTES_MAX / tile_bytes;
    assert_eq!(picture_size(&one_tile(last as u16, tile_bytes as u32)).unwrap(), (64, 64));
    let error = picture_size(&one_tile(last as u16 + 1, tile_bytes as u32)).unwrap_err();
    assert!(error.to_string().contains("PICTURE_BYTES_MAX"), "{error}");
}

#[test]
fn a_grid_of_no_tiles_is_refused() {
    let bytes = one_tile(0, 8);
    let error = decode(&bytes, &Fonts::default()).unwrap_err();
    assert!(error.to_string().contains("made of no pictures"), "{error}");
}

#[test]
fn tiles_are_of_one_kind() {
    let coded = |bytes: &'static [u8]| {
        let data = bytes.windows(4).position(|four| four == b"mdat").unwrap() + 4;
        &bytes[data..]
    };
    let quarter = coded(include_bytes!("avif/rgb420.avif"));
    let whole = coded(include_bytes!("avif/rgb444.avif"));
    let picture = decode(&side_by_side([quarter, quarter]), &Fonts::default()).unwrap();
    assert_eq!((picture.width, picture.height), (64, 16));
    let error = decode(&side_by_side([quarter, whole]), &Fonts::default()).unwrap_err();
    assert!(error.to_string().contains("not of one kind"), "{error}");
}

#[test]
fn extents_that_take_no_bytes_are_counted() {
    let bytes = include_bytes!("../../../fuzz/found/pictures/avif-extents-without-bytes");
    let by_name = |problem: String| assert!(problem.contains("AVIF_EXTENTS_MAX"), "{problem}");
    by_name(picture_size(bytes).unwrap_err().to_string());
    // Its tables promise nothing then.
    memory_to_examine(Cursor::new(bytes)).unwrap();
}

#[test]
fn references_end_where_their_box_does() {
    // Each says that it holds as many as there may be, and holds none.
    let empty = boxed(b"cdsc", &[&[0, 2, 0xff, 0xff]]).repeat(190_000);
    let bytes = tables(&one_of_many(&[]), &empty);
    let start = Instant::now();
    assert_eq!(picture_size(&bytes).unwrap(), (64, 64));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_item_that_refers_often_is_looked_at_once() {
    // It has many properties, and none says that it is an alpha.
    let many = [&[0_u8, 2, 255][..], &[1; 255]].concat().repeat(250);
    let often = boxed(b"auxl", &[&[0, 2, 0xff, 0xff], &[0_u8, 1].repeat(65_535)]);
    let bytes = tables(&one_of_many(&many), &often);
    let start = Instant::now();
    assert_eq!(picture_size(&bytes).unwrap(), (64, 64));
    assert!(start.elapsed() < Duration::from_secs(20));
}

/// The properties of a still of one, and those of 250 entries or none.
fn one_of_many(others: &[u8]) -> Vec<u8> {
    let count = if others.is_empty() { 1 } else { 251 };
    [&[0, 0, 0, 0, 0, 0, 0, count][..], &[0, 1, 1, 1], others].concat()
}

/// An AVIF whose still lies at the beginning of the file, by its tables of properties and of
/// references.
fn tables(owns: &[u8], references: &[u8]) -> Vec<u8> {
    let info = boxed(b"infe", &[&[2, 0, 0, 0, 0, 1, 0, 0], b"av01\0"]);
    let size = boxed(b"ispe", &[&[0; 4], &[0, 0, 0, 64], &[0, 0, 0, 64]]);
    let meta = [
        boxed(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, 1], &info]),
        boxed(b"iloc", &[&[0, 0, 0, 0, 0, 0, 0, 1], &[0, 1, 0, 0, 0, 1]]),
        boxed(b"iprp", &[&boxed(b"ipco", &[&size]), &boxed(b"ipma", &[owns])]),
        boxed(b"iref", &[&[0; 4], references]),
    ];
    let brand = boxed(b"ftyp", &[b"avif\0\0\0\0"]);
    [brand, boxed(b"meta", &[&[0; 4], &meta.concat()])].concat()
}

/// An AVIF that is put together from one tile, so many times over.
fn one_tile(times: u16, tile_bytes: u32) -> Vec<u8> {
    let kind = |item: u8, kind: &[u8]| boxed(b"infe", &[&[2, 0, 0, 0, 0, item, 0, 0], kind, &[0]]);
    // The grid lies in the box itself, the tile at the beginning of the file.
    let head = [&[1, 0, 0, 0, 0x44, 0, 0, 2][..], &[0, 1, 0, 1, 0, 0, 0, 1], &[0, 0, 0, 0]];
    let tile =
        [&[0, 0, 0, 8, 0, 2, 0, 0, 0, 0, 0, 1][..], &[0, 0, 0, 0], &tile_bytes.to_be_bytes()];
    let places = [head.concat(), tile.concat()].concat();
    let size = boxed(b"ispe", &[&[0; 4], &[0, 0, 0, 64], &[0, 0, 0, 64]]);
    let owns = boxed(b"ipma", &[&[0; 4], &[0, 0, 0, 1], &[0, 1, 1, 1]]);
    let all = [0_u8, 2].repeat(usize::from(times));
    let made_of = boxed(b"dimg", &[&[0, 1], &times.to_be_bytes(), &all]);
    let meta = [
        boxed(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, 2], &kind(1, b"grid"), &kind(2, b"av01")]),
        boxed(b"iloc", &[&places]),
        boxed(b"iprp", &[&boxed(b"ipco", &[&size]), &owns]),
        boxed(b"iref", &[&[0; 4], &made_of]),
        boxed(b"idat", &[&[0, 0, 15, 16, 0, 64, 0, 64]]),
    ];
    let brand = boxed(b"ftyp", &[b"avif\0\0\0\0"]);
    let filling = boxed(b"mdat", &[&vec![0_u8; tile_bytes as usize]]);
    [brand, boxed(b"meta", &[&[0; 4], &meta.concat()]), filling].concat()
}

/// An AVIF of two tiles of 32 by 16 pixels, which lie with their grid in the box itself.
fn side_by_side(tiles: [&[u8]; 2]) -> Vec<u8> {
    let info = |item: u8, kind: &[u8]| boxed(b"infe", &[&[2, 0, 0, 0, 0, item, 0, 0], kind, &[0]]);
    let infos = [info(1, b"grid"), info(2, b"av01"), info(3, b"av01")].concat();
    let grid: &[u8] = &[0, 0, 0, 1, 0, 64, 0, 16];
    let mut places: Vec<u8> = vec![1, 0, 0, 0, 0x44, 0, 0, 3];
    let mut inner: Vec<u8> = Vec::new();
    for (item, data) in [(1_u8, grid), (2, tiles[0]), (3, tiles[1])] {
        places.extend([0, item, 0, 1, 0, 0, 0, 1]);
        places.extend((inner.len() as u32).to_be_bytes());
        places.extend((data.len() as u32).to_be_bytes());
        inner.extend(data);
    }
    let size = boxed(b"ispe", &[&[0; 4], &[0, 0, 0, 64], &[0, 0, 0, 16]]);
    let owns = boxed(b"ipma", &[&[0; 4], &[0, 0, 0, 1], &[0, 1, 1, 1]]);
    let meta = [
        boxed(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
        boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3], &infos]),
        boxed(b"iloc", &[&places]),
        boxed(b"iprp", &[&boxed(b"ipco", &[&size]), &owns]),
        boxed(b"iref", &[&[0; 4], &boxed(b"dimg", &[&[0, 1, 0, 2, 0, 2, 0, 3]])]),
        boxed(b"idat", &[&inner]),
    ];
    let brand = boxed(b"ftyp", &[b"avif\0\0\0\0"]);
    [brand, boxed(b"meta", &[&[0; 4], &meta.concat()])].concat()
}
