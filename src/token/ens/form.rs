//! The one form of a name (ENSIP-15): what is hashed, what is read, and why a text has none.

/// A name as it is hashed, and as it is read: with emoji in their own colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnsName {
    pub normalised: String,
    pub shown: String,
}

/// A text in its one form; or why it has none, as the end of a sentence.
#[cfg(feature = "names")]
pub fn ens_name(text: &str) -> Result<EnsName, String> {
    use std::sync::LazyLock;

    use ens_normalize_rs::EnsNameNormalizer;

    // Its tables are worked out once.
    static NORMALISER: LazyLock<EnsNameNormalizer> = LazyLock::new(EnsNameNormalizer::default);
    let found = NORMALISER.process(text).map_err(|error| problem(&error))?;
    let name = EnsName { normalised: found.normalize(), shown: found.beautify() };
    // What has one form is in it: a name that another is made of would be hashed twice.
    match NORMALISER.normalize(&name.normalised) {
        Ok(again) if again == name.normalised && !again.is_empty() => Ok(name),
        _ => Err("it has no one form".to_owned()),
    }
}

/// The same without the tables of ENSIP-15: what they take of ASCII, where underscores lead
/// and hyphens stand anywhere but third and fourth together.
#[cfg(not(feature = "names"))]
pub fn ens_name(text: &str) -> Result<EnsName, String> {
    let is_label = |label: &str| {
        let rest = label.trim_start_matches('_');
        !label.is_empty()
            && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && label.get(2..4) != Some("--")
    };
    let name = text.to_ascii_lowercase();
    match name.split('.').all(is_label) {
        true => Ok(EnsName { normalised: name.clone(), shown: name }),
        false => Err("letters a to z, digits and hyphens are read here".to_owned()),
    }
}

/// A name in its one form, or none where it has none.
#[cfg(feature = "names")]
pub fn normalised_name(name: &str) -> Option<String> {
    ens_name(name).ok().map(|name| name.normalised)
}

/// The name as it is written. The tables of ENSIP-15 are large: whoever checks proofs in a
/// page sees whether a name leads back, and leaves its form to the resolve that hung it.
#[cfg(all(feature = "verify", not(feature = "names")))]
pub fn normalised_name(name: &str) -> Option<String> {
    Some(name.to_owned())
}

/// Why a text has no form, as the end of a sentence.
#[cfg(feature = "names")]
fn problem(error: &ens_normalize_rs::ProcessError) -> String {
    use ens_normalize_rs::{CurrableError, DisallowedSequence, ProcessError};

    use crate::token::clean_text;

    let said = match error {
        ProcessError::Confused(_) | ProcessError::ConfusedGroups { .. } => {
            "it mixes letters of several scripts that look alike"
        }
        ProcessError::CurrableError { inner, .. } => match inner {
            CurrableError::UnderscoreInMiddle => "an underscore stands at the beginning alone",
            CurrableError::HyphenAtSecondAndThird => {
                "its third and fourth letters are both hyphens"
            }
            CurrableError::CmStart | CurrableError::CmAfterEmoji => "a mark in it has no letter",
            CurrableError::FencedLeading
            | CurrableError::FencedTrailing
            | CurrableError::FencedConsecutive => {
                "an apostrophe, or a sign like it, stands where none may"
            }
        },
        ProcessError::DisallowedSequence(sequence) => match sequence {
            DisallowedSequence::Invalid(held) => {
                let codes: Vec<String> =
                    held.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
                let held = clean_text(held);
                return format!("it holds “{held}” ({}), which no name may", codes.join(" "));
            }
            DisallowedSequence::InvisibleCharacter(code) => {
                return format!("it holds what nobody sees (U+{code:04X})");
            }
            DisallowedSequence::EmptyLabel => "nothing stands between two of its dots",
            DisallowedSequence::NsmTooMany | DisallowedSequence::NsmRepeated => {
                "too many marks stand on one letter"
            }
        },
    };
    said.to_owned()
}

#[cfg(all(test, feature = "names"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_form() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(normalised_name(name).as_deref(), expected, "{name}");
        };
        check("gallery.eth", Some("gallery.eth"));
        check("Gallery.ETH", Some("gallery.eth"));
        check("画廊.eth", Some("画廊.eth"));
        check("vitali\u{301}k.eth", Some("vitalík.eth"));
        check("ｇａｌｌｅｒｙ.eth", Some("gallery.eth"));
        // Cyrillic among Latin, a joiner, and what no name may hold.
        check("g\u{430}llery.eth", None);
        check("gal\u{200d}lery.eth", None);
        check("gal lery.eth", None);
        check("", None);
    }

    #[test]
    fn a_name_is_read_in_its_own_colours() {
        let check = |text: &str, normalised: &str, shown: &str| {
            let name = ens_name(text).unwrap();
            assert_eq!((name.normalised.as_str(), name.shown.as_str()), (normalised, shown));
        };
        check("Gallery.eth", "gallery.eth", "gallery.eth");
        let (a, b) = ("\u{1f170}", "\u{1f171}");
        let normalised = format!("{a}{b}{a}.eth");
        let shown = format!("{a}\u{fe0f}{b}\u{fe0f}{a}\u{fe0f}.eth");
        check(&format!("{a}\u{fe0f}{b}{a}.eth"), &normalised, &shown);
        check(&shown, &normalised, &shown);
    }

    #[test]
    fn what_has_no_form_is_said_in_a_sentence() {
        let check = |text: &str, expected: &str| {
            let said = ens_name(text).unwrap_err();
            assert!(said.contains(expected), "{text}: {said}");
        };
        check("g\u{430}llery.eth", "mixes letters of several scripts");
        check("gal\u{200d}lery.eth", "what nobody sees (U+200D)");
        check("gal lery.eth", "(U+0020), which no name may");
        check("gallery..eth", "between two of its dots");
        check("gal_lery.eth", "an underscore");
        check("xn--abc.eth", "hyphens");
        check("\u{301}a.eth", "a mark");
    }
}
