//! Words that a document has in one language or in several, of which an exhibition
//! speaks English and Chinese.

use super::json::Json;
use crate::token::clean_text;

/// A text, and what of it there is in the two languages of an exhibition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words {
    plain: String,
    en: Option<String>,
    zh: Option<String>,
}

/// A language that an exhibition speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spoken {
    English,
    Chinese,
}

impl Words {
    /// The same words for everyone. They are cleaned.
    pub fn one(text: &str) -> Self {
        Self { plain: clean_text(text), en: None, zh: None }
    }

    /// In the language that the document itself is in.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// For a reader of English.
    pub fn en(&self) -> &str {
        self.en.as_deref().unwrap_or(&self.plain)
    }

    /// For a reader of Chinese.
    pub fn zh(&self) -> &str {
        self.zh.as_deref().unwrap_or(&self.plain)
    }

    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.en().is_empty() && self.zh().is_empty()
    }

    /// Two texts with something between them, in every language that either has; clean, as
    /// each of them is.
    pub(in crate::token) fn beside(first: &Self, between: &str, second: &Self) -> Self {
        let join = |first: &str, second: &str| clean_text(&format!("{first}{between}{second}"));
        let either =
            |first: &Option<String>, second: &Option<String>| first.is_some() || second.is_some();
        Self {
            plain: join(&first.plain, &second.plain),
            en: either(&first.en, &second.en).then(|| join(first.en(), second.en())),
            zh: either(&first.zh, &second.zh).then(|| join(first.zh(), second.zh())),
        }
    }

    /// Takes over what a document in another language says in place of these words.
    pub(in crate::token) fn add(&mut self, language: Spoken, other: &Self) {
        let words = Some(other.plain.clone()).filter(|words| !words.is_empty());
        match language {
            Spoken::English => self.en = words.or(self.en.take()),
            Spoken::Chinese => self.zh = words.or(self.zh.take()),
        }
    }

    /// From texts under language tags (BCP 47, `none`, `@none`), in the document's order:
    /// the plain one is English, else in no language, else the first.
    pub(in crate::token) fn of_languages<'a>(
        texts: impl Iterator<Item = (&'a str, String)>,
    ) -> Option<Self> {
        let (mut first, mut none) = (None, None);
        let mut words = Self::default();
        for (tag, text) in texts {
            let text = clean_text(&text);
            if text.is_empty() {
                continue;
            }
            match Spoken::of_tag(tag) {
                Some(Spoken::English) => words.en = words.en.or(Some(text.clone())),
                Some(Spoken::Chinese) => words.zh = words.zh.or(Some(text.clone())),
                None if is_no_language(tag) => none = none.or(Some(text.clone())),
                None => {}
            }
            first = first.or(Some(text));
        }
        words.plain = words.en.clone().or(none).or(first)?;
        Some(words)
    }

    /// An object whose keys are language tags, each with a text or a list of texts.
    pub(in crate::token) fn of_map(value: &Json, between: &str) -> Option<Self> {
        let object = value.object()?;
        let texts: Option<Vec<_>> = object
            .0
            .iter()
            .map(|(tag, value)| {
                let text = match value {
                    Json::Text(text) => text.clone(),
                    Json::List(list) => {
                        let texts: Option<Vec<_>> = list.iter().map(Json::text).collect();
                        texts?.join(between)
                    }
                    _ => return None,
                };
                is_tag(tag).then_some((tag.as_str(), text))
            })
            .collect();
        Self::of_languages(texts?.into_iter())
    }
}

impl Spoken {
    pub const BOTH: [Self; 2] = [Self::English, Self::Chinese];

    /// The language of a tag such as `en-GB` or `zh-Hans` (BCP 47).
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        match primary.to_ascii_lowercase().as_str() {
            "en" | "eng" => Some(Self::English),
            "zh" | "zho" | "chi" | "cmn" => Some(Self::Chinese),
            _ => None,
        }
    }
}

fn is_no_language(tag: &str) -> bool {
    matches!(tag, "none" | "@none" | "und" | "")
}

/// Whether a key can be a language tag: two or three letters, and subtags behind them.
fn is_tag(key: &str) -> bool {
    let mut parts = key.split(['-', '_']);
    let primary = parts.next().unwrap_or("");
    is_no_language(key)
        || ((2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && !matches!(primary, "url" | "uri" | "src" | "id")
            && parts.all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            }))
}

#[cfg(test)]
mod tests {
    use super::super::json::read_json;
    use super::super::note::Notes;
    use super::*;
    use crate::limits::METADATA_VALUES_MAX;

    #[test]
    fn each_reader_gets_their_language_or_the_documents() {
        let check = |map: &str, expected: Option<(&str, &str, &str)>| {
            let value = read_json(map, METADATA_VALUES_MAX, &mut Notes::default()).unwrap();
            let words = Words::of_map(&value, "\n");
            let found = words.as_ref().map(|words| (words.plain(), words.en(), words.zh()));
            assert_eq!(found, expected, "{map}");
        };
        check(r#"{"en":["Rain"]}"#, Some(("Rain", "Rain", "Rain")));
        check(r#"{"zh-Hans":["雨"],"en":["Rain"]}"#, Some(("Rain", "Rain", "雨")));
        check(r#"{"fr":["Pluie"],"none":["R"]}"#, Some(("R", "R", "R")));
        check(r#"{"fr":["Pluie"],"de":["Regen"]}"#, Some(("Pluie", "Pluie", "Pluie")));
        check(r#"{"ja":"雨","zh_TW":"雨後"}"#, Some(("雨", "雨", "雨後")));
        check(r#"{"en":["a","b"]}"#, Some(("a\nb", "a\nb", "a\nb")));
        check(r#"{"en":[""],"de":["x"]}"#, Some(("x", "x", "x")));
        check(r#"{"en":7}"#, None);
        check(r#"{"value":"x"}"#, None);
        check("{}", None);
    }
}
