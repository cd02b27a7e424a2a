//! Sculptures: a GLB's bytes as meshes that stand on the ground, as large as the work.
//!
//! A model is first checked whole by [`crate::media`], so that what is read here is
//! there; what it asks for beyond shapes and colours is left out.

use std::collections::BTreeMap;

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use gltf::mesh::Mode;

use crate::exhibition::{Problem, ProblemKind};
use crate::gallery::materials::{PictureMaterial, Sheen};
use crate::media::{Fonts, MediaType, as_glb, decode, inspect_glb};

/// A part of a sculpture: all that one material of it covers.
#[derive(Debug)]
pub(in crate::gallery) struct SculpturePart {
    /// Positions, normals, texture coordinates and colours, in metres: x to the
    /// right, y up from the plinth, z towards who stands before it.
    pub mesh: Mesh,
    pub colour: LinearRgba,
    pub sheen: Sheen,
    pub texture: Option<Image>,
}

/// The most parts that are drawn; a sculpture with more materials is drawn in these.
const PARTS_MAX: usize = 16;

/// Reads a GLB, or a glTF with its data in it, scaled into this size (width, height, depth) in its own proportions,
/// centred, standing on its base.
pub(in crate::gallery) fn sculpture(
    bytes: &[u8],
    size_mm: [i32; 3],
) -> Result<Vec<SculpturePart>, Problem> {
    inspect_glb(bytes)?;
    let glb = as_glb(bytes)?;
    let bytes = &*glb;
    let document = gltf::Gltf::from_slice(bytes).map_err(damaged)?;
    let binary = document.blob.as_deref().unwrap_or_default();
    let mut heaps: BTreeMap<usize, Heap> = BTreeMap::new();
    let scene = document.default_scene().or_else(|| document.scenes().next());
    let scene = scene.ok_or_else(|| damaged("it holds no scene"))?;
    let mut open: Vec<(gltf::Node<'_>, Mat4)> =
        scene.nodes().map(|node| (node, Mat4::IDENTITY)).collect();
    while let Some((node, parent)) = open.pop() {
        let matrix = parent * Mat4::from_cols_array_2d(&node.transform().matrix());
        if let Some(mesh) = node.mesh() {
            for primitive in mesh.primitives() {
                let material = primitive.material().index().map_or(0, |index| index + 1);
                let heap = heaps.entry(material.min(PARTS_MAX)).or_insert_with(|| Heap {
                    look: look(&primitive.material(), binary),
                    ..Heap::default()
                });
                heap.add(&primitive, binary, matrix);
            }
        }
        open.extend(node.children().map(|child| (child, matrix)));
    }
    let fit = fit(&heaps, size_mm)?;
    Ok(heaps.into_values().filter(|heap| !heap.indices.is_empty()).map(|h| h.part(fit)).collect())
}

/// The vertices of one material.
#[derive(Default)]
struct Heap {
    look: Look,
    positions: Vec<Vec3>,
    normals: Vec<Vec3>,
    uvs: Vec<[f32; 2]>,
    colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

/// What a material looks like.
struct Look {
    colour: LinearRgba,
    sheen: Sheen,
    texture: Option<Image>,
}

impl Default for Look {
    fn default() -> Self {
        let sheen = Sheen { gloss: 0.3, sharpness: 20.0 };
        Self { colour: LinearRgba::WHITE, sheen, texture: None }
    }
}

/// A shift, then a scale.
#[derive(Clone, Copy)]
struct Fit {
    shift: Vec3,
    scale: f32,
}

impl Heap {
    fn add(&mut self, primitive: &gltf::Primitive<'_>, binary: &[u8], matrix: Mat4) {
        let reader = primitive.reader(|buffer| (buffer.index() == 0).then_some(binary));
        let Some(positions) = reader.read_positions() else {
            return;
        };
        let first = self.positions.len() as u32;
        self.positions.extend(positions.map(|at| matrix.transform_point3(at.into())));
        let count = self.positions.len() - first as usize;
        let corners: Vec<u32> = match reader.read_indices() {
            Some(indices) => indices.into_u32().collect(),
            None => (0..count as u32).collect(),
        };
        let from = self.indices.len();
        self.indices
            .extend(triangles(primitive.mode(), &corners).into_iter().flatten().map(|i| first + i));
        let straight = Mat3::from_mat4(matrix).inverse().transpose();
        match reader.read_normals() {
            Some(normals) if straight.is_finite() => {
                self.normals
                    .extend(normals.map(|n| (straight * Vec3::from(n)).normalize_or_zero()));
            }
            _ => self.compute_normals(first as usize, from),
        }
        match reader.read_tex_coords(0) {
            Some(uvs) => self.uvs.extend(uvs.into_f32()),
            None => self.uvs.resize(self.positions.len(), [0.0; 2]),
        }
        match reader.read_colors(0) {
            Some(colours) => self.colours.extend(colours.into_rgba_f32()),
            None => self.colours.resize(self.positions.len(), [1.0; 4]),
        }
    }

    /// Smooth normals, weighted by the area of the triangles that meet in a vertex.
    fn compute_normals(&mut self, first_vertex: usize, first_index: usize) {
        self.normals.resize(self.positions.len(), Vec3::ZERO);
        for corner in self.indices[first_index..].chunks_exact(3) {
            let [a, b, c] = [0, 1, 2].map(|i| self.positions[corner[i] as usize]);
            let normal = (b - a).cross(c - a);
            for &vertex in corner {
                self.normals[vertex as usize] += normal;
            }
        }
        for normal in &mut self.normals[first_vertex..] {
            *normal = normal.normalize_or(Vec3::Y);
        }
    }

    fn part(self, fit: Fit) -> SculpturePart {
        let place = |at: &Vec3| ((*at + fit.shift) * fit.scale).to_array();
        let positions: Vec<[f32; 3]> = self.positions.iter().map(place).collect();
        let normals: Vec<[f32; 3]> = self.normals.iter().map(Vec3::to_array).collect();
        let mesh = Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, normals)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, self.uvs)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
            .with_inserted_indices(Indices::U32(self.indices));
        let Look { colour, sheen, texture } = self.look;
        SculpturePart { mesh, colour, sheen, texture }
    }
}

