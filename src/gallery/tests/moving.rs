//! Films, sounds and code where nothing plays them: stills and words, never a blank.

use std::sync::Arc;

use super::house::{House, built_in};
use crate::exhibition::{Lock, Media, MediaKind};
use crate::gallery::lettering::Printed;
use crate::gallery::show::{Blobs, Show};
use crate::gallery::wishes::Wish;
use crate::gallery::works::{Hung, MissingNotice, Moves};
use crate::source::BuiltIn;

/// The built-in exhibition, in which one work is of another kind.
fn with(kind: MediaKind, pictured: bool) -> (Lock, usize) {
    let mut lock = built_in();
    let work = lock.works.iter().position(|work| work.id.as_str() == "edge");
    let work = work.expect("the built-in exhibition has this work");
    let Media::Shown(visual) = &mut lock.works[work].media else {
        panic!("it is shown");
    };
    visual.kind = kind;
    visual.duration_ms = 61_500;
    if !pictured {
        visual.rungs.clear();
    }
    (lock, work)
}

#[test]
fn what_does_not_play_hangs_as_its_still() {
    for kind in [MediaKind::Film, MediaKind::Sound, MediaKind::Code] {
        let (lock, work) = with(kind, true);
        let mut house = House::of(lock, Arc::new(BuiltIn), 1_280, 720);
        house.wish(Wish::StandBefore(work));
        house.settle();
        let hung = house.all::<Hung>().into_iter().find(|hung| hung.work == work);
        let hung = hung.expect("it hangs before the visitor");
        assert_eq!((hung.moves, hung.failure), (Moves::Not, None), "{kind:?}");
        assert!(hung.rung.is_some(), "{kind:?} has no picture");
        assert_eq!(house.count::<MissingNotice>(), 0, "{kind:?}");
    }
}

#[test]
fn what_has_no_still_says_what_it_is() {
    let (lock, work) = with(MediaKind::Sound, false);
    let mut house = House::of(lock, Arc::new(BuiltIn), 1_280, 720);
    house.wish(Wish::StandBefore(work));
    house.settle();
    let world = house.app.world_mut();
    let mut notices = world.query_filtered::<&Printed, bevy::prelude::With<MissingNotice>>();
    assert_eq!(notices.iter(world).count(), 1);
}

#[test]
fn a_button_for_sound_is_there_only_where_something_is_heard() {
    let check = |lock: Lock, expected: bool| {
        assert_eq!(Show::new(lock, Blobs::Here(Arc::new(BuiltIn))).sounds(), expected);
    };
    check(built_in(), false);
    check(with(MediaKind::Film, true).0, false);
    check(with(MediaKind::Sound, true).0, crate::platform::film::PLAYS_FILMS);
}
