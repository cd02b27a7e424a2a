//! Labels are lettered for those who are near enough to read them.

use bevy::prelude::*;

use super::house::House;
use crate::exhibition::Language;
use crate::gallery::labels::{Card, Vinyl};
use crate::gallery::lettering::{Print, Printed};
use crate::gallery::show::Today;
use crate::gallery::wishes::Wish;

/// How finely each label is set, by its work.
fn set(house: &mut House) -> Vec<(usize, f32)> {
    house.all::<Card>().iter().map(|card| (card.work, card.px_per_mm)).collect()
}

#[test]
fn a_label_is_set_for_reading_before_its_work_only() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("edge");
    house.settle();
    let labels = set(&mut house);
    let near = labels.iter().find(|(at, _)| *at == work).expect("its label hangs").1;
    let least = labels.iter().map(|(_, fine)| *fine).fold(f32::MAX, f32::min);
    assert!(near > 0.0 && least < near, "{labels:?}");
    // What is lettered has its texture by now, and the wall's text too.
    let world = house.app.world_mut();
    let mut lettered = world.query::<(&Print, Has<Printed>)>();
    assert!(lettered.iter(world).all(|(_, printed)| printed));
}

#[test]
fn labels_follow_the_visitors_language() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("edge");
    let english = house.label(work);
    house.read_in(Language::Chinese);
    let chinese = house.label(work);
    assert_ne!(english, chinese);
    assert!(house.count::<Vinyl>() > 0, "a section's text hangs in sight");
    house.read_in(Language::English);
    assert_eq!(house.label(work), english);
}

#[test]
fn a_record_looks_old_once_it_is() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("edge");
    let fresh = house.label(work);
    let put_together = *house.app.world().resource::<Today>();
    house.app.insert_resource(Today("2036-11-01T00:00:00Z".parse().unwrap()));
    house.frames(3);
    assert_ne!(house.label(work), fresh, "its evidence is as plain as before");
    let said = |house: &mut House| format!("{:?}", house.all::<Print>());
    house.wish(Wish::TogglePanel);
    let words = said(&mut house);
    assert!(words.contains("This record is 3653 days old"), "{words}");
    house.app.insert_resource(put_together);
    house.wish(Wish::TogglePanel);
    house.wish(Wish::TogglePanel);
    assert!(!said(&mut house).contains("days old"));
}
