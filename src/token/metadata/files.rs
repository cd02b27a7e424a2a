//! The files that a document names, and which of them is the work.

use super::addresses::{is_video_page, looks_like_address};
use super::fields::{Fields, uris_in, whole_of};
use super::integrity::{HashFunction, Integrity};
use super::json::{Json, Object};
use super::model::{FileRole, MediaFile};
use super::note::NoteKind;
use super::property_files::read_property_files;
use super::shelf::Shelf;
use crate::limits::{CLAIMED_SECS_MAX, FILES_MAX, FURTHER_IMAGES_MAX, MIME_BYTES_MAX};
use crate::token::web::https_address;

/// What there is to see, by the document.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub image: Option<String>,
    pub further_images: Vec<String>,
    pub thumbnail: Option<String>,
    pub animation: Option<String>,
    pub video_page: Option<String>,
    pub files: Vec<MediaFile>,
}

/// Stills, from the field that every standard has to what only some marketplaces write.
const STILLS: [&str; 11] = [
    "image",
    "image_url",
    "imageUrl",
    "image_data",
    "displayUri",
    "image_uri",
    "imageUri",
    "image_original_url",
    "image_preview_url",
    "picture",
    "cover",
];
const THUMBNAILS: [&str; 5] =
    ["thumbnailUri", "thumbnail", "thumbnail_url", "image_thumbnail_url", "preview"];
/// The work where it is more than a still: OpenSea, TZIP-21.
const WORKS: [&str; 6] = [
    "animation_url",
    "artifactUri",
    "animation",
    "animation_original_url",
    "animation_uri",
    "artifact_uri",
];
/// Live programs (Art Blocks and its kin), and fields of single platforms.
const LIVE: [&str; 6] =
    ["generator_url", "interactive_url", "video_url", "audio_url", "model_url", "vrm_url"];

/// Reads every field that names a file.
pub(super) fn read_files(fields: &mut Fields<'_>) -> Found {
    let mut shelf = Shelf::default();
    let mut found = Found::default();
    shelf.video_page = fields.link(&["youtube_url", "youtubeUrl"]);
    let mut work = None;
    for (key, value) in fields.all(&WORKS) {
        let Some(uri) = fields.uri_of(key, value) else { continue };
        // The one of these names that is also a word of traits.
        let is_word = key.eq_ignore_ascii_case("animation") && value.text().is_some();
        if is_word && !looks_like_address(&uri) {
            fields.note(NoteKind::TextForFile, key);
            continue;
        }
        let Some(uri) = no_page(uri, key, fields, &mut shelf) else { continue };
        if work.is_none() {
            shelf.add(FileRole::Work, &uri);
            work = Some(uri);
        }
    }
    for name in ["content", "media"] {
        let described = read_described(fields, name, &mut shelf);
        work = work.or(described);
    }
    let of_files = read_property_files(fields, &mut shelf);
    work = work.or(of_files.work);
    if work.is_none() {
        work = fields.all(&LIVE).into_iter().find_map(|(key, value)| {
            let uri = fields.uri_of(key, value)?;
            no_page(uri, key, fields, &mut shelf)
        });
    }
    let mut stills = fields.uris(&STILLS);
    stills.extend(of_files.still);
    if work.is_none() && stills.is_empty() {
        // Where nothing says which file is which, their kinds do.
        let (of_kind, other) = of_formats(fields);
        stills.extend(of_kind);
        let other = other.and_then(|uri| no_page(uri, "formats", fields, &mut shelf));
        work = other.or(of_files.other.filter(|_| stills.is_empty()));
    }
    let mut stills = stills.into_iter();
    let still = stills.next();
    found.further_images = further_of(stills, [still.as_ref(), work.as_ref()]);
    let thumbnail = fields.uri(&THUMBNAILS);
    if let Some(uri) = &work {
        shelf.add(FileRole::Work, uri);
    }
    if let Some(uri) = &still {
        shelf.add(FileRole::Still, uri);
    }
    for uri in &found.further_images {
        shelf.add(FileRole::Still, uri);
    }
    if let Some(uri) = &thumbnail {
        shelf.add(FileRole::Thumbnail, uri);
    }
    let mime = fields.text(&["mimeType", "mime_type", "mime"]);
    let mime = mime.filter(|mime| mime.len() <= MIME_BYTES_MAX);
    if let (Some(mime), Some(uri)) = (mime, work.as_ref().or(still.as_ref())) {
        shelf.add(FileRole::Work, uri).mime.get_or_insert(mime);
    }
    read_formats(fields, &mut shelf);
    read_details(fields, "image_details", still.as_ref(), &mut shelf);
    read_details(fields, "animation_details", work.as_ref(), &mut shelf);
    read_hash(
        fields,
        &["image_hash", "image_sha256", "image_integrity"],
        still.as_ref(),
        &mut shelf,
    );
    let names = ["animation_hash", "content_hash", "artifact_hash", "media_hash"];
    read_hash(fields, &names, work.as_ref().or(still.as_ref()), &mut shelf);
    if let Some(uri) = fields.uri(&["generativeUri", "generative_uri"]) {
        shelf.add(FileRole::Other, &uri);
    }
    // A work that is a picture and has no other still is one.
    let is_picture = |uri: &String| shelf.is_picture(uri);
    (found.image, found.animation) = match (still, work) {
        (None, Some(work)) if is_picture(&work) => (Some(work), None),
        (None, work) => (thumbnail.clone(), work),
        (Some(still), Some(work)) if still == work => (Some(still), None),
        (still, work) => (still, work),
    };
    let named = [&found.image, &found.animation].into_iter().flatten();
    let is_named = named.chain(&found.further_images).any(|uri| Some(uri) == thumbnail.as_ref());
    found.thumbnail = thumbnail.filter(|_| !is_named);
    found.files = shelf.files;
    found.video_page = shelf.video_page;
    if shelf.too_many {
        fields.note(NoteKind::TooMany, "files");
    }
    found
}

