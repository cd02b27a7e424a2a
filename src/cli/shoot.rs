//! `enfilade shoot`: pictures of an exhibition, rendered without a window.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use enfilade::exhibition::Language;

#[cfg(not(feature = "gallery"))]
use super::Failure;
use super::Outcome;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder; the built-in exhibition when left out
    dir: Option<PathBuf>,
    /// The folder that the pictures are written to
    #[arg(long, value_name = "PICTURES")]
    out: PathBuf,
    /// Width and height of each picture, in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = parse_size)]
    size: (u32, u32),
    /// What each picture shows
    #[arg(long, value_enum, default_value_t = Per::Room)]
    per: Per,
    /// With `--per path`: the works to walk to, by their ids; the whole tour when left out
    #[arg(long, value_name = "ID,ID…", value_delimiter = ',')]
    through: Vec<String>,
    /// With `--per path`: the way between two pictures, in millimetres
    #[arg(long, value_name = "MM", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(50..))]
    step: u32,
    /// What lies open over the rooms
    #[arg(long, value_enum, default_value_t = Overlay::None)]
    overlay: Overlay,
    /// Print the pictures, and the room and the work that each shows, as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Overlay {
    None,
    /// The panel about the work in the picture
    Panel,
    Plan,
    Help,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Per {
    /// Each room, from its door
    Room,
    /// Each work, from where one stands before it
    Work,
    /// The tour: the entrance, every room, every section's hero
    Tour,
    /// One picture, from the entrance
    Entrance,
    /// One picture of the tour's first hero
    Hero,
    /// A walk from the entrance through works, step by step
    Path,
}

const EXAMPLES: &str = "\
Needs no display; a software Vulkan such as llvmpipe will do.

Examples:
  enfilade shoot show --out pictures
  enfilade shoot show --out pictures --size 1920x1080 --per work
  enfilade shoot show --out pictures --per tour --language zh
  enfilade shoot show --out film --per path --through blue-hour,tide --step 100
  enfilade shoot show --out pictures --per work --json | jq '.pictures[].work'";

/// The longest side of a rendered picture, in pixels.
const SIDE_PX_MAX: u32 = 8_192;

pub(super) fn parse_size(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| text.parse().ok().filter(|side| (16..=SIDE_PX_MAX).contains(side));
    text.split_once('x')
        .and_then(|(width, height)| Some((side(width)?, side(height)?)))
        .ok_or_else(|| format!("a size looks like 1280x720, each side from 16 to {SIDE_PX_MAX}"))
}

#[cfg(not(feature = "gallery"))]
pub fn run(_: &Arguments, _: Language) -> Outcome {
    Err(Failure::without("gallery"))
}

#[cfg(feature = "gallery")]
pub fn run(arguments: &Arguments, language: Language) -> Outcome {
    use enfilade::gallery::{self, ShootOptions, shoot};

    let show = super::open::show_or_built_in(arguments.dir.as_deref())?;
    let options = ShootOptions {
        per: match arguments.per {
            Per::Room => gallery::Per::Room,
            Per::Work => gallery::Per::Work,
            Per::Tour => gallery::Per::Tour,
            Per::Entrance => gallery::Per::Entrance,
            Per::Hero => gallery::Per::Hero,
            Per::Path => gallery::Per::Path {
                through: match arguments.through.as_slice() {
                    [] => show.plan.tour.clone(),
                    ids => ids
                        .iter()
                        .map(|id| super::works::find(&show.lock, id))
                        .collect::<Result<_, _>>()?,
                },
                step_mm: arguments.step,
            },
        },
        width_px: arguments.size.0,
        height_px: arguments.size.1,
        language,
        overlay: match arguments.overlay {
            Overlay::None => gallery::Overlay::None,
            Overlay::Panel => gallery::Overlay::Panel,
            Overlay::Plan => gallery::Overlay::Plan,
            Overlay::Help => gallery::Overlay::Help,
        },
    };
    let bar = super::bar::Bar::new(0);
    let pictures = shoot(&show, &arguments.out, &options, |path, done, all| {
        bar.set_steps(all);
        bar.at(done, &path.display().to_string());
    });
    bar.clear();
    let pictures = pictures?;
    if arguments.json {
        return Ok(super::output::json(&as_json(&pictures))?);
    }
    for picture in pictures {
        super::output::say(&picture.path.display().to_string());
    }
    Ok(())
}

#[cfg(feature = "gallery")]
fn as_json(pictures: &[enfilade::gallery::Picture]) -> serde_json::Value {
    let picture = |picture: &enfilade::gallery::Picture| {
        // Rooms are counted from 1, as the plan and the page number them.
        let room = picture.room.map(|room| room.0 + 1);
        serde_json::json!({
            "path": picture.path.display().to_string(),
            "room": room,
            "work": picture.work,
        })
    };
    serde_json::json!({ "pictures": pictures.iter().map(picture).collect::<Vec<_>>() })
}
