//! Tokens of Tezos (FA2): what names their metadata (TZIP-12), and who holds them.

mod stored;

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use futures::StreamExt;
use url::Url;

use super::others::{Asking, Left, Told, Wanted};
use crate::exhibition::{Problem, ProblemKind};
use crate::limits::{HOLDERS_MAX, PER_HOST_MAX};
use crate::ownership::{Evidence, OwnershipRecord};
use crate::source::{Base, ChainError, Fa2Token, Holders, Tezos, TokenInfo, Uri, Want};
use crate::token::{
    AccountId, Asset, TezosAddress, TezosContract, document_of_fields, parse_contract_metadata,
};
use stored::{Stored, data_uri};

/// Asks one endpoint about all tokens, in their order. What fails for one fails for no
/// other.
pub(super) async fn ask(
    asking: &Asking<'_>,
    url: &Url,
    wanted: &[Wanted],
) -> Result<Vec<Result<Told, Left>>, Problem> {
    let door = asking.library.servers();
    let tezos = Tezos::connect(door, url, asking.chain, &asking.settings.block).await?;
    asking.library.storages().hold(asking.chain, &tezos);
    let (name, block, count) = (tezos.name(), tezos.block().number, wanted.len());
    asking.progress.say(&format!("{name} of {} at block {block}: {count} tokens", asking.chain));
    let tokens: Vec<Fa2Token> = wanted.iter().filter_map(token_of).collect();
    let asked: Vec<Vec<TezosAddress>> = wanted
        .iter()
        .map(|one| one.holders.iter().filter_map(|h| h.address().parse().ok()).collect())
        .collect();
    let with_holders: Vec<(Fa2Token, &[TezosAddress])> =
        tokens.iter().copied().zip(asked.iter().map(Vec::as_slice)).collect();
    let infos = tezos.token_infos(&tokens).await;
    let holders = tezos.holders(&with_holders).await;
    let silent = tokens.iter().zip(&infos).filter(|(_, info)| matches!(info, Ok(None)));
    let silent: BTreeSet<TezosContract> = silent.map(|((contract, _), _)| *contract).collect();
    let contracts: BTreeSet<TezosContract> = tokens.iter().map(|(contract, _)| *contract).collect();
    let tezos = &tezos;
    let silent = &silent;
    let contracts = contracts.into_iter().map(|contract| async move {
        let uri = collection_uri(tezos, asking, contract).await;
        let views = match &uri {
            Some(uri) if silent.contains(&contract) => has_view(asking, uri).await,
            _ => false,
        };
        (contract, (uri, views))
    });
    let contracts: BTreeMap<TezosContract, (Option<String>, bool)> =
        futures::stream::iter(contracts).buffered(PER_HOST_MAX).collect().await;
    let mut all = Vec::with_capacity(wanted.len());
    for ((token, info), holders) in tokens.iter().zip(infos).zip(holders) {
        let own = contracts.get(&token.0).cloned().unwrap_or_default();
        all.push(tell(tezos, asking, token, (info, holders), own).await);
    }
    Ok(all)
}

/// What an endpoint answered about one token: what its contract stores of it, and who
/// holds it.
type Answers = (Result<Option<TokenInfo>, ChainError>, Result<Holders, ChainError>);

/// What the answers say together. `own` is what names the contract's document, and whether
/// that has a view in place of what is stored.
async fn tell(
    tezos: &Tezos,
    asking: &Asking<'_>,
    token: &Fa2Token,
    (info, holders): Answers,
    (collection_uri, has_view): (Option<String>, bool),
) -> Result<Told, Left> {
    let unheld = matches!(&holders, Ok(Holders::All(held)) if held.is_empty());
    let (uri, beside) = match info? {
        Some(info) => uri_of(tezos, asking, *token, &info).await?,
        None => (Err(nothing_stored(token, unheld, has_view)), None),
    };
    let mut told = Told { beside, collection_uri, ..Told::of(uri) };
    match holders {
        Ok(holders) => note_holders(&mut told, tezos, asking, token, holders),
        Err(error) => {
            let problem = Problem::from(error);
            let not_named = Problem::new(ProblemKind::OwnerNotNamed, &problem.detail);
            told.notes.push(not_named);
            return Err(Left { problem, told: Some(Box::new(told)) });
        }
    }
    Ok(told)
}

/// What is said of a token of which its contract stores nothing.
fn nothing_stored(token: &Fa2Token, unheld: bool, has_view: bool) -> Problem {
    let named = named(token);
    match (unheld, has_view) {
        (true, _) => Problem::new(ProblemKind::NoSuchToken, named),
        (false, false) => Problem::new(ProblemKind::NoMetadataNamed, named),
        (false, true) => {
            let detail = format!(
                "{named}: its metadata is made by the off-chain view “{VIEW}” (TZIP-12), and off-chain views are not run here"
            );
            Problem::new(ProblemKind::NoMetadataNamed, detail)
        }
    }
}

/// The off-chain view that TZIP-12 has in place of stored metadata.
const VIEW: &str = "token_metadata";

/// Whether a contract's document has that view; not where the document is not to be had.
async fn has_view(asking: &Asking<'_>, uri: &str) -> bool {
    let Ok(uri) = Uri::parse(uri, &Base::Nowhere) else { return false };
    let Ok(found) = asking.library.get(&uri, Want::METADATA).await else { return false };
    let document = parse_contract_metadata(&found.bytes);
    document.is_ok_and(|document| document.views.iter().any(|view| view == VIEW))
}

