//! From what a token names to what lies there: its metadata document, maybe by way of
//! others that only name the next, or the work's own file in its place.

use super::error::Stop;
use super::place::place_of;
use super::work::{bytes_of, claim_of, is_document, may_be_a_page, strength_of};
use crate::exhibition::{ByteStrength, Bytes, Problem, ProblemKind};
use crate::limits::{METADATA_BYTES_MAX, URI_HOPS_MAX};
use crate::media::{MediaType, sniff};
use crate::source::{Base, Library, Uri, UriError, Want};
use crate::token::{AssetId, EvmStandard, MetadataError, TokenMetadata, fill_in_uri, parse_beside};

/// What lies at the end of the way, and what has to be said of the way.
#[derive(Debug)]
pub(super) struct Followed {
    pub end: End,
    /// Where it lies.
    pub uri: Uri,
    /// How strongly the end's own address is tied to the token; of a document, how
    /// strongly its bytes are.
    pub tied: ByteStrength,
    pub notes: Vec<Problem>,
}

#[derive(Debug)]
pub(super) enum End {
    Document {
        metadata: Box<TokenMetadata>,
        document: Bytes,
    },
    /// The work's own file: there is no document.
    File,
}

/// What stands before the particulars of a document that was not to be had.
pub(super) const METADATA: &str = "the metadata";

/// Follows what a token names to its end. What a document lacks is read from the fields
/// `beside` it.
pub(super) async fn follow(
    library: &Library,
    start: Uri,
    mut tied: ByteStrength,
    token: Option<&AssetId>,
    beside: Option<&[u8]>,
) -> Result<Followed, Stop> {
    let mut way = Way(vec![start]);
    loop {
        let uri = way.here().clone();
        if !is_document(&uri) {
            let notes = way.notes(None);
            return Ok(Followed { end: End::File, uri, tied, notes });
        }
        let kept = library.keep(&uri, want_of(&uri)).await;
        let kept = kept.map_err(|error| Stop::from(error).about(METADATA))?;
        let head = library.blobs().head(&kept.hash).unwrap_or_default();
        let file = |way: Way| {
            let notes = way.notes(Some(ProblemKind::NoDocument));
            Ok(Followed { end: End::File, uri: uri.clone(), tied, notes })
        };
        let found = sniff(&head);
        // A document may hold what makes JSON look like a model's.
        let maybe_model = found == Some(MediaType::GltfJson);
        let too_long = maybe_model && kept.length > METADATA_BYTES_MAX;
        if too_long || !maybe_model && is_file(found, &uri) {
            return file(way);
        }
        let read = library.read(kept)?;
        match parse_beside(&read.bytes, token, beside) {
            Ok(metadata) => {
                tied = tied.min(strength_of(&uri));
                let document = bytes_of(&uri, kept, tied);
                let end = End::Document { metadata: Box::new(metadata), document };
                let notes = way.notes(None);
                return Ok(Followed { end, uri, tied, notes });
            }
            Err(MetadataError::Elsewhere(text)) => {
                tied = tied.min(strength_of(&uri));
                way.go_on(&text, token).map_err(Stop::Work)?;
            }
            Err(_) if maybe_model => return file(way),
            Err(error) => return Err(Stop::work(ProblemKind::MetadataUnreadable, error)),
        }
    }
}

/// Where the document `here` leads that only names another.
pub(super) fn next_of(text: &str, here: &Uri, token: Option<&AssetId>) -> Result<Uri, UriError> {
    let editions = token.and_then(AssetId::evm);
    let editions = editions.filter(|token| token.standard == EvmStandard::Erc1155);
    let text = editions.map_or(text.to_owned(), |token| fill_in_uri(text, token.number));
    place_of(&text, &Base::At(here.clone()), token)
}

/// A file whose name says what it is gets the time of one; its size is its bytes' affair.
fn want_of(uri: &Uri) -> Want {
    let claim = claim_of(uri);
    let names_a_file = MediaType::ALL.iter().any(|media| media.extensions().contains(&&*claim));
    let mut want = Want::NAMED;
    if names_a_file {
        want.timeout = Want::MEDIA.timeout;
    }
    want
}

/// Whether bytes that came in a document's place are the work itself. A page may be what
/// a server sends that has lost the document.
fn is_file(found: Option<MediaType>, uri: &Uri) -> bool {
    match found {
        None | Some(MediaType::Json) => false,
        Some(MediaType::Html) => may_be_a_page(uri),
        Some(_) => true,
    }
}

