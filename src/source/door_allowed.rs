//! What the door may ask beyond the public internet, and which keys it may send where.

use std::collections::HashSet;
use std::fmt;

use url::Url;

use super::door_error::host_of;

/// What may be asked beyond the public internet. Who follows what strangers wrote is given
/// the curator's own hosts alone; endpoints and gateways are asked by a door of their own.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// `host` or `host:port`.
    hosts: HashSet<String>,
    /// Servers that the curator named, by scheme, host and port.
    servers: HashSet<String>,
    keys: Vec<Key>,
}

/// What stands behind `?` in a server's address: it may be a key of the curator's.
#[derive(Clone)]
struct Key {
    server: Url,
    /// A name and its value, as they are written.
    pair: String,
}

impl Allowed {
    /// A host of the curator's own, as `host` or `host:port`.
    pub fn host(&mut self, host: &str) {
        self.hosts.insert(host.trim().to_ascii_lowercase());
    }

    /// A server that the curator named: an endpoint or a gateway.
    pub fn server(&mut self, url: &Url) {
        self.servers.insert(url.origin().ascii_serialization());
        let pairs = url.query().unwrap_or("").split('&').filter(|pair| !pair.is_empty());
        self.keys.extend(pairs.map(|pair| Key { server: url.clone(), pair: pair.to_owned() }));
    }

    /// Whether an address may be asked to which `first` led, if it is not that itself: no
    /// server leads to another that the curator named.
    pub(super) fn holds(&self, url: &Url, first: &Url) -> bool {
        let host = url.host_str().unwrap_or("").to_ascii_lowercase();
        let port = url.port_or_known_default().unwrap_or(0);
        self.hosts.contains(&host)
            || self.hosts.contains(&format!("{host}:{port}"))
            || url.origin() == first.origin()
                && self.servers.contains(&url.origin().ascii_serialization())
    }

    /// An address that an answer leads on to, without the keys of servers other than its
    /// own: some write into it whatever they were asked with.
    pub(super) fn without_keys(&self, mut next: Url) -> Url {
        let held: Vec<&Key> = self.keys.iter().filter(|key| !key.may_go_to(&next)).collect();
        if held.is_empty() {
            return next;
        }
        let pairs = next.query().unwrap_or("").split('&');
        let kept: Vec<&str> =
            pairs.filter(|pair| !held.iter().any(|key| key.is_in(pair))).collect();
        let kept = kept.join("&");
        next.set_query((!kept.is_empty()).then_some(kept.as_str()));
        next
    }
}

impl Key {
    /// To the server that it belongs to and to hosts below that one, and nowhere where it
    /// could be read on its way and could not be before.
    fn may_go_to(&self, url: &Url) -> bool {
        let (own, other) = (self.server.host_str().unwrap_or(""), url.host_str().unwrap_or(""));
        let is_below = other.strip_suffix(own).is_some_and(|below| below.ends_with('.'));
        let is_there = own == other || self.server.domain().is_some() && is_below;
        let same_way = self.server.scheme() == url.scheme() || url.scheme() == "https";
        is_there && same_way && self.server.port() == url.port()
    }

    /// Whether a part of a query is this, by its own name or by another.
    fn is_in(&self, pair: &str) -> bool {
        let value = |pair: &str| pair.split_once('=').map(|(_, value)| value.to_owned());
        pair == self.pair || value(pair).is_some_and(|found| Some(found) == value(&self.pair))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("server", &host_of(&self.server)).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_to_its_own_server_and_to_no_other() {
        let mut allowed = Allowed::default();
        allowed.server(&"https://gw.example/?token=SECRET&stream=1".parse().unwrap());
        allowed.server(&"http://10.0.0.2:8080/?k=OTHER".parse().unwrap());
        let check = |next: &str, expected: &str| {
            assert_eq!(allowed.without_keys(next.parse().unwrap()).as_str(), expected);
        };
        let same = |next: &str| check(next, next);
        same("https://gw.example/ipfs/a?token=SECRET&format=raw");
        same("https://a.ipfs.gw.example/?token=SECRET");
        same("http://10.0.0.2:8080/a?k=OTHER");
        check(
            "https://evil.example/a?token=SECRET&format=raw",
            "https://evil.example/a?format=raw",
        );
        check("https://evil.example/a?x=SECRET", "https://evil.example/a");
        check("https://evilgw.example/?token=SECRET", "https://evilgw.example/");
        check("https://gw.example.evil.example/?token=SECRET", "https://gw.example.evil.example/");
        check("https://gw.example:8443/?token=SECRET", "https://gw.example:8443/");
        check("http://gw.example/?token=SECRET", "http://gw.example/");
        check("https://gw.example/a?k=OTHER&token=SECRET", "https://gw.example/a?token=SECRET");
        check("http://1.10.0.0.2.example:8080/?k=OTHER", "http://1.10.0.0.2.example:8080/");
        // What nobody was asked with stays.
        same("https://cdn.example/a?sig=abc&stream=2");
        same("https://cdn.example/a");
        let shown = format!("{allowed:?}");
        assert!(!shown.contains("SECRET") && shown.contains("gw.example"), "{shown}");
    }
}
