//! The command line: one file for each command, and here what they share.

mod attest;
mod bar;
mod check;
mod diff;
mod host;
mod manifests;
mod measure;
mod misuse;
mod new;
mod open;
mod outcome;
mod output;
mod plan;
mod provenance;
mod publish;
mod resolve;
mod schema;
mod shoot;
mod works;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand, ValueEnum};
use enfilade::exhibition::Language;
use enfilade::platform::locale;

use outcome::{Failure, Outcome, or_nearest};

/// A walkable exhibition that proves what it shows.
#[derive(Debug, Parser)]
#[command(
    name = "enfilade",
    version,
    after_help = AFTER_HELP,
    max_term_width = 100,
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The language of the exhibition's texts; the system's own when absent
    #[arg(long, global = true, value_enum)]
    language: Option<Words>,
}

const AFTER_HELP: &str = "\
The way of an exhibition:
  enfilade new show --folder pictures   write show/exhibition.toml; edit it as you like
  enfilade resolve show                 fetch and check what it names
  enfilade open show                    walk through it
  enfilade publish show --out site      make a web site of it
  enfilade host site                    look at that site on this machine

Without a command, the built-in exhibition opens.
Exit codes: 0 fine; 1 failed, also a resolve after which no work hangs, and a check that
finds something wrong; 2 misused, so that the command itself has to change.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a new exhibition.toml: from tokens, a contract, or a folder of files
    New(new::Arguments),
    /// Fetch and check what exhibition.toml names; write exhibition.lock and blobs/
    Resolve(resolve::Arguments),
    /// Check every hash and record again, offline, and say what is stale
    Check(check::Arguments),
    /// Say what changed owner or content between two locks
    Diff(diff::Arguments),
    /// Draw the floor plan with every work, as SVG
    Plan(plan::Arguments),
    /// Write how a work came to its owner: as CSV, JSON, or a timeline picture
    Provenance(provenance::Arguments),
    /// Open an exhibition in a window
    Open(open::Arguments),
    /// Render pictures of an exhibition, without a window
    Shoot(shoot::Arguments),
    /// Write an exhibition as a web site for any static host
    Publish(publish::Arguments),
    /// Serve a published site
    Host(host::Arguments),
    /// Sign a record of who owns or made a work, and the list that takes records back
    Attest(Box<attest::Arguments>),
    /// Time the gallery on this machine: first picture, frames of the tour, memory
    Measure(measure::Arguments),
    /// Print the JSON Schema of exhibition.toml, for editors
    Schema(schema::Arguments),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Words {
    En,
    Zh,
}

/// Reads the arguments and does what they say.
pub fn run() -> ExitCode {
    let start = Instant::now();
    output::start_log();
    let line: Vec<OsString> = std::env::args_os().collect();
    let arguments = match Arguments::try_parse_from(&line) {
        Ok(arguments) => arguments,
        Err(help_or_misuse) => return misuse::tell(&help_or_misuse, &line),
    };
    #[cfg(feature = "gallery")]
    if matches!(
        arguments.command,
        None | Some(Command::Open(_) | Command::Shoot(_) | Command::Measure(_))
    ) {
        enfilade::platform::begin_without_device_selection();
    }
    let language = match arguments.language {
        Some(Words::En) => Language::English,
        Some(Words::Zh) => Language::Chinese,
        None => Language::from_tag(&locale::language_tag().unwrap_or_default()),
    };
    outcome::exit_code(act(arguments, language, start))
}

