//! The tree of nodes that a model shows, its vertices, and the box that they fill.

use super::accessor::{Elements, FLOAT, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT};
use super::raw::{Mesh, Node, Primitive, Root};
use super::{BoundsMm, damaged};
use crate::media::error::at_most;
use crate::media::{MediaError, limits};

/// Checks meshes and nodes, and measures the default scene; also counts its vertices.
/// Least and greatest positions are computed from the vertices, never believed.
pub(super) fn measure(root: &Root, binary: &[u8]) -> Result<(BoundsMm, u64), MediaError> {
    let meshes = root
        .meshes
        .iter()
        .map(|mesh| measure_mesh(root, binary, mesh))
        .collect::<Result<Vec<_>, _>>()?;
    check_tree(root)?;
    let roots: Vec<usize> = match root.scenes.get(root.scene.unwrap_or(0)) {
        Some(scene) => scene.nodes.clone(),
        None => return Err(damaged("it has no scene to show")),
    };
    let mut all = Extent::NOTHING;
    let mut vertices = 0;
    let mut open: Vec<(usize, Matrix)> = roots.iter().map(|node| (*node, IDENTITY)).collect();
    while let Some((index, parent)) = open.pop() {
        let node = root.nodes.get(index).ok_or_else(|| damaged("it names no such node"))?;
        let matrix = multiply(&parent, &local_matrix(node));
        if let Some((extent, count)) = node.mesh.and_then(|mesh| meshes.get(mesh)) {
            vertices += count;
            at_most!(vertices, MODEL_VERTICES_MAX, "vertices");
            extent.corners().for_each(|corner| all.add(transform(&matrix, corner)));
        }
        open.extend(node.children.iter().map(|child| (*child, matrix)));
    }
    Ok((all.in_mm()?, vertices))
}

/// Every node has at most one parent and none is its own ancestor; what nodes name is
/// there.
fn check_tree(root: &Root) -> Result<(), MediaError> {
    let mut parents = vec![None; root.nodes.len()];
    for (index, node) in root.nodes.iter().enumerate() {
        for child in &node.children {
            let parent = parents.get_mut(*child).ok_or_else(|| damaged("it names no such node"))?;
            if parent.replace(index).is_some() {
                return Err(damaged("a node hangs in two places"));
            }
        }
        let mesh_there = node.mesh.is_none_or(|mesh| mesh < root.meshes.len());
        let skin_there = node.skin.is_none_or(|skin| skin < root.skins.len());
        if !(mesh_there && skin_there) {
            return Err(damaged("a node names a mesh or a skin that is not there"));
        }
    }
    for index in 0..root.nodes.len() {
        let mut depth = 0;
        let mut at = index;
        while let Some(parent) = parents[at] {
            at = parent;
            depth += 1;
            at_most!(depth, MODEL_DEPTH_MAX, "nodes one within another");
        }
    }
    let nodes = root.nodes.len();
    let mut roots = vec![false; nodes];
    for scene in &root.scenes {
        roots.fill(false);
        for node in &scene.nodes {
            if *node >= nodes
                || parents[*node].is_some()
                || std::mem::replace(&mut roots[*node], true)
            {
                return Err(damaged("a scene names a node that is no root of it"));
            }
        }
    }
    if root.skins.iter().flat_map(|skin| &skin.joints).any(|joint| *joint >= nodes) {
        return Err(damaged("a skin names a node that is not there"));
    }
    Ok(())
}

fn measure_mesh(root: &Root, binary: &[u8], mesh: &Mesh) -> Result<(Extent, u64), MediaError> {
    let mut extent = Extent::NOTHING;
    let mut vertices = 0;
    for primitive in &mesh.primitives {
        vertices += measure_primitive(root, binary, primitive, &mut extent)?;
    }
    Ok((extent, vertices))
}

fn measure_primitive(
    root: &Root,
    binary: &[u8],
    primitive: &Primitive,
    extent: &mut Extent,
) -> Result<u64, MediaError> {
    let elements = |accessor: usize| {
        let accessor = root.accessors.get(accessor);
        let accessor =
            accessor.ok_or_else(|| damaged("a mesh names an accessor that is not there"))?;
        Elements::of(root, binary, accessor)
    };
    let position = primitive.attributes.get("POSITION");
    let positions = elements(*position.ok_or_else(|| damaged("a mesh has no positions"))?)?;
    if positions.component_type != FLOAT || positions.components != 3 {
        return Err(damaged("the positions of a mesh are not three floats each"));
    }
    let others =
        primitive.attributes.values().chain(primitive.targets.iter().flat_map(|t| t.values()));
    for other in others {
        if elements(*other)?.count != positions.count {
            return Err(damaged("a mesh has more of one attribute than of another"));
        }
    }
    if primitive.material.is_some_and(|material| material >= root.materials.len()) {
        return Err(damaged("a mesh names a material that is not there"));
    }
    let mut drawn = positions.count;
    if let Some(indices) = primitive.indices {
        let indices = elements(indices)?;
        let unsigned =
            [UNSIGNED_BYTE, UNSIGNED_SHORT, UNSIGNED_INT].contains(&indices.component_type);
        if !unsigned || indices.components != 1 {
            return Err(damaged("the indices of a mesh are not unsigned numbers"));
        }
        if indices.largest().is_some_and(|largest| largest as usize >= positions.count) {
            return Err(damaged("a mesh names a vertex that is not there"));
        }
        drawn = drawn.max(indices.count);
    }
    for bytes in positions.iter() {
        let [x, y, z] = [0, 4, 8].map(|at| {
            bytes[at..at + 4]
                .try_into()
                .map_or(f64::NAN, |four| f64::from(f32::from_le_bytes(four)))
        });
        extent.add([x, y, z]);
    }
    Ok(drawn as u64)
}

