//! The Merkle-Patricia trie (Ethereum's Yellow Paper, appendix D): the way to a value
//! through nodes that are known by their hash.

use std::collections::HashMap;

use alloy_primitives::{B256, Bytes, keccak256};
use alloy_rlp::Decodable;
use alloy_trie::nodes::{RlpNode, TrieNode};
use alloy_trie::{EMPTY_ROOT_HASH, Nibbles};
use thiserror::Error;

/// Nodes of any tries, by the Keccak-256 of their bytes. A node that nobody asks for
/// does no harm: what is found is tied to a root by hashes alone.
#[derive(Clone, Debug, Default)]
pub struct Nodes(HashMap<B256, Bytes>);

/// Why a way through a trie ends before its value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TrieError {
    #[error("the node {0} of the trie is not there")]
    Missing(B256),
    #[error("the node {0} is no node of a trie")]
    Damaged(B256),
}

impl Nodes {
    /// Takes a node in and says by which hash it is known.
    pub fn insert(&mut self, node: Bytes) -> B256 {
        let hash = keccak256(&node);
        self.0.entry(hash).or_insert(node);
        hash
    }

    pub fn get(&self, hash: &B256) -> Option<&Bytes> {
        self.0.get(hash)
    }

    /// The hashes of all of them, in no order.
    pub fn hashes(&self) -> impl Iterator<Item = B256> + use<'_> {
        self.0.keys().copied()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The value at `key` in the trie under `root`; none where the trie proves that there is
/// none. `passed` hears the hash of every node on the way.
pub fn find(
    nodes: &Nodes,
    root: B256,
    key: &Nibbles,
    passed: &mut dyn FnMut(B256),
) -> Result<Option<Vec<u8>>, TrieError> {
    if root == EMPTY_ROOT_HASH {
        return Ok(None);
    }
    let mut hash = root;
    let mut node = load(nodes, hash, passed)?;
    let mut at = 0;
    loop {
        let rest = key.slice(at..);
        let child = match node {
            TrieNode::EmptyRoot => return Ok(None),
            TrieNode::Leaf(leaf) => return Ok((leaf.key == rest).then_some(leaf.value)),
            TrieNode::Extension(extension) => {
                // One without a key would lead nowhere, for ever.
                if extension.key.is_empty() {
                    return Err(TrieError::Damaged(hash));
                }
                if !rest.starts_with(&extension.key) {
                    return Ok(None);
                }
                at += extension.key.len();
                extension.child
            }
            TrieNode::Branch(branch) => {
                let Some(turn) = rest.first() else { return Ok(None) };
                if !branch.state_mask.is_bit_set(turn) {
                    return Ok(None);
                }
                at += 1;
                let before = (0..turn).filter(|turn| branch.state_mask.is_bit_set(*turn)).count();
                branch.stack.into_iter().nth(before).ok_or(TrieError::Damaged(hash))?
            }
        };
        node = match child.as_hash() {
            Some(next) => {
                hash = next;
                load(nodes, hash, passed)?
            }
            // A small node stands inside the one that names it.
            None => inside(&child).ok_or(TrieError::Damaged(hash))?,
        };
    }
}

fn load(nodes: &Nodes, hash: B256, passed: &mut dyn FnMut(B256)) -> Result<TrieNode, TrieError> {
    let bytes = nodes.get(&hash).ok_or(TrieError::Missing(hash))?;
    passed(hash);
    whole(bytes).ok_or(TrieError::Damaged(hash))
}

fn inside(node: &RlpNode) -> Option<TrieNode> {
    whole(node.as_slice())
}

/// A node that fills its bytes to the last.
fn whole(mut bytes: &[u8]) -> Option<TrieNode> {
    let node = TrieNode::decode(&mut bytes).ok()?;
    bytes.is_empty().then_some(node)
}
