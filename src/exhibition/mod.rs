//! The exhibition: what the curator wrote (`exhibition.toml`) and what it resolved
//! to (`exhibition.lock`); types, reading, writing, checking.

mod blobs;
mod check;
mod credits;
mod file;
mod lock;
mod near;
mod new;
mod problem;
mod read;
mod salvage;
mod schema;
mod text;
mod validate;
mod write;

pub use blobs::{BlobHash, BlobStore, MemoryBlobs};
pub use check::{CheckReport, Finding, Severity, WorkCheck, check, check_work};
pub use credits::Credits;
pub use file::{ChainSettings, ExhibitionFile, Gateways, SectionEntry, WorkEntry};
pub use lock::{
    BesideFile, ByteStrength, Bytes, FrameMake, LOCK_VERSION, Lock, LockError, LockedWork, Media,
    MediaKind, Packed, Rung, Section, SizeSource, Visual, WorkId, WorkSize, read_lock, write_lock,
};
pub use near::{did_you_mean, nearest};
pub use new::{
    Listed, NewError, file_from_contract, file_from_listing, file_from_manifests, file_from_tokens,
};
pub use problem::{Problem, ProblemKind};
pub use read::{FileError, FileProblem, WorkLines, parse_file};
pub use salvage::{Hung, salvage};
pub use schema::json_schema;
pub use text::{Language, Text};
pub use validate::{SIZE_MM_MAX, path_stays_inside};
pub use write::write_file;
