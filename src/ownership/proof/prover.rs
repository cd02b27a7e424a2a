//! What to ask an endpoint until calls can be run over proven state. It asks nothing
//! itself: whoever holds the line sends the requests and brings the answers.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use alloy_primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U64};
use serde_json::{Value, json};

use super::answers::{AccessList, AccountProof, Lie};
use super::chains::Foreign;
use super::execute::{Outcome, traced};
use super::fork::rules;
use super::header::BlockHeader;
use super::state::{StateError, Unproven, account_at};
use super::unanswered::Unanswered;
use super::witness::Witness;
use crate::limits::{PROOF_ROUNDS_MAX, PROVEN_PLACES_MAX};

/// A call that has named so many places one by one is asked a hint of its own: those that
/// begin like it need not go on like it.
const ROUNDS_WITHOUT_HINT: usize = 8;

/// Slots that are asked for in one `eth_getProof`; endpoints allow 1,024 or fewer.
const SLOTS_PER_REQUEST: usize = 100;

/// One question to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// `eth_createAccessList`: what a call touches. A hint that may be wrong or missing.
    AccessList { call: usize },
    /// `eth_getProof` (EIP-1186).
    Proof { address: Address, slots: Vec<B256> },
    /// `eth_getCode`, which must hash to what the state says.
    Code { address: Address, hash: B256 },
}

/// A call that was run over proven state, and what it read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub outcome: Outcome,
    pub nodes: BTreeSet<B256>,
    pub codes: BTreeSet<B256>,
}

/// Calls on their way to being proven, all at one block.
#[derive(Debug)]
pub struct Prover {
    chain: u64,
    /// That nothing of this chain can be proven, so that nothing is asked.
    foreign: Option<Foreign>,
    witness: Witness,
    calls: Vec<Job>,
    /// Whether the endpoint is asked what a call touches before it is run.
    hints: bool,
    /// What calls touch and is still to be asked for.
    wanted: BTreeMap<Address, BTreeSet<B256>>,
    wanted_code: BTreeMap<B256, Address>,
    /// Accounts whose code is to be known, whether a call runs it or not.
    read_codes: BTreeSet<Address>,
    /// Calls of which the endpoint is to say what they touch.
    wanted_hints: Vec<usize>,
    /// What was asked for and did not come, with the reason.
    failed: BTreeMap<Unproven, Unanswered>,
    /// What was asked for already.
    asked: HashSet<Unproven>,
    lies: Vec<Lie>,
}

#[derive(Debug)]
struct Job {
    to: Address,
    input: Bytes,
    rounds: usize,
    touched: usize,
    /// Whether the endpoint was asked what this very call touches.
    hinted: bool,
    /// Whether the endpoint said that it touches more than is proven.
    too_wide: bool,
    end: Option<Result<Proven, Unanswered>>,
}

impl Prover {
    /// Begins with a header, under which all is to be proven, and the calls.
    pub fn new(chain: u64, header: BlockHeader, calls: Vec<(Address, Bytes)>) -> Self {
        let foreign = rules(chain, header.fields()).err();
        let job = |(to, input)| Job {
            to,
            input,
            rounds: 0,
            touched: 0,
            hinted: false,
            too_wide: false,
            end: foreign.map(|foreign| Err(Unanswered::Foreign(foreign.into()))),
        };
        Self {
            chain,
            foreign,
            witness: Witness::new(header),
            calls: calls.into_iter().map(job).collect(),
            hints: true,
            wanted: BTreeMap::new(),
            wanted_code: BTreeMap::new(),
            read_codes: BTreeSet::new(),
            wanted_hints: Vec::new(),
            failed: BTreeMap::new(),
            asked: HashSet::new(),
            lies: Vec::new(),
        }
    }

    /// Takes in what was proven at the same block before, so that it is not asked again.
    pub fn remember(&mut self, witness: Witness) {
        if witness.header() == self.witness.header() {
            self.witness = witness;
        }
    }

    /// Asks for slots that no call may touch.
    pub fn want(&mut self, slots: &[(Address, B256)]) {
        for (address, slot) in slots {
            self.wanted.entry(*address).or_default().insert(*slot);
        }
    }

    /// Asks for the codes of accounts, or for the proof that they have none.
    pub fn want_codes(&mut self, of: impl IntoIterator<Item = Address>) {
        self.read_codes.extend(of);
    }

