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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::order;

    /// What a press of a key wishes for.
    fn wishes(key: KeyCode, work: Option<usize>, overlays: Overlays) -> Vec<Wish> {
        let mut app = App::new();
        app.add_plugins((order::plugin, plugin));
        let mut keys = ButtonInput::default();
        keys.press(key);
        let attention = Attention { work, within_view: work.is_some() };
        app.insert_resource(keys).insert_resource(attention).insert_resource(overlays);
        app.update();
        app.world_mut().resource_mut::<Messages<Wish>>().drain().collect()
    }

    #[test]
    fn every_key_wishes_for_one_thing_wherever_one_is() {
        let expected = [
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
        assert_eq!(expected.len(), KEYS.len(), "a key is not told of here");
        let plan = Overlays { plan: true, ..default() };
        for (key, wish) in expected {
            assert_eq!(wishes(key, None, default()), [wish], "{key:?}");
            assert_eq!(wishes(key, Some(7), plan), [wish], "{key:?} before a work, over the plan");
        }
        // Those that walk are held, and wish for nothing.
        for key in [KeyCode::KeyW, KeyCode::KeyQ, KeyCode::ArrowUp, KeyCode::ShiftLeft] {
            assert_eq!(wishes(key, Some(7), default()), [], "{key:?}");
        }
    }

    #[test]
    fn enter_reads_about_the_work_that_one_stands_before() {
        let check = |work, overlays, expected: &[Wish]| {
            assert_eq!(wishes(KeyCode::Enter, work, overlays), expected, "{work:?} {overlays:?}");
        };
        let panel = Overlays { panel: true, ..default() };
        let plan = Overlays { plan: true, ..default() };
        check(None, default(), &[Wish::Next]);
        check(Some(7), default(), &[Wish::Approach(7), Wish::TogglePanel]);
        check(Some(7), panel, &[Wish::TogglePanel]);
        check(Some(7), plan, &[]);
        check(None, plan, &[]);
    }
}
