//! A sculpture on its way from a worker to the page: a list of what there is of it, and
//! a parcel of numbers. The page copies whole arrays, and reads none of the model.

use bevy::prelude::*;
use serde::{Deserialize, Serialize};

use super::bending::{Bends, Shape};
use super::look::Glow;
use super::moving::Motion;
use super::sculpture::{Rides, Sculpture, SculpturePart};
use super::vertices::Vertices;
use crate::exhibition::Problem;
use crate::gallery::crew::{Packing, Texels, Unpacking, other_than_packed};
use crate::gallery::materials::Sheen;
use crate::media::{FlatAnimation, ModelAnimation};
use crate::platform::crew::Parcel;

/// What lies in the parcel, in its order; all else is numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::gallery) struct PackingList {
    parts: Vec<PartLine>,
    motion: Option<MotionLine>,
    textures: Vec<TextureLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PartLine {
    rides: Rides,
    /// Its place among the textures.
    texture: Option<usize>,
    /// The place of what says where it glows.
    glow_texture: Option<usize>,
    vertices: usize,
    coloured: bool,
    indices: usize,
    bends: Option<BendsLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct BendsLine {
    node: usize,
    shapes: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct MotionLine {
    name_bytes: usize,
    counts: usize,
    numbers: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct TextureLine {
    width: u32,
    height: u32,
    levels: u32,
}

/// Packs a sculpture.
pub(in crate::gallery) fn pack(sculpture: Sculpture) -> (PackingList, Parcel) {
    let Sculpture { parts, textures, motion } = sculpture;
    let mut packing = Packing::default();
    // What is packed is let go of at once: a worker has no memory for everything twice.
    let parts = parts.into_iter().map(|part| pack_part(part, &mut packing)).collect();
    let motion = motion.map(|motion| pack_motion(&motion, &mut packing));
    let texture = |Texels { width, height, levels, parcel }| {
        packing.put(&parcel.part(0..parcel.length()));
        TextureLine { width, height, levels }
    };
    let textures = textures.into_iter().map(texture).collect();
    (PackingList { parts, motion, textures }, packing.close())
}

/// Takes a sculpture out of its parcel, and lets frames be drawn between two of its parts
/// where it is a large one. Textures stay where they are.
pub(in crate::gallery) async fn unpack(
    list: PackingList,
    parcel: Parcel,
) -> Result<Sculpture, Problem> {
    let mut unpacking = Unpacking::of(parcel);
    let mut parts = Vec::new();
    for line in list.parts {
        let mut named = line.texture.into_iter().chain(line.glow_texture);
        if named.any(|texture| texture >= list.textures.len()) {
            return Err(other_than_packed());
        }
        parts.push(unpack_part(line, &mut unpacking)?);
        unpacking.pause().await;
    }
    let mut motion = None;
    if let Some(line) = list.motion {
        motion = Some(unpack_motion(&line, &mut unpacking)?);
        unpacking.pause().await;
    }
    let mut textures = Vec::new();
    for TextureLine { width, height, levels } in list.textures {
        let parcel = unpacking.cut(Texels::chain_bytes(width, height, levels))?;
        textures.push(Texels { width, height, levels, parcel });
    }
    unpacking.end()?;
    Ok(Sculpture { parts, textures, motion })
}

fn pack_part(part: SculpturePart, packing: &mut Packing) -> PartLine {
    let SculpturePart { rides, vertices, bends, colour, sheen, cutoff, texture, glow } = part;
    packing.put(&colour.to_f32_array());
    packing.put(&glow.colour.to_f32_array());
    packing.put(&[sheen.gloss, sheen.sharpness, cutoff]);
    let Vertices { positions, normals, uvs, colours, joints, weights, indices } = vertices;
    packing.put(&positions);
    packing.put(&normals);
    packing.put(&uvs);
    packing.put(&colours);
    packing.put(&joints);
    packing.put(&weights);
    packing.put(&indices);
    let bends = bends.map(|bends| {
        for Shape { index, first, positions, normals } in bends.shapes() {
            let counts = [*index, *first, positions.len(), normals.len()];
            // No limit on models comes near to what 32 bits can count.
            packing.put(&counts.map(|count| count as u32));
            packing.put(positions);
            packing.put(normals);
        }
        BendsLine { node: bends.node, shapes: bends.shapes().len() }
    });
    PartLine {
        rides,
        texture,
        glow_texture: glow.texture,
        vertices: positions.len(),
        coloured: !colours.is_empty(),
        indices: indices.len(),
        bends,
    }
}

fn unpack_part(line: PartLine, unpacking: &mut Unpacking) -> Result<SculpturePart, Problem> {
    let PartLine { rides, texture, glow_texture, vertices: count, coloured, indices, bends } = line;
    let colour = LinearRgba::from_f32_array(unpacking.some()?);
    let glow = LinearRgba::from_f32_array(unpacking.some()?);
    let [gloss, sharpness, cutoff] = unpacking.some()?;
    let colours = if coloured { count } else { 0 };
    let carried = if matches!(rides, Rides::Skin(_)) { count } else { 0 };
    let vertices = Vertices {
        positions: unpacking.take(count)?,
        normals: unpacking.take(count)?,
        uvs: unpacking.take(count)?,
        colours: unpacking.take(colours)?,
        joints: unpacking.take(carried)?,
        weights: unpacking.take(carried)?,
        indices: unpacking.take(indices)?,
    };
    let bends = match bends {
        Some(BendsLine { node, shapes }) => {
            let shapes = (0..shapes).map(|_| unpack_shape(unpacking));
            let shapes = shapes.collect::<Result<Vec<_>, _>>()?;
            Some(Bends::new(node, &vertices, shapes))
        }
        None => None,
    };
    let sheen = Sheen { gloss, sharpness };
    let glow = Glow { colour: glow, texture: glow_texture };
    Ok(SculpturePart { rides, vertices, bends, colour, sheen, cutoff, texture, glow })
}

fn unpack_shape(unpacking: &mut Unpacking) -> Result<Shape, Problem> {
    let counts: [u32; 4] = unpacking.some()?;
    let [index, first, positions, normals] = counts.map(|count| count as usize);
    let (positions, normals) = (unpacking.take(positions)?, unpacking.take(normals)?);
    Ok(Shape { index, first, positions, normals })
}

fn pack_motion(motion: &Motion, packing: &mut Packing) -> MotionLine {
    let FlatAnimation { name, counts, numbers } = FlatAnimation::from(&motion.animation);
    packing.put(&motion.plinth_from_model.to_cols_array());
    packing.put(name.as_bytes());
    packing.put(&counts);
    packing.put(&numbers);
    MotionLine { name_bytes: name.len(), counts: counts.len(), numbers: numbers.len() }
}

fn unpack_motion(line: &MotionLine, unpacking: &mut Unpacking) -> Result<Motion, Problem> {
    let plinth_from_model = Mat4::from_cols_array(&unpacking.some()?);
    let name = unpacking.take(line.name_bytes)?;
    let flat = FlatAnimation {
        name: String::from_utf8(name).map_err(|_| other_than_packed())?,
        counts: unpacking.take(line.counts)?,
        numbers: unpacking.take(line.numbers)?,
    };
    Ok(Motion::new(ModelAnimation::try_from(flat)?, plinth_from_model))
}

#[cfg(test)]
#[path = "packed_tests.rs"]
mod tests;
