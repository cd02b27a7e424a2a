//! JSON-RPC through the one door: what was asked goes out, and what comes back is held
//! to be the answer to that and to nothing else.

use std::collections::HashSet;
use std::task::{Context, Poll};

use alloy_json_rpc::{Id, RequestPacket, ResponsePacket, RpcError as Rpc};
use alloy_transport::{TransportError, TransportErrorKind, TransportFut};
use thiserror::Error;
use tower::Service;
use url::Url;

use super::{Door, DoorError, Want};

/// Sends requests to one endpoint.
#[derive(Clone, Debug)]
pub(super) struct DoorTransport {
    pub door: Door,
    pub url: Url,
}

/// Why a round trip brought no answers.
#[derive(Debug, Error)]
pub(super) enum TripError {
    #[error(transparent)]
    Door(#[from] DoorError),
    #[error("its answer is no JSON-RPC")]
    NoJsonRpc,
    #[error("it answers what was not asked")]
    OtherQuestion,
    #[error("it takes no batch of calls: {0}")]
    NoBatch(String),
}

impl TripError {
    /// Whether a smaller batch may be answered.
    pub fn is_about_size(&self) -> bool {
        match self {
            Self::NoBatch(_) | Self::NoJsonRpc | Self::Door(DoorError::TooLarge { .. }) => true,
            // Who is not let in at all is told so as clearly.
            Self::Door(DoorError::Status { status, .. }) => {
                (400..500).contains(status) && ![401, 403].contains(status) || *status == 501
            }
            _ => false,
        }
    }
}

/// The error of a round trip, where that is what went wrong.
pub(super) fn trip_error(error: &TransportError) -> Option<&TripError> {
    match error {
        Rpc::Transport(TransportErrorKind::Custom(problem)) => problem.downcast_ref(),
        _ => None,
    }
}

impl Service<RequestPacket> for DoorTransport {
    type Response = ResponsePacket;
    type Error = TransportError;
    type Future = TransportFut<'static>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, packet: RequestPacket) -> TransportFut<'static> {
        let Self { door, url } = self.clone();
        Box::pin(async move {
            let json = serde_json::to_vec(&packet).map_err(TransportError::ser_err)?;
            let answer = door.post_json(&url, &json, Want::ANSWER).await;
            let answer = answer.map_err(TripError::from).and_then(|answer| {
                let answer = serde_json::from_slice(&answer).map_err(|_| TripError::NoJsonRpc)?;
                hold_to_question(&packet, answer)
            });
            answer.map_err(TransportErrorKind::custom)
        })
    }
}

/// Refuses answers to other questions. An error may come without an id, since whoever
/// could not read the question does not know it.
fn hold_to_question(
    packet: &RequestPacket,
    answer: ResponsePacket,
) -> Result<ResponsePacket, TripError> {
    let asked: HashSet<&Id> = packet.requests().iter().map(|request| request.id()).collect();
    if answer.response_ids().any(|id| asked.contains(id)) {
        return match (packet, &answer) {
            (RequestPacket::Batch(many), ResponsePacket::Single(_)) if many.len() > 1 => {
                Err(TripError::NoBatch("one answer came for many calls".to_owned()))
            }
            _ => Ok(answer),
        };
    }
    match (answer.as_error(), packet) {
        (Some(error), RequestPacket::Batch(_)) => {
            Err(TripError::NoBatch(format!("{} ({})", error.message, error.code)))
        }
        (Some(_), RequestPacket::Single(_)) => Ok(answer),
        (None, _) => Err(TripError::OtherQuestion),
    }
}
