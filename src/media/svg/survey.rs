//! What a drawing holds that is never run, fetched or drawn: looked for beforehand, so
//! that its label can say what is missing.

use std::collections::BTreeSet;

use resvg::usvg::roxmltree::{Document, Node};

use super::{pictures, refused};
use crate::media::{MediaError, Picture, Remark};

/// What was found in one drawing.
#[derive(Debug, Default)]
pub(super) struct Survey {
    left_out: BTreeSet<&'static str>,
    runs: bool,
    moves: bool,
}

impl Survey {
    pub fn of(document: &Document) -> Self {
        let mut survey = Self::default();
        document.descendants().for_each(|node| survey.look_at(&node));
        survey
    }

    /// What the label has to say, now that the drawing is drawn. One that shows nothing
    /// since only its script would draw is refused.
    pub fn remarks(self, picture: &Picture) -> Result<Vec<Remark>, MediaError> {
        // Nobody looks where nothing depends on it.
        let empty = (self.runs || self.moves) && is_empty(picture);
        if empty && self.runs {
            return Err(refused("nothing but what a script would draw, and scripts are never run"));
        }
        let mut remarks = Vec::new();
        if !self.left_out.is_empty() {
            let names: Vec<&str> = self.left_out.into_iter().collect();
            remarks.push(Remark::LeftOut(names.join(", ")));
        }
        if self.moves {
            remarks.push(if empty { Remark::StartsEmpty } else { Remark::FirstFrame });
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
            !target.starts_with('#') && !target.starts_with("data:")
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

/// Whether a picture is see-through, or one colour, almost everywhere.
fn is_empty(picture: &Picture) -> bool {
    let first = picture.pixel(0, 0);
    let same = |pixel: &[u8]| {
        let faint = pixel[3] < 8 && first[3] < 8;
        pixel == first || faint || pixel.iter().zip(first).all(|(a, b)| a.abs_diff(b) < 4)
    };
    let allowed = picture.rgba.len() / 4 * EMPTY_PER_MILLE / 1_000;
    // Nobody looks further once there is more to see.
    picture.rgba.chunks_exact(4).filter(|pixel| !same(pixel)).nth(allowed).is_none()
}
