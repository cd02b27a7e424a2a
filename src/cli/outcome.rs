//! How a command ends: fine, failed, or misused, each with its exit code.

use std::fmt;
use std::process::ExitCode;

use enfilade::platform::files::remedy;

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
