//! Who says that somebody owns a work, in a line and in full. Of what is called proven there
//! stands that its proof is stored, until a script has run that where the page is read; what is
//! called attested was held to its signed records as the page was written, and what is shown to
//! what its contract answers. A script does so once more, and takes back what the records that
//! the site holds do not bear out.

use std::cmp::Reverse;

use super::html::escape;
use super::words::Words;
use crate::exhibition::{Lock, LockedWork};
use crate::messages::{Beside, beside_owner};
use crate::ownership::{
    Evidence, Level, OwnershipRecord, Said, Staleness, Standing, Stands, Timestamp, Verdict,
    WorkChecked,
};

/// The work that is told of, and what came of holding it as the page is written.
#[derive(Clone, Copy)]
pub(super) struct Telling<'a> {
    pub words: &'a Words,
    pub lock: &'a Lock,
    pub work: &'a LockedWork,
    pub checked: &'a WorkChecked,
}

impl Telling<'_> {
    /// How the record at this place stands as the page is written.
    fn of_owner(&self, place: usize) -> Stands {
        let records = &self.work.ownership;
        let evidence = &records[place].evidence;
        let verdict = self.checked.of_record(records, place);
        Stands::of(evidence, self.work.keeps(evidence), verdict)
    }
}

/// The records that a label shows before its reader asks for all.
const SHOWN_AT_ONCE: usize = 2;

/// The lines under a work: the owners who are known best, how strongly, as of when, and how
/// many more there are.
pub(super) fn summary(telling: Telling<'_>) -> String {
    let Telling { words, work, .. } = telling;
    if work.ownership.is_empty() {
        return format!("<p class=\"owner none\">{}</p>", words.both("owner-unknown", &[]));
    }
    let mut lines: String = strongest_first(work)
        .into_iter()
        .take(SHOWN_AT_ONCE)
        .map(|(place, record)| owner_line(telling, (place, record)))
        .collect();
    let more = work.ownership.len().saturating_sub(SHOWN_AT_ONCE);
    if more > 0 {
        let more = words.both("owners-more", &[("count", &more.to_string())]);
        lines += &format!("<p class=\"owner more\">{more}</p>");
    }
    lines
}

/// The records with their places in the lock, whose order says nothing of how strong they are.
fn strongest_first(work: &LockedWork) -> Vec<(usize, &OwnershipRecord)> {
    let mut records: Vec<_> = work.ownership.iter().enumerate().collect();
    records.sort_by_key(|(_, record)| Reverse(record.evidence.level()));
    records
}

/// Every record in full, as rows of a description list.
pub(super) fn rows(telling: Telling<'_>) -> String {
    let Telling { words, lock, work, .. } = telling;
    let mut rows = String::new();
    for (place, record) in strongest_first(work) {
        let mut owner = format!("<code>{}</code>", escape(&record.owner.to_string()));
        if let Some(editions) = record.editions {
            // More editions than fit 64 bits are shown as that many; no show has them.
            let count = u64::try_from(editions).unwrap_or(u64::MAX);
            owner +=
                &format!(", {}", words.both("editions", &[("count", count.to_string().as_str())]));
        }
        rows += &format!("<dt>{}</dt><dd>{owner}</dd>", words.both("owner", &[]));
        let level = number(record.evidence.level()).to_string();
        let stands = telling.of_owner(place);
        let says = |stands: Stands| {
            let level = match stands {
                Stands::AsSaid => {
                    format!(" ({})", words.both("page-level-of", &[("level", level.as_str())]))
                }
                _ => String::new(),
            };
            let name = level_name(words, &record.evidence, stands);
            format!("{name}{level}: {}", says_who(words, &record.evidence, stands))
        };
        rows += &format!(
            "<dt>{}</dt><dd{}>{}, {}{}{}</dd>",
            words.both("evidence", &[]),
            of_record(work, place, record),
            in_each(&record.evidence, stands, &says),
            as_of(words, record, true),
            aging(words, lock, &record.evidence, stands, "page-stale-now"),
            standing(words, lock, &record.evidence, stands),
        );
    }
    rows
}

