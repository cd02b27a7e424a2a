//! Limits on addresses, on servers and what they answer, on time and on the disk.

use std::time::Duration;

use super::MEGABYTE;

// Addresses.

/// The longest data URI, in bytes of its text (2 MiB).
pub const DATA_URI_BYTES_MAX: usize = 2 << 20;
/// The longest address that is no data URI, in bytes of its text (8 KiB); servers take it.
pub const URI_BYTES_MAX: usize = 8 << 10;
/// How often one address may name another inside of it.
pub const URI_HOPS_MAX: usize = 4;
/// As many segments may stand before a content id: `ipfs/ipfs:/ipfs/CID` is met.
pub const SEGMENTS_BEFORE_CID_MAX: usize = 4;
/// Redirects that are followed, each of them checked anew.
pub const REDIRECTS_MAX: usize = 3;

// Answers of servers.

/// The largest answer of an endpoint, in bytes: a full batch of documents in contracts.
pub const RPC_BYTES_MAX: u64 = 16 * MEGABYTE;
/// The largest block of IPFS, in bytes: gateways send at most 2 MiB, some tools made more.
pub const BLOCK_BYTES_MAX: u64 = 4 << 20;
/// The longest header of a CAR that is read past, in bytes.
pub const CAR_HEADER_BYTES_MAX: u64 = 64 << 10;
/// The longest id in front of a block of a CAR, in bytes.
pub const CID_BYTES_MAX: u64 = 128;
/// The most blocks that one file of IPFS may consist of.
pub const BLOCKS_MAX: usize = 100_000;
/// The most bytes of blocks that are held for one file before their turn comes.
pub const HELD_BYTES_MAX: usize = 8 << 20;
/// The largest map of links that stands in a folder's place (DAG-CBOR), in bytes (1 MiB):
/// read, it takes many times that in memory.
pub const LINK_MAP_BYTES_MAX: usize = 1 << 20;
/// The most shards of a folder that are searched for one entry; each is a request.
pub const SHARDS_MAX: usize = 4_096;
/// How deep the tree of one file of IPFS may be.
pub const DAG_DEPTH_MAX: usize = 32;

// How far endpoints may lag before they are named for it.

/// Blocks by which an endpoint's newest may be behind another's: two epochs of Ethereum.
pub const HEADS_APART_MAX: u64 = 64;
/// How old an endpoint's newest block may be, in seconds.
pub const HEAD_AGE_SECS_MAX: i64 = 60 * 60;

// Time.

/// The whole time for a metadata document, a block or an endpoint's answer.
pub const METADATA_TIMEOUT: Duration = Duration::from_secs(10);
/// The whole time for a picture, a sculpture or a film.
pub const MEDIA_TIMEOUT: Duration = Duration::from_secs(30);
/// The time for a connection; who takes longer is not there.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The head start of one gateway before the next is asked the same.
pub const HEAD_START: Duration = Duration::from_secs(1);

// Politeness: what a host is asked for, and when no more.

/// How often a request is repeated after its first failure.
pub const RETRIES_MAX: u32 = 3;
/// The wait before the first repetition, a quarter more or less; it doubles each time.
pub const BACKOFF: Duration = Duration::from_millis(500);
/// The longest wait that a server may ask for (`Retry-After`): as long as a file may take.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(30);
/// How often a request waits for the end of a host's rest before it is given up.
pub const RESTS_MAX: usize = 8;
/// After this many requests in a row that a host left without any answer, a resolve
/// asks it no more.
pub const HOST_FAILURES_MAX: u32 = 12;
/// Requests that one host gets at once.
pub const PER_HOST_MAX: usize = 16;
/// Calls that one JSON-RPC batch carries; public endpoints take so many.
pub const CALLS_PER_BATCH_MAX: usize = 100;
/// Contracts whose events are asked for in one request.
pub const CONTRACTS_PER_LOG_REQUEST_MAX: usize = 100;
/// Requests that one search for events may take; what lies beyond is left for the next.
pub const LOG_REQUESTS_MAX: usize = 200;
/// Tokens of Tezos that one request to an indexer asks about…
pub const NUMBERS_PER_REQUEST_MAX: usize = 100;
/// …and the letters that their numbers may have together: they stand in an address.
pub const NUMBERS_LETTERS_MAX: usize = 4_000;
/// The most balances that one answer of an indexer may hold, and that it is asked for.
pub const BALANCES_PER_ANSWER_MAX: usize = 10_000;
/// The most answers with balances that one request's tokens are asked for, one after the
/// other; of tokens with more holders some are named, and that there are more.
pub const BALANCE_ANSWERS_MAX: usize = 5;
/// The most further things in a contract's storage that one document of it may name.
pub const STORED_PER_DOCUMENT_MAX: usize = 16;
/// Accounts of Solana that one request asks for; endpoints take so many.
pub const SOLANA_ACCOUNTS_PER_REQUEST_MAX: usize = 100;
/// The first bytes of an account of Solana, and all that is read: more than any needs here.
pub const SOLANA_ACCOUNT_BYTES_MAX: usize = 2_048;
/// Tokens of Solana that one request asks an index (DAS) about; indexes take so many.
pub const SOLANA_ASSETS_PER_REQUEST_MAX: usize = 1_000;

// The disk.

/// The most files that are listed below a folder; more would be hung by nobody's choice.
pub const LISTED_FILES_MAX: usize = 50_000;
/// How many folders deep files are listed; the walk's stack is as deep.
pub const LISTED_DEPTH_MAX: usize = 8;
/// The most bytes that the machine's shared cache may take (4 GiB).
pub const CACHE_BYTES_MAX: u64 = 4 << 30;
/// How often the shared cache is looked through for what may go.
pub const SWEEP_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// Files of a process that died are thrown away when they are so old: no process that
/// lives writes one file for a day.
pub const LITTER_AGE: Duration = Duration::from_secs(24 * 60 * 60);
