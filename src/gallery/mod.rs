//! The Bevy app: a plugin per concern.
