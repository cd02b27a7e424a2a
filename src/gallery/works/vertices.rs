//! Vertices as the graphics device takes them, cut into pieces of which none takes long
//! to go up to it.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology, VertexAttributeValues};
use bevy::prelude::*;

/// Vertices and the triangles between them, in metres: x to the right, y up from the
/// plinth, z towards who stands before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::gallery) struct Vertices {
    pub positions: Vec<[f32; 3]>,
    pub normals: Vec<[f32; 3]>,
    pub uvs: Vec<[f32; 2]>,
    /// None where all are white.
    pub colours: Vec<[f32; 4]>,
    /// Which joints carry each vertex; only where a skin does.
    pub joints: Vec<[u16; 4]>,
    /// How much each of the joints carries.
    pub weights: Vec<[f32; 4]>,
    /// Three for each triangle.
    pub indices: Vec<u32>,
}

/// The most vertices of a piece: a frame can put as many up.
pub(super) const PIECE_VERTICES_MAX: usize = 16_384;

/// The place of a vertex that is not in a piece yet.
const NOWHERE: u32 = u32::MAX;

impl Vertices {
    /// The mesh that they are; one that is bent is written anew again and again.
    pub fn mesh(self, bent: bool) -> Mesh {
        let usages =
            if bent { RenderAssetUsages::default() } else { RenderAssetUsages::RENDER_WORLD };
        let mut mesh = Mesh::new(PrimitiveTopology::TriangleList, usages)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, self.normals)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, self.uvs)
            .with_inserted_indices(Indices::U32(self.indices));
        if !self.colours.is_empty() {
            mesh.insert_attribute(Mesh::ATTRIBUTE_COLOR, self.colours);
        }
        if !self.joints.is_empty() {
            let joints = VertexAttributeValues::Uint16x4(self.joints);
            mesh.insert_attribute(Mesh::ATTRIBUTE_JOINT_INDEX, joints);
            mesh.insert_attribute(Mesh::ATTRIBUTE_JOINT_WEIGHT, self.weights);
        }
        mesh
    }

    /// The same triangles in pieces of at most so many vertices (three or more); a vertex
    /// between two pieces is in both.
    pub fn in_pieces(self, most: usize) -> Vec<Self> {
        if self.positions.len() <= most {
            return vec![self];
        }
        let mut pieces = Vec::new();
        let mut places = vec![NOWHERE; self.positions.len()];
        let (mut taken, mut indices) = (Vec::new(), Vec::new());
        for triangle in self.indices.chunks_exact(3) {
            if taken.len() + 3 > most {
                pieces.push(self.piece(&taken, std::mem::take(&mut indices)));
                taken.drain(..).for_each(|vertex: usize| places[vertex] = NOWHERE);
            }
            for &corner in triangle {
                let corner = corner as usize;
                if places[corner] == NOWHERE {
                    places[corner] = taken.len() as u32;
                    taken.push(corner);
                }
                indices.push(places[corner]);
            }
        }
        pieces.push(self.piece(&taken, indices));
        pieces
    }

    /// Some of its vertices, and the triangles between them.
    fn piece(&self, taken: &[usize], indices: Vec<u32>) -> Self {
        Self {
            positions: of(&self.positions, taken),
            normals: of(&self.normals, taken),
            uvs: of(&self.uvs, taken),
            colours: of(&self.colours, taken),
            joints: of(&self.joints, taken),
            weights: of(&self.weights, taken),
            indices,
        }
    }
}

/// Those that were taken, where there are any.
fn of<T: Copy>(all: &[T], taken: &[usize]) -> Vec<T> {
    taken.iter().filter_map(|vertex| all.get(*vertex).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A strip of so many triangles, whose vertices are told apart by everything.
    fn strip(triangles: u32) -> Vertices {
        let all = 0..triangles + 2;
        Vertices {
            positions: all.clone().map(|i| [i as f32, 0.0, 0.0]).collect(),
            normals: all.clone().map(|i| [0.0, i as f32, 0.0]).collect(),
            uvs: all.clone().map(|i| [i as f32, 1.0]).collect(),
            colours: Vec::new(),
            joints: all.clone().map(|i| [i as u16, 0, 0, 0]).collect(),
            weights: all.map(|i| [i as f32, 0.0, 0.0, 0.0]).collect(),
            indices: (0..triangles).flat_map(|i| [i, i + 1, i + 2]).collect(),
        }
    }

    #[test]
    fn pieces_show_every_triangle_once() {
        for (triangles, most) in [(1, 3), (5, 3), (100, 7), (100, 101), (100, 102)] {
            let whole = strip(triangles);
            let corners = |piece: &Vertices| -> Vec<_> {
                let corners = piece.indices.iter().map(|corner| *corner as usize);
                let all = corners.map(|i| {
                    let Vertices { positions, normals, uvs, joints, weights, .. } = piece;
                    (positions[i], normals[i], uvs[i], joints[i], weights[i])
                });
                all.collect()
            };
            let pieces = whole.clone().in_pieces(most);
            assert_eq!(pieces.iter().flat_map(corners).collect::<Vec<_>>(), corners(&whole));
            assert_eq!(pieces.len() == 1, most >= whole.positions.len(), "{triangles}, {most}");
            for piece in pieces {
                let count = piece.positions.len();
                assert!(count <= most && piece.colours.is_empty(), "{count} of {most}");
                let ends = [piece.normals.len(), piece.uvs.len(), piece.joints.len()];
                assert_eq!(ends, [count; 3]);
            }
        }
    }
}
