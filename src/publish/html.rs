//! Text as HTML: escaping, and texts that stand in both languages.

use crate::exhibition::{Language, Text};

/// Text that can stand in an element or in a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\0' => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line of text: once for all, or a span in each language.
pub(super) fn line(text: &Text) -> String {
    match text {
        Text::One(words) => escape(words),
        Text::Both { .. } => {
            let span = |language: Language| {
                format!("<span lang=\"{}\">{}</span>", language.tag(), escape(text.get(language)))
            };
            span(Language::English) + &span(Language::Chinese)
        }
    }
}

/// A text of several paragraphs, parted by empty lines.
pub(super) fn paragraphs(text: &Text) -> String {
    let block = |words: &str| {
        words
            .split("\n\n")
            .map(str::trim)
            .filter(|words| !words.is_empty())
            .map(|words| format!("<p>{}</p>", escape(words)))
            .collect::<String>()
    };
    match text {
        Text::One(words) => block(words),
        Text::Both { en, zh } => {
            format!("<div lang=\"en\">{}</div><div lang=\"zh-CN\">{}</div>", block(en), block(zh))
        }
    }
}

/// An attribute that names its element, with a space before it. It has one value at a
/// time: where the other language says it otherwise, `gallery.js` turns it.
pub(super) fn named(attribute: &str, words: &dyn Fn(Language) -> String) -> String {
    let [en, zh] = [Language::English, Language::Chinese].map(|language| escape(&words(language)));
    let turned = match en == zh {
        true => String::new(),
        false => format!(" data-named=\"{attribute}\" data-en=\"{en}\" data-zh=\"{zh}\""),
    };
    format!(" {attribute}=\"{en}\"{turned}")
}

/// JSON that can stand inside a `<script>` element of data.
pub(super) fn json(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// An address that a link may lead to; anything but https is none.
pub(super) fn https(address: &str) -> Option<String> {
    let parsed = url::Url::parse(address).ok()?;
    (parsed.scheme() == "https").then(|| escape(parsed.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let check = |text: &str, expected: &str| assert_eq!(escape(text), expected);
        check("plain 文字", "plain 文字");
        check("<script>", "&lt;script&gt;");
        check("\" onload='x'", "&quot; onload=&#39;x&#39;");
        check("&lt;", "&amp;lt;");
        check("</title>\0", "&lt;/title&gt;\u{FFFD}");
    }

    #[test]
    fn only_https_can_be_followed() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(https(address).as_deref(), expected, "{address}");
        };
        check("https://example.org/a?b=1&c", Some("https://example.org/a?b=1&amp;c"));
        check("javascript:alert(1)", None);
        check("http://example.org", None);
        check("//example.org", None);
        check("data:text/html,x", None);
    }

    #[test]
    fn data_cannot_end_its_script() {
        let value = serde_json::json!({"name": "</script><b>&"});
        assert_eq!(json(&value), r#"{"name":"\u003c/script\u003e\u003cb\u003e\u0026"}"#);
    }

    #[test]
    fn a_name_keeps_what_the_other_language_says() {
        let check = |en: &str, zh: &str, expected: &str| {
            let words = |language| if language == Language::English { en } else { zh }.to_owned();
            assert_eq!(named("alt", &words), expected);
        };
        check("A", "A", r#" alt="A""#);
        check("A", "\"甲", r#" alt="A" data-named="alt" data-en="A" data-zh="&quot;甲""#);
    }

    #[test]
    fn texts_stand_in_their_languages() {
        let both = Text::Both { en: "A\n\nB".into(), zh: "<甲>".into() };
        assert_eq!(
            paragraphs(&both),
            r#"<div lang="en"><p>A</p><p>B</p></div><div lang="zh-CN"><p>&lt;甲&gt;</p></div>"#
        );
        assert_eq!(line(&Text::one("x & y")), "x &amp; y");
    }
}
