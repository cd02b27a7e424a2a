//! How a command ends: fine, failed, or misused, each with its exit code.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use enfilade::exhibition::{Language, Problem, did_you_mean};
use enfilade::messages::Messages;
use enfilade::platform::files::remedy;
use enfilade::source::near::near_name;

use super::output;

/// What a command comes to.
pub type Outcome = Result<(), Failure>;

/// Why a command did not do what was asked, as one sentence that says what to do.
#[derive(Debug)]
pub enum Failure {
    /// The command was right, and could not be done: exit code 1.
    Failed(String),
    /// The command itself makes no sense: exit code 2.
    Misused(String),
    /// It failed, and has already said why in its own report: exit code 1.
    Reported,
}

impl Failure {
    pub fn failed(reason: impl fmt::Display) -> Self {
        Self::Failed(reason.to_string())
    }

    pub fn misused(reason: impl fmt::Display) -> Self {
        Self::Misused(reason.to_string())
    }

    /// For a build that was made without one of its features.
    #[cfg_attr(
        all(feature = "gallery", feature = "resolve", feature = "publish", feature = "host"),
        expect(dead_code, reason = "a build with all features lacks none")
    )]
    pub fn without(feature: &str) -> Self {
        Self::Failed(format!(
            "this program was built without the feature “{feature}”; build it with `cargo build --features {feature}`"
        ))
    }
}

/// Every error of the library is one sentence already.
impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::failed(error)
    }
}

/// The end of a sentence about a file or folder that cannot be had: the one beside it that
/// was meant, or else what to do.
pub fn or_nearest(path: &Path, otherwise: &str) -> String {
    match near_name(path) {
        // One that is there and cannot be read is the nearest to itself.
        Some(near) if !path.exists() => did_you_mean(Some(&near)),
        _ => format!("; {otherwise}"),
    }
}

/// What a visitor is told of a problem, as a part of a sentence.
pub fn reason(problem: &Problem) -> String {
    let sentence = Messages::new(Language::English).problem_in_full(problem);
    let mut rest = sentence.trim_end_matches('.').chars();
    rest.next().map(|first| first.to_lowercase().chain(rest).collect()).unwrap_or_default()
}

/// Says what went wrong and gives the exit code: 0 fine, 1 failed, 2 misused.
pub fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => match output::lost() {
            None => ExitCode::SUCCESS,
            Some(problem) => {
                let remedy = remedy(problem);
                output::warn(&format!("enfilade: the output cannot be written: {problem}{remedy}"));
                ExitCode::from(1)
            }
        },
        Err(Failure::Reported) => ExitCode::from(1),
        Err(Failure::Failed(reason)) => {
            output::warn(&format!("enfilade: {reason}"));
            ExitCode::from(1)
        }
        Err(Failure::Misused(reason)) => {
            output::warn(&format!("enfilade: {reason}"));
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use enfilade::exhibition::ProblemKind;

    use super::*;

    #[test]
    fn every_problem_is_a_part_of_a_sentence() {
        for kind in ProblemKind::ALL {
            for detail in ["", "host.example (404)"] {
                let reason = reason(&Problem::new(kind, detail));
                assert!(reason.starts_with(char::is_lowercase), "{reason}");
                assert!(!reason.contains(". ") && !reason.ends_with('.'), "{reason}");
                assert!(reason.ends_with(detail), "{reason}");
            }
        }
    }

    /// The command was right: its exit code is 1.
    #[cfg(feature = "gallery")]
    #[test]
    fn a_device_that_is_lost_is_a_failure_and_no_misuse() {
        let ended = Failure::from(enfilade::gallery::OpenError::DeviceLost);
        let Failure::Failed(reason) = ended else { panic!("{ended:?}") };
        assert!(reason.contains("the graphics device stopped answering"), "{reason}");
    }

    #[test]
    fn what_is_not_there_ends_with_what_was_meant() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("show.lock"), b"{}").unwrap();
        let check = |name: &str, expected: &str| {
            assert_eq!(or_nearest(&dir.path().join(name), "name a lock"), expected, "{name}");
        };
        check("shwo.lock", "; did you mean “show.lock”?");
        check("other.json", "; name a lock");
        check("show.lock", "; name a lock");
    }
}
