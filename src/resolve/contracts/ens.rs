//! Names of the Ethereum Name Service: ERC-721 tokens without `tokenURI`. What galleries
//! show of them comes from a web service that the contract does not name; the chain has
//! the name itself, where somebody once wrapped it.

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, sol};

use super::{Asked, Call, Fit, Handler, Reading, standard};
use crate::exhibition::{Problem, ProblemKind};
use crate::source::Answer;
use crate::token::{ENS_REGISTRAR, ENS_WRAPPER, eth_node, label_of, unknown_label};

sol! {
    /// `NameWrapper` of the ENS contracts, which keeps the names that it wraps.
    #[derive(Debug)]
    interface INameWrapper {
        function names(bytes32 node) external view returns (bytes);
    }
}

/// The registrar of `.eth` names, and the wrapper that remembers them.
pub struct EnsNames {
    /// The number of the chain (EIP-155).
    pub chain: u64,
    pub registrar: Address,
    pub wrapper: Address,
}

impl EnsNames {
    /// Those of Ethereum.
    pub const MAINNET: Self = Self { chain: 1, registrar: ENS_REGISTRAR, wrapper: ENS_WRAPPER };
}

impl Handler for EnsNames {
    fn fit(&self, asked: &Asked) -> Fit {
        let here = asked.chain.evm_number() == Some(self.chain);
        if here && asked.token.contract == self.registrar { Fit::ByAddress } else { Fit::Never }
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        let names = INameWrapper::namesCall { node: eth_node(asked.token.number) };
        vec![standard::owner_of(asked), (self.wrapper, names.abi_encode())]
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let number = asked.token.number;
        let known = match answers.get(1) {
            Some(Answer::Data(data)) => INameWrapper::namesCall::abi_decode_returns(data)
                .ok()
                .and_then(|name| label_of(&name, number)),
            _ => None,
        };
        let label = known.unwrap_or_else(|| unknown_label(number));
        let detail = format!("{label}.eth is a name, and its contract keeps no metadata");
        let mut reading = Reading {
            metadata: Err(Problem::new(ProblemKind::NoMetadataNamed, detail)),
            title: Some(format!("{label}.eth")),
            ..Reading::default()
        };
        asked.owner(answers.first(), &mut reading);
        reading
    }
}