    /// Everything that can be asked for now, all at once; nothing when every call has come
    /// to its end.
    pub fn requests(&mut self) -> Vec<Request> {
        if self.foreign.is_some() {
            return Vec::new();
        }
        if std::mem::take(&mut self.hints) && !self.calls.is_empty() {
            for job in &self.calls {
                self.wanted.entry(job.to).or_default();
            }
            // Calls of one contract begin alike: the first tells most of what they share,
            // and what is each one's own they name themselves.
            let mut met = HashSet::new();
            let first = |call: &usize| {
                let job = &self.calls[*call];
                job.end.is_none() && met.insert((job.to, job.input.get(..4).map(<[u8]>::to_vec)))
            };
            let hints: Vec<usize> = (0..self.calls.len()).filter(first).collect();
            for call in &hints {
                self.calls[*call].hinted = true;
            }
            return hints.into_iter().map(|call| Request::AccessList { call }).collect();
        }
        self.run();
        self.look_for_codes();
        let hints = std::mem::take(&mut self.wanted_hints).into_iter();
        let mut requests: Vec<Request> = hints.map(|call| Request::AccessList { call }).collect();
        for (address, slots) in std::mem::take(&mut self.wanted) {
            self.asked.insert(Unproven::Account(address));
            self.asked.extend(slots.iter().map(|slot| Unproven::Slot { address, slot: *slot }));
            let slots: Vec<B256> = slots.into_iter().collect();
            if slots.is_empty() {
                requests.push(Request::Proof { address, slots });
                continue;
            }
            for slots in slots.chunks(SLOTS_PER_REQUEST) {
                requests.push(Request::Proof { address, slots: slots.to_vec() });
            }
        }
        for (hash, address) in std::mem::take(&mut self.wanted_code) {
            self.asked.insert(Unproven::Code { address, hash });
            requests.push(Request::Code { address, hash });
        }
        requests
    }

    /// The method and the parameters of a request, as JSON-RPC has them.
    pub fn json_rpc(&self, request: &Request) -> (&'static str, Value) {
        let block = json!(U64::from(self.witness.header().number()));
        match request {
            Request::AccessList { call } => {
                let Job { to, input, .. } = &self.calls[*call];
                let call = json!({ "from": Address::ZERO, "to": to, "data": input });
                ("eth_createAccessList", json!([call, block]))
            }
            Request::Proof { address, slots } => ("eth_getProof", json!([address, slots, block])),
            Request::Code { address, .. } => ("eth_getCode", json!([address, block])),
        }
    }

    /// Takes in what the endpoint answered, or what it said instead.
    pub fn bring(&mut self, request: &Request, answer: Result<&Value, String>) {
        match request {
            // Without the hint the call names what it touches, one after the other.
            Request::AccessList { call } => match answer.ok().and_then(AccessList::read) {
                Some(AccessList::These(places)) => self.wish(places),
                // It may be a lie: the call itself is still let name what it touches.
                Some(AccessList::TooMany) => self.calls[*call].too_wide = true,
                None => {}
            },
            Request::Proof { address, slots } => {
                let came = match answer {
                    Ok(answer) => AccountProof::read(answer)
                        .and_then(|proof| proof.put_into(&mut self.witness, *address, slots))
                        .map_err(Unanswered::Lied),
                    Err(said) => Err(Unanswered::Withheld(said)),
                };
                if let Err(why) = came {
                    self.fail(Unproven::Account(*address), &why);
                    for slot in slots {
                        self.fail(Unproven::Slot { address: *address, slot: *slot }, &why);
                    }
                    self.lied(why);
                }
            }
            Request::Code { address, hash } => {
                let came = match answer {
                    Ok(answer) => self.take_code(*address, *hash, answer),
                    Err(said) => Err(Unanswered::Withheld(said)),
                };
                if let Err(why) = came {
                    self.fail(Unproven::Code { address: *address, hash: *hash }, &why);
                    self.lied(why);
                }
            }
        }
    }

    /// Lets another endpoint try what one did not prove.
    pub fn try_again(&mut self) {
        self.failed.clear();
        self.asked.clear();
        self.wanted_hints.clear();
        self.hints = true;
        for job in &mut self.calls {
            // What is no matter of endpoints none of them proves.
            if let Some(Err(why)) = &job.end
                && !matches!(
                    why,
                    Unanswered::Unprovable(_) | Unanswered::BrokeOff(_) | Unanswered::Foreign(_)
                )
            {
                job.end = None;
                job.rounds = 0;
                (job.hinted, job.too_wide) = (false, false);
            }
        }
    }

    /// Whether some call has not come to its end yet.
    pub fn is_waiting(&self) -> bool {
        self.calls.iter().any(|job| job.end.is_none())
    }

    /// Whether every call was run to its end.
    pub fn is_proven(&self) -> bool {
        self.calls.iter().all(|job| matches!(job.end, Some(Ok(_))))
    }

    /// What the endpoint was caught at, and forgets it.
    pub fn take_lies(&mut self) -> Vec<Lie> {
        std::mem::take(&mut self.lies)
    }