/// What is said beside the owner, as rows of a description list.
pub(super) fn terms(telling: Telling<'_>) -> String {
    let Telling { words, lock, work, checked } = telling;
    let row = |one: Beside| {
        let stands = one.stands(work, Some(checked));
        let values: Vec<(&str, &str)> =
            one.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let subject = one.subject.map(|subject| format!(" <code>{}</code>", escape(&subject)));
        // What stands on an owner's block is as old as the owner's record, which says so.
        // Who made a work does not change with time; what was signed for a time ends.
        let is_author = matches!(one.said, Some((Said::Author, _)));
        let aging = match (one.evidence, work.is_of_an_owners_block(one.evidence)) {
            (_, true) => String::new(),
            (Evidence::Attested { expires: Some(on), .. }, false) if is_author => {
                if_signed(stands, &ending(words, lock, *on))
            }
            (Evidence::Attested { .. }, false) if is_author => String::new(),
            _ => aging(words, lock, one.evidence, stands, "page-stale-now-beside"),
        };
        let is = one.said.as_ref().map(|(said, place)| {
            let refused = match checked.verdict(said, *place) {
                // Whatever a script makes of its proof.
                Some(Verdict::Refused(why)) => format!(" data-refused=\"{}\"", escape(why)),
                _ => String::new(),
            };
            format!(" data-proof=\"{}\" data-place=\"{place}\"{refused}", said.key())
        });
        let ending = one.ends.map(|on| ending(words, lock, on)).unwrap_or_default();
        let says = |stands: Stands| {
            let name = level_name(words, one.evidence, stands);
            // What is refused did not hold until then either.
            let ending = match stands {
                Stands::AsSaid | Stands::Stored => &*ending,
                Stands::Unstored | Stands::Refused => "",
            };
            format!("{name} ({}){ending}", says_who(words, one.evidence, stands))
        };
        format!(
            "<dt>{}</dt><dd{}>{}{}<br><small>{}{aging}</small>{}</dd>\n",
            words.both(one.heading, &[]),
            is.unwrap_or_default(),
            words.both(one.says, &values),
            subject.unwrap_or_default(),
            in_each(one.evidence, stands, &says),
            standing(words, lock, one.evidence, stands),
        )
    };
    beside_owner(work).into_iter().map(row).collect()
}

/// The ways in which something can stand here, as a script names them.
const FORMS: [(Stands, &str); 3] =
    [(Stands::Stored, "stored"), (Stands::AsSaid, "held"), (Stands::Refused, "refused")];

/// Whether a script may come to another word than the page has: what is stored is still to be
/// checked there, and what was signed is checked once more, over what the site holds by then.
fn is_to_be_checked(evidence: &Evidence, stands: Stands) -> bool {
    stands == Stands::Stored || stands == Stands::AsSaid && evidence.is_attested()
}

/// What is said of evidence that stands so. Where it is to be checked it stands in each form
/// that the page may come to; all but the present one are hidden, until a script has done that.
fn in_each(evidence: &Evidence, stands: Stands, say: &dyn Fn(Stands) -> String) -> String {
    if !is_to_be_checked(evidence, stands) {
        return say(stands);
    }
    let form = |(form, name): (Stands, &str)| {
        let hidden = if form == stands { "" } else { " hidden" };
        format!("<span data-stands=\"{name}\"{hidden}>{}</span>", say(form))
    };
    FORMS.map(form).concat()
}

/// What is said of a signed record only while it is found to be signed.
fn if_signed(stands: Stands, says: &str) -> String {
    match stands {
        Stands::AsSaid => format!("<span data-stands=\"held\">{says}</span>"),
        Stands::Stored => format!("<span data-stands=\"held\" hidden>{says}</span>"),
        Stands::Unstored | Stands::Refused => String::new(),
    }
}

/// Which record it is among those that are checked: of several of the same owner's the one
/// at this place.
fn of_record(work: &LockedWork, place: usize, record: &OwnershipRecord) -> String {
    let before = work.ownership.iter().take(place).filter(|other| other.owner == record.owner);
    format!(
        " data-proof=\"owner\" data-of=\"{}\" data-place=\"{}\"",
        escape(&record.owner.to_string()),
        before.count()
    )
}

fn owner_line(telling: Telling<'_>, (place, record): (usize, &OwnershipRecord)) -> String {
    let Telling { words, lock, work, .. } = telling;
    let evidence = &record.evidence;
    let stands = telling.of_owner(place);
    let name = |stands: Stands| {
        let level = number(stands.level(evidence));
        let dots: String = (0..6)
            .map(|dot| if dot <= level { "<i class=\"on\"></i>" } else { "<i></i>" })
            .collect();
        let name = level_name(words, evidence, stands);
        format!("<span class=\"ladder\" aria-hidden=\"true\">{dots}</span> <b>{name}</b>")
    };
    let level = number(evidence.level());
    let counted = if record.editions.is_some() { " data-counted" } else { "" };
    format!(
        "<p class=\"owner\"{} data-level=\"{level}\"{counted}>{} \
         <bdi class=\"account\" title=\"{}\">{}</bdi><br>\
         <small>{}, {}{}</small>{}</p>",
        of_record(work, place, record),
        in_each(evidence, stands, &name),
        escape(&record.owner.to_string()),
        escape(&shortened(record.owner.address())),
        in_each(evidence, stands, &|stands| says_who(words, evidence, stands)),
        as_of(words, record, false),
        aging(words, lock, &record.evidence, stands, "page-stale-now"),
        standing(words, lock, &record.evidence, stands),
    )
}

/// How strongly it is known, in a word; of what is called proven or attested, how its proof or
/// its signed record stands here; and where it names other endpoints than it takes, just that.
fn level_name(words: &Words, evidence: &Evidence, stands: Stands) -> String {
    match stands.key(evidence) {
        Some(key) => words.both(&format!("label-{key}"), &[]),
        None => words.both(&format!("evidence-{}", evidence.level().key()), &[]),
    }
}

