//! Fingers, pointer and window: what a visitor without a keyboard does, and what the
//! window does to them.

use bevy::input::ButtonState;
use bevy::input::mouse::{MouseButtonInput, MouseScrollUnit, MouseWheel};
use bevy::input::touch::{TouchInput, TouchPhase};
use bevy::prelude::*;
use bevy::window::{CursorGrabMode, CursorOptions, PrimaryWindow, WindowFocused};

use super::house::House;
use crate::gallery::overlay::shown::{Drawing, Panel, PlanView};
use crate::gallery::show::Show;
use crate::gallery::sight::{Eye, Sight};
use crate::gallery::visitor::{Journey, Visitor};
use crate::gallery::wishes::{Attention, Wish};
use crate::hang::RoomId;

const PHONE: Vec2 = Vec2::new(390.0, 844.0);

impl House {
    fn finger(&mut self, phase: TouchPhase, position: Vec2) {
        self.touch(1, phase, position);
        self.frames(1);
    }

    /// What the window says of a finger.
    fn touch(&mut self, id: u64, phase: TouchPhase, position: Vec2) {
        let window = self.window();
        let touch = TouchInput { phase, position, window, force: None, id };
        self.app.world_mut().write_message(touch);
    }

    /// Two fingers go from place to place, rest at the last and are lifted one by one.
    fn pinch(&mut self, places: &[[Vec2; 2]]) {
        let mut phase = TouchPhase::Started;
        for &[one, other] in places {
            self.touch(1, phase, one);
            self.touch(2, phase, other);
            self.frames(1);
            phase = TouchPhase::Moved;
        }
        self.frames(30);
        let [one, other] = places[places.len() - 1];
        for (id, place) in [(2, other), (1, one)] {
            self.touch(id, TouchPhase::Ended, place);
            self.frames(3);
        }
    }

    fn wheel(&mut self, unit: MouseScrollUnit, y: f32) {
        let (window, phase) = (self.window(), TouchPhase::Moved);
        self.app.world_mut().write_message(MouseWheel { unit, x: 0.0, y, window, phase });
        self.frames(3);
    }

    /// Half of the height that the eye takes in at a metre's distance, in metres.
    fn takes_in(&mut self) -> f32 {
        let world = self.app.world_mut();
        let mut eyes = world.query_filtered::<&Projection, With<Eye>>();
        let Projection::Perspective(lens) = eyes.single(world).expect("there is one eye") else {
            panic!("what is far looks small to an eye");
        };
        (lens.fov / 2.0).tan()
    }

    fn tap(&mut self, at: Vec2) {
        self.finger(TouchPhase::Started, at);
        self.finger(TouchPhase::Ended, at);
        self.frames(2);
    }

    fn click(&mut self, at: Vec2) {
        let window = self.window();
        let mut shown = self.app.world_mut().get_mut::<Window>(window).expect("a window");
        shown.set_cursor_position(Some(at));
        self.frames(1);
        for state in [ButtonState::Pressed, ButtonState::Released] {
            let button = MouseButton::Left;
            self.app.world_mut().write_message(MouseButtonInput { button, state, window });
            self.frames(1);
        }
        self.frames(2);
    }

    /// Where the middle of a room lies on the plan that is open, in the window.
    fn on_the_plan(&mut self, room: RoomId) -> Vec2 {
        let [x, y] = self.app.world().resource::<Show>().plan.room(room).floor.centre();
        let world = self.app.world_mut();
        let mut drawings = world.query::<(&Drawing, &ComputedNode, &UiGlobalTransform)>();
        let (Drawing(frame), node, lies) = drawings.single(world).expect("the plan is open");
        let from_corner = Vec2::from(frame.place(x as f32, y as f32));
        (lies.translation - node.size / 2.0 + from_corner) * node.inverse_scale_factor
    }

    fn visitor(&mut self) -> (Vec3, f32) {
        let world = self.app.world_mut();
        let mut visitors = world.query::<(&Transform, &Visitor)>();
        let (place, visitor) = visitors.single(world).expect("there is one visitor");
        (place.translation, visitor.heading)
    }
}

#[test]
fn a_tap_on_the_floor_walks_there() {
    let mut house = House::open(PHONE.x as u32, PHONE.y as u32);
    let (start, _) = house.visitor();
    house.tap(Vec2::new(PHONE.x * 0.5, PHONE.y * 0.9));
    assert!(house.app.world().resource::<Journey>().under_way());
    house.frames(60);
    assert!(house.visitor().0.distance(start) > 0.4);
}

#[test]
fn a_swipe_looks_around_and_does_not_walk() {
    let mut house = House::open(PHONE.x as u32, PHONE.y as u32);
    let (start, heading) = house.visitor();
    let from = PHONE * 0.5;
    house.finger(TouchPhase::Started, from);
    for step in 1..=10 {
        house.finger(TouchPhase::Moved, from - Vec2::X * 12.0 * step as f32);
    }
    let (_, turned) = house.visitor();
    house.frames(30);
    assert_eq!(house.visitor().1, turned, "the eye turns on while the finger rests");
    house.finger(TouchPhase::Ended, from - Vec2::X * 120.0);
    house.frames(10);
    let (place, now) = house.visitor();
    assert!((now - heading).abs() > 0.2, "the finger did not turn the eye");
    assert!(place.distance(start) < 0.01, "a swipe is no tap");
}

