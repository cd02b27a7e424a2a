//! Steps: what is low enough is walked up. Rapier's controller lifts whoever meets a step
//! by its height, moves them on by what is left of one frame, a few centimetres at a
//! walking pace, and lets their round foot slide down the step's edge again. Here a foot
//! that was lifted stays up until the body stands on the step.

use bevy::prelude::*;

use crate::gallery::third_party::rapier::{
    BODY_RADIUS_M, GAP_M, KinematicCharacterControllerOutput, ReadRapierContext, STEP_M,
    standing_ahead, ways_blocked,
};

/// How fast one climbs, in metres a second.
const CLIMB_M_PER_S: f32 = 1.2;

/// So far beyond where it touches a step's edge a body's middle is above the step.
const AHEAD_M: f32 = BODY_RADIUS_M + 3.0 * GAP_M;

/// What rises less is no step.
const RISE_MIN_M: f32 = 0.01;

/// A step that is being climbed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Climb {
    /// Straight towards it: a unit vector in the world's x and z.
    way: Vec2,
    /// The middle of the body once it stands on it.
    to: Vec3,
}

impl Climb {
    /// The climb of a visitor who walks towards a step that stands in their way, if there
    /// is one. `moved` is what became of their last movement.
    pub fn begin(
        solids: &ReadRapierContext,
        middle: Vec3,
        velocity: Vec2,
        moved: &KinematicCharacterControllerOutput,
    ) -> Option<Self> {
        ways_blocked(moved).filter(|way| velocity.dot(*way) > 0.0).find_map(|way| {
            let to = standing_ahead(solids, middle, way, AHEAD_M)?;
            let rise_m = to.y - middle.y;
            (RISE_MIN_M..STEP_M + GAP_M).contains(&rise_m).then_some(Self { way, to })
        })
    }

    /// The same climb while there is still something to climb: one neither stands on the
    /// step nor turns from it nor walks past its end.
    pub fn go_on(self, solids: &ReadRapierContext, middle: Vec3, velocity: Vec2) -> Option<Self> {
        let ahead_m = (self.to - middle).xz().dot(self.way);
        if ahead_m <= 0.0 || velocity.dot(self.way) <= 0.0 {
            return None;
        }
        let to = standing_ahead(solids, middle, self.way, ahead_m)?;
        ((to.y - self.to.y).abs() < GAP_M).then_some(self)
    }

    /// How far up the next step of time takes the body, in metres.
    pub fn rise_m(&self, middle: Vec3, dt: f32) -> f32 {
        (self.to.y - middle.y).clamp(0.0, CLIMB_M_PER_S * dt)
    }
}
