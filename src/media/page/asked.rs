//! What a page, its styles and its programs ask for, by the addresses that stand in their
//! text. Nothing is run: an address that a program puts together is not found.

use std::collections::HashSet;

use super::is_outside;
use super::tag::{Element, ScriptKind, elements, script_kind};
use crate::limits::{ASKED_BYTES_MAX, ASKED_MAX};

/// What a text is, and so how its addresses are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextKind {
    Page,
    Style,
    Program,
}

/// What is asked for under an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// A style sheet.
    Style,
    /// A program that an element loads.
    Program,
    /// A module that another names in its text.
    Import,
    /// A picture, a font, a sound, data.
    File,
    /// A text in a program that looks like the name of a file.
    Guess,
}

/// One address, as it stands in the text that was searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asked<'a> {
    pub address: &'a str,
    pub role: Role,
}

/// What a text asks for and does not hold itself: so many different addresses, each as
/// often as it stands there.
pub fn asked_in(text: &str, kind: TextKind) -> Vec<Asked<'_>> {
    let mut all: Vec<Asked<'_>> = match kind {
        TextKind::Page => elements(text).flat_map(|element| asked_by(&element)).collect(),
        TextKind::Style => in_style(text).collect(),
        TextKind::Program => in_program(text).collect(),
    };
    // However much is guessed, there is room for what is certain.
    let (mut certain, mut guessed): (HashSet<&str>, HashSet<&str>) = Default::default();
    all.retain(|one| {
        let known = if one.role == Role::Guess { &mut guessed } else { &mut certain };
        // What a module goes by may look like anything.
        (one.role == Role::Import || is_outside(one.address.trim()))
            && (known.contains(one.address)
                || (known.len() < ASKED_MAX && known.insert(one.address)))
    });
    all
}

/// Whether an address is one beside the text that it stands in, and neither elsewhere nor
/// in the address itself.
pub fn is_beside(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    !address.is_empty() && !scheme && !address.starts_with("//") && !address.starts_with('#')
}

/// What a browser would load for an element; a link that is only followed is none.
fn asked_by<'a>(element: &Element<'a>) -> Vec<Asked<'a>> {
    let Element { tag, text } = element;
    let mut all: Vec<Asked<'a>> = Vec::new();
    let mut add = |address: Option<&'a str>, role| {
        all.extend(address.map(|address| Asked { address, role }));
    };
    let file = Role::File;
    match tag.name.as_str() {
        "script" => add(tag.get("src"), Role::Program),
        "link" => {
            let rel = tag.get("rel").unwrap_or("").to_ascii_lowercase();
            let is = |name: &str| rel.split_whitespace().any(|one| one == name);
            match () {
                () if is("stylesheet") => add(tag.get("href"), Role::Style),
                () if is("modulepreload") => add(tag.get("href"), Role::Program),
                () if is("preload") => add(tag.get("href"), file),
                () => {}
            }
        }
        "image" | "use" => add(tag.get("href").or_else(|| tag.get("xlink:href")), file),
        "object" => add(tag.get("data"), file),
        "video" => {
            add(tag.get("src"), file);
            add(tag.get("poster"), file);
        }
        _ => add(tag.get("src"), file),
    }
    if let Some(several) = tag.get("srcset") {
        let each = several.split([',', ' ', '\n', '\t']).filter(|part| looks_like_a_file(part));
        all.extend(each.map(|address| Asked { address, role: file }));
    }
    all.extend(tag.get("style").into_iter().flat_map(in_style));
    match (tag.name.as_str(), script_kind(tag.get("type"))) {
        ("style", _) => all.extend(in_style(text)),
        ("script", ScriptKind::Program) => all.extend(in_program(text)),
        ("script", ScriptKind::Data) => all.extend(guesses(text)),
        _ => {}
    }
    all
}

/// What stands before an address in a style.
fn in_style(text: &str) -> impl Iterator<Item = Asked<'_>> {
    let urls = text.match_indices("url(").filter_map(|(at, found)| {
        let after = text[at + found.len()..].trim_start();
        let address = if after.starts_with(QUOTES) { in_quotes(after) } else { bare(after) }?;
        Some(Asked { address: address.trim(), role: Role::File })
    });
    let imports = text.match_indices("@import").filter_map(|(at, found)| {
        let address = quoted(text[at + found.len()..].trim_start())?;
        Some(Asked { address, role: Role::Style })
    });
    urls.chain(imports)
}

