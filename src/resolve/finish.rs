//! From resolved works to a lock: ids that are the only ones, arrivals that never
//! change, and a file that is whole at any moment.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::exhibition::{Lock, LockError, LockedWork, Media, WorkId, read_lock, write_lock};
use crate::platform::files::write_aside;
use crate::source::LOCK_NAME;

/// The lock of an earlier resolve.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    pub lock: Option<Lock>,
    bytes: Vec<u8>,
    /// Why the lock that lies there could not be read.
    pub problem: Option<LockError>,
}

impl Earlier {
    pub fn read(dir: &Path) -> io::Result<Self> {
        let bytes = match fs::read(dir.join(LOCK_NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            read => read?,
        };
        Ok(match read_lock(&bytes) {
            Ok(lock) => Self { lock: Some(lock), bytes, problem: None },
            Err(problem) => Self { lock: None, bytes, problem: Some(problem) },
        })
    }

    /// Gives every work its id and its arrival. `chosen[i]` says whether the curator
    /// chose the id of `works[i]`. A work that hung before keeps what it had.
    pub fn settle(&self, works: &mut [LockedWork], chosen: &[bool]) {
        let before: &[LockedWork] = self.lock.as_ref().map_or(&[], |lock| &lock.works);
        let mut known: HashMap<String, &WorkId> = HashMap::new();
        for work in before {
            known.entry(identity(work)).or_insert(&work.id);
        }
        let ids = |works: &[LockedWork], fits: &dyn Fn(usize) -> bool| -> HashSet<WorkId> {
            let kept = works.iter().enumerate().filter(|(i, _)| fits(*i));
            kept.map(|(_, work)| work.id.clone()).collect()
        };
        let mut taken = ids(works, &|i| chosen[i]);
        let mut settled = chosen.to_vec();
        for (i, work) in works.iter_mut().enumerate().filter(|(i, _)| !chosen[*i]) {
            if let Some(id) = known.remove(&identity(work))
                && taken.insert(id.clone())
            {
                work.id = id.clone();
                settled[i] = true;
            }
        }
        for (_, work) in works.iter_mut().enumerate().filter(|(i, _)| !settled[*i]) {
            let plain = work.id.clone();
            let mut number = 2;
            while !taken.insert(work.id.clone()) {
                work.id = plain.numbered(number);
                number += 1;
            }
        }
        let arrivals: HashMap<&WorkId, u32> =
            before.iter().map(|work| (&work.id, work.arrival)).collect();
        let next = arrivals.values().max().map_or(0, |latest| latest + 1);
        for work in works {
            work.arrival = arrivals.get(&work.id).copied().unwrap_or(next);
        }
    }

    /// Writes the lock aside and renames it into its place. One that says the same as
    /// the earlier lock, but for the moment, leaves that as it is; the answer tells
    /// whether something changed.
    pub fn replace(&self, dir: &Path, lock: &Lock) -> io::Result<bool> {
        if let Some(earlier) = &self.lock {
            let at_that_time = Lock { resolved: earlier.resolved, ..lock.clone() };
            if write_lock(&at_that_time) == self.bytes {
                return Ok(false);
            }
        }
        write_aside(&dir.join(LOCK_NAME), &write_lock(lock))?;
        Ok(true)
    }
}

/// What makes a work the same in the next resolve: its token, or where it lies.
fn identity(work: &LockedWork) -> String {
    match (&work.token, &work.metadata, &work.media) {
        (Some(token), ..) => token.to_string(),
        (None, Some(document), _) => document.uri.clone(),
        (None, None, Media::Shown(visual)) => visual.original.uri.clone(),
        (None, None, Media::Missing(_)) => format!("id {}", work.id),
    }
}
