//! A clip as plain numbers, in which it goes from one program's memory to another's.

use super::damaged;
use super::keys::{Between, Keys};
use super::matrix::{Matrix, Trs};
use super::motion::{Channel, ModelAnimation, Path, Rest, Skin};
use crate::media::MediaError;

/// A model's clip, and the tree of nodes that it moves, as plain numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct FlatAnimation {
    /// The clip's name.
    pub name: String,
    /// How many there are of everything, and what belongs to what.
    pub counts: Vec<u32>,
    /// Where everything rests, and the clip's times and values.
    pub numbers: Vec<f64>,
}

const PATHS: [Path; 4] = [Path::Translation, Path::Rotation, Path::Scale, Path::Weights];
const BETWEEN: [Between; 3] = [Between::Linear, Between::Step, Between::Cubic];

impl From<&ModelAnimation> for FlatAnimation {
    fn from(model: &ModelAnimation) -> Self {
        let all = [model.rests.len(), model.order.len(), model.skins.len(), model.channels.len()];
        // No limit on models comes near to what 32 bits can count.
        let mut counts: Vec<u32> = all.map(|count| count as u32).into();
        let mut numbers = vec![model.duration_s];
        for Rest { trs: Trs { translation, rotation, scale }, matrix, weights } in &model.rests {
            counts.extend([weights.len() as u32, u32::from(matrix.is_some())]);
            numbers.extend(&model.rest_weights[weights.clone()]);
            numbers.extend(translation.iter().chain(rotation).chain(scale));
            numbers.extend(matrix.iter().flatten().flatten());
        }
        for (node, parent) in &model.order {
            counts.extend([*node as u32, parent.map_or(0, |parent| parent as u32 + 1)]);
        }
        for Skin { joints, joint_from_mesh, .. } in &model.skins {
            counts.push(joints.len() as u32);
            counts.extend(joints.iter().map(|joint| *joint as u32));
            numbers.extend(joint_from_mesh.iter().flatten().flatten());
        }
        for Channel { node, path, keys } in &model.channels {
            let [path, between] = [*path as u32, keys.between as u32];
            let [node, times] = [*node, keys.times_s.len()].map(|count| count as u32);
            counts.extend([node, path, between, times]);
            numbers.extend(&keys.times_s);
            numbers.extend(&keys.values);
        }
        Self { name: model.name.clone(), counts, numbers }
    }
}

impl TryFrom<FlatAnimation> for ModelAnimation {
    type Error = MediaError;

    /// Copies a clip's times and values as they are, and holds everything else together
    /// again, so that whoever plays it may index without fear.
    fn try_from(flat: FlatAnimation) -> Result<Self, MediaError> {
        let (mut counts, mut numbers) = (Left(&flat.counts), Left(&flat.numbers));
        let [nodes, ordered, skins, channels] = counts.some()?;
        let there = |node: u32| (node < nodes).then_some(node as usize).ok_or_else(mixed_up);
        let [duration_s] = numbers.some()?;
        let mut model = Self {
            name: flat.name,
            duration_s,
            rests: Vec::new(),
            order: Vec::new(),
            channels: Vec::new(),
            skins: Vec::new(),
            rest_weights: Vec::new(),
        };
        for _ in 0..nodes {
            let [weights, placed] = counts.some()?;
            let first = model.rest_weights.len();
            model.rest_weights.extend(numbers.take(weights as usize)?);
            let trs = Trs {
                translation: numbers.some()?,
                rotation: numbers.some()?,
                scale: numbers.some()?,
            };
            let matrix = if placed == 0 { None } else { Some(numbers.matrix()?) };
            model.rests.push(Rest { trs, matrix, weights: first..model.rest_weights.len() });
        }
        for _ in 0..ordered {
            let [node, parent] = counts.some()?;
            let parent = parent.checked_sub(1).map(there).transpose()?;
            model.order.push((there(node)?, parent));
        }
        let mut first = 0;
        for _ in 0..skins {
            let [count] = counts.some()?;
            let joints = counts.take(count as usize)?.iter().map(|joint| there(*joint));
            let joints = joints.collect::<Result<Vec<_>, _>>()?;
            let joint_from_mesh =
                joints.iter().map(|_| numbers.matrix()).collect::<Result<_, _>>()?;
            let place = first..first + joints.len();
            first = place.end;
            model.skins.push(Skin { joints, joint_from_mesh, place });
        }
        for _ in 0..channels {
            let [node, path, between, times] = counts.some()?;
            let node = there(node)?;
            let path = *PATHS.get(path as usize).ok_or_else(mixed_up)?;
            let between = *BETWEEN.get(between as usize).ok_or_else(mixed_up)?;
            let (times, width) = (times as usize, path.width(&model.rests[node]));
            let values = times.checked_mul(between.rows()).and_then(|rows| rows.checked_mul(width));
            let values = values.filter(|values| *values > 0).ok_or_else(mixed_up)?;
            let times_s = numbers.take(times)?.to_vec();
            let values = numbers.take(values)?.to_vec();
            model.channels.push(Channel {
                node,
                path,
                keys: Keys { times_s, values, width, between },
            });
        }
        match (counts.0, numbers.0) {
            ([], []) => Ok(model),
            _ => Err(mixed_up()),
        }
    }
}

