//! Writing an `exhibition.toml` that a person likes to read and edit.

use std::fmt::Write;

use super::{ExhibitionFile, FrameMake, Text, WorkEntry};

/// Writes an exhibition file: what it is on top, a block for each section and each
/// work, texts of two languages side by side. Reads back as the same.
pub fn write_file(file: &ExhibitionFile) -> String {
    let mut out = Out(HEAD.to_owned());
    out.text("title", &file.title);
    out.text_if_any("subtitle", &file.subtitle);
    out.text_if_any("curator", &file.curator);
    out.text_if_any("text", &file.text);
    out.line("stale_after_days", &file.stale_after_days.to_string());
    if file.gateways != super::Gateways::default() {
        out.head("[gateways]");
        out.list("ipfs", &file.gateways.ipfs);
        out.list("arweave", &file.gateways.arweave);
        out.list("own_hosts", &file.gateways.own_hosts);
    }
    for (chain, settings) in &file.chains {
        out.head(&format!("[chains.{}]", quoted(chain)));
        out.0.push_str(CHAIN);
        let endpoints: Vec<_> = settings.endpoints.iter().map(|e| quoted(e)).collect();
        out.line("endpoints", &format!("[{}]", endpoints.join(", ")));
        out.line("block", &quoted(&settings.block));
        if let Some(agree) = settings.agree {
            out.line("agree", &agree.to_string());
        }
        for (key, wanted) in [("proof", settings.proof), ("provenance", settings.provenance)] {
            if !wanted {
                out.line(key, "false");
            }
        }
        out.list("live", &settings.live);
        if let Some(names) = &settings.names {
            out.line("names", &quoted(names));
        }
    }
    if !file.sections.is_empty() {
        out.rule("Sections, in the order in which they are walked.");
    }
    for section in &file.sections {
        out.head("[[section]]");
        out.line("id", &quoted(&section.id));
        out.text("title", &section.title);
        out.text_if_any("text", &section.text);
    }
    if !file.works.is_empty() {
        out.rule("Works, in the order in which they hang.");
        out.0.push_str(WORK);
    }
    for work in &file.works {
        out.work(work);
    }
    out.0
}

const HEAD: &str = "\
# An exhibition: what hangs, in which order, and what is said about it.
# Edit it freely, then run `enfilade resolve` in this folder to fetch what is new,
# and `enfilade open` to walk through it.
#
# A text is \"words\" for all readers, or { en = \"…\", zh = \"…\" }.

";

const CHAIN: &str = "\
# Endpoints that are asked about tokens: add one that you trust. The block is a number,
# latest, safe or finalized.
";

const WORK: &str = "\
# Each is a `token` (CAIP-19, or 0x…/42, or its link), a `file` of this folder, or a
# `manifest` (IIIF) of which each canvas hangs. What you add here goes over the work's own
# metadata: title, artist, year, medium, description, collection,
# size_mm = [width, height], frame = \"black\" | \"oak\" | \"white\" | \"brass\" | \"float\" |
# \"none\", hero = true for the work that its section is built around.
";

/// The longest line that holds both languages of a text.
const LINE_CHARS_MAX: usize = 88;

struct Out(String);

impl Out {
    fn line(&mut self, key: &str, value: &str) {
        // Writing to a string never fails.
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn head(&mut self, head: &str) {
        let _ = writeln!(self.0, "\n{head}");
    }

    fn rule(&mut self, words: &str) {
        let _ = writeln!(self.0, "\n# {words}");
    }

    fn list(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(|value| quoted(value)).collect();
            self.line(key, &format!("[{}]", values.join(", ")));
        }
    }

    fn text(&mut self, key: &str, text: &Text) {
        match text {
            Text::One(words) => self.line(key, &quoted(words)),
            Text::Both { en, zh } => {
                let (en, zh) = (quoted(en), quoted(zh));
                let line = format!("{{ en = {en}, zh = {zh} }}");
                if line.chars().count() <= LINE_CHARS_MAX && !line.contains('\n') {
                    self.line(key, &line);
                } else {
                    self.line(&format!("{key}.en"), &en);
                    self.line(&format!("{key}.zh"), &zh);
                }
            }
        }
    }

    fn text_if_any(&mut self, key: &str, text: &Text) {
        if *text != Text::default() {
            self.text(key, text);
        }
    }

