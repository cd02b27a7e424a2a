//! Elements put before all others of a drawing: how they are written into its text, and
//! whether its rules leave both them and the others as they are.

use std::borrow::Cow;

use resvg::usvg::roxmltree::Node;

use super::css::{Piece, declared, each_piece, list};
use super::pictures;

/// What elements of a background say of themselves, or would take over.
const SAID: [&str; 13] = [
    "clip-path",
    "display",
    "fill",
    "fill-opacity",
    "filter",
    "image-rendering",
    "mask",
    "mix-blend-mode",
    "opacity",
    "stroke",
    "transform",
    "transform-origin",
    "visibility",
];

/// Whether a rule may change elements that come before all others, or others by those: in the
/// layout an important rule of a style sheet holds against all that an element says itself.
pub(super) fn is_disturbed(sheets: &[Cow<str>]) -> bool {
    let mut disturbed = false;
    for sheet in sheets {
        let mut open: Vec<bool> = Vec::new();
        each_piece(sheet, |piece| match piece {
            Piece::Open(selectors) => {
                let selectors = list(selectors);
                disturbed |= selectors.iter().any(|selector| counts_those_before(selector));
                open.push(selectors.iter().any(|selector| may_be_ours(last_step(selector))));
            }
            Piece::Close => {
                open.pop();
            }
            Piece::Line(line) => {
                if let (Some(true), Some(said)) = (open.last(), declared(line)) {
                    disturbed |= said.important && SAID.contains(&said.name);
                }
            }
        });
    }
    disturbed
}

/// Whether a selector asks what comes before an element.
fn counts_those_before(selector: &str) -> bool {
    let mut steps: Vec<&str> = selector.split('+').collect();
    steps.pop();
    selector.contains(":first-child") || steps.into_iter().any(|step| may_be_ours(last_step(step)))
}

fn last_step(selector: &str) -> &str {
    let steps = selector.trim_end();
    steps.rsplit(|char: char| char.is_whitespace() || ">+~".contains(char)).next().unwrap_or("")
}

/// Whether a step of a selector may choose an element of a background's: none bears a class.
fn may_be_ours(step: &str) -> bool {
    let end = step.find(':').unwrap_or(step.len());
    let is_named = matches!(&step[..end], "" | "*" | "g" | "image" | "pattern" | "rect");
    step.contains(['[', ']']) || is_named && !step.contains('(')
}

/// As the value of an attribute between single quotes.
pub(super) fn escaped(uri: &str) -> String {
    uri.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&apos;")
}

/// The document's text with elements before all others of its root, whose colour for what
/// lies behind it the layout no longer sees.
pub(super) fn with_first(root: &Node, elements: &str) -> String {
    const UNSEEN: &str = "background-color:none!important;";
    let text = root.document().input_text();
    let start = root.range().start;
    let name_end =
        text[start..].find(|char: char| char.is_whitespace() || matches!(char, '/' | '>'));
    let name_end = start + name_end.unwrap_or(1);
    let tag_end = tag_end(text, name_end);
    let is_closed = text[..tag_end].ends_with('/');
    let tag = name_end..tag_end - usize::from(is_closed);
    let mut whole = String::with_capacity(text.len() + elements.len() + 128);
    let style = root.attributes().find(|one| one.name() == "style" && one.namespace().is_none());
    match style {
        Some(style) => {
            let value = pictures::value_range(text, style.range());
            whole.extend([&text[..value.start], UNSEEN, &text[value.start..tag.end]]);
        }
        None => {
            whole.extend([&text[..tag.start], " style='", UNSEEN, "'", &text[tag]]);
        }
    }
    whole.extend([">", elements]);
    if is_closed {
        whole.extend(["</", &text[start + 1..name_end], ">"]);
    }
    whole.push_str(text.get(tag_end + 1..).unwrap_or(""));
    whole
}

/// Where a tag ends with its `>`.
fn tag_end(text: &str, start: usize) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_change_what_comes_first_are_found() {
        let check = |sheet: &str, expected: bool| {
            assert_eq!(is_disturbed(&[Cow::Borrowed(sheet)]), expected, "{sheet}");
        };
        check("", false);
        check("rect,*{fill:red} svg,.a,g.b,#c{fill:red!important}", false);
        check("rect{width:9px!important;animation:none!important}", false);
        check("path + path,.a+g,li:nth-child(2n+1){fill:red}", false);
        check("rect{fill:red!important}", true);
        check(".a,svg > *{opacity:0 ! important}", true);
        check("[style]{display:none!important}", true);
        check("@media print{g{mask:none!important}}", true);
        check("svg > path:first-child{fill:red}", true);
        check("g + path{fill:red}", true);
        check("*+.a{fill:red}", true);
        check("}}{fill:red!important", true);
    }
}
