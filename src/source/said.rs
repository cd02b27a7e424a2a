//! What a contract said of a token beside its metadata and its owners, as the journal
//! keeps it.

use serde::{Deserialize, Serialize};

use crate::exhibition::BlobHash;
use crate::ownership::{Binding, CalledBy, Evidence, Royalty};
use crate::token::AccountId;

/// What a contract said of a token, and of itself, at one block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Accounts that signed for having made it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub makers: Vec<AccountId>,
    /// The token's name, where no document can tell it.
    pub title: Option<String>,
    /// Whether the metadata is what the standard's own question names, and can be asked for
    /// again by it.
    pub by_standard: bool,
    /// Where the work lies, where the contract names it beside its metadata.
    pub content: Option<String>,
    /// The blob of fields of the token that the contract itself holds beside that (TZIP-12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<BlobHash>,
    /// Whether `uri` of ERC-1155 named the metadata, in whose texts `{id}` is the token's
    /// number.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fills_id: bool,
    /// What the contract calls itself.
    pub collection: Option<String>,
    /// By which of its answers.
    pub collection_by: CalledBy,
    /// The blob of the text that names the contract's own document (ERC-7572, TZIP-16).
    pub collection_uri: Option<BlobHash>,
    pub royalty: Option<Royalty>,
    pub binding: Option<Binding>,
    /// Whether the contract lends its tokens (ERC-4907).
    pub lends: bool,
    /// Whether the contract tells when metadata changes (ERC-4906).
    pub tells_updates: bool,
    /// The number of the block at which all this was said.
    pub block: u64,
    /// The endpoint that told all this, and the block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Evidence>,
}
