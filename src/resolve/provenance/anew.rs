//! Ways that go on from an earlier lock's and do not lead to their owners: they are heard
//! once more, from the beginning.

use std::io;

use super::{Desk, Trace};
use crate::ownership::Step;

impl Desk<'_> {
    /// Hears anew of works that were heard to the end and whose hands do not lead to their
    /// owners. Whoever told the earlier part may have left something out, and nobody who is
    /// asked about the blocks behind it alone could say so.
    pub(super) async fn hear_anew(&mut self, traces: &mut [Trace]) -> io::Result<()> {
        let last = self.line.block().number;
        // What was not heard to the end may lead there yet, and goes on.
        let is_broken = |trace: &Trace| {
            trace.earlier.is_some() && trace.through >= last && !trace.ends(&trace.steps)
        };
        let broken: Vec<usize> =
            (0..traces.len()).filter(|place| is_broken(&traces[*place])).collect();
        if broken.is_empty() {
            return Ok(());
        }
        let mut anew: Vec<Trace> = broken.iter().map(|place| traces[*place].anew()).collect();
        self.begin(&mut anew).await?;
        self.follow(&mut anew).await?;
        for (place, anew) in broken.into_iter().zip(anew) {
            let before = &mut traces[place];
            // Who does not tell all that was known mends nothing.
            let tells = |known: &Step| anew.steps.iter().any(|step| is_same(step, known));
            if anew.ends(&anew.steps) || anew.through >= last && before.steps.iter().all(tells) {
                *before = anew;
            } else {
                before.notes = anew.notes;
            }
        }
        Ok(())
    }
}

impl Trace {
    /// The same work, of whose way nothing is known but what was proven: that stays, also where
    /// nobody gives its receipts any more.
    fn anew(&self) -> Self {
        Self {
            place: self.place,
            traced: self.traced,
            owners: self.owners.clone(),
            earlier: None,
            from: 0,
            through: 0,
            end: None,
            steps: self.steps.iter().filter(|step| step.receipt.is_some()).cloned().collect(),
            voters: Vec::new(),
            against: 0,
            notes: self.notes.clone(),
        }
    }
}

/// Whether both tell of one change of hands.
fn is_same(step: &Step, known: &Step) -> bool {
    (step.block.number, step.log_index) == (known.block.number, known.log_index)
        && (step.from, step.to, step.editions) == (known.from, known.to, known.editions)
}
