//! New exhibition files of IIIF manifests: one work for each canvas.

use super::{NewError, empty};
use crate::exhibition::{ExhibitionFile, SectionEntry, Text, WorkEntry};
use crate::limits::WORKS_MAX;
use crate::token::iiif::Manifest;

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
}
