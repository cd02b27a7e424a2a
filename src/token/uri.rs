//! The spellings in which tokens name their bytes, parsed into one type.

mod arweave;
mod base64;
mod data;
mod error;
mod ipfs;
mod path;
mod relative;
mod tezos;
mod web;

use std::fmt;

use percent_encoding::percent_decode_str;
use url::Url;

pub use arweave::{ArweaveName, ArweavePath};
pub use error::UriError;
pub use ipfs::{IpfsPath, IpnsPath};
pub use path::Suffix;

use crate::limits::{URI_BYTES_MAX, URI_HOPS_MAX};
use error::shorten;

/// Where bytes lie.
#[derive(Clone, PartialEq, Eq)]
pub enum Uri {
    /// In the URI itself (RFC 2397, and raw SVG or JSON).
    Data { media_type: String, bytes: Vec<u8> },
    /// Under a content id.
    Ipfs(IpfsPath),
    /// Under a name of IPNS or DNSLink, which its owner can point elsewhere at any time.
    Ipns(IpnsPath),
    /// In a transaction of Arweave, or under a name of ArNS.
    Arweave(ArweavePath),
    /// Anywhere, with the SHA-256 that the bytes must have (TZIP-16, `sha256://`).
    Hashed { sha256: [u8; 32], place: Box<Uri> },
    /// Under a key of a Tezos contract's storage (TZIP-16, `tezos-storage:`); with no
    /// contract, of the one that names it.
    TezosStorage { contract: Option<String>, key: String },
    /// On a server (`https`, and `http` for a curator's own hosts).
    Web(Url),
    /// In the exhibition's folder; segments below it, never above.
    File(Vec<String>),
}

/// Where the document lies that names a URI; relative spellings start there.
#[derive(Clone, Debug)]
pub enum Base {
    /// Nowhere: relative spellings are refused.
    Nowhere,
    At(Uri),
}

/// Schemes that name bytes which nobody here can fetch or check, and what they are of.
const UNSUPPORTED: [(&str, &str); 12] = [
    ("onchfs", "onchfs, a file system in contracts"),
    ("bzz", "Swarm"),
    ("swarm", "Swarm"),
    ("magnet", "BitTorrent"),
    ("web3", "a web3:// contract"),
    ("ipld", "IPLD, and no file"),
    ("hyper", "Hypercore"),
    ("dat", "Dat"),
    ("sia", "Sia"),
    ("ethereum", "an Ethereum account, and no file"),
    ("did", "a decentralised identity, and no file"),
    ("urn", "a name without a place"),
];

impl Uri {
    /// Parses a URI as tokens and documents spell it.
    pub fn parse(text: &str, base: &Base) -> Result<Self, UriError> {
        parse_hop(text, base, 0)
    }

    /// The name under which fetched bytes are remembered: queries and fragments that
    /// are meant for the bytes themselves, once they run, are not part of it.
    pub fn place(&self) -> String {
        match self {
            Self::Ipfs(path) => path.content(),
            Self::Ipns(path) => path.content(),
            Self::Arweave(path) => path.content(),
            Self::Hashed { sha256, .. } => format!("sha256://0x{}", hex(sha256)),
            Self::Web(url) => {
                let mut url = url.clone();
                url.set_fragment(None);
                url.into()
            }
            Self::Data { .. } | Self::TezosStorage { .. } | Self::File(_) => self.to_string(),
        }
    }

    /// The same for a token of this contract (`KT1…`) on this network of Tezos: a key of a
    /// storage is of that contract where no other is named (TZIP-16).
    ///
    /// # Errors
    /// Where it is of another network.
    pub fn in_storage_of(self, contract: &str, network: &str) -> Result<Self, UriError> {
        tezos::in_storage_of(self, contract, network)
    }

    /// What an address says to a page behind it: its query and its fragment.
    pub fn suffix(&self) -> Suffix {
        match self {
            Self::Ipfs(IpfsPath { suffix, .. })
            | Self::Ipns(IpnsPath { suffix, .. })
            | Self::Arweave(ArweavePath { suffix, .. }) => suffix.clone(),
            Self::Hashed { place, .. } => place.suffix(),
            Self::Web(url) => Suffix {
                query: url.query().map(str::to_owned),
                fragment: url.fragment().map(str::to_owned),
            },
            Self::Data { .. } | Self::TezosStorage { .. } | Self::File(_) => Suffix::default(),
        }
    }

    /// Its path from the root of the place that it lies in, as an address has it; none
    /// for what lies nowhere that anything could lie beside it.
    pub fn rooted_path(&self) -> Option<String> {
        match self {
            Self::Ipfs(IpfsPath { path, .. })
            | Self::Ipns(IpnsPath { path, .. })
            | Self::Arweave(ArweavePath { path, .. })
            | Self::File(path) => Some(path::spell(path)),
            Self::Hashed { place, .. } => place.rooted_path(),
            Self::Web(url) => Some(url.path().to_owned()),
            Self::Data { .. } | Self::TezosStorage { .. } => None,
        }
    }

