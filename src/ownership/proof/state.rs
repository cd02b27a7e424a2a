//! The state of a block as far as it is proven: what the EVM reads, or the name of what
//! is missing.

use std::collections::{BTreeSet, HashMap};

use alloy_primitives::{Address, B256, KECCAK256_EMPTY, U256, keccak256};
use alloy_rlp::Decodable;
use alloy_trie::{Nibbles, TrieAccount};
use revm::Database;
use revm::database_interface::DBErrorMarker;
use revm::state::{AccountInfo, Bytecode};
use thiserror::Error;

use super::chains::Foreign;
use super::trie::{TrieError, find};
use super::witness::Witness;

/// An account, as the state trie has it.
pub type Account = TrieAccount;

/// What a call asks for and no proof is at hand for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum Unproven {
    #[error("the account {0} is not proven")]
    Account(Address),
    #[error("the slot {slot} of {address} is not proven")]
    Slot { address: Address, slot: B256 },
    #[error("the code of {address} is not at hand")]
    Code { address: Address, hash: B256 },
    #[error("the call asks for the hash of block {0}, which its own header does not prove")]
    BlockHash(u64),
}

/// Why the EVM got no answer from the state.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StateError {
    #[error(transparent)]
    Unproven(#[from] Unproven),
    #[error("the proof is damaged at the node {0}")]
    Damaged(B256),
    #[error("the call could not be run to its end here: {0}")]
    BrokeOff(String),
    #[error(transparent)]
    Foreign(#[from] Foreign),
    #[error("the call reads of its block what this chain does not take from the block's header")]
    Elsewhere,
    #[error(
        "the call goes to {0}, where no code lies and this chain may have a program of its own"
    )]
    OwnProgram(Address),
}

impl DBErrorMarker for StateError {}

/// A witness as the EVM reads it.
pub(super) struct ProvenState<'a> {
    witness: &'a Witness,
    accounts: HashMap<Address, Option<Account>>,
    /// Whose code each hash is, as far as it was met.
    owners_of_code: HashMap<B256, Address>,
    /// What was read, so that a proof can be kept to that.
    pub touched: Touched,
}

/// Nodes and codes that a call read.
#[derive(Clone, Debug, Default)]
pub(super) struct Touched {
    pub nodes: BTreeSet<B256>,
    pub codes: BTreeSet<B256>,
}

impl<'a> ProvenState<'a> {
    pub fn new(witness: &'a Witness) -> Self {
        Self {
            witness,
            accounts: HashMap::new(),
            owners_of_code: HashMap::new(),
            touched: Touched::default(),
        }
    }

    fn account(&mut self, address: Address) -> Result<Option<Account>, StateError> {
        if let Some(known) = self.accounts.get(&address) {
            return Ok(*known);
        }
        let account = account_at(self.witness, address, &mut |node| {
            self.touched.nodes.insert(node);
        })?;
        if let Some(account) = &account {
            self.owners_of_code.insert(account.code_hash, address);
        }
        self.accounts.insert(address, account);
        Ok(account)
    }
}

/// The account at an address; none where the state proves that there is none.
pub(super) fn account_at(
    witness: &Witness,
    address: Address,
    passed: &mut dyn FnMut(B256),
) -> Result<Option<Account>, StateError> {
    let root = witness.header().state_root();
    let found = find(&witness.nodes, root, &Nibbles::unpack(keccak256(address)), passed);
    let value = found.map_err(|error| match error {
        TrieError::Missing(_) => Unproven::Account(address).into(),
        TrieError::Damaged(node) => StateError::Damaged(node),
    })?;
    value
        .map(|value| TrieAccount::decode(&mut &*value).map_err(|_| StateError::Damaged(root)))
        .transpose()
}

/// The value of a slot of an account; zero where the storage proves that there is none.
pub(super) fn slot_at(
    witness: &Witness,
    address: Address,
    storage_root: B256,
    slot: B256,
    passed: &mut dyn FnMut(B256),
) -> Result<U256, StateError> {
    let found = find(&witness.nodes, storage_root, &Nibbles::unpack(keccak256(slot)), passed);
    let value = found.map_err(|error| match error {
        TrieError::Missing(_) => Unproven::Slot { address, slot }.into(),
        TrieError::Damaged(node) => StateError::Damaged(node),
    })?;
    value.map_or(Ok(U256::ZERO), |value| {
        U256::decode(&mut &*value).map_err(|_| StateError::Damaged(storage_root))
    })
}

impl Database for ProvenState<'_> {
    type Error = StateError;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, StateError> {
        Ok(self.account(address)?.map(|account| AccountInfo {
            balance: account.balance,
            nonce: account.nonce,
            code_hash: account.code_hash,
            code: None,
            account_id: None,
        }))
    }

    fn code_by_hash(&mut self, hash: B256) -> Result<Bytecode, StateError> {
        if hash == KECCAK256_EMPTY {
            return Ok(Bytecode::default());
        }
        let code = self.witness.code(&hash).cloned().ok_or_else(|| {
            let address = self.owners_of_code.get(&hash).copied().unwrap_or_default();
            Unproven::Code { address, hash }
        })?;
        self.touched.codes.insert(hash);
        Ok(code)
    }

    fn storage(&mut self, address: Address, index: U256) -> Result<U256, StateError> {
        let Some(account) = self.account(address)? else { return Ok(U256::ZERO) };
        let slot = B256::from(index);
        slot_at(self.witness, address, account.storage_root, slot, &mut |node| {
            self.touched.nodes.insert(node);
        })
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, StateError> {
        let header = self.witness.header();
        if number.checked_add(1) == Some(header.number()) {
            return Ok(header.fields().parent_hash);
        }
        Err(Unproven::BlockHash(number).into())
    }
}
