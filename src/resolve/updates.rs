//! What changed since tokens were asked about: contracts that follow ERC-4906 tell it in
//! events. What is known of those tokens is forgotten, so that they are asked about and
//! fetched anew, and others are not.

use std::collections::{BTreeMap, HashMap};
use std::io;

use alloy_primitives::{Address, U256};
use url::Url;

use super::Progress;
use super::chains::asked_for;
use super::document::as_documented;
use super::work::Subject;
use crate::exhibition::{BlobHash, ChainSettings, ExhibitionFile, Lock, Media};
use crate::limits::CONTRACTS_PER_LOG_REQUEST_MAX;
use crate::source::{ArweaveName, Base, Endpoint, Heard, Library, RpcError, Uri};
use crate::token::{AssetId, ChainId, TokenRange, parse_metadata, read_update, update_topics};

/// What came of asking.
#[derive(Debug, Default)]
pub(super) struct Updates {
    /// Tokens whose metadata changed.
    pub changed: usize,
    pub warnings: Vec<String>,
}

/// A token of a contract that tells of changes.
struct Known {
    id: AssetId,
    contract: Address,
    number: U256,
    /// The block at which it was asked about.
    block: u64,
    /// What named its metadata then.
    uri: String,
    /// The token as its documents are written for.
    documented: AssetId,
}

/// Asks each chain what changed since its tokens were asked about. Only a failing disk
/// is an error: where no endpoint tells, a warning says so.
pub(super) async fn hear_updates(
    library: &Library,
    file: &ExhibitionFile,
    earlier: Option<&Lock>,
    subjects: &[Subject],
    progress: &dyn Progress,
) -> io::Result<Updates> {
    let mut updates = Updates::default();
    for (chain, known) in known_tokens(library, file, subjects) {
        let Some(settings) = file.chains.get(&chain.to_string()) else { continue };
        // Nothing happens after a block that is named by its number.
        if settings.block.parse::<u64>().is_ok() {
            continue;
        }
        match hear_chain(library, &chain, settings, &known).await? {
            Ok(changed) => {
                if !changed.is_empty() {
                    let count = changed.len();
                    progress.say(&format!("{chain}: the metadata of {count} tokens changed"));
                }
                let read = |hash: &BlobHash| library.blobs().read_whole(hash);
                for token in &changed {
                    let uris = uris_of(token, earlier, read);
                    library.journal().add_changed(token.id.clone(), uris)?;
                }
                updates.changed += changed.len();
            }
            Err(problem) => updates.warnings.push(format!(
                "what changed on {chain} since the last resolve is not known ({problem}); `enfilade resolve --refresh` asks about every token"
            )),
        }
    }
    Ok(updates)
}

/// The tokens that the journal knows answers for, of contracts that tell of changes.
fn known_tokens(
    library: &Library,
    file: &ExhibitionFile,
    subjects: &[Subject],
) -> BTreeMap<ChainId, Vec<Known>> {
    let mut chains: BTreeMap<ChainId, Vec<Known>> = BTreeMap::new();
    for subject in subjects {
        let Some(id) = subject.token.as_ref().map(|facts| facts.token.clone()) else { continue };
        let Some(token) = id.evm() else { continue };
        let settings = file.chains.get(&id.chain.to_string()).cloned().unwrap_or_default();
        let asked = asked_for(&settings, &subject.entry);
        let Some(answered) = library.journal().answered(&id, &asked) else { continue };
        if !answered.said.tells_updates {
            continue;
        }
        let uri = library.blobs().read_whole(&answered.uri).unwrap_or_default();
        let documented = as_documented(&id, &answered.said);
        chains.entry(id.chain.clone()).or_default().push(Known {
            id,
            contract: token.contract,
            number: token.number,
            block: answered.said.block,
            uri: String::from_utf8(uri).unwrap_or_default(),
            documented,
        });
    }
    chains
}

