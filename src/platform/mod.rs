//! The only place that asks which platform this is.

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
mod browser;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod chance;
#[cfg(not(target_arch = "wasm32"))]
pub mod clock;
#[cfg(any(feature = "gallery", feature = "video"))]
pub mod crew;
#[cfg(not(target_arch = "wasm32"))]
mod desktop;
#[cfg(feature = "gallery")]
mod display;
#[cfg(not(target_arch = "wasm32"))]
pub mod faces;
#[cfg(not(target_arch = "wasm32"))]
pub mod files;
#[cfg(any(feature = "gallery", feature = "video"))]
pub mod film;
#[cfg(not(target_arch = "wasm32"))]
pub mod folders;
#[cfg(all(target_arch = "wasm32", feature = "browser"))]
mod js;
#[cfg(feature = "gallery")]
pub mod lettering;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod locale;
#[cfg(feature = "gallery")]
mod memory;
#[cfg(feature = "fetch")]
pub mod net;

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub use browser::*;
#[cfg(not(target_arch = "wasm32"))]
pub use desktop::*;
#[cfg(feature = "gallery")]
pub use display::{Display, display};
#[cfg(feature = "gallery")]
pub use memory::Memory;
