//! The planner makes the same plans in a browser as on the desktop: built for
//! `wasm32-unknown-unknown`, run by Node, compared by digest.

#[path = "hang/digest.rs"]
mod digest;
#[path = "hang/shows.rs"]
mod shows;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use digest::{HALLS, HALLS_FROM, digest, numbered};
use enfilade::hang::{RoomKind, WallTextKind, hang_pieces};

/// How many shows are planned on both sides, and how many of them make one digest: the
/// one that differs says among which shows to look.
const SHOWS: u32 = HALLS_FROM + HALLS.len() as u32;
const BATCH: u32 = 100;

#[test]
fn wasm_plans_as_native_does() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm-plan");
    let built = Command::new("scripts/wasm-cargo")
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
    let node = Command::new("node")
        .arg("tests/wasm_plan.mjs")
        .arg(&module)
        .args([SHOWS, BATCH].map(|number| number.to_string()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Node runs the module; install Node 20 or later");
    // Both sides plan at the same time.
    let native: Vec<String> = (0..SHOWS.div_ceil(BATCH))
        .map(|batch| (batch * BATCH, SHOWS.min((batch + 1) * BATCH)))
        .map(|(from, to)| format!("{:016x}", digest(from, to)))
        .collect();
    let ran = node.wait_with_output().expect("Node ends");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8_lossy(&ran.stdout);
    let wasm: Vec<&str> = said.lines().collect();
    assert_eq!(wasm.len(), native.len(), "a digest for each batch of shows");
    for (batch, (native, wasm)) in native.iter().zip(wasm).enumerate() {
        assert_eq!(native, wasm, "a show of batch {batch}, of {BATCH} each, is planned otherwise");
    }
    // Digests that are all the same would be those of nothing.
    assert_eq!(native.iter().collect::<BTreeSet<_>>().len(), native.len());
}

/// What is compared reaches to shows with everything that only large ones have.
#[test]
fn the_largest_shows_have_a_directory_and_wings_that_read_as_grids() {
    let plans: Vec<_> = (HALLS_FROM..SHOWS).map(|show| hang_pieces(&numbered(show))).collect();
    for (plan, (works, ..)) in plans.iter().zip(HALLS) {
        assert_eq!(plan.placements.len(), works);
        let mut texts = plan.rooms.iter().flat_map(|room| &room.texts);
        assert!(texts.any(|text| text.kind == WallTextKind::Directory), "{works} works");
    }
    // Hung at once, a room of a wing has a third door only where two rows are joined midway.
    let grid = plans.last().expect("there are halls");
    let joined = |kind, doors| kind == RoomKind::Gallery && doors > 2;
    assert!(grid.rooms.iter().any(|room| joined(room.kind, room.openings.len())));
}
