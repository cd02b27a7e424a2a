//! From a record's bytes to what may be shown of it.

use thiserror::Error;

use super::attestation::{Attestation, ClaimsError, RECORD_TYPE};
use super::jws::{Jws, JwsError};
use super::quoted;
use super::status::{Status, StatusError, StatusList};
use super::subject::Subject;
use crate::limits::{CLOCK_SKEW_SECS_MAX, RECORD_BYTES_MAX};
use crate::token::Timestamp;

/// A record that its issuer signed, that speaks of what was asked about, and whose time is
/// now. Whether it still stands is in [`Revocation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    /// Who says what, since when, and until when.
    pub attestation: Attestation,
    pub revocation: Revocation,
}

/// Whether the issuer took a record back. `as_of` is when the list was signed, `until` when it
/// goes out of date, where it says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// The record names no list: it stands until it expires.
    NoList,
    /// It names a list, and nobody brought one.
    Unchecked,
    Good {
        as_of: Timestamp,
        until: Option<Timestamp>,
    },
    Revoked {
        as_of: Timestamp,
    },
    Suspended {
        as_of: Timestamp,
    },
    /// A status of which the issuer alone knows what it means.
    Other {
        status: u8,
        as_of: Timestamp,
    },
    /// It stood when the list was signed, and the list says itself that it is out of date.
    StatusStale {
        as_of: Timestamp,
        until: Timestamp,
    },
}

/// Why a record is not believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("the record is refused: {0}")]
    Jws(#[from] JwsError),
    #[error("{0}")]
    Claims(#[from] ClaimsError),
    #[error("the record speaks of {found}, and not of {asked}")]
    OtherSubject { asked: Box<Subject>, found: Box<Subject> },
    #[error("the record was signed in the future, at {0}")]
    Future(Timestamp),
    #[error("the record holds from {0} on, which is not yet")]
    NotYet(Timestamp),
    #[error("the record expired at {0}")]
    Expired(Timestamp),
    #[error("the record's status list is refused: {0}")]
    Status(#[from] StatusError),
}

/// Verifies a record about `subject` at `now`, and what a status list says of it.
///
/// `status` is the list at the address that the record names (`attestation.status`), where
/// somebody fetched it; it is not looked at where the record names none. What speaks
/// against a record counts in a list of any age; that it stands, only in one that is not
/// stale.
///
/// # Errors
/// Every refusal of the record or of the list. Who has a list that is refused may ask again
/// without it, and gets [`Revocation::Unchecked`].
pub fn verify(
    record: &[u8],
    status: Option<&[u8]>,
    subject: &Subject,
    now: Timestamp,
) -> Result<Attested, Refusal> {
    let jws = Jws::read(record, RECORD_BYTES_MAX)?;
    jws.expect_type(RECORD_TYPE)?;
    // Whose key is to fit stands in the claims themselves, and nowhere else.
    let attestation = Attestation::from_claims(jws.payload())?;
    jws.verify(&attestation.issuer)?;
    if attestation.subject != *subject {
        let (asked, found) = (Box::new(subject.clone()), Box::new(attestation.subject));
        return Err(Refusal::OtherSubject { asked, found });
    }
    if is_future(attestation.issued, now) {
        return Err(Refusal::Future(attestation.issued));
    }
    if let Some(begins) = attestation.not_before.filter(|begins| is_future(*begins, now)) {
        return Err(Refusal::NotYet(begins));
    }
    if let Some(expired) = attestation.expires.filter(|expires| *expires <= now) {
        return Err(Refusal::Expired(expired));
    }
    let revocation = revocation(&attestation, status, now)?;
    Ok(Attested { attestation, revocation })
}

fn revocation(
    attestation: &Attestation,
    status: Option<&[u8]>,
    now: Timestamp,
) -> Result<Revocation, StatusError> {
    let Some(place) = &attestation.status else { return Ok(Revocation::NoList) };
    let Some(status) = status else { return Ok(Revocation::Unchecked) };
    let list = StatusList::read(status, &attestation.issuer)?;
    if list.uri() != place.uri() {
        let (expected, found) = (quoted(place.uri()), quoted(list.uri()));
        return Err(StatusError::OtherList { expected, found });
    }
    let as_of = list.issued;
    if is_future(as_of, now) {
        return Err(StatusError::Future(as_of));
    }
    Ok(match list.get(place.index)? {
        Status::Valid => match list.until() {
            Some(until) if until <= now => Revocation::StatusStale { as_of, until },
            until => Revocation::Good { as_of, until },
        },
        Status::Invalid => Revocation::Revoked { as_of },
        Status::Suspended => Revocation::Suspended { as_of },
        Status::Other(status) => Revocation::Other { status, as_of },
    })
}

/// Whether a moment lies further ahead than clocks may differ.
fn is_future(moment: Timestamp, now: Timestamp) -> bool {
    moment.unix() > now.unix().saturating_add(CLOCK_SKEW_SECS_MAX)
}
