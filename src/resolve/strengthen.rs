//! From what one endpoint said to what is known: owners and the names of documents are
//! asked again for the strongest evidence there is, and put right where it says
//! otherwise.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use alloy_primitives::{Address, B256, Bytes};

use super::collection::{settle_called, take_over_called, ways_to_call};
use super::line::{Line, Proof as Parts, Strong};
use super::rights::find_rights;
use super::work::{Strength, Subject, TokenFacts};
use crate::exhibition::{BlobHash, Lock, LockedWork, Naming, Problem, ProblemKind, Proof};
use crate::ownership::proof::Witness;
use crate::ownership::{
    Binding, CalledBy, Evidence, Level, Owner, OwnershipRecord, Question, Royalty, read_address,
    read_number, read_royalty, read_yes_or_no,
};
use crate::source::{Answer, Library};
use crate::token::{AccountId, EvmStandard, EvmToken, fill_in_uri, text_of_answer};

/// Works whose proofs lie in one blob: enough to share what lies near a trie's root,
/// few enough that a visitor who looks at one does not load a whole show's.
const WORKS_PER_WITNESS: usize = 32;

/// What a question was asked for.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    /// The owner in the record at this place.
    Owner(usize),
    /// What names the metadata.
    Naming,
    /// What the collection is called.
    Called(CalledBy),
    /// Who is to have a share of a sale.
    Royalty,
    /// Whether it can change hands.
    Binding,
}

/// Finds the strongest evidence for what is known of the subjects at these places, and
/// keeps what it can be checked with.
pub(super) async fn strengthen(
    line: &mut Line,
    library: &Library,
    subjects: &mut [Subject],
    places: &[usize],
) -> io::Result<()> {
    let mut asked: Vec<(usize, Purpose, Question)> = Vec::new();
    for place in places {
        let subject = &subjects[*place];
        let Some(facts) = &subject.token else { continue };
        // What the curator calls it, nobody else is asked.
        let curated = subject.entry.collection.is_some();
        let questions = questions(facts).chain(called(facts).filter(|_| !curated));
        asked.extend(questions.map(|(purpose, question)| (*place, purpose, question)));
    }
    // What works ask their contract in common is asked once.
    let (mut calls, mut known) = (Vec::new(), HashMap::new());
    let mut number_of = |call: (Address, Bytes)| {
        *known.entry(call.clone()).or_insert_with(|| {
            calls.push(call);
            calls.len() - 1
        })
    };
    let numbers: Vec<usize> =
        asked.iter().map(|(.., question)| number_of(question.call())).collect();
    let mut parts: BTreeMap<usize, Parts> = BTreeMap::new();
    let dissent = line.dissent();
    for place in places {
        if let Some(facts) = &mut subjects[*place].token {
            facts.note(&dissent);
        }
    }
    let answers = line.ask_again(&calls).await;
    for ((place, purpose, question), number) in asked.into_iter().zip(numbers) {
        let Some(strong) = answers.get(number).cloned() else { continue };
        let subject = &mut subjects[place];
        let Some(facts) = &mut subject.token else { continue };
        let strong = match strong {
            Ok(strong) => strong,
            Err(notes) => {
                facts.note(&notes);
                continue;
            }
        };
        match &strong.proof {
            Some(proof) => parts.entry(place).or_default().add(proof),
            // The block's header is kept for what is agreed, too.
            None if strong.evidence.level() == Level::Agreed => {
                parts.entry(place).or_default();
            }
            None => {}
        }
        facts.note(&strong.notes);
        match purpose {
            Purpose::Owner(record) => settle_owner(facts, record, &question, strong),
            Purpose::Naming => {
                settle_naming(facts, &mut subject.strong, &question, strong, library)?;
            }
            Purpose::Called(by) => {
                settle_called(facts, &mut subject.strong, by, strong, library.blobs())?;
            }
            Purpose::Royalty => settle_royalty(facts, strong),
            Purpose::Binding => settle_binding(facts, strong),
        }
    }
    for place in places {
        let Some(facts) = &mut subjects[*place].token else { continue };
        // A record whose question the contract refused has nothing to stand on.
        let gone = Owner::evm(facts.token.chain.clone(), Address::ZERO);
        facts.owners.retain(|record| record.owner != gone);
    }
    find_rights(line, subjects, places, &mut parts).await;
    keep(line, library, subjects, &parts)
}

