//! What bytes are, by their own first bytes; names and headers are never believed.

mod text;

use std::fmt;

use super::window::HEAD_BYTES;
use super::{MediaError, is_recording, sound};
use crate::limits;

/// A kind of file, as its bytes show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    Png,
    Jpeg,
    WebP,
    Gif,
    Svg,
    /// glTF 2.0 in one binary file.
    Glb,
    /// glTF 2.0 as text, with its data in it.
    GltfJson,
    Avif,
    /// MP4 and QuickTime.
    Mp4,
    /// WebM and Matroska.
    WebM,
    Mp3,
    /// AAC in frames of its own (ADTS).
    Aac,
    /// An MP4 that says of itself that it is only heard.
    M4a,
    Ogg,
    Wav,
    Flac,
    Html,
    Bmp,
    // Known, so that a refusal can say what it is:
    Heic,
    JpegXl,
    Tiff,
    Svgz,
    Pdf,
    Json,
}

/// The kind of these bytes, or none that is known: as the first [`HEAD_BYTES`] tell.
pub fn sniff(bytes: &[u8]) -> Option<MediaType> {
    let bytes = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let at = |offset: usize, magic: &[u8]| {
        bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    let riff = |form: &[u8]| at(0, b"RIFF") && at(8, form);
    let found = match () {
        () if at(0, b"\x89PNG\r\n\x1a\n") => MediaType::Png,
        () if at(0, b"\xff\xd8\xff") => MediaType::Jpeg,
        () if riff(b"WEBP") => MediaType::WebP,
        () if riff(b"WAVE") => MediaType::Wav,
        () if at(0, b"GIF87a") || at(0, b"GIF89a") => MediaType::Gif,
        () if at(0, b"glTF") => MediaType::Glb,
        () if at(4, b"ftyp") => sniff_iso_media(bytes),
        // QuickTime from before files named their brand.
        () if at(4, b"moov") || at(4, b"mdat") || at(4, b"wide") => MediaType::Mp4,
        () if at(0, b"\x1a\x45\xdf\xa3") => MediaType::WebM,
        () if at(0, b"\xff\x0a") || at(0, b"\0\0\0\x0cJXL \r\n\x87\n") => MediaType::JpegXl,
        () if at(0, b"BM") && at(6, b"\0\0\0\0") => MediaType::Bmp,
        () if at(0, b"II*\0") || at(0, b"MM\0*") => MediaType::Tiff,
        () if at(0, b"\x1f\x8b") => MediaType::Svgz,
        () if at(0, b"fLaC") => MediaType::Flac,
        () if sound::is_adts_head(bytes) => MediaType::Aac,
        () if at(0, b"ID3") => sniff_tagged(bytes),
        () if sound::is_mp3_head(bytes) => MediaType::Mp3,
        () if at(0, b"OggS") => MediaType::Ogg,
        () if at(0, b"%PDF-") => MediaType::Pdf,
        () => return text::sniff_text(bytes),
    };
    Some(found)
}

/// The most bytes that a file which starts so may have.
pub fn bytes_max(head: &[u8]) -> u64 {
    match sniff(head) {
        Some(MediaType::Glb | MediaType::GltfJson) => limits::MODEL_BYTES_MAX,
        Some(MediaType::Mp4 | MediaType::WebM) => limits::FILM_BYTES_MAX,
        Some(media) if is_recording(media) => limits::SOUND_BYTES_MAX,
        _ => limits::PICTURE_BYTES_MAX,
    }
}

/// Holds a claimed media type (`image/png`, or a file's extension) against the bytes.
/// A claim that says nothing, such as `application/octet-stream`, passes.
pub fn check_claim(bytes: &[u8], claimed: &str) -> Result<MediaType, MediaError> {
    if bytes.is_empty() {
        return Err(MediaError::Empty);
    }
    let found = sniff(bytes).ok_or(MediaError::Unknown)?;
    let essence = claimed.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let named =
        |media: MediaType| essence == media.mime() || media.extensions().contains(&&*essence);
    // Servers that make pictures smaller send one format of pixels under another's name,
    // and every decoder goes by the bytes: that is no lie about what there is to see.
    let alike = |media: MediaType| media == found || (media.is_pixels() && found.is_pixels());
    let mut others = MediaType::ALL.into_iter().filter(|media| named(*media));
    if others.next().is_some_and(|first| !alike(first) && !others.any(alike)) {
        return Err(MediaError::NotWhatItClaims { claimed: claimed.to_owned(), found });
    }
    Ok(found)
}

impl MediaType {
    pub const ALL: [Self; 24] = [
        Self::Png,
        Self::Jpeg,
        Self::WebP,
        Self::Gif,
        Self::Svg,
        Self::Glb,
        Self::GltfJson,
        Self::Avif,
        Self::Mp4,
        Self::WebM,
        Self::Mp3,
        Self::Aac,
        Self::M4a,
        Self::Ogg,
        Self::Wav,
        Self::Flac,
        Self::Html,
        Self::Heic,
        Self::JpegXl,
        Self::Bmp,
        Self::Tiff,
        Self::Svgz,
        Self::Pdf,
        Self::Json,
    ];

    /// Whether it is a picture made of pixels.
    pub(super) fn is_pixels(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::WebP | Self::Gif | Self::Avif | Self::Bmp)
    }

    /// The media type (IANA).
    pub fn mime(self) -> &'static str {
        self.row().0
    }

    /// The extensions that files of this kind have, the usual one first, without dot.
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Png => ("image/png", &["png", "apng"], "a PNG picture"),
            Self::Jpeg => ("image/jpeg", &["jpg", "jpeg"], "a JPEG picture"),
            Self::WebP => ("image/webp", &["webp"], "a WebP picture"),
            Self::Gif => ("image/gif", &["gif"], "a GIF picture"),
            Self::Svg => ("image/svg+xml", &["svg"], "an SVG drawing"),
            Self::Glb => ("model/gltf-binary", &["glb"], "a GLB model"),
            Self::Avif => ("image/avif", &["avif"], "an AVIF picture"),
            Self::Heic => ("image/heic", &["heic", "heif"], "a HEIC picture"),
            Self::JpegXl => ("image/jxl", &["jxl"], "a JPEG XL picture"),
            Self::Bmp => ("image/bmp", &["bmp"], "a BMP picture"),
            Self::Tiff => ("image/tiff", &["tif", "tiff"], "a TIFF picture"),
            Self::Svgz => ("application/gzip", &["svgz", "gz"], "a gzip archive"),
            Self::Mp4 => ("video/mp4", &["mp4", "m4v", "mov"], "an MP4 film"),
            Self::WebM => ("video/webm", &["webm", "mkv"], "a WebM film"),
            Self::Mp3 => ("audio/mpeg", &["mp3"], "an MP3 recording"),
            Self::Aac => ("audio/aac", &["aac"], "an AAC recording"),
            Self::M4a => ("audio/mp4", &["m4a", "m4b"], "an M4A recording"),
            Self::Ogg => ("audio/ogg", &["ogg", "oga", "opus"], "an Ogg recording"),
            Self::Wav => ("audio/wav", &["wav"], "a WAV recording"),
            Self::Flac => ("audio/flac", &["flac"], "a FLAC recording"),
            Self::Pdf => ("application/pdf", &["pdf"], "a PDF document"),
            Self::Html => ("text/html", &["html", "htm"], "an HTML page"),
            Self::GltfJson => ("model/gltf+json", &["gltf"], "a glTF model in JSON"),
            Self::Json => ("application/json", &["json"], "a JSON document"),
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().2)
    }
}

