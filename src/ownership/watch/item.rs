//! One work that is watched: what was seen of it, block by block.

use alloy_primitives::{B256, Bytes};
use serde_json::Value;

use super::signs::{Says, Sign};
use crate::limits::PROOF_TRIES_MAX;
use crate::ownership::live::{Change, Holding, LiveRecord, Watched};
use crate::ownership::proof::{Outcome, Proven, Unanswered};
use crate::ownership::{BlockRef, Evidence, Question, read_address, read_number};
use crate::token::{AccountId, EvmToken};

/// What a contract answered on the question for its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    Data(Bytes),
    /// The contract itself says no.
    Reverted,
    /// The endpoint gave nothing of use.
    Nothing,
}

/// A work, and what was seen of it.
#[derive(Debug)]
pub(super) struct Item {
    pub watched: Watched,
    pub token: EvmToken,
    pub question: Question,
    pub in_sight: bool,
    /// Whether the visitor stands before it.
    pub before: bool,
    /// The block at which it was last asked about.
    pub looked_at: Option<u64>,
    /// Whether it is to be asked about again, whatever the block.
    pub due: bool,
    /// What was seen, the newest last.
    seen: Vec<Seen>,
    metadata_in: Option<u64>,
    taken_back_from: Option<u64>,
    /// Whether that was told. It stands until the work is looked at again, so that a proof
    /// which comes right after does not wipe it away.
    taken_back_told: bool,
    proof: Proof,
    /// Why nothing is proven of it at the newest block: too few endpoints name that block.
    alone: Option<String>,
}

/// How it was seen to be held.
#[derive(Debug)]
struct Seen {
    holding: Holding,
    /// The block at which it was seen first.
    at: u64,
    /// The block of the event by which it came to that, where one was told of.
    in_block: Option<u64>,
    /// Whether that event says that it went to nobody.
    burnt: bool,
}

/// How far the last holding is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Proof {
    NotTried,
    /// It is wanted, and failed so often.
    Wanted(u32),
    /// Over a block, and who stands behind that.
    Proven(Evidence),
    /// Why it cannot be had.
    Refused(String),
}

impl Answered {
    /// Reads what `eth_call` answers. No data at all is what an account without code says.
    pub fn read(data: &Value) -> Self {
        match serde_json::from_value::<Bytes>(data.clone()) {
            Ok(data) if data.len() >= 32 => Self::Data(data),
            _ => Self::Nothing,
        }
    }
}

impl Item {
    /// None where no contract of the EVM can be asked.
    pub fn new(watched: Watched) -> Option<Self> {
        Some(Self {
            token: watched.token.evm()?,
            question: watched.question()?,
            watched,
            in_sight: true,
            before: false,
            looked_at: None,
            due: true,
            seen: Vec::new(),
            metadata_in: None,
            taken_back_from: None,
            taken_back_told: false,
            proof: Proof::NotTried,
            alone: None,
        })
    }

