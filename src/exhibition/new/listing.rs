//! A new exhibition of the files of a folder: which of them hang, which belong to one that
//! hangs, and which are left out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::{ExhibitionFile, SectionEntry, Text, WorkEntry, WorkId};
use super::{NewError, empty};
use crate::limits::WORKS_MAX;
use crate::media::MediaType;
use crate::token::parse_metadata;

/// A file of a folder, as far as a new exhibition asks about it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Relative to the folder, with `/` between its parts.
    pub path: String,
    /// What it holds, if it may name other files: metadata (`.json`) or a model (`.gltf`).
    pub document: Option<Vec<u8>>,
}

/// What became of a folder's files.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    pub file: ExhibitionFile,
    /// The files that neither hang nor belong to one that does, in the folder's order.
    pub left_out: Vec<String>,
}

/// One work for each picture, film, sound, model, page or metadata document of a folder. A
/// folder within becomes a section. What a document names or shares its name with hangs
/// once; a folder with an `index.html` is one page, with all that lies in it.
pub fn file_from_listing(title: &str, files: &[Listed]) -> Result<Listing, NewError> {
    let documents: Vec<&Listed> = files.iter().filter(|file| is_metadata(file)).collect();
    let covered: BTreeSet<String> = documents
        .iter()
        .flat_map(|file| covered_by(file, files))
        .chain(files.iter().flat_map(beside_model))
        .chain(beside_pages(files, &documents))
        .collect();
    let hangs = |file: &&Listed| {
        let document = documents.iter().any(|document| document.path == file.path);
        (document || kind_by_name(&file.path).is_some_and(can_hang))
            && !covered.contains(&file.path)
    };
    let hung: Vec<&Listed> = files.iter().filter(hangs).collect();
    if hung.is_empty() {
        return Err(NewError::NoFiles);
    }
    let mut file = empty(title);
    let folder_of = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    let folders: BTreeSet<Option<String>> = hung.iter().map(|f| folder_of(&f.path)).collect();
    let divided = folders.iter().any(Option::is_some);
    for folder in folders.iter().filter(|_| divided) {
        let title = folder.as_deref().map_or_else(|| title.to_owned(), words);
        let id = section_id(folder.as_deref());
        if !file.sections.iter().any(|section| section.id == id) {
            file.sections.push(SectionEntry { id, title: Text::one(title), ..Default::default() });
        }
    }
    file.works = hung
        .iter()
        .map(|listed| WorkEntry {
            file: Some(listed.path.clone()),
            section: divided.then(|| section_id(folder_of(&listed.path).as_deref())),
            // A document names its work; a bare file is called what it is called.
            title: listed
                .path
                .strip_suffix(".json")
                .is_none()
                .then(|| Text::one(words(name_of(&listed.path)))),
            ..WorkEntry::default()
        })
        .collect();
    if file.works.len() > WORKS_MAX {
        return Err(NewError::TooMany);
    }
    let left_out = files
        .iter()
        .filter(|file| !hangs(file) && !covered.contains(&file.path))
        .map(|file| file.path.clone())
        .collect();
    Ok(Listing { file, left_out })
}

/// The kind that a file's name claims.
fn kind_by_name(path: &str) -> Option<MediaType> {
    let (_, extension) = path.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    MediaType::ALL.into_iter().find(|kind| kind.extensions().contains(&extension.as_str()))
}

/// Whether a file of this kind hangs by itself, and not only as metadata.
fn can_hang(kind: MediaType) -> bool {
    !matches!(
        kind,
        MediaType::Heic
            | MediaType::JpegXl
            | MediaType::Tiff
            | MediaType::Svgz
            | MediaType::Pdf
            | MediaType::Json
    )
}

fn is_metadata(file: &Listed) -> bool {
    kind_by_name(&file.path) == Some(MediaType::Json)
        && file.document.as_ref().is_some_and(|document| parse_metadata(document, None).is_ok())
}

/// The files that a metadata document speaks for.
fn covered_by(document: &Listed, files: &[Listed]) -> Vec<String> {
    let metadata = document.document.as_ref().and_then(|bytes| parse_metadata(bytes, None).ok());
    let Some(metadata) = metadata else { return Vec::new() };
    let named = [metadata.image, metadata.thumbnail, metadata.animation].into_iter().flatten();
    let named = named.chain(metadata.further_images);
    let named = named.map(|uri| beside(&document.path, &uri));
    let of_its_name = files
        .iter()
        .filter(|file| {
            file.path != document.path
                && without_extension(&file.path) == without_extension(&document.path)
        })
        .map(|file| file.path.clone());
    named.chain(of_its_name).collect()
}

/// The buffers and pictures that a model in JSON takes from files beside it.
fn beside_model(file: &Listed) -> Vec<String> {
    if kind_by_name(&file.path) != Some(MediaType::GltfJson) {
        return Vec::new();
    }
    let model: Option<Value> =
        file.document.as_ref().and_then(|bytes| serde_json::from_slice(bytes).ok());
    let Some(model) = model else { return Vec::new() };
    ["buffers", "images"]
        .into_iter()
        .filter_map(|part| model.get(part)?.as_array())
        .flatten()
        .filter_map(|part| Some(beside(&file.path, part.get("uri")?.as_str()?)))
        .collect()
}

