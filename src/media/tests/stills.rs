//! Stills: decoded, turned, measured by their header, refused when cut or too large.

use image::ImageFormat;

use super::samples::{encoded, png_header, turned_jpeg};
use crate::media::{Fonts, MediaError, MediaType, decode, picture_size};

const FORMATS: [(ImageFormat, MediaType); 4] = [
    (ImageFormat::Png, MediaType::Png),
    (ImageFormat::Jpeg, MediaType::Jpeg),
    (ImageFormat::WebP, MediaType::WebP),
    (ImageFormat::Gif, MediaType::Gif),
];

#[test]
fn every_kind_decodes_to_its_pixels() {
    for (format, media) in FORMATS {
        let bytes = encoded(30, 20, format);
        let picture = decode(&bytes, &Fonts::default()).unwrap();
        assert_eq!((picture.width, picture.height), (30, 20), "{media}");
        assert_eq!(picture_size(&bytes).unwrap(), (30, 20), "{media}");
        let [red, green, blue, alpha] = picture.pixel(15, 5);
        let near = |found: u8, expected: u8| found.abs_diff(expected) < 24;
        assert!(near(red, 127) && near(green, 63) && near(blue, 77) && alpha == 255, "{media}");
    }
}

#[test]
fn exif_turns_a_picture() {
    let bytes = turned_jpeg();
    let picture = decode(&bytes, &Fonts::default()).unwrap();
    assert_eq!((picture.width, picture.height), (20, 40));
    assert_eq!(picture_size(&bytes).unwrap(), (20, 40));
    assert!(picture.pixel(10, 5)[0] < 50, "what was on the left is above");
    assert!(picture.pixel(10, 35)[0] > 200);
}

#[test]
fn a_file_that_was_cut_off_says_so() {
    for (format, media) in FORMATS {
        let whole = encoded(64, 48, format);
        for part in [2, 3, 5, 20] {
            let cut = &whole[..whole.len() - whole.len() / part];
            let error = decode(cut, &Fonts::default()).unwrap_err();
            assert!(
                matches!(error, MediaError::Truncated(found) if found == media),
                "{media} cut by 1/{part}: {error}"
            );
        }
    }
}

#[test]
fn what_is_too_large_names_its_limit() {
    let check = |width: u32, height: u32, limit: &str| {
        // The header alone: it must be refused before anything is unpacked.
        let header = png_header(width, height);
        let error = decode(&header, &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(limit), "{width} x {height}: {error}");
    };
    check(9_000, 10, "PICTURE_SIDE_PX_MAX");
    check(8_000, 8_000, "PICTURE_PIXELS_MAX");
    check(7_000, 7_000, "DECOMPRESSION_RATIO_MAX");
    check(2_000_000_000, 2_000_000_000, "DECODER_MEMORY_MAX");
}

#[test]
fn what_is_damaged_is_said_in_words() {
    let whole = encoded(30, 20, ImageFormat::Png);
    let check = |from: &[u8], to: &[u8], expected: &str| {
        let at = whole.windows(from.len()).position(|bytes| bytes == from).unwrap();
        let mut bytes = whole.clone();
        bytes[at..at + to.len()].copy_from_slice(to);
        let error = decode(&bytes, &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains('{'), "{error}");
    };
    // A width that its checksum does not know, and a chunk that no program does.
    check(b"IHDR\0\0\0\x1e", b"IHDR\0\0\0\x1f", "the checksum of its IHDR chunk does not fit");
    check(b"IDAT", b"IDAB", "IDAB");
}

#[test]
fn what_is_no_picture_says_what_it_is() {
    let check = |bytes: &[u8], expected: &str| {
        let error = decode(bytes, &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(b"", "empty");
    check(b"hello", "no kind that this program knows");
    check(b"<!doctype html><title>502</title>", "an HTML page");
    check(b"\0\0\0\x20ftypisom", "an MP4 film");
    check(b"\0\0\0\x20ftypavif", "an AVIF picture");
    check(b"\x89PNG\r\n\x1a\nnonsense", "a PNG picture");
    check(b"GIF89a", "a GIF picture");
}
