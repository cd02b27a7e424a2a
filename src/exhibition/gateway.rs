//! Gateways of IPFS as an exhibition names them: by their host, or by the template that
//! whoever runs them prints, with what they want to be told behind `?`.

use url::Url;

/// The address below which a gateway serves `/ipfs/…`. What stands behind `?` stays there:
/// it may be a key, is sent to this gateway, and is written down nowhere else. None where
/// an address is no such gateway.
pub fn gateway_address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    url.set_fragment(None);
    let mut path = url.path().trim_end_matches('/');
    // Braces in a path are percent-encoded when they are read.
    for end in ["%7Bpath%7D", "%7Bcid%7D", "/ipfs"] {
        path = path.strip_suffix(end).unwrap_or(path).trim_end_matches('/');
    }
    let path = path.to_owned();
    url.set_path(&path);
    // What is to be put in elsewhere, such as a subdomain, is served otherwise.
    let has_places = url.as_str().contains(['{', '}']) || path.contains("%7B");
    (!has_places).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateway_is_a_host_or_its_template() {
        let check = |text: &str, expected: Option<&str>| {
            let found = gateway_address(text);
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{text}");
        };
        check("https://gw.example", Some("https://gw.example/"));
        check("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080/"));
        check("https://gw.example/ipfs", Some("https://gw.example/"));
        check("https://gw.example/ipfs/", Some("https://gw.example/"));
        check("https://gw.example/ipfs/{cid}", Some("https://gw.example/"));
        check("https://gw.example/ipfs/{cid}/{path}#a", Some("https://gw.example/"));
        check("https://gw.example/of/a/ipfs/{cid}", Some("https://gw.example/of/a"));
        check("https://gw.example?token=KEY", Some("https://gw.example/?token=KEY"));
        let keyed = "https://gw.example/ipfs/{cid}?token=KEY&b=c%26d";
        check(keyed, Some("https://gw.example/?token=KEY&b=c%26d"));
        check("https://{cid}.ipfs.gw.example", None);
        check("https://gw.example/api?arg={cid}", None);
        check("https://gw.example/{cid}/ipfs", None);
        check("ipfs://gw.example", None);
        check("gw.example", None);
    }
}
