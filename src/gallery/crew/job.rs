//! The pieces of work: what each is made of, how it is done, and what comes of it. The
//! same on every platform, whoever does it.

use bevy::tasks::available_parallelism;
use serde::{Deserialize, Serialize};

use super::texels::Texels;
use crate::exhibition::{BlobHash, Language, Problem, ProblemKind};
use crate::gallery::building::{TileKind, make_tile};
use crate::gallery::lettering::{Print, set_print};
use crate::gallery::overlay::{PlanFrame, draw_hands, draw_plan};
use crate::gallery::show::Show;
use crate::gallery::works::{PackingList, Sculpture, pack, sculpture, unpack, with_mipmaps};
use crate::hang::RoomId;
use crate::hang::light::{TEXEL_MM, bake_room};
use crate::platform::crew::{Given, Parcel, ask};
use crate::platform::{self, hold};

/// Something to be done aside.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::gallery) enum Job {
    /// A blob's bytes, checked against their name.
    Bytes(BlobHash),
    /// A blob's pixels, with their smaller copies.
    Picture { hash: BlobHash, mime: String },
    /// A model, as large as its work (width, height, depth).
    Sculpture { hash: BlobHash, size_mm: [i32; 3] },
    /// A room's light map.
    Light(RoomId),
    /// The texture of a floor or a wall.
    Tile(TileKind),
    /// A print; flat ones are shown a pixel on a pixel.
    Letters { print: Print, flat: bool },
    /// The drawing of the floor plan.
    Plan { frame: PlanFrame, language: Language, scale: f32 },
    /// The bar of a work's custodies; the work by its place in the lock.
    Hands { work: usize, size_px: [u32; 2], language: Language, scale: f32 },
    /// Opens an animation under a number and decodes its first frame.
    Open { strip: u32, hash: BlobHash },
    /// Decodes its next frame.
    Next { strip: u32 },
    /// Lets it go.
    Close { strip: u32 },
}

/// What comes of a job: bytes, and what is to be known of them.
#[derive(Debug)]
pub(super) struct Done {
    pub note: Note,
    pub parcel: Parcel,
}

/// What is to be known of the bytes, as far as it applies to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Note {
    width: u32,
    height: u32,
    levels: u32,
    /// The mean green of a tile, linear.
    mean: f32,
    /// How long a frame is shown.
    pub delay_ms: u32,
    /// What the bytes are of a sculpture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    packed: Option<PackingList>,
}

/// A blob's bytes.
pub(in crate::gallery) async fn bytes(show: &Show, hash: BlobHash) -> Result<Parcel, Problem> {
    Ok(give(show, Job::Bytes(hash)).await?.parcel)
}

/// A model's blob as a sculpture. What the crew makes of it comes packed; here it is made
/// as it is to be.
pub(in crate::gallery) async fn sculpt(
    show: &Show,
    hash: BlobHash,
    size_mm: [i32; 3],
) -> Result<Sculpture, Problem> {
    match by_the_crew(&Job::Sculpture { hash, size_mm }).await {
        Some(done) => done?.unpacked().await,
        None => carve(show, &hash, size_mm).await,
    }
}

/// A room's light map; none where nobody would bake it but the thread that draws.
pub(in crate::gallery) async fn light(show: &Show, room: RoomId) -> Option<Texels> {
    let job = Job::Light(room);
    match asked(&job, None).await {
        Some(Ok(done)) => Some(done.into()),
        _ if available_parallelism() == 1 => None,
        _ => work(show, job).await.ok().map(Texels::from),
    }
}

/// The texture of a floor or a wall, and its mean green.
pub(in crate::gallery) async fn tile(
    show: &Show,
    kind: TileKind,
) -> Result<(Texels, f32), Problem> {
    let done = give(show, Job::Tile(kind)).await?;
    let mean = done.note.mean;
    Ok((done.into(), mean))
}

/// What is made of texels alone: pictures, prints, the plan.
pub(in crate::gallery) async fn make(show: &Show, job: Job) -> Result<Texels, Problem> {
    Ok(give(show, job).await?.into())
}

/// Lets the crew do a job, or does it here where there is none.
async fn give(show: &Show, job: Job) -> Result<Done, Problem> {
    match by_the_crew(&job).await {
        Some(done) => done,
        None => work(show, job).await,
    }
}

/// Lets the crew do a job; none where it is to be done here.
async fn by_the_crew(job: &Job) -> Option<Result<Done, Problem>> {
    // What a stranger's bytes have broken once is not tried where the frames are drawn.
    asked(job, None).await.filter(|done| done.is_ok() || job.is_of_a_stranger())
}

