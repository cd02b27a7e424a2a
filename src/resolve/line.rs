//! The line to one chain: a call that is asked here is answered with the strongest
//! evidence that its endpoints give: proven, agreed, or reported.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes};
use futures::future::join_all;

use crate::exhibition::{ChainSettings, Problem, ProblemKind};
use crate::ownership::proof::{Outcome, Proven, Prover, Unanswered, Witness, knows_rules};
use crate::ownership::{BlockRef, Evidence};
use crate::source::{Answer, Endpoint, Other, Quorum};
use crate::token::ChainId;

/// One chain's endpoints at one block.
#[derive(Debug)]
pub(super) struct Line {
    pub chain: ChainId,
    pub quorum: Quorum,
    /// Whether the exhibition wants proofs.
    proofs: bool,
    /// All that was proven so far, so that works share it.
    pub witness: Option<Witness>,
    /// What endpoints said in place of proofs.
    shortfalls: Vec<String>,
    /// Whether an endpoint was met that has replaced the block.
    replaced: bool,
}

/// What a call was answered with, and how strongly.
#[derive(Clone, Debug)]
pub(super) struct Strong {
    pub answer: Answer,
    pub evidence: Evidence,
    /// What the answer can be checked again with, where it is proven.
    pub proof: Option<Proof>,
    /// Why it is not stronger, and who said otherwise.
    pub notes: Vec<Problem>,
}

/// The parts of the line's witness that one answer stands on.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    pub nodes: BTreeSet<B256>,
    pub codes: BTreeSet<B256>,
}

impl Proof {
    /// Takes in what another answer about the same work stands on.
    pub fn add(&mut self, other: &Self) {
        self.nodes.extend(&other.nodes);
        self.codes.extend(&other.codes);
    }
}

/// What is to be proven beside calls: slots of contracts, and the codes of accounts.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub slots: Vec<(Address, B256)>,
    pub codes: Vec<Address>,
}

impl Beside {
    fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.codes.is_empty()
    }
}

impl Line {
    pub fn new(chain: ChainId, quorum: Quorum, settings: &ChainSettings) -> Self {
        let proofs = settings.proof;
        let mut shortfalls = Vec::new();
        if proofs && !quorum.is_reached() {
            shortfalls.push(quorum.standing());
        }
        Self { chain, quorum, proofs, witness: None, shortfalls, replaced: false }
    }

    /// Whether proofs are asked for, and there is a block that they can be of: over the
    /// header of a few that others contradict, anything could be proven.
    pub fn wants_proofs(&self) -> bool {
        self.proofs && self.quorum.is_reached()
    }

    pub fn block(&self) -> &BlockRef {
        self.quorum.block()
    }

    /// Whether the chain has replaced the block while it was asked about.
    pub fn is_replaced(&self) -> bool {
        self.replaced
    }

    /// Who has another block, as notes. An endpoint that only fails says nothing against
    /// anybody.
    pub fn dissent(&self) -> Vec<Problem> {
        let said = |other: &Other| match other {
            Other::Failed(_) => None,
            Other::Disagrees { endpoint, says } => {
                let detail = format!("{endpoint}: {says}");
                Some(Problem::new(ProblemKind::EndpointDisagrees, detail))
            }
        };
        let others = self.quorum.others.iter().filter_map(said);
        // Who only failed is told of once, and not of every work.
        let short = self.proofs && !self.quorum.is_reached() && self.quorum.against > 0;
        let short = short.then(|| Problem::new(ProblemKind::NotProven, self.quorum.standing()));
        others.chain(short).collect()
    }

    /// Makes calls, each with the strongest evidence that there is.
    pub async fn ask(&mut self, calls: &[(Address, Bytes)]) -> Vec<Strong> {
        let (mut found, mut notes) = self.try_to_prove(calls).await;
        let open: Vec<usize> = (0..calls.len()).filter(|place| found[*place].is_none()).collect();
        if !open.is_empty() {
            let asked: Vec<(Address, Vec<u8>)> =
                open.iter().map(|place| (calls[*place].0, calls[*place].1.to_vec())).collect();
            let said = self.vote(&asked).await;
            for (place, mut strong) in open.into_iter().zip(said) {
                strong.notes.append(&mut notes[place]);
                found[place] = Some(strong);
            }
        }
        found.into_iter().flatten().collect()
    }

