//! Why a text names no bytes that can be fetched, each in one sentence.

use thiserror::Error;

use crate::limits::{DATA_URI_BYTES_MAX, URI_BYTES_MAX, URI_HOPS_MAX};

/// Why a text names no bytes that can be fetched.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UriError {
    #[error("it names no file: the URI is empty")]
    Empty,
    #[error("its URI is longer than {} KiB", URI_BYTES_MAX >> 10)]
    TooLong,
    #[error("its data URI is longer than {} MiB", DATA_URI_BYTES_MAX >> 20)]
    DataTooLong,
    #[error("its data URI is broken: {0}")]
    Data(&'static str),
    #[error(
        "its data URI holds a text in {0}, which is not read here; UTF-8, UTF-16 and Windows-1252 are"
    )]
    Charset(String),
    #[error("“{0}” holds no content id of IPFS")]
    Cid(String),
    #[error("“{0}” holds no name of IPNS")]
    Name(String),
    #[error("“{0}” holds no transaction and no name of Arweave")]
    Arweave(String),
    #[error("“{0}” names no SHA-256 and a place, as sha256://0x…/https:%2F%2F… does")]
    Hash(String),
    #[error("“{0}” names no key of a Tezos contract's storage")]
    TezosKey(String),
    #[error("“{0}” lies on another network of Tezos than the token")]
    TezosNetwork(String),
    #[error("one address in it names the next more than {URI_HOPS_MAX} times")]
    Hops,
    #[error("“{text}” is an address of {what}; it cannot be fetched here")]
    Unsupported { text: String, what: &'static str },
    #[error("“{0}” is no address that can be asked; https://, ipfs://, ar:// and data: can")]
    Scheme(String),
    #[error("“{0}” is relative, and its document lies nowhere that it could be relative to")]
    Relative(String),
    #[error("“{0}” leads out of the folder that it starts in")]
    Outside(String),
}

impl UriError {
    /// The refusal's name in the set of conformance vectors.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong | Self::DataTooLong => "too-long",
            Self::Data(_) => "data",
            Self::Charset(_) => "charset",
            Self::Cid(_) => "cid",
            Self::Name(_) => "name",
            Self::Arweave(_) => "arweave",
            Self::Hash(_) => "hash",
            Self::TezosKey(_) => "tezos-key",
            Self::TezosNetwork(_) => "tezos-network",
            Self::Hops => "hops",
            Self::Unsupported { .. } => "unsupported",
            Self::Scheme(_) => "scheme",
            Self::Relative(_) => "relative",
            Self::Outside(_) => "outside",
        }
    }
}

/// A URI as short as a sentence bears it.
pub(super) fn shorten(text: &str) -> String {
    const CHARS_MAX: usize = 100;
    let visible: String = text.chars().filter(|c| !c.is_control()).take(CHARS_MAX + 1).collect();
    if visible.chars().count() > CHARS_MAX {
        visible.chars().take(CHARS_MAX).chain(['…']).collect()
    } else {
        visible
    }
}
