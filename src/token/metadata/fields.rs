//! A document's fields, looked up at its top and inside `properties`, in any spelling,
//! and read leniently: what is of another type is repaired or set aside, with a note.

use std::collections::{HashMap, HashSet};

use super::addresses::looks_like_address;
use super::json::{Json, Object};
use super::note::{NoteKind, Notes};
use super::words::Words;
use crate::limits::{FIELD_NAME_CHARS_MAX, NAMES_MAX, VALUE_DEPTH_MAX};
use crate::token::text;
use crate::token::web::{https_address, web_address};

/// The fields of one document.
pub(in crate::token) struct Fields<'a> {
    top: Index<'a>,
    properties: Index<'a>,
    /// The document has the shape of ERC-721's own JSON Schema.
    schema_shaped: bool,
    /// Keys of `properties` that were read as something else than traits.
    read: HashSet<&'a str>,
    notes: &'a mut Notes,
}

/// Names of files that traits have, too: what is no address under them inside `properties`
/// is left to the traits (ERC-1155).
const ALSO_TRAITS: [&str; 6] = ["animation", "content", "media", "picture", "cover", "preview"];

/// An object's fields by their names without case, dashes and underscores.
struct Index<'a> {
    object: Option<&'a Object>,
    places: HashMap<String, Vec<usize>>,
}

impl<'a> Fields<'a> {
    pub fn new(object: &'a Object, notes: &'a mut Notes) -> Self {
        let properties = object.get("properties").and_then(Json::object);
        let is_object = object.get("type").and_then(Json::text) == Some("object");
        Self {
            top: Index::new(Some(object)),
            properties: Index::new(properties),
            schema_shaped: is_object && properties.is_some(),
            read: HashSet::new(),
            notes,
        }
    }

    /// Every value that stands under one of these names and is not nothing, the first
    /// name first; each at the document's top, then inside `properties`.
    pub fn all(&mut self, names: &[&str]) -> Vec<(&'a str, &'a Json)> {
        let mut found: Vec<(&'a str, &'a Json)> = Vec::new();
        for name in names {
            let plain = plain_name(name);
            let top = self.top.get(name, &plain);
            let is_left = !self.schema_shaped && ALSO_TRAITS.contains(name);
            let inside = self.properties.get(name, &plain);
            let inside = inside.filter(|(_, value)| !(is_left && is_trait(value)));
            if let Some((key, _)) = inside {
                self.read.insert(key);
            }
            // The title of a schema is the schema's before it is the work's.
            let order = if self.schema_shaped { [inside, top] } else { [top, inside] };
            for (key, value) in order.into_iter().flatten() {
                let again = found.iter().any(|(_, other)| std::ptr::eq(*other, value));
                if value.is_nothing() || again {
                    continue;
                }
                if !names.contains(&key) {
                    self.notes.add(NoteKind::OtherSpelling, key);
                }
                found.push((key, value));
            }
        }
        found
    }

    /// The first of them.
    pub fn first(&mut self, names: &[&str]) -> Option<(&'a str, &'a Json)> {
        self.all(names).into_iter().next()
    }

    pub fn note(&mut self, kind: NoteKind, field: &str) {
        self.notes.add(kind, field);
    }

    /// Words in the document's language or in several.
    pub fn words(&mut self, names: &[&str]) -> Option<Words> {
        self.all(names).into_iter().find_map(|(key, value)| {
            let words = words_of(value, key, self.notes, Depth::MOST);
            if words.is_none() && value.text().is_none() {
                self.notes.add(NoteKind::WrongType, key);
            }
            words
        })
    }

