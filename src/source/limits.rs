//! Every limit that the network is held to, in one table, but for the sizes of media,
//! which stand in `media::limits`, and of documents (`token::limits`). A refusal names its limit.

use std::time::Duration;

pub use crate::token::limits::{METADATA_BYTES_MAX, METADATA_DEPTH_MAX};

/// The longest data URI, in bytes of its text (2 MiB).
pub const DATA_URI_BYTES_MAX: usize = 2 << 20;
/// The longest address that is no data URI, in bytes of its text (8 KiB).
pub const URI_BYTES_MAX: usize = 8 << 10;
/// How often one address may name another inside of it.
pub const URI_HOPS_MAX: usize = 4;
/// The largest answer of a JSON-RPC endpoint, in bytes.
pub const RPC_BYTES_MAX: u64 = 16_000_000;
/// The largest block of IPFS, in bytes: gateways send at most 2 MiB, some tools made more.
pub const BLOCK_BYTES_MAX: u64 = 4 << 20;
/// The most blocks that one file of IPFS may consist of.
pub const BLOCKS_MAX: usize = 100_000;
/// The most bytes of blocks that are held for one file before their turn comes.
pub const HELD_BYTES_MAX: usize = 8 << 20;
/// The most shards of a folder that are searched for one entry.
pub const SHARDS_MAX: usize = 4_096;
/// How deep the tree of one file of IPFS may be.
pub const DAG_DEPTH_MAX: usize = 32;

/// Redirects that are followed, each of them checked anew.
pub const REDIRECTS_MAX: usize = 3;

/// The whole time for a metadata document.
pub const METADATA_TIMEOUT: Duration = Duration::from_secs(10);
/// The whole time for a picture, a sculpture or a video.
pub const MEDIA_TIMEOUT: Duration = Duration::from_secs(30);
/// The time for a connection.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a request is repeated after its first failure.
pub const RETRIES_MAX: u32 = 3;
/// The wait before the first repetition; it doubles each time.
pub const BACKOFF: Duration = Duration::from_millis(500);
/// The longest wait that a server may ask for (`Retry-After`).
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(30);
/// How often a request waits for the end of a host's rest before it is given up.
pub const RESTS_MAX: usize = 8;
/// After this many requests in a row that a host left without any answer, a resolve
/// asks it no more.
pub const HOST_FAILURES_MAX: u32 = 12;
/// Requests that one host gets at once.
pub const PER_HOST_MAX: usize = 16;

/// The head start of one gateway before the next is asked the same.
pub const HEAD_START: Duration = Duration::from_secs(1);

/// The most bytes that the machine's shared cache may take (4 GiB).
pub const CACHE_BYTES_MAX: u64 = 4 << 30;
/// How often the shared cache is looked through for what may go.
pub const SWEEP_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// Files of a process that died are thrown away when they are so old.
pub const LITTER_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Calls that one JSON-RPC batch carries.
pub const CALLS_PER_BATCH_MAX: usize = 100;

/// The most works that one entry of an exhibition, or one `enfilade new`, takes from IIIF.
pub const CANVASES_PER_ENTRY_MAX: usize = 1_000;
/// The most manifests of a collection that `enfilade new` asks for.
pub const MANIFESTS_MAX: usize = 100;

/// Contracts whose events are asked for in one request.
pub const CONTRACTS_PER_LOG_REQUEST_MAX: usize = 100;
/// Requests that one search for events may take; what lies beyond is left for the next.
pub const LOG_REQUESTS_MAX: usize = 200;
/// Events that one search may bring.
pub const LOGS_MAX: usize = 200_000;
/// Tokens whose changes of hands are asked for in one request.
pub const TOKENS_PER_LOG_REQUEST_MAX: usize = 200;
/// Blocks whose receipts one resolve asks for on a chain; the next goes on from there.
pub const PROVEN_BLOCKS_MAX: usize = 1_000;
/// Transactions of one block that are asked for one by one, where a block's receipts are
/// not to be had at once.
pub const TRANSACTIONS_PER_BLOCK_MAX: usize = 2_000;
/// Receipts that one resolve asks for on a chain to learn what was paid.
pub const PRICED_TRANSACTIONS_MAX: usize = 1_000;

/// How long the door waits, and for whom no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The most time that any one answer gets; what is asked for may allow less.
    pub answer_max: Duration,
    /// The wait before the first repetition; it doubles each time.
    pub backoff: Duration,
    /// A host that left so many requests in a row without an answer is given up; with
    /// none, it is asked for ever.
    pub failures_max: Option<u32>,
}

impl Patience {
    /// Of somebody who looks at the gallery while it loads.
    pub const VISITOR: Self =
        Self { answer_max: MEDIA_TIMEOUT, backoff: BACKOFF, failures_max: None };
    /// Of a resolve: the next one asks again.
    pub const RESOLVE: Self = Self { failures_max: Some(HOST_FAILURES_MAX), ..Self::VISITOR };
}

/// Gateways of Arweave that are asked.
pub const ARWEAVE_GATEWAYS: [&str; 3] =
    ["https://arweave.net", "https://permagate.io", "https://ar-io.dev"];

/// IPFS gateways that are asked where an exhibition names none.
pub const IPFS_GATEWAYS: [&str; 3] =
    ["https://trustless-gateway.link", "https://ipfs.io", "https://dweb.link"];
