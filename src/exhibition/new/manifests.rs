//! New exhibition files of IIIF manifests: one work for each canvas.

use super::{NewError, empty};
use crate::exhibition::{ExhibitionFile, Language, SectionEntry, Text, WorkEntry};
use crate::limits::WORKS_MAX;
use crate::messages::Messages;
use crate::token::Words;
use crate::token::iiif::{Collection, Due, LabelledValue, Manifest, Provider, Reference};

/// One work for each canvas of these manifests, each with the address or the file's name
/// by which the exhibition names it. Several manifests become sections. One that could not
/// be read, and stands here as its collection names it, keeps its place as one work.
pub fn file_from_manifests(
    title: &str,
    manifests: &[(String, Result<Manifest, Reference>)],
) -> Result<ExhibitionFile, NewError> {
    let mut file = empty(title);
    for (place, (address, manifest)) in manifests.iter().enumerate() {
        let section = (manifests.len() > 1).then(|| format!("manifest-{}", place + 1));
        let label = match manifest {
            Ok(manifest) => &manifest.about.label,
            Err(reference) => &reference.label,
        };
        if let Some(id) = &section {
            let title = label.clone().map(Text::from);
            let title = title.unwrap_or_else(|| Text::one(id.as_str()));
            file.sections.push(SectionEntry { id: id.clone(), title, ..Default::default() });
        }
        let canvases = match manifest {
            Ok(manifest) => named_canvases(manifest),
            Err(_) => vec![None],
        };
        file.works.extend(canvases.into_iter().map(|canvas| WorkEntry {
            manifest: Some(address.clone()),
            canvas,
            section: section.clone(),
            ..WorkEntry::default()
        }));
    }
    match file.works.len() {
        0 => Err(NewError::NoCanvases),
        1..=WORKS_MAX => Ok(file),
        _ => Err(NewError::TooMany),
    }
}

/// Each canvas of a manifest by its id, where it has one and there are several.
fn named_canvases(manifest: &Manifest) -> Vec<Option<String>> {
    let several = manifest.canvases.len() > 1;
    let name = |id: &String| Some(id.clone()).filter(|id| several && !id.is_empty());
    manifest.canvases.iter().map(|canvas| name(&canvas.about.id)).collect()
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
    let mut rights: Vec<String> = due.terms.iter().map(words).collect();
    rights.extend(due.rights.iter().cloned());
    if !rights.is_empty() {
        lines.push(format!("{} {}", messages.get("rights"), rights.join(" · ")));
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

    /// A manifest that could not be read, as a collection names it.
    fn unread(label: &str) -> Reference {
        let label = Some(Words::one(label));
        Reference { id: String::new(), is_collection: false, label, thumbnail: None }
    }

    #[test]
    fn every_canvas_hangs_once() {
        type Given = Result<Manifest, Reference>;
        let check = |manifests: &[(&str, Given)], expected: &[(&str, Option<&str>)]| {
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
        check(&[("https://h/1", Ok(manifest(&["https://h/c"])))], &[("https://h/1", None)]);
        check(
            &[("a.json", Ok(manifest(&["c1", "c2"]))), ("b.json", Ok(manifest(&["c3"])))],
            &[("a.json", Some("c1")), ("a.json", Some("c2")), ("b.json", None)],
        );
        check(
            &[("https://h/1", Err(unread("One"))), ("https://h/2", Ok(manifest(&["c1", "c2"])))],
            &[("https://h/1", None), ("https://h/2", Some("c1")), ("https://h/2", Some("c2"))],
        );
        assert_eq!(file_from_manifests("A", &[]), Err(NewError::NoCanvases));
    }

    #[test]
    fn a_section_is_called_as_its_collection_calls_it_where_nobody_else_could_be_asked() {
        let manifests = [Err(unread("One")), Ok(manifest(&["c"]))];
        let manifests = manifests.map(|manifest| ("https://h/1".to_owned(), manifest));
        let sections = file_from_manifests("A", &manifests).unwrap().sections;
        let titles: Vec<_> =
            sections.iter().map(|section| section.title.get(Language::English)).collect();
        assert_eq!(titles, ["One", "manifest-2"]);
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
            terms: vec![one("All rights reserved")],
            rights: vec!["https://a.example/".to_owned()],
            providers: vec![Provider { label: one("A museum"), ..Provider::default() }],
        };
        // Two that say the same say it once.
        show_due(&mut file, &[collection.clone(), collection]);
        let en = "Credit: The maker\nProvided by A museum\nRights: All rights reserved · https://a.example/";
        assert_eq!(file.text.get(Language::English), en);
        assert!(file.text.get(Language::Chinese).contains("提供机构： A museum"));
    }
}
