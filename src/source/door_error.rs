//! Why the door to the network gave no bytes, each in one sentence.

use std::time::Duration;

use thiserror::Error;
use url::Url;

use crate::limits::{REDIRECTS_MAX, RETRY_AFTER_MAX};

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DoorError {
    #[error("{place} is not asked: only https is")]
    Scheme { place: String },
    #[error(
        "{host} is not asked: it lies on a private or local address; if it is yours, name it under gateways.own_hosts in exhibition.toml"
    )]
    Private { host: String },
    #[error("{host} is not asked: its address carries a user name or a password")]
    Credentials { host: String },
    #[error("{place} led on to other addresses more than {REDIRECTS_MAX} times")]
    Redirects { place: String },
    #[error("{place} leads on, and to no address that can be read")]
    LeadsNowhere { place: String },
    #[error("{place} does not exist (404)")]
    NotFound { place: String },
    #[error("{place} answered with the error {status}")]
    Status { place: String, status: u16 },
    #[error("{host} asks to be left alone{}; try again later", for_how_long(.after))]
    Busy { host: String, after: Option<Duration> },
    #[error("{host} did not answer in full within {secs} seconds")]
    TimedOut { host: String, secs: u64 },
    #[error(
        "{host} was given up: it left {failures} requests in a row without an answer; run `enfilade resolve` again when it is back"
    )]
    GivenUp { host: String, failures: u32 },
    #[error("{host} cannot be reached: {problem}")]
    Unreachable { host: String, problem: String },
    #[error("{place} is larger than the {} that {what} may have", megabytes(*.bytes_max))]
    TooLarge { place: String, what: &'static str, bytes_max: u64 },
    #[error("{place} is sent compressed ({encoding}), which was not asked for")]
    Compressed { place: String, encoding: String },
    /// The disk fails, and no host.
    #[error("what came cannot be kept: {0}")]
    NotKept(std::io::ErrorKind),
    #[error("the network cannot be used: {0}; see that this system's certificates are installed")]
    NoClient(String),
}

impl DoorError {
    /// Whether the host left the request without any answer.
    pub(super) fn is_silence(&self) -> bool {
        matches!(self, Self::TimedOut { .. } | Self::Unreachable { .. })
    }

    /// Whether asking once more may help.
    pub fn may_pass(&self) -> bool {
        match self {
            // What took all its time is not given the same time again.
            Self::Busy { .. } | Self::Unreachable { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 408,
            _ => false,
        }
    }
}

/// A host and its port, as sentences name them.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or("the address");
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// An address as sentences name it: without a query, which may hold a key.
pub(super) fn place(url: &Url) -> String {
    const PATH_CHARS_MAX: usize = 80;
    let path = url.path();
    let short: String = path.chars().take(PATH_CHARS_MAX).collect();
    let more = if path.chars().count() > PATH_CHARS_MAX { "…" } else { "" };
    format!("{}://{}{short}{more}", url.scheme(), host_of(url))
}

fn for_how_long(after: &Option<Duration>) -> String {
    match after {
        Some(after) if *after > RETRY_AFTER_MAX => format!(" for {} seconds", after.as_secs()),
        _ => String::new(),
    }
}

fn megabytes(bytes: u64) -> String {
    if bytes >= 2_000_000 {
        format!("{} MB", bytes / 1_000_000)
    } else {
        format!("{} kB", bytes / 1_000)
    }
}
