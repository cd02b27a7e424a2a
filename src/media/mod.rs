//! What bytes are: sniffing, limits, decoding, SVG to pixels, sizes and colours.
//!
//! Everything here is a pure function of bytes, and the bytes are a stranger's. What may be
//! long is read from whatever can be read and sought (`Read + Seek`), a window at a time.

mod animation;
mod average;
mod avif;
mod bmp;
mod boxes;
mod canvas;
mod colour;
mod deep;
mod error;
mod examine;
mod film;
mod gif_frames;
mod glb;
mod ladder;
mod light;
mod memory;
mod page;
mod picture;
mod picture_ends;
mod profile;
mod recording;
mod remark;
mod sniff;
mod sound;
mod svg;
mod window;

pub use animation::{Animation, Frame, is_animated};
pub use error::MediaError;
pub use examine::{Examined, ExaminedKind, examine, examine_file};
pub use glb::{
    BesideModel, BoundsMm, FlatAnimation, Matrix, Model, ModelAnimation, Pose, Trs, as_glb,
    beside_model, can_dress, inspect_glb, model_fits, pack_glb,
};
pub use ladder::{EncodedRung, RungBytes};
pub use memory::memory_to_examine;
pub use page::{
    Allowance, Bearings, Beside, ImportMap, Page, PageFile, Role, TextKind, inspect_page,
    is_beside, pack_page, page_text, text_kind,
};
pub use picture::{Picture, decode, picture_size};
pub use recording::{Playback, Recording, inspect_recording, inspect_recording_file, is_recording};
pub use remark::Remark;
pub use sniff::{MediaType, bytes_max, check_claim, sniff};
pub use svg::{FontFiles, Fonts};
pub use window::{HEAD_BYTES, Source};

#[cfg(test)]
mod tests;
