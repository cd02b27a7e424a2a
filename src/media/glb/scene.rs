//! The tree of nodes that a model shows, its vertices, and the box that they fill.

use super::accessor::{Elements, FLOAT, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT};
use super::attributes::check_attribute;
use super::matrix::{Matrix, transform};
use super::motion::{ModelAnimation, Pose};
use super::raw::{Mesh, Primitive, Root};
use super::{BoundsMm, damaged};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// Checks meshes and nodes, and measures the default scene, in all the poses of the clip
/// that plays; also counts its vertices. Least and greatest positions are computed from
/// the vertices, never believed.
pub(super) fn measure(
    root: &Root,
    binary: &[u8],
) -> Result<(BoundsMm, u64, ModelAnimation), MediaError> {
    check_elements(root)?;
    let mut meshes = Vec::with_capacity(root.meshes.len());
    // What hangs on each is kept for every joint up to the last that is named.
    let mut kept = 0;
    for mesh in &root.meshes {
        let measured = measure_mesh(root, binary, mesh)?;
        kept += measured.by_joint.len();
        at_most!(kept, MODEL_JOINTS_MAX, "joints in its meshes");
        meshes.push(measured);
    }
    check_tree(root)?;
    let shown = shown_nodes(root).ok_or_else(|| damaged("it has no scene to show"))?;
    let (mut vertices, mut joints) = (0, 0);
    for node in shown.iter().map(|node| &root.nodes[*node]) {
        let Some(mesh) = node.mesh.map(|mesh| &meshes[mesh]) else { continue };
        vertices += mesh.vertices;
        at_most!(vertices, MODEL_VERTICES_MAX, "vertices");
        if let Some(skin) = node.skin.map(|skin| &root.skins[skin]) {
            joints += skin.joints.len();
            at_most!(joints, MODEL_JOINTS_MAX, "joints");
            if mesh.by_joint.len() > skin.joints.len() {
                return Err(damaged("a mesh hangs on a joint that its skin has not"));
            }
        }
    }
    let motion = ModelAnimation::of(root, binary)?;
    let mut all = Extent::NOTHING;
    let mut pose = motion.pose();
    add_pose(root, &meshes, &shown, &motion, &pose, &mut all);
    for time_s in motion.times_s(POSES) {
        motion.sample(time_s, &mut pose);
        add_pose(root, &meshes, &shown, &motion, &pose, &mut all);
    }
    Ok((all.in_mm()?, vertices, motion))
}

/// The nodes that the default scene shows, of a tree that was checked; none where there is
/// no scene.
pub(super) fn shown_nodes(root: &Root) -> Option<Vec<usize>> {
    let mut shown = root.scenes.get(root.scene.unwrap_or(0))?.nodes.clone();
    let mut next = 0;
    while let Some(&node) = shown.get(next) {
        shown.extend(&root.nodes[node].children);
        next += 1;
    }
    Some(shown)
}

/// Counts what is gone through to measure the meshes, whether they are shown or not:
/// a thousand of them may name the same positions.
fn check_elements(root: &Root) -> Result<(), MediaError> {
    let mut elements: u64 = 0;
    for primitive in root.meshes.iter().flat_map(|mesh| &mesh.primitives) {
        let own = ["POSITION", "JOINTS_0", "WEIGHTS_0"].map(|name| primitive.attributes.get(name));
        let moved = primitive.targets.iter().map(|target| target.get("POSITION"));
        let named = own.into_iter().chain([primitive.indices.as_ref()]).chain(moved).flatten();
        for accessor in named {
            // What names none is refused when it is measured.
            let count = root.accessors.get(*accessor).map_or(0, |accessor| accessor.count);
            elements = elements.saturating_add(count);
            at_most!(elements, MODEL_ELEMENTS_MAX, "positions, indices and joints in its meshes");
        }
    }
    Ok(())
}

/// In how many poses a model that moves is measured.
const POSES: usize = 64;

