//! A local chain for tests: a real node from npm on loopback, with a fixed clock, fixed
//! accounts and the contracts of `tests/contracts`, so that every run makes the same
//! blocks.

pub mod codes;
pub mod contracts;
pub mod http;
mod nodes;
pub mod places;

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::Duration;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use serde_json::{Value, json};

use codes::code;
use http::post;

/// Who wrote the node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// Foundry's, which answers all that is asked of it here.
    Anvil,
    /// Hardhat's, of other hands than Anvil's. It proves state, and knows neither
    /// `eth_createAccessList` nor `eth_getBlockReceipts`. It has three accounts.
    Edr,
}

/// How a chain is started.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    pub node: Node,
    /// Its number, as EIP-155 has it.
    pub number: u64,
    /// The hard fork whose rules all its blocks follow.
    pub hard_fork: &'static str,
    /// Of so many of its last blocks Anvil keeps the state; of all where there is none.
    pub states_kept: Option<u32>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { node: Node::Anvil, number: 31_337, hard_fork: "osaka", states_kept: None }
    }
}

/// A chain on loopback; it ends with its handle.
pub struct Chain {
    child: Child,
    pub url: String,
}

impl Chain {
    pub const CHAIN: &str = "eip155:31337";
    /// The time of its first block: 2026-01-01T00:00:00Z.
    pub const BEGINS: u64 = 1_767_225_600;
    /// From one block to the next.
    pub const BLOCK_SECONDS: u64 = 12;

    /// Starts Anvil on a port of the system's choice.
    pub fn start() -> Self {
        Self::start_with(Setup::default())
    }

    /// Starts Anvil as a chain that has another chain's number.
    pub fn start_as(number: u64) -> Self {
        Self::start_with(Setup { number, ..Setup::default() })
    }

    /// Starts a chain in this way.
    pub fn start_with(setup: Setup) -> Self {
        if setup.node == Node::Edr {
            return Self::listening(nodes::edr(setup));
        }
        let chain = Self::listening(nodes::anvil(setup));
        chain.ask("anvil_setBlockTimestampInterval", json!([Self::BLOCK_SECONDS]));
        chain.ask("anvil_autoImpersonateAccount", json!([true]));
        chain
    }