/// Does what the arguments say; `start` is when the program was started.
fn act(arguments: Arguments, language: Language, start: Instant) -> Outcome {
    match arguments.command {
        None => open::open_built_in(language),
        Some(Command::New(arguments)) => new::run(&arguments),
        Some(Command::Resolve(arguments)) => resolve::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments, language),
        Some(Command::Diff(arguments)) => diff::run(&arguments),
        Some(Command::Plan(arguments)) => plan::run(&arguments, language),
        Some(Command::Provenance(arguments)) => provenance::run(&arguments, language),
        Some(Command::Open(arguments)) => open::run(&arguments, language),
        Some(Command::Shoot(arguments)) => shoot::run(&arguments, language),
        Some(Command::Publish(arguments)) => publish::run(&arguments),
        Some(Command::Host(arguments)) => host::run(&arguments),
        Some(Command::Attest(arguments)) => attest::run(&arguments),
        Some(Command::Measure(arguments)) => measure::run(&arguments, language, start),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::CommandFactory;
    use enfilade::exhibition::{ExhibitionFile, LockError, write_file};
    use enfilade::source::FolderError;

    use super::*;

    #[test]
    fn the_arguments_hold_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn arguments_are_taken_or_refused() {
        let check = |line: &str, fits: bool| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let parsed = Arguments::try_parse_from(&words);
            assert_eq!(parsed.is_ok(), fits, "{line}");
            if let Err(misuse) = parsed {
                let said = misuse::sentence(&misuse, &words);
                assert!(said.starts_with("enfilade") && said.ends_with(" --help`"), "{said}");
                assert_eq!(said.lines().count(), 1, "{said}");
            }
        };
        check("enfilade", true);
        check("enfilade new show --folder pictures", true);
        check("enfilade new show --contract eip155:1/erc721:0x1 --ids 1..50", true);
        check("enfilade new show --contract eip155:1/erc721:0x1", false);
        check("enfilade new show --ids 1..50", false);
        check("enfilade new show --folder pictures --ids 1..3", false);
        check("enfilade new show --tokens list --ids 1..3", false);
        check("enfilade new show", false);
        check("enfilade new show --folder a --tokens b", false);
        check("enfilade check show --json --language zh", true);
        check("enfilade shoot show --out pictures --size 1280x720 --per tour", true);
        check("enfilade shoot show --out pictures --json", true);
        check("enfilade measure --json", true);
        check("enfilade shoot show --out pictures --size 1280", false);
        check("enfilade shoot show --out pictures --size 0x720", false);
        check("enfilade host site --listen 0.0.0.0:80", true);
        check("enfilade host site --listen nowhere", false);
        check("enfilade host site --json", true);
        check("enfilade publish show --out site --address https://a.example/show", true);
        check("enfilade publish show --out site --address http://10.0.0.2:8460", true);
        check("enfilade publish show --out site --address foo", false);
        check("enfilade publish show --out site --address a.example", false);
        check("enfilade publish show --out site --address ftp://a.example/", false);
        check("enfilade publish show --out site --address https://a.example/?a=b", false);
        check("enfilade diff old new --json", true);
        check("enfilade diff old", false);
        check("enfilade resolve show --at 19000000", true);
        check("enfilade resolve show --at eip155:1=19000000 --at eip155:10=7", true);
        check("enfilade resolve show --at latest", false);
        check("enfilade resolve show --at eip155:1=x", false);
        let record = "enfilade attest --key k --subject a.png --owner x --out r.jwt";
        check(record, true);
        check(&format!("{record} --expires 2027-01-31 --status https://a.example/1#17"), true);
        check(&format!("{record} --expires 31.1.2027"), false);
        check(&format!("{record} --set 1=revoked"), false);
        check(&format!("{record} --new-key k"), false);
        check("enfilade attest --key k --subject a.png --owner x", false);
        check("enfilade attest --subject a.png --owner x --out r.jwt", false);
        check("enfilade attest --new-key k", true);
        check("enfilade attest --new-key k --curve secp256k1 --json", true);
        check("enfilade attest --new-key k --owner x", false);
        check("enfilade attest --key k --status-list s --uri https://a.example/1", true);
        check("enfilade attest --key k --status-list s --set 3=revoked --set 4=valid", true);
        check("enfilade attest --key k --status-list s --set 3=gone", false);
        check("enfilade attest --key k --status-list s --bits 3", false);
        check("enfilade attest --status-list s", false);
        check("enfilade attest", false);
        check("enfilade provenance show --work blue --format svg --out blue.svg", true);
        check("enfilade provenance show", false);
        check("enfilade provenance show --work blue --format pdf", false);
        check("enfilade fly", false);
    }

    /// What the program tells people to type, with no folder where they stand in it.
    #[test]
    fn what_is_told_can_be_typed() {
        let show = || PathBuf::from("show");
        let told = [
            write_file(&ExhibitionFile::default()),
            FolderError::NotThere { dir: show(), near: None }.to_string(),
            FolderError::NoFile(show()).to_string(),
            FolderError::NoLock(show()).to_string(),
            FolderError::Lock(LockError::Version(9)).to_string(),
        ];
        let mut count = 0;
        for text in &told {
            for command in text.split('`').filter(|part| part.starts_with("enfilade ")) {
                let parsed = Arguments::try_parse_from(command.split(' '));
                assert!(parsed.is_ok(), "`{command}` is told and is misuse");
                count += 1;
            }
        }
        assert!(count >= 6, "{told:?}");
    }

    /// The built-in exhibition's folder in the tree.
    const SHOW: &str = "assets/exhibition";

    #[test]
    fn what_may_take_long_says_what_it_is_at() {
        let out = tempfile::tempdir().unwrap();
        let plan = out.path().join("plan.svg").display().to_string();
        let check = |line: &[&str], expected: &[&str]| {
            let said = bar::said::during(|| {
                let line = std::iter::once(&"enfilade").chain(line);
                let arguments = Arguments::try_parse_from(line).unwrap();
                // What has no provenance fails when all of it was looked at.
                let _ = act(arguments, Language::English, Instant::now());
            });
            let first: Vec<&String> = said.iter().take(expected.len()).collect();
            assert_eq!(first, expected, "{said:?}");
        };
        check(&["plan", SHOW, "--out", &plan], &["exhibition.lock", "the hang", "the sheet"]);
        check(&["diff", SHOW, SHOW], &[SHOW, SHOW, "what changed"]);
        check(&["provenance", SHOW, "--work", "edge"], &["exhibition.lock", "edge"]);
        check(&["check", SHOW], &["exhibition.lock", "The Edge Is Infinitely Far"]);
    }

    #[cfg(feature = "gallery")]
    #[test]
    fn a_show_that_is_opened_says_what_it_is_at() {
        let said = bar::said::during(|| {
            open::show_or_built_in(Some(std::path::Path::new(SHOW))).unwrap();
        });
        assert_eq!(said, ["exhibition.lock", "the hang"]);
    }

    #[test]
    fn every_command_teaches_by_example() {
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = format!("enfilade {}", command.get_name());
            assert!(help.contains(&example), "`{example}` has no example in its help");
        }
    }
}
