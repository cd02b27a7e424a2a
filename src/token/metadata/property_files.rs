//! The files in Metaplex's `properties.files`, and what they are by its category.

use super::fields::Fields;
use super::files::{describe, no_page};
use super::json::Json;
use super::model::FileRole;
use super::note::NoteKind;
use super::shelf::Shelf;
use crate::limits::FILES_MAX;

/// What Metaplex's `properties.files` add: the first file of the category, the first
/// picture, and the first file that is none or does not say.
#[derive(Default)]
pub(super) struct OfFiles {
    pub work: Option<String>,
    pub still: Option<String>,
    pub other: Option<String>,
}

/// Reads them, and puts each of the files on the shelf.
pub(super) fn read_property_files(fields: &mut Fields<'_>, shelf: &mut Shelf) -> OfFiles {
    let category = fields.text(&["category"]).unwrap_or_default();
    let mut of_files = OfFiles::default();
    let Some((key, value)) = fields.first(&["files"]) else { return of_files };
    for entry in value.list().unwrap_or_default().iter().take(FILES_MAX + 1) {
        let (uri, object) = match entry {
            Json::Text(uri) => (Some(uri.as_str()), None),
            Json::Object(object) => {
                let names = ["uri", "url", "src"];
                (names.iter().find_map(|name| object.get(name)?.text()), Some(object))
            }
            _ => (None, None),
        };
        let Some(uri) = uri.map(str::trim).filter(|uri| !uri.is_empty()) else {
            fields.note(NoteKind::WrongType, key);
            continue;
        };
        let Some(uri) = no_page(uri.to_owned(), key, fields, shelf) else { continue };
        let file = shelf.add(FileRole::Other, &uri);
        if let Some(object) = object {
            describe(file, object, key, fields);
        }
        let kind = file.mime.as_deref().unwrap_or("").split('/').next().unwrap_or("").to_owned();
        let of_category = match category.as_str() {
            // Without a category nothing says that a file is the work.
            "" | "image" => false,
            "vr" => kind == "model",
            "html" => file_is(shelf, &uri, "text/html"),
            other => kind == other,
        };
        if of_category && of_files.work.is_none() {
            of_files.work = Some(uri.clone());
        }
        let first = if kind == "image" { &mut of_files.still } else { &mut of_files.other };
        first.get_or_insert(uri);
    }
    of_files
}

fn file_is(shelf: &Shelf, uri: &str, mime: &str) -> bool {
    shelf.files.iter().any(|file| file.uri == uri && file.mime.as_deref() == Some(mime))
}
