//! A folder of files as IPFS has it, packed here: leaves, trees, one folder; and a CAR of
//! any of the files.

use std::collections::HashMap;

use cid::Cid;
use cid::multihash::Multihash;
use ipld_dagpb::{PbLink, PbNode};
use sha2::{Digest, Sha256};

const RAW: u64 = 0x55;
const DAG_PB: u64 = 0x70;
const LEAF_BYTES: usize = 1 << 20;

type Block = (Cid, Vec<u8>);

/// A folder with its files.
pub struct Tree {
    pub root: Cid,
    folder: Vec<u8>,
    /// The file's own node, then its leaves.
    files: HashMap<String, Vec<Block>>,
}

impl Tree {
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let files: HashMap<String, Vec<Block>> =
            files.into_iter().map(|(name, bytes)| (name, file(&bytes))).collect();
        let links = files.iter().map(|(name, blocks)| link(name, blocks[0].0)).collect();
        let (root, folder) = node(&[0x08, 1], links);
        Self { root, folder, files }
    }

    /// A CAR of the folder and of one file; none where there is no such file.
    pub fn car(&self, name: &str) -> Option<Vec<u8>> {
        let file = self.files.get(name)?;
        let mut car = Vec::new();
        section(&mut car, &[b"header"]);
        section(&mut car, &[&self.root.to_bytes(), &self.folder]);
        for (cid, bytes) in file {
            section(&mut car, &[&cid.to_bytes(), bytes]);
        }
        Some(car)
    }

    /// What a gateway answers to a path with its query.
    pub fn answer(&self, path: &str) -> Option<Vec<u8>> {
        let path = path.split('?').next()?;
        let below = path.strip_prefix(&format!("/ipfs/{}/", self.root))?;
        self.car(below)
    }
}

fn file(bytes: &[u8]) -> Vec<Block> {
    let leaves: Vec<Block> = bytes
        .chunks(LEAF_BYTES)
        .map(|leaf| (Cid::new_v1(RAW, sha256(leaf)), leaf.to_vec()))
        .collect();
    if let [leaf] = leaves.as_slice() {
        return vec![leaf.clone()];
    }
    let links = leaves.iter().map(|(cid, _)| link("", *cid)).collect();
    std::iter::once(node(&[0x08, 2], links)).chain(leaves).collect()
}

fn link(name: &str, cid: Cid) -> PbLink {
    PbLink { cid, name: Some(name.to_owned()), size: Some(1) }
}

fn node(message: &[u8], links: Vec<PbLink>) -> Block {
    let bytes = PbNode { links, data: Some(message.to_vec().into()) }.into_bytes();
    (Cid::new_v1(DAG_PB, sha256(&bytes)), bytes)
}

fn sha256(bytes: &[u8]) -> Multihash<64> {
    Multihash::wrap(0x12, &Sha256::digest(bytes)).unwrap()
}

fn section(car: &mut Vec<u8>, parts: &[&[u8]]) {
    let mut length = parts.iter().map(|part| part.len()).sum::<usize>();
    while length >= 0x80 {
        car.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    car.push(length as u8);
    parts.iter().for_each(|part| car.extend_from_slice(part));
}
