//! glTF as JSON, with its data in data URIs or in files beside it, packed into a GLB, and
//! GLBs that carry data URIs, too: one way to read all.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value, json};

use super::{Chunks, damaged, refused, split};
use crate::limits;
use crate::media::error::at_most;
use crate::media::{MediaError, MediaType, is_beside, sniff};

/// A model's bytes as a GLB with all that it carries in its binary data: a GLB itself, or
/// JSON packed into one. What lies in files beside it is refused.
pub fn as_glb(bytes: &[u8]) -> Result<Cow<'_, [u8]>, MediaError> {
    match sniff(bytes) {
        Some(MediaType::GltfJson) => pack_glb(bytes, &BTreeMap::new()).map(Cow::Owned),
        Some(MediaType::Glb) => Ok(embedded(bytes)?.map_or(Cow::Borrowed(bytes), Cow::Owned)),
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

/// A GLB with what it has in data URIs in its binary data; none where it has nothing there.
fn embedded(bytes: &[u8]) -> Result<Option<Vec<u8>>, MediaError> {
    let Chunks { json, binary } = split(bytes)?;
    at_most!(json.len(), MODEL_JSON_BYTES_MAX, "bytes of JSON");
    // Nearly none has any, and is not read for it.
    let mut before_colons = json.split(|byte| *byte == b':');
    let is_scheme = |before: &[u8]| {
        before.last_chunk::<4>().is_some_and(|last| last.eq_ignore_ascii_case(b"data"))
    };
    if !before_colons.any(is_scheme) {
        return Ok(None);
    }
    let mut root: Map<String, Value> = serde_json::from_slice(json).map_err(damaged)?;
    let has_any = ["buffers", "images"].into_iter().any(|key| {
        let parts = list(&mut root, key);
        parts.iter().any(|part| part.get("uri").and_then(Value::as_str).is_some_and(is_data))
    });
    if has_any { pack(root, Some(binary), &BTreeMap::new()).map(Some) } else { Ok(None) }
}

/// A file beside a model, as the model's JSON names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideModel {
    pub address: String,
    /// A picture, without which the model can still stand.
    pub is_picture: bool,
}

/// The files beside it that a model in JSON names, each once.
pub fn beside_model(bytes: &[u8]) -> Result<Vec<BesideModel>, MediaError> {
    at_most!(bytes.len(), MODEL_BYTES_MAX, "bytes");
    let mut root: Map<String, Value> = serde_json::from_slice(bytes).map_err(damaged)?;
    let mut found: Vec<BesideModel> = Vec::new();
    for (key, is_picture) in [("buffers", false), ("images", true)] {
        for part in list(&mut root, key) {
            let Some(address) = part.get("uri").and_then(Value::as_str) else { continue };
            let known = found.iter().any(|one| one.address == address);
            if is_beside(address) && !known {
                found.push(BesideModel { address: address.to_owned(), is_picture });
            }
        }
    }
    Ok(found)
}

/// Whether all files of a model together have no more bytes than a model may.
pub fn model_fits(bytes: u64) -> Result<(), MediaError> {
    at_most!(bytes, MODEL_BYTES_MAX, "bytes in its files");
    Ok(())
}

