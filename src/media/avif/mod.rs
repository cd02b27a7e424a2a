//! AVIF stills (AV1 Image File Format): the container is read everywhere, the picture is
//! decoded where the feature `avif` is on, which a resolve has.

mod container;
#[cfg(feature = "avif")]
mod decode;
#[cfg(feature = "avif")]
mod sequence;

pub(super) use container::shown_size;
#[cfg(feature = "avif")]
pub(super) use decode::decode;