    /// A text for all languages.
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        self.words(names).map(|words| words.plain().to_owned())
    }

    /// An address, as it is written: a data URI may hold what a label may not.
    pub fn uri(&mut self, names: &[&str]) -> Option<String> {
        self.all(names).into_iter().find_map(|(key, value)| self.uri_of(key, value))
    }

    /// Every address under these names, the first name first, and those of a list in its
    /// order. Notes are of the fields up to the first address: the others only stand behind
    /// it.
    pub fn uris(&mut self, names: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        for (key, value) in self.all(names) {
            let more = match found.is_empty() {
                true => self.uris_of(key, value),
                false => uris_in(value),
            };
            found.extend(more);
        }
        found
    }

    /// The address in a value that stands under this key.
    pub fn uri_of(&mut self, key: &str, value: &Json) -> Option<String> {
        self.uris_of(key, value).into_iter().next()
    }

    /// Every address in a value that stands under this key: a list may have several.
    fn uris_of(&mut self, key: &str, value: &Json) -> Vec<String> {
        let uris = uris_in(value);
        let note = match value {
            _ if texts_in(value, Depth::MOST).is_empty() => Some(NoteKind::WrongType),
            _ if uris.is_empty() => Some(NoteKind::EmptyWord),
            Json::Object(_) => Some(NoteKind::ObjectForText),
            Json::List(_) => Some(NoteKind::ListForAddress),
            _ => None,
        };
        if let Some(note) = note {
            self.notes.add(note, key);
        }
        uris
    }

    /// An address that a visitor may follow: `https` with a host.
    pub fn link(&mut self, names: &[&str]) -> Option<String> {
        self.shown(names, https_address)
    }

    /// An address that a label shows: on the web, and often one that begins with `http`,
    /// as those of licences do.
    pub fn page(&mut self, names: &[&str]) -> Option<String> {
        self.shown(names, web_address)
    }

    /// An address as `read` spells it, where that finds one.
    fn shown(&mut self, names: &[&str], read: fn(&str) -> Option<String>) -> Option<String> {
        self.all(names).into_iter().find_map(|(key, value)| {
            let address = read(&self.uri_of(key, value)?);
            if address.is_none() {
                self.notes.add(NoteKind::BadLink, key);
            }
            address
        })
    }

    /// A whole number, of a number or a text of digits.
    pub fn whole(&mut self, names: &[&str]) -> Option<u64> {
        let (key, value) = self.first(names)?;
        let number = whole_of(value);
        match (value, number) {
            (Json::Text(_), Some(_)) => self.notes.add(NoteKind::TextForNumber, key),
            (_, None) => self.notes.add(NoteKind::WrongType, key),
            _ => {}
        }
        number
    }

    /// Several texts: a list, or one text with commas.
    pub fn texts(&mut self, names: &[&str]) -> Vec<String> {
        let Some((key, value)) = self.first(names) else { return Vec::new() };
        let texts: Vec<&str> = match value {
            Json::List(list) => list.iter().filter_map(Json::text).collect(),
            Json::Text(text) => text.split(',').collect(),
            _ => {
                self.notes.add(NoteKind::WrongType, key);
                return Vec::new();
            }
        };
        let cleaned = texts.into_iter().map(text::clean_text).filter(|text| !text.is_empty());
        cleaned.take(NAMES_MAX).collect()
    }

    /// What stands in `properties` and was not read as something else.
    pub fn rest_of_properties(&self) -> Vec<(&'a str, &'a Json)> {
        let object = self.properties.object;
        let fields = object.into_iter().flat_map(|object| &object.0);
        fields
            .map(|(key, value)| (key.as_str(), value))
            .filter(|(key, _)| !self.read.contains(key) && !self.schema_shaped)
            .collect()
    }
}

impl<'a> Index<'a> {
    fn new(object: Option<&'a Object>) -> Self {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, (key, _)) in object.into_iter().flat_map(|object| &object.0).enumerate() {
            places.entry(plain_name(key)).or_default().push(i);
        }
        Self { object, places }
    }

    /// The field of exactly this name, else one whose name is spelled otherwise; `plain` is
    /// the name without that.
    fn get(&self, name: &str, plain: &str) -> Option<(&'a str, &'a Json)> {
        let fields = &self.object?.0;
        let places = self.places.get(plain)?;
        let exact = places.iter().find(|place| fields[**place].0 == name);
        let (key, value) = &fields[*exact.or(places.first())?];
        Some((key, value))
    }
}

/// Whether a value is that of a trait rather than of a file: words, or ERC-1155's rich form
/// around them.
fn is_trait(value: &Json) -> bool {
    match value {
        Json::Text(text) => !looks_like_address(text),
        Json::Number(_) | Json::Bool(_) => true,
        Json::List(list) => list.iter().all(is_trait),
        Json::Object(object) => {
            let value = object.get("display_value").or_else(|| object.get("value"));
            value.is_some_and(is_trait)
        }
        Json::Null => false,
    }
}

/// How many more lists and objects a value may lie in.
#[derive(Clone, Copy)]
struct Depth(u8);

