//! A model that moves: its nodes, the clip that plays, and where everything is at a time.

use std::ops::Range;

use super::accessor::{Elements, FLOAT};
use super::keys::Keys;
use super::matrix::{IDENTITY, Matrix, Trs, multiply};
use super::raw::{Animation, Root};
use super::{damaged, inspect};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// A model's first clip, and the tree of nodes that it moves.
#[derive(Clone, Debug)]
pub struct ModelAnimation {
    pub(super) name: String,
    pub(super) duration_s: f64,
    pub(super) rests: Vec<Rest>,
    /// Every node behind its parent.
    pub(super) order: Vec<(usize, Option<usize>)>,
    pub(super) channels: Vec<Channel>,
    pub(super) skins: Vec<Skin>,
    pub(super) rest_weights: Vec<f64>,
}

/// Where everything is at one time. It is made once and then written anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose {
    locals: Vec<Trs>,
    model_from_nodes: Vec<Matrix>,
    weights: Vec<f64>,
    joints: Vec<Matrix>,
}

#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub trs: Trs,
    /// A node that is placed by a matrix is not moved by clips.
    pub matrix: Option<Matrix>,
    /// The weights of its mesh's targets, among all weights.
    pub weights: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub node: usize,
    pub path: Path,
    pub keys: Keys,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    Translation,
    Rotation,
    Scale,
    Weights,
}

#[derive(Clone, Debug)]
pub(super) struct Skin {
    pub joints: Vec<usize>,
    pub joint_from_mesh: Vec<Matrix>,
    /// Its matrices among all joints' in a pose.
    pub place: Range<usize>,
}

impl ModelAnimation {
    /// The nodes and the first clip of a GLB, or of a glTF with its data in it, that is
    /// whole. None where nothing moves.
    pub fn open(bytes: &[u8]) -> Result<Option<Self>, MediaError> {
        let (_, motion) = inspect(bytes)?;
        Ok(Some(motion).filter(|motion| motion.channels() > 0))
    }

    /// The nodes of a model and its first clip, if it has one; all others are read too,
    /// to see whether they hold together. The tree of nodes has been checked.
    pub(super) fn of(root: &Root, binary: &[u8]) -> Result<Self, MediaError> {
        let mut rest_weights = Vec::new();
        let mut rests = Vec::with_capacity(root.nodes.len());
        for node in &root.nodes {
            let mesh = node.mesh.and_then(|mesh| root.meshes.get(mesh));
            let targets = mesh.map_or(0, |mesh| mesh.targets());
            at_most!(targets, MODEL_TARGETS_MAX, "shapes of one mesh");
            let first = rest_weights.len();
            let told = node.weights.as_ref().or(mesh.and_then(|mesh| mesh.weights.as_ref()));
            let told = told.map_or(&[][..], Vec::as_slice);
            rest_weights
                .extend((0..targets).map(|target| told.get(target).copied().unwrap_or(0.0)));
            at_most!(rest_weights.len(), MODEL_WEIGHTS_MAX, "weights of shapes");
            let plain = Trs::default();
            rests.push(Rest {
                trs: Trs {
                    translation: node.translation.unwrap_or(plain.translation),
                    rotation: node.rotation.unwrap_or(plain.rotation),
                    scale: node.scale.unwrap_or(plain.scale),
                },
                matrix: node
                    .matrix
                    .map(|m| [0, 4, 8, 12].map(|at| [m[at], m[at + 1], m[at + 2], m[at + 3]])),
                weights: first..rest_weights.len(),
            });
        }
        let mut model = Self {
            name: String::new(),
            duration_s: 0.0,
            order: order(root),
            channels: Vec::new(),
            skins: read_skins(root, binary)?,
            rests,
            rest_weights,
        };
        let mut keys = 0;
        for clip in &root.animations {
            let channels = model.read_channels(root, binary, clip, &mut keys)?;
            if model.channels.is_empty() && !channels.is_empty() {
                let ends = channels.iter().filter_map(|one| one.keys.times_s.last());
                model.duration_s = ends.fold(0.0, |last: f64, end| last.max(*end));
                at_most!((model.duration_s * 1_000.0) as u64, DURATION_MS_MAX, "milliseconds");
                model.name = clip.name.clone().unwrap_or_default();
                model.channels = channels;
            }
        }
        Ok(model)
    }

