//! Films, sounds and code where nothing plays them: stills and words, never a blank.

use std::sync::Arc;

use bevy::ecs::message::MessageCursor;
use bevy::prelude::*;

use super::house::{House, OneMore, built_in};
use crate::exhibition::{Language, Lock, Media, MediaKind, ProblemKind};
use crate::gallery::lettering::Print;
use crate::gallery::overlay::Notice as Said;
use crate::gallery::show::{Blobs, Show};
use crate::gallery::wishes::Wish;
use crate::gallery::works::{Hung, MissingNotice, Moves};
use crate::platform::RUNS_CODE;
use crate::platform::film::PLAYS_FILMS;
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
fn a_film_that_fails_in_its_player_says_so_and_hangs_as_its_still() {
    for (kind, expected, words) in [
        (
            MediaKind::Film,
            ProblemKind::Film,
            ["a film in a form that does not play", "此作品为影像"],
        ),
        (
            MediaKind::Sound,
            ProblemKind::Sound,
            ["a sound in a form that does not play", "此作品为声音"],
        ),
    ] {
        let rubbish = OneMore::of(b"no player plays this");
        let (mut lock, work) = with(kind, true);
        if let Media::Shown(visual) = &mut lock.works[work].media {
            visual.original.hash = rubbish.hash;
        }
        let mut house = House::of(lock, Arc::new(rubbish), 1_280, 720);
        house.cover(true);
        house.stand_before("edge");
        // As where there is a player; the one of this build fails, and no other could play it.
        let world = house.app.world_mut();
        let mut all = world.query::<&mut Hung>();
        all.iter_mut(world)
            .filter(|hung| hung.work == work)
            .for_each(|mut hung| hung.moves = Moves::Film);
        assert!(house.hear().is_empty(), "{kind:?}: it is begun while nobody sees it");
        house.cover(false);
        let (mut said, mut ear) = (Vec::new(), MessageCursor::default());
        house.until("that the visitor is told", |world| {
            said.extend(ear.read(world.resource::<Messages<Said>>()).cloned());
            !said.is_empty()
        });
        let [Said::WorkFailed(problem)] = &said[..] else { panic!("{kind:?}: {said:?}") };
        assert_eq!(problem.kind, expected);
        house.settle();
        let hung = house.all::<Hung>().into_iter().find(|hung| hung.work == work);
        let hung = hung.expect("it hangs before the visitor");
        assert_eq!((hung.moves, hung.failure), (Moves::Not, None), "{kind:?}");
        assert!(hung.rung.is_some(), "{kind:?}: its still does not hang");
        assert_eq!(house.count::<MissingNotice>(), 0, "{kind:?}");

        // Whoever comes when the sentence is gone reads it in the panel.
        house.frames(600);
        house.wish(Wish::TogglePanel);
        let languages = [Language::English, Language::Chinese];
        let stills = ["Its still picture is shown", "此处以静态图像代替"];
        for ((language, words), still) in languages.into_iter().zip(words).zip(stills) {
            house.read_in(language);
            let panel = format!("{:?}", house.all::<Print>());
            assert!(panel.contains(words) && panel.contains(still), "{kind:?}: {panel}");
        }
    }
}

#[test]
fn what_has_no_still_says_what_it_is_and_why_it_does_not_play() {
    let check = |kind: MediaKind, plays: bool, expected: [&str; 2]| {
        let (lock, work) = with(kind, false);
        let mut house = House::of(lock, Arc::new(BuiltIn), 1_280, 720);
        house.wish(Wish::StandBefore(work));
        house.settle();
        if plays {
            // What becomes of it is its player's to say.
            assert_eq!(house.count::<MissingNotice>(), 1, "{kind:?}");
            return;
        }
        let languages = [Language::English, Language::Chinese];
        for (language, expected) in languages.into_iter().zip(expected) {
            house.read_in(language);
            assert_eq!(house.notice(), expected, "{kind:?}");
        }
    };
    check(
        MediaKind::Sound,
        PLAYS_FILMS,
        [
            "The Edge Is Infinitely Far\nSound, 1:02\n\
             Sounds do not play in this build of the program.",
            "边缘在无穷远处\n声音，1:02\n此版本的程序不播放声音。",
        ],
    );
    check(
        MediaKind::Code,
        RUNS_CODE,
        [
            "The Edge Is Infinitely Far\nA program that draws as it runs\n\
             Works of code run in a browser only, where they can be sealed off.",
            "边缘在无穷远处\n运行时作画的程序\n程序类作品只在浏览器的隔离环境中运行。",
        ],
    );
}

#[test]
fn a_button_for_sound_is_there_only_where_something_is_heard() {
    let check = |lock: Lock, expected: bool| {
        assert_eq!(Show::new(lock, Blobs::Here(Arc::new(BuiltIn))).sounds(), expected);
    };
    check(built_in(), false);
    check(with(MediaKind::Film, true).0, false);
    check(with(MediaKind::Sound, true).0, PLAYS_FILMS);
}
