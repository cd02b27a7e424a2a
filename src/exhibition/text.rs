//! Texts that a curator writes once or in two languages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::token::Words;

/// A language of the interface and of curatorial texts (BCP 47: `en`, `zh-CN`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh")]
    Chinese,
}

/// A text in one language for all, or in English and Chinese.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Text {
    /// The same words for everyone.
    One(String),
    /// The words in each language.
    Both { en: String, zh: String },
}

impl Text {
    pub fn one(words: impl Into<String>) -> Self {
        Self::One(words.into())
    }

    /// The words for a reader of this language.
    pub fn get(&self, language: Language) -> &str {
        match (self, language) {
            (Self::One(words), _) => words,
            (Self::Both { en, .. }, Language::English) => en,
            (Self::Both { zh, .. }, Language::Chinese) => zh,
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(words) => words.is_empty(),
            Self::Both { en, zh } => en.is_empty() && zh.is_empty(),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::One(words)
    }
}

impl From<Words> for Text {
    fn from(words: Words) -> Self {
        let (en, zh) = (words.en(), words.zh());
        match en == zh {
            true => Self::One(en.to_owned()),
            false => Self::Both { en: en.to_owned(), zh: zh.to_owned() },
        }
    }
}

impl Language {
    /// The other of the two.
    pub fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }

    /// The BCP 47 tag, as HTML's `lang` wants it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The language that a tag such as `zh-Hans-CN` or `en_GB.UTF-8` asks for.
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
    }
}