/// What lies in a folder with an `index.html`, or below it: parts of that page, but for the
/// document that names the page as its work.
fn beside_pages(files: &[Listed], documents: &[&Listed]) -> Vec<String> {
    const INDEX: &str = "/index.html";
    let mut parts = Vec::new();
    for page in files.iter().filter(|file| file.path.ends_with(INDEX)) {
        let folder = &page.path[..=page.path.len() - INDEX.len()];
        let names_it = |file: &Listed| {
            documents.iter().any(|one| one.path == file.path)
                && covered_by(file, files).contains(&page.path)
        };
        let beside = files.iter().filter(|file| file.path.starts_with(folder));
        let part = |file: &&Listed| file.path != page.path && !names_it(file);
        parts.extend(beside.filter(part).map(|file| file.path.clone()));
    }
    parts
}

/// A path that is named in a file, from the folder's root.
fn beside(document: &str, named: &str) -> String {
    let name = named.trim_start_matches("./");
    match document.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

fn without_extension(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(start, _)| start)
}

/// What a file is called: a page that fills a folder by the folder's name.
fn name_of(path: &str) -> &str {
    let named = path.strip_suffix("/index.html").unwrap_or_else(|| without_extension(path));
    named.rsplit('/').next().unwrap_or(named)
}

fn section_id(folder: Option<&str>) -> String {
    folder.map_or_else(|| "works".to_owned(), |folder| WorkId::from_title(folder).to_string())
}

/// A file's name as a title: `blue-hour_02` is “Blue hour 02”.
fn words(name: &str) -> String {
    let mut words = name.replace(['_', '-'], " ");
    if let Some(first) = words.get(..1).map(str::to_ascii_uppercase) {
        words.replace_range(..1, &first);
    }
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::{parse_file, write_file};

    fn listed(path: &str, document: Option<&str>) -> Listed {
        Listed { path: path.to_owned(), document: document.map(|text| text.as_bytes().to_vec()) }
    }

    fn hung(listing: &Listing) -> Vec<(&str, Option<&str>)> {
        let works = listing.file.works.iter();
        works.map(|work| (work.file.as_deref().unwrap(), work.section.as_deref())).collect()
    }

    #[test]
    fn a_folder_hangs_each_work_once() {
        let one =
            r#"{"name":"One","image":"picture.png","cover":"other.png","preview":"small.png"}"#;
        let files = [
            listed("blue-hour.png", None),
            listed("late/one.json", Some(one)),
            listed("late/other.png", None),
            listed("late/picture.png", None),
            listed("late/small.png", None),
            listed("late/two.glb", None),
            listed("notes.json", Some("[1, 2]")),
            listed("readme.txt", None),
        ];
        let listing = file_from_listing("Show", &files).unwrap();
        assert_eq!(
            hung(&listing),
            [
                ("blue-hour.png", Some("works")),
                ("late/one.json", Some("late")),
                ("late/two.glb", Some("late"))
            ]
        );
        assert_eq!(listing.left_out, ["notes.json", "readme.txt"]);
        let file = listing.file;
        assert_eq!(file.works[0].title, Some(Text::one("Blue hour")));
        assert_eq!(file.works[1].title, None);
        assert_eq!(parse_file(&write_file(&file)).unwrap(), file);
        assert_eq!(file_from_listing("Show", &files[7..]), Err(NewError::NoFiles));
    }

    #[test]
    fn every_kind_that_hangs_is_taken() {
        let names = [
            "a.png", "a.apng", "b.JPG", "c.jpeg", "d.webp", "e.gif", "f.svg", "g.avif", "h.bmp",
            "i.mp4", "j.webm", "k.mp3", "l.ogg", "m.flac", "n.wav", "o.m4a", "p.aac", "q.html",
            "r.glb", "s.gltf",
        ];
        let mut files: Vec<Listed> = names.iter().map(|name| listed(name, None)).collect();
        let refused = ["t.heic", "u.jxl", "v.tiff", "w.svgz", "x.pdf", "y.txt", "z"];
        files.extend(refused.iter().map(|name| listed(name, None)));
        let listing = file_from_listing("Show", &files).unwrap();
        assert_eq!(hung(&listing).iter().map(|(path, _)| *path).collect::<Vec<_>>(), names);
        assert_eq!(listing.left_out, refused);
    }

    #[test]
    fn what_belongs_to_a_work_does_not_hang_beside_it() {
        let model = r#"{"asset":{"version":"2.0"},"buffers":[{"uri":"shell.bin"}],
            "images":[{"uri":"./skin/shell.png"},{"bufferView":0}]}"#;
        let files = [
            listed("shell/shell.bin", None),
            listed("shell/shell.gltf", Some(model)),
            listed("shell/skin/shell.png", None),
            listed("walk/img/a.png", None),
            listed("walk/index.html", None),
            listed("walk/walk.js", None),
            listed("walking.png", None),
            listed("words/index.html", None),
            listed("words/words.json", Some(r#"{"name":"Words","animation_url":"index.html"}"#)),
            listed("words/words.js", None),
        ];
        let listing = file_from_listing("Show", &files).unwrap();
        let paths: Vec<_> = hung(&listing).iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(
            paths,
            ["shell/shell.gltf", "walk/index.html", "walking.png", "words/words.json"]
        );
        assert_eq!(listing.left_out, Vec::<String>::new());
        let page = &listing.file.works[1];
        assert_eq!(page.title, Some(Text::one("Walk")));
    }
}
