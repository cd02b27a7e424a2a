//! A walk with an end: to a work, to a point of the floor, to another room.

use std::collections::VecDeque;
use std::f32::consts::PI;

use bevy::prelude::*;

use super::body::{HURRY_M_PER_S, STROLL_M_PER_S, Visitor, stand_at};
use crate::gallery::order::Stage;
use crate::gallery::show::Show;
use crate::gallery::space::{plan_from_world, world_from_plan};
use crate::gallery::wishes::{Attention, Overlays, Wish};
use crate::hang::{Placement, Plan, RoomId, Standpoint, route, stand_before};

/// How near a point of the way counts as reached, in metres.
const REACHED_M: f32 = 0.12;

/// Farther than this one hurries, in metres.
const HURRY_BEYOND_M: f32 = 7.0;

/// How fast one turns on the way, in radians a second.
const TURN_PER_S: f32 = 2.4;

/// A walk that gains nothing for this long is given up, in seconds.
const STUCK_S: f32 = 1.5;

/// Whether glides are left out, as a visitor may ask of their system.
#[derive(Resource, Clone, Copy, Debug, Default)]
pub(crate) struct ReducedMotion(pub bool);

/// The way ahead; empty while the visitor walks by themselves.
#[derive(Resource, Clone, Debug, Default)]
pub(crate) struct Journey {
    points: VecDeque<Vec2>,
    /// Where to look at the end: heading and pitch in radians.
    arrival: Option<(f32, f32)>,
    /// The work that one goes to.
    pub to_work: Option<usize>,
    best_left: f32,
    since_gain: f32,
}

/// What the next step of a journey asks of the body.
pub(super) struct Leg {
    pub direction: Vec2,
    pub pace: f32,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Journey>()
        .init_resource::<ReducedMotion>()
        .add_systems(Update, set_out.in_set(Stage::Walk).run_if(resource_exists::<Show>));
}

fn set_out(
    show: Res<Show>,
    overlays: Res<Overlays>,
    attention: Res<Attention>,
    reduced: Res<ReducedMotion>,
    mut wishes: MessageReader<Wish>,
    mut journey: ResMut<Journey>,
    visitor: Single<(&mut Visitor, &mut Transform)>,
) {
    let (mut visitor, mut transform) = visitor.into_inner();
    for wish in wishes.read() {
        let here = plan_from_world(transform.translation);
        match *wish {
            Wish::Approach(work) if !reduced.0 => {
                let (standpoint, pitch) = before(&show, work);
                *journey = Journey::new(&show.plan, here, standpoint, pitch, Some(work));
            }
            Wish::Approach(work) | Wish::StandBefore(work) => {
                let (standpoint, pitch) = before(&show, work);
                *journey = Journey { to_work: Some(work), ..default() };
                stand_at(&mut visitor, &mut transform, standpoint, pitch);
            }
            Wish::Next | Wish::Previous => {
                let step = if *wish == Wish::Next { 1 } else { -1 };
                let from = journey.to_work.or(attention.work);
                if let Some(work) = neighbour(&show.plan, from, here, step) {
                    let (standpoint, pitch) = before(&show, work);
                    if reduced.0 {
                        *journey = Journey { to_work: Some(work), ..default() };
                        stand_at(&mut visitor, &mut transform, standpoint, pitch);
                    } else {
                        *journey = Journey::new(&show.plan, here, standpoint, pitch, Some(work));
                    }
                }
            }
            Wish::GoToRoom(room) => {
                journey.end();
                stand_at(&mut visitor, &mut transform, in_the_door(&show.plan, room), 0.0);
            }
            Wish::WalkTo(point) => {
                let [x_mm, y_mm] = plan_from_world(point);
                *journey = Journey::along(&show.plan, here, [x_mm, y_mm]);
            }
            Wish::Back if !overlays.panel && !overlays.plan && !overlays.help => journey.end(),
            _ => {}
        }
    }
}

fn before(show: &Show, work: usize) -> (Standpoint, f32) {
    (stand_before(&show.plan, work), pitch_towards(show, work))
}

/// How far to look up or down at a work from where one stands before it, in radians.
pub(crate) fn pitch_towards(show: &Show, work: usize) -> f32 {
    let standpoint = stand_before(&show.plan, work);
    let (middle, height_mm) = match show.plan.placements[work] {
        Placement::Wall { room, side, along_mm, centre_mm, .. } => {
            (show.plan.room(room).wall_point(side, along_mm), centre_mm)
        }
        Placement::Floor { plinth, .. } => {
            let size = show.lock.works[work].size;
            (plinth.floor.centre(), plinth.height_mm + size.height_mm as i32 / 2)
        }
    };
    let away =
        Vec2::new((middle[0] - standpoint.x_mm) as f32, (middle[1] - standpoint.y_mm) as f32);
    let rise = height_mm as f32 / 1_000.0 - super::body::EYE_M;
    (rise / (away.length() / 1_000.0).max(0.5)).atan()
}

