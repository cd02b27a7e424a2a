//! What the page says, in both languages at once, from the catalogue of messages.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::{LanguageIdentifier, langid};

use super::html::escape;
use crate::exhibition::Language;

/// The page's messages in both languages.
pub(super) struct Words {
    english: FluentBundle<FluentResource>,
    chinese: FluentBundle<FluentResource>,
}

/// What a message is told.
pub(super) type Args<'a> = [(&'a str, Value<'a>)];

/// A text, or a number that a message may count by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Count(u64),
}

const ENGLISH: &str = include_str!("../../assets/site/messages.en.ftl");
const CHINESE: &str = include_str!("../../assets/site/messages.zh-CN.ftl");

impl Words {
    pub(super) fn new() -> Self {
        Self { english: bundle(langid!("en"), ENGLISH), chinese: bundle(langid!("zh-CN"), CHINESE) }
    }

    /// A message in one language, unescaped; its key where the catalogue lacks it.
    pub(super) fn say(&self, language: Language, key: &str, args: &Args) -> String {
        let bundle = match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            match value {
                Value::Text(text) => fluent.set(*name, *text),
                Value::Count(count) => fluent.set(*name, *count),
            }
        }
        bundle.format_pattern(pattern, Some(&fluent), &mut Vec::new()).into_owned()
    }

    /// A message as HTML that stands in both languages.
    pub(super) fn both(&self, key: &str, args: &Args) -> String {
        let span = |language: Language| {
            let words = self.say(language, key, args);
            format!("<span lang=\"{}\">{}</span>", language.tag(), escape(&words))
        };
        span(Language::English) + &span(Language::Chinese)
    }
}

fn bundle(language: LanguageIdentifier, source: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language]);
    bundle.set_use_isolating(false);
    // A line that Fluent can't read is left out by it; the test below finds it.
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _)| read);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_catalogues_are_read_whole_and_hold_the_same_keys() {
        let keys = |source: &str| {
            FluentResource::try_new(source.to_owned()).expect("every line can be read");
            let key = |line: &str| Some(line.split_once(" = ")?.0.to_owned());
            source.lines().filter(|line| line.starts_with("site-")).filter_map(key).collect()
        };
        let (english, chinese): (Vec<String>, Vec<String>) = (keys(ENGLISH), keys(CHINESE));
        assert!(english.len() > 40);
        assert_eq!(english, chinese);
    }

    #[test]
    fn a_message_counts_and_stands_in_both_languages() {
        let words = Words::new();
        let check = |count: u64, expected: &str| {
            assert_eq!(words.both("site-works", &[("count", Value::Count(count))]), expected);
        };
        check(1, r#"<span lang="en">one work</span><span lang="zh-CN">1 件作品</span>"#);
        check(3, r#"<span lang="en">3 works</span><span lang="zh-CN">3 件作品</span>"#);
        let hostile = words.both("site-missing", &[("reason", Value::Text("<b>"))]);
        assert!(!hostile.contains("<b>"), "{hostile}");
    }
}
