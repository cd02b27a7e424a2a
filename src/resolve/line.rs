//! The line to one chain: a call that is asked here is answered with the strongest
//! evidence that its endpoints give: proven, agreed, or reported.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes};
use futures::future::join_all;

use crate::exhibition::{ChainSettings, Problem, ProblemKind};
use crate::ownership::proof::{Outcome, Proven, Prover, Witness};
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

impl Line {
    pub fn new(chain: ChainId, quorum: Quorum, settings: &ChainSettings) -> Self {
        Self { chain, quorum, proofs: settings.proof, witness: None }
    }

    /// Whether proofs are asked for.
    pub fn wants_proofs(&self) -> bool {
        self.proofs
    }

    pub fn block(&self) -> &BlockRef {
        self.quorum.block()
    }

    /// Who does not stand behind the block, as notes.
    pub fn dissent(&self) -> Vec<Problem> {
        let said = |other: &Other| match other {
            Other::Failed(error) => Problem::from_rpc(error),
            Other::Disagrees { endpoint, says } => {
                Problem::new(ProblemKind::EndpointDisagrees, format!("{endpoint}: {says}"))
            }
        };
        self.quorum.others.iter().map(said).collect()
    }

    /// Makes calls, each with the strongest evidence that there is.
    pub async fn ask(&mut self, calls: &[(Address, Bytes)]) -> Vec<Strong> {
        let mut found: Vec<Option<Strong>> = vec![None; calls.len()];
        let mut notes: Vec<Vec<Problem>> = vec![Vec::new(); calls.len()];
        if self.proofs {
            let proven = self.prove(calls).await;
            for (place, end) in proven.into_iter().enumerate() {
                match end {
                    Ok(proven) => found[place] = Some(self.strong(proven)),
                    Err(note) => notes[place].extend(note),
                }
            }
        }
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

    /// Runs calls over proven state. What one endpoint does not prove another may.
    async fn prove(&mut self, calls: &[(Address, Bytes)]) -> Vec<Result<Proven, Option<Problem>>> {
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
        let mut caught = Vec::new();
        for (turn, endpoint) in self.quorum.endpoints.iter().enumerate() {
            if turn > 0 {
                prover.try_again();
            }
            if let Err(error) = endpoint.prove(&mut prover).await {
                caught.push(Problem::from_rpc(&error));
            }
            caught.extend(prover.take_lies().into_iter().map(|lie| {
                Problem::new(ProblemKind::ProofRefused, format!("{}: {lie}", endpoint.name()))
            }));
            if prover.is_proven() {
                break;
            }
        }
        let (witness, ends) = prover.finish();
        self.witness = Some(witness);
        let mut caught = caught.into_iter();
        let end = |end: Result<Proven, _>| {
            end.map_err(|why| {
                let detail = format!("{}: {why}", self.quorum.first().name());
                let told = caught.next();
                Some(told.unwrap_or_else(|| Problem::new(ProblemKind::NotProven, detail)))
            })
        };
        ends.into_iter().map(end).collect()
    }

    fn strong(&self, proven: Proven) -> Strong {
        let Proven { outcome, nodes, codes } = proven;
        let answer = match outcome {
            Outcome::Returned(data) => Answer::Data(data),
            Outcome::Reverted(reason) => Answer::Reverted(reverted(&reason)),
            Outcome::Halted(reason) => Answer::Reverted(reason),
        };
        let evidence = Evidence::Proven {
            endpoints: self.quorum.names(),
            asked: self.quorum.asked,
            block: self.block().clone(),
        };
        Strong { answer, evidence, proof: Some(Proof { nodes, codes }), notes: Vec::new() }
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
        let block = self.block().clone();
        let enough = names.len() >= 2 && names.len() >= self.quorum.needed as usize;
        let evidence = if enough {
            Evidence::Agreed { endpoints: names, asked: self.quorum.asked, block }
        } else {
            let endpoint =
                names.into_iter().next().unwrap_or_else(|| self.quorum.first().name().to_owned());
            Evidence::Reported { endpoint, block }
        };
        let otherwise = |(endpoint, vote): (&Endpoint, Answer)| {
            let says = match vote {
                Answer::Data(data) => format!("answers {}", short(&data)),
                Answer::Reverted(said) => format!("says that the contract refuses ({said})"),
                Answer::Refused(said) => format!("does not answer ({said})"),
            };
            Problem::new(ProblemKind::EndpointDisagrees, format!("{} {says}", endpoint.name()))
        };
        Strong {
            answer,
            evidence,
            proof: None,
            notes: against.into_iter().map(otherwise).collect(),
        }
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
