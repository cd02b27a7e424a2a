//! The same asked of several servers: each gets a head start before the next, and the
//! first that has it wins.

use std::future::Future;
use std::time::Duration;

use futures::StreamExt;
use futures::future::{Either, select};
use futures::stream::FuturesUnordered;

use crate::platform::net;

/// What a race ended with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Won<T> {
    pub value: T,
    /// The winner's place in the order, counted from 0.
    pub winner: usize,
    /// Who was asked before it and had not answered yet.
    pub overtaken: Vec<usize>,
}

/// Starts one attempt after the other: the next when one before it failed, or has taken
/// `head_start` without an end. The first success wins and the others are dropped; with
/// none, every failure is told in the order in which they came.
pub(super) async fn race<T, E, F>(
    attempts: impl IntoIterator<Item = F>,
    head_start: Duration,
) -> Result<Won<T>, Vec<E>>
where
    F: Future<Output = Result<T, E>>,
{
    let mut waiting = attempts.into_iter().enumerate();
    let mut next = || waiting.next().map(|(place, attempt)| async move { (place, attempt.await) });
    let mut running = FuturesUnordered::new();
    let mut under_way = Vec::new();
    let mut failures = Vec::new();
    let mut start_one = true;
    loop {
        if start_one && let Some(attempt) = next() {
            under_way.push(under_way.len() + failures.len());
            running.push(attempt);
        }
        let ended = match select(running.next(), net::sleep(head_start)).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => {
                start_one = true;
                continue;
            }
        };
        let Some((place, outcome)) = ended else { return Err(failures) };
        under_way.retain(|other| *other != place);
        match outcome {
            Ok(value) => {
                under_way.retain(|other| *other < place);
                return Ok(Won { value, winner: place, overtaken: under_way });
            }
            Err(failure) => failures.push(failure),
        }
        start_one = true;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::limits::HEAD_START;

    #[test]
    fn a_head_start_is_so_long_and_no_longer() {
        let check = |wait: Duration, expected: (usize, usize)| {
            let asked = AtomicUsize::new(0);
            let attempts = [wait, Duration::ZERO].map(|wait| {
                let asked = &asked;
                async move {
                    asked.fetch_add(1, Ordering::SeqCst);
                    net::sleep(wait).await;
                    Ok::<_, ()>(())
                }
            });
            let won = net::block_on(async { race(attempts, HEAD_START).await }).unwrap();
            assert_eq!((won.winner, asked.into_inner()), expected, "{wait:?}");
        };
        check(HEAD_START / 2, (0, 1));
        check(HEAD_START * 60, (1, 2));
    }

    #[test]
    fn the_first_that_has_it_wins() {
        /// After so many milliseconds, success or failure.
        type Attempt = (u64, bool);
        let check = |attempts: &[Attempt], expected: Result<(usize, &[usize]), usize>| {
            let attempts = attempts.iter().enumerate().map(|(i, (wait_ms, fine))| async move {
                net::sleep(Duration::from_millis(*wait_ms)).await;
                if *fine { Ok(i) } else { Err(i) }
            });
            let won = net::block_on(async { race(attempts, Duration::from_millis(200)).await });
            match (won, expected) {
                (Ok(won), Ok((winner, overtaken))) => {
                    assert_eq!((won.value, won.winner), (winner, winner));
                    assert_eq!(won.overtaken, overtaken);
                }
                (Err(failures), Err(count)) => assert_eq!(failures.len(), count),
                (won, expected) => panic!("{won:?} instead of {expected:?}"),
            }
        };
        check(&[], Err(0));
        check(&[(0, true)], Ok((0, &[])));
        check(&[(0, true), (0, true)], Ok((0, &[])));
        check(&[(0, false), (0, true)], Ok((1, &[])));
        check(&[(0, false), (0, false)], Err(2));
        check(&[(60_000, true), (0, true)], Ok((1, &[0])));
        check(&[(60_000, true), (0, false), (0, true)], Ok((2, &[0])));
        check(&[(400, true), (60_000, true)], Ok((0, &[])));
    }
}