/// Takes over what an earlier lock has of a work, where it speaks of the same block.
pub(super) fn take_over(
    subject: &mut Subject,
    earlier: &Lock,
    library: &Library,
    traced: bool,
) -> bool {
    let Some(facts) = &mut subject.token else { return false };
    let known = |work: &&LockedWork| work.token.as_ref() == Some(&facts.token);
    let Some(work) = earlier.works.iter().find(known) else { return false };
    let block = |record: &OwnershipRecord| record.evidence.block().map(|block| block.hash);
    let of_chain: Vec<&OwnershipRecord> =
        work.ownership.iter().filter(|record| block(record).is_some()).collect();
    let same = of_chain.len() == facts.owners.len()
        && of_chain.iter().zip(&facts.owners).all(|(old, new)| block(old) == block(new));
    let named = work.naming.as_ref().and_then(|naming| naming.evidence.block());
    let fits = same && named.is_none_or(|named| named.number == facts.said.block);
    let there = |hash: BlobHash| library.blobs().read_whole(&hash).is_some();
    if traced && !is_traced(work, library) {
        return false;
    }
    if !fits || !work.proof.iter().flat_map(Proof::blobs).all(there) {
        return false;
    }
    if let Some(naming) = &work.naming {
        // It may be another than an endpoint told at first.
        let text = library.blobs().read_whole(&naming.text).map(String::from_utf8);
        let Some(Ok(text)) = text else { return false };
        facts.uri = Some(Ok(text));
    }
    facts.said.royalty = work.royalty.clone();
    facts.said.binding = work.binding.clone();
    let called = take_over_called(&mut facts.said, work);
    facts.owners = of_chain.into_iter().cloned().collect();
    subject.strong = Strength {
        naming: work.naming.clone(),
        called,
        rights: work.rights.clone(),
        provenance: work.provenance.clone().filter(|_| traced),
        proof: work.proof.clone(),
    };
    let about_evidence: Vec<Problem> =
        work.notes.iter().filter(|note| note.kind.is_about_evidence()).cloned().collect();
    facts.note(&about_evidence);
    true
}

/// Whether a work was followed to the block of its records as far as it goes, and what
/// proves that is still there.
fn is_traced(work: &LockedWork, library: &Library) -> bool {
    let block = |evidence: &Evidence| evidence.block().map(|block| block.number);
    let Some(provenance) = &work.provenance else {
        // Nothing was found, and who wants to ask once more asks for all.
        let tried = [ProblemKind::ProvenanceBroken, ProblemKind::ProvenanceUnread];
        return work.ownership.iter().all(|record| block(&record.evidence).is_none())
            || work.notes.iter().any(|note| tried.contains(&note.kind));
    };
    let heard = block(&provenance.evidence);
    let there = |blob: B256| library.blobs().read_whole(&BlobHash::from_bytes(blob.0)).is_some();
    work.ownership.iter().all(|record| block(&record.evidence) <= heard)
        && provenance.blobs().all(there)
}

