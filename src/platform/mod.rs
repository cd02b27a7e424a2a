//! The only place that asks which platform this is.
