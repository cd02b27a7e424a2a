//! Sculptures: a GLB's bytes as vertices that stand on the ground, as large as the work.
//!
//! A model is first checked whole by [`crate::media`], so that what is read here is
//! there; what it asks for beyond shapes, colours and their first clip is left out, and a
//! note of the work says so.

use std::collections::BTreeMap;

use bevy::prelude::*;
use serde::{Deserialize, Serialize};

use super::bending::{Bends, Shape};
use super::heap::{Adding, Heap};
use super::look::{Glow, look};
use super::moving::Motion;
use super::texture::with_mipmaps;
use super::vertices::Vertices;
use crate::exhibition::{Problem, ProblemKind};
use crate::gallery::crew::Texels;
use crate::gallery::materials::Sheen;
use crate::limits::{BENT_VERTICES_MAX, MATERIALS_DRAWN_MAX, PARTS_MOVED_MAX};
use crate::media::{Fonts, MediaType, ModelAnimation, as_glb, can_dress, decode, inspect_glb};

/// A whole sculpture, as large as its work.
#[derive(Debug)]
pub(in crate::gallery) struct Sculpture {
    pub parts: Vec<SculpturePart>,
    /// The pictures that its parts wear.
    pub textures: Vec<Texels>,
    /// What moves its parts, where something does.
    pub motion: Option<Motion>,
}

/// A part of a sculpture: a piece of what one material of it covers, or of one node that
/// moves.
#[derive(Debug)]
pub(in crate::gallery) struct SculpturePart {
    pub rides: Rides,
    pub vertices: Vertices,
    /// What bends its vertices, where the clip does.
    pub bends: Option<Bends>,
    pub colour: LinearRgba,
    pub sheen: Sheen,
    /// Where its picture is less opaque than this, there is nothing of it; 0 for a part
    /// that is whole.
    pub cutoff: f32,
    /// Its picture's place among the sculpture's.
    pub texture: Option<usize>,
    pub glow: Glow,
}

/// What carries a part through its clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(in crate::gallery) enum Rides {
    /// Nothing: its vertices are where they belong.
    Nothing,
    /// A node of the model.
    Node(usize),
    /// The joints of a skin.
    Skin(usize),
}

/// Reads a model, scaled into this size (width, height, depth) in its own proportions,
/// centred, standing on its base.
pub(in crate::gallery) fn sculpture(bytes: &[u8], size_mm: [i32; 3]) -> Result<Sculpture, Problem> {
    let bytes = &*as_glb(bytes)?;
    let model = inspect_glb(bytes)?;
    let (document, binary) = read(bytes).map_err(damaged)?;
    let (document, binary) = (&document, binary.as_deref().unwrap_or_default());
    if let Some(animation) = ModelAnimation::open(bytes)? {
        let mut heaps = heaps(document, binary, Some(&animation), true)?;
        let bent = heaps.values().flat_map(|heap| &heap.shapes).map(Shape::reach).sum::<usize>();
        if bent > BENT_VERTICES_MAX {
            heaps = self::heaps(document, binary, Some(&animation), false)?;
        }
        if heaps.len() <= PARTS_MOVED_MAX {
            let room = [model.bounds_mm.min, model.bounds_mm.max]
                .map(|corner| Vec3::from_array(corner.map(|mm| mm as f32 / 1_000.0)));
            let fit = Fit::of(room, size_mm)?;
            let parts = parts(heaps, Fit { shift: Vec3::ZERO, scale: 1.0 });
            let motion = Some(Motion::new(animation, fit.matrix()));
            return Ok(dressed(parts, document, binary, motion));
        }
    }
    let heaps = heaps(document, binary, None, false)?;
    let fit = Fit::of(extent(&heaps)?, size_mm)?;
    Ok(dressed(parts(heaps, fit), document, binary, None))
}