/// What is asked again about a token.
fn questions(facts: &TokenFacts) -> impl Iterator<Item = (Purpose, Question)> + use<'_> {
    let owner = |(place, record): (usize, &OwnershipRecord)| {
        let holder = record.owner.evm_address()?;
        let question = Question::about_owner(&facts.token, holder, record.editions.is_some())?;
        Some((Purpose::Owner(place), question))
    };
    let named = facts.said.by_standard && matches!(facts.uri, Some(Ok(_)));
    let named = facts.token.evm().filter(|_| named);
    let naming = named.map(|token: EvmToken| {
        let many = facts.owners.iter().any(|record| record.editions.is_some());
        let question = match token.standard {
            EvmStandard::Erc721 if !many => Question::TokenUri(token),
            _ => Question::Uri(token),
        };
        (Purpose::Naming, question)
    });
    let terms = facts.token.evm().into_iter().flat_map(|token| {
        let royalty = facts.said.royalty.as_ref();
        let binding = facts.said.binding.as_ref();
        let royalty = royalty.map(|_| (Purpose::Royalty, Question::RoyaltyInfo(token)));
        royalty.into_iter().chain(binding.map(|_| (Purpose::Binding, Question::Locked(token))))
    });
    facts.owners.iter().enumerate().filter_map(owner).chain(naming).chain(terms)
}

/// What is asked again about the collection of a token that hangs.
fn called(facts: &TokenFacts) -> impl Iterator<Item = (Purpose, Question)> + use<> {
    let hangs = matches!(facts.uri, Some(Ok(_))) || !facts.owners.is_empty();
    let token = facts.token.evm().filter(|_| hangs);
    let ways = ways_to_call(facts);
    ways.filter_map(move |by| Some((Purpose::Called(by), by.question(token?))))
}

fn settle_royalty(facts: &mut TokenFacts, strong: Strong) {
    let chain = facts.token.chain.clone();
    let Some(data) = data_or_no(&strong.answer) else { return };
    let terms = data.and_then(|data| read_royalty(data));
    let royalty = terms.map(|(receiver, basis_points)| Royalty {
        receiver: AccountId::evm(chain, receiver),
        basis_points,
        evidence: strong.evidence,
    });
    let said = |royalty: &Royalty| (royalty.receiver.clone(), royalty.basis_points);
    let before = std::mem::replace(&mut facts.said.royalty, royalty);
    if let Some(before) = before
        && facts.said.royalty.as_ref().map(said) != Some(said(&before))
    {
        facts.notes.push(terms_contradicted("a royalty", &before.evidence));
    }
}

fn settle_binding(facts: &mut TokenFacts, strong: Strong) {
    let Some(data) = data_or_no(&strong.answer) else { return };
    let locked = data.and_then(|data| read_yes_or_no(data));
    let binding = locked.map(|locked| Binding { locked, evidence: strong.evidence });
    let before = std::mem::replace(&mut facts.said.binding, binding);
    if let Some(before) = before
        && facts.said.binding.as_ref().map(|binding| binding.locked) != Some(before.locked)
    {
        facts.notes.push(terms_contradicted("whether it is bound", &before.evidence));
    }
}

/// What a contract answered, or none where it refused; nothing where no answer came, and
/// what was told stays as it is.
fn data_or_no(answer: &Answer) -> Option<Option<&Bytes>> {
    match answer {
        Answer::Data(data) => Some(Some(data)),
        Answer::Reverted(_) => Some(None),
        Answer::Refused(_) => None,
    }
}

fn terms_contradicted(what: &str, told: &Evidence) -> Problem {
    let detail = format!("{} told of {what}", told.sources().join(", "));
    Problem::new(ProblemKind::RightContradicted, detail)
}

