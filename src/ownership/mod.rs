//! Who owns a token: records, and the ladder of evidence they stand on.

mod evidence;
mod record;

pub use evidence::{BlockRef, Evidence, Level};
pub use record::{OwnershipRecord, Staleness};
