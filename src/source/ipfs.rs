//! Bytes of IPFS from any of several gateways, believed only block by block.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cid::Cid;
use thiserror::Error;
use url::Url;

use super::car::CarReader;
use super::limits::{BLOCKS_MAX, DAG_DEPTH_MAX};
use super::unixfs::{Node, read_node};
use super::{Door, DoorError, IpfsPath, Want};

/// Gateways, asked in their order; those that failed come last from then on.
#[derive(Clone, Debug)]
pub struct Ipfs {
    door: Door,
    gateways: Vec<Gateway>,
}

#[derive(Clone, Debug)]
struct Gateway {
    url: Url,
    failures: Arc<AtomicU32>,
}

/// Why IPFS gave no bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IpfsError {
    #[error("no gateway had {path}: {}", in_turn(.each))]
    NoGateway { path: String, each: Vec<GatewayError> },
    #[error("{0} is a folder, and a file is needed")]
    Folder(String),
    #[error("{folder} holds no “{name}”")]
    NoEntry { folder: String, name: String },
    #[error("{path} is hashed with {code:#x}, and only SHA-256 (0x12) is checked here")]
    Hash { path: String, code: u64 },
    #[error("{path} is no file of UnixFS: {problem}")]
    NoFile { path: String, problem: String },
    #[error("{path} is larger than the {bytes_max} bytes that {what} may have")]
    TooLarge { path: String, what: &'static str, bytes_max: u64 },
}

/// Why one gateway was no help.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GatewayError {
    #[error("{gateway} sent other bytes than {cid} stands for")]
    OtherBytes { gateway: String, cid: String },
    #[error("{0} sent too little")]
    TooLittle(String),
    #[error(transparent)]
    Door(#[from] DoorError),
}

/// What stopped one gateway.
#[derive(Debug)]
enum Stop {
    /// This gateway is no help; the next may be.
    Gateway(GatewayError),
    /// The content itself is not to be had, whoever serves it.
    Content(IpfsError),
}

/// Blocks that were checked against their ids.
type Blocks = HashMap<Cid, Vec<u8>>;

const CAR: &str = "application/vnd.ipld.car";
const RAW: &str = "application/vnd.ipld.raw";

impl Ipfs {
    /// Asks these gateways (`https://host`), first to last.
    pub fn new(door: Door, gateways: Vec<Url>) -> Self {
        let new = |url| Gateway { url, failures: Arc::default() };
        Self { door, gateways: gateways.into_iter().map(new).collect() }
    }

    /// The bytes of a file, every block checked against its id. What one gateway sent
    /// rightly is kept when the next has to be asked.
    pub async fn get(&self, path: &IpfsPath, want: Want) -> Result<Vec<u8>, IpfsError> {
        let mut blocks = Blocks::new();
        let mut each = Vec::new();
        let mut gateways: Vec<&Gateway> = self.gateways.iter().collect();
        gateways.sort_by_key(|gateway| gateway.failures.load(Ordering::Relaxed));
        for gateway in gateways {
            match self.get_from(&gateway.url, path, want, &mut blocks).await {
                Ok(bytes) => return Ok(bytes),
                Err(Stop::Content(error)) => return Err(error),
                Err(Stop::Gateway(problem)) => {
                    tracing::debug!("{path}: {problem}");
                    gateway.failures.fetch_add(1, Ordering::Relaxed);
                    each.push(problem);
                }
            }
        }
        Err(IpfsError::NoGateway { path: path.to_string(), each })
    }

    async fn get_from(
        &self,
        gateway: &Url,
        path: &IpfsPath,
        want: Want,
        blocks: &mut Blocks,
    ) -> Result<Vec<u8>, Stop> {
        if let Err(problem) = self.read_car(gateway, path, want, blocks).await {
            // A gateway that lies is not asked a second time; one without CARs, or
            // whose CAR ended early, may still serve single blocks.
            match problem {
                CarStop::Lies(problem) => return Err(Stop::Gateway(problem)),
                CarStop::Silent(problem) => return Err(Stop::Gateway(problem.into())),
                CarStop::Short => {}
            }
        }
        let mut source = BlockSource { ipfs: self, gateway, path, blocks };
        source.read_file(want).await
    }

