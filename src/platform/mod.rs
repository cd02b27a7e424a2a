//! The only place that asks which platform this is.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod desktop;
#[cfg(feature = "resolve")]
pub mod files;
#[cfg(all(target_arch = "wasm32", feature = "browser"))]
mod js;
#[cfg(feature = "gallery")]
pub mod lettering;
#[cfg(feature = "fetch")]
pub mod net;

#[cfg(target_arch = "wasm32")]
pub use browser::*;
#[cfg(not(target_arch = "wasm32"))]
pub use desktop::*;
