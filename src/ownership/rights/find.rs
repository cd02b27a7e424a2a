//! Finding rights: one question after the other, to whoever answers. The same search over
//! proven state is how a right is checked again.

use alloy_primitives::Address;

use super::accounts::{Behind, Lost};
use super::oracle::{NotKnown, Oracle};
use super::{RightKind, accounts, delegates, names, upgrades, users};
use crate::token::{AccountId, AssetId, EvmToken};

/// What is searched for, and by which rules.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    pub token: &'a AssetId,
    /// Those who hold it.
    pub owners: &'a [Address],
    /// Whether its contract says that it lends (ERC-4907).
    pub lends: bool,
    /// Whether the token has editions (ERC-1155).
    pub has_editions: bool,
    /// ENSIP-15: a name in its one form, or none where it has none.
    pub normalise: &'a dyn Fn(&str) -> Option<String>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub rights: Vec<RightKind>,
    /// Names that accounts chose and that do not lead back to them.
    pub misleading: Vec<String>,
    /// Names that accounts chose, of which it cannot be said here whether they lead back.
    pub unfollowed: Vec<String>,
    /// Owners that are accounts of tokens (ERC-6551), and why it was not found who controls
    /// them.
    pub lost: Vec<(AccountId, Lost)>,
}

impl Search<'_> {
    /// Everything that the oracle's answers tell, as far as they are known.
    pub fn run(&self, oracle: &mut dyn Oracle) -> Found {
        let Some(token) = self.token.evm() else { return Found::default() };
        let mut found = Found::default();
        if self.lends {
            found.rights.extend(known(users::user(self.token, token, oracle)));
        }
        if self.has_editions {
            found.rights.extend(known(users::supply(token, oracle)));
        }
        for owner in self.owners {
            self.about_owner(token, *owner, oracle, &mut found);
        }
        found.rights.extend(known(upgrades::upgradeable(self.token, token.contract, oracle)));
        found
    }

    /// Whether the oracle's answers say just this.
    pub fn says(&self, right: &RightKind, oracle: &mut dyn Oracle) -> Result<bool, NotKnown> {
        let Some(token) = self.token.evm() else { return Ok(false) };
        let same = |found: Option<RightKind>| found.as_ref() == Some(right);
        Ok(match right {
            RightKind::User { .. } => same(users::user(self.token, token, oracle)?),
            RightKind::Supply { .. } => same(users::supply(token, oracle)?),
            RightKind::Delegate { owner, .. } => {
                let Some(owner) = owner.evm_address() else { return Ok(false) };
                delegates::delegates(self.token, token, owner, oracle)?.contains(right)
            }
            RightKind::Controller { owner, .. } => {
                let Some(owner) = owner.evm_address() else { return Ok(false) };
                same(accounts::behind(self.token, owner, oracle)?.right(self.token, owner))
            }
            RightKind::Name { account, .. } => {
                let Some(account) = account.evm_address() else { return Ok(false) };
                match names::name(&self.token.chain, account, self.normalise, oracle)? {
                    names::Named::Rightly(found) => found == *right,
                    names::Named::Misleadingly(_)
                    | names::Named::Unfollowed(_)
                    | names::Named::NotAtAll => false,
                }
            }
            RightKind::Upgradeable { .. } | RightKind::PlainCode => {
                same(upgrades::upgradeable(self.token, token.contract, oracle)?)
            }
        })
    }

    fn about_owner(
        &self,
        token: EvmToken,
        owner: Address,
        oracle: &mut dyn Oracle,
        found: &mut Found,
    ) {
        let behind = accounts::behind(self.token, owner, oracle).unwrap_or(Behind::Nothing);
        let controller = match &behind {
            Behind::Controller { account, .. } => Some(*account),
            Behind::Nothing | Behind::Lost(_) => None,
        };
        if let Behind::Lost(why) = &behind {
            found.lost.push((AccountId::evm(self.token.chain.clone(), owner), *why));
        }
        found.rights.extend(behind.right(self.token, owner));
        found.rights.extend(known(delegates::delegates(self.token, token, owner, oracle)));
        for account in std::iter::once(owner).chain(controller) {
            match names::name(&self.token.chain, account, self.normalise, oracle) {
                Ok(names::Named::Rightly(right)) => found.rights.push(right),
                Ok(names::Named::Misleadingly(name)) => found.misleading.push(name),
                Ok(names::Named::Unfollowed(name)) => found.unfollowed.push(name),
                Ok(names::Named::NotAtAll) | Err(NotKnown) => {}
            }
        }
    }
}

/// What is known; nothing, where it is not known yet.
fn known<T: Default>(answer: Result<T, NotKnown>) -> T {
    answer.unwrap_or_default()
}

impl std::fmt::Debug for Search<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("token", self.token).finish_non_exhaustive()
    }
}
