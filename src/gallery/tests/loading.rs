//! Pictures come, sharpen and go; what fails says so, and the rest still comes.

use std::sync::Arc;

use bevy::prelude::*;

use super::house::{Damaged, House, built_in};
use crate::exhibition::{Media, ProblemKind};
use crate::gallery::lettering::Printed;
use crate::gallery::overlay::Notice as Said;
use crate::gallery::sight::{InRoom, Sight};
use crate::gallery::wishes::Wish;
use crate::gallery::works::{Hung, MissingNotice, Moves, Standing};
use crate::hang::RoomId;

#[test]
fn works_hang_in_their_average_colours_and_then_sharpen() {
    let mut house = House::open(1_280, 720);
    house.wish(Wish::GoToRoom(RoomId(1)));
    let first = house.all::<Hung>();
    assert!(first.len() > 4, "only {} works hang in sight", first.len());
    // Nothing was fetched yet, and yet nothing is blank: each has a colour.
    assert!(first.iter().all(|hung| hung.failure.is_none()));
    house.settle();
    let sharp = house.all::<Hung>();
    assert!(
        sharp.iter().all(|hung| hung.rung.is_some() || hung.moves == Moves::Frames),
        "{sharp:?}"
    );
    // Before one's nose a picture is sharper than from the door.
    let (work, far) = sharp
        .iter()
        .filter(|hung| hung.moves == Moves::Not)
        .map(|hung| (hung.work, hung.rung))
        .min_by_key(|(_, rung)| *rung)
        .expect("a still hangs in sight");
    house.wish(Wish::StandBefore(work));
    house.settle();
    let near = house.all::<Hung>().into_iter().find(|hung| hung.work == work);
    assert!(near.expect("it hangs before the visitor").rung > far);
}

#[test]
fn what_is_out_of_sight_is_let_go() {
    let mut house = House::open(1_280, 720);
    for room in 0..6 {
        house.wish(Wish::GoToRoom(RoomId(room)));
        house.settle();
        let seen = house.app.world().resource::<Sight>().rooms.clone();
        let mut rooms = house.all::<InRoom>();
        rooms.retain(|room| !seen.contains(&room.0));
        assert!(rooms.is_empty(), "{} things stand in rooms out of sight", rooms.len());
    }
}

#[test]
fn a_damaged_picture_says_so_and_the_others_hang() {
    let lock = built_in();
    let broken = lock.works.iter().position(|work| work.id.as_str() == "edge");
    let broken = broken.expect("the built-in exhibition has this work");
    let Media::Shown(visual) = &lock.works[broken].media else {
        panic!("it is shown");
    };
    let smallest = visual.rungs[0].hash;
    let mut house = House::of(lock, Arc::new(Damaged(smallest)), 1_280, 720);
    house.wish(Wish::StandBefore(broken));
    let mut said = false;
    house.until("that the failure is told", |world| {
        said |= !world.resource_mut::<Messages<Said>>().is_empty();
        said
    });
    house.settle();
    let hung = house.all::<Hung>();
    let (failed, whole): (Vec<_>, Vec<_>) =
        hung.into_iter().partition(|hung| hung.failure.is_some());
    assert_eq!(failed.iter().map(|hung| hung.work).collect::<Vec<_>>(), [broken]);
    assert!(
        whole.len() > 2
            && whole.iter().all(|hung| hung.rung.is_some() || hung.moves == Moves::Frames)
    );
    // Its frame says why, in letters.
    let world = house.app.world_mut();
    let mut notices = world.query_filtered::<&Printed, With<MissingNotice>>();
    assert_eq!(notices.iter(world).count(), 1);
}

#[test]
fn a_sculpture_stands_when_all_of_it_is_up() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("knot");
    let mut stands = |world: &mut World| {
        let mut all = world.query::<(&Standing, &Visibility, Option<&Children>)>();
        let found = all.iter(world).find(|(standing, ..)| standing.work == work);
        let (standing, seen, parts) = found.expect("its place was prepared");
        let parts = parts.map_or(0, |parts| parts.len());
        assert_eq!(standing.failure, None);
        // Its shadow comes with the last of it.
        assert!(*seen == Visibility::Hidden || parts != 1, "a part of it is seen");
        *seen != Visibility::Hidden && parts > 1
    };
    house.until("that it stands", &mut stands);
    house.settle();
    assert!(stands(house.app.world_mut()));
    assert_eq!(house.count::<MissingNotice>(), 0);
}

#[test]
fn a_damaged_sculpture_says_so() {
    let lock = built_in();
    let work = lock.works.iter().find(|work| work.id.as_str() == "knot");
    let Some(Media::Shown(visual)) = work.map(|work| &work.media) else {
        panic!("the built-in exhibition has this sculpture");
    };
    let damaged = Damaged(visual.whole());
    let mut house = House::of(lock, Arc::new(damaged), 1_280, 720);
    let work = house.stand_before("knot");
    house.settle();
    let world = house.app.world_mut();
    let mut all = world.query::<&Standing>();
    let standing = all.iter(world).find(|standing| standing.work == work);
    let failure = standing.and_then(|standing| standing.failure.clone());
    assert_eq!(failure.map(|problem| problem.kind), Some(ProblemKind::Damaged));
    assert_eq!(house.count::<MissingNotice>(), 1);
}
