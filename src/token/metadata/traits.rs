//! Traits: OpenSea's `attributes` and `traits` as a list or an object, TZIP-21's
//! `attributes`, and ERC-1155's `properties`.

use std::collections::HashMap;

use super::dates::date_of_unix;
use super::fields::Fields;
use super::json::{Json, Object};
use super::model::Trait;
use super::note::NoteKind;
use super::words::{Spoken, Words};
use crate::limits::TRAITS_MAX;
use crate::token::clean_text;

/// Reads every trait: `attributes`, what `traits` has beside them, and what `properties`
/// adds.
pub(super) fn read_traits(fields: &mut Fields<'_>) -> Vec<Trait> {
    const STRUCTURE: [&str; 6] = ["type", "required", "$schema", "files", "category", "creators"];
    let mut traits: Vec<Trait> = Vec::new();
    for (key, value) in fields.all(&["attributes", "traits"]) {
        let mut more = Vec::new();
        match value {
            Json::List(list) => add_list(&mut more, list, key, fields),
            Json::Object(object) => {
                fields.note(NoteKind::OtherForm, key);
                for (name, value) in &object.0 {
                    more.extend(known(from_field(name, value), value, key, fields));
                }
            }
            _ => fields.note(NoteKind::WrongType, key),
        }
        // A list may have a name twice; an object says its names' values once more, where
        // the list before it knows how they are shown.
        let is_list = value.list().is_some();
        let there = values_by_name(&traits);
        more.retain(|more| match there.get(&more.name.to_lowercase()) {
            Some(values) => is_list && !values.contains(&more.value),
            None => true,
        });
        traits.append(&mut more);
        // One more than are kept tells that there are too many.
        traits.truncate(TRAITS_MAX + 1);
    }
    let there = values_by_name(&traits);
    for (name, value) in fields.rest_of_properties() {
        let more = from_field(name, value).filter(|_| !STRUCTURE.contains(&name));
        if traits.len() <= TRAITS_MAX {
            traits.extend(more.filter(|more| !there.contains_key(&more.name.to_lowercase())));
        }
    }
    if traits.len() > TRAITS_MAX {
        fields.note(NoteKind::TooMany, "attributes");
        traits.truncate(TRAITS_MAX);
    }
    traits
}

/// What the traits say under each name, without case.
fn values_by_name(traits: &[Trait]) -> HashMap<String, Vec<String>> {
    let mut values: HashMap<String, Vec<String>> = HashMap::new();
    for Trait { name, value } in traits {
        values.entry(name.to_lowercase()).or_default().push(value.clone());
    }
    values
}

/// The traits of a list, and of lists in it: a pair of a name and a value is one trait.
fn add_list(traits: &mut Vec<Trait>, list: &[Json], key: &str, fields: &mut Fields<'_>) {
    for entry in list {
        match entry {
            Json::List(pair) => match pair.as_slice() {
                [Json::Text(name), value] => {
                    traits.extend(known(from_field(name, value), value, key, fields));
                }
                [] => {}
                list => {
                    fields.note(NoteKind::OtherForm, key);
                    add_list(traits, list, key, fields);
                }
            },
            Json::Object(object) => traits.extend(from_entry(object, key, fields)),
            value => {
                traits.extend(shown(value).map(|value| Trait { name: String::new(), value }));
            }
        }
    }
}

/// What was read of a value, with a note where it holds lists or objects that were not.
fn known<T>(read: Option<T>, value: &Json, key: &str, fields: &mut Fields<'_>) -> Option<T> {
    let is_nested =
        |value: &Json| matches!(value, Json::List(_) | Json::Object(_)) && !value.is_nothing();
    let is_left_out = match value {
        Json::List(list) => list.iter().any(is_nested),
        value => read.is_none() && is_nested(value),
    };
    if is_left_out {
        fields.note(NoteKind::WrongType, key);
    }
    read
}

/// An entry of a list: an object with a name and a value.
fn from_entry(object: &Object, key: &str, fields: &mut Fields<'_>) -> Option<Trait> {
    let of = |names: &[&str]| names.iter().find_map(|name| object.get(name));
    let name = of(&["trait_type", "traitType", "trait", "name", "key", "label"]);
    let value = of(&["value", "display_value", "trait_value", "val"]);
    let Some(value) = value else {
        // A list of objects with one field each: {"Hat": "Blue"}.
        return match object.0.as_slice() {
            [(name, value)] if !name.starts_with("trait") => {
                known(from_field(name, value), value, key, fields)
            }
            _ => {
                fields.note(NoteKind::WrongType, key);
                None
            }
        };
    };
    let value = displayed(value, object, key, fields)?;
    Some(Trait { name: name.and_then(shown).unwrap_or_default(), value })
}

/// A value as its `display_type` wants it shown.
fn displayed(value: &Json, object: &Object, key: &str, fields: &mut Fields<'_>) -> Option<String> {
    let plain = known(shown(value), value, key, fields)?;
    if let Json::Object(_) = value {
        fields.note(NoteKind::ObjectForText, key);
    }
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
    let plain = || shown(value).map(|value| Trait { name: clean_text(key), value });
    let Json::Object(object) = value else { return plain() };
    let rich = object.get("display_value").or_else(|| object.get("value"));
    let Some(value) = rich else { return plain() };
    let name = object.get("name").or_else(|| object.get("trait_type")).and_then(Json::text);
    Some(Trait { name: clean_text(name.unwrap_or(key)), value: shown(value)? })
}

/// A value as it is read: texts, numbers as they are written, lists of them; of texts in
/// several languages the one that is read where a trait has one.
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
        Json::Object(object) => {
            let is_spoken = object.0.iter().any(|(tag, _)| Spoken::of_tag(tag).is_some());
            Words::of_map(value, ", ").filter(|_| is_spoken)?.plain().to_owned()
        }
        Json::Null => return None,
    };
    (!text.is_empty()).then_some(text)
}