/// The triangles of a primitive; lines and points have none.
fn triangles(mode: Mode, corners: &[u32]) -> Vec<[u32; 3]> {
    match mode {
        Mode::Triangles => corners.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect(),
        Mode::TriangleStrip => {
            let turned = |(i, c): (usize, &[u32])| match i % 2 {
                0 => [c[0], c[1], c[2]],
                _ => [c[1], c[0], c[2]],
            };
            corners.windows(3).enumerate().map(turned).collect()
        }
        Mode::TriangleFan => match corners.split_first() {
            Some((hub, rim)) => rim.windows(2).map(|c| [*hub, c[0], c[1]]).collect(),
            None => Vec::new(),
        },
        Mode::Points | Mode::Lines | Mode::LineLoop | Mode::LineStrip => Vec::new(),
    }
}

fn look(material: &gltf::Material<'_>, binary: &[u8]) -> Look {
    let pbr = material.pbr_metallic_roughness();
    let [r, g, b, _] = pbr.base_color_factor();
    let rough = pbr.roughness_factor().clamp(0.05, 1.0);
    let gloss = (1.0 - rough) * 0.8 + 0.25 * pbr.metallic_factor().clamp(0.0, 1.0);
    let sheen = Sheen { gloss, sharpness: 4.0 + 70.0 * (1.0 - rough) * (1.0 - rough) };
    let texture = pbr.base_color_texture().and_then(|info| picture(&info.texture(), binary));
    Look { colour: LinearRgba::rgb(r, g, b), sheen, texture }
}

/// A model's own picture, if it can be decoded; its colour has to do otherwise.
fn picture(texture: &gltf::Texture<'_>, binary: &[u8]) -> Option<Image> {
    let gltf::image::Source::View { view, .. } = texture.source().source() else {
        return None;
    };
    let bytes = binary.get(view.offset()..view.offset() + view.length())?;
    let picture = decode(bytes, &Fonts::default()).ok()?;
    let mut image = Image::new(
        Extent3d { width: picture.width, height: picture.height, depth_or_array_layers: 1 },
        TextureDimension::D2,
        picture.rgba,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    );
    image.sampler = PictureMaterial::sampler();
    Some(image)
}

fn fit(heaps: &BTreeMap<usize, Heap>, size_mm: [i32; 3]) -> Result<Fit, Problem> {
    let mut points = heaps.values().filter(|h| !h.indices.is_empty()).flat_map(|h| &h.positions);
    let first = *points.next().ok_or_else(|| damaged("it holds nothing that can be seen"))?;
    let (min, max) = points.fold((first, first), |(min, max), at| (min.min(*at), max.max(*at)));
    let size = max - min;
    let room = Vec3::from_array(size_mm.map(|mm| mm.max(1) as f32 / 1_000.0));
    let scale = (room / size.max(Vec3::splat(1e-6))).min_element();
    if !scale.is_finite() || size.max_element() <= 1e-6 {
        return Err(damaged("it has no size"));
    }
    let middle = (min + max) / 2.0;
    Ok(Fit { shift: Vec3::new(-middle.x, -min.y, -middle.z), scale })
}

fn damaged(what: impl std::fmt::Display) -> Problem {
    Problem::new(ProblemKind::Damaged, format!("{}: {what}", MediaType::Glb.mime()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A GLB of one triangle, in metres, without normals.
    fn triangle(corners: [[f32; 3]; 3]) -> Vec<u8> {
        let mut json = r#"{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],
            "nodes":[{"mesh":0,"translation":[5,0,0]}],
            "meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],
            "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3",
                "min":[-9,-9,-9],"max":[9,9,9]}],
            "bufferViews":[{"buffer":0,"byteLength":36}],"buffers":[{"byteLength":36}]}"#
            .to_owned();
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
        let positions = part.mesh.attribute(Mesh::ATTRIBUTE_POSITION).expect("it has positions");
        let positions = positions.as_float3().expect("they are three floats each");
        let points = positions.iter().map(|at| Vec3::from_array(*at));
        points.fold((Vec3::MAX, Vec3::MIN), |(min, max), at| (min.min(at), max.max(at)))
    }

    #[test]
    fn a_sculpture_stands_on_its_base_within_its_size() {
        let glb = triangle([[0.0, 2.0, 0.0], [4.0, 2.0, 0.0], [0.0, 10.0, 1.0]]);
        let parts = sculpture(&glb, [500, 800, 500]).expect("it is a sculpture");
        let (min, max) = bounds(&parts[0]);
        let rows = [(min.x, -0.2), (max.x, 0.2), (min.y, 0.0), (max.y, 0.8), (max.z, 0.05)];
        for (found, expected) in rows {
            assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
        }
        let normals = parts[0].mesh.attribute(Mesh::ATTRIBUTE_NORMAL).expect("it has normals");
        for normal in normals.as_float3().expect("they are three floats each") {
            assert!((Vec3::from_array(*normal).length() - 1.0).abs() < 1e-5);
        }
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
