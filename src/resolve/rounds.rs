//! One endpoint, asked in rounds: what contracts there are, what each says of itself,
//! what each says of its tokens; and once more about tokens whose first answers led
//! nowhere.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use alloy_primitives::Address;
use futures::StreamExt;

use super::chains::Open;
use super::contracts::{
    Asked, Call, Handler, Survey, Told, handlers_for, read_survey, read_terms, survey_calls,
    terms_calls,
};
use super::work::TokenFacts;
use crate::exhibition::{BlobHash, Problem, ProblemKind};
use crate::limits::CALLS_PER_BATCH_MAX;
use crate::ownership::Evidence;
use crate::source::{Answer, Endpoint, Library, RpcError};
use crate::token::{ChainId, EvmStandard};

/// Batches that are on their way to one endpoint at once.
const BATCHES_IN_FLIGHT: usize = 4;

/// An endpoint, and what its contracts said of themselves.
pub(super) struct Rounds<'a> {
    pub chain: &'a ChainId,
    pub endpoint: &'a Endpoint,
    /// Where documents of ENS names are asked for, where the exhibition says it.
    names: Option<&'a str>,
    surveys: HashMap<Address, Survey>,
    /// The blobs of what contracts name as their own documents.
    documents: HashMap<Address, BlobHash>,
}

/// A token on its way through the handlers that stand for it.
struct Attempt {
    open: Open,
    handlers: std::vec::IntoIter<&'static dyn Handler>,
    told: Told,
    first: bool,
}

impl<'a> Rounds<'a> {
    /// Asks every contract about itself. What one does not say it does not have; only an
    /// endpoint that fails altogether is an error.
    pub async fn survey(
        chain: &'a ChainId,
        endpoint: &'a Endpoint,
        names: Option<&'a str>,
        library: &Library,
        contracts: BTreeSet<Address>,
    ) -> io::Result<Result<Self, RpcError>> {
        let items = contracts.into_iter().map(|contract| (contract, survey_calls(contract)));
        let mut surveys = HashMap::new();
        let (_, trouble) = ask_all(endpoint, items.collect(), |contract, answers| {
            surveys.insert(contract, read_survey(answers));
            Ok(())
        })
        .await?;
        if let Some(trouble) = trouble {
            return Ok(Err(trouble));
        }
        let mut documents = HashMap::new();
        for (contract, survey) in &surveys {
            if let Some(uri) = &survey.uri {
                documents.insert(*contract, library.blobs().keep(uri.as_bytes())?);
            }
        }
        Ok(Ok(Self { chain, endpoint, names, surveys, documents }))
    }

    /// The standard that a contract says its tokens follow.
    pub fn standard_of(&self, contract: Address) -> Option<EvmStandard> {
        self.surveys.get(&contract)?.standard
    }

    /// Asks about tokens and hands over what is known of each. What the endpoint refused
    /// or left without an answer comes back open.
    pub async fn ask(
        &self,
        open: Vec<Open>,
        mut settle: impl FnMut(Open, TokenFacts, bool) -> io::Result<Option<Open>>,
    ) -> io::Result<(Vec<Open>, Option<RpcError>)> {
        let mut left = Vec::new();
        let mut attempts: Vec<Attempt> = open.into_iter().map(|open| self.attempt(open)).collect();
        while !attempts.is_empty() {
            let mut items = Vec::new();
            for mut attempt in std::mem::take(&mut attempts) {
                let asked = self.asked(&attempt.open, &attempt.told);
                let Some(handler) = attempt.handlers.next() else { continue };
                let mut calls = handler.calls(&asked);
                let own = calls.len();
                if attempt.first {
                    calls.extend(terms_calls(&asked));
                }
                items.push(((attempt, handler, own), calls));
            }
            let (unanswered, trouble) =
                ask_all(self.endpoint, items, |(mut attempt, handler, own), answers| {
                    let refused = answers.iter().any(|answer| matches!(answer, Answer::Refused(_)));
                    let (answers, terms) = answers.split_at(own.min(answers.len()));
                    let asked = self.asked(&attempt.open, &attempt.told);
                    let reading = handler.read(&asked, answers);
                    if attempt.first {
                        attempt.told.terms = read_terms(&asked, terms);
                        attempt.first = false;
                    }
                    attempt.told.add(reading);
                    let more = !attempt.told.names_metadata() && attempt.handlers.len() > 0;
                    if more && !refused {
                        attempts.push(attempt);
                        return Ok(());
                    }
                    left.extend(self.settle(attempt, refused, &mut settle)?);
                    Ok(())
                })
                .await?;
            if trouble.is_some() {
                left.extend(unanswered.into_iter().map(|(attempt, ..)| attempt.open));
                left.extend(attempts.into_iter().map(|attempt| attempt.open));
                return Ok((left, trouble));
            }
        }
        Ok((left, None))
    }

