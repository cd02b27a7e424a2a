//! The crew: work that is too long for a frame, done aside from it. On the desktop the
//! engine's tasks do it, which have threads of their own; a page has one thread for all
//! of them and for the frames, so that there workers do it that run this same program.
//! What they make goes up to the graphics device in small pieces.

#[cfg(feature = "browser")]
mod desk;
mod freight;
mod job;
mod packing;
mod strip;
mod texels;

pub(super) use freight::{Freight, plugin};
pub(super) use job::{Job, bytes, light, make, sculpt, tile};
pub(super) use packing::{Packing, Unpacking, other_than_packed};
pub(super) use strip::{Shot, Strip};
pub(super) use texels::Texels;