/// The tokens of a chain whose metadata changed, or why nobody tells.
async fn hear_chain<'a>(
    library: &Library,
    chain: &ChainId,
    settings: &ChainSettings,
    known: &'a [Known],
) -> io::Result<Result<Vec<&'a Known>, String>> {
    let mut problems = Vec::new();
    for url in settings.endpoints.iter().filter_map(|endpoint| Url::parse(endpoint).ok()) {
        let endpoint =
            match Endpoint::connect(library.servers(), &url, chain, &settings.block, None).await {
                Ok(endpoint) => endpoint,
                Err(error) => {
                    problems.push(error.to_string());
                    continue;
                }
            };
        match hear_endpoint(library, chain, &endpoint, known).await {
            Ok(heard) => {
                let changed = changed_of(&heard, known);
                for (contract, through) in heard.through {
                    library.journal().add_heard(chain.clone(), contract, through)?;
                }
                return Ok(Ok(changed));
            }
            Err(error) => problems.push(error.to_string()),
        }
    }
    Ok(Err(problems.join("; ")))
}

/// What contracts told, and through which block each was heard.
#[derive(Default)]
struct Told {
    ranges: HashMap<Address, Vec<(u64, TokenRange)>>,
    through: BTreeMap<Address, u64>,
}

async fn hear_endpoint(
    library: &Library,
    chain: &ChainId,
    endpoint: &Endpoint,
    known: &[Known],
) -> Result<Told, RpcError> {
    let mut since: BTreeMap<Address, u64> = BTreeMap::new();
    for token in known {
        let block = since.entry(token.contract).or_insert(token.block);
        *block = (*block).min(token.block);
    }
    for (contract, block) in &mut since {
        *block = library.journal().heard(chain, *contract).unwrap_or(0).max(*block);
    }
    let last = endpoint.block().number;
    since.retain(|_, block| *block < last);
    let mut told = Told::default();
    for (contracts, heard) in asked_together(&since) {
        let blocks = heard.saturating_add(1)..=last;
        let Heard { logs, through } = endpoint.logs(&contracts, &update_topics(), blocks).await?;
        for log in logs {
            if let Some(range) = read_update(&log.topics, &log.data) {
                let block = log.block_number.to::<u64>();
                told.ranges.entry(log.address).or_default().push((block, range));
            }
        }
        told.through.extend(contracts.into_iter().map(|contract| (contract, through)));
    }
    Ok(told)
}

/// Contracts that are asked about in one request, and the block through which all of them
/// were heard.
fn asked_together(since: &BTreeMap<Address, u64>) -> Vec<(Vec<Address>, u64)> {
    let since: Vec<(Address, u64)> = since.iter().map(|(at, block)| (*at, *block)).collect();
    let group = |group: &[(Address, u64)]| {
        let contracts = group.iter().map(|(contract, _)| *contract).collect();
        (contracts, group.iter().map(|(_, block)| *block).min().unwrap_or_default())
    };
    since.chunks(CONTRACTS_PER_LOG_REQUEST_MAX).map(group).collect()
}

/// The tokens that a contract told of after they were asked about.
fn changed_of<'a>(told: &Told, known: &'a [Known]) -> Vec<&'a Known> {
    let changed = |token: &&Known| {
        let ranges = told.ranges.get(&token.contract);
        ranges
            .into_iter()
            .flatten()
            .any(|(block, range)| *block > token.block && range.contains(token.number))
    };
    known.iter().filter(changed).collect()
}

/// What was fetched for a token from where it can change: its document, all files that
/// this names, the work, and what lies beside that. `read` gives a blob's bytes.
fn uris_of(
    token: &Known,
    earlier: Option<&Lock>,
    read: impl Fn(&BlobHash) -> Option<Vec<u8>>,
) -> Vec<String> {
    let mut uris = Vec::new();
    let mut add = |uri: &Uri| {
        // By where its bytes lie, as the journal knows them.
        if can_change(uri) {
            uris.push(uri.place());
        }
    };
    let document = Uri::parse(&token.uri, &Base::Nowhere).ok();
    document.iter().for_each(&mut add);
    let base = document.map_or(Base::Nowhere, Base::At);
    let works = earlier.into_iter().flat_map(|lock| &lock.works);
    for work in works.filter(|work| work.token.as_ref() == Some(&token.id)) {
        // A document that others only lead to, and what lies beside a page or a model.
        let led_to = work.metadata.iter().map(|document| &document.uri);
        led_to.for_each(|uri| Uri::parse(uri, &base).iter().for_each(&mut add));
        if let Some(document) = &work.metadata {
            let lies_at = Uri::parse(&document.uri, &base).map_or(Base::Nowhere, Base::At);
            let said = read(&document.hash);
            let said = said.and_then(|bytes| parse_metadata(&bytes, Some(&token.documented)).ok());
            let files = said.iter().flat_map(|said| &said.files);
            files.for_each(|file| Uri::parse(&file.uri, &lies_at).iter().for_each(&mut add));
        }
        if let Media::Shown(visual) = &work.media {
            let beside = visual.packed.iter().flat_map(|packed| &packed.files);
            let beside = beside.map(|file| &file.bytes.uri);
            for uri in beside.chain([&visual.original.uri]) {
                Uri::parse(uri, &base).iter().for_each(&mut add);
            }
        }
    }
    uris.sort();
    uris.dedup();
    uris
}

