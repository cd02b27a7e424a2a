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
    #[arg(long, value_name = "ADDRESS")]
    #[cfg_attr(feature = "host", arg(default_value_t = enfilade::host::DEFAULT_LISTEN))]
    // Read and refused where there is no server.
    #[cfg_attr(not(feature = "host"), arg(default_value = "127.0.0.1:0"))]
    listen: SocketAddr,
    /// Print the address as JSON, once it can be asked
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "\
Browsers ask for the small files (brotli) only over https, or on this machine; a site for
the public belongs behind a server that speaks https.

Examples:
  enfilade host site
  enfilade host site --listen 0.0.0.0:80    for everyone who can reach this machine";

#[cfg(not(feature = "host"))]
pub fn run(_: &Arguments) -> Outcome {
    Err(Failure::without("host"))
}

#[cfg(feature = "host")]
pub fn run(arguments: &Arguments) -> Outcome {
    use super::output::say;

    enfilade::host::host(&arguments.site, arguments.listen, |address| {
        let address = format!("http://{address}/");
        if arguments.json {
            say(&serde_json::json!({ "address": address }).to_string());
        } else {
            say(&format!("{address}  (end with Ctrl-C)"));
        }
    })?;
    Ok(())
}
