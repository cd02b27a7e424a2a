//! Every limit that a metadata document is held to, in one table. A refusal names its
//! limit; what is only too long is cut and noted.

/// The largest metadata document, in bytes (1 MiB).
pub const METADATA_BYTES_MAX: u64 = 1 << 20;
/// How deep a metadata document may nest.
pub const METADATA_DEPTH_MAX: usize = 32;
/// The most values that a metadata document may hold, lists and objects included.
pub const METADATA_VALUES_MAX: usize = 100_000;
/// How often a document may lie inside a JSON string of another.
pub const DOCUMENTS_IN_STRINGS_MAX: usize = 3;

/// The longest text that a label carries, in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// The most marks that may stand on one letter (UTS 39, section 5.4).
pub const MARKS_PER_LETTER_MAX: usize = 4;
/// The most traits that a label carries; a document with more is cut there.
pub const TRAITS_MAX: usize = 64;
/// The most names that a list of people carries.
pub const NAMES_MAX: usize = 64;
/// The most files that one document may name.
pub const FILES_MAX: usize = 256;
/// The most notes that are kept of one document.
pub const NOTES_MAX: usize = 64;

/// The largest side of a work, in millimetres.
pub const SIDE_MM_MAX: u32 = 100_000;

/// The most canvases that are read of one IIIF manifest.
pub const CANVASES_MAX: usize = 10_000;
/// The most bodies that one IIIF annotation may offer.
pub const CHOICES_MAX: usize = 64;
