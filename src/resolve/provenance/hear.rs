//! Events by which tokens change hands, from one endpoint.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use alloy_primitives::{Address, B256, U256};
use serde_json::{Value, json};

use super::Trace;
use crate::limits::{CONTRACTS_PER_LOG_REQUEST_MAX, TOKENS_PER_LOG_REQUEST_MAX};
use crate::ownership::{BlockRef, Event, Hand, Step, Traced, TracedKind, hands, topics};
use crate::source::{Endpoint, Log};

/// What an endpoint tells of each work, and where it did not tell all.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub told: BTreeMap<usize, Told>,
    pub trouble: Vec<(usize, String)>,
}

/// What an endpoint tells of one work.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub found: Vec<Found>,
    /// The last block whose events are in.
    pub through: u64,
}

/// A change of hands in a block whose time is not known yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub block: u64,
    pub block_hash: B256,
    transaction: B256,
    log_index: u64,
    hand: Hand,
}

impl Found {
    pub fn step(&self, block: BlockRef) -> Step {
        let Hand { from, to, editions, price, .. } = self.hand.clone();
        Step {
            from,
            to,
            editions,
            price,
            block,
            transaction: self.transaction,
            log_index: self.log_index,
            receipt: None,
        }
    }
}

/// Asks one endpoint about works, each from its first unknown block to the last.
pub(super) async fn hear(endpoint: &Endpoint, traces: &[(usize, &Trace)], last: u64) -> Heard {
    let mut hearing = Hearing { endpoint, last, heard: Heard::default() };
    let mut kinds: BTreeMap<u8, Vec<(usize, &Trace)>> = BTreeMap::new();
    for (place, trace) in traces {
        hearing.heard.told.insert(*place, Told { found: Vec::new(), through: last });
        if trace.from <= last {
            let kind = match trace.traced.kind {
                TracedKind::Single => 0,
                TracedKind::Editions => 1,
                TracedKind::Punk => 2,
            };
            kinds.entry(kind).or_default().push((*place, trace));
        }
    }
    for (kind, mut traces) in kinds {
        traces.sort_by_key(|(_, trace)| (trace.traced.contract, trace.traced.number));
        match kind {
            0 => hearing.singles(&traces).await,
            1 => hearing.editions(&traces).await,
            _ => hearing.punks(&traces).await,
        }
    }
    hearing.heard
}

struct Hearing<'a> {
    endpoint: &'a Endpoint,
    last: u64,
    heard: Heard,
}

impl Hearing<'_> {
    async fn singles(&mut self, traces: &[(usize, &Trace)]) {
        let known = topics();
        let mut rest = traces;
        while !rest.is_empty() {
            let (some, after) = rest.split_at(few(rest));
            rest = after;
            let filter = json!([[known.transfer], null, null, numbers(some)]);
            let troubles = self.heard.trouble.len();
            let logs = self.ask(some, &[filter]).await;
            self.take(some, logs);
            if self.heard.trouble.len() > troubles {
                continue;
            }
            // Whole batches may be minted in one event (ERC-2309).
            let unminted: Vec<(usize, &Trace)> = some
                .iter()
                .filter(|(place, trace)| self.lacks_mint(*place, trace))
                .copied()
                .collect();
            if !unminted.is_empty() {
                let logs = self.ask(&unminted, &[json!([[known.consecutive]])]).await;
                self.take(&unminted, logs);
            }
        }
    }

    async fn editions(&mut self, traces: &[(usize, &Trace)]) {
        let known = topics();
        for some in
            traces.chunk_by(|(_, one), (_, other)| one.traced.contract == other.traced.contract)
        {
            let holders: BTreeSet<B256> = some
                .iter()
                .flat_map(|(_, trace)| trace.owners.iter().map(|(owner, _)| owner.into_word()))
                .collect();
            let events = [known.single, known.batch];
            let given = json!([events, null, holders]);
            let got = json!([events, null, null, holders]);
            let logs = self.ask(some, &[given, got]).await;
            self.take(some, logs);
        }
    }

    async fn punks(&mut self, traces: &[(usize, &Trace)]) {
        let known = topics();
        let bought = json!([[known.punk_bought], numbers(traces)]);
        let given = json!([[known.assign, known.punk_transfer]]);
        let mut logs = self.ask(traces, &[bought, given]).await;
        // Sales that do not say who bought: the transfer beside them does.
        let unsaid: BTreeSet<(u64, B256)> = logs
            .iter()
            .filter(|log| log.topics.first() == Some(&known.punk_bought))
            .filter(|log| log.topics.get(3) == Some(&B256::ZERO))
            .filter_map(|log| Some((log.block_number.to(), *log.topics.get(2)?)))
            .collect();
        let contracts: Vec<Address> = contracts(traces);
        for (block, seller) in unsaid {
            let beside = json!([[known.transfer], [seller]]);
            let (heard, trouble) = self.endpoint.hear(&contracts, &beside, block..=block).await;
            logs.extend(heard.logs);
            if let Some(trouble) = trouble {
                self.note(traces, &trouble.to_string());
            }
        }
        self.take(traces, logs);
    }

    /// Asks for the events of these works that the filters name.
    async fn ask(&mut self, traces: &[(usize, &Trace)], filters: &[Value]) -> Vec<Log> {
        let contracts = contracts(traces);
        let first = traces.iter().map(|(_, trace)| trace.from).min().unwrap_or(self.last);
        let mut logs = Vec::new();
        for filter in filters {
            let (heard, trouble) = self.endpoint.hear(&contracts, filter, first..=self.last).await;
            logs.extend(heard.logs);
            let through = heard.through.min(self.last);
            for (place, _) in traces {
                if let Some(told) = self.heard.told.get_mut(place) {
                    told.through = told.through.min(through);
                }
            }
            match trouble {
                Some(trouble) => self.note(traces, &trouble.to_string()),
                None if through < self.last => {
                    let last = self.last;
                    self.note(traces, &format!("heard through block {through} of {last}"));
                }
                None => {}
            }
        }
        logs
    }

    /// Reads what the events say of each work, transaction by transaction.
    fn take(&mut self, traces: &[(usize, &Trace)], logs: Vec<Log>) {
        let mut by_transaction: BTreeMap<(u64, B256), BTreeMap<u64, Log>> = BTreeMap::new();
        for log in logs {
            let key = (log.block_number.to(), log.transaction_hash);
            by_transaction.entry(key).or_default().insert(log.log_index.to(), log);
        }
        let transactions: Vec<Transaction> =
            by_transaction.into_iter().map(|(key, logs)| Transaction::new(key, logs)).collect();
        let index = Index::of(&transactions);
        for (place, trace) in traces {
            let Some(told) = self.heard.told.get_mut(place) else { continue };
            for transaction in index.about(trace.traced.number) {
                let Transaction { block, hash, events, places } = &transactions[transaction];
                if *block < trace.from {
                    continue;
                }
                for hand in of_holders(&trace.traced, &trace.owners, hands(&trace.traced, events)) {
                    let (log_index, block_hash) = places[hand.at];
                    let hand = Hand { at: 0, ..hand };
                    let (block, transaction) = (*block, *hash);
                    let found = Found { block, block_hash, transaction, log_index, hand };
                    if !told.found.contains(&found) {
                        told.found.push(found);
                    }
                }
            }
        }
        for (place, _) in traces {
            if let Some(told) = self.heard.told.get_mut(place) {
                let through = told.through;
                told.found.retain(|found| found.block <= through);
                told.found.sort_by_key(|found| (found.block, found.log_index));
            }
        }
    }

    fn lacks_mint(&self, place: usize, trace: &Trace) -> bool {
        let first = self.heard.told.get(&place).and_then(|told| told.found.first());
        trace.earlier.is_none() && first.is_none_or(|first| first.hand.from.is_some())
    }

    fn note(&mut self, traces: &[(usize, &Trace)], trouble: &str) {
        let each = traces.iter().map(|(place, _)| (*place, trouble.to_owned()));
        self.heard.trouble.extend(each);
    }
}

