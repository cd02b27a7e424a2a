//! The shim: documents of Presentation 2 rewritten in the form of version 3, so that one
//! reader reads both.

use crate::limits::CANVASES_MAX;
use crate::token::metadata::json::{Json, Object};

/// Whether a document is of version 2: its types have the prefix `sc:`.
pub(super) fn is_version_2(object: &Object) -> bool {
    object.get("@type").and_then(Json::text).is_some_and(|kind| kind.starts_with("sc:"))
}

/// The same document as version 3 writes it.
pub(super) fn to_version_3(object: &Object) -> Object {
    match object.get("@type").and_then(Json::text) {
        Some("sc:Collection") => collection(object),
        _ => manifest(object),
    }
}

fn manifest(old: &Object) -> Object {
    let sequence = items(old.get("sequences")).next();
    let canvases = items(sequence.and_then(|sequence| sequence.get("canvases")));
    let canvases = canvases.filter_map(Json::object).take(CANVASES_MAX + 1).map(canvas).collect();
    let start = sequence.and_then(|sequence| sequence.get("startCanvas"));
    let start = start.or_else(|| old.get("startCanvas")).and_then(Json::text);
    let start = start.map(|id| object([("id", text(id)), ("type", text("Canvas"))]));
    let mut new = described(old, "Manifest");
    new.extend([("start", start), ("items", Some(Json::List(canvases)))]);
    fields(new)
}

fn collection(old: &Object) -> Object {
    let of = |name: &str, kind: &'static str| {
        items(old.get(name)).filter_map(Json::object).map(move |member| {
            let own = member.get("@type").and_then(Json::text);
            let kind = match own {
                Some("sc:Collection") => "Collection",
                Some("sc:Manifest") => "Manifest",
                _ => kind,
            };
            Json::Object(fields(described(member, kind)))
        })
    };
    let members = of("members", "Manifest").chain(of("collections", "Collection"));
    let members: Vec<_> = members.chain(of("manifests", "Manifest")).collect();
    let mut new = described(old, "Collection");
    new.push(("items", Some(Json::List(members))));
    fields(new)
}

fn canvas(old: &Object) -> Json {
    let images = items(old.get("images")).filter_map(Json::object);
    let annotations: Vec<_> = images.filter_map(annotation).collect();
    let page = object([("type", text("AnnotationPage")), ("items", Json::List(annotations))]);
    let mut new = described(old, "Canvas");
    for name in ["width", "height"] {
        new.push((name, old.get(name).cloned()));
    }
    new.push(("items", Some(Json::List(vec![page]))));
    Json::Object(fields(new))
}

fn annotation(old: &Object) -> Option<Json> {
    let resource = old.get("resource")?;
    let kind = resource.get("@type").and_then(Json::text);
    let body = if kind == Some("oa:Choice") {
        let others = items(resource.get("item"));
        let all = resource.get("default").into_iter().chain(others);
        let bodies: Vec<_> = all.filter_map(body).collect();
        object([("type", text("Choice")), ("items", Json::List(bodies))])
    } else {
        body(resource)?
    };
    let on = old.get("on").and_then(|on| on.text().or_else(|| on.get("full")?.text()));
    Some(object([
        ("type", text("Annotation")),
        ("motivation", text("painting")),
        ("body", body),
        ("target", text(on.unwrap_or(""))),
    ]))
}

/// A content resource; `rdf:nil`, which stands for nothing, is left out.
fn body(old: &Json) -> Option<Json> {
    let old = match old.get("@type").and_then(Json::text) {
        Some("rdf:nil") => return None,
        Some("oa:SpecificResource") => old.get("full")?,
        _ => old,
    };
    let kind = match old.get("@type").and_then(Json::text).unwrap_or("") {
        "dctypes:Image" => "Image",
        "dctypes:MovingImage" | "dctypes:Video" => "Video",
        "dctypes:Sound" => "Sound",
        "dctypes:PhysicalObject" => "Model",
        // What an image annotation holds without a type is an image.
        "" => "Image",
        _ => "Text",
    };
    let mut new = vec![
        ("id", old.get("@id").cloned()),
        ("type", Some(text(kind))),
        ("label", old.get("label").and_then(language_map)),
    ];
    for name in ["format", "width", "height", "service", "duration"] {
        new.push((name, old.get(name).cloned()));
    }
    Some(Json::Object(fields(new)))
}

/// What may be said of every resource.
fn described(old: &Object, kind: &str) -> Vec<(&'static str, Option<Json>)> {
    let lines = items(old.get("metadata")).filter_map(|line| {
        let label = language_map(line.get("label")?)?;
        Some(object([("label", label), ("value", language_map(line.get("value")?)?)]))
    });
    let lines: Vec<_> = lines.collect();
    let statement = old.get("attribution").and_then(language_map).map(|value| {
        let label = object([("en", text("Attribution")), ("zh", text("署名"))]);
        object([("label", label), ("value", value)])
    });
    let first = |name: &str| items(old.get(name)).next();
    vec![
        ("id", old.get("@id").cloned()),
        ("type", Some(text(kind))),
        ("label", old.get("label").and_then(language_map)),
        ("summary", old.get("description").and_then(language_map)),
        ("metadata", Some(Json::List(lines))),
        ("requiredStatement", statement),
        ("rights", first("license").cloned()),
        ("homepage", first("related").cloned()),
        ("thumbnail", first("thumbnail").cloned()),
        ("behavior", old.get("viewingHint").cloned()),
        ("service", old.get("service").cloned()),
    ]
}

/// A text, `{"@value", "@language"}`, or a list of both, as a language map.
fn language_map(value: &Json) -> Option<Json> {
    let mut map: Vec<(String, Json)> = Vec::new();
    for value in items(Some(value)) {
        let (language, words) = match value {
            Json::Text(words) => ("none", words.as_str()),
            Json::Number(digits) => ("none", digits.as_str()),
            Json::Object(object) => {
                let language = object.get("@language").and_then(Json::text).unwrap_or("none");
                (language, object.get("@value")?.text()?)
            }
            _ => continue,
        };
        match map.iter_mut().find(|(there, _)| there == language) {
            Some((_, Json::List(texts))) => texts.push(text(words)),
            _ => map.push((language.to_owned(), Json::List(vec![text(words)]))),
        }
    }
    (!map.is_empty()).then_some(Json::Object(Object(map)))
}

/// The entries of a list, or the value itself.
fn items(value: Option<&Json>) -> impl Iterator<Item = &Json> {
    let list = match value {
        Some(Json::List(list)) => list.as_slice(),
        Some(Json::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    };
    list.iter()
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()))
}

fn fields(fields: Vec<(&'static str, Option<Json>)>) -> Object {
    let there = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Object(there.collect())
}
