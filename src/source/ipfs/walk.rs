//! The walk from a content id along a path and through a file's tree, block by block, from
//! whichever gateway serves them.

use std::collections::VecDeque;
use std::io;

use cid::Cid;
use percent_encoding::percent_decode_str;

use super::held::Held;
use super::{Feed, Gateway, GatewayError, IDENTITY, Ipfs, IpfsError, SHA2_256};
use crate::limits::{BLOCKS_MAX, DAG_DEPTH_MAX, SHARDS_MAX};
use crate::source::unixfs::{Node, read_node};
use crate::source::{IpfsPath, Want};

/// One file on its way.
pub(super) struct Walk<'a> {
    path: &'a IpfsPath,
    want: Want,
    pub held: Held,
    feed: Option<Feed<'a>>,
    /// Gateways that may still be asked, the best first.
    pub untried: Vec<&'a Gateway>,
    /// Why others were no help.
    each: Vec<GatewayError>,
}

/// As many bytes as tell a file's kind.
const HEAD_BYTES: usize = 64;

/// Every shard entry starts with this many hex digits of its place.
const SHARD_PREFIX_CHARS: usize = 2;

impl<'a> Walk<'a> {
    pub fn new(ipfs: &'a Ipfs, path: &'a IpfsPath, want: Want) -> Self {
        let untried = ipfs.best_first();
        Self { path, want, held: Held::default(), feed: None, untried, each: Vec::new() }
    }

    /// With one more gateway, which is asked after all others.
    pub fn and_last(mut self, gateway: Option<&'a Gateway>) -> Self {
        self.untried.extend(gateway);
        self
    }

    /// Walks the path, then the file's tree from left to right.
    pub async fn write_file(&mut self, into: &mut (dyn io::Write + Send)) -> Result<(), IpfsError> {
        let (file, walked) = self.find_file().await?;
        let mut ahead = VecDeque::from([(file, 0)]);
        let (mut read, mut head, mut length) = (0, Vec::new(), 0_u64);
        while let Some((cid, depth)) = ahead.pop_front() {
            read += 1;
            if read > BLOCKS_MAX || depth > DAG_DEPTH_MAX {
                let problem = "its tree is too large".to_owned();
                return Err(IpfsError::NoFile { path: walked, problem });
            }
            let bytes = match self.node(cid).await? {
                Node::Leaf(leaf) => leaf,
                Node::File { data, links } => {
                    for link in links.into_iter().rev() {
                        self.held.expect(link);
                        ahead.push_front((link, depth + 1));
                    }
                    data
                }
                Node::Folder(_) | Node::Shard(_) => return Err(IpfsError::Folder(walked)),
            };
            head.extend(bytes.iter().take(HEAD_BYTES.saturating_sub(head.len())));
            length += bytes.len() as u64;
            let bytes_max = self.want.bytes_max(&head);
            if length > bytes_max {
                let (path, what) = (self.path.to_string(), self.want.what);
                return Err(IpfsError::TooLarge { path, what, bytes_max });
            }
            into.write_all(&bytes).map_err(|error| IpfsError::NotKept(error.kind()))?;
        }
        Ok(())
    }

    /// The file's own id, and its path as far as it was walked.
    async fn find_file(&mut self) -> Result<(Cid, String), IpfsError> {
        let mut file = self.path.cid;
        let mut walked = format!("ipfs://{file}");
        let Some((last, folders)) = self.path.path.split_last() else { return Ok((file, walked)) };
        for name in folders {
            file = self.entry(file, std::slice::from_ref(name), &walked).await?;
            walked = format!("{walked}/{name}");
        }
        let file = self.entry(file, &self.names(last), &walked).await?;
        Ok((file, format!("{walked}/{last}")))
    }