    /// The same for calls that the first endpoint has answered already: where there is no
    /// other to ask and no proof, nothing is asked and nothing is known better.
    pub async fn ask_again(
        &mut self,
        calls: &[(Address, Bytes)],
    ) -> Vec<Result<Strong, Vec<Problem>>> {
        if self.quorum.endpoints.len() > 1 {
            return self.ask(calls).await.into_iter().map(Ok).collect();
        }
        let (found, notes) = self.try_to_prove(calls).await;
        found.into_iter().zip(notes).map(|(found, notes)| found.ok_or(notes)).collect()
    }

    async fn try_to_prove(
        &mut self,
        calls: &[(Address, Bytes)],
    ) -> (Vec<Option<Strong>>, Vec<Vec<Problem>>) {
        let mut found: Vec<Option<Strong>> = vec![None; calls.len()];
        let mut notes: Vec<Vec<Problem>> = vec![Vec::new(); calls.len()];
        if self.wants_proofs() && !calls.is_empty() {
            for (place, end) in self.prove(calls, &Beside::default()).await.into_iter().enumerate()
            {
                match end {
                    Ok(proven) => found[place] = Some(self.strong(proven)),
                    Err(note) => notes[place].extend(note),
                }
            }
        }
        (found, notes)
    }

    /// Runs calls over proven state for what they bring into the witness.
    pub async fn prove_more(&mut self, calls: &[(Address, Bytes)], beside: &Beside) {
        if self.wants_proofs() && !(calls.is_empty() && beside.is_empty()) {
            self.prove(calls, beside).await;
        }
    }

    /// What stands behind everything that the witness says.
    pub fn proven_evidence(&self) -> Evidence {
        Evidence::Proven {
            endpoints: self.quorum.names(),
            asked: self.quorum.asked,
            block: self.block().clone(),
        }
    }

    /// What stands behind the same answer of these endpoints, where so many others give
    /// another: they agree where they are enough, and else it is the first one's word.
    pub fn word_of(&self, names: Vec<String>, against: usize) -> Evidence {
        let block = self.block().clone();
        if self.quorum.agrees(names.len(), against) {
            return Evidence::Agreed { endpoints: names, asked: self.quorum.asked, block };
        }
        let first = names.into_iter().next();
        let endpoint = first.unwrap_or_else(|| self.quorum.first().name().to_owned());
        Evidence::Reported { endpoint, block }
    }

    /// Runs calls over proven state. What one endpoint does not prove another may.
    async fn prove(
        &mut self,
        calls: &[(Address, Bytes)],
        beside: &Beside,
    ) -> Vec<Result<Proven, Option<Problem>>> {
        let nothing = |_: &_| Err(None);
        let Some(number) = self.chain.evm_number() else {
            return calls.iter().map(nothing).collect();
        };
        let Some(header) = self.quorum.header.clone() else {
            return calls.iter().map(nothing).collect();
        };
        let mut prover = Prover::new(number, header, calls.to_vec());
        if let Some(witness) = self.witness.take() {
            prover.remember(witness);
        }
        prover.want(&beside.slots);
        prover.want_codes(beside.codes.iter().copied());
        let mut caught = Vec::new();
        for (turn, endpoint) in self.quorum.endpoints.iter().enumerate() {
            if turn > 0 {
                prover.try_again();
            }
            if let Err(error) = endpoint.prove(&mut prover).await {
                self.shortfalls.push(error.to_string());
            }
            let lies = prover.take_lies();
            // Whoever has replaced the block proves another one, which is no lie.
            let replaced = !lies.is_empty() && endpoint.has_its_block().await == Some(false);
            self.replaced |= replaced;
            caught.extend(lies.into_iter().map(|lie| match replaced {
                true => Problem::new(
                    ProblemKind::BlockReplaced,
                    format!("{}, block {}", endpoint.name(), endpoint.block().number),
                ),
                false => {
                    Problem::new(ProblemKind::ProofRefused, format!("{}: {lie}", endpoint.name()))
                }
            }));
            if prover.is_proven() {
                break;
            }
        }
        let (witness, ends) = prover.finish();
        self.witness = Some(witness);
        let mut proven = Vec::with_capacity(ends.len());
        for end in ends {
            let why = match end {
                Ok(end) => {
                    proven.push(Ok(end));
                    continue;
                }
                Err(why) => why,
            };
            // That endpoints give no proofs is said once, and not of every work.
            let note = match &why {
                Unanswered::Withheld(_) => {
                    self.shortfalls.push(format!("{}: {why}", self.quorum.first().name()));
                    None
                }
                Unanswered::Lied(_) => caught.first().cloned(),
                Unanswered::Foreign(_) => {
                    self.shortfalls.push(why.to_string());
                    Some(Problem::new(ProblemKind::ForeignRules, why))
                }
                _ => Some(Problem::new(ProblemKind::NotProven, why)),
            };
            proven.push(Err(note));
        }
        proven
    }

