//! The panel that opens by itself before whoever has come to rest before a work, and what
//! keeps it closed.

use std::sync::Arc;

use bevy::input::ButtonState;
use bevy::prelude::*;

use super::house::{House, built_in};
use crate::exhibition::Language;
use crate::gallery::lettering::Print;
use crate::gallery::overlay::shown::{Caption, Help, Panel, Toolbar};
use crate::gallery::overlay::{Remembered, Unasked};
use crate::gallery::show::Show;
use crate::gallery::sight::Eye;
use crate::gallery::third_party::rapier::STEPS_PER_SECOND;
use crate::gallery::tour::Tour;
use crate::gallery::visitor::{Journey, ReducedMotion};
use crate::gallery::wishes::{Attention, Wish};
use crate::platform::Memory;
use crate::source::BuiltIn;

/// Frames to a second.
const SECOND: usize = STEPS_PER_SECOND as usize;

/// A house in which panels open unasked, as they do in a window.
fn house(width: u32, height: u32) -> House {
    with(width, height, |_| {})
}

fn with(width: u32, height: u32, furnish: impl FnOnce(&mut App)) -> House {
    House::furnished(built_in(), Arc::new(BuiltIn), [width, height], |app| {
        app.world_mut().resource_mut::<Unasked>().on = true;
        furnish(app);
    })
}

impl House {
    fn seconds(&mut self, seconds: f64) {
        self.frames((seconds * STEPS_PER_SECOND).round() as usize);
    }

    /// Whether a panel is open, both said and shown.
    fn reads(&mut self) -> bool {
        let (open, shown) = (self.overlays().panel, self.count::<Panel>());
        assert_eq!(usize::from(open), shown, "what is open and what is shown differ");
        open
    }

    fn under_way(&self) -> bool {
        self.app.world().resource::<Journey>().under_way()
    }

    /// How far the open panel is from its place, in logical pixels.
    fn panel_is_off(&mut self) -> Vec2 {
        let world = self.app.world_mut();
        let mut panels = world.query_filtered::<&UiTransform, With<Panel>>();
        let Val2 { x: Val::Px(x), y: Val::Px(y) } =
            panels.single(world).expect("the panel is open").translation
        else {
            panic!("a panel slides by pixels");
        };
        Vec2::new(x, y)
    }

