//! The spellings in which tokens name their bytes, parsed into one type.

use std::fmt;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use cid::Cid;
use percent_encoding::percent_decode_str;
use thiserror::Error;
use url::Url;

use super::limits::DATA_URI_BYTES_MAX;

/// Where bytes lie.
#[derive(Clone, PartialEq, Eq)]
pub enum Uri {
    /// In the URI itself (RFC 2397, and raw SVG or JSON).
    Data { media_type: String, bytes: Vec<u8> },
    /// Under a content id.
    Ipfs(IpfsPath),
    /// On a server (`https`, and `http` for a curator's own hosts).
    Web(Url),
    /// In the exhibition's folder; segments below it, never above.
    File(Vec<String>),
}

/// A content id and a path below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IpfsPath {
    pub cid: Cid,
    pub path: Vec<String>,
}

/// Where the document lies that names a URI; relative spellings start there.
#[derive(Clone, Debug)]
pub enum Base {
    /// Nowhere: relative spellings are refused.
    Nowhere,
    At(Uri),
}

/// Why a text names no bytes that can be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UriError {
    #[error("it names no file: the URI is empty")]
    Empty,
    #[error("its data URI is longer than {} MiB", DATA_URI_BYTES_MAX >> 20)]
    DataTooLong,
    #[error("its data URI is broken: {0}")]
    Data(&'static str),
    #[error("“{0}” holds no content id of IPFS")]
    Cid(String),
    #[error("“{0}” is an IPNS name, which can change at any time; an ipfs:// URI is needed")]
    Ipns(String),
    #[error("“{0}” is no address that can be asked; https://, ipfs:// and data: can")]
    Scheme(String),
    #[error("“{0}” is relative, and its document lies nowhere that it could be relative to")]
    Relative(String),
    #[error("“{0}” leads out of the exhibition's folder")]
    Outside(String),
}

impl Uri {
    /// Parses a URI as tokens and documents spell it.
    pub fn parse(text: &str, base: &Base) -> Result<Self, UriError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(UriError::Empty);
        }
        if let Some(found) = parse_data(text)? {
            return Ok(found);
        }
        let scheme = scheme_of(text).map(str::to_ascii_lowercase);
        match scheme.as_deref() {
            Some("ipfs") => parse_ipfs(&text["ipfs:".len()..], text),
            Some("ipns") => Err(UriError::Ipns(shorten(text))),
            Some("http" | "https") => parse_web(text),
            Some("ar") => {
                let rest = text["ar:".len()..].trim_start_matches('/');
                parse_web(&format!("https://arweave.net/{rest}"))
            }
            Some(_) => Err(UriError::Scheme(shorten(text))),
            None if text.starts_with("/ipfs/") => parse_ipfs(text, text),
            None if text.starts_with("/ipns/") => Err(UriError::Ipns(shorten(text))),
            None => parse_relative(text, base),
        }
    }
}

/// As a label shows it: a data URI is cut to its media type.
impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { media_type, .. } => write!(f, "data:{media_type}"),
            Self::Ipfs(path) => write!(f, "{path}"),
            Self::Web(url) => write!(f, "{url}"),
            Self::File(segments) => f.write_str(&segments.join("/")),
        }
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({self})")
    }
}

impl fmt::Display for IpfsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ipfs://{}", self.cid)?;
        self.path.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

/// A data URI, or the SVG or JSON that some contracts return in its place.
fn parse_data(text: &str) -> Result<Option<Uri>, UriError> {
    let is_data = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
    let raw = |media_type: &str| Uri::Data {
        media_type: media_type.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let found = match text {
        _ if is_data => None,
        svg if svg.starts_with("<svg") || svg.starts_with("<?xml") => Some(raw("image/svg+xml")),
        json if json.starts_with('{') => Some(raw("application/json")),
        _ => return Ok(None),
    };
    if text.len() > DATA_URI_BYTES_MAX {
        return Err(UriError::DataTooLong);
    }
    if found.is_some() {
        return Ok(found);
    }
    // A `#` does not end the data, as RFC 3986 would have it: SVGs on chains write
    // their colours unescaped.
    let (head, data) =
        text[5..].split_once(',').ok_or(UriError::Data("the comma before its data is missing"))?;
    let mut parts = head.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or("").to_ascii_lowercase();
    let base64 = parts.any(|part| part.eq_ignore_ascii_case("base64"));
    let bytes: Vec<u8> = percent_decode_str(data).collect();
    let bytes = if base64 { decode_base64(bytes)? } else { bytes };
    let media_type = if media_type.is_empty() { "text/plain".to_owned() } else { media_type };
    Ok(Some(Uri::Data { media_type, bytes }))
}

/// Either alphabet, with or without padding, blanks left out.
fn decode_base64(mut text: Vec<u8>) -> Result<Vec<u8>, UriError> {
    text.retain(|byte| !byte.is_ascii_whitespace());
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let alphabet = if url_safe { &URL_SAFE } else { &STANDARD };
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, lenient)
        .decode(&text)
        .map_err(|_| UriError::Data("it is no base64"))
}

