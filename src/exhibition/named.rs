//! Whether the metadata of a work, or its own file where there is none, is what its contract
//! names.

use alloy_primitives::U256;

use super::blobs::whole;
use super::{BlobHash, BlobStore, Bytes, Finding, LockedWork, Media, Problem, ProblemKind};
use crate::limits::URI_HOPS_MAX;
use crate::token::metadata::parse_filled_in;
use crate::token::uri::{Base, Uri};
use crate::token::{AssetId, MetadataError, fill_in_uri};

/// Holds what hangs to the text by which the contract names it, whoever told that text; and
/// what was put together here to what can be known of it.
pub(super) fn check_named(work: &LockedWork, blobs: &dyn BlobStore) -> Option<Finding> {
    let naming = work.naming.as_ref()?;
    if naming.is_overstated() {
        return Some(Finding::MadeHere);
    }
    let hangs = hangs(work)?;
    let text = match whole("what names the metadata", naming.text, blobs) {
        Ok(text) => String::from_utf8(text).unwrap_or_default(),
        Err(finding) => return Some(finding),
    };
    match names(&text, work.token.as_ref(), hangs) {
        true => None,
        false if is_passed_on(work) => Some(Finding::PassedOn),
        false => Some(Finding::OtherNamed),
    }
}

/// Whether what hangs is said to lie in the contract's own text, whose proof then is one of
/// its bytes: a check holds those to their hash. Of what lies at an address that is
/// named, or was passed on from there, nothing says that these bytes are it.
pub fn lies_in_text(work: &LockedWork) -> bool {
    let is_data = |hangs: &Bytes| hangs.uri.starts_with("data:");
    hangs(work).is_some_and(is_data) && !is_passed_on(work)
}

/// What a contract names: the metadata, or else the work itself, as some tokens do.
fn hangs(work: &LockedWork) -> Option<&Bytes> {
    match (&work.metadata, &work.media) {
        (Some(document), _) => Some(document),
        (None, Media::Shown(visual)) => Some(&visual.original),
        (None, Media::Missing(_)) => None,
    }
}

fn is_passed_on(work: &LockedWork) -> bool {
    work.notes.iter().any(|note: &Problem| note.kind == ProblemKind::MetadataElsewhere)
}

/// Whether a text names these bytes: a document within the text is held to their hash, and
/// any other address to theirs, as the lock spells it. Documents that lie in texts and only
/// name the next are followed.
fn names(text: &str, token: Option<&AssetId>, hangs: &Bytes) -> bool {
    let number = token.and_then(AssetId::evm).map(|token| token.number);
    // A contract may follow the other standard than its token's id says, and then `{id}` in
    // the texts that it names is the number.
    [None, number].into_iter().any(|id| leads_to(text, id, hangs))
}

