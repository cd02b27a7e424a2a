//! What is wrong with a command line, in one sentence that says what to do.

use std::error::Error as _;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::{Arguments, output};

const PROGRAM: &str = "enfilade";

/// Prints the help or the version where these were asked for, else says what is wrong with
/// the line; gives the exit code: 0 or 2.
pub fn tell(error: &Error, line: &[OsString]) -> ExitCode {
    if error.use_stderr() {
        output::warn(&sentence(error, line));
        return ExitCode::from(2);
    }
    // Where even that cannot be printed, nobody is there to be told.
    let _ = error.print();
    ExitCode::SUCCESS
}

/// What helps against a mistake.
enum Remedy {
    /// This was meant.
    Meant(String),
    Do(String),
    /// The help says more than a sentence could.
    Help,
}

impl Remedy {
    fn meant(near: Option<impl Into<String>>) -> Self {
        near.map_or(Self::Help, |near| Self::Meant(near.into()))
    }
}

/// The parser tells its errors as paragraphs; this is the same in a sentence.
pub(super) fn sentence(error: &Error, line: &[OsString]) -> String {
    let place = match error.kind() {
        ErrorKind::InvalidSubcommand => PROGRAM.to_owned(),
        _ => place(line),
    };
    let (wrong, remedy) = told(error).unwrap_or_else(|| (first_paragraph(error), Remedy::Help));
    let help = format!("see `{place} --help`");
    let end = match remedy {
        Remedy::Meant(near) => format!("did you mean “{near}”? S{}", &help[1..]),
        Remedy::Do(what) => format!("{what}, or {help}"),
        Remedy::Help => help,
    };
    // What was typed may hold line breaks of its own.
    format!("{place}: {wrong}; {end}").replace(['\n', '\r'], " ")
}

/// The command that was called, with the program's name.
fn place(line: &[OsString]) -> String {
    let program = Arguments::command();
    let called = line.iter().skip(1).find_map(|word| program.find_subcommand(word));
    called.map_or(PROGRAM.to_owned(), |command| format!("{PROGRAM} {}", command.get_name()))
}

/// What is wrong, and what helps; none for errors that say too little of themselves.
fn told(error: &Error) -> Option<(String, Remedy)> {
    let one = |kind| texts(error, kind).first().copied();
    let argument = one(ContextKind::InvalidArg);
    let value = one(ContextKind::InvalidValue);
    let said = match error.kind() {
        ErrorKind::UnknownArgument => {
            let word = argument?;
            let wrong = match word.starts_with('-') {
                true => format!("there is no option “{word}”"),
                false => format!("“{word}” is one argument too many"),
            };
            let near = one(ContextKind::SuggestedArg).map(str::to_owned);
            (wrong, Remedy::meant(near.or_else(|| of_another_command(error))))
        }
        ErrorKind::InvalidSubcommand => {
            let word = one(ContextKind::InvalidSubcommand)?;
            // The nearest comes last.
            let near = texts(error, ContextKind::SuggestedSubcommand).last().copied();
            (format!("there is no command “{word}”"), Remedy::meant(near))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg);
            let (are, them) = if missing.len() > 1 { ("are", "them") } else { ("is", "it") };
            let missing: Vec<String> = missing.into_iter().map(one_or_group).collect();
            (format!("{} {are} missing", missing.join(" and ")), Remedy::Do(format!("add {them}")))
        }
        ErrorKind::InvalidValue => {
            let (argument, value) = (argument?, value?);
            let wrong = match value {
                "" => format!("{argument} needs a value"),
                _ => format!("“{value}” is no value for {argument}"),
            };
            let values = texts(error, ContextKind::ValidValue).join(", ");
            let remedy = match one(ContextKind::SuggestedValue) {
                Some(near) => Remedy::Meant(near.to_owned()),
                None if values.is_empty() => Remedy::Do("add one".to_owned()),
                None => Remedy::Do(format!("choose one of {values}")),
            };
            (wrong, remedy)
        }
        ErrorKind::ValueValidation => {
            let (argument, value) = (argument?, value?);
            let why = error.source().map(|why| format!(": {why}")).unwrap_or_default();
            let wrong = format!("“{value}” is no value for {argument}{why}");
            (wrong.trim_end_matches('.').to_owned(), Remedy::Help)
        }
        ErrorKind::ArgumentConflict => {
            let word = argument?;
            let others = texts(error, ContextKind::PriorArg);
            if others.is_empty() {
                return None;
            }
            if others == [word] {
                let wrong = format!("{word} is given more than once");
                return Some((wrong, Remedy::Do("give it once".to_owned())));
            }
            let wrong = format!("{word} cannot be given together with {}", others.join(" and "));
            (wrong, Remedy::Do("leave out the one or the other".to_owned()))
        }
        _ => return None,
    };
    Some(said)
}

