//! What a record speaks of: a token (CAIP-19), or a file by its hash (RFC 6920).

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::quoted;
use crate::token::{AssetId, IdError};

/// A token, or a file whatever it is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Token(AssetId),
    /// The SHA-256 of a file's bytes.
    File([u8; 32]),
}

/// Why a text names neither.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SubjectError {
    #[error("{0}")]
    Token(#[from] IdError),
    #[error("“{0}” is no file's name; one looks like ni:///sha-256;… with 43 letters (RFC 6920)")]
    File(String),
}

/// Without an authority, and without parameters, which would let one file have many names.
const FILE_PREFIX: &str = "ni:///sha-256;";

impl Subject {
    /// The file that these bytes are.
    pub fn of_file(bytes: &[u8]) -> Self {
        Self::File(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(token) => token.fmt(f),
            Self::File(hash) => write!(f, "{FILE_PREFIX}{}", URL_SAFE_NO_PAD.encode(hash)),
        }
    }
}

impl FromStr for Subject {
    type Err = SubjectError;

    fn from_str(text: &str) -> Result<Self, SubjectError> {
        if !text.starts_with("ni:") {
            return Ok(Self::Token(text.parse()?));
        }
        let digest = text.strip_prefix(FILE_PREFIX).filter(|digest| digest.len() == 43);
        digest
            .and_then(|digest| URL_SAFE_NO_PAD.decode(digest).ok()?.try_into().ok())
            .map(Self::File)
            .ok_or_else(|| SubjectError::File(quoted(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_print_as_they_parse() {
        let check = |text: &str| assert_eq!(text.parse::<Subject>().unwrap().to_string(), text);
        check("eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/42");
        check("tezos:NetXdQprcVkpaWU/fa2:KT1U6EHmNxJTkvaWJ4ThczG4FSDaHC21ssvi/7");
        check("ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk");
    }

    #[test]
    fn a_file_is_named_by_the_hash_of_its_bytes() {
        // RFC 6920, section 8.1.
        let name = "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk";
        assert_eq!(Subject::of_file(b"Hello World!").to_string(), name);
    }

    #[test]
    fn other_names_are_refused() {
        let check = |text: &str| assert!(text.parse::<Subject>().is_err(), "{text}");
        check("");
        check("ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk=");
        check("ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGl");
        check("ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk?ct=text/plain");
        check("ni://example.com/sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk");
        check("ni:///sha-256-128;f4OxZX_x_FO5LcGBSKHWXQ");
        check("eip155:1/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/42");
        check("https://example.com/1");
    }
}
