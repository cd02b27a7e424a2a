//! Watching works of one chain through one endpoint, as a machine that asks nothing
//! itself: whoever holds the line begins a round, sends what is asked, and brings what
//! comes back.
//!
//! A round is one small question about the newest block; where that is new, one batch
//! for everything in sight; and, for what changed and for what is not proven yet, the
//! questions of a proof. What is too much for one round has its turn in the next.

mod blocks;
mod call;
mod item;
mod signs;
#[cfg(test)]
mod tests;

use alloy_primitives::U64;
use serde_json::json;

use super::live::{News, Order, Trouble};
use super::proof::{Prover, Request};
use super::{Timestamp, is_revert};
use crate::limits::{LOOK_BACK_BLOCKS_MAX, WATCHED_WORKS_MAX};
use crate::token::ChainId;
use blocks::{Blocks, Head, read_block};
use call::{block_call, refusal};
use item::{Answered, Item};

pub use call::{Answer, Call, Refusal};

/// The most holders that are proven in one round.
const PROVEN_PER_ROUND: usize = 50;

/// A chain without a new block for so long is said to stand still, in seconds.
const STALLED_SECS: i64 = 15 * 60;

/// The works of one chain, watched through one endpoint.
#[derive(Debug)]
pub struct Watch {
    chain: ChainId,
    number: u64,
    endpoint: String,
    items: Vec<Item>,
    blocks: Blocks,
    head: Option<Head>,
    /// Whether calls name the block by its hash (EIP-1898); by its number otherwise.
    by_hash: bool,
    phase: Phase,
    trouble: Option<Trouble>,
    news: Vec<News>,
}

#[derive(Debug, Default)]
enum Phase {
    #[default]
    Resting,
    /// The newest block is asked for, and whether the last one still stands.
    Poll,
    /// Which of the remembered blocks still stand.
    Recheck(Vec<(u64, alloy_primitives::B256)>),
    /// The owners at the head, and what happened since; the items that are asked about.
    Look {
        asked: Vec<usize>,
        from: Option<u64>,
    },
    Prove {
        asked: Vec<usize>,
        prover: Box<Prover>,
        requests: Vec<Request>,
    },
}

impl Watch {
    /// Watches a chain through the endpoint of this name. None for a chain that is not
    /// of the EVM.
    pub fn new(chain: ChainId, endpoint: String) -> Option<Self> {
        let number = chain.evm_number()?;
        Some(Self {
            chain,
            number,
            endpoint,
            items: Vec::new(),
            blocks: Blocks::default(),
            head: None,
            by_hash: true,
            phase: Phase::Resting,
            trouble: None,
            news: Vec::new(),
        })
    }

    /// Takes an order: what is watched from the next round on. What is known of works
    /// that come into sight again is still known.
    pub fn heed(&mut self, order: &Order) {
        for item in &mut self.items {
            item.in_sight = false;
        }
        let mine = order.works.iter().filter(|work| work.token.chain == self.chain);
        for watched in mine {
            match self.items.iter_mut().find(|item| item.watched.is_same(watched)) {
                Some(item) => item.in_sight = true,
                None => self.items.extend(Item::new(watched.clone())),
            }
        }
        for item in &mut self.items {
            item.before = item.in_sight && order.before.as_ref() == Some(&item.watched.work);
        }
    }

    /// Begins a round, where there is anything to ask.
    pub fn begin(&mut self) {
        if matches!(self.phase, Phase::Resting) && self.items.iter().any(|item| item.in_sight) {
            self.phase = Phase::Poll;
        }
    }

    /// What is to be asked now, in one batch; nothing when the round is over.
    pub fn calls(&self) -> Vec<Call> {
        match &self.phase {
            Phase::Resting => Vec::new(),
            Phase::Poll => {
                let newest = self.blocks.newest().map(|(number, _)| block_call(number));
                let latest =
                    Call { method: "eth_getBlockByNumber", params: json!(["latest", false]) };
                let chain = Call { method: "eth_chainId", params: json!([]) };
                [chain, latest].into_iter().chain(newest).collect()
            }
            Phase::Recheck(blocks) => {
                blocks.iter().map(|(number, _)| block_call(*number)).collect()
            }
            Phase::Look { asked, from } => {
                let Some(head) = &self.head else { return Vec::new() };
                let at = match self.by_hash {
                    true => json!({ "blockHash": head.block.hash }),
                    false => json!(U64::from(head.block.number)),
                };
                let owners = asked.iter().map(|at_item| {
                    let (to, data) = self.items[*at_item].question.call();
                    let params = json!([{ "to": to, "data": data }, at]);
                    Call { method: "eth_call", params }
                });
                let mut calls: Vec<Call> = owners.collect();
                if let Some(from) = from {
                    let mut contracts: Vec<_> =
                        asked.iter().map(|at| self.items[*at].token.contract).collect();
                    contracts.sort_unstable();
                    contracts.dedup();
                    let filter = json!({
                        "address": contracts,
                        "topics": [signs::topics()],
                        "fromBlock": U64::from(*from),
                        "toBlock": U64::from(head.block.number),
                    });
                    calls.push(Call { method: "eth_getLogs", params: json!([filter]) });
                }
                calls
            }
            Phase::Prove { prover, requests, .. } => {
                let json_rpc = requests.iter().map(|request| {
                    let (method, params) = prover.json_rpc(request);
                    Call { method, params }
                });
                json_rpc.collect()
            }
        }
    }

