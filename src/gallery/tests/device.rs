//! A graphics device that goes away while rooms are drawn.

use std::sync::Arc;
use std::time::Instant;

use super::house::built_in;
use crate::exhibition::Language;
use crate::gallery::measure::{Since, measure_in};
use crate::gallery::shoot::{Overlay, ShootError, ShootOptions, Studio};
use crate::gallery::show::{Blobs, Show};
use crate::gallery::views::{Per, View, views};
use crate::source::BuiltIn;

const OPTIONS: ShootOptions = ShootOptions {
    per: Per::Entrance,
    width_px: 320,
    height_px: 180,
    language: Language::English,
    overlay: Overlay::None,
};

/// The built-in exhibition, and a view in it.
fn entrance() -> (Show, View) {
    let show = Show::new(built_in(), Blobs::Here(Arc::new(BuiltIn)));
    let view = views(&show, &Per::Entrance).remove(0);
    (show, view)
}

#[test]
fn a_lost_device_ends_the_gallery_in_order() {
    let (show, view) = entrance();
    let mut studio = Studio::new(show, &OPTIONS);
    studio.shoot(&view).expect("the room is drawn");
    studio.lose_device();
    // Nothing hangs, nothing panics: the gallery ends, and `open` says why.
    let stopped = studio.shoot(&view).expect_err("nothing is drawn any more");
    assert!(matches!(stopped, ShootError::Stopped { kept: 0 }), "{stopped}");
    assert_eq!(stopped.to_string(), "the graphics device stopped answering; run it again");
    // A picture that is awaited is not awaited for ever.
    let stopped = studio.capture().expect_err("nothing is drawn any more");
    assert!(matches!(stopped, ShootError::Stopped { .. }), "{stopped}");
}

#[test]
fn a_device_that_is_lost_while_it_is_measured_has_no_figures() {
    let (show, _) = entrance();
    // As it is measured, while works and letters are still on their way.
    let mut studio = Studio::alive(show.clone(), &OPTIONS);
    studio.frame().expect("it is drawn");
    studio.lose_device();
    let since = Since { start: Instant::now(), opened: Instant::now() };
    let figures = measure_in(&mut studio, &show, since, 3, |_| {});
    assert!(matches!(figures, Err(ShootError::Stopped { .. })), "{figures:?}");
}

#[test]
fn who_was_stopped_is_told_what_is_kept() {
    let check = |kept: usize, end: &str| {
        let said = ShootError::Stopped { kept }.to_string();
        assert!(said.ends_with(end), "{said}");
    };
    check(0, "run it again");
    check(1, "run it again; the picture that was finished is kept");
    check(7, "run it again; the 7 pictures that were finished are kept");
}
