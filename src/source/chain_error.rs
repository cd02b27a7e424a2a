//! Why an endpoint of a chain beside the EVM cannot be asked.

use thiserror::Error;

use super::DoorError;
use crate::exhibition::{Problem, ProblemKind};

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChainError {
    #[error("{endpoint} says it is chain {said}, and the exhibition asks for {asked}")]
    OtherChain { endpoint: String, said: String, asked: String },
    #[error("{endpoint} has no block {block}")]
    NoBlock { endpoint: String, block: String },
    #[error("{endpoint} does not answer as an endpoint of {family} does: {problem}")]
    NoEndpoint { endpoint: String, family: &'static str, problem: String },
    #[error("exhibition.toml names no endpoint for {chain}")]
    Unnamed { chain: String },
    #[error(transparent)]
    Door(#[from] DoorError),
}

impl From<ChainError> for Problem {
    fn from(error: ChainError) -> Self {
        let kind = match &error {
            ChainError::OtherChain { .. } => ProblemKind::OtherChain,
            ChainError::Unnamed { .. } => ProblemKind::NoEndpoint,
            ChainError::NoBlock { .. } | ChainError::NoEndpoint { .. } | ChainError::Door(_) => {
                ProblemKind::EndpointSilent
            }
        };
        Self::new(kind, error)
    }
}
