//! From resolved works to a lock: ids that are the only ones, arrivals that never
//! change, and a file that is whole at any moment.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::exhibition::{
    Hung, Lock, LockError, LockedWork, WorkId, read_lock, salvage, write_lock,
};
use crate::platform::files::write_aside;
use crate::source::LOCK_NAME;

/// The lock of an earlier resolve.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    lock: Option<Lock>,
    /// The works that hung, also those that only a damaged lock tells of.
    hung: Vec<Hung>,
    bytes: Vec<u8>,
    /// Why the lock that lies there could not be read.
    problem: Option<LockError>,
}

/// Where a lock goes that could not be read: somebody may still want it.
const DAMAGED_NAME: &str = "exhibition.lock.damaged";

impl Earlier {
    pub fn read(dir: &Path) -> io::Result<Self> {
        let bytes = match fs::read(dir.join(LOCK_NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            read => read?,
        };
        Ok(match read_lock(&bytes) {
            Ok(lock) => {
                let hung = lock.works.iter().map(Hung::of).collect();
                Self { lock: Some(lock), hung, bytes, problem: None }
            }
            Err(problem) => {
                Self { lock: None, hung: salvage(&bytes), bytes, problem: Some(problem) }
            }
        })
    }

    /// The lock, where there was one that could be read.
    pub fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }

    /// What became of a lock that could not be read, as a sentence.
    pub fn loss(&self) -> Option<String> {
        let problem = self.problem.as_ref()?;
        Some(format!(
            "{problem}; it is replaced now and kept as {DAMAGED_NAME}; works that were told from it and keep their ids and places: {}",
            self.hung.len()
        ))
    }

    /// Gives every work its id and its arrival. `chosen[i]` says whether the curator
    /// chose the id of `works[i]`. A work that hung before keeps what it had.
    pub fn settle(&self, works: &mut [LockedWork], chosen: &[bool]) {
        let mut known: HashMap<&str, &WorkId> = HashMap::new();
        for work in &self.hung {
            known.entry(&work.identity).or_insert(&work.id);
        }
        let ids = |works: &[LockedWork], fits: &dyn Fn(usize) -> bool| -> HashSet<WorkId> {
            let kept = works.iter().enumerate().filter(|(i, _)| fits(*i));
            kept.map(|(_, work)| work.id.clone()).collect()
        };
        let mut taken = ids(works, &|i| chosen[i]);
        let mut settled = chosen.to_vec();
        for (i, work) in works.iter_mut().enumerate().filter(|(i, _)| !chosen[*i]) {
            if let Some(id) = known.remove(Hung::of(work).identity.as_str())
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
        let mut arrivals: HashMap<&WorkId, u32> = HashMap::new();
        for work in &self.hung {
            // A damaged lock may name an id twice; the first is the one that keeps it.
            arrivals.entry(&work.id).or_insert(work.arrival);
        }
        let next = arrivals.values().max().map_or(0, |latest| latest.saturating_add(1));
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
        if self.problem.is_some() {
            write_aside(&dir.join(DAMAGED_NAME), &self.bytes)?;
        }
        write_aside(&dir.join(LOCK_NAME), &write_lock(lock))?;
        Ok(true)
    }
}
