//! What changed between two locks: works that came and went, owners, and what hangs.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use serde::{Serialize, Serializer};

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
    /// The same owners, one of them known more or less strongly.
    Evidence { before: Vec<Holding>, after: Vec<Holding> },
    /// The token's document is another.
    Metadata { before: Option<BlobHash>, after: Option<BlobHash> },
    /// Another file hangs, or none, or one where none did.
    Content { before: Option<BlobHash>, after: Option<BlobHash> },
}

/// An owner who is named, the editions that they hold, and how strongly the lock says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holding {
    pub owner: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editions: Option<String>,
    /// As the lock calls it: no proof is run here.
    #[serde(serialize_with = "by_key")]
    pub level: Level,
}

/// Compares two locks work by work, in the later lock's order; what is gone comes last.
/// A work is the same where its token is, or else where its file lies; of several of the same
/// those that have one id, and then those that come first.
pub fn diff(before: &Lock, after: &Lock) -> Vec<WorkChange> {
    let identity = |work: &LockedWork| Hung::of(work).identity;
    // Nothing forbids that the same hangs twice.
    let mut earlier: HashMap<String, VecDeque<&LockedWork>> = HashMap::new();
    for work in &before.works {
        earlier.entry(identity(work)).or_default().push_back(work);
    }
    let of_one_id = |work: &LockedWork| {
        let alike = earlier.get_mut(&identity(work))?;
        let place = alike.iter().position(|old| old.id == work.id)?;
        alike.remove(place)
    };
    let was: Vec<Option<&LockedWork>> = after.works.iter().map(of_one_id).collect();
    let mut found = Vec::new();
    for (work, was) in after.works.iter().zip(was) {
        let first = || earlier.get_mut(&identity(work))?.pop_front();
        let changes = match was.or_else(first) {
            Some(old) => compare(old, work),
            None => vec![Change::Added],
        };
        if !changes.is_empty() {
            found.push(WorkChange { id: work.id.clone(), changes });
        }
    }
    let is_left = |work: &&LockedWork| {
        let left = earlier.get(&identity(work));
        left.is_some_and(|left| left.iter().any(|old| old.id == work.id))
    };
    for work in before.works.iter().filter(is_left) {
        found.push(WorkChange { id: work.id.clone(), changes: vec![Change::Removed] });
    }
    found
}

