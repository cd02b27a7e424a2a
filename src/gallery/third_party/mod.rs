//! Strangers' plugins, one adapter file each.

pub(super) mod rapier;
