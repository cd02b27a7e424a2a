//! New exhibition files of IIIF manifests: one work for each canvas.

use super::{NewError, empty};
use crate::exhibition::{ExhibitionFile, Language, SectionEntry, Text, WorkEntry};
use crate::limits::WORKS_MAX;
use crate::messages::Messages;
use crate::token::Words;
use crate::token::iiif::{Collection, Due, LabelledValue, Manifest, Provider};

/// One work for each canvas of these manifests, each with the address or the file's name
/// by which the exhibition names it. Several manifests become sections.
pub fn file_from_manifests(
    title: &str,
    manifests: &[(String, Manifest)],
) -> Result<ExhibitionFile, NewError> {
    let mut file = empty(title);
    for (place, (address, manifest)) in manifests.iter().enumerate() {
        let section = (manifests.len() > 1).then(|| format!("manifest-{}", place + 1));
        if let Some(id) = &section {
            let label = manifest.about.label.clone().map(Text::from);
            let title = label.unwrap_or_else(|| Text::one(id.as_str()));
            file.sections.push(SectionEntry { id: id.clone(), title, ..Default::default() });
        }
        let several = manifest.canvases.len() > 1;
        for canvas in &manifest.canvases {
            let id = Some(canvas.about.id.clone()).filter(|id| several && !id.is_empty());
            file.works.push(WorkEntry {
                manifest: Some(address.clone()),
                canvas: id,
                section: section.clone(),
                ..WorkEntry::default()
            });
        }
    }
    match file.works.len() {
        0 => Err(NewError::NoCanvases),
        1..=WORKS_MAX => Ok(file),
        _ => Err(NewError::TooMany),
    }
}

/// Puts what collections ask to be shown with them on the title wall; what manifests ask for
/// stands on each work's label.
pub fn show_due(file: &mut ExhibitionFile, collections: &[Collection]) {
    let mut due = Due::default();
    collections.iter().for_each(|collection| due.add(&collection.about.due));
    let (en, zh) = (lines(&due, Language::English), lines(&due, Language::Chinese));
    if due != Due::default() {
        file.text = Text::Both { en, zh };
    }
}

fn lines(due: &Due, language: Language) -> String {
    let messages = Messages::new(language);
    let words = |words: &Words| match language {
        Language::English => words.en().to_owned(),
        Language::Chinese => words.zh().to_owned(),
    };
    let statement = |line: &LabelledValue| match line.label.is_empty() {
        true => words(&line.value),
        false => format!("{}: {}", words(&line.label), words(&line.value)),
    };
    let provided_by = messages.get("provided-by");
    let provider = |provider: &Provider| format!("{provided_by} {}", words(&provider.label));
    let mut lines: Vec<String> = due.statements.iter().map(statement).collect();
    lines.extend(due.providers.iter().map(provider));
    if !due.rights.is_empty() {
        lines.push(format!("{} {}", messages.get("rights"), due.rights.join(" · ")));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::iiif::Canvas;

    fn manifest(canvases: &[&str]) -> Manifest {
        let canvas = |id: &&str| {
            let mut canvas = Canvas::default();
            canvas.about.id = (*id).to_owned();
            canvas
        };
        Manifest { canvases: canvases.iter().map(canvas).collect(), ..Manifest::default() }
    }

    #[test]
    fn every_canvas_hangs_once() {
        let check = |manifests: &[(&str, Manifest)], expected: &[(&str, Option<&str>)]| {
            let manifests: Vec<_> = manifests
                .iter()
                .map(|(at, manifest)| ((*at).to_owned(), manifest.clone()))
                .collect();
            let file = file_from_manifests("A", &manifests).unwrap();
            let works: Vec<_> = file
                .works
                .iter()
                .map(|work| (work.manifest.as_deref().unwrap(), work.canvas.as_deref()))
                .collect();
            assert_eq!(works, expected);
            assert_eq!(file.sections.len(), if manifests.len() > 1 { manifests.len() } else { 0 });
        };
        check(&[("https://h/1", manifest(&["https://h/c"]))], &[("https://h/1", None)]);
        check(
            &[("a.json", manifest(&["c1", "c2"])), ("b.json", manifest(&["c3"]))],
            &[("a.json", Some("c1")), ("a.json", Some("c2")), ("b.json", None)],
        );
        assert_eq!(file_from_manifests("A", &[]), Err(NewError::NoCanvases));
    }

    #[test]
    fn what_a_collection_asks_for_stands_on_the_title_wall() {
        let one = |text: &str| Words::one(text);
        let mut collection = Collection::default();
        let mut file = empty("A");
        show_due(&mut file, std::slice::from_ref(&collection));
        assert_eq!(file.text, Text::default());
        collection.about.due = Due {
            statements: vec![LabelledValue { label: one("Credit"), value: one("The maker") }],
            rights: vec!["https://a.example/".to_owned()],
            providers: vec![Provider { label: one("A museum"), ..Provider::default() }],
        };
        // Two that say the same say it once.
        show_due(&mut file, &[collection.clone(), collection]);
        let en = "Credit: The maker\nProvided by A museum\nRights: https://a.example/";
        assert_eq!(file.text.get(Language::English), en);
        assert!(file.text.get(Language::Chinese).contains("提供机构： A museum"));
    }
}
