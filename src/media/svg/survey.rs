//! What a drawing holds that is never run, fetched or drawn: looked for beforehand, so
//! that its label can say what is missing.

use std::collections::BTreeSet;

use resvg::usvg::roxmltree::{Document, Node};

use super::{pictures, refused, unread};
use crate::media::{MediaError, Picture, Remark};

/// What was found in one drawing.
#[derive(Debug, Default)]
pub(super) struct Survey {
    left_out: BTreeSet<&'static str>,
    /// Forms of CSS that the layout passes over.
    unread: BTreeSet<&'static str>,
    runs: bool,
    moves: bool,
}

impl Survey {
    pub fn of(document: &Document, sheets: &[&str]) -> Self {
        let mut survey = Self { unread: unread::forms(document, sheets), ..Self::default() };
        document.descendants().for_each(|node| survey.look_at(&node));
        survey
    }

    /// What the label has to say, now that the drawing is drawn. One that shows nothing
    /// since only its script would draw is refused.
    pub fn remarks(self, picture: &Picture) -> Result<Vec<Remark>, MediaError> {
        if self.runs && is_plain(picture) {
            return Err(refused("nothing but what a script would draw, and scripts are never run"));
        }
        let mut remarks = Vec::new();
        let mut names: Vec<String> = self.left_out.into_iter().map(str::to_owned).collect();
        if !self.unread.is_empty() {
            let forms: Vec<&str> = self.unread.into_iter().collect();
            names.push(format!("CSS that is not read here ({})", forms.join(", ")));
        }
        // One that shows nothing since something is left out was not given so.
        let is_empty = names.is_empty() && is_empty(picture);
        if !names.is_empty() {
            remarks.push(Remark::LeftOut(names.join(", ")));
        }
        match (self.moves, is_empty) {
            (true, true) => remarks.push(Remark::StartsEmpty),
            (true, false) => remarks.push(Remark::FirstFrame),
            (false, true) => remarks.push(Remark::Empty),
            (false, false) => {}
        }
        Ok(remarks)
    }

    /// Something more is not drawn.
    pub fn leave_out(&mut self, what: &'static str) {
        self.left_out.insert(what);
    }

    /// What a drawing inside this one holds, a label has to say as well.
    pub fn take_in(&mut self, inner: Self) {
        self.left_out.extend(inner.left_out);
        self.unread.extend(inner.unread);
        self.moves |= inner.moves;
    }

    fn look_at(&mut self, node: &Node) {
        let name = node.tag_name().name();
        match name {
            "script" => {
                self.runs = true;
                self.left_out.insert("a script");
            }
            "foreignObject" => {
                self.left_out.insert("HTML inside the drawing");
            }
            "animate" | "animateTransform" | "animateMotion" | "animateColor" | "set" => {
                self.moves = true;
            }
            "style" => self.look_at_style(node.text().unwrap_or("")),
            _ => {}
        }
        for attribute in node.attributes() {
            let value = attribute.value().trim();
            if attribute.name().starts_with("on") {
                self.runs = true;
                self.left_out.insert("a script");
            }
            let leads = attribute.name() == "href" && !value.is_empty() && name != "a";
            if leads && !value.starts_with('#') && !pictures::is_carried(name, value) {
                self.left_out.insert("something that lies outside of it");
            }
            self.look_at_style(value);
        }
    }

    /// Looks for `@import`, for every `url(…)` that leads outside, and for movement.
    fn look_at_style(&mut self, text: &str) {
        let outside = text.match_indices("url(").any(|(at, _)| {
            let target = text[at + 4..].trim_start_matches([' ', '"', '\'']);
            !target.starts_with('#') && !pictures::is_data(target)
        });
        if outside || text.contains("@import") {
            self.left_out.insert("something that lies outside of it");
        }
        // The text is set in another face.
        if text.contains("@font-face") {
            self.left_out.insert("a typeface of its own");
        }
        self.moves |= text.contains("@keyframes");
    }
}

/// How many of a thousand pixels may be there in a picture that is as good as empty.
const EMPTY_PER_MILLE: usize = 1;

/// Whether a picture is see-through almost everywhere.
fn is_empty(picture: &Picture) -> bool {
    nearly_all(picture, |pixel| pixel[3] < 8)
}

/// Whether a picture is see-through, or one colour, almost everywhere.
fn is_plain(picture: &Picture) -> bool {
    let first = picture.pixel(0, 0);
    nearly_all(picture, |pixel| {
        let faint = pixel[3] < 8 && first[3] < 8;
        pixel == first || faint || pixel.iter().zip(first).all(|(a, b)| a.abs_diff(b) < 4)
    })
}

fn nearly_all(picture: &Picture, is_nothing: impl Fn(&[u8]) -> bool) -> bool {
    let allowed = picture.rgba.len() / 4 * EMPTY_PER_MILLE / 1_000;
    // Nobody looks further once there is more to see.
    picture.rgba.chunks_exact(4).filter(|pixel| !is_nothing(pixel)).nth(allowed).is_none()
}
