//! Content ids and names of IPFS with the paths below them.

use std::fmt;
use std::hash::{Hash, Hasher};

use cid::Cid;
use url::Url;

use super::Uri;
use super::error::{UriError, shorten};
use super::path::{Suffix, spell, walk};
use crate::limits::SEGMENTS_BEFORE_CID_MAX;

/// A content id and a path below it. Through which gateway a document names it is no part
/// of what it is: two that differ in that alone are the same.
#[derive(Clone, Debug)]
pub struct IpfsPath {
    pub cid: Cid,
    pub path: Vec<String>,
    pub suffix: Suffix,
    /// The gateway through which the document names it, without anything below: some
    /// content is pinned by one alone.
    pub gateway: Option<Box<Url>>,
}

/// A name of IPNS (a key's id, or a domain by DNSLink) and a path below it. What it
/// points to is asked of gateways and taken on their word: a record that its key signed
/// proves who wrote it, and not that it is the latest, so that the bytes would be no
/// less mutable for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IpnsPath {
    pub name: String,
    pub path: Vec<String>,
    pub suffix: Suffix,
}

/// The shortest text that is taken for a content id where nothing else says so: one of
/// version 0.
const BARE_CHARS_MIN: usize = 46;

impl IpfsPath {
    pub fn new(cid: Cid, path: Vec<String>) -> Self {
        Self { cid, path, suffix: Suffix::default(), gateway: None }
    }

    /// The path without what stands behind it.
    pub fn content(&self) -> String {
        format!("ipfs://{}{}", self.cid, spell(&self.path))
    }
}

impl PartialEq for IpfsPath {
    fn eq(&self, other: &Self) -> bool {
        (&self.cid, &self.path, &self.suffix) == (&other.cid, &other.path, &other.suffix)
    }
}

impl Eq for IpfsPath {}

impl Hash for IpfsPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.cid, &self.path, &self.suffix).hash(state);
    }
}

impl IpnsPath {
    /// The path without what stands behind it.
    pub fn content(&self) -> String {
        format!("ipns://{}{}", self.name, spell(&self.path))
    }
}

impl fmt::Display for IpfsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.content(), self.suffix)
    }
}

impl fmt::Display for IpnsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.content(), self.suffix)
    }
}

/// `//CID/path`, `//ipfs/CID/path`, `/ipfs/CID/path`, `CID`, `//gateway/ipfs/CID`.
pub(super) fn parse(rest: &str, whole: &str) -> Result<Uri, UriError> {
    let (path, suffix) = Suffix::split(rest);
    let (cid, below) = find_cid(path).ok_or_else(|| UriError::Cid(shorten(whole)))?;
    Ok(Uri::Ipfs(IpfsPath { suffix, ..IpfsPath::new(cid, walk(Vec::new(), below, whole)?) }))
}

/// `//NAME/path`, `/ipns/NAME/path`.
pub(super) fn parse_name(rest: &str, whole: &str) -> Result<Uri, UriError> {
    let (path, suffix) = Suffix::split(rest);
    let path = path.trim_start_matches('/');
    let path = path.strip_prefix("ipns/").unwrap_or(path);
    let (name, below) = path.split_once('/').unwrap_or((path, ""));
    if !is_name(name) {
        return Err(UriError::Name(shorten(whole)));
    }
    let path = walk(Vec::new(), below, whole)?;
    Ok(Uri::Ipns(IpnsPath { name: name.to_owned(), path, suffix }))
}

/// Whether a text can be a name of IPNS: a domain or a key's id, and not the word that may
/// stand before one.
pub(super) fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    !text.is_empty() && text != "ipns" && text.chars().all(fits)
}

/// The content id at the start of a path, behind any `ipfs/` or a gateway's host, and
/// the path below it.
pub(super) fn find_cid(path: &str) -> Option<(Cid, &str)> {
    let mut rest = path.trim_start_matches('/');
    for _ in 0..=SEGMENTS_BEFORE_CID_MAX {
        let (segment, below) = rest.split_once('/').unwrap_or((rest, ""));
        if let Ok(cid) = Cid::try_from(segment) {
            return Some((cid, below));
        }
        let leads_on = matches!(segment, "ipfs" | "ipfs:") || below.starts_with("ipfs/");
        if !leads_on {
            return None;
        }
        rest = below.trim_start_matches('/');
    }
    None
}

/// A content id without anything that says so, and what may follow it.
pub(super) fn bare(text: &str) -> Option<()> {
    let first = text.split(['/', '?', '#']).next()?;
    (first.len() >= BARE_CHARS_MIN && Cid::try_from(first).is_ok()).then_some(())
}
