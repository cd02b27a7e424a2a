//! Receipts of the blocks in which works changed hands: proofs to keep, and prices.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use alloy_primitives::B256;
use futures::StreamExt;

use super::hear::of_holders;
use super::{Desk, Trace};
use crate::exhibition::ProblemKind;
use crate::limits::PROVEN_BLOCKS_MAX;
use crate::ownership::proof::{BlockHeader, BlockReceipts, ReceiptsProof, events_of};
use crate::ownership::{InReceipt, Step, TracedKind, hands};
use crate::source::Quorum;

/// Blocks whose receipts are on their way at once; each may be some megabytes.
const TOGETHER: usize = 4;

impl Desk<'_> {
    /// Proves the steps of the works at these places that are not proven yet, the newest
    /// first, and keeps what they can be checked with.
    pub(super) async fn prove(&mut self, traces: &mut [Trace], open: &[usize]) -> io::Result<()> {
        let mut wanted: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for place in open {
            for step in traces[*place].steps.iter().filter(|step| step.receipt.is_none()) {
                let of_block = wanted.entry(step.block.number).or_default();
                if of_block.last() != Some(place) {
                    of_block.push(*place);
                }
            }
        }
        let mut blocks: Vec<(u64, BlockHeader)> = Vec::new();
        for number in wanted.keys().rev() {
            let known = self.blocks.get(*number).and_then(|known| known.header.clone());
            match known {
                Some(header) if self.allowance.takes_block() => blocks.push((*number, header)),
                Some(_) => {
                    self.shortfall = Some(format!(
                        "{}: works changed hands in more than {PROVEN_BLOCKS_MAX} blocks; the next `enfilade resolve --refresh` proves further ones",
                        self.line.chain
                    ));
                }
                None => {}
            }
        }
        let quorum = &self.line.quorum;
        let fetched = blocks.into_iter().map(|(number, header)| async move {
            (number, receipts_of(quorum, number, header).await)
        });
        let mut shortfall = None;
        let mut coming = futures::stream::iter(fetched).buffered(TOGETHER);
        while let Some((number, came)) = coming.next().await {
            let Some(of_block) = wanted.get(&number) else { continue };
            for place in of_block {
                for lie in &came.lies {
                    traces[*place].note(ProblemKind::ProofRefused, lie);
                }
            }
            match came.receipts {
                Some(receipts) => self.keep(traces, of_block, &receipts)?,
                None => shortfall = shortfall.or(came.withheld),
            }
        }
        if let Some(why) = shortfall {
            self.shortfall = Some(format!(
                "{}: not every change of hands could be proven, and the rest is as strong as the endpoints' word ({why})",
                self.line.chain
            ));
        }
        Ok(())
    }

    /// Takes what a block's receipts say of works in the place of what was told of that
    /// block, and keeps those receipts.
    fn keep(
        &self,
        traces: &mut [Trace],
        of_block: &[usize],
        receipts: &BlockReceipts,
    ) -> io::Result<()> {
        let mut needed = BTreeSet::new();
        let proven: Vec<Vec<Step>> = of_block
            .iter()
            .map(|place| {
                let steps = steps_in(&traces[*place], receipts);
                needed.extend(steps.iter().filter_map(|step| Some(step.receipt?.transaction)));
                steps
            })
            .collect();
        let blob = receipts.prove(&needed);
        // What could not be read again would prove nothing.
        if ReceiptsProof::read(&blob).is_err() {
            return Ok(());
        }
        let hash = match needed.is_empty() {
            true => B256::ZERO,
            false => B256::from(self.library.blobs().keep(&blob)?.bytes()),
        };
        let number = receipts.header().number();
        for (place, mut steps) in of_block.iter().zip(proven) {
            for place in steps.iter_mut().filter_map(|step| step.receipt.as_mut()) {
                place.blob = hash;
            }
            let trace = &mut traces[*place];
            if steps.is_empty() {
                let told = trace.voters.join(", ");
                let detail = format!("{told} told of block {number} what its receipts do not hold");
                trace.note(ProblemKind::EndpointDisagrees, &detail);
            }
            trace.put(number, steps);
        }
        Ok(())
    }

    /// Looks up what was paid in steps whose receipts are not proven.
    pub(super) async fn price(&mut self, traces: &mut [Trace]) {
        let unpriced = |step: &&Step| step.receipt.is_none() && step.price.is_none();
        let mut asked: BTreeSet<B256> = BTreeSet::new();
        for trace in traces.iter().filter(|trace| trace.traced.kind != TracedKind::Punk) {
            asked.extend(trace.steps.iter().filter(unpriced).map(|step| step.transaction));
        }
        let granted = self.allowance.take_transactions(asked.len());
        let asked: Vec<B256> = asked.into_iter().take(granted).collect();
        let Ok(receipts) = self.line.quorum.first().receipts(&asked).await else { return };
        for (transaction, receipt) in asked.into_iter().zip(receipts) {
            let Some(events) = receipt.as_ref().and_then(events_of) else { continue };
            for trace in traces.iter_mut() {
                let of_it =
                    |step: &&mut Step| step.receipt.is_none() && step.transaction == transaction;
                let traced = trace.traced;
                for step in trace.steps.iter_mut().filter(of_it) {
                    let hand = hands(&traced, &events).into_iter().find(|hand| {
                        (hand.from, hand.to, hand.editions) == (step.from, step.to, step.editions)
                    });
                    step.price = step.price.take().or_else(|| hand?.price);
                }
            }
        }
    }
}

/// The steps of a work in a block, by the block's receipts alone.
fn steps_in(trace: &Trace, receipts: &BlockReceipts) -> Vec<Step> {
    let mut steps = Vec::new();
    let block = receipts.header().block();
    for (transaction, listed) in (0..).zip(receipts.receipts()) {
        if !listed.events.iter().any(|event| event.contract == trace.traced.contract) {
            continue;
        }
        let found = of_holders(&trace.traced, &trace.owners, hands(&trace.traced, &listed.events));
        steps.extend(found.into_iter().map(|hand| Step {
            from: hand.from,
            to: hand.to,
            editions: hand.editions,
            price: hand.price,
            block: block.clone(),
            transaction: listed.transaction,
            log_index: listed.first_log + hand.at as u64,
            receipt: Some(InReceipt { blob: B256::ZERO, transaction, log: hand.at as u64 }),
        }));
    }
    steps
}

/// What came of asking for a block's receipts.
#[derive(Default)]
struct Came {
    receipts: Option<BlockReceipts>,
    /// What endpoints were caught at.
    lies: Vec<String>,
    /// What an endpoint said in their place.
    withheld: Option<String>,
}

/// The receipts of a block from the first endpoint that gives them as its header has them.
async fn receipts_of(quorum: &Quorum, number: u64, header: BlockHeader) -> Came {
    let mut came = Came::default();
    for endpoint in &quorum.endpoints {
        let name = endpoint.name();
        match endpoint.block_receipts(number).await {
            Ok(Ok(answer)) => match BlockReceipts::from_json(header.clone(), &answer) {
                Ok(receipts) => {
                    came.receipts = Some(receipts);
                    break;
                }
                // Whoever has replaced the block gives another one's, which is no lie.
                Err(problem) => match endpoint.has_block(number, header.hash()).await {
                    Some(false) => {
                        came.withheld = Some(format!("{name} has replaced block {number} since"));
                    }
                    _ => came.lies.push(format!("{name}: {problem}")),
                },
            },
            Ok(Err(said)) => came.withheld = Some(format!("{name}: {said}")),
            Err(error) => came.withheld = Some(error.to_string()),
        }
    }
    came
}