    /// Takes in what came back on the last calls, in their order.
    pub fn bring(&mut self, answers: Vec<Answer>, now: Timestamp) {
        match std::mem::take(&mut self.phase) {
            Phase::Resting => {}
            Phase::Poll => self.polled(&answers, now),
            Phase::Recheck(blocks) => {
                if answers.len() < blocks.len() || answers.iter().any(Result::is_err) {
                    let refused = answers.iter().find(|answer| answer.is_err());
                    return self.trouble(Some(Trouble::NoBlocks(refusal(refused))));
                }
                let stand = blocks.iter().zip(&answers).take_while(|((_, hash), answer)| {
                    let block = answer.as_ref().ok().and_then(read_block);
                    block.is_some_and(|block| block.hash == *hash)
                });
                let stand = stand.count();
                self.take_back(stand);
                self.look();
            }
            Phase::Look { asked, from } => self.looked(&asked, from, &answers),
            Phase::Prove { asked, mut prover, requests } => {
                for (request, answer) in requests.iter().zip(answers) {
                    match answer {
                        Ok(answer) => prover.bring(request, Ok(&answer)),
                        Err(refusal) => prover.bring(request, Err(refusal.message)),
                    }
                }
                self.go_on_proving(asked, prover);
            }
        }
    }

    /// The line is broken: this round is over, and the next one asks again.
    pub fn fail(&mut self, said: String) {
        self.phase = Phase::Resting;
        self.trouble(Some(Trouble::Silent(said)));
    }

    /// What happened since it was last asked for.
    pub fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    pub fn chain(&self) -> &ChainId {
        &self.chain
    }

    fn polled(&mut self, answers: &[Answer], now: Timestamp) {
        let answer = |at: usize| answers.get(at).and_then(|answer| answer.as_ref().ok());
        let said = answer(0).and_then(|said| serde_json::from_value::<U64>(said.clone()).ok());
        match said.map(|said| said.to::<u64>()) {
            Some(said) if said == self.number => {}
            Some(said) => return self.trouble(Some(Trouble::OtherChain(said))),
            None => return self.trouble(Some(Trouble::NoBlocks(refusal(answers.first())))),
        }
        let Some(head) = answer(1).and_then(Head::read) else {
            return self.trouble(Some(Trouble::NoBlocks(refusal(answers.get(1)))));
        };
        let is = head.block.number;
        let mut trouble = None;
        if now.unix() - head.block.time.unix() > STALLED_SECS {
            trouble = Some(Trouble::Stalled(head.block.time));
        }
        // Before the exhibition's own block nothing can have changed since.
        let watched = self.items.iter().filter(|item| item.in_sight);
        let hung = watched.filter_map(|item| item.watched.block).max().unwrap_or_default();
        if is < hung {
            return self.trouble(Some(Trouble::Behind { was: hung, is }));
        }
        let Some((was, hash)) = self.blocks.newest() else {
            self.head = Some(head);
            self.trouble(trouble);
            return self.look();
        };
        let Some(there) = answer(2) else {
            return self.trouble(Some(Trouble::NoBlocks(refusal(answers.get(2)))));
        };
        let there = read_block(there);
        let stands = there.as_ref().is_some_and(|there| there.hash == hash);
        // That it knows less now takes nothing back; another block in its place does.
        if is < was && (there.is_none() || stands) {
            return self.trouble(Some(Trouble::Behind { was, is }));
        }
        self.head = Some(head);
        self.trouble(trouble);
        let older = self.blocks.older();
        match (stands && is >= was, older.is_empty()) {
            (true, _) => self.look(),
            (false, true) => {
                self.take_back(0);
                self.look();
            }
            (false, false) => self.phase = Phase::Recheck(older),
        }
    }

