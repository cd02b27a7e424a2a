//! How fast the gallery is: from start to picture, and frame by frame along the tour.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::failure::look_for_a_device;
use super::shoot::{ShootError, ShootOptions, Studio};
use super::show::Show;
use super::wishes::Wish;
use crate::platform;

/// What was measured. Times are in milliseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// From the opened lock to the first drawn frame.
    pub first_picture_ms: f64,
    /// From the opened lock until everything in sight is sharp, lit and lettered.
    pub all_sharp_ms: f64,
    pub frames: usize,
    pub frame_mean_ms: f64,
    pub frame_p95_ms: f64,
    pub frame_p99_ms: f64,
    /// The most memory that the process has held, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

/// How far a measurement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measuring {
    /// What is in sight becomes sharp, lit and lettered.
    ComingIn,
    /// So many frames of the tour have been timed.
    Tour(usize),
}

/// Frames that are waited for at most until all is sharp.
const SHARP_FRAMES_MAX: usize = 3_000;

/// Opens a show without a window, then walks its tour for a number of frames. `told`
/// hears how far it is, while no clock runs.
pub fn measure(
    show: &Show,
    options: &ShootOptions,
    frames: usize,
    told: impl FnMut(Measuring),
) -> Result<Figures, ShootError> {
    look_for_a_device()?;
    let start = Instant::now();
    measure_in(&mut Studio::new(show.clone(), options), start, frames, told)
}

/// The same in a studio that is being opened since `start`. A device that stops answering
/// has no figures.
pub(super) fn measure_in(
    studio: &mut Studio,
    start: Instant,
    frames: usize,
    mut told: impl FnMut(Measuring),
) -> Result<Figures, ShootError> {
    told(Measuring::ComingIn);
    studio.frame()?;
    let first_picture = start.elapsed();
    let mut calm = 0;
    for _ in 0..SHARP_FRAMES_MAX {
        studio.frame()?;
        calm = if studio.waiting() == 0 { calm + 1 } else { 0 };
        if calm > 2 {
            break;
        }
    }
    let all_sharp = start.elapsed();
    studio.wish(Wish::ToggleTour);
    let mut times = Vec::new();
    for frame in 0..frames.max(1) {
        told(Measuring::Tour(frame));
        let start = Instant::now();
        studio.frame()?;
        times.push(start.elapsed());
    }
    times.sort();
    let total: Duration = times.iter().sum();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let ms = |time: Duration| (time.as_secs_f64() * 10_000.0).round() / 10.0;
    Ok(Figures {
        first_picture_ms: ms(first_picture),
        all_sharp_ms: ms(all_sharp),
        frames: times.len(),
        frame_mean_ms: ms(total / times.len() as u32),
        frame_p95_ms: ms(at(0.95)),
        frame_p99_ms: ms(at(0.99)),
        peak_memory_bytes: platform::peak_memory_bytes(),
    })
}
