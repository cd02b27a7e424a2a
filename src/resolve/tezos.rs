//! Tokens of Tezos (FA2): what names their metadata (TZIP-12), and who holds them.

use alloy_primitives::U256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use url::Url;

use super::others::{Asking, Told, Wanted};
use crate::exhibition::{Problem, ProblemKind};
use crate::limits::HOLDERS_MAX;
use crate::ownership::{Evidence, OwnershipRecord};
use crate::source::{ChainError, Fa2Token, Holders, Tezos, TokenInfo};
use crate::token::{AccountId, Asset, TezosAddress, TezosContract};

/// Asks one endpoint about all tokens, in their order.
pub(super) async fn ask(
    asking: &Asking<'_>,
    url: &Url,
    wanted: &[Wanted],
) -> Result<Vec<Told>, Problem> {
    let door = asking.library.servers();
    let tezos = Tezos::connect(door, url, asking.chain, &asking.settings.block).await?;
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
    let mut all = Vec::with_capacity(wanted.len());
    for ((token, info), holders) in tokens.iter().zip(infos).zip(holders) {
        let unheld = matches!(&holders, Holders::All(held) if held.is_empty());
        let uri = match info {
            Some(info) => uri_of(&tezos, asking, *token, &info).await?,
            None => {
                let kind = match unheld {
                    true => ProblemKind::NoSuchToken,
                    false => ProblemKind::NoMetadataNamed,
                };
                Err(Problem::new(kind, named(token)))
            }
        };
        let mut told = Told::of(uri);
        note_holders(&mut told, &tezos, asking, token, holders);
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
    let Some(uri) = info.get("") else {
        return Ok(match info.is_empty() {
            true => Err(Problem::new(ProblemKind::NoMetadataNamed, named(&token))),
            false => Ok(as_document(info)),
        });
    };
    let Ok(text) = str::from_utf8(uri) else {
        let detail = format!("{}: its URI is no text", named(&token));
        return Ok(Err(Problem::new(ProblemKind::AddressUnreadable, detail)));
    };
    let text = text.trim().trim_end_matches('\0');
    let unreadable = || Ok(Err(Problem::new(ProblemKind::AddressUnreadable, text)));
    let (hash, place) = match hashed(text) {
        Some(Some((hash, place))) => (Some(hash), place),
        Some(None) => return unreadable(),
        None => (None, text.to_owned()),
    };
    let Some(stored) = place.strip_prefix("tezos-storage:") else {
        // Whatever lies elsewhere is fetched, and held to its hash, as any file is.
        return Ok(Ok(text.to_owned()));
    };
    let Some((contract, key)) = storage_place(stored, token.0, asking.chain.reference()) else {
        return unreadable();
    };
    let Some(bytes) = tezos.stored(contract, &key).await? else {
        let detail = format!("{contract} stores nothing under “{key}”");
        return Ok(Err(Problem::new(ProblemKind::NotFound, detail)));
    };
    if hash.is_some_and(|hash| Sha256::digest(&bytes).as_slice() != hash) {
        let detail = format!("{contract} stores under “{key}” what has another hash");
        return Ok(Err(Problem::new(ProblemKind::OtherBytes, detail)));
    }
    Ok(Ok(data_uri(&bytes)))
}

/// The hash and the place of `sha256://0x…/place` (TZIP-16); none within where it is
/// broken.
fn hashed(text: &str) -> Option<Option<([u8; 32], String)>> {
    let rest = text.strip_prefix("sha256://")?;
    Some(rest.split_once('/').and_then(|(hash, place)| {
        let hash = alloy_primitives::hex::decode(hash.strip_prefix("0x")?).ok()?;
        let place = percent_decode_str(place).decode_utf8().ok()?.into_owned();
        Some((hash.try_into().ok()?, place))
    }))
}

/// The contract and the key of `tezos-storage:key` or `tezos-storage://KT1…/key`; the
/// other may name its network as `KT1….NetX…`, and it must be this one.
fn storage_place(rest: &str, own: TezosContract, network: &str) -> Option<(TezosContract, String)> {
    let (contract, key) = match rest.strip_prefix("//") {
        None => (own, rest),
        Some(rest) => {
            let (host, key) = rest.split_once('/')?;
            let (contract, said) = host.split_once('.').unwrap_or((host, network));
            (contract.parse().ok().filter(|_| said == network)?, key)
        }
    };
    Some((contract, percent_decode_str(key).decode_utf8().ok()?.into_owned()))
}

/// A document of the fields that a contract holds of a token. TZIP-21 keeps lists and
/// objects as JSON in them.
fn as_document(info: &TokenInfo) -> String {
    let field = |bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let structured = text.starts_with(['[', '{']);
        let value = structured.then(|| serde_json::from_str(&text).ok()).flatten();
        value.unwrap_or(Value::String(text))
    };
    let fields: Map<String, Value> =
        info.iter().map(|(name, bytes)| (name.clone(), field(bytes))).collect();
    data_uri(Value::Object(fields).to_string().as_bytes())
}

