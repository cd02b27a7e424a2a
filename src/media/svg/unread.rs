//! Forms of CSS that the layout passes over, though a browser would paint by them: looked
//! for so that a label can name them. What nothing is painted by is not looked at.

use std::collections::BTreeSet;
use std::str::FromStr;

use resvg::usvg::roxmltree::{Document, Node};
use svgtypes::Transform;

use super::css::{Declared, Piece, declared, each_piece, has_slash, list};

/// The forms that a drawing holds, by name.
pub(super) fn forms(document: &Document, sheets: &[&str]) -> BTreeSet<&'static str> {
    let mut finder = Finder { found: BTreeSet::new(), shapes: Shapes::of(document) };
    sheets.iter().for_each(|sheet| finder.sheet(sheet));
    document.descendants().for_each(|node| finder.element(&node));
    finder.found
}

/// What the layout takes from style sheets and is seen.
const PAINTED: [&str; 40] = [
    "clip-path",
    "color",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "letter-spacing",
    "lighting-color",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mix-blend-mode",
    "opacity",
    "paint-order",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "transform",
    "transform-origin",
    "visibility",
    "word-spacing",
];

/// What the layout takes from attributes alone, and the elements that have it.
const GEOMETRY: [&str; 9] = ["cx", "cy", "height", "r", "rx", "ry", "width", "x", "y"];
const SHAPES: [&str; 5] = ["circle", "ellipse", "image", "rect", "use"];

const FUNCTIONS: [&str; 17] = [
    "calc()",
    "circle()",
    "clamp()",
    "color()",
    "color-mix()",
    "ellipse()",
    "env()",
    "inset()",
    "lab()",
    "lch()",
    "light-dark()",
    "max()",
    "min()",
    "oklab()",
    "oklch()",
    "polygon()",
    "var()",
];

/// Those that choose elements of a drawing that nobody touches.
const PSEUDO_CLASSES: [&str; 14] = [
    ":first-of-type",
    ":has()",
    ":is()",
    ":last-child",
    ":last-of-type",
    ":not()",
    ":nth-child()",
    ":nth-last-child()",
    ":nth-last-of-type()",
    ":nth-of-type()",
    ":only-child",
    ":only-of-type",
    ":root",
    ":where()",
];

const AT_RULES: [&str; 5] = ["@container", "@layer", "@media", "@scope", "@supports"];

struct Finder<'a> {
    found: BTreeSet<&'static str>,
    shapes: Shapes<'a>,
}

/// A rule that is open, or the lines of a `style` attribute.
#[derive(Clone, Copy, Default)]
struct Block {
    /// Why none of it is read.
    form: Option<&'static str>,
    /// It is of no still drawing.
    passed: bool,
    is_rule: bool,
    /// It is of elements that have a geometry.
    of_shapes: bool,
}

impl Finder<'_> {
    fn sheet(&mut self, sheet: &str) {
        let mut open: Vec<Block> = Vec::new();
        each_piece(sheet, |piece| match piece {
            Piece::Open(prelude) => {
                let around = open.last().copied().unwrap_or_default();
                open.push(self.opened(prelude, around));
            }
            Piece::Close => {
                open.pop();
            }
            Piece::Line(line) => {
                if let (Some(block), Some(said)) = (open.last_mut(), declared(line)) {
                    self.say(said, block);
                }
            }
        });
    }

    fn opened(&self, prelude: &str, around: Block) -> Block {
        let Some(rule) = prelude.strip_prefix('@') else {
            let nested = around.is_rule.then_some("nested rules");
            let form = around.form.or(nested).or_else(|| unread_selector(prelude));
            let of_shapes = list(prelude).iter().any(|selector| self.shapes.chosen(selector));
            return Block { form, passed: around.passed, is_rule: true, of_shapes };
        };
        let end = rule.find(|char: char| !is_of_name(char));
        let (name, condition) = rule.split_at(end.unwrap_or(rule.len()));
        let known = AT_RULES.into_iter().find(|known| known[1..] == *name);
        let printed = name == "media" && condition.trim_start().starts_with("print");
        Block {
            form: around.form.or(known),
            passed: around.passed || known.is_none() || printed,
            is_rule: around.is_rule,
            of_shapes: around.of_shapes,
        }
    }

    fn element(&mut self, node: &Node) {
        for attribute in node.attributes() {
            if attribute.name() != "style" {
                if PAINTED.contains(&attribute.name()) {
                    self.functions(attribute.value());
                }
                continue;
            }
            let of_shapes = SHAPES.contains(&node.tag_name().name());
            let mut block = Block { of_shapes, ..Block::default() };
            each_piece(attribute.value(), |piece| {
                let Piece::Line(line) = piece else { return };
                let Some(said) = declared(line) else { return };
                if !node.attribute(said.name).is_some_and(|own| is_same(own, said.value)) {
                    self.say(said, &mut block);
                }
            });
        }
    }

    fn say(&mut self, said: Declared, block: &mut Block) {
        if block.passed {
            return;
        }
        let painted = PAINTED.contains(&said.name);
        let geometry = GEOMETRY.into_iter().find(|name| block.of_shapes && *name == said.name);
        let slash = has_slash(said.value);
        if slash && said.name == "font" {
            block.form = block.form.or(Some(AFTER_SLASH));
        }
        // The layout's reader gives up the rest of a rule, once it comes upon these.
        let gives_up = if said.name.starts_with("--") {
            Some("what follows a property of its own")
        } else {
            slash.then_some(AFTER_SLASH)
        };
        if let Some(form) = block.form {
            // What lies behind a drawing is read apart from the layout.
            let behind = said.name.starts_with("background") && form.starts_with('@');
            if painted || geometry.is_some() || behind {
                self.found.insert(form);
            }
        } else {
            self.found.extend(geometry);
            if painted {
                self.functions(said.value);
            }
            if said.name == "transform" && is_lost(said.value) {
                self.found.insert("transform");
            }
        }
        block.form = block.form.or(gives_up);
    }

    fn functions(&mut self, value: &str) {
        for (at, _) in value.match_indices('(') {
            let mut before = value[..at].rsplit(|char: char| !is_of_name(char));
            let name = before.next();
            let known = FUNCTIONS.into_iter();
            self.found.extend(known.filter(|known| known.strip_suffix("()") == name));
        }
    }
}

