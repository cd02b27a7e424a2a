//! Addresses that a label shows and a visitor may follow. They are kept as a parser spells
//! them: what was written may hold characters that hide or turn text.

use url::Url;

use crate::limits::URI_BYTES_MAX;

/// An address on the web, in letters of ASCII alone; none for what is no such address, is
/// too long, or carries a name to sign in with, behind which another host can hide.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > URI_BYTES_MAX {
        return None;
    }
    let url = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("www.") => {
            Url::parse(&format!("https://{text}")).ok()?
        }
        _ => Url::parse(text).ok()?,
    };
    let is_web = matches!(url.scheme(), "https" | "http") && url.has_host();
    let signs_in = !url.username().is_empty() || url.password().is_some();
    let address = (is_web && !signs_in).then(|| url.to_string())?;
    (address.len() <= URI_BYTES_MAX).then_some(address)
}

/// The same where only `https` will do.
pub(super) fn https_address(text: &str) -> Option<String> {
    web_address(text).filter(|address| address.starts_with("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_a_parser_spells_it() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(web_address(text).as_deref(), expected, "{text}");
        };
        check(" https://h.example/a?b#c ", Some("https://h.example/a?b#c"));
        check("http://h.example", Some("http://h.example/"));
        check("www.h.example", Some("https://www.h.example/"));
        check("HTTPS://H.example/\u{202e}gpj.exe", Some("https://h.example/%E2%80%AEgpj.exe"));
        check("https://h.example/\u{200b}\u{6c34}", Some("https://h.example/%E2%80%8B%E6%B0%B4"));
        check("https://\u{430}pple.com/", Some("https://xn--pple-43d.com/"));
        check("https://h.exam\tple/\n<b>", Some("https://h.example/%3Cb%3E"));
        for nothing in [
            "",
            "\u{202e}https://h.example",
            "h.example",
            "ipfs://c/1",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https://museum.example@h.example/",
            "https://:secret@h.example/",
        ] {
            check(nothing, None);
        }
        assert_eq!(https_address("http://h.example/"), None);
        assert_eq!(https_address("https://h.example/").as_deref(), Some("https://h.example/"));
    }

    #[test]
    fn an_address_is_so_long_and_no_longer() {
        let long = |bytes: usize| format!("{:a<bytes$}", "https://h.example/");
        assert_eq!(web_address(&long(URI_BYTES_MAX)), Some(long(URI_BYTES_MAX)));
        assert_eq!(web_address(&long(URI_BYTES_MAX + 1)), None);
        // It is longer as it would be shown.
        assert_eq!(web_address(&format!("https://h.example/{}", "水".repeat(1_000))), None);
    }
}
