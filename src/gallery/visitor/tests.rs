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
use crate::hang::light::BENCH_TOP_MM;
use crate::hang::rules::{FLOOR_SCULPTURE_SOLID_MM, PLINTH_LOW_MM};
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
        .filter(|solid| solid.max[2] > 0 && solid.min[2] < 1_700)
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

/// Lays a block so many millimetres high across the way, from 1 to 3 m ahead, wider than
/// anyone would slip past.
fn lay_across(app: &mut App, ([x, y], [east, north]): ([i32; 2], [i32; 2]), height_mm: i32) {
    let corner =
        |away: i32, aside: i32| [x + east * away + north * aside, y + north * away - east * aside];
    let (near, far) = (corner(1_000, -3_000), corner(3_000, 3_000));
    let min = [near[0].min(far[0]), near[1].min(far[1]), 0];
    let max = [near[0].max(far[0]), near[1].max(far[1]), height_mm];
    app.world_mut().spawn(rapier::solid(min, max));
    // It is met by the next step of time.
    steps(app, 0.1);
}

/// The height of the visitor's feet, in metres.
fn feet_m(app: &mut App) -> f32 {
    place(app).y - BODY_HEIGHT_M / 2.0
}

/// Walks on for so long: how far one comes, and how high one is at most, in metres.
fn walk_on(app: &mut App, seconds: f64) -> (f32, f32) {
    let start = place(app);
    let mut highest_m = 0.0_f32;
    for _ in 0..(seconds * STEPS_PER_SECOND).round() as u32 {
        app.update();
        highest_m = highest_m.max(feet_m(app));
    }
    (place(app).xz().distance(start.xz()), highest_m)
}

#[test]
fn a_step_of_25_cm_is_climbed_at_every_pace_and_one_of_30_is_not() {
    const SECONDS: f32 = 4.0;
    let stroll = (&[KeyCode::KeyW][..], 1.4);
    let hurry = (&[KeyCode::KeyW, KeyCode::ShiftLeft][..], 2.8);
    let climbed = [40, 80, 150, 200, 250].map(|height_mm| (height_mm, true));
    // The lowest plinth has 300 mm, a bench 450.
    let refused = [300, 350, 450].map(|height_mm| (height_mm, false));
    for (height_mm, climbed) in climbed.into_iter().chain(refused) {
        for (keys, pace) in [stroll, hurry] {
            let mut app = gallery();
            let way = before_a_long_way(&mut app);
            lay_across(&mut app, way, height_mm);
            hold(&mut app, keys);
            let (walked, highest_m) = walk_on(&mut app, SECONDS.into());
            let said = format!("{walked} m, {highest_m} m high, over {height_mm} mm at {pace} m/s");
            if climbed {
                // Up costs no more than half a second, and down nothing.
                let step_m = height_mm as f32 / 1_000.0;
                assert!(walked > pace * (SECONDS - 0.6), "{said}");
                assert!((highest_m - step_m).abs() < 0.05, "{said}");
                assert!(feet_m(&mut app) < 0.05, "one still floats: {said}");
            } else {
                assert!(walked < 1.0 && highest_m < 0.05, "{said}");
            }
        }
    }
}

#[test]
fn a_step_is_climbed_aslant_and_whoever_turns_back_comes_down() {
    for degrees in [-40.0_f32, 25.0, 40.0] {
        let mut app = gallery();
        let way = before_a_long_way(&mut app);
        lay_across(&mut app, way, 200);
        let world = app.world_mut();
        let mut visitors = world.query::<&mut Visitor>();
        visitors.single_mut(world).expect("there is one visitor").heading += degrees.to_radians();
        hold(&mut app, &[KeyCode::KeyW]);
        let mut up = 0;
        for _ in 0..2 * STEPS_PER_SECOND as u32 {
            app.update();
            up += u32::from(feet_m(&mut app) > 0.2);
        }
        assert!(up > 30, "at {degrees} degrees one was up for {up} steps of time");
    }
    // Whoever turns back halfway comes down again.
    let mut app = gallery();
    let way = before_a_long_way(&mut app);
    lay_across(&mut app, way, 200);
    hold(&mut app, &[KeyCode::KeyW]);
    let lifted = (0..2 * STEPS_PER_SECOND as u32).any(|_| {
        app.update();
        feet_m(&mut app) > 0.1
    });
    assert!(lifted, "nobody is lifted onto the step");
    hold(&mut app, &[KeyCode::KeyS]);
    steps(&mut app, 1.0);
    let feet_m = feet_m(&mut app);
    assert!(feet_m < 0.05, "one floats {feet_m} m above the floor");
}

/// Steps may be climbed, and so nothing of the house may be as low as one.
#[test]
fn nothing_that_stands_in_a_room_is_low_enough_to_be_mounted() {
    let show = show();
    let step_mm = (rapier::STEP_M * 1_000.0) as i32;
    let mut standing = 0;
    for room in &show.plan.rooms {
        for solid in solid_boxes(&show.plan, room.id).iter().filter(|solid| solid.max[2] > 0) {
            standing += 1;
            assert!(solid.max[2] >= step_mm + 50, "{solid:?} in room {:?}", room.id);
        }
    }
    assert!(standing > show.plan.rooms.len());
    for height_mm in [PLINTH_LOW_MM, FLOOR_SCULPTURE_SOLID_MM, BENCH_TOP_MM] {
        assert!(height_mm >= step_mm + 50, "{height_mm}");
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
