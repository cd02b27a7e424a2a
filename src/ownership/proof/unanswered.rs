//! Why a call could not be proven.

use thiserror::Error;

use super::answers::Lie;
use super::state::{StateError, Unproven};
use crate::limits::{PROOF_ROUNDS_MAX, PROVEN_PLACES_MAX};

/// Why a call could not be proven.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unanswered {
    #[error("it gives no proof: {0}")]
    Withheld(String),
    #[error(transparent)]
    Lied(Lie),
    #[error(transparent)]
    Unprovable(Unproven),
    #[error("the call could not be run to its end here: {0}")]
    BrokeOff(String),
    /// The chain does not run contracts as they are run here.
    #[error(transparent)]
    Foreign(StateError),
    #[error("the call touches more than {PROVEN_PLACES_MAX} places, the most that are proven")]
    TooWide,
    #[error("after {PROOF_ROUNDS_MAX} rounds the call still names what is not proven")]
    TooDeep,
}
