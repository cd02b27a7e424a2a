//! How evidence looks: a mark and a word for each level, the weaker ones fainter, and
//! the sentence that says who says so, how strongly and as of when.

use crate::gallery::lettering::{Face, Ink, Style};
use crate::messages::Messages;
use crate::ownership::{Evidence, Level, OwnershipRecord};
use crate::token::AccountId;

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

/// "◎ Reported, 2026-11-02".
pub(in crate::gallery) fn short(messages: &Messages, evidence: &Evidence) -> String {
    let level = evidence.level();
    let word = messages.get(&format!("evidence-{}", level.key()));
    let date = match evidence.as_of() {
        Some(moment) => moment.date(),
        None => messages.get("evidence-undated"),
    };
    let dated = messages.format("evidence-as-of", &[("level", &word), ("date", &date)]);
    format!("{} {dated}", mark(level))
}

/// Who says so, how strongly, and as of when.
pub(in crate::gallery) fn sentence(messages: &Messages, record: &OwnershipRecord) -> String {
    says(messages, &record.evidence)
}

/// The same of evidence for anything.
pub(super) fn says(messages: &Messages, evidence: &Evidence) -> String {
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
    let key = match (evidence.level(), &date) {
        (Level::Claimed, None) => "evidence-claimed-undated-says".to_owned(),
        (level, _) => format!("evidence-{}-says", level.key()),
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

/// An address as a label has room for it: `0x1234…abcd`.
pub(super) fn short_address(owner: &AccountId) -> String {
    let address = owner.address();
    if address.len() <= 16 {
        return address.to_owned();
    }
    format!("{}…{}", &address[..6], &address[address.len() - 4..])
}
