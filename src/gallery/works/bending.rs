//! Shapes towards which a model's clip bends it (morph targets): they are added to its
//! vertices by their weights, whenever these change and somebody sees it.

use bevy::prelude::*;
use bytemuck::cast_slice;

use super::vertices::Vertices;

/// How far one shape moves the vertices of a primitive.
#[derive(Clone, Debug)]
pub(in crate::gallery) struct Shape {
    /// Its place among the shapes of its mesh.
    pub index: usize,
    /// The first of the vertices that it moves.
    pub first: usize,
    pub positions: Vec<Vec3>,
    pub normals: Vec<Vec3>,
}

/// What bends one part of a sculpture.
#[derive(Debug)]
pub(in crate::gallery) struct Bends {
    /// The node of the model whose weights count.
    pub node: usize,
    /// The vertices without any shape.
    positions: Vec<Vec3>,
    normals: Vec<Vec3>,
    shapes: Vec<Shape>,
    /// With which weights it is bent now; none at first.
    weights: Vec<f64>,
}

/// A part's vertices, bent.
#[derive(Debug)]
pub(in crate::gallery) struct Bent {
    pub positions: Vec<[f32; 3]>,
    pub normals: Vec<[f32; 3]>,
}

impl Shape {
    /// How many vertices it moves.
    pub fn reach(&self) -> usize {
        self.positions.len().max(self.normals.len())
    }

    /// Adds so much of it to vertices, the first of which stands at `first`.
    pub fn add_to(&self, vertices: &mut [Vec3], moves: &[Vec3], weight: f32, first: usize) {
        let moved = vertices.iter_mut().skip(first);
        for (vertex, by) in moved.zip(moves) {
            *vertex += *by * weight;
        }
    }
}

