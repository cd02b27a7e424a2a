//! What the handlers of one token found together: the first metadata that is any, and
//! the owners of whoever could name them.

use super::{Asked, Owner, Reading, Terms};
use crate::exhibition::{Problem, ProblemKind};
use crate::ownership::{Binding, Evidence, OwnershipRecord, Royalty};
use crate::resolve::work::TokenFacts;
use crate::source::Said;
use crate::token::AccountId;

/// What was found of a token, reading by reading.
#[derive(Clone, Debug, Default)]
pub struct Told {
    readings: usize,
    metadata: Option<Result<String, Problem>>,
    by_standard: bool,
    fills_id: bool,
    content: Option<String>,
    title: Option<String>,
    owners: Vec<Owner>,
    notes: Vec<Problem>,
    owner_refused: bool,
    pub terms: Terms,
}

impl Told {
    pub fn add(&mut self, reading: Reading) {
        let named = |metadata: &Result<String, Problem>| {
            metadata.as_ref().is_ok_and(|uri| !uri.trim().is_empty())
        };
        if self.metadata.is_none() || named(&reading.metadata) {
            self.metadata = Some(reading.metadata);
            self.by_standard = reading.by_standard;
            self.fills_id = reading.fills_id;
        }
        if self.readings == 0 || !reading.owners.is_empty() {
            self.notes = reading.notes;
        }
        if self.owners.is_empty() {
            self.owners = reading.owners;
        }
        self.content = self.content.take().or(reading.content);
        self.title = self.title.take().or(reading.title);
        self.owner_refused |= reading.owner_refused;
        self.readings += 1;
    }

    /// Whether it is known where the metadata or the work lies.
    pub fn names_metadata(&self) -> bool {
        let document = matches!(&self.metadata, Some(Ok(uri)) if !uri.trim().is_empty());
        document || self.content.is_some()
    }

    pub fn owned(&self) -> bool {
        !self.owners.is_empty()
    }

    /// Writes down what was found, as the endpoint reported it.
    pub fn put_into(self, facts: &mut TokenFacts, asked: &Asked, evidence: &Evidence) {
        let account = |address| AccountId::evm(asked.chain.clone(), address);
        let named = self.names_metadata();
        let owner_refused = self.owner_refused && self.owners.is_empty();
        facts.uri = Some(match (self.metadata, &self.content) {
            _ if owner_refused && !named => {
                Err(Problem::new(ProblemKind::NoSuchToken, asked.name()))
            }
            (Some(Ok(uri)), None) => Ok(uri),
            (Some(Ok(uri)), Some(_)) if !uri.trim().is_empty() => Ok(uri),
            (_, Some(content)) => Ok(content.clone()),
            (Some(Err(problem)), None) => Err(problem),
            (None, None) => Err(ProblemKind::NoMetadataNamed.into()),
        });
        let record = |owner: Owner| OwnershipRecord {
            owner: account(owner.address).into(),
            editions: owner.editions,
            evidence: evidence.clone(),
        };
        facts.owners = self.owners.into_iter().map(record).collect();
        facts.notes.extend(self.notes);
        // The first handler goes by what the contract shows.
        let shown = asked.survey.standard.filter(|shown| *shown != asked.token.standard);
        if let Some(shown) = shown.filter(|_| named && self.readings == 1) {
            let detail = format!("{} follows {shown}", asked.token.contract);
            facts.notes.push(Problem::new(ProblemKind::OtherStandard, detail));
        }
        let royalty = |(receiver, basis_points)| Royalty {
            receiver: account(receiver),
            basis_points,
            evidence: evidence.clone(),
        };
        facts.said = Said {
            makers: Vec::new(),
            title: self.title,
            by_standard: self.by_standard,
            content: self.content,
            beside: None,
            fills_id: self.fills_id,
            collection: asked.survey.name.clone(),
            collection_by: asked.survey.named_by,
            // The text that names it is kept once for all tokens of the contract.
            collection_uri: facts.said.collection_uri,
            royalty: self.terms.royalty.map(royalty),
            binding: self.terms.locked.map(|locked| Binding { locked, evidence: evidence.clone() }),
            lends: asked.survey.lends,
            tells_updates: asked.survey.tells_updates,
            block: asked.block,
            by: Some(evidence.clone()),
        };
    }
}
