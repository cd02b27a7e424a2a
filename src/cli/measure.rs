//! `enfilade measure`: how fast the gallery is on this machine, as JSON.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use enfilade::exhibition::Language;

#[cfg(not(feature = "gallery"))]
use super::Failure;
use super::Outcome;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder; the built-in exhibition when left out
    dir: Option<PathBuf>,
    /// Width and height of the picture, in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = super::shoot::parse_size)]
    size: (u32, u32),
    /// How many frames are timed at most, spread evenly over the whole tour
    #[arg(long, default_value_t = 300)]
    frames: usize,
    /// Print the figures as JSON, which they are without it, too
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Draws without a window, each frame to its end: from the entrance until all that is in
sight is sharp, then along the whole tour and before each of its works, while works move.
Prints milliseconds, counted from the program's start and from the opened lock, and how
far one comes from frame to frame.

Examples:
  enfilade measure
  enfilade measure show --size 1920x1080 --frames 600";

#[cfg(not(feature = "gallery"))]
pub fn run(_: &Arguments, _: Language, _: Instant) -> Outcome {
    Err(Failure::without("gallery"))
}

/// `start` is when the program was started.
#[cfg(feature = "gallery")]
pub fn run(arguments: &Arguments, language: Language, start: Instant) -> Outcome {
    use enfilade::gallery::{Measuring, Overlay, Per, ShootOptions, measure};

    let show = super::open::show_or_built_in(arguments.dir.as_deref())?;
    let bar = super::bar::Bar::new(0);
    let options = ShootOptions {
        per: Per::Entrance,
        width_px: arguments.size.0,
        height_px: arguments.size.1,
        language,
        overlay: Overlay::None,
    };
    let figures = measure(&show, &options, arguments.frames, start, |measuring| match measuring {
        Measuring::ComingIn => bar.say("coming in, until all in sight is sharp"),
        Measuring::Tour(frame, of) => {
            bar.set_steps(of);
            bar.at(frame, "frames of the tour");
        }
    });
    bar.clear();
    let figures = figures?;
    super::output::json(&figures)?;
    Ok(())
}
