//! A click on an overlay is no click on the room.

use bevy::prelude::*;
use bevy::ui::UiSystems;

use crate::gallery::wishes::Overlays;

/// A node over which the pointer is not the room's.
#[derive(Component, Clone, Copy, Debug, Default)]
#[require(Interaction)]
pub(super) struct TakesPointer;

/// A finger that is lifted leaves its node before its tap is heard: for so many frames
/// the room still does not take it.
const LINGER_FRAMES: u32 = 2;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(PreUpdate, take_pointer.after(UiSystems::Focus));
}

fn take_pointer(
    nodes: Query<(&Interaction, &InheritedVisibility), With<TakesPointer>>,
    mut overlays: ResMut<Overlays>,
    mut lingers: Local<u32>,
) {
    let over = nodes.iter().any(|(touch, visible)| *touch != Interaction::None && visible.get());
    *lingers = if over { LINGER_FRAMES } else { lingers.saturating_sub(1) };
    let taken = over || *lingers > 0;
    if overlays.pointer_taken != taken {
        overlays.pointer_taken = taken;
    }
}
