//! What the attributes of a mesh are made of (glTF 2.0, section 3.7.2.1): whoever reads one
//! takes it by its name for what that asks.

use super::accessor::{FLOAT, UNSIGNED_BYTE, UNSIGNED_SHORT};
use super::damaged;
use super::raw::Accessor;
use crate::media::MediaError;

/// Numbers that are floats, or whole ones which stand for such between 0 and 1.
const FRACTIONS: &[u32] = &[FLOAT, UNSIGNED_BYTE, UNSIGNED_SHORT];

/// Whether an attribute is made as its name asks. Those of other names are read by nobody.
pub(super) fn check_attribute(name: &str, accessor: &Accessor) -> Result<(), MediaError> {
    let base = name.split_once('_').map_or(name, |(base, _)| base);
    let (numbers, shapes): (&[u32], &[&str]) = match base {
        "POSITION" | "NORMAL" => (&[FLOAT], &["VEC3"]),
        "TEXCOORD" => (FRACTIONS, &["VEC2"]),
        "COLOR" => (FRACTIONS, &["VEC3", "VEC4"]),
        "JOINTS" => (&[UNSIGNED_BYTE, UNSIGNED_SHORT], &["VEC4"]),
        "WEIGHTS" => (FRACTIONS, &["VEC4"]),
        _ => return Ok(()),
    };
    let fits =
        numbers.contains(&accessor.component_type) && shapes.contains(&accessor.shape.as_str());
    let made = || format!("{} of type {}", accessor.shape, accessor.component_type);
    fits.then_some(()).ok_or_else(|| damaged(format!("a mesh has a {name} of {}", made())))
}