    /// Reads a CAR of the file and of the folders that lead to it.
    async fn read_car(
        &self,
        gateway: &Url,
        path: &IpfsPath,
        want: Want,
        blocks: &mut Blocks,
    ) -> Result<(), CarStop> {
        let mut url = address(gateway, path);
        url.set_query(Some("format=car&dag-scope=entity"));
        let mut body = match self.door.open(&url, CAR, want.in_blocks()).await {
            Ok(body) => body,
            Err(DoorError::NotFound { .. } | DoorError::Status { .. }) => {
                return Err(CarStop::Short);
            }
            Err(error) => return Err(CarStop::Silent(error)),
        };
        let mut reader = CarReader::default();
        loop {
            let piece = match body.piece().await {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(DoorError::Unreachable { .. } | DoorError::TimedOut { .. }) => {
                    return Err(CarStop::Short);
                }
                Err(error) => return Err(CarStop::Silent(error)),
            };
            reader.push(piece.as_ref());
            loop {
                match reader.next_block() {
                    Ok(Some((cid, bytes))) => keep_block(blocks, gateway, cid, bytes)?,
                    Ok(None) => break,
                    Err(_) => return Err(CarStop::Short),
                }
            }
        }
        Ok(())
    }
}

/// What ended a CAR.
enum CarStop {
    /// A block was not what its id says.
    Lies(GatewayError),
    /// The gateway cannot be asked at all.
    Silent(DoorError),
    /// There was no CAR, or less of it than there should be.
    Short,
}

/// Blocks from what was sent, or else one by one.
struct BlockSource<'a> {
    ipfs: &'a Ipfs,
    gateway: &'a Url,
    path: &'a IpfsPath,
    blocks: &'a mut Blocks,
}

impl BlockSource<'_> {
    /// Walks the path, then the file's tree from left to right.
    async fn read_file(&mut self, want: Want) -> Result<Vec<u8>, Stop> {
        let mut file = self.path.cid;
        let mut walked = format!("ipfs://{file}");
        for name in &self.path.path {
            file = self.entry(file, name, &walked).await?;
            walked = format!("{walked}/{name}");
        }
        let mut bytes = Vec::new();
        let mut ahead = VecDeque::from([(file, 0)]);
        let mut read = 0;
        while let Some((cid, depth)) = ahead.pop_front() {
            read += 1;
            if read > BLOCKS_MAX || depth > DAG_DEPTH_MAX {
                let problem = "its tree is too large".to_owned();
                return Err(Stop::Content(IpfsError::NoFile { path: walked, problem }));
            }
            match self.node(cid).await? {
                Node::Leaf(leaf) => bytes.extend_from_slice(&leaf),
                Node::File { data, links } => {
                    bytes.extend_from_slice(&data);
                    for link in links.into_iter().rev() {
                        ahead.push_front((link, depth + 1));
                    }
                }
                Node::Folder(_) | Node::Shard(_) => {
                    return Err(Stop::Content(IpfsError::Folder(walked)));
                }
            }
            let bytes_max = want.bytes_max(&bytes);
            if bytes.len() as u64 > bytes_max {
                let path = self.path.to_string();
                let what = want.what;
                return Err(Stop::Content(IpfsError::TooLarge { path, what, bytes_max }));
            }
        }
        Ok(bytes)
    }

    /// The entry of a folder, or of a folder in shards (HAMT). A shard's place follows
    /// from the name's hash; here the shards are searched instead, which proves as
    /// much and reads those first that the gateway sent along.
    async fn entry(&mut self, folder: Cid, name: &str, walked: &str) -> Result<Cid, Stop> {
        let mut shards = VecDeque::from([(folder, 0)]);
        let mut read = 0;
        while let Some((cid, depth)) = shards.pop_front() {
            read += 1;
            let too_many = read > SHARDS_MAX || depth > DAG_DEPTH_MAX;
            if too_many {
                break;
            }
            match self.node(cid).await? {
                Node::Folder(links) => {
                    let found = links.into_iter().find(|(entry, _)| entry == name);
                    if let Some((_, cid)) = found {
                        return Ok(cid);
                    }
                }
                Node::Shard(links) => {
                    for (entry, cid) in links {
                        if entry.get(SHARD_PREFIX_CHARS..) == Some(name) {
                            return Ok(cid);
                        }
                        if entry.len() == SHARD_PREFIX_CHARS {
                            let known = self.blocks.contains_key(&cid);
                            let next = (cid, depth + 1);
                            if known { shards.push_front(next) } else { shards.push_back(next) }
                        }
                    }
                }
                Node::Leaf(_) | Node::File { .. } => break,
            }
        }
        Err(Stop::Content(IpfsError::NoEntry { folder: walked.to_owned(), name: name.to_owned() }))
    }

    async fn node(&mut self, cid: Cid) -> Result<Node, Stop> {
        let path = || self.path.to_string();
        if cid.hash().code() == IDENTITY {
            let bytes = cid.hash().digest().to_vec();
            return read_node(&cid, &bytes)
                .map_err(|problem| Stop::Content(IpfsError::NoFile { path: path(), problem }));
        }
        if cid.hash().code() != SHA2_256 {
            let code = cid.hash().code();
            return Err(Stop::Content(IpfsError::Hash { path: path(), code }));
        }
        if !self.blocks.contains_key(&cid) {
            self.fetch_block(cid).await?;
        }
        let bytes = &self.blocks[&cid];
        read_node(&cid, bytes)
            .map_err(|problem| Stop::Content(IpfsError::NoFile { path: path(), problem }))
    }

    async fn fetch_block(&mut self, cid: Cid) -> Result<(), Stop> {
        let mut url = address(self.gateway, &IpfsPath { cid, path: Vec::new() });
        url.set_query(Some("format=raw"));
        let door = &self.ipfs.door;
        let read = match door.open(&url, RAW, Want::BLOCK).await {
            Ok(body) => body.read_all().await,
            Err(error) => Err(error),
        };
        let bytes = read.map_err(|error| Stop::Gateway(error.into()))?;
        keep_block(self.blocks, self.gateway, cid, bytes).map_err(|stop| match stop {
            CarStop::Lies(problem) => Stop::Gateway(problem),
            CarStop::Silent(error) => Stop::Gateway(error.into()),
            CarStop::Short => Stop::Gateway(GatewayError::TooLittle(name_of(self.gateway))),
        })
    }
}