/// The events of one transaction, in their order.
struct Transaction {
    block: u64,
    hash: B256,
    events: Vec<Event>,
    /// Each one's number within its block, and the block's hash.
    places: Vec<(u64, B256)>,
}

impl Transaction {
    fn new((block, hash): (u64, B256), logs: BTreeMap<u64, Log>) -> Self {
        let places = logs.iter().map(|(index, log)| (*index, log.block_hash)).collect();
        let event = |log: Log| Event { contract: log.address, topics: log.topics, data: log.data };
        Self { block, hash, events: logs.into_values().map(event).collect(), places }
    }
}

/// Which transactions speak of which token, so that large shows are read once.
#[derive(Default)]
struct Index {
    by_number: HashMap<B256, BTreeSet<usize>>,
    /// Those whose events do not name a single token in a topic.
    of_any: BTreeSet<usize>,
}

impl Index {
    fn of(transactions: &[Transaction]) -> Self {
        let mut index = Self::default();
        for (place, transaction) in transactions.iter().enumerate() {
            for event in &transaction.events {
                match *event.topics.as_slice() {
                    [topic, _, _, number] if topic == topics().transfer => {
                        index.by_number.entry(number).or_default().insert(place);
                    }
                    _ => {
                        index.of_any.insert(place);
                    }
                }
            }
        }
        index
    }

    /// The places of the transactions that may speak of a token.
    fn about(&self, number: U256) -> BTreeSet<usize> {
        let named = self.by_number.get(&B256::from(number));
        named.into_iter().flatten().chain(&self.of_any).copied().collect()
    }
}

/// Of editions, only what the holders in the records gave or got.
pub(super) fn of_holders(
    traced: &Traced,
    owners: &[(Address, Option<U256>)],
    hands: Vec<Hand>,
) -> Vec<Hand> {
    if traced.kind != TracedKind::Editions {
        return hands;
    }
    let is_holder = |party: Option<Address>| owners.iter().any(|(owner, _)| Some(*owner) == party);
    hands.into_iter().filter(|hand| is_holder(hand.from) || is_holder(hand.to)).collect()
}

/// How many of these works one request asks for.
pub(super) fn few(traces: &[(usize, &Trace)]) -> usize {
    let mut contracts = BTreeSet::new();
    let fits = |(_, trace): &&(usize, &Trace)| {
        contracts.insert(trace.traced.contract);
        contracts.len() <= CONTRACTS_PER_LOG_REQUEST_MAX
    };
    traces.iter().take(TOKENS_PER_LOG_REQUEST_MAX).take_while(fits).count().max(1)
}

fn contracts(traces: &[(usize, &Trace)]) -> Vec<Address> {
    let contracts: BTreeSet<Address> =
        traces.iter().map(|(_, trace)| trace.traced.contract).collect();
    contracts.into_iter().collect()
}

fn numbers(traces: &[(usize, &Trace)]) -> BTreeSet<B256> {
    traces.iter().map(|(_, trace)| B256::from(trace.traced.number)).collect()
}
