//! One work: its document, its picture, and what went wrong.

use super::attestations::add_attestations;
use super::beside::Packer;
use super::collection::Collections;
use super::describe::describe;
use super::document::{as_documented, fields_beside, notes_of};
use super::error::Stop;
use super::examine::Examiner;
use super::follow::{End, Followed, METADATA, follow};
use super::languages::add_languages;
use super::manifests::CanvasFacts;
use super::names::hold_name;
use super::naming::as_told;
use super::owners::read_owners;
use super::place::place_of;
use super::size::Proportions;
use crate::exhibition::{
    ByteStrength, Bytes, LockedWork, MediaKind, Naming, Packed, Problem, ProblemKind, Proof,
    Visual, WorkEntry,
};
use crate::ownership::{Called, OwnershipRecord, Provenance, Right, Timestamp};
use crate::source::{Base, Kept, Library, Said, Uri, UriError};
use crate::token::{AssetId, TokenMetadata};

/// A work as the exhibition file and the chain have it, before its bytes are fetched.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub entry: WorkEntry,
    pub section: usize,
    pub token: Option<TokenFacts>,
    /// How strongly what the chain said is known.
    pub strong: Strength,
    /// The canvas of a manifest, or why there is none.
    pub canvas: Option<Result<CanvasFacts, Problem>>,
}

/// What a chain said of a token.
#[derive(Clone, Debug)]
pub(super) struct TokenFacts {
    pub token: AssetId,
    /// What names its metadata, as the contract spells it; or why nothing does. None
    /// while nobody was asked.
    pub uri: Option<Result<String, Problem>>,
    pub owners: Vec<OwnershipRecord>,
    pub notes: Vec<Problem>,
    /// What the contract says beside that.
    pub said: Said,
}

/// How strongly it is known what a chain said of a token, beside its owners.
#[derive(Clone, Debug, Default)]
pub(super) struct Strength {
    pub naming: Option<Naming>,
    /// By which of its answers the contract calls its collection, as far as they are known.
    pub called: Vec<Called>,
    pub rights: Vec<Right>,
    pub provenance: Option<Provenance>,
    pub proof: Option<Proof>,
}

impl TokenFacts {
    /// A token that no chain was asked about yet.
    pub fn unasked(token: AssetId) -> Self {
        Self { token, uri: None, owners: Vec::new(), notes: Vec::new(), said: Said::default() }
    }

    /// Takes notes, each of them once.
    pub fn note(&mut self, notes: &[Problem]) {
        for note in notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
    }
}

/// What every work needs.
#[derive(Debug)]
pub(super) struct Workshop {
    pub library: Library,
    pub examiner: Examiner,
    pub packer: Packer,
    pub collections: Collections,
    /// The moment that signed records are judged at.
    pub now: Timestamp,
}

/// What was found of a work, as far as it went.
#[derive(Default)]
pub(super) struct Findings {
    pub metadata: TokenMetadata,
    pub document: Option<Bytes>,
    /// Who says that the collection is called so, where its contract does.
    pub called: Option<Called>,
    pub notes: Vec<Problem>,
}