const AFTER_SLASH: &str = "what follows a slash";

/// In bytes; no number is written longer.
const NUMBER_MAX: usize = 64;

/// Whether an attribute says already what a line says. Each line asks, so that a long attribute
/// is not gone over.
fn is_same(attribute: &str, line: &str) -> bool {
    attribute.len() <= NUMBER_MAX && number(attribute) == number(line)
}

fn number(text: &str) -> &str {
    text.trim().trim_end_matches("px")
}

/// Whether a movement is written as CSS writes it, with units, which the layout takes for none.
fn is_lost(transform: &str) -> bool {
    let none = matches!(transform, "none" | "inherit" | "initial" | "revert" | "unset");
    !none && Transform::from_str(transform).is_err()
}

/// What makes the layout pass over a rule with such selectors.
fn unread_selector(selectors: &str) -> Option<&'static str> {
    let mut names = selectors.match_indices(':').map(|(at, _)| {
        let rest = &selectors[at + 1..];
        let end = rest.find(|char: char| !is_of_name(char));
        &rest[..end.unwrap_or(rest.len())]
    });
    names.find_map(|name| {
        let same = |known: &&str| known[1..].trim_end_matches("()") == name;
        PSEUDO_CLASSES.into_iter().find(same)
    })
}

fn is_of_name(char: char) -> bool {
    char.is_ascii_alphabetic() || char == '-'
}

/// By what selectors choose the elements that have a geometry.
struct Shapes<'a> {
    names: BTreeSet<&'a str>,
    classes: BTreeSet<&'a str>,
    ids: BTreeSet<&'a str>,
}

impl<'a> Shapes<'a> {
    fn of(document: &'a Document) -> Self {
        let mut shapes =
            Self { names: BTreeSet::new(), classes: BTreeSet::new(), ids: BTreeSet::new() };
        for node in document.descendants() {
            let name = node.tag_name().name();
            if let Some(name) = SHAPES.into_iter().find(|shape| *shape == name) {
                shapes.names.insert(name);
                shapes.classes.extend(node.attribute("class").unwrap_or("").split_whitespace());
                shapes.ids.extend(node.attribute("id"));
            }
        }
        shapes
    }

    /// Whether a selector may choose one of them, by the last of its steps.
    fn chosen(&self, selector: &str) -> bool {
        let last = selector.rsplit([' ', '>', '+', '~', '\n', '\t']).next().unwrap_or("");
        let end = last.find([':', '[']).unwrap_or(last.len());
        let (mut rest, mut chosen) = (&last[..end], false);
        while !rest.is_empty() {
            let mut marks = rest.char_indices().skip(1);
            let end = marks.find(|(_, char)| matches!(char, '.' | '#'));
            let end = end.map_or(rest.len(), |(at, _)| at);
            let (part, after) = rest.split_at(end);
            let known = match part.as_bytes()[0] {
                b'.' => self.classes.contains(&part[1..]),
                b'#' => self.ids.contains(&part[1..]),
                _ => self.names.contains(part),
            };
            if !known {
                return false;
            }
            (rest, chosen) = (after, true);
        }
        chosen
    }
}
