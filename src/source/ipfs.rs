//! Bytes of IPFS from any of several gateways, believed only block by block and handed on
//! as they come.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cid::Cid;
use thiserror::Error;
use url::Url;

use super::car::CarReader;
use super::door_error::host_of;
use super::race::race;
use super::{Body, Door, DoorError, IpfsPath, Want};
use crate::limits::HEAD_START;
use crate::platform::net::block_on;

mod held;
mod walk;

use walk::Walk;

/// Gateways. Each gets a head start before the next is asked; those that failed or were
/// overtaken come last from then on.
#[derive(Clone, Debug)]
pub struct Ipfs {
    gateways: Vec<Gateway>,
}

#[derive(Clone)]
struct Gateway {
    /// What it is asked through.
    door: Door,
    /// With its own query, which may be a key and is told nobody else.
    url: Url,
    /// How often it failed or was overtaken, halved whenever it wins.
    faults: Arc<AtomicU32>,
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
    /// The disk fails, and no gateway.
    #[error("what came cannot be kept: {0}")]
    NotKept(io::ErrorKind),
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

/// One gateway that answers: a CAR that is being read, or none and single blocks.
struct Feed<'a> {
    gateway: &'a Gateway,
    car: Option<(Body, CarReader)>,
}

/// A block that was checked against its id.
type Block = (Cid, Vec<u8>);

const CAR: &str = "application/vnd.ipld.car";
const RAW: &str = "application/vnd.ipld.raw";

/// Multihash codes.
const IDENTITY: u64 = 0x00;
const SHA2_256: u64 = 0x12;

impl Ipfs {
    /// Asks these gateways (`https://host`), first to last. What stands behind `?` in their
    /// addresses each of them is asked with.
    pub fn new(door: Door, gateways: Vec<Url>) -> Self {
        let new = |url| Gateway::new(door.clone(), url);
        Self { gateways: gateways.into_iter().map(new).collect() }
    }

    /// Where a name of IPNS, or whatever else lies below a gateway's root, is asked for.
    pub fn addresses(&self, segments: &[String]) -> Vec<Url> {
        self.best_first().iter().map(|gateway| below(&gateway.url, segments, None)).collect()
    }

    /// Writes the bytes of a file, every block checked against its id. What one gateway
    /// sent rightly stands when the next has to be asked. The gateway through which a
    /// document names the file is asked last, by the door for what documents name.
    pub async fn get(
        &self,
        path: &IpfsPath,
        want: Want,
        strangers: &Door,
        into: &mut (dyn io::Write + Send),
    ) -> Result<(), IpfsError> {
        let own = self.gateway_of(path, strangers);
        Walk::new(self, path, want).and_last(own.as_ref()).write_file(into).await
    }

    /// The gateway through which a document names a file, unless it is asked anyway.
    fn gateway_of(&self, path: &IpfsPath, strangers: &Door) -> Option<Gateway> {
        let url = path.gateway.as_ref()?;
        let known = self.gateways.iter().any(|gateway| gateway.url.origin() == url.origin());
        (!known).then(|| Gateway::new(strangers.clone(), Url::clone(url)))
    }

    fn best_first(&self) -> Vec<&Gateway> {
        let mut gateways: Vec<&Gateway> = self.gateways.iter().collect();
        gateways.sort_by_key(|gateway| gateway.faults.load(Ordering::Relaxed));
        gateways
    }
}

impl Gateway {
    fn new(door: Door, url: Url) -> Self {
        Self { door, url, faults: Arc::default() }
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("host", &host_of(&self.url)).finish_non_exhaustive()
    }
}

impl<'a> Feed<'a> {
    /// The first of these gateways that sends a right block, and the block; all others
    /// before it are asked no more. With none, what each of them said.
    async fn first(
        untried: &mut Vec<&'a Gateway>,
        path: &IpfsPath,
        needed: Cid,
        want: Want,
    ) -> Result<(Self, Block), Vec<GatewayError>> {
        let attempts = untried.iter().map(|gateway| Self::open(gateway, path, needed, want));
        match race(attempts, HEAD_START).await {
            Ok(won) => {
                for slow in &won.overtaken {
                    untried[*slow].faults.fetch_add(1, Ordering::Relaxed);
                }
                let faults = &untried[won.winner].faults;
                faults.store(faults.load(Ordering::Relaxed) / 2, Ordering::Relaxed);
                // Who was overtaken may still serve if the winner breaks off.
                let overtaken: Vec<_> = won.overtaken.iter().map(|place| untried[*place]).collect();
                untried.drain(..=won.winner);
                untried.extend(overtaken);
                Ok(won.value)
            }
            Err(each) => {
                for gateway in untried.drain(..) {
                    gateway.faults.fetch_add(1, Ordering::Relaxed);
                }
                Err(each)
            }
        }
    }

