//! What an AVIF promises to take of memory: by its tables, and by the first bytes of what is
//! coded.

use super::sequence::{Chroma, Sequence};
use super::tables::{Begin, Meta};
use crate::media::boxes::Boxes;
use crate::media::window::{WINDOW_BYTES, Window};
use crate::media::{MediaError, MediaType};

/// What its decoding will hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::media) struct Promised {
    /// Pixels of the picture.
    pub size: (u32, u32),
    /// Bytes of a frame: of the picture, or of the first of its tiles, or of its alpha, of
    /// which the greater counts here and below.
    pub frame_bytes: u64,
    /// A frame is there twice, with its grain and without.
    pub has_grain: bool,
    /// As many frames are there at once, the finer made from the coarser.
    pub layers: u32,
    /// It has neither tiles nor alpha.
    pub is_one_frame: bool,
}

/// None where its tables do not say, or are longer than a window.
pub(in crate::media) fn promised(file: &mut Window) -> Result<Option<Promised>, MediaError> {
    let mut boxes = Boxes::new(MediaType::Avif);
    let whole = 0..file.length();
    let Some(place) = boxes.first(file, whole, b"meta")? else { return Ok(None) };
    let tables = file.head_of(&place, WINDOW_BYTES)?;
    let meta = Meta::read(&mut boxes, tables.get(4..).unwrap_or_default())?;
    let (size, begin) = (meta.size(meta.primary), meta.begin(meta.primary));
    let (Some(size), Some(begin)) = (size, begin) else { return Ok(None) };
    let is_one_frame = meta.is_one_frame();
    let mut most = Promised { size, frame_bytes: 0, has_grain: false, layers: 1, is_one_frame };
    // An alpha may be of another kind than what it belongs to, and takes more.
    let alpha = meta.alpha().and_then(|item| meta.begin(item));
    for begin in [Some(begin), alpha].into_iter().flatten() {
        let sequence = match begin {
            Begin::Inside(bytes) => Sequence::read(bytes),
            Begin::InFile(from) => Sequence::read(file.get(from, SEQUENCE_BYTES)?),
        };
        let Some(sequence) = sequence else { return Ok(None) };
        most.frame_bytes = most.frame_bytes.max(frame_bytes(&sequence));
        most.has_grain |= sequence.has_grain;
        most.layers = most.layers.max(sequence.layers);
    }
    Ok(Some(most))
}

/// As many bytes of what is coded as hold a sequence header, and the units before it.
const SEQUENCE_BYTES: usize = 256;

fn frame_bytes(sequence: &Sequence) -> u64 {
    let pixels = u64::from(sequence.width) * u64::from(sequence.height);
    let samples = match sequence.chroma {
        Chroma::None => pixels,
        Chroma::Quarter => pixels * 3 / 2,
        Chroma::Half => pixels * 2,
        Chroma::Whole => pixels * 3,
    };
    if sequence.is_deep { 2 * samples } else { samples }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_picture_takes_what_its_samples_do() {
        const PIXELS: u64 = 32 * 16;
        let check = |bytes: &[u8], frame_bytes: u64, has_grain: bool, is_one_frame: bool| {
            let size = (32, 16);
            let expected = Promised { size, frame_bytes, has_grain, layers: 1, is_one_frame };
            // However long what is coded is, or stands behind it.
            let longer = [bytes, &[0, 2, 0, 0], b"free", &vec![0; (2 << 16) - 8]].concat();
            for mut file in [bytes, &longer].map(Cursor::new) {
                let found = promised(&mut Window::new(&mut file).unwrap()).unwrap();
                assert_eq!(found, Some(expected));
            }
        };
        check(include_bytes!("../tests/avif/rgb420.avif"), PIXELS * 3 / 2, false, true);
        check(include_bytes!("../tests/avif/rgb444.avif"), PIXELS * 3, false, true);
        check(include_bytes!("../tests/avif/grey.avif"), PIXELS, false, true);
        check(include_bytes!("../tests/avif/rgba.avif"), PIXELS * 3 / 2, false, false);
        // Ten bits and grain, colours halved across; and twelve bits, halved both ways.
        check(include_bytes!("../tests/avif/grain.avif"), PIXELS * 2 * 2, true, true);
        check(include_bytes!("../tests/avif/twelve.avif"), PIXELS * 3 / 2 * 2, false, true);
    }

    #[test]
    fn layers_are_there_at_once() {
        let mut file = Cursor::new(include_bytes!("../tests/avif/layers.avif"));
        let found = promised(&mut Window::new(&mut file).unwrap()).unwrap().unwrap();
        assert_eq!((found.frame_bytes, found.layers), (32 * 16 * 3, 2));
        assert!(found.is_one_frame);
    }

    #[test]
    fn an_alpha_may_take_more_than_its_picture() {
        let own = include_bytes!("../tests/avif/rgba.avif");
        let with_alpha = |coded: &[u8]| {
            let mut bytes = own.to_vec();
            // The place of the second item, behind the table's head and the first.
            let place = bytes.windows(4).position(|four| four == b"iloc").unwrap() + 4 + 8 + 14;
            assert_eq!(bytes[place..place + 6], [0, 2, 0, 0, 0, 1]);
            let from = (bytes.len() as u32 + 8).to_be_bytes();
            bytes[place + 6..place + 10].copy_from_slice(&from);
            bytes.extend((coded.len() as u32 + 8).to_be_bytes());
            bytes.extend([b"free", coded].concat());
            promised(&mut Window::new(&mut Cursor::new(bytes)).unwrap()).unwrap()
        };
        let grain = include_bytes!("../tests/avif/grain.avif");
        let coded = grain.windows(4).position(|four| four == b"mdat").unwrap() + 4;
        let found = with_alpha(&grain[coded..]).unwrap();
        assert_eq!((found.frame_bytes, found.has_grain), (32 * 16 * 2 * 2, true));
        assert!(!found.is_one_frame);
        // One that says nothing may be of any kind.
        assert_eq!(with_alpha(&[0; 16]), None);
    }

    #[test]
    fn what_has_no_tables_promises_nothing() {
        let mut file = Cursor::new(b"\0\0\0\x0cftypavif");
        assert_eq!(promised(&mut Window::new(&mut file).unwrap()).unwrap(), None);
    }
}
