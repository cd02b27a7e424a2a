//! Physical sizes in metadata: read where the document gives a unit and leaves no doubt,
//! and never guessed.

use super::fields::Fields;
use super::json::Json;
use super::note::NoteKind;
use crate::limits::{FILES_MAX, SIDE_MM_MAX, SIZE_TEXT_CHARS_MAX};

/// A size in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::token) enum Size {
    /// The document says which side is which.
    Sides { width: u32, height: u32 },
    /// It does not.
    Unordered([u32; 2]),
}

const NAMES: [&str; 7] = [
    "dimensions",
    "physical_size",
    "physical_dimensions",
    "print_dimensions",
    "print_size",
    "artwork_size",
    "artwork_dimensions",
];

/// The first size in a document that is one: of its own fields, then of TZIP-21's
/// `formats`, where a unit says that it is no size of a file.
pub(super) fn read_size(fields: &mut Fields<'_>) -> Option<Size> {
    let mut named = fields.all(&NAMES);
    if let Some((key, formats)) = fields.first(&["formats"]) {
        let formats = formats.list().unwrap_or_default().iter().take(FILES_MAX);
        named.extend(formats.filter_map(|format| Some((key, format.get("dimensions")?))));
    }
    named.into_iter().find_map(|(key, value)| match size_of(value) {
        Ok(size) => size,
        Err(kind) => {
            fields.note(kind, key);
            None
        }
    })
}

/// The size in a value, if there is one; an error where it can't be told what it is.
pub(in crate::token) fn size_of(value: &Json) -> Result<Option<Size>, NoteKind> {
    match value {
        Json::Text(text) => size_of_text(text),
        Json::Object(object) => {
            let unit = ["unit", "units"].iter().find_map(|name| object.get(name)?.text());
            let unit = unit.unwrap_or("");
            if let Some(value) = object.get("value").and_then(Json::text) {
                return size_of_text(&format!("{value} {unit}"));
            }
            let side = |label: &str, name: &str| {
                let written = match object.get(name)? {
                    Json::Number(digits) => digits,
                    Json::Text(text) => text,
                    _ => return None,
                };
                let has_unit = written.contains(|c: char| c.is_alphabetic() || c == '"');
                Some(format!("{label} {written} {}", if has_unit { "" } else { unit }))
            };
            match (side("w", "width"), side("h", "height")) {
                (Some(width), Some(height)) => size_of_text(&format!("{width} x {height}")),
                _ => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

/// Millimetres from a number of pixels or other units and a scale, as IIIF has it.
pub(in crate::token) fn millimetres(number: f64, mm_per_unit: f64) -> Option<u32> {
    let mm = (number * mm_per_unit).round();
    (mm.is_finite() && (1.0..=f64::from(SIDE_MM_MAX)).contains(&mm)).then_some(mm as u32)
}

/// How many millimetres a unit has; zero for pixels, which have none.
pub(in crate::token) fn unit_mm(unit: &str) -> Option<f64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "mm" | "millimeter" | "millimeters" | "millimetre" | "millimetres" => 1.0,
        "cm" | "centimeter" | "centimeters" | "centimetre" | "centimetres" => 10.0,
        "m" | "meter" | "meters" | "metre" | "metres" => 1_000.0,
        "in" | "inch" | "inches" | "\"" | "″" | "”" => 25.4,
        "ft" | "foot" | "feet" => 304.8,
        "px" | "pixel" | "pixels" => 0.0,
        _ => return None,
    })
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Number(f64),
    Unit(f64),
    Times,
    Width,
    Height,
    Depth,
    Other,
}

/// One side as it is written.
#[derive(Clone, Copy, Debug, Default)]
struct Side {
    number: f64,
    unit: Option<f64>,
    label: Option<char>,
}

/// The size in words such as `50 x 70 cm` or `H 70 × W 50 cm (27.6 × 19.7 in)`. None
/// where no unit says that the numbers are a physical size.
fn size_of_text(text: &str) -> Result<Option<Size>, NoteKind> {
    if text.chars().count() > SIZE_TEXT_CHARS_MAX {
        return Err(NoteKind::UnclearSize);
    }
    let pieces = pieces_of(text).ok_or(NoteKind::UnclearSize)?;
    let mut sizes = Vec::new();
    for group in groups_of(&pieces).ok_or(NoteKind::UnclearSize)? {
        if let Some(size) = size_of_group(&group)? {
            sizes.push(size);
        }
    }
    let Some(first) = sizes.first().copied() else { return Ok(None) };
    match sizes.iter().all(|size| agree(first, *size)) {
        true => Ok(Some(first)),
        false => Err(NoteKind::UnclearSize),
    }
}

fn pieces_of(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let length = if c.is_ascii_digit() {
            let length = rest
                .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
                .unwrap_or(rest.len());
            let written = rest[..length].trim_end_matches([',', '.']);
            let is_whole = written.bytes().all(|b| b.is_ascii_digit());
            let (fraction, behind) =
                fraction_of(&rest[written.len()..]).filter(|_| is_whole).unwrap_or_default();
            pieces.push(Piece::Number(number_of(written)? + fraction));
            written.len() + behind
        } else if c.is_alphabetic() {
            let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            pieces.push(word(&rest[..length]));
            length
        } else {
            match c {
                '×' | '✕' | '*' => pieces.push(Piece::Times),
                '"' | '″' | '”' => pieces.push(Piece::Unit(25.4)),
                '/' | '⁄' | '-' | '–' | '\'' | '′' => return None,
                c if vulgar_fraction(c).is_some() => return None,
                _ => {}
            }
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    Some(pieces)
}

/// A decimal number with a point or a comma; where a comma could part thousands as well,
/// nobody can tell.
fn number_of(written: &str) -> Option<f64> {
    match written.split_once(',') {
        None => written.parse().ok(),
        Some((_, decimals)) if matches!(decimals.len(), 1 | 2) && !written.contains('.') => {
            written.replace(',', ".").parse().ok()
        }
        Some(_) => None,
    }
}

/// The fraction with which the text behind a whole number begins, and how many bytes it has:
/// of `81 3/4` and `81¾`. Rulers have halves, quarters and so on, and what is parted otherwise
/// may be another thing than a length.
fn fraction_of(behind: &str) -> Option<(f64, usize)> {
    let written = behind.trim_start();
    let blanks = behind.len() - written.len();
    let first = written.chars().next()?;
    if let Some(fraction) = vulgar_fraction(first) {
        return Some((fraction, blanks + first.len_utf8()));
    }
    let (above, rest) = written.split_once(['/', '⁄'])?;
    let below = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    let bytes = behind.len() - rest.len() + below.len();
    let (above, below): (u8, u8) = (above.parse().ok()?, below.parse().ok()?);
    let is_of_rulers = matches!(below, 2 | 4 | 8 | 16 | 32 | 64) && (1..below).contains(&above);
    is_of_rulers.then(|| (f64::from(above) / f64::from(below), bytes))
}

fn vulgar_fraction(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅛' => 0.125,
        '⅜' => 0.375,
        '⅝' => 0.625,
        '⅞' => 0.875,
        _ => return None,
    })
}