/// The texts that an error keeps under a kind, be it one or many.
fn texts(error: &Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.as_str()],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// An argument, or a group of which one has to be given: `<--tokens <LIST>|--folder <DIR>>`.
fn one_or_group(argument: &str) -> String {
    match argument.strip_prefix("<--").and_then(|rest| rest.strip_suffix('>')) {
        Some(group) => format!("one of --{}", group.replace("|--", ", --")),
        None => argument.to_owned(),
    }
}

/// An option that another command has, as it is called there.
fn of_another_command(error: &Error) -> Option<String> {
    let Some(ContextValue::StyledStrs(tips)) = error.get(ContextKind::Suggested) else {
        return None;
    };
    tips.iter().find_map(|tip| {
        let tip = tip.to_string();
        let called = tip.strip_prefix('\'')?.strip_suffix("' exists")?;
        Some(format!("{PROGRAM} {called}"))
    })
}

/// What the parser itself says, without its tips and its usage.
fn first_paragraph(error: &Error) -> String {
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    words.join(" ").trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn said(line: &[&str]) -> String {
        let line: Vec<OsString> = line.iter().map(OsString::from).collect();
        let error = Arguments::try_parse_from(&line).expect_err("it is misused");
        sentence(&error, &line)
    }

    #[test]
    fn every_kind_of_misuse_is_one_sentence() {
        let check = |line: &str, expected: &str| {
            let line: Vec<&str> = line.split(' ').collect();
            assert_eq!(said(&line), expected, "{line:?}");
        };
        check(
            "enfilade resolve show --refersh",
            "enfilade resolve: there is no option “--refersh”; did you mean “--refresh”? See `enfilade resolve --help`",
        );
        check(
            "enfilade resolve show --json --refersh",
            "enfilade resolve: there is no option “--refersh”; did you mean “--refresh”? See `enfilade resolve --help`",
        );
        check(
            "enfilade resolve show --zzz",
            "enfilade resolve: there is no option “--zzz”; see `enfilade resolve --help`",
        );
        check(
            "enfilade resolve show more",
            "enfilade resolve: “more” is one argument too many; see `enfilade resolve --help`",
        );
        check(
            "enfilade resolv show",
            "enfilade: there is no command “resolv”; did you mean “resolve”? See `enfilade --help`",
        );
        check("enfilade fly plan", "enfilade: there is no command “fly”; see `enfilade --help`");
        check(
            "enfilade --language zh host",
            "enfilade host: <SITE> is missing; add it, or see `enfilade host --help`",
        );
        check(
            "enfilade diff",
            "enfilade diff: <BEFORE> and <AFTER> are missing; add them, or see `enfilade diff --help`",
        );
        check(
            "enfilade new show",
            "enfilade new: one of --tokens <LIST>, --contract <CAIP>, --folder <DIR>, --manifest <URL|FILE> is missing; add it, or see `enfilade new --help`",
        );
        check(
            "enfilade publish show --out",
            "enfilade publish: --out <SITE> needs a value; add one, or see `enfilade publish --help`",
        );
        check(
            "enfilade provenance show --work a --format pdf",
            "enfilade provenance: “pdf” is no value for --format <FORMAT>; choose one of csv, json, svg, or see `enfilade provenance --help`",
        );
        check(
            "enfilade provenance show --work a --format jsn",
            "enfilade provenance: “jsn” is no value for --format <FORMAT>; did you mean “json”? See `enfilade provenance --help`",
        );
        check(
            "enfilade shoot show --out p --size 0x720",
            "enfilade shoot: “0x720” is no value for --size <WxH>: a size looks like 1280x720, each side from 16 to 8192; see `enfilade shoot --help`",
        );
        check(
            "enfilade new show --tokens a --folder b",
            "enfilade new: --tokens <LIST> cannot be given together with --folder <DIR>; leave out the one or the other, or see `enfilade new --help`",
        );
        check(
            "enfilade publish show --out a --out b",
            "enfilade publish: --out <SITE> is given more than once; give it once, or see `enfilade publish --help`",
        );
    }

    #[test]
    fn an_option_of_another_command_is_named_with_it() {
        let said = said(&["enfilade", "--overlay", "shoot"]);
        assert!(said.contains("there is no option “--overlay”"), "{said}");
        assert!(said.contains("did you mean “enfilade shoot --overlay”?"), "{said}");
    }

    #[test]
    fn what_was_typed_breaks_no_line() {
        let said = said(&["enfilade", "resolve", "show", "--a\nb"]);
        assert_eq!(said.lines().count(), 1, "{said}");
    }

    #[test]
    fn errors_that_say_little_of_themselves_are_told_without_their_usage() {
        let error = Error::raw(ErrorKind::InvalidUtf8, "that is\nno text\n\nUsage: enfilade");
        let line = ["enfilade", "plan"].map(OsString::from);
        let expected = "enfilade plan: that is no text; see `enfilade plan --help`";
        assert_eq!(sentence(&error, &line), expected);
    }
}
