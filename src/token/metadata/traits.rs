//! Traits: OpenSea's `attributes` and `traits` as a list or an object, TZIP-21's
//! `attributes`, and ERC-1155's `properties`.

use super::dates::date_of_unix;
use super::fields::Fields;
use super::json::{Json, Object};
use super::model::Trait;
use super::note::NoteKind;
use crate::limits::TRAITS_MAX;
use crate::token::clean_text;

/// Reads every trait, `attributes` before what `properties` adds.
pub(super) fn read_traits(fields: &mut Fields<'_>) -> Vec<Trait> {
    let mut traits = Vec::new();
    for (key, value) in fields.all(&["attributes", "traits"]) {
        match value {
            Json::List(list) => {
                traits.extend(list.iter().filter_map(|entry| from_entry(entry, key, fields)));
            }
            Json::Object(object) => {
                fields.note(NoteKind::OtherForm, key);
                traits.extend(object.0.iter().filter_map(|(name, value)| from_field(name, value)));
            }
            _ => fields.note(NoteKind::WrongType, key),
        }
        if !traits.is_empty() {
            break;
        }
    }
    for (name, value) in fields.rest_of_properties() {
        let more = from_field(name, value);
        traits.extend(more.filter(|more| traits.iter().all(|there| there.name != more.name)));
    }
    if traits.len() > TRAITS_MAX {
        fields.note(NoteKind::TooMany, "attributes");
        traits.truncate(TRAITS_MAX);
    }
    traits
}

/// An entry of a list: an object with a name and a value, or a value alone.
fn from_entry(entry: &Json, key: &str, fields: &mut Fields<'_>) -> Option<Trait> {
    let Json::Object(object) = entry else {
        return match entry {
            Json::List(pair) => match pair.as_slice() {
                [Json::Text(name), value] => from_field(name, value),
                _ => None,
            },
            value => shown(value).map(|value| Trait { name: String::new(), value }),
        };
    };
    let of = |names: &[&str]| names.iter().find_map(|name| object.get(name));
    let name = of(&["trait_type", "traitType", "trait", "name", "key", "label"]);
    let value = of(&["value", "display_value", "trait_value", "val"]);
    let (Some(value), name) = (value, name.and_then(Json::text).unwrap_or("")) else {
        // A list of objects with one field each: {"Hat": "Blue"}.
        return match object.0.as_slice() {
            [(name, value)] if !name.starts_with("trait") => from_field(name, value),
            _ => {
                fields.note(NoteKind::WrongType, key);
                None
            }
        };
    };
    let value = displayed(value, object, key, fields)?;
    Some(Trait { name: clean_text(name), value })
}

/// A value as its `display_type` wants it shown.
fn displayed(value: &Json, object: &Object, key: &str, fields: &mut Fields<'_>) -> Option<String> {
    let plain = shown(value)?;
    let display = ["display_type", "displayType"].iter().find_map(|name| object.get(name));
    let is_number = plain.parse::<f64>().is_ok();
    let plus = if plain.starts_with('-') || plain.starts_with('+') { "" } else { "+" };
    let value = match display.and_then(Json::text) {
        Some("date") => match plain.parse().ok().and_then(date_of_unix) {
            Some(date) => date,
            None => {
                fields.note(NoteKind::BadDate, key);
                plain
            }
        },
        Some("boost_number") if is_number => format!("{plus}{plain}"),
        Some("boost_percentage") if is_number => format!("{plus}{plain}%"),
        _ if is_number => match object.get("max_value").filter(|max| max.float().is_some()) {
            Some(Json::Number(max)) => format!("{plain} / {max}"),
            _ => plain,
        },
        _ => plain,
    };
    // Numbers may be of any length, and two stand here side by side.
    Some(clean_text(&value))
}

/// A field of an object: its value, or the rich form of ERC-1155 with a name of its own.
fn from_field(key: &str, value: &Json) -> Option<Trait> {
    const STRUCTURE: [&str; 6] = ["type", "required", "$schema", "files", "category", "creators"];
    if STRUCTURE.contains(&key) {
        return None;
    }
    let Json::Object(object) = value else {
        return shown(value).map(|value| Trait { name: clean_text(key), value });
    };
    let value = object.get("display_value").or_else(|| object.get("value"))?;
    let name = object.get("name").or_else(|| object.get("trait_type")).and_then(Json::text);
    Some(Trait { name: clean_text(name.unwrap_or(key)), value: shown(value)? })
}

/// A value as it is read: texts, numbers as they are written, lists of them.
fn shown(value: &Json) -> Option<String> {
    let text = match value {
        Json::Text(text) => clean_text(text),
        Json::Number(digits) => clean_text(digits),
        Json::Bool(yes) => yes.to_string(),
        Json::List(list) => {
            let flat = |value: &Json| match value {
                Json::List(_) | Json::Object(_) => None,
                flat => shown(flat),
            };
            let values: Vec<_> = list.iter().take(TRAITS_MAX).filter_map(flat).collect();
            clean_text(&values.join(", "))
        }
        Json::Null | Json::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}
