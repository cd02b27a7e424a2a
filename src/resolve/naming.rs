//! What names a token's metadata, on the word of the endpoint that told it: where nothing
//! stronger is known, the label says so.

use std::io;

use super::work::TokenFacts;
use crate::exhibition::Naming;
use crate::source::{Base, Library, Uri};

/// The contract's text as it was told, or the document that was made of what was told. None
/// where nobody knows who told it, or where it names neither. Only a failing disk is an
/// error.
pub(super) fn as_told(library: &Library, facts: &TokenFacts) -> io::Result<Option<Naming>> {
    let (Some(Ok(text)), Some(evidence)) = (&facts.uri, &facts.said.by) else { return Ok(None) };
    let is_document = || matches!(Uri::parse(text, &Base::Nowhere), Ok(Uri::Data { .. }));
    let made = !facts.said.by_standard;
    if text.trim().is_empty() || made && !is_document() {
        return Ok(None);
    }
    let text = library.blobs().keep(text.as_bytes())?;
    Ok(Some(Naming { text, made, evidence: evidence.clone() }))
}
