//! Every limit on what comes from a stranger, in one table: its unit is in its name or
//! its line, its reason beside it. A refusal names its limit. Everybody may read this
//! module, and it knows nobody.

use std::time::Duration;

const MEGABYTE: u64 = 1_000_000;

// Metadata documents: what a label can use, at the cost of a blink.

/// The largest metadata document, in bytes (1 MiB): the pictures in it count, as `data:`.
pub const METADATA_BYTES_MAX: u64 = 1 << 20;
/// How deep a metadata document may nest; the reader's stack is as deep.
pub const METADATA_DEPTH_MAX: usize = 32;
/// The most values that a metadata document may hold, lists and objects included: each
/// takes many times its text in memory.
pub const METADATA_VALUES_MAX: usize = 100_000;
/// How often a document may lie inside a JSON string of another; twice has been seen.
pub const DOCUMENTS_IN_STRINGS_MAX: usize = 3;
/// The longest text that a label carries, in characters: two pages of a catalogue.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// The most marks that may stand on one letter (UTS 39, section 5.4), so that none climbs
/// over the lines above.
pub const MARKS_PER_LETTER_MAX: usize = 4;
/// The most traits that a label carries; a document with more is cut there.
pub const TRAITS_MAX: usize = 64;
/// The most names that a list of people carries.
pub const NAMES_MAX: usize = 64;
/// The most files that one document may name.
pub const FILES_MAX: usize = 256;
/// The most notes that are kept of one document; who reads so many reads no more.
pub const NOTES_MAX: usize = 64;
/// The most languages that a document may say it exists in.
pub const LOCALES_MAX: usize = 200;
/// The longest text that is read as a size, in characters: a line of a catalogue.
pub const SIZE_TEXT_CHARS_MAX: usize = 200;
/// The longest text that passes for a year, in characters: “c. 1890”, and no sentence.
pub const YEAR_CHARS_MAX: usize = 24;
/// The longest that a document may say its film lasts, in seconds: four months, for loops
/// that are meant to have no end.
pub const CLAIMED_SECS_MAX: f64 = 1e7;
/// The longest detail of a problem, in characters; a server may have much to say.
pub const DETAIL_CHARS_MAX: usize = 400;

// Manifests (IIIF).

/// The most canvases that are read of one manifest: a large book.
pub const CANVASES_MAX: usize = 10_000;
/// The most bodies that one annotation may offer.
pub const CHOICES_MAX: usize = 64;
/// The most lines of `metadata`, providers and services that one resource may have.
pub const LINES_MAX: usize = 256;
/// The most ready sizes that an image service may list.
pub const IMAGE_SIZES_MAX: usize = 64;
/// The most works that one entry of an exhibition, or one `enfilade new`, takes from
/// manifests: more would be hung by nobody's choice.
pub const CANVASES_PER_ENTRY_MAX: usize = 1_000;
/// The most documents of a collection that `enfilade new` asks for, one after the other.
pub const MANIFESTS_MAX: usize = 100;
/// The most annotation pages that lie outside of their manifest and are asked for, for one
/// entry of an exhibition.
pub const ANNOTATION_PAGES_MAX: usize = 250;

// What people paste, and what contracts and accounts answer.

/// The longest text that is read as a token's link or id, in bytes.
pub const PASTED_BYTES_MAX: usize = 2_000;
/// The longest name of ENS in the form of DNS, in bytes (RFC 1035).
pub const ENS_NAME_BYTES_MAX: usize = 255;
/// The longest address or hash of Tezos, in letters: none is as long, and base58 takes time.
pub const TEZOS_ID_LETTERS_MAX: usize = 64;
/// The longest address of Solana, in letters, which 32 bytes take in base58.
pub const SOLANA_ADDRESS_LETTERS_MAX: usize = 44;
/// The longest owner that is a DID or a name, in characters; a label has no room for more.
pub const OWNER_CHARS_MAX: usize = 300;
/// The longest name that a label takes over from a contract, in characters.
pub const CONTRACT_NAME_CHARS_MAX: usize = 200;
/// The most holders that a lock names of one token, those with the most editions.
pub const HOLDERS_MAX: usize = 50;
/// The most cells that a side of an Autoglyph may have; they have 64.
pub const GLYPH_CELLS_MAX: usize = 128;
/// The longest name of a metadata account of Solana, in bytes with its padding, as the
/// program itself has it; so are the next three.
pub const SOLANA_NAME_BYTES_MAX: usize = 32;
/// The longest symbol of such an account, in bytes with its padding.
pub const SOLANA_SYMBOL_BYTES_MAX: usize = 10;
/// The longest URI of such an account, in bytes with its padding.
pub const SOLANA_URI_BYTES_MAX: usize = 200;
/// The most creators that such an account names.
pub const SOLANA_CREATORS_MAX: usize = 5;
/// How deep the pairs of a Tezos contract's storage may nest; the walk's stack is as deep.
pub const PAIRS_DEPTH_MAX: usize = 256;