/// A model's JSON and its data. What it requires was looked at when it was inspected; the
/// reader would refuse what it has no code for, and that is left out here.
fn read(bytes: &[u8]) -> Result<(gltf::Document, Option<Vec<u8>>), gltf::Error> {
    let gltf::Gltf { document, blob } = gltf::Gltf::from_slice_without_validation(bytes)?;
    let mut json = document.into_json();
    json.extensions_required.clear();
    Ok((gltf::Document::from_json(json)?, blob))
}

/// What the vertices of a heap have in common: what carries them, the node whose weights
/// bend them, their material.
type Common = (Rides, Option<usize>, usize);

/// All vertices of the scene, by what they have in common. Where nothing moves, they are
/// put where they belong at once; what is not to bend is as its shapes make it at rest.
fn heaps(
    document: &gltf::Document,
    binary: &[u8],
    animation: Option<&ModelAnimation>,
    bending: bool,
) -> Result<BTreeMap<Common, Heap>, Problem> {
    let moving = animation.is_some();
    let mut heaps: BTreeMap<Common, Heap> = BTreeMap::new();
    let scene = document.default_scene().or_else(|| document.scenes().next());
    let scene = scene.ok_or_else(|| damaged("it holds no scene"))?;
    let mut open: Vec<(gltf::Node<'_>, Mat4)> =
        scene.nodes().map(|node| (node, Mat4::IDENTITY)).collect();
    while let Some((node, parent)) = open.pop() {
        let matrix = parent * Mat4::from_cols_array_2d(&node.transform().matrix());
        let rides = match node.skin() {
            _ if !moving => Rides::Nothing,
            Some(skin) => Rides::Skin(skin.index()),
            None => Rides::Node(node.index()),
        };
        if let Some(mesh) = node.mesh() {
            let bends = bending && animation.is_some_and(|clip| clip.bends(node.index()));
            let rest = node.weights().or(mesh.weights()).unwrap_or_default();
            let matrix = if moving { Mat4::IDENTITY } else { matrix };
            let adding = Adding { binary, matrix, rest, bends };
            for primitive in mesh.primitives() {
                let material = primitive.material().index().map_or(0, |index| index + 1);
                let material = material.min(MATERIALS_DRAWN_MAX);
                let common = (rides, bends.then_some(node.index()), material);
                let look = || Heap::of(look(&primitive.material()));
                let heap = heaps.entry(common).or_insert_with(look);
                heap.add(&primitive, adding);
            }
        }
        open.extend(node.children().map(|child| (child, matrix)));
    }
    heaps.retain(|_, heap| !heap.indices.is_empty());
    // Numbers that were looked at have twice the digits of those that are drawn, and what no
    // joint carries was not looked at.
    if heaps.values().flat_map(|heap| &heap.positions).any(|at| !at.is_finite()) {
        return Err(damaged("it reaches farther than can be drawn"));
    }
    Ok(heaps)
}

fn parts(heaps: BTreeMap<Common, Heap>, fit: Fit) -> Vec<SculpturePart> {
    let parts = |((rides, bent_by, _), heap): (Common, Heap)| heap.parts(rides, bent_by, fit);
    heaps.into_iter().flat_map(parts).collect()
}

/// Parts in the model's pictures, each of which is decoded once. A part whose picture
/// cannot be decoded shows its colour, and does not glow where the picture would say how.
fn dressed(
    mut parts: Vec<SculpturePart>,
    document: &gltf::Document,
    binary: &[u8],
    motion: Option<Motion>,
) -> Sculpture {
    let mut textures = Vec::new();
    let mut places = BTreeMap::new();
    for part in &mut parts {
        let glows_by_picture = part.glow.texture.is_some();
        for texture in [&mut part.texture, &mut part.glow.texture] {
            let Some(image) = *texture else { continue };
            *texture = *places.entry(image).or_insert_with(|| {
                textures.push(picture(document, image, binary)?);
                Some(textures.len() - 1)
            });
        }
        if glows_by_picture && part.glow.texture.is_none() {
            part.glow = Glow::NONE;
        }
    }
    Sculpture { parts, textures, motion }
}

/// A shift, then a scale.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    pub shift: Vec3,
    pub scale: f32,
}

