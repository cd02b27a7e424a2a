//! The body: walks at a visitor's pace through a building that it cannot leave.

use std::f32::consts::{FRAC_PI_2, PI};

use bevy::camera::Projection;
use bevy::core_pipeline::tonemapping::Tonemapping;
use bevy::prelude::*;

use super::Journey;
use super::climb::Climb;
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::sight::Eye;
use crate::gallery::space::{looking_towards, plan_from_world, world_from_plan};
use crate::gallery::third_party::rapier::{
    self, BODY_HEIGHT_M, KinematicCharacterController, KinematicCharacterControllerOutput,
    PhysicsSet, ReadRapierContext,
};
use crate::gallery::wishes::Overlays;
use crate::hang::Standpoint;

/// Height of the eye above the floor, in metres.
pub(crate) const EYE_M: f32 = 1.62;

/// A stroll, in metres a second.
pub(crate) const STROLL_M_PER_S: f32 = 1.4;

/// In a hurry, in metres a second.
pub(crate) const HURRY_M_PER_S: f32 = 2.8;

/// How fast a walk starts and ends, in metres a second, per second.
const EASE_M_PER_S2: f32 = 9.0;

/// How fast one comes down, in metres a second: there may be steps, there are no cliffs.
const FALL_M_PER_S: f32 = 4.0;

/// How far up and down one looks.
const PITCH_MAX: f32 = 1.2;

/// The visitor. The transform beside it is the middle of their body.
#[derive(Component, Clone, Debug)]
pub(crate) struct Visitor {
    /// Where they look, in radians clockwise from north.
    pub heading: f32,
    /// Up is positive, in radians.
    pub pitch: f32,
    /// How closely they look: 1 is the plain eye, 4 a fourth of its field.
    pub closeness: f32,
    velocity: Vec2,
    climb: Option<Climb>,
    /// The middle of the body at the last two fixed steps; the eye moves between them.
    steps: [Vec3; 2],
    /// The last point that was certainly inside the building.
    inside: Vec3,
    /// How often they had to be put back there.
    pub rescues: u32,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, enter.run_if(resource_exists::<Show>))
        .add_systems(
            FixedUpdate,
            (walk.before(PhysicsSet::SyncBackend), keep_inside.after(PhysicsSet::Writeback)),
        )
        .add_systems(Update, eye_follows.in_set(Stage::Walk));
}

/// Puts the visitor at a standpoint at once.
pub(crate) fn stand_at(
    visitor: &mut Visitor,
    transform: &mut Transform,
    standpoint: Standpoint,
    pitch: f32,
) {
    let place = world_from_plan(standpoint.x_mm, standpoint.y_mm, 0)
        + Vec3::Y * (BODY_HEIGHT_M / 2.0 + 0.02);
    transform.translation = place;
    visitor.heading = (standpoint.heading_deg as f32).to_radians();
    visitor.pitch = pitch;
    visitor.velocity = Vec2::ZERO;
    visitor.climb = None;
    visitor.steps = [place; 2];
    visitor.inside = place;
}

fn enter(mut commands: Commands, show: Res<Show>) {
    let mut visitor = Visitor {
        heading: 0.0,
        pitch: 0.0,
        closeness: 1.0,
        velocity: Vec2::ZERO,
        climb: None,
        steps: [Vec3::ZERO; 2],
        inside: Vec3::ZERO,
        rescues: 0,
    };
    let mut transform = Transform::default();
    stand_at(&mut visitor, &mut transform, show.plan.entrance, 0.0);
    let eye = visitor.eye();
    commands.spawn((visitor, transform, rapier::body()));
    commands.spawn((
        Eye,
        Camera3d::default(),
        Tonemapping::None,
        Msaa::Sample4,
        Projection::Perspective(PerspectiveProjection { near: 0.05, far: 400.0, ..default() }),
        eye,
    ));
}

/// What the held keys ask for: ahead and to the right, at most 1.
fn held(keys: &ButtonInput<KeyCode>) -> (Vec2, f32) {
    let axis = |plus: &[KeyCode], minus: &[KeyCode]| {
        f32::from(keys.any_pressed(plus.iter().copied()))
            - f32::from(keys.any_pressed(minus.iter().copied()))
    };
    let ahead = axis(&[KeyCode::KeyW, KeyCode::ArrowUp], &[KeyCode::KeyS, KeyCode::ArrowDown]);
    let right = axis(&[KeyCode::KeyD], &[KeyCode::KeyA]);
    let turn = axis(&[KeyCode::ArrowRight, KeyCode::KeyE], &[KeyCode::ArrowLeft, KeyCode::KeyQ]);
    (Vec2::new(right, ahead).clamp_length_max(1.0), turn)
}

