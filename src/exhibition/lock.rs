//! The lock: what an exhibition resolved to, every byte by its hash and every owner
//! with dated evidence. JSON in one canonical order.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Authorship, BlobHash, Credits, Naming, Problem, Proof, SignedRecord, Text, WorkId};
use crate::limits::WORKS_MAX;
use crate::ownership::{Binding, Called, OwnershipRecord, Provenance, Right, Royalty, Timestamp};
use crate::token::{AssetId, ChainId, Trait};

/// The version of the lock's form that this program reads and writes.
pub const LOCK_VERSION: u32 = 1;

/// A whole exhibition, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    pub version: u32,
    pub resolved: Timestamp,
    pub title: Text,
    pub subtitle: Text,
    pub curator: Text,
    pub text: Text,
    /// Records older than this look stale.
    pub stale_after_days: u32,
    /// Endpoints that visitors' machines may ask about works while they hang in sight.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub live: BTreeMap<ChainId, Vec<String>>,
    /// How many of them must name a block before anything is called proven over it; more
    /// than half of a chain that is not here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub live_agree: BTreeMap<ChainId, u32>,
    pub sections: Vec<Section>,
    /// In the order of the exhibition file.
    pub works: Vec<LockedWork>,
}

/// A part of the show with its own wall text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: Text,
    pub text: Text,
}

/// One work: what hangs, or why it cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedWork {
    pub id: WorkId,
    /// The index of its section in [`Lock::sections`].
    pub section: usize,
    /// Which hanging it came with: 0 for the first, and one more for every later
    /// resolve that added works. Works of an earlier hanging never move for a later.
    pub arrival: u32,
    pub token: Option<AssetId>,
    pub title: Text,
    pub artist: Text,
    pub year: String,
    pub medium: Text,
    pub description: Text,
    pub collection: Text,
    pub traits: Vec<Trait>,
    /// Pages about the work (`https://` only).
    pub links: Vec<String>,
    pub size: WorkSize,
    pub frame: FrameMake,
    /// The work that its section is built around.
    pub hero: bool,
    /// The metadata document, where there is one.
    pub metadata: Option<Bytes>,
    pub media: Media,
    pub ownership: Vec<OwnershipRecord>,
    /// Who is to have a share of a sale (ERC-2981).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub royalty: Option<Royalty>,
    /// Whether the token can change hands (ERC-5192).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<Binding>,
    /// Who says that this is the metadata which the token names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naming: Option<Naming>,
    /// Who says that the collection is called so, where its contract does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Called>,
    /// Who made it, as issuers signed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorship: Vec<Authorship>,
    /// The records that issuers signed, to be verified again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<SignedRecord>,
    /// What others may do with it, and who stands behind its owner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rights: Vec<Right>,
    /// The hands that it went through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// What all that is proven of it can be checked again with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// What its lender asks to be shown with it (IIIF).
    #[serde(default, skip_serializing_if = "Credits::is_empty")]
    pub credits: Credits,
    /// What could not be found out and what was set aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Problem>,
}

/// Outer size of the work itself (no frame, no mat), in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkSize {
    pub width_mm: u32,
    pub height_mm: u32,
    /// Zero for what hangs flat; a sculpture's depth otherwise.
    pub depth_mm: u32,
    pub source: SizeSource,
}

/// Who says how large a work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SizeSource {
    Curator,
    Metadata,
    /// The model itself: a unit of glTF is a metre.
    Model,
    /// Nobody: the long side is taken as 1,000 mm and the label says so.
    Unknown,
}

/// How a work is framed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FrameMake {
    /// A slim black profile with a mat.
    #[default]
    Black,
    /// Oiled oak with a mat.
    Oak,
    /// White lacquer with a mat.
    White,
    /// A brass edge, no mat.
    Brass,
    /// A dark shadow-gap tray, no mat, the work floating in it.
    Float,
    /// No frame: the work stands on a thin panel.
    None,
}

/// Bytes that were fetched: where from, which, and how strongly they are tied to
/// the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bytes {
    /// As the token or the curator named it; a data URI is cut to its media type. Whoever
    /// shows it cleans it first, as [`Problem::new`] does.
    pub uri: String,
    pub hash: BlobHash,
    pub length: u64,
    pub strength: ByteStrength,
}

/// How strongly bytes are tied to the token that names them, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ByteStrength {
    /// Plain https, or a file: whoever holds the server can change them.
    Mutable,
    /// A hash in signed or on-chain metadata.
    Hashed,
    /// A CID, verified block by block.
    ContentAddressed,
    /// A data URI from the contract itself.
    OnChain,
}

/// What there is to see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    Shown(Visual),
    /// Nothing: the frame hangs and says why.
    Missing(Problem),
}