/// What is left of an array.
struct Left<'a, T>(&'a [T]);

impl<'a, T: Copy> Left<'a, T> {
    fn take(&mut self, count: usize) -> Result<&'a [T], MediaError> {
        let (taken, left) = self.0.split_at_checked(count).ok_or_else(mixed_up)?;
        self.0 = left;
        Ok(taken)
    }

    fn some<const COUNT: usize>(&mut self) -> Result<[T; COUNT], MediaError> {
        self.take(COUNT)?.try_into().map_err(|_| mixed_up())
    }
}

impl Left<'_, f64> {
    fn matrix(&mut self) -> Result<Matrix, MediaError> {
        Ok([self.some()?, self.some()?, self.some()?, self.some()?])
    }
}

fn mixed_up() -> MediaError {
    damaged("the numbers of its clip do not fit together")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::motion::tests::{moving, worn_and_bent};
    use super::super::tests::pack;
    use super::*;

    /// Clips with every kind of path, of what lies between keys, and of a node's place.
    fn clips() -> Vec<ModelAnimation> {
        let (worn, binary) = worn_and_bent();
        let slide = [0.0, 0.0, 0.0, 4.0, 2.0, 0.0];
        let ease = [[0.0; 3], [0.0; 3], [0.0; 3], [0.0; 3], [1.0; 3], [0.0; 3]].concat();
        let turn = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.6, 0.8];
        let channels: [(&str, &[f32], &[f32], &str); 3] = [
            ("translation", &[1.0, 3.0], &slide, "STEP"),
            ("scale", &[0.0, 2.5], &ease, "CUBICSPLINE"),
            ("rotation", &[0.5, 2.0], &turn, "LINEAR"),
        ];
        let matrix = json!([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 3, 4, 5, 1]);
        let placed = json!({"mesh": 0, "matrix": matrix});
        [
            pack(&worn, &binary),
            moving(json!({"mesh": 0, "translation": [7, 8, 9]}), &channels),
            moving(placed, &channels),
        ]
        .iter()
        .map(|bytes| ModelAnimation::open(bytes).unwrap().unwrap())
        .collect()
    }

    #[test]
    fn a_clip_is_the_same_after_its_way_as_numbers() {
        for clip in clips() {
            let flat = FlatAnimation::from(&clip);
            let back = ModelAnimation::try_from(flat.clone()).unwrap();
            assert_eq!(FlatAnimation::from(&back), flat);
            let mut poses = [clip.pose(), back.pose()];
            for time_s in [0.0, 0.3, 0.5, 1.7, 2.5, 9.0] {
                clip.sample(time_s, &mut poses[0]);
                back.sample(time_s, &mut poses[1]);
                assert_eq!(poses[0], poses[1], "at {time_s}");
                assert_eq!(clip.joints(0, &poses[0]), back.joints(0, &poses[1]));
                assert_eq!(clip.weights(0, &poses[0]), back.weights(0, &poses[1]));
            }
        }
    }

    #[test]
    fn numbers_that_do_not_fit_together_are_no_clip() {
        for clip in clips() {
            let flat = FlatAnimation::from(&clip);
            let check = |change: &dyn Fn(&mut FlatAnimation)| {
                let mut flat = flat.clone();
                change(&mut flat);
                ModelAnimation::try_from(flat)
            };
            for length in 0..flat.counts.len() {
                assert!(check(&|flat| flat.counts.truncate(length)).is_err(), "{length} counts");
            }
            for length in 0..flat.numbers.len() {
                assert!(check(&|flat| flat.numbers.truncate(length)).is_err(), "{length} numbers");
            }
            assert!(check(&|flat| flat.counts.push(0)).is_err());
            assert!(check(&|flat| flat.numbers.push(0.0)).is_err());
            // One count that is wrong is told, or plays as something else.
            for place in 0..flat.counts.len() {
                for wrong in [0, 1, 2, 3, 4, 5, u32::MAX] {
                    if let Ok(clip) = check(&|flat| flat.counts[place] = wrong) {
                        let mut pose = clip.pose();
                        clip.sample(1.0, &mut pose);
                    }
                }
            }
        }
    }
}
