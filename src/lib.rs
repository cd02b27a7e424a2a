//! Enfilade: a walkable exhibition that proves what it shows.
//!
//! The modules stand in the order in which an exhibition passes through them;
//! `ARCHITECTURE.md` is the map and names what each module never does.

// What the library's own tests share with those in `tests/` names the library as they do.
#[cfg(test)]
extern crate self as enfilade;

pub mod token;

pub mod media;

pub mod ownership;

#[cfg(feature = "verify")]
pub mod identity;
#[cfg(feature = "verify")]
pub mod verifier;

pub mod exhibition;

pub mod hang;

#[cfg(feature = "fetch")]
pub mod source;

#[cfg(feature = "resolve")]
pub mod resolve;

#[cfg(feature = "gallery")]
pub mod gallery;

#[cfg(feature = "publish")]
pub mod publish;

#[cfg(feature = "host")]
pub mod host;

pub mod limits;

pub mod messages;

pub mod platform;