    /// Why endpoints proved less than was asked for, if they did.
    pub fn shortfall(&self) -> Option<String> {
        let why = self.shortfalls.first()?;
        Some(format!(
            "{}: not everything could be proven, and the rest is as strong as the endpoints' word ({why})",
            self.chain
        ))
    }

    fn strong(&self, proven: Proven) -> Strong {
        let Proven { outcome, nodes, codes } = proven;
        let answer = match outcome {
            Outcome::Returned(data) => Answer::Data(data),
            Outcome::Reverted(reason) => Answer::Reverted(reverted(&reason)),
        };
        let evidence = self.proven_evidence();
        let notes = self.assumed().into_iter().collect();
        Strong { answer, evidence, proof: Some(Proof { nodes, codes }), notes }
    }

    /// That the chain's own rules are not known, where they are not.
    fn assumed(&self) -> Option<Problem> {
        let known = self.chain.evm_number().is_some_and(knows_rules);
        (!known).then(|| Problem::new(ProblemKind::RulesAssumed, &self.chain))
    }

    /// Asks every endpoint the same and takes what most of them say.
    async fn vote(&self, calls: &[(Address, Vec<u8>)]) -> Vec<Strong> {
        let asked = self.quorum.endpoints.iter().map(|endpoint| async move {
            let answers = endpoint.call(calls).await;
            answers.unwrap_or_else(|error| vec![Answer::Refused(error.to_string()); calls.len()])
        });
        let answers: Vec<Vec<Answer>> = join_all(asked).await;
        (0..calls.len()).map(|place| self.count(place, &answers)).collect()
    }

    /// The answer to one call, as most endpoints give it.
    fn count(&self, place: usize, answers: &[Vec<Answer>]) -> Strong {
        let refused = Answer::Refused("no answer came".to_owned());
        let said = |of: &'_ [Answer]| of.get(place).cloned().unwrap_or_else(|| refused.clone());
        let votes: Vec<(&Endpoint, Answer)> = self
            .quorum
            .endpoints
            .iter()
            .zip(answers)
            .map(|(endpoint, answers)| (endpoint, said(answers)))
            .collect();
        let same = |one: &Answer, other: &Answer| match (one, other) {
            (Answer::Data(one), Answer::Data(other)) => one == other,
            // Each writes a refusal of the contract in its own words.
            (Answer::Reverted(_), Answer::Reverted(_)) => true,
            _ => false,
        };
        let count = |answer: &Answer| votes.iter().filter(|(_, vote)| same(vote, answer)).count();
        let most = votes.iter().map(|(_, answer)| count(answer)).max().unwrap_or_default();
        let chosen = votes.iter().find(|(_, answer)| count(answer) == most);
        let answer = chosen.map_or(refused, |(_, answer)| answer.clone());
        let (with, against): (Vec<_>, Vec<_>) =
            votes.into_iter().partition(|(_, vote)| same(vote, &answer));
        let names: Vec<String> =
            with.iter().map(|(endpoint, _)| endpoint.name().to_owned()).collect();
        let otherwise = |(endpoint, vote): (&Endpoint, Answer)| {
            let says = match vote {
                Answer::Data(data) => format!("answers {}", short(&data)),
                Answer::Reverted(said) => format!("says that the contract refuses ({said})"),
                Answer::Refused(_) => return None,
            };
            let detail = format!("{} {says}", endpoint.name());
            Some(Problem::new(ProblemKind::EndpointDisagrees, detail))
        };
        let notes: Vec<Problem> = against.into_iter().filter_map(otherwise).collect();
        // Who gives no answer says nothing against it.
        let evidence = self.word_of(names, notes.len());
        Strong { answer, evidence, proof: None, notes }
    }
}

/// The most of an answer that a note repeats, in bytes.
const ANSWER_BYTES_SHOWN: usize = 64;

fn short(data: &Bytes) -> String {
    let shown = data.len().min(ANSWER_BYTES_SHOWN);
    let more = if shown < data.len() { "…" } else { "" };
    format!("{}{more}", Bytes::copy_from_slice(&data[..shown]))
}

/// The reason of a revert: `Error(string)`, or the bytes of an error of its own.
fn reverted(reason: &Bytes) -> String {
    const ERROR: [u8; 4] = [0x08, 0xc3, 0x79, 0xa0];
    let text = reason.strip_prefix(&ERROR).and_then(crate::token::text_of_answer);
    match text {
        Some(text) => format!("execution reverted: {}", crate::token::clean_text(&text)),
        None => format!("execution reverted: {}", short(reason)),
    }
}
