//! What reading a page may cost: about as much as it is long, whatever stands in it. A
//! third of some of these pages took a minute, or gigabytes.

use std::collections::BTreeMap;

use crate::media::{Bearings, Beside, ImportMap, TextKind, inspect_page, pack_page};

/// As long as each of them is, in bytes: read again from each of its tags, some would be read
/// for a quarter of an hour.
const LENGTH: usize = 300_000;

/// What a page asks for that begins so, and repeats this.
fn paths_of(start: &str, again: &str) -> Vec<String> {
    let page = format!("<!doctype html>{start}{}", again.repeat(LENGTH / again.len()));
    inspect_page(page.as_bytes()).unwrap();
    let bearings = Bearings { page: "/index.html".into(), imports: ImportMap::of(&page) };
    pack_page(&page, &bearings, &BTreeMap::new()).unwrap();
    let found = bearings.beside(&page, TextKind::Page, &bearings.page);
    found.into_iter().map(|Beside { path, .. }| path).collect()
}

#[test]
fn a_page_without_ends_is_read_once() {
    let check = |start: &str, again: &str, expected: &[&str]| {
        assert_eq!(paths_of(start, again), expected, "{start} {again}");
    };
    // Tags without an end, and what seems to begin one.
    check("<img src=a>", "<img src='", &["/a"]);
    check("<img src=a>", "<a b=\"", &["/a"]);
    check("<img src=a>", "<a =", &["/a"]);
    check("<img src=a>", "<a a a a", &["/a"]);
    check("<img src=a>", "<img srcset=\"a 1x,", &["/a"]);
    check("<img src=a>", "<img src", &["/a"]);
    check("<img src=a>", "<img src=", &["/a"]);
    check("<img src=a>", "<a", &["/a"]);
    check("<img src=a>", "<", &["/a"]);
    check("<img src=a>", "</", &["/a"]);
    check("<img src=a>", "<!--", &["/a"]);
    check("<img src=a>", "<script>", &["/a"]);
    check("<img src=a>", "<script type=importmap>", &["/a"]);
    check("<img src=a>", "<script></scrip", &["/a"]);
    // One tag with as many attributes, one attribute with as many addresses.
    check("<img src=a ", "src=b c ", &[]);
    check("<img src=a><img srcset='", "b.png 1x,", &["/a"]);
    // Addresses without an end, in styles and in programs.
    check("<style>", "url(", &[]);
    check("<style>", "url(\"", &["/url("]);
    check("<style>", "url('url(\"", &["/url(%22url(", "/url('url("]);
    check("<style>", "url( ", &[]);
    check("<style>", "@import\"", &["/@import"]);
    check("<p style='", "url(", &[]);
    check("<script>", "import", &[]);
    check("<script>", "from\n\"", &[]);
    check("<script>", "fetch(", &[]);
    check("<script>", " ", &[]);
    check("<script>", "\"", &[]);
}

#[test]
fn what_a_page_asks_for_ten_thousand_times_is_found_once() {
    let check = |start: &str, again: &str, expected: &[&str]| {
        assert_eq!(paths_of(start, again), expected, "{start} {again}");
    };
    check("", "<img src=a>", &["/a"]);
    check("", "<a =>", &[]);
    check("", "<img srcset='a.png 1x,b.png'>", &["/a.png", "/b.png"]);
    check("", "<p style='b:url(a)'>", &["/a"]);
    check("<style>", "url(a)", &["/a"]);
    check("<style>", "url('a')", &["/a"]);
    check("<script>", "import'./a';", &["/a"]);
    check("<script>", "\"a.js\";", &["/a.js"]);
}
