//! Who made a work, and who else had to do with it.

use super::fields::Fields;
use super::json::Json;
use super::model::{Credit, CreditRole};
use super::note::NoteKind;
use super::words::Words;
use crate::limits::NAMES_MAX;

/// Every name under which the standards and platforms keep people, by their role.
const ROLES: [(CreditRole, &[&str]); 5] = [
    (
        CreditRole::Creator,
        &[
            "artist",
            "artist_name",
            "artistName",
            "artists",
            "created_by",
            "createdBy",
            "creator",
            "creator_name",
            "creators",
            "author",
            "authors",
        ],
    ),
    (CreditRole::Contributor, &["contributors", "collaborators"]),
    (CreditRole::Publisher, &["publishers", "publisher"]),
    (CreditRole::Minter, &["minter"]),
    (CreditRole::Platform, &["platform"]),
];

/// Reads everybody, the creators first.
pub(super) fn read_credits(fields: &mut Fields<'_>) -> Vec<Credit> {
    let mut credits: Vec<Credit> = Vec::new();
    for (role, names) in ROLES {
        for (key, value) in fields.all(names) {
            let found = people_in(value);
            if found.is_empty() {
                fields.note(NoteKind::WrongType, key);
            }
            for name in found {
                let is_address = is_address(name.plain());
                let credit = Credit { role, name, is_address };
                if credits.len() < NAMES_MAX && !credits.contains(&credit) {
                    credits.push(credit);
                }
            }
        }
    }
    credits
}

/// The line that names the makers: those with a name, else those with an address.
pub(super) fn artist_of(credits: &[Credit]) -> Option<Words> {
    let makers = |addresses: bool| {
        let fits =
            |credit: &&Credit| credit.role == CreditRole::Creator && credit.is_address == addresses;
        credits.iter().filter(fits).map(|credit| &credit.name).collect::<Vec<_>>()
    };
    let named = makers(false);
    let line = if named.is_empty() { makers(true) } else { named };
    match line.as_slice() {
        [] => None,
        [one] => Some((*one).clone()),
        many => {
            let names: Vec<_> = many.iter().map(|words| words.plain()).collect();
            Some(Words::one(&names.join(", ")))
        }
    }
}

/// The people in a value: a name, an object that has one, or a list of them.
fn people_in(value: &Json) -> Vec<Words> {
    let one = |value: &Json| match value {
        Json::Text(text) => Some(Words::one(text)),
        Json::Object(object) => {
            let names = ["name", "username", "displayName", "value", "address"];
            let named = names.iter().find_map(|name| object.get(name)?.text());
            // A field of ERC-721's own schema, which keeps its value there.
            let is_field = object.get("type").and_then(Json::text) == Some("string");
            let kept = || object.get("description").filter(|_| is_field)?.text();
            Words::of_map(value, ", ").or_else(|| named.or_else(kept).map(Words::one))
        }
        _ => None,
    };
    let found: Vec<_> = match value {
        Json::List(list) => list.iter().take(NAMES_MAX).filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    };
    found.into_iter().filter(|words| !words.is_empty()).collect()
}

/// Whether a name is an account of Ethereum, Tezos or Solana.
fn is_address(name: &str) -> bool {
    let base58 = |name: &str| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l'))
    };
    let hex = |digits: &str| digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let tezos = |name: &str| {
        let starts = ["tz1", "tz2", "tz3", "tz4", "KT1"];
        name.len() == 36 && base58(name) && starts.iter().any(|start| name.starts_with(start))
    };
    let has_digit = name.bytes().any(|byte| byte.is_ascii_digit());
    name.strip_prefix("0x").is_some_and(hex)
        || tezos(name)
        || ((40..=44).contains(&name.len()) && base58(name) && has_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_names() {
        let check = |name: &str, expected| assert_eq!(is_address(name), expected, "{name}");
        check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", true);
        check("tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb", true);
        check("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", true);
        check("Ana Ferrer", false);
        check("vitalik.eth", false);
        check("雨后雨后雨后雨后雨后雨后雨后雨后雨后雨后雨后雨后", false);
        check("", false);
    }
}
