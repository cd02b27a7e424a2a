//! By which an issuer takes records back: the IETF's Token Status List, as a JWT that the
//! same issuer signs (draft-ietf-oauth-status-list, `statuslist+jwt`).
//!
//! A list is one long row of 1, 2, 4 or 8 bits for each record, packed by zlib. Its `sub` is
//! the address where it lies, which the record names too, so that no list passes for another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use super::attestation::{ClaimsError, read_time};
use super::did::Did;
use super::json::{JsonError, present, read_json};
use super::jws::{Jws, JwsError, decode};
use super::secret::{Secret, SecretError};
use crate::limits::{
    STATUS_LIST_BYTES_MAX, STATUS_LIST_FREE_BYTES, STATUS_LIST_RATIO_MAX,
    STATUS_LIST_UNPACKED_BYTES_MAX, STATUS_URI_BYTES_MAX,
};
use crate::token::Timestamp;

/// The media type of a list, as its header's `typ` has it.
pub const STATUS_TYPE: &str = "statuslist+jwt";

/// Where a record's status is told: the place of a list, and the record's place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusRef {
    pub index: u64,
    uri: String,
}

/// What a list says of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Valid,
    /// Taken back for good.
    Invalid,
    Suspended,
    /// 3 and above, of which the issuer alone knows what they mean.
    Other(u8),
}

/// A status list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    uri: String,
    pub issued: Timestamp,
    pub expires: Option<Timestamp>,
    /// For how long the list is good to be kept. Counted from when it was signed: how long
    /// ago it was fetched is nothing that it could tell itself.
    pub ttl_secs: Option<u32>,
    bits: u8,
    bytes: Vec<u8>,
}

/// Why a status list says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StatusError {
    #[error("{0}")]
    Jws(#[from] JwsError),
    #[error("its claims are not read: {0}")]
    Json(JsonError),
    #[error("it is the list {found} and not the one that the record names, {expected}")]
    OtherList { expected: String, found: String },
    #[error("it names another issuer than the record's, {0}")]
    OtherIssuer(String),
    #[error("its address is none of a web page, or longer than {STATUS_URI_BYTES_MAX} bytes")]
    Uri,
    #[error("its time “{0}” lies outside the years 0 to 9999")]
    Time(&'static str),
    #[error("it was signed in the future, at {0}")]
    Future(Timestamp),
    #[error("it says to be good for no time at all (ttl)")]
    Ttl,
    #[error("it has {0} bits for each record, where 1, 2, 4 and 8 are read")]
    Bits(u64),
    #[error("its row of bits is not packed by zlib as it must be")]
    NotZlib,
    #[error(
        "its row of bits unpacks to more than {STATUS_LIST_UNPACKED_BYTES_MAX} bytes, or to more than {STATUS_LIST_RATIO_MAX} times its size"
    )]
    TooLarge,
    #[error("the record's place in it, {index}, lies behind its end at {length}")]
    OutOfRange { index: u64, length: u64 },
    #[error("{status} takes more than the {bits} bits that it has for each record")]
    TooWide { status: u8, bits: u8 },
}

/// A record's place as it is written.
#[derive(Deserialize, Serialize)]
pub(super) struct RawStatusRef {
    idx: u64,
    uri: String,
}

/// A list's claims as they are written.
#[derive(Deserialize, Serialize)]
struct RawClaims {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    sub: String,
    iat: i64,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    status_list: RawList,
}

#[derive(Deserialize, Serialize)]
struct RawList {
    bits: u64,
    lst: String,
}

impl StatusRef {
    /// A place in a list; none where the address is no web page's.
    pub fn new(uri: &str, index: u64) -> Option<Self> {
        is_address(uri).then(|| Self { index, uri: uri.to_owned() })
    }

    /// The address of the list, exactly as the issuer wrote it.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    pub(super) fn read(raw: RawStatusRef) -> Result<Self, ClaimsError> {
        Self::new(&raw.uri, raw.idx).ok_or(ClaimsError::StatusUri)
    }

    pub(super) fn to_raw(&self) -> RawStatusRef {
        RawStatusRef { idx: self.index, uri: self.uri.clone() }
    }
}

impl Status {
    /// A status by its number in the standard.
    pub fn from_number(number: u8) -> Self {
        match number {
            0 => Self::Valid,
            1 => Self::Invalid,
            2 => Self::Suspended,
            other => Self::Other(other),
        }
    }

    /// Its number in the standard.
    pub fn number(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Invalid => 1,
            Self::Suspended => 2,
            Self::Other(number) => number,
        }
    }
}

impl StatusList {
    /// A list in which at least `length` records are valid.
    ///
    /// # Errors
    /// An address of no web page, bits other than 1, 2, 4 and 8, a list beyond the limit.
    pub fn new(uri: &str, bits: u8, length: u64, issued: Timestamp) -> Result<Self, StatusError> {
        if !is_address(uri) {
            return Err(StatusError::Uri);
        }
        let bits = read_bits(u64::from(bits))?;
        let bytes = length.div_ceil(8 / u64::from(bits));
        let bytes = usize::try_from(bytes).ok().filter(|bytes| *bytes <= STATUS_LIST_FREE_BYTES);
        let bytes = vec![0; bytes.ok_or(StatusError::TooLarge)?];
        Ok(Self { uri: uri.to_owned(), issued, expires: None, ttl_secs: None, bits, bytes })
    }

