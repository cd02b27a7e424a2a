//! Names of the Ethereum Name Service: tokens of the `.eth` registrar, whose contract has
//! no `tokenURI`, and of the wrapper, whose `uri` may be empty.
//!
//! What a name looks like as a token, its makers leave to a service of theirs, which they
//! run under `metadata.ens.domains`: that is named here, as what it is. The `avatar` that a
//! name may have (ENSIP-12) is a picture of whoever bears it, which the service puts behind
//! the name. The chain has the name itself, where somebody once wrapped it.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, sol};

use super::{Asked, Call, Fit, Handler, Reading, standard};
use crate::exhibition::{Problem, ProblemKind};
use crate::source::Answer;
use crate::token::{
    ENS_REGISTRAR, ENS_WRAPPER, eth_node, fill_in_uri, name_of_node, unknown_label,
};

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
    /// Where the makers' service answers for this chain; an exhibition may name another.
    pub service: &'static str,
}

impl EnsNames {
    /// Those of Ethereum.
    pub const MAINNET: Self = Self {
        chain: 1,
        registrar: ENS_REGISTRAR,
        wrapper: ENS_WRAPPER,
        service: "https://metadata.ens.domains/mainnet",
    };

    fn is_wrapped(&self, asked: &Asked) -> bool {
        asked.token.contract == self.wrapper
    }

    /// The name's node: the registrar numbers its tokens by the hash of a label.
    fn node(&self, asked: &Asked) -> B256 {
        let number = asked.token.number;
        if self.is_wrapped(asked) {
            B256::from(number.to_be_bytes::<32>())
        } else {
            eth_node(number)
        }
    }

    /// The name as it is read, or what stands for one that nobody knows.
    fn title(&self, asked: &Asked, answer: Option<&Answer>) -> String {
        let known = match answer {
            Some(Answer::Data(data)) => INameWrapper::namesCall::abi_decode_returns(data)
                .ok()
                .and_then(|name| name_of_node(&name, self.node(asked))),
            _ => None,
        };
        match known {
            Some(name) => name.shown,
            None if self.is_wrapped(asked) => unknown_label(asked.token.number),
            None => format!("{}.eth", unknown_label(asked.token.number)),
        }
    }
}

impl Handler for EnsNames {
    fn fit(&self, asked: &Asked) -> Fit {
        let here = asked.chain.evm_number() == Some(self.chain);
        let named = [self.registrar, self.wrapper].contains(&asked.token.contract);
        if here && named { Fit::ByAddress } else { Fit::Never }
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        let names = INameWrapper::namesCall { node: self.node(asked) };
        let mut calls = vec![standard::owner_of(asked), (self.wrapper, names.abi_encode())];
        if self.is_wrapped(asked) {
            calls.push(standard::uri(asked));
        }
        calls
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let number = asked.token.number;
        let title = self.title(asked, answers.get(1));
        let mut reading = Reading::default();
        asked.owner(answers.first(), &mut reading);
        if self.is_wrapped(asked) {
            of_one_edition(asked, &mut reading);
            let named = asked.text(answers.get(2)).ok().filter(|uri| !uri.trim().is_empty());
            if let Some(uri) = named {
                reading.metadata = Ok(fill_in_uri(&uri, number));
                reading.by_standard = true;
            }
        }
        // A name that ran out is no token any more.
        if reading.metadata.is_err() && !reading.owner_refused {
            let service = asked.names.unwrap_or(self.service).trim_end_matches('/');
            let contract = asked.token.contract;
            reading.metadata = Ok(format!("{service}/{contract}/0x{number:064x}"));
            reading.notes.push(Problem::new(ProblemKind::SaidByService, service));
        }
        reading.title = Some(title);
        reading
    }
}

/// The wrapper's tokens are of ERC-1155, and each has one edition.
fn of_one_edition(asked: &Asked, reading: &mut Reading) {
    let Some(owner) = reading.owners.first_mut() else { return };
    owner.editions = Some(U256::ONE);
    for holder in asked.holders.iter().filter(|holder| **holder != owner.address) {
        let detail = format!("{holder}, block {}", asked.block);
        reading.notes.push(Problem::new(ProblemKind::HoldsNone, detail));
    }
}