fn word(word: &str) -> Piece {
    match word.to_lowercase().as_str() {
        "x" | "by" => Piece::Times,
        "w" | "width" | "wide" => Piece::Width,
        "h" | "height" | "high" | "tall" => Piece::Height,
        "d" | "depth" | "deep" => Piece::Depth,
        other => unit_mm(other).map_or(Piece::Other, Piece::Unit),
    }
}

/// Sides that belong together: those between which stands a sign of multiplication, or
/// that have labels.
fn groups_of(pieces: &[Piece]) -> Option<Vec<Vec<Side>>> {
    let mut groups: Vec<Vec<Side>> = Vec::new();
    let (mut joined, mut waiting) = (false, None);
    for (i, piece) in pieces.iter().enumerate() {
        let label = match piece {
            Piece::Width => 'w',
            Piece::Height => 'h',
            Piece::Depth => 'd',
            Piece::Times => {
                joined = true;
                continue;
            }
            Piece::Unit(unit) => {
                let side = groups.last_mut()?.last_mut()?;
                if side.unit.is_none() {
                    side.unit = Some(*unit);
                }
                continue;
            }
            Piece::Number(number) => {
                let side = Side { number: *number, unit: None, label: waiting.take() };
                let after_number = matches!(pieces.get(i.wrapping_sub(1)), Some(Piece::Number(_)));
                if after_number {
                    return None;
                }
                let goes_on = joined || side.label.is_some();
                match groups.last_mut() {
                    Some(group) if goes_on => group.push(side),
                    _ => groups.push(vec![side]),
                }
                joined = false;
                continue;
            }
            Piece::Other => continue,
        };
        // A label stands before its number or behind it.
        match groups.last_mut().and_then(|group| group.last_mut()) {
            Some(side)
                if side.label.is_none() && !matches!(pieces.get(i + 1), Some(Piece::Number(_))) =>
            {
                side.label = Some(label);
            }
            _ => waiting = Some(label),
        }
    }
    Some(groups)
}

fn size_of_group(group: &[Side]) -> Result<Option<Size>, NoteKind> {
    let last_unit = group.iter().rev().find_map(|side| side.unit);
    let Some(last_unit) = last_unit.filter(|unit| *unit > 0.0) else { return Ok(None) };
    if !(2..=3).contains(&group.len()) {
        return Ok(None);
    }
    let mm = |side: &Side| {
        millimetres(side.number, side.unit.unwrap_or(last_unit)).ok_or(NoteKind::BadSize)
    };
    let labelled = |label| group.iter().find(|side| side.label == Some(label));
    if let (Some(width), Some(height)) = (labelled('w'), labelled('h')) {
        return Ok(Some(Size::Sides { width: mm(width)?, height: mm(height)? }));
    }
    if group.iter().any(|side| side.label.is_some()) {
        return Err(NoteKind::UnclearSize);
    }
    let (a, b) = (mm(&group[0])?, mm(&group[1])?);
    Ok(Some(if a == b { Size::Sides { width: a, height: b } } else { Size::Unordered([a, b]) }))
}

