//! The guided tour: from work to work in the planner's order, with time to look, until the
//! visitor leads again.

use bevy::input::ButtonState;
use bevy::prelude::*;

use super::house::House;
use crate::gallery::show::Show;
use crate::gallery::third_party::rapier::STEPS_PER_SECOND;
use crate::gallery::tour::Tour;
use crate::gallery::visitor::Journey;
use crate::gallery::wishes::Attention;

/// How many works are looked at on a tour here.
const WORKS: usize = 4;

/// Frames to a second.
const SECOND: usize = STEPS_PER_SECOND as usize;

fn leads(house: &House) -> bool {
    house.app.world().resource::<Tour>().leads
}

fn under_way(world: &World) -> bool {
    world.resource::<Journey>().under_way()
}

/// Goes on until the tour has led before a work, and says before which.
fn arrive(house: &mut House) -> usize {
    house.until("that the tour sets out", |world| under_way(world));
    house.until("that the tour arrives", |world| !under_way(world));
    house.frames(2);
    let to = house.app.world().resource::<Journey>().to_work.expect("a tour leads to works");
    assert_eq!(house.app.world().resource::<Attention>().work, Some(to));
    to
}

#[test]
fn the_tour_leads_from_work_to_work_in_the_plans_order_and_stays_before_each() {
    let mut house = House::open(1_280, 720);
    let tour = house.app.world().resource::<Show>().plan.tour.clone();
    house.press(KeyCode::KeyT);
    assert!(leads(&house));
    for &work in &tour[..WORKS] {
        assert_eq!(arrive(&mut house), work);
        house.frames(5 * SECOND);
        assert!(!under_way(house.app.world()), "there is no time to look at {work}");
    }
    assert!(leads(&house));
}

#[test]
fn a_step_ends_the_tour_and_so_do_esc_and_the_tours_own_key() {
    let mut house = House::open(1_280, 720);
    for key in [KeyCode::KeyW, KeyCode::Escape, KeyCode::KeyT] {
        house.press(KeyCode::KeyT);
        assert!(leads(&house));
        arrive(&mut house);
        house.key(key, ButtonState::Pressed);
        house.frames(2);
        house.key(key, ButtonState::Released);
        assert!(!leads(&house), "{key:?} did not end the tour");
        for _ in 0..10 * SECOND {
            house.frames(1);
            assert!(!under_way(house.app.world()), "after {key:?} the tour goes on");
        }
    }
}
