//! The verifier's trial: a small contract with a token, and a proof of what it says, which
//! is checked before anybody asks for anything. One that fails proves nothing to anybody.
//! A browser compiles a function when it is first called, so that after the trial nobody
//! waits for that either.

use std::collections::BTreeMap;

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, Bytes, U256, hex, keccak256};
use alloy_rlp::Header as RlpHeader;
use alloy_trie::nodes::LeafNode;
use alloy_trie::{Nibbles, TrieAccount};

use super::stored::check_json;
use crate::ownership::proof::BlockHeader;

const CONTRACT: Address = Address::repeat_byte(0xcc);
const OWNER: Address = Address::repeat_byte(0xa1);
const NUMBER: u64 = 7;
const TEXT: &str = "data:,A";

/// What a compiler makes of an ERC-721, in few words: `ownerOf` answers the word in the
/// slot of the token's number, `tokenURI` answers [`TEXT`], and both refuse where nobody
/// holds the token, as all other calls are refused.
const CODE: &[u8] = &hex!(
    // Free memory begins at 80; no ether is taken.
    "60 80 60 40 52"    // PUSH1 80, PUSH1 40, MSTORE
    "34 80 15 60 0e 57" // CALLVALUE, DUP1, ISZERO, PUSH1 0e, JUMPI
    "5f 5f fd"          // PUSH0, PUSH0, REVERT
    "5b 50"             // 0e: JUMPDEST, POP
    // Which function is it?
    "60 04 36 10 60 30 57" // PUSH1 4, CALLDATASIZE, LT, PUSH1 30, JUMPI
    "5f 35 60 e0 1c"       // PUSH0, CALLDATALOAD, PUSH1 e0, SHR
    "80 63 6352211e 14"    // DUP1, PUSH4 ownerOf, EQ
    "60 34 57"             // PUSH1 34, JUMPI
    "80 63 c87b56dd 14"    // DUP1, PUSH4 tokenURI, EQ
    "60 66 57"             // PUSH1 66, JUMPI
    "5b 5f 5f fd"          // 30: JUMPDEST, PUSH0, PUSH0, REVERT
    // `ownerOf`: the word of the token's slot, as an address.
    "5b 50"          // 34: JUMPDEST, POP
    "60 3e 60 04 35" // PUSH1 3e, PUSH1 4, CALLDATALOAD
    "60 94 56"       // PUSH1 94, JUMP
    "5b 60 40 51 90" // 3e: JUMPDEST, PUSH1 40, MLOAD, SWAP1
    "73 ffffffffffffffffffffffffffffffffffffffff" // PUSH20
    "16 81 52"          // AND, DUP2, MSTORE
    "60 20 01 60 40 51" // PUSH1 20, ADD, PUSH1 40, MLOAD
    "80 91 03 90 f3"    // DUP1, SWAP2, SUB, SWAP1, RETURN
    // `tokenURI`: 20, the length, the text.
    "5b 50"                // 66: JUMPDEST, POP
    "60 70 60 04 35"       // PUSH1 70, PUSH1 4, CALLDATALOAD
    "60 94 56"             // PUSH1 94, JUMP
    "5b 50 60 40 51"       // 70: JUMPDEST, POP, PUSH1 40, MLOAD
    "60 20 81 52"          // PUSH1 20, DUP2, MSTORE
    "60 07 81 60 20 01 52" // PUSH1 7, DUP2, PUSH1 20, ADD, MSTORE
    "66 646174613a2c41"    // PUSH7, the text
    "60 c8 1b"             // PUSH1 c8, SHL
    "81 60 40 01 52"       // DUP2, PUSH1 40, ADD, MSTORE
    "60 60 90 f3"          // PUSH1 60, SWAP1, RETURN
    // Who holds it: the slot is the hash of the number and of the mapping's place.
    "5b 5f 52"       // 94: JUMPDEST, PUSH0, MSTORE
    "60 02 60 20 52" // PUSH1 2, PUSH1 20, MSTORE
    "60 40 5f 20 54" // PUSH1 40, PUSH0, KECCAK256, SLOAD
    "80 15 60 30 57" // DUP1, ISZERO, PUSH1 30, JUMPI
    "90 56"          // SWAP1, JUMP
);

/// The place of the mapping of owners in the contract's storage.
const MAPPING: u64 = 2;

/// The proof, and the code that it is of.
struct Trial {
    header: Vec<u8>,
    witness: Vec<u8>,
    code: Vec<u8>,
}

/// Whether the verifier finds that what is true holds, and what is not does not.
pub(super) fn passes() -> bool {
    Trial::new().passes()
}

