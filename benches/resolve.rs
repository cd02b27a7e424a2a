//! How long it takes to resolve 1,000 works, and how much memory: once from the
//! exhibition's folder, once from a chain and a gateway with 50 ms latency each, first and
//! again, against a loader that takes one after the other; and how much memory files take
//! that are as large as files may be. Prints its figures as JSON, or ends with an error where
//! the thousand take more than 15 s or 300 MiB at first, or more than 1 s again.
//!
//! `cargo bench … --bench resolve -- local`, `-- network` or `-- large` runs one part;
//! `-- first` only what the network's first and second run take.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on says where it stands")]

#[path = "../tests/end_to_end/cars.rs"]
mod cars;
#[path = "../src/media/tests/containers.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod containers;
#[path = "resolve/large.rs"]
mod large;
#[path = "resolve/local.rs"]
mod local;
#[path = "resolve/network.rs"]
mod network;
#[path = "resolve/sequential.rs"]
mod sequential;
#[path = "../tests/end_to_end/server.rs"]
#[expect(dead_code, reason = "the tests use the rest of it")]
mod server;

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use enfilade::media::Fonts;
use enfilade::platform::peak_memory_bytes;
use enfilade::resolve::{ResolveOptions, Silent, resolve};
use enfilade::source::Patience;
use serde_json::{Value, json};

const WORKS: u32 = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|word| *word != "--bench").collect();
    let figures = match words.as_slice() {
        ["child", dir] => resolved(Path::new(dir), WORKS)?,
        ["large-child", dir] => resolved(Path::new(dir), 1)?,
        ["sequential-child", url] => sequential::load(url)?,
        ["local"] => local::measure()?,
        ["network"] => network::measure(true)?,
        ["first"] => network::measure(false)?,
        ["large"] => large::measure()?,
        _ => json!({
            "local": local::measure()?,
            "network": network::measure(true)?,
            "large": large::measure()?,
        }),
    };
    writeln!(std::io::stdout(), "{figures:#}")?;
    Ok(())
}

/// Resolves a show in this process, which has done nothing else.
fn resolved(dir: &Path, works: u32) -> Result<Value, Box<dyn Error>> {
    let options = ResolveOptions {
        now: "2026-01-01T00:00:00Z".parse()?,
        refresh: false,
        fonts: Fonts::default(),
        patience: Patience::RESOLVE,
        cache: None,
        at: Vec::new(),
    };
    let start = Instant::now();
    let report = resolve(dir, &options, &Silent)?;
    let seconds = start.elapsed().as_secs_f64();
    let processor_seconds = processor_seconds();
    assert_eq!(report.shown, works as usize, "{:?}", report.missing.first());
    Ok(json!({
        "seconds": seconds,
        "processor_seconds": processor_seconds,
        "peak_mebibytes": peak_mebibytes(),
        "fetched": report.fetched,
        "fetched_bytes": report.fetched_bytes,
    }))
}

fn peak_mebibytes() -> u64 {
    peak_memory_bytes().map_or(0, |bytes| bytes >> 20)
}

/// How long processors have worked for this process, where Linux says so: in its own
/// code and for it in the kernel.
fn processor_seconds() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name, which may hold anything, the twelfth and the next.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / TICKS_PER_SECOND)
}

/// The figures of this same program in a process of its own.
fn in_a_child(words: [&str; 2]) -> Result<Value, Box<dyn Error>> {
    let output = Command::new(std::env::current_exe()?).args(words).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
