//! `enfilade host`: serves a published site.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

#[cfg(not(feature = "host"))]
use super::Failure;
use super::Outcome;

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The folder of a published site
    site: PathBuf,
    /// Where to listen; only this machine can reach the loopback address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

const EXAMPLES: &str = "\
Examples:
  enfilade host site
  enfilade host site --listen 0.0.0.0:80    for everyone who can reach this machine";

#[cfg(not(feature = "host"))]
pub fn run(_: &Arguments) -> Outcome {
    Err(Failure::without("host"))
}

#[cfg(feature = "host")]
pub fn run(arguments: &Arguments) -> Outcome {
    enfilade::host::host(&arguments.site, arguments.listen, |address| {
        super::output::say(&format!("http://{address}/  (end with Ctrl-C)"));
    })?;
    Ok(())
}
