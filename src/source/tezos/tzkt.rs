//! TzKT, an indexer of Tezos with a REST interface: many tokens in one request.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::U256;
use futures::StreamExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Fa2Token, Head, Holders, Tezos, TokenInfo, from_hex, number_in};
use crate::limits::{
    BALANCE_ANSWERS_MAX, BALANCES_PER_ANSWER_MAX, NUMBERS_LETTERS_MAX, NUMBERS_PER_REQUEST_MAX,
    PER_HOST_MAX,
};
use crate::ownership::Timestamp;
use crate::source::ChainError;
use crate::token::{TezosAddress, TezosContract};

/// The newest block (`/v1/head`).
#[derive(Deserialize)]
pub(super) struct Newest {
    #[serde(rename = "chainId")]
    chain: String,
    #[serde(flatten)]
    block: Block,
}

/// A block, as far as it names one (`/v1/blocks/{level}`).
#[derive(Deserialize)]
pub(super) struct Block {
    level: u64,
    hash: String,
    timestamp: Timestamp,
}

impl Block {
    pub fn on(self, chain: String) -> Head {
        Head { chain, level: self.level, hash: self.hash, time: self.timestamp }
    }
}

impl From<Newest> for Head {
    fn from(newest: Newest) -> Self {
        newest.block.on(newest.chain)
    }
}

/// One key of a big map.
#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    active: bool,
    key: Value,
    value: Value,
}

/// What one account holds of one token.
#[derive(Deserialize)]
struct Balance {
    account: Account,
    token: Token,
    balance: Value,
}

#[derive(Deserialize)]
struct Account {
    address: String,
}

#[derive(Deserialize)]
struct Token {
    contract: Account,
    #[serde(rename = "tokenId")]
    number: Value,
}

/// An entry of a list; none where it is of another shape.
struct Entry<T>(Option<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(serde_json::from_value(Value::deserialize(from)?).ok()))
    }
}

pub(super) async fn token_infos(
    tezos: &Tezos,
    tokens: &[Fa2Token],
) -> Vec<Result<Option<TokenInfo>, ChainError>> {
    let keys = keys_at(tezos);
    let keys = keys.as_str();
    let asking = asked_together(tokens).into_iter().map(async |(contract, numbers)| {
        let path = format!(
            "v1/contracts/{contract}/bigmaps/token_metadata/{keys}?active=true&key.in={}&limit={NUMBERS_PER_REQUEST_MAX}",
            listed(&numbers)
        );
        (contract, numbers, tezos.rest.read(&path, infos_in).await)
    });
    let mut answers = futures::stream::iter(asking).buffer_unordered(PER_HOST_MAX);
    let mut told: BTreeMap<Fa2Token, Result<TokenInfo, ChainError>> = BTreeMap::new();
    while let Some((contract, numbers, answer)) = answers.next().await {
        match answer {
            Ok(infos) => {
                let infos = infos.unwrap_or_default().into_iter();
                told.extend(infos.map(|(number, info)| ((contract, number), Ok(info))));
            }
            // Those that were asked about together.
            Err(error) => {
                let each = numbers.into_iter();
                told.extend(each.map(|number| ((contract, number), Err(error.clone()))));
            }
        }
    }
    tokens.iter().map(|token| told.get(token).cloned().transpose()).collect()
}

/// What a contract stores of tokens, as an answer has it. What is no key of that map is
/// passed over as if it were not there; none where the answer is no list.
pub fn infos_in(answer: &[u8]) -> Option<Vec<(U256, TokenInfo)>> {
    let keys: Vec<Entry<Key>> = serde_json::from_slice(answer).ok()?;
    let keys = keys.into_iter().filter_map(|entry| entry.0).filter(|key| key.active);
    let info = |key: Key| {
        let number = number_in(&key.key)?;
        Some((number, info_in(&key.value, number)?))
    };
    Some(keys.filter_map(info).collect())
}

/// Where the keys of a big map lie, as they were at the block that is asked at.
fn keys_at(tezos: &Tezos) -> String {
    match tezos.newest {
        true => "keys".to_owned(),
        false => format!("historical_keys/{}", tezos.block.number),
    }
}

