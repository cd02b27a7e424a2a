//! Films and sounds: what their containers say, and what is refused of them.

use super::containers::*;
use crate::media::{
    ExaminedKind, Fonts, MediaError, Playback, Recording, Remark, examine, inspect_recording,
};

/// Pixels, milliseconds, whether it is heard, and its codecs.
fn facts(bytes: &[u8]) -> (Option<(u32, u32)>, u64, bool, String) {
    let Recording { size_px, duration_ms, has_sound, codecs, .. } =
        inspect_recording(bytes).unwrap_or_else(|error| panic!("{error}"));
    (size_px, duration_ms, has_sound, codecs.join(","))
}

#[test]
fn films_in_mp4_are_read() {
    let check =
        |tracks: &[Track], extras: &Extras, expected: (Option<(u32, u32)>, u64, bool, &str)| {
            let (size, ms, sound, codecs) = facts(&mp4(tracks, extras));
            assert_eq!((size, ms, sound, codecs.as_str()), expected);
        };
    let plain = Extras::default();
    let (film, sound) = (picture_track(), sound_track());
    // 50 samples of 20/600 of a second, whatever the heads claim.
    check(std::slice::from_ref(&film), &plain, (Some((640, 360)), 1_667, false, "avc1.64001f"));
    check(
        &[film.clone(), sound.clone()],
        &plain,
        (Some((640, 360)), 1_667, true, "avc1.64001f,mp4a"),
    );
    let late = Extras { late: true, ..Extras::default() };
    check(std::slice::from_ref(&film), &late, (Some((640, 360)), 1_667, false, "avc1.64001f"));
    let turned = Track { matrix: TURNED, ..picture_track() };
    check(&[turned], &plain, (Some((360, 640)), 1_667, false, "avc1.64001f"));
    let wide = boxed(b"pasp", &[&[0, 0, 0, 4, 0, 0, 0, 3]]);
    let wide = Track { inner: [film.inner.clone(), wide].concat(), ..picture_track() };
    check(&[wide], &plain, (Some((853, 360)), 1_667, false, "avc1.64001f"));
    let naught = boxed(b"pasp", &[&[0; 8]]);
    let naught = Track { inner: [film.inner.clone(), naught].concat(), ..picture_track() };
    check(&[naught], &plain, (Some((640, 360)), 1_667, false, "avc1.64001f"));
    let uneven = Track { samples: vec![(2, 300), (1, 600)], ..picture_track() };
    check(&[uneven], &plain, (Some((640, 360)), 2_000, false, "avc1.64001f"));
    // Subtitles and the like are passed over.
    let words = Track { handler: *b"text", ..picture_track() };
    check(&[words, film.clone()], &plain, (Some((640, 360)), 1_667, false, "avc1.64001f"));
    // What is only heard is a sound, whatever its container is called.
    check(std::slice::from_ref(&sound), &plain, (None, 1_003, true, "mp4a"));
    let m4a = Extras { brand: Some(*b"M4A "), ..Extras::default() };
    check(&[sound], &m4a, (None, 1_003, true, "mp4a"));
}

#[test]
fn films_in_fragments_are_counted() {
    let empty = Track { samples: Vec::new(), ..picture_track() };
    let check = |fragments: Vec<Vec<u8>>, ms: u64| {
        let extras = Extras { fragments, extends: extends(1, 30), ..Extras::default() };
        assert_eq!(facts(&mp4(std::slice::from_ref(&empty), &extras)).1, ms);
    };
    check(vec![fragment(1, &[0; 20], 0)], 1_000);
    check(vec![fragment(1, &[0; 20], 0), fragment(1, &[600, 300], 0x100)], 2_500);
    // One of another track, and one that promises more samples than it has.
    check(vec![fragment(1, &[0; 20], 0), fragment(9, &[0; 20], 0)], 1_000);
}

