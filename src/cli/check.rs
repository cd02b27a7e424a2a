//! `enfilade check`: every hash and record again, offline.

use std::path::PathBuf;

use clap::Args;
use enfilade::exhibition::{
    ByteStrength, CheckReport, Checker, Finding, Language, Lock, Severity, WorkCheck,
};
use enfilade::messages::Messages;
use enfilade::ownership::Timestamp;
use enfilade::platform::clock::unix_now;
use enfilade::source::{Folder, LOCK_NAME};
use serde_json::{Value, json};

use super::{Failure, Outcome, bar::Bar, output};

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The exhibition's folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Asks no network. What is called attested, agreed or proven is held again to what is kept
with it: the signature to the issuer's key, and the contract's code runs here over the state
that was kept. Of an owner stands how strongly they are known as far as that was held up:
refused where it does not hold, unchecked where what it would be held to is not there. Ends
with exit code 1 if anything is not what exhibition.lock says; what is merely stale, ended or
missing is told and passes.

Examples:
  enfilade check show
  enfilade check show --json | jq '.works[] | select(.findings != [])'";

pub fn run(arguments: &Arguments, language: Language) -> Outcome {
    let folder = Folder::open(&arguments.dir)?;
    let bar = Bar::new(0);
    bar.say(LOCK_NAME);
    let lock = folder.read_lock()?;
    let now = Timestamp::from_unix(unix_now());
    bar.set_steps(lock.works.len());
    let mut checker = Checker::new(&lock, &folder, now);
    let check = |(index, work)| {
        let work: &enfilade::exhibition::LockedWork = work;
        bar.at(index, work.title.get(language));
        checker.check(work)
    };
    let works = lock.works.iter().enumerate().map(check).collect();
    bar.clear();
    let report = CheckReport { checked: now, works };
    if arguments.json {
        output::json(&as_json(&report, language))?;
    } else {
        tell(&report, &lock, language);
    }
    if report.is_sound() { Ok(()) } else { Err(Failure::Reported) }
}

/// The widest that a title stands in the table.
const TITLE_COLUMNS: usize = 32;

fn tell(report: &CheckReport, lock: &Lock, language: Language) {
    let mut rows = vec![
        ["", "work", "title", "file", "owner", "held", "blobs", "bytes"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(report.works.iter().map(|work| row(work, language)));
    output::table(&rows);
    for work in &report.works {
        for finding in &work.findings {
            let (mark, says) = (mark(Some(finding.severity())), says(finding));
            output::say(&format!("{mark} {}: {says}", work.id));
        }
    }
    let bytes = report.works.iter().map(|work| work.bytes).sum();
    let failures = report.count(Severity::Failure);
    let verdict = match failures {
        0 => "everything is what exhibition.lock says".to_owned(),
        1 => "1 thing is not what exhibition.lock says".to_owned(),
        failures => format!("{failures} things are not what exhibition.lock says"),
    };
    output::say(&format!(
        "{}, {}, resolved {}, checked {}: {verdict}; {} to note.",
        output::counted(report.works.len() as u64, "work"),
        output::bytes(bytes),
        lock.resolved.date(),
        report.checked.date(),
        report.count(Severity::Notice)
    ));
}

fn row(work: &WorkCheck, language: Language) -> Vec<String> {
    vec![
        mark(work.severity()).to_owned(),
        work.id.to_string(),
        output::cut(work.title.get(language), TITLE_COLUMNS),
        work.strength.map_or("missing", strength).to_owned(),
        work.owners.key().to_owned(),
        work.held.to_string(),
        work.blobs.to_string(),
        output::bytes(work.bytes),
    ]
}

/// A finding as a sentence; why a work is missing is said as its frame says it.
fn says(finding: &Finding) -> String {
    match finding {
        Finding::Missing(problem) => {
            let why = Messages::new(Language::English).problem_in_full(problem);
            format!("nothing hangs here. {why}")
        }
        other => other.to_string(),
    }
}

fn mark(severity: Option<Severity>) -> &'static str {
    match severity {
        None => "✓",
        Some(Severity::Notice) => "·",
        Some(Severity::Failure) => "✗",
    }
}

fn strength(strength: ByteStrength) -> &'static str {
    match strength {
        ByteStrength::Mutable => "mutable",
        ByteStrength::Hashed => "hashed",
        ByteStrength::ContentAddressed => "content-addressed",
        ByteStrength::OnChain => "on-chain",
    }
}

fn as_json(report: &CheckReport, language: Language) -> Value {
    let works: Vec<Value> = report
        .works
        .iter()
        .map(|work| {
            let findings: Vec<Value> = work
                .findings
                .iter()
                .map(|finding| json!({ "severity": finding.severity(), "says": says(finding) }))
                .collect();
            json!({
                "id": work.id,
                "title": work.title.get(language),
                "file": work.strength,
                "owner": work.owners.key(),
                "held": work.held,
                "blobs": work.blobs,
                "bytes": work.bytes,
                "findings": findings,
            })
        })
        .collect();
    json!({
        "checked": report.checked,
        "sound": report.is_sound(),
        "failures": report.count(Severity::Failure),
        "notices": report.count(Severity::Notice),
        "works": works,
    })
}
