//! Where an address leads that a token or a document of it names.

use crate::source::{Base, Uri, UriError};
use crate::token::{Asset, AssetId};

/// Parses an address. What lies in the storage of contracts of Tezos lies in that of the
/// token's own where the address names no contract (TZIP-16).
pub(super) fn place_of(text: &str, base: &Base, token: Option<&AssetId>) -> Result<Uri, UriError> {
    let uri = Uri::parse(text, base)?;
    let Some(token) = token else { return Ok(uri) };
    match token.asset {
        Asset::Fa2 { contract, .. } => {
            uri.in_storage_of(&contract.to_string(), token.chain.reference())
        }
        _ => Ok(uri),
    }
}