    fn work(&mut self, work: &WorkEntry) {
        self.head("[[work]]");
        let mut plain = |key: &str, value: &Option<String>| {
            if let Some(value) = value {
                self.line(key, &quoted(value));
            }
        };
        plain("token", &work.token);
        plain("file", &work.file);
        plain("manifest", &work.manifest);
        plain("canvas", &work.canvas);
        plain("id", &work.id);
        plain("section", &work.section);
        plain("ownership", &work.ownership);
        plain("year", &work.year);
        self.list("holders", &work.holders);
        self.list("attestations", &work.attestations);
        let texts = [
            ("title", &work.title),
            ("artist", &work.artist),
            ("medium", &work.medium),
            ("collection", &work.collection),
            ("description", &work.description),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                self.text(key, text);
            }
        }
        if let Some(size) = &work.size_mm {
            self.line("size_mm", &format!("{size:?}"));
        }
        if let Some(frame) = work.frame {
            self.line("frame", &quoted(frame_word(frame)));
        }
        if work.hero {
            self.line("hero", "true");
        }
    }
}

fn frame_word(frame: FrameMake) -> &'static str {
    match frame {
        FrameMake::Black => "black",
        FrameMake::Oak => "oak",
        FrameMake::White => "white",
        FrameMake::Brass => "brass",
        FrameMake::Float => "float",
        FrameMake::None => "none",
    }
}

/// A TOML string: on one line, or as a block where it has lines of its own.
fn quoted(words: &str) -> String {
    let block = words.contains('\n') && !words.contains('\r');
    let mut out = String::from(if block { "\"\"\"\n" } else { "\"" });
    for c in words.chars() {
        match c {
            '\n' if block => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push_str(if block { "\"\"\"" } else { "\"" });
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{ChainSettings, Gateways, SectionEntry, parse_file};
    use super::*;

    fn both(en: &str, zh: &str) -> Text {
        Text::Both { en: en.into(), zh: zh.into() }
    }

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        let file = ExhibitionFile {
            title: both("Slow Light", "缓光"),
            subtitle: Text::one("with \"quotes\" and \\ and\ttabs"),
            curator: Text::default(),
            text: both("Two\nlines", "两行\n文字"),
            stale_after_days: 30,
            gateways: Gateways {
                ipfs: vec!["https://a.example/ipfs/{cid}?key=a&b=c".into()],
                arweave: vec!["https://b.example".into()],
                own_hosts: vec!["localhost:1".into()],
            },
            chains: [(
                "eip155:1".to_owned(),
                ChainSettings {
                    endpoints: vec!["https://a.example".into(), "https://b.example".into()],
                    agree: Some(2),
                    proof: false,
                    live: vec!["https://live.example".into()],
                    names: Some("https://names.example/mainnet".into()),
                    ..ChainSettings::default()
                },
            )]
            .into(),
            sections: vec![SectionEntry {
                id: "one".into(),
                title: Text::one("One"),
                text: Text::default(),
            }],
            works: vec![WorkEntry {
                file: Some("a.png".into()),
                section: Some("one".into()),
                title: Some(both(&"long ".repeat(20), "长")),
                size_mm: Some(vec![1, 2, 3]),
                frame: Some(FrameMake::Oak),
                hero: true,
                ..WorkEntry::default()
            }],
        };
        let written = write_file(&file);
        assert_eq!(parse_file(&written).unwrap(), file, "{written}");
    }

    #[test]
    fn a_file_looks_as_a_person_would_write_it() {
        let file = ExhibitionFile {
            title: Text::one("A"),
            stale_after_days: 365,
            works: vec![WorkEntry { file: Some("a.png".into()), ..WorkEntry::default() }],
            ..ExhibitionFile::default()
        };
        let lines: Vec<_> = write_file(&file)
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(str::to_owned)
            .collect();
        assert_eq!(
            lines,
            ["title = \"A\"", "stale_after_days = 365", "[[work]]", "file = \"a.png\""]
        );
    }

    proptest! {
        #[test]
        fn any_words_read_back_as_the_same(en in "\\PC*|[\\x00-\\x7f\n\r\"]*", zh in ".*") {
            let file = ExhibitionFile {
                title: both(&en, &zh),
                subtitle: Text::one(en),
                stale_after_days: 1,
                ..ExhibitionFile::default()
            };
            let written = write_file(&file);
            prop_assert_eq!(parse_file(&written), Ok(file), "{}", written);
        }
    }
}
