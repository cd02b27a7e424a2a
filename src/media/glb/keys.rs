//! Keyframes: values at times, and what lies between them (glTF 2.0, section 3.11 and
//! appendix C).

use super::accessor::{Elements, FLOAT};
use super::damaged;
use super::matrix::{normalized, slerp};
use super::raw::{Root, Sampler};
use crate::limits;
use crate::media::MediaError;
use crate::media::error::at_most;

/// The keyframes of one property.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    pub times_s: Vec<f64>,
    /// For every time `width` numbers; between cubic keys, those of the tangent that
    /// comes in, the value and the tangent that goes out.
    pub values: Vec<f64>,
    pub width: usize,
    pub between: Between,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    Linear,
    Step,
    Cubic,
}

impl Keys {
    /// Reads a sampler whose values are `width` numbers each, `components` of them in an
    /// element of its accessor. `numbers` counts those of all samplers, before any is read:
    /// an accessor may have as many elements as the model has bytes, and be named by all.
    pub fn read(
        root: &Root,
        binary: &[u8],
        sampler: &Sampler,
        width: usize,
        components: usize,
        numbers: &mut u64,
    ) -> Result<Self, MediaError> {
        let elements = |index: usize| {
            let accessor = root.accessors.get(index);
            let accessor = accessor.ok_or_else(|| damaged("an animation names no accessor"))?;
            Elements::of(root, binary, accessor)
        };
        let (input, output) = (elements(sampler.input)?, elements(sampler.output)?);
        if input.component_type != FLOAT || input.components != 1 || input.count == 0 {
            return Err(damaged("the times of an animation are not floats"));
        }
        let own = (input.count as u64).saturating_mul(width as u64);
        *numbers = numbers.saturating_add(own);
        at_most!(*numbers, MODEL_KEYS_MAX, "numbers in its animations");
        let times_s: Vec<f64> = input.numbers().collect();
        let in_order = times_s.is_sorted() && times_s.iter().all(|t| t.is_finite() && *t >= 0.0);
        if !in_order {
            return Err(damaged("the times of an animation are out of order"));
        }
        let between = match sampler.interpolation.as_deref() {
            None | Some("LINEAR") => Between::Linear,
            Some("STEP") => Between::Step,
            Some("CUBICSPLINE") => Between::Cubic,
            Some(other) => {
                return Err(damaged(format!("an animation goes {other:?} between its keys")));
            }
        };
        let needed = times_s.len().checked_mul(between.rows() * width);
        if output.components != components || needed != Some(output.count * components) {
            return Err(damaged("an animation has not as many values as it has times"));
        }
        let values: Vec<f64> = output.numbers().collect();
        if !values.iter().all(|value| value.is_finite()) {
            return Err(damaged("an animation has values that are no numbers"));
        }
        Ok(Self { times_s, values, width, between })
    }

    /// The numbers at a time, held before the first key and behind the last.
    pub fn sample(&self, time_s: f64, into: &mut [f64]) {
        let (index, part, length_s) = self.place(time_s);
        match self.between {
            Between::Linear if part > 0.0 => {
                let (from, to) = (self.row(index, 0), self.row(index + 1, 0));
                for (out, (a, b)) in into.iter_mut().zip(from.iter().zip(to)) {
                    *out = a + (b - a) * part;
                }
            }
            Between::Cubic if part > 0.0 => {
                let (from, leaves) = (self.row(index, 1), self.row(index, 2));
                let (arrives, to) = (self.row(index + 1, 0), self.row(index + 1, 1));
                let (square, cube) = (part * part, part * part * part);
                let weights = [
                    2.0 * cube - 3.0 * square + 1.0,
                    length_s * (cube - 2.0 * square + part),
                    -2.0 * cube + 3.0 * square,
                    length_s * (cube - square),
                ];
                for (i, out) in into.iter_mut().enumerate().take(self.width) {
                    let parts = [from[i], leaves[i], to[i], arrives[i]];
                    *out = (0..4).map(|k| weights[k] * parts[k]).sum();
                }
            }
            Between::Cubic => copy(into, self.row(index, 1)),
            Between::Linear | Between::Step => copy(into, self.row(index, 0)),
        }
    }

    /// The same for a turn: the shorter way round, and of length one.
    pub fn sample_turn(&self, time_s: f64) -> [f64; 4] {
        let (index, part, _) = self.place(time_s);
        let turn = |row: &[f64]| normalized([row[0], row[1], row[2], row[3]]);
        if self.between == Between::Linear && part > 0.0 {
            return slerp(turn(self.row(index, 0)), turn(self.row(index + 1, 0)), part);
        }
        let mut sampled = [0.0; 4];
        self.sample(time_s, &mut sampled);
        normalized(sampled)
    }

    /// The key before a time, how much of the way to the next is gone, and how long that
    /// way is.
    fn place(&self, time_s: f64) -> (usize, f64, f64) {
        let last = self.times_s.len() - 1;
        let after = self.times_s.partition_point(|key| *key <= time_s);
        match after {
            0 => (0, 0.0, 0.0),
            after if after > last => (last, 0.0, 0.0),
            after => {
                let (from, to) = (self.times_s[after - 1], self.times_s[after]);
                (after - 1, (time_s - from) / (to - from), to - from)
            }
        }
    }

    /// The numbers of a key; of a cubic one its first, second or third.
    fn row(&self, index: usize, third: usize) -> &[f64] {
        let at = (index * self.between.rows() + third) * self.width;
        &self.values[at..at + self.width]
    }
}

impl Between {
    /// How many times `width` numbers a key has.
    pub fn rows(self) -> usize {
        if self == Self::Cubic { 3 } else { 1 }
    }
}

fn copy(into: &mut [f64], from: &[f64]) {
    for (out, value) in into.iter_mut().zip(from) {
        *out = *value;
    }
}
