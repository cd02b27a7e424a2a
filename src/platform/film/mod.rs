//! Films and sounds that run: in a page by the browser's own elements, on the desktop by
//! GStreamer where the program was built with it (feature `video`).

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(all(not(target_arch = "wasm32"), feature = "video"))]
mod gstreamer;
#[cfg(all(not(target_arch = "wasm32"), not(feature = "video")))]
mod none;

use thiserror::Error;

#[cfg(target_arch = "wasm32")]
pub use browser::{Film, PLAYS_FILMS};
#[cfg(all(not(target_arch = "wasm32"), feature = "video"))]
pub use gstreamer::{Film, PLAYS_FILMS};
#[cfg(all(not(target_arch = "wasm32"), not(feature = "video")))]
pub use none::{Film, PLAYS_FILMS};

/// Where a sound comes from, in metres from the ears: to the right, up, and behind.
pub type FromEars = [f32; 3];

/// Within this many metres a sound is as loud as it was made.
pub const FULL_VOLUME_M: f32 = 1.5;

/// Farther off than this it is not heard at all.
pub const OUT_OF_HEARING_M: f32 = 12.0;

/// Why a film does not run; its still hangs in its place.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FilmError {
    #[error("this build of the program plays no films and sounds")]
    NoPlayer,
    #[error("no decoder at hand plays it: {0}")]
    NoDecoder(String),
}

/// How loud a sound is from a place, 0 to 1, and how far to the right, -1 to 1.
#[cfg_attr(not(feature = "video"), expect(dead_code, reason = "a browser places sounds itself"))]
fn loudness_and_side([right, up, behind]: FromEars) -> (f32, f32) {
    let distance = (right * right + up * up + behind * behind).sqrt();
    let near = (FULL_VOLUME_M / distance.max(FULL_VOLUME_M)).powf(1.4);
    // The last of it fades, so that nothing is cut off while one walks.
    let fading = ((OUT_OF_HEARING_M - distance) / 2.0).clamp(0.0, 1.0);
    (near * fading, right / distance.max(FULL_VOLUME_M))
}

#[cfg(all(test, feature = "video"))]
mod tests {
    use super::*;

    #[test]
    fn a_sound_is_where_it_is() {
        let check = |from: FromEars, expected: (f32, f32)| {
            let (loud, side) = loudness_and_side(from);
            assert!((loud - expected.0).abs() < 0.01, "{from:?}: loud {loud}");
            assert!((side - expected.1).abs() < 0.01, "{from:?}: side {side}");
        };
        check([0.0, 0.0, -1.0], (1.0, 0.0));
        check([1.5, 0.0, 0.0], (1.0, 1.0));
        check([-3.0, 0.0, 0.0], (0.379, -1.0));
        check([0.0, 0.0, -12.0], (0.0, 0.0));
        check([0.0, 0.0, 400.0], (0.0, 0.0));
    }
}
