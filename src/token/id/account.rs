//! An account's id (CAIP-10), its address checked as its chain's family writes it.

use std::fmt;
use std::str::FromStr;

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

use super::{ChainId, IdError, SolanaAddress, TezosAddress, parse_evm_address};

/// An account on a chain: `eip155:1:0x…` (CAIP-10).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    pub chain: ChainId,
    address: String,
}

impl AccountId {
    /// An account of an EVM chain; the address prints with its EIP-55 checksum.
    pub fn evm(chain: ChainId, address: Address) -> Self {
        Self { chain, address: address.to_checksum(None) }
    }

    /// An account of a chain of Tezos.
    pub fn tezos(chain: ChainId, address: TezosAddress) -> Self {
        Self { chain, address: address.to_string() }
    }

    /// An account of a chain of Solana.
    pub fn solana(chain: ChainId, address: SolanaAddress) -> Self {
        Self { chain, address: address.to_string() }
    }

    /// The address alone, as the chain's own users write it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The 20 bytes of an EVM address, or none for another family.
    pub fn evm_address(&self) -> Option<Address> {
        self.chain.evm_number()?;
        self.address.parse().ok()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.chain, self.address)
    }
}

impl FromStr for AccountId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Account(text.to_owned());
        let (chain, address) = text.rsplit_once(':').ok_or_else(wrong)?;
        let chain: ChainId = chain.parse().map_err(|_| wrong())?;
        if chain.evm_number().is_some() {
            return Ok(Self::evm(chain, parse_evm_address(address, text, wrong)?));
        }
        if chain.is_tezos() {
            return Ok(Self::tezos(chain, address.parse()?));
        }
        if chain.is_solana() {
            return Ok(Self::solana(chain, address.parse()?));
        }
        let fits = (1..=128).contains(&address.len())
            && address.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.%".contains(&b));
        if !fits {
            return Err(wrong());
        }
        Ok(Self { chain, address: address.to_owned() })
    }
}
