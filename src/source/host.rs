//! What is known of a host that was asked: so many requests at once, rest when it asks
//! for rest, and no more once it is given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use url::Url;

use super::Patience;
use super::door_error::{DoorError, host_of};
use crate::limits::{PER_HOST_MAX, RESTS_MAX, RETRY_AFTER_MAX};
use crate::platform::net::{self, Gate, Pass};

/// One host and its port; clones are the same host.
#[derive(Clone, Debug)]
pub(super) struct Host {
    gate: Gate,
    /// Requests that it left without an answer since it last gave one.
    failures: Arc<AtomicU32>,
    /// The moment of [`net::uptime`], in milliseconds, until which it is left alone.
    rests_until_ms: Arc<AtomicU64>,
}

impl Host {
    pub fn new() -> Self {
        Self {
            gate: Gate::new(PER_HOST_MAX),
            failures: Arc::default(),
            rests_until_ms: Arc::default(),
        }
    }

    /// Waits until the host may be asked: for a place among those who ask it, and for
    /// the end of the rest that it was promised.
    pub async fn enter(&self, url: &Url, patience: Patience) -> Result<Pass, DoorError> {
        let pass = self.gate.enter().await;
        for _ in 0..RESTS_MAX {
            let failures = self.failures.load(Ordering::Relaxed);
            if patience.failures_max.is_some_and(|max| failures >= max) {
                return Err(DoorError::GivenUp { host: host_of(url), failures });
            }
            let left = self.rest_left();
            if left.is_zero() {
                return Ok(pass);
            }
            if left > RETRY_AFTER_MAX {
                return Err(DoorError::Busy { host: host_of(url), after: Some(left) });
            }
            net::sleep(left).await;
        }
        Err(DoorError::Busy { host: host_of(url), after: None })
    }

    /// Leaves the host alone for so long, whoever would ask it.
    pub fn rest(&self, wait: Duration) {
        let until = net::uptime().saturating_add(wait).as_millis();
        let until = u64::try_from(until).unwrap_or(u64::MAX);
        self.rests_until_ms.fetch_max(until, Ordering::Relaxed);
    }

    pub fn answered(&self) {
        self.failures.store(0, Ordering::Relaxed);
    }

    pub fn note(&self, error: &DoorError) {
        if error.is_silence() {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn rest_left(&self) -> Duration {
        let until = Duration::from_millis(self.rests_until_ms.load(Ordering::Relaxed));
        until.saturating_sub(net::uptime())
    }
}

/// The wait before repetition number `failures`: it doubles each time, and is up to a
/// quarter longer or shorter by what is asked, so that many who failed together do not
/// come back together. The same request waits as long on every machine.
pub(super) fn backoff(first: Duration, failures: u32, url: &Url) -> Duration {
    // FNV-1a.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(failures);
    for byte in url.as_str().bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let thousandths = 750 + u32::try_from((hash >> 32) % 501).unwrap_or(0);
    first.saturating_mul(2_u32.saturating_pow(failures)).saturating_mul(thousandths) / 1_000
}

/// The wait that a `Retry-After` asks for: seconds, or a date of HTTP (RFC 9110).
pub(super) fn retry_after(text: &str, unix_now: i64) -> Option<Duration> {
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc2822;
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = OffsetDateTime::parse(text, &Rfc2822).ok()?.unix_timestamp();
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(unix_now)).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{BACKOFF, RETRIES_MAX};

    #[test]
    fn waits_double_and_differ_by_what_is_asked() {
        let url = |path: &str| Url::parse(&format!("https://h.example/{path}")).unwrap();
        let first = BACKOFF;
        for failures in 0..=RETRIES_MAX {
            let plain = first * 2_u32.pow(failures);
            let waits: Vec<Duration> =
                (0..50).map(|n| backoff(first, failures, &url(&n.to_string()))).collect();
            for wait in &waits {
                assert!(*wait >= plain * 3 / 4 && *wait <= plain * 5 / 4, "{wait:?}");
            }
            let distinct: std::collections::HashSet<_> = waits.iter().collect();
            assert!(distinct.len() > 25, "{} of 50 waits differ", distinct.len());
        }
        assert_eq!(backoff(first, 2, &url("a")), backoff(first, 2, &url("a")));
    }

    #[test]
    fn the_longest_rest_is_waited_for_and_no_longer_one() {
        let url = Url::parse("https://h.example/").unwrap();
        let enter = |wait: Duration| {
            let host = Host::new();
            host.rest(wait);
            net::block_on(async {
                let patience = net::sleep(Duration::from_millis(100));
                let entering = Box::pin(host.enter(&url, Patience::RESOLVE));
                match futures::future::select(entering, patience).await {
                    futures::future::Either::Left((entered, _)) => Some(entered.is_ok()),
                    futures::future::Either::Right(_) => None,
                }
            })
        };
        assert_eq!(enter(Duration::ZERO), Some(true));
        assert_eq!(enter(RETRY_AFTER_MAX), None, "it waits");
        assert_eq!(enter(RETRY_AFTER_MAX + Duration::from_secs(1)), Some(false));
    }

    #[test]
    fn a_request_waits_for_so_many_rests() {
        let url = Url::parse("https://h.example/").unwrap();
        // A host that asks for so many rests, each as the one before it ends: whether it is
        // entered, and how many rests it took.
        let enter = |rests: usize| {
            let host = Host::new();
            let mut entering = Box::pin(host.enter(&url, Patience::RESOLVE));
            let mut taken = 0;
            let entered = net::block_on(std::future::poll_fn(|context| {
                if taken < rests && host.rest_left().is_zero() {
                    host.rest(Duration::from_millis(250));
                    taken += 1;
                }
                entering.as_mut().poll(context)
            }));
            (entered.map(drop), taken)
        };
        assert_eq!(enter(0), (Ok(()), 0));
        assert_eq!(enter(RESTS_MAX - 1), (Ok(()), RESTS_MAX - 1));
        let given_up = DoorError::Busy { host: "h.example".to_owned(), after: None };
        assert_eq!(enter(RESTS_MAX), (Err(given_up), RESTS_MAX));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        // Sun, 06 Nov 1994 08:49:37 GMT.
        let now = 784_111_777;
        let check = |text: &str, expected: Option<u64>| {
            assert_eq!(retry_after(text, now), expected.map(Duration::from_secs), "{text}");
        };
        check("0", Some(0));
        check(" 120 ", Some(120));
        check("Sun, 06 Nov 1994 08:49:37 GMT", Some(0));
        check("Sun, 06 Nov 1994 08:50:07 GMT", Some(30));
        check("Sun, 06 Nov 1994 08:00:00 GMT", Some(0));
        check("-1", None);
        check("soon", None);
        check("", None);
        check("99999999999999999999", None);
    }
}