/// What stands before an address in a program, where that is certain.
const ASKS: [&str; 6] =
    ["fetch(", "importScripts(", "WebSocket(", "EventSource(", "open(\"GET\",", "open('GET',"];

fn in_program(text: &str) -> impl Iterator<Item = Asked<'_>> {
    let asks = ASKS.iter().flat_map(|ask| text.match_indices(ask)).filter_map(|(at, ask)| {
        let address = quoted(text[at + ask.len()..].trim_start())?;
        // What does not look like an address may be anything.
        let whole = address.contains("://") || address.starts_with(['/', '.']);
        whole.then_some(Asked { address, role: Role::File })
    });
    let imports = ["import", "from"].into_iter().flat_map(move |word| {
        text.match_indices(word).filter_map(move |(at, _)| {
            let before = text[..at].chars().next_back();
            let within = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
            if before.is_some_and(within) {
                return None;
            }
            let after = text[at + word.len()..].trim_start();
            let after = match word {
                "import" => after.strip_prefix('(').unwrap_or(after).trim_start(),
                _ => after,
            };
            Some(Asked { address: quoted(after)?, role: Role::Import })
        })
    });
    let certain: Vec<Asked<'_>> = asks.chain(imports).collect();
    // What is certain is no guess as well.
    let places: HashSet<*const u8> = certain.iter().map(|one| one.address.as_ptr()).collect();
    let guesses = guesses(text).filter(move |one| !places.contains(&one.address.as_ptr()));
    certain.into_iter().chain(guesses)
}

/// The address without quotes that begins here, to the bracket that closes it or to the
/// text's end. One that opens another is none, so that no two share their bytes.
fn bare(text: &str) -> Option<&str> {
    let end = text.find(['(', ')']).unwrap_or(text.len());
    let (address, behind) = text.split_at(end);
    (!behind.starts_with('(')).then_some(address)
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// The text in quotes that begins here, if it is no longer than what is looked for.
fn quoted(text: &str) -> Option<&str> {
    in_quotes(text).filter(|inner| inner.len() <= ASKED_BYTES_MAX)
}

/// The text in quotes that begins here; a text of several lines is no address.
fn in_quotes(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| QUOTES.contains(c))?;
    let (inner, _) = text[1..].split_once(quote)?;
    (!inner.contains('\n')).then_some(inner)
}

/// Texts in quotes that look like names of files.
fn guesses(text: &str) -> impl Iterator<Item = Asked<'_>> {
    let bytes = text.as_bytes();
    let quotes = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\'' | b'`'));
    quotes.filter_map(move |(end, quote)| {
        let from = end.saturating_sub(ASKED_BYTES_MAX);
        let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"./_-@%+()~ ".contains(byte);
        let length = bytes[from..end].iter().rev().take_while(|byte| fits(byte)).count();
        let start = end - length;
        if start == 0 || bytes[start - 1] != *quote {
            return None;
        }
        let address = text.get(start..end).filter(|address| looks_like_a_file(address))?;
        Some(Asked { address, role: Role::Guess })
    })
}

/// The ends of names of files that programs load.
const ENDS: [&str; 43] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "ico", "mp3", "ogg", "wav", "m4a",
    "flac", "aac", "mp4", "webm", "js", "mjs", "css", "json", "geojson", "csv", "tsv", "txt",
    "xml", "glsl", "vert", "frag", "vs", "fs", "wgsl", "glb", "gltf", "bin", "obj", "mtl", "hdr",
    "wasm", "ttf", "otf", "woff", "woff2",
];

