//! The visitor: a body that walks, an eye that looks, and what they ask of both.

mod attention;
mod body;
mod climb;
mod journey;
mod look;
mod pointer;
mod solids;
#[cfg(test)]
mod tests;

use bevy::prelude::*;

pub(super) use body::{Visitor, stand_at};
pub(super) use journey::{Journey, ReducedMotion, in_the_door, pitch_towards};

pub(super) fn plugin(app: &mut App) {
    app.add_plugins((
        solids::plugin,
        body::plugin,
        look::plugin,
        pointer::plugin,
        journey::plugin,
        attention::plugin,
    ));
}
