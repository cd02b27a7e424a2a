//! Limits on signed records, on proofs of who owns a work and how it came to them, on
//! rights beside the owner, and on what is watched.

// Signed records of ownership and authorship, and the lists that take them back.

/// The longest record, in bytes of its compact form (16 KiB): claims, and no pictures.
pub const RECORD_BYTES_MAX: usize = 16 << 10;
/// The longest status list, in bytes of its compact form (1 MiB).
pub const STATUS_LIST_BYTES_MAX: usize = 1 << 20;
/// The longest header of either, in bytes of its JSON (4 KiB).
pub const RECORD_HEADER_BYTES_MAX: usize = 4 << 10;
/// How deep signed JSON may nest; the walk's stack is as deep.
pub const SIGNED_JSON_DEPTH_MAX: usize = 16;
/// The most bytes that a status list may unpack to (4 MiB: 33 million records at one bit).
pub const STATUS_LIST_UNPACKED_BYTES_MAX: usize = 4 << 20;
/// To how many times its packed size a status list may unpack…
pub const STATUS_LIST_RATIO_MAX: usize = 100;
/// …once it takes more bytes than this (1 MiB): a young list is all zeros, which pack well.
pub const STATUS_LIST_FREE_BYTES: usize = 1 << 20;
/// The longest address of a status list, in bytes.
pub const STATUS_URI_BYTES_MAX: usize = 2_048;
/// The longest DID, in bytes.
pub const DID_BYTES_MAX: usize = 256;
/// The longest key in a DID, in letters: none is as long, and base58 takes time.
pub const DID_KEY_LETTERS_MAX: usize = 64;
/// The longest name of a holder or an author in a record, in characters: a line of a label.
pub const RECORD_NAME_CHARS_MAX: usize = 200;
/// The longest id of a record (`jti`), in characters.
pub const RECORD_ID_CHARS_MAX: usize = 200;
/// By how many seconds an issuer's clock may be ahead of the one that judges.
pub const CLOCK_SKEW_SECS_MAX: i64 = 60;

/// By how many seconds a record may be dated after the clock of whoever checks it: clocks
/// of machines go wrong, and hours of summer are forgotten.
pub const CLOCK_SLACK_SECS: i64 = 3_600;

// Proofs: what a visitor's browser downloads, hashes and runs.

/// The longest witness, in bytes (8 MiB): some ten thousand nodes.
pub const WITNESS_BYTES_MAX: usize = 8 << 20;
/// The longest code of a contract, in bytes: Ethereum allows 24 KiB (EIP-170), others more.
pub const CONTRACT_CODE_BYTES_MAX: usize = 512 << 10;
/// The longest header of a block, in bytes: Ethereum's have some 600; some chains sign there.
pub const BLOCK_HEADER_BYTES_MAX: usize = 4_096;
/// The most nodes from the root of a trie to a value: 64 turns, and the value's own.
pub const NODES_PER_PROOF_MAX: usize = 65;
/// The longest node of a state trie, in bytes: a branch has sixteen hashes, a leaf an account.
pub const PROOF_NODE_BYTES_MAX: usize = 1_024;
/// The most accounts and slots that one call may touch; each has a proof of its own.
pub const PROVEN_PLACES_MAX: usize = 1_024;
/// How often one call may name something new that it touches; each time is a round trip.
pub const PROOF_ROUNDS_MAX: usize = 64;
/// The most receipts that one block may have; all are hashed to prove one.
pub const RECEIPTS_PER_BLOCK_MAX: usize = 20_000;

// How works changed hands.

/// The most changes of hands that a lock keeps of one work: the first, and the newest.
pub const PROVENANCE_STEPS_MAX: usize = 64;
/// The most things that are noted of one work's way; who reads so many reads no more.
pub const PROVENANCE_NOTES_MAX: usize = 8;
/// The most tokens that one `TransferBatch` may name; each is compared.
pub const TOKENS_PER_BATCH_MAX: usize = 4_096;
/// The most items that one side of an order may have; a sale of one token has some five.
pub const ITEMS_PER_ORDER_MAX: usize = 256;
/// Events in one search, beyond which no further blocks are asked for: they lie in memory.
pub const EVENTS_PER_SEARCH_MAX: usize = 200_000;
/// Tokens whose changes of hands are asked for in one request; endpoints take such filters.
pub const TOKENS_PER_LOG_REQUEST_MAX: usize = 200;
/// The most transactions of a block whose receipts are asked for one by one: so many requests.
pub const TRANSACTIONS_PER_BLOCK_MAX: usize = 2_000;
/// Blocks whose receipts one resolve asks for on a chain; the next goes on from there.
pub const PROVEN_BLOCKS_MAX: usize = 1_000;
/// Receipts that one resolve asks for on a chain to learn what was paid.
pub const PRICED_TRANSACTIONS_MAX: usize = 1_000;

// Rights beside the owner.

/// The most delegations of one owner that are read.
pub const DELEGATIONS_MAX: usize = 256;
/// The most delegates that a label names.
pub const DELEGATES_MAX: usize = 4;
/// How many accounts of tokens are followed, one inside the other; each takes questions.
pub const TOKEN_ACCOUNTS_DEPTH_MAX: usize = 8;
/// The longest name that an account may claim, in bytes of its text (RFC 1035).
pub const CLAIMED_NAME_BYTES_MAX: usize = 255;
/// How often answers may lead to further questions: a name takes five, each account three.
pub const RIGHTS_ROUNDS_MAX: usize = 32;

// Watching works; `assets/site/worker.js` has the last two again.

/// The most other endpoints that are asked in one round whether a block is theirs, too.
pub const WATCHING_VOICES_MAX: usize = 16;
/// The most works of one chain that are asked about at once.
pub const WATCHED_WORKS_MAX: usize = 200;
/// How far back events are asked for, in blocks, when works come into sight again.
pub const LOOK_BACK_BLOCKS_MAX: u64 = 500;
/// The most events that are read of one answer; owners are asked for all the same.
pub const EVENTS_PER_LOOK_MAX: usize = 10_000;
/// How often one change is tried to be proven; another block may come in between.
pub const PROOF_TRIES_MAX: u32 = 2;
/// After so many rounds without an answer the next endpoint has its turn.
pub const FAILED_ROUNDS_MAX: usize = 3;
/// The most batches of one round; the deepest proof takes fewer.
pub const BATCHES_PER_ROUND_MAX: usize = 256;
