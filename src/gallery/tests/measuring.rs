//! What is measured: the whole tour, from the program's start, while works move.

use std::sync::Arc;
use std::time::{Duration, Instant};

use image::imageops::thumbnail;

use super::house::built_in;
use crate::exhibition::Language;
use crate::gallery::measure::{Measuring, Since, measure_in};
use crate::gallery::pending::Pending;
use crate::gallery::shoot::{Overlay, ShootError, ShootOptions, Studio};
use crate::gallery::show::{Blobs, Show};
use crate::gallery::views::{Per, views};
use crate::gallery::works::{Hung, Moves};
use crate::source::BuiltIn;

/// Small pictures: what is held against them is not how they look.
const OPTIONS: ShootOptions = ShootOptions {
    per: Per::Entrance,
    width_px: 128,
    height_px: 72,
    language: Language::English,
    overlay: Overlay::None,
};

fn show() -> Show {
    Show::new(built_in(), Blobs::Here(Arc::new(BuiltIn)))
}

#[test]
fn frames_are_timed_along_the_whole_tour_and_in_every_room() {
    const FRAMES: usize = 90;
    const EARLIER: Duration = Duration::from_secs(5);
    let show = show();
    let mut studio = Studio::alive(show.clone(), &OPTIONS);
    let opened = Instant::now();
    let start = opened.checked_sub(EARLIER).expect("the machine was on for a while");
    let mut told = Vec::new();
    let figures =
        measure_in(&mut studio, &show, Since { start, opened }, FRAMES, |at| told.push(at));
    let figures = figures.expect("it is measured");
    let said = format!("{figures:?}");

    assert_eq!((figures.rooms_passed, figures.rooms), (6, 6), "{said}");
    let works = show.plan.tour.len();
    assert_eq!((figures.works_passed, figures.works), (works, works), "{said}");
    assert!(figures.frames <= FRAMES && figures.frames > works, "{said}");
    assert!(figures.tour_m > 60.0, "{said}");
    let way_m = figures.frame_step_mm * (figures.frames - 1) as f64 / 1_000.0;
    assert!((way_m - figures.tour_m).abs() < 1.0, "{said}");

    let times =
        [figures.frame_mean_ms, figures.frame_p95_ms, figures.frame_p99_ms, figures.frame_max_ms];
    assert!(times[0] > 0.0 && times[1..].is_sorted() && times[0] <= times[3], "{said}");
    // A program is at work before its lock is open.
    for (from_start, from_lock) in [
        (figures.first_picture_of_room_ms, figures.first_picture_of_room_from_lock_ms),
        (figures.all_sharp_ms, figures.all_sharp_from_lock_ms),
    ] {
        assert!((from_start - from_lock - 5_000.0).abs() < 0.5, "{said}");
    }
    assert!(figures.first_picture_of_room_from_lock_ms < figures.all_sharp_from_lock_ms, "{said}");

    assert_eq!(told[0], Measuring::ComingIn);
    assert_eq!(told[1..].len(), figures.frames);
    assert_eq!(told.last(), Some(&Measuring::Tour(figures.frames - 1, figures.frames)));
}

/// The very frame at which the clock of the first picture stops is caught, not one after it.
#[test]
fn the_first_picture_of_the_room_is_not_blank() {
    const FRAMES: usize = 600;
    let mut studio = Studio::alive(show(), &OPTIONS);
    let first = (0..FRAMES).find_map(|_| {
        let caught = studio.catch();
        studio.frame().expect("it is drawn");
        studio.stands().then_some(caught)
    });
    let first = first.expect("the room stands at last");
    let picture = studio.develop(&first).expect("the device hands it back");
    let picture = picture.try_into_dynamic().expect("it is a picture").to_luma8();
    let fields = thumbnail(&picture, 32, 18);
    let light: Vec<f32> = fields.pixels().map(|field| f32::from(field.0[0])).collect();
    let mean = light.iter().sum::<f32>() / light.len() as f32;
    let off = light.iter().map(|light| (light - mean).powi(2)).sum::<f32>() / light.len() as f32;
    // As in the tests of pictures: a blank wall is no picture.
    assert!(off.sqrt() > 6.0, "its fields spread by {}", off.sqrt());
}

#[test]
fn what_never_becomes_sharp_has_no_figures() {
    const FRAMES: u32 = 40;
    let show = show();
    let mut studio = Studio::alive(show.clone(), &OPTIONS);
    studio.give_up_after(FRAMES);
    studio.world().resource_mut::<Pending>().set("what never comes", 1);
    let since = Since { start: Instant::now(), opened: Instant::now() };
    let never = measure_in(&mut studio, &show, since, 3, |_| {});
    let never = never.expect_err("something is still on its way");
    assert!(matches!(&never, ShootError::NeverReady(_, FRAMES)), "{never}");
    assert!(never.to_string().contains("“entrance” was not ready after 40 frames"), "{never}");
}

/// A picture comes out the same whenever it is taken; a visitor sees works move.
#[test]
fn works_move_where_frames_are_timed_and_rest_where_pictures_are_taken() {
    let show = show();
    let tide = show.lock.works.iter().position(|work| work.id.as_str() == "tide");
    let before = views(&show, &Per::Work).into_iter().find(|view| view.work == tide);
    let before = before.expect("the built-in exhibition has this animation");
    for (mut studio, expected) in [
        (Studio::alive(show.clone(), &OPTIONS), Moves::Frames),
        (Studio::new(show.clone(), &OPTIONS), Moves::Not),
    ] {
        studio.stand(&before);
        for _ in 0..4 {
            studio.frame().expect("it is drawn");
        }
        let world = studio.world();
        let mut all = world.query::<&Hung>();
        let hung = all.iter(world).find(|hung| Some(hung.work) == tide);
        assert_eq!(hung.expect("it hangs before the visitor").moves, expected);
    }
}