/// `//CID/path`, `//ipfs/CID/path`, `/ipfs/CID/path`, `CID`.
fn parse_ipfs(rest: &str, whole: &str) -> Result<Uri, UriError> {
    let path = rest.split(['?', '#']).next().unwrap_or("");
    let mut segments = path.split('/').filter(|segment| !segment.is_empty()).peekable();
    while segments.peek() == Some(&"ipfs") {
        segments.next();
    }
    let first = segments.next().unwrap_or("");
    let cid = Cid::try_from(first).map_err(|_| UriError::Cid(shorten(whole)))?;
    Ok(Uri::Ipfs(IpfsPath { cid, path: below(segments, whole)? }))
}

/// A server's address; that of a gateway is taken for the content id in it.
fn parse_web(text: &str) -> Result<Uri, UriError> {
    let url = Url::parse(text).map_err(|_| UriError::Scheme(shorten(text)))?;
    let host = url.host_str().ok_or_else(|| UriError::Scheme(shorten(text)))?;
    let in_host = host.split_once(".ipfs.").and_then(|(cid, _)| Cid::try_from(cid).ok());
    if let Some(cid) = in_host {
        return Ok(Uri::Ipfs(IpfsPath { cid, path: below(url.path().split('/'), text)? }));
    }
    match url.path().strip_prefix("/ipfs/") {
        Some(_) => parse_ipfs(url.path(), text).or(Ok(Uri::Web(url))),
        None => Ok(Uri::Web(url)),
    }
}

/// A spelling without a scheme: a bare content id, or a path beside its document.
fn parse_relative(text: &str, base: &Base) -> Result<Uri, UriError> {
    if let Some(first) = text.split('/').next()
        && first.len() >= 46
        && Cid::try_from(first).is_ok()
    {
        return parse_ipfs(text, text);
    }
    match base {
        Base::Nowhere | Base::At(Uri::Data { .. }) => Err(UriError::Relative(shorten(text))),
        Base::At(Uri::Web(url)) => {
            let joined = url.join(text).map_err(|_| UriError::Scheme(shorten(text)))?;
            parse_web(joined.as_str())
        }
        Base::At(Uri::Ipfs(document)) => {
            let path = beside(&document.path, text)?;
            Ok(Uri::Ipfs(IpfsPath { cid: document.cid, path }))
        }
        Base::At(Uri::File(document)) => Ok(Uri::File(beside(document, text)?)),
    }
}

/// Path segments from a document's own path to what it names.
fn beside(document: &[String], text: &str) -> Result<Vec<String>, UriError> {
    let outside = || UriError::Outside(shorten(text));
    let windows_drive = text.get(1..2) == Some(":");
    if text.starts_with('/') || text.contains('\\') || windows_drive {
        return Err(outside());
    }
    let folder = document.len().saturating_sub(1);
    let mut path = document[..folder].to_vec();
    for segment in below(text.split('/'), text)? {
        match segment.as_str() {
            "." => {}
            ".." => {
                path.pop().ok_or_else(outside)?;
            }
            _ => path.push(segment),
        }
    }
    Ok(path)
}

/// Segments with their percent signs decoded.
fn below<'a>(
    segments: impl Iterator<Item = &'a str>,
    whole: &str,
) -> Result<Vec<String>, UriError> {
    let outside = || UriError::Outside(shorten(whole));
    segments
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            let decoded =
                percent_decode_str(segment).decode_utf8().map_err(|_| outside())?.into_owned();
            if decoded.contains(['/', '\\', '\0']) {
                return Err(outside());
            }
            Ok(decoded)
        })
        .collect()
}

/// The letters before the first colon, where they are a scheme (RFC 3986).
fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then_some(scheme)
}

/// A URI as short as a sentence bears it.
fn shorten(text: &str) -> String {
    const CHARS_MAX: usize = 100;
    let visible: String = text.chars().filter(|c| !c.is_control()).take(CHARS_MAX + 1).collect();
    if visible.chars().count() > CHARS_MAX {
        visible.chars().take(CHARS_MAX).chain(['…']).collect()
    } else {
        visible
    }
}

#[cfg(test)]
#[path = "uri_tests.rs"]
mod tests;
