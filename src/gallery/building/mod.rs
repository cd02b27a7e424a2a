//! The building: rooms that stand while they can be seen, in their baked light.

mod ceiling;
mod furniture;
mod house_colour;
mod rooms;
mod sheet;
mod texture;
mod walls;

pub(super) use rooms::plugin;
pub(super) use texture::{TileKind, make_tile};
