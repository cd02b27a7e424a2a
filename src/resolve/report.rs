//! What came of a resolve.

use serde::Serialize;

use crate::exhibition::{Lock, Media, Problem, ProblemKind, WorkId};

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
    /// Works and the files of theirs that are not there, which a warning tells of: whoever
    /// tells all says it once.
    #[serde(skip)]
    pub warned: Vec<(WorkId, String)>,
    /// Files that came over the network.
    pub fetched: u64,
    pub fetched_bytes: u64,
    /// Tokens whose contracts told that their metadata changed (ERC-4906), asked about anew.
    pub updated: usize,
    /// Blobs that were damaged and are whole again.
    pub mended: usize,
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

    /// Whether a warning tells already what this problem of a work is.
    pub fn is_warned_of(&self, work: &WorkId, problem: &Problem) -> bool {
        let is_of = |path: &str| match problem.kind {
            ProblemKind::NotFound | ProblemKind::OwnershipUnreadable => {
                problem.detail.ends_with(path)
            }
            ProblemKind::AttestationRefused => problem.detail.starts_with(&format!("{path}: ")),
            _ => false,
        };
        self.warned.iter().any(|(other, path)| other == work && is_of(path))
    }
}
