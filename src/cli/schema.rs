//! `enfilade schema`: the JSON Schema of exhibition.toml.

use clap::Args;
use enfilade::exhibition::json_schema;

use super::{Outcome, output};

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  enfilade schema > exhibition.schema.json")]
pub struct Arguments {}

pub fn run(_: &Arguments) -> Outcome {
    output::say(json_schema().trim_end());
    Ok(())
}
