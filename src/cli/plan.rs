//! `enfilade plan`: the floor plan as SVG.

use std::path::{Path, PathBuf};

use clap::Args;
use enfilade::exhibition::Language;
use enfilade::hang::{draw_plan, hang};
use enfilade::messages::Messages;
use enfilade::platform::files::write_aside;
use enfilade::source::{Folder, LOCK_NAME, cannot_write};

use super::{Failure, Outcome, bar::Bar, or_nearest, output};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    #[arg(default_value = ".")]
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
    let folder = Folder::open(&arguments.dir)?;
    arguments.out.as_deref().map_or(Ok(()), has_folder)?;
    let bar = Bar::new(3);
    bar.say(LOCK_NAME);
    let lock = folder.read_lock()?;
    bar.at(1, "the hang");
    let plan = hang(&lock);
    bar.at(2, "the sheet");
    let text = if arguments.json {
        serde_json::to_string(&plan)? + "\n"
    } else {
        let messages = Messages::new(language);
        draw_plan(&plan, &lock, language, &|key, values| messages.format(key, values))
    };
    bar.clear();
    match &arguments.out {
        None => output::say(text.trim_end()),
        Some(path) => {
            write_aside(path, text.as_bytes()).map_err(|problem| cannot_write(path, problem))?;
            let (rooms, works) = (plan.rooms.len().to_string(), lock.works.len().to_string());
            let values = [("works", works.as_str()), ("rooms", rooms.as_str())];
            let holds = Messages::new(Language::English).format("plan-holds", &values);
            output::say(&format!("{}: {holds}", path.display()));
        }
    }
    Ok(())
}

/// A drawing is one file for a place that is there; a folder of another name than the
/// one that was meant is not made.
pub(super) fn has_folder(file: &Path) -> Outcome {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    let Some(folder) = folder.filter(|folder| !folder.is_dir()) else { return Ok(()) };
    let remedy = or_nearest(folder, "make it first, or name another place");
    Err(Failure::failed(format!("there is no folder {} to write to{remedy}", folder.display())))
}
