//! The command line.

#[cfg(feature = "cli")]
mod cli;

#[cfg(feature = "cli")]
fn main() -> std::process::ExitCode {
    cli::run()
}

/// Without the command line the program is a small server: `enfilade SITE [ADDRESS]`.
#[cfg(all(feature = "host", not(feature = "cli")))]
fn main() -> std::process::ExitCode {
    use std::io::{Write, stderr, stdout};
    let served = enfilade::host::serve_as_told(std::env::args().skip(1), |address| {
        // Nobody may be reading, and the server serves nevertheless.
        let _ = writeln!(stdout(), "http://{address}/");
    });
    let Err(error) = served else { return std::process::ExitCode::SUCCESS };
    let _ = writeln!(stderr(), "enfilade: {error}");
    std::process::ExitCode::from(error.exit_code())
}

#[cfg(not(any(feature = "cli", feature = "host")))]
fn main() {}
