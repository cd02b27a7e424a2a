//! The Bevy app: a plugin per concern.

mod order;
mod show;
mod sight;
mod space;

pub use show::Show;
