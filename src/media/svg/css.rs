//! The form of style sheets, as browsers part them: rules, lines, and lists within lines.
//! The layout's own reader stops at much that a browser reads.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of a style sheet, in the order of its text.
pub(super) enum Piece<'a> {
    /// What stands before a brace.
    Open(&'a str),
    Close,
    /// What ends with a semicolon or with its rule.
    Line(&'a str),
}

/// One property and what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Declared<'a> {
    pub name: &'a str,
    pub value: &'a str,
    pub important: bool,
}

/// Goes over a style sheet, or over a `style` attribute, which has lines alone.
pub(super) fn each_piece<'a>(text: &'a str, mut see: impl FnMut(Piece<'a>)) {
    let mut start = 0;
    for at in stops(text, |byte| matches!(byte, b'{' | b'}' | b';')) {
        let piece = bare(&text[start..at]);
        start = at + 1;
        match text.as_bytes()[at] {
            b'{' => see(Piece::Open(piece)),
            end => {
                if !piece.is_empty() {
                    see(Piece::Line(piece));
                }
                if end == b'}' {
                    see(Piece::Close);
                }
            }
        }
    }
    let last = bare(&text[start..]);
    if !last.is_empty() {
        see(Piece::Line(last));
    }
}

/// A line as a declaration.
pub(super) fn declared(line: &str) -> Option<Declared<'_>> {
    let (name, value) = line.split_once(':')?;
    let value = without_last_comment(value);
    let cut =
        value.rsplit_once('!').filter(|(_, word)| word.trim().eq_ignore_ascii_case("important"));
    let (value, important) = match cut {
        Some((value, _)) => (value, true),
        None => (value, false),
    };
    Some(Declared { name: name.trim(), value: without_last_comment(value), important })
}

/// Without blanks around it and a comment that ends it.
fn without_last_comment(value: &str) -> &str {
    let last = places(value).filter(|place| place.len() > 1).last();
    let end = last.filter(|comment| value[comment.end..].trim().is_empty());
    end.map_or(value, |comment| &value[..comment.start]).trim()
}

/// The parts of a list between commas.
pub(super) fn list(text: &str) -> Vec<&str> {
    let mut start = 0;
    let mut parts = Vec::new();
    for at in stops(text, |byte| byte == b',') {
        parts.push(text[start..at].trim());
        start = at + 1;
    }
    parts.push(text[start..].trim());
    parts
}

/// The words of a value; a slash is one.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut start = 0;
    let mut words = Vec::new();
    for at in stops(text, |byte| byte == b'/' || byte.is_ascii_whitespace()) {
        words.push(&text[start..at]);
        words.push(text[at..=at].trim());
        start = at + 1;
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a value holds a slash of its own, at which the layout's reader gives a rule up.
pub(super) fn has_slash(value: &str) -> bool {
    stops(value, |byte| byte == b'/').next().is_some()
}

/// A text with a blank in the place of each comment.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("/*") {
        return Cow::Borrowed(text);
    }
    let (mut kept, mut start) = (String::with_capacity(text.len()), 0);
    for comment in places(text).filter(|place| place.len() > 1) {
        kept.extend([&text[start..comment.start], " "]);
        start = comment.end;
    }
    kept.push_str(&text[start..]);
    Cow::Owned(kept)
}

/// Where such bytes stand in no string, no brackets and no comment. They are ASCII, so that
/// a text may be cut there.
fn stops(text: &str, stop: impl Fn(u8) -> bool) -> impl Iterator<Item = usize> {
    let is_stop = move |at: &usize| stop(text.as_bytes()[*at]);
    places(text).filter(|place| place.len() == 1).map(|place| place.start).filter(is_stop)
}

/// The bytes that stand in no string and no brackets, one by one, and the comments among them.
fn places(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0_usize, 0_usize);
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            let here = at;
            at += 1;
            match byte {
                b'\\' => at += 1,
                b'"' | b'\'' => at = after_string(bytes, at, byte),
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b'/' if depth == 0 && bytes.get(at) == Some(&b'*') => {
                    let end = text.get(at + 1..).and_then(|rest| rest.find("*/"));
                    at = end.map_or(bytes.len(), |end| at + 1 + end + 2);
                    return Some(here..at);
                }
                _ if depth == 0 => return Some(here..at),
                _ => {}
            }
        }
        None
    })
}

fn after_string(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            byte if byte == quote => break,
            _ => {}
        }
    }
    at
}

/// Without comments before it.
fn bare(piece: &str) -> &str {
    let mut rest = piece.trim();
    while let Some(comment) = rest.strip_prefix("/*") {
        rest = comment.split_once("*/").map_or("", |(_, after)| after.trim_start());
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_fall_into_pieces() {
        let mut found = Vec::new();
        each_piece("/* a; */ @media x{a,b{c:url(d;e);f:'}'}} g{h:i", |piece| {
            found.push(match piece {
                Piece::Open(prelude) => format!("{prelude}{{"),
                Piece::Close => "}".to_owned(),
                Piece::Line(line) => line.to_owned(),
            });
        });
        assert_eq!(found, ["@media x{", "a,b{", "c:url(d;e)", "f:'}'", "}", "}", "g{", "h:i"]);
        for broken in ["'", "\\", "/*", "/*/", "a(", "}}{", "水\\水", ":!", "'\\"] {
            each_piece(broken, |_| {});
        }
    }

    #[test]
    fn lines_fall_into_words() {
        let line = declared("background: url(a b) center/cover, red ! important").unwrap();
        assert!(line.name == "background" && line.important && has_slash(line.value));
        let parts = list(line.value);
        assert_eq!(parts, ["url(a b) center/cover", "red"]);
        assert_eq!(words(parts[0]), ["url(a b)", "center", "/", "cover"]);
        assert!(!has_slash("rgb(0 0 0 / 50%) url('a/b')"));
        assert_eq!(declared("red"), None);
        let value = |line| declared(line).map(|said| (said.value, said.important));
        assert_eq!(value("fill: red /* ! a */"), Some(("red", false)));
        assert_eq!(value("fill: /**/ red /* a */!important /* b"), Some(("/**/ red", true)));
    }

    #[test]
    fn comments_become_blanks() {
        let check = |text: &str, expected: &str| assert_eq!(without_comments(text), expected);
        check("a{b:c}", "a{b:c}");
        check("a/* ; */b /**/c/*水*/", "a b  c ");
        check("'/*' url(/*) /* d", "'/*' url(/*)  ");
        check("a/*/", "a ");
    }
}
