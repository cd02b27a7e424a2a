//! The shim: documents of Presentation 2 rewritten in the form of version 3, so that one
//! reader reads both.

use std::collections::HashMap;

use super::service::ImageService;
use crate::limits::CANVASES_MAX;
use crate::token::metadata::json::{Json, Object};

/// Types of resources that are neither seen nor heard, in lowercase: those of DCMI and FOAF,
/// of Open Annotation and what it uses, and IIIF's own.
const NO_MEDIA: [&str; 23] = [
    "text",
    "dataset",
    "collection",
    "event",
    "interactiveresource",
    "service",
    "software",
    "document",
    "bibliographicresource",
    "contentastext",
    "contentasxml",
    "specificresource",
    "textualbody",
    "tag",
    "semantictag",
    "choice",
    "composite",
    "list",
    "canvas",
    "manifest",
    "range",
    "layer",
    "annotationlist",
];

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
    let around: Vec<&Object> =
        std::iter::once(old).chain(sequence.and_then(Json::object)).collect();
    new.extend(due(&around));
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
            let mut new = described(member, kind);
            new.extend(due(&[member]));
            Json::Object(fields(new))
        })
    };
    // A long collection lies on pages, each of which is one itself (section 3.5); later
    // versions have no such pages.
    let page = |name: &str| {
        let page = old.get(name)?;
        let id = page.text().or_else(|| page.get("@id")?.text())?;
        Some(object([("id", text(id)), ("type", text("Collection"))]))
    };
    let members = of("members", "Manifest").chain(of("collections", "Collection"));
    let members = page("first").into_iter().chain(members).chain(of("manifests", "Manifest"));
    let members: Vec<_> = members.chain(page("next")).collect();
    let mut new = described(old, "Collection");
    new.push(("items", Some(Json::List(members))));
    new.extend(due(&[old]));
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
    new.extend(due(&[old]));
    Json::Object(fields(new))
}

fn annotation(old: &Object) -> Option<Json> {
    let resource = old.get("resource")?;
    let kind = resource.get("@type").and_then(Json::text);
    let body = if kind == Some("oa:Choice") {
        let others = items(resource.get("item"));
        let all = resource.get("default").into_iter().chain(others);
        let bodies: Vec<_> = all.filter_map(body).collect();
        let mut choice = vec![("type", Some(text("Choice"))), ("items", Some(Json::List(bodies)))];
        choice.extend(due_of(resource));
        Json::Object(fields(choice))
    } else {
        body(resource)?
    };
    let on = old.get("on").and_then(|on| on.text().or_else(|| on.get("full")?.text()));
    let mut new = vec![
        ("type", Some(text("Annotation"))),
        ("motivation", Some(text("painting"))),
        ("body", Some(body)),
        ("target", Some(text(on.unwrap_or("")))),
    ];
    new.extend(due(&[old]));
    Some(Json::Object(fields(new)))
}

/// A content resource; `rdf:nil`, which stands for nothing, is left out.
fn body(old: &Json) -> Option<Json> {
    match old.get("@type").and_then(Json::text) {
        Some("rdf:nil") => return None,
        Some("oa:SpecificResource") => return part_of(old),
        _ => {}
    }
    let mut new = vec![
        ("id", old.get("@id").cloned()),
        ("type", Some(text(kind_of(old)))),
        ("label", old.get("label").and_then(language_map)),
    ];
    for name in ["format", "width", "height", "service", "duration"] {
        new.push((name, old.get(name).cloned()));
    }
    new.extend(due_of(old));
    Some(Json::Object(fields(new)))
}

/// What a content resource is. Whatever an image annotation holds is an image where neither
/// its type, nor a service of images, nor its format says otherwise. Of several types the
/// first that is seen or heard counts: images are documents, too.
fn kind_of(old: &Json) -> &'static str {
    let types = items(old.get("@type")).filter_map(Json::text);
    let kinds: Vec<&'static str> = types.filter_map(kind_of_type).collect();
    let media = kinds.iter().find(|kind| **kind != "Text");
    if let Some(kind) = media.or(kinds.first()).copied() {
        return kind;
    }
    if old.get("service").and_then(ImageService::of).is_some() {
        return "Image";
    }
    let format = old.get("format").and_then(Json::text).unwrap_or("").to_ascii_lowercase();
    let format = format.split(';').next().unwrap_or("").trim();
    match format.split_once('/').unwrap_or((format, "")) {
        ("video", _) => "Video",
        ("audio", _) => "Sound",
        ("model", _) => "Model",
        // Which says nothing but that there are bytes.
        ("application", "octet-stream") => "Image",
        ("text" | "application", _) => "Text",
        _ => "Image",
    }
}

