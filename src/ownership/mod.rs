//! Who owns a token: records, and the ladder of evidence they stand on.

mod called;
mod checked;
mod evidence;
pub mod live;
mod owner;
#[cfg(feature = "verify")]
pub mod proof;
mod provenance;
mod question;
mod record;
mod rights;
mod stands;
mod terms;
#[cfg(feature = "verify")]
pub mod watch;

pub use crate::token::{Timestamp, TimestampError};
pub use called::{Called, CalledBy};
pub use checked::{
    BesideVerdict, Checked, Named, OwnerVerdict, Said, Stored, Verdict, WorkChecked,
};
pub use evidence::{BlockRef, Evidence, Level, Standing};
pub use owner::Owner;
pub use provenance::{
    Addresses, Break, Custody, Event, Hand, InReceipt, Mark, Price, Provenance, Ran, Row, SayWords,
    Sheet, Span, Spread, Step, Timeline, Topics, Traced, TracedKind, as_csv, as_json, balances,
    draw_provenance, hands, leads_to, out_of_order, topics,
};
pub use question::{PUNKS_LEDGER, Question, input, is_revert, read_address, read_number};
pub use record::{OwnershipRecord, Staleness};
pub use rights::{Found, Lost, NotKnown, Oracle, Right, RightKind, Search};
pub use stands::Stands;
pub use terms::{Binding, ROYALTY_PRICE, Royalty, read_royalty, read_yes_or_no};
