//! How works came to their owners: changes of hands are heard from endpoints, proven by
//! receipts where proofs are wanted, and followed to the owner in the record.

mod allowance;
mod anew;
mod blocks;
mod hear;
mod prove;
mod settle;

use std::collections::BTreeMap;
use std::io;

use alloy_primitives::{Address, B256, U256};
use serde_json::json;

use super::Progress;
use super::line::Line;
use super::work::Subject;
use crate::exhibition::{Lock, Problem, ProblemKind};
use crate::limits::PROVENANCE_NOTES_MAX;
use crate::ownership::{BlockRef, Provenance, Step, Traced};
use crate::source::{Endpoint, Library};
use allowance::Allowance;
use blocks::Blocks;

/// The way of one work, while it is followed.
struct Trace {
    /// The subject's place.
    place: usize,
    traced: Traced,
    /// Whom the records at the line's block name, with their editions.
    owners: Vec<(Address, Option<U256>)>,
    /// What an earlier lock has of it, where the chain still has its block.
    earlier: Option<Provenance>,
    /// The first block whose events are not known.
    from: u64,
    /// The last block whose events are.
    through: u64,
    /// The same block, once it is known.
    end: Option<BlockRef>,
    /// All steps, those of the earlier lock among them.
    steps: Vec<Step>,
    /// The endpoints that told exactly these.
    voters: Vec<String>,
    /// How many told of others.
    against: usize,
    notes: Vec<Problem>,
}

/// Follows the works at these places, whose owners are known at the line's block, and
/// writes down what was found; says why less could be proven than was asked for. Only a
/// failing disk is an error.
pub(super) async fn trace(
    line: &Line,
    library: &Library,
    earlier: Option<&Lock>,
    subjects: &mut [Subject],
    places: &[usize],
    progress: &dyn Progress,
) -> io::Result<Option<String>> {
    let traces = places.iter().filter_map(|place| Trace::of(line, *place, subjects, earlier));
    let mut traces: Vec<Trace> = traces.collect();
    if traces.is_empty() {
        return Ok(None);
    }
    let (chain, count) = (&line.chain, traces.len());
    progress.say(&format!("{chain}: how {count} tokens came to their owners"));
    let mut desk = Desk {
        line,
        library,
        blocks: Blocks::default(),
        allowance: Allowance::default(),
        shortfall: None,
    };
    desk.hold_to_chain(&mut traces).await;
    desk.begin(&mut traces).await?;
    desk.follow(&mut traces).await?;
    desk.hear_anew(&mut traces).await?;
    desk.date(&mut traces).await;
    let shortfall = desk.shortfall;
    for trace in traces {
        settle::settle(line, &mut subjects[trace.place], trace);
    }
    Ok(shortfall)
}

/// What the following of all works of a chain shares.
struct Desk<'a> {
    line: &'a Line,
    library: &'a Library,
    blocks: Blocks,
    allowance: Allowance,
    /// What an endpoint said in place of receipts.
    shortfall: Option<String>,
}

