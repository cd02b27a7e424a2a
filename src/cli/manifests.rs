//! IIIF manifests for `enfilade new`: one, or those of a collection, within limits.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};

use enfilade::exhibition::{ExhibitionFile, file_from_manifests, show_due};
use enfilade::limits::{CANVASES_PER_ENTRY_MAX, MANIFEST_BYTES_MAX, MANIFESTS_MAX};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Door, Folder, Patience, Want};
use enfilade::token::iiif::{Collection, Iiif, Manifest, parse_iiif};
use url::Url;

use super::bar::Bar;
use super::new::put;
use super::{Failure, or_nearest};

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
            let door = Door::new(Allowed::default(), Patience::VISITOR);
            let mut gathering = Gathering { door, documents: 1, ..Gathering::new(title) };
            gathering.take_collection(collection, |id| Url::parse(id).ok());
            return Ok((gathering.finish()?, None));
        }
    };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("manifest.json");
    let file = file_from_manifests(title, &[(name.to_owned(), manifest)])?;
    let target = Folder::create(dir)?.dir().join(name);
    put(&target, &bytes)?;
    Ok((file, Some(target)))
}

fn from_web(title: &str, url: &Url) -> Result<ExhibitionFile, Failure> {
    // Whoever types an address means it, wherever it lies.
    let mut allowed = Allowed::default();
    allowed.server(url);
    let door = Door::new(allowed, Patience::VISITOR);
    let mut gathering = Gathering { door, ..Gathering::new(title) };
    gathering.open(url.clone());
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

/// Manifests as they are gathered, one document after the other.
struct Gathering<'a> {
    title: &'a str,
    door: Door,
    /// Documents that were named and not yet read, and all that ever were.
    open: VecDeque<Url>,
    seen: HashSet<Url>,
    documents: usize,
    manifests: Vec<(String, Manifest)>,
    canvases: usize,
    collections: Vec<Collection>,
}

impl<'a> Gathering<'a> {
    fn new(title: &'a str) -> Self {
        Self {
            title,
            door: Door::new(Allowed::default(), Patience::VISITOR),
            open: VecDeque::new(),
            seen: HashSet::new(),
            documents: 0,
            manifests: Vec::new(),
            canvases: 0,
            collections: Vec::new(),
        }
    }

    /// Names a document, once.
    fn open(&mut self, url: Url) {
        if self.seen.insert(url.clone()) {
            self.open.push_back(url);
        }
    }

    /// Names what a collection names, each by its address.
    fn take_collection(&mut self, collection: Collection, address: impl Fn(&str) -> Option<Url>) {
        for url in collection.items.iter().filter_map(|item| address(&item.id)) {
            self.open(url);
        }
        self.collections.push(collection);
    }

    /// Reads all that was named, and what that names.
    fn finish(mut self) -> Result<ExhibitionFile, Failure> {
        let bar = Bar::new(self.seen.len());
        while let Some(next) = self.open.pop_front() {
            self.documents += 1;
            if self.documents > MANIFESTS_MAX {
                return Err(Failure::failed(format!(
                    "the collection names more than {MANIFESTS_MAX} documents; name one of its parts"
                )));
            }
            bar.set_steps(self.seen.len());
            bar.at(self.documents - 1, next.as_str());
            match read_web(&self.door, &next)? {
                Iiif::Manifest(manifest) => {
                    self.canvases += manifest.canvases.len();
                    self.manifests.push((next.to_string(), manifest));
                }
                Iiif::Collection(collection) => {
                    self.take_collection(collection, |id| next.join(id).ok());
                }
            }
            if self.canvases > CANVASES_PER_ENTRY_MAX {
                return Err(Failure::failed(format!(
                    "that is more than {CANVASES_PER_ENTRY_MAX} canvases; name a manifest with fewer"
                )));
            }
        }
        bar.clear();
        let mut file = file_from_manifests(self.title, &self.manifests)?;
        show_due(&mut file, &self.collections);
        Ok(file)
    }
}

fn read_web(door: &Door, url: &Url) -> Result<Iiif, Failure> {
    let bytes = block_on(door.get(url, Want::MANIFEST))?;
    parse_iiif(&bytes).map_err(|problem| {
        let remedy = "name the address of a IIIF manifest or collection";
        Failure::failed(format!("{url} cannot be read: {problem}; {remedy}"))
    })
}
