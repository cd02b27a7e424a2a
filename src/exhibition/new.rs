//! A new exhibition file: from a list of tokens, from a contract and its numbers, or
//! from the files of a folder.

mod manifests;
mod tokens;

use std::collections::BTreeSet;

use thiserror::Error;

use super::{ExhibitionFile, SectionEntry, Text, WorkEntry, WorkId};
use crate::limits::WORKS_MAX;
use crate::token::{PastedError, parse_metadata};

pub use manifests::{file_from_manifests, show_due};
pub use tokens::{file_from_contract, file_from_tokens};

/// A file of a folder, as far as a new exhibition asks about it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Relative to the folder, with `/` between its parts.
    pub path: String,
    /// What it holds, if it may be a metadata document (`.json`).
    pub document: Option<Vec<u8>>,
}

/// Why there is no new exhibition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NewError {
    #[error("line {line} of the list of tokens: {problem}")]
    Token { line: usize, problem: PastedError },
    #[error(
        "the list names no token; write one a line: a CAIP-19 id such as eip155:1/erc721:0x…/42, 0x…/42, or its link"
    )]
    NoTokens,
    #[error(
        "“{0}” is no contract; one looks like eip155:1/erc721:0x…, eip155:1/erc1155:0x…, 0x… or KT1…"
    )]
    Contract(String),
    #[error("“{0}” is no list of token numbers; one looks like 1..50 or 1,2,10..20")]
    Ids(String),
    #[error("the manifests have no canvas that could be hung")]
    NoCanvases,
    #[error("that is more than the {WORKS_MAX} works that an exhibition may have")]
    TooMany,
    #[error(
        "the folder holds nothing that can be hung: no PNG, JPEG, WebP, GIF, SVG, GLB, and no JSON metadata"
    )]
    NoFiles,
}

/// One work for each picture, model or metadata document of a folder. A folder within
/// becomes a section. What a metadata document names or shares its name with hangs once.
pub fn file_from_listing(title: &str, files: &[Listed]) -> Result<ExhibitionFile, NewError> {
    let documents: Vec<&Listed> = files.iter().filter(|file| is_metadata(file)).collect();
    let covered: BTreeSet<String> =
        documents.iter().flat_map(|file| covered_by(file, files)).collect();
    let hangs = |file: &&Listed| {
        let document = documents.iter().any(|document| document.path == file.path);
        document || (is_work(&file.path) && !covered.contains(&file.path))
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
            title: listed.document.is_none().then(|| Text::one(words(stem(&listed.path)))),
            ..WorkEntry::default()
        })
        .collect();
    if file.works.len() > WORKS_MAX {
        return Err(NewError::TooMany);
    }
    Ok(file)
}

fn empty(title: &str) -> ExhibitionFile {
    ExhibitionFile { title: Text::one(title), stale_after_days: 365, ..Default::default() }
}

const WORK_EXTENSIONS: [&str; 8] = ["png", "apng", "jpg", "jpeg", "webp", "gif", "svg", "glb"];

fn is_work(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| WORK_EXTENSIONS.contains(&extension.as_str()))
}

fn is_metadata(file: &Listed) -> bool {
    file.document.as_ref().is_some_and(|document| parse_metadata(document, None).is_ok())
}

/// The files that a metadata document speaks for.
fn covered_by(document: &Listed, files: &[Listed]) -> Vec<String> {
    let metadata = document.document.as_ref().and_then(|bytes| parse_metadata(bytes, None).ok());
    let Some(metadata) = metadata else { return Vec::new() };
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named = [metadata.image, metadata.animation].into_iter().flatten().map(|uri| {
        let name = uri.trim_start_matches("./").to_owned();
        if folder.is_empty() { name } else { format!("{folder}/{name}") }
    });
    let beside = files
        .iter()
        .filter(|file| {
            file.path != document.path
                && without_extension(&file.path) == without_extension(&document.path)
        })
        .map(|file| file.path.clone());
    named.chain(beside).collect()
}

fn without_extension(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(start, _)| start)
}

fn stem(path: &str) -> &str {
    without_extension(path.rsplit('/').next().unwrap_or(path))
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

    #[test]
    fn a_folder_hangs_each_work_once() {
        let listed = |path: &str, document: Option<&str>| Listed {
            path: path.to_owned(),
            document: document.map(|text| text.as_bytes().to_vec()),
        };
        let files = [
            listed("blue-hour.png", None),
            listed("late/one.json", Some(r#"{"name":"One","image":"picture.png"}"#)),
            listed("late/picture.png", None),
            listed("late/two.glb", None),
            listed("notes.json", Some("[1, 2]")),
            listed("readme.txt", None),
        ];
        let file = file_from_listing("Show", &files).unwrap();
        let hung: Vec<_> = file
            .works
            .iter()
            .map(|work| (work.file.as_deref().unwrap(), work.section.as_deref().unwrap()))
            .collect();
        assert_eq!(
            hung,
            [("blue-hour.png", "works"), ("late/one.json", "late"), ("late/two.glb", "late")]
        );
        assert_eq!(file.works[0].title, Some(Text::one("Blue hour")));
        assert_eq!(file.works[1].title, None);
        let written = super::super::write_file(&file);
        assert_eq!(super::super::parse_file(&written).unwrap(), file);
        assert_eq!(file_from_listing("Show", &files[5..]), Err(NewError::NoFiles));
    }
}
