//! What issuers signed about a work, in the lock's own words; read from their records by
//! the resolve, and once more by every check.

use super::{
    Authorship, BlobHash, BlobStore, Finding, LockedWork, Media, OwnersStand, SignedRecord,
};
use crate::identity::{self, Attested, Refusal, Revocation, Subject};
use crate::ownership::{Evidence, Level, Owner, OwnershipRecord, Standing, Timestamp};

/// What one record gives a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub owner: Option<OwnershipRecord>,
    pub author: Option<Authorship>,
}

/// What a record must speak of: the work's token, or else the file that hangs.
pub fn subject_of(work: &LockedWork) -> Option<Subject> {
    if let Some(token) = &work.token {
        return Some(Subject::Token(token.clone()));
    }
    match &work.media {
        Media::Shown(visual) => Some(Subject::File(visual.original.hash.bytes())),
        Media::Missing(_) => None,
    }
}

/// Reads a record: what its issuer says, where it is believed.
pub fn read_record(
    record: &[u8],
    status: Option<&[u8]>,
    subject: &Subject,
    now: Timestamp,
) -> Result<Told, RecordProblem> {
    let Attested { attestation, revocation } = identity::verify(record, status, subject, now)?;
    let standing = match revocation {
        Revocation::NoList => Standing::UntilItEnds,
        Revocation::Unchecked => Standing::Unchecked,
        Revocation::Good { as_of } => Standing::Stands { as_of },
        Revocation::StatusStale { as_of } => Standing::Stood { as_of },
        Revocation::Revoked { as_of } => return Err(RecordProblem::Revoked(as_of)),
        Revocation::Suspended { as_of } => return Err(RecordProblem::Suspended(as_of)),
        Revocation::Other { status, as_of } => return Err(RecordProblem::Other { status, as_of }),
    };
    let evidence = Evidence::Attested {
        issuer: attestation.issuer.to_string(),
        issued: attestation.issued,
        expires: attestation.expires,
        standing,
    };
    let owner = attestation.owner.map(|holding| OwnershipRecord {
        owner: match holding.owner {
            identity::Owner::Account(account) => Owner::Account(account),
            identity::Owner::Did(did) => Owner::Did(did.to_string()),
            identity::Owner::Name(name) => Owner::Named(name.as_str().to_owned()),
        },
        editions: holding.editions,
        evidence: evidence.clone(),
    });
    let author = attestation.author.map(|author| Authorship {
        name: author.name.as_str().to_owned(),
        did: author.did.map(|did| did.to_string()),
        evidence,
    });
    Ok(Told { owner, author })
}

/// Why nothing is taken from a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordProblem {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("its issuer took it back; the list that says so is of {0}")]
    Revoked(Timestamp),
    #[error("its issuer suspended it; the list that says so is of {0}")]
    Suspended(Timestamp),
    #[error(
        "its issuer gave it the status {status}, which only the issuer understands, at {as_of}"
    )]
    Other { status: u8, as_of: Timestamp },
}

/// Reads the records that a lock keeps of a work once more, at `now`.
fn read_again(
    work: &LockedWork,
    signed: &SignedRecord,
    blobs: &dyn BlobStore,
    now: Timestamp,
) -> Result<Told, String> {
    let whole = |hash: &BlobHash| {
        let bytes = blobs.read(hash).map_err(|problem| problem.to_string())?;
        match BlobHash::of(&bytes) == *hash {
            true => Ok(bytes),
            false => Err(format!("the blob {hash} is damaged")),
        }
    };
    let record = whole(&signed.record)?;
    let status = signed.status.as_ref().map(whole).transpose()?;
    let subject = subject_of(work).ok_or("there is nothing that it could speak of")?;
    read_record(&record, status.as_deref(), &subject, now).map_err(|problem| problem.to_string())
}

/// Holds what a work calls attested to the records that are kept, and says how many
/// statements stand, and in `owners` how those about its owners do.
pub(super) fn check_signed(
    work: &LockedWork,
    blobs: &dyn BlobStore,
    now: Timestamp,
    owners: &mut OwnersStand,
    findings: &mut Vec<Finding>,
) -> usize {
    let mut told = Vec::new();
    for signed in &work.signed {
        match read_again(work, signed, blobs, now) {
            Ok(one) => told.push(one),
            Err(problem) => {
                findings.push(Finding::Unproven { what: "a signed record".to_owned(), problem });
            }
        }
    }
    let attested = |evidence: &Evidence| evidence.level() == Level::Attested;
    let records = work.ownership.iter().filter(|record| attested(&record.evidence));
    let stand = |what: String, stands: bool, findings: &mut Vec<Finding>| {
        if !stands {
            let problem = "no record that is kept says so".to_owned();
            findings.push(Finding::Unproven { what, problem });
        }
        usize::from(stands)
    };
    let mut held = 0;
    for record in records {
        let stands = told.iter().any(|told| told.owner.as_ref() == Some(record));
        if !stands {
            owners.lower(OwnersStand::Refused);
        }
        held += stand(format!("the record of {}", record.owner), stands, findings);
    }
    for author in &work.authorship {
        let stands = told.iter().any(|told| told.author.as_ref() == Some(author));
        held += stand(format!("the authorship of {}", author.name), stands, findings);
    }
    held
}