/// One of a model's pictures, if it can be decoded.
fn picture(document: &gltf::Document, image: usize, binary: &[u8]) -> Option<Texels> {
    // The reader's own way needs the picture to say its kind, which many do not.
    let view = document.as_json().images.get(image)?.buffer_view?;
    let view = document.views().nth(view.value())?;
    let bytes = binary.get(view.offset()..view.offset() + view.length())?;
    let bytes = Some(bytes).filter(|bytes| can_dress(bytes))?;
    Some(with_mipmaps(decode(bytes, &Fonts::default()).ok()?))
}

impl Fit {
    /// From the corners of what a model fills, to its size.
    fn of([min, max]: [Vec3; 2], size_mm: [i32; 3]) -> Result<Self, Problem> {
        let size = max - min;
        let room = Vec3::from_array(size_mm.map(|mm| mm.max(1) as f32 / 1_000.0));
        let scale = (room / size.max(Vec3::splat(1e-6))).min_element();
        if !scale.is_finite() || !size.is_finite() || size.max_element() <= 1e-6 {
            return Err(damaged("it has no size"));
        }
        let middle = (min + max) / 2.0;
        Ok(Self { shift: Vec3::new(-middle.x, -min.y, -middle.z), scale })
    }

    fn matrix(self) -> Mat4 {
        Mat4::from_scale(Vec3::splat(self.scale)) * Mat4::from_translation(self.shift)
    }
}

/// The corners of all that is seen.
fn extent(heaps: &BTreeMap<Common, Heap>) -> Result<[Vec3; 2], Problem> {
    let mut points = heaps.values().flat_map(|heap| &heap.positions);
    let first = *points.next().ok_or_else(|| damaged("it holds nothing that can be seen"))?;
    Ok(points.fold([first, first], |[min, max], at| [min.min(*at), max.max(*at)]))
}

fn damaged(what: impl std::fmt::Display) -> Problem {
    Problem::new(ProblemKind::Damaged, format!("{}: {what}", MediaType::Glb.mime()))
}

#[cfg(test)]
#[path = "harmed_tests.rs"]
mod harmed_tests;

#[cfg(test)]
mod tests {
    use super::*;

    /// A GLB of one triangle, in metres, without normals.
    fn triangle(corners: [[f32; 3]; 3]) -> Vec<u8> {
        triangle_in(corners, "{}")
    }

    /// The same in a material.
    fn triangle_in(corners: [[f32; 3]; 3], material: &str) -> Vec<u8> {
        triangle_with(corners, material, "")
    }

