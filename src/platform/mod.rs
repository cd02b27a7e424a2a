//! The only place that asks which platform this is.

#[cfg(feature = "fetch")]
pub mod net;