/// Adds what a model fills in one pose.
fn add_pose(
    root: &Root,
    meshes: &[Measured],
    shown: &[usize],
    motion: &ModelAnimation,
    pose: &Pose,
    all: &mut Extent,
) {
    for index in shown {
        let node = &root.nodes[*index];
        let Some(mesh) = node.mesh.map(|mesh| &meshes[mesh]) else { continue };
        let weights = motion.weights(*index, pose);
        let mut add = |extent: &Extent, matrix: &Matrix| {
            let bent = extent.bent(&mesh.targets, weights);
            bent.corners().for_each(|corner| all.add(transform(matrix, corner)));
        };
        match node.skin {
            // A vertex lies between the places to which its joints would take it.
            Some(skin) if !mesh.by_joint.is_empty() => {
                let joints = motion.joints(skin, pose);
                mesh.by_joint.iter().zip(joints).for_each(|(extent, joint)| add(extent, joint));
            }
            _ => add(&mesh.extent, pose.model_from_node(*index)),
        }
    }
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

/// What a mesh fills in its own axes.
struct Measured {
    extent: Extent,
    vertices: u64,
    /// What the vertices fill that hang on each joint; none for a mesh without any.
    by_joint: Vec<Extent>,
    /// How far each shape moves vertices.
    targets: Vec<Extent>,
}

fn measure_mesh(root: &Root, binary: &[u8], mesh: &Mesh) -> Result<Measured, MediaError> {
    let mut measured = Measured {
        extent: Extent::NOTHING,
        vertices: 0,
        by_joint: Vec::new(),
        targets: Vec::new(),
    };
    for primitive in &mesh.primitives {
        measure_primitive(root, binary, primitive, &mut measured)?;
    }
    Ok(measured)
}

fn measure_primitive(
    root: &Root,
    binary: &[u8],
    primitive: &Primitive,
    measured: &mut Measured,
) -> Result<(), MediaError> {
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
    measured.vertices += drawn as u64;
    points(&positions).for_each(|point| measured.extent.add(point));
    for (index, target) in primitive.targets.iter().enumerate() {
        at_most!(index + 1, MODEL_TARGETS_MAX, "shapes of one mesh");
        if measured.targets.len() <= index {
            // Vertices of other primitives are not moved by it.
            measured.targets.push(Extent { min: [0.0; 3], max: [0.0; 3] });
        }
        if let Some(moved) = target.get("POSITION") {
            let moved = elements(*moved)?;
            if moved.component_type != FLOAT || moved.components != 3 {
                return Err(damaged("the positions of a shape are not three floats each"));
            }
            points(&moved).for_each(|point| measured.targets[index].add(point));
        }
    }
    let (joints, weights) =
        (primitive.attributes.get("JOINTS_0"), primitive.attributes.get("WEIGHTS_0"));
    if let (Some(joints), Some(weights)) = (joints, weights) {
        let (joints, weights) = (elements(*joints)?, elements(*weights)?);
        let whole = [UNSIGNED_BYTE, UNSIGNED_SHORT].contains(&joints.component_type);
        if !whole || joints.components != 4 || weights.components != 4 {
            return Err(damaged("the joints of a mesh are not four numbers each"));
        }
        let mut each = joints.numbers().zip(weights.numbers());
        for point in points(&positions) {
            for (joint, weight) in each.by_ref().take(4) {
                if weight > 0.0 {
                    let joint = joint as usize;
                    at_most!(joint + 1, MODEL_JOINTS_MAX, "joints");
                    if measured.by_joint.len() <= joint {
                        measured.by_joint.resize(joint + 1, Extent::NOTHING);
                    }
                    measured.by_joint[joint].add(point);
                }
            }
        }
    }
    // All of them are there: each was counted.
    let named = primitive.attributes.iter().chain(primitive.targets.iter().flatten());
    for (name, accessor) in named {
        check_attribute(name, &root.accessors[*accessor])?;
    }
    Ok(())
}

fn points<'a>(positions: &Elements<'a>) -> impl Iterator<Item = [f64; 3]> + use<'a> {
    positions.iter().map(|bytes| {
        [0, 4, 8].map(|at| {
            let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
            four.map_or(f64::NAN, |four| f64::from(f32::from_le_bytes(four)))
        })
    })
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

    /// The same with shapes added by their weights: at most as far as each reaches.
    fn bent(&self, targets: &[Self], weights: &[f64]) -> Self {
        let mut bent = *self;
        for (target, weight) in targets.iter().zip(weights) {
            for axis in 0..3 {
                let ends = [target.min[axis] * weight, target.max[axis] * weight];
                bent.min[axis] += ends[0].min(ends[1]);
                bent.max[axis] += ends[0].max(ends[1]);
            }
        }
        bent
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
