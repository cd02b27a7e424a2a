//! A record of ownership or authorship: a JWT (RFC 7519) whose own claims stand in one
//! object, `enf`, beside the registered ones.
//!
//! ```json
//! {
//!   "iss": "did:key:z6Mk…",
//!   "sub": "eip155:1/erc721:0x…/42",
//!   "iat": 1790000000, "nbf": 1790000000, "exp": 1890000000,
//!   "jti": "2026-0417",
//!   "status": { "status_list": { "idx": 17, "uri": "https://registry.example/status/1" } },
//!   "enf": {
//!     "owner": { "account": "eip155:1:0x…" },
//!     "editions": "3",
//!     "author": { "name": "Shen Yu", "did": "did:key:z6Mk…" }
//!   }
//! }
//! ```
//!
//! `sub` is a token (CAIP-19) or a file (`ni:///sha-256;…`, RFC 6920). `enf.owner` is one of
//! `account` (CAIP-10), `did` or `name`, the last for a registry that knows its holders by
//! name; `enf.editions` is a whole number in a string. At least one of `owner` and `author`
//! is there. What else stands in `enf` is refused, what else stands beside it is let go.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::did::{Did, DidError};
use super::json::{JsonError, present, read_json};
use super::quoted;
use super::secret::{Secret, SecretError};
use super::status::{RawStatusRef, StatusRef};
use super::subject::{Subject, SubjectError};
use crate::limits::{RECORD_ID_CHARS_MAX, RECORD_NAME_CHARS_MAX};
use crate::token::{AccountId, IdError, Timestamp, clean_text};

/// The media type of a record, as its header's `typ` has it.
pub const RECORD_TYPE: &str = "enfilade-attestation+jwt";

/// What an issuer says of a token or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    pub issuer: Did,
    pub subject: Subject,
    pub owner: Option<Holding>,
    pub author: Option<Author>,
    pub issued: Timestamp,
    pub not_before: Option<Timestamp>,
    pub expires: Option<Timestamp>,
    /// The issuer's own name for the record.
    pub id: Option<String>,
    /// Where the issuer says whether the record still stands.
    pub status: Option<StatusRef>,
}

/// Who owns it, and how many of its editions where it has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    pub owner: Owner,
    pub editions: Option<U256>,
}

/// An owner, as the issuer knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Account(AccountId),
    Did(Did),
    /// As a registry without accounts calls its holder.
    Name(Name),
}

/// Who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub name: Name,
    pub did: Option<Did>,
}

/// A name that is fit to be read: cleaned, on one line, and never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// Why claims make no record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClaimsError {
    #[error("the record's claims are not read: {0}")]
    Json(JsonError),
    #[error("the record's issuer is not known: {0}")]
    Issuer(DidError),
    #[error("the record speaks of nothing that is known here: {0}")]
    Subject(SubjectError),
    #[error("the record is meant for somebody else (aud)")]
    Audience,
    #[error("the record's time “{0}” lies outside the years 0 to 9999")]
    Time(&'static str),
    #[error("the record ends before it begins")]
    TimesCross,
    #[error("the record names neither an owner nor an author")]
    SaysNothing,
    #[error("the account of the record's owner is none: {0}")]
    Account(IdError),
    #[error("the DID of the record's {who} is not read: {problem}")]
    Person { who: &'static str, problem: DidError },
    #[error(
        "the name of the record's {0} is empty or longer than {RECORD_NAME_CHARS_MAX} characters"
    )]
    Name(&'static str),
    #[error("“{0}” is no number of editions, which is a whole number from 1 on in a string")]
    Editions(String),
    #[error("the record counts editions and names no owner of them")]
    EditionsOfNobody,
    #[error(
        "the record's own id (jti) is empty, longer than {RECORD_ID_CHARS_MAX} characters, or hides some"
    )]
    Id,
    #[error("whether the record still stands is told in a way that is not read; a status list is")]
    StatusKind,
    #[error("the status list that the record names has no address of a web page")]
    StatusUri,
}

/// The claims as they are written.
#[derive(Deserialize, Serialize)]
struct RawClaims {
    iss: String,
    sub: String,
    #[serde(default, deserialize_with = "present", skip_serializing)]
    aud: Option<serde::de::IgnoredAny>,
    iat: i64,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    jti: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    status: Option<RawStatus>,
    enf: RawStatement,
}

