//! Long films and sounds: whatever their length, what is in memory of them is a window.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use super::containers::*;
use crate::media::window::{WINDOW_BYTES, Window};
use crate::media::{Fonts, MediaError};
use crate::media::{Recording, examine, examine_file, inspect_recording_file, memory_to_examine};

/// A long file that is nowhere: some bytes at some places, and between them a pattern that
/// repeats itself; and a count of what is read of it.
struct Long {
    length: u64,
    parts: Vec<(u64, Vec<u8>)>,
    pattern: Vec<u8>,
    at: u64,
    read: u64,
    at_once: usize,
}

impl Long {
    fn new(length: u64, parts: Vec<(u64, Vec<u8>)>, pattern: Vec<u8>) -> Self {
        Self { length, parts, pattern, at: 0, read: 0, at_once: 0 }
    }
}

impl Read for Long {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.at_once = self.at_once.max(into.len());
        let count = into.len().min((self.length.saturating_sub(self.at)) as usize);
        let into = &mut into[..count];
        let mut filled = 0;
        while filled < count {
            let from = ((self.at + filled as u64) % self.pattern.len() as u64) as usize;
            let piece = &self.pattern[from..];
            let piece = &piece[..piece.len().min(count - filled)];
            into[filled..filled + piece.len()].copy_from_slice(piece);
            filled += piece.len();
        }
        for (start, bytes) in &self.parts {
            let from = self.at.max(*start);
            let to = (self.at + count as u64).min(start + bytes.len() as u64);
            if from < to {
                let source = &bytes[(from - start) as usize..(to - start) as usize];
                into[(from - self.at) as usize..(to - self.at) as usize].copy_from_slice(source);
            }
        }
        self.at += count as u64;
        self.read += count as u64;
        Ok(count)
    }
}

