//! What chains say of tokens: who owns them and what names their metadata, all of one
//! chain at one block, from the first endpoint that answers.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use alloy_primitives::Address;
use futures::StreamExt;
use url::Url;

use super::contracts::{self, Question};
use super::work::{Subject, TokenFacts};
use super::{Progress, others};
use crate::exhibition::{ChainSettings, ExhibitionFile, Problem, ProblemKind, WorkEntry};
use crate::source::limits::CALLS_PER_BATCH_MAX;
use crate::source::{Answer, Answered, Endpoint, Library, RpcError};
use crate::token::{AccountId, ChainId};

/// Batches that are on their way to one endpoint at once.
const BATCHES_IN_FLIGHT: usize = 4;

/// Fills in what chains say of every subject that is a token. Only a failing disk is
/// an error.
pub(super) async fn ask_chains(
    library: &Library,
    file: &ExhibitionFile,
    subjects: &mut [Subject],
    progress: &dyn Progress,
) -> io::Result<()> {
    let mut chains: BTreeMap<ChainId, Vec<usize>> = BTreeMap::new();
    for (i, subject) in subjects.iter().enumerate() {
        if let Some(facts) = &subject.token {
            chains.entry(facts.token.chain.clone()).or_default().push(i);
        }
    }
    for (chain, indices) in chains {
        let settings = file.chains.get(&chain.to_string()).cloned().unwrap_or_default();
        if chain.evm_number().is_none() {
            let others = others::Asking { library, chain: &chain, settings: &settings, progress };
            others.ask(subjects, indices).await?;
            continue;
        }
        let asking = Asking { library, chain, settings, progress };
        asking.ask(subjects, indices).await?;
    }
    Ok(())
}

/// One chain that is being asked.
struct Asking<'a> {
    library: &'a Library,
    chain: ChainId,
    settings: ChainSettings,
    progress: &'a dyn Progress,
}

/// A token with the questions about it.
struct Open {
    index: usize,
    questions: Vec<Question>,
    asked: String,
    /// What was noted before any endpoint was asked.
    notes: Vec<Problem>,
}

