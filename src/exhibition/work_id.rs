//! A work's name within its exhibition.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A work's name within its exhibition: lowercase letters, digits and dashes, so
/// that it can stand in an address (`#work=…`) and in a file name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WorkId(String);

impl WorkId {
    pub const CHARS_MAX: usize = 80;

    /// An id made of whatever letters a title has; empty titles give `work`.
    pub fn from_title(title: &str) -> Self {
        let mut id = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                id.push(c);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
            if id.len() >= Self::CHARS_MAX - 16 {
                break;
            }
        }
        let id = id.trim_matches('-');
        Self(if id.is_empty() { "work".to_owned() } else { id.to_owned() })
    }

    /// The same id with a number behind it, to tell equal titles apart.
    pub fn numbered(&self, number: usize) -> Self {
        Self(format!("{}-{number}", self.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for WorkId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fits = (1..=Self::CHARS_MAX).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "“{text}” is no work id; it takes 1 to {} lowercase letters, digits and dashes",
                Self::CHARS_MAX
            ))
        }
    }
}

impl TryFrom<String> for WorkId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<WorkId> for String {
    fn from(id: WorkId) -> Self {
        id.0
    }
}