    fn said_by<Kind: Component>(&mut self) -> String {
        let world = self.app.world_mut();
        let mut kinds = world.query_filtered::<Entity, With<Kind>>();
        let kind = kinds.single(world).expect("it is shown");
        let mut below = world.query::<&Children>();
        let below = below.query(world);
        let parts: Vec<Entity> = below.iter_descendants(kind).collect();
        let words = parts.iter().filter_map(|part| Some(world.get::<Print>(*part)?.words()));
        words.collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn a_panel_opens_before_whoever_has_come_to_rest_and_not_before() {
    let mut house = house(1_280, 720);
    house.stand_before("edge");
    house.seconds(0.4);
    assert!(!house.reads(), "somebody who walks past is stopped");
    assert_eq!(house.count::<Caption>(), 1);
    house.seconds(0.4);
    assert!(house.reads(), "nothing opens before somebody who stands there");
    assert_eq!(house.count::<Caption>(), 0);
    // The picture makes room for it as for one that was asked for.
    let world = house.app.world_mut();
    let mut eyes = world.query_filtered::<&Camera, With<Eye>>();
    assert!(eyes.single(world).expect("there is one eye").sub_camera_view.is_some());
}

#[test]
fn how_long_one_stands_is_an_argument() {
    let mut house = with(1_280, 720, |app| {
        app.world_mut().resource_mut::<Unasked>().rest_s = 2.0;
    });
    house.stand_before("edge");
    house.seconds(1.6);
    assert!(!house.reads());
    house.seconds(0.6);
    assert!(house.reads());
}

#[test]
fn nothing_opens_while_one_walks_past_or_turns() {
    let mut house = house(1_280, 720);
    let work = house.stand_before("edge");
    // Turning on the spot, with the work before one's eyes for a while.
    house.key(KeyCode::KeyE, ButtonState::Pressed);
    for _ in 0..4 * SECOND {
        house.frames(1);
        assert!(!house.overlays().panel, "it opened before somebody who turns");
    }
    house.key(KeyCode::KeyE, ButtonState::Released);
    // By a journey, past whatever hangs on the way.
    let works = house.app.world().resource::<Show>().lock.works.len();
    house.wish(Wish::Approach((work + works / 2) % works));
    let mut passed = 0;
    while house.under_way() {
        house.frames(1);
        assert!(!house.overlays().panel || !house.under_way(), "it opened on the way");
        passed += usize::from(house.app.world().resource::<Attention>().work.is_some());
    }
    assert!(passed > 0, "no work was passed");
}

#[test]
fn a_panel_that_opened_unasked_goes_with_who_goes_on() {
    let mut house = house(1_280, 720);
    house.stand_before("edge");
    house.seconds(1.0);
    assert!(house.reads());
    house.wish(Wish::Next);
    assert!(house.under_way() && !house.reads(), "it stays with who sets out");
    house.until("that the next work is reached", |world| !world.resource::<Journey>().under_way());
    house.seconds(1.0);
    assert!(house.reads(), "it opens before the next");
    // One that was asked for stays open on the way, as ever.
    house.press(KeyCode::Escape);
    house.press(KeyCode::KeyI);
    house.wish(Wish::Next);
    assert!(house.overlays().panel);
}

#[test]
fn closed_is_closed_until_one_has_gone_away() {
    for key in [KeyCode::Escape, KeyCode::KeyI, KeyCode::Enter] {
        let mut house = house(1_280, 720);
        house.stand_before("edge");
        house.seconds(1.5);
        assert!(house.reads());
        house.press(key);
        house.seconds(3.0);
        assert!(!house.reads(), "{key:?}: it opened again");
        // A look aside is no going away.
        for turn in [KeyCode::KeyQ, KeyCode::KeyE] {
            house.key(turn, ButtonState::Pressed);
            house.seconds(1.0);
            house.key(turn, ButtonState::Released);
        }
        house.seconds(1.5);
        assert_eq!(house.app.world().resource::<Attention>().work, Some(house.work("edge")));
        assert!(!house.reads(), "{key:?}: it opened again after a look aside");
        // By the key it opens nevertheless.
        house.press(KeyCode::KeyI);
        assert!(house.reads());
        house.press(KeyCode::KeyI);
        assert!(!house.reads());
        house.stand_before("wind");
        house.seconds(1.5);
        assert!(house.reads(), "{key:?}: before another work it opens");
        house.stand_before("edge");
        house.seconds(1.5);
        assert!(house.reads(), "{key:?}: who comes again is offered it again");
    }
}

#[test]
fn who_asks_for_what_has_just_opened_has_it_open() {
    let mut house = house(1_280, 720);
    house.stand_before("edge");
    let frames = (0..2 * SECOND).find(|_| {
        house.frames(1);
        house.overlays().panel
    });
    assert!(frames.is_some(), "it never opened");
    house.press(KeyCode::Enter);
    assert!(house.reads(), "the key that should open it closed it");
    house.press(KeyCode::Enter);
    assert!(!house.reads());
}

#[test]
fn the_visitor_turns_it_off_and_it_stays_off() {
    let home = tempfile::tempdir().expect("a folder");
    let memory = Memory::within(home.path().join("remembered"));
    let enter = || {
        let memory = memory.clone();
        with(1_280, 720, |app| {
            app.insert_resource(Remembered(memory));
        })
    };
    let opens = |house: &mut House| {
        house.stand_before("edge");
        house.seconds(1.5);
        house.reads()
    };
    let mut first = enter();
    assert!(opens(&mut first));
    first.press(KeyCode::KeyO);
    assert!(!first.reads(), "what opened unasked goes");
    first.stand_before("wind");
    first.seconds(1.5);
    assert!(!first.reads());
    // The caption is there, and a key opens what it names.
    assert_eq!(first.count::<Caption>(), 1);
    first.press(KeyCode::KeyI);
    assert!(first.reads());
    let mut second = enter();
    assert!(!opens(&mut second), "it is forgotten that it was turned off");
    second.press(KeyCode::KeyO);
    second.seconds(0.2);
    assert!(second.reads(), "it is turned on again");
    assert!(opens(&mut enter()), "it is forgotten that it was turned on again");
}

#[test]
fn toolbar_and_help_name_it_in_both_languages() {
    let mut house = house(1_280, 720);
    let said = [
        (Language::English, "Panels by hand", "Open panels by themselves", "Panels open by"),
        (Language::Chinese, "手动打开详情", "自动打开详情", "详情自动打开"),
    ];
    for (language, by_hand, by_themselves, help) in said {
        house.read_in(language);
        let toolbar = house.said_by::<Toolbar>();
        assert!(toolbar.contains(by_hand), "{toolbar}");
        house.press(KeyCode::KeyO);
        let toolbar = house.said_by::<Toolbar>();
        assert!(toolbar.contains(by_themselves), "{toolbar}");
        house.press(KeyCode::KeyO);
        house.press(KeyCode::KeyH);
        let told = house.said_by::<Help>();
        assert!(told.contains(help), "{told}");
        house.press(KeyCode::KeyH);
    }
}

#[test]
fn on_a_phone_the_caption_comes_and_the_panel_is_asked_for() {
    // Upright and on its side; the toolbar has no switch for what never happens.
    for (width, height) in [(390, 844), (844, 390), (640, 360)] {
        let mut house = house(width, height);
        house.stand_before("edge");
        house.seconds(3.0);
        assert!(!house.reads(), "{width} by {height}: it covers the work");
        assert_eq!(house.count::<Caption>(), 1);
        let toolbar = house.said_by::<Toolbar>();
        assert!(!toolbar.contains("Panels by hand"), "{toolbar}");
        house.wish(Wish::TogglePanel);
        assert!(house.reads());
    }
    // A window that becomes so small takes back what nobody asked for.
    let mut house = house(1_280, 720);
    house.stand_before("edge");
    house.seconds(1.5);
    assert!(house.reads());
    house.resize(Vec2::new(390.0, 844.0));
    assert!(!house.reads());
}

#[test]
fn it_slides_in_unless_motion_is_to_be_spared() {
    let first = |still: bool| {
        let mut house = with(1_280, 720, |app| {
            app.insert_resource(ReducedMotion(still));
        });
        house.stand_before("edge");
        house.until("that it opens", |world| world.query::<&Panel>().iter(world).next().is_some());
        house
    };
    let mut moving = first(false);
    let begun = moving.panel_is_off();
    assert!(begun.x > 200.0 && begun.y == 0.0, "{begun}");
    moving.frames(10);
    let then = moving.panel_is_off();
    assert!(then.x < begun.x, "it does not come nearer: {then}");
    moving.seconds(1.0);
    assert_eq!(moving.panel_is_off(), Vec2::ZERO);
    assert_eq!(first(true).panel_is_off(), Vec2::ZERO);
    // What is asked for is there at once.
    let mut asked = House::open(1_280, 720);
    asked.stand_before("edge");
    asked.wish(Wish::TogglePanel);
    assert_eq!(asked.panel_is_off(), Vec2::ZERO);
}

#[test]
fn the_tour_offers_it_where_it_stays_and_not_on_its_way() {
    let mut house = house(1_280, 720);
    house.press(KeyCode::KeyT);
    for stop in 0..3 {
        house.until("that the tour sets out", |world| world.resource::<Journey>().under_way());
        while house.under_way() {
            house.frames(1);
            assert!(!house.overlays().panel || !house.under_way(), "open on the way to {stop}");
        }
        house.seconds(1.5);
        assert!(house.reads(), "nothing opens at stop {stop}");
        assert!(house.app.world().resource::<Tour>().leads, "it ends the tour");
    }
    // Turned off, the tour goes on without.
    house.press(KeyCode::KeyO);
    assert!(house.app.world().resource::<Tour>().leads && !house.reads());
}
