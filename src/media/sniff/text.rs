//! What texts are: drawings, pages, models and documents in JSON.

use super::MediaType;
use crate::token::root_element;

/// As much of a text's root element, and of what is before it but comments, is looked at.
const TEXT_HEAD_BYTES: usize = 4_096;

/// The kind of a text, or none that is known.
pub(super) fn sniff_text(bytes: &[u8]) -> Option<MediaType> {
    let bytes = behind_comments(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let head = String::from_utf8_lossy(bytes.get(..TEXT_HEAD_BYTES).unwrap_or(bytes));
    let text = head.trim_start();
    if text.starts_with('{') {
        let gltf = text.contains("\"asset\"") && text.contains("\"version\"");
        return Some(if gltf { MediaType::GltfJson } else { MediaType::Json });
    }
    let doctype = text.get(..14).unwrap_or("");
    if doctype.eq_ignore_ascii_case("<!doctype html") {
        return Some(MediaType::Html);
    }
    let root = root_element(text)?;
    match root.to_ascii_lowercase().as_str() {
        "svg" | "svg:svg" => Some(MediaType::Svg),
        "html" | "head" | "body" | "script" | "iframe" => Some(MediaType::Html),
        root if begins_html(root) && holds_html(bytes) => Some(MediaType::Html),
        _ => None,
    }
}

/// A text without the comments and instructions that it begins with, however long they are.
fn behind_comments(mut bytes: &[u8]) -> &[u8] {
    loop {
        bytes = bytes.trim_ascii_start();
        let end: &[u8] = match bytes {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', ..] => b"?>",
            _ => return bytes,
        };
        match bytes.windows(end.len()).position(|found| found == end) {
            Some(at) => bytes = &bytes[at + end.len()..],
            None => return bytes,
        }
    }
}

/// Elements with which pages begin that leave out what is around them. Some of them begin
/// other texts as well.
const HTML_STARTS: &str = "a article aside audio b base basefont bgsound big blockquote br \
    button canvas center code dialog div dl em fieldset figure font footer form h1 h2 h3 h4 h5 \
    h6 header hr i img input label link main marquee meta nav noscript ol p pre section span \
    strong style table template title ul video";

fn begins_html(root: &str) -> bool {
    HTML_STARTS.split(' ').any(|name| name == root)
}

/// Whether a text holds what only a page does.
fn holds_html(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    ["<html", "<head", "<body", "<script", "<iframe"].iter().any(|tag| text.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::{HEAD_BYTES, sniff};

    #[test]
    fn texts_are_read_so_far_and_no_farther() {
        let check = |before: &str, between: usize, behind: &str, expected: Option<MediaType>| {
            let text = format!("{before}{}{behind}", " ".repeat(between));
            assert_eq!(sniff(text.as_bytes()), expected, "{before} {between} {behind}");
        };
        let long = TEXT_HEAD_BYTES * 2;
        check("<!-- by A", long, "--><!doctype html>", Some(MediaType::Html));
        check("<!-- by A", long, "--><svg/>", Some(MediaType::Svg));
        check("<?xml version='1.0'?><!--", long, "--> <!-- --><svg/>", Some(MediaType::Svg));
        check("<!--", HEAD_BYTES - 16, "--> <svg/>", Some(MediaType::Svg));
        check("<!--", HEAD_BYTES - 7, "--><svg/>", None);
        check("<style>", long, "</style><script>", Some(MediaType::Html));
        check("<style>", HEAD_BYTES - 14, "<script", Some(MediaType::Html));
        check("<style>", HEAD_BYTES - 13, "<script", None);
    }
}
