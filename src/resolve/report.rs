//! What came of a resolve.

use serde::Serialize;

use crate::exhibition::{Lock, Media, Problem, WorkId};

/// What came of a resolve, for a person or a program to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub works: usize,
    /// Works in whose frames something hangs.
    pub shown: usize,
    /// Works that hang as an empty frame, and why.
    pub missing: Vec<(WorkId, Problem)>,
    /// What could not be found out about works, and what was set aside.
    pub notes: Vec<(WorkId, Problem)>,
    /// About the exhibition as a whole.
    pub warnings: Vec<String>,
    /// Files that came over the network.
    pub fetched: u64,
    pub fetched_bytes: u64,
    /// Whether the lock differs from the one that was there.
    pub changed: bool,
}

impl Report {
    pub(super) fn of(lock: &Lock) -> Self {
        let mut report = Self { works: lock.works.len(), ..Self::default() };
        for work in &lock.works {
            match &work.media {
                Media::Shown(_) => report.shown += 1,
                Media::Missing(problem) => report.missing.push((work.id.clone(), problem.clone())),
            }
            let notes = work.notes.iter().map(|note| (work.id.clone(), note.clone()));
            report.notes.extend(notes);
        }
        report
    }
}
