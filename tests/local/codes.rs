//! The contracts' codes, compiled when a source or the compiler changed.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::hex;

/// The code that makes a contract, as `0x…`, without its arguments.
pub fn code(contract: &str) -> &'static str {
    static CODES: OnceLock<Value> = OnceLock::new();
    let codes = CODES.get_or_init(compiled);
    codes[contract].as_str().unwrap_or_else(|| panic!("there is no contract {contract}"))
}

/// Runs a script of `tests/contracts`.
pub fn run_node(script: &str, arguments: &[&Path]) {
    let run = Command::new("node").arg(contracts().join(script)).args(arguments).output();
    let run = run.expect("node starts; `scripts/test` installs it");
    assert!(run.status.success(), "{script}: {}", String::from_utf8_lossy(&run.stderr));
}

pub(super) fn contracts() -> PathBuf {
    PathBuf::from("tests/contracts")
}

/// Where a second node and a second verifier are.
pub fn second_chain() -> PathBuf {
    PathBuf::from("tests/second-chain")
}

/// Where compiled codes stay from one run to the next. Cargo names its folder for such
/// things to integration tests and benches alone; the library's own tests find it beside
/// theirs: `target/debug/deps/…` and `target/tmp`.
fn kept() -> PathBuf {
    if let Some(folder) = option_env!("CARGO_TARGET_TMPDIR") {
        return PathBuf::from(folder);
    }
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(3).unwrap().join("tmp");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn compiled() -> Value {
    let mut sources: Vec<PathBuf> = fs::read_dir(contracts())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().and_then(OsStr::to_str);
            ending == Some("sol") || path.ends_with("build.mjs") || path.ends_with("package.json")
        })
        .collect();
    sources.sort();
    let mut digest = Sha256::new();
    for path in sources {
        digest.update(fs::read(path).unwrap());
    }
    let folder = kept();
    let out = folder.join(format!("contracts-{}.json", &hex(&digest.finalize())[..16]));
    if !out.exists() {
        // Several tests may compile at once, each beside the others.
        let own = tempfile::NamedTempFile::new_in(&folder).unwrap();
        run_node("build.mjs", &[own.path()]);
        own.persist(&out).unwrap();
    }
    serde_json::from_slice(&fs::read(out).unwrap()).unwrap()
}
