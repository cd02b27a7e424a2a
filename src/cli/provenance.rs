//! `enfilade provenance`: how one work came to its owner, as a table or a picture.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use enfilade::exhibition::{Finding, Language, LockedWork};
use enfilade::messages::Messages;
use enfilade::ownership::{Level, Provenance, Sheet, as_csv, as_json, draw_provenance};
use enfilade::platform::files::write_aside;
use enfilade::source::{Folder, LOCK_NAME, cannot_write};
use enfilade::token::AssetId;
use serde_json::{Value, json};

use super::outcome::reason;
use super::{Failure, Outcome, bar::Bar, output, plan::has_folder, works::find};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The work, by its id in exhibition.lock
    #[arg(long, value_name = "ID")]
    work: String,
    /// How to write it
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// The file to write; standard output when absent
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line for each change of hands
    Csv,
    /// The same with the evidence
    Json,
    /// A timeline to scale
    Svg,
}

const EXAMPLES: &str = "\
Reads exhibition.lock and its blobs and asks no network. Each line is one change of hands: a
mint comes from nobody, a burnt token goes to nobody, and prices stand in the smallest unit of
their currency. “proven” says that the line's receipt was run just now and bears it out,
“refused” why one that is named does not, and “ends_at_owner” whether the last hands are those
of the owner whom the lock names. What does not hold is told on standard error, too.

Examples:
  enfilade provenance show --work blue-hour
  enfilade provenance show --work blue-hour --format svg --out blue-hour.svg
  enfilade provenance show --work blue-hour --format json | jq '.steps[].price'";

/// How wide the picture is, in pixels.
const WIDTH: u32 = 900;

pub fn run(arguments: &Arguments, language: Language) -> Outcome {
    let folder = Folder::open(&arguments.dir)?;
    arguments.out.as_deref().map_or(Ok(()), has_folder)?;
    let bar = Bar::new(2);
    bar.say(LOCK_NAME);
    let lock = folder.read_lock()?;
    bar.at(1, &arguments.work);
    let work = &lock.works[find(&lock, &arguments.work)?];
    let (Some(token), Some(provenance)) = (&work.token, &work.provenance) else {
        return Err(Failure::failed(without(work)));
    };
    let Shown { findings, ran } = run_proofs(work, &folder);
    let provenance = &borne_out(provenance, &findings);
    let text = match arguments.format {
        Format::Csv => as_csv(provenance, &ran),
        Format::Json => {
            let findings: Vec<Value> = findings
                .iter()
                .map(|finding| json!({ "severity": finding.severity(), "says": finding.to_string() }))
                .collect();
            let mut whole = json!({ "work": work.id, "token": token, "findings": findings });
            if let (Some(whole), Some(said)) =
                (whole.as_object_mut(), as_json(provenance, &ran).as_object_mut())
            {
                whole.append(said);
            }
            serde_json::to_string_pretty(&whole)? + "\n"
        }
        Format::Svg => picture(work, token, provenance, language),
    };
    bar.clear();
    for finding in &findings {
        output::warn(&format!("{}: {finding}", work.id));
    }
    match &arguments.out {
        None => output::say(text.trim_end()),
        Some(path) => {
            write_aside(path, text.as_bytes()).map_err(|problem| cannot_write(path, problem))?;
            let count = output::counted(provenance.count(), "change");
            let level = match provenance.evidence.level() {
                Level::Proven | Level::Final if !findings.is_empty() => {
                    "called proven, which is not borne out here"
                }
                Level::Proven | Level::Final if ran.is_empty() => "called proven, not checked here",
                level => level.key(),
            };
            let end = if provenance.ends_at_owner { "" } else { "; they do not lead to its owner" };
            output::say(&format!("{}: {count} of hands, {level}{end}", path.display()));
        }
    }
    Ok(())
}

/// What the stored proofs of a provenance have to show for it.
struct Shown {
    findings: Vec<Finding>,
    /// Of each step; empty where no proof can be run.
    ran: Vec<Option<Result<(), String>>>,
}

#[cfg(feature = "verify")]
fn run_proofs(work: &LockedWork, folder: &Folder) -> Shown {
    let mut receipts = enfilade::exhibition::Receipts::default();
    let mut findings = Vec::new();
    receipts.check(work, folder, &mut findings);
    let said = |ran: Result<(), Finding>| ran.map_err(|finding| finding.to_string());
    let ran = receipts.run(work, folder).into_iter().map(|ran| ran.map(said)).collect();
    Shown { findings, ran }
}

#[cfg(not(feature = "verify"))]
fn run_proofs(_: &LockedWork, _: &Folder) -> Shown {
    Shown { findings: Vec::new(), ran: Vec::new() }
}

/// A provenance without what a lock says of the whole and its own steps contradict.
fn borne_out(provenance: &Provenance, findings: &[Finding]) -> Provenance {
    let found = |is: fn(&Finding) -> bool| findings.iter().any(is);
    let mut borne_out = provenance.clone();
    borne_out.ends_at_owner &= !found(|finding| matches!(finding, Finding::OtherHands { .. }));
    borne_out.whole &= !found(|finding| matches!(finding, Finding::NotWhole));
    borne_out
}

fn picture(
    work: &LockedWork,
    token: &AssetId,
    provenance: &Provenance,
    language: Language,
) -> String {
    let messages = Messages::new(language);
    let say = |key: &str, values: &[(&str, &str)]| messages.format(key, values);
    let title = Some(work.title.get(language));
    let sheet = Sheet { chain: &token.chain, width: WIDTH, title };
    draw_provenance(provenance, sheet, &say).unwrap_or_default()
}

/// Why a work has no provenance, and what to do.
fn without(work: &LockedWork) -> String {
    let id = &work.id;
    let about = |kind: &&enfilade::exhibition::Problem| kind.kind.key().starts_with("provenance");
    if let Some(note) = work.notes.iter().find(about) {
        let why = reason(note);
        return format!(
            "of “{id}” no change of hands is known: {why}; run `enfilade resolve --refresh` to ask again"
        );
    }
    match work.token.as_ref().and_then(AssetId::evm) {
        Some(_) => format!(
            "of “{id}” no change of hands is known; set provenance = true for its chain in exhibition.toml, and run `enfilade resolve --refresh`"
        ),
        None => format!(
            "“{id}” is no token of an EVM chain, and only those tell their hands; name a work that is one"
        ),
    }
}
