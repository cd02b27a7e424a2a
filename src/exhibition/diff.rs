//! What changed between two locks: works that came and went, owners, and what hangs.

use std::collections::HashMap;

use serde::Serialize;

use super::{BlobHash, Hung, Lock, LockedWork, Media, WorkId};
use crate::ownership::Level;

/// What became of one work from an earlier lock to a later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkChange {
    pub id: WorkId,
    pub changes: Vec<Change>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Change {
    /// Only the later lock has it.
    Added,
    /// Only the earlier lock has it.
    Removed,
    /// Other owners are named, or other numbers of editions.
    Owners { before: Vec<Holding>, after: Vec<Holding> },
    /// The same owners, known more or less strongly.
    Evidence { before: Option<&'static str>, after: Option<&'static str> },
    /// The token's document is another.
    Metadata { before: Option<BlobHash>, after: Option<BlobHash> },
    /// Another file hangs, or none, or one where none did.
    Content { before: Option<BlobHash>, after: Option<BlobHash> },
}

/// An owner, and the editions that they hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Holding {
    pub owner: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editions: Option<String>,
}

/// Compares two locks work by work, in the later lock's order; what is gone comes last.
/// A work is the same where its token is, or else where its file lies.
pub fn diff(before: &Lock, after: &Lock) -> Vec<WorkChange> {
    let identity = |work: &LockedWork| Hung::of(work).identity;
    let mut earlier: HashMap<String, &LockedWork> = HashMap::new();
    for work in &before.works {
        earlier.entry(identity(work)).or_insert(work);
    }
    let mut found = Vec::new();
    for work in &after.works {
        let changes = match earlier.remove(&identity(work)) {
            Some(old) => compare(old, work),
            None => vec![Change::Added],
        };
        if !changes.is_empty() {
            found.push(WorkChange { id: work.id.clone(), changes });
        }
    }
    for work in &before.works {
        if earlier.remove(&identity(work)).is_some() {
            found.push(WorkChange { id: work.id.clone(), changes: vec![Change::Removed] });
        }
    }
    found
}

fn compare(before: &LockedWork, after: &LockedWork) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (holdings(before), holdings(after));
    let level = |work: &LockedWork| {
        let levels = work.ownership.iter().map(|record| record.evidence.level());
        levels.max().map(Level::key)
    };
    if old != new {
        changes.push(Change::Owners { before: old, after: new });
    } else if level(before) != level(after) {
        changes.push(Change::Evidence { before: level(before), after: level(after) });
    }
    let document = |work: &LockedWork| work.metadata.as_ref().map(|document| document.hash);
    if document(before) != document(after) {
        changes.push(Change::Metadata { before: document(before), after: document(after) });
    }
    let content = |work: &LockedWork| match &work.media {
        Media::Shown(visual) => Some(visual.whole()),
        Media::Missing(_) => None,
    };
    if content(before) != content(after) {
        changes.push(Change::Content { before: content(before), after: content(after) });
    }
    changes
}

fn holdings(work: &LockedWork) -> Vec<Holding> {
    let mut holdings: Vec<Holding> = work
        .ownership
        .iter()
        .map(|record| Holding {
            owner: record.owner.to_string(),
            editions: record.editions.map(|editions| editions.to_string()),
        })
        .collect();
    holdings.sort();
    holdings.dedup();
    holdings
}
