//! What accounts of Solana hold: mints, holdings, and where a mint's metadata lies.

use curve25519_dalek::edwards::CompressedEdwardsY;
use sha2::{Digest, Sha256};

use crate::token::SolanaAddress;

/// An account as an endpoint gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The program that alone may write it.
    pub owner: SolanaAddress,
    pub data: Vec<u8>,
}

/// A mint of the token programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mint {
    pub supply: u64,
    pub decimals: u8,
}

/// How much somebody has of a mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    pub mint: SolanaAddress,
    pub owner: SolanaAddress,
    pub amount: u64,
}

/// The token program and its successor.
const TOKEN_PROGRAMS: [&str; 2] =
    ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"];
/// Metaplex' program for token metadata.
const METADATA_PROGRAM: &str = "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s";

const MINT_BYTES: usize = 82;
const HOLDING_BYTES: usize = 165;

impl Account {
    /// Whether Metaplex' program wrote it.
    pub fn is_metadata(&self) -> bool {
        self.owner.to_string() == METADATA_PROGRAM
    }

    /// The mint that it is, if it is one.
    pub fn mint(&self) -> Option<Mint> {
        let whole = self.is_token() && self.data.len() >= MINT_BYTES && self.data[45] == 1;
        whole.then(|| Mint { supply: number_at(&self.data, 36), decimals: self.data[44] })
    }

    /// The holding that it is, if it is one.
    pub fn holding(&self) -> Option<Holding> {
        let whole = self.is_token() && self.data.len() >= HOLDING_BYTES;
        let address = |at: usize| self.data.get(at..at + 32)?.try_into().ok().map(SolanaAddress);
        whole.then_some(())?;
        Some(Holding { mint: address(0)?, owner: address(32)?, amount: number_at(&self.data, 64) })
    }

    fn is_token(&self) -> bool {
        TOKEN_PROGRAMS.contains(&self.owner.to_string().as_str())
    }
}

/// The address under which Metaplex' program keeps a mint's metadata: the first that is
/// no point of the curve, so that nobody can have its key. None for the mint of which
/// no such address exists, which nobody will meet.
pub fn metadata_address(mint: SolanaAddress) -> Option<SolanaAddress> {
    let program: SolanaAddress = METADATA_PROGRAM.parse().ok()?;
    (0..=u8::MAX).rev().find_map(|bump| {
        let hash = Sha256::new()
            .chain_update(b"metadata")
            .chain_update(program.0)
            .chain_update(mint.0)
            .chain_update([bump])
            .chain_update(program.0)
            .chain_update(b"ProgramDerivedAddress")
            .finalize();
        let address: [u8; 32] = hash.into();
        let on_curve = CompressedEdwardsY(address).decompress().is_some();
        (!on_curve).then_some(SolanaAddress(address))
    })
}

/// Eight bytes, the lowest first; nothing where they are missing.
fn number_at(data: &[u8], at: usize) -> u64 {
    let bytes = data.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
    bytes.map(u64::from_le_bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_lies_where_the_chain_has_it() {
        // The metadata account of a mint that everybody knows (USDC).
        let mint = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v".parse().unwrap();
        let address = metadata_address(mint).unwrap().to_string();
        assert_eq!(address, "5x38Kp4hvdomTCnCrAny4UtMUt5rQBdB6px2K1Ui45Wq");
    }

    #[test]
    fn accounts_are_read_only_where_the_token_program_wrote_them_whole() {
        let check = |owner: &str, length: usize, mint: bool, holding: bool| {
            let mut data = vec![0; length];
            if let Some(initialized) = data.get_mut(45) {
                *initialized = 1;
            }
            let account = Account { owner: owner.parse().unwrap(), data };
            let found = (account.mint().is_some(), account.holding().is_some());
            assert_eq!(found, (mint, holding), "{owner}, {length} bytes");
        };
        for program in TOKEN_PROGRAMS {
            check(program, MINT_BYTES - 1, false, false);
            check(program, MINT_BYTES, true, false);
            check(program, HOLDING_BYTES - 1, true, false);
            check(program, HOLDING_BYTES, true, true);
            check(program, 0, false, false);
        }
        check(METADATA_PROGRAM, HOLDING_BYTES, false, false);
        check("11111111111111111111111111111111", HOLDING_BYTES, false, false);
    }
}
