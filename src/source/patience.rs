//! How patient the door is with servers.

use std::time::Duration;

use crate::limits::{BACKOFF, HOST_FAILURES_MAX, MEDIA_TIMEOUT};

/// How long the door waits, and for whom no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The most time that any one answer gets; what is asked for may allow less.
    pub answer_max: Duration,
    /// The wait before the first repetition; it doubles each time.
    pub backoff: Duration,
    /// A host that left so many requests in a row without an answer is given up; with
    /// none, it is asked for ever.
    pub failures_max: Option<u32>,
}

impl Patience {
    /// Of somebody who looks at the gallery while it loads.
    pub const VISITOR: Self =
        Self { answer_max: MEDIA_TIMEOUT, backoff: BACKOFF, failures_max: None };
    /// Of a resolve: the next one asks again.
    pub const RESOLVE: Self = Self { failures_max: Some(HOST_FAILURES_MAX), ..Self::VISITOR };
}
