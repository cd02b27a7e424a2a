//! What endpoints answer when they are asked for proofs: their raw shapes, and what is
//! taken from them.

use alloy_primitives::{Address, B256, Bytes, U64, U256};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use super::state::{StateError, account_at, slot_at};
use super::witness::Witness;
use crate::limits::{NODES_PER_PROOF_MAX, PROOF_NODE_BYTES_MAX, PROVEN_PLACES_MAX};

/// What an endpoint was caught at.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Lie {
    #[error("its answer to {0} has not the form of one")]
    NoAnswer(&'static str),
    #[error("its proof for {0} does not lead from the block's state root to the account")]
    AstrayAccount(Address),
    #[error(
        "its proof for slot {slot} of {address} does not lead from the account's storage root to the slot"
    )]
    AstraySlot { address: Address, slot: B256 },
    #[error(
        "it says that slot {slot} of {address} is {said:#x}, and its own proof says {proven:#x}"
    )]
    OtherValue { address: Address, slot: B256, said: U256, proven: U256 },
    #[error("what it says of the account {0} is not what its own proof says")]
    OtherAccount(Address),
    #[error("the code that it gives for {address} is not the account's code")]
    OtherCode { address: Address },
    #[error("its proof holds a damaged node {0}")]
    Damaged(B256),
}

/// What a call touches, as an endpoint says.
pub(super) enum AccessList {
    These(Vec<(Address, Vec<B256>)>),
    /// More than may be proven.
    TooMany,
}

impl AccessList {
    /// Reads an answer to `eth_createAccessList`; none where it is no such answer.
    pub fn read(answer: &Value) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Raw {
            access_list: Vec<Item>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Item {
            address: Address,
            storage_keys: Vec<B256>,
        }
        let raw: Raw = serde_json::from_value(answer.clone()).ok()?;
        let long: usize = raw.access_list.iter().map(|item| 1 + item.storage_keys.len()).sum();
        if long > PROVEN_PLACES_MAX {
            return Some(Self::TooMany);
        }
        let items = raw.access_list.into_iter().map(|item| (item.address, item.storage_keys));
        Some(Self::These(items.collect()))
    }
}

/// An answer to `eth_getProof` (EIP-1186).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountProof {
    account_proof: Vec<Bytes>,
    balance: U256,
    nonce: U64,
    code_hash: B256,
    storage_hash: B256,
    storage_proof: Vec<SlotProof>,
}

#[derive(Deserialize)]
struct SlotProof {
    value: U256,
    key: U256,
    proof: Vec<Bytes>,
}

impl AccountProof {
    pub fn read(answer: &Value) -> Result<Self, Lie> {
        let none = Lie::NoAnswer("eth_getProof");
        let proof: Self = serde_json::from_value(answer.clone()).map_err(|_| none.clone())?;
        let fits = |nodes: &[Bytes]| {
            nodes.len() <= NODES_PER_PROOF_MAX
                && nodes.iter().all(|node| node.len() <= PROOF_NODE_BYTES_MAX)
        };
        let all_fit = fits(&proof.account_proof)
            && proof.storage_proof.len() <= PROVEN_PLACES_MAX
            && proof.storage_proof.iter().all(|slot| fits(&slot.proof));
        if all_fit { Ok(proof) } else { Err(none) }
    }

    /// Puts the nodes into the witness and holds everything that the answer says to what
    /// they prove. Nodes that lead nowhere stay there and prove nothing.
    pub fn put_into(
        self,
        witness: &mut Witness,
        address: Address,
        slots: &[B256],
    ) -> Result<(), Lie> {
        for node in self.account_proof {
            witness.nodes.insert(node);
        }
        let account = match account_at(witness, address, &mut |_| {}) {
            Ok(account) => account,
            Err(StateError::Damaged(node)) => return Err(Lie::Damaged(node)),
            Err(_) => {
                return Err(Lie::AstrayAccount(address));
            }
        };
        let Some(account) = account else { return Ok(()) };
        let same = account.balance == self.balance
            && account.nonce == self.nonce.to::<u64>()
            && account.code_hash == self.code_hash
            && account.storage_root == self.storage_hash;
        if !same {
            return Err(Lie::OtherAccount(address));
        }
        let mut said = std::collections::HashMap::new();
        for slot in self.storage_proof {
            said.insert(B256::from(slot.key), slot.value);
            for node in slot.proof {
                witness.nodes.insert(node);
            }
        }
        for slot in slots {
            let proven = match slot_at(witness, address, account.storage_root, *slot, &mut |_| {}) {
                Ok(proven) => proven,
                Err(StateError::Damaged(node)) => return Err(Lie::Damaged(node)),
                Err(_) => {
                    return Err(Lie::AstraySlot { address, slot: *slot });
                }
            };
            if let Some(said) = said.get(slot)
                && *said != proven
            {
                return Err(Lie::OtherValue { address, slot: *slot, said: *said, proven });
            }
        }
        Ok(())
    }
}
