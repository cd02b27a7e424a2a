//! Films: the two families of containers that browsers play.

mod codecs;
mod iso;
mod matroska;

pub(super) use iso::inspect_iso;
pub(super) use matroska::inspect_matroska;
