//! Who says that somebody owns a work, in a line and in full.

use super::html::escape;
use super::words::Words;
use crate::exhibition::{Lock, LockedWork};
use crate::messages::{Beside, beside_owner};
use crate::ownership::{Evidence, Level, OwnershipRecord, Staleness};

/// The records that a label shows before its reader asks for all.
const SHOWN_AT_ONCE: usize = 2;

/// The lines under a work: each owner, how strongly it is known, as of when.
pub(super) fn summary(words: &Words, lock: &Lock, work: &LockedWork) -> String {
    if work.ownership.is_empty() {
        return format!("<p class=\"owner none\">{}</p>", words.both("owner-unknown", &[]));
    }
    work.ownership
        .iter()
        .take(SHOWN_AT_ONCE)
        .map(|record| owner_line(words, lock, record))
        .collect()
}

/// Every record in full, as rows of a description list.
pub(super) fn rows(words: &Words, lock: &Lock, work: &LockedWork) -> String {
    let mut rows = String::new();
    for record in &work.ownership {
        let mut owner = format!("<code>{}</code>", escape(&record.owner.to_string()));
        if let Some(editions) = record.editions {
            // More editions than fit 64 bits are shown as that many; no show has them.
            let count = u64::try_from(editions).unwrap_or(u64::MAX);
            owner +=
                &format!(", {}", words.both("editions", &[("count", count.to_string().as_str())]));
        }
        rows += &format!("<dt>{}</dt><dd>{owner}</dd>", words.both("owner", &[]));
        rows += &format!(
            "<dt>{}</dt><dd>{} ({}): {}, {}</dd>",
            words.both("evidence", &[]),
            level_name(words, record.evidence.level()),
            words.both(
                "page-level-of",
                &[("level", number(record.evidence.level()).to_string().as_str())]
            ),
            says_who(words, &record.evidence),
            as_of(words, lock, record, true),
        );
    }
    rows
}

/// What is said beside the owner, as rows of a description list.
pub(super) fn terms(words: &Words, work: &LockedWork) -> String {
    let row = |one: Beside| {
        let values: Vec<(&str, &str)> =
            one.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let subject = one.subject.map(|subject| format!(" <code>{}</code>", escape(&subject)));
        format!(
            "<dt>{}</dt><dd>{}{}<br><small>{} ({})</small></dd>\n",
            words.both(one.heading, &[]),
            words.both(one.says, &values),
            subject.unwrap_or_default(),
            level_name(words, one.evidence.level()),
            says_who(words, one.evidence),
        )
    };
    beside_owner(work).into_iter().map(row).collect()
}

fn owner_line(words: &Words, lock: &Lock, record: &OwnershipRecord) -> String {
    let level = record.evidence.level();
    let dots: String = (0..6)
        .map(|dot| if dot <= number(level) { "<i class=\"on\"></i>" } else { "<i></i>" })
        .collect();
    format!(
        "<p class=\"owner\"><span class=\"ladder\" aria-hidden=\"true\">{dots}</span> \
         <b>{}</b> <bdi class=\"account\" title=\"{}\">{}</bdi><br><small>{}, {}</small></p>",
        level_name(words, level),
        escape(&record.owner.to_string()),
        escape(&shortened(record.owner.address())),
        says_who(words, &record.evidence),
        as_of(words, lock, record, false),
    )
}

fn level_name(words: &Words, level: Level) -> String {
    words.both(&format!("evidence-{}", level.key()), &[])
}

fn says_who(words: &Words, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Claimed { by, .. } => words.both("page-says-claimed", &[("by", by)]),
        Evidence::Attested { issuer, .. } => {
            words.both("page-says-attested", &[("issuer", issuer)])
        }
        Evidence::Reported { endpoint, .. } => {
            words.both("page-says-reported", &[("endpoint", endpoint)])
        }
        Evidence::Agreed { endpoints, asked, .. } => {
            let (agreed, asked) = (endpoints.len().to_string(), asked.to_string());
            let endpoints = endpoints.join(", ");
            let args = [("agreed", &*agreed), ("asked", &*asked), ("endpoints", &*endpoints)];
            words.both("page-says-agreed", &args)
        }
        Evidence::Proven { endpoints, asked, .. } => {
            let (agreed, asked) = (endpoints.len().to_string(), asked.to_string());
            let endpoints = endpoints.join(", ");
            let args = [("agreed", &*agreed), ("asked", &*asked), ("endpoints", &*endpoints)];
            words.both("page-says-proven", &args)
        }
        Evidence::Final { .. } => words.both("page-says-final", &[]),
    }
}

/// The block and the day that a record speaks of, and whether it was old already
/// when the exhibition was put together.
fn as_of(words: &Words, lock: &Lock, record: &OwnershipRecord, whole: bool) -> String {
    let mut parts = Vec::new();
    if let Some(block) = record.evidence.block() {
        // A block's number is a name, not a quantity: no thousands are parted.
        let number = block.number.to_string();
        let mut part = words.both("page-at-block", &[("number", &number)]);
        if whole {
            part += &format!(" <code>{}</code>", block.hash);
        }
        parts.push(part);
    }
    match record.evidence.as_of() {
        Some(time) => {
            parts.push(format!("<time datetime=\"{time}\">{}</time>", time.date()));
        }
        None => parts.push(words.both("evidence-undated", &[])),
    }
    if let Staleness::Stale { days } = record.staleness(lock.resolved, lock.stale_after_days) {
        let days = days.to_string();
        let days = [("days", days.as_str())];
        parts.push(format!("<em class=\"stale\">{}</em>", words.both("page-stale", &days)));
    }
    parts.join(", ")
}

fn number(level: Level) -> u64 {
    match level {
        Level::Claimed => 0,
        Level::Attested => 1,
        Level::Reported => 2,
        Level::Agreed => 3,
        Level::Proven => 4,
        Level::Final => 5,
    }
}

/// `0x5aAeb6…1BeAed`: enough of a long address to tell it from another.
fn shortened(address: &str) -> String {
    let chars: Vec<char> = address.chars().collect();
    if chars.len() <= 16 {
        return address.to_owned();
    }
    let head: String = chars[..8].iter().collect();
    let tail: String = chars[chars.len() - 6..].iter().collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shortened_but_names_stay() {
        let check = |address: &str, expected: &str| assert_eq!(shortened(address), expected);
        check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6…1BeAed");
        check("tz1short", "tz1short");
    }
}