fn says_who(words: &Words, evidence: &Evidence, stands: Stands) -> String {
    let (attested, proven) = match stands {
        Stands::AsSaid => ("page-says-attested", "page-says-proven"),
        Stands::Stored => ("page-says-record-stored", "page-says-stored"),
        Stands::Unstored => ("page-says-record-unstored", "page-says-unstored"),
        Stands::Refused => ("page-says-record-refused", "page-says-refused"),
    };
    match evidence {
        Evidence::Attested { issuer, .. } => words.both(attested, &[("issuer", issuer)]),
        _ if stands == Stands::Refused && !evidence.is_coherent() => {
            words.both("page-says-endpoints-refused", &[])
        }
        _ if matches!(stands, Stands::Unstored | Stands::Refused) => words.both(proven, &[]),
        Evidence::Claimed { by, .. } => words.both("page-says-claimed", &[("by", by)]),
        Evidence::Reported { endpoint, .. } => {
            words.both("page-says-reported", &[("endpoint", endpoint)])
        }
        Evidence::Agreed { endpoints, asked, .. } => {
            let (agreed, asked) = (endpoints.len().to_string(), asked.to_string());
            let endpoints = endpoints.join(", ");
            let args = [("agreed", &*agreed), ("asked", &*asked), ("endpoints", &*endpoints)];
            words.both("page-says-agreed", &args)
        }
        Evidence::Final { .. } if stands == Stands::AsSaid => words.both("page-says-final", &[]),
        Evidence::Proven { endpoints, asked, .. } | Evidence::Final { endpoints, asked, .. } => {
            let (agreed, asked) = (endpoints.len().to_string(), asked.to_string());
            let endpoints = endpoints.join(", ");
            let args = [("agreed", &*agreed), ("asked", &*asked), ("endpoints", &*endpoints)];
            words.both(proven, &args)
        }
    }
}

/// Whether an issuer has taken back what it signed, and until when that holds; of what was not
/// found to be signed nothing is said. What an issuer's list says is said otherwise once the
/// list is out of date: at once where it was so already when the exhibition was put together,
/// and else by a script.
fn standing(words: &Words, lock: &Lock, evidence: &Evidence, stands: Stands) -> String {
    let Evidence::Attested { standing, expires, .. } = evidence else { return String::new() };
    let date = standing.as_of().map(|as_of| as_of.date()).unwrap_or_default();
    let say = |standing: Standing| {
        words.both(&format!("evidence-standing-{}", standing.key()), &[("date", &date)])
    };
    let mut says = match standing.until() {
        None => say(*standing),
        Some(until) if until <= lock.resolved => {
            format!("<em class=\"stale\">{}</em>", say(standing.at(until)))
        }
        Some(until) => format!(
            "<span class=\"then\">{}</span><em class=\"stale\" data-until=\"{until}\" hidden>{}</em>",
            say(*standing),
            say(standing.at(until))
        ),
    };
    if let Some(on) = expires {
        says += " ";
        says += &words.both("evidence-expires", &[("date", &on.date())]);
    }
    if_signed(stands, &format!("<br><small>{says}</small>"))
}

/// How old it is, and whether it has ended. What was not found to be signed does not end.
fn aging(words: &Words, lock: &Lock, evidence: &Evidence, stands: Stands, old: &str) -> String {
    let aging = age(words, lock, evidence, old);
    if evidence.is_attested() { if_signed(stands, &aging) } else { aging }
}

/// Whether it was old already when the exhibition was put together; and what a script shows
/// in its place once it is older than the exhibition allows, or has ended. That it is too old
/// now the message `old` says.
fn age(words: &Words, lock: &Lock, evidence: &Evidence, old: &str) -> String {
    let limit = lock.stale_after_days;
    let mut aging = match evidence.staleness(lock.resolved, limit) {
        Staleness::Stale { days } => {
            let then = words.both("page-stale", &[("days", &days.to_string())]);
            format!("<em class=\"stale then\">, {then}</em>")
        }
        Staleness::Expired { on } => return ending(words, lock, on),
        Staleness::Fresh | Staleness::Undated => String::new(),
    };
    if let Some(since) = evidence.as_of() {
        let now = words.both(old, &[("days", "{days}")]);
        aging += &format!(
            "<em class=\"stale\" data-since=\"{since}\" data-limit=\"{limit}\" hidden>, {now}</em>"
        );
    }
    if let Evidence::Attested { expires: Some(on), .. } = evidence {
        aging += &ending(words, lock, *on);
    }
    aging
}

/// That something held until then, and holds no longer: at once where it had ended already when
/// the exhibition was put together, and else shown by a script.
fn ending(words: &Words, lock: &Lock, on: Timestamp) -> String {
    let ended = words.both("evidence-expired", &[("date", &on.date())]);
    if on <= lock.resolved {
        return format!("<em class=\"stale\">, {ended}</em>");
    }
    format!("<em class=\"stale\" data-until=\"{on}\" hidden>, {ended}</em>")
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
#[path = "evidence_tests.rs"]
mod tests;