#[test]
fn films_that_do_not_hold_together_are_refused() {
    let check = |bytes: &[u8], expected: &str| {
        let error = inspect_recording(bytes).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    };
    let film = |track: Track| mp4(&[track], &Extras::default());
    let whole = film(picture_track());
    check(&whole[..whole.len() - 10], "ends too early");
    let late = mp4(&[picture_track()], &Extras { late: true, ..Extras::default() });
    check(&late[..100], "ends too early");
    check(&boxed(b"ftyp", &[b"isom\0\0\0\0"]), "describes no tracks");
    check(&[&b"\0\0\0\x14ftypisom\0\0\0\0\0\0\0\0"[..], b"\0\0\0\x04moov"].concat(), "shorter");
    check(&film(Track { chunk_at: 1 << 30, ..picture_track() }), "ends too early");
    check(&film(Track { coded: (0, 360), ..picture_track() }), "no pixels");
    check(&film(Track { coded: (8_193, 360), ..picture_track() }), "FILM_SIDE_PX_MAX");
    check(&film(Track { samples: Vec::new(), ..picture_track() }), "neither pictures nor sound");
    check(&film(Track { entry: *b"encv", ..picture_track() }), "encrypted");
    check(&film(Track { entry: *b"mp4v", ..picture_track() }), "browsers do not play");
    check(&film(Track { entry: *b"ap4h", ..picture_track() }), "ap4h");
    let day = Track { samples: vec![(86_401, 600)], ..picture_track() };
    check(&film(day), "DURATION_MS_MAX");
    let forever = Track { samples: vec![(u32::MAX, u32::MAX); 9], ..picture_track() };
    check(&film(forever), "DURATION_MS_MAX");
    let wide = boxed(b"pasp", &[&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1]]);
    check(&film(Track { inner: wide, ..picture_track() }), "FILM_SIDE_PX_MAX");
}

#[test]
fn films_in_webm_are_read() {
    let check = |bytes: &[u8], expected: (Option<(u32, u32)>, u64, bool, &str)| {
        let (size, ms, sound, codecs) = facts(bytes);
        assert_eq!((size, ms, sound, codecs.as_str()), expected);
    };
    check(&webm("V_VP9", (0, 0), true), (Some((320, 240)), 2_500, true, "vp9,opus"));
    check(&webm("V_VP8", (16, 9), true), (Some((426, 240)), 2_500, true, "vp8,opus"));
    // A recorder that was switched off: counted from its blocks.
    check(&webm("V_VP8", (0, 0), false), (Some((320, 240)), 1_160, true, "vp8,opus"));
    let error = |bytes: &[u8]| inspect_recording(bytes).unwrap_err();
    let whole = webm("V_VP9", (0, 0), true);
    assert!(matches!(error(&whole[..whole.len() - 3]), MediaError::Truncated(_)));
    assert!(matches!(error(&whole[..60]), MediaError::Truncated(_) | MediaError::Damaged { .. }));
    assert!(matches!(error(&webm("V_THEORA", (0, 0), true)), MediaError::NotPlayed { .. }));
    assert!(error(b"\x1a\x45\xdf\xa3\x80").to_string().contains("no tracks"));
    assert!(error(b"\x1a\x45\xdf\xa3\x80\xec\xff").to_string().contains("its own length"));
}

#[test]
fn sounds_are_counted_from_their_frames() {
    let check = |bytes: &[u8], ms: u64, codec: &str| {
        assert_eq!(facts(bytes), (None, ms, true, codec.to_owned()), "{codec}");
    };
    let tag = [b"ID3\x04\0\0\0\0\x01\0".as_slice(), &[0; 128]].concat();
    check(&mp3(100, None), 2_612, "mp3");
    check(&[tag.clone(), mp3(100, None)].concat(), 2_612, "mp3");
    check(&[mp3(100, None), b"TAG".to_vec(), vec![0; 125]].concat(), 2_612, "mp3");
    // A list of frames is a frame too, and what it claims is not believed.
    check(&mp3(100, Some((9_999, 0))), 2_612, "mp3");
    check(&mp3(100, Some((100, 101 * 417))), 2_612, "mp3");
    check(&adts(75), 1_600, "mp4a.40.2");
    check(&ogg(&opus_head(), 48_312), 1_000, "opus");
    check(&ogg(&vorbis_head(), 88_200), 2_000, "vorbis");
    check(&wav(1, 32_000, 32_000), 1_000, "1");
    check(&wav(3, 0, 16_000), 500, "3");
    check(&wav(1, u32::MAX, 16_000), 500, "1");
    check(&flac(44_100, 22_050), 500, "flac");
    check(&[tag.clone(), flac(44_100, 22_050)].concat(), 500, "flac");
    check(&[tag, adts(75)].concat(), 1_600, "mp4a.40.2");
    check(&flac(48_000, 0), 0, "flac");
}

