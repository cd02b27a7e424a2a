//! What a visitor can wish for, whoever hears it first: a key, a click, a button, an
//! address, the tour.

use bevy::prelude::*;

use super::order::Stage;
use crate::hang::RoomId;

/// One wish. Works are named by their index in `Lock::works`.
#[derive(Message, Clone, Copy, Debug, PartialEq)]
pub(super) enum Wish {
    /// Walk up to a work.
    Approach(usize),
    /// Stand before a work at once, as when an address is opened.
    StandBefore(usize),
    Next,
    Previous,
    /// Stand in the door of a room at once.
    GoToRoom(RoomId),
    /// Walk to a point of the floor.
    WalkTo(Vec3),
    ToggleTour,
    TogglePlan,
    /// The panel about the work in [`Attention`].
    TogglePanel,
    /// Whether panels open unasked.
    ToggleUnasked,
    ToggleHelp,
    SwitchLanguage,
    ToggleSound,
    /// Look around without holding a button, until Esc.
    CapturePointer,
    /// One step back: close what is open, else stop the tour or the walk.
    Back,
}

/// What the visitor has before their eyes.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Attention {
    /// The work that they look at from nearby.
    pub work: Option<usize>,
    /// They stand as near to it as one stands to look at it.
    pub within_view: bool,
}

/// What lies over the room. Whoever shows or hides an overlay sets its flag.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Overlays {
    /// The panel about a work.
    pub panel: bool,
    /// The plan view.
    pub plan: bool,
    pub help: bool,
    /// The pointer is over a button or a panel: the room must not take it.
    pub pointer_taken: bool,
}

pub(super) fn plugin(app: &mut App) {
    app.add_message::<Wish>()
        .init_resource::<Attention>()
        .init_resource::<Overlays>()
        .add_systems(Update, wishes_from_keys.in_set(Stage::Input));
}

/// Keys that wish for one thing; those that are held to walk are the visitor's.
const KEYS: [(KeyCode, Wish); 13] = [
    (KeyCode::KeyN, Wish::Next),
    (KeyCode::KeyP, Wish::Previous),
    (KeyCode::KeyM, Wish::TogglePlan),
    (KeyCode::KeyT, Wish::ToggleTour),
    (KeyCode::KeyI, Wish::TogglePanel),
    (KeyCode::KeyO, Wish::ToggleUnasked),
    (KeyCode::KeyH, Wish::ToggleHelp),
    (KeyCode::Slash, Wish::ToggleHelp),
    (KeyCode::KeyL, Wish::SwitchLanguage),
    (KeyCode::KeyV, Wish::ToggleSound),
    (KeyCode::KeyF, Wish::CapturePointer),
    (KeyCode::Escape, Wish::Back),
    (KeyCode::Backspace, Wish::Back),
];

fn wishes_from_keys(
    keys: Option<Res<ButtonInput<KeyCode>>>,
    overlays: Res<Overlays>,
    attention: Res<Attention>,
    mut wishes: MessageWriter<Wish>,
) {
    let Some(keys) = keys else {
        return;
    };
    for (key, wish) in KEYS {
        if keys.just_pressed(key) {
            wishes.write(wish);
        }
    }
    // In the plan view Enter chooses a room, which is the plan's own affair.
    if keys.just_pressed(KeyCode::Enter) && !overlays.plan {
        match attention.work {
            Some(work) if !overlays.panel => {
                wishes.write(Wish::Approach(work));
                wishes.write(Wish::TogglePanel);
            }
            Some(_) => {
                wishes.write(Wish::TogglePanel);
            }
            None => {
                wishes.write(Wish::Next);
            }
        }
    }
}