fn data_uri(document: &[u8]) -> String {
    format!("data:application/json;base64,{}", STANDARD.encode(document))
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

    const OWN: &str = "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton";
    const OTHER: &str = "KT1U6EHmNxJTkvaWJ4ThczG4FSDaHC21ssvi";
    const NETWORK: &str = "NetXdQprcVkpaWU";

    #[test]
    fn storage_is_named_as_tzip_16_has_it() {
        let check = |rest: &str, expected: Option<(&str, &str)>| {
            let found = storage_place(rest, OWN.parse().unwrap(), NETWORK);
            let found = found.map(|(contract, key)| (contract.to_string(), key));
            let expected = expected.map(|(contract, key)| (contract.to_owned(), key.to_owned()));
            assert_eq!(found, expected, "{rest}");
        };
        check("hello", Some((OWN, "hello")));
        check("hello%2Fworld", Some((OWN, "hello/world")));
        check(&format!("//{OTHER}/foo"), Some((OTHER, "foo")));
        check(&format!("//{OTHER}.{NETWORK}/foo%2fbar"), Some((OTHER, "foo/bar")));
        check(&format!("//{OTHER}.NetXnHfVqm9iesp/foo"), None);
        check("//tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ/foo", None);
        check(&format!("//{OTHER}"), None);
        check("%ff", None);
    }

    #[test]
    fn a_hash_comes_before_its_place() {
        let hash = "ab".repeat(32);
        let check = |text: &str, expected: Option<Option<&str>>| {
            let found = hashed(text).map(|found| found.map(|(_, place)| place));
            assert_eq!(found, expected.map(|place| place.map(str::to_owned)), "{text}");
        };
        check("ipfs://x", None);
        check(&format!("sha256://0x{hash}/tezos-storage:a"), Some(Some("tezos-storage:a")));
        check(&format!("sha256://0x{hash}/https:%2F%2Fa%2Fb"), Some(Some("https://a/b")));
        check(&format!("sha256://0x{hash}"), Some(None));
        check(&format!("sha256://{hash}/a"), Some(None));
        check("sha256://0xab/a", Some(None));
    }

    #[test]
    fn fields_of_a_contract_become_a_document() {
        let rows =
            [("name", "A work"), ("decimals", "0"), ("formats", r#"[{"uri":"x"}]"#), ("odd", "[")];
        let info = rows.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec())).into();
        let uri = as_document(&info);
        let document = STANDARD.decode(uri.split_once(',').unwrap().1).unwrap();
        let document: Value = serde_json::from_slice(&document).unwrap();
        let expected = r#"{"name":"A work","decimals":"0","formats":[{"uri":"x"}],"odd":"["}"#;
        assert_eq!(document, serde_json::from_str::<Value>(expected).unwrap());
    }
}
