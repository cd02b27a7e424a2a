//! What the window does to the visit is said in a sentence, for as long as it does it.

use bevy::input::ButtonState;
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy::window::WindowFocused;

use super::house::House;
use crate::exhibition::Language;
use crate::gallery::lettering::Print;
use crate::gallery::overlay::shown::Standing;
use crate::gallery::visitor::Visitor;
use crate::gallery::wishes::Wish;

const WIDE: Vec2 = Vec2::new(1_280.0, 720.0);

impl House {
    /// Tells that the window has the keys, or has them no longer.
    fn focus(&mut self, focused: bool) {
        let window = self.window();
        self.app.world_mut().write_message(WindowFocused { window, focused });
        self.frames(2);
    }

    /// The sentence about the window, if there is one.
    fn standing(&mut self) -> Option<String> {
        let world = self.app.world_mut();
        let mut sentences = world.query_filtered::<Entity, With<Standing>>();
        let standing = sentences.iter(world).next()?;
        let mut below = world.query::<&Children>();
        let below = below.query(world);
        let prints: Vec<Entity> = below.iter_descendants(standing).collect();
        prints.into_iter().find_map(|part| Some(world.get::<Print>(part)?.words()))
    }
}

#[test]
fn keys_that_go_elsewhere_are_told_until_they_come_again() {
    let mut house = House::open(1_280, 720);
    // A window that is only opening has no keys yet, and nobody misses any.
    house.focus(false);
    assert_eq!(house.standing(), None);
    house.focus(true);
    house.focus(false);
    let said = house.standing().expect("it is said");
    assert!(said.contains("keyboard is elsewhere"), "{said}");
    house.read_in(Language::Chinese);
    let said = house.standing().expect("it is said in Chinese");
    assert!(said.contains("键盘"), "{said}");
    // It does not go by itself: who comes back is told, however late.
    house.frames(1_200);
    assert!(house.standing().is_some());
    house.focus(true);
    assert_eq!(house.standing(), None);
}

#[test]
fn the_rooms_go_on_while_the_keys_are_elsewhere() {
    // The sentence says that keys go elsewhere, and not that anything waits.
    let mut house = House::open(1_280, 720);
    house.press(KeyCode::KeyT);
    house.focus(false);
    let place = |house: &mut House| {
        let world = house.app.world_mut();
        let mut visitors = world.query_filtered::<&Transform, With<Visitor>>();
        visitors.single(world).expect("there is one visitor").translation
    };
    let start = place(&mut house);
    house.frames(120);
    assert!(place(&mut house).distance(start) > 0.5, "the tour waits");
}

#[test]
fn who_walks_with_fingers_misses_no_keys() {
    let mut house = House::open(1_280, 720);
    let window = house.window();
    let (position, force, id) = (Vec2::new(640.0, 300.0), None, 1);
    for phase in [TouchPhase::Started, TouchPhase::Ended] {
        let touch = TouchInput { phase, position, window, force, id };
        house.app.world_mut().write_message(touch);
        house.frames(1);
    }
    house.focus(true);
    house.focus(false);
    assert_eq!(house.standing(), None);
}

#[test]
fn a_window_that_is_too_small_to_read_in_says_so() {
    let mut house = House::open(1_280, 720);
    let check = |house: &mut House, size: Vec2, told: bool| {
        house.resize(size);
        let said = house.standing();
        assert_eq!(said.is_some(), told, "{size}: {said:?}");
        if let Some(said) = said {
            assert!(said.contains("too small"), "{said}");
        }
    };
    check(&mut house, Vec2::new(320.0, 568.0), false);
    check(&mut house, Vec2::new(568.0, 320.0), false);
    check(&mut house, Vec2::new(299.0, 720.0), true);
    check(&mut house, Vec2::new(1_280.0, 239.0), true);
    check(&mut house, Vec2::new(180.0, 120.0), true);
    // The sentence fits between the edges, and it alone is told.
    house.focus(true);
    house.focus(false);
    assert!(house.standing().is_some_and(|said| said.contains("too small")));
    assert_eq!(house.count::<Standing>(), 1);
    house.focus(true);
    check(&mut house, WIDE, false);
}

impl House {
    /// Every overlay at once, and what one does between them.
    fn everything(&mut self) {
        for wish in [Wish::TogglePanel, Wish::ToggleHelp, Wish::ToggleHelp, Wish::TogglePlan] {
            self.wish(wish);
        }
        self.key(KeyCode::ArrowRight, ButtonState::Pressed);
        self.key(KeyCode::ArrowRight, ButtonState::Released);
        self.wish(Wish::TogglePlan);
    }
}

#[test]
fn no_size_ends_the_visit() {
    let mut house = House::open(1_280, 720);
    house.stand_before("edge");
    for size in [Vec2::new(20.0, 20.0), Vec2::ONE, Vec2::ZERO, Vec2::new(4_000.0, 1.0), WIDE] {
        house.resize(size);
        house.everything();
    }
    assert_eq!(house.standing(), None);
}