fn compare(before: &LockedWork, after: &LockedWork) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (holdings(before), holdings(after));
    if !old.iter().map(Holding::held).eq(new.iter().map(Holding::held)) {
        changes.push(Change::Owners { before: old, after: new });
    } else if old != new {
        changes.push(Change::Evidence { before: old, after: new });
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

impl Holding {
    /// Who holds what, however strongly that is known.
    fn held(&self) -> (&str, Option<&str>) {
        (&self.owner, self.editions.as_deref())
    }
}

/// Each holding once, as strongly as it is known.
fn holdings(work: &LockedWork) -> Vec<Holding> {
    let mut holdings: Vec<Holding> = work
        .ownership
        .iter()
        .map(|record| Holding {
            owner: record.owner.to_string(),
            editions: record.editions.map(|editions| editions.to_string()),
            level: record.evidence.level(),
        })
        .collect();
    holdings.sort_by(|a, b| (a.held(), Reverse(a.level)).cmp(&(b.held(), Reverse(b.level))));
    holdings.dedup_by(|later, kept| later.held() == kept.held());
    holdings
}

fn by_key<S: Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::read_lock;
    use crate::ownership::{Evidence, OwnershipRecord};

    /// A lock of one work with these owners: claimed by a file, or called proven.
    fn lock(owners: &[(&str, Level)]) -> Lock {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        lock.works.truncate(1);
        let block = serde_json::json!({
            "number": 5,
            "hash": format!("0x{}", "07".repeat(32)),
            "time": "2026-01-01T00:00:00Z",
        });
        let evidence = |level: Level| -> Evidence {
            let value = match level {
                Level::Proven => serde_json::json!({
                    "level": "proven", "endpoints": ["a.example"], "asked": 1, "block": block,
                }),
                _ => serde_json::json!({ "level": "claimed", "by": "a file", "as_of": null }),
            };
            serde_json::from_value(value).unwrap()
        };
        let record = |(owner, level): &(&str, Level)| OwnershipRecord {
            owner: owner.parse().unwrap(),
            editions: None,
            evidence: evidence(*level),
        };
        lock.works[0].ownership = owners.iter().map(record).collect();
        lock
    }

    #[test]
    fn every_holding_is_told_with_its_level() {
        let check = |before: &[(&str, Level)], after: &[(&str, Level)], expected: &str| {
            let changes = diff(&lock(before), &lock(after));
            let told = match changes.as_slice() {
                [] => String::new(),
                [work] => serde_json::to_string(&work.changes).unwrap(),
                more => panic!("{more:?}"),
            };
            assert_eq!(told, expected);
        };
        let (claimed, proven) = (Level::Claimed, Level::Proven);
        check(&[("name:A", proven)], &[("name:A", proven)], "");
        check(
            &[("name:A", proven)],
            &[("name:B", claimed)],
            r#"[{"what":"owners","before":[{"owner":"name:A","level":"proven"}],"after":[{"owner":"name:B","level":"claimed"}]}]"#,
        );
        check(
            &[],
            &[("name:B", claimed)],
            r#"[{"what":"owners","before":[],"after":[{"owner":"name:B","level":"claimed"}]}]"#,
        );
        check(
            &[("name:A", proven)],
            &[("name:A", claimed)],
            r#"[{"what":"evidence","before":[{"owner":"name:A","level":"proven"}],"after":[{"owner":"name:A","level":"claimed"}]}]"#,
        );
        // Of two owners whose levels change places neither is known as it was.
        check(
            &[("name:A", proven), ("name:B", claimed)],
            &[("name:A", claimed), ("name:B", proven)],
            r#"[{"what":"evidence","before":[{"owner":"name:A","level":"proven"},{"owner":"name:B","level":"claimed"}],"after":[{"owner":"name:A","level":"claimed"},{"owner":"name:B","level":"proven"}]}]"#,
        );
        // Who is named twice is as well known as by the stronger record.
        check(&[("name:A", claimed), ("name:A", proven)], &[("name:A", proven)], "");
    }

    #[test]
    fn what_hangs_twice_is_two_works() {
        // The same work under each of these ids, whom its owner tells apart.
        let lock_of = |works: &[(&str, &str)]| {
            let mut lock = lock(&[]);
            let copy = |(id, owner): &(&str, &str)| {
                let mut work = lock.works[0].clone();
                work.id = id.parse().unwrap();
                work.ownership = self::lock(&[(*owner, Level::Claimed)]).works[0].ownership.clone();
                work
            };
            lock.works = works.iter().map(copy).collect();
            lock
        };
        let check = |before: &[(&str, &str)], after: &[(&str, &str)], expected: &[&str]| {
            let one = |work: &WorkChange| match work.changes.as_slice() {
                [Change::Added] => format!("{} came", work.id),
                [Change::Removed] => format!("{} went", work.id),
                [Change::Owners { .. }] => format!("{} has another owner", work.id),
                more => panic!("{more:?}"),
            };
            let changes = diff(&lock_of(before), &lock_of(after));
            assert_eq!(changes.iter().map(one).collect::<Vec<_>>(), expected);
        };
        let (a, b, c) = (("a", "name:A"), ("b", "name:B"), ("c", "name:B"));
        check(&[a, b], &[a, b], &[]);
        check(&[a, b], &[b, a], &[]);
        check(&[a, b], &[b], &["a went"]);
        check(&[a, b], &[a], &["b went"]);
        check(&[b], &[a, b], &["a came"]);
        // Under another id it is the first that has no other to be.
        check(&[a, b], &[c, a], &[]);
        check(&[a, b], &[c], &["c has another owner", "b went"]);
    }
}
