//! What is still on its way to the room: pictures, light, letters. When nothing is, the
//! room looks as it should, and a picture of it may be taken.

use std::collections::BTreeMap;

use bevy::prelude::*;

/// How many things each concern still waits for.
#[derive(Resource, Clone, Debug, Default)]
pub(super) struct Pending(BTreeMap<&'static str, usize>);

impl Pending {
    /// Says how many things a concern waits for now.
    pub fn set(&mut self, concern: &'static str, count: usize) {
        self.0.insert(concern, count);
    }

    pub fn total(&self) -> usize {
        self.0.values().sum()
    }
}

/// Frames that must pass with nothing on its way until nothing is: what is worth fetching
/// is thought over every few frames only.
pub(super) const CALM_FRAMES: u32 = 12;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Pending>();
}
