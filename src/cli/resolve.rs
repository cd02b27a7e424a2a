//! `enfilade resolve`: from exhibition.toml to exhibition.lock.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Ask again for everything that can have changed: owners, and files on plain servers
    #[arg(long)]
    refresh: bool,
    /// Hang the show as it stood at a block of its chain; with several chains, one
    /// CHAIN=BLOCK each
    #[arg(long, value_name = "BLOCK", value_parser = at)]
    at: Vec<At>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// The folder of the cache that all exhibitions share, in place of the user's own
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    cache: Option<PathBuf>,
    /// Share nothing with other exhibitions
    #[arg(long)]
    no_cache: bool,
}

const EXAMPLES: &str = "\
It may be broken off at any moment and goes on where it stopped; what is there is not
fetched again. Ends with exit code 1 if there are works and not one of them hangs; where
some hang, the others are told of and it is fine.

What came by a content id or a hash is shared with other exhibitions of this machine, in
the folder that ENFILADE_CACHE names (none, if that is empty) or else the user's cache.

Examples:
  enfilade resolve show
  enfilade resolve show --refresh
  enfilade resolve show --at 19000000
  enfilade resolve show --json | jq .missing";

/// A block, of the one chain that there is or of a named one.
type At = (Option<String>, u64);

fn at(text: &str) -> Result<At, String> {
    let (chain, number) = match text.split_once('=') {
        Some((chain, number)) => (Some(chain.to_owned()), number),
        None => (None, text),
    };
    let number = number.parse().map_err(|_| format!("“{number}” is no number of a block"))?;
    Ok((chain, number))
}

#[cfg(not(feature = "resolve"))]
pub fn run(_: &Arguments) -> Outcome {
    Err(Failure::without("resolve"))
}

#[cfg(feature = "resolve")]
pub fn run(arguments: &Arguments) -> Outcome {
    use enfilade::ownership::Timestamp;
    use enfilade::platform::clock::unix_now;
    use enfilade::resolve::{ResolveOptions, own_fonts, resolve};

    let options = ResolveOptions {
        now: Timestamp::from_unix(unix_now()),
        refresh: arguments.refresh,
        fonts: own_fonts(),
        patience: enfilade::source::Patience::RESOLVE,
        cache: arguments.cache_folder(),
        at: arguments.at.clone(),
    };
    let watcher = watch::Watcher::new();
    let report = resolve(&arguments.dir, &options, &watcher);
    watcher.clear();
    let report = report.map_err(Failure::failed)?;
    if arguments.json {
        super::output::json(&report)?;
    } else {
        watch::tell(&report);
    }
    let bare = report.works > 0 && report.shown == 0;
    if bare { Err(Failure::Reported) } else { Ok(()) }
}

#[cfg(feature = "resolve")]
impl Arguments {
    /// Where the shared cache lies: what was asked for, before what the environment says,
    /// before the user's own folder.
    fn cache_folder(&self) -> Option<PathBuf> {
        if self.no_cache {
            return None;
        }
        let named =
            self.cache.clone().or_else(|| std::env::var_os("ENFILADE_CACHE").map(PathBuf::from));
        match named {
            Some(named) => Some(named).filter(|named| !named.as_os_str().is_empty()),
            None => enfilade::platform::folders::cache_dir().map(|dir| dir.join("enfilade")),
        }
    }
}

#[cfg(feature = "resolve")]
mod watch {
    use enfilade::exhibition::{Language, Problem, WorkId};
    use enfilade::messages::Messages;
    use enfilade::resolve::{Progress, Report};

    use crate::cli::bar::Bar;
    use crate::cli::output::{bytes, counted, say, warn};

    pub struct Watcher(Bar);

    impl Watcher {
        pub fn new() -> Self {
            Self(Bar::new(0))
        }

        pub fn clear(self) {
            self.0.clear();
        }
    }

    impl Progress for Watcher {
        fn begin(&self, works: usize) {
            self.0.set_steps(works);
        }

        fn work(&self, title: &str, _problem: Option<&Problem>) {
            self.0.step(title);
        }

        fn say(&self, what: &str) {
            self.0.say(what);
        }
    }

    pub fn tell(report: &Report) {
        for warning in &report.warnings {
            warn(&format!("enfilade: {warning}"));
        }
        let english = Messages::new(Language::English);
        let untold = |(work, problem): &&(WorkId, Problem)| !report.is_warned_of(work, problem);
        for (work, problem) in report.missing.iter().filter(untold) {
            let why = english.problem_in_full(problem);
            say(&format!("{work}: nothing hangs here. {why}"));
        }
        for (work, note) in report.notes.iter().filter(untold) {
            say(&format!("{work}: {}", english.problem_in_full(note)));
        }
        let fetched = match report.fetched {
            0 => "nothing was fetched".to_owned(),
            files => {
                format!("{} fetched ({})", counted(files, "file"), bytes(report.fetched_bytes))
            }
        };
        let updated = match report.updated as u64 {
            0 => String::new(),
            tokens => format!("the metadata of {} changed; ", counted(tokens, "token")),
        };
        let mended = match report.mended as u64 {
            0 => String::new(),
            blobs => format!("{} mended; ", counted(blobs, "damaged blob")),
        };
        let lock =
            if report.changed { "exhibition.lock is new" } else { "exhibition.lock is as it was" };
        say(&format!(
            "{} of {} works hang; {updated}{fetched}; {mended}{lock}.",
            report.shown, report.works
        ));
    }
}
