//! Rapier: the solid parts of rooms as colliders, and the visitor's body among them.

use bevy::prelude::*;
use bevy_rapier3d::control::{CharacterAutostep, CharacterLength};
pub(crate) use bevy_rapier3d::control::{
    KinematicCharacterController, KinematicCharacterControllerOutput,
};
use bevy_rapier3d::plugin::{NoUserData, RapierPhysicsPlugin, TimestepMode};
pub(crate) use bevy_rapier3d::plugin::{PhysicsSet, ReadRapierContext};
use bevy_rapier3d::prelude::{Collider, QueryFilter, RigidBody};

use crate::gallery::space::{metres, world_from_plan};

/// Physics runs in the fixed schedule, this many times a second.
pub(crate) const STEPS_PER_SECOND: f64 = 60.0;

/// The radius of the visitor's body, in metres; half a door is more than thrice that.
pub(crate) const BODY_RADIUS_M: f32 = 0.25;

/// The height of the visitor's body, in metres.
pub(crate) const BODY_HEIGHT_M: f32 = 1.75;

/// What is higher than this nobody walks up, in metres. At a walking pace the controller
/// climbs less than that: ARCHITECTURE says why, and the house has no steps.
pub(crate) const STEP_M: f32 = 0.25;

pub(crate) fn plugin(app: &mut App) {
    app.insert_resource(Time::<Fixed>::from_hz(STEPS_PER_SECOND))
        .insert_resource(TimestepMode::Fixed { dt: (1.0 / STEPS_PER_SECOND) as f32, substeps: 1 })
        .add_plugins(RapierPhysicsPlugin::<NoUserData>::default().in_fixed_schedule());
}

/// The body that the character controller moves. Its transform is the middle of the
/// body, half its height above the floor.
pub(crate) fn body() -> impl Bundle {
    (
        RigidBody::KinematicPositionBased,
        Collider::capsule_y(BODY_HEIGHT_M / 2.0 - BODY_RADIUS_M, BODY_RADIUS_M),
        KinematicCharacterController {
            offset: CharacterLength::Absolute(0.02),
            slide: true,
            autostep: Some(CharacterAutostep {
                max_height: CharacterLength::Absolute(STEP_M),
                min_width: CharacterLength::Absolute(0.2),
                include_dynamic_bodies: false,
            }),
            snap_to_ground: Some(CharacterLength::Absolute(STEP_M)),
            ..default()
        },
    )
}

/// A solid box of the building, from its lowest to its highest corner
/// (`[x, y, height]` in millimetres of the plan).
pub(crate) fn solid(min_mm: [i32; 3], max_mm: [i32; 3]) -> impl Bundle {
    let half = |axis: usize| metres(max_mm[axis] - min_mm[axis]) / 2.0;
    let middle = |axis: usize| (min_mm[axis] + max_mm[axis]) / 2;
    (
        Transform::from_translation(world_from_plan(middle(0), middle(1), middle(2))),
        Collider::cuboid(half(0), half(2), half(1)),
        RigidBody::Fixed,
    )
}

/// How far a ray goes before it meets something solid of the building, in metres.
pub(crate) fn distance_to_solid(
    context: &ReadRapierContext,
    origin: Vec3,
    direction: Dir3,
    at_most: f32,
) -> f32 {
    let Ok(context) = context.single() else {
        return at_most;
    };
    let filter = QueryFilter::only_fixed();
    context
        .cast_ray(origin, *direction, at_most, true, filter)
        .map_or(at_most, |(_, distance)| distance)
}
