//! The visitor walks a real building, without a picture of it.

use bevy::ecs::schedule::SingleThreadedExecutor;
use bevy::prelude::*;
use bevy::time::TimeUpdateStrategy;

use super::{Journey, Visitor, stand_at};
use crate::exhibition::{MemoryBlobs, read_lock};
use crate::gallery::app::without_pictures;
use crate::gallery::show::{Blobs, Show};
use crate::gallery::sight::Sight;
use crate::gallery::space::{plan_from_world, world_from_plan};
use crate::gallery::third_party::rapier::{self, BODY_HEIGHT_M, BODY_RADIUS_M, STEPS_PER_SECOND};
use crate::gallery::wishes::{Attention, Wish};
use crate::hang::{Standpoint, heading_deg, solid_boxes};

/// The built-in exhibition: 30 works and more, in several rooms.
fn show() -> Show {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let lock = read_lock(lock).expect("the built-in lock is read by every test");
    Show::new(lock, Blobs::Here(std::sync::Arc::new(MemoryBlobs::default())))
}

/// A gallery whose every update is one fixed step.
fn gallery() -> App {
    let mut app = without_pictures(show());
    let step = std::time::Duration::from_secs_f64(1.0 / STEPS_PER_SECOND);
    app.insert_resource(TimeUpdateStrategy::ManualDuration(step));
    // Six hundred thousand small frames: handing each to other threads costs most of it.
    for (_, schedule) in app.world_mut().resource_mut::<Schedules>().iter_mut() {
        schedule.set_executor(SingleThreadedExecutor::new());
    }
    app.finish();
    app.cleanup();
    app.update();
    app
}

fn place(app: &mut App) -> Vec3 {
    let mut visitors = app.world_mut().query_filtered::<&Transform, With<Visitor>>();
    visitors.single(app.world()).expect("there is one visitor").translation
}

fn wish(app: &mut App, wish: Wish) {
    app.world_mut().write_message(wish);
}

/// Holds these keys, and lets all others go.
fn hold(app: &mut App, keys: &[KeyCode]) {
    let mut input = app.world_mut().resource_mut::<ButtonInput<KeyCode>>();
    input.release_all();
    for &key in keys {
        input.press(key);
    }
}

fn steps(app: &mut App, seconds: f64) {
    for _ in 0..(seconds * STEPS_PER_SECOND).round() as u32 {
        app.update();
    }
}

/// Puts the visitor before the first door of the entrance, 9 m from it, looking through it:
/// at least 16 m lie free ahead. Gives the point and the way, in millimetres of the plan.
fn before_a_long_way(app: &mut App) -> ([i32; 2], [i32; 2]) {
    let plan = app.world().resource::<Show>().plan.clone();
    let opening = plan.rooms[0].openings[0];
    let [x, y] = plan.rooms[0].wall_point(opening.side, opening.along_mm);
    let ahead = opening.side.outward();
    let at = [x - 9_000 * ahead[0], y - 9_000 * ahead[1]];
    let standpoint =
        Standpoint { x_mm: at[0], y_mm: at[1], heading_deg: heading_deg(opening.side) };
    let world = app.world_mut();
    let mut visitors = world.query::<(&mut Visitor, &mut Transform)>();
    let (mut visitor, mut transform) = visitors.single_mut(world).expect("there is one visitor");
    stand_at(&mut visitor, &mut transform, standpoint, 0.0);
    steps(app, 0.5);
    (at, ahead)
}

/// The body's middle may come no nearer to a wall than its radius, less a finger.
fn stands_clear(app: &App, place: Vec3) -> bool {
    let show = app.world().resource::<Show>();
    let [x, y] = plan_from_world(place);
    let clear_mm = (BODY_RADIUS_M * 1_000.0) as i32 - 30;
    let Some(room) = show.plan.room_at(x, y) else {
        return false;
    };
    solid_boxes(&show.plan, room)
        .iter()
        .filter(|solid| solid.max[2] > 300 && solid.min[2] < 1_700)
        .all(|solid| {
            let outside =
                |at: i32, axis: usize| (solid.min[axis] - at).max(at - solid.max[axis]).max(0);
            let (dx, dy) = (i64::from(outside(x, 0)), i64::from(outside(y, 1)));
            dx * dx + dy * dy >= i64::from(clear_mm) * i64::from(clear_mm)
        })
}

#[test]
fn the_tour_passes_every_room_and_arrives_before_every_work() {
    let mut app = gallery();
    let plan = app.world().resource::<Show>().plan.clone();
    let mut rooms = std::collections::BTreeSet::new();
    for &work in &plan.tour {
        wish(&mut app, Wish::Approach(work));
        let mut steps = 0;
        loop {
            app.update();
            steps += 1;
            rooms.extend(app.world().resource::<Sight>().here);
            if steps > 2 && !app.world().resource::<Journey>().under_way() {
                break;
            }
            assert!(steps < 120 * STEPS_PER_SECOND as u32, "work {work} was not reached");
        }
        app.update();
        let seen = app.world().resource::<Attention>().work;
        assert_eq!(seen, Some(work), "the visitor stands before another work");
        let here = place(&mut app);
        assert!(stands_clear(&app, here), "work {work}: the visitor stands in a wall at {here}");
    }
    assert_eq!(rooms.len(), plan.rooms.len(), "a room was never entered");
}