// Exhibitions.

/// The most works of one exhibition, and of one lock: what a plan is benched with, twice.
pub const WORKS_MAX: usize = 20_000;
/// The largest side of a work that anybody may claim, in millimetres: a hundred metres.
pub const SIDE_MM_MAX: u32 = 100_000;

// Files: lengths, for which no file is read to its end only to be refused.

/// The longest picture file (PNG, JPEG, WebP, GIF, AVIF), in bytes.
pub const PICTURE_BYTES_MAX: u64 = 50 * MEGABYTE;
/// The longest GLB or glTF file, in bytes.
pub const MODEL_BYTES_MAX: u64 = 100 * MEGABYTE;
/// The longest film, in bytes.
pub const FILM_BYTES_MAX: u64 = 300 * MEGABYTE;
/// The longest sound, in bytes.
pub const SOUND_BYTES_MAX: u64 = 100 * MEGABYTE;
/// The longest HTML document, in bytes.
pub const PAGE_BYTES_MAX: u64 = 16 * MEGABYTE;
/// The most addresses that a page is said to ask for in vain; a label has no room for more.
pub const PAGE_ADDRESSES_MAX: usize = 8;
/// The longest of these addresses, in bytes; longer ones are cut.
pub const PAGE_ADDRESS_BYTES_MAX: usize = 120;
/// The longest address that is looked for in a page's texts, in bytes: longer quotes are text.
pub const ASKED_BYTES_MAX: usize = 512;
/// The most entries of a page's import map that are read; large libraries have some hundred.
pub const IMPORTS_MAX: usize = 1_000;
/// The most files beside a page or a model that are asked for; each is a request.
pub const BESIDE_FILES_MAX: usize = 64;
/// The longest file beside a page, in bytes: as long as a page itself.
pub const BESIDE_FILE_BYTES_MAX: u64 = 16 * MEGABYTE;
/// The most bytes of all files beside a page together: as data they take a third more, in
/// the page and in what its programs are given.
pub const BESIDE_BYTES_MAX: u64 = 32 * MEGABYTE;
/// From a page to a file that it asks for, and from that to the next, so many steps; styles
/// that hold each other are packed as deep.
pub const BESIDE_DEPTH_MAX: usize = 4;
/// The longest document that a page becomes with the files beside it in it, in bytes: a
/// browser holds it as one text.
pub const PAGE_PACKED_BYTES_MAX: u64 = 120 * MEGABYTE;
/// The longest SVG text, in bytes; its tree takes many times that in memory.
pub const SVG_BYTES_MAX: u64 = 8 * MEGABYTE;
/// The longest JSON chunk of a model, in bytes; its tree takes many times that in memory.
pub const MODEL_JSON_BYTES_MAX: u64 = 16 * MEGABYTE;

// Pictures: what fits into memory and onto a graphics card.

/// The longest side of a picture, in pixels: as long as a texture of WebGL2 is sure to be.
pub const PICTURE_SIDE_PX_MAX: u32 = 8_192;
/// The most pixels that a picture may have: 200 MB, decoded.
pub const PICTURE_PIXELS_MAX: u64 = 50_000_000;
/// The most frames that an animation may have.
pub const ANIMATION_FRAMES_MAX: u32 = 256;
/// The most pixels that all frames of an animation have together: some seconds of decoding.
pub const ANIMATION_PIXELS_MAX: u64 = 512_000_000;
/// The most bytes of pixels that one byte of a file may unfold to…
pub const DECOMPRESSION_RATIO_MAX: u64 = 100;
/// …once the pixels take more bytes than this. Flat colours rightly shrink to nothing,
/// so a picture of up to 4,096 by 4,096 pixels is never refused for it.
pub const DECOMPRESSION_FREE_BYTES: u64 = 4 * 4_096 * 4_096;
/// The memory that one decoder may take, in bytes: the largest picture twice, and a little.
pub const DECODER_MEMORY_MAX: u64 = 480 * 1_024 * 1_024;
/// The most tiles that an AVIF is put together from; each is decoded by itself.
pub const AVIF_TILES_MAX: usize = 256;

// Drawings (SVG): few letters can ask for much work.