impl Depth {
    const MOST: Self = Self(VALUE_DEPTH_MAX);

    fn deeper(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

/// The words in a value: a text, a number, one text per language, or an object of a
/// standard's rich form.
fn words_of(value: &Json, key: &str, notes: &mut Notes, depth: Depth) -> Option<Words> {
    let words = match value {
        Json::Text(text) => {
            let cleaned = text::clean(text);
            if cleaned.hidden {
                notes.add(NoteKind::HiddenCharacters, key);
            }
            if cleaned.cut {
                notes.add(NoteKind::TooLong, key);
            }
            Words::one(&cleaned.text)
        }
        Json::Number(digits) => {
            notes.add(NoteKind::NumberForText, key);
            Words::one(digits)
        }
        Json::Object(object) => {
            notes.add(NoteKind::ObjectForText, key);
            let rich = || {
                let names = ["display_value", "value", "name", "title", "description"];
                let inner = names.into_iter().find_map(|name| object.get(name))?;
                words_of(inner, key, notes, depth.deeper()?)
            };
            Words::of_map(value, "\n").or_else(rich)?
        }
        Json::List(list) => {
            let depth = depth.deeper()?;
            let texts = list.iter().take(NAMES_MAX);
            let texts = texts.filter_map(|value| words_of(value, key, notes, depth));
            let texts: Vec<_> = texts.map(|words| words.plain().to_owned()).collect();
            notes.add(NoteKind::ListForText, key);
            Words::one(&texts.join(if key == "description" { "\n" } else { ", " }))
        }
        Json::Null | Json::Bool(_) => return None,
    };
    (!words.is_empty()).then_some(words)
}

/// The addresses in a value, without words for nothing.
pub(super) fn uris_in(value: &Json) -> Vec<String> {
    let texts = texts_in(value, Depth::MOST).into_iter();
    texts.filter(|text| !is_word_for_nothing(text)).map(|text| text.trim().to_owned()).collect()
}

/// What stands where an address should: a text, that of an object that names a file, or
/// those in a list of them.
fn texts_in(value: &Json, depth: Depth) -> Vec<&str> {
    const NAMES: [&str; 11] = [
        "uri",
        "url",
        "src",
        "href",
        "@id",
        "id",
        "ipfs",
        "original",
        "value",
        "image",
        "description",
    ];
    match (value, depth.deeper()) {
        (Json::Text(text), _) if !text.trim().is_empty() => vec![text.as_str()],
        (Json::Object(object), Some(depth)) => {
            let mut named = NAMES.into_iter().filter_map(|name| object.get(name));
            let texts = named.find_map(|value| {
                let texts = texts_in(value, depth);
                (!texts.is_empty()).then_some(texts)
            });
            texts.unwrap_or_default()
        }
        (Json::List(list), Some(depth)) => {
            let entries = list.iter().take(NAMES_MAX);
            entries.flat_map(|value| texts_in(value, depth)).take(NAMES_MAX).collect()
        }
        _ => Vec::new(),
    }
}

/// A whole number that is not negative, of a number or a text of digits.
pub(in crate::token) fn whole_of(value: &Json) -> Option<u64> {
    match value {
        Json::Number(digits) => digits.parse().ok().or_else(|| {
            let number = value.float()?.round();
            (0.0..9e15).contains(&number).then_some(number as u64)
        }),
        Json::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn is_word_for_nothing(uri: &str) -> bool {
    let word = uri.trim().to_ascii_lowercase();
    matches!(word.as_str(), "null" | "undefined" | "none" | "nan" | "n/a" | "#" | "-" | "tbd")
}

fn plain_name(key: &str) -> String {
    let letters = key.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.take(FIELD_NAME_CHARS_MAX).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_told_apart_so_far_and_no_further() {
        let check = |letters: usize, alike: bool| {
            let start = "a".repeat(letters);
            let object = Object(vec![(format!("{start}_b"), Json::Number("1".to_owned()))]);
            let other = format!("{start}c");
            let mut notes = Notes::default();
            let found = Fields::new(&object, &mut notes).whole(&[other.as_str()]);
            assert_eq!(found.is_some(), alike, "{letters}");
        };
        check(FIELD_NAME_CHARS_MAX - 1, false);
        check(FIELD_NAME_CHARS_MAX, true);
    }
}