impl Workshop {
    /// Resolves one work. Only a failing disk is an error; everything else hangs as an
    /// empty frame. The id is a proposal, the arrival is not yet decided.
    pub async fn resolve(&self, mut subject: Subject) -> Result<LockedWork, std::io::Error> {
        let mut findings = Findings::default();
        let shown = match self.look(&subject, &mut findings).await {
            Ok((visual, shape)) => Ok((visual, shape)),
            Err(Stop::Work(problem)) => Err(problem),
            Err(Stop::Disk(error)) => return Err(error),
        };
        let mut owners = Vec::new();
        if let Some(facts) = &subject.token {
            owners.clone_from(&facts.owners);
            findings.notes.extend(facts.notes.iter().cloned());
        }
        if let Some(path) = &subject.entry.ownership {
            match read_owners(&self.library, path).await {
                Ok((records, notes)) => {
                    owners.extend(records);
                    findings.notes.extend(notes);
                }
                Err(Stop::Work(problem)) => findings.notes.push(problem),
                Err(Stop::Disk(error)) => return Err(error),
            }
        }
        if let Some(facts) = &subject.token
            && subject.entry.collection.is_none()
            && findings.metadata.collection.is_none()
        {
            let title = self.collections.title(&self.library, &facts.said).await;
            let title = title.map_err(|error| match error {
                Stop::Disk(error) => error,
                Stop::Work(problem) => std::io::Error::other(problem.to_string()),
            })?;
            findings.called = title.as_ref().and_then(|it| it.called(facts, &subject.strong));
            findings.metadata.collection = title.map(|title| title.words);
        }
        if let (None, Some(facts)) = (&subject.strong.naming, &subject.token) {
            subject.strong.naming = as_told(&self.library, facts)?;
        }
        let paths = subject.entry.attestations.clone();
        let mut work = describe(subject, findings, shown, owners);
        add_attestations(&self.library, &mut work, &paths, self.now).await?;
        Ok(work)
    }

    /// Finds what there is to see, and on the way what the document says.
    async fn look(
        &self,
        subject: &Subject,
        findings: &mut Findings,
    ) -> Result<(Visual, Proportions), Stop> {
        if let Some(canvas) = &subject.canvas {
            let canvas = canvas.clone().map_err(Stop::Work)?;
            let tied = canvas.document.strength;
            findings.document = Some(canvas.document);
            findings.metadata = canvas.metadata;
            findings.notes.extend(canvas.notes);
            findings.notes.extend(notes_of(&findings.metadata));
            return self.see_named(subject, findings, &Base::At(canvas.manifest), tied).await;
        }
        let (start, tied) = start_of(subject)?;
        let facts = subject.token.as_ref();
        let token = facts.map(|facts| as_documented(&facts.token, &facts.said));
        let token = token.as_ref();
        let beside = facts.and_then(|facts| fields_beside(&self.library, &facts.said));
        let followed = follow(&self.library, start, tied, token, beside.as_deref());
        let Followed { end, uri, tied, notes } = followed.await?;
        findings.notes.extend(notes);
        let (metadata, document) = match end {
            End::Document { metadata, document } => (*metadata, document),
            End::File => return self.see(&uri, tied, None, Part::Work, &mut findings.notes).await,
        };
        findings.document = Some(document);
        findings.metadata = metadata;
        findings.notes.extend(hold_name(&mut findings.metadata, token));
        findings.notes.extend(notes_of(&findings.metadata));
        let base = Base::At(uri);
        let further = add_languages(&self.library, &mut findings.metadata, token, &base).await?;
        findings.notes.extend(further);
        self.see_named(subject, findings, &base, tied).await
    }

    /// Fetches and examines what a URI names. `tied` is how strongly the URI itself is
    /// tied to the token: bytes are never tied more strongly than that. What has to be
    /// said of the file is added to the notes.
    pub(super) async fn see(
        &self,
        uri: &Uri,
        tied: ByteStrength,
        spelled: Option<&str>,
        part: Part,
        notes: &mut Vec<Problem>,
    ) -> Result<(Visual, Proportions), Stop> {
        let (uri, kept) = &self.keep_shown(uri, part).await?;
        let mut original = bytes_of(uri, *kept, tied.min(strength_of(uri)));
        if let (Some(spelled), false) = (spelled, matches!(uri, Uri::Data { .. } | Uri::File(_))) {
            original.uri = spelled.trim().to_owned();
        }
        let (examined, gathered) = self.examine_shown(uri, *kept, tied, part, notes).await?;
        let is_code = examined.kind == MediaKind::Code;
        let shape = examined.model_mm.unwrap_or([examined.width_px, examined.height_px, 0]);
        let visual = Visual {
            kind: examined.kind,
            original,
            suffix: if is_code { uri.suffix().to_string() } else { String::new() },
            packed: gathered
                .packed
                .map(|(packed, _)| Box::new(Packed { files: gathered.files, ..packed })),
            mime: examined.mime,
            width_px: examined.width_px,
            height_px: examined.height_px,
            frames: examined.frames,
            duration_ms: examined.duration_ms,
            has_sound: examined.has_sound,
            codecs: examined.codecs,
            average: examined.average,
            transparent: examined.transparent,
            background: None,
            rungs: examined.rungs,
        };
        Ok((visual, shape))
    }
}