    /// Takes back what was seen in blocks that do not stand; so many of the remembered do.
    fn take_back(&mut self, stand: usize) {
        let last = self.blocks.keep(stand);
        let first_gone = last.map_or(0, |last| last + 1);
        for item in &mut self.items {
            item.take_back(first_gone);
        }
    }

    /// Looks at the head, where it is new or somebody came into sight. Where more is in sight
    /// than is asked about at once, first at what was not looked at for the longest.
    fn look(&mut self) {
        let Some(head) = &self.head else { return };
        let at = head.block.number;
        let due = |item: &Item| item.in_sight && (item.due || item.looked_at != Some(at));
        let mut asked: Vec<usize> =
            (0..self.items.len()).filter(|i| due(&self.items[*i])).collect();
        if asked.is_empty() {
            return self.prove();
        }
        asked.sort_by_key(|i| (!self.items[*i].before, self.items[*i].looked_at));
        asked.truncate(WATCHED_WORKS_MAX);
        let since = asked.iter().filter_map(|i| self.items[*i].looked_at).min();
        // What happened before a work was first looked at shows in its owner.
        let from = since.map(|since| (since + 1).max(at.saturating_sub(LOOK_BACK_BLOCKS_MAX)));
        self.phase = Phase::Look { asked, from: from.filter(|from| *from <= at) };
    }

    fn looked(&mut self, asked: &[usize], from: Option<u64>, answers: &[Answer]) {
        let Some(head) = self.head.clone() else { return };
        let silent = answers.iter().take(asked.len()).all(|answer| match answer {
            Ok(_) => false,
            Err(refusal) => !is_revert(refusal.code, &refusal.message),
        });
        if silent && self.by_hash {
            // Some endpoints know blocks by their numbers only.
            self.by_hash = false;
            self.phase = Phase::Look { asked: asked.to_vec(), from };
            return;
        }
        if silent {
            self.by_hash = true;
            return self.trouble(Some(Trouble::Silent(refusal(answers.first()))));
        }
        let signs = answers.get(asked.len()).and_then(|answer| answer.as_ref().ok());
        let signs = signs.and_then(signs::read).unwrap_or_default();
        for (at, answer) in asked.iter().zip(answers) {
            let item = &mut self.items[*at];
            let answered = match answer {
                Ok(data) => Answered::read(data),
                Err(refusal) if is_revert(refusal.code, &refusal.message) => Answered::Reverted,
                Err(_) => Answered::Nothing,
            };
            let happened = |sign: &&signs::Sign| {
                (from.unwrap_or_default()..=head.block.number).contains(&sign.block())
            };
            let signs = signs.iter().filter(happened);
            if item.look(&answered, signs, &head.block) {
                self.news.push(News::Work(Box::new(item.record(&self.endpoint, &head.block))));
            }
        }
        self.blocks.remember(head.block.number, head.block.hash);
        self.prove();
    }

    /// Proves what is not proven yet, as much as one round holds.
    fn prove(&mut self) {
        let Some(Head { header: Some(header), .. }) = &self.head else { return };
        let due = |item: &Item| item.in_sight && item.is_to_be_proven();
        let mut asked: Vec<usize> =
            (0..self.items.len()).filter(|i| due(&self.items[*i])).collect();
        if asked.is_empty() {
            return;
        }
        asked.sort_by_key(|i| self.items[*i].rank());
        asked.truncate(PROVEN_PER_ROUND);
        let calls = asked.iter().map(|at| self.items[*at].question.call()).collect();
        let prover = Box::new(Prover::new(self.number, header.clone(), calls));
        self.go_on_proving(asked, prover);
    }

    /// Asks on, or takes what was proven once nothing is left to ask.
    fn go_on_proving(&mut self, asked: Vec<usize>, mut prover: Box<Prover>) {
        loop {
            let requests = prover.requests();
            if !requests.is_empty() {
                self.phase = Phase::Prove { asked, prover, requests };
                return;
            }
            if !prover.is_waiting() {
                break;
            }
        }
        let Some(head) = self.head.clone() else { return };
        let (_, ends) = prover.finish();
        for (at, end) in asked.into_iter().zip(ends) {
            let item = &mut self.items[at];
            item.take_proof(end, &head.block);
            self.news.push(News::Work(Box::new(item.record(&self.endpoint, &head.block))));
        }
    }

    fn trouble(&mut self, trouble: Option<Trouble>) {
        if self.trouble == trouble {
            return;
        }
        self.trouble.clone_from(&trouble);
        self.news.push(News::Line {
            chain: self.chain.clone(),
            endpoint: self.endpoint.clone(),
            trouble,
        });
    }
}