    /// The witness with all that was brought, and how each call ended.
    pub fn finish(self) -> (Witness, Vec<Result<Proven, Unanswered>>) {
        let silent = || Err(Unanswered::Withheld("nothing was asked".to_owned()));
        let ends = self.calls.into_iter().map(|job| job.end.unwrap_or_else(silent));
        (self.witness, ends.collect())
    }

    /// Runs every open call as far as proven state carries it.
    fn run(&mut self) {
        for at in 0..self.calls.len() {
            if self.calls[at].end.is_some() {
                continue;
            }
            let (to, input) = (self.calls[at].to, self.calls[at].input.clone());
            let end = match traced(&self.witness, self.chain, to, &input) {
                Ok((outcome, touched)) => {
                    Some(Ok(Proven { outcome, nodes: touched.nodes, codes: touched.codes }))
                }
                Err(StateError::Damaged(node)) => Some(Err(Unanswered::Lied(Lie::Damaged(node)))),
                Err(StateError::BrokeOff(why)) => Some(Err(Unanswered::BrokeOff(why))),
                Err(StateError::Unproven(missing)) => self.miss(at, missing).map(Err),
                Err(of_chain) => Some(Err(Unanswered::Foreign(of_chain))),
            };
            self.calls[at].end = end;
        }
    }

    /// Puts down the codes that are wanted for their own sake, once each.
    fn look_for_codes(&mut self) {
        for address in self.read_codes.iter().copied() {
            match account_at(&self.witness, address, &mut |_| {}) {
                Ok(Some(account)) => {
                    let hash = account.code_hash;
                    let known = hash == KECCAK256_EMPTY || self.witness.code(&hash).is_some();
                    if !known && !self.asked.contains(&Unproven::Code { address, hash }) {
                        self.wanted_code.insert(hash, address);
                    }
                }
                Ok(None) => {}
                Err(_) if self.asked.contains(&Unproven::Account(address)) => {}
                Err(_) => {
                    self.wanted.entry(address).or_default();
                }
            }
        }
    }

    /// Puts down what a call misses, or says why it cannot be had.
    fn miss(&mut self, call: usize, missing: Unproven) -> Option<Unanswered> {
        if let Some(why) = self.failed.get(&missing) {
            return Some(why.clone());
        }
        let job = &mut self.calls[call];
        job.rounds += 1;
        job.touched += 1;
        if job.rounds > PROOF_ROUNDS_MAX {
            return Some(if job.too_wide { Unanswered::TooWide } else { Unanswered::TooDeep });
        }
        if job.rounds > ROUNDS_WITHOUT_HINT && !job.hinted {
            job.hinted = true;
            self.wanted_hints.push(call);
        }
        if job.touched > PROVEN_PLACES_MAX {
            return Some(Unanswered::TooWide);
        }
        if self.asked.contains(&missing) {
            // It came, and is missing all the same: no honest answer does that.
            let why = Unanswered::Withheld("what it proves is not what was asked for".to_owned());
            return Some(why);
        }
        match missing {
            Unproven::Account(address) => {
                self.wanted.entry(address).or_default();
            }
            Unproven::Slot { address, slot } => {
                self.wanted.entry(address).or_default().insert(slot);
            }
            Unproven::Code { address, hash } => {
                self.wanted_code.insert(hash, address);
            }
            Unproven::BlockHash(_) => return Some(Unanswered::Unprovable(missing)),
        }
        None
    }

    fn wish(&mut self, places: Vec<(Address, Vec<B256>)>) {
        for (address, slots) in places {
            let wanted = self.wanted.entry(address).or_default();
            let new = |slot: &B256| !self.asked.contains(&Unproven::Slot { address, slot: *slot });
            wanted.extend(slots.into_iter().filter(new));
        }
    }

    fn take_code(
        &mut self,
        address: Address,
        hash: B256,
        answer: &Value,
    ) -> Result<(), Unanswered> {
        let code: Bytes = serde_json::from_value(answer.clone())
            .map_err(|_| Unanswered::Lied(Lie::NoAnswer("eth_getCode")))?;
        // The account's own proof says which code it is.
        let account = account_at(&self.witness, address, &mut |_| {});
        let right = alloy_primitives::keccak256(&code) == hash
            && matches!(account, Ok(Some(account)) if account.code_hash == hash);
        if !right || self.witness.add_code(code).is_err() {
            return Err(Unanswered::Lied(Lie::OtherCode { address }));
        }
        Ok(())
    }

    fn fail(&mut self, missing: Unproven, why: &Unanswered) {
        self.failed.insert(missing, why.clone());
    }

    fn lied(&mut self, why: Unanswered) {
        if let Unanswered::Lied(lie) = why
            && !self.lies.contains(&lie)
        {
            self.lies.push(lie);
        }
    }
}