pub(super) async fn holders(
    tezos: &Tezos,
    tokens: &[(Fa2Token, &[TezosAddress])],
) -> Vec<Result<Holders, ChainError>> {
    let all: Vec<Fa2Token> = tokens.iter().map(|(token, _)| *token).collect();
    let level = tezos.block.number;
    let asking = asked_together(&all).into_iter().map(async |(contract, numbers)| {
        let path = format!(
            "v1/tokens/historical_balances/{level}?token.contract={contract}&token.tokenId.in={}&balance.gt=0&limit={BALANCES_PER_ANSWER_MAX}",
            listed(&numbers)
        );
        let own: Vec<Fa2Token> = numbers.into_iter().map(|number| (contract, number)).collect();
        (own, balances(tezos, &path).await)
    });
    let mut answers = futures::stream::iter(asking).buffer_unordered(PER_HOST_MAX);
    let mut found: BTreeMap<Fa2Token, BTreeMap<TezosAddress, U256>> = BTreeMap::new();
    let (mut cut, mut failed) = (BTreeSet::new(), BTreeMap::new());
    while let Some((own, answer)) = answers.next().await {
        match answer {
            Ok((balances, is_whole)) => {
                // Whose holders were not all listed is not known, only of which tokens they are.
                cut.extend(own.into_iter().filter(|_| !is_whole));
                for (token, holder, editions) in balances {
                    found.entry(token).or_default().insert(holder, editions);
                }
            }
            Err(error) => failed.extend(own.into_iter().map(|token| (token, error.clone()))),
        }
    }
    let not_listed = || {
        let listed = BALANCE_ANSWERS_MAX * BALANCES_PER_ANSWER_MAX;
        Holders::Unknown(format!("it is not among the {listed} balances that were listed"))
    };
    let holders = |(token, asked): &(Fa2Token, &[TezosAddress])| {
        let held = found.get(token).cloned().unwrap_or_default();
        let is_cut = cut.contains(token);
        if is_cut && (held.is_empty() || asked.iter().any(|holder| !held.contains_key(holder))) {
            return not_listed();
        }
        if !asked.is_empty() {
            let editions = |holder| held.get(holder).copied().unwrap_or_default();
            return Holders::Asked(
                asked.iter().map(|holder| (*holder, editions(holder))).collect(),
            );
        }
        let mut held: Vec<_> = held.into_iter().collect();
        held.sort_by_key(|(_, editions)| std::cmp::Reverse(*editions));
        if is_cut { Holders::Part(held) } else { Holders::All(held) }
    };
    let told = |one: &(Fa2Token, &[TezosAddress])| match failed.get(&one.0) {
        Some(error) => Err(ChainError::clone(error)),
        None => Ok(holders(one)),
    };
    tokens.iter().map(told).collect()
}

/// Who holds how many of which token, answer by answer, and whether that is everybody.
async fn balances(
    tezos: &Tezos,
    path: &str,
) -> Result<(Vec<(Fa2Token, TezosAddress, U256)>, bool), ChainError> {
    let mut found = Vec::new();
    for answer in 0..BALANCE_ANSWERS_MAX {
        let path = match answer {
            0 => path.to_owned(),
            _ => format!("{path}&offset={}", answer * BALANCES_PER_ANSWER_MAX),
        };
        let (records, balances) = tezos.rest.read(&path, balances_in).await?.unwrap_or_default();
        found.extend(balances);
        if records < BALANCES_PER_ANSWER_MAX {
            return Ok((found, true));
        }
    }
    Ok((found, false))
}

pub(super) async fn stored(
    tezos: &Tezos,
    contract: TezosContract,
    key: &str,
) -> Result<Option<Vec<u8>>, ChainError> {
    let asked = utf8_percent_encode(key, NON_ALPHANUMERIC);
    let keys = keys_at(tezos);
    let path =
        format!("v1/contracts/{contract}/bigmaps/metadata/{keys}?active=true&key={asked}&limit=1");
    let found: Vec<Entry<Key>> = tezos.rest.find(&path).await?.unwrap_or_default();
    let mut found = found.into_iter().filter_map(|entry| entry.0);
    let found = found.find(|found| found.active && found.key.as_str() == Some(key));
    Ok(found.and_then(|found| from_hex(found.value.as_str()?)))
}

/// How many records an answer has, and how many editions of which token who holds by them.
/// What is no balance of a token is passed over as if it were not there; none where the
/// answer is no list.
pub fn balances_in(answer: &[u8]) -> Option<(usize, Vec<(Fa2Token, TezosAddress, U256)>)> {
    let records: Vec<Entry<Balance>> = serde_json::from_slice(answer).ok()?;
    let all = records.len();
    let records = records.into_iter().take(BALANCES_PER_ANSWER_MAX).filter_map(|entry| entry.0);
    let balance = |record: Balance| {
        let contract: TezosContract = record.token.contract.address.parse().ok()?;
        let holder: TezosAddress = record.account.address.parse().ok()?;
        let editions = number_in(&record.balance).filter(|editions| !editions.is_zero())?;
        Some(((contract, number_in(&record.token.number)?), holder, editions))
    };
    Some((all, records.filter_map(balance).collect()))
}

