//! Many questions to one endpoint in as few round trips as it takes.

use std::sync::atomic::Ordering;

use alloy_json_rpc::{RpcError as Rpc, RpcRecv};
use alloy_transport::{TransportError, TransportErrorKind};
use futures::StreamExt;
use serde_json::Value;

use super::rpc::failure;
use super::rpc_transport::{TripError, trip_error};
use super::{DoorError, Endpoint, Reply, RpcError};
use crate::limits::{PER_HOST_MAX, RETRIES_MAX};
use crate::ownership::is_revert;
use crate::platform::net;

impl Endpoint {
    /// Asks one method many times. What was turned away for haste or left out is asked
    /// again.
    pub(super) async fn ask<T: RpcRecv + Clone + PartialEq>(
        &self,
        method: &'static str,
        asked: &[Value],
    ) -> Result<Vec<Reply<T>>, RpcError> {
        let mut answers = vec![None; asked.len()];
        for attempt in 0..=RETRIES_MAX {
            let open: Vec<usize> = (0..asked.len()).filter(|i| answers[*i].is_none()).collect();
            if open.is_empty() {
                break;
            }
            if attempt > 0 {
                net::sleep(self.backoff * 2_u32.pow(attempt - 1)).await;
            }
            let mut rest = open.as_slice();
            while !rest.is_empty() {
                let batch_max = self.ways.batch_max.load(Ordering::Relaxed);
                // A batch of one says nothing about batches.
                if batch_max < 2 || rest.len() == 1 {
                    let found = self.singly(method, asked, rest).await?;
                    take(rest, found, attempt, &mut answers);
                    break;
                }
                let (batch, after) = rest.split_at(rest.len().min(batch_max));
                match self.together(method, asked, batch).await? {
                    Some(found) => {
                        take(batch, found, attempt, &mut answers);
                        rest = after;
                    }
                    // Whoever learned it first, at this endpoint it holds for all.
                    None => {
                        self.ways.batch_max.fetch_min(batch.len() / 2, Ordering::Relaxed);
                    }
                }
            }
        }
        Ok(answers.into_iter().flatten().collect())
    }

    /// Many calls in one round trip; none when the endpoint takes no batch so large.
    async fn together<T: RpcRecv + Clone + PartialEq>(
        &self,
        method: &'static str,
        asked: &[Value],
        which: &[usize],
    ) -> Result<Option<Vec<Reply<T>>>, RpcError> {
        let mut batch = self.client.new_batch();
        let mut waiters = Vec::with_capacity(which.len());
        for i in which {
            let waiter = batch.add_call::<_, T>(method, &asked[*i]);
            waiters.push(waiter.map_err(|error| failure(&self.name, &error))?);
        }
        if let Err(error) = batch.send().await {
            return match trip_error(&error) {
                Some(TripError::NoBatch(said)) if in_haste(said) => {
                    Ok(Some(vec![Reply::Refused(said.clone()); which.len()]))
                }
                Some(trip) if trip.is_about_size() => Ok(None),
                _ => Err(failure(&self.name, &error)),
            };
        }
        let mut answers = Vec::with_capacity(which.len());
        for waiter in waiters {
            answers.push(self.judge(waiter.await)?);
        }
        if answers.iter().any(|answer| *answer == Reply::Refused(LEFT_OUT.to_owned())) {
            // It may hold only for large ones; few are lost by asking for less.
            self.ways.batch_max.fetch_min(which.len() / 8, Ordering::Relaxed);
        }
        Ok(Some(answers))
    }

    /// One call a round trip, a few at once.
    async fn singly<T: RpcRecv>(
        &self,
        method: &'static str,
        asked: &[Value],
        which: &[usize],
    ) -> Result<Vec<Reply<T>>, RpcError> {
        let calls = which.iter().map(async |i| {
            let answer = self.client.request::<_, T>(method, asked[*i].clone()).await;
            self.judge(answer)
        });
        let answers: Vec<_> = futures::stream::iter(calls).buffered(PER_HOST_MAX).collect().await;
        answers.into_iter().collect()
    }

    fn judge<T>(&self, answer: Result<T, TransportError>) -> Result<Reply<T>, RpcError> {
        let error = match answer {
            Ok(data) => return Ok(Reply::Data(data)),
            Err(error) => error,
        };
        if let Some(said) = error.as_error_resp() {
            return Ok(match is_revert(said.code, &said.message) {
                true => Reply::Reverted(said.message.to_string()),
                false => Reply::Refused(format!("{} ({})", said.message, said.code)),
            });
        }
        match (trip_error(&error), &error) {
            // The endpoint works, and does not take this one call.
            (Some(TripError::Door(refused)), _) if is_about_one_call(refused) => {
                Ok(Reply::Refused(refused.to_string()))
            }
            (Some(_), _) => Err(failure(&self.name, &error)),
            (None, Rpc::Transport(TransportErrorKind::MissingBatchResponse(_))) => {
                Ok(Reply::Refused(LEFT_OUT.to_owned()))
            }
            (None, _) => Ok(Reply::Refused("its answer is no data of a contract".to_owned())),
        }
    }
}

/// What is said of a call that a batch was answered without.
const LEFT_OUT: &str = "it left out the answer";

/// Puts answers in their places, but for those that are to be asked for again.
fn take<T>(which: &[usize], found: Vec<Reply<T>>, attempt: u32, answers: &mut [Option<Reply<T>>]) {
    for (i, answer) in which.iter().zip(found) {
        let again = matches!(&answer, Reply::Refused(problem) if in_haste(problem));
        if !again || attempt == RETRIES_MAX {
            answers[*i] = Some(answer);
        }
    }
}

/// Whether a refusal of HTTP may be meant for a single call rather than for all.
fn is_about_one_call(error: &DoorError) -> bool {
    match error {
        DoorError::TooLarge { .. } => true,
        DoorError::Status { status, .. } => (400..500).contains(status),
        _ => false,
    }
}

/// Whether an endpoint only asks for a slower pace, or forgot a call among many.
pub(super) fn in_haste(problem: &str) -> bool {
    let problem = problem.to_ascii_lowercase();
    let of_the_batch = problem.contains("batch");
    !of_the_batch
        && [
            LEFT_OUT,
            "(-32005)",
            "(429)",
            "(-32029)",
            "rate limit",
            "too many requests",
            "limit exceeded",
        ]
        .iter()
        .any(|sign| problem.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn haste_is_known_by_its_signs() {
        let check = |problem, expected| assert_eq!(in_haste(problem), expected, "{problem}");
        check("daily request count exceeded (-32005)", true);
        check("Too Many Requests (-32090)", true);
        check("batch size limit exceeded (-32600)", false);
        check("header not found (-32000)", false);
        check(LEFT_OUT, true);
    }
}