    async fn open(
        gateway: &'a Gateway,
        path: &IpfsPath,
        needed: Cid,
        want: Want,
    ) -> Result<(Self, Block), GatewayError> {
        let url = address(&gateway.url, path, "format=car&dag-scope=entity");
        let car = match gateway.door.open(&url, CAR, want.in_blocks()).await {
            Ok(body) => Some((body, CarReader::default())),
            // One without CARs may still serve single blocks.
            Err(DoorError::NotFound { .. } | DoorError::Status { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let mut feed = Self { gateway, car };
        let block = match feed.next().await? {
            Some(block) => block,
            None => (needed, feed.single(needed).await?),
        };
        Ok((feed, block))
    }

    /// The next block of the CAR; none once it has ended, or ended early.
    async fn next(&mut self) -> Result<Option<Block>, GatewayError> {
        while let Some((body, reader)) = &mut self.car {
            match reader.next_block() {
                Ok(Some((cid, bytes))) => match check_block(&self.gateway.url, cid, bytes)? {
                    Some(block) => return Ok(Some(block)),
                    None => continue,
                },
                Ok(None) => {}
                Err(_) => {
                    self.car = None;
                    continue;
                }
            }
            match body.piece().await {
                Ok(Some(piece)) => reader.push(piece.as_ref()),
                Ok(None) | Err(DoorError::Unreachable { .. } | DoorError::TimedOut { .. }) => {
                    self.car = None;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// One block, asked for by itself.
    async fn single(&self, cid: Cid) -> Result<Vec<u8>, GatewayError> {
        let path = IpfsPath::new(cid, Vec::new());
        let url = address(&self.gateway.url, &path, "format=raw");
        let bytes = self.gateway.door.open(&url, RAW, Want::BLOCK).await?.read_all().await?;
        match check_block(&self.gateway.url, cid, bytes)? {
            Some((_, bytes)) => Ok(bytes),
            None => Err(GatewayError::TooLittle(host_of(&self.gateway.url))),
        }
    }
}

/// The bytes of a file from a CAR that is at hand, every block checked against its id.
/// Nobody is asked for what it lacks.
pub fn read_car(car: &[u8], path: &IpfsPath, want: Want) -> Result<Vec<u8>, IpfsError> {
    let nobody = Ipfs { gateways: Vec::new() };
    let mut walk = Walk::new(&nobody, path, want);
    let mut reader = CarReader::default();
    reader.push(car);
    while let Ok(Some((cid, bytes))) = reader.next_block() {
        match is_its_id(&cid, &bytes) {
            Some(true) => walk.held.keep(cid, bytes),
            Some(false) => break,
            None => {}
        }
    }
    let mut file = Vec::new();
    block_on(walk.write_file(&mut file))?;
    Ok(file)
}

/// A block that is what its id says; none whose hash a walk reads or refuses by itself.
fn check_block(gateway: &Url, cid: Cid, bytes: Vec<u8>) -> Result<Option<Block>, GatewayError> {
    match is_its_id(&cid, &bytes) {
        Some(true) => Ok(Some((cid, bytes))),
        Some(false) => {
            Err(GatewayError::OtherBytes { gateway: host_of(gateway), cid: cid.to_string() })
        }
        None => Ok(None),
    }
}

/// Whether bytes have the hash in their id; none where it is of another kind.
fn is_its_id(cid: &Cid, bytes: &[u8]) -> Option<bool> {
    use sha2::{Digest, Sha256};
    (cid.hash().code() == SHA2_256).then(|| Sha256::digest(bytes)[..] == *cid.hash().digest())
}

fn address(gateway: &Url, path: &IpfsPath, query: &str) -> Url {
    let start = ["ipfs".to_owned(), path.cid.to_string()];
    below(gateway, start.iter().chain(&path.path), Some(query))
}

/// What lies below a gateway, with the gateway's own query before what is asked.
fn below<'a>(
    gateway: &Url,
    segments: impl IntoIterator<Item = &'a String>,
    query: Option<&str>,
) -> Url {
    let mut url = gateway.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    let parts = [gateway.query(), query].into_iter().flatten().filter(|part| !part.is_empty());
    let query = parts.collect::<Vec<_>>().join("&");
    url.set_query((!query.is_empty()).then_some(query.as_str()));
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

#[cfg(test)]
#[path = "ipfs_tests.rs"]
mod tests;