/// The long side to which a small SVG is enlarged, in pixels, so that it is sharp on a wall.
pub const SVG_SIDE_PX_MIN: u32 = 1_024;
/// The long side to which a large SVG is reduced, in pixels.
pub const SVG_SIDE_PX_MAX: u32 = 2_048;
/// The most XML nodes of an SVG.
pub const SVG_NODES_MAX: u32 = 200_000;
/// How deep the elements of an SVG may nest, with what they refer to in their places; the
/// stacks of its layout and of its renderer are as deep.
pub const SVG_DEPTH_MAX: usize = 64;
/// The most attributes of one element of an SVG: each is compared with all before it.
pub const SVG_ATTRIBUTES_MAX: usize = 500;
/// The most selectors that the style sheets of an SVG hold together, and the most
/// declarations: the reader of style sheets holds every pair of them.
pub const SVG_STYLES_MAX: usize = 2_000;
/// The most parts of an SVG once everything it refers to stands in its place, as often as
/// it is referred to: each takes about a kilobyte. An element is one part, a letter four.
pub const SVG_UNFOLDED_MAX: u64 = 400_000;
/// The most pixels that are painted for an SVG, each as often as it is; those that a
/// filter or a picture takes longer for count for several. Some seconds of drawing.
pub const SVG_PAINTED_PIXELS_MAX: u64 = 4_000_000_000;
/// The most pixels that the canvas of an SVG, its layers and the steps of its filters take
/// at once: as much memory as a decoder may.
pub const SVG_LAYER_PIXELS_MAX: u64 = 120_000_000;
/// How often an SVG may draw pictures that it carries.
pub const SVG_PICTURES_MAX: u64 = 1_000;
/// The most pixels that all pictures inside an SVG may have together, each counted as
/// often as it is drawn.
pub const SVG_PICTURE_PIXELS_MAX: u64 = 128_000_000;
/// The most filter primitives of an SVG; each passes over the whole drawing.
pub const SVG_FILTERS_MAX: usize = 64;
/// The most octaves of an SVG's turbulence; each is worked out for every pixel.
pub const SVG_OCTAVES_MAX: u32 = 12;

// Films and sounds: their containers are read here, and nothing is decoded.

/// The longest that a film or a sound may last, in milliseconds: a day.
pub const DURATION_MS_MAX: u64 = 24 * 60 * 60 * 1_000;
/// The longest side of a film, in pixels: as long as a texture of WebGL2 is sure to be.
pub const FILM_SIDE_PX_MAX: u32 = 8_192;
/// The most tracks of a film or a sound.
pub const TRACKS_MAX: usize = 32;
/// The most boxes that are read of an MP4 or an AVIF.
pub const BOXES_MAX: usize = 200_000;
/// The most elements that are read of a WebM; one of 300 MB has some hundred thousand.
pub const ELEMENTS_MAX: usize = 4_000_000;

// Models.

/// The most scenes, nodes, meshes, materials, images and the like of a model, each.
pub const MODEL_PARTS_MAX: usize = 10_000;
/// The deepest that nodes of a model may be nested; the walk's stack is as deep.
pub const MODEL_DEPTH_MAX: usize = 64;
/// The most vertices that a model may draw, which a weak graphics card still does.
pub const MODEL_VERTICES_MAX: u64 = 4_000_000;
/// The most positions, indices and joints that all meshes of a model name together, shown
/// or not, each as often as it is named: all of them are gone through.
pub const MODEL_ELEMENTS_MAX: u64 = 32_000_000;
/// The most joints that a model's skins have together, each counted as often as it is
/// worn: every one of them is moved in every frame.
pub const MODEL_JOINTS_MAX: usize = 16_384;
/// The most shapes (morph targets) that a mesh of a model can be bent towards.
pub const MODEL_TARGETS_MAX: usize = 256;
/// The most weights of shapes that all nodes of a model have together.
pub const MODEL_WEIGHTS_MAX: usize = 65_536;
/// The most numbers that the keys of a model's animations hold.
pub const MODEL_KEYS_MAX: u64 = 8_000_000;
/// The most pixels that all pictures inside a model may have together.
pub const MODEL_PIXELS_MAX: u64 = 128_000_000;
/// The farthest that a model may reach from its origin, in millimetres: beyond, floats
/// tremble.
pub const MODEL_REACH_MM_MAX: i32 = 1_000_000;

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
/// How often answers may lead to further questions: a name takes four, each account three.
pub const RIGHTS_ROUNDS_MAX: usize = 32;

// Watching works; `assets/site/worker.js` has the last two again.

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

// Manifests are longer than other documents.

/// The largest manifest or collection of IIIF, in bytes (16 MiB): a large book.
pub const MANIFEST_BYTES_MAX: u64 = 16 << 20;
/// The most values that a manifest or collection may hold: those of as many canvases as are
/// read, forty each; together they take less memory than a picture.
pub const MANIFEST_VALUES_MAX: usize = 400_000;

#[cfg(test)]
mod tests;
