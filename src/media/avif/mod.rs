//! AVIF stills (AV1 Image File Format): the container is read everywhere, the picture is
//! decoded where the feature `avif` is on, which a resolve has.

mod container;
#[cfg(feature = "avif")]
mod decode;
mod promised;
mod sequence;
#[cfg(feature = "avif")]
mod sheet;
mod tables;

pub(super) use container::shown_size;
#[cfg(feature = "avif")]
pub(super) use decode::decode;
pub(super) use promised::{Promised, promised};
