//! Metaplex token metadata, as an account of Solana stores it: Borsh, read by hand
//! within the limits that the program itself keeps to.

use thiserror::Error;

use super::SolanaAddress;
use crate::limits::{
    SOLANA_CREATORS_MAX, SOLANA_NAME_BYTES_MAX, SOLANA_SYMBOL_BYTES_MAX, SOLANA_URI_BYTES_MAX,
};

/// What a metadata account says of its mint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SolanaMetadata {
    pub update_authority: SolanaAddress,
    pub mint: SolanaAddress,
    pub name: String,
    pub symbol: String,
    /// What names the metadata document; may be empty.
    pub uri: String,
    /// What the creators ask of a later sale, in hundredths of a percent.
    pub fee_basis_points: u16,
    pub creators: Vec<SolanaCreator>,
    /// Whether it was sold once already.
    pub primary_sale: bool,
    pub mutable: bool,
    /// Neither of these where they, or the uses behind them, cannot be read.
    pub standard: Option<SolanaStandard>,
    pub collection: Option<SolanaCollection>,
}

/// Somebody whom the metadata calls a creator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SolanaCreator {
    pub address: SolanaAddress,
    /// Whether this creator signed; anybody may be named without.
    pub verified: bool,
    /// The share of royalties, in percent.
    pub share: u8,
}

/// The collection that the metadata counts its token to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SolanaCollection {
    pub mint: SolanaAddress,
    /// Whether the collection's authority signed; any may be named without.
    pub verified: bool,
}

/// What kind of token the metadata program says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolanaStandard {
    NonFungible,
    FungibleAsset,
    Fungible,
    NonFungibleEdition,
    ProgrammableNonFungible,
    ProgrammableNonFungibleEdition,
}

/// Why an account holds no token metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SolanaMetadataError {
    #[error("the account holds no token metadata of Metaplex")]
    OtherAccount,
    #[error("the account ends within its {0}")]
    CutOff(&'static str),
    #[error("its {what} is longer than the {max} that Metaplex allows")]
    TooLong { what: &'static str, max: usize },
    #[error("its {0} holds what it cannot")]
    Damaged(&'static str),
}

/// Reads a metadata account's bytes. What newer versions added at the end may be absent.
pub fn parse_solana_metadata(bytes: &[u8]) -> Result<SolanaMetadata, SolanaMetadataError> {
    /// The kind of account, as the program numbers them.
    const METADATA: u8 = 4;
    let mut rest = Rest(bytes);
    if rest.byte("kind") != Ok(METADATA) {
        return Err(SolanaMetadataError::OtherAccount);
    }
    let update_authority = rest.address("update authority")?;
    let mint = rest.address("mint")?;
    let name = rest.text("name", SOLANA_NAME_BYTES_MAX)?;
    let symbol = rest.text("symbol", SOLANA_SYMBOL_BYTES_MAX)?;
    let uri = rest.text("URI", SOLANA_URI_BYTES_MAX)?;
    let fee_basis_points = u16::from_le_bytes(rest.bytes("fee")?);
    let creators = if rest.flag("creators")? { rest.creators()? } else { Vec::new() };
    let primary_sale = rest.flag("primary sale")?;
    let mutable = rest.flag("mutability")?;
    if rest.optional("edition's nonce")? {
        rest.byte("edition's nonce")?;
    }
    // What was written over longer entries once left their ends behind. Metaplex's own
    // reader takes these parts together or none, too: of what happens to look like a
    // collection, nobody verified anything.
    let (standard, collection) = rest.additions().unwrap_or_default();
    Ok(SolanaMetadata {
        update_authority,
        mint,
        name,
        symbol,
        uri,
        fee_basis_points,
        creators,
        primary_sale,
        mutable,
        standard,
        collection,
    })
}

/// The parts of an account that later versions added and that are of use here.
type Additions = (Option<SolanaStandard>, Option<SolanaCollection>);

fn standard(number: u8) -> Result<SolanaStandard, SolanaMetadataError> {
    Ok(match number {
        0 => SolanaStandard::NonFungible,
        1 => SolanaStandard::FungibleAsset,
        2 => SolanaStandard::Fungible,
        3 => SolanaStandard::NonFungibleEdition,
        4 => SolanaStandard::ProgrammableNonFungible,
        5 => SolanaStandard::ProgrammableNonFungibleEdition,
        _ => return Err(SolanaMetadataError::Damaged("standard")),
    })
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize, what: &'static str) -> Result<&'a [u8], SolanaMetadataError> {
        let (taken, rest) =
            self.0.split_at_checked(count).ok_or(SolanaMetadataError::CutOff(what))?;
        self.0 = rest;
        Ok(taken)
    }

    fn bytes<const COUNT: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; COUNT], SolanaMetadataError> {
        let taken = self.take(COUNT, what)?;
        taken.try_into().map_err(|_| SolanaMetadataError::CutOff(what))
    }

    fn byte(&mut self, what: &'static str) -> Result<u8, SolanaMetadataError> {
        Ok(self.bytes::<1>(what)?[0])
    }

    fn flag(&mut self, what: &'static str) -> Result<bool, SolanaMetadataError> {
        match self.byte(what)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(SolanaMetadataError::Damaged(what)),
        }
    }

    /// Whether a part that older accounts end before is there.
    fn optional(&mut self, what: &'static str) -> Result<bool, SolanaMetadataError> {
        if self.0.is_empty() { Ok(false) } else { self.flag(what) }
    }

    fn address(&mut self, what: &'static str) -> Result<SolanaAddress, SolanaMetadataError> {
        self.bytes(what).map(SolanaAddress)
    }

    fn count(&mut self, what: &'static str, max: usize) -> Result<usize, SolanaMetadataError> {
        let count = u32::from_le_bytes(self.bytes(what)?);
        let count = usize::try_from(count).ok().filter(|count| *count <= max);
        count.ok_or(SolanaMetadataError::TooLong { what, max })
    }

    /// A text without the zeros that it is padded with.
    fn text(&mut self, what: &'static str, max: usize) -> Result<String, SolanaMetadataError> {
        let count = self.count(what, max)?;
        let text = String::from_utf8_lossy(self.take(count, what)?);
        Ok(text.trim_end_matches('\0').trim().to_owned())
    }

    fn creators(&mut self) -> Result<Vec<SolanaCreator>, SolanaMetadataError> {
        let count = self.count("creators", SOLANA_CREATORS_MAX)?;
        let creator = |_| {
            Ok(SolanaCreator {
                address: self.address("creators")?,
                verified: self.flag("creators")?,
                share: self.byte("creators")?,
            })
        };
        (0..count).map(creator).collect()
    }

    /// The standard and the collection, with the uses behind them, which tell whether the
    /// bytes are what they seem: a way (to burn, many times, once), how often it is left,
    /// and how often in all.
    fn additions(&mut self) -> Result<Additions, SolanaMetadataError> {
        const WAYS: u8 = 3;
        let mut additions = Additions::default();
        if self.optional("standard")? {
            additions.0 = Some(standard(self.byte("standard")?)?);
        }
        if self.optional("collection")? {
            let verified = self.flag("collection")?;
            let mint = self.address("collection")?;
            additions.1 = Some(SolanaCollection { mint, verified });
        }
        if self.optional("uses")? {
            if self.byte("uses")? >= WAYS {
                return Err(SolanaMetadataError::Damaged("uses"));
            }
            self.take(8 + 8, "uses")?;
        }
        Ok(additions)
    }
}

#[cfg(test)]
#[path = "solana_tests.rs"]
mod tests;
