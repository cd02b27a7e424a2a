//! Who owns a token: records, and the ladder of evidence they stand on.

mod evidence;
mod record;
mod timestamp;

pub use evidence::{BlockRef, Evidence, Level};
pub use record::{OwnershipRecord, Staleness};
pub use timestamp::{Timestamp, TimestampError};
