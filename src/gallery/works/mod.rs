//! Works on their walls and plinths: frames, pictures that sharpen, animations,
//! sculptures, films, sounds and code, and what hangs where a work is missing.

mod animate;
mod bending;
mod code;
mod film;
mod frame;
mod hanging;
mod heap;
mod look;
mod missing;
mod moving;
mod packed;
mod sculpture;
mod sharpen;
mod shelf;
mod standing;
mod texture;
mod vertices;

use bevy::prelude::*;

#[cfg(test)]
pub(super) use animate::decodes;
#[cfg(test)]
pub(super) use hanging::Moves;
pub(super) use hanging::{Hung, StillLife};
#[cfg(test)]
pub(super) use missing::Notice as MissingNotice;
pub(super) use packed::{PackingList, pack, unpack};
pub(super) use sculpture::{Sculpture, sculpture};
#[cfg(test)]
pub(super) use standing::Standing;
pub(super) use texture::with_mipmaps;

pub(super) fn plugin(app: &mut App) {
    app.add_plugins((
        hanging::plugin,
        standing::plugin,
        shelf::plugin,
        sharpen::plugin,
        animate::plugin,
        film::plugin,
        code::plugin,
        missing::plugin,
        moving::plugin,
    ));
}
