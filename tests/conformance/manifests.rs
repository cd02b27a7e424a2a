//! Runs vectors of IIIF manifests and collections.

use enfilade::token::iiif::{
    Body, BodyKind, Canvas, Described, Iiif, LabelledValue, Manifest, parse_iiif,
};
use serde_json::{Value, json};

use super::documents::{say_token, words};
use super::{Outcome, input};

/// The side that pictures are asked for within, where a vector names none.
const SIDE_PX_MAX: u64 = 4_096;

pub fn run(vector: &Value) -> Outcome {
    let parsed = parse_iiif(&input::document(vector)).map_err(|error| error.key().to_owned())?;
    Ok(match parsed {
        Iiif::Manifest(manifest) => say_manifest(&manifest, vector),
        Iiif::Collection(collection) => {
            let items: Vec<_> = collection
                .items
                .iter()
                .map(|item| {
                    let kind = if item.is_collection { "collection" } else { "manifest" };
                    json!({
                        "id": item.id,
                        "kind": kind,
                        "label": words(&item.label),
                        "thumbnail": item.thumbnail,
                    })
                })
                .collect();
            with_members(
                describe(&collection.about),
                json!({ "kind": "collection", "items": items }),
            )
        }
    })
}

fn say_manifest(manifest: &Manifest, vector: &Value) -> Value {
    let side = vector["side_px_max"].as_u64().unwrap_or(SIDE_PX_MAX);
    let side = u32::try_from(side).unwrap();
    let index = vector["canvas"].as_u64().map_or(manifest.start, |i| usize::try_from(i).unwrap());
    let canvas: &Canvas = &manifest.canvases[index];
    let body = |body: &Body| {
        let kind = match body.kind {
            BodyKind::Image => "image",
            BodyKind::Video => "video",
            BodyKind::Sound => "sound",
            BodyKind::Model => "model",
            BodyKind::Other => "other",
        };
        json!({
            "kind": kind,
            "uri": body.uri,
            "request": body.request(side),
            "part_unasked": body.part_unasked(),
            "label": words(&body.label),
            "mime": body.mime,
            "width": body.width_px,
            "height": body.height_px,
            "duration_ms": body.duration_ms,
        })
    };
    let paintings: Vec<_> = canvas
        .paintings
        .iter()
        .map(|painting| {
            let choices: Vec<_> = painting.choices.iter().map(body).collect();
            json!({ "choices": choices, "whole": painting.is_whole })
        })
        .collect();
    let said_canvas = json!({
        "width": canvas.width,
        "height": canvas.height,
        "duration_ms": canvas.duration_ms,
        "size_mm": canvas.size_mm,
        "further_pages": canvas.further_pages,
        "paintings": paintings,
    });
    let said = json!({
        "kind": "manifest",
        "canvases": manifest.canvases.len(),
        "start": manifest.start,
        "canvas": with_members(describe(&canvas.about), said_canvas),
        "work": say_token(&manifest.work(index, side).unwrap()),
    });
    with_members(describe(&manifest.about), said)
}

fn describe(about: &Described) -> Value {
    let line = |line: &LabelledValue| {
        json!({
            "label": words(&Some(line.label.clone())),
            "value": words(&Some(line.value.clone())),
        })
    };
    let (statements, rights) = (&about.due.statements, &about.due.rights);
    let providers = about.due.providers.iter().map(|provider| {
        json!({
            "label": words(&Some(provider.label.clone())),
            "homepage": provider.homepage,
            "logo": provider.logo,
        })
    });
    json!({
        "id": about.id,
        "label": words(&about.label),
        "summary": words(&about.summary),
        "metadata": about.metadata.iter().map(line).collect::<Vec<_>>(),
        "required_statement": statements.first().map(line),
        "rights": rights.first(),
        "further_rights": rights.get(1..).unwrap_or_default(),
        "providers": providers.collect::<Vec<_>>(),
        "homepage": about.homepage,
        "thumbnail": about.thumbnail,
        "behaviors": about.behaviors,
    })
}

fn with_members(mut value: Value, more: Value) -> Value {
    let (Value::Object(fields), Value::Object(more)) = (&mut value, more) else { return value };
    fields.extend(more);
    value
}
