//! Data URIs (RFC 2397) as contracts write them, and what some return in their place:
//! raw JSON, SVG or HTML, or base64 of these.

use percent_encoding::percent_decode_str;
use serde::de::IgnoredAny;

use super::error::{UriError, shorten};
use super::{Uri, base64};
use crate::limits::DATA_URI_BYTES_MAX;
use crate::token::charset::{Charset, from_windows_1252, shifts};
use crate::token::root_element;

/// The bytes in a text, if it is a data URI or stands for one.
pub(super) fn parse(text: &str) -> Result<Option<Uri>, UriError> {
    if starts_with(text, "data:") {
        short_enough(text)?;
        return parse_data(&text["data:".len()..]).map(Some);
    }
    if starts_with(text, "data%3a") {
        short_enough(text)?;
        let whole = percent_decode_str(text).decode_utf8_lossy();
        return parse_data(&whole["data:".len()..]).map(Some);
    }
    if let Some(media_type) = raw_type(text) {
        short_enough(text)?;
        return Ok(Some(data(media_type, text.as_bytes().to_vec())));
    }
    if text.len() <= DATA_URI_BYTES_MAX
        && let Some(bytes) = base64::decode_unsaid(text.as_bytes())
    {
        let media_type = if bytes.first() == Some(&b'<') { SVG } else { JSON };
        return Ok(Some(data(media_type, bytes)));
    }
    Ok(None)
}

const JSON: &str = "application/json";
const SVG: &str = "image/svg+xml";
const HTML: &str = "text/html";

fn data(media_type: &str, bytes: Vec<u8>) -> Uri {
    Uri::Data { media_type: media_type.to_owned(), bytes }
}

fn short_enough(text: &str) -> Result<(), UriError> {
    if text.len() > DATA_URI_BYTES_MAX { Err(UriError::DataTooLong) } else { Ok(()) }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

/// The media type of a text that is a document itself.
fn raw_type(text: &str) -> Option<&'static str> {
    let is_list = || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
    if text.starts_with('{') || is_list() {
        Some(JSON)
    } else if starts_with(text, "<html") || starts_with(text, "<!doctype html") {
        Some(HTML)
    } else if text.starts_with('<') {
        markup_type(text)
    } else {
        None
    }
}

/// The same of a text that begins with an element, maybe behind a declaration, a doctype
/// and comments.
fn markup_type(text: &str) -> Option<&'static str> {
    let root = root_element(text).unwrap_or("").to_ascii_lowercase();
    match root.as_str() {
        "html" => Some(HTML),
        "svg" | "svg:svg" => Some(SVG),
        // Cut off or strange, it is still more like a drawing than like anything else.
        _ if starts_with(text, "<svg") || starts_with(text, "<?xml") => Some(SVG),
        _ => None,
    }
}

/// What a data URI's head says.
struct Head {
    media_type: String,
    base64: bool,
    charset: Option<String>,
}

/// The part behind `data:`. A `#` does not end it, as RFC 3986 would have it: SVGs on
/// chains write their colours unescaped.
fn parse_data(rest: &str) -> Result<Uri, UriError> {
    let (head, body) = split(rest).ok_or(UriError::Data("the comma before its data is missing"))?;
    let mut head = read_head(head);
    let decoded: Vec<u8> = percent_decode_str(body).collect();
    let bytes = if head.base64 {
        let raw = || raw_type(body.trim_start()).map(|_| body.as_bytes().to_vec());
        base64::decode(&decoded).or_else(raw).ok_or(UriError::Data("it is no base64"))?
    } else {
        plain(body, decoded, &head.media_type)
    };
    let bytes = to_utf8(bytes, head.charset.as_deref(), &head.media_type)?;
    if head.media_type.is_empty() {
        let text = std::str::from_utf8(&bytes).unwrap_or("");
        head.media_type = raw_type(text.trim_start()).unwrap_or("text/plain").to_owned();
    }
    Ok(Uri::Data { media_type: head.media_type, bytes })
}