    /// What lies in the same place under such a path. Of the exhibition's own folder only
    /// what lies in the same folder or below is asked for.
    ///
    /// # Errors
    /// Where that leads out of its place.
    pub fn beside(&self, rooted_path: &str) -> Result<Self, UriError> {
        match self {
            Self::Hashed { place, .. } => place.beside(rooted_path),
            Self::File(own) => {
                let top = Base::At(Self::File(Vec::new()));
                let found = Self::parse(rooted_path.trim_start_matches('/'), &top)?;
                let folder = &own[..own.len().saturating_sub(1)];
                match &found {
                    Self::File(path) if path.starts_with(folder) => Ok(found),
                    _ => Err(UriError::Outside(shorten(rooted_path))),
                }
            }
            _ => Self::parse(rooted_path, &Base::At(self.clone())),
        }
    }

    /// The file of this name in the folder of IPFS that it may be.
    pub fn in_folder(&self, name: &str) -> Option<Self> {
        let Self::Ipfs(folder) = self else { return None };
        let mut file = folder.clone();
        file.path.push(name.to_owned());
        Some(Self::Ipfs(file))
    }

    /// The name of the file at the end of its path, where it has one.
    pub fn file_name(&self) -> Option<&str> {
        match self {
            Self::Ipfs(IpfsPath { path, .. })
            | Self::Ipns(IpnsPath { path, .. })
            | Self::Arweave(ArweavePath { path, .. })
            | Self::File(path) => path.last().map(String::as_str),
            Self::Hashed { place, .. } => place.file_name(),
            Self::Web(url) => url.path().rsplit('/').next(),
            Self::Data { .. } | Self::TezosStorage { .. } => None,
        }
    }
}

/// As a label shows it: a data URI is cut to its media type.
impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data { media_type, .. } => write!(f, "data:{media_type}"),
            Self::Ipfs(path) => write!(f, "{path}"),
            Self::Ipns(path) => write!(f, "{path}"),
            Self::Arweave(path) => write!(f, "{path}"),
            Self::Hashed { sha256, place } => {
                let place = place.to_string().replace('%', "%25").replace('/', "%2F");
                write!(f, "sha256://0x{}/{place}", hex(sha256))
            }
            Self::TezosStorage { contract, key } => tezos::write(f, contract.as_deref(), key),
            Self::Web(url) => write!(f, "{url}"),
            Self::File(segments) => f.write_str(&segments.join("/")),
        }
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({self})")
    }
}

/// Parses what may have been named by another URI; `hops` counts these.
fn parse_hop(text: &str, base: &Base, hops: usize) -> Result<Uri, UriError> {
    if hops > URI_HOPS_MAX {
        return Err(UriError::Hops);
    }
    let text = text.trim_matches(path::is_blank);
    if text.is_empty() {
        return Err(UriError::Empty);
    }
    if let Some(found) = data::parse(text)? {
        return Ok(found);
    }
    if text.len() > URI_BYTES_MAX {
        return Err(UriError::TooLong);
    }
    if let Some(decoded) = decoded_whole(text) {
        return parse_hop(&decoded, base, hops + 1);
    }
    let Some(scheme) = scheme_of(text) else {
        return relative::parse(text, base);
    };
    let rest = &text[scheme.len() + 1..];
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        // An address of a gateway behind the wrong scheme.
        "ipfs" | "ar" if begins_as_web(rest.trim_start_matches('/')) => {
            parse_hop(rest.trim_start_matches('/'), base, hops + 1)
        }
        "ipfs" | "web+ipfs" | "dweb" if rest.trim_start_matches('/').starts_with("ipns/") => {
            ipfs::parse_name(rest, text)
        }
        "ipfs" | "web+ipfs" | "dweb" => ipfs::parse(rest, text),
        "ipns" | "web+ipns" => ipfs::parse_name(rest, text),
        "ar" => arweave::parse(rest, text),
        "http" | "https" => web::parse(text),
        "tezos-storage" => tezos::parse(rest, text),
        "sha256" => parse_hashed(rest, text, base, hops),
        scheme => Err(match UNSUPPORTED.iter().find(|(name, _)| *name == scheme) {
            Some((_, what)) => UriError::Unsupported { text: shorten(text), what },
            None => UriError::Scheme(shorten(text)),
        }),
    }
}

/// `//0xHASH/PLACE`, with the place percent-encoded once more (TZIP-16).
fn parse_hashed(rest: &str, whole: &str, base: &Base, hops: usize) -> Result<Uri, UriError> {
    let wrong = || UriError::Hash(shorten(whole));
    let rest = rest.trim_start_matches('/');
    let (digits, place) = rest.split_once('/').ok_or_else(wrong)?;
    let digits = digits.strip_prefix("0x").or(digits.strip_prefix("0X")).unwrap_or(digits);
    let sha256 = from_hex(digits).ok_or_else(wrong)?;
    let place = percent_decode_str(place).decode_utf8().map_err(|_| wrong())?;
    let place = Box::new(parse_hop(&place, base, hops + 1)?);
    Ok(Uri::Hashed { sha256, place })
}

/// An address that was percent-encoded as a whole, its colon too, without that.
fn decoded_whole(text: &str) -> Option<String> {
    const STARTS: [&str; 5] = ["ipfs%3a", "ipns%3a", "ar%3a", "https%3a", "http%3a"];
    let begins = |start: &str| {
        text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    STARTS.into_iter().find(|start| begins(start))?;
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

fn begins_as_web(text: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start)))
}

/// The letters before the first colon, where they are a scheme (RFC 3986).
fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then_some(scheme)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(digits: &str) -> Option<[u8; 32]> {
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
