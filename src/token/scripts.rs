//! Names that mix scripts which are not written together, so that one letter can pass
//! for another: “Аpple” with a Cyrillic А, and “Bored Аре” with a whole word of them.

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// Scripts that stand in one word of a name and are not written together (UTS 39, beyond
/// “Highly Restrictive”), or the script of a word that passes for a Latin one and Latin: by
/// their English names in alphabetical order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixedScripts {
    /// The first such word.
    pub word: String,
    pub scripts: Vec<&'static str>,
}

/// Scripts that are written together: Japanese, Chinese with Bopomofo, Korean, each of
/// them with Latin.
const WRITTEN_TOGETHER: [&[Script]; 3] = [
    &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana],
    &[Script::Latin, Script::Han, Script::Bopomofo],
    &[Script::Latin, Script::Han, Script::Hangul],
];

/// Looks for a word of mixed scripts, and else for one that passes for a Latin word.
pub fn mixed_scripts(name: &str) -> Option<MixedScripts> {
    if name.is_ascii() {
        return None;
    }
    let between_words = |c: char| !(c.is_alphanumeric() || is_combining_mark(c));
    let words: Vec<&str> = name.split(between_words).filter(|word| !word.is_empty()).collect();
    let mixed = words.iter().find(|word| !word.is_ascii() && is_mixed(word)).map(|word| {
        let scripts: BTreeSet<_> = word.chars().filter_map(own_script).collect();
        MixedScripts { word: (*word).to_owned(), scripts: scripts.into_iter().collect() }
    });
    // “Сон / Dream” is a name in two languages.
    let is_parted = name.contains(BETWEEN_LANGUAGES);
    mixed.or_else(|| {
        let mut scripts = IMITATING.into_iter().filter(|_| !is_parted);
        scripts.find_map(|script| imitation(&words, script))
    })
}

/// What stands between a name in one language and the same in another.
const BETWEEN_LANGUAGES: [char; 8] = ['/', '|', '(', '[', '—', '–', '·', '\n'];

/// Scripts in which whole words look as Latin ones do.
const IMITATING: [Script; 2] = [Script::Cyrillic, Script::Greek];

/// A word of this script beside Latin ones, each letter of which looks like a Latin one.
/// Where another letter of the name looks like none, it is a name in two languages, and
/// deceives nobody.
fn imitation(words: &[&str], script: Script) -> Option<MixedScripts> {
    let is_of = |word: &str, of: Script| word.chars().any(|c| c.script() == of);
    let own: Vec<&str> = words.iter().copied().filter(|word| is_of(word, script)).collect();
    let first = *own.first()?;
    let beside_latin = words.iter().any(|word| is_of(word, Script::Latin));
    let deceives = beside_latin && own.iter().all(|word| looks_latin(word, script));
    deceives.then(|| {
        let mut scripts = vec![script.full_name(), Script::Latin.full_name()];
        scripts.sort_unstable();
        MixedScripts { word: first.to_owned(), scripts }
    })
}

/// Whether all letters of a word look like Latin ones (UTS 39, confusables). A small Greek
/// letter by itself is a sign of mathematics.
fn looks_latin(word: &str, script: Script) -> bool {
    let mut own = word.chars().filter(|c| c.script() == script);
    let is_sign = script == Script::Greek && word.chars().count() == 1;
    own.all(|c| LOOK_LATIN.contains(c) && !(is_sign && c.is_lowercase()))
}

/// Letters of Cyrillic and of Greek that look like Latin ones.
const LOOK_LATIN: &str = concat!(
    "\u{410}\u{412}\u{415}\u{41a}\u{41c}\u{41d}\u{41e}\u{420}\u{421}\u{422}\u{423}\u{425}",
    "\u{405}\u{406}\u{408}\u{474}\u{4ae}\u{4c0}\u{50c}\u{51a}\u{51c}",
    "\u{430}\u{435}\u{43e}\u{440}\u{441}\u{443}\u{445}",
    "\u{455}\u{456}\u{458}\u{475}\u{4af}\u{4bb}\u{4cf}\u{501}\u{51b}\u{51d}",
    "\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39a}\u{39c}\u{39d}\u{39f}\u{3a1}\u{3a4}",
    "\u{3a5}\u{3a7}\u{37f}\u{3b1}\u{3b9}\u{3ba}\u{3bd}\u{3bf}\u{3c1}\u{3c5}\u{3f2}\u{3f3}\u{3f9}",
);