/// A witness as a lock keeps it: a header, and the nodes in the order of their hashes.
pub(super) fn packed(header: &[u8], nodes: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let nodes: BTreeMap<B256, Bytes> =
        nodes.into_iter().map(|node| (keccak256(&node), node.into())).collect();
    let nodes: Vec<Bytes> = nodes.into_values().collect();
    let mut listed = Vec::new();
    alloy_rlp::encode_list::<Bytes, Bytes>(&nodes, &mut listed);
    let mut packed = Vec::new();
    let payload_length = header.len() + listed.len();
    RlpHeader { list: true, payload_length }.encode(&mut packed);
    packed.extend_from_slice(header);
    packed.extend(listed);
    packed
}

impl Trial {
    fn new() -> Self {
        let words = [U256::from(NUMBER), U256::from(MAPPING)].map(B256::from);
        let slot = keccak256(words.concat());
        let word = alloy_rlp::encode(U256::from_be_slice(OWNER.as_slice()));
        let (storage_root, storage) = trie(slot.as_slice(), word);
        let account =
            TrieAccount { nonce: 1, balance: U256::ZERO, storage_root, code_hash: keccak256(CODE) };
        let (state_root, state) = trie(CONTRACT.as_slice(), alloy_rlp::encode(account));
        // Whatever headers hold today, so that the newest rules are followed.
        let header = Header {
            number: 9,
            timestamp: 1_700_000_000,
            gas_limit: 30_000_000,
            state_root,
            base_fee_per_gas: Some(7),
            withdrawals_root: Some(B256::ZERO),
            blob_gas_used: Some(0),
            excess_blob_gas: Some(0),
            parent_beacon_block_root: Some(B256::ZERO),
            requests_hash: Some(B256::ZERO),
            ..Header::default()
        };
        let header = alloy_rlp::encode(header);
        let witness = packed(&header, storage.into_iter().chain(state));
        Self { header, witness, code: CODE.to_vec() }
    }

    fn passes(&self) -> bool {
        let holding = |owner| {
            let found = check_json(&self.says(owner)?, &self.witness, vec![self.code.clone()]);
            Some(found.ok()?.matches("\"holds\"").count())
        };
        // The owner and the text; of another owner the text alone.
        holding(OWNER) == Some(2) && holding(Address::repeat_byte(0xb1)) == Some(1)
    }

    /// What a lock says of the token: that it is this owner's.
    fn says(&self, owner: Address) -> Option<String> {
        let block = BlockHeader::read(&self.header).ok()?.block();
        let (number, hash, time) = (block.number, block.hash, block.time);
        let evidence = format!(
            r#"{{"level":"proven","endpoints":["e"],"asked":1,"block":{{"number":{number},"hash":"{hash}","time":"{time}"}}}}"#
        );
        let record = format!(r#"{{"owner":"eip155:31337:{owner}","evidence":{evidence}}}"#);
        let token = format!("eip155:31337/erc721:{CONTRACT}/{NUMBER}");
        let naming = format!(r#"{{"text":"{TEXT}","evidence":{evidence}}}"#);
        Some(format!(r#"{{"token":"{token}","ownership":[{record}],"naming":{naming}}}"#))
    }
}

/// A trie with a value at the hash of its key, and something else beside it that nobody
/// knows: its root and its nodes.
fn trie(key: &[u8], value: Vec<u8>) -> (B256, [Vec<u8>; 2]) {
    let way = Nibbles::unpack(keccak256(key));
    let leaf = alloy_rlp::encode(LeafNode::new(way.slice(1..), value));
    let turn = usize::from(way.first().unwrap_or_default());
    // Sixteen children, and no value that ends here.
    let mut children = vec![Bytes::new(); 17];
    children[turn] = keccak256(&leaf).0.into();
    children[turn ^ 1] = [1_u8; 32].into();
    let mut branch = Vec::new();
    alloy_rlp::encode_list::<Bytes, Bytes>(&children, &mut branch);
    (keccak256(&branch), [branch, leaf])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_is_passed_by_what_it_proves_and_nothing_else() {
        assert!(passes());
        let check = |spoil: &dyn Fn(&mut Trial)| {
            let mut trial = Trial::new();
            spoil(&mut trial);
            assert!(!trial.passes());
        };
        // A byte of the last node, of the code and of the header.
        check(&|trial| *trial.witness.last_mut().unwrap() ^= 1);
        check(&|trial| trial.code[1] ^= 1);
        check(&|trial| trial.header[40] ^= 1);
        check(&|trial| trial.witness.clear());
    }
}