    /// Takes in what was seen at a block and the events before it; whether there is
    /// anything new to say.
    pub fn look<'a>(
        &mut self,
        answered: &Answered,
        signs: impl Iterator<Item = &'a Sign>,
        at: &BlockRef,
    ) -> bool {
        let Some(holding) = self.holding_of(answered) else { return false };
        // The last block in which it changed hands, and whether it went to nobody there.
        let mut moved: Option<(u64, bool)> = None;
        if self.taken_back_told {
            self.taken_back_from = None;
        }
        let mut news = self.seen.is_empty() || self.taken_back_from.is_some();
        let seen_to = self.looked_at;
        for sign in signs.filter(|sign| seen_to.is_some_and(|to| sign.block() > to)) {
            match sign.says(&self.token) {
                // Of two in one block the later one is told later.
                Some(says @ (Says::Moved | Says::Burnt)) => {
                    let is_later = moved.is_none_or(|(block, _)| block <= sign.block());
                    if is_later {
                        moved = Some((sign.block(), says == Says::Burnt));
                    }
                }
                Some(Says::Metadata) if self.metadata_in < Some(sign.block()) => {
                    self.metadata_in = Some(sign.block());
                    news = true;
                }
                Some(Says::Metadata) | None => {}
            }
        }
        let first = self.looked_at.is_none();
        self.looked_at = Some(at.number);
        self.due = false;
        if *self.holding() != holding || first {
            let other = *self.holding() != holding;
            let in_block = moved.map(|(block, _)| block);
            let burnt = moved.is_some_and(|(_, burnt)| burnt);
            self.seen.push(Seen { holding, at: at.number, in_block, burnt });
            self.proof = if other { Proof::Wanted(0) } else { Proof::NotTried };
            news = true;
        }
        news
    }

    /// Forgets what was seen in this block and later.
    pub fn take_back(&mut self, first_gone: u64) {
        let of_metadata = self.metadata_in.filter(|block| *block >= first_gone);
        let before = self.seen.len();
        self.seen.retain(|seen| seen.in_block.unwrap_or(seen.at) < first_gone);
        if of_metadata.is_some() {
            self.metadata_in = None;
        }
        if self.seen.len() < before || of_metadata.is_some() {
            self.taken_back_from = Some(first_gone);
            self.taken_back_told = false;
            self.due = true;
            self.proof = Proof::NotTried;
        }
        if let Proof::Proven(evidence) = &self.proof
            && evidence.block().is_some_and(|block| block.number >= first_gone)
        {
            self.proof = Proof::Wanted(0);
        }
        // It is looked at again; what happened since the last block that stands, too.
        self.looked_at = match self.seen.is_empty() {
            true => None,
            false => self.looked_at.map(|at| at.min(first_gone.saturating_sub(1))),
        };
    }

    /// Whether its holder is still to be proven.
    pub fn is_to_be_proven(&self) -> bool {
        !self.seen.is_empty() && matches!(self.proof, Proof::Wanted(_) | Proof::NotTried)
    }

    /// How long its proof may wait: what changed comes first, then what the visitor stands
    /// before, and then whatever else is in sight.
    pub fn rank(&self) -> u8 {
        match self.proof {
            Proof::Wanted(_) => 0,
            _ if self.before => 1,
            _ => 2,
        }
    }

    /// Notes that too few endpoints name the newest block for anything to be proven over it;
    /// whether that is to be said.
    pub fn stands_alone(&mut self, why: &str) -> bool {
        let is_news = self.alone.as_deref() != Some(why);
        self.alone = Some(why.to_owned());
        is_news
    }

    /// Takes in how the proof ended, with what stands behind it. What is proven stands,
    /// whatever was reported.
    pub fn take_proof(
        &mut self,
        end: Result<Proven, Unanswered>,
        at: &BlockRef,
        behind: &Evidence,
    ) {
        self.alone = None;
        let tried = match self.proof {
            Proof::Wanted(tried) => tried + 1,
            _ => 1,
        };
        let answered = match end {
            Ok(Proven { outcome: Outcome::Returned(data), .. }) => Answered::Data(data),
            Ok(Proven { outcome: Outcome::Reverted(_), .. }) => Answered::Reverted,
            // Another block may have come in between: once more, at the next head.
            Err(Unanswered::Lied(_)) if tried < PROOF_TRIES_MAX => {
                self.proof = Proof::Wanted(tried);
                return;
            }
            Err(why) => {
                self.proof = Proof::Refused(why.to_string());
                return;
            }
        };
        let Some(holding) = self.holding_of(&answered) else {
            self.proof = Proof::Refused("the contract's answer names no holder".to_owned());
            return;
        };
        self.proof = Proof::Proven(behind.clone());
        if *self.holding() != holding {
            // What was reported of this block is not so, whatever event was told of it.
            self.seen.retain(|seen| seen.at < at.number);
            if *self.holding() != holding || self.seen.is_empty() {
                self.seen.push(Seen { holding, at: at.number, in_block: None, burnt: false });
            }
        }
    }

    /// What is known of the work at this block.
    pub fn record(&mut self, endpoint: &str, at: &BlockRef) -> LiveRecord {
        let evidence = match &self.proof {
            Proof::Proven(evidence) => evidence.clone(),
            _ => Evidence::Reported { endpoint: endpoint.to_owned(), block: at.clone() },
        };
        self.taken_back_told = true;
        let was = match self.seen.as_slice() {
            [.., was, _] => &was.holding,
            _ => &self.watched.holding,
        };
        let change = self.seen.last().filter(|is| is.holding != *was).map(|is| Change {
            was: was.clone(),
            block: is.at,
            in_block: is.in_block,
            burnt: is.burnt && is.holding == Holding::Nobody,
        });
        LiveRecord {
            work: self.watched.work.clone(),
            holding: self.holding().clone(),
            evidence,
            change,
            metadata_in: self.metadata_in,
            taken_back_from: self.taken_back_from,
            unproven: match &self.proof {
                Proof::Refused(why) => Some(why.clone()),
                Proof::Proven(_) => None,
                Proof::NotTried | Proof::Wanted(_) => self.alone.clone(),
            },
        }
    }

    fn holding(&self) -> &Holding {
        self.seen.last().map_or(&self.watched.holding, |seen| &seen.holding)
    }

    fn holding_of(&self, answered: &Answered) -> Option<Holding> {
        let data = match answered {
            Answered::Data(data) => data,
            Answered::Reverted if !matches!(self.question, Question::BalanceOf(..)) => {
                return Some(Holding::Nobody);
            }
            Answered::Reverted | Answered::Nothing => return None,
        };
        if let Holding::Editions { holder, .. } = &self.watched.holding {
            let count = read_number(data)?;
            return Some(Holding::Editions { holder: holder.clone(), count });
        }
        let word = B256::try_from(data.get(..32)?).ok()?;
        if word.is_zero() {
            return Some(Holding::Nobody);
        }
        let owner = AccountId::evm(self.watched.token.chain.clone(), read_address(data)?);
        Some(Holding::Owner(owner))
    }
}