impl Bends {
    /// What bends these vertices.
    pub fn new(node: usize, vertices: &Vertices, shapes: Vec<Shape>) -> Self {
        let positions = cast_slice::<_, Vec3>(&vertices.positions).to_vec();
        let normals = cast_slice::<_, Vec3>(&vertices.normals).to_vec();
        Self { node, positions, normals, shapes, weights: Vec::new() }
    }

    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// The vertices with these weights; none where they are bent so already.
    pub fn bend(&mut self, weights: &[f64]) -> Option<Bent> {
        if self.weights == weights {
            return None;
        }
        self.weights = weights.to_vec();
        let (mut positions, mut normals) = (self.positions.clone(), self.normals.clone());
        for shape in &self.shapes {
            let weight = weights.get(shape.index).map_or(0.0, |weight| *weight as f32);
            if weight != 0.0 {
                shape.add_to(&mut positions, &shape.positions, weight, shape.first);
                shape.add_to(&mut normals, &shape.normals, weight, shape.first);
            }
        }
        let normals = normals.into_iter().map(|normal| normal.normalize_or(Vec3::Y).to_array());
        Some(Bent {
            positions: positions.into_iter().map(|at| at.to_array()).collect(),
            normals: normals.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::{Value, json};

    use super::super::sculpture::sculpture;
    use super::*;
    use crate::limits::BENT_VERTICES_MAX;
    use crate::media::ModelAnimation;

    /// Numbers as the only buffer of a model.
    fn buffer(numbers: &[f32]) -> Value {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let data = STANDARD.encode(&bytes);
        json!({"byteLength": bytes.len(), "uri": format!("data:a/b;base64,{data}")})
    }

    fn view(from: usize, length: usize) -> Value {
        json!({"buffer": 0, "byteOffset": from, "byteLength": length})
    }

    fn floats(view: usize, count: usize, shape: &str) -> Value {
        json!({"bufferView": view, "componentType": 5126, "count": count, "type": shape,
            "min": [-1, -1, -1], "max": [1, 1, 1]})
    }

    /// A clip that bends the only node by the weights in accessor 3, at the times in 2.
    fn clip() -> Value {
        json!([{
            "samplers": [{"input": 2, "output": 3}],
            "channels": [{"sampler": 0, "target": {"node": 0, "path": "weights"}}],
        }])
    }

    #[test]
    fn shapes_are_added_by_their_weights() {
        let up = Shape { index: 0, first: 1, positions: vec![Vec3::Y; 2], normals: vec![] };
        let out = Shape { index: 1, first: 2, positions: vec![Vec3::Z], normals: vec![Vec3::X] };
        let rest = Vertices {
            positions: vec![[0.0; 3]; 3],
            normals: vec![[0.0, 0.0, 1.0]; 3],
            ..default()
        };
        let mut bends = Bends::new(0, &rest, vec![up, out]);
        let mut check = |weights: &[f64], expected: Option<[[f32; 3]; 3]>| {
            let bent = bends.bend(weights).map(|bent| bent.positions);
            assert_eq!(bent, expected.map(|all| all.to_vec()), "{weights:?}");
        };
        let rest = [[0.0; 3]; 3];
        check(&[0.0, 0.0], Some(rest));
        check(&[0.0, 0.0], None);
        check(&[0.5, 0.0], Some([[0.0; 3], [0.0, 0.5, 0.0], [0.0, 0.5, 0.0]]));
        check(&[0.5, 2.0], Some([[0.0; 3], [0.0, 0.5, 0.0], [0.0, 0.5, 2.0]]));
        check(&[0.0, 0.0], Some(rest));
        // Weights that are not there count for nothing.
        check(&[1.0], Some([[0.0; 3], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]));
        let bent = bends.bend(&[0.0, 1.0]).expect("it is bent otherwise");
        let slanted = Vec3::new(1.0, 0.0, 1.0).normalize().to_array();
        assert_eq!(bent.normals, [[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], slanted]);
    }

    #[test]
    fn a_model_is_bent_by_its_clip() {
        // A triangle, a shape that lifts its tip by a metre, and a clip of one second.
        let corners = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
        let lift = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0];
        let numbers: Vec<f32> = [&corners[..], &lift, &[0.0, 1.0], &[0.0, 1.0]].concat();
        let gltf = |weights: f32| {
            json!({
                "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
                "nodes": [{"mesh": 0, "weights": [weights]}],
                "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "targets": [{"POSITION": 1}]}]}],
                "accessors": [floats(0, 3, "VEC3"), floats(1, 3, "VEC3"), floats(2, 2, "SCALAR"), floats(3, 2, "SCALAR")],
                "bufferViews": [view(0, 36), view(36, 36), view(72, 8), view(80, 8)],
                "buffers": [buffer(&numbers)],
                "animations": clip(),
            })
        };
        let moving = gltf(0.0).to_string();
        let bent = sculpture(moving.as_bytes(), [1_000; 3]).expect("it is a sculpture");
        let mut bends =
            bent.parts.into_iter().next().and_then(|part| part.bends).expect("it bends");
        let animation = ModelAnimation::open(moving.as_bytes()).expect("it is whole");
        let animation = animation.expect("it moves");
        let mut pose = animation.pose();
        let mut tip = |time_s: f64| {
            animation.sample(time_s, &mut pose);
            let bent = bends.bend(animation.weights(bends.node, &pose));
            bent.expect("it is bent otherwise").positions[2]
        };
        assert_eq!(tip(0.0), [0.0, 1.0, 0.0]);
        assert_eq!(tip(0.5), [0.0, 1.5, 0.0]);
        assert_eq!(tip(1.0), [0.0, 2.0, 0.0]);
        // One that rests is as its weights at rest make it: twice as high as it is wide.
        let mut still = gltf(1.0);
        still.as_object_mut().expect("it is an object").remove("animations");
        let still = sculpture(still.to_string().as_bytes(), [1_000; 3]).expect("it is one");
        let part = &still.parts[0];
        assert!(part.bends.is_none() && still.motion.is_none());
        let places = &part.vertices.positions;
        assert!(
            (places[2][1] - 1.0).abs() < 1e-5 && (places[1][0] - places[0][0] - 0.5).abs() < 1e-5,
            "{places:?}"
        );
    }

    #[test]
    fn so_many_vertices_are_bent_and_no_more() {
        let check = |vertices: usize, expected: bool| {
            // A triangle with more vertices in its corner, bent towards twice its size.
            let mut numbers = vec![0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
            numbers.resize(4 + 3 * vertices, 0.0);
            let model = json!({
                "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}],
                "nodes": [{"mesh": 0}],
                "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "targets": [{"POSITION": 1}]}]}],
                "accessors": [floats(0, vertices, "VEC3"), floats(0, vertices, "VEC3"), floats(1, 2, "SCALAR"), floats(2, 2, "SCALAR")],
                "bufferViews": [view(16, 12 * vertices), view(0, 8), view(8, 8)],
                "buffers": [buffer(&numbers)],
                "animations": clip(),
            });
            let made = sculpture(model.to_string().as_bytes(), [1_000; 3]).expect("it is one");
            assert!(made.motion.is_some(), "{vertices}");
            assert_eq!(made.parts.iter().any(|part| part.bends.is_some()), expected, "{vertices}");
        };
        check(BENT_VERTICES_MAX, true);
        check(BENT_VERTICES_MAX + 1, false);
    }
}