    /// The clip's name; empty where it has none, or nothing moves.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// One round of the clip.
    pub fn duration_s(&self) -> f64 {
        self.duration_s
    }

    /// How many properties the clip moves.
    pub fn channels(&self) -> usize {
        self.channels.len()
    }

    /// A pose to write into: the model at rest.
    pub fn pose(&self) -> Pose {
        let joints = self.skins.last().map_or(0, |skin| skin.place.end);
        let mut pose = Pose {
            locals: vec![Trs::default(); self.rests.len()],
            model_from_nodes: vec![IDENTITY; self.rests.len()],
            weights: vec![0.0; self.rest_weights.len()],
            joints: vec![IDENTITY; joints],
        };
        self.rest(&mut pose);
        self.place(&mut pose);
        pose
    }

    /// Writes where everything is at a time from the clip's start. Beyond its end the last
    /// keys hold; whoever plays it takes the time modulo [`Self::duration_s`]. `pose` has
    /// to be one of this model's own; nothing is allocated.
    pub fn sample(&self, time_s: f64, pose: &mut Pose) {
        self.rest(pose);
        for channel in &self.channels {
            let local = &mut pose.locals[channel.node];
            match channel.path {
                Path::Translation => channel.keys.sample(time_s, &mut local.translation),
                Path::Rotation => local.rotation = channel.keys.sample_turn(time_s),
                Path::Scale => channel.keys.sample(time_s, &mut local.scale),
                Path::Weights => {
                    let place = self.rests[channel.node].weights.clone();
                    channel.keys.sample(time_s, &mut pose.weights[place]);
                }
            }
        }
        self.place(pose);
    }

    /// The weights of a node's shapes (morph targets) in a pose.
    pub fn weights<'a>(&self, node: usize, pose: &'a Pose) -> &'a [f64] {
        self.rests.get(node).map_or(&[], |rest| &pose.weights[rest.weights.clone()])
    }

    /// Whether the clip bends the mesh of a node towards shapes.
    pub fn bends(&self, node: usize) -> bool {
        self.channels.iter().any(|channel| channel.node == node && channel.path == Path::Weights)
    }

    /// The matrices of a skin's joints in a pose, from the mesh as it is bound to the
    /// model, in the order of the skin's joints. The node that wears it counts for nothing.
    pub fn joints<'a>(&self, skin: usize, pose: &'a Pose) -> &'a [Matrix] {
        self.skins.get(skin).map_or(&[], |skin| &pose.joints[skin.place.clone()])
    }

    /// Every time at which something arrives somewhere, at most so many, evenly chosen.
    pub(super) fn times_s(&self, most: usize) -> Vec<f64> {
        let mut times: Vec<f64> =
            self.channels.iter().flat_map(|channel| &channel.keys.times_s).copied().collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        // Between two keys too: turns and curves reach farther there.
        let halves = times.windows(2).map(|two| (two[0] + two[1]) / 2.0);
        let mut all: Vec<f64> = halves.chain(times.iter().copied()).collect();
        all.sort_by(f64::total_cmp);
        let every = all.len().div_ceil(most.max(1)).max(1);
        all.into_iter().step_by(every).collect()
    }

    fn rest(&self, pose: &mut Pose) {
        for (local, rest) in pose.locals.iter_mut().zip(&self.rests) {
            *local = rest.trs;
        }
        pose.weights.copy_from_slice(&self.rest_weights);
    }

    /// From where nodes are below their parents to where they are in the model.
    fn place(&self, pose: &mut Pose) {
        for (node, parent) in &self.order {
            let local = match &self.rests[*node].matrix {
                Some(matrix) => *matrix,
                None => pose.locals[*node].matrix(),
            };
            pose.model_from_nodes[*node] = match parent {
                Some(parent) => multiply(&pose.model_from_nodes[*parent], &local),
                None => local,
            };
        }
        for skin in &self.skins {
            let places = pose.joints[skin.place.clone()].iter_mut();
            for (place, (joint, bind)) in places.zip(skin.joints.iter().zip(&skin.joint_from_mesh))
            {
                *place = multiply(&pose.model_from_nodes[*joint], bind);
            }
        }
    }

    fn read_channels(
        &self,
        root: &Root,
        binary: &[u8],
        clip: &Animation,
        keys: &mut u64,
    ) -> Result<Vec<Channel>, MediaError> {
        let mut channels = Vec::new();
        for channel in &clip.channels {
            let sampler = clip.samplers.get(channel.sampler);
            let sampler = sampler.ok_or_else(|| damaged("an animation has no such keys"))?;
            let (path, components) = match channel.target.path.as_str() {
                "translation" => (Path::Translation, 3),
                "rotation" => (Path::Rotation, 4),
                "scale" => (Path::Scale, 3),
                "weights" => (Path::Weights, 1),
                // What extensions move, such as materials.
                _ => continue,
            };
            let Some(node) = channel.target.node else { continue };
            let rest = self.rests.get(node);
            let rest =
                rest.ok_or_else(|| damaged("an animation moves a node that is not there"))?;
            let width = path.width(rest);
            if width == 0 {
                return Err(damaged("an animation moves shapes of a node that has none"));
            }
            let read = Keys::read(root, binary, sampler, width, components, keys)?;
            channels.push(Channel { node, path, keys: read });
        }
        Ok(channels)
    }
}

