//! Rapier: the solid parts of rooms as colliders, and the visitor's body among them.

use bevy::prelude::*;
use bevy_rapier3d::control::CharacterLength;
pub(crate) use bevy_rapier3d::control::{
    KinematicCharacterController, KinematicCharacterControllerOutput,
};
use bevy_rapier3d::plugin::{NoUserData, RapierPhysicsPlugin, TimestepMode};
pub(crate) use bevy_rapier3d::plugin::{PhysicsSet, ReadRapierContext};
use bevy_rapier3d::prelude::{Collider, QueryFilter, RigidBody, ShapeCastOptions};

use crate::gallery::space::{metres, world_from_plan};

/// Physics runs in the fixed schedule, this many times a second.
pub(crate) const STEPS_PER_SECOND: f64 = 60.0;

/// The radius of the visitor's body, in metres; half a door is more than thrice that.
pub(crate) const BODY_RADIUS_M: f32 = 0.25;

/// The height of the visitor's body, in metres.
pub(crate) const BODY_HEIGHT_M: f32 = 1.75;

/// How far the body keeps from what is solid, in metres.
pub(crate) const GAP_M: f32 = 0.02;

/// What is higher than this nobody walks up, in metres. Climbing is the visitor's own
/// affair: the controller's would come to nothing at a walking pace.
pub(crate) const STEP_M: f32 = 0.25;

/// The least upward part of the normal of ground on which one stands level.
const LEVEL: f32 = 0.9;

/// The least horizontal part of the normal of what stands in one's way.
const IN_THE_WAY: f32 = 0.3;

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
        shape(),
        KinematicCharacterController {
            offset: CharacterLength::Absolute(GAP_M),
            slide: true,
            autostep: None,
            snap_to_ground: down_to_the_ground(true),
            ..default()
        },
    )
}

fn shape() -> Collider {
    Collider::capsule_y(BODY_HEIGHT_M / 2.0 - BODY_RADIUS_M, BODY_RADIUS_M)
}

/// How far down a body follows the ground; not at all where it is held up.
pub(crate) fn down_to_the_ground(follows: bool) -> Option<CharacterLength> {
    follows.then_some(CharacterLength::Absolute(STEP_M))
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

/// The ways, as unit vectors in the world's x and z, towards all that stood in the body's
/// way when it moved last.
pub(crate) fn ways_blocked(
    moved: &KinematicCharacterControllerOutput,
) -> impl Iterator<Item = Vec2> + '_ {
    moved.collisions.iter().filter_map(|met| {
        let towards = -met.hit.details?.normal1.xz();
        (towards.length() > IN_THE_WAY).then(|| towards.normalize())
    })
}

/// Where the middle of a body comes to lie that walks so far from `middle` along a unit
/// vector in the world's x and z, on level ground that may be higher by a step. None where
/// there is no such ground, or no room above it.
pub(crate) fn standing_ahead(
    context: &ReadRapierContext,
    middle: Vec3,
    way: Vec2,
    ahead_m: f32,
) -> Option<Vec3> {
    const LIFT_M: f32 = STEP_M + GAP_M;
    let context = context.single().ok()?;
    let body = shape();
    let cast = |from: Vec3, along: Vec3, at_most: f32| {
        let options = ShapeCastOptions {
            // A wall that one slides along is in nobody's way.
            stop_at_penetration: false,
            ..ShapeCastOptions::with_max_time_of_impact(at_most)
        };
        let filter = QueryFilter::only_fixed();
        context.cast_shape(from, Quat::IDENTITY, along, &*body.raw, options, filter)
    };
    let lifted = middle + Vec3::Y * LIFT_M;
    let way = Vec3::new(way.x, 0.0, way.y);
    // Ahead first: of what stands in the way nearly all is higher than a step.
    if cast(lifted, way, ahead_m).is_some() || cast(middle, Vec3::Y, LIFT_M).is_some() {
        return None;
    }
    let above = lifted + way * ahead_m;
    let (_, ground) = cast(above, Vec3::NEG_Y, LIFT_M + 2.0 * GAP_M)?;
    let level = ground.details?.normal1.y > LEVEL;
    level.then(|| above - Vec3::Y * (ground.time_of_impact - GAP_M))
}
