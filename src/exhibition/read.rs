//! Reading `exhibition.toml`, and saying what is wrong with it: the line, the word
//! that is wrong, and the nearest right one.

use std::fmt;

use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::ExhibitionFile;
use super::near::{did_you_mean, nearest};
use super::validate::validate;

/// What is wrong with an `exhibition.toml`, and in which line (from 1).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("exhibition.toml line {line}: {problem}")]
pub struct FileError {
    pub line: usize,
    pub problem: FileProblem,
}

/// One thing that can be wrong in an `exhibition.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileProblem {
    #[error("{0}")]
    Syntax(String),
    #[error("there is no key “{key}” {place}{}", did_you_mean(nearest.as_deref()))]
    UnknownKey { key: String, place: String, nearest: Option<String> },
    #[error("the key “{key}” is missing {place}")]
    MissingKey { key: String, place: String },
    #[error("“{word}” is no {what}{}", did_you_mean(nearest.as_deref()))]
    UnknownWord { word: String, what: &'static str, nearest: Option<String> },
    #[error("“{key}” has a value of the wrong kind: {problem}")]
    WrongKind { key: String, problem: String },
    #[error(
        "a work has one of “token”, “file” and “manifest”, and this one has {}",
        if *several { "several" } else { "none" }
    )]
    TokenFileOrManifest { several: bool },
    #[error("the {what} “{id}” stands in line {first_line} already; give this one another")]
    Twice { what: &'static str, id: String, first_line: usize },
    /// An id, a number or an address that is not as it should be, as a whole sentence.
    #[error("{0}")]
    Value(String),
}

/// Reads an `exhibition.toml` and holds it to its rules. The first thing that is wrong
/// is the error.
pub fn parse_file(text: &str) -> Result<ExhibitionFile, FileError> {
    let file = toml::from_str(text).map_err(|error| explain(text, &error))?;
    let document = DeTable::parse(text).map_err(|error| explain(text, &error))?;
    let lines = Lines { text, document: DeValue::Table(document.into_inner()) };
    validate(&file, &lines)?;
    Ok(file)
}

/// In which lines of a file its works stand.
pub struct WorkLines<'a>(Lines<'a>);

impl<'a> WorkLines<'a> {
    /// Of a text that [`parse_file`] takes; of any other, every line is the first.
    pub fn of(text: &'a str) -> Self {
        let document = DeTable::parse(text).map(|table| table.into_inner()).unwrap_or_default();
        Self(Lines { text, document: DeValue::Table(document) })
    }

    /// The line (from 1) of a key of the work at this place in the file, or of a place in
    /// the list that the key has.
    pub fn line(&self, work: usize, key: &str, place: Option<usize>) -> usize {
        let mut path = vec![Step::Key("work"), Step::Index(work), Step::Key(key)];
        path.extend(place.map(Step::Index));
        self.0.line(&path)
    }
}

impl fmt::Debug for WorkLines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkLines")
    }
}

/// Where the parts of a file stand.
pub(super) struct Lines<'a> {
    text: &'a str,
    document: DeValue<'a>,
}

/// A step into a document: a key, or a place in a list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl Lines<'_> {
    /// The line of what lies at this path, or of the nearest part above it.
    pub fn line(&self, path: &[Step]) -> usize {
        let mut at = &self.document;
        let mut line = 1;
        for step in path {
            let next = match step {
                Step::Key(key) => at.get(*key),
                Step::Index(index) => at.get(*index),
            };
            let Some(next) = next else { break };
            // A list of tables has no place of its own; its tables have theirs.
            if !matches!(next.get_ref(), DeValue::Array(_)) || next.span().start > 0 {
                line = line_at(self.text, next.span().start);
            }
            at = next.get_ref();
        }
        line
    }
}

/// Turns an error of the TOML reader into one that names the word and the nearest.
fn explain(text: &str, error: &toml::de::Error) -> FileError {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let problem = match quoted.split_first() {
        Some((key, right)) if message.starts_with("unknown field") => FileProblem::UnknownKey {
            key: (*key).to_owned(),
            place: place_of_key(text, at),
            nearest: nearest(key, right.iter().copied()),
        },
        Some((key, _)) if message.starts_with("missing field") => {
            FileProblem::MissingKey { key: (*key).to_owned(), place: place(text, at) }
        }
        Some((word, right)) if message.starts_with("unknown variant") => FileProblem::UnknownWord {
            word: (*word).to_owned(),
            what: "frame",
            nearest: nearest(word, right.iter().copied()),
        },
        _ if message.contains("untagged enum Text") => FileProblem::WrongKind {
            key: key_before(text, at),
            problem: "a text is \"words\" for all, or { en = \"…\", zh = \"…\" }".to_owned(),
        },
        _ if message.starts_with("invalid type") || message.starts_with("invalid value") => {
            FileProblem::WrongKind { key: key_before(text, at), problem: message.to_owned() }
        }
        _ => FileProblem::Syntax(format!("this is no TOML: {message}")),
    };
    FileError { line: line_at(text, at), problem }
}

