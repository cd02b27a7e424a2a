//! When an overlay is built again: whenever what it shows has become another.

use bevy::prelude::*;

/// Takes an overlay away if its state is no longer the last one; true when it has to be
/// built for the new state.
pub(super) fn renew<Kind: Component, State: PartialEq>(
    state: State,
    last: &mut Option<State>,
    shown: &Query<Entity, With<Kind>>,
    commands: &mut Commands,
) -> bool {
    if last.as_ref() == Some(&state) {
        return false;
    }
    *last = Some(state);
    for entity in shown {
        commands.entity(entity).despawn();
    }
    true
}