impl Seek for Long {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length.checked_add_signed(by).unwrap(),
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

const MEGABYTE: u64 = 1_000_000;

/// An MP4 whose data is `length` bytes long in all, with its description in front of it or
/// behind.
fn long_mp4(length: u64, late: bool) -> Long {
    let short = mp4(&[picture_track(), sound_track()], &Extras { late, ..Extras::default() });
    let data_at = short.windows(4).position(|four| four == b"mdat").unwrap() - 4;
    let (before, after) = (&short[..data_at], &short[data_at + 72..]);
    let data = length - (before.len() + after.len()) as u64;
    let head = [&1u32.to_be_bytes()[..], b"mdat", &data.to_be_bytes()].concat();
    let parts = vec![(0, [before, &head].concat()), (length - after.len() as u64, after.to_vec())];
    Long::new(length, parts, vec![7; 4_096])
}

/// An MP4 in fragments, each of `each` bytes of data behind twenty samples.
fn long_fragments(length: u64, each: u64) -> Long {
    let empty = Track { samples: Vec::new(), ..picture_track() };
    let first = mp4(&[empty], &Extras { extends: extends(1, 30), ..Extras::default() });
    let head = [fragment(1, &[0; 20], 0), boxed(b"mdat", &[])].concat();
    let piece = head.len() as u64 + each;
    let mut pattern = head;
    let at = pattern.len() - 8;
    pattern[at..at + 4].copy_from_slice(&(each as u32 + 8).to_be_bytes());
    let starts = (first.len() as u64..).step_by(piece as usize);
    let parts = starts.take_while(|start| start + piece <= length).map(|at| (at, pattern.clone()));
    let parts: Vec<_> = std::iter::once((0, first)).chain(parts).collect();
    let end = parts.last().unwrap().0 + piece;
    Long::new(end, parts, vec![7; 4_096])
}

/// A WebM that was never finished: one cluster of blocks, each a megabyte long and 40 ms
/// behind the last.
fn long_webm(length: u64) -> Long {
    let first = webm("V_VP9", (0, 0), false);
    let mut parts = vec![(0, first)];
    for (number, at) in
        (parts[0].1.len() as u64..length - 2 * MEGABYTE).step_by(1_000_000).enumerate()
    {
        // The head of a block: its id, its length in four bytes, its track and its time.
        let body = 1_000_000 - 5;
        let mut head = vec![0xa3];
        head.extend((0x1000_0000u32 | body).to_be_bytes());
        head.push(0x81);
        head.extend((number as i16 * 40).to_be_bytes());
        parts.push((at, head));
    }
    let end = parts.last().unwrap().0 + MEGABYTE;
    Long::new(end, parts, vec![0x9c; 4_096])
}

#[test]
fn a_film_of_300_megabytes_is_read_through_a_window() {
    let check = |name: &str, mut file: Long, read_max: u64, expected_ms: u64| {
        let examined = examine_file(&mut file, &Fonts::default()).unwrap_or_else(|error| {
            panic!("{name}: {error}");
        });
        assert_eq!(examined.duration_ms, expected_ms, "{name}");
        assert!(file.length > 290 * MEGABYTE, "{name}");
        // Nothing asks for more at once, and nothing is kept of what was asked before.
        assert!(file.at_once <= WINDOW_BYTES, "{name}: {} bytes at once", file.at_once);
        assert!(file.read <= read_max, "{name}: {} bytes read", file.read);
        let memory = memory_to_examine(&mut file).unwrap();
        assert!(memory <= 8 << 20, "{name}: {memory}");
    };
    let length = 300 * MEGABYTE;
    // What a film holds is stepped over: of these, next to nothing is read.
    check("in front", long_mp4(length, false), MEGABYTE, 1_667);
    check("behind", long_mp4(length, true), MEGABYTE, 1_667);
    let fragments = long_fragments(length, 2 * MEGABYTE);
    let count = fragments.parts.len() as u64 - 1;
    check("fragments", fragments, 40 * MEGABYTE, count * 1_000);
    let blocks = long_webm(length);
    let last = blocks.parts.len() as u64 - 2;
    check("webm", blocks, 40 * MEGABYTE, 1_000 + (last * 40).max(160));
}

#[test]
fn a_long_sound_is_read_through_a_window() {
    let check = |name: &str, mut file: Long, expected_ms: u64| {
        let recording: Recording = inspect_recording_file(&mut file).unwrap_or_else(|error| {
            panic!("{name}: {error}");
        });
        assert_eq!(recording.duration_ms, expected_ms, "{name}");
        assert!(file.length > 90 * MEGABYTE, "{name}");
        assert!(file.at_once <= WINDOW_BYTES, "{name}: {} bytes at once", file.at_once);
        // Once to the end, with no more than a window before it read again.
        assert!(file.read <= file.length + file.length / 4, "{name}: {} bytes read", file.read);
    };
    let frames = 230_000;
    let frame = mp3(1, None);
    check("mp3", Long::new(417 * frames, vec![], frame), (frames * 1_152 * 10 + 220) / 441);
    // Its page without sound, then pages as long as they can be.
    let first = ogg(&opus_head(), 0);
    let first = first[..first.len() - 48].to_vec();
    let mut page = b"OggS\0\0".to_vec();
    page.extend(48_312u64.to_le_bytes());
    page.extend(7u32.to_le_bytes());
    page.extend([0; 8]);
    page.push(255);
    page.extend([255; 255]);
    page.resize(page.len() + 255 * 255, 0);
    let shift = first.len() % page.len();
    let length = first.len() as u64 + 1_500 * page.len() as u64;
    let mut turned = page.clone();
    turned.rotate_right(shift);
    check("ogg", Long::new(length, vec![(0, first)], turned), 1_000);
    let data = 95 * MEGABYTE as u32;
    let head = wav(1, data, 0);
    let length = head.len() as u64 + u64::from(data);
    check("wav", Long::new(length, vec![(0, head)], vec![0; 4_096]), u64::from(data) / 32);
    let flac = Long::new(95 * MEGABYTE, vec![(0, flac(44_100, 22_050))], vec![0; 4_096]);
    check("flac", flac, 500);
}

/// Every place at which something could be cut by the end of a window.
#[test]
fn what_lies_across_the_end_of_a_window_is_read_as_any_other() {
    let whole =
        examine(&mp4(&[picture_track(), sound_track()], &Extras::default()), &Fonts::default());
    let whole = whole.unwrap();
    for before in (WINDOW_BYTES as u32 - 900..WINDOW_BYTES as u32 + 40).step_by(7) {
        let short = mp4(&[picture_track(), sound_track()], &Extras::default());
        let free = boxed(b"free", &[&vec![0; before as usize]]);
        let (brand, rest) = short.split_at(16);
        let bytes = [brand, &free, rest].concat();
        assert_eq!(examine(&bytes, &Fonts::default()).unwrap(), whole, "{before}");
    }
}

/// A file whose disk fails behind some bytes.
struct Failing(Cursor<Vec<u8>>);

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.position() {
            0 => self.0.read(into),
            _ => Err(io::ErrorKind::PermissionDenied.into()),
        }
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_disk_that_fails_is_no_damage_of_the_file() {
    let mut bytes = mp3(400, None);
    bytes.truncate(2 * WINDOW_BYTES);
    let error = inspect_recording_file(Failing(Cursor::new(bytes))).unwrap_err();
    assert_eq!(error, MediaError::Unreadable(io::ErrorKind::PermissionDenied));
}

#[test]
fn a_window_is_read_from_any_place_and_as_far_as_the_file_goes() {
    let bytes: Vec<u8> = (0..3 * WINDOW_BYTES).map(|at| (at % 251) as u8).collect();
    let mut file = Cursor::new(&bytes);
    let mut window = Window::new(&mut file).unwrap();
    let mut check = |at: usize, count: usize| {
        let found = window.get(at as u64, count).unwrap();
        let end = (at + count.min(WINDOW_BYTES)).min(bytes.len());
        assert_eq!(found, bytes.get(at..end).unwrap_or_default(), "{count} at {at}");
    };
    for at in [0, 1, WINDOW_BYTES - 1, 2 * WINDOW_BYTES - 3, 3 * WINDOW_BYTES - 1, 5 * WINDOW_BYTES]
    {
        for count in [0, 1, 8, WINDOW_BYTES, 2 * WINDOW_BYTES] {
            check(at, count);
            check(at / 2, count);
        }
    }
    window.seek(SeekFrom::End(-5)).unwrap();
    let mut rest = Vec::new();
    window.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, bytes[bytes.len() - 5..]);
    window.rewind().unwrap();
    rest.clear();
    window.read_to_end(&mut rest).unwrap();
    assert!(rest == bytes, "read from its beginning");
    assert!(window.whole().unwrap() == bytes, "read whole");
}
