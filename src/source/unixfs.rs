//! UnixFS: how IPFS makes files and folders of blocks (the codecs `raw` and `dag-pb`), and
//! the maps of links that some put in a folder's place (`dag-cbor`).

use cid::Cid;
use ipld_core::ipld::Ipld;
use ipld_dagpb::PbNode;

use super::car::varint;
use crate::limits::LINK_MAP_BYTES_MAX;

/// What one block is in a file system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Bytes of a file.
    Leaf(Vec<u8>),
    /// A file, or a part of one: its own bytes, then those of its links.
    File { data: Vec<u8>, links: Vec<Cid> },
    /// A folder's names.
    Folder(Vec<(String, Cid)>),
    /// A part of a folder that is split by the hashes of its names (HAMT).
    Shard(Vec<(String, Cid)>),
}

/// Reads a block by its id's codec, or says what is wrong with it.
pub fn read_node(cid: &Cid, block: &[u8]) -> Result<Node, String> {
    match cid.codec() {
        RAW => Ok(Node::Leaf(block.to_vec())),
        DAG_PB => read_dag_pb(block),
        DAG_CBOR => read_dag_cbor(block),
        other => Err(format!("its codec is {other:#x}, and no files lie under it")),
    }
}

const RAW: u64 = 0x55;
const DAG_PB: u64 = 0x70;
const DAG_CBOR: u64 = 0x71;

/// UnixFS's kinds of data.
const KIND_RAW: u64 = 0;
const KIND_FOLDER: u64 = 1;
const KIND_FILE: u64 = 2;
const KIND_SYMLINK: u64 = 4;
const KIND_SHARD: u64 = 5;

fn read_dag_pb(block: &[u8]) -> Result<Node, String> {
    let node = PbNode::from_bytes(block.to_vec().into())
        .map_err(|_| "a block is damaged although its hash is right".to_owned())?;
    let (kind, data) = read_data(node.data.as_deref().unwrap_or(&[]))
        .ok_or("a block holds no UnixFS data".to_owned())?;
    let names = || {
        let named = |link: &ipld_dagpb::PbLink| (link.name.clone().unwrap_or_default(), link.cid);
        node.links.iter().map(named).collect()
    };
    match kind {
        KIND_RAW | KIND_FILE => {
            Ok(Node::File { data, links: node.links.iter().map(|link| link.cid).collect() })
        }
        KIND_FOLDER => Ok(Node::Folder(names())),
        KIND_SHARD => Ok(Node::Shard(names())),
        KIND_SYMLINK => Err("it is a symbolic link".to_owned()),
        other => Err(format!("its kind is {other}, which is no file")),
    }
}

/// A map of names, of which those that link to something are a folder's entries.
fn read_dag_cbor(block: &[u8]) -> Result<Node, String> {
    if block.len() > LINK_MAP_BYTES_MAX {
        return Err(format!("its map of links has more than {LINK_MAP_BYTES_MAX} bytes"));
    }
    match serde_ipld_dagcbor::from_slice(block) {
        Ok(Ipld::Map(entries)) => {
            let linked = |(name, value)| match value {
                Ipld::Link(cid) => Some((name, cid)),
                _ => None,
            };
            Ok(Node::Folder(entries.into_iter().filter_map(linked).collect()))
        }
        Ok(_) => Err("it is data and no map of links".to_owned()),
        Err(_) => Err("a block is damaged although its hash is right".to_owned()),
    }
}

/// The kind (field 1) and the bytes (field 2) of UnixFS's protobuf message.
fn read_data(mut message: &[u8]) -> Option<(u64, Vec<u8>)> {
    let number = |message: &mut &[u8]| {
        let (number, digits) = varint(message).ok()??;
        *message = &message[digits..];
        Some(number)
    };
    let (mut kind, mut data) = (None, Vec::new());
    while !message.is_empty() {
        let key = number(&mut message)?;
        match key & 7 {
            0 => {
                let value = number(&mut message)?;
                if key >> 3 == 1 {
                    kind = Some(value);
                }
            }
            2 => {
                let length = usize::try_from(number(&mut message)?).ok()?;
                let (bytes, rest) = message.split_at_checked(length)?;
                if key >> 3 == 2 {
                    data = bytes.to_vec();
                }
                message = rest;
            }
            _ => return None,
        }
    }
    Some((kind?, data))
}
