//! What the visitor stands before: the nearby work that they look at.

use bevy::prelude::*;

use super::{Journey, Visitor};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::sight::{Eye, Sight};
use crate::gallery::space::{metres, wall_frame, world_from_plan};
use crate::gallery::wishes::Attention;
use crate::hang::{Placement, Plan, shown_size_mm, stand_before};

/// Farther away one sees a room, not a work: in metres, and a large work is looked at
/// from farther off.
const NEAR_M: f32 = 3.6;
const NEAR_PER_SIZE: f32 = 1.3;

/// Up to how many times the distance from which the plan has a work looked at one still
/// stands before it.
const WITHIN_VIEW: f32 = 1.3;

/// How far from the middle of the picture a work may be, as the cosine of an angle.
const MIDDLE_COS: f32 = 0.86;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, attend.in_set(Stage::See).run_if(resource_exists::<Show>));
}

fn attend(
    show: Res<Show>,
    sight: Res<Sight>,
    journey: Res<Journey>,
    eye: Single<&GlobalTransform, With<Eye>>,
    visitor: Single<&Visitor>,
    mut attention: ResMut<Attention>,
    mut last: Local<Option<(Vec3, Vec3)>>,
    mut viewed: Local<Option<(usize, f32)>>,
) {
    let (place, ahead) = (eye.translation(), *eye.forward());
    // Nothing new for an eye that rests.
    if *last == Some((place, ahead)) && !journey.is_changed() {
        return;
    }
    *last = Some((place, ahead));
    let works = sight.here.map(|room| show.plan.room(room).works.as_slice()).unwrap_or_default();
    let nearest = works
        .iter()
        .filter_map(|&work| {
            let (middle, normal) = middle_of(&show.plan, work);
            let away = middle - place;
            let distance = away.length().max(0.01);
            let centred = away.dot(ahead) / distance;
            let in_front = normal.is_none_or(|normal| normal.dot(away) < 0.0);
            let size_m = shown_size_mm(&show.lock.works[work])[..2]
                .iter()
                .max()
                .map_or(1.0, |mm| metres(*mm));
            let near = distance < (NEAR_M + size_m * NEAR_PER_SIZE) * visitor.closeness.sqrt();
            (near && in_front && centred > MIDDLE_COS).then_some((work, centred - distance * 0.02))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(work, _)| work);
    // A journey that has arrived knows best what it was for, until one looks away.
    let work = match journey.to_work.filter(|_| !journey.under_way()) {
        Some(work) if looks_towards(&show.plan, work, place, ahead) => Some(work),
        _ => nearest,
    };
    // A standpoint is searched for, which need not be done in each frame of a walk.
    if viewed.map(|(known, _)| known) != work {
        *viewed = work.map(|work| (work, viewed_from_m(&show.plan, work)));
    }
    let within_view = viewed.is_some_and(|(work, view_m)| {
        let away_m = middle_of(&show.plan, work).0.xz().distance(place.xz());
        away_m <= view_m * WITHIN_VIEW
    });
    attention.set_if_neq(Attention { work, within_view });
}

/// From how far the plan has a work looked at, along the floor, in metres.
fn viewed_from_m(plan: &Plan, work: usize) -> f32 {
    let from = stand_before(plan, work);
    let from = world_from_plan(from.x_mm, from.y_mm, 0);
    from.xz().distance(middle_of(plan, work).0.xz())
}

fn looks_towards(plan: &Plan, work: usize, place: Vec3, ahead: Vec3) -> bool {
    let away = middle_of(plan, work).0 - place;
    away.normalize_or_zero().dot(ahead) > 0.5
}

/// The middle of a work, and which way its front looks if it has one.
fn middle_of(plan: &Plan, work: usize) -> (Vec3, Option<Vec3>) {
    match plan.placements[work] {
        Placement::Wall { room, side, along_mm, centre_mm, .. } => {
            let frame = wall_frame(plan.room(room), side, along_mm, centre_mm);
            (frame.translation, Some(frame.rotation * Vec3::Z))
        }
        Placement::Floor { plinth, .. } => {
            let [x, y] = plinth.floor.centre();
            (world_from_plan(x, y, plinth.height_mm + 300), None)
        }
    }
}