fn looks_like_a_file(text: &str) -> bool {
    let name = text.rsplit('/').next().unwrap_or("");
    let end = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    let known = end.is_some_and(|(_, end)| ENDS.contains(&end.to_ascii_lowercase().as_str()));
    known && is_beside(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Role::{File, Guess, Import, Program, Style};

    #[test]
    fn addresses_are_found_with_what_they_are_for() {
        let check = |kind, text: &str, expected: &[(&str, Role)]| {
            let found = asked_in(text, kind);
            let mut found: Vec<_> = found.iter().map(|one| (one.address, one.role)).collect();
            let mut expected = expected.to_vec();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{text}");
        };
        let page = |text: &str, expected: &[(&str, Role)]| check(TextKind::Page, text, expected);
        page("<script src=a.js></script>", &[("a.js", Program)]);
        page("<link rel=stylesheet href='s.css'>", &[("s.css", Style)]);
        page("<link rel='icon' href='i.png'><a href='b.html'>b</a>", &[]);
        page(
            "<img src=a.png srcset='b.png 1x, c.png 2x'>",
            &[("a.png", File), ("b.png", File), ("c.png", File)],
        );
        page("<video src=v.mp4 poster=p.jpg>", &[("v.mp4", File), ("p.jpg", File)]);
        page("<p style=\"background:url('x.png')\">", &[("x.png", File)]);
        page("<style>@import 'a.css';</style>", &[("a.css", Style)]);
        page("<script type='x-shader/x-vertex'>fetch('./a.bin')</script>", &[("./a.bin", Guess)]);
        page("<script type=importmap>{\"imports\":{\"t\":\"./t.js\"}}</script>", &[]);
        page("<!-- <img src=a.png> -->", &[]);
        let style = |text: &str, expected: &[(&str, Role)]| check(TextKind::Style, text, expected);
        style("a{b:url( a.png )}", &[("a.png", File)]);
        style("@import url(b.css);", &[("b.css", File)]);
        style("@import 'b.css' screen;", &[("b.css", Style)]);
        style("a{b:url(c.png", &[("c.png", File)]);
        style("a{b:url('c.png)}", &[]);
        style("/* url( */ a{b:url(c(1).png)} d{e:url(f.png)}", &[("f.png", File)]);
        style("a{b:url(#c);d:url(data:,e);f:url( )}", &[]);
        let code = |text: &str, expected: &[(&str, Role)]| check(TextKind::Program, text, expected);
        code("import * as T from './t';", &[("./t", Import)]);
        code("import{a}from\"./t.js\"", &[("./t.js", Import)]);
        code("import './t'; export * from '../u'", &[("./t", Import), ("../u", Import)]);
        code("await import( './t' )", &[("./t", Import)]);
        code("reimport('./t'); a.from('./b')", &[]);
        code("loadImage('assets/a b.png')", &[("assets/a b.png", Guess)]);
        code("load(`a/${n}.png`); x = 'a.png b'", &[]);
        code("load('a.exe'); load('.png'); load('https://h/a.png')", &[]);
        code("fetch('/data'); fetch('https://h/a')", &[("/data", File), ("https://h/a", File)]);
        code("let it's = \"a.png\"", &[("a.png", Guess)]);
        code("import './never", &[]);
    }

    #[test]
    fn an_address_in_quotes_is_so_long_and_no_longer() {
        let check = |before: &str, stem_bytes: usize, expected: usize| {
            let text = format!("{before}'{}.png'", "a".repeat(stem_bytes));
            assert_eq!(asked_in(&text, TextKind::Program).len(), expected, "{before}");
        };
        let longest = ASKED_BYTES_MAX - ".png".len();
        check("import ", longest, 1);
        check("import ", longest + 1, 0);
        check("load(", longest, 1);
        check("load(", longest + 1, 0);
    }

    #[test]
    fn so_many_different_addresses_are_found_and_no_more() {
        let check = |count: usize, expected: usize| {
            let guesses: String = (0..count).map(|i| format!("'{i}.png' ")).collect();
            let pictures: String = (0..count).map(|i| format!("<img src={i}>")).collect();
            // What is found once is found again behind all others, and what the page holds
            // itself takes nobody's place.
            let page =
                format!("<script>{guesses}</script><img src='#a'>{pictures}<img src=0><img src=0>");
            let found = asked_in(&page, TextKind::Page);
            let guessed = found.iter().filter(|one| one.role == Guess).count();
            assert_eq!((guessed, found.len() - guessed), (expected, expected + 2));
        };
        check(ASKED_MAX, ASKED_MAX);
        check(ASKED_MAX + 1, ASKED_MAX);
    }

    #[test]
    fn what_lies_beside_a_text_is_told_from_what_lies_elsewhere() {
        let check = |address: &str, expected| assert_eq!(is_beside(address), expected, "{address}");
        for address in ["a.js", "./a.js", "../a.js", "/a.js", "a/b:c.js", "a?b=c:d"] {
            check(address, true);
        }
        for address in ["", "#a", "//h/a.js", "https://h/a", "data:,x", "blob:x", "mailto:a"] {
            check(address, false);
        }
    }
}
