//! `enfilade diff`: what changed owner or content between two locks.

use std::path::{Path, PathBuf};

use clap::Args;
use enfilade::exhibition::{Change, Holding, Lock, WorkChange, diff, read_lock};
use enfilade::ownership::Level;
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
Compares whom the locks name as owners, how strongly they say that is known, and which bytes
hang. Asks no network, runs no proof and verifies no signature: `enfilade check` does that.

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
            format!("the owner is named as before: was {}, is {}", owners(before), owners(after))
        }
        Change::Metadata { before, after } => {
            format!("its document was {} and is {}", hash(before), hash(after))
        }
        Change::Content { before, after } => {
            format!("what hangs was {} and is {}", hash(before), hash(after))
        }
    }
}

/// The owners whom a lock names. A proof or a signature is only said to be there, since none is
/// run or verified here.
fn owners(holdings: &[Holding]) -> String {
    let one = |holding: &Holding| {
        let level = match holding.level {
            level @ (Level::Attested | Level::Proven | Level::Final) => {
                format!("called {}", level.key())
            }
            level => level.key().to_owned(),
        };
        match holding.editions.as_deref() {
            Some("1") => format!("{} (1 edition, {level})", holding.owner),
            Some(editions) => format!("{} ({editions} editions, {level})", holding.owner),
            None => format!("{} ({level})", holding.owner),
        }
    };
    match holdings {
        [] => "not recorded".to_owned(),
        some => some.iter().map(one).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_owner_is_told_without_how_strongly_they_are_known() {
        let holding = |owner: &str, editions: Option<&str>, level: Level| Holding {
            owner: owner.to_owned(),
            editions: editions.map(str::to_owned),
            level,
        };
        let proven = || vec![holding("eip155:1:0x1", None, Level::Proven)];
        let claimed = || vec![holding("name:Mallory", None, Level::Claimed)];
        let check = |change: Change, expected: &str| assert_eq!(says(&change), expected);
        check(
            Change::Owners { before: proven(), after: claimed() },
            "the owner was eip155:1:0x1 (called proven) and is name:Mallory (claimed)",
        );
        // That nobody is recorded does not say that it was nobody's.
        check(
            Change::Owners { before: Vec::new(), after: claimed() },
            "the owner was not recorded and is name:Mallory (claimed)",
        );
        check(
            Change::Owners { before: claimed(), after: Vec::new() },
            "the owner was name:Mallory (claimed) and is not recorded",
        );
        let weaker = vec![holding("eip155:1:0x1", None, Level::Reported)];
        check(
            Change::Evidence { before: proven(), after: weaker },
            "the owner is named as before: was eip155:1:0x1 (called proven), is eip155:1:0x1 (reported)",
        );
        let signed = vec![holding("name:A museum", None, Level::Attested)];
        check(
            Change::Owners { before: claimed(), after: signed },
            "the owner was name:Mallory (claimed) and is name:A museum (called attested)",
        );
        let print = |count: &str| {
            vec![
                holding("eip155:1:0x1", Some(count), Level::Agreed),
                holding("eip155:1:0x2", Some("1"), Level::Reported),
            ]
        };
        check(
            Change::Owners { before: print("5"), after: print("4") },
            "the owner was eip155:1:0x1 (5 editions, agreed), eip155:1:0x2 (1 edition, reported) and is eip155:1:0x1 (4 editions, agreed), eip155:1:0x2 (1 edition, reported)",
        );
    }
}
