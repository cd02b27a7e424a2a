//! A link, taken apart as far as a site needs it: host, path, query.

use percent_encoding::percent_decode_str;
use url::Url;

/// A link's parts, decoded. The host is exact: no part of it is cut off but `www.`.
#[derive(Debug)]
pub(super) struct Link {
    pub host: String,
    pub path: Vec<String>,
    query: Vec<(String, String)>,
}

impl Link {
    /// The value of the first key of this name in the query.
    pub fn query(&self, key: &str) -> Option<&str> {
        let found = self.query.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }
}

/// The link that a text is, with its scheme or without; none where it is another form.
pub(super) fn of(text: &str) -> Option<Link> {
    let whole = match text.split_once("://") {
        Some(_) => text.to_owned(),
        None => {
            // `opensea.io/…`: a dot in the host tells it from `0x…/42`.
            let (host, _) = text.split_once('/')?;
            let bare = host.contains('.') && !host.contains(':');
            bare.then(|| format!("https://{text}"))?
        }
    };
    let unreadable = || Link { host: whole.clone(), path: Vec::new(), query: Vec::new() };
    let Ok(url) = Url::parse(&whole) else { return Some(unreadable()) };
    let web = matches!(url.scheme(), "https" | "http") && url.port().is_none();
    let plain = web && url.username().is_empty() && url.password().is_none();
    let Some(host) = url.host_str().filter(|_| plain) else { return Some(unreadable()) };
    Some(Link {
        host: host.strip_prefix("www.").unwrap_or(host).to_owned(),
        path: url
            .path_segments()
            .into_iter()
            .flatten()
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect(),
        query: url.query_pairs().into_owned().collect(),
    })
}
