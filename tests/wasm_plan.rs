//! The planner makes the same plans in a browser as on the desktop: built for
//! `wasm32-unknown-unknown`, run by Node, compared by digest.

#[path = "hang/digest.rs"]
mod digest;
#[path = "hang/shows.rs"]
mod shows;

use std::path::Path;
use std::process::Command;

/// How many shows are planned on both sides.
const SHOWS: u32 = 120;

#[test]
fn wasm_plans_as_native_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm-plan");
    let built = Command::new(root.join("scripts/wasm-cargo"))
        .current_dir(root)
        .args(["build", "--no-default-features", "--example", "plan_digest", "--target-dir"])
        .arg(&scratch)
        // The tests' own dependencies come along, and one of them wants random numbers,
        // which nobody asks for here.
        .env("RUSTFLAGS", "--cfg getrandom_backend=\"unsupported\"")
        .status()
        .expect("cargo runs");
    assert!(
        built.success(),
        "the planner must build for wasm32; `scripts/test` installs what that takes"
    );
    let module = scratch.join("wasm32-unknown-unknown/debug/examples/plan_digest.wasm");
    let run = Command::new("node")
        .arg(root.join("tests/wasm_plan.mjs"))
        .args([module.as_os_str(), SHOWS.to_string().as_ref()])
        .output()
        .expect("Node runs the module; install Node 20 or later");
    let said = String::from_utf8_lossy(&run.stdout).trim().to_owned();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(said, format!("{:016x}", digest::digest(SHOWS)));
}
