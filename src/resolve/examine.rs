//! From a work's bytes to what hangs: examined on threads, once for every file.

use super::error::Stop;
use crate::exhibition::{MediaKind, Problem, ProblemKind, Rung};
use crate::media::{self, ExaminedKind, Fonts};
use crate::platform::net::{self, Gate};
use crate::source::{EXAMINED_VERSION, ExaminedEntry, Found, Library};

/// Examines files, as many at once as there are cores.
#[derive(Debug)]
pub(super) struct Examiner {
    library: Library,
    fonts: Fonts,
    gate: Gate,
}

impl Examiner {
    pub fn new(library: Library, fonts: Fonts) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { library, fonts, gate: Gate::new(cores) }
    }

    /// What the lock says of these bytes; their rungs are kept as blobs. `claim` is
    /// what the bytes' own URI calls them: a media type or a file's extension.
    pub async fn examine(&self, found: Found, claim: String) -> Result<ExaminedEntry, Stop> {
        let _pass = self.gate.enter().await;
        let (library, fonts) = (self.library.clone(), self.fonts.clone());
        let done = net::on_a_thread(move || examine_here(&library, &fonts, &found, &claim)).await;
        let broken = |_| Err(Stop::work(ProblemKind::Damaged, "the file broke its decoder"));
        done.unwrap_or_else(broken)
    }
}

fn examine_here(
    library: &Library,
    fonts: &Fonts,
    found: &Found,
    claim: &str,
) -> Result<ExaminedEntry, Stop> {
    let refused = |error: media::MediaError| Stop::Work(error.into());
    media::check_claim(&found.bytes, claim).map_err(refused)?;
    let blobs = library.blobs();
    if let Some(known) = library.journal().examined(&found.hash)
        && known.rungs.iter().all(|rung| blobs.holds(&rung.hash, rung.length))
    {
        return Ok(known);
    }
    let examined = media::examine(&found.bytes, fonts).map_err(refused)?;
    let mut rungs = Vec::with_capacity(examined.rungs.len());
    for rung in &examined.rungs {
        let bytes = rung.bytes.get(&found.bytes);
        rungs.push(Rung {
            width_px: rung.width,
            height_px: rung.height,
            mime: rung.mime.to_owned(),
            hash: blobs.keep(bytes).map_err(Stop::Disk)?,
            length: bytes.len() as u64,
        });
    }
    let model_mm = examined.model_bounds_mm.map(|bounds| {
        [0, 1, 2].map(|axis| bounds.max[axis].saturating_sub(bounds.min[axis]).unsigned_abs())
    });
    let entry = ExaminedEntry {
        version: EXAMINED_VERSION,
        hash: found.hash,
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
