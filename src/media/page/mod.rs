//! HTML with a program in it: read as text, never run here; and packed with the files
//! that lie beside it into one document.

mod allowance;
mod asked;
mod beside;
mod pack;
mod tag;

use super::error::at_most;
use super::{MediaError, MediaType};
use crate::limits::{self, PAGE_ADDRESS_BYTES_MAX, PAGE_ADDRESSES_MAX};
pub use allowance::Allowance;
pub use asked::{Role, TextKind, is_beside};
pub use beside::{Bearings, Beside, ImportMap, text_kind};
pub use pack::{PageFile, pack_page};

/// What an HTML document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it asks of the network or of files beside it, as it is written there; each
    /// once, and the first few.
    pub outside: Vec<String>,
    /// Whether it draws or computes anything: a page of words does not.
    pub does_something: bool,
}

/// Reads an HTML document: whether it is text of a sensible length, and what it asks for
/// that it will not get.
pub fn inspect_page(bytes: &[u8]) -> Result<Page, MediaError> {
    let text = page_text(bytes)?;
    let mut page = Page::default();
    for asked in asked::asked_in(text, TextKind::Page) {
        let certain = match asked.role {
            Role::Guess => false,
            // A bare name of a module may be anything.
            Role::Import => asked.address.contains("://") || asked.address.starts_with(['/', '.']),
            _ => true,
        };
        if certain {
            page.add(asked.address);
        }
    }
    let does = ["script", "canvas", "svg", "video", "audio"];
    page.does_something =
        tag::elements(text).any(|element| does.contains(&element.tag.name.as_str()));
    Ok(page)
}

/// The text of an HTML document within its limits.
pub fn page_text(bytes: &[u8]) -> Result<&str, MediaError> {
    at_most!(bytes.len(), PAGE_BYTES_MAX, "bytes");
    let text = std::str::from_utf8(bytes)
        .map_err(|_| MediaError::damaged(MediaType::Html, "it is not UTF-8"))?;
    if text.contains('\0') {
        return Err(MediaError::damaged(MediaType::Html, "it is no text"));
    }
    Ok(text)
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
        check("<script>load('a.png')</script>", &[]);
        check("<img src=a><img src=a><img src=b>", &["a", "b"]);
        // A picture that a style holds is none outside, however long it is.
        let held = format!("<style>a{{b:url(\"data:,{}\")}}</style>", "a".repeat(1_000));
        check(&held, &[]);
        let far = format!("https://h/{}", "a".repeat(1_000));
        let shown = &far[..PAGE_ADDRESS_BYTES_MAX];
        check(&format!("<style>a{{b:url('{far}')}}</style>"), &[shown]);
        check(&format!("<style>a{{b:url({far})}}</style>"), &[shown]);
        // Of attributes of one name the first counts, whatever stands beside it.
        check("<img alt=x SRC=a src=b>", &["a"]);
        // A tag without an end takes with it what stands in it.
        check("<img src=a><img alt='<img src=b>", &["a"]);
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
    fn a_page_of_words_does_nothing() {
        let check = |html: &str, expected: bool| {
            assert_eq!(inspect_page(html.as_bytes()).unwrap().does_something, expected, "{html}");
        };
        check("<!doctype html><script>draw()</script>", true);
        check("<html><body><svg/></body></html>", true);
        check("<html><head><title>404 Not Found</title></head><h1>nginx</h1></html>", false);
        check("<html><!-- <script></script> --><p>", false);
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
