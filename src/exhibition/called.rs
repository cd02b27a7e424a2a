//! Whether the collection of a work is called as its contract calls it.

use alloy_primitives::B256;

use super::blobs::whole;
use super::{BlobHash, BlobStore, Finding, Language, LockedWork, Text};
use crate::ownership::{Called, CalledBy};
use crate::token::parse_contract_metadata;
use crate::token::uri::{Base, Uri};

/// Holds the collection's name to the text by which the contract gives it, whoever told that
/// text. A lock from before there was such evidence says nothing of it.
pub(super) fn check_called(work: &LockedWork, blobs: &dyn BlobStore) -> Option<Finding> {
    let called = work.called.as_ref()?;
    let holds = match called.by {
        CalledBy::Name | CalledBy::Symbol => {
            let read = [Language::English, Language::Chinese];
            Ok(read.into_iter().all(|language| called.is_text(work.collection.get(language))))
        }
        CalledBy::Document => {
            document_of(called, blobs).map(|document| is_called(&document, &work.collection))
        }
    };
    match holds {
        Ok(true) => None,
        Ok(false) => Some(Finding::OtherCalled),
        Err(finding) => Some(finding),
    }
}

fn is_called(document: &[u8], collection: &Text) -> bool {
    let said = parse_contract_metadata(document).ok().and_then(|said| said.name);
    said.map(Text::from).as_ref() == Some(collection)
}

/// The contract's own document. Where the text holds it, no other stands for it.
fn document_of(called: &Called, blobs: &dyn BlobStore) -> Result<Vec<u8>, Finding> {
    let hash = |blob: B256| BlobHash::from_bytes(blob.0);
    let text = whole("what names the contract's own document", hash(called.text), blobs)?;
    let text = String::from_utf8(text).unwrap_or_default();
    match (Uri::parse(&text, &Base::Nowhere), called.document) {
        (Ok(Uri::Data { bytes, .. }), _) => Ok(bytes),
        (Ok(_), Some(document)) => whole("the contract's own document", hash(document), blobs),
        _ => Err(Finding::OtherCalled),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::{MemoryBlobs, Severity, read_lock};
    use crate::ownership::{BlockRef, Evidence, Timestamp};

    /// A work whose collection is called so, by an answer and perhaps a document.
    fn work(
        collection: &str,
        by: CalledBy,
        text: &str,
        document: Option<&str>,
    ) -> (LockedWork, MemoryBlobs) {
        let mut blobs = MemoryBlobs::default();
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut work = read_lock(lock).unwrap().works.swap_remove(0);
        work.collection = Text::one(collection);
        let time = Timestamp::from_unix(1_700_000_000);
        let block = BlockRef { number: 9, hash: Default::default(), time };
        let evidence = Evidence::Reported { endpoint: "a.example".to_owned(), block };
        let mut called = Called::of(by, text, evidence);
        if by == CalledBy::Document {
            blobs.keep(text.as_bytes().to_vec());
        }
        called.document =
            document.map(|document| B256::new(blobs.keep(document.as_bytes().to_vec()).bytes()));
        work.called = Some(called);
        (work, blobs)
    }

    fn said(work: &LockedWork, blobs: &MemoryBlobs) -> Vec<Finding> {
        check_called(work, blobs).into_iter().collect()
    }

    #[test]
    fn a_collection_is_called_as_its_contract_calls_it() {
        let check = |collection: &str, by, text: &str, document: Option<&str>, holds: bool| {
            let (work, blobs) = work(collection, by, text, document);
            let expected: &[Finding] = if holds { &[] } else { &[Finding::OtherCalled] };
            assert_eq!(said(&work, &blobs), expected, "{collection} {text}");
        };
        use CalledBy::{Document, Name, Symbol};
        let (kiln, other) = (r#"{"name":"Kiln"}"#, r#"{"name":"Other"}"#);
        check("Kiln", Name, "Kiln", None, true);
        check("Kiln", Symbol, "Kiln", None, true);
        check("Other", Name, "Kiln", None, false);
        check("Kiln", Document, "https://h.example/c", Some(kiln), true);
        check("Kiln", Document, "https://h.example/c", Some(other), false);
        check("Kiln", Document, "https://h.example/c", None, false);
        check("Kiln", Document, "no address at all \u{7}", Some(kiln), false);
        check("Kiln", Document, kiln, None, true);
        check("Kiln", Document, "data:application/json,{\"name\":\"Kiln\"}", None, true);
        // What the contract holds itself is not what lies beside it.
        check("Other", Document, kiln, Some(other), false);
        check("Kiln", Document, "{}", None, false);
        assert_eq!(Finding::OtherCalled.severity(), Severity::Failure);
    }

    #[test]
    fn what_is_not_kept_is_said_and_an_older_lock_says_nothing() {
        let (mut work, blobs) = work("Kiln", CalledBy::Document, "https://h.example/c", Some("{}"));
        let gone = said(&work, &MemoryBlobs::default());
        assert!(matches!(gone.as_slice(), [Finding::Absent { .. }]), "{gone:?}");
        work.called = None;
        assert_eq!(said(&work, &blobs), []);
        let written = serde_json::to_value(&work).unwrap();
        assert_eq!(written.get("called"), None);
        let read: LockedWork = serde_json::from_value(written).unwrap();
        assert_eq!(read, work);
    }
}