/// Every shard entry starts with this many hex digits of its place.
const SHARD_PREFIX_CHARS: usize = 2;

/// The most shards that are searched for one entry.
const SHARDS_MAX: usize = 4_096;

/// Multihash codes.
const IDENTITY: u64 = 0x00;
const SHA2_256: u64 = 0x12;

/// Keeps a block that is what its id says, and refuses any other.
fn keep_block(blocks: &mut Blocks, gateway: &Url, cid: Cid, bytes: Vec<u8>) -> Result<(), CarStop> {
    use sha2::{Digest, Sha256};
    match cid.hash().code() {
        SHA2_256 if Sha256::digest(&bytes)[..] == *cid.hash().digest() => {
            blocks.insert(cid, bytes);
            Ok(())
        }
        SHA2_256 => Err(CarStop::Lies(GatewayError::OtherBytes {
            gateway: name_of(gateway),
            cid: cid.to_string(),
        })),
        // Of no use to a walk, which refuses or reads these by itself.
        _ => Ok(()),
    }
}

fn address(gateway: &Url, path: &IpfsPath) -> Url {
    let mut url = gateway.clone();
    url.set_query(None);
    if let Ok(mut segments) = url.path_segments_mut() {
        let cid = path.cid.to_string();
        segments.pop_if_empty().extend(["ipfs", cid.as_str()]).extend(&path.path);
    }
    url
}

/// What each gateway said, one after the other.
fn in_turn(each: &[GatewayError]) -> String {
    if each.is_empty() {
        return "the exhibition names no gateway".to_owned();
    }
    let said: Vec<String> = each.iter().map(ToString::to_string).collect();
    said.join("; ")
}

fn name_of(gateway: &Url) -> String {
    super::door_error::host_of(gateway)
}

#[cfg(test)]
#[path = "ipfs_tests.rs"]
mod tests;
