//! HTML with a program in it: read as text, never run here.

use super::error::at_most;
use super::{MediaError, MediaType};
use crate::limits::{self, PAGE_ADDRESS_BYTES_MAX, PAGE_ADDRESSES_MAX};

/// What an HTML document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it asks of the network or of files beside it, as it is written there; each
    /// once, and the first few.
    pub outside: Vec<String>,
}

/// Reads an HTML document: whether it is text of a sensible length, and what it asks for
/// that it will not get.
pub fn inspect_page(bytes: &[u8]) -> Result<Page, MediaError> {
    at_most!(bytes.len(), PAGE_BYTES_MAX, "bytes");
    let text = std::str::from_utf8(bytes)
        .map_err(|_| MediaError::damaged(MediaType::Html, "it is not UTF-8"))?;
    if text.contains('\0') {
        return Err(MediaError::damaged(MediaType::Html, "it is no text"));
    }
    let mut page = Page::default();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let Some(tag) = Tag::read(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = tag.rest;
        tag.addresses().for_each(|address| page.add(address));
        if matches!(tag.name.as_str(), "script" | "style") {
            let end = end_of(rest, &tag.name);
            let asks = if tag.name == "script" { &SCRIPT[..] } else { &STYLE[..] };
            asked(&rest[..end], asks).for_each(|address| page.add(address));
            rest = &rest[end..];
        }
    }
    Ok(page)
}

impl Page {
    fn add(&mut self, address: &str) {
        let address = address.trim();
        let end = (0..=PAGE_ADDRESS_BYTES_MAX.min(address.len()))
            .rfind(|end| address.is_char_boundary(*end))
            .unwrap_or(0);
        let address = &address[..end];
        let known = self.outside.iter().any(|one| one == address);
        if is_outside(address) && !known && self.outside.len() < PAGE_ADDRESSES_MAX {
            self.outside.push(address.to_owned());
        }
    }
}

/// Whether an address leads out of the document itself.
fn is_outside(address: &str) -> bool {
    let inside = ["data:", "blob:", "about:", "javascript:", "#"];
    let starts = |with: &str| {
        address.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    !address.is_empty() && !inside.into_iter().any(starts)
}

/// What stands before an address in a script and in a style. A script's are only taken
/// for addresses where they look like some.
const SCRIPT: [&str; 9] = [
    "fetch(",
    "import(",
    "import ",
    "from ",
    "importScripts(",
    "WebSocket(",
    "EventSource(",
    "open(\"GET\",",
    "open('GET',",
];
const STYLE: [&str; 2] = ["url(", "@import "];

/// The addresses in a script or a style, by what stands before them.
fn asked<'a>(text: &'a str, asks: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let is_style = asks.len() == STYLE.len();
    asks.iter().flat_map(move |ask| text.match_indices(ask)).filter_map(move |(at, ask)| {
        let after = text[at + ask.len()..].trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let address = match quote {
            Some(quote) => after[1..].split(quote).next()?,
            None if ask == "url(" => after.split(')').next()?,
            None => return None,
        };
        let whole = address.contains("://") || address.starts_with(['/', '.']);
        (is_style || whole).then_some(address)
    })
}

/// Where the text of a script or a style ends.
fn end_of(text: &str, name: &str) -> usize {
    let ends = |at: &usize| {
        let after = text.get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").map(|(at, _)| at).find(ends).unwrap_or(text.len())
}

/// A tag that opens an element.
struct Tag<'a> {
    name: String,
    attributes: Vec<(String, &'a str)>,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag that begins here; none for what only looks like one.
    fn read(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('<')?;
        let name_end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name = text[..name_end].to_ascii_lowercase();
        let mut rest = &text[name_end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if let Some(rest) = rest.strip_prefix('>') {
                return Some(Self { name, attributes, rest });
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
            let end = end?.max(1);
            let key = rest.get(..end)?.to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                attributes.push((key, ""));
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = match quote {
                Some(quote) => after[1..].split_once(quote)?,
                None => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '>')?;
                    after.split_at(end)
                }
            };
            attributes.push((key, value.0));
            rest = value.1;
        }
    }

    fn get(&self, key: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(found, _)| found == key).map(|(_, value)| *value)
    }

    /// What a browser would load for this tag; a link that is only followed is none.
    fn addresses(&self) -> impl Iterator<Item = &'a str> {
        let loads = |rel: &str| {
            let rel = rel.to_ascii_lowercase();
            rel.split_whitespace()
                .any(|one| matches!(one, "stylesheet" | "preload" | "modulepreload"))
        };
        let linked = match self.name.as_str() {
            "link" => self.get("href").filter(|_| self.get("rel").is_some_and(loads)),
            "image" | "use" => self.get("href").or_else(|| self.get("xlink:href")),
            "object" => self.get("data"),
            _ => None,
        };
        [self.get("src"), linked].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_asks_of_the_network_is_found() {
        let check = |html: &str, outside: &[&str]| {
            let page = inspect_page(html.as_bytes()).unwrap();
            assert_eq!(page.outside, outside, "{html}");
        };
        check("<html><canvas></canvas><script>draw()</script></html>", &[]);
        check("<script src='https://cdn.example/p5.js'></script>", &["https://cdn.example/p5.js"]);
        check("<SCRIPT async SRC=//cdn.example/three.js></SCRIPT>", &["//cdn.example/three.js"]);
        check("<script src=\"bundle.js\"></script>", &["bundle.js"]);
        check("<img src='data:image/png;base64,AAAA'><a href='https://h'>h</a>", &[]);
        check("<link rel='icon' href='i.png'><link rel=stylesheet href=style.css>", &["style.css"]);
        check("<style>@import 'a.css';b{background:url(c.png)}</style>", &["c.png", "a.css"]);
        check("<script>await fetch('https://h/api')</script>", &["https://h/api"]);
        check(
            "<script type=module>import * as T from \"https://h/t.js\"</script>",
            &["https://h/t.js"],
        );
        check("<script>const s = 'from \"here\" to http://www.w3.org/2000/svg'</script>", &[]);
        check("<!-- <script src='https://h/a.js'></script> --><p>", &[]);
        check("<script>if (a < b && c > d) {'<img src=x>'}</script><p>", &[]);
        check("<img src=a><img src=a><img src=b>", &["a", "b"]);
        check("a < b <1> <img src='never closed", &[]);
        let long = format!("<img src='https://h/{}'>", "好".repeat(100));
        assert!(inspect_page(long.as_bytes()).unwrap().outside[0].len() <= PAGE_ADDRESS_BYTES_MAX);
    }

    #[test]
    fn so_many_addresses_are_listed_and_none_at_length() {
        let outside = |page: String| inspect_page(page.as_bytes()).unwrap().outside;
        let many = |count| outside((0..count).map(|i| format!("<img src=i{i}>")).collect()).len();
        assert_eq!(many(PAGE_ADDRESSES_MAX), PAGE_ADDRESSES_MAX);
        assert_eq!(many(PAGE_ADDRESSES_MAX + 1), PAGE_ADDRESSES_MAX);
        let long = |bytes| outside(format!("<img src='{}'>", "a".repeat(bytes)))[0].len();
        assert_eq!(long(PAGE_ADDRESS_BYTES_MAX), PAGE_ADDRESS_BYTES_MAX);
        assert_eq!(long(PAGE_ADDRESS_BYTES_MAX + 1), PAGE_ADDRESS_BYTES_MAX);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let check = |bytes: &[u8], expected: &str| {
            let error = inspect_page(bytes).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(b"<html>\xff\xfe", "not UTF-8");
        check(b"<html>\0", "no text");
    }
}
