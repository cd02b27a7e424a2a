//! What issuers signed about a work, in the lock's own words; read from their records by
//! the resolve, and once more wherever what they say is checked or shown.

use super::{
    Attestable, Authorship, BlobHash, BlobStore, Finding, LockedWork, OwnersStand, SignedBytes,
    SignedRecord,
};
use crate::identity::{self, Attested, Refusal, Revocation, Subject};
use crate::ownership::{Evidence, Owner, OwnershipRecord, Standing, Timestamp};

/// What one record gives a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub owner: Option<OwnershipRecord>,
    pub author: Option<Authorship>,
}

/// What a record must speak of: the work's token, or else the file that hangs.
pub fn subject_of(work: &LockedWork) -> Option<Subject> {
    Attestable::of(work).subject()
}

impl Attestable {
    fn subject(&self) -> Option<Subject> {
        let token = self.token.clone().map(Subject::Token);
        token.or_else(|| self.file.map(|file| Subject::File(file.bytes())))
    }

    /// Reads a record of the work once more, at `now`. One that has ended since is read as of
    /// its last second: that it ended says its date, which is shown.
    ///
    /// # Errors
    /// Nothing may be taken from it, and why.
    pub fn read(&self, signed: &SignedBytes, now: Timestamp) -> Result<Told, String> {
        let subject = self.subject().ok_or("there is nothing that it could speak of")?;
        let (record, status) = (&signed.record, signed.status.as_deref());
        let told = match read_record(record, status, &subject, now) {
            Err(RecordProblem::Refused(Refusal::Expired(end))) => {
                let last = Timestamp::from_unix(end.unix().saturating_sub(1));
                read_record(record, status, &subject, last)
            }
            told => told,
        };
        told.map_err(|problem| problem.to_string())
    }
}

impl Told {
    /// Whether it says what this record of an owner says.
    pub fn bears_owner(&self, record: &OwnershipRecord) -> bool {
        let same = |told: &OwnershipRecord| {
            (&told.owner, told.editions) == (&record.owner, record.editions)
                && bears(&told.evidence, &record.evidence)
        };
        self.owner.as_ref().is_some_and(same)
    }

    /// Whether it says what is said of who made the work.
    pub fn bears_author(&self, author: &Authorship) -> bool {
        let same = |told: &Authorship| {
            (&told.name, &told.did) == (&author.name, &author.did)
                && bears(&told.evidence, &author.evidence)
        };
        self.author.as_ref().is_some_and(same)
    }
}

/// Whether evidence is that of a record. Of a list that was out of date already a lock names
/// the list alone.
fn bears(told: &Evidence, said: &Evidence) -> bool {
    let (
        Evidence::Attested { issuer, issued, expires, standing },
        Evidence::Attested { issuer: by, issued: since, expires: until, standing: said },
    ) = (told, said)
    else {
        return false;
    };
    let same_list = match (standing, said) {
        (Standing::Stands { as_of, .. }, Standing::Stood { as_of: then }) => as_of == then,
        (told, said) => told == said,
    };
    same_list && (issuer, issued, expires) == (by, since, until)
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
        Revocation::Good { as_of, until } => Standing::Stands { as_of, until },
        // Whether the list is out of date is seen by whoever reads what it says.
        Revocation::StatusStale { as_of, until } => Standing::Stands { as_of, until: Some(until) },
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

/// The bytes of a record that a lock keeps, whole as their names say.
fn bytes_of(signed: &SignedRecord, blobs: &dyn BlobStore) -> Result<SignedBytes, String> {
    let whole = |hash: &BlobHash| {
        let bytes = blobs.read(hash).map_err(|problem| problem.to_string())?;
        match BlobHash::of(&bytes) == *hash {
            true => Ok(bytes),
            false => Err(format!("the blob {hash} is damaged")),
        }
    };
    let record = whole(&signed.record)?;
    Ok(SignedBytes { record, status: signed.status.as_ref().map(whole).transpose()? })
}

/// The records that a lock keeps of a work. Of one that cannot be read there are no bytes, and
/// so it says nothing.
pub fn signed_bytes(work: &LockedWork, blobs: &dyn BlobStore) -> Vec<SignedBytes> {
    let nothing = |_| SignedBytes { record: Vec::new(), status: None };
    work.signed.iter().map(|signed| bytes_of(signed, blobs).unwrap_or_else(nothing)).collect()
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
    let said = Attestable::of(work);
    let (mut told, mut all_there) = (Vec::new(), true);
    for signed in &work.signed {
        let bytes = bytes_of(signed, blobs);
        all_there &= bytes.is_ok();
        match bytes.and_then(|bytes| said.read(&bytes, now)) {
            Ok(one) => told.push(one),
            Err(problem) => {
                findings.push(Finding::Unproven { what: "a signed record".to_owned(), problem });
            }
        }
    }
    let stand = |what: String, told: Option<&Evidence>, findings: &mut Vec<Finding>| {
        let Some(evidence) = told else {
            let problem = NO_RECORD.to_owned();
            findings.push(Finding::Unproven { what, problem });
            return 0;
        };
        // By the list itself: of what locks before kept it is not in them.
        if let Some(until) = evidence.list_ended(now) {
            findings.push(Finding::ListOld { what, until });
        }
        1
    };
    let mut held = 0;
    for record in work.ownership.iter().filter(|record| record.evidence.is_attested()) {
        let told = told.iter().find(|told| told.bears_owner(record));
        let told = told.and_then(|told| told.owner.as_ref()).map(|owner| &owner.evidence);
        if told.is_none() {
            owners.lower(if all_there { OwnersStand::Refused } else { OwnersStand::Unchecked });
        }
        held += stand(format!("the record of {}", record.owner), told, findings);
    }
    for author in &work.authorship {
        let told = told.iter().find(|told| told.bears_author(author));
        let told = told.and_then(|told| told.author.as_ref()).map(|author| &author.evidence);
        held += stand(format!("the authorship of {}", author.name), told, findings);
    }
    held
}

/// Why something that is called attested is not.
pub const NO_RECORD: &str = "no record that is kept says so";
