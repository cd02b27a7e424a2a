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
