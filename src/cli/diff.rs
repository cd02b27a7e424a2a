//! `enfilade diff`: what changed owner or content between two locks.

use std::path::{Path, PathBuf};

use clap::Args;
use enfilade::exhibition::{Change, Holding, Lock, WorkChange, diff, read_lock};
use enfilade::source::Folder;
use serde_json::json;

use super::{Failure, Outcome, bar::Bar, or_nearest, output};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The earlier lock: a file, or an exhibition's folder
    before: PathBuf,
    /// The later lock: a file, or an exhibition's folder
    after: PathBuf,
    /// Print the changes as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Compares who owns the works, how strongly it is known, and which bytes hang. Asks no
network.

Examples:
  enfilade diff exhibition.lock.2025 show
  enfilade diff old-show show --json | jq '.works[] | select(.changes[].what == \"owners\")'";

pub fn run(arguments: &Arguments) -> Outcome {
    let bar = Bar::new(3);
    bar.say(&arguments.before.display().to_string());
    let before = read(&arguments.before)?;
    bar.at(1, &arguments.after.display().to_string());
    let after = read(&arguments.after)?;
    bar.at(2, "what changed");
    let changes = diff(&before, &after);
    bar.clear();
    if arguments.json {
        let whole = json!({
            "before": before.resolved,
            "after": after.resolved,
            "works": changes,
        });
        output::json(&whole)?;
    } else {
        tell(&changes, &before, &after);
    }
    Ok(())
}

fn read(path: &Path) -> Result<Lock, Failure> {
    if path.is_dir() {
        return Ok(Folder::open(path)?.read_lock()?);
    }
    let cannot = |problem: &dyn std::fmt::Display, remedy: &str| {
        Failure::failed(format!("{} cannot be read: {problem}{remedy}", path.display()))
    };
    let bytes = std::fs::read(path).map_err(|problem| {
        cannot(&problem, &or_nearest(path, "name a lock, or the folder of an exhibition"))
    })?;
    read_lock(&bytes).map_err(|problem| cannot(&problem, "; name a lock that is whole"))
}

fn tell(changes: &[WorkChange], before: &Lock, after: &Lock) {
    for work in changes {
        for change in &work.changes {
            output::say(&format!("{}: {}", work.id, says(change)));
        }
    }
    let works = output::counted(changes.len() as u64, "work");
    output::say(&format!(
        "{works} changed between {} and {}.",
        before.resolved.date(),
        after.resolved.date()
    ));
}

fn says(change: &Change) -> String {
    let hash = |hash: &Option<enfilade::exhibition::BlobHash>| match hash {
        Some(hash) => hash.to_string()[..12].to_owned(),
        None => "nothing".to_owned(),
    };
    match change {
        Change::Added => "came".to_owned(),
        Change::Removed => "went".to_owned(),
        Change::Owners { before, after } => {
            format!("the owner was {} and is {}", owners(before), owners(after))
        }
        Change::Evidence { before, after } => {
            let level = |level: &Option<&str>| level.unwrap_or("unknown").to_owned();
            format!("its owner was {} and is {}", level(before), level(after))
        }
        Change::Metadata { before, after } => {
            format!("its document was {} and is {}", hash(before), hash(after))
        }
        Change::Content { before, after } => {
            format!("what hangs was {} and is {}", hash(before), hash(after))
        }
    }
}

fn owners(holdings: &[Holding]) -> String {
    let one = |holding: &Holding| match &holding.editions {
        Some(editions) => format!("{} ({editions})", holding.owner),
        None => holding.owner.clone(),
    };
    match holdings {
        [] => "nobody".to_owned(),
        some => some.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}
