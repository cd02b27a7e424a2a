//! Looking: drag to turn, wheel or pinch to look closely, or a captured pointer.

use bevy::input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseScrollUnit};
use bevy::prelude::*;
use bevy::window::{CursorGrabMode, CursorOptions, PrimaryWindow};

use super::Visitor;
use crate::gallery::fingers::Fingers;
use crate::gallery::order::Stage;
use crate::gallery::wishes::{Overlays, Wish};

/// How far a drag across a pixel turns, in radians.
const TURN_PER_PIXEL: f32 = 0.0032;

/// The closest look: a fourth of the plain field of view.
const CLOSEST: f32 = 4.0;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (turn_by_drag, look_closely, capture_pointer).in_set(Stage::Input));
}

fn turn_by_drag(
    buttons: Option<Res<ButtonInput<MouseButton>>>,
    motion: Option<Res<AccumulatedMouseMotion>>,
    mut fingers: Fingers,
    overlays: Res<Overlays>,
    cursor: Option<Single<&CursorOptions, With<PrimaryWindow>>>,
    mut visitor: Single<&mut Visitor>,
) {
    let fingers = fingers.stirring();
    if overlays.pointer_taken {
        return;
    }
    let per_pixel = TURN_PER_PIXEL / visitor.closeness;
    let captured = cursor.is_some_and(|options| options.grab_mode != CursorGrabMode::None);
    if let (Some(buttons), Some(motion)) = (buttons, motion) {
        let dragging = buttons.any_pressed([MouseButton::Left, MouseButton::Right]);
        if captured {
            visitor.turn(motion.delta.x * per_pixel, -motion.delta.y * per_pixel);
        } else if dragging && motion.delta != Vec2::ZERO {
            // The room follows the hand, as a picture that is pushed aside.
            visitor.turn(-motion.delta.x * per_pixel, motion.delta.y * per_pixel);
        }
    }
    if let [finger] = fingers[..] {
        let delta = finger.delta();
        visitor.turn(-delta.x * per_pixel, delta.y * per_pixel);
    }
}

fn look_closely(
    scroll: Option<Res<AccumulatedMouseScroll>>,
    mut fingers: Fingers,
    overlays: Res<Overlays>,
    mut visitor: Single<&mut Visitor>,
) {
    let fingers = fingers.stirring();
    if overlays.pointer_taken || overlays.plan {
        return;
    }
    let mut factor = 1.0;
    if let Some(scroll) = scroll.filter(|scroll| scroll.delta.y != 0.0) {
        let lines = match scroll.unit {
            MouseScrollUnit::Line => scroll.delta.y,
            MouseScrollUnit::Pixel => scroll.delta.y / 40.0,
        };
        factor *= 1.12_f32.powf(lines);
    }
    if let [a, b] = fingers[..] {
        let before = a.previous_position().distance(b.previous_position());
        let now = a.position().distance(b.position());
        if before > 1.0 {
            factor *= now / before;
        }
    }
    if factor != 1.0 {
        visitor.closeness = (visitor.closeness * factor).clamp(1.0, CLOSEST);
    }
}

fn capture_pointer(
    mut wishes: MessageReader<Wish>,
    cursor: Option<Single<&mut CursorOptions, With<PrimaryWindow>>>,
) {
    let mut captured = None;
    for wish in wishes.read() {
        match wish {
            Wish::CapturePointer => captured = Some(true),
            Wish::Back | Wish::TogglePlan => captured = Some(false),
            _ => {}
        }
    }
    if let (Some(captured), Some(mut cursor)) = (captured, cursor) {
        cursor.grab_mode = if captured { CursorGrabMode::Locked } else { CursorGrabMode::None };
        cursor.visible = !captured;
    }
}
