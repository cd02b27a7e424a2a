//! `enfilade plan`: the floor plan as SVG.

use std::path::PathBuf;

use clap::Args;
use enfilade::exhibition::Language;
use enfilade::hang::{draw_plan, hang};
use enfilade::messages::Messages;
use enfilade::platform::files::write_aside;
use enfilade::source::{Folder, cannot_write};

use super::{Outcome, output};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    dir: PathBuf,
    /// The file to write; standard output when absent
    #[arg(long, value_name = "FILE.svg")]
    out: Option<PathBuf>,
    /// Print the plan itself as JSON, in whole millimetres, in place of the drawing
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Examples:
  enfilade plan show --out plan.svg
  enfilade plan show --out plan.svg --language zh
  enfilade plan show --json | jq '.rooms | length'";

pub fn run(arguments: &Arguments, language: Language) -> Outcome {
    let lock = Folder::open(&arguments.dir)?.read_lock()?;
    let plan = hang(&lock);
    let text = if arguments.json {
        serde_json::to_string(&plan)? + "\n"
    } else {
        let messages = Messages::new(language);
        draw_plan(&plan, &lock, language, &|key, values| messages.format(key, values))
    };
    match &arguments.out {
        None => output::say(text.trim_end()),
        Some(path) => {
            write_aside(path, text.as_bytes()).map_err(|problem| cannot_write(path, problem))?;
            let (rooms, works) = (plan.rooms.len(), lock.works.len());
            output::say(&format!("{}: {works} works in {rooms} rooms", path.display()));
        }
    }
    Ok(())
}