/// Head and data. Where the comma between them was forgotten, the data begins where an
/// object or a tag does, or behind the word `base64`.
fn split(rest: &str) -> Option<(&str, &str)> {
    let comma = rest.find(',');
    let head = &rest[..comma.unwrap_or(rest.len())];
    if let Some(start) = head.find(['{', '<']) {
        return Some(rest.split_at(start));
    }
    if let Some(comma) = comma {
        return Some((head, &rest[comma + 1..]));
    }
    const MARK: &str = ";base64";
    let mark = rest.to_ascii_lowercase().find(MARK)? + MARK.len();
    (mark < rest.len()).then(|| rest.split_at(mark))
}

fn read_head(head: &str) -> Head {
    let mut parts = head.split(';').map(str::trim).peekable();
    let media_type = parts.next_if(|part| part.is_empty() || part.contains('/'));
    let mut found = Head {
        media_type: media_type.unwrap_or("").to_ascii_lowercase(),
        base64: false,
        charset: None,
    };
    for part in parts {
        let part = part.to_ascii_lowercase();
        found.base64 |= part == "base64";
        if let Some(charset) = part.strip_prefix("charset=") {
            found.charset = Some(charset.trim_matches(['"', '\'', ' ']).to_owned());
        }
    }
    found
}

/// Data that is not base64, or does not say so. `decoded` is `body` with its percent
/// signs read.
fn plain(body: &str, decoded: Vec<u8>, media_type: &str) -> Vec<u8> {
    if !is_text(media_type) {
        return decoded;
    }
    if let Some(bytes) = base64::decode_unsaid(&decoded) {
        return bytes;
    }
    let starts_escaped = |bytes: &[u8]| {
        let start = bytes.get(..3).map(<[u8]>::to_ascii_lowercase);
        start.is_some_and(|start| [b"%7b", b"%5b", b"%3c"].iter().any(|escape| start == *escape))
    };
    if starts_escaped(&decoded) {
        return percent_encoding::percent_decode(&decoded).collect();
    }
    // A document that was not encoded, with a URI inside that is.
    let is_json = |bytes: &[u8]| serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
    let plainly_json = body.trim_start().starts_with(['{', '[']) && body.contains('%');
    if plainly_json && !is_json(&decoded) && is_json(body.as_bytes()) {
        return body.as_bytes().to_vec();
    }
    decoded
}

fn is_text(media_type: &str) -> bool {
    media_type.is_empty()
        || media_type.starts_with("text/")
        || media_type.ends_with("json")
        || media_type.ends_with("xml")
        || media_type.starts_with("image/svg")
}

/// Text in UTF-8, whatever it was written in. What is UTF-8 already stays so, whatever
/// it says.
///
/// # Errors
/// Where it is in a charset that is not read here: guessed, it would be other words.
fn to_utf8(bytes: Vec<u8>, charset: Option<&str>, media_type: &str) -> Result<Vec<u8>, UriError> {
    if !is_text(media_type) {
        return Ok(bytes);
    }
    let utf16 = |read: fn([u8; 2]) -> u16, bytes: &[u8]| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units).into_bytes()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return Ok(utf16(u16::from_le_bytes, rest)),
        [0xfe, 0xff, rest @ ..] => return Ok(utf16(u16::from_be_bytes, rest)),
        _ => {}
    }
    let Some(name) = charset.filter(|name| !name.is_empty()) else { return Ok(bytes) };
    let is_utf8 = std::str::from_utf8(&bytes).is_ok();
    let is_plain = is_utf8 && !bytes.contains(&0);
    Ok(match Charset::of(name) {
        Some(Charset::Utf8) => bytes,
        Some(Charset::Utf16LittleEnd | Charset::Utf16BigEnd) if is_plain => bytes,
        Some(Charset::Utf16LittleEnd) => utf16(u16::from_le_bytes, &bytes),
        Some(Charset::Utf16BigEnd) => utf16(u16::from_be_bytes, &bytes),
        Some(Charset::Windows1252) if is_utf8 => bytes,
        Some(Charset::Windows1252) => from_windows_1252(&bytes).into_bytes(),
        None if is_utf8 && !shifts(name, &bytes) => bytes,
        None => return Err(UriError::Charset(shorten(name))),
    })
}
