//! What a drawing says of what lies behind it: the lines that hold for its root, and the kinds
//! of words in them.

use std::borrow::Cow;
use std::str::FromStr;

use resvg::usvg::roxmltree::Node;
use svgtypes::Color;

use super::css::{Declared, Piece, declared, each_piece, list, words};
use super::style::Styled;

/// What the drawing says of its root, weaker rules first; what no browser takes is not
/// among it.
pub(super) fn said<'a>(root: Node, sheets: &'a [Cow<str>], style: &'a str) -> Vec<Declared<'a>> {
    let mut by_rules: Vec<([u8; 3], Declared)> = Vec::new();
    for sheet in sheets {
        let (mut depth, mut chosen) = (0_usize, None);
        each_piece(sheet, |piece| match piece {
            Piece::Open(selectors) => {
                if depth == 0 {
                    chosen = strength(selectors, root);
                }
                depth += 1;
            }
            Piece::Close => depth = depth.saturating_sub(1),
            Piece::Line(line) => {
                if let (1, Some(strength), Some(said)) = (depth, chosen, declared(line)) {
                    by_rules.extend(is_taken(&said).then_some((strength, said)));
                }
            }
        });
    }
    by_rules.sort_by_key(|(strength, _)| *strength);
    let mut said: Vec<Declared> = by_rules.into_iter().map(|(_, said)| said).collect();
    each_piece(style, |piece| {
        if let Piece::Line(line) = piece {
            said.extend(declared(line).filter(is_taken));
        }
    });
    said
}

/// How strongly selectors choose the root; none where they do not.
fn strength(selectors: &str, root: Node) -> Option<[u8; 3]> {
    let each = list(selectors).into_iter().filter_map(|selector| match selector {
        ":root" => Some([0, 1, 0]),
        "svg:root" => Some([0, 1, 1]),
        _ if selector.starts_with('@') => None,
        _ => {
            let parsed = simplecss::Selector::parse(selector)?;
            parsed.matches(&Styled(root)).then(|| parsed.specificity())
        }
    });
    each.max()
}

/// Whether a line is of the background and a browser takes it: else the one before it holds.
fn is_taken(said: &Declared) -> bool {
    const ANYWHERE: [&str; 5] = ["inherit", "initial", "revert", "revert-layer", "unset"];
    const RENDERINGS: [&str; 7] = [
        "auto",
        "crisp-edges",
        "high-quality",
        "optimizeQuality",
        "optimizeSpeed",
        "pixelated",
        "smooth",
    ];
    if !said.name.starts_with("background") && said.name != "image-rendering" {
        return false;
    }
    let is_among = |known: &[&str]| known.iter().any(|word| word.eq_ignore_ascii_case(said.value));
    if is_among(&ANYWHERE) || said.value.contains("var(") {
        return true;
    }
    let all_words = |fits: fn(&str) -> bool| {
        list(said.value)
            .into_iter()
            .map(words)
            .all(|layer| !layer.is_empty() && layer.into_iter().all(fits))
    };
    match said.name {
        "image-rendering" => is_among(&RENDERINGS),
        "background" => all_words(|word| kind(word).is_some()),
        "background-color" => is_colour(said.value),
        "background-image" => all_words(|word| word == "none" || is_image(word)),
        "background-repeat" => all_words(|word| matches!(kind(word), Some(Kind::Repeat))),
        "background-size" | "background-position" => all_words(|word| {
            word.contains('(')
                || matches!(kind(word), Some(Kind::Size | Kind::Place | Kind::Length))
        }),
        _ => true,
    }
}

/// What a word says in the line that says all of a background.
pub(super) enum Kind {
    Slash,
    Image,
    Repeat,
    Size,
    Place,
    Length,
    Box,
    Colour,
    /// Nothing that is seen in a picture that nobody scrolls.
    Nothing,
}

/// The kind of a word; none where it has no place there.
pub(super) fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "/" => Kind::Slash,
        "none" | "scroll" | "fixed" | "local" => Kind::Nothing,
        "border-box" | "padding-box" | "content-box" => Kind::Box,
        "repeat" | "repeat-x" | "repeat-y" | "no-repeat" | "round" | "space" => Kind::Repeat,
        "auto" | "contain" | "cover" => Kind::Size,
        "left" | "right" | "top" | "bottom" | "center" => Kind::Place,
        _ if is_image(word) => Kind::Image,
        _ if word.starts_with(['+', '-', '.']) => Kind::Length,
        _ if word.starts_with(char::is_numeric) => Kind::Length,
        _ if is_colour(word) => Kind::Colour,
        _ => return None,
    })
}

/// Whether a colour is meant, whether or not it can be read here.
fn is_colour(word: &str) -> bool {
    let is_word = |known: &str| word.eq_ignore_ascii_case(known);
    is_word("currentcolor")
        || is_word("transparent")
        || word.contains('(')
        || Color::from_str(word).is_ok()
}

/// Whether a picture is meant, of whatever kind.
pub(super) fn is_image(word: &str) -> bool {
    word.starts_with("url(")
        || ["gradient(", "image-set(", "image(", "cross-fade(", "element("]
            .iter()
            .any(|name| word.find('(').is_some_and(|open| word[..=open].ends_with(name)))
}