    /// The same with further parts of its JSON, each with a comma behind it.
    fn triangle_with(corners: [[f32; 3]; 3], material: &str, more: &str) -> Vec<u8> {
        let mut json = r#"{MORE"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
            "nodes":[{"mesh":0,"translation":[5,0,0]}],
            "meshes":[{"primitives":[{"attributes":{"POSITION":0},"material":0}]}],
            "materials":[MATERIAL],
            "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3",
                "min":[-9,-9,-9],"max":[9,9,9]}],
            "bufferViews":[{"buffer":0,"byteLength":36}],"buffers":[{"byteLength":36}]}"#
            .replace("MATERIAL", material)
            .replace("MORE", more);
        while !json.len().is_multiple_of(4) {
            json.push(' ');
        }
        let binary: Vec<u8> = corners.iter().flatten().flat_map(|v| v.to_le_bytes()).collect();
        let mut glb = b"glTF\x02\x00\x00\x00".to_vec();
        let length = 12 + 8 + json.len() + 8 + binary.len();
        glb.extend((length as u32).to_le_bytes());
        glb.extend((json.len() as u32).to_le_bytes());
        glb.extend(b"JSON");
        glb.extend(json.bytes());
        glb.extend((binary.len() as u32).to_le_bytes());
        glb.extend(b"BIN\0");
        glb.extend(binary);
        glb
    }

    fn bounds(part: &SculpturePart) -> (Vec3, Vec3) {
        let points = part.vertices.positions.iter().map(|at| Vec3::from_array(*at));
        points.fold((Vec3::MAX, Vec3::MIN), |(min, max), at| (min.min(at), max.max(at)))
    }

    #[test]
    fn a_sculpture_stands_on_its_base_within_its_size() {
        let glb = triangle([[0.0, 2.0, 0.0], [4.0, 2.0, 0.0], [0.0, 10.0, 1.0]]);
        let parts = sculpture(&glb, [500, 800, 500]).expect("it is a sculpture").parts;
        let (min, max) = bounds(&parts[0]);
        let rows = [(min.x, -0.2), (max.x, 0.2), (min.y, 0.0), (max.y, 0.8), (max.z, 0.05)];
        for (found, expected) in rows {
            assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
        }
        assert_eq!(parts[0].vertices.normals.len(), 3);
        for normal in &parts[0].vertices.normals {
            assert!((Vec3::from_array(*normal).length() - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn what_is_cut_out_is_cut_at_its_own_alpha() {
        let check = |material: &str, expected: f32| {
            let glb = triangle_in([[0.0; 3], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], material);
            let found = sculpture(&glb, [500, 500, 500]).expect("it is a sculpture").parts;
            assert!((found[0].cutoff - expected).abs() < 1e-5, "{material}: {}", found[0].cutoff);
        };
        check("{}", 0.0);
        check(r#"{"alphaMode":"BLEND"}"#, 0.0);
        check(r#"{"alphaMode":"OPAQUE","alphaCutoff":0.3}"#, 0.0);
        check(r#"{"alphaMode":"MASK"}"#, 0.5);
        check(r#"{"alphaMode":"MASK","alphaCutoff":0.25}"#, 0.25);
        let half = r#"{"alphaMode":"MASK","alphaCutoff":0.25,
            "pbrMetallicRoughness":{"baseColorFactor":[1,1,1,0.5]}}"#;
        check(half, 0.5);
    }

    #[test]
    fn what_glows_gives_light_of_its_own() {
        let check = |material: &str, more: &str, expected: [f32; 3]| {
            let corners = [[0.0; 3], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
            let glb = triangle_with(corners, material, more);
            let made = sculpture(&glb, [500, 500, 500]).expect("it is a sculpture");
            let glow = made.parts[0].glow;
            assert_eq!(glow.colour.to_vec3().to_array(), expected, "{material}");
            assert_eq!(glow.texture, None);
        };
        check("{}", "", [0.0; 3]);
        check(r#"{"emissiveFactor":[0.25,0,1]}"#, "", [0.25, 0.0, 1.0]);
        let strong = |strength: &str| {
            format!(
                r#"{{"emissiveFactor":[0.25,0,1],"extensions":{{
                    "KHR_materials_emissive_strength":{{"emissiveStrength":{strength}}}}}}}"#
            )
        };
        check(&strong("4"), "", [1.0, 0.0, 4.0]);
        check(&strong("1e39"), "", [2_500.0, 0.0, 10_000.0]);
        check(&strong("-1"), "", [0.0; 3]);
        // What a model requires and is drawn without keeps it from nothing.
        let required = r#""extensionsUsed":["KHR_materials_emissive_strength","KHR_materials_clearcoat"],
            "extensionsRequired":["KHR_materials_emissive_strength","KHR_materials_clearcoat"],"#;
        check(&strong("2"), required, [0.5, 0.0, 2.0]);
    }

    #[test]
    fn what_is_no_sculpture_is_a_problem() {
        let flat = triangle([[1.0; 3]; 3]);
        for bytes in [&b""[..], &b"glTF"[..], &flat[..], &flat[..60]] {
            let problem = sculpture(bytes, [500, 500, 500]).expect_err("it was taken for one");
            assert!(
                matches!(problem.kind, ProblemKind::Damaged | ProblemKind::CutOff),
                "{problem}"
            );
        }
    }
}
