//! Watching works of one chain through one endpoint, as a machine that asks nothing
//! itself: whoever holds the line begins a round, sends what is asked, and brings what
//! comes back.
//!
//! A round is one small question about the newest block; where that is new, one batch
//! for everything in sight; and, for what changed and for what is not proven yet, the
//! questions of a proof. Where more than this endpoint must name the block, the others are
//! asked for it beside that. What is too much for one round has its turn in the next.

mod asking;
mod blocks;
mod call;
mod item;
mod signs;
#[cfg(test)]
mod tests;
mod voices;

use alloy_primitives::U64;

use super::live::{News, Order, Trouble};
use super::proof::Prover;
use super::{Timestamp, is_revert};
use crate::limits::{LOOK_BACK_BLOCKS_MAX, WATCHED_WORKS_MAX};
use crate::token::ChainId;
use asking::Phase;
use blocks::{Blocks, Head, read_block};
use call::refusal;
use item::{Answered, Item};

pub use call::{Answer, Call, Refusal};
pub use voices::{Inquiry, Voices};

/// The most holders that are proven in one round.
const PROVEN_PER_ROUND: usize = 50;

/// A chain without a new block for so long is said to stand still, in seconds.
const STALLED_SECS: i64 = 15 * 60;

/// The works of one chain, watched through one endpoint.
#[derive(Debug)]
pub struct Watch {
    chain: ChainId,
    number: u64,
    /// The endpoint that is asked, and who else must name its block.
    voices: Voices,
    items: Vec<Item>,
    blocks: Blocks,
    head: Option<Head>,
    /// Whether calls name the block by its hash (EIP-1898); by its number otherwise.
    by_hash: bool,
    phase: Phase,
    /// Whether the endpoint did not answer this round as it should.
    failed: bool,
    /// That the chain stands still, as far as the endpoint knows.
    stalled: Option<Trouble>,
    /// What was last told to be the matter, and with which endpoint.
    trouble: Option<(String, Trouble)>,
    news: Vec<News>,
}

impl Watch {
    /// Watches a chain through one of its endpoints. None for a chain that is not of the
    /// EVM.
    pub fn new(chain: ChainId, voices: Voices) -> Option<Self> {
        let number = chain.evm_number()?;
        Some(Self::begun(chain, number, voices))
    }

    fn begun(chain: ChainId, number: u64, voices: Voices) -> Self {
        Self {
            chain,
            number,
            voices,
            items: Vec::new(),
            blocks: Blocks::default(),
            head: None,
            by_hash: true,
            phase: Phase::Resting,
            failed: false,
            stalled: None,
            trouble: None,
            news: Vec::new(),
        }
    }

