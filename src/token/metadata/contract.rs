//! What a contract says of its collection: ERC-7572 (`contractURI()`) and TZIP-16.

use super::bytes::Extent;
use super::error::MetadataError;
use super::fields::Fields;
use super::model::{Credit, CreditRole, Rights};
use super::note::{MetadataNote, Notes};
use super::parse::{read_object, read_rights};
use super::people::read_credits;
use super::words::Words;
use crate::limits::NAMES_MAX;
use crate::token::clean_text;

/// A contract's own metadata. Texts are cleaned; addresses of pictures are as they are
/// written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractMetadata {
    pub name: Option<Words>,
    pub symbol: Option<String>,
    pub description: Option<Words>,
    pub image: Option<String>,
    pub banner_image: Option<String>,
    pub featured_image: Option<String>,
    pub external_url: Option<String>,
    pub credits: Vec<Credit>,
    pub rights: Rights,
    pub version: Option<String>,
    /// The standards that a contract of Tezos says it follows (TZIP-16).
    pub interfaces: Vec<String>,
    /// Programs of the document that a reader is to run over the contract's storage, by
    /// name (TZIP-16, off-chain views).
    pub views: Vec<String>,
    pub notes: Vec<MetadataNote>,
}

/// Parses a contract's document (ERC-7572, TZIP-16).
pub fn parse_contract_metadata(document: &[u8]) -> Result<ContractMetadata, MetadataError> {
    let mut notes = Notes::default();
    let object = read_object(document, Extent::METADATA, &mut notes)?;
    let mut fields = Fields::new(&object, &mut notes);
    let mut parsed = ContractMetadata {
        name: fields.words(&["name"]),
        symbol: fields.text(&["symbol"]),
        description: fields.words(&["description"]),
        image: fields.uri(&["image", "image_url", "imageUri", "logo"]),
        banner_image: fields.uri(&["banner_image", "banner_image_url", "banner"]),
        featured_image: fields.uri(&["featured_image"]),
        external_url: fields.link(&["external_link", "external_url", "homepage"]),
        credits: read_credits(&mut fields),
        rights: read_rights(&mut fields),
        version: fields.text(&["version"]),
        interfaces: fields.texts(&["interfaces"]),
        views: read_views(&mut fields),
        notes: Vec::new(),
    };
    parsed.notes = notes.into_inner();
    let says_nothing =
        parsed.name.is_none() && parsed.image.is_none() && parsed.description.is_none();
    match says_nothing && parsed.views.is_empty() {
        true => Err(MetadataError::Empty),
        false => Ok(parsed),
    }
}

fn read_views(fields: &mut Fields<'_>) -> Vec<String> {
    let views = fields.first(&["views"]).and_then(|(_, views)| views.list()).unwrap_or_default();
    let names = views.iter().filter_map(|view| view.get("name")?.text()).map(clean_text);
    names.filter(|name| !name.is_empty()).take(NAMES_MAX).collect()
}

impl ContractMetadata {
    /// The collection's name: the document's goes before that of `name()` (ERC-7572).
    pub fn collection_name(&self, on_chain: Option<&str>) -> Option<Words> {
        let on_chain = || on_chain.map(Words::one).filter(|words| !words.is_empty());
        self.name.clone().or_else(on_chain)
    }

    /// Those who made it, in one line.
    pub fn artist(&self) -> Option<Words> {
        super::people::artist_of(&self.credits)
    }

    /// Whether the document names anybody of this role.
    pub fn names(&self, role: CreditRole) -> bool {
        self.credits.iter().any(|credit| credit.role == role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_name_goes_before_the_chains() {
        let check = |document: &str, on_chain, expected: Option<&str>| {
            let parsed = parse_contract_metadata(document.as_bytes()).unwrap();
            let name = parsed.collection_name(on_chain);
            assert_eq!(name.as_ref().map(Words::plain), expected, "{document}");
        };
        check(r#"{"name":"A"}"#, Some("B"), Some("A"));
        check(r#"{"name":"","image":"x"}"#, Some("B"), Some("B"));
        check(r#"{"image":"x"}"#, Some(""), None);
        check(r#"{"image":"x"}"#, None, None);
    }

    #[test]
    fn a_contract_that_says_nothing_is_refused() {
        assert_eq!(parse_contract_metadata(b"{}"), Err(MetadataError::Empty));
        assert_eq!(parse_contract_metadata(b"<html>"), Err(MetadataError::WebPage));
    }
}
