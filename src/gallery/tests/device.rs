//! A graphics device that goes away while rooms are drawn.

use std::sync::Arc;

use super::house::built_in;
use crate::exhibition::Language;
use crate::gallery::shoot::{Overlay, ShootError, ShootOptions, Studio};
use crate::gallery::show::{Blobs, Show};
use crate::gallery::views::{Per, views};
use crate::source::BuiltIn;

#[test]
fn a_lost_device_ends_the_gallery_in_order() {
    let show = Show::new(built_in(), Blobs::Here(Arc::new(BuiltIn)));
    let options = ShootOptions {
        per: Per::Entrance,
        width_px: 320,
        height_px: 180,
        language: Language::English,
        overlay: Overlay::None,
    };
    let view = views(&show, &Per::Entrance).remove(0);
    let mut studio = Studio::new(show, &options);
    studio.shoot(&view).expect("the room is drawn");
    studio.lose_device();
    // Nothing hangs, nothing panics: the gallery ends, and `open` says why.
    assert!(matches!(studio.shoot(&view), Err(ShootError::Stopped)));
}
