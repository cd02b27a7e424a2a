//! How far a line reaches along which a text runs. It is looked at before the text is laid
//! out, since the layout measures curves by halving them, and comes to no end with vast ones.

use std::f64::consts::SQRT_2;

use resvg::usvg::roxmltree::Node;

use super::refused;
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// Refuses a line that may reach farther than shapes do, or of which nobody knows.
pub(super) fn check(line: &Node) -> Result<(), MediaError> {
    let mut styles = line.document().descendants().filter(|node| node.tag_name().name() == "style");
    let styled = line.attribute("style").is_some_and(|style| style.contains("transform"))
        || styles.any(|style| style.text().is_some_and(|rules| rules.contains("transform")));
    if styled {
        return Err(refused("a text along a line that a style sheet moves"));
    }
    let reach = reach(line.attributes().map(|attribute| (attribute.name(), attribute.value())));
    at_most!(reach as u64, SVG_REACH_PX_MAX, "pixels from its corner to where it reaches");
    Ok(())
}

/// A bound of how far from the corner a shape of these attributes reaches, in pixels to the
/// side and down together.
fn reach<'a>(attributes: impl Iterator<Item = (&'a str, &'a str)>) -> f64 {
    let (mut reach, mut stretch, mut shift) = (0.0, 1.0, 0.0);
    for (name, value) in attributes {
        match name {
            // Each corner may be told from the one before it.
            "d" | "points" => reach += sum(value),
            "x" | "y" | "x1" | "x2" | "y1" | "y2" | "cx" | "cy" | "r" | "rx" | "ry" | "width"
            | "height" => reach += sum(value) * px_of_unit(value),
            "transform" => (stretch, shift) = transform(value),
            _ => {}
        }
    }
    reach * stretch + shift
}

/// By how much a list of transformations stretches at most, and how far it moves.
fn transform(list: &str) -> (f64, f64) {
    let (mut stretch, mut shift) = (1.0_f64, 0.0);
    for one in list.split(')') {
        let Some((name, values)) = one.split_once('(') else { continue };
        let values: Vec<f64> = numbers(values).collect();
        let at = |place: usize| values.get(place).map_or(0.0, |value| value.abs());
        match name.trim_matches(|char: char| !char.is_ascii_alphabetic()) {
            "translate" => shift += stretch * (at(0) + at(1)),
            "rotate" => {
                shift += stretch * (1.0 + SQRT_2) * (at(1) + at(2));
                stretch *= SQRT_2;
            }
            "scale" => stretch *= at(0).max(at(1)).max(1.0),
            "matrix" => {
                shift += stretch * (at(4) + at(5));
                stretch *= (at(0) + at(1)).max(at(2) + at(3)).max(1.0);
            }
            "skewX" | "skewY" => stretch *= 1.0 + at(0).to_radians().tan().abs(),
            _ => {}
        }
    }
    (stretch, shift)
}

/// The most pixels that one of a length's unit may be; of those that follow something else,
/// more than any may reach.
fn px_of_unit(length: &str) -> f64 {
    let unit =
        length.trim().trim_start_matches(|char: char| !char.is_ascii_alphabetic() && char != '%');
    match unit {
        "" | "px" => 1.0,
        "pt" | "pc" | "mm" | "cm" | "in" => 96.0,
        _ => limits::SVG_REACH_PX_MAX as f64,
    }
}

fn sum(text: &str) -> f64 {
    numbers(text).map(f64::abs).sum()
}

/// The numbers of a text, however they are parted: `1-2.5.5e3` are three.
fn numbers(text: &str) -> impl Iterator<Item = f64> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|char: char| !matches!(char, '0'..='9' | '.' | '-' | '+'));
        if rest.is_empty() {
            return None;
        }
        let bytes = rest.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut end = digits(usize::from(matches!(bytes[0], b'-' | b'+')));
        if bytes.get(end) == Some(&b'.') {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
            let after = digits(end + 1 + sign);
            if after > end + 1 + sign {
                end = after;
            }
        }
        let (number, after) = rest.split_at(end.max(1));
        rest = after;
        Some(number.parse().unwrap_or(0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reaches_as_far_as_its_numbers_may_lead() {
        let check = |attributes: &[(&str, &str)], expected: f64| {
            let found = reach(attributes.iter().copied());
            assert!((found - expected).abs() <= expected * 1e-9, "{attributes:?}: {found}");
        };
        check(&[("d", "M1-2.5.5q1e3 0,-1E-1+2z")], 1_006.1);
        check(&[("points", "1,2 3,4"), ("id", "9")], 10.0);
        check(&[("r", "2in"), ("cx", "1")], 193.0);
        check(&[("d", "M0 10"), ("transform", "translate(5) scale(2 -3)")], 35.0);
        check(
            &[("d", "M0 10"), ("transform", "matrix(1 0 0 1 7 8) rotate(9, 1 2)")],
            18.0 + 13.0 * SQRT_2,
        );
        check(&[("d", "M0 10"), ("transform", "skewX(45)")], 20.0);
        check(&[("width", "100%")], 1e9);
        check(&[("d", "M-.e 4 ..5-")], 4.5);
    }
}
