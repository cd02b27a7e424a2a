//! GLB models: whether one is whole, holds itself together, and how large it is.
//!
//! A model is checked here once, so that whoever draws it may index without fear: every
//! view lies in its buffer, every accessor in its view, every index below its count.

mod accessor;
mod attributes;
mod average;
mod drawn;
mod embed;
mod flat;
mod keys;
mod matrix;
mod motion;
mod pictures;
mod promised;
mod raw;
mod scene;

use super::error::at_most;
use super::{MediaError, MediaType};
use crate::limits;
pub use embed::{BesideModel, as_glb, beside_model, model_fits, pack_glb};
pub use flat::FlatAnimation;
pub use matrix::{Matrix, Trs};
pub use motion::{ModelAnimation, Pose};
pub use pictures::can_dress;
pub(super) use promised::{JSON_READ_BYTES, names_pictures, picture_places};
use raw::Root;

/// A box in whole millimetres, in the model's own axes: x to its left, y up, z front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundsMm {
    pub min: [i32; 3],
    pub max: [i32; 3],
}

/// What there is to know of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub bounds_mm: BoundsMm,
    pub vertices: u64,
    /// How many clips it has; the first is played.
    pub clips: usize,
    /// The name of the clip that plays; empty where it has none.
    pub clip: String,
    /// One round of that clip; 0 where nothing moves.
    pub duration_ms: u64,
    /// What it asks for and is drawn without.
    pub left_out: Vec<String>,
}

impl BoundsMm {
    /// Width (x), height (y) and depth (z).
    pub fn size_mm(&self) -> [i32; 3] {
        [0, 1, 2].map(|axis| self.max[axis] - self.min[axis])
    }
}

/// The extensions that a model may require; those that it merely uses are left out.
const EXTENSIONS: [&str; 15] = [
    "KHR_lights_punctual",
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_variants",
    "KHR_materials_volume",
    "KHR_texture_transform",
    "KHR_xmp_json_ld",
];

/// Checks a model (glTF 2.0: a GLB, or JSON with its data in it) whole, and measures it
/// in all the poses of the clip that plays. A glTF unit is a metre.
pub fn inspect_glb(bytes: &[u8]) -> Result<Model, MediaError> {
    inspect(bytes).map(|(model, _)| model)
}

/// The same, and the mean colour of what the model shows (sRGB), for which its pictures are
/// decoded, one after the other.
pub(super) fn examine_glb(bytes: &[u8]) -> Result<(Model, [u8; 3]), MediaError> {
    let bytes = &*as_glb(bytes)?;
    let parts = read(bytes)?;
    // The clip that plays is of no more use, and takes memory.
    let model = check(&parts).map(|(model, _)| model)?;
    Ok((model, average::average(&parts.root, parts.binary)))
}

fn inspect(bytes: &[u8]) -> Result<(Model, ModelAnimation), MediaError> {
    let bytes = &*as_glb(bytes)?;
    check(&read(bytes)?)
}

/// A model's parts, of which buffers, accessors and pictures lie where they say.
struct Parts<'a> {
    root: Root,
    binary: &'a [u8],
    /// Whether one of its pictures is not drawn.
    lacks_picture: bool,
}

fn read(bytes: &[u8]) -> Result<Parts<'_>, MediaError> {
    let chunks = split(bytes)?;
    at_most!(chunks.json.len(), MODEL_JSON_BYTES_MAX, "bytes of JSON");
    let root: Root = serde_json::from_slice(chunks.json).map_err(damaged)?;
    if !root.asset.version.starts_with("2.") {
        return Err(damaged(format!("its version is {}, and 2.0 is known", root.asset.version)));
    }
    if let Some(extension) =
        root.extensions_required.iter().find(|name| !EXTENSIONS.contains(&name.as_str()))
    {
        return Err(refused(format!("the extension {extension}, which is not drawn")));
    }
    for count in root.counts() {
        at_most!(count, MODEL_PARTS_MAX, "parts of one kind");
    }
    accessor::check_buffers(&root, chunks.binary)?;
    let lacks_picture = pictures::check_pictures(&root, chunks.binary)?;
    Ok(Parts { root, binary: chunks.binary, lacks_picture })
}

/// Everything else that a model is held to, and what there is to know of it.
fn check(parts: &Parts<'_>) -> Result<(Model, ModelAnimation), MediaError> {
    let Parts { root, binary, lacks_picture } = parts;
    let (bounds_mm, vertices, motion) = scene::measure(root, binary)?;
    let model = Model {
        bounds_mm,
        vertices,
        clips: root.animations.len(),
        clip: motion.name().to_owned(),
        duration_ms: (motion.duration_s() * 1_000.0).round() as u64,
        left_out: drawn::left_out(root, &motion, *lacks_picture),
    };
    Ok((model, motion))
}

struct Chunks<'a> {
    json: &'a [u8],
    binary: &'a [u8],
}

/// Splits a GLB into its JSON and its binary chunk (glTF 2.0, section 4.4).
fn split(bytes: &[u8]) -> Result<Chunks<'_>, MediaError> {
    let truncated = || MediaError::Truncated(MediaType::Glb);
    let word = |at: usize| {
        let word = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_le_bytes(word))
    };
    if !bytes.starts_with(b"glTF") {
        return Err(damaged("it does not begin as a GLB does"));
    }
    let version = word(4).ok_or_else(truncated)?;
    if version != 2 {
        return Err(damaged(format!("its version is {version}, and 2 is known")));
    }
    let length = word(8).ok_or_else(truncated)? as usize;
    if length > bytes.len() {
        return Err(truncated());
    }
    let chunk = |at: usize, kind: &[u8; 4]| -> Result<Option<(&[u8], usize)>, MediaError> {
        if at + 8 > length {
            return Ok(None);
        }
        let size = word(at).ok_or_else(truncated)? as usize;
        let end = at + 8 + size;
        if end > length {
            return Err(truncated());
        }
        let matches = bytes.get(at + 4..at + 8) == Some(kind.as_slice());
        Ok(matches.then(|| (&bytes[at + 8..end], end)))
    };
    let (json, next) = chunk(12, b"JSON")?.ok_or_else(|| damaged("it holds no JSON"))?;
    let binary = chunk(next, b"BIN\0")?.map_or(&[][..], |(binary, _)| binary);
    Ok(Chunks { json, binary })
}

fn damaged(problem: impl ToString) -> MediaError {
    MediaError::damaged(MediaType::Glb, problem)
}

fn refused(what: String) -> MediaError {
    MediaError::Refused { media: "GLB model", what }
}

#[cfg(test)]
pub(super) mod tests;
