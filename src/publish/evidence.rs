//! Who says that somebody owns a work, in a line and in full.

use super::html::escape;
use super::words::Words;
use crate::exhibition::{Lock, LockedWork};
use crate::messages::{Beside, beside_owner};
use crate::ownership::{Evidence, Level, OwnershipRecord, Staleness, Timestamp};

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
            "<dt>{}</dt><dd>{} ({}): {}, {}{}{}</dd>",
            words.both("evidence", &[]),
            level_name(words, record.evidence.level()),
            words.both(
                "page-level-of",
                &[("level", number(record.evidence.level()).to_string().as_str())]
            ),
            says_who(words, &record.evidence),
            as_of(words, record, true),
            aging(words, lock, &record.evidence),
            standing(words, &record.evidence),
        );
    }
    rows
}

/// What is said beside the owner, as rows of a description list.
pub(super) fn terms(words: &Words, lock: &Lock, work: &LockedWork) -> String {
    let row = |one: Beside| {
        let values: Vec<(&str, &str)> =
            one.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let subject = one.subject.map(|subject| format!(" <code>{}</code>", escape(&subject)));
        // What stands on the owner's block is as old as the owner's record, which says so.
        let aging = match one.evidence {
            Evidence::Attested { .. } => aging(words, lock, one.evidence),
            _ => String::new(),
        };
        format!(
            "<dt>{}</dt><dd>{}{}<br><small>{} ({}){aging}</small>{}</dd>\n",
            words.both(one.heading, &[]),
            words.both(one.says, &values),
            subject.unwrap_or_default(),
            level_name(words, one.evidence.level()),
            says_who(words, one.evidence),
            standing(words, one.evidence),
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
         <b>{}</b> <bdi class=\"account\" title=\"{}\">{}</bdi><br><small>{}, {}{}</small>{}</p>",
        level_name(words, level),
        escape(&record.owner.to_string()),
        escape(&shortened(record.owner.address())),
        says_who(words, &record.evidence),
        as_of(words, record, false),
        aging(words, lock, &record.evidence),
        standing(words, &record.evidence),
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

/// Whether an issuer has taken back what it signed, and until when that holds.
fn standing(words: &Words, evidence: &Evidence) -> String {
    let Evidence::Attested { standing, expires, .. } = evidence else { return String::new() };
    let date = standing.as_of().map(|as_of| as_of.date()).unwrap_or_default();
    let key = format!("evidence-standing-{}", standing.key());
    let mut says = words.both(&key, &[("date", &date)]);
    if let Some(on) = expires {
        says += " ";
        says += &words.both("evidence-expires", &[("date", &on.date())]);
    }
    format!("<br><small>{says}</small>")
}

/// Whether it was old already when the exhibition was put together; and what a script shows
/// in its place once it is older than the exhibition allows, or has ended.
fn aging(words: &Words, lock: &Lock, evidence: &Evidence) -> String {
    let limit = lock.stale_after_days;
    let ended = |on: &Timestamp| words.both("evidence-expired", &[("date", &on.date())]);
    let mut aging = match evidence.staleness(lock.resolved, limit) {
        Staleness::Stale { days } => {
            let then = words.both("page-stale", &[("days", &days.to_string())]);
            format!("<em class=\"stale then\">, {then}</em>")
        }
        Staleness::Expired { on } => {
            return format!("<em class=\"stale\">, {}</em>", ended(&on));
        }
        Staleness::Fresh | Staleness::Undated => String::new(),
    };
    if let Some(since) = evidence.as_of() {
        let now = words.both("page-stale-now", &[("days", "{days}")]);
        aging += &format!(
            "<em class=\"stale\" data-since=\"{since}\" data-limit=\"{limit}\" hidden>, {now}</em>"
        );
    }
    if let Evidence::Attested { expires: Some(on), .. } = evidence {
        let now = ended(on);
        aging += &format!("<em class=\"stale\" data-until=\"{on}\" hidden>, {now}</em>");
    }
    aging
}

/// The block and the day that a record speaks of.
fn as_of(words: &Words, record: &OwnershipRecord, whole: bool) -> String {
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
    use alloy_primitives::B256;

    use super::*;
    use crate::exhibition::{Authorship, read_lock};
    use crate::ownership::{BlockRef, Standing};

    /// The built-in exhibition, whose first work has one record on this evidence.
    fn lock_with(evidence: Evidence) -> Lock {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        let owner = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap();
        lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
        lock
    }

    #[test]
    fn what_an_issuer_signed_stands_with_its_end_and_with_what_was_taken_back() {
        let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
        let check = |expires: Option<&str>, standing: Standing, expected: &[&str]| {
            let evidence = Evidence::Attested {
                issuer: "did:key:z6Mk".to_owned(),
                issued: moment("2026-10-01T00:00:00Z"),
                expires: expires.map(moment),
                standing,
            };
            let lock = lock_with(evidence.clone());
            let (words, work) = (Words::new(), &lock.works[0]);
            let mut beside = lock.works[0].clone();
            beside.authorship =
                vec![Authorship { name: "Somebody".to_owned(), did: None, evidence }];
            let places = [
                summary(&words, &lock, work),
                rows(&words, &lock, work),
                terms(&words, &lock, &beside),
            ];
            for html in places {
                for part in expected {
                    assert!(html.contains(part), "{part}: {html}");
                }
            }
        };
        let as_of = moment("2026-09-30T00:00:00Z");
        let until = Some("2027-01-01T00:00:00Z");
        check(
            until,
            Standing::Stands { as_of },
            &[
                "By its issuer’s list of 2026-09-30 it has not been taken back.",
                "It holds until 2027-01-01.",
                "有效期至 2027-01-01。",
                "data-until=\"2027-01-01T00:00:00Z\" hidden",
            ],
        );
        check(None, Standing::Unchecked, &["Whether its issuer has taken it back was not"]);
        let ended = "It held until 2026-11-02, and holds no longer.";
        check(Some("2026-11-02T00:00:00Z"), Standing::UntilItEnds, &[ended]);
    }

    #[test]
    fn a_record_says_by_what_it_grows_old() {
        let reported = |time: &str| {
            let block = BlockRef { number: 7, hash: B256::ZERO, time: time.parse().unwrap() };
            Evidence::Reported { endpoint: "a.example".to_owned(), block }
        };
        let check = |time: &str, expected: &[&str], then: bool| {
            let lock = lock_with(reported(time));
            let html = summary(&Words::new(), &lock, &lock.works[0]);
            for part in expected {
                assert!(html.contains(part), "{part}: {html}");
            }
            assert_eq!(html.contains("when the exhibition was put together"), then, "{html}");
        };
        // Fresh when it was put together, and hidden until a script finds it old.
        let fresh = "data-since=\"2026-11-01T00:00:00Z\" data-limit=\"365\" hidden>, <span";
        check("2026-11-01T00:00:00Z", &[fresh, "{days} days old"], false);
        let old = "data-since=\"2024-01-01T00:00:00Z\" data-limit=\"365\" hidden>, <span";
        check("2024-01-01T00:00:00Z", &[old, "class=\"stale then\""], true);
    }

    #[test]
    fn addresses_are_shortened_but_names_stay() {
        let check = |address: &str, expected: &str| assert_eq!(shortened(address), expected);
        check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6…1BeAed");
        check("tz1short", "tz1short");
    }
}
