//! A metadata document, from bytes to what it says, and what a visitor is told of it.

use crate::exhibition::{Problem, ProblemKind};
use crate::source::{Base, Library, Said, Uri};
use crate::token::metadata::NoteKind;
use crate::token::{AssetId, EvmStandard, EvmToken, MetadataError, TokenMetadata, parse_metadata};

/// Parses a document. One that is only a data URI holds another document.
pub(super) fn read_document(
    bytes: &[u8],
    token: Option<&AssetId>,
) -> Result<TokenMetadata, Problem> {
    let unreadable = |error| Problem::new(ProblemKind::MetadataUnreadable, error);
    match parse_metadata(bytes, token) {
        Err(MetadataError::Elsewhere(uri)) => match Uri::parse(&uri, &Base::Nowhere) {
            Ok(Uri::Data { bytes, .. }) => parse_metadata(&bytes, token).map_err(unreadable),
            _ => Err(unreadable(MetadataError::Elsewhere(uri))),
        },
        parsed => parsed.map_err(unreadable),
    }
}

/// The token as its documents are written for: one of ERC-1155 where `uri` named them,
/// whatever its id says.
pub(super) fn as_documented(token: &AssetId, said: &Said) -> AssetId {
    match token.evm().filter(|_| said.fills_id) {
        Some(evm) => {
            let evm = EvmToken { standard: EvmStandard::Erc1155, ..evm };
            AssetId::of_evm(token.chain.clone(), evm)
        }
        None => token.clone(),
    }
}

/// The fields of a token that its contract itself holds beside its document.
pub(super) fn fields_beside(library: &Library, said: &Said) -> Option<Vec<u8>> {
    library.blobs().read_whole(&said.beside?)
}

/// What a visitor should know of a document: that it was damaged, and what was left out.
pub(super) fn notes_of(metadata: &TokenMetadata) -> Vec<Problem> {
    let said = |is_said: fn(NoteKind) -> bool| {
        let notes = metadata.notes.iter().filter(|note| is_said(note.kind));
        notes.map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let repaired = said(NoteKind::is_damage);
    let set_aside = said(NoteKind::is_unreadable);
    [(ProblemKind::MetadataRepaired, repaired), (ProblemKind::MetadataSetAside, set_aside)]
        .into_iter()
        .filter(|(_, detail)| !detail.is_empty())
        .map(|(kind, detail)| Problem::new(kind, detail))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_or_its_refusal_named() {
        let check = |document: &str, expected: Result<&str, &str>| {
            let read = read_document(document.as_bytes(), None);
            let found = match &read {
                Ok(metadata) => Ok(metadata.name.as_ref().unwrap().plain()),
                Err(problem) => {
                    assert_eq!(problem.kind, ProblemKind::MetadataUnreadable);
                    Err(problem.detail.as_str())
                }
            };
            assert_eq!(found, expected, "{document}");
        };
        check(r#"{"name":"x"}"#, Ok("x"));
        check("data:application/json;base64,eyJuYW1lIjoieCJ9", Ok("x"));
        check(r#""data:application/json,{\"name\":\"x\"}""#, Ok("x"));
        check("<html>", Err("a web page instead of metadata"));
        check(
            "ipfs://c/1.json",
            Err("the metadata is only a name for where metadata lies: ipfs://c/1.json"),
        );
    }

    #[test]
    fn a_document_is_of_the_standard_that_named_it() {
        let check = |token: &str, fills_id: bool, expected: &str| {
            let said = Said { fills_id, ..Said::default() };
            let token = as_documented(&token.parse().unwrap(), &said);
            assert_eq!(token.to_string(), expected);
        };
        let single = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        let editions = "eip155:1/erc1155:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        check(single, false, single);
        check(single, true, editions);
        check(editions, false, editions);
        let mint = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w";
        check(mint, true, mint);
    }

    #[test]
    fn a_visitor_is_told_what_matters() {
        let check = |document: &str, expected: &[(ProblemKind, &str)]| {
            let metadata = read_document(document.as_bytes(), None).unwrap();
            let notes = notes_of(&metadata);
            let notes: Vec<_> =
                notes.iter().map(|note| (note.kind, note.detail.as_str())).collect();
            assert_eq!(notes, expected, "{document}");
        };
        use ProblemKind::{MetadataRepaired, MetadataSetAside};
        check(r#"{"name":"x","imageUrl":"y"}"#, &[]);
        check(
            r#"{"name":"x","a":[1,],"background_color":"white"}"#,
            &[
                (MetadataRepaired, "“a” is followed by a comma too many"),
                (MetadataSetAside, "“background_color” holds no colour of six hex digits"),
            ],
        );
    }
}
