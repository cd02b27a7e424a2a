//! What comes from npm: the chain, the compiled contracts and the CARs.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use alloy_primitives::Address;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A local chain; it ends with its handle.
pub struct Anvil {
    child: Child,
    pub url: String,
}

/// A folder that was packed for IPFS.
pub struct Packed {
    pub dir: TempDir,
    /// The folder's content id.
    pub root: String,
}

impl Anvil {
    pub const CHAIN: &str = "eip155:31337";

    /// Starts a chain on a port of the system's choice.
    pub fn start() -> Self {
        Self::start_as(31_337)
    }

    /// Starts a chain that has another chain's number.
    pub fn start_as(number: u64) -> Self {
        let mut child = Command::new(anvil())
            .args(["--port", "0", "--host", "127.0.0.1", "--chain-id", &number.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("anvil starts; `scripts/test` installs it");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("Listening on ").map(str::to_owned))
            .expect("anvil says where it listens");
        // What it prints on must be read, or it stops when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url: format!("http://{}", address.trim()) }
    }

    /// One JSON-RPC request.
    pub fn ask(&self, method: &str, params: Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let answer = post(&self.url, &body);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The accounts that sign without being asked.
    pub fn account(&self, index: usize) -> Address {
        self.ask("eth_accounts", json!([]))[index].as_str().unwrap().parse().unwrap()
    }

    /// Puts a contract on the chain, with its ABI-encoded arguments.
    pub fn deploy(&self, contract: &str, arguments: &[u8]) -> Address {
        let code = format!("{}{}", codes()[contract].as_str().unwrap(), hex(arguments));
        let receipt = self.send(json!({ "from": self.account(0), "data": code }));
        receipt["contractAddress"].as_str().unwrap().parse().unwrap()
    }

    /// Puts a contract at an address where another chain has it; its storage is empty.
    pub fn deploy_at(&self, address: Address, contract: &str) {
        let deployed = self.deploy(contract, &[]);
        let code = self.ask("eth_getCode", json!([deployed, "latest"]));
        self.ask("anvil_setCode", json!([address, code]));
    }

    /// Calls a contract in a transaction of its own.
    pub fn transact(&self, to: Address, data: &[u8]) {
        let data = format!("0x{}", hex(data));
        self.send(json!({ "from": self.account(0), "to": to, "data": data }));
    }

    fn send(&self, transaction: Value) -> Value {
        let hash = self.ask("eth_sendTransaction", json!([transaction]));
        // The hash is answered before the block is mined, so the receipt may still be null.
        for _ in 0..2_000 {
            let receipt = self.ask("eth_getTransactionReceipt", json!([hash]));
            if !receipt.is_null() {
                assert_eq!(receipt["status"], "0x1", "{receipt}");
                return receipt;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the chain mined no block for {hash} within ten seconds");
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Packed {
    /// Packs these files with ipfs-car.
    pub fn new(files: &[(&str, Vec<u8>)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("files");
        for (name, bytes) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        node("car.mjs", &[&folder, dir.path()]);
        let root = fs::read_to_string(dir.path().join("root")).unwrap();
        Self { dir, root }
    }

    pub fn car(&self) -> Vec<u8> {
        fs::read(self.dir.path().join("all.car")).unwrap()
    }

    /// A single block, by its content id.
    pub fn block(&self, cid: &str) -> Option<Vec<u8>> {
        fs::read(self.dir.path().join("blocks").join(cid)).ok()
    }
}

/// Posts JSON to an address on loopback.
pub fn post(url: &str, body: &Value) -> Value {
    use enfilade::source::Patience;
    use enfilade::source::{Allowed, Door, Want};
    let url: url::Url = url.parse().unwrap();
    let mut allowed = Allowed::default();
    allowed.server(&url);
    let door = Door::new(allowed, Patience::VISITOR);
    let asked = serde_json::to_vec(body).unwrap();
    let answer =
        enfilade::platform::net::block_on(door.post_json(&url, &asked, Want::ANSWER)).unwrap();
    serde_json::from_slice(&answer).unwrap()
}

fn contracts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contracts")
}

/// The chain's binary, from whichever package npm installed for this machine.
fn anvil() -> PathBuf {
    let packages = fs::read_dir(contracts().join("node_modules/@foundry-rs")).expect(
        "npm's packages are there; `npm ci --ignore-scripts` in tests/contracts installs them",
    );
    packages
        .flatten()
        .map(|package| package.path().join("bin/anvil"))
        .find(|path| path.is_file())
        .expect("one of npm's packages brings anvil for this machine")
}

/// The contracts' codes, compiled once.
fn codes() -> &'static Value {
    static CODES: OnceLock<Value> = OnceLock::new();
    CODES.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("codes.json");
        node("build.mjs", &[&out]);
        serde_json::from_slice(&fs::read(out).unwrap()).unwrap()
    })
}

fn node(script: &str, arguments: &[&Path]) {
    let run = Command::new("node").arg(contracts().join(script)).args(arguments).output();
    let run = run.expect("node starts; `scripts/test` installs it");
    assert!(run.status.success(), "{script}: {}", String::from_utf8_lossy(&run.stderr));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
