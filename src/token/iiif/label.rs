//! Texts of IIIF: language maps, and the HTML that some of them hold.

use crate::token::metadata::Words;
use crate::token::metadata::json::Json;

/// The words in a language map (version 3 and 4), or in a bare text that should be one.
pub(super) fn words_of(value: &Json) -> Option<Words> {
    let words = match value {
        Json::Text(text) => Words::one(&plain(text)),
        Json::Object(object) => {
            let texts = object.0.iter().filter_map(|(language, value)| {
                let texts: Vec<_> = match value {
                    Json::Text(text) => vec![plain(text)],
                    Json::List(list) => list.iter().filter_map(Json::text).map(plain).collect(),
                    _ => return None,
                };
                Some((language.as_str(), texts.join("\n")))
            });
            Words::of_languages(texts)?
        }
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

/// A text without its HTML. Only what begins and ends with an angle bracket is HTML
/// (Presentation 3.0, section 4.5).
fn plain(text: &str) -> String {
    let text = text.trim();
    if !(text.starts_with('<') && text.ends_with('>')) {
        return text.to_owned();
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        read.push_str(&rest[..start]);
        let tag = &rest[start + 1..];
        let end = tag.find('>').unwrap_or(tag.len());
        let name = tag[..end].trim_matches('/').trim_start();
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if matches!(name.to_ascii_lowercase().as_str(), "br" | "p" | "div" | "li") {
            read.push('\n');
        }
        rest = tag.get(end + 1..).unwrap_or("");
    }
    read.push_str(rest);
    let entities = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let read = entities.into_iter().fold(read, |read, (entity, c)| read.replace(entity, c));
    read.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_as_text() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        check("plain", "plain");
        check("a < b", "a < b");
        check("<p>One</p><p>Two</p>", "One\n\nTwo");
        check("<span>A<br/>B &amp; C</span>", "A\nB & C");
        check("<a href=\"https://h/\">Link</a>", "Link");
        check("<img src='x' onerror='y'>", "");
        check("<<<>", "");
        check("<i>&amp;lt;</i>", "&lt;");
    }
}