/// Whether other bytes may come to lie at an address.
fn can_change(uri: &Uri) -> bool {
    match uri {
        Uri::Web(_) | Uri::Ipns(_) => true,
        Uri::Arweave(path) => matches!(path.name, ArweaveName::Registered(_)),
        Uri::Ipfs(_)
        | Uri::Hashed { .. }
        | Uri::Data { .. }
        | Uri::TezosStorage { .. }
        | Uri::File(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_changed_if_it_was_told_of_after_it_was_asked_about() {
        let contract = Address::repeat_byte(1);
        let known = |number: u64| {
            let id: AssetId = format!("eip155:1/erc721:{contract}/{number}").parse().unwrap();
            let (number, documented) = (U256::from(number), id.clone());
            Known { id, contract, number, block: 10, uri: String::new(), documented }
        };
        let tokens = [known(1), known(2), known(3)];
        let check = |told: &[(u64, u64, u64)], expected: &[u64]| {
            let range =
                |first, last| TokenRange { first: U256::from(first), last: U256::from(last) };
            let ranges = told.iter().map(|(block, first, last)| (*block, range(*first, *last)));
            let told = Told { ranges: [(contract, ranges.collect())].into(), ..Told::default() };
            let changed = changed_of(&told, &tokens);
            let numbers: Vec<u64> = changed.iter().map(|token| token.number.to()).collect();
            assert_eq!(numbers, expected);
        };
        check(&[], &[]);
        check(&[(11, 2, 2)], &[2]);
        check(&[(10, 2, 2)], &[]);
        check(&[(11, 2, u64::MAX)], &[2, 3]);
        check(&[(11, 0, 0), (12, 1, 1), (13, 1, 1)], &[1]);
    }

    #[test]
    fn a_request_is_about_so_many_contracts_and_no_more() {
        let check = |contracts: usize, expected: &[(usize, u64)]| {
            let contract = |n: usize| Address::left_padding_from(&(n as u32).to_be_bytes());
            let since = (0..contracts).map(|n| (contract(n), n as u64)).collect();
            let together = asked_together(&since);
            let found: Vec<_> = together.iter().map(|(all, heard)| (all.len(), *heard)).collect();
            assert_eq!(found, expected);
        };
        let max = CONTRACTS_PER_LOG_REQUEST_MAX;
        check(0, &[]);
        check(max, &[(max, 0)]);
        check(max + 1, &[(max, 0), (1, max as u64)]);
    }

    #[test]
    fn what_can_change_is_fetched_anew_and_nothing_else() {
        let check = |uri: &str, expected: &[&str]| {
            let id = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
            let token = Known {
                id: id.parse().unwrap(),
                contract: Address::ZERO,
                number: U256::from(1),
                block: 0,
                uri: uri.to_owned(),
                documented: id.parse().unwrap(),
            };
            assert_eq!(uris_of(&token, None, |_| None), expected);
        };
        check("https://h.example/1.json", &["https://h.example/1.json"]);
        check("https://h.example/1.json#x", &["https://h.example/1.json"]);
        check("ipns://show.example/1.json", &["ipns://show.example/1.json"]);
        check("ar://show/1.json", &["ar://show/1.json"]);
        check("ipfs://bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4", &[]);
        check("data:application/json,{}", &[]);
        check("", &[]);
    }
}
