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
use super::follow::next_of;
use super::work::Subject;
use crate::exhibition::{ChainSettings, ExhibitionFile, Lock, Media};
use crate::limits::{CONTRACTS_PER_LOG_REQUEST_MAX, METADATA_BYTES_MAX, URI_HOPS_MAX};
use crate::source::{ArweaveName, Base, Endpoint, Heard, Library, RpcError, Uri};
use crate::token::{
    AssetId, ChainId, MetadataError, TokenRange, parse_metadata, read_update, update_topics,
};

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
                for token in &changed {
                    let uris = uris_of(token, earlier, |uri| document_at(library, uri));
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

/// What was fetched for a token from where it can change: its document, those on the way to
/// it, all that it names, the work, and what lies beside that. `known` gives the bytes that
/// were fetched from an address.
fn uris_of(
    token: &Known,
    earlier: Option<&Lock>,
    known: impl Fn(&Uri) -> Option<Vec<u8>>,
) -> Vec<String> {
    let mut uris = Vec::new();
    let mut add = |uri: &Uri| {
        // By where its bytes lie, as the journal knows them.
        if can_change(uri) {
            uris.push(uri.place());
        }
    };
    let document = Uri::parse(&token.uri, &Base::Nowhere).ok();
    for uri in document.iter().flat_map(|start| way_from(start, token, &known)) {
        add(&uri);
    }
    let base = document.map_or(Base::Nowhere, Base::At);
    let works = earlier.into_iter().flat_map(|lock| &lock.works);
    for work in works.filter(|work| work.token.as_ref() == Some(&token.id)) {
        let document = work.metadata.iter().map(|document| &document.uri);
        document.for_each(|uri| Uri::parse(uri, &base).iter().for_each(&mut add));
        // What lies beside a page or a model.
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

/// The documents from the one that a token names to its own, each of which only names the
/// next, and what that names: files, and itself in further languages.
fn way_from(start: &Uri, token: &Known, known: impl Fn(&Uri) -> Option<Vec<u8>>) -> Vec<Uri> {
    let documented = Some(&token.documented);
    let mut way = vec![start.clone()];
    while let Some(here) = way.last().filter(|_| way.len() <= URI_HOPS_MAX + 1) {
        let Some(bytes) = known(here) else { break };
        match parse_metadata(&bytes, documented) {
            Err(MetadataError::Elsewhere(text)) => match next_of(&text, here, documented) {
                Ok(next) => way.push(next),
                Err(_) => break,
            },
            Ok(said) => {
                let lies_at = Base::At(here.clone());
                let further = said.localization.iter().flat_map(|more| more.further());
                let named = said.files.iter().map(|file| file.uri.clone());
                let named = named.chain(further.map(|document| document.uri));
                way.extend(named.filter_map(|uri| Uri::parse(&uri, &lies_at).ok()));
                break;
            }
            Err(_) => break,
        }
    }
    way
}

/// The bytes that were fetched from an address, where they may be a document.
fn document_at(library: &Library, uri: &Uri) -> Option<Vec<u8>> {
    if let Uri::Data { bytes, .. } = uri {
        return Some(bytes.clone());
    }
    let fetched = library.journal().fetched(&uri.place())?;
    let is_short = fetched.length <= METADATA_BYTES_MAX;
    is_short.then(|| library.blobs().read_whole(&fetched.hash)).flatten()
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
#[path = "updates_tests.rs"]
mod tests;
