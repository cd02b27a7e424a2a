//! Animations of three formats: the same three frames, lazily, again and again.

use super::samples::{animated_gif, animated_png, animated_webp, encoded};
use crate::media::{
    Animation, EncodedRung, ExaminedKind, Fonts, MediaError, Remark, RungBytes, decode, examine,
    is_animated, picture_size,
};

#[test]
fn frames_come_in_their_order_and_begin_again() {
    let check = |bytes: Vec<u8>, name: &str| {
        assert!(is_animated(&bytes), "{name}");
        let mut animation = Animation::open(bytes).unwrap();
        assert_eq!(animation.size(), (12, 8));
        let colours = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]];
        for round in 0..2 {
            for (colour, delay_ms) in colours.into_iter().zip([100, 120, 140]) {
                let frame = animation.next_looping().unwrap();
                assert_eq!(frame.picture.pixel(6, 4), colour, "{name}, round {round}");
                assert_eq!(frame.delay_ms, delay_ms, "{name}");
            }
            if round == 1 {
                assert!(animation.next().is_none(), "{name}");
            }
        }
    };
    check(animated_gif(), "GIF");
    check(animated_png(), "APNG");
    check(animated_webp(), "WebP");
}

#[test]
fn animations_are_examined_whole() {
    let check = |bytes: &[u8], name: &str| {
        let examined = examine(bytes, &Fonts::default()).unwrap();
        assert_eq!(examined.kind, ExaminedKind::Animation, "{name}");
        assert_eq!((examined.frames, examined.duration_ms), (3, 360), "{name}");
        assert_eq!(examined.average, [255, 0, 0], "the first frame's colour, {name}");
        assert_eq!(examined.rungs.len(), 1, "{name}");
    };
    check(&animated_gif(), "GIF");
    check(&animated_png(), "APNG");
    check(&animated_webp(), "WebP");
}

#[test]
fn stills_are_no_animations() {
    for format in [image::ImageFormat::Png, image::ImageFormat::WebP, image::ImageFormat::Gif] {
        let bytes = encoded(4, 4, format);
        assert!(!is_animated(&bytes), "{format:?}");
        assert_eq!(examine(&bytes, &Fonts::default()).unwrap().kind, ExaminedKind::Still);
    }
}

#[test]
fn an_animation_that_was_cut_off_says_so() {
    let check = |bytes: &[u8], name: &str| {
        let cut = &bytes[..bytes.len() * 4 / 5];
        let error = examine(cut, &Fonts::default()).unwrap_err();
        assert!(matches!(error, MediaError::Truncated(_)), "{name}: {error}");
    };
    check(&animated_gif(), "GIF");
    check(&animated_png(), "APNG");
}

/// A GIF with a screen, and squares of a colour on it: from where to the right, and how wide.
fn gif(screen: u16, frames: &[(u16, u16)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let colours = [0, 0, 0, 255, 255, 255];
    let mut encoder = gif::Encoder::new(&mut bytes, screen, screen, &colours).unwrap();
    for (left, side) in frames.iter().copied() {
        let buffer = vec![1; usize::from(side) * usize::from(side)].into();
        let frame = gif::Frame { left, width: side, height: side, buffer, ..gif::Frame::default() };
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    bytes
}

/// What only hangs still, since something is said to be wrong with its further frames.
fn check_first_alone(bytes: &[u8], size: (u32, u32), expected: &str) {
    assert!(is_animated(bytes), "{expected}");
    let examined = examine(bytes, &Fonts::default()).unwrap();
    assert_eq!(examined.kind, ExaminedKind::Still, "{expected}");
    assert_eq!((examined.frames, examined.duration_ms), (1, 0), "{expected}");
    assert_eq!((examined.width_px, examined.height_px), size, "{expected}");
    let [Remark::OnlyFirstFrame(why)] = &examined.remarks[..] else {
        panic!("{:?}", examined.remarks)
    };
    assert!(why.to_string().contains(expected), "{why}");
    // Whoever draws it must not come upon what moves.
    let is_own = |rung: &EncodedRung| rung.bytes == RungBytes::Original;
    assert!(!examined.rungs.is_empty() && !examined.rungs.iter().any(is_own), "{expected}");
}

#[test]
fn of_more_frames_than_the_limit_the_first_hangs() {
    check_first_alone(&gif(1, &[(0, 1); 257]), (1, 1), "ANIMATION_FRAMES_MAX");
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_animated(257, 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for _ in 0..257 {
        writer.write_image_data(&[9, 9, 9, 255]).unwrap();
    }
    writer.finish().unwrap();
    check_first_alone(&bytes, (1, 1), "ANIMATION_FRAMES_MAX");
}

#[test]
fn a_screen_grows_to_its_first_frame() {
    let check = |screen: u16, frames: &[(u16, u16)], expected: (u32, u32)| {
        let bytes = gif(screen, frames);
        assert_eq!(picture_size(&bytes).unwrap(), expected, "{frames:?}");
        let examined = examine(&bytes, &Fonts::default()).unwrap();
        assert_eq!((examined.width_px, examined.height_px), expected, "{frames:?}");
        assert_eq!(examined.frames as usize, frames.len(), "{frames:?}");
        let last = decode(&bytes, &Fonts::default()).unwrap().pixel(expected.0 - 1, 0);
        assert_eq!(last, [255; 4], "{frames:?}");
    };
    for screen in [0, 8] {
        for (left, side) in [(0, 8), (1, 8), (0, 9), (0, 900)] {
            let size = (u32::from(left + side), u32::from(side));
            check(screen, &[(left, side)], size);
            check(screen, &[(left, side); 2], size);
        }
    }
    // Those behind it are clipped, and none may be larger.
    check(8, &[(0, 8), (5, 8), (900, 8)], (8, 8));
    check_first_alone(&gif(8, &[(0, 8), (0, 9)]), (8, 8), "larger than its screen");
    // As large as it may announce itself, and not there.
    let mut vast = gif(1, &[(0, 1)]);
    let head = vast.windows(10).position(|bytes| bytes == b"\x2c\0\0\0\0\x01\0\x01\0\0").unwrap();
    vast[head + 5..head + 9].fill(0xff);
    let error = decode(&vast, &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("PICTURE_SIDE_PX_MAX"), "{error}");
}

#[test]
fn only_the_byte_that_ends_a_gif_may_be_missing() {
    let whole = animated_gif();
    let end = whole.len() - 1;
    assert_eq!(whole[end], b';');
    let examined = examine(&whole[..end], &Fonts::default()).unwrap();
    assert_eq!((examined.kind, examined.frames), (ExaminedKind::Animation, 3));
    let mut animation = Animation::open(&whole[..end]).unwrap();
    for _ in 0..7 {
        animation.next_looping().unwrap();
    }
    for cut in [end - 1, end - 2] {
        let error = examine(&whole[..cut], &Fonts::default()).unwrap_err();
        assert!(matches!(error, MediaError::Truncated(_)), "{error}");
    }
}

#[test]
fn an_animation_can_be_sent_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<Animation>();
}
