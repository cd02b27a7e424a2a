//! Words of version 2 that are written as other standards have them, put into its own form
//! before anything reads them: `{"value", "language"}`, and the language maps of version 3.

use crate::token::metadata::Words;
use crate::token::metadata::json::{Json, Object};
use crate::token::metadata::note::{NoteKind, Notes};

/// Fields that hold words, or may.
const WORDS: [&str; 4] = ["label", "description", "attribution", "license"];

/// Fields that hold resources with words of their own.
const WITHIN: [&str; 10] = [
    "sequences",
    "canvases",
    "images",
    "resource",
    "default",
    "item",
    "full",
    "members",
    "collections",
    "manifests",
];

/// Puts all words of a resource, and of those in it, into the form of version 2, with a note
/// for every field that had them in another. Documents nest no deeper than their reader lets
/// them.
pub(super) fn put_into_form(resource: &mut Object, notes: &mut Notes) {
    for (key, value) in &mut resource.0 {
        match key.as_str() {
            name if WORDS.contains(&name) => put_right(value, name, notes),
            name if WITHIN.contains(&name) => {
                for within in objects(value) {
                    put_into_form(within, notes);
                }
            }
            name @ "metadata" => {
                for (part, words) in objects(value).flat_map(|line| &mut line.0) {
                    if matches!(part.as_str(), "label" | "value") {
                        put_right(words, name, notes);
                    }
                }
            }
            _ => {}
        }
    }
}

fn put_right(words: &mut Json, field: &str, notes: &mut Notes) {
    let list = match &*words {
        Json::List(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    let read: Vec<Option<Vec<Json>>> = list.iter().map(of_other_form).collect();
    if read.iter().all(Option::is_none) {
        return;
    }
    notes.add(NoteKind::OtherForm, field);
    let all = list.iter().zip(read);
    let all: Vec<Json> =
        all.flat_map(|(old, new)| new.unwrap_or_else(|| vec![old.clone()])).collect();
    *words = Json::List(all);
}

/// What is written in another form, in version 2's own; none where that is not so, or nobody
/// can tell what it says.
fn of_other_form(words: &Json) -> Option<Vec<Json>> {
    let object = words.object()?;
    let has = |name: &str| object.get(name).is_some();
    let in_form = |language: Option<&str>, value: &Json| {
        let list = match value {
            Json::List(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        let texts = list.iter().filter(|one| matches!(one, Json::Text(_) | Json::Number(_)));
        texts.map(|one| value_object(language, one)).collect::<Vec<_>>()
    };
    let read: Vec<Json> = if let Some(value) = object.get("@value").or(object.get("value")) {
        if has("@value") && (has("@language") || !has("language")) {
            return None;
        }
        let language = object.get("@language").or(object.get("language")).and_then(Json::text);
        in_form(language, value)
    } else {
        Words::of_map(words, "\n")?;
        object.0.iter().flat_map(|(tag, value)| in_form(Some(tag.as_str()), value)).collect()
    };
    (!read.is_empty()).then_some(read)
}

/// As JSON-LD writes a text in a language.
fn value_object(language: Option<&str>, value: &Json) -> Json {
    let language = language.map(|tag| ("@language".to_owned(), Json::Text(tag.to_owned())));
    let value = ("@value".to_owned(), value.clone());
    Json::Object(Object(std::iter::once(value).chain(language).collect()))
}

/// The object that a value is, or those in its list.
fn objects(value: &mut Json) -> impl Iterator<Item = &mut Object> {
    let list = match value {
        Json::List(list) => list.as_mut_slice(),
        one => std::slice::from_mut(one),
    };
    list.iter_mut().filter_map(|value| match value {
        Json::Object(object) => Some(object),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::METADATA_VALUES_MAX;
    use crate::token::metadata::json::read_json;

    fn read(text: &str) -> Json {
        read_json(text, METADATA_VALUES_MAX, &mut Notes::default()).unwrap()
    }

    #[test]
    fn words_in_other_forms_are_put_into_that_of_version_2() {
        let check = |words: &str, expected: Option<&str>| {
            let mut found = read(words);
            let mut notes = Notes::default();
            put_right(&mut found, "label", &mut notes);
            assert_eq!(found, read(expected.unwrap_or(words)), "{words}");
            let kinds: Vec<_> = notes.into_inner().into_iter().map(|note| note.kind).collect();
            let noted: &[NoteKind] = if expected.is_some() { &[NoteKind::OtherForm] } else { &[] };
            assert_eq!(kinds, noted, "{words}");
        };
        check(
            r#"{"value":"Rain","language":"en"}"#,
            Some(r#"[{"@value":"Rain","@language":"en"}]"#),
        );
        check(r#"{"value":"Rain"}"#, Some(r#"[{"@value":"Rain"}]"#));
        check(r#"{"value":1897}"#, Some(r#"[{"@value":1897}]"#));
        check(
            r#"{"@value":"Rain","language":"en"}"#,
            Some(r#"[{"@value":"Rain","@language":"en"}]"#),
        );
        check(
            r#"["a",{"value":["b","c"],"language":"fr"}]"#,
            Some(r#"["a",{"@value":"b","@language":"fr"},{"@value":"c","@language":"fr"}]"#),
        );
        check(
            r#"{"en":["Rain"],"zh":"雨"}"#,
            Some(r#"[{"@value":"Rain","@language":"en"},{"@value":"雨","@language":"zh"}]"#),
        );
        for as_it_is in [
            r#""Rain""#,
            "1897",
            "null",
            r#"{"@value":"Rain","@language":"en"}"#,
            r#"{"@value":"Rain"}"#,
            r#"{"@id":"https://h.example/l"}"#,
            r#"{"value":null,"language":"cy"}"#,
            r#"{"value":{"en":"Rain"}}"#,
            r#"{"en":7}"#,
            r#"{"en":[]}"#,
            r#"[{"@value":"Rain","@language":"en"},"b"]"#,
        ] {
            check(as_it_is, None);
        }
    }

    #[test]
    fn words_are_found_wherever_a_resource_has_them() {
        let words = r#"{"value":"x"}"#;
        let text = format!(
            r#"{{"label":{words},"metadata":[{{"label":"L","value":{words}}}],
            "service":{{"label":{words}}},"sequences":[{{"canvases":[{{"images":[{{"resource":
            {{"default":{{"full":{{"attribution":{words}}}}}}}}}]}}]}}]}}"#
        );
        let Json::Object(mut object) = read(&text) else { panic!("{text} is no object") };
        let mut notes = Notes::default();
        put_into_form(&mut object, &mut notes);
        let fields: Vec<_> = notes.into_inner().into_iter().map(|note| note.field).collect();
        assert_eq!(fields, ["label", "metadata", "attribution"]);
        assert_eq!(
            object.get("service").and_then(|service| service.get("label")),
            Some(&read(words))
        );
    }
}
