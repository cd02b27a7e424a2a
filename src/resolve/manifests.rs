//! IIIF manifests as works: an entry that names a manifest stands for its canvases, each
//! of which hangs as a work of its own.

use std::io;

use super::error::Stop;
use crate::exhibition::{ByteStrength, Bytes, ExhibitionFile, Problem, ProblemKind, WorkEntry};
use crate::limits::CANVASES_PER_ENTRY_MAX;
use crate::limits::PICTURE_PIXELS_MAX;
use crate::source::{Base, FetchError, Found, Library, Uri, UriError, Want};
use crate::token::TokenMetadata;
use crate::token::iiif::{Iiif, Manifest, parse_iiif};

/// One canvas, as its manifest has it.
#[derive(Clone, Debug)]
pub(super) struct CanvasFacts {
    pub metadata: TokenMetadata,
    /// The manifest, with the canvas behind a `#`.
    pub document: Bytes,
    pub manifest: Uri,
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
    let found = library.get(&uri, Want::METADATA).await.map_err(|error| match error {
        FetchError::Disk(error) => Stop::Disk(error),
        other => Stop::from(other).about("the manifest"),
    })?;
    let manifest = match parse_iiif(&found.bytes) {
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
    Ok(places.into_iter().filter_map(|place| facts_of(&manifest, place, &uri, &found)).collect())
}

fn facts_of(manifest: &Manifest, place: usize, uri: &Uri, found: &Found) -> Option<CanvasFacts> {
    let canvas = &manifest.canvases.get(place)?.about.id;
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
    })
}

/// Where a manifest lies: at an address, or in the exhibition's folder.
fn manifest_uri(address: &str) -> Result<Uri, UriError> {
    match address.contains("://") {
        true => Uri::parse(address, &Base::Nowhere),
        false => Ok(Uri::File(address.split('/').map(str::to_owned).collect())),
    }
}