    /// Goes on through the endpoint at this place, which is believed nothing that another
    /// one said. What was told to be the matter is taken back once it is well.
    pub fn turn(&mut self, at: usize) {
        let Some(voices) = self.voices.turned(at) else { return };
        let (trouble, news) = (self.trouble.take(), std::mem::take(&mut self.news));
        let begun = Self::begun(self.chain.clone(), self.number, voices);
        *self = Self { trouble, news, ..begun };
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
            self.failed = false;
        }
    }

    /// What the other endpoints are to be asked, while this one is asked [`Watch::calls`].
    pub fn others(&self) -> Option<Inquiry> {
        self.voices.inquiry()
    }

    /// Takes in what came back on the last calls, in their order.
    pub fn bring(&mut self, answers: Vec<Answer>, now: Timestamp) {
        match std::mem::take(&mut self.phase) {
            Phase::Resting => {}
            Phase::Hear => self.phase = Phase::Hear,
            Phase::Poll => self.polled(&answers, now),
            Phase::Recheck(blocks) => {
                if answers.len() < blocks.len() || answers.iter().any(Result::is_err) {
                    let refused = answers.iter().find(|answer| answer.is_err());
                    return self.give_up(Trouble::NoBlocks(refusal(refused)));
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

    /// Takes in what the other endpoints answered, in the order of [`Inquiry::endpoints`].
    pub fn hear(&mut self, answers: &[Answer]) {
        // Who stands behind an endpoint that failed meanwhile nobody needs to know.
        if self.failed {
            return;
        }
        self.voices.hear(answers);
        self.tell_trouble();
        if matches!(self.phase, Phase::Hear) {
            self.phase = Phase::Resting;
            self.prove();
        }
    }

    /// The line is broken: this round is over, and the next one asks again.
    pub fn fail(&mut self, said: String) {
        self.phase = Phase::Resting;
        self.give_up(Trouble::Silent(said));
    }

    /// Whether the endpoint did not answer the last round as it should.
    pub fn has_failed(&self) -> bool {
        self.failed
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
            Some(said) => return self.give_up(Trouble::OtherChain(said)),
            None => return self.give_up(Trouble::NoBlocks(refusal(answers.first()))),
        }
        let Some(head) = answer(1).and_then(Head::read) else {
            return self.give_up(Trouble::NoBlocks(refusal(answers.get(1))));
        };
        let is = head.block.number;
        let is_old = now.unix() - head.block.time.unix() > STALLED_SECS;
        self.stalled = is_old.then_some(Trouble::Stalled(head.block.time));
        // Before the exhibition's own block nothing can have changed since.
        let watched = self.items.iter().filter(|item| item.in_sight);
        let hung = watched.filter_map(|item| item.watched.block).max().unwrap_or_default();
        if is < hung {
            return self.give_up(Trouble::Behind { was: hung, is });
        }
        let Some((was, hash)) = self.blocks.newest() else {
            self.see(head);
            return self.look();
        };
        let Some(there) = answer(2) else {
            return self.give_up(Trouble::NoBlocks(refusal(answers.get(2))));
        };
        let there = read_block(there);
        let stands = there.as_ref().is_some_and(|there| there.hash == hash);
        // That it knows less now takes nothing back; another block in its place does.
        if is < was && (there.is_none() || stands) {
            return self.give_up(Trouble::Behind { was, is });
        }
        self.see(head);
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

    /// Takes a block as the newest, of which the others are to say whether it is theirs, too.
    fn see(&mut self, head: Head) {
        self.voices.ask_about(&head.block);
        self.head = Some(head);
        self.tell_trouble();
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
            return self.give_up(Trouble::Silent(refusal(answers.first())));
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
                let record = item.record(self.voices.host(), &head.block);
                self.news.push(News::Work(Box::new(record)));
            }
        }
        self.blocks.remember(head.block.number, head.block.hash);
        self.prove();
    }

    /// Proves what is not proven yet, as much as one round holds.
    fn prove(&mut self) {
        if self.voices.is_open() {
            self.phase = Phase::Hear;
            return;
        }
        let Some(Head { header: Some(header), block }) = &self.head else { return };
        let due = |item: &Item| item.in_sight && item.is_to_be_proven();
        let mut asked: Vec<usize> =
            (0..self.items.len()).filter(|i| due(&self.items[*i])).collect();
        // Over the header of a few that others contradict, anything could be proven.
        if let Some(why) = self.voices.shortfall() {
            for at in asked {
                let item = &mut self.items[at];
                if item.stands_alone(&why) {
                    let record = item.record(self.voices.host(), block);
                    self.news.push(News::Work(Box::new(record)));
                }
            }
            return;
        }
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
        let Some(Head { block, .. }) = self.head.clone() else { return };
        let Some(evidence) = self.voices.proven(&block) else { return };
        let (_, ends) = prover.finish();
        for (at, end) in asked.into_iter().zip(ends) {
            let item = &mut self.items[at];
            item.take_proof(end, &block, &evidence);
            let record = item.record(self.voices.host(), &block);
            self.news.push(News::Work(Box::new(record)));
        }
    }

    /// Ends the round: the endpoint is of no use in it.
    fn give_up(&mut self, trouble: Trouble) {
        self.failed = true;
        self.voices.close();
        self.trouble(Some(trouble));
    }

    /// Says what is the matter with an endpoint that answers: who has another block, or that
    /// there has been none for long.
    fn tell_trouble(&mut self) {
        self.trouble(self.voices.trouble().or_else(|| self.stalled.clone()));
    }

    fn trouble(&mut self, trouble: Option<Trouble>) {
        let endpoint = self.voices.host().to_owned();
        let is = trouble.map(|trouble| (endpoint.clone(), trouble));
        if self.trouble == is {
            return;
        }
        self.trouble.clone_from(&is);
        let (chain, trouble) = (self.chain.clone(), is.map(|(_, trouble)| trouble));
        self.news.push(News::Line { chain, endpoint, trouble });
    }
}
