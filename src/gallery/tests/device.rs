//! A graphics device that goes away while rooms are drawn.

use std::sync::Arc;

use super::house::built_in;
use crate::exhibition::Language;
use crate::gallery::shoot::{Overlay, ShootOptions, Studio};
use crate::gallery::show::{Blobs, Show};
use crate::gallery::views::{Per, views};
use crate::source::BuiltIn;

#[test]
fn rooms_are_drawn_again_on_the_next_device() {
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
    let before = studio.shoot(&view).expect("the room is drawn");
    studio.lose_device();
    for _ in 0..20 {
        studio.frame();
    }
    let after = studio.shoot(&view).expect("the room is drawn again");
    let [before, after] = [before, after].map(|picture| {
        picture.try_into_dynamic().expect("a picture has pixels").to_rgb8().into_raw()
    });
    let apart: u64 = before.iter().zip(&after).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>();
    let mean = apart as f64 / before.len() as f64;
    assert!(mean < 2.0, "the pictures differ by {mean} of 255");
}
