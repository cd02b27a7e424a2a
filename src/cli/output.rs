//! What is printed: results on standard output, everything else on standard error. That
//! nobody reads it (a closed pipe) is never an error; that it cannot be kept (a full
//! disk) is one.

use std::io::{self, Write};
use std::sync::OnceLock;

use serde::Serialize;
use tracing_subscriber::EnvFilter;
use unicode_segmentation::UnicodeSegmentation;

/// Prints a line of the result.
pub fn say(line: &str) {
    let mut out = io::stdout().lock();
    let said = writeln!(out, "{line}").and_then(|()| out.flush());
    if let Err(problem) = said
        && problem.kind() != io::ErrorKind::BrokenPipe
    {
        // Of many lines the first that was lost is the one to tell of.
        let _ = LOST.set(problem);
    }
}

/// Why a part of the result was lost on its way out, if it was.
pub fn lost() -> Option<&'static io::Error> {
    LOST.get()
}

static LOST: OnceLock<io::Error> = OnceLock::new();

/// Prints a line beside the result.
pub fn warn(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints a result for a program to read: JSON on one line.
pub fn json(value: &impl Serialize) -> Result<(), serde_json::Error> {
    say(&serde_json::to_string(value)?);
    Ok(())
}

/// What is logged where `RUST_LOG` asks for nothing. That drivers are missing a sentence of
/// the program's own says, and not the loader's words for it.
const LOGGED: &str = "error,wgpu_hal::vulkan::instance=off";

/// Sends the log to standard error, as much of it as `RUST_LOG` asks for.
pub fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // The log may have been started already, which is just as well.
    let _ = log.without_time().try_init();
}

/// Prints rows as a table whose columns stand under one another.
pub fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|c| width(c)).max())
        .map(|width| width.unwrap_or(0))
        .collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, widest)| format!("{cell}{}", " ".repeat(widest - width(cell))))
            .collect();
        say(cells.join("  ").trim_end());
    }
}

/// Cuts a text to a width and shows by “…” that it did.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    for grapheme in text.graphemes(true) {
        if width(&cut) + width(grapheme) >= columns {
            break;
        }
        cut.push_str(grapheme);
    }
    cut + "…"
}

/// Bytes as people read them.
pub fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{:.0} kB", count as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", count as f64 / 1e6),
        _ => format!("{:.1} GB", count as f64 / 1e9),
    }
}

/// So many of what `one` is: “1 work”, “2 works”.
pub fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// How many columns of a terminal a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD);
    text.graphemes(true).map(|grapheme| 1 + usize::from(grapheme.chars().any(wide))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_the_columns_they_take() {
        let check = |text: &str, columns: usize, expected: &str| {
            assert_eq!(cut(text, columns), expected, "{text}");
            assert!(width(expected) <= columns);
        };
        check("short", 8, "short");
        check("far too long", 8, "far too…");
        check("缓慢的光线", 10, "缓慢的光线");
        check("缓慢的光线", 8, "缓慢的…");
    }

    #[test]
    fn bytes_are_rounded() {
        let check = |count: u64, expected: &str| assert_eq!(bytes(count), expected);
        check(999, "999 B");
        check(1_500, "2 kB");
        check(1_500_000, "1.5 MB");
        check(2_000_000_000, "2.0 GB");
    }
}