/// The address of a file; that of a page with a film about the work is put beside the work.
pub(super) fn no_page(
    uri: String,
    key: &str,
    fields: &mut Fields<'_>,
    shelf: &mut Shelf,
) -> Option<String> {
    if !is_video_page(&uri) {
        return Some(uri);
    }
    fields.note(NoteKind::PageForFile, key);
    shelf.video_page = shelf.video_page.take().or_else(|| https_address(&uri));
    None
}

/// The stills behind the first: each once, and none that hangs or fails as the first or as
/// the work itself.
fn further_of(stills: impl Iterator<Item = String>, before: [Option<&String>; 2]) -> Vec<String> {
    let mut further: Vec<String> = Vec::new();
    for uri in stills {
        let again = before.into_iter().flatten().chain(&further).any(|other| *other == uri);
        if !again && further.len() < FURTHER_IMAGES_MAX {
            further.push(uri);
        }
    }
    further
}

/// Zora's `content` and `media`, SuperRare's `media`: an address with what lies there.
/// Where `content` is the text of an article (Mirror), it is no file.
fn read_described(fields: &mut Fields<'_>, name: &str, shelf: &mut Shelf) -> Option<String> {
    let (key, value) = fields.first(&[name])?;
    match value {
        Json::Text(text) if !looks_like_address(text) => {
            fields.note(NoteKind::TextForFile, key);
            None
        }
        Json::Text(_) => no_page(fields.uri_of(key, value)?, key, fields, shelf),
        Json::Object(object) => {
            let uri = ["uri", "url", "@id"].iter().find_map(|name| object.get(name)?.text());
            let uri = uri.filter(|uri| !uri.trim().is_empty())?.trim().to_owned();
            let uri = no_page(uri, key, fields, shelf)?;
            describe(shelf.add(FileRole::Work, &uri), object, key, fields);
            Some(uri)
        }
        Json::List(list) => read_listed(fields, key, list, shelf),
        _ => {
            fields.note(NoteKind::WrongType, key);
            None
        }
    }
}

