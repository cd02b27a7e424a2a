//! The visitor walks a real building, without a picture of it.

use bevy::ecs::schedule::SingleThreadedExecutor;
use bevy::prelude::*;
use bevy::time::TimeUpdateStrategy;

use super::{Journey, Visitor};
use crate::exhibition::{MemoryBlobs, read_lock};
use crate::gallery::app::without_pictures;
use crate::gallery::show::{Blobs, Show};
use crate::gallery::sight::Sight;
use crate::gallery::space::plan_from_world;
use crate::gallery::third_party::rapier::{BODY_RADIUS_M, STEPS_PER_SECOND};
use crate::gallery::wishes::{Attention, Wish};
use crate::hang::solid_boxes;

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
        let beyond = crate::gallery::space::world_from_plan(x, y, 0);
        wish(&mut app, Wish::WalkTo(beyond));
        let passed = (0..60 * STEPS_PER_SECOND as u32).any(|_| {
            app.update();
            app.world().resource::<Sight>().here == Some(to)
        });
        assert!(passed, "the door {:?} from {from:?} to {to:?} was not passed", door.id);
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
        let mut input = app.world_mut().resource_mut::<ButtonInput<KeyCode>>();
        input.release_all();
        // Mostly ahead, so that the walk gets somewhere.
        if !random().is_multiple_of(4) {
            input.press(KeyCode::KeyW);
        }
        input.press(keys[(random() % keys.len() as u64) as usize]);
        for _ in 0..STEPS_PER_SECOND as u32 {
            app.update();
        }
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
