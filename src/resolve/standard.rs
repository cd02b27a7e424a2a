//! Which standard a token follows whose id does not say so: its contract is asked.

use std::collections::BTreeMap;

use alloy_primitives::{Address, FixedBytes};
use alloy_sol_types::{SolCall, sol};
use url::Url;

use super::chains::asked_for;
use super::work::Subject;
use crate::exhibition::{ChainSettings, ExhibitionFile};
use crate::source::{Answer, Endpoint, Library, RpcError};
use crate::token::{AssetId, ChainId, EvmStandard, Pasted};

sol! {
    /// ERC-165.
    #[derive(Debug)]
    interface Erc165 {
        function supportsInterface(bytes4 interfaceId) external view returns (bool);
    }
}

/// The interface of ERC-721, as its text names it for ERC-165.
const ERC_721: FixedBytes<4> = FixedBytes([0x80, 0xac, 0x58, 0xcd]);
/// The interface of ERC-1155.
const ERC_1155: FixedBytes<4> = FixedBytes([0xd9, 0xb6, 0x7a, 0x26]);

/// Settles the ids of tokens that were written without their standard
/// (`eip155:1:0x…/42`). What nobody answers stays ERC-721, which contracts from before
/// ERC-165 resemble most; why nobody did is said when the token itself is asked for.
pub(super) async fn settle_standards(
    library: &Library,
    file: &ExhibitionFile,
    subjects: &mut [Subject],
) {
    let mut open: BTreeMap<ChainId, BTreeMap<Address, Vec<usize>>> = BTreeMap::new();
    for (index, subject) in subjects.iter_mut().enumerate() {
        let pasted = subject.entry.token.as_deref().map(str::parse::<Pasted>);
        let Some(Ok(pasted @ Pasted::Evm { .. })) = pasted else { continue };
        let Pasted::Evm { chain, contract, .. } = &pasted else { continue };
        let asked = asked_for(&settings_of(file, chain), &subject.entry);
        let known = [EvmStandard::Erc721, EvmStandard::Erc1155]
            .map(|standard| pasted.clone().with_standard(standard))
            .into_iter()
            .find(|id| library.journal().answered(id, &asked).is_some());
        match (known, &mut subject.token) {
            (Some(id), Some(facts)) => facts.token = id,
            _ => {
                let contracts = open.entry(chain.clone()).or_default();
                contracts.entry(*contract).or_default().push(index);
            }
        }
    }
    for (chain, contracts) in open {
        let addresses: Vec<Address> = contracts.keys().copied().collect();
        for endpoint in &settings_of(file, &chain).endpoints {
            let Ok(url) = Url::parse(endpoint) else { continue };
            let Ok(editions) = have_editions(library, &url, &chain, &addresses).await else {
                continue;
            };
            let editions = contracts.values().zip(editions).filter(|(_, editions)| *editions);
            for index in editions.flat_map(|(indices, _)| indices) {
                if let Some(facts) = &mut subjects[*index].token
                    && let Some(mut token) = facts.token.evm()
                {
                    token.standard = EvmStandard::Erc1155;
                    facts.token = AssetId::of_evm(chain.clone(), token);
                }
            }
            break;
        }
    }
}

/// Whether each contract says that it follows ERC-1155 and not ERC-721.
async fn have_editions(
    library: &Library,
    url: &Url,
    chain: &ChainId,
    contracts: &[Address],
) -> Result<Vec<bool>, RpcError> {
    let mut endpoint = Endpoint::connect(library.door(), url, chain, "latest", None).await?;
    // It finds out how the endpoint takes its block.
    endpoint.code_at(contracts).await?;
    let call = |contract: &Address, interface| {
        let call = Erc165::supportsInterfaceCall { interfaceId: interface };
        (*contract, call.abi_encode())
    };
    let calls: Vec<_> = contracts
        .iter()
        .flat_map(|contract| [call(contract, ERC_721), call(contract, ERC_1155)])
        .collect();
    let answers = endpoint.call(&calls).await?;
    let says = |answer: &Answer| match answer {
        Answer::Data(data) => Erc165::supportsInterfaceCall::abi_decode_returns(data) == Ok(true),
        Answer::Reverted(_) | Answer::Refused(_) => false,
    };
    Ok(answers.chunks(2).map(|pair| pair.iter().map(says).eq([false, true])).collect())
}

fn settings_of(file: &ExhibitionFile, chain: &ChainId) -> ChainSettings {
    file.chains.get(&chain.to_string()).cloned().unwrap_or_default()
}
