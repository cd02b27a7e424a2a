//! Who owns a token: records, and the ladder of evidence they stand on.

mod evidence;
mod owner;
#[cfg(feature = "verify")]
pub mod proof;
mod provenance;
mod question;
mod record;
mod rights;
mod terms;

pub use crate::token::{Timestamp, TimestampError};
pub use evidence::{BlockRef, Evidence, Level, Standing};
pub use owner::Owner;
pub use provenance::{
    Addresses, Break, Custody, Event, Hand, InReceipt, Mark, Price, Provenance, Row, STEPS_MAX,
    SayWords, Sheet, Span, Step, Timeline, Topics, Traced, TracedKind, as_csv, as_json, balances,
    draw_provenance, hands, leads_to, topics,
};
pub use question::{PUNKS_LEDGER, Question, input, read_address, read_number};
pub use record::{OwnershipRecord, Staleness};
pub use rights::{Found, Oracle, Right, RightKind, Search};
pub use terms::{Binding, ROYALTY_PRICE, Royalty, read_royalty, read_yes_or_no};