/// The least and the greatest of each coordinate so far.
#[derive(Clone, Copy, Debug)]
struct Extent {
    min: [f64; 3],
    max: [f64; 3],
}

impl Extent {
    const NOTHING: Self = Self { min: [f64::INFINITY; 3], max: [f64::NEG_INFINITY; 3] };

    fn add(&mut self, point: [f64; 3]) {
        for (axis, value) in point.into_iter().enumerate() {
            // What is no number stays no number, and is refused at the end.
            if value.is_nan() {
                self.min[axis] = f64::NAN;
            } else if !self.min[axis].is_nan() {
                self.min[axis] = self.min[axis].min(value);
                self.max[axis] = self.max[axis].max(value);
            }
        }
    }

    /// The eight corners; none of an extent of nothing.
    fn corners(&self) -> impl Iterator<Item = [f64; 3]> {
        let sides = [self.min, self.max];
        let there = self.min[0] <= self.max[0] || self.min.iter().any(|value| value.is_nan());
        (0..8).filter(move |_| there).map(move |corner: usize| {
            [sides[corner & 1][0], sides[corner >> 1 & 1][1], sides[corner >> 2 & 1][2]]
        })
    }

    fn in_mm(&self) -> Result<BoundsMm, MediaError> {
        if self.min[0] > self.max[0] {
            return Err(damaged("it shows nothing"));
        }
        let reach = f64::from(limits::MODEL_REACH_MM_MAX) / 1_000.0;
        let within = |value: &f64| value.abs() <= reach;
        if !self.min.iter().chain(&self.max).all(within) {
            let sides = self.min.iter().chain(&self.max);
            let farthest = sides.fold(0.0, |far: f64, side| far.max(side.abs()));
            return Err(MediaError::TooLarge {
                found: (farthest * 1_000.0) as u64,
                limit: limits::MODEL_REACH_MM_MAX as u64,
                unit: "millimetres from its origin",
                limit_name: "MODEL_REACH_MM_MAX",
            });
        }
        let mm = |value: f64| (value * 1_000.0).round() as i32;
        Ok(BoundsMm { min: self.min.map(mm), max: self.max.map(mm) })
    }
}

/// Four columns, as glTF has them.
type Matrix = [[f64; 4]; 4];

const IDENTITY: Matrix =
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]];

fn local_matrix(node: &Node) -> Matrix {
    if let Some(m) = node.matrix {
        return [0, 4, 8, 12].map(|at| [m[at], m[at + 1], m[at + 2], m[at + 3]]);
    }
    let [x, y, z, w] = node.rotation.unwrap_or([0.0, 0.0, 0.0, 1.0]);
    let [sx, sy, sz] = node.scale.unwrap_or([1.0; 3]);
    let [tx, ty, tz] = node.translation.unwrap_or([0.0; 3]);
    [
        [
            sx * (1.0 - 2.0 * (y * y + z * z)),
            sx * 2.0 * (x * y + z * w),
            sx * 2.0 * (x * z - y * w),
            0.0,
        ],
        [
            sy * 2.0 * (x * y - z * w),
            sy * (1.0 - 2.0 * (x * x + z * z)),
            sy * 2.0 * (y * z + x * w),
            0.0,
        ],
        [
            sz * 2.0 * (x * z + y * w),
            sz * 2.0 * (y * z - x * w),
            sz * (1.0 - 2.0 * (x * x + y * y)),
            0.0,
        ],
        [tx, ty, tz, 1.0],
    ]
}

fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    b.map(|column| [0, 1, 2, 3].map(|row| (0..4).map(|k| a[k][row] * column[k]).sum()))
}

fn transform(matrix: &Matrix, [x, y, z]: [f64; 3]) -> [f64; 3] {
    [0, 1, 2]
        .map(|row| matrix[0][row] * x + matrix[1][row] * y + matrix[2][row] * z + matrix[3][row])
}
