//! Limits on what documents say, on what people paste, on what contracts and accounts
//! answer, and on exhibitions.

// Metadata documents: what a label can use, at the cost of a blink.

/// The largest metadata document, in bytes (1 MiB): the pictures in it count, as `data:`.
pub const METADATA_BYTES_MAX: u64 = 1 << 20;
/// How deep a metadata document may nest; the reader's stack is as deep.
pub const METADATA_DEPTH_MAX: usize = 32;
/// The most values that a metadata document may hold, lists and objects included: each
/// takes many times its text in memory.
pub const METADATA_VALUES_MAX: usize = 100_000;
/// In how many lists and objects a text or an address may lie where a document should have
/// it by itself; two have been seen.
pub const VALUE_DEPTH_MAX: u8 = 3;
/// The longest name of a field by which it is told from others, in characters without
/// dashes and underscores; no field that is read has so long a name.
pub const FIELD_NAME_CHARS_MAX: usize = 64;
/// How often a document may lie inside a JSON string of another; twice has been seen.
pub const DOCUMENTS_IN_STRINGS_MAX: usize = 3;
/// The longest text that a label carries, in characters: two pages of a catalogue.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// The most marks that may stand on one letter (UTS 39, section 5.4), so that none climbs
/// over the lines above.
pub const MARKS_PER_LETTER_MAX: usize = 4;
/// How often the joiners of a text are looked at anew once what stood around them was taken
/// out; after that none stays.
pub const JOINING_PASSES_MAX: usize = 4;
/// The most traits that a label carries; a document with more is cut there.
pub const TRAITS_MAX: usize = 64;
/// The most names that a list of people carries.
pub const NAMES_MAX: usize = 64;
/// The most files that one document may name.
pub const FILES_MAX: usize = 256;
/// The most further stills that stand behind the first for where it cannot be had: each that
/// is gone takes its time, and no standard has as many fields for one.
pub const FURTHER_IMAGES_MAX: usize = 4;
/// The longest text that is read as the kind of a file, in bytes: longer ones are no MIME
/// type that is registered.
pub const MIME_BYTES_MAX: usize = 100;
/// The most notes that are kept of one document; who reads so many reads no more.
pub const NOTES_MAX: usize = 64;
/// The most languages that a document may say it exists in.
pub const LOCALES_MAX: usize = 200;
/// The shortest tag of a language, in letters (RFC 5646): `en`.
pub const LOCALE_LETTERS_MIN: usize = 2;
/// The longest tag of a language, in letters, for which RFC 5646 asks to leave room.
pub const LOCALE_LETTERS_MAX: usize = 35;
/// The longest text that is read as a size, in characters: a line of a catalogue.
pub const SIZE_TEXT_CHARS_MAX: usize = 200;
/// The longest text that passes for a year, in characters: “c. 1890”, and no sentence.
pub const YEAR_CHARS_MAX: usize = 24;
/// The longest that a document may say its film lasts, in seconds: four months, for loops
/// that are meant to have no end.
pub const CLAIMED_SECS_MAX: f64 = 1e7;
/// The longest text that is read as a hash, in characters: the longest of SHA-512, twice.
pub const DIGEST_CHARS_MAX: usize = 256;
/// The longest detail of a problem, in characters; a server may have much to say.
pub const DETAIL_CHARS_MAX: usize = 400;

// Manifests (IIIF).

/// The largest manifest or collection of IIIF, in bytes (16 MiB): a large book.
pub const MANIFEST_BYTES_MAX: u64 = 16 << 20;
/// The most values that a manifest or collection may hold: those of as many canvases as are
/// read, forty each; together they take less memory than a picture.
pub const MANIFEST_VALUES_MAX: usize = 400_000;
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