    /// Reads a list and verifies that this issuer signed it.
    pub fn read(token: &[u8], issuer: &Did) -> Result<Self, StatusError> {
        let jws = Jws::read(token, STATUS_LIST_BYTES_MAX)?;
        jws.expect_type(STATUS_TYPE)?;
        jws.verify(issuer)?;
        let (list, named) = Self::from_claims_with_issuer(jws.payload())?;
        match named {
            Some(named) if named.parse().as_ref() != Ok(issuer) => {
                Err(StatusError::OtherIssuer(issuer.to_string()))
            }
            _ => Ok(list),
        }
    }

    /// Reads claims, of which nothing is verified: [`StatusList::read`] does that.
    pub fn from_claims(bytes: &[u8]) -> Result<Self, StatusError> {
        Self::from_claims_with_issuer(bytes).map(|(list, _)| list)
    }

    fn from_claims_with_issuer(bytes: &[u8]) -> Result<(Self, Option<String>), StatusError> {
        let raw: RawClaims = read_json(bytes).map_err(StatusError::Json)?;
        if !is_address(&raw.sub) {
            return Err(StatusError::Uri);
        }
        if raw.ttl == Some(0) {
            return Err(StatusError::Ttl);
        }
        let moment = |name, unix| read_time(name, unix).map_err(|_| StatusError::Time(name));
        let list = Self {
            uri: raw.sub,
            issued: moment("iat", raw.iat)?,
            expires: raw.exp.map(|unix| moment("exp", unix)).transpose()?,
            ttl_secs: raw.ttl,
            bits: read_bits(raw.status_list.bits)?,
            bytes: unpack(&decode(&raw.status_list.lst, "row of bits")?)?,
        };
        Ok((list, raw.iss))
    }

    /// The address where the list lies.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// How many records have a place.
    pub fn length(&self) -> u64 {
        self.bytes.len() as u64 * u64::from(8 / self.bits)
    }

    /// What the list says of the record at a place.
    pub fn get(&self, index: u64) -> Result<Status, StatusError> {
        let (byte, shift) = self.place(index)?;
        Ok(Status::from_number((self.bytes[byte] >> shift) & self.mask()))
    }

    /// Says something else of the record at a place.
    pub fn set(&mut self, index: u64, status: Status) -> Result<(), StatusError> {
        let (byte, shift) = self.place(index)?;
        let (number, mask) = (status.number(), self.mask());
        if number > mask {
            return Err(StatusError::TooWide { status: number, bits: self.bits });
        }
        self.bytes[byte] = (self.bytes[byte] & !(mask << shift)) | (number << shift);
        Ok(())
    }

    /// From when on the list itself says that a newer one should be asked for.
    pub fn until(&self) -> Option<Timestamp> {
        let kept = |ttl: u32| Timestamp::from_unix(self.issued.unix() + i64::from(ttl));
        self.expires.into_iter().chain(self.ttl_secs.map(kept)).min()
    }

    /// Signs the list by the issuer's key; the text is what its address serves.
    pub fn sign(&self, secret: &Secret, issuer: &Did) -> Result<String, SecretError> {
        let claims = RawClaims {
            iss: Some(issuer.to_string()),
            sub: self.uri.clone(),
            iat: self.issued.unix(),
            exp: self.expires.map(Timestamp::unix),
            ttl: self.ttl_secs,
            status_list: RawList {
                bits: u64::from(self.bits),
                lst: URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(&self.bytes, PACKING)),
            },
        };
        secret.sign(STATUS_TYPE, issuer, &claims)
    }

    /// The byte of a place, and how far its bits stand from the lowest.
    fn place(&self, index: u64) -> Result<(usize, u32), StatusError> {
        let out = StatusError::OutOfRange { index, length: self.length() };
        if index >= self.length() {
            return Err(out);
        }
        let per_byte = u64::from(8 / self.bits);
        let byte = usize::try_from(index / per_byte).map_err(|_| out)?;
        Ok((byte, (index % per_byte) as u32 * u32::from(self.bits)))
    }

    fn mask(&self) -> u8 {
        u8::MAX >> (8 - self.bits)
    }
}

/// The smallest result, as the draft recommends.
const PACKING: u8 = 9;

fn read_bits(bits: u64) -> Result<u8, StatusError> {
    match bits {
        1 | 2 | 4 | 8 => Ok(bits as u8),
        _ => Err(StatusError::Bits(bits)),
    }
}

fn is_address(uri: &str) -> bool {
    uri.len() <= STATUS_URI_BYTES_MAX
        && uri.bytes().all(|byte| byte.is_ascii_graphic())
        && Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

/// Unpacks zlib (RFC 1950) of which nothing may be left over, and never more than the
/// limits let through.
fn unpack(packed: &[u8]) -> Result<Vec<u8>, StatusError> {
    const FLAGS: u32 = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let limit = packed.len().saturating_mul(STATUS_LIST_RATIO_MAX);
    let limit = limit.clamp(STATUS_LIST_FREE_BYTES, STATUS_LIST_UNPACKED_BYTES_MAX);
    let mut unpacked = vec![0; packed.len().saturating_mul(4).clamp(64, limit)];
    let mut state = Box::<DecompressorOxide>::default();
    let (mut read, mut written) = (0, 0);
    loop {
        let rest = packed.get(read..).unwrap_or_default();
        let (status, took, gave) = decompress(&mut state, rest, &mut unpacked, written, FLAGS);
        read += took;
        written += gave;
        match status {
            TINFLStatus::Done if read == packed.len() => {
                unpacked.truncate(written);
                return Ok(unpacked);
            }
            TINFLStatus::HasMoreOutput if unpacked.len() < limit => {
                let longer = unpacked.len().saturating_mul(2).min(limit);
                unpacked.resize(longer, 0);
            }
            TINFLStatus::HasMoreOutput => return Err(StatusError::TooLarge),
            _ => return Err(StatusError::NotZlib),
        }
    }
}
