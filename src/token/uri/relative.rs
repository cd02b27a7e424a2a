//! Spellings without a scheme: bare content ids, addresses of gateways, and paths beside
//! their document.

use cid::Cid;

use super::arweave::ArweavePath;
use super::error::{UriError, shorten};
use super::ipfs::{self, IpfsPath, IpnsPath, find_cid};
use super::path::{Suffix, walk};
use super::{Base, Uri, web};

pub(super) fn parse(text: &str, base: &Base) -> Result<Uri, UriError> {
    let below_root = text.trim_start_matches('/');
    let is_rooted = text.starts_with('/') && !text.starts_with("//");
    let named = |folder: &str| below_root.strip_prefix(folder).is_some();
    if named("ipfs/") && (is_rooted || find_cid(below_root).is_some()) {
        return ipfs::parse(text, text);
    }
    if named("ipns/") {
        return ipfs::parse_name(text, text);
    }
    if ipfs::bare(text).is_some() {
        return ipfs::parse(text, text);
    }
    if let Some(rest) = text.strip_prefix("//") {
        // As a page that was served over TLS would read it.
        return web::parse(&format!("https://{rest}"));
    }
    if is_gateways(text)
        && let Ok(found @ (Uri::Ipfs(_) | Uri::Ipns(_))) = web::parse(&format!("https://{text}"))
    {
        return Ok(found);
    }
    match base {
        Base::Nowhere => Err(UriError::Relative(shorten(text))),
        Base::At(document) => beside(document, text),
    }
}

/// Whether a text is the address of a gateway without its scheme, which no path beside a
/// document would be by chance: `host/ipfs/CID`, `host/ipns/NAME`, `CID.ipfs.host`.
fn is_gateways(text: &str) -> bool {
    let (path, _) = Suffix::split(text);
    let (host, below) = path.split_once('/').unwrap_or((path, ""));
    if !is_domain(host) {
        return false;
    }
    let is_key = |label: &str| Cid::try_from(label).is_ok();
    let first = [".ipfs.", ".ipns."].into_iter().find_map(|parts| host.split_once(parts));
    if first.is_some_and(|(label, parent)| is_key(label) && is_domain(parent)) {
        return true;
    }
    match below.split_once('/') {
        Some(("ipfs", content)) => find_cid(content).is_some(),
        Some(("ipns", named)) => {
            let name = named.split('/').next().unwrap_or_default();
            is_domain(name) || is_key(name)
        }
        _ => false,
    }
}

/// Whether a text is written as hosts are: two names or more, with dots between them.
fn is_domain(text: &str) -> bool {
    let is_name = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
    };
    text.contains('.') && text.split('.').all(is_name)
}

fn beside(document: &Uri, text: &str) -> Result<Uri, UriError> {
    match document {
        Uri::Data { .. } | Uri::TezosStorage { .. } => Err(UriError::Relative(shorten(text))),
        Uri::Hashed { place, .. } => beside(place, text),
        Uri::Web(url) => {
            let joined = url.join(text).map_err(|_| UriError::Scheme(shorten(text)))?;
            web::parse(joined.as_str())
        }
        Uri::Ipfs(document) => {
            let (path, suffix) = join(&document.path, text)?;
            let gateway = document.gateway.clone();
            Ok(Uri::Ipfs(IpfsPath { cid: document.cid, path, suffix, gateway }))
        }
        Uri::Ipns(document) => {
            let (path, suffix) = join(&document.path, text)?;
            Ok(Uri::Ipns(IpnsPath { name: document.name.clone(), path, suffix }))
        }
        Uri::Arweave(document) => {
            let (path, suffix) = join(&document.path, text)?;
            Ok(Uri::Arweave(ArweavePath { name: document.name.clone(), path, suffix }))
        }
        // A folder's file may have any name; nothing stands behind it.
        Uri::File(document) => {
            let drive = text.get(1..2) == Some(":");
            if text.starts_with('/') || text.contains('\\') || drive {
                return Err(UriError::Outside(shorten(text)));
            }
            Ok(Uri::File(walk(folder_of(document), text, text)?))
        }
    }
}

/// From a document's own path to what it names; a slash at the start is the root.
fn join(document: &[String], text: &str) -> Result<(Vec<String>, Suffix), UriError> {
    let (path, suffix) = Suffix::split(text);
    let from = match path {
        "" => return Ok((document.to_vec(), suffix)),
        rooted if rooted.starts_with('/') => Vec::new(),
        _ => folder_of(document),
    };
    Ok((walk(from, path, text)?, suffix))
}

fn folder_of(document: &[String]) -> Vec<String> {
    document[..document.len().saturating_sub(1)].to_vec()
}
