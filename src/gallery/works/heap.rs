//! The vertices of a sculpture's part, put together from primitives.

use bevy::prelude::*;
use gltf::Semantic;
use gltf::mesh::Mode;

use super::bending::{Bends, Shape};
use super::look::Look;
use super::sculpture::{Fit, Rides, SculpturePart};
use super::vertices::{PIECE_VERTICES_MAX, Vertices};

/// The vertices of one material.
#[derive(Default)]
pub(super) struct Heap {
    look: Look,
    pub positions: Vec<Vec3>,
    normals: Vec<Vec3>,
    uvs: Vec<[f32; 2]>,
    colours: Vec<[f32; 4]>,
    /// Which joints carry each vertex, and how much; only where a skin does.
    joints: Vec<[u16; 4]>,
    weights: Vec<[f32; 4]>,
    pub indices: Vec<u32>,
    /// How far shapes move these vertices; only where the clip bends them.
    pub shapes: Vec<Shape>,
}

/// How a primitive comes to a heap.
#[derive(Clone, Copy)]
pub(super) struct Adding<'a> {
    pub binary: &'a [u8],
    /// Where its vertices are put.
    pub matrix: Mat4,
    /// The weights of its shapes at rest.
    pub rest: &'a [f32],
    /// Whether the clip bends it, so that its shapes are kept.
    pub bends: bool,
}

impl Heap {
    /// None yet, of a material that looks so.
    pub fn of(look: Look) -> Self {
        Self { look, ..Self::default() }
    }

    pub fn add(&mut self, primitive: &gltf::Primitive<'_>, adding: Adding<'_>) {
        let Adding { binary, matrix, rest, bends } = adding;
        // The reader counts from the last element on, and takes it that there is one.
        let named = [primitive.get(&Semantic::Positions), primitive.indices()];
        if named.iter().flatten().any(|accessor| accessor.count() == 0) {
            return;
        }
        let reader = primitive.reader(|buffer| (buffer.index() == 0).then_some(binary));
        let Some(positions) = reader.read_positions() else {
            return;
        };
        let shapes: Vec<Shape> = reader
            .read_morph_targets()
            .enumerate()
            .map(|(index, (positions, normals, _))| Shape {
                index,
                first: self.positions.len(),
                positions: positions.into_iter().flatten().map(Vec3::from).collect(),
                normals: normals.into_iter().flatten().map(Vec3::from).collect(),
            })
            .collect();
        let mut positions: Vec<Vec3> = positions.map(Vec3::from).collect();
        let resting = |shape: &&Shape| !bends && rest.get(shape.index).is_some_and(|w| *w != 0.0);
        for shape in shapes.iter().filter(resting) {
            shape.add_to(&mut positions, &shape.positions, rest[shape.index], 0);
        }
        let first = self.positions.len() as u32;
        self.positions.extend(positions.into_iter().map(|at| matrix.transform_point3(at)));
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
                let mut normals: Vec<Vec3> = normals.map(Vec3::from).collect();
                for shape in shapes.iter().filter(resting) {
                    shape.add_to(&mut normals, &shape.normals, rest[shape.index], 0);
                }
                self.normals.extend(normals.iter().map(|n| (straight * *n).normalize_or_zero()));
            }
            _ => self.compute_normals(first as usize, from),
        }
        match reader.read_tex_coords(self.look.uvs) {
            Some(uvs) => self.uvs.extend(uvs.into_f32()),
            None => self.uvs.resize(self.positions.len(), [0.0; 2]),
        }
        match reader.read_colors(0) {
            Some(colours) => self.colours.extend(colours.into_rgba_f32()),
            None => self.colours.resize(self.positions.len(), [1.0; 4]),
        }
        match (reader.read_joints(0), reader.read_weights(0)) {
            (Some(joints), Some(weights)) => {
                self.joints.extend(joints.into_u16());
                self.weights.extend(weights.into_f32());
            }
            _ => {
                self.joints.resize(self.positions.len(), [0; 4]);
                self.weights.resize(self.positions.len(), [1.0, 0.0, 0.0, 0.0]);
            }
        }
        if bends {
            self.shapes.extend(shapes.into_iter().filter(|shape| shape.reach() > 0));
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

    /// The parts that these vertices make; `bent_by` is the node whose weights bend them.
    pub fn parts(self, rides: Rides, bent_by: Option<usize>, fit: Fit) -> Vec<SculpturePart> {
        let Self { look, shapes, .. } = self;
        let place = |at: Vec3| ((at + fit.shift) * fit.scale).to_array();
        let mut vertices = Vertices {
            positions: self.positions.into_iter().map(place).collect(),
            normals: self.normals.iter().map(Vec3::to_array).collect(),
            uvs: self.uvs,
            indices: self.indices,
            ..default()
        };
        if self.colours.iter().any(|colour| *colour != [1.0; 4]) {
            vertices.colours = self.colours;
        }
        if let Rides::Skin(_) = rides {
            (vertices.joints, vertices.weights) = (self.joints, self.weights);
        }
        let bent_by = bent_by.filter(|_| !shapes.is_empty());
        let mut bends = bent_by.map(|node| Bends::new(node, &vertices, shapes));
        // Shapes say by its place which vertex they move: what is bent stays in one piece.
        let pieces = match bends {
            Some(_) => vec![vertices],
            None => vertices.in_pieces(PIECE_VERTICES_MAX),
        };
        let part = |vertices| SculpturePart {
            rides,
            vertices,
            bends: bends.take(),
            colour: look.colour,
            sheen: look.sheen,
            cutoff: look.cutoff,
            texture: look.texture,
            glow: look.glow,
        };
        pieces.into_iter().map(part).collect()
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
