//! Who owns a token: records, and the ladder of evidence they stand on.

mod evidence;
#[cfg(feature = "verify")]
pub mod proof;
mod provenance;
mod question;
mod record;
mod rights;
mod terms;
mod timestamp;

pub use evidence::{BlockRef, Evidence, Level};
pub use provenance::{
    Addresses, Break, Custody, Event, Hand, InReceipt, Mark, Price, Provenance, Row, STEPS_MAX,
    SayWords, Sheet, Span, Step, Timeline, Topics, Traced, TracedKind, as_csv, as_json, balances,
    draw_provenance, hands, leads_to, topics,
};
pub use question::{PUNKS_LEDGER, Question, input, read_address, read_number};
pub use record::{OwnershipRecord, Staleness};
pub use rights::{Right, RightKind};
pub use terms::{Binding, ROYALTY_PRICE, Royalty, read_royalty, read_yes_or_no};
pub use timestamp::{Timestamp, TimestampError};
