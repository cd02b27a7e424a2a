//! Animations of three formats: the same three frames, lazily, again and again.

use super::samples::{animated_gif, animated_png, animated_webp, encoded};
use crate::media::{Animation, ExaminedKind, Fonts, MediaError, examine, is_animated};

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

#[test]
fn more_frames_than_the_limit_are_refused() {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 1, 1, &[0, 0, 0, 255, 255, 255]).unwrap();
    for index in 0..257u32 {
        let frame = gif::Frame {
            width: 1,
            height: 1,
            buffer: vec![(index % 2) as u8].into(),
            ..gif::Frame::default()
        };
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    let error = examine(&bytes, &Fonts::default()).unwrap_err().to_string();
    assert!(error.contains("ANIMATION_FRAMES_MAX"), "{error}");
}

#[test]
fn a_frame_beyond_its_screen_is_refused() {
    let file = |frames: usize, left: u16, side: u16| {
        let mut bytes = Vec::new();
        let mut encoder = gif::Encoder::new(&mut bytes, 8, 8, &[0, 0, 0, 255, 255, 255]).unwrap();
        for _ in 0..frames {
            let buffer = vec![1; usize::from(side) * usize::from(side)].into();
            let frame =
                gif::Frame { left, width: side, height: side, buffer, ..gif::Frame::default() };
            encoder.write_frame(&frame).unwrap();
        }
        drop(encoder);
        bytes
    };
    for frames in [1, 2] {
        assert!(examine(&file(frames, 0, 8), &Fonts::default()).is_ok(), "{frames} frames");
        for (left, side) in [(1, 8), (0, 9), (0, 900)] {
            let error = examine(&file(frames, left, side), &Fonts::default()).unwrap_err();
            assert!(error.to_string().contains("out-of-bounds"), "{frames} frames: {error}");
        }
    }
}

#[test]
fn an_animation_can_be_sent_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<Animation>();
}