/// The same of several: the first is the work.
fn read_listed(
    fields: &mut Fields<'_>,
    key: &str,
    list: &[Json],
    shelf: &mut Shelf,
) -> Option<String> {
    let is_words = |entry: &&Json| entry.text().is_some_and(|text| !looks_like_address(text));
    let (mut work, mut names_page) = (None, false);
    for entry in list.iter().take(FILES_MAX + 1).filter(|entry| !is_words(entry)) {
        let Some(uri) = uris_in(entry).into_iter().next() else { continue };
        let Some(uri) = no_page(uri, key, fields, shelf) else {
            names_page = true;
            continue;
        };
        let role = if work.is_none() { FileRole::Work } else { FileRole::Other };
        let file = shelf.add(role, &uri);
        if let Json::Object(object) = entry {
            describe(file, object, key, fields);
        }
        work.get_or_insert(uri);
    }
    let note = match &work {
        Some(_) => NoteKind::ListForAddress,
        None if names_page => return None,
        None if list.iter().any(|entry| is_words(&entry)) => NoteKind::TextForFile,
        None => NoteKind::WrongType,
    };
    fields.note(note, key);
    work
}

/// TZIP-21's `formats`: what the files are that the document names, and further ones.
fn read_formats(fields: &mut Fields<'_>, shelf: &mut Shelf) {
    let Some((key, value)) = fields.first(&["formats"]) else { return };
    let Some(list) = value.list() else { return fields.note(NoteKind::WrongType, key) };
    for format in list.iter().filter_map(Json::object).take(FILES_MAX) {
        if let Some(uri) = format.get("uri").and_then(Json::text) {
            describe(shelf.add(FileRole::Other, uri.trim()), format, key, fields);
        }
    }
}

/// The first picture among TZIP-21's `formats`, and the first file of another kind.
fn of_formats(fields: &mut Fields<'_>) -> (Option<String>, Option<String>) {
    let list = fields.first(&["formats"]).and_then(|(_, value)| value.list()).unwrap_or_default();
    let named = list.iter().take(FILES_MAX).filter_map(|format| {
        let uri = format.get("uri").and_then(Json::text)?.trim();
        let mime = ["mimeType", "mime_type"].iter().find_map(|name| format.get(name)?.text());
        (!uri.is_empty()).then(|| (uri.to_owned(), mime.unwrap_or("").to_ascii_lowercase()))
    });
    let (stills, works): (Vec<_>, Vec<_>) = named.partition(|(_, mime)| mime.starts_with("image/"));
    let first = |files: Vec<(String, String)>| files.into_iter().next().map(|(uri, _)| uri);
    (first(stills), first(works))
}

/// Manifold's `image_details` and `animation_details`.
fn read_details(fields: &mut Fields<'_>, name: &str, uri: Option<&String>, shelf: &mut Shelf) {
    if let (Some((key, Json::Object(details))), Some(uri)) = (fields.first(&[name]), uri) {
        describe(shelf.add(FileRole::Work, uri), details, key, fields);
    }
}

fn read_hash(fields: &mut Fields<'_>, names: &[&str], uri: Option<&String>, shelf: &mut Shelf) {
    let (Some((key, value)), Some(uri)) = (fields.first(names), uri) else { return };
    match value.text().and_then(|text| Integrity::parse(text, None)) {
        Some(hash) => {
            shelf.add(FileRole::Work, uri).integrity.get_or_insert(hash);
        }
        None => fields.note(NoteKind::BadHash, key),
    }
}

