//! What a document names: the work, its still, and what hangs in the place of one that
//! cannot be had.

use super::error::Stop;
use super::place::place_of;
use super::size::Proportions;
use super::work::{Findings, Part, Subject, Workshop};
use crate::exhibition::{ByteStrength, Bytes, MediaKind, Problem, ProblemKind, Visual};
use crate::platform::net;
use crate::source::{Base, Kept};
use crate::token::{AssetId, TokenMetadata};

/// A still, and what is said where it hangs in the place of the first.
type Still<'a> = (&'a str, ProblemKind);

/// A still that could be had.
struct Seen<'a> {
    text: &'a str,
    visual: Visual,
    shape: Proportions,
    /// Where it hangs in the place of another: what is said of that, and why.
    in_place: Option<[Problem; 2]>,
    /// What has to be said of its file.
    notes: Vec<Problem>,
}

impl Workshop {
    /// Fetches and examines what a document names.
    pub(super) async fn see_named(
        &self,
        subject: &Subject,
        findings: &mut Findings,
        base: &Base,
        tied: ByteStrength,
    ) -> Result<(Visual, Proportions), Stop> {
        let metadata = &findings.metadata;
        let notes = &mut findings.notes;
        let content = subject.token.as_ref().and_then(|facts| facts.said.content.as_deref());
        let from = (base, subject.token.as_ref().map(|facts| &facts.token));
        let stills = stills_of(metadata, content);
        if let Some(animation) = &metadata.animation {
            match self.see_text(animation, from, tied, Part::Work, notes).await {
                Err(Stop::Work(problem)) if !stills.is_empty() => {
                    notes.extend([ProblemKind::StillInPlace.into(), problem]);
                }
                Ok((mut visual, mut shape)) => {
                    self.hold_to_hash(metadata, animation, &mut visual.original, tied, notes).await;
                    if !visual.kind.is_picture() && !stills.is_empty() {
                        match self.see_still(&stills, from, tied).await {
                            // What is left out of a still is not left out of the work.
                            Ok(Seen { visual: still, shape: its_shape, in_place, .. }) => {
                                if let Some([said, problem]) = in_place {
                                    notes.extend([said, problem.about(STILL)]);
                                }
                                lend_still((&mut visual, &mut shape), (still, its_shape));
                            }
                            Err(Stop::Work(problem)) => notes.push(problem.about(STILL)),
                            Err(disk) => return Err(disk),
                        }
                    }
                    return Ok((visual, shape));
                }
                Err(stop) => return Err(stop),
            }
        }
        let seen = self.see_still(&stills, from, tied).await?;
        let Seen { text, mut visual, shape, in_place, notes: of_file } = seen;
        notes.extend(in_place.into_iter().flatten());
        notes.extend(of_file);
        self.hold_to_hash(metadata, text, &mut visual.original, tied, notes).await;
        Ok((visual, shape))
    }

    /// The first of these stills that can be had. Where none can, it is the first of them
    /// that the frame tells of.
    async fn see_still<'a>(
        &self,
        stills: &[Still<'a>],
        from: (&Base, Option<&AssetId>),
        tied: ByteStrength,
    ) -> Result<Seen<'a>, Stop> {
        let mut first: Option<Problem> = None;
        for &(text, said) in stills {
            let mut notes = Vec::new();
            match self.see_text(text, from, tied, Part::Still, &mut notes).await {
                Ok((visual, shape)) => {
                    let in_place = first.map(|problem| [Problem::from(said), problem]);
                    return Ok(Seen { text, visual, shape, in_place, notes });
                }
                Err(Stop::Work(problem)) => {
                    first.get_or_insert(problem);
                }
                Err(disk) => return Err(disk),
            }
        }
        Err(Stop::Work(first.unwrap_or_else(|| ProblemKind::NoPictureNamed.into())))
    }

    /// Holds a file to the hash that its document names, where it names one: bytes that
    /// have it are tied as strongly as the document allows, and others are noted.
    async fn hold_to_hash(
        &self,
        metadata: &TokenMetadata,
        text: &str,
        original: &mut Bytes,
        tied: ByteStrength,
        notes: &mut Vec<Problem>,
    ) {
        let Some(integrity) = metadata.integrity_of(text).cloned() else { return };
        let library = self.library.clone();
        let kept = Kept { hash: original.hash, length: original.length };
        let holds = move || {
            let file = library.blobs().open(kept);
            file.and_then(|file| integrity.holds_for(file)).unwrap_or(false)
        };
        if net::on_a_thread(holds).await.unwrap_or(false) {
            original.strength = original.strength.max(tied.min(ByteStrength::Hashed));
        } else {
            notes.push(Problem::new(ProblemKind::OtherHash, &original.uri));
        }
    }

    async fn see_text(
        &self,
        text: &str,
        (base, token): (&Base, Option<&AssetId>),
        tied: ByteStrength,
        part: Part,
        notes: &mut Vec<Problem>,
    ) -> Result<(Visual, Proportions), Stop> {
        let uri = place_of(text, base, token).map_err(|error| Stop::Work(error.into()))?;
        self.see(&uri, tied, Some(text), part, notes).await
    }
}

/// What stands before the particulars of a still that was not to be had.
const STILL: &str = "its still picture";

/// The stills that a document names, in the order in which they are asked for; what the
/// contract itself names hangs where the document names nothing.
fn stills_of<'a>(metadata: &'a TokenMetadata, content: Option<&'a str>) -> Vec<Still<'a>> {
    let content = content.filter(|_| metadata.animation.is_none());
    let first = metadata.image.as_deref().or(content);
    let further = metadata.further_images.iter().map(String::as_str);
    let pictures = first.into_iter().chain(further).map(|uri| (uri, ProblemKind::AnotherInPlace));
    let thumbnail = metadata.thumbnail.as_deref();
    pictures.chain(thumbnail.map(|uri| (uri, ProblemKind::ThumbnailInPlace))).collect()
}

/// Gives a work the picture that its metadata has of it, for where it cannot be shown
/// itself. It keeps its own bytes; what has no proportions takes the picture's.
fn lend_still(work: (&mut Visual, &mut Proportions), still: (Visual, Proportions)) {
    let ((work, shape), (still, its_shape)) = (work, still);
    if still.kind.is_picture() {
        work.average = still.average;
        work.transparent = still.transparent;
        work.rungs = still.rungs;
        if matches!(work.kind, MediaKind::Sound | MediaKind::Code) {
            (work.width_px, work.height_px) = (still.width_px, still.height_px);
            *shape = its_shape;
        }
    }
}
