//! A new exhibition file: from a list of tokens, from a contract and its numbers, or
//! from the files of a folder.

use std::collections::BTreeSet;

use alloy_primitives::U256;
use thiserror::Error;

use super::lock::WORKS_MAX;
use super::{ChainSettings, ExhibitionFile, SectionEntry, Text, WorkEntry, WorkId};
use crate::token::{AssetId, IdError, parse_metadata};

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
    Token { line: usize, problem: IdError },
    #[error("the list names no token; write one CAIP-19 id a line, such as eip155:1/erc721:0x…/42")]
    NoTokens,
    #[error("“{0}” is no contract; one looks like eip155:1/erc721:0x… or eip155:1/erc1155:0x…")]
    Contract(String),
    #[error("“{0}” is no list of token numbers; one looks like 1..50 or 1,2,10..20")]
    Ids(String),
    #[error("that is more than the {WORKS_MAX} works that an exhibition may have")]
    TooMany,
    #[error(
        "the folder holds nothing that can be hung: no PNG, JPEG, WebP, GIF, SVG, GLB, and no JSON metadata"
    )]
    NoFiles,
}

/// One work for each token of a list: CAIP-19 ids, a line each or with commas between
/// them; what follows a `#` is a comment.
pub fn file_from_tokens(title: &str, list: &str) -> Result<ExhibitionFile, NewError> {
    let mut tokens = Vec::new();
    for (index, line) in list.lines().enumerate() {
        let line = line.split('#').next().unwrap_or("");
        for word in line.split([',', ' ', '\t', ';']).map(str::trim).filter(|word| !word.is_empty())
        {
            let token = word.parse::<AssetId>();
            tokens.push(token.map_err(|problem| NewError::Token { line: index + 1, problem })?);
        }
    }
    if tokens.is_empty() {
        return Err(NewError::NoTokens);
    }
    of_tokens(title, tokens)
}

/// One work for each number of a contract. `ids` counts both ends in: `1..50` is fifty
/// tokens; lists such as `1..50,77` are fine.
pub fn file_from_contract(
    title: &str,
    contract: &str,
    ids: &str,
) -> Result<ExhibitionFile, NewError> {
    let first: AssetId =
        format!("{contract}/0").parse().map_err(|_| NewError::Contract(contract.to_owned()))?;
    let tokens = parse_numbers(ids)?.into_iter().map(|number| first.with_number(number)).collect();
    of_tokens(title, tokens)
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

/// Numbers and ranges with commas between them; both ends of a range count in.
fn parse_numbers(text: &str) -> Result<Vec<U256>, NewError> {
    let wrong = || NewError::Ids(text.to_owned());
    let number = |text: &str| {
        let text = text.trim();
        let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        decimal.then(|| U256::from_str_radix(text, 10).ok()).flatten().ok_or_else(wrong)
    };
    let mut numbers = Vec::new();
    for part in text.split(',') {
        let (first, last) = match part.split_once("..") {
            Some((first, last)) => (number(first)?, number(last.trim_start_matches('='))?),
            None => (number(part)?, number(part)?),
        };
        let mut next = first;
        if last < first {
            return Err(wrong());
        }
        loop {
            if numbers.len() >= WORKS_MAX {
                return Err(NewError::TooMany);
            }
            numbers.push(next);
            if next == last {
                break;
            }
            next += U256::ONE;
        }
    }
    Ok(numbers)
}

fn of_tokens(title: &str, tokens: Vec<AssetId>) -> Result<ExhibitionFile, NewError> {
    if tokens.len() > WORKS_MAX {
        return Err(NewError::TooMany);
    }
    let mut file = empty(title);
    for token in &tokens {
        let settings = ChainSettings {
            endpoints: public_endpoints(token).iter().map(|e| (*e).to_owned()).collect(),
            block: "latest".to_owned(),
        };
        file.chains.entry(token.chain.to_string()).or_insert(settings);
    }
    let entry = |token: AssetId| WorkEntry { token: Some(token.to_string()), ..Default::default() };
    file.works = tokens.into_iter().map(entry).collect();
    Ok(file)
}

/// Public endpoints to begin with; a curator puts their own in their place.
fn public_endpoints(token: &AssetId) -> &'static [&'static str] {
    match token.chain.evm_number() {
        Some(1) => &["https://ethereum-rpc.publicnode.com"],
        Some(10) => &["https://optimism-rpc.publicnode.com"],
        Some(137) => &["https://polygon-bor-rpc.publicnode.com"],
        Some(8_453) => &["https://base-rpc.publicnode.com"],
        Some(42_161) => &["https://arbitrum-one-rpc.publicnode.com"],
        _ => &[],
    }
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

    const CONTRACT: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    #[test]
    fn numbers_come_as_ranges_and_lists() {
        let check = |text: &str, expected: Option<&[u64]>| {
            let numbers = parse_numbers(text).ok();
            let expected =
                expected.map(|list| list.iter().map(|n| U256::from(*n)).collect::<Vec<_>>());
            assert_eq!(numbers, expected, "{text}");
        };
        check("1..3", Some(&[1, 2, 3]));
        check("1..=3", Some(&[1, 2, 3]));
        check("1..2, 7", Some(&[1, 2, 7]));
        check("5", Some(&[5]));
        check("3..1", None);
        check("", None);
        check("1,,2", None);
        check("a..b", None);
        check("-1", None);
        check("0..999999999999", None);
    }

    #[test]
    fn tokens_come_from_lists_and_contracts() {
        let list = format!("# mine\n{CONTRACT}/1, {CONTRACT}/2\n\n{CONTRACT}/3 # the third\n");
        let file = file_from_tokens("A", &list).unwrap();
        let from_contract = file_from_contract("A", CONTRACT, "1..3").unwrap();
        assert_eq!(file, from_contract);
        assert_eq!(file.works.len(), 3);
        assert!(file.chains.contains_key("eip155:1"));
        let error = file_from_tokens("A", "\nnonsense").unwrap_err().to_string();
        assert!(error.starts_with("line 2"), "{error}");
        assert_eq!(file_from_tokens("A", "# none"), Err(NewError::NoTokens));
        assert!(file_from_contract("A", "0x12", "1").is_err());
    }

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