/// Where a work starts, and how strongly the token is tied to that name.
fn start_of(subject: &Subject) -> Result<(Uri, ByteStrength), Stop> {
    match &subject.token {
        Some(facts) => {
            let text = match &facts.uri {
                Some(Ok(text)) => text,
                Some(Err(problem)) => return Err(Stop::Work(problem.clone())),
                None => return Err(Stop::work(ProblemKind::EndpointSilent, &facts.token.chain)),
            };
            let uri = place_of(text, &Base::Nowhere, Some(&facts.token));
            let uri = uri.map_err(|error| match error {
                UriError::Empty => Stop::Work(ProblemKind::NoMetadataNamed.into()),
                error => Stop::Work(error.into()).about(METADATA),
            })?;
            // The chain itself names it.
            Ok((uri, ByteStrength::OnChain))
        }
        None => {
            let path = subject.entry.file.as_deref().unwrap_or("");
            let segments = path.split('/').map(str::to_owned).collect();
            Ok((Uri::File(segments), ByteStrength::Mutable))
        }
    }
}

/// Which part of a token a file was named as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The work itself, or all that there is.
    Work,
    Still,
}

/// Whether a web page that came may be a work. A server that has lost a file sends a page
/// that says so: on the web, the token has to ask for a page.
pub(super) fn may_be_a_page(uri: &Uri) -> bool {
    let asked = matches!(claim_of(uri).as_str(), "html" | "htm" | "text/html");
    asked || !matches!(uri, Uri::Web(_) | Uri::File(_))
}

/// What a URI names is a metadata document, unless it says that it is the work itself.
pub(super) fn is_document(uri: &Uri) -> bool {
    let works = ["image/", "video/", "audio/", "model/", "text/html"];
    match uri {
        Uri::Data { media_type, .. } => !works.iter().any(|work| media_type.starts_with(work)),
        Uri::File(segments) => segments.last().is_some_and(|name| extension(name) == "json"),
        _ => true,
    }
}

pub(super) fn strength_of(uri: &Uri) -> ByteStrength {
    match uri {
        Uri::Data { .. } => ByteStrength::OnChain,
        Uri::Ipfs(_) => ByteStrength::ContentAddressed,
        Uri::Hashed { .. } => ByteStrength::Hashed,
        // A name of IPNS can point elsewhere at any time; a gateway of Arweave, and
        // whoever reads a contract's storage, is believed.
        Uri::Web(_) | Uri::File(_) | Uri::Ipns(_) | Uri::Arweave(_) | Uri::TezosStorage { .. } => {
            ByteStrength::Mutable
        }
    }
}

pub(super) fn bytes_of(uri: &Uri, kept: Kept, strength: ByteStrength) -> Bytes {
    Bytes { uri: uri.to_string(), hash: kept.hash, length: kept.length, strength }
}

/// What a URI's spelling says that its bytes are: a media type or an extension. A token
/// names its document as JSON whatever lies there, which says nothing of a work.
pub(super) fn claim_of(uri: &Uri) -> String {
    let claim = match uri {
        Uri::Data { media_type, .. } => media_type.clone(),
        _ => extension(uri.file_name().unwrap_or("")),
    };
    if matches!(claim.as_str(), "json" | "application/json") { String::new() } else { claim }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, after)| after.to_ascii_lowercase()).unwrap_or_default()
}