impl Desk<'_> {
    /// Forgets earlier chains of hands that end in a block which the chain no longer has.
    async fn hold_to_chain(&mut self, traces: &mut [Trace]) {
        let end = |trace: &Trace| trace.earlier.as_ref()?.evidence.block().cloned();
        let ends: Vec<u64> = traces.iter().filter_map(end).map(|block| block.number).collect();
        self.blocks.learn(&self.line.quorum, &ends).await;
        for trace in traces {
            let Some(end) = end(trace) else { continue };
            if self.blocks.get(end.number).is_none_or(|known| known.block != end) {
                (trace.earlier, trace.from, trace.through) = (None, 0, 0);
                trace.steps.clear();
            }
        }
    }

    /// Finds out since when contracts are there whose events are not known at all.
    async fn begin(&self, traces: &mut [Trace]) -> io::Result<()> {
        let journal = self.library.journal();
        let chain = &self.line.chain;
        let mut births: BTreeMap<Address, Option<u64>> = BTreeMap::new();
        for trace in traces.iter().filter(|trace| trace.earlier.is_none()) {
            let contract = trace.traced.contract;
            births.insert(contract, journal.born(chain, contract));
        }
        let Some((contract, _)) = births.iter().find(|(_, block)| block.is_none()) else {
            Self::set_out(traces, &births);
            return Ok(());
        };
        // Where all blocks are heard at once it does not matter since when a contract is
        // there, and whoever tells no events need not be asked either.
        let first = self.line.quorum.first();
        let nobody = json!([[B256::ZERO]]);
        if first.hears_at_once(*contract, &nobody, self.line.block().number).await != Some(false) {
            Self::set_out(traces, &births);
            return Ok(());
        }
        let unknown: Vec<Address> =
            births.iter().filter(|(_, block)| block.is_none()).map(|(c, _)| *c).collect();
        // Whoever does not remember is asked for all blocks.
        let found = first.births(&unknown).await.unwrap_or_default();
        for (contract, block) in unknown.into_iter().zip(found) {
            if let Some(block) = block {
                journal.add_born(chain.clone(), contract, block)?;
                births.insert(contract, Some(block));
            }
        }
        Self::set_out(traces, &births);
        Ok(())
    }

    /// Sets the first block to ask for where none is known.
    fn set_out(traces: &mut [Trace], births: &BTreeMap<Address, Option<u64>>) {
        for trace in traces.iter_mut().filter(|trace| trace.earlier.is_none()) {
            trace.from = births.get(&trace.traced.contract).copied().flatten().unwrap_or(0);
        }
    }

    /// Asks endpoints in turn until nothing is open. With proofs the first may be enough;
    /// without, all are asked, so that they can agree.
    async fn follow(&mut self, traces: &mut [Trace]) -> io::Result<()> {
        let endpoints = &self.line.quorum.endpoints;
        let proofs = self.line.wants_proofs();
        let first = if proofs { 1 } else { endpoints.len() };
        let (first, rest) = endpoints.split_at(first.min(endpoints.len()));
        let mut told = Vec::new();
        let mut open: Vec<usize> = (0..traces.len()).collect();
        for group in [first, rest] {
            if group.is_empty() || open.is_empty() {
                break;
            }
            self.hear(group, traces, &open, &mut told).await;
            self.choose(traces, &open, &told).await;
            if proofs {
                self.prove(traces, &open).await?;
            }
            open.retain(|place| !traces[*place].is_settled());
        }
        self.price(traces).await;
        Ok(())
    }

    /// Finds the block through which each work was heard.
    async fn date(&mut self, traces: &mut [Trace]) {
        let last = self.line.block();
        let found = traces.iter().filter(|trace| !trace.steps.is_empty());
        let early: Vec<u64> =
            found.map(|trace| trace.through).filter(|block| *block < last.number).collect();
        self.blocks.learn(&self.line.quorum, &early).await;
        for trace in traces {
            let known = self.blocks.get(trace.through).map(|known| known.block.clone());
            trace.end = match trace.through >= last.number {
                true => Some(last.clone()),
                // At least through the block of its last step.
                false => known.or_else(|| Some(trace.steps.last()?.block.clone())),
            };
        }
    }

    async fn hear(
        &self,
        group: &[Endpoint],
        traces: &mut [Trace],
        open: &[usize],
        told: &mut Vec<(String, BTreeMap<usize, hear::Told>)>,
    ) {
        let asked: Vec<(usize, &Trace)> =
            open.iter().map(|place| (*place, &traces[*place])).collect();
        let last = self.line.block().number;
        let hearing = group.iter().map(|endpoint| hear::hear(endpoint, &asked, last));
        let heard: Vec<hear::Heard> = futures::future::join_all(hearing).await;
        for (endpoint, heard) in group.iter().zip(heard) {
            for (place, trouble) in heard.trouble {
                let detail = format!("{}: {trouble}", endpoint.name());
                traces[place].note(ProblemKind::ProvenanceUnread, &detail);
            }
            told.push((endpoint.name().to_owned(), heard.told));
        }
    }

    /// Takes for each work what leads to its owner, or else what most endpoints tell.
    async fn choose(
        &mut self,
        traces: &mut [Trace],
        open: &[usize],
        told: &[(String, BTreeMap<usize, hear::Told>)],
    ) {
        let mut numbers: Vec<u64> = Vec::new();
        for (_, told) in told {
            let found = open.iter().filter_map(|place| told.get(place));
            numbers.extend(found.flat_map(|told| told.found.iter().map(|found| found.block)));
        }
        for place in open {
            let unproven = traces[*place].steps.iter().filter(|step| step.receipt.is_none());
            numbers.extend(unproven.map(|step| step.block.number));
        }
        numbers.sort_unstable();
        numbers.dedup();
        self.blocks.learn(&self.line.quorum, &numbers).await;
        for place in open {
            let of_all = told.iter().filter_map(|(name, told)| Some((name, told.get(place)?)));
            traces[*place].choose(&self.blocks, &of_all.collect::<Vec<_>>());
        }
    }
}

