//! IIIF manifests as works: an entry that names a manifest stands for its canvases, each
//! of which hangs as a work of its own.

use std::collections::BTreeMap;
use std::io;

use futures::StreamExt;

use super::error::Stop;
use crate::exhibition::{ByteStrength, Bytes, ExhibitionFile, Problem, ProblemKind, WorkEntry};
use crate::limits::{
    ANNOTATION_PAGES_MAX, CANVASES_PER_ENTRY_MAX, PER_HOST_MAX, PICTURE_PIXELS_MAX,
};
use crate::source::{Base, FetchError, Found, Library, Uri, UriError, Want};
use crate::token::TokenMetadata;
use crate::token::iiif::{Iiif, Manifest, Painting, parse_annotation_page, parse_iiif};

/// One canvas, as its manifest has it.
#[derive(Clone, Debug)]
pub(super) struct CanvasFacts {
    pub metadata: TokenMetadata,
    /// The manifest, with the canvas behind a `#`.
    pub document: Bytes,
    pub manifest: Uri,
    /// What of the canvas is not shown, and why.
    pub notes: Vec<Problem>,
}

/// The works of an exhibition file with every manifest taken apart.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub works: Vec<WorkEntry>,
    /// For each work: its canvas, or why there is none. None for other works.
    pub canvases: Vec<Option<Result<CanvasFacts, Problem>>>,
    /// Where the first work of each entry of the file stands.
    pub first: Vec<usize>,
}

/// Takes the manifests of an exhibition file apart. Only a failing disk is an error; a
/// manifest that cannot be had hangs as one empty frame.
pub(super) async fn expand(library: &Library, file: &ExhibitionFile) -> io::Result<Expanded> {
    let mut expanded = Expanded::default();
    for entry in &file.works {
        expanded.first.push(expanded.works.len());
        let Some(manifest) = &entry.manifest else {
            expanded.works.push(entry.clone());
            expanded.canvases.push(None);
            continue;
        };
        match canvases_of(library, manifest, entry.canvas.as_deref()).await {
            Ok(canvases) => {
                let several = canvases.len() > 1;
                for (place, canvas) in canvases.into_iter().enumerate() {
                    let mut entry = entry.clone();
                    let numbered =
                        |id: String| if several { format!("{id}-{}", place + 1) } else { id };
                    entry.id = entry.id.map(numbered);
                    expanded.works.push(entry);
                    expanded.canvases.push(Some(Ok(canvas)));
                }
            }
            Err(Stop::Work(problem)) => {
                expanded.works.push(entry.clone());
                expanded.canvases.push(Some(Err(problem)));
            }
            Err(Stop::Disk(error)) => return Err(error),
        }
    }
    Ok(expanded)
}

