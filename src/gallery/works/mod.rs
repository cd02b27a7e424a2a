//! Works on their walls and plinths: frames, pictures that sharpen, animations,
//! sculptures, and what hangs where a work is missing.

mod animate;
mod frame;
mod hanging;
mod missing;
mod sculpture;
mod sharpen;
mod shelf;
mod standing;
mod texture;

use bevy::prelude::*;

#[cfg(test)]
pub(super) use hanging::Hung;
pub(super) use hanging::StillLife;
#[cfg(test)]
pub(super) use missing::Notice as MissingNotice;

pub(super) fn plugin(app: &mut App) {
    app.add_plugins((
        hanging::plugin,
        standing::plugin,
        shelf::plugin,
        sharpen::plugin,
        animate::plugin,
        missing::plugin,
    ));
}
