//! What a collection is called: by its contract's own document (ERC-7572, TZIP-16), or
//! else as the contract calls itself; and who says so.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use alloy_primitives::B256;

use super::error::Stop;
use super::line::Strong;
use super::work::{Strength, TokenFacts};
use crate::exhibition::{BlobHash, Language, LockedWork, Problem, ProblemKind};
use crate::ownership::{Called, CalledBy, Level};
use crate::platform::net::Gate;
use crate::source::{Answer, Base, BlobFolder, FetchError, Library, Said, Uri, Want};
use crate::token::{Words, parse_contract_metadata};

/// The titles that documents of contracts gave, each fetched once.
#[derive(Debug, Default)]
pub(super) struct Collections {
    places: Mutex<HashMap<BlobHash, Arc<Place>>>,
}

/// Where one contract's title will stand.
#[derive(Debug)]
struct Place {
    /// One fetches, and the others wait for it.
    gate: Gate,
    title: Mutex<Option<Option<Title>>>,
}

/// What a collection is called, and by which of its contract's answers.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub words: Words,
    by: CalledBy,
    /// The document that says so, where the answer only names it.
    document: Option<BlobHash>,
}

impl Collections {
    /// The title of a token's collection. A document that cannot be had says nothing;
    /// only a failing disk is an error.
    pub async fn title(&self, library: &Library, said: &Said) -> Result<Option<Title>, Stop> {
        let own = said.collection.as_deref().map(|name| Title {
            words: Words::one(name),
            by: said.collection_by,
            document: None,
        });
        let Some(hash) = said.collection_uri else { return Ok(own) };
        let place = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(Place { gate: Gate::new(1), title: Mutex::default() });
            places.entry(hash).or_insert_with(new).clone()
        };
        let _alone = place.gate.enter().await;
        let known = place.title.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let title = match known {
            Some(title) => title,
            None => {
                let title = from_document(library, &hash).await?;
                *place.title.lock().unwrap_or_else(PoisonError::into_inner) = Some(title.clone());
                title
            }
        };
        Ok(title.or(own))
    }
}

async fn from_document(library: &Library, hash: &BlobHash) -> Result<Option<Title>, Stop> {
    let Some(text) = library.blobs().read_whole(hash).and_then(|text| String::from_utf8(text).ok())
    else {
        return Ok(None);
    };
    let Ok(uri) = Uri::parse(&text, &Base::Nowhere) else { return Ok(None) };
    match library.get(&uri, Want::METADATA).await {
        Ok(found) => {
            let words = parse_contract_metadata(&found.bytes).ok().and_then(|said| said.name);
            let beside = !matches!(uri, Uri::Data { .. });
            let document = beside.then_some(found.hash);
            Ok(words.map(|words| Title { words, by: CalledBy::Document, document }))
        }
        Err(FetchError::Disk(error)) => Err(Stop::Disk(error)),
        Err(_) => Ok(None),
    }
}

impl Title {
    /// Who says that the collection is called so: as strongly as it is known, or on the word
    /// of whoever told it first. None where nobody knows who told it.
    pub fn called(&self, facts: &TokenFacts, strength: &Strength) -> Option<Called> {
        let known = strength.called.iter().find(|called| called.by == self.by).cloned();
        let called = known.or_else(|| {
            let evidence = facts.said.by.clone()?;
            let text = match self.by {
                CalledBy::Document => B256::new(facts.said.collection_uri?.bytes()),
                CalledBy::Name | CalledBy::Symbol => {
                    return Some(Called::of(self.by, facts.said.collection.as_deref()?, evidence));
                }
            };
            Some(Called { by: self.by, text, document: None, evidence })
        })?;
        let document = self.document.map(|document| B256::new(document.bytes()));
        Some(Called { document, ..called })
    }
}

/// The answers by which a contract's collection may be called, as far as they were told.
pub(super) fn ways_to_call(facts: &TokenFacts) -> impl Iterator<Item = CalledBy> + use<> {
    let Said { collection, collection_by, collection_uri, .. } = &facts.said;
    let document = collection_uri.map(|_| CalledBy::Document);
    let name = collection.as_ref().map(|_| *collection_by);
    document.into_iter().chain(name)
}

/// Puts one of those answers on its strongest evidence, and right where that says otherwise,
/// before any document is fetched by it.
pub(super) fn settle_called(
    facts: &mut TokenFacts,
    strength: &mut Strength,
    by: CalledBy,
    strong: Strong,
    blobs: &BlobFolder,
) -> io::Result<()> {
    let answer = match &strong.answer {
        Answer::Data(data) => by.read(data),
        Answer::Reverted(_) => None,
        // It stays with whoever said it first.
        Answer::Refused(_) => return Ok(()),
    };
    let named = match (by, &answer) {
        (CalledBy::Document, Some(text)) => Some(blobs.keep(text.as_bytes())?),
        _ => None,
    };
    let same = match by {
        CalledBy::Document => named == facts.said.collection_uri,
        CalledBy::Name | CalledBy::Symbol => answer == facts.said.collection,
    };
    if !same {
        let kind = match strong.evidence.level() {
            Level::Proven | Level::Final => ProblemKind::CollectionContradicted,
            Level::Agreed => ProblemKind::CollectionOutvoted,
            // One word against another: it stays with whoever said it first.
            Level::Reported | Level::Attested | Level::Claimed => return Ok(()),
        };
        let says = answer.as_deref().unwrap_or("nothing").chars().take(200).collect::<String>();
        facts.notes.push(Problem::new(kind, format!("the contract says {says}")));
        match by {
            CalledBy::Document => facts.said.collection_uri = named,
            CalledBy::Name | CalledBy::Symbol => facts.said.collection.clone_from(&answer),
        }
    }
    if let Some(text) = answer {
        strength.called.push(Called::of(by, &text, strong.evidence));
    }
    Ok(())
}