fn walk(
    time: Res<Time>,
    keys: Option<Res<ButtonInput<KeyCode>>>,
    overlays: Res<Overlays>,
    solids: ReadRapierContext,
    mut journey: ResMut<Journey>,
    visitor: Single<(
        &mut Visitor,
        &Transform,
        &mut KinematicCharacterController,
        Option<&KinematicCharacterControllerOutput>,
    )>,
) {
    let (mut visitor, transform, mut controller, moved) = visitor.into_inner();
    let dt = time.delta_secs();
    let (mut wanted, mut pace) = (Vec2::ZERO, STROLL_M_PER_S);
    if let Some(keys) = keys.as_ref().filter(|_| !overlays.plan) {
        let (step, turn) = held(keys);
        if step != Vec2::ZERO || turn != 0.0 {
            journey.end();
        }
        if keys.any_pressed([KeyCode::ShiftLeft, KeyCode::ShiftRight]) {
            pace = HURRY_M_PER_S;
        }
        visitor.heading += turn * 1.6 * dt;
        wanted = visitor.ahead() * step.y + visitor.right() * step.x;
    }
    if let Some(leg) = journey.next_leg(&mut visitor, transform.translation, dt) {
        wanted = leg.direction;
        pace = leg.pace;
    }
    let wanted = wanted * pace;
    let change = (wanted - visitor.velocity).clamp_length_max(EASE_M_PER_S2 * dt);
    visitor.velocity += change;
    let (place, velocity) = (transform.translation, visitor.velocity);
    visitor.climb = match visitor.climb {
        Some(climb) => climb.go_on(&solids, place, velocity),
        None => moved.and_then(|moved| Climb::begin(&solids, place, velocity, moved)),
    };
    let up = visitor.climb.map_or(-FALL_M_PER_S * dt, |climb| climb.rise_m(place, dt));
    controller.snap_to_ground = rapier::down_to_the_ground(visitor.climb.is_none());
    controller.translation = Some(Vec3::new(velocity.x * dt, up, velocity.y * dt));
}

/// The last word on where a visitor may be: above the floor and inside the building.
fn keep_inside(
    show: Res<Show>,
    visitor: Single<(&mut Visitor, &mut Transform, Option<&KinematicCharacterControllerOutput>)>,
) {
    let (mut visitor, mut transform, output) = visitor.into_inner();
    let lowest = BODY_HEIGHT_M / 2.0;
    if transform.translation.y < lowest {
        transform.translation.y = lowest;
    }
    let [x_mm, y_mm] = plan_from_world(transform.translation);
    if show.plan.room_at(x_mm, y_mm).is_some() {
        visitor.inside = transform.translation;
    } else {
        transform.translation = visitor.inside;
        visitor.rescues += 1;
        visitor.velocity = Vec2::ZERO;
    }
    // Who climbs is held up by the step for a moment only.
    if let Some(output) = output.filter(|_| visitor.climb.is_none()) {
        // What a wall took from the step is gone from the pace as well.
        let moved = output.effective_translation.xz().length();
        let asked = output.desired_translation.xz().length();
        if asked > 1e-5 && moved < asked * 0.5 {
            visitor.velocity *= 0.6;
        }
    }
    visitor.steps = [visitor.steps[1], transform.translation];
}

fn eye_follows(
    fixed: Res<Time<Fixed>>,
    visitor: Single<&Visitor>,
    eye: Single<(&mut Transform, &mut GlobalTransform, &mut Projection, &Camera), With<Eye>>,
) {
    let (mut transform, mut global, mut projection, camera) = eye.into_inner();
    let mut place = visitor.eye();
    let [from, to] = visitor.steps;
    place.translation += from.lerp(to, fixed.overstep_fraction()) - to;
    if *transform != place {
        *transform = place;
        // Sight and attention look through the eye within this very frame.
        *global = GlobalTransform::from(place);
    }
    if let (Projection::Perspective(lens), Some(size)) =
        (&mut *projection, camera.logical_viewport_size())
    {
        let fov = field_of_view(size.x / size.y.max(1.0), visitor.closeness);
        if (lens.fov - fov).abs() > 1e-4 {
            lens.fov = fov;
        }
    }
}

/// The vertical field of view in radians: 58 degrees on a wide picture, more on an
/// upright phone, so that a door still fits between its edges.
fn field_of_view(aspect: f32, closeness: f32) -> f32 {
    let wide = 58.0_f32.to_radians();
    let narrowest_across = 52.0_f32.to_radians();
    let upright = 2.0 * ((narrowest_across / 2.0).tan() / aspect.max(0.2)).atan();
    let plain = wide.max(upright).min(FRAC_PI_2);
    2.0 * ((plain / 2.0).tan() / closeness.max(1.0)).atan()
}

impl Visitor {
    /// The unit vector ahead, in the world's x and z.
    pub fn ahead(&self) -> Vec2 {
        Vec2::new(self.heading.sin(), -self.heading.cos())
    }

    fn right(&self) -> Vec2 {
        Vec2::new(self.heading.cos(), self.heading.sin())
    }

    /// Turns by an angle to the right and up.
    pub fn turn(&mut self, right: f32, up: f32) {
        self.heading = (self.heading + right).rem_euclid(2.0 * PI);
        self.pitch = (self.pitch + up).clamp(-PITCH_MAX, PITCH_MAX);
    }

    /// Where the eye is at the last fixed step.
    pub fn eye(&self) -> Transform {
        let feet = self.steps[1] - Vec3::Y * (BODY_HEIGHT_M / 2.0);
        Transform::from_translation(feet + Vec3::Y * EYE_M).with_rotation(
            looking_towards(self.heading.to_degrees()) * Quat::from_rotation_x(self.pitch),
        )
    }
}
