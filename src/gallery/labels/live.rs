//! What a label and a panel say of a work that is watched: its holder now, what changed,
//! and whether its stored proof holds.

use super::evidence;
use crate::messages::Messages;
use crate::ownership::live::{Holding, LiveRecord, Trouble};
use crate::ownership::{OwnershipRecord, Timestamp, Verdict, WorkChecked};

/// Whether what is seen now stands on the label in place of what the exhibition has: it
/// is another holder, or as strongly known.
pub(super) fn stands_for(live: &LiveRecord, record: &OwnershipRecord) -> bool {
    live.change.is_some() || live.evidence.level() >= record.evidence.level()
}

/// The holder as a label has room for it.
pub(super) fn short_holder(messages: &Messages, holding: &Holding) -> String {
    match holding {
        Holding::Owner(owner) => evidence::short_address(&owner.clone().into()),
        Holding::Editions { holder, .. } => evidence::short_address(&holder.clone().into()),
        Holding::Nobody => messages.get("live-nobody"),
    }
}

/// The quiet mark on a label: that something has changed.
pub(super) fn mark(messages: &Messages, live: &LiveRecord) -> Option<String> {
    let metadata = live.metadata_in.map(|block| said(messages, "live-metadata", block));
    change(messages, live).or(metadata)
}

/// Everything that was seen, a sentence each, for the panel.
pub(in crate::gallery) fn sentences(messages: &Messages, live: &LiveRecord) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(block) = live.taken_back_from {
        sentences.push(said(messages, "live-taken-back", block));
    }
    let at = live.evidence.block().map_or(0, |block| block.number);
    sentences.push(change(messages, live).unwrap_or_else(|| said(messages, "live-same", at)));
    if let Some(change) = &live.change {
        let named = |key, holding| messages.format(key, &[("owner", &whole(messages, holding))]);
        if !matches!(live.holding, Holding::Editions { .. }) {
            sentences.push(named("live-was", &change.was));
            sentences.push(named("live-is", &live.holding));
        } else {
            sentences.push(named("live-counted", &live.holding));
        }
    }
    sentences.push(evidence::says(messages, &live.evidence));
    if let Some(block) = live.metadata_in {
        sentences.push(said(messages, "live-metadata", block));
    }
    if let Some(why) = &live.unproven {
        let why = why.trim_end_matches('.');
        sentences.push(messages.format("live-unproven", &[("reason", why)]));
    }
    sentences
}

/// What is the matter with an endpoint.
pub(in crate::gallery) fn trouble(messages: &Messages, endpoint: &str, is: &Trouble) -> String {
    let detail = is.detail();
    let values = [("endpoint", endpoint), ("detail", detail.trim_end_matches('.'))];
    messages.format(&format!("live-{}", is.key()), &values)
}

/// What came of checking the stored proof, and when.
pub(in crate::gallery) fn checked(messages: &Messages, checked: &WorkChecked) -> String {
    let time = minute(checked.at);
    match checked.verdict() {
        Some(Verdict::Holds { block }) => {
            let block = block.to_string();
            messages.format("check-holds", &[("time", &time), ("block", &block)])
        }
        Some(Verdict::Refused(why)) => {
            let values = [("time", time.as_str()), ("reason", why.trim_end_matches('.'))];
            messages.format("check-refused", &values)
        }
        Some(Verdict::Weaker(_)) | None => messages.format("check-nothing", &[("time", &time)]),
    }
}

fn change(messages: &Messages, live: &LiveRecord) -> Option<String> {
    let change = live.change.as_ref()?;
    let key = match (&live.holding, change.just_now) {
        (Holding::Owner(_), true) => "live-held-now",
        (Holding::Owner(_), false) => "live-held-since",
        (Holding::Nobody, true) => "live-gone-now",
        (Holding::Nobody, false) => "live-gone-since",
        (Holding::Editions { .. }, true) => "live-count-now",
        (Holding::Editions { .. }, false) => "live-count-since",
    };
    Some(said(messages, key, change.block))
}

fn said(messages: &Messages, key: &str, block: u64) -> String {
    messages.format(key, &[("block", &block.to_string())])
}

fn whole(messages: &Messages, holding: &Holding) -> String {
    match holding {
        Holding::Owner(owner) => owner.address().to_owned(),
        Holding::Editions { count, .. } => count.to_string(),
        Holding::Nobody => messages.get("live-nobody"),
    }
}

/// `2026-01-31 12:00:00 UTC`.
fn minute(moment: Timestamp) -> String {
    moment.to_string().replace('T', " ").replace('Z', " UTC")
}
