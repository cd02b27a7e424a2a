//! The exhibition under `tests/fixtures/documents`: a document for every rule of reading
//! metadata, resolved, and the table of what became of each.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use enfilade::exhibition::{Language, LockedWork, Media, SizeSource, Text};
use enfilade::messages::Messages;
use enfilade::token::metadata::{MetadataNote, Outcome};
use enfilade::token::parse_metadata;

use crate::show::Show;

/// The fewest documents that the exhibition may have.
const DOCUMENTS_MIN: usize = 200;

const HEADING: &str = "# What becomes of every document

Written by `UPDATE_TABLE=1 cargo test --no-default-features --features resolve --test
end_to_end documents`, and held by that test: what `enfilade resolve` shows of the
exhibition in this folder, what it repaired, what it set aside, and why a work is not
shown.

| document | label | outcome | repaired | set aside |
| --- | --- | --- | --- | --- |
";

#[test]
fn every_document_is_shown_repaired_or_refused_as_the_table_says() {
    let source = Path::new("tests/fixtures/documents");
    let show = show_of(source);
    let report = show.resolve();
    let lock = show.lock();
    assert!(lock.works.len() >= DOCUMENTS_MIN, "{}", lock.works.len());
    assert_eq!(lock.works.len(), documents(source).len(), "a document that no work names");
    assert_eq!(report.shown + report.missing.len(), lock.works.len());

    let messages = Messages::new(Language::English);
    let mut table = HEADING.to_owned();
    for work in &lock.works {
        let bytes = fs::read(source.join(format!("documents/{}.json", work.id))).unwrap();
        let notes = parse_metadata(&bytes, None).map(|parsed| parsed.notes).unwrap_or_default();
        writeln!(
            table,
            "| `{}` | {} | {} | {} | {} |",
            work.id,
            cell(&label(work)),
            cell(&outcome(work, &messages)),
            cell(&said(&notes, Outcome::Repaired)),
            cell(&said(&notes, Outcome::SetAside)),
        )
        .unwrap();
    }
    writeln!(
        table,
        "\n{} documents: {} shown, {} not.",
        lock.works.len(),
        report.shown,
        report.missing.len()
    )
    .unwrap();
    println!("{table}");

    let path = source.join("TABLE.md");
    if std::env::var_os("UPDATE_TABLE").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    for (there, now) in held.lines().zip(table.lines()) {
        assert_eq!(there, now, "TABLE.md says otherwise");
    }
    assert_eq!(held.lines().count(), table.lines().count(), "TABLE.md is longer or shorter");
}

/// A copy of the exhibition as it lies there.
fn show_of(source: &Path) -> Show {
    let show = Show::new("");
    for part in ["", "documents", "pictures"] {
        let entries = fs::read_dir(source.join(part)).unwrap();
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
            let name = path.strip_prefix(source).unwrap().to_str().unwrap();
            show.write(name, &fs::read(&path).unwrap());
        }
    }
    show
}

fn documents(source: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(source.join("documents")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// What the label says: title, artist, year, traits, and the size where the document has
/// one.
pub fn label(work: &LockedWork) -> String {
    let text = |text: &Text| text.get(Language::English).to_owned();
    let mut lines = vec![text(&work.title), text(&work.artist), work.year.clone()];
    lines.extend(work.traits.iter().map(|line| format!("{}: {}", line.name, line.value)));
    if work.size.source == SizeSource::Metadata {
        lines.push(format!("{} × {} mm", work.size.width_mm, work.size.height_mm));
    }
    lines.retain(|line| !line.is_empty());
    lines.join(" · ")
}

/// Shown, with what a visitor is told; or why not.
pub fn outcome(work: &LockedWork, messages: &Messages) -> String {
    let told: Vec<_> = work.notes.iter().map(|note| messages.problem_in_full(note)).collect();
    match &work.media {
        Media::Shown(_) if told.is_empty() => "shown".to_owned(),
        Media::Shown(_) => format!("shown. {}", told.join(" ")),
        Media::Missing(problem) => format!("not shown. {}", messages.problem_in_full(problem)),
    }
}

fn said(notes: &[MetadataNote], outcome: Outcome) -> String {
    let of = notes.iter().filter(|note| note.kind.outcome() == outcome);
    of.map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// A text on one line of a table, cut where it is long.
pub fn cell(text: &str) -> String {
    const CHARS_MAX: usize = 160;
    let line: String = text.chars().take(CHARS_MAX).collect();
    let more = if text.chars().nth(CHARS_MAX).is_some() { "…" } else { "" };
    line.replace('\\', "\\\\").replace('|', "\\|").replace('\n', " ").replace('<', "\\<") + more
}

#[test]
fn a_clear_picture_lies_on_the_colour_that_its_document_names() {
    let drawing = |ground: &str| {
        format!(
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'>{ground}<circle r='1'/></svg>"
        )
    };
    let document = |picture: String| {
        let document = serde_json::json!({ "image": picture, "background_color": "ff8000" });
        serde_json::to_vec(&document).unwrap()
    };
    let show = Show::new(
        "[[work]]\nfile = \"clear.json\"\nid = \"clear\"\n[[work]]\nfile = \"full.json\"\nid = \"full\"\n",
    );
    show.write("clear.json", &document(drawing("")));
    show.write("full.json", &document(drawing("<rect width='4' height='4' fill='red'/>")));
    show.resolve();
    assert_eq!(show.visual("clear").background, Some([0xff, 0x80, 0]));
    // Nothing of it would be seen.
    assert_eq!(show.visual("full").background, None);
}