#[test]
fn every_door_is_passed_by_walking() {
    let mut app = gallery();
    let plan = app.world().resource::<Show>().plan.clone();
    for door in &plan.doors {
        let [from, to] = door.rooms;
        wish(&mut app, Wish::GoToRoom(from));
        app.update();
        app.update();
        let [x, y] = plan.room(to).floor.centre();
        wish(&mut app, Wish::WalkTo(world_from_plan(x, y, 0)));
        let mut crossed = false;
        let arrived = (0..60 * STEPS_PER_SECOND as u32).any(|_| {
            app.update();
            let [x, y] = plan_from_world(place(&mut app));
            crossed |= door.passage.contains(x, y);
            app.world().resource::<Sight>().here == Some(to)
        });
        assert!(arrived, "by the door {:?} from {from:?} one does not come to {to:?}", door.id);
        assert!(
            crossed,
            "the way from {from:?} to {to:?} leads by another door than {:?}",
            door.id
        );
    }
}

#[test]
fn a_visitor_walks_at_1_4_metres_a_second_and_hurries_at_2_8() {
    for (keys, metres) in
        [(&[KeyCode::KeyW][..], 4.2), (&[KeyCode::KeyW, KeyCode::ShiftLeft][..], 8.4)]
    {
        let mut app = gallery();
        before_a_long_way(&mut app);
        hold(&mut app, keys);
        // Nobody is at full pace at once.
        steps(&mut app, 1.5);
        let start = place(&mut app);
        steps(&mut app, 3.0);
        let walked = place(&mut app).distance(start);
        assert!((walked - metres).abs() < 0.03 * metres, "{walked} m in 3 s with {keys:?}");
        hold(&mut app, &[]);
        steps(&mut app, 1.0);
        let end = place(&mut app);
        steps(&mut app, 1.0);
        assert!(place(&mut app).distance(end) < 0.001, "who lets go of {keys:?} walks on");
    }
}

#[test]
fn nobody_walks_up_what_is_higher_than_a_step() {
    for height_mm in [350, 450] {
        let mut app = gallery();
        let ([x, y], [east, north]) = before_a_long_way(&mut app);
        // From 2 to 4 m ahead, and wider than anyone would slip past.
        let corner = |away: i32, aside: i32| {
            [x + east * away + north * aside, y + north * away - east * aside]
        };
        let (near, far) = (corner(2_000, -1_000), corner(4_000, 1_000));
        let min = [near[0].min(far[0]), near[1].min(far[1]), 0];
        let max = [near[0].max(far[0]), near[1].max(far[1]), height_mm];
        app.world_mut().spawn(rapier::solid(min, max));
        hold(&mut app, &[KeyCode::KeyW]);
        let start = place(&mut app);
        let mut highest_m = 0.0_f32;
        for _ in 0..5 * STEPS_PER_SECOND as u32 {
            app.update();
            highest_m = highest_m.max(place(&mut app).y - BODY_HEIGHT_M / 2.0);
        }
        let walked = place(&mut app).distance(start);
        let said = format!("{walked} m, {highest_m} m high, over a step of {height_mm} mm");
        assert!(walked < 2.0 && highest_m < 0.06, "{said}");
    }
}

/// Ten thousand seconds of a visitor who presses keys without sense, in four visits.
#[test]
fn who_walks_at_random_stays_inside_first() {
    walk_at_random(0x9E37_79B9_7F4A_7C15);
}

#[test]
fn who_walks_at_random_stays_inside_second() {
    walk_at_random(0xD1B5_4A32_D192_ED03);
}

#[test]
fn who_walks_at_random_stays_inside_third() {
    walk_at_random(0xA24B_AED4_963E_E407);
}

#[test]
fn who_walks_at_random_stays_inside_fourth() {
    walk_at_random(0x8EBC_6AF0_9C88_C6E3);
}

fn walk_at_random(mut seed: u64) {
    const SECONDS: u32 = 2_500;
    let keys = [
        KeyCode::KeyW,
        KeyCode::KeyS,
        KeyCode::KeyA,
        KeyCode::KeyD,
        KeyCode::ArrowLeft,
        KeyCode::ArrowRight,
        KeyCode::ShiftLeft,
    ];
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut app = gallery();
    let mut rooms = std::collections::BTreeSet::new();
    for second in 0..SECONDS {
        // Mostly ahead, so that the walk gets somewhere.
        let ahead = !random().is_multiple_of(4);
        let both = [KeyCode::KeyW, keys[(random() % keys.len() as u64) as usize]];
        hold(&mut app, if ahead { &both } else { &both[1..] });
        steps(&mut app, 1.0);
        let here = place(&mut app);
        assert!(stands_clear(&app, here), "after {second} s the visitor is in a wall at {here}");
        rooms.extend(app.world().resource::<Sight>().here);
    }
    assert!(rooms.len() > 1, "the walk never left its room");
    // Between the seconds too: walls held by themselves, nobody was put back.
    let world = app.world_mut();
    let mut visitors = world.query::<&Visitor>();
    assert_eq!(visitors.single(world).expect("there is one visitor").rescues, 0);
}