/// ISO base media files tell apart by their brands, the first of which says the most.
fn sniff_iso_media(bytes: &[u8]) -> MediaType {
    let length = bytes.first_chunk::<4>().map_or(0, |four| u32::from_be_bytes(*four) as usize);
    let box_end = length.clamp(16, limits::FTYP_BYTES_MAX).min(bytes.len());
    let also = |brand: &[u8; 4]| {
        let brands = bytes.get(16..box_end).unwrap_or_default();
        brands.chunks_exact(4).any(|found| found == brand)
    };
    match bytes.get(8..12) {
        Some(b"avif" | b"avis") => MediaType::Avif,
        Some(b"mif1" | b"msf1") if also(b"avif") || also(b"avis") => MediaType::Avif,
        Some(b"heic" | b"heix" | b"heif" | b"mif1" | b"msf1" | b"hevc") => MediaType::Heic,
        Some(b"M4A " | b"M4B ") => MediaType::M4a,
        _ => MediaType::Mp4,
    }
}

/// What stands behind the tags of a sound. Tags that are longer than what is looked at are
/// those of an MP3, as nearly all are.
fn sniff_tagged(bytes: &[u8]) -> MediaType {
    let sound = sound::behind_tags(bytes).unwrap_or_default();
    match () {
        () if sound::is_adts_head(sound) => MediaType::Aac,
        () if sound.starts_with(b"fLaC") => MediaType::Flac,
        () => MediaType::Mp3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_show_what_they_are() {
        let check = |bytes: &[u8], expected: Option<MediaType>| {
            assert_eq!(sniff(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        };
        check(b"\x89PNG\r\n\x1a\n", Some(MediaType::Png));
        check(b"\xff\xd8\xff\xe0", Some(MediaType::Jpeg));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Some(MediaType::WebP));
        check(b"RIFF\0\0\0\0WAVEfmt ", Some(MediaType::Wav));
        check(b"GIF89a", Some(MediaType::Gif));
        check(b"glTF\x02\0\0\0", Some(MediaType::Glb));
        check(b"\0\0\0\x20ftypavif", Some(MediaType::Avif));
        check(b"\0\0\0\x20ftypisom", Some(MediaType::Mp4));
        check(b"\0\0\0\x18ftypmif1\0\0\0\0avifmiaf", Some(MediaType::Avif));
        check(b"\0\0\0\x18ftypmif1\0\0\0\0heicmiaf", Some(MediaType::Heic));
        check(b"\0\0\0\x20ftypqt  ", Some(MediaType::Mp4));
        check(b"\0\0\0\x08wide\0\0\0\0mdat", Some(MediaType::Mp4));
        check(b"\0\0\0\x20ftypM4A \0\0\0\0", Some(MediaType::M4a));
        check(b"fLaC\0\0\0\x22", Some(MediaType::Flac));
        check(b"ID3\x04\0\0\0\0\0\0", Some(MediaType::Mp3));
        check(b"ID3\x04\0\0\0\0\0\x02\0\0fLaC\0\0\0\x22", Some(MediaType::Flac));
        check(b"ID3\x04\0\0\0\0\0\x02\0\0\xff\xf1\x50\x80\x02\x1f\xfc", Some(MediaType::Aac));
        check(b"ID3\x04\0\0\0\0\0\x02\0\0\xff\xfb\x90\0", Some(MediaType::Mp3));
        // Two tags, the second of which says that it has a foot.
        let second = b"ID3\x04\0\x10\0\0\0\0foot:10by.fLaC";
        check(&[&b"ID3\x04\0\0\0\0\0\0"[..], second].concat(), Some(MediaType::Flac));
        for second in [0xfb, 0xfa, 0xf3, 0xf2, 0xe3, 0xe2] {
            check(&[0xff, second, 0x90, 0], Some(MediaType::Mp3));
        }
        // No bit rate, no sample rate; layers I and II; a version that does not exist;
        // the mark of UTF-16.
        for head in [[0xff, 0xfb, 0xf0, 0], [0xff, 0xfb, 0x9c, 0], [0xff, 0xff, 0x90, 0]] {
            check(&head, None);
        }
        check(&[0xff, 0xfd, 0x90, 0], None);
        check(&[0xff, 0xeb, 0x90, 0], None);
        check(b"\xff\xfeh\0t\0", None);
        check(&[0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc], Some(MediaType::Aac));
        check(&[0xff, 0xf9, 0x50, 0x80, 0x02, 0x1f, 0xfc], Some(MediaType::Aac));
        check(&[0xff, 0xf1, 0x7c, 0x80, 0x02, 0x1f, 0xfc], None);
        check(b"<svg xmlns='x'/>", Some(MediaType::Svg));
        check(b"\xef\xbb\xbf <?xml version='1.0'?><!-- <p> --><svg>", Some(MediaType::Svg));
        check(b"<!DOCTYPE svg PUBLIC \"a\" \"b\"><svg>", Some(MediaType::Svg));
        check(b"<!DOCTYPE svg [<!ENTITY a \"b>\">]><svg>", Some(MediaType::Svg));
        check(b"<!doctype html><html><svg>", Some(MediaType::Html));
        check(b"<html><svg>", Some(MediaType::Html));
        check(b"<meta charset=utf-8><title>A</title><script>", Some(MediaType::Html));
        check(b"<canvas></canvas>\n<SCRIPT src=a.js>", Some(MediaType::Html));
        check(b"<h1>A</h1><p>B<script>", Some(MediaType::Html));
        check(b"<img src=a.png><script>", Some(MediaType::Html));
        check(b"<iframe srcdoc='a'></iframe>", Some(MediaType::Html));
        check(b"<center><iframe src=a.html>", Some(MediaType::Html));
        check(b"<CENTER>\n<SCRIPT>", Some(MediaType::Html));
        check(b"<center>A</center>", None);
        check(b"<title>A feed</title>", None);
        check(b"<rss><script/></rss>", None);
        check(b"{\"asset\":{\"version\":\"2.0\"}}", Some(MediaType::GltfJson));
        check(b"{\"name\":\"x\"}", Some(MediaType::Json));
        check(b"%PDF-1.7", Some(MediaType::Pdf));
        check(b"\x1f\x8b\x08", Some(MediaType::Svgz));
        check("\u{1f}\u{8b}".as_bytes(), None);
        check(b"", None);
        check(b"hello", None);
        check(b"<!--", None);
        check("<!dóctype".as_bytes(), None);
    }

    #[test]
    fn tags_are_passed_over_so_far_and_no_farther() {
        // A tag's length, in bytes of seven bits each.
        let tagged = |length: usize| {
            let [a, b] = [length >> 14, length >> 7 & 0x7f].map(|seven| seven as u8);
            let tag = [b'I', b'D', b'3', 4, 0, 0, 0, a, b, (length & 0x7f) as u8];
            sniff(&[&tag[..], &vec![0; length], b"fLaC"].concat())
        };
        assert_eq!(tagged(HEAD_BYTES - 14), Some(MediaType::Flac));
        assert_eq!(tagged(HEAD_BYTES - 13), Some(MediaType::Mp3));
    }

    #[test]
    fn brands_are_read_so_far_and_no_farther() {
        let check = |brand_at: usize, expected: MediaType| {
            let mut file = vec![0; brand_at + 4];
            file[..12].copy_from_slice(b"\0\0\x7f\xffftypmif1");
            file[brand_at..].copy_from_slice(b"avif");
            assert_eq!(sniff(&file), Some(expected), "{brand_at}");
        };
        check(16, MediaType::Avif);
        check(limits::FTYP_BYTES_MAX - 4, MediaType::Avif);
        check(limits::FTYP_BYTES_MAX, MediaType::Heic);
    }

    #[test]
    fn a_claim_is_held_against_the_bytes() {
        let check = |claimed: &str, passes: bool| {
            assert_eq!(check_claim(b"<html>", claimed).is_ok(), passes, "{claimed}");
        };
        check("text/html; charset=utf-8", true);
        check("application/octet-stream", true);
        check("", true);
        check("html", true);
        check("image/png", false);
        check("Image/PNG", false);
        check("png", false);
        assert!(check_claim(b"\x89PNG\r\n\x1a\n", "jpg").is_ok(), "pixels are pixels");
        assert!(check_claim(b"\x89PNG\r\n\x1a\n", "image/svg+xml").is_err());
    }

    #[test]
    fn every_kind_has_its_row() {
        let mimes: std::collections::HashSet<_> =
            MediaType::ALL.iter().map(|media| media.mime()).collect();
        assert_eq!(mimes.len(), MediaType::ALL.len());
    }
}
