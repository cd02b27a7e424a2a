//! IIIF manifests for `enfilade new`: one, or those of a collection, within limits.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};

use enfilade::exhibition::{ExhibitionFile, file_from_manifests};
use enfilade::limits::{CANVASES_PER_ENTRY_MAX, MANIFESTS_MAX, METADATA_BYTES_MAX};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Door, Folder, Patience, Want};
use enfilade::token::iiif::{Iiif, Manifest, parse_iiif};
use url::Url;

use super::bar::Bar;
use super::new::put;
use super::{Failure, or_nearest};

/// An exhibition of all canvases of a manifest or collection. A file is copied into the
/// exhibition's folder; the second part names what was written.
pub fn file_from(
    title: &str,
    named: &str,
    dir: &Path,
) -> Result<(ExhibitionFile, Option<PathBuf>), Failure> {
    match Url::parse(named) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok((from_web(title, &url)?, None)),
        _ => from_file(title, Path::new(named), dir).map(|(file, path)| (file, Some(path))),
    }
}

fn from_file(title: &str, path: &Path, dir: &Path) -> Result<(ExhibitionFile, PathBuf), Failure> {
    let unreadable = |problem: &dyn std::fmt::Display, remedy: &str| {
        let shown = path.display();
        Failure::failed(format!("the manifest {shown} cannot be read: {problem}{remedy}"))
    };
    let not_there = |problem: std::io::Error| {
        unreadable(&problem, &or_nearest(path, "name a IIIF manifest by its address or as a file"))
    };
    let length = std::fs::metadata(path).map_err(not_there)?.len();
    if length > METADATA_BYTES_MAX {
        let problem = format!("it is larger than {METADATA_BYTES_MAX} bytes");
        return Err(unreadable(&problem, "; name one with fewer canvases"));
    }
    let bytes = std::fs::read(path).map_err(not_there)?;
    let parsed = parse_iiif(&bytes)
        .map_err(|problem| unreadable(&problem, "; name a file that holds a IIIF manifest"))?;
    let Iiif::Manifest(manifest) = parsed else {
        return Err(unreadable(&"it is a collection", "; name it by its address"));
    };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("manifest.json");
    let file = file_from_manifests(title, &[(name.to_owned(), manifest)])?;
    let target = Folder::create(dir)?.dir().join(name);
    put(&target, &bytes)?;
    Ok((file, target))
}

fn from_web(title: &str, url: &Url) -> Result<ExhibitionFile, Failure> {
    // Whoever types an address means it, wherever it lies.
    let mut allowed = Allowed::default();
    allowed.server(url);
    let door = Door::new(allowed, Patience::VISITOR);
    let (mut manifests, mut canvases) = (Vec::new(), 0);
    let mut seen = HashSet::from([url.clone()]);
    let mut open = VecDeque::from([url.clone()]);
    let mut documents = 0;
    let bar = Bar::new(seen.len());
    while let Some(next) = open.pop_front() {
        documents += 1;
        if documents > MANIFESTS_MAX {
            return Err(Failure::failed(format!(
                "the collection names more than {MANIFESTS_MAX} documents; name one of its parts"
            )));
        }
        bar.set_steps(seen.len());
        bar.at(documents - 1, next.as_str());
        match read_web(&door, &next)? {
            Iiif::Manifest(manifest) => {
                canvases += manifest.canvases.len();
                manifests.push((next.to_string(), manifest));
            }
            Iiif::Collection(collection) => {
                let named = collection.items.iter().filter_map(|item| next.join(&item.id).ok());
                open.extend(named.filter(|url| seen.insert(url.clone())));
            }
        }
        if canvases > CANVASES_PER_ENTRY_MAX {
            return Err(Failure::failed(format!(
                "that is more than {CANVASES_PER_ENTRY_MAX} canvases; name a manifest with fewer"
            )));
        }
    }
    bar.clear();
    let manifests: Vec<(String, Manifest)> = manifests;
    let mut file = file_from_manifests(title, &manifests)?;
    if url.scheme() == "http"
        && let Some(host) = url.host_str()
    {
        // Only a server of the curator's own is asked without TLS.
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        file.gateways.own_hosts.push(format!("{host}{port}"));
    }
    Ok(file)
}

fn read_web(door: &Door, url: &Url) -> Result<Iiif, Failure> {
    let bytes = block_on(door.get(url, Want::METADATA))?;
    parse_iiif(&bytes).map_err(|problem| {
        let remedy = "name the address of a IIIF manifest or collection";
        Failure::failed(format!("{url} cannot be read: {problem}; {remedy}"))
    })
}