    /// The name of a file, and what it is where what stands behind a path is a part of a
    /// name that nobody encoded.
    fn names(&self, last: &str) -> Vec<String> {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let suffix = &self.path.suffix;
        let query = suffix.query.as_ref().map(|query| format!("?{}", decoded(query)));
        let fragment = suffix.fragment.as_ref().map(|fragment| format!("#{}", decoded(fragment)));
        let mut names = vec![last.to_owned()];
        if let (Some(query), Some(fragment)) = (&query, &fragment) {
            names.push(format!("{last}{query}{fragment}"));
        }
        names.extend(query.or(fragment).map(|one| format!("{last}{one}")));
        names
    }

    /// The entry of a folder by the first of these names that it has, or of a folder in
    /// shards (HAMT). A shard's place follows
    /// from the name's hash; here the shards are searched instead, which proves as
    /// much and reads those first that the gateway sent along.
    async fn entry(
        &mut self,
        folder: Cid,
        names: &[String],
        walked: &str,
    ) -> Result<Cid, IpfsError> {
        let mut shards = VecDeque::from([(folder, 0)]);
        let mut read = 0;
        while let Some((cid, depth)) = shards.pop_front() {
            read += 1;
            if read > SHARDS_MAX || depth > DAG_DEPTH_MAX {
                break;
            }
            match self.node(cid).await? {
                Node::Folder(links) => {
                    let named = |name| links.iter().find(|(entry, _)| entry == name);
                    if let Some((_, cid)) = names.iter().find_map(named) {
                        return Ok(*cid);
                    }
                }
                Node::Shard(links) => {
                    for (entry, cid) in links {
                        let own = entry.get(SHARD_PREFIX_CHARS..).unwrap_or("");
                        if names.iter().any(|name| name == own) {
                            return Ok(cid);
                        }
                        if entry.len() == SHARD_PREFIX_CHARS {
                            let next = (cid, depth + 1);
                            match self.held.contains(&cid) {
                                true => shards.push_front(next),
                                false => shards.push_back(next),
                            }
                        }
                    }
                }
                Node::Leaf(_) | Node::File { .. } => break,
            }
        }
        let name = names.first().cloned().unwrap_or_default();
        Err(IpfsError::NoEntry { folder: walked.to_owned(), name })
    }

    async fn node(&mut self, cid: Cid) -> Result<Node, IpfsError> {
        let path = || self.path.to_string();
        let bytes = match cid.hash().code() {
            IDENTITY => cid.hash().digest().to_vec(),
            SHA2_256 => self.block(cid).await?,
            code => return Err(IpfsError::Hash { path: path(), code }),
        };
        read_node(&cid, &bytes)
            .map_err(|problem| IpfsError::NoFile { path: self.path.to_string(), problem })
    }

    /// A block, from what came already, from the gateway that is being read, or from the
    /// next one.
    async fn block(&mut self, cid: Cid) -> Result<Vec<u8>, IpfsError> {
        loop {
            if let Some(bytes) = self.held.take(&cid) {
                return Ok(bytes);
            }
            let Some(feed) = &mut self.feed else {
                self.next_gateway(cid).await?;
                continue;
            };
            let came = match feed.next().await {
                Ok(Some(block)) => Ok(block),
                Ok(None) => feed.single(cid).await.map(|bytes| (cid, bytes)),
                Err(problem) => Err(problem),
            };
            match came {
                Ok((at_its_turn, bytes)) if at_its_turn == cid => {
                    self.held.pass(cid, &bytes);
                    return Ok(bytes);
                }
                Ok((other, bytes)) => self.held.keep(other, bytes),
                Err(problem) => {
                    tracing::debug!("{}: {problem}", self.path);
                    self.each.push(problem);
                    self.feed = None;
                }
            }
        }
    }

    async fn next_gateway(&mut self, needed: Cid) -> Result<(), IpfsError> {
        let (path, want) = (self.path, self.want);
        match Feed::first(&mut self.untried, path, needed, want).await {
            Ok((feed, (cid, bytes))) => {
                self.feed = Some(feed);
                self.held.keep(cid, bytes);
                Ok(())
            }
            Err(said) => {
                self.each.extend(said);
                let each = std::mem::take(&mut self.each);
                Err(IpfsError::NoGateway { path: path.to_string(), each })
            }
        }
    }
}
