//! Who owns: an account of a chain, a DID, or a holder as a registry without accounts
//! calls them.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

use crate::limits::OWNER_CHARS_MAX;
use crate::token::{AccountId, clean_text};

/// An owner. Written as CAIP-10, as a DID, or as `name:` and the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Owner {
    Account(AccountId),
    Did(String),
    Named(String),
}

const NAMED: &str = "name:";

impl Owner {
    /// An account of an EVM chain.
    pub fn evm(chain: crate::token::ChainId, address: Address) -> Self {
        Self::Account(AccountId::evm(chain, address))
    }

    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Account(account) => Some(account),
            Self::Did(_) | Self::Named(_) => None,
        }
    }

    /// The 20 bytes of an EVM address, or none for anybody else.
    pub fn evm_address(&self) -> Option<Address> {
        self.account()?.evm_address()
    }

    /// As a label has it: the address alone, the DID, or the name.
    pub fn address(&self) -> &str {
        match self {
            Self::Account(account) => account.address(),
            Self::Did(text) | Self::Named(text) => text,
        }
    }
}

impl From<AccountId> for Owner {
    fn from(account: AccountId) -> Self {
        Self::Account(account)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(account) => account.fmt(f),
            Self::Did(did) => f.write_str(did),
            Self::Named(name) => write!(f, "{NAMED}{name}"),
        }
    }
}

impl FromStr for Owner {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fits = |text: &str| {
            let count = text.chars().count();
            (1..=OWNER_CHARS_MAX).contains(&count)
                && clean_text(text) == text
                && !text.contains('\n')
        };
        if let Some(name) = text.strip_prefix(NAMED).filter(|name| fits(name)) {
            return Ok(Self::Named(name.to_owned()));
        }
        if text.starts_with("did:") && fits(text) {
            return Ok(Self::Did(text.to_owned()));
        }
        text.parse().map(Self::Account).map_err(|error| format!("{error}"))
    }
}

impl TryFrom<String> for Owner {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Owner> for String {
    fn from(owner: Owner) -> Self {
        owner.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_print_as_they_are_read() {
        let check = |text: &str, address: Option<&str>| {
            let read = text.parse::<Owner>();
            assert_eq!(read.as_ref().ok().map(Owner::address), address, "{text}");
            if let Ok(read) = read {
                assert_eq!(read.to_string(), text);
            }
        };
        let account = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
        check(&format!("eip155:1:{account}"), Some(account));
        check("did:key:z6Mk", Some("did:key:z6Mk"));
        check("name:国家博物馆", Some("国家博物馆"));
        check("name:", None);
        check("name:a\nb", None);
        check("somebody", None);
    }

    #[test]
    fn an_owner_without_an_account_is_so_long_and_no_longer() {
        let check = |text: &str, letters: usize, fits: bool| {
            assert_eq!(text.parse::<Owner>().is_ok(), fits, "{letters} in {text}");
        };
        for (letters, fits) in [(OWNER_CHARS_MAX, true), (OWNER_CHARS_MAX + 1, false)] {
            check(&format!("name:{}", "画".repeat(letters)), letters, fits);
            check(&format!("did:web:{}", "a".repeat(letters - 8)), letters, fits);
        }
    }
}
