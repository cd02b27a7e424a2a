//! Panel, plan, help, caption and notices: what opens them, what closes them.

use std::sync::Arc;

use bevy::input::ButtonState;
use bevy::prelude::*;

use super::house::{House, built_in};
use crate::exhibition::Language;
use crate::gallery::lettering::{Print, Printed};
use crate::gallery::overlay::Remembered;
use crate::gallery::overlay::shown::{
    Caption, Drawing, Help, Hint, InPage, Panel, PlanView, Toolbar,
};
use crate::gallery::sight::{Eye, Sight};
use crate::gallery::wishes::{Overlays, Wish};
use crate::hang::RoomId;
use crate::platform::Memory;
use crate::source::BuiltIn;

fn texts(house: &mut House) -> Vec<Print> {
    house.all::<Print>()
}

fn prints_below(world: &World, entity: Entity) -> usize {
    let own = usize::from(world.get::<Print>(entity).is_some());
    let children = world.get::<Children>(entity).into_iter().flatten();
    own + children.map(|child| prints_below(world, *child)).sum::<usize>()
}

fn picture_is_aside(house: &mut House) -> bool {
    let world = house.app.world_mut();
    let mut eyes = world.query_filtered::<&Camera, With<Eye>>();
    eyes.single(world).expect("there is one eye").sub_camera_view.is_some()
}

#[test]
fn the_panel_opens_by_enter_and_closes_by_esc() {
    let mut house = House::open(1_280, 720);
    house.stand_before("edge");
    assert_eq!(house.count::<Caption>(), 1, "a caption says what one stands before");
    house.press(KeyCode::Enter);
    assert!(house.overlays().panel);
    assert_eq!((house.count::<Panel>(), house.count::<Caption>()), (1, 0));
    assert!(picture_is_aside(&mut house), "the picture makes room");
    house.settle();
    assert_eq!(house.count::<Printed>(), house.count::<Print>());
    house.press(KeyCode::Escape);
    house.frames(90);
    assert!(!house.overlays().panel);
    assert_eq!((house.count::<Panel>(), house.count::<Caption>()), (0, 1));
    assert!(!picture_is_aside(&mut house), "the picture is back in its middle");
}

/// Where a part of the picture lies, in logical pixels; the surface is as dense.
fn place_of<Kind: Component>(house: &mut House) -> Rect {
    let world = house.app.world_mut();
    let mut parts = world.query_filtered::<(&ComputedNode, &UiGlobalTransform), With<Kind>>();
    let (node, place) = parts.single(world).expect("it is shown once");
    Rect::from_center_size(place.translation, node.size())
}

#[test]
fn nothing_lies_under_a_page_s_way_back_to_its_catalogue() {
    // As `#back` lies there: words, or an arrow where the page is narrow.
    for (width, height, back) in [
        (1_280, 720, Rect::new(1_280.0 - 198.0, 16.0, 1_264.0, 56.0)),
        (844, 390, Rect::new(844.0 - 198.0, 16.0, 828.0, 56.0)),
        (390, 844, Rect::new(390.0 - 64.0, 16.0, 374.0, 64.0)),
    ] {
        let size = [width, height];
        let mut house = House::furnished(built_in(), Arc::new(BuiltIn), size, |app| {
            app.insert_resource(InPage(true));
        });
        house.stand_before("edge");
        let clear = |what: &str, place: Rect| {
            assert!(!place.is_empty(), "{width} by {height}: {what} is nowhere");
            assert!(place.intersect(back).is_empty(), "{width} by {height}: {what} at {place:?}");
        };
        for language in [Language::English, Language::Chinese] {
            house.read_in(language);
            house.frames(5);
            clear("the toolbar", place_of::<Toolbar>(&mut house));
            house.wish(Wish::TogglePanel);
            house.frames(5);
            clear("the toolbar beside the panel", place_of::<Toolbar>(&mut house));
            clear("the panel", place_of::<Panel>(&mut house));
            house.wish(Wish::TogglePanel);
            house.wish(Wish::TogglePlan);
            house.frames(5);
            clear("the plan", place_of::<Drawing>(&mut house));
            house.wish(Wish::TogglePlan);
            house.frames(5);
        }
    }
}

#[test]
fn the_panel_speaks_of_the_work_before_ones_eyes_and_leaves_with_it() {
    let mut house = House::open(1_280, 720);
    house.stand_before("edge");
    house.wish(Wish::TogglePanel);
    let of_edge = texts(&mut house);
    house.stand_before("wind");
    assert_eq!(house.count::<Panel>(), 1);
    assert_ne!(texts(&mut house), of_edge);
    // Away from every work it closes by itself, after a moment.
    house.wish(Wish::GoToRoom(RoomId(0)));
    house.wish(Wish::TogglePanel);
    assert_eq!(house.count::<Panel>(), 0, "there is no work to speak of");
}

