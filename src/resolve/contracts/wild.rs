//! Contracts that say nothing where their standard has it: the other standard's `uri`,
//! or a `baseURI` that the token's number is written behind.

use alloy_sol_types::{SolCall, sol};

use super::standard::uri;
use super::{Asked, Call, Fit, Handler, Reading};
use crate::source::Answer;
use crate::token::fill_in_uri;

sol! {
    /// The public getter that many ERC-721 contracts have beside the standard.
    #[derive(Debug)]
    interface IBase {
        function baseURI() external view returns (string);
    }
}

/// Any contract of which nothing else found the metadata.
pub struct Wild;

impl Handler for Wild {
    fn fit(&self, _: &Asked) -> Fit {
        Fit::LastResort
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        vec![uri(asked), (asked.token.contract, IBase::baseURICall {}.abi_encode())]
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let own = asked.text(answers.first());
        let base = asked.text(answers.get(1));
        let number = asked.token.number;
        let fills_id = own.as_ref().is_ok_and(|uri| !uri.trim().is_empty());
        let metadata = match (own, base) {
            (Ok(uri), _) if fills_id => Ok(fill_in_uri(&uri, number)),
            // A base is the same for every number, also for one without a token.
            (_, Ok(base)) if asked.owned && !base.trim().is_empty() => {
                let filled = fill_in_uri(&base, number);
                Ok(if filled == base { format!("{base}{number}") } else { filled })
            }
            (Err(problem), _) => Err(problem),
            (Ok(_), _) => return Reading::default(),
        };
        Reading { metadata, fills_id, ..Reading::default() }
    }
}
