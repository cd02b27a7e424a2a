//! The exhibition: what the curator wrote (`exhibition.toml`) and what it resolved
//! to (`exhibition.lock`); types, reading, writing, checking.

#[cfg(feature = "verify")]
mod attested;
mod beside;
mod blobs;
mod called;
mod check;
mod credits;
mod desk;
mod diff;
mod file;
mod finding;
mod gateway;
mod lock;
mod named;
mod near;
mod new;
mod owners;
mod problem;
mod proof;
mod read;
#[cfg(feature = "verify")]
mod rehand;
#[cfg(feature = "verify")]
mod reprove;
mod salvage;
mod schema;
mod shown;
mod signed;
mod text;
mod validate;
mod work_id;
mod write;

#[cfg(feature = "verify")]
use attested::check_signed;
#[cfg(feature = "verify")]
pub use attested::{NO_RECORD, RecordProblem, Told, read_record, signed_bytes, subject_of};
pub use blobs::{BlobHash, BlobStore, MemoryBlobs};
use called::check_called;
pub use check::{CheckReport, Checker, WorkCheck, check};
pub use credits::Credits;
pub use diff::{Change, Holding, WorkChange, diff};
pub use file::{ChainSettings, ExhibitionFile, Gateways, SectionEntry, WorkEntry};
pub use finding::{Finding, Severity};
pub use gateway::gateway_address;
pub use lock::{
    BesideFile, ByteStrength, Bytes, FrameMake, LOCK_VERSION, Lock, LockError, LockedWork, Media,
    MediaKind, Packed, Rung, Section, SizeSource, Visual, WorkSize, read_lock, write_lock,
};
use named::check_named;
pub use named::lies_in_text;
pub use near::{did_you_mean, nearest};
pub use new::{
    Listed, Listing, NewError, file_from_contract, file_from_listing, file_from_manifests,
    file_from_tokens, show_due,
};
pub use owners::OwnersStand;
pub use problem::{Problem, ProblemKind};
pub use proof::{Naming, Proof};
pub use read::{FileError, FileProblem, WorkLines, parse_file};
#[cfg(feature = "verify")]
pub use rehand::Receipts;
#[cfg(feature = "verify")]
pub use reprove::Witnesses;
pub use salvage::{Hung, salvage};
pub use schema::json_schema;
pub use shown::{answers_of, hold_to_answers};
pub use signed::{Attestable, Authorship, SignedBytes, SignedRecord};
pub use text::{Language, Text};
pub use validate::path_stays_inside;
pub use work_id::WorkId;
pub use write::write_file;