#[test]
fn sounds_that_do_not_hold_together_are_refused() {
    let check = |bytes: &[u8], expected: &str| {
        let error = inspect_recording(bytes).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    };
    check(b"ID3\x04\0\0\0\0\x01\0", "ends too early");
    check(&[b"ID3\x04\0\0\0\0\0\0".as_slice(), &[0; 90]].concat(), "no frame of sound");
    check(&mp3(10, Some((100, 101 * 417))), "ends too early");
    check(&adts(1)[..12], "ends too early");
    let opus = ogg(&opus_head(), 48_312);
    check(&opus[..opus.len() - 5], "ends too early");
    check(&opus[..30], "ends too early");
    check(&[opus.clone(), b"nonsense".to_vec()].concat(), "does not begin");
    check(&ogg(b"fishead\0", 9), "no stream of sound");
    check(&ogg(b"\x80theora", 9), "theora, which browsers do not play");
    check(&ogg(b"Speex   1.2", 9), "speex");
    check(&wav(1, 99_999, 100), "ends too early");
    check(&wav(0x55, 100, 100), "browsers do not play");
    check(&wav(1, 100, 100)[..30], "ends too early");
    check(&flac(44_100, 1)[..30], "ends too early");
    check(&flac(0, 1), "no samples a second");
    check(&flac(1, 1 << 35), "DURATION_MS_MAX");
}

#[test]
fn what_plays_in_some_browsers_says_so() {
    let check_bytes = |bytes: &[u8], expected: Playback, named: &str| {
        let recording = inspect_recording(bytes).unwrap();
        assert_eq!(recording.playback(), expected, "{named}");
        let examined = examine(bytes, &Fonts::default()).unwrap();
        assert_eq!(examined.kind, ExaminedKind::Film, "{named}");
        let noted = matches!(examined.remarks.as_slice(), [Remark::NotEverywhere(_)]);
        assert_eq!(noted, expected == Playback::Somewhere, "{named}");
    };
    let check = |entry: &[u8; 4], expected: Playback| {
        let track = Track { entry: *entry, ..picture_track() };
        let bytes = mp4(&[track], &Extras::default());
        check_bytes(&bytes, expected, &String::from_utf8_lossy(entry));
    };
    check(b"avc1", Playback::Everywhere);
    check(b"vp09", Playback::Everywhere);
    check(b"hvc1", Playback::Somewhere);
    check(b"av01", Playback::Somewhere);
    // H.264 in the profiles that every browser decodes, and in those of studios: High 10,
    // High 4:2:2 and High 4:4:4.
    let profiled = |profile: u8, expected: Playback| {
        let inner = boxed(b"avcC", &[&[1, profile, 0, 0x1f, 0xff]]);
        let bytes = mp4(&[Track { inner, ..picture_track() }], &Extras::default());
        check_bytes(&bytes, expected, &format!("{profile:x}"));
    };
    for profile in [0x42, 0x4d, 0x64] {
        profiled(profile, Playback::Everywhere);
    }
    for profile in [0x6e, 0x7a, 0xf4] {
        profiled(profile, Playback::Somewhere);
    }
    let matroska = |codec: &str, expected: Playback| {
        check_bytes(&webm(codec, (0, 0), true), expected, codec);
    };
    matroska("V_VP9", Playback::Everywhere);
    matroska("V_MPEG4/ISO/AVC", Playback::Somewhere);
}
