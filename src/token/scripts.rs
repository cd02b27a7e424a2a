//! Names that mix scripts which are not written together, so that one letter can pass
//! for another: “Аpple” with a Cyrillic А.

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// Scripts that stand in one word of a name and are not written together (UTS 39, beyond
/// “Highly Restrictive”), by their English names in alphabetical order.
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

/// Looks for a word of mixed scripts. Whole words of different scripts beside each other
/// are a name in two languages, and deceive nobody.
pub fn mixed_scripts(name: &str) -> Option<MixedScripts> {
    let between_words = |c: char| !(c.is_alphanumeric() || is_combining_mark(c));
    name.split(between_words).find_map(|word| {
        let mixed = !word.is_ascii() && is_mixed(word);
        mixed.then(|| {
            let scripts: BTreeSet<_> = word.chars().filter_map(own_script).collect();
            MixedScripts { word: word.to_owned(), scripts: scripts.into_iter().collect() }
        })
    })
}

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
}
