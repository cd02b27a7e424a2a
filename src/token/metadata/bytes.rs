//! From the bytes of a document to its text: encodings, and what is no document at all.

use super::error::MetadataError;
use super::note::{NoteKind, Notes};
use crate::limits::{
    MANIFEST_BYTES_MAX, MANIFEST_VALUES_MAX, METADATA_BYTES_MAX, METADATA_VALUES_MAX,
};
use crate::token::charset::from_windows_1252;

/// How large a document may be.
#[derive(Clone, Copy, Debug)]
pub(in crate::token) struct Extent {
    bytes_max: u64,
    pub values_max: usize,
}

impl Extent {
    /// A token's or a contract's.
    pub const METADATA: Self =
        Self { bytes_max: METADATA_BYTES_MAX, values_max: METADATA_VALUES_MAX };
    /// A manifest or a collection of IIIF.
    pub const MANIFEST: Self =
        Self { bytes_max: MANIFEST_BYTES_MAX, values_max: MANIFEST_VALUES_MAX };
}

/// The text of a document. UTF-8 is what RFC 8259 wants; UTF-16 with its mark and
/// Windows-1252 (with Latin-1 in it) are read and noted.
pub(super) fn text_of(
    bytes: &[u8],
    extent: Extent,
    notes: &mut Notes,
) -> Result<String, MetadataError> {
    if bytes.len() as u64 > extent.bytes_max {
        return Err(MetadataError::TooLarge { bytes_max: extent.bytes_max });
    }
    let text = decode(bytes, notes)?;
    let start = text.trim_start().trim_end_matches('\0');
    match start.as_bytes().first() {
        None => Err(MetadataError::NoBytes),
        Some(b'<') if is_drawing(start) => Err(MetadataError::NotText),
        Some(b'<') => Err(MetadataError::WebPage),
        Some(_) => Ok(text),
    }
}

fn decode(bytes: &[u8], notes: &mut Notes) -> Result<String, MetadataError> {
    let rest = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            notes.add(NoteKind::ByteOrderMark, "");
            rest
        }
        [0xFF, 0xFE, rest @ ..] => return utf_16(rest, u16::from_le_bytes, notes),
        [0xFE, 0xFF, rest @ ..] => return utf_16(rest, u16::from_be_bytes, notes),
        whole => whole,
    };
    if let Ok(text) = std::str::from_utf8(rest) {
        return Ok(text.to_owned());
    }
    if rest.iter().any(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F)) {
        return Err(MetadataError::NotText);
    }
    notes.add(NoteKind::OtherEncoding, "");
    // A text of UTF-8 with a broken byte or two is not another encoding.
    let lossy = String::from_utf8_lossy(rest);
    let broken = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let whole = lossy.chars().filter(|c| !c.is_ascii()).count() - broken;
    match whole > broken {
        true => Ok(lossy.into_owned()),
        false => Ok(from_windows_1252(rest)),
    }
}

fn utf_16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    notes: &mut Notes,
) -> Result<String, MetadataError> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    match String::from_utf16(&units) {
        Ok(text) if odd.is_empty() => {
            notes.add(NoteKind::OtherEncoding, "");
            Ok(text)
        }
        _ => Err(MetadataError::NotText),
    }
}

/// An SVG, which some contracts give in place of a document.
fn is_drawing(text: &str) -> bool {
    let start = text.get(..text.len().min(512)).unwrap_or(text);
    !start.to_ascii_lowercase().contains("<html") && start.contains("<svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_read_and_other_files_are_not() {
        let check = |bytes: &[u8], expected: Result<(&str, &[NoteKind]), MetadataError>| {
            let mut notes = Notes::default();
            let read = text_of(bytes, Extent::METADATA, &mut notes);
            let kinds: Vec<_> = notes.into_inner().into_iter().map(|note| note.kind).collect();
            let read = read.map(|text| (text, kinds));
            assert_eq!(read, expected.map(|(text, k)| (text.to_owned(), k.to_vec())), "{bytes:?}");
        };
        use NoteKind::{ByteOrderMark, OtherEncoding};
        check(b"{}", Ok(("{}", &[])));
        check("“é”".as_bytes(), Ok(("“é”", &[])));
        check(b"\xef\xbb\xbf{}", Ok(("{}", &[ByteOrderMark])));
        check(b"\"Caf\xe9\"", Ok(("\"Café\"", &[OtherEncoding])));
        check(b"\"\x93A\x94 \x80\"", Ok(("\"“A” €\"", &[OtherEncoding])));
        check(b"\"\xe9\x9b\xa8\xe5\xbe\x8c \xff\"", Ok(("\"雨後 \u{fffd}\"", &[OtherEncoding])));
        check(b"\xff\xfe{\0}\0", Ok(("{}", &[OtherEncoding])));
        check(b"\xfe\xff\0{\0}", Ok(("{}", &[OtherEncoding])));
        check(b"\xfe\xff\0{\0", Err(MetadataError::NotText));
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Err(MetadataError::NotText));
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", Err(MetadataError::NotText));
        check(b"", Err(MetadataError::NoBytes));
        check(b" \n", Err(MetadataError::NoBytes));
        check(b"<!DOCTYPE html><html>", Err(MetadataError::WebPage));
        check(b"\n<html lang=en>", Err(MetadataError::WebPage));
        check(b"<html><svg></svg></html>", Err(MetadataError::WebPage));
        check(b"<?xml version=\"1.0\"?><Error/>", Err(MetadataError::WebPage));
        check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", Err(MetadataError::NotText));
    }

    #[test]
    fn a_document_may_be_so_long_and_no_longer() {
        let length = |more: usize| {
            let bytes = vec![b' '; METADATA_BYTES_MAX as usize + more - 2];
            let bytes = [b"{}", &bytes[..]].concat();
            text_of(&bytes, Extent::METADATA, &mut Notes::default())
        };
        assert!(length(0).is_ok());
        assert_eq!(length(1), Err(MetadataError::TooLarge { bytes_max: METADATA_BYTES_MAX }));
    }
}
