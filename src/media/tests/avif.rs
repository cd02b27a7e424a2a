//! AVIF stills: in every form of colour, turned, see-through, and cut short.

use crate::media::{Fonts, MediaType, decode, examine, picture_size, sniff};

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
    check(include_bytes!("avif/frames.avif"), (12, 8), &[((6, 4), [255, 0, 0, 255])]);
}

#[test]
fn an_avif_cut_anywhere_is_refused() {
    let whole = include_bytes!("avif/rgba.avif");
    for length in 1..whole.len() {
        assert!(decode(&whole[..length], &Fonts::default()).is_err(), "cut at {length}");
    }
}