impl Asking<'_> {
    async fn ask(&self, subjects: &mut [Subject], indices: Vec<usize>) -> io::Result<()> {
        let mut open = Vec::new();
        for index in indices {
            let asked = asked_for(&self.settings, &subjects[index].entry);
            match self.known(&subjects[index], &asked) {
                Some(facts) => subjects[index].token = Some(facts),
                None => open.push(self.questions(&subjects[index], index, asked)),
            }
        }
        let mut problems = Vec::new();
        for endpoint in &self.settings.endpoints {
            if open.is_empty() {
                return Ok(());
            }
            let Ok(url) = Url::parse(endpoint) else { continue };
            match self.ask_endpoint(&url, subjects, &mut open).await {
                Ok(()) => {}
                Err(Trouble::Endpoint(error)) => problems.push(Problem::from(error)),
                Err(Trouble::Disk(error)) => return Err(error),
            }
        }
        for left in open {
            let facts = subjects[left.index].token.as_mut();
            // What an endpoint refused a single token is said there already.
            if let Some(facts) = facts.filter(|facts| facts.uri.is_none()) {
                facts.uri = Some(Err(nobody_answered(&self.chain, &self.settings, &problems)));
            }
        }
        Ok(())
    }

    /// What an earlier resolve was told, where that is still at hand.
    fn known(&self, subject: &Subject, asked: &str) -> Option<TokenFacts> {
        let token = &subject.token.as_ref()?.token;
        let answered = self.library.journal().answered(token, asked)?;
        let uri = self.library.blobs().read_whole(&answered.uri)?;
        Some(TokenFacts {
            token: answered.token,
            uri: Some(Ok(String::from_utf8(uri).ok()?)),
            owners: answered.owners,
            notes: answered.notes,
        })
    }

    fn questions(&self, subject: &Subject, index: usize, asked: String) -> Open {
        let (mut holders, mut notes) = (Vec::new(), Vec::new());
        for text in &subject.entry.holders {
            match self.holder(text) {
                Ok(holder) => holders.push(holder),
                Err(detail) => {
                    notes.push(Problem::new(ProblemKind::HolderUnreadable, detail));
                }
            }
        }
        let token = subject.token.as_ref().and_then(|facts| facts.token.evm());
        let questions = token.map(|token| contracts::questions(&token, &holders));
        Open { index, questions: questions.unwrap_or_default(), asked, notes }
    }

    fn holder(&self, text: &str) -> Result<Address, String> {
        let whole =
            if text.contains(':') { text.to_owned() } else { format!("{}:{text}", self.chain) };
        let account: AccountId = whole.parse().map_err(|error| format!("{error}"))?;
        let address = account.evm_address().filter(|_| account.chain == self.chain);
        address.ok_or_else(|| format!("{text} is no account of {}", self.chain))
    }

    /// Asks one endpoint about all that is open; what it answers is open no more.
    async fn ask_endpoint(
        &self,
        url: &Url,
        subjects: &mut [Subject],
        open: &mut Vec<Open>,
    ) -> Result<(), Trouble> {
        let journal = self.library.journal();
        let again = journal.block(&self.chain, &self.settings.block);
        let mut endpoint = Endpoint::connect(
            self.library.door(),
            url,
            &self.chain,
            &self.settings.block,
            again.as_ref(),
        )
        .await?;
        let contracts: Vec<Address> = {
            let all = open.iter().flat_map(|open| &open.questions).map(|question| question.to);
            let distinct: std::collections::BTreeSet<Address> = all.collect();
            distinct.into_iter().collect()
        };
        let codes = match endpoint.code_at(&contracts).await {
            Err(_) if again.is_some() => {
                // It has forgotten the block of the resolve that was broken off.
                let (door, block) = (self.library.door(), &self.settings.block);
                endpoint = Endpoint::connect(door, url, &self.chain, block, None).await?;
                endpoint.code_at(&contracts).await?
            }
            codes => codes?,
        };
        if again.as_ref() != Some(endpoint.block()) {
            let block = endpoint.block().clone();
            journal
                .add_block(self.chain.clone(), &self.settings.block, block)
                .map_err(Trouble::Disk)?;
        }
        let empty: HashMap<Address, bool> =
            contracts.into_iter().zip(codes.iter().map(|code| code.is_empty())).collect();
        let block = endpoint.block().number;
        let count = open.len();
        self.progress.say(&format!(
            "{} of {} at block {block}: {count} tokens",
            endpoint.name(),
            self.chain
        ));
        let (none, asked): (Vec<Open>, Vec<Open>) = std::mem::take(open)
            .into_iter()
            .partition(|open| open.questions.first().is_none_or(|question| empty[&question.to]));
        for open in none {
            if let Some(facts) = &mut subjects[open.index].token {
                let (contract, chain) = (facts.token.contract(), &self.chain);
                let detail = format!("{contract}, {chain}, block {block}");
                facts.uri = Some(Err(Problem::new(ProblemKind::NoContract, detail)));
            }
        }
        let failed = AtomicBool::new(false);
        let batches = futures::stream::iter(into_batches(asked)).map(async |batch| {
            if failed.load(Ordering::Relaxed) {
                // Not asked any more: the next endpoint gets it.
                return (batch, None);
            }
            let calls: Vec<_> = batch
                .iter()
                .flat_map(|open| &open.questions)
                .map(|question| (question.to, question.data.clone()))
                .collect();
            let answers = endpoint.call(&calls).await;
            failed.fetch_or(answers.is_err(), Ordering::Relaxed);
            (batch, Some(answers))
        });
        let mut batches = batches.buffer_unordered(BATCHES_IN_FLIGHT);
        let mut trouble = None;
        while let Some((batch, answers)) = batches.next().await {
            match answers {
                None => open.extend(batch),
                Some(Err(error)) => {
                    open.extend(batch);
                    trouble = Some(Trouble::Endpoint(error));
                }
                Some(Ok(answers)) => {
                    let left = self.take_answers(&endpoint, subjects, batch, answers);
                    open.extend(left.map_err(Trouble::Disk)?);
                }
            }
        }
        trouble.map_or(Ok(()), Err)
    }

    /// Puts answers where they belong and into the journal. What the endpoint refused
    /// stays open.
    fn take_answers(
        &self,
        endpoint: &Endpoint,
        subjects: &mut [Subject],
        batch: Vec<Open>,
        answers: Vec<Answer>,
    ) -> io::Result<Vec<Open>> {
        let mut answers = answers.into_iter();
        let mut left = Vec::new();
        for open in batch {
            let own: Vec<Answer> = answers.by_ref().take(open.questions.len()).collect();
            let Some(facts) = &mut subjects[open.index].token else { continue };
            let refused = own.iter().any(|answer| matches!(answer, Answer::Refused(_)));
            facts.notes.clone_from(&open.notes);
            contracts::judge(facts, &open.questions, &own, endpoint);
            if refused {
                left.push(open);
                continue;
            }
            if let Some(Ok(uri)) = &facts.uri {
                let answered = Answered {
                    token: facts.token.clone(),
                    asked: open.asked,
                    uri: self.library.blobs().keep(uri.as_bytes())?,
                    owners: facts.owners.clone(),
                    notes: facts.notes.clone(),
                };
                self.library.journal().add_answered(answered)?;
            }
        }
        Ok(left)
    }
}

/// Why none of a chain's endpoints told anything, by what each of them said.
pub(super) fn nobody_answered(
    chain: &ChainId,
    settings: &ChainSettings,
    problems: &[Problem],
) -> Problem {
    if settings.endpoints.is_empty() {
        let detail = format!(
            "exhibition.toml names no endpoint for {chain}; add [chains.\"{chain}\"] with endpoints = [\"https://…\"]"
        );
        return Problem::new(ProblemKind::NoEndpoint, detail);
    }
    let kind = match problems {
        [first, others @ ..] if others.iter().all(|other| other.kind == first.kind) => first.kind,
        _ => ProblemKind::EndpointSilent,
    };
    let said: Vec<&str> = problems.iter().map(|problem| problem.detail.as_str()).collect();
    Problem::new(kind, said.join("; ")).about(&chain.to_string())
}

/// What is asked for, as the journal knows it.
pub(super) fn asked_for(settings: &ChainSettings, entry: &WorkEntry) -> String {
    let mut asked = settings.block.clone();
    for holder in &entry.holders {
        asked.push(' ');
        asked.push_str(holder);
    }
    asked
}

/// What ends the asking of one endpoint, or of everything.
enum Trouble {
    Endpoint(RpcError),
    Disk(io::Error),
}

impl From<RpcError> for Trouble {
    fn from(error: RpcError) -> Self {
        Self::Endpoint(error)
    }
}

/// Groups of tokens whose questions fill one round trip each.
fn into_batches(open: Vec<Open>) -> Vec<Vec<Open>> {
    let mut batches: Vec<Vec<Open>> = Vec::new();
    let mut calls = 0;
    for token in open {
        calls += token.questions.len();
        match batches.last_mut() {
            Some(batch) if calls <= CALLS_PER_BATCH_MAX => batch.push(token),
            _ => {
                calls = token.questions.len();
                batches.push(vec![token]);
            }
        }
    }
    batches
}
