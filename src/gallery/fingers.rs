//! Fingers on the screen, and how far they went in a frame.

use bevy::ecs::system::SystemParam;
use bevy::input::touch::{Touch, TouchInput};
use bevy::prelude::*;

/// The fingers that are down. The engine keeps a finger's last step until it hears of one
/// again: whoever took that in every frame would go on turning while the finger rests.
#[derive(SystemParam)]
pub(super) struct Fingers<'w, 's> {
    touches: Option<Res<'w, Touches>>,
    heard: MessageReader<'w, 's, TouchInput>,
}

impl Fingers<'_, '_> {
    /// Those that are down, in a frame in which one of them stirs; none in any other. It is
    /// to be asked in every frame, or it answers for one that has passed.
    pub fn stirring(&mut self) -> Vec<Touch> {
        let stir = self.heard.read().count() > 0;
        let touches = self.touches.as_ref().filter(|_| stir);
        touches.map_or_else(Vec::new, |touches| touches.iter().copied().collect())
    }
}
