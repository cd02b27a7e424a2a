//! How fast the gallery is: from start to picture, and frame by frame along the tour.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::failure::look_for_a_device;
use super::shoot::{ShootError, ShootOptions, Studio};
use super::show::Show;
use super::views::{View, along_the_tour, tour_length_mm};
use crate::platform;

/// What was measured. Times are in milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// From the start of the program until the first frame is drawn that shows the room.
    pub first_picture_of_room_ms: f64,
    /// From the start of the program until everything in sight is sharp, lit and lettered.
    pub all_sharp_ms: f64,
    /// The same two, from the opened lock.
    pub first_picture_of_room_from_lock_ms: f64,
    pub all_sharp_from_lock_ms: f64,
    /// How long the tour is, from the entrance to before its last work, in metres.
    pub tour_m: f64,
    /// How far one comes from one timed frame to the next, on average, in millimetres; who
    /// strolls at 60 frames a second comes 23.
    pub frame_step_mm: f64,
    pub rooms: usize,
    /// How many rooms were entered by then.
    pub rooms_passed: usize,
    pub works: usize,
    /// Before how many works a frame was timed.
    pub works_passed: usize,
    pub frames: usize,
    pub frame_mean_ms: f64,
    pub frame_p95_ms: f64,
    pub frame_p99_ms: f64,
    pub frame_max_ms: f64,
    /// The most memory that the process has held, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

/// How far a measurement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measuring {
    /// What is in sight becomes sharp, lit and lettered.
    ComingIn,
    /// So many frames of the tour, of so many, have been timed.
    Tour(usize, usize),
}

/// Since when times are taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Since {
    /// When the program was started.
    pub start: Instant,
    /// When the lock was open.
    pub opened: Instant,
}

/// Draws a show without a window, from its entrance and then along its whole tour, in at
/// most so many timed frames. `start` is when the program was started. `told` hears how far
/// it is, while no clock of a frame runs.
pub fn measure(
    show: &Show,
    options: &ShootOptions,
    frames: usize,
    start: Instant,
    told: impl FnMut(Measuring),
) -> Result<Figures, ShootError> {
    let since = Since { start, opened: Instant::now() };
    look_for_a_device()?;
    measure_in(&mut Studio::alive(show.clone(), options), show, since, frames, told)
}

/// The same in a studio that is being opened. A device that stops answering has no figures,
/// and neither has a room that never becomes sharp.
pub(super) fn measure_in(
    studio: &mut Studio,
    show: &Show,
    since: Since,
    frames: usize,
    mut told: impl FnMut(Measuring),
) -> Result<Figures, ShootError> {
    told(Measuring::ComingIn);
    studio.come_in()?;
    let first_picture = Instant::now();
    let all_sharp = studio.settle("entrance")?;

    let views = along_the_tour(show, frames);
    let (mut rooms, mut times) = (BTreeSet::new(), Vec::new());
    for (done, view) in views.iter().enumerate() {
        told(Measuring::Tour(done, views.len()));
        studio.stand(view);
        let start = Instant::now();
        studio.frame()?;
        times.push(start.elapsed());
        rooms.extend(studio.room());
    }
    times.sort();
    let total: Duration = times.iter().sum();
    let at = |share: f64| ms(times[((times.len() - 1) as f64 * share).round() as usize]);
    let tour_mm = tour_length_mm(show);
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Ok(Figures {
        first_picture_of_room_ms: ms(first_picture.duration_since(since.start)),
        all_sharp_ms: ms(all_sharp.duration_since(since.start)),
        first_picture_of_room_from_lock_ms: ms(first_picture.duration_since(since.opened)),
        all_sharp_from_lock_ms: ms(all_sharp.duration_since(since.opened)),
        tour_m: tenth(tour_mm / 1_000.0),
        frame_step_mm: tenth(tour_mm / (times.len() - 1).max(1) as f64),
        rooms: show.plan.rooms.len(),
        rooms_passed: rooms.len(),
        works: show.plan.tour.len(),
        works_passed: works(&views),
        frames: times.len(),
        frame_mean_ms: ms(total / times.len() as u32),
        frame_p95_ms: at(0.95),
        frame_p99_ms: at(0.99),
        frame_max_ms: at(1.0),
        peak_memory_bytes: platform::peak_memory_bytes(),
    })
}

fn works(views: &[View]) -> usize {
    views.iter().filter_map(|view| view.work).collect::<BTreeSet<_>>().len()
}

fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
