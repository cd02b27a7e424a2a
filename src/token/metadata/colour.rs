//! The colour behind a work, as OpenSea's `background_color` has it.

use super::fields::Fields;
use super::json::Json;
use super::note::NoteKind;

/// Six hex digits without `#`; with it, or three of them, it is clear what is meant.
pub(super) fn read_background(fields: &mut Fields<'_>) -> Option<[u8; 3]> {
    let (key, value) = fields.first(&["background_color", "background_colour"])?;
    let written = match value {
        // Digits alone, which somebody wrote as a number.
        Json::Number(digits) => digits.clone(),
        Json::Text(text) => text.trim().to_owned(),
        _ => {
            fields.note(NoteKind::WrongType, key);
            return None;
        }
    };
    let colour = parse_colour(&written);
    match colour {
        None => fields.note(NoteKind::BadColour, key),
        Some(_) if written.len() != 6 || value.text().is_none() => {
            fields.note(NoteKind::ColourSpelling, key);
        }
        Some(_) => {}
    }
    colour
}

fn parse_colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').or(text.strip_prefix("0x")).unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let six = match digits.len() {
        6 => digits.to_owned(),
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => return None,
    };
    let [_, red, green, blue] = u32::from_str_radix(&six, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_hex_digits() {
        let check = |text: &str, expected| assert_eq!(parse_colour(text), expected, "{text}");
        check("ff8000", Some([255, 128, 0]));
        check("#FF8000", Some([255, 128, 0]));
        check("0xff8000", Some([255, 128, 0]));
        check("f80", Some([255, 136, 0]));
        check("ff8000ff", None);
        check("white", None);
        check("+f8000", None);
        check("", None);
        check("é", None);
    }
}
