//! The command line.

#[cfg(feature = "cli")]
mod cli;

#[cfg(feature = "cli")]
fn main() -> std::process::ExitCode {
    cli::run()
}

/// Without the command line the program is a small server: `enfilade SITE [ADDRESS]`.
#[cfg(all(feature = "host", not(feature = "cli")))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write;
    let mut arguments = std::env::args().skip(1);
    let site = arguments.next().ok_or("name the folder of a published site")?;
    let listen =
        arguments.next().map_or(Ok(enfilade::host::DEFAULT_LISTEN), |text| text.parse())?;
    enfilade::host::host(std::path::Path::new(&site), listen, |address| {
        // Nobody may be reading, and the server serves nevertheless.
        let _ = writeln!(std::io::stdout(), "http://{address}/");
    })?;
    Ok(())
}

#[cfg(not(any(feature = "cli", feature = "host")))]
fn main() {}