/// Takes over what an earlier lock has of what the collection is called.
pub(super) fn take_over_called(said: &mut Said, work: &LockedWork) -> Vec<Called> {
    let against = [ProblemKind::CollectionContradicted, ProblemKind::CollectionOutvoted];
    if work.notes.iter().any(|note| against.contains(&note.kind)) {
        // What was told at first is not what the contract says.
        said.collection = None;
        said.collection_uri = None;
    }
    if let Some(called) = &work.called {
        match called.by {
            CalledBy::Document => said.collection_uri = Some(BlobHash::from_bytes(called.text.0)),
            CalledBy::Name | CalledBy::Symbol => {
                said.collection = Some(work.collection.get(Language::default()).to_owned());
                said.collection_by = called.by;
            }
        }
    }
    work.called.iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::Evidence;

    /// A token of which one endpoint told that its collection is called so.
    fn told(name: &str) -> TokenFacts {
        let token = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        let mut facts = TokenFacts::unasked(token.parse().unwrap());
        facts.said.collection = Some(name.to_owned());
        facts.said.by = Some(Evidence::of(Level::Reported));
        facts
    }

    fn title(name: &str, by: CalledBy) -> Title {
        Title { words: Words::one(name), by, document: None }
    }

    #[test]
    fn a_title_is_as_strong_as_the_answer_that_gives_it() {
        let facts = told("Kiln");
        let proven = Called::of(CalledBy::Name, "Kiln", Evidence::of(Level::Proven));
        let strength = Strength { called: vec![proven.clone()], ..Strength::default() };
        assert_eq!(title("Kiln", CalledBy::Name).called(&facts, &strength), Some(proven));
        // Nothing stronger is known than what was told.
        let weak = title("Kiln", CalledBy::Name).called(&facts, &Strength::default()).unwrap();
        assert_eq!(weak.evidence.level(), Level::Reported);
        assert!(weak.is_text("Kiln"));
        // By a document that only was told of, beside a name that is proven.
        let mut named = told("Kiln");
        named.said.collection_uri = Some(BlobHash::of(b"https://h.example/c"));
        let by_document =
            Title { document: Some(BlobHash::of(b"{}")), ..title("Kiln", CalledBy::Document) };
        let called = by_document.called(&named, &strength).unwrap();
        assert_eq!((called.by, called.evidence.level()), (CalledBy::Document, Level::Reported));
        assert!(called.is_text("https://h.example/c") && called.document.is_some());
        // Nobody knows who told it.
        let mut nobody = told("Kiln");
        nobody.said.by = None;
        assert_eq!(title("Kiln", CalledBy::Name).called(&nobody, &Strength::default()), None);
    }

    #[test]
    fn what_is_called_otherwise_is_put_right_and_noted() {
        use ProblemKind::{CollectionContradicted, CollectionOutvoted};
        let dir = tempfile::tempdir().unwrap();
        let blobs = BlobFolder::new(dir.path());
        let check = |answer: Answer, level, name: Option<&str>, note: Option<ProblemKind>| {
            let (mut facts, mut strength) = (told("Kiln"), Strength::default());
            let strong =
                Strong { answer, evidence: Evidence::of(level), proof: None, notes: Vec::new() };
            settle_called(&mut facts, &mut strength, CalledBy::Name, strong, &blobs).unwrap();
            assert_eq!(facts.said.collection.as_deref(), name, "{level:?}");
            let kinds: Vec<ProblemKind> = facts.notes.iter().map(|note| note.kind).collect();
            assert_eq!(kinds, note.into_iter().collect::<Vec<_>>(), "{level:?}");
            strength.called.first().map(|called| called.evidence.level())
        };
        let says = |name: &str| Answer::Data(name.as_bytes().to_vec().into());
        let reverted = || Answer::Reverted("no".to_owned());
        let kiln = Some("Kiln");
        assert_eq!(check(says("Kiln"), Level::Proven, kiln, None), Some(Level::Proven));
        assert_eq!(check(says("Kiln"), Level::Reported, kiln, None), Some(Level::Reported));
        let contradicted = Some(CollectionContradicted);
        let proven = Some(Level::Proven);
        assert_eq!(check(says("Other"), Level::Proven, Some("Other"), contradicted), proven);
        let outvoted = Some(CollectionOutvoted);
        let agreed = Some(Level::Agreed);
        assert_eq!(check(says("Other"), Level::Agreed, Some("Other"), outvoted), agreed);
        // One word against another.
        assert_eq!(check(says("Other"), Level::Reported, kiln, None), None);
        assert_eq!(check(reverted(), Level::Proven, None, contradicted), None);
        assert_eq!(check(Answer::Refused("later".to_owned()), Level::Proven, kiln, None), None);
    }
}