impl Path {
    /// How many numbers of a node it moves.
    pub fn width(self, rest: &Rest) -> usize {
        match self {
            Self::Translation | Self::Scale => 3,
            Self::Rotation => 4,
            Self::Weights => rest.weights.len(),
        }
    }
}

impl Pose {
    /// Where a node is in the model.
    pub fn model_from_node(&self, node: usize) -> &Matrix {
        self.model_from_nodes.get(node).unwrap_or(&IDENTITY)
    }

    /// Where a node is below its parent, unless a matrix places it.
    pub fn local(&self, node: usize) -> Trs {
        self.locals.get(node).copied().unwrap_or_default()
    }
}

/// Every node with its parent, parents first.
fn order(root: &Root) -> Vec<(usize, Option<usize>)> {
    let mut is_child = vec![false; root.nodes.len()];
    for child in root.nodes.iter().flat_map(|node| &node.children) {
        is_child[*child] = true;
    }
    let roots = (0..root.nodes.len()).filter(|node| !is_child[*node]);
    let mut order: Vec<(usize, Option<usize>)> = roots.map(|node| (node, None)).collect();
    let mut next = 0;
    while let Some(&(node, _)) = order.get(next) {
        order.extend(root.nodes[node].children.iter().map(|child| (*child, Some(node))));
        next += 1;
    }
    order
}

fn read_skins(root: &Root, binary: &[u8]) -> Result<Vec<Skin>, MediaError> {
    let mut skins = Vec::with_capacity(root.skins.len());
    let mut joints = 0;
    for skin in &root.skins {
        let first = joints;
        joints += skin.joints.len();
        at_most!(joints, MODEL_JOINTS_MAX, "joints");
        let joint_from_mesh = match skin.inverse_bind_matrices {
            None => vec![IDENTITY; skin.joints.len()],
            Some(index) => {
                let accessor = root.accessors.get(index);
                let accessor = accessor.ok_or_else(|| damaged("a skin names no accessor"))?;
                let elements = Elements::of(root, binary, accessor)?;
                let fits = elements.component_type == FLOAT && elements.components == 16;
                if !fits || elements.count < skin.joints.len() {
                    return Err(damaged("a skin has not a matrix for each of its joints"));
                }
                // Those of its joints, which are counted; how many more there are is not.
                let numbers: Vec<f64> = elements.numbers().take(16 * skin.joints.len()).collect();
                if !numbers.iter().all(|number| number.is_finite()) {
                    return Err(damaged("a skin has matrices that are no numbers"));
                }
                let columns =
                    |m: &[f64]| [0, 4, 8, 12].map(|at| [m[at], m[at + 1], m[at + 2], m[at + 3]]);
                numbers.chunks_exact(16).map(columns).collect()
            }
        };
        let joints_here = skin.joints.clone();
        skins.push(Skin { joints: joints_here, joint_from_mesh, place: first..joints });
    }
    Ok(skins)
}

#[cfg(test)]
#[path = "motion_tests.rs"]
pub(super) mod tests;
