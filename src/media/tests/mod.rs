//! Small files of every kind, whole, cut and mutated.

mod animations;
mod drawings;
mod ladders;
mod samples;
mod stills;
mod strangers;