/// The same with what `{id}` stands for, where it stands for a number.
fn leads_to(text: &str, id: Option<U256>, hangs: &Bytes) -> bool {
    let mut named = Uri::parse(text, &Base::Nowhere);
    for _ in 0..=URI_HOPS_MAX {
        let Ok(uri) = named else { return false };
        let Uri::Data { bytes, .. } = &uri else {
            // A work that lies in a folder of IPFS is the page in it.
            let page = uri.in_folder("index.html").map(|page| page.to_string());
            return uri.to_string() == hangs.uri || page.as_ref() == Some(&hangs.uri);
        };
        if BlobHash::of(bytes) == hangs.hash {
            return true;
        }
        let Err(MetadataError::Elsewhere(next)) = parse_filled_in(bytes, id) else {
            return false;
        };
        let next = id.map_or(next.clone(), |number| fill_in_uri(&next, number));
        named = Uri::parse(&next, &Base::At(uri));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibition::{ByteStrength, MemoryBlobs, Naming, Severity, read_lock};
    use crate::ownership::{BlockRef, Evidence, Level, Timestamp};

    const CID: &str = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG";
    const DOCUMENT: &str = r#"{"name":"x"}"#;

    /// A work whose contract names this text, with a document that lies there.
    fn work(text: &str, uri: &str, document: &str) -> (LockedWork, MemoryBlobs) {
        let mut blobs = MemoryBlobs::default();
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut work = read_lock(lock).unwrap().works.swap_remove(0);
        let token = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
        work.token = Some(token.parse().unwrap());
        let time = Timestamp::from_unix(1_700_000_000);
        let block = BlockRef { number: 9, hash: Default::default(), time };
        let evidence = Evidence::Reported { endpoint: "a.example".to_owned(), block };
        let text = blobs.keep(text.as_bytes().to_vec());
        work.naming = Some(Naming { text, made: false, evidence });
        work.metadata = Some(Bytes {
            uri: uri.to_owned(),
            hash: BlobHash::of(document.as_bytes()),
            length: document.len() as u64,
            strength: ByteStrength::OnChain,
        });
        (work, blobs)
    }

    fn said(work: &LockedWork, blobs: &MemoryBlobs) -> Vec<Finding> {
        check_named(work, blobs).into_iter().collect()
    }

    #[test]
    fn what_hangs_is_what_the_contract_names() {
        let check = |text: &str, uri: &str, document: &str, expected: &[Finding]| {
            let (work, blobs) = work(text, uri, document);
            assert_eq!(said(&work, &blobs), expected, "{text} {uri}");
        };
        let data = "data:application/json";
        let plain = format!("{data},{DOCUMENT}");
        let packed = format!("{data};base64,eyJuYW1lIjoieCJ9");
        for text in [plain.as_str(), &packed, DOCUMENT, "eyJuYW1lIjoieCJ9"] {
            check(text, data, DOCUMENT, &[]);
            check(text, data, r#"{"name":"y"}"#, &[Finding::OtherNamed]);
        }
        // Encoded twice, as some contracts have it.
        check(&format!("data:text/plain,{packed}"), data, DOCUMENT, &[]);
        check(&format!("data:text/plain,{packed}"), data, "{}", &[Finding::OtherNamed]);
        let ipfs = format!("ipfs://{CID}/7.json");
        check(&ipfs, &ipfs, DOCUMENT, &[]);
        check(&format!("https://gateway.example/ipfs/{CID}/7.json"), &ipfs, DOCUMENT, &[]);
        check(&format!(" {CID}/7.json\n"), &ipfs, DOCUMENT, &[]);
        check(&ipfs, &format!("ipfs://{CID}/8.json"), DOCUMENT, &[Finding::OtherNamed]);
        check("https://h.example/7", "https://h.example/7", DOCUMENT, &[]);
        // One of the other standard leads on by the number.
        let seven = format!("https://h.example/{:064x}", 7);
        check("data:text/plain,https://h.example/{id}", &seven, DOCUMENT, &[]);
        check("https://h.example/7", "https://h.example/8", DOCUMENT, &[Finding::OtherNamed]);
        check("7.json", "https://h.example/7.json", DOCUMENT, &[Finding::OtherNamed]);
        check("", "", DOCUMENT, &[Finding::OtherNamed]);
    }

    #[test]
    fn what_cannot_be_followed_is_said() {
        let (mut passed_on, blobs) = work("https://h.example/7", "https://h.example/8", DOCUMENT);
        let way = "https://h.example/7 → https://h.example/8";
        passed_on.notes = vec![Problem::new(ProblemKind::MetadataElsewhere, way)];
        assert_eq!(said(&passed_on, &blobs), [Finding::PassedOn]);
        assert_eq!(Finding::PassedOn.severity(), Severity::Notice);
        assert_eq!(Finding::OtherNamed.severity(), Severity::Failure);
        let gone = said(&passed_on, &MemoryBlobs::default());
        assert!(matches!(gone.as_slice(), [Finding::Absent { .. }]), "{gone:?}");
        // Where nothing hangs nothing is said to be named.
        passed_on.metadata = None;
        passed_on.media = Media::Missing(ProblemKind::NotFound.into());
        assert_eq!(said(&passed_on, &blobs), []);
    }

    #[test]
    fn what_was_put_together_here_is_never_more_than_reported() {
        let check = |level: Level, made: bool, expected: &[Finding]| {
            let (mut work, blobs) = work(DOCUMENT, "data:application/json", DOCUMENT);
            let text = work.naming.unwrap().text;
            work.naming = Some(Naming { text, made, evidence: Evidence::of(level) });
            assert_eq!(said(&work, &blobs), expected, "{level:?} {made}");
        };
        for level in [Level::Reported, Level::Agreed, Level::Proven] {
            check(level, false, &[]);
        }
        check(Level::Reported, true, &[]);
        check(Level::Agreed, true, &[Finding::MadeHere]);
        check(Level::Proven, true, &[Finding::MadeHere]);
        assert_eq!(Finding::MadeHere.severity(), Severity::Failure);
    }

    #[test]
    fn only_bytes_of_a_text_are_said_to_lie_in_it() {
        let (mut work, _) = work(DOCUMENT, "data:application/json", DOCUMENT);
        assert!(lies_in_text(&work));
        work.notes = vec![Problem::new(ProblemKind::MetadataElsewhere, "https://h.example/7")];
        assert!(!lies_in_text(&work));
        work.notes = Vec::new();
        work.metadata.as_mut().unwrap().uri = "https://h.example/7".to_owned();
        assert!(!lies_in_text(&work));
        work.metadata = None;
        work.media = Media::Missing(ProblemKind::NotFound.into());
        assert!(!lies_in_text(&work));
    }

    #[test]
    fn a_token_may_name_its_work_itself() {
        let file = format!("ipfs://{CID}/work");
        let (mut own, blobs) = work(&file, "", DOCUMENT);
        own.metadata = None;
        let mut check = |uri: &str, expected: &[Finding]| {
            let Media::Shown(visual) = &mut own.media else { panic!("it is shown") };
            visual.original.uri = uri.to_owned();
            assert_eq!(said(&own, &blobs), expected, "{uri}");
        };
        check(&file, &[]);
        check(&format!("{file}/index.html"), &[]);
        check(&format!("{file}/other.html"), &[Finding::OtherNamed]);
    }
}
