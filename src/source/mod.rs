//! Where bytes come from: files, data URIs, gateways, RPC endpoints, a cache; every
//! refusal of the network is here.

mod address;
#[cfg(feature = "resolve")]
mod blob_folder;
#[cfg(feature = "built-in")]
mod builtin;
#[cfg(feature = "resolve")]
mod cache;
#[cfg(feature = "resolve")]
mod car;
#[cfg(feature = "resolve")]
mod chain_error;
mod door;
mod door_allowed;
mod door_answer;
mod door_error;
#[cfg(feature = "resolve")]
mod fetch_error;
#[cfg(any(feature = "cli", feature = "resolve"))]
mod folder;
#[cfg(feature = "resolve")]
pub mod gateways;
mod host;
#[cfg(feature = "resolve")]
mod ipfs;
#[cfg(feature = "resolve")]
mod journal;
#[cfg(feature = "resolve")]
mod library;
#[cfg(feature = "resolve")]
mod multicall;
#[cfg(any(feature = "cli", feature = "resolve"))]
pub mod near;
mod patience;
mod problem;
#[cfg(feature = "resolve")]
mod proving;
#[cfg(feature = "resolve")]
mod quorum;
#[cfg(feature = "resolve")]
mod race;
#[cfg(feature = "resolve")]
mod rpc;
#[cfg(feature = "resolve")]
mod rpc_batch;
#[cfg(feature = "resolve")]
mod rpc_blocks;
#[cfg(feature = "resolve")]
mod rpc_logs;
#[cfg(feature = "resolve")]
mod rpc_transport;
#[cfg(feature = "resolve")]
mod said;
#[cfg(feature = "resolve")]
mod sealed;
#[cfg(feature = "resolve")]
mod solana;
#[cfg(feature = "resolve")]
mod tezos;
#[cfg(feature = "resolve")]
mod unixfs;
mod want;
#[cfg(feature = "verify")]
mod watching;

pub use crate::token::uri::{
    ArweaveName, ArweavePath, Base, IpfsPath, IpnsPath, Suffix, Uri, UriError,
};
pub use address::is_public;
#[cfg(feature = "resolve")]
pub use blob_folder::{BlobFolder, BlobWriter, Kept, Stamp};
#[cfg(feature = "built-in")]
pub use builtin::{BuiltIn, built_in_lock};
#[cfg(feature = "resolve")]
pub use cache::Cache;
#[cfg(feature = "resolve")]
pub use car::{CarReader, NoCar};
#[cfg(feature = "resolve")]
pub use chain_error::ChainError;
pub use door::{Body, Door};
pub use door_allowed::Allowed;
pub use door_error::DoorError;
#[cfg(feature = "resolve")]
pub use fetch_error::FetchError;
#[cfg(any(feature = "cli", feature = "resolve"))]
pub use folder::{FILE_NAME, FilesBelow, Folder, FolderError, FoundFile, LOCK_NAME, cannot_write};
#[cfg(feature = "resolve")]
pub use ipfs::{GatewayError, Ipfs, IpfsError, read_car};
#[cfg(feature = "resolve")]
pub use journal::{Answered, EXAMINED_VERSION, ExaminedEntry, Fetched, JOURNAL_FILE, Journal};
#[cfg(feature = "resolve")]
pub use library::{Found, Library};
pub use patience::Patience;
#[cfg(feature = "resolve")]
pub use quorum::{Other, Quorum, Terms};
#[cfg(feature = "resolve")]
pub use rpc::{Answer, Endpoint, Reply, RpcError};
#[cfg(feature = "resolve")]
pub use rpc_logs::{Heard, Log};
#[cfg(feature = "resolve")]
pub use said::Said;
#[cfg(feature = "resolve")]
pub use solana::{
    Account, Holding, Mint, Solana, SolanaAsset, metadata_address, read_asset as read_solana_asset,
};
#[cfg(feature = "resolve")]
pub use tezos::{
    BigMap, Fa2Token, Holders, Storages, Tezos, TokenInfo, address_in as read_tezos_address,
    balances_in as read_tzkt_balances, find_big_map as find_tezos_big_map,
    infos_in as read_tzkt_infos,
};
#[cfg(feature = "resolve")]
pub use unixfs::{Node as UnixFsNode, read_node as read_unixfs};
pub use want::Want;
#[cfg(feature = "verify")]
pub use watching::{Pace, watch};
