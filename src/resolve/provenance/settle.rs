//! From the steps that were found to what the lock says: how strongly they are known, and
//! whether they lead to the owner.

use alloy_primitives::{Address, U256};

use super::Trace;
use crate::exhibition::ProblemKind;
use crate::ownership::{Break, Evidence, Level, Provenance, Step, TracedKind, balances, leads_to};
use crate::resolve::line::Line;
use crate::resolve::work::Subject;

/// Whether steps lead to those whom the records name.
pub(super) fn ends(trace: &Trace, steps: &[Step]) -> Result<(), Break> {
    if trace.traced.kind == TracedKind::Editions {
        let held =
            |(owner, editions): &(Address, Option<U256>)| (*owner, editions.unwrap_or_default());
        return balances(steps, &trace.owners.iter().map(held).collect::<Vec<_>>());
    }
    trace.owners.iter().try_for_each(|(owner, _)| leads_to(steps, trace.left_out(), *owner))
}

/// Writes down what was found of a work.
pub(super) fn settle(line: &Line, subject: &mut Subject, mut trace: Trace) {
    let ended = ends(&trace, &trace.steps);
    let complete = trace.through >= line.block().number;
    match &ended {
        // What was not heard to the end may lead on.
        Err(problem) if complete => {
            trace.note(ProblemKind::ProvenanceBroken, &problem.to_string());
        }
        _ => {}
    }
    let evidence = evidence(line, &trace);
    let first = trace.steps.first();
    let whole = first.is_some_and(|first| first.from.is_none())
        || trace.traced.kind == TracedKind::Editions && ended.is_ok();
    let mut provenance = Provenance {
        left_out: trace.left_out(),
        whole,
        ends_at_owner: ended.is_ok(),
        steps: std::mem::take(&mut trace.steps),
        evidence,
    };
    provenance.shorten();
    if !provenance.steps.is_empty() {
        subject.strong.provenance = Some(provenance);
    }
    let Some(facts) = &mut subject.token else { return };
    for note in trace.notes {
        // What one endpoint did not tell another did.
        let healed = ended.is_ok() && complete && note.kind == ProblemKind::ProvenanceUnread;
        if !healed && !facts.notes.contains(&note) {
            facts.notes.push(note);
        }
    }
}

/// How strongly the steps are known: as the weakest of them. What was not heard to the end
/// is proven through its last step, of whose block the header is kept, and agreed by nobody.
fn evidence(line: &Line, trace: &Trace) -> Evidence {
    let block = trace.end.clone().unwrap_or_else(|| line.block().clone());
    let asked = line.quorum.asked;
    let complete = trace.through >= line.block().number;
    if trace.steps.iter().all(|step| step.receipt.is_some()) {
        let last = trace.steps.last().filter(|_| !complete);
        let block = last.map_or(block, |last| last.block.clone());
        return Evidence::Proven { endpoints: line.quorum.names(), asked, block };
    }
    let before = trace.earlier.as_ref().map(|earlier| earlier.evidence.level());
    let voters = &trace.voters;
    let agreed = complete && line.quorum.agrees(voters.len(), trace.against);
    if agreed && before.is_none_or(|level| level >= Level::Agreed) {
        return Evidence::Agreed { endpoints: voters.clone(), asked, block };
    }
    let named = voters.first().map(String::as_str);
    let endpoint = named.unwrap_or_else(|| line.quorum.first().name()).to_owned();
    Evidence::Reported { endpoint, block }
}