fn token_of(wanted: &Wanted) -> Option<Fa2Token> {
    match wanted.token.asset {
        Asset::Fa2 { contract, number } => Some((contract, number)),
        _ => None,
    }
}

fn named((contract, number): &Fa2Token) -> String {
    format!("{contract}, token {number}")
}

/// What names a token's document, or why nothing does; and the fields that the contract
/// itself holds beside that.
type Named = (Result<String, Problem>, Option<Vec<u8>>);

/// The URI under the empty name, or else a document of the fields that the contract itself
/// holds.
async fn uri_of(
    tezos: &Tezos,
    asking: &Asking<'_>,
    token: Fa2Token,
    info: &TokenInfo,
) -> Result<Named, ChainError> {
    let stored = Stored { tezos, network: asking.chain.reference(), own: token.0 };
    let fields = match document_of_fields(info) {
        Some(fields) => Some(stored.filled_in(fields).await?),
        None => None,
    };
    let Some(uri) = info.get("") else {
        let nothing = || Problem::new(ProblemKind::NoMetadataNamed, named(&token));
        return Ok((fields.map(|fields| data_uri(&fields)).ok_or_else(nothing), None));
    };
    let Ok(text) = str::from_utf8(uri) else {
        let detail = format!("{}: its URI is no text", named(&token));
        return Ok((Err(Problem::new(ProblemKind::AddressUnreadable, detail)), None));
    };
    let text = text.trim().trim_end_matches('\0');
    let uri = match stored.at(text).await? {
        // Whatever lies elsewhere is fetched, and held to its hash, as any file is.
        Ok(None) => Ok(text.to_owned()),
        Ok(Some(document)) => Ok(data_uri(&stored.filled_in(document).await?)),
        Err(problem) => Err(problem),
    };
    Ok((uri, fields))
}

/// What names a contract's own document (TZIP-16), which names the collection; none where
/// that is not to be had: for a name no token is left out.
async fn collection_uri(
    tezos: &Tezos,
    asking: &Asking<'_>,
    contract: TezosContract,
) -> Option<String> {
    let stored = Stored { tezos, network: asking.chain.reference(), own: contract };
    let uri = tezos.stored(contract, "").await.ok()??;
    let text = str::from_utf8(&uri).ok()?.trim().trim_end_matches('\0');
    if text.is_empty() {
        return None;
    }
    match stored.at(text).await.ok()?.ok()? {
        Some(document) => Some(data_uri(&document)),
        None => Some(text.to_owned()),
    }
}

fn note_holders(
    told: &mut Told,
    tezos: &Tezos,
    asking: &Asking<'_>,
    token: &Fa2Token,
    holders: Holders,
) {
    let block = tezos.block();
    let record = |(holder, editions): (TezosAddress, U256), alone: bool| OwnershipRecord {
        owner: AccountId::tezos(asking.chain.clone(), holder).into(),
        editions: (!alone).then_some(editions),
        evidence: Evidence::Reported { endpoint: tezos.name().to_owned(), block: block.clone() },
    };
    match holders {
        Holders::All(held) if held.is_empty() => {
            told.notes.push(Problem::new(ProblemKind::OwnerNotNamed, named(token)));
        }
        Holders::All(held) => {
            let alone = matches!(held.as_slice(), [(_, editions)] if *editions == U256::ONE);
            let (held, more) = named_holders(held);
            told.notes.extend(more);
            told.owners = held.into_iter().map(|one| record(one, alone)).collect();
        }
        Holders::Part(held) => {
            let (held, _) = named_holders(held);
            let detail = format!("{} of more than the endpoint lists", held.len());
            told.notes.push(Problem::new(ProblemKind::MoreHolders, detail));
            told.owners = held.into_iter().map(|one| record(one, false)).collect();
        }
        Holders::Asked(held) => {
            for (holder, editions) in held {
                if editions.is_zero() {
                    let detail = format!("{holder}, block {}", block.number);
                    told.notes.push(Problem::new(ProblemKind::HoldsNone, detail));
                } else {
                    told.owners.push(record((holder, editions), false));
                }
            }
        }
        Holders::Unknown(problem) => {
            told.notes.push(Problem::new(ProblemKind::OwnerNotNamed, problem));
        }
    }
}

/// As many holders as a lock names, and a note where there are more.
fn named_holders<T>(mut held: Vec<T>) -> (Vec<T>, Option<Problem>) {
    let all = held.len();
    held.truncate(HOLDERS_MAX);
    let more = || Problem::new(ProblemKind::MoreHolders, format!("{HOLDERS_MAX} of {all}"));
    (held, (all > HOLDERS_MAX).then(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_holders_are_named_and_no_more() {
        let check = |holders: usize, expected: (usize, bool)| {
            let (held, more) = named_holders(vec![(); holders]);
            assert_eq!((held.len(), more.is_some()), expected);
        };
        check(HOLDERS_MAX, (HOLDERS_MAX, false));
        check(HOLDERS_MAX + 1, (HOLDERS_MAX, true));
    }

    #[test]
    fn a_token_without_stored_metadata_is_told_why() {
        let token: Fa2Token =
            ("KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton".parse().unwrap(), U256::from(7));
        let check = |unheld: bool, has_view: bool, kind: ProblemKind, names_view: bool| {
            let problem = nothing_stored(&token, unheld, has_view);
            let said = problem.detail.contains("“token_metadata”");
            assert_eq!((problem.kind, said), (kind, names_view), "{problem}");
        };
        check(false, false, ProblemKind::NoMetadataNamed, false);
        check(false, true, ProblemKind::NoMetadataNamed, true);
        check(true, true, ProblemKind::NoSuchToken, false);
    }
}
