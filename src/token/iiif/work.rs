//! A manifest's canvas as a work that hangs: what its label says and which file it is.

use super::model::{Body, BodyKind, Canvas, Described, Due, LabelledValue, Manifest, Painting};
use crate::limits::TRAITS_MAX;
use crate::token::metadata::json::Json;
use crate::token::metadata::note::Notes;
use crate::token::metadata::size::{Size, size_of, unit_mm};
use crate::token::metadata::{Credit, CreditRole, FileRole, MediaFile, Rights, Words};
use crate::token::{TokenMetadata, Trait};

/// Labels under which museums keep what a wall label has a place for, in lowercase.
const ARTIST: [&str; 14] = [
    "artist",
    "artists",
    "artist name",
    "creator",
    "creators",
    "maker",
    "makers",
    "author",
    "authors",
    "painter",
    "painters",
    "作者",
    "创作者",
    "艺术家",
];
const YEAR: [&str; 7] =
    ["date", "year", "created", "date created", "creation date", "年代", "日期"];
const MEDIUM: [&str; 7] =
    ["medium", "materials", "material", "technique", "materials and techniques", "媒材", "材质"];
const SIZE: [&str; 5] = ["dimensions", "size", "physical dimensions", "尺寸", "measurements"];

impl Manifest {
    /// What a canvas shows and says, with pictures of at most `side_px_max` on a side.
    /// None where there is no such canvas.
    pub fn work(&self, canvas: usize, side_px_max: u32) -> Option<TokenMetadata> {
        let canvas = self.canvases.get(canvas)?;
        let mut work = TokenMetadata { notes: self.notes.clone(), ..Default::default() };
        work.name = self.title_of(canvas);
        work.description = canvas.about.summary.clone().or_else(|| self.about.summary.clone());
        self.add_lines(canvas, &mut work);
        add_files(canvas, side_px_max, &mut work);
        let of = |about: &Described| about.thumbnail.clone();
        let thumbnail = of(&canvas.about).or_else(|| of(&self.about));
        if work.image.is_none() {
            work.image = thumbnail;
        }
        work.external_url = self.about.homepage.clone();
        work.size_mm = canvas.size_mm.or(work.size_mm);
        if work.size_mm.is_some() {
            work.sides_mm = None;
        }
        self.add_rights(canvas, &mut work);
        Some(work)
    }

    /// The manifest's label; with the canvas's own, where there are several.
    fn title_of(&self, canvas: &Canvas) -> Option<Words> {
        match (&self.about.label, &canvas.about.label) {
            (Some(whole), Some(part)) if self.canvases.len() > 1 => {
                Some(Words::beside(whole, ", ", part))
            }
            (Some(whole), _) => Some(whole.clone()),
            (None, part) => part.clone(),
        }
    }

    fn add_lines(&self, canvas: &Canvas, work: &mut TokenMetadata) {
        let mut unclear = Vec::new();
        for line in canvas.about.metadata.iter().chain(&self.about.metadata) {
            let is = |names: &[&str]| is_called(line.label.en(), names);
            if is(&ARTIST) {
                let credit = Credit {
                    role: CreditRole::Creator,
                    name: line.value.clone(),
                    is_address: false,
                };
                work.credits.push(credit);
                work.artist.get_or_insert(line.value.clone());
            } else if is(&YEAR) {
                work.year.get_or_insert(line.value.plain().to_owned());
            } else if is(&MEDIUM) {
                work.medium.get_or_insert(line.value.clone());
            } else if work.traits.len() < TRAITS_MAX {
                work.traits.push(Trait {
                    name: line.label.plain().to_owned(),
                    value: line.value.plain().to_owned(),
                });
            }
            if is(&SIZE) {
                let text = line.value.plain();
                match size_of(&Json::Text(text.to_owned())) {
                    Ok(Some(Size::Sides { width, height })) => work.size_mm = Some((width, height)),
                    Ok(Some(Size::Unordered(sides))) => work.sides_mm = Some(sides),
                    Err(kind) if is_of_lengths(text) => unclear.push((kind, line.label.plain())),
                    Ok(None) | Err(_) => {}
                }
            }
        }
        // Who says the size in another place needs none here.
        if canvas.size_mm.or(work.size_mm).is_none() && work.sides_mm.is_none() {
            let mut notes = Notes::going_on(std::mem::take(&mut work.notes));
            for (kind, label) in unclear {
                notes.add(kind, label);
            }
            work.notes = notes.into_inner();
        }
    }

