//! Addresses of servers; that of a gateway is taken for the content that it names.

use cid::Cid;
use url::{Host, Url};

use super::error::{UriError, shorten};
use super::ipfs::{IpfsPath, IpnsPath, find_cid};
use super::path::{Suffix, walk};
use super::{Uri, arweave, ipfs};

/// Parameters of queries that are meant for a gateway and not for what it serves; some
/// are keys of whoever wrote the address.
const GATEWAY_PARAMETERS: [&str; 12] = [
    "filename",
    "download",
    "format",
    "dag-scope",
    "entity-bytes",
    "car-version",
    "stream",
    "token",
    "pinatagatewaytoken",
    "accesstoken",
    "x-api-key",
    "ext",
];

pub(super) fn parse(text: &str) -> Result<Uri, UriError> {
    let refused = || UriError::Scheme(shorten(text));
    // Beside an address any scheme may have come out: a line's end within it is passed over.
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(refused)?;
    let host = match url.host() {
        Some(Host::Domain(host)) => host.to_owned(),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => String::new(),
        None => return Err(refused()),
    };
    if let Some((label, parent)) = host.split_once(".ipfs.")
        && let Ok(cid) = Cid::try_from(label)
    {
        let path = walk(Vec::new(), url.path(), text)?;
        let gateway = gateway_at(&url, "/").and_then(|mut gateway| {
            gateway.set_host(Some(parent)).ok()?;
            Some(gateway)
        });
        return Ok(Uri::Ipfs(IpfsPath { cid, path, suffix: suffix_of(&url), gateway }));
    }
    if let Some((label, _)) = host.split_once(".ipns.")
        && ipfs::is_name(&name_of(label))
    {
        let path = walk(Vec::new(), url.path(), text)?;
        return Ok(Uri::Ipns(IpnsPath { name: name_of(label), path, suffix: suffix_of(&url) }));
    }
    if let Some((at, _)) = url.path().match_indices("/ipfs/").next()
        && let Some((cid, below)) = find_cid(&url.path()[at + 1..])
    {
        let path = walk(Vec::new(), below, text)?;
        let gateway = gateway_at(&url, &url.path()[..at]);
        return Ok(Uri::Ipfs(IpfsPath { cid, path, suffix: suffix_of(&url), gateway }));
    }
    if url.path().starts_with("/ipns/") {
        let named = ipfs::parse_name(url.path(), text);
        if let Ok(Uri::Ipns(path)) = named {
            return Ok(Uri::Ipns(IpnsPath { suffix: suffix_of(&url), ..path }));
        }
    }
    arweave::in_web(&url, text).unwrap_or(Ok(Uri::Web(url)))
}

/// The gateway of an address, below which `/ipfs/` begins; none where the address says who
/// asks.
fn gateway_at(url: &Url, path: &str) -> Option<Box<Url>> {
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let mut gateway = url.clone();
    gateway.set_path(path);
    gateway.set_query(None);
    gateway.set_fragment(None);
    Some(Box::new(gateway))
}

/// What stands behind a gateway's path, without what the gateway alone reads.
fn suffix_of(url: &Url) -> Suffix {
    let kept: Vec<&str> = url
        .query()
        .unwrap_or("")
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
            let of_pictures = name.starts_with("img-") || name.starts_with("x-amz-");
            !name.is_empty() && !of_pictures && !GATEWAY_PARAMETERS.contains(&name.as_str())
        })
        .collect();
    Suffix::of(Some(&kept.join("&")), url.fragment())
}

/// The name in a subdomain: a key's id as it is, a domain with its dots written as
/// dashes and its dashes doubled.
fn name_of(label: &str) -> String {
    if Cid::try_from(label).is_ok() || label.contains('.') {
        return label.to_owned();
    }
    label.replace("--", "\0").replace('-', ".").replace('\0', "-")
}
