//! The bytes of what is shown: where they lie, what lies beside them, and what came that
//! was not asked for.

use super::beside::Gathered;
use super::error::Stop;
use super::work::{Part, Workshop, claim_of, may_be_a_page};
use crate::exhibition::{ByteStrength, Problem, ProblemKind};
use crate::media::{MediaType, inspect_page, sniff};
use crate::source::{ExaminedEntry, FetchError, IpfsError, Kept, Uri, Want};

impl Workshop {
    /// Keeps what a URI names. A work that lies in a folder of IPFS is its `index.html`.
    pub(super) async fn keep_shown(&self, uri: &Uri, part: Part) -> Result<(Uri, Kept), Stop> {
        match (self.library.keep(uri, Want::MEDIA).await, uri.in_folder("index.html")) {
            (Err(FetchError::Ipfs(IpfsError::Folder(_))), Some(page)) if part == Part::Work => {
                let kept = self.library.keep(&page, Want::MEDIA).await?;
                Ok((page, kept))
            }
            (kept, _) => Ok((uri.clone(), kept?)),
        }
    }

    /// Examines a file with what lies beside it.
    pub(super) async fn examine_shown(
        &self,
        uri: &Uri,
        kept: Kept,
        tied: ByteStrength,
        part: Part,
        notes: &mut Vec<Problem>,
    ) -> Result<(ExaminedEntry, Gathered), Stop> {
        let claim = claim_of(uri);
        self.examiner.holds_claim(kept, &claim)?;
        let head = self.library.blobs().head(&kept.hash).unwrap_or_default();
        if sniff(&head) == Some(MediaType::Html) {
            if part == Part::Still {
                return Err(Stop::work(ProblemKind::Page, uri));
            }
            notes.extend(self.page_unasked(uri, kept)?);
        }
        let gathered = self.packer.gather(uri, kept, tied).await?;
        let packed = gathered.as_ref().and_then(|gathered| gathered.packed.as_ref());
        let model = packed.filter(|(packed, _)| packed.mime == MediaType::Glb.mime());
        let mut examined = match model {
            None => self.examiner.examine(kept, claim).await?,
            // It stands as what it was packed into, and is still what it was.
            Some((_, whole)) => ExaminedEntry {
                mime: MediaType::GltfJson.mime().to_owned(),
                ..self.examiner.examine(*whole, String::new()).await?
            },
        };
        if gathered.is_some() {
            examined.notes.retain(|note| note.kind != ProblemKind::NeedsNetwork);
        }
        let gathered = gathered.unwrap_or_default();
        notes.extend(std::mem::take(&mut examined.notes));
        notes.extend(gathered.notes.iter().cloned());
        Ok((examined, gathered))
    }

    /// What has to be said of a page that came without being asked for as one. A page of
    /// words is what a server sends that has lost a file, and no work.
    fn page_unasked(&self, uri: &Uri, kept: Kept) -> Result<Option<Problem>, Stop> {
        if may_be_a_page(uri) {
            return Ok(None);
        }
        let page = inspect_page(&self.library.read(kept)?.bytes);
        match page.is_ok_and(|page| page.does_something) {
            true => Ok(Some(Problem::new(ProblemKind::PageUnasked, uri))),
            false => Err(Stop::work(ProblemKind::Page, uri)),
        }
    }
}