#[test]
fn the_wheel_looks_up_to_four_times_as_closely_and_back() {
    let mut house = House::open(1_280, 720);
    let plain = house.takes_in();
    let check = |house: &mut House, unit, y: f32, expected: f32| {
        house.wheel(unit, y);
        let closely = plain / house.takes_in();
        assert!((closely - expected).abs() < 0.01, "{y} by {unit:?}: {closely} times");
    };
    let rows = [
        (MouseScrollUnit::Line, 1.0, 1.12),
        (MouseScrollUnit::Line, -1.0, 1.0),
        (MouseScrollUnit::Pixel, 40.0, 1.12),
        (MouseScrollUnit::Pixel, -200.0, 1.0),
        (MouseScrollUnit::Line, 5.0, 1.762),
        (MouseScrollUnit::Line, 100.0, 4.0),
        (MouseScrollUnit::Line, 1.0, 4.0),
        (MouseScrollUnit::Line, -1.0, 3.571),
        (MouseScrollUnit::Line, -100.0, 1.0),
    ];
    for (unit, y, expected) in rows {
        check(&mut house, unit, y, expected);
    }
    // Over the plan it is not the room's.
    house.press(KeyCode::KeyM);
    check(&mut house, MouseScrollUnit::Line, 5.0, 1.0);
}

#[test]
fn two_fingers_look_up_to_four_times_as_closely_and_back_and_do_not_walk() {
    let mut house = House::open(PHONE.x as u32, PHONE.y as u32);
    let (start, heading) = house.visitor();
    let plain = house.takes_in();
    let check = |house: &mut House, places: &[[Vec2; 2]], expected: f32| {
        house.pinch(places);
        let closely = plain / house.takes_in();
        assert!((closely - expected).abs() < 0.01, "{places:?}: {closely} times");
        assert!(!house.app.world().resource::<Journey>().under_way(), "a pinch is no tap");
    };
    let middle = PHONE * 0.5;
    let apart = |px: f32| [middle - Vec2::X * px, middle + Vec2::X * px];
    // Where one of the two rests, the other counts alone.
    let one_rests = |px: f32| [middle, middle + Vec2::X * px];
    check(&mut house, &[40.0, 60.0, 80.0].map(apart), 2.0);
    check(&mut house, &[60.0, 90.0].map(one_rests), 3.0);
    check(&mut house, &[40.0, 160.0].map(apart), 4.0);
    check(&mut house, &[40.0, 60.0].map(apart), 4.0);
    check(&mut house, &[160.0, 80.0].map(one_rests), 2.0);
    check(&mut house, &[160.0, 20.0].map(apart), 1.0);
    check(&mut house, &[60.0, 30.0].map(apart), 1.0);
    let (place, now) = house.visitor();
    assert!(place.distance(start) < 0.01 && now == heading, "they turned or walked");
}

#[test]
fn a_click_on_a_work_walks_up_to_it_and_a_tap_on_its_caption_tells_more() {
    let mut house = House::open(1_280, 720);
    let work = house.stand_before("edge");
    house.key(KeyCode::KeyS, ButtonState::Pressed);
    house.frames(60);
    house.key(KeyCode::KeyS, ButtonState::Released);
    house.frames(20);
    house.click(Vec2::new(640.0, 360.0));
    assert_eq!(house.app.world().resource::<Journey>().to_work, Some(work));
    house.until("that the work is reached", |world| !world.resource::<Journey>().under_way());
    house.frames(4);
    assert_eq!(house.app.world().resource::<Attention>().work, Some(work));
    house.settle();
    house.click(Vec2::new(640.0, 720.0 - 40.0));
    assert_eq!(house.count::<Panel>(), 1, "the caption is a button");
}

#[test]
fn a_press_on_a_room_of_the_plan_goes_there() {
    type Press = fn(&mut House, Vec2);
    for (size, press) in
        [(Vec2::new(1_280.0, 720.0), House::click as Press), (PHONE, House::tap as Press)]
    {
        let mut house = House::open(size.x as u32, size.y as u32);
        for room in [RoomId(3), RoomId(1)] {
            house.press(KeyCode::KeyM);
            house.settle();
            let at = house.on_the_plan(room);
            press(&mut house, at);
            house.frames(2);
            assert_eq!(house.app.world().resource::<Sight>().here, Some(room), "pressed at {at}");
            assert_eq!(house.count::<PlanView>(), 0, "it closes when a room was chosen");
        }
    }
}

#[test]
fn the_pointer_is_captured_only_until_esc() {
    let mut house = House::open(1_280, 720);
    let grab = |house: &mut House| {
        let world = house.app.world_mut();
        let mut cursors = world.query_filtered::<&CursorOptions, With<PrimaryWindow>>();
        cursors.single(world).expect("the window has a cursor").grab_mode
    };
    assert_eq!(grab(&mut house), CursorGrabMode::None);
    house.press(KeyCode::KeyF);
    assert_eq!(grab(&mut house), CursorGrabMode::Locked);
    house.press(KeyCode::Escape);
    assert_eq!(grab(&mut house), CursorGrabMode::None);
}

#[test]
fn who_looks_at_another_window_stops_walking() {
    let mut house = House::open(1_280, 720);
    house.key(KeyCode::KeyW, ButtonState::Pressed);
    house.frames(30);
    let window = house.window();
    house.app.world_mut().write_message(WindowFocused { window, focused: false });
    house.app.world_mut().write_message(bevy::input::keyboard::KeyboardFocusLost);
    house.frames(30);
    let (place, _) = house.visitor();
    house.frames(30);
    assert!(house.visitor().0.distance(place) < 0.01, "the visitor still walks");
}

#[test]
fn overlays_are_laid_out_anew_when_the_window_changes_its_size() {
    let mut house = House::open(1_280, 720);
    house.stand_before("edge");
    house.wish(Wish::TogglePanel);
    house.resize(PHONE);
    let world = house.app.world_mut();
    let mut panels = world.query_filtered::<&Node, With<Panel>>();
    assert_eq!(panels.single(world).expect("the panel is open").width, px(PHONE.x));
}