    /// Waits until the process says where it listens.
    fn listening(mut child: Child) -> Self {
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("Listening on ").map(str::to_owned))
            .expect("a node says where it listens");
        // What it prints on must be read, or it stops when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url: format!("http://{}", address.trim()) }
    }

    /// One JSON-RPC request, which must be answered.
    pub fn ask(&self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// One JSON-RPC request: its result, or its error.
    pub fn try_ask(&self, method: &str, params: Value) -> Result<Value, Value> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let mut answer = post(&self.url, &body);
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].take()),
        }
    }

    /// The accounts that have ether from the beginning.
    pub fn account(&self, index: usize) -> Address {
        read(&self.ask("eth_accounts", json!([]))[index])
    }

    /// Puts a contract on the chain, with its ABI-encoded arguments.
    pub fn deploy(&self, contract: &str, arguments: &[u8]) -> Address {
        let code = format!("{}{}", code(contract), hex(arguments));
        let receipt = self.send(json!({ "from": self.account(0), "data": code }));
        read(&receipt["contractAddress"])
    }

    /// Puts a contract at an address where another chain has it; its storage is empty.
    pub fn deploy_at(&self, address: Address, contract: &str) {
        let deployed = self.deploy(contract, &[]);
        self.set_code(address, &self.code(deployed));
    }

    /// Calls a contract in a transaction, and so a block, of its own.
    pub fn transact(&self, to: Address, data: &[u8]) -> Value {
        self.transact_as(self.account(0), to, U256::ZERO, data)
    }

    /// The same from an account of one's choice, of which Anvil wants no key, with some
    /// wei. What comes back is the receipt.
    pub fn transact_as(&self, from: Address, to: Address, value: U256, data: &[u8]) -> Value {
        let data = format!("0x{}", hex(data));
        self.send(json!({ "from": from, "to": to, "value": value, "data": data }))
    }

    /// Calls a function in a transaction of its own, and returns the receipt.
    pub fn tell(&self, to: Address, call: &impl SolCall) -> Value {
        self.transact(to, &call.abi_encode())
    }

    /// The same from an account of one's choice.
    pub fn tell_as(&self, from: Address, to: Address, call: &impl SolCall) -> Value {
        self.transact_as(from, to, U256::ZERO, &call.abi_encode())
    }

    /// What a function answers at a block (`latest`, a number or a hash).
    pub fn view<C: SolCall>(&self, to: Address, call: &C, block: impl Into<Value>) -> C::Return {
        let answer = self.try_view(to, &call.abi_encode(), block).unwrap();
        C::abi_decode_returns(&answer).unwrap()
    }

    /// The bytes that a call answers at a block, or the node's error.
    pub fn try_view(
        &self,
        to: Address,
        data: &[u8],
        block: impl Into<Value>,
    ) -> Result<Bytes, Value> {
        let call = json!({ "to": to, "data": format!("0x{}", hex(data)) });
        self.try_ask("eth_call", json!([call, block.into()])).map(|answer| read(&answer))
    }

    /// The code at an address now.
    pub fn code(&self, address: Address) -> Bytes {
        read(&self.ask("eth_getCode", json!([address, "latest"])))
    }

    /// A block's header by its number, its hash or its name.
    pub fn block(&self, block: impl Into<Value>) -> Value {
        let block = block.into();
        let by_hash = block.as_str().is_some_and(|text| text.len() == 66);
        let method = if by_hash { "eth_getBlockByHash" } else { "eth_getBlockByNumber" };
        self.ask(method, json!([block, false]))
    }

    /// The moment of the newest block, by the chain's own clock.
    pub fn now(&self) -> i64 {
        quantity(&self.block("latest")["timestamp"]) as i64
    }

    /// The number of the newest block.
    pub fn height(&self) -> u64 {
        quantity(&self.ask("eth_blockNumber", json!([])))
    }

    /// What became of a transaction.
    pub fn receipt(&self, transaction: &str) -> Value {
        self.ask("eth_getTransactionReceipt", json!([transaction]))
    }

    /// Adds empty blocks.
    pub fn mine(&self, blocks: u64) {
        self.ask("hardhat_mine", json!([format!("{blocks:#x}")]));
    }

    /// Puts so many empty blocks in the place of the newest ones; Anvil can.
    pub fn reorg(&self, blocks: u64) {
        self.ask("anvil_reorg", json!([blocks, []]));
    }

    /// Writes a code to an address, in the state of the blocks that come.
    pub fn set_code(&self, address: Address, code: &[u8]) {
        self.ask("hardhat_setCode", json!([address, format!("0x{}", hex(code))]));
    }

    /// Writes a slot of an account, in the state of the blocks that come.
    pub fn set_storage(&self, address: Address, slot: U256, value: B256) {
        self.ask("hardhat_setStorageAt", json!([address, slot, value]));
    }

    /// Writes an account's ether, in wei.
    pub fn set_balance(&self, address: Address, wei: U256) {
        self.ask("hardhat_setBalance", json!([address, wei]));
    }

    fn send(&self, transaction: Value) -> Value {
        let hash = self.ask("eth_sendTransaction", json!([transaction]));
        // The hash is answered before the block is mined, so the receipt may still be null.
        for _ in 0..2_000 {
            let receipt = self.receipt(hash.as_str().unwrap());
            if !receipt.is_null() {
                assert_eq!(receipt["status"], "0x1", "{receipt}");
                return receipt;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the chain mined no block for {hash} within ten seconds");
    }
}

impl Drop for Chain {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A number as JSON-RPC writes it.
pub fn quantity(value: &Value) -> u64 {
    let digits = value.as_str().unwrap().trim_start_matches("0x");
    u64::from_str_radix(digits, 16).unwrap()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read<T: std::str::FromStr<Err: std::fmt::Debug>>(value: &Value) -> T {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).parse().unwrap()
}