/// Packs a model in JSON with the files beside it, by the addresses that it has for them.
pub fn pack_glb(bytes: &[u8], files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, MediaError> {
    at_most!(bytes.len(), MODEL_BYTES_MAX, "bytes");
    pack(serde_json::from_slice(bytes).map_err(damaged)?, None, files)
}

/// The same of JSON that is read, which may have a binary chunk of its own: that is its
/// first buffer, without an address (glTF 2.0, section 4.4.3.3).
fn pack(
    mut root: Map<String, Value>,
    own: Option<&[u8]>,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<u8>, MediaError> {
    let mut binary = Vec::new();
    let mut starts = Vec::new();
    let mut own = own.map(Cow::Borrowed);
    for buffer in list(&mut root, "buffers") {
        let held = match (buffer.get("uri"), own.take()) {
            (None, Some(own)) => own,
            (uri, _) => held(uri, files)?
                .ok_or_else(|| refused("data that lies outside of it".to_owned()))?,
        };
        let told = buffer.get("byteLength").and_then(Value::as_u64).unwrap_or(u64::MAX);
        if told > held.len() as u64 {
            return Err(damaged("its data is shorter than it says"));
        }
        starts.push(append(&mut binary, &held));
        at_most!(binary.len(), MODEL_BYTES_MAX, "bytes");
    }
    for view in list(&mut root, "bufferViews") {
        let number = |key: &str| view.get(key).and_then(Value::as_u64).unwrap_or(0);
        let buffer = usize::try_from(number("buffer")).unwrap_or(usize::MAX);
        let start = starts.get(buffer).ok_or_else(|| damaged("a view names no buffer"))?;
        let offset = number("byteOffset").checked_add(*start as u64);
        let offset = offset.ok_or_else(|| damaged("a buffer view lies outside of its data"))?;
        view.insert("byteOffset".to_owned(), offset.into());
        view.insert("buffer".to_owned(), 0.into());
    }
    let views = list(&mut root, "bufferViews").len();
    let mut further = Vec::new();
    for image in list(&mut root, "images") {
        let Some(held) = held(image.get("uri"), files)? else { continue };
        image.remove("uri");
        // Of what is no picture it is told where pictures are looked at.
        if let Some(media) = sniff(&held) {
            image.insert("mimeType".to_owned(), media.mime().into());
        }
        image.insert("bufferView".to_owned(), (views + further.len()).into());
        let start = append(&mut binary, &held);
        at_most!(binary.len(), MODEL_BYTES_MAX, "bytes");
        further.push(json!({"buffer": 0, "byteOffset": start, "byteLength": held.len()}));
    }
    if !further.is_empty()
        && let Value::Array(views) = root.entry("bufferViews").or_insert(json!([]))
    {
        views.extend(further);
    }
    let buffers = if binary.is_empty() { json!([]) } else { json!([{"byteLength": binary.len()}]) };
    root.insert("buffers".to_owned(), buffers);
    Ok(join(&root, &binary))
}

/// The objects of a list; what is none is met later, where it is read.
fn list<'a>(root: &'a mut Map<String, Value>, key: &str) -> Vec<&'a mut Map<String, Value>> {
    let found = root.get_mut(key).and_then(Value::as_array_mut);
    found.into_iter().flatten().filter_map(Value::as_object_mut).collect()
}

/// The bytes that a URI stands for: a file at hand, or its own; none where there is no
/// URI or another.
fn held<'a>(
    uri: Option<&Value>,
    files: &'a BTreeMap<String, Vec<u8>>,
) -> Result<Option<Cow<'a, [u8]>>, MediaError> {
    match uri.and_then(Value::as_str).and_then(|uri| files.get(uri)) {
        Some(held) => Ok(Some(Cow::Borrowed(held))),
        None => Ok(carried(uri)?.map(Cow::Owned)),
    }
}

/// The bytes of a data URI in base64 (RFC 2397); none where there is no URI or another.
fn carried(uri: Option<&Value>) -> Result<Option<Vec<u8>>, MediaError> {
    let Some(uri) = uri.and_then(Value::as_str) else { return Ok(None) };
    if !is_data(uri) {
        return Ok(None);
    }
    let data = uri.split_once(";base64,").map(|(_, data)| data);
    let data = data.ok_or_else(|| refused("data that is not in base64".to_owned()))?;
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let bytes = GeneralPurpose::new(&STANDARD, lenient).decode(data.trim());
    bytes.map(Some).map_err(|_| damaged("data inside it is no base64"))
}

fn is_data(uri: &str) -> bool {
    uri.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

/// Appends at the next place that fits every kind of number; gives that place.
fn append(binary: &mut Vec<u8>, bytes: &[u8]) -> usize {
    binary.resize(binary.len().next_multiple_of(4), 0);
    let start = binary.len();
    binary.extend_from_slice(bytes);
    start
}

/// A GLB of these two chunks (glTF 2.0, section 4.4).
fn join(root: &Map<String, Value>, binary: &[u8]) -> Vec<u8> {
    let mut text = Value::Object(root.clone()).to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let data_length = binary.len().next_multiple_of(4);
    let length = 12 + 8 + text.len() + 8 + data_length;
    let word = |value: usize| (value as u32).to_le_bytes();
    let mut glb = Vec::with_capacity(length);
    for part in [b"glTF".as_slice(), &word(2), &word(length), &word(text.len()), b"JSON", &text] {
        glb.extend_from_slice(part);
    }
    glb.extend_from_slice(&word(data_length));
    glb.extend_from_slice(b"BIN\0");
    glb.extend_from_slice(binary);
    glb.resize(length, 0);
    glb
}
