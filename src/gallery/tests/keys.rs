//! Keys that lead from work to work, and the one that silences them.

use bevy::prelude::*;

use super::house::House;
use crate::gallery::hearing::Hearing;
use crate::gallery::show::Show;
use crate::gallery::visitor::Journey;
use crate::gallery::wishes::{Attention, Wish};

#[test]
fn n_walks_to_the_next_work_of_the_tour_and_p_to_the_one_before() {
    let mut house = House::open(1_280, 720);
    let tour = house.app.world().resource::<Show>().plan.tour.clone();
    house.wish(Wish::StandBefore(tour[1]));
    house.frames(4);
    // At the end of the tour one comes to its beginning, and back.
    let last = tour.len() - 1;
    for (key, place) in
        [(KeyCode::KeyN, 2), (KeyCode::KeyP, 1), (KeyCode::KeyP, 0), (KeyCode::KeyP, last)]
    {
        house.press(key);
        let journey = house.app.world().resource::<Journey>();
        assert_eq!(journey.to_work, Some(tour[place]), "{key:?} to place {place} of the tour");
        assert!(journey.under_way(), "{key:?} does not walk");
        house.until("that one arrives", |world| !world.resource::<Journey>().under_way());
        house.frames(2);
        let before = house.app.world().resource::<Attention>().work;
        assert_eq!(before, Some(tour[place]), "{key:?} to place {place} of the tour");
    }
    house.press(KeyCode::KeyN);
    assert_eq!(house.app.world().resource::<Journey>().to_work, Some(tour[0]));
}

#[test]
fn v_silences_the_works_and_lets_them_be_heard_again() {
    let mut house = House::open(1_280, 720);
    for heard in [true, false, true] {
        assert_eq!(house.app.world().resource::<Hearing>().on, heard);
        house.press(KeyCode::KeyV);
    }
}
