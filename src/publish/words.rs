//! What the page says, in both languages at once, from the catalogue of messages.

use super::html::escape;
use crate::exhibition::{Language, Problem};
use crate::messages::Messages;

/// The page's messages in both languages.
pub(super) struct Words {
    english: Messages,
    chinese: Messages,
}

/// What the page says of proofs that are checked in it and of works that are watched.
pub(super) const CHECKS: [&str; 46] = [
    "check-going",
    "check-at",
    "check-holds",
    "check-holds-of-some",
    "check-refused",
    "check-unproven",
    "check-nothing",
    "check-beside-holds",
    "check-beside-refused",
    "check-signed",
    "check-unsigned",
    "check-beside-signed",
    "check-beside-unsigned",
    "check-said-metadata",
    "check-said-collection",
    "check-said-royalty",
    "check-said-binding",
    "check-said-right",
    "check-said-author",
    "check-failed",
    "evidence-reported-says",
    "evidence-proven-says",
    "live-held-now",
    "live-held-since",
    "live-gone",
    "live-count-now",
    "live-count-since",
    "live-same",
    "live-was",
    "live-is",
    "live-counted",
    "live-of",
    "live-unnamed",
    "live-burnt",
    "live-superseded",
    "live-metadata",
    "live-taken-back",
    "live-unproven",
    "live-own",
    "live-silent",
    "live-other-chain",
    "live-no-blocks",
    "live-behind",
    "live-stalled",
    "live-alone",
    "live-disputed",
];

/// What a message is told: names and values.
pub(super) type Args<'a> = [(&'a str, &'a str)];

impl Words {
    pub(super) fn new() -> Self {
        Self {
            english: Messages::new(Language::English),
            chinese: Messages::new(Language::Chinese),
        }
    }

    /// A message in one language, unescaped; its key where the catalogue lacks it.
    pub(super) fn say(&self, language: Language, key: &str, args: &Args) -> String {
        match language {
            Language::English => self.english.format(key, args),
            Language::Chinese => self.chinese.format(key, args),
        }
    }

    /// What a reader is told of a problem, as HTML that stands in both languages.
    pub(super) fn problem(&self, problem: &Problem) -> String {
        let span = |language: Language, messages: &Messages| {
            let words = escape(&messages.problem(problem));
            format!("<span lang=\"{}\">{words}</span>", language.tag())
        };
        span(Language::English, &self.english) + &span(Language::Chinese, &self.chinese)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_counts_and_stands_in_both_languages() {
        let words = Words::new();
        let check = |count: &str, expected: &str| {
            assert_eq!(words.both("section-works", &[("count", count)]), expected);
        };
        check("1", r#"<span lang="en">1 work</span><span lang="zh-CN">1 件作品</span>"#);
        check("3", r#"<span lang="en">3 works</span><span lang="zh-CN">3 件作品</span>"#);
        let hostile = words.both("page-says-claimed", &[("by", "<b>")]);
        assert!(!hostile.contains("<b>"), "{hostile}");
    }
}
