//! IIIF manifests for `enfilade new`: one, or those of a collection, within limits.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};

use enfilade::exhibition::{ExhibitionFile, file_from_manifests, show_due};
use enfilade::limits::{CANVASES_PER_ENTRY_MAX, MANIFEST_BYTES_MAX, MANIFESTS_MAX};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Door, Folder, Patience, Want};
use enfilade::token::iiif::{Collection, Iiif, Manifest, Reference, parse_iiif};
use url::Url;

use super::bar::Bar;
use super::new::put;
use super::{Failure, or_nearest, output};

/// An exhibition of all canvases of a manifest or collection. A manifest's file is copied
/// into the exhibition's folder; the second part names what was written.
pub fn file_from(
    title: &str,
    named: &str,
    dir: &Path,
) -> Result<(ExhibitionFile, Option<PathBuf>), Failure> {
    match Url::parse(named) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok((from_web(title, &url)?, None)),
        _ => from_file(title, Path::new(named), dir),
    }
}

fn from_file(
    title: &str,
    path: &Path,
    dir: &Path,
) -> Result<(ExhibitionFile, Option<PathBuf>), Failure> {
    let unreadable = |problem: &dyn std::fmt::Display, remedy: &str| {
        let shown = path.display();
        Failure::failed(format!("the manifest {shown} cannot be read: {problem}{remedy}"))
    };
    let not_there = |problem: std::io::Error| {
        unreadable(&problem, &or_nearest(path, "name a IIIF manifest by its address or as a file"))
    };
    let length = std::fs::metadata(path).map_err(not_there)?.len();
    if length > MANIFEST_BYTES_MAX {
        let problem = format!("it is larger than {MANIFEST_BYTES_MAX} bytes");
        return Err(unreadable(&problem, "; name one with fewer canvases"));
    }
    let bytes = std::fs::read(path).map_err(not_there)?;
    let parsed = parse_iiif(&bytes)
        .map_err(|problem| unreadable(&problem, "; name a file that holds a IIIF manifest"))?;
    let manifest = match parsed {
        Iiif::Manifest(manifest) => manifest,
        Iiif::Collection(collection) => {
            // What somebody else's file names may lead nowhere but to the web.
            let door = Door::new(Allowed::default(), Patience::RESOLVE);
            let mut gathering = Gathering { door, documents: 1, ..Gathering::new(title) };
            gathering.take_collection(collection, |id| Url::parse(id).ok());
            return Ok((gathering.finish()?, None));
        }
    };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("manifest.json");
    let file = file_from_manifests(title, &[(name.to_owned(), Ok(manifest))])?;
    let target = Folder::create(dir)?.dir().join(name);
    put(&target, &bytes)?;
    Ok((file, Some(target)))
}

fn from_web(title: &str, url: &Url) -> Result<ExhibitionFile, Failure> {
    // Whoever types an address means it, wherever it lies.
    let mut allowed = Allowed::default();
    allowed.server(url);
    let door = Door::new(allowed, Patience::RESOLVE);
    let mut gathering = Gathering { door, ..Gathering::new(title) };
    gathering.open(url.clone(), None);
    let mut file = gathering.finish()?;
    if url.scheme() == "http"
        && let Some(host) = url.host_str()
    {
        // Only a server of the curator's own is asked without TLS.
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        file.gateways.own_hosts.push(format!("{host}{port}"));
    }
    Ok(file)
}

/// A document to read.
struct Named {
    url: Url,
    /// How a collection names it; none for what the curator typed.
    by: Option<Reference>,
}

/// Manifests as they are gathered, one document after the other.
struct Gathering<'a> {
    title: &'a str,
    door: Door,
    /// Documents that were named and not yet read, and all that ever were.
    open: VecDeque<Named>,
    seen: HashSet<Url>,
    documents: usize,
    /// Each as it was read, or as its collection names what could not be.
    manifests: Vec<(String, Result<Manifest, Reference>)>,
    unread: Vec<Unread>,
    canvases: usize,
    collections: Vec<Collection>,
}

/// A document that could not be read.
struct Unread {
    /// What comes of that, as the beginning of a sentence.
    outcome: String,
    reason: String,
}

