//! Records that issuers signed about a work: read, their status lists fetched, verified,
//! and kept, so that they can be verified again.

use super::describe::mixed_in;
use super::error::Stop;
use crate::exhibition::{
    Authorship, LockedWork, Problem, ProblemKind, RecordProblem, SignedRecord, Told, read_record,
    subject_of,
};
use crate::identity::{Refusal, verify};
use crate::ownership::{Owner, OwnershipRecord, Timestamp};
use crate::source::{Base, FetchError, Library, Uri, Want};

/// Adds to a work what issuers say of it. A record that is refused is a note, and nothing
/// is taken from it. Only a failing disk is an error.
pub(super) async fn add_attestations(
    library: &Library,
    work: &mut LockedWork,
    paths: &[String],
    now: Timestamp,
) -> std::io::Result<()> {
    for path in paths {
        match read(library, work, path, now).await {
            Ok(found) => {
                work.ownership.extend(found.owner);
                work.authorship.extend(found.author);
                work.signed.push(found.signed);
                work.notes.extend(found.notes);
            }
            Err(Stop::Work(problem)) => work.notes.push(problem),
            Err(Stop::Disk(error)) => return Err(error),
        }
    }
    Ok(())
}

struct Found {
    owner: Option<OwnershipRecord>,
    author: Option<Authorship>,
    signed: SignedRecord,
    notes: Vec<Problem>,
}

async fn read(
    library: &Library,
    work: &LockedWork,
    path: &str,
    now: Timestamp,
) -> Result<Found, Stop> {
    let refused = |why: &dyn std::fmt::Display| {
        Stop::Work(Problem::new(ProblemKind::AttestationRefused, format!("{path}: {why}")))
    };
    let segments = path.split('/').map(str::to_owned).collect();
    let record = library.get(&Uri::File(segments), Want::METADATA).await;
    let record = record.map_err(|error| match error {
        FetchError::Disk(error) => Stop::Disk(error),
        other => refused(&other),
    })?;
    let subject = subject_of(work)
        .ok_or_else(|| refused(&"there is no token and no file that it could speak of"))?;
    let mut notes = Vec::new();
    // Nothing is fetched for a record that is not believed.
    let attested = verify(&record.bytes, None, &subject, now).map_err(|error| refused(&error))?;
    let status = match &attested.attestation.status {
        Some(place) => {
            let uri = Uri::parse(place.uri(), &Base::Nowhere).map_err(|error| refused(&error))?;
            match library.get(&uri, Want::METADATA).await {
                Ok(list) => Some(list),
                Err(FetchError::Disk(error)) => return Err(Stop::Disk(error)),
                Err(other) => {
                    let detail = format!("{path}: {other}");
                    notes.push(Problem::new(ProblemKind::StatusUnchecked, detail));
                    None
                }
            }
        }
        None => None,
    };
    let list = status.as_ref().map(|list| list.bytes.as_slice());
    let told = match read_record(&record.bytes, list, &subject, now) {
        // A list that is refused says nothing, for or against.
        Err(problem) if list.is_some() && is_about_the_list(&problem) => {
            notes.push(Problem::new(ProblemKind::StatusUnchecked, format!("{path}: {problem}")));
            let told = read_record(&record.bytes, None, &subject, now);
            told.map_err(|problem| refused(&problem))?
        }
        told => told.map_err(|problem| refused(&problem))?,
    };
    let unchecked = notes.iter().any(|note| note.kind == ProblemKind::StatusUnchecked);
    let signed = SignedRecord {
        record: library.blobs().keep(&record.bytes).map_err(Stop::Disk)?,
        status: match status.filter(|_| !unchecked) {
            Some(list) => Some(library.blobs().keep(&list.bytes).map_err(Stop::Disk)?),
            None => None,
        },
    };
    notes.extend(mixed_in(names_in(&told)));
    Ok(Found { owner: told.owner, author: told.author, signed, notes })
}

/// The names that a record gives to people.
fn names_in(told: &Told) -> impl Iterator<Item = &str> {
    let author = told.author.as_ref().map(|author| author.name.as_str());
    let owner = told.owner.as_ref().and_then(|record| match &record.owner {
        Owner::Named(name) => Some(name.as_str()),
        Owner::Account(_) | Owner::Did(_) => None,
    });
    author.into_iter().chain(owner)
}

fn is_about_the_list(problem: &RecordProblem) -> bool {
    matches!(problem, RecordProblem::Refused(Refusal::Status(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::Evidence;

    #[test]
    fn names_in_records_are_looked_at_as_those_in_documents_are() {
        let evidence = || Evidence::Claimed { by: String::new(), as_of: None };
        let author = |name: &str| {
            let author = Authorship { name: name.to_owned(), did: None, evidence: evidence() };
            Told { author: Some(author), owner: None }
        };
        let owner = |owner: Owner| {
            let record = OwnershipRecord { owner, editions: None, evidence: evidence() };
            Told { author: None, owner: Some(record) }
        };
        let check = |told: Told, expected: Option<&str>| {
            let note = mixed_in(names_in(&told));
            assert!(note.iter().all(|note| note.kind == ProblemKind::MixedScripts));
            assert_eq!(note.map(|note| note.detail).as_deref(), expected);
        };
        let apple = Some("“\u{410}pple”: Cyrillic, Latin");
        check(Told::default(), None);
        check(author("Apple"), None);
        check(author("\u{410}pple"), apple);
        check(owner(Owner::Named("Apple".to_owned())), None);
        check(owner(Owner::Named("\u{410}pple".to_owned())), apple);
        check(owner(Owner::Did("did:web:example.org".to_owned())), None);
    }
}