/// Takes over what an object says of a file. What was said before stays.
pub(super) fn describe(file: &mut MediaFile, object: &Object, key: &str, fields: &mut Fields<'_>) {
    let of = |names: &[&str]| names.iter().find_map(|name| object.get(name));
    let text = |names: &[&str]| of(names).and_then(Json::text);
    let mime = text(&["mimeType", "mime_type", "mime", "type", "format"]);
    if let Some(mime) = mime.filter(|mime| mime.contains('/') && mime.len() <= MIME_BYTES_MAX) {
        file.mime.get_or_insert(crate::token::clean_text(mime).to_ascii_lowercase());
    }
    let pixels = |names: &[&str]| of(names).and_then(whole_of).and_then(|n| u32::try_from(n).ok());
    file.length = file.length.or(of(&["fileSize", "bytes", "size"]).and_then(whole_of));
    file.width_px = file.width_px.or(pixels(&["width"]));
    file.height_px = file.height_px.or(pixels(&["height"]));
    if let Some((width, height)) = of(&["dimensions"]).and_then(pixel_dimensions) {
        file.width_px.get_or_insert(width);
        file.height_px.get_or_insert(height);
    }
    file.duration_ms = file.duration_ms.or(of(&["duration"]).and_then(milliseconds));
    let sha256 = text(&["sha256"]).map(|hash| (hash, Some(HashFunction::Sha256)));
    let hash = sha256.or_else(|| text(&["hash", "integrity"]).map(|hash| (hash, None)));
    if let Some((hash, function)) = hash.filter(|(hash, _)| !hash.trim().is_empty()) {
        match Integrity::parse(hash, function) {
            Some(integrity) => {
                file.integrity.get_or_insert(integrity);
            }
            None => fields.note(NoteKind::BadHash, key),
        }
    }
}

/// `{"value": "512x512", "unit": "px"}`, or the text alone.
fn pixel_dimensions(value: &Json) -> Option<(u32, u32)> {
    let unit = value.get("unit").and_then(Json::text).unwrap_or("px");
    let text = value.text().or_else(|| value.get("value")?.text())?;
    let (width, height) = text.trim_end_matches("px").split_once(['x', '×'])?;
    let side = |text: &str| text.trim().trim_end_matches("px").parse().ok();
    (unit == "px").then_some((side(width)?, side(height)?))
}

/// A duration in seconds, or as `HH:MM:SS` (TZIP-21).
fn milliseconds(value: &Json) -> Option<u64> {
    let seconds = match value {
        Json::Number(_) => value.float()?,
        Json::Text(text) => text.trim().split(':').try_fold(0.0, |sum, part| {
            let part: f64 = part.parse().ok().filter(|part: &f64| *part >= 0.0)?;
            Some(sum * 60.0 + part)
        })?,
        _ => return None,
    };
    milliseconds_of(seconds)
}

/// What a document says that something lasts, in milliseconds, where that can be.
pub(in crate::token) fn milliseconds_of(seconds: f64) -> Option<u64> {
    (0.0..=CLAIMED_SECS_MAX).contains(&seconds).then_some((seconds * 1_000.0).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_seconds_or_a_clock() {
        let check = |json: Json, expected| assert_eq!(milliseconds(&json), expected, "{json:?}");
        check(Json::Number("1.5".into()), Some(1_500));
        check(Json::Text("00:01:05".into()), Some(65_000));
        check(Json::Text("90".into()), Some(90_000));
        check(Json::Text("-1".into()), None);
        check(Json::Text("a:b".into()), None);
        check(Json::Number("1e300".into()), None);
        check(Json::Number(CLAIMED_SECS_MAX.to_string()), Some(CLAIMED_SECS_MAX as u64 * 1_000));
        check(Json::Number((CLAIMED_SECS_MAX + 1.0).to_string()), None);
    }

    #[test]
    fn so_many_further_stills_are_kept_and_no_more() {
        let check = |count: usize, expected: usize| {
            let stills = (0..count).map(|number| number.to_string());
            assert_eq!(further_of(stills, [None, None]).len(), expected);
        };
        check(FURTHER_IMAGES_MAX, FURTHER_IMAGES_MAX);
        check(FURTHER_IMAGES_MAX + 1, FURTHER_IMAGES_MAX);
    }
}
