//! Proofs that were run, in a room: what hangs is held to the answers that they prove before
//! anything of it is called proven.

use bevy::tasks::{IoTaskPool, Task, futures::check_ready};

use super::show::Show;
use crate::exhibition::{BlobHash, MemoryBlobs, Problem, ProblemKind, answers_of, hold_to_answers};
use crate::ownership::{Checked, Said, Verdict, WorkChecked};

/// Works whose answers are being read.
#[derive(Default)]
pub(super) struct Answers(Vec<Task<WorkChecked>>);

impl Answers {
    /// Holds the work at this index to its contract's answers. Given back at once where it has
    /// none; else [`Answers::held`] gives it once they are read.
    pub fn hold(&mut self, show: &Show, work: usize, checked: WorkChecked) -> Option<WorkChecked> {
        let of_work = &show.lock.works[work];
        if of_work.naming.is_none() && of_work.called.is_none() {
            return Some(checked);
        }
        let show = show.clone();
        let holding = async move { read_and_hold(&show, work, checked).await };
        self.0.push(IoTaskPool::get().spawn(holding));
        None
    }

    /// What was held since it was last asked for.
    pub fn held(&mut self) -> Vec<WorkChecked> {
        let mut held = Vec::new();
        self.0.retain_mut(|task| match check_ready(task) {
            Some(checked) => {
                held.push(checked);
                false
            }
            None => true,
        });
        held
    }
}

async fn read_and_hold(show: &Show, work: usize, mut checked: WorkChecked) -> WorkChecked {
    let work = &show.lock.works[work];
    let mut answers = MemoryBlobs::default();
    let needed: Vec<BlobHash> = answers_of(work).collect();
    for hash in needed {
        match show.read(&hash).await {
            Ok(answer) => {
                answers.keep(answer);
            }
            // To what is not there nothing is held, and it is refused.
            Err(Problem { kind: ProblemKind::NotFound | ProblemKind::Damaged, .. }) => {}
            // What cannot be had just now was not checked.
            Err(_) => {
                // A proof that does not hold itself goes before.
                let is_open = |one: &Checked| {
                    matches!(one.said, Said::Metadata | Said::Collection)
                        && !matches!(one.verdict, Verdict::Refused(_))
                };
                checked.checks.retain(|one| !is_open(one));
                return checked;
            }
        }
    }
    hold_to_answers(work, &answers, &mut checked.checks);
    checked
}
