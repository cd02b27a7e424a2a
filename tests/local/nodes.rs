//! The nodes that npm brings, as processes of their own.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::codes::{contracts, second_chain};
use super::{Chain, Setup};

/// Anvil's own, written down so that accounts stay the same.
const MNEMONIC: &str = "test test test test test test test test test test test junk";

pub(super) fn anvil(setup: Setup) -> Child {
    let mut command = Command::new(anvil_path());
    command
        .args(["--port", "0", "--host", "127.0.0.1", "--mnemonic", MNEMONIC])
        .args(["--chain-id", &setup.number.to_string(), "--hardfork", setup.hard_fork])
        .args(["--timestamp", &Chain::BEGINS.to_string()])
        // Two blocks back is final.
        .args(["--slots-in-an-epoch", "1"]);
    if let Some(states) = setup.states_kept {
        command.args(["--prune-history", &states.to_string()]);
    }
    started(&mut command)
}

pub(super) fn edr(setup: Setup) -> Child {
    let mut command = Command::new("node");
    command.arg(second_chain().join("serve.mjs"));
    command.args([&setup.number.to_string(), setup.hard_fork, &Chain::BEGINS.to_string()]);
    started(&mut command)
}

fn started(command: &mut Command) -> Child {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the node starts; `scripts/test` installs it")
}

/// The binary, from whichever package npm installed for this machine.
fn anvil_path() -> PathBuf {
    let packages = fs::read_dir(contracts().join("node_modules/@foundry-rs")).expect(
        "npm's packages are there; `npm ci --ignore-scripts` in tests/contracts installs them",
    );
    packages
        .flatten()
        .map(|package| package.path().join("bin/anvil"))
        .find(|path| path.is_file())
        .expect("one of npm's packages brings anvil for this machine")
}
