//! A blockchain's id (CAIP-2), its reference checked as its namespace defines it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::IdError;
use super::tezos::is_chain_reference;

/// A blockchain: `namespace:reference`, as in `eip155:1` (CAIP-2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainId {
    namespace: String,
    reference: String,
}

const EVM: &str = "eip155";
const TEZOS: &str = "tezos";
const SOLANA: &str = "solana";

/// As many letters of a genesis hash name a chain of Solana.
const SOLANA_REFERENCE_LETTERS: usize = 32;

impl ChainId {
    /// The chain of the EVM family with this number (EIP-155).
    pub fn evm(number: u64) -> Self {
        Self { namespace: EVM.into(), reference: number.to_string() }
    }

    /// Tezos' main network.
    pub fn tezos() -> Self {
        Self { namespace: TEZOS.into(), reference: "NetXdQprcVkpaWU".into() }
    }

    /// Solana's main network.
    pub fn solana() -> Self {
        Self { namespace: SOLANA.into(), reference: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp".into() }
    }

    /// The number of an EVM chain (EIP-155), or none for another family.
    pub fn evm_number(&self) -> Option<u64> {
        (self.namespace == EVM).then(|| self.reference.parse().ok()).flatten()
    }

    pub fn is_tezos(&self) -> bool {
        self.namespace == TEZOS
    }

    pub fn is_solana(&self) -> bool {
        self.namespace == SOLANA
    }

    /// What names the chain within its family: a number, or letters of a genesis hash.
    pub fn reference(&self) -> &str {
        &self.reference
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.namespace, self.reference)
    }
}

impl FromStr for ChainId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Chain(text.to_owned());
        let (namespace, reference) = text.split_once(':').ok_or_else(wrong)?;
        let namespace_fits = (3..=8).contains(&namespace.len())
            && namespace.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let reference_fits = (1..=32).contains(&reference.len())
            && reference.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !(namespace_fits && reference_fits && fits_its_family(namespace, reference)) {
            return Err(wrong());
        }
        Ok(Self { namespace: namespace.to_owned(), reference: reference.to_owned() })
    }
}

/// What the namespaces that are known here say of their references.
fn fits_its_family(namespace: &str, reference: &str) -> bool {
    match namespace {
        EVM => reference.parse::<u64>().is_ok_and(|n| n.to_string() == reference),
        TEZOS => is_chain_reference(reference),
        SOLANA => {
            let base58 = |b: u8| b.is_ascii_alphanumeric() && !b"0OIl".contains(&b);
            reference.len() == SOLANA_REFERENCE_LETTERS && reference.bytes().all(base58)
        }
        _ => true,
    }
}
