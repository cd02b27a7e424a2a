//! Why a whole exhibition cannot be resolved; a single work's failure never stops it.

use std::fmt;
use std::io;

use thiserror::Error;

use crate::exhibition::{FileError, Problem, ProblemKind, did_you_mean};
use crate::platform::files::remedy;
use crate::source::FetchError;

#[derive(Debug, Error)]
pub enum ResolveError {
    #[error(
        "there is no folder {dir}{}",
        match near {
            Some(_) => did_you_mean(near.as_deref()),
            None => format!("; `enfilade new {dir} --folder PICTURES` makes an exhibition"),
        }
    )]
    NoFolder { dir: String, near: Option<String> },
    #[error(
        "{dir} holds no exhibition.toml; {}",
        match near {
            Some(near) => format!("if “{near}” is meant to be it, give it that name"),
            None => format!("`enfilade new {dir} --folder PICTURES` writes one"),
        }
    )]
    NoFile { dir: String, near: Option<String> },
    #[error("{0} is no folder; name the folder that holds exhibition.toml")]
    NotAFolder(String),
    #[error("{path} cannot be read: {problem}; see that this program may read it")]
    Unreadable { path: String, problem: io::Error },
    #[error("{0} is no text in UTF-8; save it as one")]
    NoText(String),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("exhibition.toml: “{0}” is no address; write one such as https://host")]
    Address(String),
    #[error(
        "it is not clear which chain's block {number} is meant; say --at CHAIN={number} with a chain of exhibition.toml ({chains})"
    )]
    At { number: u64, chains: String },
    #[error(
        "the exhibition's folder cannot be written: {problem}{}; what was there is unharmed, and the next `enfilade resolve` goes on from here",
        remedy(problem)
    )]
    Disk { problem: io::Error },
}

impl ResolveError {
    pub(super) fn disk(problem: io::Error) -> Self {
        Self::Disk { problem }
    }
}

/// What stops one work: a problem for its frame, or a disk that fails for all.
#[derive(Debug)]
pub(super) enum Stop {
    Work(Problem),
    Disk(io::Error),
}

impl From<FetchError> for Stop {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Disk(problem) => Self::Disk(problem),
            other => Self::Work(other.into()),
        }
    }
}

impl Stop {
    pub fn work(kind: ProblemKind, detail: impl fmt::Display) -> Self {
        Self::Work(Problem::new(kind, detail))
    }

    /// The same with words before a problem's particulars.
    pub fn about(self, what: &str) -> Self {
        match self {
            Self::Work(problem) => Self::Work(problem.about(what)),
            disk => disk,
        }
    }
}
