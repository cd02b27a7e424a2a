//! The ladder of evidence: who says that something is owned, how strongly, as of when.

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};

use super::Timestamp;

/// How strongly something is known, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A file says so.
    Claimed,
    /// A record signed by a named issuer says so.
    Attested,
    /// One RPC endpoint said so, at a block.
    Reported,
    /// k of n independent endpoints said so, at the same block hash.
    Agreed,
    /// The contract's own code said so, run here over proven state.
    Proven,
    /// As proven, under a header that the beacon chain finalized.
    Final,
}

/// A block that a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRef {
    pub number: u64,
    pub hash: B256,
    /// The block's own timestamp.
    pub time: Timestamp,
}

/// Who says so: one variant per [`Level`], with what each needs to be checked again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "level", rename_all = "lowercase", deny_unknown_fields)]
pub enum Evidence {
    Claimed {
        by: String,
        as_of: Option<Timestamp>,
    },
    Attested {
        issuer: String,
        issued: Timestamp,
        expires: Option<Timestamp>,
        #[serde(default)]
        standing: Standing,
    },
    Reported {
        endpoint: String,
        block: BlockRef,
    },
    Agreed {
        endpoints: Vec<String>,
        asked: u32,
        block: BlockRef,
    },
    /// The endpoints, of those asked, that agree on the block's header.
    Proven {
        endpoints: Vec<String>,
        asked: u32,
        block: BlockRef,
    },
    Final {
        endpoints: Vec<String>,
        asked: u32,
        block: BlockRef,
    },
}

/// Whether an issuer has taken a record back, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Standing {
    /// The record names no list of what was taken back: it holds until it ends.
    #[default]
    UntilItEnds,
    /// It names a list that was not to be had.
    Unchecked,
    /// Its issuer's list of that time says that it stands, and goes out of date then, if ever.
    Stands {
        as_of: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Its issuer's list of that time, which is out of date, said so. In a lock it stands where
    /// that was so already as the lock was made, and its end was not kept yet.
    Stood { as_of: Timestamp },
}

impl Standing {
    /// Its key in the catalogue of messages.
    pub fn key(&self) -> &'static str {
        match self {
            Self::UntilItEnds => "until-it-ends",
            Self::Unchecked => "unchecked",
            Self::Stands { .. } => "stands",
            Self::Stood { .. } => "stood",
        }
    }

    /// The date of the list, where there is one.
    pub fn as_of(&self) -> Option<Timestamp> {
        match self {
            Self::UntilItEnds | Self::Unchecked => None,
            Self::Stands { as_of, .. } | Self::Stood { as_of } => Some(*as_of),
        }
    }

    /// When the list goes out of date, where it says so.
    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Stands { until, .. } => *until,
            Self::UntilItEnds | Self::Unchecked | Self::Stood { .. } => None,
        }
    }

    /// As it is to be read at `now`, by which its list may be out of date.
    pub fn at(self, now: Timestamp) -> Self {
        match self {
            Self::Stands { as_of, until: Some(until) } if until <= now => Self::Stood { as_of },
            as_said => as_said,
        }
    }
}

impl Evidence {
    pub fn level(&self) -> Level {
        match self {
            Self::Claimed { .. } => Level::Claimed,
            Self::Attested { .. } => Level::Attested,
            Self::Reported { .. } => Level::Reported,
            Self::Agreed { .. } => Level::Agreed,
            Self::Proven { .. } => Level::Proven,
            Self::Final { .. } => Level::Final,
        }
    }

    /// Whether an issuer is said to have signed it.
    pub fn is_attested(&self) -> bool {
        matches!(self, Self::Attested { .. })
    }

    /// Whether it is of a level with which something is kept to hold it to: a signed record, a
    /// block's header, a proof.
    pub fn is_to_be_checked(&self) -> bool {
        !matches!(self, Self::Claimed { .. } | Self::Reported { .. })
    }

    /// The time that the statement speaks of, where it names one.
    pub fn as_of(&self) -> Option<Timestamp> {
        match self {
            Self::Claimed { as_of, .. } => *as_of,
            Self::Attested { issued, .. } => Some(*issued),
            Self::Reported { block, .. }
            | Self::Agreed { block, .. }
            | Self::Proven { block, .. }
            | Self::Final { block, .. } => Some(block.time),
        }
    }

    /// Whether it names as many sources as its level needs, each of them once.
    pub fn is_coherent(&self) -> bool {
        let (least, asked) = match self {
            Self::Agreed { asked, .. } => (2, *asked),
            Self::Proven { asked, .. } | Self::Final { asked, .. } => (1, *asked),
            _ => return true,
        };
        let sources = self.sources();
        let once = |(place, source): (usize, &String)| !sources[..place].contains(source);
        sources.len() >= least
            && sources.len() <= asked as usize
            && sources.iter().enumerate().all(once)
    }

    /// Who says so, by name: a file, an issuer, endpoints.
    pub fn sources(&self) -> &[String] {
        match self {
            Self::Claimed { by, .. } => std::slice::from_ref(by),
            Self::Attested { issuer, .. } => std::slice::from_ref(issuer),
            Self::Reported { endpoint, .. } => std::slice::from_ref(endpoint),
            Self::Agreed { endpoints, .. }
            | Self::Proven { endpoints, .. }
            | Self::Final { endpoints, .. } => endpoints,
        }
    }

    /// The block that the statement speaks of, where it names one.
    pub fn block(&self) -> Option<&BlockRef> {
        match self {
            Self::Claimed { .. } | Self::Attested { .. } => None,
            Self::Reported { block, .. }
            | Self::Agreed { block, .. }
            | Self::Proven { block, .. }
            | Self::Final { block, .. } => Some(block),
        }
    }
}

impl Level {
    /// The level's key in the catalogue of messages.
    pub fn key(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Attested => "attested",
            Self::Reported => "reported",
            Self::Agreed => "agreed",
            Self::Proven => "proven",
            Self::Final => "final",
        }
    }
}

// Those tests come with resolving.
#[cfg(test)]
impl Evidence {
    /// Of this level and by two endpoints, for tests of what is made of it.
    pub(crate) fn of(level: Level) -> Self {
        let time = Timestamp::from_unix(1_700_000_000);
        let block = BlockRef { number: 9, hash: B256::ZERO, time };
        let endpoints = vec!["a.example".to_owned(), "b.example".to_owned()];
        match level {
            Level::Proven => Self::Proven { endpoints, asked: 3, block },
            Level::Agreed => Self::Agreed { endpoints, asked: 3, block },
            Level::Reported => Self::Reported { endpoint: "a.example".to_owned(), block },
            _ => unreachable!("no endpoint says so"),
        }
    }
}