/// Whether two sizes are one size in two units, as far as they were rounded.
fn agree(one: Size, other: Size) -> bool {
    let sorted = |size| {
        let [a, b] = match size {
            Size::Sides { width, height } => [width, height],
            Size::Unordered(sides) => sides,
        };
        [a.min(b), a.max(b)]
    };
    let near = |(a, b): (u32, u32)| u64::from(a.abs_diff(b)) * 50 <= u64::from(a.max(b)) + 50;
    sorted(one).into_iter().zip(sorted(other)).all(near)
}

#[cfg(test)]
mod tests {
    use super::Size::{Sides, Unordered};
    use super::*;

    #[test]
    fn sizes_in_words_count_where_they_are_clear() {
        let check = |text: &str, expected: Result<Option<Size>, NoteKind>| {
            assert_eq!(size_of_text(text), expected, "{text}");
        };
        let unclear = Err(NoteKind::UnclearSize);
        check("50 x 70 cm", Ok(Some(Unordered([500, 700]))));
        check("50cm x 70cm", Ok(Some(Unordered([500, 700]))));
        check("500 × 700 mm", Ok(Some(Unordered([500, 700]))));
        check("29,7 x 42 cm", Ok(Some(Unordered([297, 420]))));
        check("20\" x 30\"", Ok(Some(Unordered([508, 762]))));
        check("20 by 30 inches", Ok(Some(Unordered([508, 762]))));
        check("50 x 70 x 4 cm", Ok(Some(Unordered([500, 700]))));
        check("1 m x 70 cm", Ok(Some(Unordered([1000, 700]))));
        check("50 x 50 cm", Ok(Some(Sides { width: 500, height: 500 })));
        check("H 70 x W 50 cm", Ok(Some(Sides { width: 500, height: 700 })));
        check("70 cm (h) x 50 cm (w)", Ok(Some(Sides { width: 500, height: 700 })));
        check("Height: 70 cm, Width: 50 cm", Ok(Some(Sides { width: 500, height: 700 })));
        check("50 x 70 cm (19.7 x 27.6 in)", Ok(Some(Unordered([500, 700]))));
        check("50 x 70 cm / 20 x 28 in", unclear);
        check("50 x 70 cm, framed 60 x 80 cm", unclear);
        check("207.5 × 308.1 cm (81 3/4 × 121 1/4 in.)", Ok(Some(Unordered([2075, 3081]))));
        check("73.3 x 93.3 cm (28 7/8 x 36 3/4 in.)", Ok(Some(Unordered([733, 933]))));
        check("23 1/2 x 31 1/2 in", Ok(Some(Unordered([597, 800]))));
        check("23½ x 31 ½ in", Ok(Some(Unordered([597, 800]))));
        check("23\u{a0}1⁄2 x 31⅛ in", Ok(Some(Unordered([597, 791]))));
        check("207.5 × 308.1 cm (81 3/4 × 131 1/4 in.)", unclear);
        check("50 x 70 cm, 1/2", unclear);
        check("50 x 70 3/7 cm", unclear);
        check("50 x 70 5/4 cm", unclear);
        check("50.5 1/2 x 70 cm", unclear);
        check("3/4 x 1 1/4 in", unclear);
        check("½ x 1½ in", unclear);
        check("⅛ x 1 in", unclear);
        check("1,000 x 700 mm", unclear);
        check("H 70 x 50 cm", unclear);
        check("50-60 cm x 70 cm", unclear);
        check("3000 x 4000", Ok(None));
        check("3000 x 4000 px", Ok(None));
        check("50 cm", Ok(None));
        check("Large", Ok(None));
        check("", Ok(None));
        check("0 x 70 cm", Err(NoteKind::BadSize));
        check("900 x 900 m", Err(NoteKind::BadSize));
        check(&"9 x ".repeat(100), unclear);
    }

    #[test]
    fn a_size_in_words_is_so_long_and_no_longer() {
        let check = |letters: usize, expected: Result<Option<Size>, NoteKind>| {
            let size = "50 × 70 cm";
            let text = format!("{size}{}", "。".repeat(letters - size.chars().count()));
            assert_eq!(size_of_text(&text), expected, "{letters}");
        };
        check(SIZE_TEXT_CHARS_MAX, Ok(Some(Unordered([500, 700]))));
        check(SIZE_TEXT_CHARS_MAX + 1, Err(NoteKind::UnclearSize));
    }

    #[test]
    fn limits_of_a_side() {
        let check = |number, expected| assert_eq!(millimetres(number, 1.0), expected);
        check(0.4, None);
        check(0.5, Some(1));
        check(f64::from(SIDE_MM_MAX), Some(SIDE_MM_MAX));
        check(f64::from(SIDE_MM_MAX) + 1.0, None);
        check(f64::NAN, None);
        check(f64::INFINITY, None);
    }
}