fn line_at(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
}

/// The table that a place in the text lies in, as its own header has it.
fn place(text: &str, at: usize) -> String {
    let through_line = text[at.min(text.len())..].find('\n').map_or(text.len(), |end| at + end);
    text[..through_line]
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with('['))
        .and_then(|line| Some(format!("in {}", &line[..=line.rfind(']')?].trim())))
        .unwrap_or_else(|| "at the top of the file".to_owned())
}

/// The same for a key, which may itself stand in a header: `[[wrok]]` is a key of the
/// file, and `[gateways.x]` one of the gateways.
fn place_of_key(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or("");
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let in_header = line.trim_start().starts_with('[') && !line.contains([']', '='])
        || text[before.len()..].starts_with('[');
    match line.trim().trim_matches(['[', '.', ' ']) {
        _ if !in_header => place(text, at),
        "" => "at the top of the file".to_owned(),
        table => format!("in [{table}]"),
    }
}

/// The key to the left of a value.
fn key_before(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or("");
    let line = before.rsplit('\n').find(|line| line.contains('=')).unwrap_or(before);
    line.split('=').next().unwrap_or("").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";

    #[test]
    fn what_is_wrong_is_said_by_line_and_nearest_word() {
        let check = |text: &str, expected: &str| {
            let text = text.replace("TOKEN", TOKEN);
            let error = parse_file(&text).expect_err(&text).to_string();
            assert_eq!(error, format!("exhibition.toml {expected}"), "{text}");
        };
        check("", "line 1: the key “title” is missing at the top of the file");
        check(
            "title = \"A\"\n\n[[work]]\ntokn = \"TOKEN\"\n",
            "line 4: there is no key “tokn” in [[work]]; did you mean “token”?",
        );
        check(
            "titel = \"A\"",
            "line 1: there is no key “titel” at the top of the file; did you mean “title”?",
        );
        check(
            "title = \"A\"\n\n[[wrok]]\nfile = \"a.png\"\n",
            "line 3: there is no key “wrok” at the top of the file; did you mean “work”?",
        );
        check(
            "title = \"A\"\n[gateways.ipsf]\na = 1\n",
            "line 2: there is no key “ipsf” in [gateways]; did you mean “ipfs”?",
        );
        check(
            "title = \"A\"\nqqqqqqq = 1",
            "line 2: there is no key “qqqqqqq” at the top of the file",
        );
        check(
            "title = \"A\"\n[[section]]\ntitle = \"S\"",
            "line 2: the key “id” is missing in [[section]]",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"a.png\"\nframe = \"blak\"",
            "line 4: “blak” is no frame; did you mean “black”?",
        );
        check(
            "title = 7",
            "line 1: “title” has a value of the wrong kind: a text is \"words\" for all, or { en = \"…\", zh = \"…\" }",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"a.png\"\nhero = 1",
            "line 4: “hero” has a value of the wrong kind: invalid type: integer `1`, expected a boolean",
        );
        check(
            "title = \"A\"\n[[work]]\ntitle = \"no bytes\"",
            "line 2: a work has one of “token”, “file” and “manifest”, and this one has none",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"a.png\"\ntoken = \"TOKEN\"",
            "line 2: a work has one of “token”, “file” and “manifest”, and this one has several",
        );
        check(
            "title = \"A\"\n[[section]]\nid = \"early\"\ntitle = \"S\"\n[[work]]\nfile = \"a.png\"\nsection = \"erly\"",
            "line 7: “erly” is no section; did you mean “early”?",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"a.png\"\nid = \"x\"\n\n[[work]]\nfile = \"b.png\"\nid = \"x\"",
            "line 8: the id “x” stands in line 4 already; give this one another",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"a.png\"\nsize_mm = [100]",
            "line 4: “size_mm” holds width and height, or width, height and depth, each from 1 to 100000 mm",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"a.png\"\ncanvas = \"https://a.example/1\"",
            "line 4: a “canvas” is one of a “manifest”, and this work has none",
        );
        check(
            "title = \"A\"\n[[work]]\nmanifest = \"ftp://a.example/1\"",
            "line 3: “ftp://a.example/1” is no address that begins with https:// or http://",
        );
        check(
            "title = \"A\"\n[[work]]\nmanifest = \"../a.json\"",
            "line 3: “../a.json” leads out of the exhibition's folder; copy the file into it",
        );
        check(
            "title = \"A\"\n[[work]]\nfile = \"../a.png\"",
            "line 3: “../a.png” leads out of the exhibition's folder; copy the file into it",
        );
        check(
            "title = \"A\"\n[[work]]\ntoken = \"eip155:1/erc721:0x12/1\"",
            "line 3: “eip155:1/erc721:0x12/1” is no token id; one looks like eip155:1/erc721:0x…/42 or eip155:1/erc1155:0x…/42 (CAIP-19)",
        );
        check(
            "title = \"A\"\n[chains.\"eip155:1\"]\nendpoints = [\"https://a.example\", \"ws://b.example\"]",
            "line 3: “ws://b.example” is no address that begins with https:// or http://",
        );
        check(
            "title = \"A\"\n[chains.\"eip155:1\"]\nendpoints = [\"https://a.example\", \"https://A.example:443/\"]",
            "line 3: “https://A.example:443/” is named twice; name each address once",
        );
        check(
            "title = \"A\"\n[chains.\"eip155:1\"]\nendpoints = []\nlive = [\"https://a.example\", \"https://a.example\"]",
            "line 4: “https://a.example” is named twice; name each address once",
        );
        check(
            "title = \"A\"\n[chains.\"eip155:1\"]\nendpoints = [\"https://a.example\", \"https://b.example\"]\nagree = 3",
            "line 4: “agree” is 3, and 2 endpoints are named; say 1 to 2",
        );
        check(
            "title = \"A\"\n[chains.\"eip155:1\"]\nendpoints = [\"https://a.example/x\", \"https://a.example/y\", \"https://b.example\"]\nagree = 3",
            "line 4: “agree” is 3, and the 3 endpoints that are named belong to 2 hosts, each of which counts once; say 1 to 2",
        );
        check(
            "title = \"A\"\n[chains.ethereum]\nendpoints = []",
            "line 2: “ethereum” is no chain id; one looks like eip155:1 (CAIP-2)",
        );
        check(
            "title = \"A\"\n[chains.\"eip155:1\"]\nendpoints = [\"https://a.example\"]\nblock = \"finalised\"",
            "line 4: “finalised” is no block: a number, latest, safe or finalized; did you mean “finalized”?",
        );
        check(
            "title = \"A\"\n[gateways]\nipfs = [\"https://{cid}.gw.example/?token=SECRET\"]",
            "line 3: “https://{cid}.gw.example/” is no gateway of IPFS; one looks like https://gateway.example or https://gateway.example/ipfs/{cid}?key=…",
        );
        check(
            "title = \"A\"\n[gateways]\narweave = [\"gw.example\"]",
            "line 3: “gw.example” is no gateway of Arweave; one looks like https://gateway.example, without a key",
        );
        check(
            "title = \"A\"\n[gateways]\narweave = [\"https://gw.example/?key=SECRET\"]",
            "line 3: “https://gw.example/” is no gateway of Arweave; one looks like https://gateway.example, without a key",
        );
        check(
            "title = \"A\"\n[gateways]\nown_hosts = [\"http://localhost:8080\"]",
            "line 3: “http://localhost:8080” is no host; one looks like localhost or 10.0.0.2:8080",
        );
    }

    #[test]
    fn what_is_no_toml_is_said_by_line() {
        let check = |text: &str, line: usize| {
            let error = parse_file(text).expect_err(text);
            assert_eq!(error.line, line, "{error}");
            assert!(!error.to_string().contains('\n'), "{error}");
        };
        check("title = \"A", 1);
        check("title = \"A\"\n[[work]\nfile=1", 2);
        check("title = \"A\"\ntitle = \"B\"", 2);
        check("title = \"A\"\nsubtitle = { en = \"x\", zh = }", 2);
    }

    #[test]
    fn what_is_right_passes() {
        let text = format!(
            "title = {{ en = \"A\", zh = \"甲\" }}\n[chains.\"eip155:1\"]\nendpoints = [\"https://a.example/v1\"]\nblock = \"19000000\"\n[gateways]\nipfs = [\"http://127.0.0.1:8080\"]\nown_hosts = [\"127.0.0.1:8080\"]\n[[section]]\nid = \"s\"\ntitle = \"S\"\n[[work]]\ntoken = \"{TOKEN}\"\nsection = \"s\"\nholders = [\"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"]\nsize_mm = [100, 200, 300]\n"
        );
        let file = parse_file(&text).unwrap();
        assert_eq!((file.works.len(), file.sections.len()), (1, 1));
    }
}