    /// What must be shown and who provides it: of the picture, its annotation, the canvas
    /// and the whole, for each of them is shown.
    fn add_rights(&self, canvas: &Canvas, work: &mut TokenMetadata) {
        let mut due = Due::default();
        if let Some((painting, body)) = canvas.shown() {
            due.add(&body.due);
            due.add(&painting.due);
        }
        due.add(&canvas.about.due);
        due.add(&self.about.due);
        let statements = due.statements.iter().map(in_one_line);
        let in_turn = |all: Words, one: Words| Words::beside(&all, " · ", &one);
        let mut rights = due.rights.into_iter();
        work.rights = Rights {
            terms: due.terms.into_iter().reduce(in_turn),
            uri: rights.next(),
            further: rights.collect(),
            statement: statements.reduce(in_turn),
        };
        for provider in &due.providers {
            let credit = Credit {
                role: CreditRole::Provider,
                name: provider.label.clone(),
                is_address: false,
            };
            if !work.credits.contains(&credit) {
                work.credits.push(credit);
            }
        }
    }
}

/// Whether a line's label is one of these names, or nothing but several of them: there are
/// “Artist / Maker” and “Creator(s)”.
fn is_called(label: &str, names: &[&str]) -> bool {
    let label = label.trim_end_matches([':', '：']).to_lowercase();
    let is_name = |part: &str| {
        let part = part.trim();
        names.contains(&part)
            || names.contains(&part.replace("(s)", "s").as_str())
            || names.contains(&part.replace("(s)", "").as_str())
    };
    is_name(&label) || label.split(['/', ',', '&', '、', '，']).all(is_name)
}

/// Whether what is said of a size is about lengths, rather than about pixels or bytes as of
/// a file: a unit of length stands behind a number, for “in” and “m” are words, too.
fn is_of_lengths(text: &str) -> bool {
    const BYTES: [&str; 9] = ["byte", "bytes", "kb", "mb", "gb", "kib", "mib", "gib", "字节"];
    const MARKS: [char; 5] = ['"', '″', '”', '\'', '′'];
    let is_of_file =
        |word: &str| unit_mm(word) == Some(0.0) || BYTES.contains(&word.to_lowercase().as_str());
    if text.split(|c: char| !c.is_alphabetic()).any(is_of_file) {
        return false;
    }
    // Roman numerals are letters, too, of which words are made.
    let is_digit = |c: char| c.is_numeric() && !c.is_alphabetic();
    text.match_indices(is_digit).any(|(i, digit)| {
        let behind = &text[i + digit.len()..];
        let behind = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
        let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        behind.starts_with(MARKS) || unit_mm(&behind[..end]).is_some_and(|mm| mm > 0.0)
    })
}

fn in_one_line(line: &LabelledValue) -> Words {
    match line.label.is_empty() {
        true => line.value.clone(),
        false => Words::beside(&line.label, ": ", &line.value),
    }
}

impl Canvas {
    /// What is shown of it: the painting that covers it, else the first, and of a `Choice`
    /// the first body.
    pub fn shown(&self) -> Option<(&Painting, &Body)> {
        let whole = self.paintings.iter().find(|painting| painting.is_whole);
        let painting = whole.or(self.paintings.first())?;
        Some((painting, painting.choices.first()?))
    }
}

