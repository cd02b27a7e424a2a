//! Addresses of Solana: 32 bytes in base58, without a checksum.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::IdError;
use crate::limits::SOLANA_ADDRESS_LETTERS_MAX;

/// An account of Solana: a public key, or an address that a program derived.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SolanaAddress(pub [u8; 32]);

impl fmt::Display for SolanaAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bs58::encode(&self.0).into_string())
    }
}

impl fmt::Debug for SolanaAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SolanaAddress({self})")
    }
}

impl FromStr for SolanaAddress {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let mut bytes = [0; 32];
        let fits = text.len() <= SOLANA_ADDRESS_LETTERS_MAX
            && bs58::decode(text).onto(&mut bytes).is_ok_and(|length| length == bytes.len());
        fits.then_some(Self(bytes)).ok_or_else(|| IdError::SolanaAddress(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_so_long_and_no_longer() {
        let longest = SolanaAddress([0xff; 32]);
        let text = longest.to_string();
        assert_eq!((text.len(), text.parse()), (SOLANA_ADDRESS_LETTERS_MAX, Ok(longest)));
        let longer = format!("{text}2");
        assert_eq!(longer.len(), SOLANA_ADDRESS_LETTERS_MAX + 1);
        assert_eq!(longer.parse::<SolanaAddress>(), Err(IdError::SolanaAddress(longer.clone())));
    }
}
