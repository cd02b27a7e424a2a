//! Who signs: DIDs, signed records of ownership and authorship, and the lists by which
//! their issuers take them back. Pure functions of bytes and a time.
//!
//! [`verify()`] is the one way from a record's bytes to [`Attested`]: it takes the record, the
//! status list that the record names where somebody fetched it, the token or file that is
//! asked about, and the time.

mod attestation;
mod did;
mod json;
mod jws;
mod secret;
mod status;
mod subject;
mod verify;

pub use attestation::{
    Attestation, Author, ClaimsError, Holding, Name, Owner, RECORD_TYPE, SignError,
};
pub use did::{Did, DidError};
pub use json::JsonError;
pub use jws::JwsError;
pub use secret::{KeyKind, Secret, SecretError};
pub use status::{STATUS_TYPE, Status, StatusError, StatusList, StatusRef};
pub use subject::{Subject, SubjectError};
pub use verify::{Attested, Refusal, Revocation, verify};

/// A stranger's text as a refusal quotes it: readable, on one line, and short.
fn quoted(text: &str) -> String {
    const CHARS_MAX: usize = 80;
    let clean = crate::token::clean_text(text).replace('\n', " ");
    match clean.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}

#[cfg(test)]
mod tests;
