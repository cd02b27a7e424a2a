//! Colours as files have them: profiles, greys, deep samples, and four inks.

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat};
use moxcms::ColorProfile;

use super::samples::{deep_png, encoded, profiled_png};
use crate::media::{Fonts, MediaError, MediaType, RungBytes, decode, examine};

fn png(pixels: &[u8], colours: ExtendedColorType, profile: Option<ColorProfile>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
    }
    encoder.write_image(pixels, 1, 1, colours).unwrap();
    bytes
}

#[test]
fn colours_of_other_spaces_become_srgb() {
    let check = |profile: Option<ColorProfile>, pixel: [u8; 3], expected: [u8; 3]| {
        let examined =
            examine(&png(&pixel, ExtendedColorType::Rgb8, profile), &Fonts::default()).unwrap();
        let near = examined.average.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(near, "{pixel:?}: {:?}", examined.average);
        // A file whose colours say what they are on any screen stands for itself.
        let own = examined.rungs[0].bytes == RungBytes::Original;
        assert_eq!(own, pixel == expected, "{pixel:?}");
    };
    check(None, [200, 100, 50], [200, 100, 50]);
    check(Some(ColorProfile::new_srgb()), [200, 100, 50], [200, 100, 50]);
    // The same red is a smaller number where red itself is stronger.
    check(Some(ColorProfile::new_display_p3()), [234, 51, 35], [255, 0, 0]);
    check(Some(ColorProfile::new_display_p3()), [128, 128, 128], [128, 128, 128]);
    check(Some(ColorProfile::new_adobe_rgb()), [219, 0, 0], [255, 0, 0]);
}

#[test]
fn every_make_of_pixel_is_read() {
    let check = |bytes: &[u8], expected: [u8; 4]| {
        let pixel = decode(bytes, &Fonts::default()).unwrap().pixel(0, 0);
        let near = pixel.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2);
        assert!(near, "{expected:?}: {pixel:?}");
    };
    check(&png(&[90], ExtendedColorType::L8, None), [90, 90, 90, 255]);
    check(&png(&[90, 128], ExtendedColorType::La8, None), [90, 90, 90, 128]);
    check(&png(&[1, 2, 3, 4], ExtendedColorType::Rgba8, None), [1, 2, 3, 4]);
    let deep: Vec<u8> = [0x8000u16, 0x4000, 0xffff].iter().flat_map(|v| v.to_ne_bytes()).collect();
    check(&png(&deep, ExtendedColorType::Rgb16, None), [128, 64, 255, 255]);
    let deep: Vec<u8> = [0x8000u16, 0x4000].iter().flat_map(|v| v.to_ne_bytes()).collect();
    check(&png(&deep, ExtendedColorType::La16, None), [128, 128, 128, 64]);
    let grey = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(8, 8, image::Luma([90])));
    let mut bytes = std::io::Cursor::new(Vec::new());
    grey.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    check(bytes.get_ref(), [90, 90, 90, 255]);
}

#[test]
fn a_profile_that_unfolds_to_too_much_is_refused() {
    let vast = vec![0; 16 << 20];
    let check = |bytes: &[u8]| {
        let error = examine(bytes, &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains("ICC_PROFILE_BYTES_MAX"), "{error}");
    };
    check(&profiled_png(&vast));
    // Whatever it holds that is no profile changes nothing.
    assert!(examine(&profiled_png(b"none"), &Fonts::default()).is_ok());
}

#[test]
fn a_second_profile_is_refused() {
    let mut bytes = profiled_png(b"none");
    // Behind the header, and as much longer than without it as it is long.
    let profile = 33..33 + bytes.len() - encoded(4, 4, ImageFormat::Png).len();
    bytes.splice(33..33, bytes[profile].to_vec());
    let error = examine(&bytes, &Fonts::default()).unwrap_err().to_string();
    assert_eq!(error, "the file is a PNG picture, but it is damaged: it has two colour profiles");
}

/// The numbers of PNG's kinds of colours, and how many channels they have.
const DEEP: [(u8, u32); 4] = [(0, 1), (4, 2), (2, 3), (6, 4)];

#[test]
fn deep_pixels_are_rounded_wherever_they_stand() {
    for colours in DEEP {
        for size in [(1, 1), (3, 2), (5, 9), (21, 13)] {
            let straight = deep_png(size, colours, false);
            let picture = decode(&straight, &Fonts::default()).unwrap();
            let plain = image::load_from_memory(&straight).unwrap().into_rgba8();
            assert_eq!(picture.rgba, plain.into_raw(), "{colours:?} {size:?}");
            let interlaced = decode(&deep_png(size, colours, true), &Fonts::default()).unwrap();
            assert_eq!(interlaced, picture, "{colours:?} {size:?}");
        }
    }
}

#[test]
fn deep_pixels_that_end_too_early_are_refused() {
    for interlaced in [false, true] {
        let whole = deep_png((21, 13), DEEP[3], interlaced);
        // Where the file says that it goes on, and where only its rows do.
        let cut = &whole[..whole.len() - 400];
        let error = decode(cut, &Fonts::default()).unwrap_err();
        assert!(matches!(error, MediaError::Truncated(MediaType::Png)), "{error}");
        let mut taller = whole.clone();
        taller.splice(..33, deep_png((21, 14), DEEP[3], interlaced)[..33].iter().copied());
        assert!(decode(&taller, &Fonts::default()).is_err());
    }
}

#[test]
fn kinds_that_are_not_drawn_are_named() {
    let check = |bytes: &[u8], expected: &str| {
        let error = decode(bytes, &Fonts::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC picture");
    check(b"\xff\x0a\0\0", "a JPEG XL picture");
    check(b"BM\x9a\0\0\0\0\0\0\0", "a BMP picture");
    check(b"II*\0\x08\0\0\0", "a TIFF picture");
    check(b"MM\0*\0\0\0\x08", "a TIFF picture");
    check(&encoded(4, 4, ImageFormat::Png)[..4], "no kind");
}