    fn attempt(&self, open: Open) -> Attempt {
        let told = Told::default();
        let handlers = handlers_for(&self.asked(&open, &told)).into_iter();
        Attempt { open, handlers, told, first: true }
    }

    fn asked<'b>(&'b self, open: &'b Open, told: &Told) -> Asked<'b> {
        static NOTHING: std::sync::LazyLock<Survey> = std::sync::LazyLock::new(Survey::default);
        Asked {
            chain: self.chain,
            token: open.token,
            survey: self.surveys.get(&open.token.contract).unwrap_or(&NOTHING),
            holders: &open.holders,
            owned: told.owned(),
            names: self.names,
            endpoint: self.endpoint.name(),
            block: self.endpoint.block().number,
        }
    }

    fn settle(
        &self,
        attempt: Attempt,
        refused: bool,
        settle: &mut impl FnMut(Open, TokenFacts, bool) -> io::Result<Option<Open>>,
    ) -> io::Result<Option<Open>> {
        let Attempt { open, told, .. } = attempt;
        let asked = self.asked(&open, &told);
        let mut facts = TokenFacts::unasked(open.id.clone());
        facts.notes.clone_from(&open.notes);
        facts.said.collection_uri = self.documents.get(&open.token.contract).copied();
        let evidence = Evidence::Reported {
            endpoint: self.endpoint.name().to_owned(),
            block: self.endpoint.block().clone(),
        };
        told.put_into(&mut facts, &asked, &evidence);
        settle(open, facts, refused)
    }

    /// What is said of a token whose contract has no code.
    pub fn no_contract(&self, open: &Open) -> Problem {
        let (contract, block) = (open.token.contract, self.endpoint.block().number);
        Problem::new(ProblemKind::NoContract, format!("{contract}, {}, block {block}", self.chain))
    }
}

/// Makes the calls of many, as many in a round trip as go into one, a few trips at once.
/// Whoever got no answers comes back, with what went wrong.
async fn ask_all<T>(
    endpoint: &Endpoint,
    items: Vec<(T, Vec<Call>)>,
    mut answered: impl FnMut(T, &[Answer]) -> io::Result<()>,
) -> io::Result<(Vec<T>, Option<RpcError>)> {
    let failed = AtomicBool::new(false);
    let batches = futures::stream::iter(into_batches(items)).map(async |batch| {
        if failed.load(Ordering::Relaxed) {
            // Not asked any more: the next endpoint gets it.
            return (batch, None);
        }
        let calls: Vec<Call> = batch.iter().flat_map(|(_, calls)| calls.iter().cloned()).collect();
        let answers = endpoint.call(&calls).await;
        failed.fetch_or(answers.is_err(), Ordering::Relaxed);
        (batch, Some(answers))
    });
    let mut batches = batches.buffer_unordered(BATCHES_IN_FLIGHT);
    let (mut left, mut trouble) = (Vec::new(), None);
    while let Some((batch, answers)) = batches.next().await {
        match answers {
            Some(Ok(answers)) => {
                let mut answers = answers.as_slice();
                for (item, calls) in batch {
                    let (own, rest) = answers.split_at(calls.len().min(answers.len()));
                    answers = rest;
                    answered(item, own)?;
                }
            }
            Some(Err(error)) => {
                left.extend(batch.into_iter().map(|(item, _)| item));
                trouble = Some(error);
            }
            None => left.extend(batch.into_iter().map(|(item, _)| item)),
        }
    }
    Ok((left, trouble))
}

/// Groups whose calls fill one round trip each.
fn into_batches<T>(items: Vec<(T, Vec<Call>)>) -> Vec<Vec<(T, Vec<Call>)>> {
    let mut batches: Vec<Vec<(T, Vec<Call>)>> = Vec::new();
    let mut count = 0;
    for item in items {
        count += item.1.len();
        match batches.last_mut() {
            Some(batch) if count <= CALLS_PER_BATCH_MAX => batch.push(item),
            _ => {
                count = item.1.len();
                batches.push(vec![item]);
            }
        }
    }
    batches
}
