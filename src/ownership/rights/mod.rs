//! What others than the owner may do with a token, and who stands behind an owner: each
//! with evidence of its own.

mod accounts;
mod delegates;
mod find;
mod names;
mod oracle;
mod upgrades;
mod users;

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use super::{Evidence, OwnershipRecord, Timestamp};
use crate::token::{AccountId, AssetId};

pub use accounts::Lost;
pub use find::{Found, Search};
pub use oracle::{NotKnown, Oracle};

/// One right or relation beside the owner, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Right {
    pub right: RightKind,
    pub evidence: Evidence,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum RightKind {
    /// Somebody may use the token until a time (ERC-4907).
    User { account: AccountId, expires: Timestamp },
    /// The owner lets somebody act in their place (delegate.xyz, version 2).
    Delegate { owner: AccountId, account: AccountId },
    /// The owner is an account of another token (ERC-6551), and this is who controls it in
    /// the end, through these tokens.
    Controller { owner: AccountId, account: AccountId, through: Vec<AssetId> },
    /// How many editions there are (ERC-1155, supply extension).
    Supply { editions: U256 },
    /// The name that an account has chosen, which leads back to it (ENS).
    Name { account: AccountId, name: String },
    /// The contract's code can be replaced (ERC-1967 and kin): by whom, where its kind says
    /// so; else who owns the contract, who may be somebody else.
    Upgradeable {
        implementation: AccountId,
        by: Option<AccountId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<AccountId>,
    },
    /// None of the kinds of replaceable code that are looked for was found in the contract.
    PlainCode,
}

impl RightKind {
    /// What kind it is, as a lock has it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::User { .. } => "user",
            Self::Delegate { .. } => "delegate",
            Self::Controller { .. } => "controller",
            Self::Supply { .. } => "supply",
            Self::Name { .. } => "name",
            Self::Upgradeable { .. } => "upgradeable",
            Self::PlainCode => "plain-code",
        }
    }

    /// Whether it is a right in a work that these hold: delegates and controllers are of
    /// its owners, and names of them or of who controls them.
    pub fn is_of(&self, owners: &[OwnershipRecord], rights: &[Right]) -> bool {
        let owns = |account: &AccountId| {
            owners.iter().any(|record| record.owner.account() == Some(account))
        };
        match self {
            Self::User { .. }
            | Self::Supply { .. }
            | Self::Upgradeable { .. }
            | Self::PlainCode => true,
            Self::Delegate { owner, .. } | Self::Controller { owner, .. } => owns(owner),
            Self::Name { account, .. } => {
                let controls = |right: &Right| match &right.right {
                    Self::Controller { owner, account: behind, .. } => {
                        owns(owner) && behind == account
                    }
                    _ => false,
                };
                owns(account) || rights.iter().any(controls)
            }
        }
    }
}

#[cfg(test)]
mod tests;