#[derive(Deserialize, Serialize)]
struct RawStatus {
    #[serde(default, deserialize_with = "present")]
    status_list: Option<RawStatusRef>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RawStatement {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    owner: Option<RawOwner>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    editions: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    author: Option<RawAuthor>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum RawOwner {
    Account(String),
    Did(String),
    Name(String),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RawAuthor {
    name: String,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    did: Option<String>,
}

impl Attestation {
    /// Reads claims, of which nothing is verified: [`super::verify()`] does that.
    pub fn from_claims(bytes: &[u8]) -> Result<Self, ClaimsError> {
        let raw: RawClaims = read_json(bytes).map_err(ClaimsError::Json)?;
        if raw.aud.is_some() {
            return Err(ClaimsError::Audience);
        }
        let enf = raw.enf;
        let (owner, author) = (enf.owner.map(read_owner), enf.author.map(read_author));
        let editions = enf.editions.map(read_editions).transpose()?;
        let owner = match (owner.transpose()?, editions) {
            (Some(owner), editions) => Some(Holding { owner, editions }),
            (None, Some(_)) => return Err(ClaimsError::EditionsOfNobody),
            (None, None) => None,
        };
        let status = raw.status.map(|status| status.status_list.ok_or(ClaimsError::StatusKind));
        let moment = |name, time: Option<i64>| time.map(|time| read_time(name, time)).transpose();
        let read = Self {
            issuer: raw.iss.parse().map_err(ClaimsError::Issuer)?,
            subject: raw.sub.parse().map_err(ClaimsError::Subject)?,
            owner,
            author: author.transpose()?,
            issued: read_time("iat", raw.iat)?,
            not_before: moment("nbf", raw.nbf)?,
            expires: moment("exp", raw.exp)?,
            id: raw.jti,
            status: status.transpose()?.map(StatusRef::read).transpose()?,
        };
        read.check()?;
        Ok(read)
    }

    /// Signs the record by its issuer's key; the text is what a file of it holds.
    pub fn sign(&self, secret: &Secret) -> Result<String, SignError> {
        self.check()?;
        Ok(secret.sign(RECORD_TYPE, &self.issuer, &self.to_raw())?)
    }

    /// What holds of a record as a whole.
    fn check(&self) -> Result<(), ClaimsError> {
        let begins = self.not_before.unwrap_or(self.issued).max(self.issued);
        if self.expires.is_some_and(|expires| expires <= begins) {
            return Err(ClaimsError::TimesCross);
        }
        if self.owner.is_none() && self.author.is_none() {
            return Err(ClaimsError::SaysNothing);
        }
        let editions = self.owner.as_ref().and_then(|holding| holding.editions);
        if editions.is_some_and(|editions| editions.is_zero()) {
            return Err(ClaimsError::Editions("0".to_owned()));
        }
        let fits = |id: &String| {
            !id.is_empty() && id.chars().count() <= RECORD_ID_CHARS_MAX && clean_text(id) == *id
        };
        match self.id.as_ref().is_none_or(fits) {
            true => Ok(()),
            false => Err(ClaimsError::Id),
        }
    }

    fn to_raw(&self) -> RawClaims {
        let editions = self.owner.as_ref().and_then(|holding| holding.editions);
        let status = self.status.as_ref().map(StatusRef::to_raw);
        RawClaims {
            iss: self.issuer.to_string(),
            sub: self.subject.to_string(),
            aud: None,
            iat: self.issued.unix(),
            nbf: self.not_before.map(Timestamp::unix),
            exp: self.expires.map(Timestamp::unix),
            jti: self.id.clone(),
            status: status.map(|list| RawStatus { status_list: Some(list) }),
            enf: RawStatement {
                owner: self.owner.as_ref().map(|holding| match &holding.owner {
                    Owner::Account(account) => RawOwner::Account(account.to_string()),
                    Owner::Did(did) => RawOwner::Did(did.to_string()),
                    Owner::Name(name) => RawOwner::Name(name.0.clone()),
                }),
                editions: editions.map(|editions| editions.to_string()),
                author: self.author.as_ref().map(|author| RawAuthor {
                    name: author.name.0.clone(),
                    did: author.did.as_ref().map(Did::to_string),
                }),
            },
        }
    }
}

/// Why a record is not signed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignError {
    #[error("{0}")]
    Claims(#[from] ClaimsError),
    #[error("{0}")]
    Secret(#[from] SecretError),
}

impl Name {
    /// A name from a stranger's text; none where nothing of it can be read, or too much.
    pub fn new(text: &str) -> Option<Self> {
        let clean = clean_text(text).replace('\n', " ");
        let fits = !clean.is_empty() && clean.chars().count() <= RECORD_NAME_CHARS_MAX;
        fits.then_some(Self(clean))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn read_owner(raw: RawOwner) -> Result<Owner, ClaimsError> {
    match raw {
        RawOwner::Account(text) => text.parse().map(Owner::Account).map_err(ClaimsError::Account),
        RawOwner::Did(text) => read_did("owner", &text).map(Owner::Did),
        RawOwner::Name(text) => read_name("owner", &text).map(Owner::Name),
    }
}

fn read_author(raw: RawAuthor) -> Result<Author, ClaimsError> {
    let did = raw.did.map(|text| read_did("author", &text)).transpose()?;
    Ok(Author { name: read_name("author", &raw.name)?, did })
}

fn read_did(who: &'static str, text: &str) -> Result<Did, ClaimsError> {
    text.parse().map_err(|problem| ClaimsError::Person { who, problem })
}

fn read_name(who: &'static str, text: &str) -> Result<Name, ClaimsError> {
    Name::new(text).ok_or(ClaimsError::Name(who))
}

fn read_editions(text: String) -> Result<U256, ClaimsError> {
    let number = U256::from_str_radix(&text, 10).ok();
    number
        .filter(|number| number.to_string() == text)
        .ok_or_else(|| ClaimsError::Editions(quoted(&text)))
}

/// Whole seconds since 1970 (RFC 7519, section 2); a fraction of one is refused as JSON.
pub(super) fn read_time(name: &'static str, unix: i64) -> Result<Timestamp, ClaimsError> {
    let moment = Timestamp::from_unix(unix);
    if moment.unix() == unix { Ok(moment) } else { Err(ClaimsError::Time(name)) }
}
