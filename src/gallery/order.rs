//! The one order in which the gallery's systems run in a frame.

use bevy::prelude::*;

/// Stages of a frame, in this order; nobody else orders systems across plugins.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Stage {
    /// Keys, pointer, touch and addresses become wishes.
    Input,
    /// The visitor's eye follows their body.
    Walk,
    /// Which room they stand in and which rooms can be seen ([`super::sight::Sight`]).
    See,
    /// Rooms, works, labels and texts come and go with what is seen.
    Furnish,
    /// Pictures sharpen, light arrives, panels say what they have to say.
    Show,
}

pub(super) fn plugin(app: &mut App) {
    app.configure_sets(
        Update,
        (Stage::Input, Stage::Walk, Stage::See, Stage::Furnish, Stage::Show).chain(),
    );
}
