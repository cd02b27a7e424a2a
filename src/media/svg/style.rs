//! What the elements of a drawing say that they are painted with, in attributes and in
//! style sheets, read as the layout reads them.

use std::rc::Rc;

use resvg::usvg::roxmltree::{Document, Node};
use simplecss::{AttributeOperator, DeclarationTokenizer, PseudoClass, StyleSheet};

use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// The style sheets of a drawing.
pub(super) struct Sheet<'a> {
    sheet: StyleSheet<'a>,
    /// How many rules there are with so many steps from element to element.
    steps: Vec<u64>,
}

/// What an element's children take over from it: the ids that its fill, its stroke and its
/// three markers name; none where it says nothing of them.
pub(super) type PassedOn<'a> = [Option<Rc<Vec<&'a str>>>; 5];

/// Which of these are paints, and which are markers.
pub(super) const PAINTS: [usize; 2] = [0, 1];
pub(super) const MARKERS: [usize; 3] = [2, 3, 4];

/// What one element says.
#[derive(Debug, Default)]
pub(super) struct Own<'a> {
    pub passed_on: PassedOn<'a>,
    /// The ids of its mask, its clip path and its filters.
    pub applied: Vec<&'a str>,
    /// It wants those of its parent.
    pub as_parent: bool,
}

/// The texts of the style sheets. Their reader holds every pair of a selector and a
/// declaration, so that both are counted first; and it looks back to the beginning of a style
/// at the end of each declaration, so that those of attributes are, too.
pub(super) fn texts<'a>(document: &'a Document<'_>) -> Result<Vec<&'a str>, MediaError> {
    let styles = document.descendants().filter(|node| node.tag_name().name() == "style");
    let attributes = document.descendants().filter_map(|node| node.attribute("style"));
    let colons = |text: &str| text.bytes().filter(|byte| *byte == b':').count();
    let looked_through = |text: &str| colons(text) as u64 * text.len() as u64;
    let mut bytes: u64 = attributes.map(looked_through).fold(0, u64::saturating_add);
    at_most!(bytes, SVG_STYLE_BYTES_MAX, "bytes of style, once for each declaration");
    let (mut selectors, mut declarations) = (0, 0);
    let mut texts = Vec::new();
    for style in styles {
        let text = style.text().unwrap_or("");
        bytes = bytes.saturating_add(looked_through(text));
        at_most!(bytes, SVG_STYLE_BYTES_MAX, "bytes of style, once for each declaration");
        selectors += 1 + text.bytes().filter(|byte| matches!(byte, b'{' | b',')).count();
        // Within a selector it goes one call deeper for each.
        selectors += text.matches("/*").count();
        declarations += colons(text);
        at_most!(selectors, SVG_STYLES_MAX, "selectors in its style sheets");
        at_most!(declarations, SVG_STYLES_MAX, "declarations in its style sheets");
        texts.push(text);
    }
    Ok(texts)
}

impl<'a> Sheet<'a> {
    pub fn of(document: &'a Document<'_>) -> Result<Self, MediaError> {
        let mut sheet = StyleSheet::new();
        texts(document)?.into_iter().for_each(|text| sheet.parse_more(text));
        let mut steps: Vec<u64> = Vec::new();
        for rule in &sheet.rules {
            let count = rule.selector.to_string().split_whitespace().count();
            steps.resize(steps.len().max(count), 0);
            if count > 0 {
                steps[count - 1] += 1;
            }
        }
        Ok(Self { sheet, steps })
    }

    /// How many comparisons it takes at most to find the rules for an element with so many
    /// others around it: a selector of several steps is tried on all of them, for each step.
    pub fn comparisons(&self, depth: u64) -> u64 {
        let each = |(step, rules): (usize, &u64)| {
            let ways = depth.max(1).saturating_pow(u32::try_from(step).unwrap_or(u32::MAX));
            ways.saturating_mul(*rules)
        };
        self.steps.iter().enumerate().map(each).fold(0, u64::saturating_add)
    }

    /// What an element says of itself.
    pub fn own(&self, node: Node<'a, '_>) -> Own<'a> {
        let mut own = Own::default();
        for attribute in node.attributes() {
            own.say(attribute.name(), attribute.value());
        }
        for rule in &self.sheet.rules {
            if rule.selector.matches(&Styled(node)) {
                rule.declarations.iter().for_each(|one| own.say(one.name, one.value));
            }
        }
        for one in DeclarationTokenizer::from(node.attribute("style").unwrap_or("")) {
            own.say(one.name, one.value);
        }
        own
    }
}

impl<'a> Own<'a> {
    /// All that is said of one property counts, whichever of it comes to hold.
    fn say(&mut self, property: &str, value: &'a str) {
        let slots = match property {
            "fill" => 0..1,
            "stroke" => 1..2,
            "marker-start" => 2..3,
            "marker-mid" => 3..4,
            "marker-end" => 4..5,
            "marker" => 2..5,
            "mask" | "clip-path" | "filter" => {
                self.as_parent |= value.trim() == "inherit";
                self.applied.extend(named(value));
                return;
            }
            _ => return,
        };
        if value.trim() != "inherit" {
            for slot in &mut self.passed_on[slots] {
                Rc::make_mut(slot.get_or_insert_default()).extend(named(value));
            }
        }
    }
}

/// The ids that a value names as `url(#id)`.
fn named(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices("url").filter_map(move |(at, url)| {
        let inside = value[at + url.len()..].trim_start().strip_prefix('(')?.trim_start();
        let quote = inside.chars().next().filter(|first| matches!(first, '\'' | '"'));
        let inside = inside.trim_start_matches(['\'', '"']).trim_start().strip_prefix('#')?;
        match quote {
            Some(quote) => inside.split(quote).next().map(str::trim_end),
            None => inside.split([' ', ')']).next(),
        }
    })
}

/// An element, as the style sheets' selectors ask about it.
pub(super) struct Styled<'a, 'input: 'a>(pub Node<'a, 'input>);

impl simplecss::Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_as_the_layout_finds_them() {
        let check = |value: &str, expected: &[&str]| {
            assert_eq!(named(value).collect::<Vec<_>>(), expected, "{value}");
        };
        check("url(#a)", &["a"]);
        check(" url( #a )", &["a"]);
        check("url('#a b')", &["a b"]);
        check("url(\"#a\") red", &["a"]);
        check("url (#a) blur(2) url(#b)", &["a", "b"]);
        check("url(other.svg#a)", &[]);
        check("red", &[]);
        check("url(#水)", &["水"]);
    }

    #[test]
    fn attributes_and_sheets_are_read_alike() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg'><style>.c{mask:url(#m)} g > path{fill:url(#p)}</style><g class='c'><path style='marker:url(#k)' stroke='inherit' filter='inherit'/></g></svg>";
        let document = Document::parse(text).unwrap();
        let sheet = Sheet::of(&document).unwrap();
        let find = |name: &str| {
            let found = document.descendants().find(|node| node.tag_name().name() == name);
            sheet.own(found.unwrap())
        };
        assert_eq!(find("g").applied, ["m"]);
        let path = find("path");
        assert!(path.as_parent && path.applied.is_empty() && path.passed_on[1].is_none());
        assert_eq!(path.passed_on[0].as_deref(), Some(&vec!["p"]));
        assert!(MARKERS.iter().all(|slot| path.passed_on[*slot].as_deref() == Some(&vec!["k"])));
    }
}