#[test]
fn links_are_listed_where_there_are_any_to_follow() {
    let blocks = |links: &[&str]| {
        let mut lock = built_in();
        for work in &mut lock.works {
            work.links = links.iter().map(|link| (*link).to_owned()).collect();
        }
        let mut house = House::of(lock, Arc::new(BuiltIn), 1_280, 720);
        house.stand_before("edge");
        house.wish(Wish::TogglePanel);
        let world = house.app.world_mut();
        let mut panels = world.query_filtered::<Entity, With<Panel>>();
        let panel = panels.single(world).expect("the panel is open");
        prints_below(world, panel)
    };
    let without = blocks(&[]);
    // A heading and a line each.
    let rows: [(&[&str], usize); 3] = [
        (&["http://a.example", "ftp://a.example", "javascript:alert(1)"], 0),
        (&["https://a.example"], 2),
        (&["http://a.example", "https://a.example", "https://b.example"], 3),
    ];
    for (links, more) in rows {
        assert_eq!(blocks(links), without + more, "{links:?}");
    }
}

#[test]
fn the_plan_leads_to_the_room_that_is_chosen() {
    let mut house = House::open(1_280, 720);
    assert_eq!(house.app.world().resource::<Sight>().here, Some(RoomId(0)));
    house.press(KeyCode::KeyM);
    assert_eq!(house.count::<PlanView>(), 1);
    house.settle();
    house.press(KeyCode::ArrowRight);
    house.press(KeyCode::Enter);
    house.frames(4);
    assert_eq!(house.count::<PlanView>(), 0, "it closes when a room was chosen");
    let here = house.app.world().resource::<Sight>().here;
    assert!(here.is_some_and(|room| room != RoomId(0)), "one stands in {here:?}");
}

#[test]
fn one_thing_lies_on_top_and_esc_takes_it_away_first() {
    let mut house = House::open(1_280, 720);
    house.stand_before("edge");
    house.wish(Wish::TogglePanel);
    house.press(KeyCode::KeyH);
    let open = house.overlays();
    assert!(open.help && open.panel && !open.plan, "{open:?}");
    assert_eq!(house.count::<Help>(), 1);
    house.press(KeyCode::Escape);
    assert_eq!(house.overlays(), Overlays { help: false, ..open });
    house.press(KeyCode::KeyM);
    assert!(house.overlays().plan && !house.overlays().panel);
    house.press(KeyCode::Escape);
    assert_eq!(house.overlays(), Overlays::default());
}

#[test]
fn the_hint_goes_when_one_has_walked_and_does_not_come_again() {
    let home = tempfile::tempdir().expect("a folder");
    let memory = Memory::within(home.path().join("remembered"));
    let enter = |memory: Option<&Memory>| {
        let memory = memory.cloned();
        House::furnished(built_in(), Arc::new(BuiltIn), [1_280, 720], |app| {
            if let Some(memory) = memory {
                app.insert_resource(Remembered(memory));
            }
        })
    };
    let mut first = enter(Some(&memory));
    assert_eq!(first.count::<Hint>(), 1);
    first.frames(240);
    assert_eq!(first.count::<Hint>(), 1, "nobody has walked yet");
    assert_eq!(enter(Some(&memory)).count::<Hint>(), 1, "nobody has walked yet");
    first.key(KeyCode::KeyW, ButtonState::Pressed);
    first.frames(240);
    assert_eq!(first.count::<Hint>(), 0);
    let mut again = enter(Some(&memory));
    again.frames(30);
    assert_eq!(again.count::<Hint>(), 0, "it has come again");
    assert_eq!(enter(None).count::<Hint>(), 1, "another visitor has not walked yet");
}

#[test]
fn every_overlay_speaks_both_languages() {
    for (key, ready) in [
        (KeyCode::KeyH, House::count::<Help> as fn(&mut House) -> usize),
        (KeyCode::KeyM, House::count::<PlanView>),
        (KeyCode::KeyI, House::count::<Panel>),
    ] {
        let mut house = House::open(1_280, 720);
        house.stand_before("edge");
        house.press(key);
        assert_eq!(ready(&mut house), 1);
        let english = texts(&mut house);
        house.read_in(Language::Chinese);
        assert_eq!(ready(&mut house), 1);
        assert_ne!(texts(&mut house), english, "{key:?} stays English");
    }
}

#[test]
fn on_a_phone_the_panel_lies_below_and_the_picture_moves_up() {
    let mut house = House::open(390, 844);
    house.stand_before("edge");
    house.wish(Wish::TogglePanel);
    house.frames(120);
    let world = house.app.world_mut();
    let mut eyes = world.query_filtered::<&Camera, With<Eye>>();
    let camera = eyes.single(world).expect("there is one eye");
    let view = camera.sub_camera_view.expect("the picture makes room");
    assert!(view.offset.x == 0.0 && view.offset.y > 200.0, "{view:?}");
    let mut panels = world.query_filtered::<&Node, With<Panel>>();
    assert_eq!(panels.single(world).expect("the panel is open").bottom, px(0));
}
