//! What bytes are: sniffing, limits, decoding, SVG to pixels, sizes and colours.
//!
//! Everything here is a pure function of bytes, and the bytes are a stranger's.

mod animation;
mod average;
mod canvas;
mod error;
mod examine;
mod glb;
mod ladder;
pub mod limits;
mod picture;
mod sniff;
mod svg;

pub use animation::{Animation, Frame, is_animated};
pub use error::MediaError;
pub use examine::{Examined, ExaminedKind, examine};
pub use glb::{BoundsMm, Model, inspect_glb};
pub use ladder::{EncodedRung, RungBytes};
pub use picture::{Picture, decode, picture_size};
pub use sniff::{MediaType, check_claim, sniff};
pub use svg::{FontFiles, Fonts};

#[cfg(test)]
mod tests;
