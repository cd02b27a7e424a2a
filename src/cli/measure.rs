//! `enfilade measure`: how fast the gallery is on this machine, as JSON.

use std::path::PathBuf;

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
    /// How many frames of the tour are timed
    #[arg(long, default_value_t = 300)]
    frames: usize,
    /// Print the figures as JSON, which they are without it, too
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Draws without a window, each frame to its end, and prints milliseconds.

Examples:
  enfilade measure
  enfilade measure show --size 1920x1080 --frames 600";

#[cfg(not(feature = "gallery"))]
pub fn run(_: &Arguments, _: Language) -> Outcome {
    Err(Failure::without("gallery"))
}

#[cfg(feature = "gallery")]
pub fn run(arguments: &Arguments, language: Language) -> Outcome {
    use enfilade::gallery::{Measuring, Overlay, Per, ShootOptions, measure};

    let show = super::open::show_or_built_in(arguments.dir.as_deref())?;
    let bar = super::bar::Bar::new(arguments.frames);
    let options = ShootOptions {
        per: Per::Entrance,
        width_px: arguments.size.0,
        height_px: arguments.size.1,
        language,
        overlay: Overlay::None,
    };
    let figures = measure(&show, &options, arguments.frames, |measuring| match measuring {
        Measuring::ComingIn => bar.say("coming in, until all in sight is sharp"),
        Measuring::Tour(frame) => bar.at(frame, "frames of the tour"),
    });
    bar.clear();
    let figures = figures?;
    super::output::json(&figures)?;
    Ok(())
}