/// The addresses so far, each of which named the next.
#[derive(Debug)]
struct Way(Vec<Uri>);

impl Way {
    fn here(&self) -> &Uri {
        &self.0[self.0.len() - 1]
    }

    /// Goes on to what the document here names, if that is a new place and not too many
    /// were passed.
    fn go_on(&mut self, text: &str, token: Option<&AssetId>) -> Result<(), Problem> {
        let next = next_of(text, self.here(), token)
            .map_err(|error| Problem::from(error).about(METADATA))?;
        let is_there = |passed: &Uri| match (passed, &next) {
            (Uri::Data { .. }, _) | (_, Uri::Data { .. }) => *passed == next,
            _ => passed.place() == next.place(),
        };
        let again = self.0.iter().any(is_there);
        self.0.push(next);
        if again {
            let detail = format!("{}: documents that name each other in a circle", self.spelled());
            return Err(Problem::new(ProblemKind::AddressRefused, detail).about(METADATA));
        }
        if self.0.len() > URI_HOPS_MAX + 1 {
            let detail = format!(
                "{}: one document names the next more than {URI_HOPS_MAX} times (URI_HOPS_MAX)",
                self.spelled()
            );
            return Err(Problem::new(ProblemKind::AddressRefused, detail).about(METADATA));
        }
        Ok(())
    }

    fn spelled(&self) -> String {
        let each: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        each.join(" → ")
    }

    /// What a visitor should know of the way: that documents were passed which only name
    /// others, and what else is to be said of its end.
    fn notes(&self, end: Option<ProblemKind>) -> Vec<Problem> {
        // What a contract encodes twice it says itself.
        let passed = self.0.iter().skip(1).any(|uri| !matches!(uri, Uri::Data { .. }));
        let passed = passed.then(|| Problem::new(ProblemKind::MetadataElsewhere, self.spelled()));
        let end = end.map(|kind| Problem::new(kind, self.here()));
        passed.into_iter().chain(end).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_has_no_circles_and_an_end() {
        let check = |passed: &[&str], next: &str, expected: Result<&str, &str>| {
            let parse = |text: &&str| Uri::parse(text, &Base::Nowhere).unwrap();
            let mut way = Way(passed.iter().map(parse).collect());
            let went = way.go_on(next, None);
            match expected {
                Ok(here) => {
                    went.unwrap();
                    assert_eq!(way.here().to_string(), here, "{passed:?}");
                }
                Err(part) => {
                    let problem = went.unwrap_err();
                    let refused = [ProblemKind::AddressRefused, ProblemKind::AddressUnreadable];
                    assert!(refused.contains(&problem.kind), "{problem}");
                    assert!(problem.detail.contains(part), "{problem}");
                }
            }
        };
        let (a, b, c) = ("https://h/a", "https://h/b", "https://h/c");
        let (d, e, f) = ("https://h/d", "https://h/e", "https://h/f");
        check(&[a], b, Ok(b));
        check(&[a], "b", Ok(b));
        check(&[a, b, c, d], e, Ok(e));
        check(&[a, b, c, d, e], f, Err("URI_HOPS_MAX"));
        check(&[a], a, Err("in a circle"));
        check(&[a, b], "https://h/a#x", Err("in a circle"));
        check(&[a], "data:,{}", Ok("data:application/json"));
        check(&["data:,ipfs"], "data:,{}", Ok("data:application/json"));
        check(&["data:,ipfs"], "a.json", Err("relative"));
        check(&[a], "ftp://h/a", Err("no address that can be asked"));
    }

    #[test]
    fn a_page_in_place_of_a_document_may_be_what_a_server_says_that_has_lost_it() {
        let check = |uri: &str, found: Option<MediaType>, expected: bool| {
            let uri = Uri::parse(uri, &Base::Nowhere).unwrap();
            assert_eq!(is_file(found, &uri), expected, "{uri} {found:?}");
        };
        let cid = "ipfs://QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco";
        check("https://h/1", Some(MediaType::Html), false);
        check("https://h/1.html", Some(MediaType::Html), true);
        check(cid, Some(MediaType::Html), true);
        check("https://h/1", Some(MediaType::Png), true);
        check("https://h/1.json", Some(MediaType::Png), true);
        check("https://h/1.png", Some(MediaType::Json), false);
        check("https://h/1.png", None, false);
    }
}