/// The work after or before another in the order of the tour; from nowhere, the
/// nearest of this room.
fn neighbour(plan: &Plan, from: Option<usize>, here: [i32; 2], step: isize) -> Option<usize> {
    let count = plan.tour.len() as isize;
    if count == 0 {
        return None;
    }
    if let Some(place) = from.and_then(|work| plan.tour.iter().position(|&w| w == work)) {
        let next = (place as isize + step).rem_euclid(count);
        return Some(plan.tour[next as usize]);
    }
    let room = plan.room_at(here[0], here[1])?;
    plan.tour
        .iter()
        .copied()
        .find(|&work| plan.placements[work].room() == room)
        .or_else(|| plan.tour.first().copied())
}

/// Just inside the first door of a room, looking in.
pub(crate) fn in_the_door(plan: &Plan, id: RoomId) -> Standpoint {
    if plan.room_at(plan.entrance.x_mm, plan.entrance.y_mm) == Some(id) {
        return plan.entrance;
    }
    let room = plan.room(id);
    let [x, y] = room.floor.centre();
    let Some(opening) = room.openings.first() else {
        return Standpoint { x_mm: x, y_mm: y, heading_deg: 0 };
    };
    let foot = room.wall_point(opening.side, opening.along_mm);
    let [east, north] = opening.side.outward();
    let heading_deg = match (east, north) {
        (0, 1) => 180,
        (1, 0) => 270,
        (0, -1) => 0,
        _ => 90,
    };
    Standpoint { x_mm: foot[0] - east * 900, y_mm: foot[1] - north * 900, heading_deg }
}

impl Journey {
    fn new(
        plan: &Plan,
        here: [i32; 2],
        to: Standpoint,
        pitch: f32,
        to_work: Option<usize>,
    ) -> Self {
        let arrival = Some(((to.heading_deg as f32).to_radians(), pitch));
        Self { arrival, to_work, ..Self::along(plan, here, [to.x_mm, to.y_mm]) }
    }

    fn along(plan: &Plan, here: [i32; 2], to: [i32; 2]) -> Self {
        let points = route(plan, here.into(), to.into())
            .into_iter()
            .map(|[x_mm, y_mm]| world_from_plan(x_mm, y_mm, 0).xz())
            .collect();
        Self { points, best_left: f32::INFINITY, ..default() }
    }

    /// Whether the visitor is on the way.
    pub fn under_way(&self) -> bool {
        !self.points.is_empty() || self.arrival.is_some()
    }

    pub fn end(&mut self) {
        *self = Self::default();
    }

    /// Turns the visitor towards the next point and says which way to step; none when
    /// there is no journey, or only a turn of the head is left.
    pub(super) fn next_leg(&mut self, visitor: &mut Visitor, body: Vec3, dt: f32) -> Option<Leg> {
        let here = body.xz();
        while self.points.front().is_some_and(|point| point.distance(here) < REACHED_M) {
            self.points.pop_front();
        }
        let Some(&next) = self.points.front() else {
            self.turn_at_the_end(visitor, dt);
            return None;
        };
        let left = self.length_left(here);
        self.since_gain = if left < self.best_left - 0.02 { 0.0 } else { self.since_gain + dt };
        self.best_left = self.best_left.min(left);
        if self.since_gain > STUCK_S {
            self.points.clear();
            return None;
        }
        let direction = (next - here).normalize_or_zero();
        // Close to the end one already looks at what one came for.
        let (heading, pitch) = match self.arrival {
            Some(arrival) if left < 1.6 => arrival,
            _ => (direction.x.atan2(-direction.y), 0.0),
        };
        ease_towards(visitor, heading, pitch, dt);
        let pace = if left > HURRY_BEYOND_M { HURRY_M_PER_S } else { STROLL_M_PER_S };
        let slow_down = (left / 0.7).clamp(0.25, 1.0);
        Some(Leg { direction, pace: pace * slow_down })
    }

    fn turn_at_the_end(&mut self, visitor: &mut Visitor, dt: f32) {
        if let Some((heading, pitch)) = self.arrival
            && ease_towards(visitor, heading, pitch, dt)
        {
            self.arrival = None;
        }
    }

    fn length_left(&self, here: Vec2) -> f32 {
        let mut length = 0.0;
        let mut from = here;
        for &point in &self.points {
            length += from.distance(point);
            from = point;
        }
        length
    }
}

/// Turns by at most what a step allows; true when there is nothing left to turn.
fn ease_towards(visitor: &mut Visitor, heading: f32, pitch: f32, dt: f32) -> bool {
    let right = (heading - visitor.heading + PI).rem_euclid(2.0 * PI) - PI;
    let up = pitch - visitor.pitch;
    // Fast at first, gentle at the end, never slower than what ends it.
    let most = |left: f32| (left.abs() * 5.0).clamp(0.3, TURN_PER_S) * dt;
    visitor.turn(right.clamp(-most(right), most(right)), up.clamp(-most(up), most(up)));
    right.abs() < 0.01 && up.abs() < 0.01
}
