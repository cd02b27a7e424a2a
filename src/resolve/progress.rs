//! How a resolve tells what it is doing.

use crate::exhibition::Problem;

/// Whoever watches a resolve; called from one thread at a time.
pub trait Progress: Sync {
    /// So many works are going to be resolved.
    fn begin(&self, works: usize);
    /// A work is done; `problem` says why nothing hangs in its frame, if so.
    fn work(&self, title: &str, problem: Option<&Problem>);
    /// A chain is asked at a block, or something else that takes its time.
    fn say(&self, what: &str);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _works: usize) {}
    fn work(&self, _title: &str, _problem: Option<&Problem>) {}
    fn say(&self, _what: &str) {}
}
