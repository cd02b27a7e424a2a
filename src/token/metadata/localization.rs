//! Further languages of a document, as ERC-1155 has them: `localization` with an address
//! that holds `{locale}`.

use super::fields::Fields;
use super::json::Json;
use super::model::TokenMetadata;
use super::note::NoteKind;
use super::words::{Spoken, Words};
use crate::limits::{LOCALE_LETTERS_MAX, LOCALE_LETTERS_MIN, LOCALES_MAX};

/// Where a document lies in further languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localization {
    /// An address with `{locale}` in it.
    pub uri: String,
    /// The language of the document itself.
    pub default: String,
    pub locales: Vec<String>,
}

/// A further document that an exhibition wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurtherLanguage {
    pub language: Spoken,
    pub locale: String,
    pub uri: String,
}

impl Localization {
    /// The documents in the languages of an exhibition that the document itself is not in.
    pub fn further(&self) -> Vec<FurtherLanguage> {
        let already = Spoken::of_tag(&self.default);
        let wanted = Spoken::BOTH.into_iter().filter(|language| Some(*language) != already);
        wanted
            .filter_map(|language| {
                let fits = |locale: &&String| Spoken::of_tag(locale) == Some(language);
                let locale = self.locales.iter().find(fits)?.clone();
                let uri = self.uri.replace("{locale}", &locale);
                Some(FurtherLanguage { language, locale, uri })
            })
            .collect()
    }
}

impl TokenMetadata {
    /// Takes over the words of the same document in another language.
    pub fn add_language(&mut self, language: Spoken, other: &Self) {
        let add = |words: &mut Option<Words>, other: &Option<Words>| {
            if let Some(other) = other {
                words.get_or_insert_default().add(language, other);
            }
        };
        add(&mut self.name, &other.name);
        add(&mut self.description, &other.description);
        add(&mut self.artist, &other.artist);
        add(&mut self.collection, &other.collection);
        add(&mut self.medium, &other.medium);
    }
}

pub(super) fn read_localization(fields: &mut Fields<'_>) -> Option<Localization> {
    let (key, value) = fields.first(&["localization", "localisation"])?;
    let text = |name: &str| value.get(name).and_then(Json::text).map(str::trim);
    let uri = text("uri").filter(|uri| uri.contains("{locale}"));
    let (Some(uri), Some(locales)) = (uri, value.get("locales").and_then(Json::list)) else {
        fields.note(NoteKind::WrongType, key);
        return None;
    };
    let is_locale = |tag: &&str| {
        (LOCALE_LETTERS_MIN..=LOCALE_LETTERS_MAX).contains(&tag.len())
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    let locales = locales.iter().filter_map(Json::text).filter(is_locale).take(LOCALES_MAX);
    Some(Localization {
        uri: uri.to_owned(),
        default: text("default").unwrap_or("en").to_owned(),
        locales: locales.map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_languages_of_an_exhibition_are_asked_for() {
        let check = |default: &str, locales: &[&str], expected: &[&str]| {
            let localization = Localization {
                uri: "ipfs://c/{locale}/{locale}.json".into(),
                default: default.into(),
                locales: locales.iter().map(|locale| (*locale).to_owned()).collect(),
            };
            let uris: Vec<_> = localization.further().into_iter().map(|more| more.uri).collect();
            assert_eq!(uris, expected, "{default} {locales:?}");
        };
        check("en", &["en", "es", "zh-CN"], &["ipfs://c/zh-CN/zh-CN.json"]);
        check("es", &["es", "zh", "en"], &["ipfs://c/en/en.json", "ipfs://c/zh/zh.json"]);
        check("zh", &["zh", "en-GB", "en"], &["ipfs://c/en-GB/en-GB.json"]);
        check("en", &["en", "fr"], &[]);
        check("en", &[], &[]);
    }

    #[test]
    fn words_of_another_language_stand_beside_the_documents() {
        let in_one =
            |name: &str| TokenMetadata { name: Some(Words::one(name)), ..Default::default() };
        let mut metadata = in_one("Rain");
        metadata.add_language(Spoken::Chinese, &in_one("雨"));
        let name = metadata.name.clone().unwrap();
        assert_eq!((name.en(), name.zh()), ("Rain", "雨"));
        metadata.add_language(Spoken::Chinese, &TokenMetadata::default());
        assert_eq!(metadata.name, Some(name));
        let mut french = in_one("Pluie");
        french.add_language(Spoken::English, &in_one("Rain"));
        let name = french.name.unwrap();
        assert_eq!((name.plain(), name.en(), name.zh()), ("Pluie", "Rain", "Pluie"));
    }
}