/// What a type says, whatever its prefix: there are `dctypes:Image`, `dcTypes:Image`, the
/// `dcterms:Image` of Presentation 2.0 (section 6.4), and whole addresses.
fn kind_of_type(name: &str) -> Option<&'static str> {
    let name = name.rsplit([':', '/', '#']).next().unwrap_or(name).to_ascii_lowercase();
    Some(match name.as_str() {
        "image" | "stillimage" => "Image",
        "movingimage" | "video" => "Video",
        "sound" | "audio" => "Sound",
        "physicalobject" | "model" => "Model",
        other if NO_MEDIA.contains(&other) => "Text",
        _ => return None,
    })
}

/// A part of a content resource.
fn part_of(old: &Json) -> Option<Json> {
    let mut new = vec![
        ("type", Some(text("SpecificResource"))),
        ("source", Some(body(old.get("full")?)?)),
        ("selector", old.get("selector").cloned()),
    ];
    new.extend(due_of(old));
    Some(Json::Object(fields(new)))
}

/// What may be said of every resource.
fn described(old: &Object, kind: &str) -> Vec<(&'static str, Option<Json>)> {
    let lines = items(old.get("metadata")).filter_map(|line| {
        let label = language_map(line.get("label")?)?;
        Some(object([("label", label), ("value", language_map(line.get("value")?)?)]))
    });
    let lines: Vec<_> = lines.collect();
    let first = |name: &str| items(old.get(name)).next();
    vec![
        ("id", old.get("@id").cloned()),
        ("type", Some(text(kind))),
        ("label", old.get("label").and_then(language_map)),
        ("summary", old.get("description").and_then(language_map)),
        ("metadata", Some(Json::List(lines))),
        ("homepage", first("related").cloned()),
        ("thumbnail", first("thumbnail").cloned()),
        ("behavior", old.get("viewingHint").cloned()),
        ("service", old.get("service").cloned()),
    ]
}

/// What is shown with a resource of any kind, and with others around it. Who has a logo
/// shown and no name is named by the host of their document.
fn due(all: &[&Object]) -> [(&'static str, Option<Json>); 3] {
    let statement = |old: &&Object| {
        let value = language_map(old.get("attribution")?)?;
        let label = object([("en", text("Attribution")), ("zh", text("署名"))]);
        Some(object([("label", label), ("value", value)]))
    };
    let provider = |old: &&Object| {
        let logo = items(old.get("logo")).next()?;
        let places = [old.get("@id"), Some(logo), logo.get("@id")];
        let host = places.into_iter().flatten().find_map(|place| host_of(place.text()?))?;
        let label = object([("none", text(&host))]);
        Some(object([("type", text("Agent")), ("label", label), ("logo", logo.clone())]))
    };
    let licences = all.iter().flat_map(|old| licences(old)).collect();
    let list = |all: Vec<Json>| (!all.is_empty()).then_some(Json::List(all));
    [
        ("requiredStatement", list(all.iter().filter_map(statement).collect())),
        ("rights", list(licences)),
        ("provider", list(all.iter().filter_map(provider).collect())),
    ]
}

/// Addresses of licences, and what a document has in words in their place: the languages of
/// those words are one text.
fn licences(old: &Object) -> Vec<Json> {
    let all = items(old.get("license"));
    let (words, others): (Vec<&Json>, Vec<&Json>) =
        all.partition(|one| one.get("@language").is_some());
    let words = language_map(&Json::List(words.into_iter().cloned().collect()));
    others.into_iter().map(|one| one.get("@value").unwrap_or(one).clone()).chain(words).collect()
}

/// The same of what may be an object.
fn due_of(old: &Json) -> impl Iterator<Item = (&'static str, Option<Json>)> {
    old.object().map(|object| due(&[object])).into_iter().flatten()
}

fn host_of(address: &str) -> Option<String> {
    Some(url::Url::parse(address).ok()?.host_str()?.trim_start_matches("www.").to_owned())
}

/// A text, `{"@value", "@language"}`, or a list of both, as a language map; words in other
/// forms were put into this one before. What has no words takes none away from the others.
fn language_map(value: &Json) -> Option<Json> {
    let mut map: Vec<(String, Json)> = Vec::new();
    // Where a language stands in the map: a document may have hundreds of thousands.
    let mut places: HashMap<&str, usize> = HashMap::new();
    for value in items(Some(value)) {
        let (language, value) = match value {
            Json::Object(object) => {
                let language = object.get("@language").and_then(Json::text);
                (language.unwrap_or("none"), object.get("@value"))
            }
            bare => ("none", Some(bare)),
        };
        let Some(Json::Text(words) | Json::Number(words)) = value else { continue };
        let place = *places.entry(language).or_insert(map.len());
        match map.get_mut(place) {
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