/// What is shown of a canvas; the others of a `Choice` are kept as further files.
fn add_files(canvas: &Canvas, side_px_max: u32, work: &mut TokenMetadata) {
    let Some((painting, _)) = canvas.shown() else { return };
    for (i, body) in painting.choices.iter().enumerate() {
        let uri = body.request(side_px_max);
        let is_shown = i == 0 && body.kind != BodyKind::Other;
        match body.kind {
            BodyKind::Image if is_shown => work.image = Some(uri.clone()),
            _ if is_shown => work.animation = Some(uri.clone()),
            _ => {}
        }
        work.files.push(MediaFile {
            uri,
            role: if is_shown { FileRole::Work } else { FileRole::Other },
            mime: body.mime.clone(),
            length: None,
            width_px: Some(body.width_px).filter(|side| *side > 0),
            height_px: Some(body.height_px).filter(|side| *side > 0),
            duration_ms: body.duration_ms.or(canvas.duration_ms),
            integrity: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Iiif, parse_iiif};
    use super::*;
    use crate::token::metadata::note::NoteKind;

    #[test]
    fn labels_are_names_or_several_of_them() {
        let check = |label: &str, expected: bool| {
            assert_eq!(is_called(label, &ARTIST), expected, "{label}");
        };
        for artist in [
            "Artist",
            "Artist:",
            "ARTIST :",
            "Maker",
            "Artist / Maker",
            "Artist/Maker",
            "Artist/Maker(s)",
            "Creator(s)",
            "Author(s):",
            "Artist, Author",
            "作者：",
        ] {
            check(artist, true);
        }
        for other in
            ["Artist/Date", "Artist's statement", "Artwork", "(s)", "/", "", "Maker’s mark"]
        {
            check(other, false);
        }
        assert!(is_called("Materials and techniques", &MEDIUM));
        assert!(is_called("Dimension(s)", &SIZE));
        assert!(is_called("Size / Dimensions", &SIZE));
    }

    #[test]
    fn what_is_said_of_a_size_is_of_lengths_or_of_a_file() {
        for lengths in [
            "H 70 x 50 cm",
            "50-60cm x 70",
            "1,000 x 700 mm",
            "3/4 x 1 1/4 in.",
            "½ x 1½ inches",
            "5′ 6″ x 4′",
            "8\" x 1,000\"",
            "50 Centimetres or so",
        ] {
            assert!(is_of_lengths(lengths), "{lengths}");
        }
        for other in [
            "12,345 KB",
            "1,234 bytes",
            "4,000 × 3,000 px",
            "4,000 × 3,000 pixels, 10 in wide",
            "1,000 pages in folio",
            "Number 50. In a frame",
            "1/2",
            "m",
            "",
        ] {
            assert!(!is_of_lengths(other), "{other}");
        }
    }

    #[test]
    fn an_unclear_size_is_noted_where_it_is_one_and_no_other_line_is_clear() {
        let check = |lines: &[(&str, &str)], expected: &[(NoteKind, &str)]| {
            let lines: Vec<_> = lines
                .iter()
                .map(|(label, value)| format!(r#"{{"label":{label:?},"value":{value:?}}}"#))
                .collect();
            let document = format!(
                r#"{{"@type":"sc:Manifest","metadata":[{}],
                "sequences":[{{"canvases":[{{"@type":"sc:Canvas"}}]}}]}}"#,
                lines.join(",")
            );
            let Ok(Iiif::Manifest(manifest)) = parse_iiif(document.as_bytes()) else {
                panic!("{document} is no manifest")
            };
            let notes = manifest.work(0, 8192).unwrap().notes;
            let of_sizes = notes.iter().filter(|note| note.kind != NoteKind::OtherVersion);
            let found: Vec<_> = of_sizes.map(|note| (note.kind, note.field.as_str())).collect();
            assert_eq!(found, expected, "{document}");
        };
        let unclear = ("Dimensions", "H 70 x 50 cm");
        let noted = (NoteKind::UnclearSize, "Dimensions");
        check(&[unclear], &[noted]);
        check(&[unclear, ("Size", "0 x 70 cm")], &[noted, (NoteKind::BadSize, "Size")]);
        check(&[unclear, ("Size", "12,345 KB")], &[noted]);
        check(&[unclear, ("Size", "50 x 70 cm")], &[]);
        check(&[("Size", "H 70 x W 50 cm"), unclear], &[]);
        check(&[("Size", "12,345 KB")], &[]);
        check(&[("Dimensions", "4,000 × 3,000 px")], &[]);
        let long = "One of the largest of its kind. ".repeat(10);
        check(&[("Dimensions", long.as_str())], &[]);
        let long_size = format!("{long}50 x 70 cm");
        check(&[("Dimensions", long_size.as_str())], &[noted]);
    }
}
