//! From a work's bytes to what hangs: examined on threads, once for every file, and as
//! many at once as there is memory for.

use std::fs::File;

use super::error::Stop;
use crate::exhibition::{MediaKind, Problem, ProblemKind, Rung};
use crate::media::{self, ExaminedKind, Fonts, RungBytes};
use crate::platform::net::{Gate, Workers};
use crate::source::{EXAMINED_VERSION, ExaminedEntry, Kept, Library};

/// Examines files: no more at once than there are cores, and together within a budget of
/// memory; a file that takes all of it is examined alone.
#[derive(Debug)]
pub(super) struct Examiner {
    library: Library,
    fonts: Fonts,
    gate: Gate,
    light: Workers,
    /// What takes more than its share of the budget is examined here, one after the other.
    heavy: Workers,
}

impl Examiner {
    pub fn new(library: Library, fonts: Fonts) -> Self {
        let (light, heavy) = (Workers::new(cores()), Workers::new(1));
        Self { library, fonts, gate: Gate::new(BUDGET_MEGABYTES), light, heavy }
    }

    /// What the lock says of these bytes; their rungs are kept as blobs. `claim` is
    /// what the bytes' own URI calls them: a media type or a file's extension.
    pub async fn examine(&self, kept: Kept, claim: String) -> Result<ExaminedEntry, Stop> {
        if let Some(known) = known(&self.library, kept, &claim) {
            return Ok(known);
        }
        let weight = weight_megabytes(&self.library, kept);
        let _pass = self.gate.enter_as(weight).await;
        let (library, fonts) = (self.library.clone(), self.fonts.clone());
        let workers = if weight > share_megabytes() { &self.heavy } else { &self.light };
        let work = move || examine_here(&library, &fonts, kept, &claim);
        let done = workers.run(work).await;
        let broken = |_| Err(Stop::work(ProblemKind::Damaged, "the file broke its decoder"));
        done.unwrap_or_else(broken)
    }

    /// Holds what a file is called against its first bytes.
    pub fn holds_claim(&self, kept: Kept, claim: &str) -> Result<(), Stop> {
        let head = self.library.blobs().head(&kept.hash).unwrap_or_default();
        let held = media::check_claim(&head, claim).map(drop);
        held.map_err(|error| Stop::Work(error.into()))
    }
}

/// The memory that all files together may take which are examined at once.
const BUDGET_MEGABYTES: usize = 160;

/// What examining a file takes of the budget, as its header promises; at least so much that
/// no more run than there are cores.
fn weight_megabytes(library: &Library, kept: Kept) -> usize {
    let file = File::open(library.blobs().path(&kept.hash));
    let bytes = file.ok().and_then(|file| media::memory_to_examine(file).ok());
    // What cannot be read takes nothing, and whoever examines it says so.
    let megabytes = usize::try_from(bytes.unwrap_or(0) >> 20).unwrap_or(usize::MAX);
    megabytes.clamp(share_megabytes(), BUDGET_MEGABYTES)
}

/// One core's part of the budget.
fn share_megabytes() -> usize {
    BUDGET_MEGABYTES.div_ceil(cores().min(BUDGET_MEGABYTES))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// What an earlier examination found, where its rungs are whole and the first bytes tell
/// that the claim is right.
fn known(library: &Library, kept: Kept, claim: &str) -> Option<ExaminedEntry> {
    let known = library.journal().examined(&kept.hash)?;
    let head = library.blobs().head(&kept.hash)?;
    media::check_claim(&head, claim).ok()?;
    let blobs = library.blobs();
    known.rungs.iter().all(|rung| blobs.holds(&rung.hash, rung.length)).then_some(known)
}

fn examine_here(
    library: &Library,
    fonts: &Fonts,
    kept: Kept,
    claim: &str,
) -> Result<ExaminedEntry, Stop> {
    let refused = |error: media::MediaError| match error {
        media::MediaError::Unreadable(problem) => Stop::Disk(problem.into()),
        error => Stop::Work(error.into()),
    };
    let blobs = library.blobs();
    let file = blobs.open(kept).map_err(Stop::Disk)?;
    let head = blobs.head(&kept.hash).unwrap_or_default();
    media::check_claim(&head, claim).map_err(refused)?;
    if let Some(known) = library.journal().examined(&kept.hash)
        && known.rungs.iter().all(|rung| blobs.holds(&rung.hash, rung.length))
    {
        return Ok(known);
    }
    let examined = media::examine_file(file, fonts).map_err(refused)?;
    let mut rungs = Vec::with_capacity(examined.rungs.len());
    for rung in &examined.rungs {
        let Kept { hash, length } = match &rung.bytes {
            RungBytes::Original => kept,
            RungBytes::Encoded(bytes) => {
                let hash = blobs.keep(bytes).map_err(Stop::Disk)?;
                Kept { hash, length: bytes.len() as u64 }
            }
        };
        rungs.push(Rung {
            width_px: rung.width,
            height_px: rung.height,
            mime: rung.mime.to_owned(),
            hash,
            length,
        });
    }
    let model_mm = examined.model_bounds_mm.map(|bounds| {
        [0, 1, 2].map(|axis| bounds.max[axis].saturating_sub(bounds.min[axis]).unsigned_abs())
    });
    let entry = ExaminedEntry {
        version: EXAMINED_VERSION,
        hash: kept.hash,
        kind: match examined.kind {
            ExaminedKind::Still => MediaKind::Still,
            ExaminedKind::Animation => MediaKind::Animation,
            ExaminedKind::Model => MediaKind::Sculpture,
            ExaminedKind::Film => MediaKind::Film,
            ExaminedKind::Sound => MediaKind::Sound,
            ExaminedKind::Code => MediaKind::Code,
        },
        mime: examined.media.mime().to_owned(),
        width_px: examined.width_px,
        height_px: examined.height_px,
        frames: examined.frames,
        duration_ms: examined.duration_ms,
        has_sound: examined.has_sound,
        codecs: examined.codecs,
        average: examined.average,
        transparent: examined.transparent,
        rungs,
        model_mm,
        notes: examined.remarks.into_iter().map(Problem::from).collect(),
    };
    library.journal().add_examined(entry.clone()).map_err(Stop::Disk)?;
    Ok(entry)
}
