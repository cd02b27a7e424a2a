//! Every limit that signed records and status lists are held to, in one table. A refusal
//! names its limit.

/// The largest record, in bytes of its compact form (16 KiB).
pub const RECORD_BYTES_MAX: usize = 16 << 10;
/// The largest status list, in bytes of its compact form (1 MiB).
pub const STATUS_BYTES_MAX: usize = 1 << 20;
/// The largest header of either, in bytes of its JSON (4 KiB).
pub const HEADER_BYTES_MAX: usize = 4 << 10;
/// How deep signed JSON may nest.
pub const JSON_DEPTH_MAX: usize = 16;

/// The most bytes that a status list may unpack to (4 MiB: 33 million records at one bit).
pub const STATUS_UNPACKED_MAX: usize = 4 << 20;
/// To how many times its packed size a status list may unpack.
pub const STATUS_RATIO_MAX: usize = 100;
/// Up to this size a list may unpack from however little: nearly all records of a young
/// list are valid, and zeros pack a thousand to one.
pub const STATUS_ANY_RATIO_BYTES: usize = 1 << 20;

/// The longest DID, in bytes.
pub const DID_BYTES_MAX: usize = 256;
/// The longest name of a holder or an author, in characters.
pub const NAME_CHARS_MAX: usize = 200;
/// The longest id of a record (`jti`), in characters.
pub const RECORD_ID_CHARS_MAX: usize = 200;
/// The longest address of a status list, in bytes.
pub const STATUS_URI_BYTES_MAX: usize = 2_048;

/// By how many seconds an issuer's clock may be ahead of the one that judges.
pub const CLOCK_SKEW_SECS: i64 = 60;