/// `{ token_id, token_info }`, where it is of the token that was asked for.
fn info_in(value: &Value, number: U256) -> Option<TokenInfo> {
    if value.get("token_id").is_some_and(|said| number_in(said) != Some(number)) {
        return None;
    }
    let info = value.get("token_info")?.as_object()?;
    info.iter().map(|(name, hex)| Some((name.clone(), from_hex(hex.as_str()?)?))).collect()
}

/// Tokens by their contracts, as many numbers together as one request asks about.
fn asked_together(tokens: &[Fa2Token]) -> Vec<(TezosContract, Vec<U256>)> {
    let mut contracts: BTreeMap<TezosContract, Vec<U256>> = BTreeMap::new();
    for (contract, number) in tokens {
        contracts.entry(*contract).or_default().push(*number);
    }
    let mut together: Vec<(TezosContract, Vec<U256>)> = Vec::new();
    for (contract, numbers) in contracts {
        let mut letters = usize::MAX;
        for number in numbers {
            let own = number.to_string().len() + 1;
            let fits = letters.saturating_add(own) <= NUMBERS_LETTERS_MAX;
            match together.last_mut() {
                Some((_, group)) if fits && group.len() < NUMBERS_PER_REQUEST_MAX => {
                    group.push(number);
                    letters += own;
                }
                _ => {
                    together.push((contract, vec![number]));
                    letters = own;
                }
            }
        }
    }
    together
}

fn listed(numbers: &[U256]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn requests_hold_many_numbers_and_no_more_than_an_address_bears() {
        let [one, other] =
            ["KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton", "KT1U6EHmNxJTkvaWJ4ThczG4FSDaHC21ssvi"]
                .map(|contract| contract.parse::<TezosContract>().unwrap());
        let check = |tokens: Vec<Fa2Token>, expected: &[usize]| {
            let together = asked_together(&tokens);
            let sizes: Vec<usize> = together.iter().map(|(_, numbers)| numbers.len()).collect();
            assert_eq!(sizes, expected);
            assert!(
                together.iter().all(|(_, numbers)| listed(numbers).len() <= NUMBERS_LETTERS_MAX)
            );
        };
        let small = |contract, count: u64| (0..count).map(move |n| (contract, U256::from(n)));
        check(vec![], &[]);
        check(small(one, NUMBERS_PER_REQUEST_MAX as u64).collect(), &[NUMBERS_PER_REQUEST_MAX]);
        check(
            small(one, NUMBERS_PER_REQUEST_MAX as u64 + 1).collect(),
            &[NUMBERS_PER_REQUEST_MAX, 1],
        );
        check(small(one, 3).chain(small(other, 2)).collect(), &[3, 2]);
        // Each has 78 digits and a comma; a shorter one fills the request, or does not fit.
        let long = || (0..50).map(move |n| (one, U256::MAX - U256::from(n)));
        let digits = NUMBERS_LETTERS_MAX - 50 * 79 - 1;
        let short = |digits: usize| (one, U256::from(10).pow(U256::from(digits - 1)));
        check(long().chain([short(digits)]).collect(), &[51]);
        check(long().chain([short(digits + 1)]).collect(), &[50, 1]);
    }

    #[test]
    fn what_is_strange_stands_alone() {
        let info = json!({ "active": true, "key": "7", "value": { "token_info": { "": "61" } } });
        let mut gone = info.clone();
        gone["active"] = json!(false);
        let odd = json!([null, { "key": 7 }, gone, { "active": true, "key": "8" }, info]);
        let found = infos_in(odd.to_string().as_bytes()).unwrap();
        let expected = TokenInfo::from([(String::new(), b"a".to_vec())]);
        assert_eq!(found, [(U256::from(7), expected)]);
        assert_eq!(balances_in(odd.to_string().as_bytes()), Some((5, vec![])));
        assert_eq!((infos_in(b"{}"), balances_in(b"<html>")), (None, None));
    }

    #[test]
    fn an_answer_holds_so_many_balances_and_no_more() {
        let one = json!({
            "account": { "address": "tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ" },
            "token": {
                "contract": { "address": "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton" },
                "tokenId": "7",
            },
            "balance": "1",
        });
        let check = |records: usize, expected: usize| {
            let answer = Value::Array(vec![one.clone(); records]).to_string();
            let (all, balances) = balances_in(answer.as_bytes()).unwrap();
            assert_eq!((all, balances.len()), (records, expected));
        };
        check(BALANCES_PER_ANSWER_MAX, BALANCES_PER_ANSWER_MAX);
        check(BALANCES_PER_ANSWER_MAX + 1, BALANCES_PER_ANSWER_MAX);
    }
}
