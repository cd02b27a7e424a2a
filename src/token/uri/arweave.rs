//! Transactions and names of Arweave.
//!
//! A gateway is believed here: a transaction's id is the hash of its signature, so the
//! bytes can only be checked against it with the transaction's header (owner, tags, data
//! root), and those of a bundle's item with the whole bundle's.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;

use super::Uri;
use super::error::{UriError, shorten};
use super::path::{Suffix, spell, walk};

/// A transaction or a name, and a path in its manifest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArweavePath {
    pub name: ArweaveName,
    pub path: Vec<String>,
    pub suffix: Suffix,
}

/// What names the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ArweaveName {
    /// The id of a transaction or of an item in a bundle: 43 letters of base64url.
    Transaction(String),
    /// A name of ArNS, which its owner can point elsewhere.
    Registered(String),
}

/// Hosts of gateways that serve `host/TRANSACTION` and `name.host`.
const HOSTS: [&str; 8] = [
    "arweave.net",
    "arweave.dev",
    "arweave.live",
    "ar-io.net",
    "ar-io.dev",
    "permagate.io",
    "g8way.io",
    "turbo-gateway.com",
];

impl ArweavePath {
    /// The path without what stands behind it.
    pub fn content(&self) -> String {
        let (ArweaveName::Transaction(name) | ArweaveName::Registered(name)) = &self.name;
        format!("ar://{name}{}", spell(&self.path))
    }

    /// Where a gateway (`https://host`) serves it.
    pub fn at(&self, gateway: &Url) -> Option<Url> {
        let mut url = gateway.clone();
        let first = match &self.name {
            ArweaveName::Transaction(id) => Some(id),
            ArweaveName::Registered(name) => {
                let host = format!("{name}.{}", gateway.host_str()?);
                url.set_host(Some(&host)).ok()?;
                None
            }
        };
        url.path_segments_mut().ok()?.pop_if_empty().extend(first).extend(&self.path);
        url.set_query(self.suffix.query.as_deref());
        Some(url)
    }
}

impl fmt::Display for ArweavePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.content(), self.suffix)
    }
}

/// `//TRANSACTION/path`, `//name`, with any number of slashes.
pub(super) fn parse(rest: &str, whole: &str) -> Result<Uri, UriError> {
    let (path, suffix) = Suffix::split(rest);
    let path = path.trim_start_matches('/');
    let (first, below) = path.split_once('/').unwrap_or((path, ""));
    let name = if is_transaction(first) {
        ArweaveName::Transaction(first.to_owned())
    } else if is_registered(first) {
        ArweaveName::Registered(first.to_ascii_lowercase())
    } else {
        return Err(UriError::Arweave(shorten(whole)));
    };
    Ok(Uri::Arweave(ArweavePath { name, path: walk(Vec::new(), below, whole)?, suffix }))
}

/// The transaction or name in a gateway's address: `host/TRANSACTION`,
/// `host/raw/TRANSACTION`, `sandbox.host/TRANSACTION`, `name.host/path`.
pub(super) fn in_web(url: &Url, whole: &str) -> Option<Result<Uri, UriError>> {
    let host = url.host_str()?;
    let label = match HOSTS.iter().find_map(|known| host.strip_suffix(known))? {
        "" | "www." => None,
        label => Some(label.strip_suffix('.').filter(|label| !label.contains('.'))?),
    };
    let path = url.path().trim_start_matches('/');
    let path = path.strip_prefix("raw/").unwrap_or(path);
    let suffix = Suffix::of(url.query(), url.fragment());
    let (first, below) = path.split_once('/').unwrap_or((path, ""));
    let (name, below) = match label {
        _ if is_transaction(first) => (ArweaveName::Transaction(first.to_owned()), below),
        None => return None,
        Some(label) => match from_sandbox(label) {
            Some(id) => (ArweaveName::Transaction(id), path),
            None if is_registered(label) => (ArweaveName::Registered(label.to_owned()), path),
            None => return None,
        },
    };
    let path = walk(Vec::new(), below, whole);
    Some(path.map(|path| Uri::Arweave(ArweavePath { name, path, suffix })))
}

/// Whether a text is 32 bytes in base64url.
fn is_transaction(text: &str) -> bool {
    text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// Whether a text can be a name of ArNS: up to 51 letters, digits, dashes, underscores.
fn is_registered(text: &str) -> bool {
    (1..=51).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && !text.starts_with('-')
        && !text.ends_with('-')
        // One letter off, a transaction's id is a mistake and no name.
        && text.len() != 43
}

/// The transaction whose id a sandbox's host spells in base32.
fn from_sandbox(label: &str) -> Option<String> {
    if label.len() != 52 {
        return None;
    }
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::with_capacity(32));
    for c in label.bytes() {
        let digit = match c {
            b'a'..=b'z' => c - b'a',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5) | u32::from(digit);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    (bytes.len() == 32).then(|| URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::super::Base;
    use super::*;

    #[test]
    fn a_gateway_serves_transactions_below_itself_and_names_beside_itself() {
        const ID: &str = "y7dSHbPq2RkQh0vWm9T3nXc1aLZ4uJ5oE6iKfG8wByA";
        let check = |gateway: &str, rest: &str, expected: Option<&str>| {
            let rest = rest.replace("ID", ID);
            let Ok(Uri::Arweave(path)) = Uri::parse(&format!("ar://{rest}"), &Base::Nowhere) else {
                panic!("{rest} is no address of Arweave");
            };
            let found = path.at(&Url::parse(gateway).unwrap()).map(String::from);
            assert_eq!(found, expected.map(|url| url.replace("ID", ID)), "{rest} at {gateway}");
        };
        let plain = "https://arweave.net";
        check(plain, "ID", Some("https://arweave.net/ID"));
        check(plain, "ID/1.json", Some("https://arweave.net/ID/1.json"));
        check(plain, "ID/a%20b/%E8%8A%B1.png", Some("https://arweave.net/ID/a%20b/%E8%8A%B1.png"));
        // What stands behind `#` is for the page, and no server is told of it.
        check(plain, "ID/?seed=1#x", Some("https://arweave.net/ID?seed=1"));
        check(plain, "show", Some("https://show.arweave.net/"));
        check(plain, "Show/1.json", Some("https://show.arweave.net/1.json"));
        check(plain, "show_room/a/b?c=d", Some("https://show_room.arweave.net/a/b?c=d"));
        // A gateway's own port and path stay, and its own query gives way.
        let below = "http://gateway.example:1984/raw/?key=1";
        check(below, "ID/1.json", Some("http://gateway.example:1984/raw/ID/1.json"));
        check(below, "show/1.json", Some("http://show.gateway.example:1984/raw/1.json"));
        // Nothing lies below a number.
        check("http://127.0.0.1:1984", "ID", Some("http://127.0.0.1:1984/ID"));
        check("http://127.0.0.1:1984", "show", None);
        check("http://[::1]:1984", "show", None);
    }
}
