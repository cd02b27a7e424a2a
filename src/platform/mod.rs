//! The only place that asks which platform this is.

#[cfg(feature = "resolve")]
pub mod files;
#[cfg(feature = "fetch")]
pub mod net;