impl Trace {
    fn of(line: &Line, place: usize, subjects: &[Subject], earlier: Option<&Lock>) -> Option<Self> {
        let facts = subjects[place].token.as_ref()?;
        let at = line.block();
        let now = facts.owners.iter().filter(|record| record.evidence.block() == Some(at));
        let owners: Vec<(Address, Option<U256>)> =
            now.filter_map(|record| Some((record.owner.evm_address()?, record.editions))).collect();
        let editions = owners.first()?.1.is_some();
        let traced = Traced::of(&facts.token, editions)?;
        let known = earlier.into_iter().flat_map(|lock| &lock.works);
        let known = known.filter(|work| work.token.as_ref() == Some(&facts.token));
        let mut known = known.filter_map(|work| {
            let same = || {
                let holders = work.ownership.iter().filter_map(|record| record.owner.evm_address());
                holders.eq(owners.iter().map(|(owner, _)| *owner))
            };
            // Editions are heard by holder, and added up from all steps.
            let provenance = work.provenance.clone()?;
            (!editions || (provenance.left_out == 0 && same())).then_some(provenance)
        });
        let earlier = known.find(|provenance| {
            let end = provenance.evidence.block();
            end.is_some_and(|end| end.number <= at.number) && !provenance.steps.is_empty()
        });
        let end = earlier.as_ref().and_then(|earlier| Some(earlier.evidence.block()?.number));
        Some(Self {
            place,
            traced,
            owners,
            from: end.map_or(0, |end| end.saturating_add(1)),
            through: end.unwrap_or(0),
            end: None,
            steps: earlier.as_ref().map(|earlier| earlier.steps.clone()).unwrap_or_default(),
            earlier,
            voters: Vec::new(),
            against: 0,
            notes: Vec::new(),
        })
    }

    /// Takes the account that leads to the owner; of several, the one that most tell.
    fn choose(&mut self, blocks: &Blocks, told: &[(&String, &hear::Told)]) {
        let known: Vec<Step> = match &self.earlier {
            Some(earlier) => earlier.steps.clone(),
            None => Vec::new(),
        };
        let mut accounts: Vec<(Vec<Step>, Vec<String>, u64)> = Vec::new();
        for (name, told) in told {
            let mut steps = known.clone();
            for found in &told.found {
                match blocks.get(found.block).filter(|known| known.block.hash == found.block_hash) {
                    Some(known) => steps.push(found.step(known.block.clone())),
                    None => {
                        let detail = format!(
                            "{name} tells of a block {} that is not the chain’s",
                            found.block
                        );
                        self.note(ProblemKind::EndpointDisagrees, &detail);
                    }
                }
            }
            match accounts.iter_mut().find(|(other, ..)| *other == steps) {
                Some((_, voters, through)) => {
                    voters.push((*name).clone());
                    *through = (*through).max(told.through);
                }
                None => accounts.push((steps, vec![(*name).clone()], told.through)),
            }
        }
        let rank = |(steps, voters, through): &(Vec<Step>, Vec<String>, u64)| {
            (self.ends(steps), *through, voters.len(), steps.len())
        };
        let best = accounts.iter().map(rank).max();
        let Some(best) = accounts.iter().position(|account| Some(rank(account)) == best) else {
            return;
        };
        let (steps, voters, through) = accounts.swap_remove(best);
        // Who was not heard as far says nothing against it.
        let as_far = accounts.iter().filter(|(.., heard)| *heard >= through);
        self.against = as_far.map(|(_, names, _)| names.len()).sum();
        for (other, names, _) in &accounts {
            for name in names {
                let detail = format!(
                    "{name} tells of {} changes of hands, and {} of {}",
                    other.len(),
                    voters.join(", "),
                    steps.len()
                );
                self.note(ProblemKind::EndpointDisagrees, &detail);
            }
        }
        // What is proven stays, whoever told it.
        let mut proven: BTreeMap<u64, Vec<Step>> = BTreeMap::new();
        for step in self.steps.drain(..).filter(|step| step.receipt.is_some()) {
            proven.entry(step.block.number).or_default().push(step);
        }
        (self.steps, self.voters, self.through) = (steps, voters, through);
        for (number, steps) in proven {
            self.put(number, steps);
        }
    }

    /// Whether steps lead to the owners in the records.
    fn ends(&self, steps: &[Step]) -> bool {
        settle::ends(self, steps).is_ok()
    }

    fn left_out(&self) -> u64 {
        self.earlier.as_ref().map_or(0, |earlier| earlier.left_out)
    }

    /// Whether no other endpoint could add to what is known.
    fn is_settled(&self) -> bool {
        let proven = !self.steps.is_empty() && self.steps.iter().all(|step| step.receipt.is_some());
        proven && self.ends(&self.steps)
    }

    /// Puts the steps of a block in the place of those that are there.
    fn put(&mut self, number: u64, steps: Vec<Step>) {
        self.steps.retain(|step| step.block.number != number);
        let before = self.steps.iter().take_while(|step| step.block.number < number).count();
        self.steps.splice(before..before, steps);
    }

    fn note(&mut self, kind: ProblemKind, detail: &str) {
        let note = Problem::new(kind, detail);
        if self.notes.len() < PROVENANCE_NOTES_MAX && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests;