impl<'a> Gathering<'a> {
    fn new(title: &'a str) -> Self {
        Self {
            title,
            door: Door::new(Allowed::default(), Patience::RESOLVE),
            open: VecDeque::new(),
            seen: HashSet::new(),
            documents: 0,
            manifests: Vec::new(),
            unread: Vec::new(),
            canvases: 0,
            collections: Vec::new(),
        }
    }

    /// Names a document, once.
    fn open(&mut self, url: Url, by: Option<Reference>) {
        if self.seen.insert(url.clone()) {
            self.open.push_back(Named { url, by });
        }
    }

    /// Names what a collection names, each by its address.
    fn take_collection(&mut self, collection: Collection, address: impl Fn(&str) -> Option<Url>) {
        for item in &collection.items {
            if let Some(url) = address(&item.id) {
                self.open(url, Some(item.clone()));
            }
        }
        self.collections.push(collection);
    }

    /// Goes on without a document. A manifest keeps its place, for it may be read another
    /// day, if an exhibition can name it; what a collection would have named nobody knows.
    fn miss(&mut self, named: Named, reason: String) {
        let Named { url, by } = named;
        let outcome = match by {
            Some(reference)
                if !reference.is_collection && matches!(url.scheme(), "http" | "https") =>
            {
                self.manifests.push((url.to_string(), Err(reference)));
                format!("{url} hangs as an empty frame until it can be read")
            }
            _ => format!("{url} is left out"),
        };
        self.unread.push(Unread { outcome, reason });
    }

    /// Reads all that was named, and what that names. Some of it may be gone, and not all.
    fn finish(mut self) -> Result<ExhibitionFile, Failure> {
        let bar = Bar::new(self.seen.len());
        while let Some(next) = self.open.pop_front() {
            self.documents += 1;
            // Of many parts and pages those that were read can hang.
            if self.documents > MANIFESTS_MAX && self.collections.len() > 1 {
                self.unread.push(Unread {
                    outcome: format!("{} and {} more are left out", next.url, self.open.len()),
                    reason: format!("no more than {MANIFESTS_MAX} documents are read at once"),
                });
                break;
            }
            if self.documents > MANIFESTS_MAX {
                return Err(Failure::failed(format!(
                    "the collection names more than {MANIFESTS_MAX} documents; name one of its parts"
                )));
            }
            bar.set_steps(self.seen.len());
            bar.at(self.documents - 1, next.url.as_str());
            match read_web(&self.door, &next) {
                Ok(Iiif::Manifest(manifest)) => {
                    self.canvases += manifest.canvases.len();
                    self.manifests.push((next.url.to_string(), Ok(manifest)));
                }
                Ok(Iiif::Collection(collection)) => {
                    self.take_collection(collection, |id| next.url.join(id).ok());
                }
                Err(reason) => self.miss(next, reason),
            }
            if self.canvases > CANVASES_PER_ENTRY_MAX {
                return Err(Failure::failed(format!(
                    "that is more than {CANVASES_PER_ENTRY_MAX} canvases; name a manifest with fewer"
                )));
            }
        }
        bar.clear();
        let any_is_read = self.manifests.iter().any(|(_, manifest)| manifest.is_ok());
        if let (false, Some(first)) = (any_is_read, self.unread.first()) {
            return Err(Failure::failed(&first.reason));
        }
        let mut file = file_from_manifests(self.title, &self.manifests)?;
        show_due(&mut file, &self.collections);
        for Unread { outcome, reason } in &self.unread {
            output::warn(&format!("enfilade: {outcome}: {reason}"));
        }
        Ok(file)
    }
}

/// A document, or why there is none.
fn read_web(door: &Door, named: &Named) -> Result<Iiif, String> {
    let Named { url, by } = named;
    let bytes = block_on(door.get(url, Want::MANIFEST)).map_err(|problem| problem.to_string())?;
    parse_iiif(&bytes).map_err(|problem| {
        // Only whoever typed an address can type another.
        let remedy = match by {
            None => "; name the address of a IIIF manifest or collection",
            Some(_) => "",
        };
        format!("{url} cannot be read: {problem}{remedy}")
    })
}
