//! Who owns a token: records, and the ladder of evidence they stand on.

mod evidence;
mod record;
mod terms;

pub use crate::token::{Timestamp, TimestampError};
pub use evidence::{BlockRef, Evidence, Level};
pub use record::{OwnershipRecord, Staleness};
pub use terms::{Binding, ROYALTY_PRICE, Royalty, read_royalty, read_yes_or_no};