/// A work that is shown, as resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visual {
    pub kind: MediaKind,
    /// The original bytes, untouched.
    pub original: Bytes,
    /// What stands behind the address of a work of code, which its program reads:
    /// `?seed=3#x`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// A page or a model with the files beside it in it, as it runs or stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<Box<Packed>>,
    /// What the bytes are (sniffed, never believed): `image/png`, `model/gltf-binary`.
    pub mime: String,
    /// Pixels of the original as it is shown; a sound's and a code's are those of their
    /// still. Zero for a sculpture, and where there is no still.
    pub width_px: u32,
    pub height_px: u32,
    /// Frames of an animation; 1 for everything else.
    pub frames: u32,
    /// One round of what moves or sounds, in milliseconds; zero for what does neither
    /// and for what has no end of its own.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub duration_ms: u64,
    /// Whether a film is heard too.
    #[serde(default, skip_serializing_if = "is_silent")]
    pub has_sound: bool,
    /// What a film or a sound is coded in, as `codecs=` of its media type has it
    /// (RFC 6381): `avc1.64001f,mp4a.40.2`. Empty for everything else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub codecs: String,
    /// The mean colour, sRGB; that of the still for what is no picture itself. Of a film, a
    /// sound or code without a still nothing is measured: the grey of a screen that is off
    /// stands here. A model without one has the mean of its materials.
    pub average: [u8; 3],
    /// Whether any pixel lets the wall shine through.
    pub transparent: bool,
    /// What the token's document wants behind its clear parts, sRGB (`background_color`);
    /// the mat otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<[u8; 3]>,
    /// The picture at growing sizes, the smallest first; every one can be drawn as
    /// it is. The last is as sharp as the work gets. What is no picture itself has its
    /// still here, where its metadata names one.
    pub rungs: Vec<Rung>,
}

/// A file beside a page or a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BesideFile {
    /// Of a page's file the path from the root of the place that both lie in; of a
    /// model's its name in the model.
    pub path: String,
    pub bytes: Bytes,
}

/// A work and the files beside it, made into one file when it was resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packed {
    pub mime: String,
    pub hash: BlobHash,
    pub length: u64,
    /// The files, each as it was fetched.
    pub files: Vec<BesideFile>,
}

/// What a work is to a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    Still,
    Animation,
    Sculpture,
    /// Moving pictures, with or without sound, that play in time.
    Film,
    /// What is only heard.
    Sound,
    /// An HTML document with a program in it.
    Code,
}

impl Visual {
    /// The blob of what plays, stands or runs: the original, or all of it in one file.
    pub fn whole(&self) -> BlobHash {
        self.packed.as_ref().map_or(self.original.hash, |packed| packed.hash)
    }
}

impl MediaKind {
    /// Whether the rungs are made from the work's own file; they are a still beside it
    /// otherwise.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Still | Self::Animation)
    }
}

/// One size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    pub width_px: u32,
    pub height_px: u32,
    pub mime: String,
    pub hash: BlobHash,
    pub length: u64,
}

/// Why a lock can't be read.
#[derive(Debug, Error)]
pub enum LockError {
    #[error("exhibition.lock is damaged at line {line}: {problem}")]
    Damaged { line: usize, problem: String },
    #[error("exhibition.lock has version {0}, and this program reads version {LOCK_VERSION}")]
    Version(u32),
    #[error(
        "exhibition.lock holds {0} works, more than the {WORKS_MAX} that an exhibition may have"
    )]
    TooManyWorks(usize),
    #[error("exhibition.lock names the work “{0}” twice")]
    Twice(WorkId),
    #[error(
        "in exhibition.lock the work “{work}” stands in section {section}, and there are {sections}"
    )]
    NoSuchSection { work: WorkId, section: usize, sections: usize },
}

/// Reads a lock and holds it to its own rules.
pub fn read_lock(bytes: &[u8]) -> Result<Lock, LockError> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let damaged = |error: serde_json::Error| LockError::Damaged {
        line: error.line(),
        problem: error.to_string(),
    };
    let Version { version } = serde_json::from_slice(bytes).map_err(damaged)?;
    if version != LOCK_VERSION {
        return Err(LockError::Version(version));
    }
    let lock: Lock = serde_json::from_slice(bytes).map_err(damaged)?;
    if lock.works.len() > WORKS_MAX {
        return Err(LockError::TooManyWorks(lock.works.len()));
    }
    let mut seen = std::collections::HashSet::new();
    for work in &lock.works {
        if !seen.insert(&work.id) {
            return Err(LockError::Twice(work.id.clone()));
        }
        if work.section >= lock.sections.len() {
            return Err(LockError::NoSuchSection {
                work: work.id.clone(),
                section: work.section,
                sections: lock.sections.len(),
            });
        }
    }
    Ok(lock)
}

/// Writes a lock in its one canonical form: fields in their declared order, two
/// spaces, one line feed at the end.
pub fn write_lock(lock: &Lock) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(lock)
        .expect("a lock holds only strings, numbers and lists, which JSON always can");
    bytes.push(b'\n');
    bytes
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_silent(has_sound: &bool) -> bool {
    !has_sound
}
