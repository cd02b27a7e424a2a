//! Small files of every kind, whole, cut and mutated.

mod animations;
#[cfg(feature = "avif")]
mod avif;
mod backgrounds;
mod colours;
mod containers;
mod costs;
mod drawings;
mod ladders;
mod limits;
mod memory;
mod model_costs;
mod model_pictures;
mod models;
mod pages;
mod recordings;
mod samples;
mod stills;
mod strangers;
mod windows;
