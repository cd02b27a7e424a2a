//! Paths of URIs as segments, and what stands behind a path.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::error::{UriError, shorten};

/// What stands behind a path: it chooses no other bytes under a content id, but a page
/// reads it when it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Suffix {
    /// Behind `?`, as it was written.
    pub query: Option<String>,
    /// Behind `#`, as it was written.
    pub fragment: Option<String>,
}

/// What a segment must not hold plainly to be read again as it was.
const IN_SEGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#');

impl Suffix {
    /// Parts a text into its path and what stands behind.
    pub(super) fn split(text: &str) -> (&str, Self) {
        let (before, fragment) = match text.split_once('#') {
            Some((before, fragment)) => (before, Some(fragment)),
            None => (text, None),
        };
        let (path, query) = match before.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (before, None),
        };
        (path, Self::of(query, fragment))
    }

    /// What there is of them, without blanks at the end: an address ends without any.
    pub(super) fn of(query: Option<&str>, fragment: Option<&str>) -> Self {
        let kept = |part: Option<&str>| {
            let part = part?.trim_end_matches(is_blank);
            (!part.is_empty()).then(|| part.to_owned())
        };
        Self { query: kept(query), fragment: kept(fragment) }
    }
}

/// What is passed over before and behind an address.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

impl fmt::Display for Suffix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        self.fragment.as_ref().map_or(Ok(()), |fragment| write!(f, "#{fragment}"))
    }
}

/// Segments as they stand in a URI, each with a slash before it.
pub(super) fn spell(path: &[String]) -> String {
    path.iter().fold(String::new(), |spelled, segment| {
        spelled + "/" + &utf8_percent_encode(segment, IN_SEGMENT).to_string()
    })
}

/// Walks from a folder by a text's segments, each decoded; never above the root.
pub(super) fn walk(
    mut from: Vec<String>,
    text: &str,
    whole: &str,
) -> Result<Vec<String>, UriError> {
    let outside = || UriError::Outside(shorten(whole));
    for segment in text.split('/').filter(|segment| !segment.is_empty()) {
        let decoded = percent_decode_str(segment).decode_utf8().map_err(|_| outside())?;
        if decoded.contains(['/', '\\', '\0']) {
            return Err(outside());
        }
        match decoded.as_ref() {
            "." => {}
            ".." => {
                from.pop().ok_or_else(outside)?;
            }
            name => from.push(name.to_owned()),
        }
    }
    Ok(from)
}
