//! Chains beside the EVM: their tokens are asked about, and what is told is put where
//! it belongs.

use std::io;

use url::Url;

use super::chains::{asked_for, nobody_answered};
use super::work::Subject;
use super::{Progress, solana, tezos};
use crate::exhibition::{ChainSettings, Problem, ProblemKind};
use crate::ownership::OwnershipRecord;
use crate::source::{Answered, ChainError, Library};
use crate::token::{AccountId, AssetId, ChainId};

/// A token that is asked about.
#[derive(Debug)]
pub(super) struct Wanted {
    index: usize,
    asked: String,
    pub token: AssetId,
    /// Whose editions are asked about; everybody's where it is empty.
    pub holders: Vec<AccountId>,
    notes: Vec<Problem>,
    /// Why endpoints did not tell of it, each in turn.
    problems: Vec<Problem>,
    /// What one of them told before it failed.
    so_far: Option<Box<Told>>,
}

/// What was told about a token.
#[derive(Debug)]
pub(super) struct Told {
    /// What names its metadata, or why nothing does.
    pub uri: Result<String, Problem>,
    pub owners: Vec<OwnershipRecord>,
    /// What the chain itself calls the token, and its collection where that agreed.
    pub title: Option<String>,
    pub collection: Option<String>,
    /// What names the contract's own document, which names the collection.
    pub collection_uri: Option<String>,
    /// Accounts that signed for having made it.
    pub makers: Vec<AccountId>,
    /// Fields of the token that the contract itself holds beside the name of its document.
    pub beside: Option<Vec<u8>>,
    pub notes: Vec<Problem>,
}

/// A token at which an endpoint failed; the next one is asked about it.
#[derive(Debug)]
pub(super) struct Left {
    pub problem: Problem,
    /// What was told all the same: it stands where nobody tells more.
    pub told: Option<Box<Told>>,
}

impl From<ChainError> for Left {
    fn from(error: ChainError) -> Self {
        Self { problem: error.into(), told: None }
    }
}

impl Told {
    /// What names the metadata, and nothing else yet.
    pub fn of(uri: Result<String, Problem>) -> Self {
        Self {
            uri,
            owners: Vec::new(),
            title: None,
            collection: None,
            collection_uri: None,
            makers: Vec::new(),
            beside: None,
            notes: Vec::new(),
        }
    }
}

/// How one chain is asked.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub library: &'a Library,
    pub chain: &'a ChainId,
    pub settings: &'a ChainSettings,
    pub progress: &'a dyn Progress,
}

impl Asking<'_> {
    /// Fills in what the chain says of its subjects, of each from the first endpoint that
    /// answers for it. Only a failing disk is an error.
    pub async fn ask(&self, subjects: &mut [Subject], indices: Vec<usize>) -> io::Result<()> {
        let mut open = Vec::new();
        for index in indices {
            let subject = &mut subjects[index];
            let wanted = self.wanted(subject, index);
            if !self.know(subject, &wanted) {
                open.extend(wanted);
            }
        }
        for endpoint in &self.settings.endpoints {
            let Ok(url) = Url::parse(endpoint) else { continue };
            if open.is_empty() {
                break;
            }
            let told = if self.chain.is_tezos() {
                tezos::ask(self, &url, &open).await
            } else if self.chain.is_solana() {
                let told = solana::ask(self, &url, &open).await;
                told.map(|told| told.into_iter().map(Ok).collect())
            } else {
                let detail = format!("{} is no chain that can be asked", self.chain);
                Err(Problem::new(ProblemKind::NoEndpoint, detail))
            };
            let told: Vec<Result<Told, Left>> = match told {
                Ok(told) => told,
                Err(problem) => {
                    open.iter_mut().for_each(|wanted| wanted.problems.push(problem.clone()));
                    continue;
                }
            };
            for (mut wanted, told) in std::mem::take(&mut open).into_iter().zip(told) {
                match told {
                    Ok(told) => self.settle(&mut subjects[wanted.index], wanted, told)?,
                    Err(Left { problem, told }) => {
                        wanted.problems.push(problem);
                        wanted.so_far = wanted.so_far.or(told);
                        open.push(wanted);
                    }
                }
            }
        }
        for mut left in open {
            let subject = &mut subjects[left.index];
            match left.so_far.take() {
                Some(told) => self.settle(subject, left, *told)?,
                None => {
                    let problem = nobody_answered(self.chain, self.settings, &left.problems);
                    if let Some(facts) = &mut subject.token {
                        facts.uri = Some(Err(problem));
                    }
                }
            }
        }
        Ok(())
    }

    fn wanted(&self, subject: &Subject, index: usize) -> Option<Wanted> {
        let token = subject.token.as_ref()?.token.clone();
        let asked = asked_for(self.settings, &subject.entry);
        let mut wanted = Wanted {
            index,
            asked,
            token,
            holders: Vec::new(),
            notes: Vec::new(),
            problems: Vec::new(),
            so_far: None,
        };
        for text in &subject.entry.holders {
            let whole = match text.contains(':') {
                true => text.clone(),
                false => format!("{}:{text}", self.chain),
            };
            match whole.parse::<AccountId>() {
                Ok(holder) if holder.chain == *self.chain => wanted.holders.push(holder),
                Ok(_) => {
                    let detail = format!("{text} is no account of {}", self.chain);
                    wanted.notes.push(Problem::new(ProblemKind::HolderUnreadable, detail));
                }
                Err(error) => {
                    wanted.notes.push(Problem::new(ProblemKind::HolderUnreadable, error));
                }
            }
        }
        Some(wanted)
    }

    /// Takes what an earlier resolve was told, where that is still at hand.
    fn know(&self, subject: &mut Subject, wanted: &Option<Wanted>) -> bool {
        let (Some(facts), Some(wanted)) = (&mut subject.token, wanted) else { return false };
        let known = self.library.journal().answered(&wanted.token, &wanted.asked);
        let Some(known) = known else { return false };
        let uri = self.library.blobs().read_whole(&known.uri).map(String::from_utf8);
        let Some(Ok(uri)) = uri else { return false };
        facts.uri = Some(Ok(uri));
        facts.owners = known.owners;
        facts.notes = known.notes;
        facts.said = known.said;
        true
    }

    /// Puts what was told where it belongs, and into the journal.
    fn settle(&self, subject: &mut Subject, wanted: Wanted, told: Told) -> io::Result<()> {
        let Some(facts) = &mut subject.token else { return Ok(()) };
        facts.owners = told.owners;
        facts.notes = wanted.notes;
        facts.notes.extend(told.notes);
        facts.said.makers = told.makers;
        facts.said.title = told.title;
        facts.said.collection = told.collection;
        let keep = |bytes: &[u8]| self.library.blobs().keep(bytes);
        let (uri, beside) = (told.collection_uri, told.beside);
        facts.said.collection_uri = uri.map(|uri| keep(uri.as_bytes())).transpose()?;
        facts.said.beside = beside.map(|fields| keep(&fields)).transpose()?;
        // Whose owner was not to be had is asked about again by the next resolve.
        let unowned = facts.notes.iter().any(|note| note.kind == ProblemKind::OwnerNotNamed);
        if let Some(uri) = told.uri.as_ref().ok().filter(|_| !unowned) {
            self.library.journal().add_answered(Answered {
                token: facts.token.clone(),
                asked: wanted.asked,
                uri: self.library.blobs().keep(uri.as_bytes())?,
                owners: facts.owners.clone(),
                notes: facts.notes.clone(),
                said: facts.said.clone(),
            })?;
        }
        facts.uri = Some(told.uri);
        Ok(())
    }
}
