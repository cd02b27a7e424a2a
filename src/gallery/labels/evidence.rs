//! How evidence looks: a mark and a word for each level, the weaker ones fainter, and
//! the sentence that says who says so, how strongly and as of when.

use crate::gallery::lettering::{Face, Ink, Style};
use crate::messages::Messages;
use crate::ownership::{Evidence, Level, Owner, Staleness, Stands, Timestamp};

/// The mark of a level: hollow while somebody is believed, full once others agree, and
/// no longer a circle once it is proven.
fn mark(level: Level) -> &'static str {
    match level {
        Level::Claimed => "○",
        Level::Attested => "◇",
        Level::Reported => "◎",
        Level::Agreed => "●",
        Level::Proven => "◆",
        Level::Final => "★",
    }
}

/// The style in which a level's mark and word stand on light paper.
pub(in crate::gallery) fn style(level: Level, size_px: f32) -> Style {
    let grey = |value: u8| -> Ink { [value, value, value.saturating_sub(4), 255] };
    match level {
        Level::Claimed => Style::new(Face::Sans, size_px, grey(132)),
        Level::Attested => Style::new(Face::Sans, size_px, grey(112)),
        Level::Reported => Style::new(Face::Sans, size_px, grey(92)),
        Level::Agreed => Style::new(Face::Sans, size_px, grey(60)),
        Level::Proven => Style::new(Face::SansBold, size_px, grey(36)),
        Level::Final => Style::new(Face::SansBold, size_px, grey(20)),
    }
}

/// "◎ Reported, 2026-11-02"; and of what is called proven or attested, before it was checked
/// here or where it does not hold, or of what names other endpoints than it takes, just that.
pub(in crate::gallery) fn short(
    messages: &Messages,
    evidence: &Evidence,
    stands: Stands,
) -> String {
    let level = evidence.level();
    let Some(key) = stands.key(evidence) else {
        let word = messages.get(&format!("evidence-{}", level.key()));
        return format!("{} {}", mark(level), dated(messages, evidence, &word));
    };
    let word = messages.get(&format!("label-{key}"));
    match stands {
        Stands::Stored => dated(messages, evidence, &word),
        // Nothing is as of a day that nothing shows.
        Stands::AsSaid | Stands::Unstored | Stands::Refused => word,
    }
}

/// A word for how strongly something is known, with the day as of which it is.
pub(in crate::gallery) fn dated(messages: &Messages, evidence: &Evidence, word: &str) -> String {
    let date = match evidence.as_of() {
        Some(moment) => moment.date(),
        None => messages.get("evidence-undated"),
    };
    messages.format("evidence-as-of", &[("level", word), ("date", &date)])
}

/// Who says so, how strongly, and as of when; of what is called proven or attested, what its
/// proof or its record has to show for it here.
pub(in crate::gallery) fn says(messages: &Messages, evidence: &Evidence, stands: Stands) -> String {
    let date = evidence.as_of().map(|moment| moment.date());
    let block = evidence.block().map(|block| block.number.to_string());
    let (by, count, asked) = match evidence {
        Evidence::Claimed { by, .. } => (by.clone(), 1, 1),
        Evidence::Attested { issuer, .. } => (issuer.clone(), 1, 1),
        Evidence::Reported { endpoint, .. } => (endpoint.clone(), 1, 1),
        Evidence::Agreed { endpoints, asked, .. }
        | Evidence::Proven { endpoints, asked, .. }
        | Evidence::Final { endpoints, asked, .. } => {
            (endpoints.join(", "), endpoints.len(), *asked)
        }
    };
    let key = match (stands.key(evidence), evidence.level(), &date) {
        (Some(key), ..) => format!("label-{key}-says"),
        (None, Level::Claimed, None) => "evidence-claimed-undated-says".to_owned(),
        (None, level, _) => format!("evidence-{}-says", level.key()),
    };
    messages.format(
        &key,
        &[
            ("by", &by),
            ("date", date.as_deref().unwrap_or_default()),
            ("block", block.as_deref().unwrap_or_default()),
            ("count", &count.to_string()),
            ("asked", &asked.to_string()),
        ],
    )
}

/// What has to be said of evidence that is old by now, as the message `old` says it, or that
/// ended.
pub(in crate::gallery) fn aged(
    messages: &Messages,
    evidence: &Evidence,
    now: Timestamp,
    limit_days: u32,
    old: &str,
) -> Option<String> {
    match evidence.staleness(now, limit_days) {
        Staleness::Fresh | Staleness::Undated => None,
        Staleness::Stale { days } => Some(messages.format(old, &[("days", &days.to_string())])),
        Staleness::Expired { on } => Some(ended(messages, on)),
    }
}

/// That something held until then, and holds no longer.
pub(in crate::gallery) fn ended(messages: &Messages, on: Timestamp) -> String {
    messages.format("evidence-expired", &[("date", &on.date())])
}

/// Until when a signed record holds, and whether it was taken back, as far as that is known at
/// `now`; of one that was not found good here nothing is said.
pub(in crate::gallery) fn standing(
    messages: &Messages,
    evidence: &Evidence,
    stands: Stands,
    now: Timestamp,
) -> Option<String> {
    let Evidence::Attested { expires, standing, .. } = evidence else { return None };
    if stands != Stands::AsSaid {
        return None;
    }
    let standing = standing.at(now);
    let date = standing.as_of().map(|as_of| as_of.date()).unwrap_or_default();
    let key = format!("evidence-standing-{}", standing.key());
    let mut says = messages.format(&key, &[("date", &date)]);
    if let Some(expires) = expires {
        says.push(' ');
        says.push_str(&messages.format("evidence-expires", &[("date", &expires.date())]));
    }
    Some(says)
}

/// An address as a label has room for it: `0x1234…abcd`.
pub(super) fn short_address(owner: &Owner) -> String {
    let address = owner.address();
    let letters: Vec<char> = address.chars().collect();
    // A name is read, not compared: as much of it as there is room for.
    let (head, tail) = if matches!(owner, Owner::Named(_)) { (24, 0) } else { (6, 4) };
    if letters.len() <= head + tail + 6 {
        return address.to_owned();
    }
    let head: String = letters[..head].iter().collect();
    let tail: String = letters[letters.len() - tail..].iter().collect();
    format!("{head}…{tail}")
}
