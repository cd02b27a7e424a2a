//! Why bytes are no metadata.

use thiserror::Error;

use crate::limits::METADATA_DEPTH_MAX;

/// Why a document is no token metadata.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MetadataError {
    #[error("the metadata is longer than {} MiB", bytes_max >> 20)]
    TooLarge { bytes_max: u64 },
    #[error("the metadata nests deeper than {METADATA_DEPTH_MAX} levels")]
    TooDeep,
    #[error("the metadata holds more than {values_max} values")]
    TooManyValues { values_max: usize },
    #[error("the metadata is empty")]
    NoBytes,
    #[error("the metadata is no text, but a file of another kind")]
    NotText,
    #[error("a web page instead of metadata")]
    WebPage,
    #[error("the metadata is no JSON: {problem} (line {line}, column {column})")]
    NotJson { problem: &'static str, line: usize, column: usize },
    #[error("the metadata is JSON, but no object")]
    NotAnObject,
    #[error("the metadata is only a name for where metadata lies: {0}")]
    Elsewhere(String),
    #[error("an error message instead of metadata: “{0}”")]
    ErrorAnswer(String),
    #[error("the metadata is its standard's own pattern, with nothing filled in")]
    Pattern,
    #[error("the metadata names neither a name nor an image")]
    Empty,
    #[error("the IIIF document names no type that can be shown; a Manifest or a Collection can")]
    NotIiif,
    #[error("the IIIF document is damaged: {0}")]
    DamagedIiif(&'static str),
}

impl MetadataError {
    /// Its name in tables and vectors.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::TooDeep => "too-deep",
            Self::TooManyValues { .. } => "too-many-values",
            Self::NoBytes => "no-bytes",
            Self::NotText => "not-text",
            Self::WebPage => "web-page",
            Self::NotJson { .. } => "not-json",
            Self::NotAnObject => "not-an-object",
            Self::Elsewhere(_) => "elsewhere",
            Self::ErrorAnswer(_) => "error-answer",
            Self::Pattern => "pattern",
            Self::Empty => "empty",
            Self::NotIiif => "not-iiif",
            Self::DamagedIiif(_) => "damaged-iiif",
        }
    }
}