/// Puts a record on its strongest evidence, and right where that says otherwise.
fn settle_owner(facts: &mut TokenFacts, record: usize, question: &Question, strong: Strong) {
    let chain = facts.token.chain.clone();
    let Some(record) = facts.owners.get_mut(record) else { return };
    let otherwise = match strong.evidence.level() {
        Level::Proven | Level::Final => ProblemKind::OwnerContradicted,
        Level::Agreed => ProblemKind::OwnerOutvoted,
        Level::Reported | Level::Attested | Level::Claimed => ProblemKind::OwnerUnsettled,
    };
    let noted = |kind: ProblemKind, record: &OwnershipRecord, says: String| {
        let by = record.evidence.sources().join(", ");
        Problem::new(kind, format!("{by} named {}; {says}", record.owner))
    };
    let contradicted = |record: &OwnershipRecord, says: String| noted(otherwise, record, says);
    let note = match (&strong.answer, question) {
        (Answer::Data(data), Question::BalanceOf(..)) => match read_number(data) {
            Some(editions) if Some(editions) == record.editions => None,
            // Who holds none of them is no owner.
            Some(editions) if editions.is_zero() => {
                let says = "none of the editions is held".to_owned();
                let note = noted(ProblemKind::HoldsNone, record, says);
                record.owner = Owner::evm(chain, Address::ZERO);
                Some(note)
            }
            Some(editions) => {
                let note = contradicted(record, format!("{editions} editions are held"));
                record.editions = Some(editions);
                Some(note)
            }
            None => return,
        },
        (Answer::Data(data), _) => match read_address(data) {
            Some(owner) => {
                let owner = Owner::evm(chain, owner);
                let other = owner != record.owner;
                let note = other.then(|| contradicted(record, format!("the owner is {owner}")));
                record.owner = owner;
                note
            }
            None => {
                let says = "the contract names nobody".to_owned();
                let note = noted(ProblemKind::OwnerNotNamed, record, says);
                record.owner = Owner::evm(chain, Address::ZERO);
                Some(note)
            }
        },
        (Answer::Reverted(said), _) => {
            let note = contradicted(record, format!("the contract refuses: {said}"));
            record.owner = Owner::evm(chain, Address::ZERO);
            Some(note)
        }
        // It stays with whoever said it first.
        (Answer::Refused(_), _) => return,
    };
    record.evidence = strong.evidence;
    facts.notes.extend(note);
}

/// Puts the name of the metadata on its evidence. What is proven or agreed replaces what was
/// reported, before anything is fetched by it.
fn settle_naming(
    facts: &mut TokenFacts,
    strength: &mut Strength,
    question: &Question,
    strong: Strong,
    library: &Library,
) -> io::Result<()> {
    let (Question::TokenUri(token) | Question::Uri(token)) = question else { return Ok(()) };
    let Answer::Data(data) = &strong.answer else { return Ok(()) };
    let Some(text) = text_of_answer(data).filter(|text| !text.trim().is_empty()) else {
        return Ok(());
    };
    let named = fill_in_uri(&text, token.number);
    let text = library.blobs().keep(named.as_bytes())?;
    if !matches!(&facts.uri, Some(Ok(uri)) if *uri == named) {
        let kind = match strong.evidence.level() {
            Level::Proven | Level::Final => ProblemKind::MetadataContradicted,
            Level::Agreed => ProblemKind::MetadataOutvoted,
            // One word against another: it stays with whoever said it first.
            Level::Reported | Level::Attested | Level::Claimed => return Ok(()),
        };
        let detail = format!("the contract names {}", named.chars().take(200).collect::<String>());
        facts.notes.push(Problem::new(kind, detail));
        facts.uri = Some(Ok(named));
    }
    strength.naming = Some(Naming { text, made: false, evidence: strong.evidence });
    Ok(())
}

/// Writes the witnesses of a few works each, and the codes that they run.
fn keep(
    line: &Line,
    library: &Library,
    subjects: &mut [Subject],
    parts: &BTreeMap<usize, Parts>,
) -> io::Result<()> {
    let header = || line.quorum.header.clone().map(Witness::new);
    let Some(witness) = line.witness.clone().or_else(header) else { return Ok(()) };
    let parts: Vec<(&usize, &Parts)> = parts.iter().collect();
    for group in parts.chunks(WORKS_PER_WITNESS) {
        let nodes: BTreeSet<_> =
            group.iter().flat_map(|(_, parts)| parts.nodes.iter().copied()).collect();
        let hash = library.blobs().keep(&witness.write(&nodes))?;
        for (place, parts) in group {
            let mut codes = Vec::new();
            for code in parts.codes.iter().filter_map(|code| witness.code(code)) {
                codes.push(library.blobs().keep(&code.original_bytes())?);
            }
            subjects[**place].strong.proof = Some(Proof { witness: hash, codes });
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "strengthen_tests.rs"]
mod tests;
