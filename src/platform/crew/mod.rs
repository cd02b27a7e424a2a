//! Who works beside the thread that draws: in a page a crew of workers that run this
//! same program; on the desktop nobody, since its tasks have threads of their own.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod none;

#[cfg(target_arch = "wasm32")]
pub use browser::{Parcel, ask, breathe, hand_over, tell};
#[cfg(not(target_arch = "wasm32"))]
pub use none::{Parcel, ask, breathe, tell};

/// What one of the crew gives back.
#[derive(Debug)]
pub struct Given {
    /// What is to be known of the bytes; the asker knows how it is written.
    pub note: String,
    pub parcel: Parcel,
}