/// The canvases of a manifest, or the one of them that is named.
async fn canvases_of(
    library: &Library,
    address: &str,
    only: Option<&str>,
) -> Result<Vec<CanvasFacts>, Stop> {
    let unreadable = |detail: String| Stop::work(ProblemKind::MetadataUnreadable, detail);
    let uri = manifest_uri(address).map_err(|error| Stop::Work(error.into()))?;
    let found = library.get(&uri, Want::MANIFEST).await.map_err(|error| match error {
        FetchError::Disk(error) => Stop::Disk(error),
        other => Stop::from(other).about("the manifest"),
    })?;
    let mut manifest = match parse_iiif(&found.bytes) {
        Ok(Iiif::Manifest(manifest)) => manifest,
        Ok(Iiif::Collection(collection)) => {
            return Err(unreadable(format!(
                "it is a collection of {} documents; `enfilade new` writes a work for each of their canvases",
                collection.items.len()
            )));
        }
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let named = |id: &str| only.is_none_or(|only| only == id);
    let places: Vec<usize> = (0..manifest.canvases.len())
        .filter(|place| named(&manifest.canvases[*place].about.id))
        .collect();
    if let (true, Some(only)) = (places.is_empty(), only) {
        return Err(Stop::work(
            ProblemKind::NotFound,
            format!("the manifest has no canvas {only}"),
        ));
    }
    if places.len() > CANVASES_PER_ENTRY_MAX {
        let detail = format!(
            "{} canvases; the limit is {CANVASES_PER_ENTRY_MAX} for one entry (CANVASES_PER_ENTRY_MAX)",
            places.len()
        );
        return Err(Stop::work(ProblemKind::TooLarge, detail));
    }
    let mut notes = add_pages(library, &mut manifest, &places, &Base::At(uri.clone())).await?;
    let facts = |place| {
        let notes = notes.remove(&place).unwrap_or_default();
        facts_of(&manifest, place, &uri, &found, notes)
    };
    Ok(places.into_iter().filter_map(facts).collect())
}

/// Fetches what is painted onto these canvases from outside of their manifest; for each
/// canvas, what could not be had.
async fn add_pages(
    library: &Library,
    manifest: &mut Manifest,
    places: &[usize],
    base: &Base,
) -> Result<BTreeMap<usize, Vec<Problem>>, Stop> {
    let mut named: Vec<(usize, String)> = Vec::new();
    for place in places {
        let pages = std::mem::take(&mut manifest.canvases[*place].further_pages);
        named.extend(pages.into_iter().map(|page| (*place, page)));
    }
    let mut notes: BTreeMap<usize, Vec<Problem>> = BTreeMap::new();
    let all = named.len();
    for (place, _) in named.split_off(all.min(ANNOTATION_PAGES_MAX)) {
        let detail = format!(
            "{all} annotation pages; the limit is {ANNOTATION_PAGES_MAX} for one entry (ANNOTATION_PAGES_MAX)"
        );
        notes.entry(place).or_insert_with(|| vec![Problem::new(ProblemKind::TooLarge, detail)]);
    }
    let asking = named
        .into_iter()
        .map(|(place, page)| async move { (place, page_of(library, &page, base).await) });
    let pages: Vec<_> = futures::stream::iter(asking).buffered(PER_HOST_MAX).collect().await;
    for (place, page) in pages {
        match page {
            Ok(paintings) => manifest.canvases[place].paintings.extend(paintings),
            Err(Stop::Work(problem)) => notes.entry(place).or_default().push(problem),
            Err(disk) => return Err(disk),
        }
    }
    Ok(notes)
}

/// What a page paints that is a document of its own.
async fn page_of(library: &Library, address: &str, base: &Base) -> Result<Vec<Painting>, Stop> {
    let about = |stop: Stop| stop.about("an annotation page");
    let uri = Uri::parse(address, base).map_err(|error| about(Stop::Work(error.into())))?;
    let found = library.get(&uri, Want::METADATA).await;
    let found = found.map_err(|error| about(Stop::from(error)))?;
    parse_annotation_page(&found.bytes)
        .map_err(|error| about(Stop::work(ProblemKind::MetadataUnreadable, error)))
}

fn facts_of(
    manifest: &Manifest,
    place: usize,
    uri: &Uri,
    found: &Found,
    mut notes: Vec<Problem>,
) -> Option<CanvasFacts> {
    let canvas = manifest.canvases.get(place)?;
    if canvas.paintings.len() > 1 {
        let further = canvas.paintings.len() - 1;
        let detail = format!("{further} further paintings of the same canvas");
        notes.push(Problem::new(ProblemKind::PartsLeftOut, detail));
    }
    if let Some(part) = canvas.shown().and_then(|(_, body)| body.part_unasked()) {
        let detail = format!("the part that is meant ({part}) is not cut out; all of it hangs");
        notes.push(Problem::new(ProblemKind::PartsLeftOut, detail));
    }
    let canvas = &canvas.about.id;
    Some(CanvasFacts {
        metadata: manifest.work(place, PICTURE_PIXELS_MAX.isqrt() as u32)?,
        document: Bytes {
            uri: if canvas.is_empty() {
                format!("{uri}#{place}")
            } else {
                format!("{uri}#{canvas}")
            },
            hash: found.hash,
            length: found.bytes.len() as u64,
            strength: match uri {
                Uri::Ipfs(_) => ByteStrength::ContentAddressed,
                _ => ByteStrength::Mutable,
            },
        },
        manifest: uri.clone(),
        notes,
    })
}

/// Where a manifest lies: at an address, or in the exhibition's folder.
fn manifest_uri(address: &str) -> Result<Uri, UriError> {
    match address.contains("://") {
        true => Uri::parse(address, &Base::Nowhere),
        false => Ok(Uri::File(address.split('/').map(str::to_owned).collect())),
    }
}