fn is_mixed(word: &str) -> bool {
    let fits = |scripts: &[Script]| {
        word.chars().all(|c| {
            let written_in = c.script_extension();
            written_in.is_common()
                || written_in.is_inherited()
                || scripts.iter().any(|script| written_in.contains_script(*script))
        })
    };
    let alone = word.chars().find(|c| own_script(*c).is_some()).map(|c| c.script());
    !(alone.is_none_or(|script| fits(&[script])) || WRITTEN_TOGETHER.into_iter().any(fits))
}

/// The script that a character is of; none for digits, signs and marks of every script.
fn own_script(c: char) -> Option<&'static str> {
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        script => Some(script.full_name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_scripts_that_are_not_written_together_are_flagged() {
        let check = |name: &str, expected: &[&str]| {
            let found = mixed_scripts(name).map(|mixed| mixed.scripts).unwrap_or_default();
            assert_eq!(found, expected, "{name}");
        };
        check("Fidenza #313", &[]);
        check("Ночь", &[]);
        check("Ночь / Night", &[]);
        check("雨后山色 No. 7", &[]);
        check("渋谷スクランブルcrossing", &[]);
        check("서울Seoul", &[]);
        check("ㄅㄆ注音", &[]);
        check("Łódź naïveté", &[]);
        check("x² + y²", &[]);
        check("ΑΒΓ", &[]);
        check("", &[]);
        check("\u{410}pple", &["Cyrillic", "Latin"]);
        check("Crypt\u{3bf}Punks", &["Greek", "Latin"]);
        check("B\u{430}nksy and friends", &["Cyrillic", "Latin"]);
        check("\u{13a2}EX\u{13a2}", &["Cherokee", "Latin"]);
        check("サ\u{ac00}", &["Hangul", "Katakana"]);
    }

    #[test]
    fn a_whole_word_that_passes_for_latin_is_flagged() {
        let check = |name: &str, expected: Option<(&str, &[&str])>| {
            let found = mixed_scripts(name);
            let found = found.as_ref().map(|mixed| (&*mixed.word, &*mixed.scripts));
            assert_eq!(found, expected, "{name}");
        };
        let cyrillic: &[&str] = &["Cyrillic", "Latin"];
        check("Bored \u{410}\u{440}\u{435} Yacht Club", Some(("\u{410}\u{440}\u{435}", cyrillic)));
        check(
            "\u{405}\u{410}\u{420}\u{415} Cats",
            Some(("\u{405}\u{410}\u{420}\u{415}", cyrillic)),
        );
        check("B.\u{410}.Y.C", Some(("\u{410}", cyrillic)));
        check("\u{410}\u{440}\u{435}2 #7 Club", Some(("\u{410}\u{440}\u{435}2", cyrillic)));
        let greek: &[&str] = &["Greek", "Latin"];
        check(
            "Crypto \u{39a}\u{399}\u{3a4}\u{3a4}\u{3a5}",
            Some(("\u{39a}\u{399}\u{3a4}\u{3a4}\u{3a5}", greek)),
        );
        // Alone it passes for nothing that stands beside it.
        check("\u{410}\u{440}\u{435}", None);
        check("\u{410}\u{440}\u{435} 2021", None);
        check("\u{410}\u{440}\u{435} 雨", None);
        // Two languages.
        check("Москва Moscow", None);
        check("МОСКВА / MOSCOW", None);
        check("сон (Dream)", None);
        check("ΕΝΑ — One", None);
        // What can't be told from a word that passes for a Latin one.
        check("ВЕСНА Spring", Some(("ВЕСНА", cyrillic)));
        check("Тест Test", None);
        check("Она с котом / She and a cat", None);
        check("Αθήνα Athens", None);
        check("Ο κόσμος, the world", None);
        check("雨后山色 Hills", None);
        // Signs of mathematics.
        check("Series \u{3b1}", None);
        check("\u{3bd} and \u{3c1}", None);
        check("\u{3a9} Project", None);
    }
}
