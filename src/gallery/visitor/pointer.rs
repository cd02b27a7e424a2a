//! Clicks and taps: on a work to walk up to it, on the floor to walk there.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::sight::{Eye, Sight};
use crate::gallery::space::{metres, wall_frame, world_from_plan};
use crate::gallery::third_party::rapier::{ReadRapierContext, distance_to_solid};
use crate::gallery::wishes::{Overlays, Wish};
use crate::hang::{Placement, Plan};

/// A press that travels farther than this is a drag, in logical pixels.
const CLICK_SLOP: f32 = 6.0;

/// How far one can point, in metres.
const REACH_M: f32 = 60.0;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, point.in_set(Stage::Input).run_if(any_with_component::<PrimaryWindow>));
}

/// Where a press began, while it may still become a click.
type Press = Option<Vec2>;

fn point(
    show: Res<Show>,
    sight: Res<Sight>,
    overlays: Res<Overlays>,
    window: Single<&Window, With<PrimaryWindow>>,
    buttons: Res<ButtonInput<MouseButton>>,
    touches: Res<Touches>,
    eye: Single<(&Camera, &GlobalTransform), With<Eye>>,
    solids: ReadRapierContext,
    mut press: Local<Press>,
    mut pinched: Local<bool>,
    mut wishes: MessageWriter<Wish>,
) {
    let mut clicked = None;
    if let Some(cursor) = window.cursor_position() {
        if buttons.just_pressed(MouseButton::Left) {
            *press = (!overlays.pointer_taken).then_some(cursor);
        }
        if press.is_some_and(|start| start.distance(cursor) > CLICK_SLOP) {
            *press = None;
        }
        if buttons.just_released(MouseButton::Left) {
            clicked = press.take();
        }
    }
    // One of two fingers may have rested all the while; it is lifted, and has not tapped.
    *pinched |= touches.iter().count() > 1;
    for touch in touches.iter_just_released() {
        let still = touch.start_position().distance(touch.position()) <= 2.0 * CLICK_SLOP;
        if still && !*pinched && !overlays.pointer_taken {
            clicked = Some(touch.position());
        }
    }
    *pinched &= touches.iter().next().is_some();
    let Some(clicked) = clicked.filter(|_| !overlays.plan) else {
        return;
    };
    let (camera, from) = *eye;
    let Ok(ray) = camera.viewport_to_world(from, clicked) else {
        return;
    };
    let solid = distance_to_solid(&solids, ray.origin, ray.direction, REACH_M);
    if let Some(work) = work_under(&show.plan, &sight, ray, solid) {
        wishes.write(Wish::Approach(work));
    } else if ray.direction.y < -0.02 {
        let floor = -ray.origin.y / ray.direction.y;
        // A click on a wall walks to its foot.
        wishes.write(Wish::WalkTo(ray.get_point(floor.min((solid - 0.6).max(0.0)))));
    }
}

/// The nearest work in sight that a ray meets before anything solid.
pub(super) fn work_under(plan: &Plan, sight: &Sight, ray: Ray3d, solid: f32) -> Option<usize> {
    let works = sight.rooms.iter().flat_map(|&room| plan.room(room).works.iter().copied());
    works
        .filter_map(|work| Some((work, distance_to_work(plan, work, ray)?)))
        // The work hangs just before the wall that the ray would stop at.
        .filter(|(_, distance)| *distance <= solid + 0.3)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(work, _)| work)
}

fn distance_to_work(plan: &Plan, work: usize, ray: Ray3d) -> Option<f32> {
    match plan.placements[work] {
        Placement::Wall {
            room,
            side,
            along_mm,
            centre_mm,
            outer_width_mm,
            outer_height_mm,
            ..
        } => {
            let frame = wall_frame(plan.room(room), side, along_mm, centre_mm);
            let normal = frame.rotation * Vec3::Z;
            let towards = ray.direction.dot(normal);
            if towards > -1e-4 {
                return None;
            }
            let distance = (frame.translation - ray.origin).dot(normal) / towards;
            let hit = frame.rotation.inverse() * (ray.get_point(distance) - frame.translation);
            let inside = hit.x.abs() <= metres(outer_width_mm) / 2.0
                && hit.y.abs() <= metres(outer_height_mm) / 2.0;
            (inside && distance > 0.0).then_some(distance)
        }
        Placement::Floor { plinth, .. } => {
            let [x, y] = plinth.floor.centre();
            let middle = world_from_plan(x, y, plinth.height_mm);
            let along = (middle - ray.origin).dot(*ray.direction);
            let beside = ray.get_point(along.max(0.0)) - middle;
            let reach = metres(plinth.floor.width.max(plinth.floor.depth)) * 0.75;
            (along > 0.0 && beside.xz().length() < reach && beside.y.abs() < 1.2).then_some(along)
        }
    }
}