/// Asks the crew; none where there is none.
pub(super) async fn asked(job: &Job, desk: Option<u32>) -> Option<Result<Done, Problem>> {
    let given = ask(|| job.written(), desk).await?;
    Some(given.map_err(broke_down).and_then(Done::read))
}

/// Does a job on this very thread.
pub(super) async fn work(show: &Show, job: Job) -> Result<Done, Problem> {
    match job {
        Job::Bytes(hash) => Ok(show.read(&hash).await?.into()),
        Job::Picture { hash, mime } => {
            let bytes = show.read(&hash).await?;
            let picture = platform::decode_picture(bytes, &mime).await?;
            let _held = hold("enfilade:scale");
            Ok(with_mipmaps(picture).into())
        }
        Job::Sculpture { hash, size_mm } => Ok(carve(show, &hash, size_mm).await?.into()),
        Job::Light(room) => {
            let _held = hold("enfilade:light");
            let light = bake_room(&show.plan, room, TEXEL_MM);
            Ok(Texels::new(light.layout.width, light.layout.height, 1, light.rgba).into())
        }
        Job::Tile(kind) => {
            let _held = hold("enfilade:tile");
            let (texels, mean) = make_tile(kind);
            let mut done = Done::from(texels);
            done.note.mean = mean;
            Ok(done)
        }
        Job::Letters { print, flat } => {
            let _held = hold("enfilade:letters");
            Ok(set_print(&print, flat).into())
        }
        Job::Plan { frame, language, scale } => {
            let _held = hold("enfilade:plan");
            Ok(draw_plan(show, &frame, language, scale).into())
        }
        Job::Hands { work, size_px, language, scale } => {
            let _held = hold("enfilade:letters");
            let drawn = draw_hands(show, work, size_px, language, scale);
            Ok(drawn.ok_or_else(|| broke_down("nobody knows whose it was"))?.into())
        }
        Job::Open { .. } | Job::Next { .. } | Job::Close { .. } => {
            Err(broke_down("an animation is opened by whoever shows it"))
        }
    }
}

/// Makes a sculpture on this very thread.
async fn carve(show: &Show, hash: &BlobHash, size_mm: [i32; 3]) -> Result<Sculpture, Problem> {
    let bytes = show.read(hash).await?;
    let _held = hold("enfilade:sculpture");
    sculpture(&bytes, size_mm)
}

impl Job {
    pub(super) fn written(&self) -> String {
        // Numbers, words and hashes: there is nothing in a job that cannot be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn is_of_a_stranger(&self) -> bool {
        matches!(
            self,
            Self::Picture { .. }
                | Self::Sculpture { .. }
                | Self::Bytes(_)
                | Self::Open { .. }
                | Self::Next { .. }
        )
    }
}

impl Done {
    /// From what one of the crew has handed over, whose note is as `written` has it.
    fn read(given: Given) -> Result<Self, Problem> {
        let note = serde_json::from_str::<Result<Note, Problem>>(&given.note);
        let note = note.map_err(|error| broke_down(error.to_string()))??;
        Ok(Self { note, parcel: given.parcel })
    }

    async fn unpacked(self) -> Result<Sculpture, Problem> {
        let list = self.note.packed.ok_or_else(|| broke_down("nobody knows what was packed"))?;
        unpack(list, self.parcel).await
    }
}

/// How one of the crew writes what came of a job.
#[cfg(feature = "browser")]
pub(super) fn written(note: &Result<Note, Problem>) -> String {
    serde_json::to_string(note).unwrap_or_default()
}

impl From<Vec<u8>> for Done {
    fn from(bytes: Vec<u8>) -> Self {
        Self { note: Note::default(), parcel: bytes.into() }
    }
}

impl From<Texels> for Done {
    fn from(texels: Texels) -> Self {
        let Texels { width, height, levels, parcel } = texels;
        Self { note: Note { width, height, levels, ..Note::default() }, parcel }
    }
}

impl From<Sculpture> for Done {
    fn from(sculpture: Sculpture) -> Self {
        let (list, parcel) = pack(sculpture);
        Self { note: Note { packed: Some(list), ..Note::default() }, parcel }
    }
}

impl From<Done> for Texels {
    fn from(Done { note, parcel }: Done) -> Self {
        Self { width: note.width, height: note.height, levels: note.levels, parcel }
    }
}

fn broke_down(words: impl std::fmt::Display) -> Problem {
    Problem::new(ProblemKind::Damaged, words)
}

#[cfg(test)]
#[path = "job_tests.rs"]
mod tests;
