//! Tokens of Tezos (FA2): what names their metadata (TZIP-12), and who holds them.

mod stored;

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use futures::StreamExt;
use serde_json::{Map, Value};
use url::Url;

use super::others::{Asking, Told, Wanted};
use crate::exhibition::{Problem, ProblemKind};
use crate::limits::{HOLDERS_MAX, PER_HOST_MAX};
use crate::ownership::{Evidence, OwnershipRecord};
use crate::source::{ChainError, Fa2Token, Holders, Tezos, TokenInfo};
use crate::token::{AccountId, Asset, TezosAddress, TezosContract};
use stored::{Stored, data_uri};

/// Asks one endpoint about all tokens, in their order.
pub(super) async fn ask(
    asking: &Asking<'_>,
    url: &Url,
    wanted: &[Wanted],
) -> Result<Vec<Told>, Problem> {
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
    let infos = tezos.token_infos(&tokens).await?;
    let holders = tezos.holders(&with_holders).await?;
    let contracts: BTreeSet<TezosContract> = tokens.iter().map(|(contract, _)| *contract).collect();
    let tezos = &tezos;
    let collections = contracts
        .into_iter()
        .map(|contract| async move { (contract, collection_uri(tezos, asking, contract).await) });
    let collections: BTreeMap<TezosContract, Option<String>> =
        futures::stream::iter(collections).buffered(PER_HOST_MAX).collect().await;
    let mut all = Vec::with_capacity(wanted.len());
    for ((token, info), holders) in tokens.iter().zip(infos).zip(holders) {
        let unheld = matches!(&holders, Holders::All(held) if held.is_empty());
        let uri = match info {
            Some(info) => uri_of(tezos, asking, *token, &info).await?,
            None => {
                let kind = match unheld {
                    true => ProblemKind::NoSuchToken,
                    false => ProblemKind::NoMetadataNamed,
                };
                Err(Problem::new(kind, named(token)))
            }
        };
        let mut told = Told::of(uri);
        told.collection_uri = collections.get(&token.0).cloned().flatten();
        note_holders(&mut told, tezos, asking, token, holders);
        all.push(told);
    }
    Ok(all)
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

/// What names a token's document: the URI under the empty name, or the fields that the
/// contract itself holds.
async fn uri_of(
    tezos: &Tezos,
    asking: &Asking<'_>,
    token: Fa2Token,
    info: &TokenInfo,
) -> Result<Result<String, Problem>, ChainError> {
    let stored = Stored { tezos, network: asking.chain.reference(), own: token.0 };
    let Some(uri) = info.get("") else {
        return Ok(match info.is_empty() {
            true => Err(Problem::new(ProblemKind::NoMetadataNamed, named(&token))),
            false => Ok(data_uri(&stored.filled_in(as_document(info)).await?)),
        });
    };
    let Ok(text) = str::from_utf8(uri) else {
        let detail = format!("{}: its URI is no text", named(&token));
        return Ok(Err(Problem::new(ProblemKind::AddressUnreadable, detail)));
    };
    let text = text.trim().trim_end_matches('\0');
    match stored.at(text).await? {
        // Whatever lies elsewhere is fetched, and held to its hash, as any file is.
        Ok(None) => Ok(Ok(text.to_owned())),
        Ok(Some(document)) => Ok(Ok(data_uri(&stored.filled_in(document).await?))),
        Err(problem) => Ok(Err(problem)),
    }
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

/// A document of the fields that a contract holds of a token. TZIP-21 keeps lists and
/// objects as JSON in them.
fn as_document(info: &TokenInfo) -> Vec<u8> {
    let field = |bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let structured = text.starts_with(['[', '{']);
        let value = structured.then(|| serde_json::from_str(&text).ok()).flatten();
        value.unwrap_or(Value::String(text))
    };
    let fields: Map<String, Value> =
        info.iter().map(|(name, bytes)| (name.clone(), field(bytes))).collect();
    Value::Object(fields).to_string().into_bytes()
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
    fn the_vectors_of_tzip_12_are_met() {
        let vectors = include_str!("../../tests/fixtures/conformance/tzip12.json");
        let vectors: Vec<Value> = serde_json::from_str(vectors).unwrap();
        assert!(!vectors.is_empty());
        for vector in vectors {
            let fields = vector["input"]["token_info"].as_object().unwrap().iter();
            let bytes = |hex: &Value| alloy_primitives::hex::decode(hex.as_str().unwrap()).unwrap();
            let info: TokenInfo = fields.map(|(name, hex)| (name.clone(), bytes(hex))).collect();
            let document: Value = serde_json::from_slice(&as_document(&info)).unwrap();
            assert_eq!(document, vector["expect"]["document"], "{}", vector["name"]);
        }
    }

    #[test]
    fn fields_of_a_contract_become_a_document() {
        let rows =
            [("name", "A work"), ("decimals", "0"), ("formats", r#"[{"uri":"x"}]"#), ("odd", "[")];
        let info = rows.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).into();
        let document: Value = serde_json::from_slice(&as_document(&info)).unwrap();
        let expected = r#"{"name":"A work","decimals":"0","formats":[{"uri":"x"}],"odd":"["}"#;
        assert_eq!(document, serde_json::from_str::<Value>(expected).unwrap());
    }
}
