//! How the owners of a work stand once a check is done.

use super::LockedWork;
use crate::ownership::Level;

/// How the owners of a work stand once a check is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnersStand {
    /// Nobody is named.
    Unknown,
    /// As strongly as this, at most: each record was held to what is kept with it, or is of a
    /// level with which nothing is kept.
    As(Level),
    /// What a record is to be held to is not at hand, or damaged.
    Unchecked,
    /// A record does not stand on what is kept with it, or nothing is kept.
    Refused,
}

impl OwnersStand {
    /// As the lock has it.
    pub fn said(work: &LockedWork) -> Self {
        let strongest = work.ownership.iter().map(|record| record.evidence.level()).max();
        strongest.map_or(Self::Unknown, Self::As)
    }

    /// Takes note of a record that stands no better than so.
    pub(super) fn lower(&mut self, to: Self) {
        if *self != Self::Refused {
            *self = to;
        }
    }

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::As(level) => level.key(),
            Self::Unchecked => "unchecked",
            Self::Refused => "refused",
        }
    }
}
