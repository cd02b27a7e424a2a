//! New exhibition files of tokens: from a list in any form that people paste, or from a
//! contract and its numbers.

use alloy_primitives::U256;

use super::{NewError, empty};
use crate::exhibition::{ChainSettings, ExhibitionFile, Text, WorkEntry};
use crate::limits::WORKS_MAX;
use crate::token::{ChainId, Pasted, name_of_ens};

/// One work for each token of a list, in any form that [`Pasted`] reads: a line each, or
/// with blanks, commas or semicolons between them; what follows a `#` at the beginning
/// of a word is a comment. A token of unknown standard is written as it is
/// (`eip155:1:0x…/42`): a resolve asks its contract.
pub fn file_from_tokens(title: &str, list: &str) -> Result<ExhibitionFile, NewError> {
    let mut tokens = Vec::new();
    for (index, line) in list.lines().enumerate() {
        let words = line.split([',', ' ', '\t', ';']).map(str::trim);
        let words = words.take_while(|word| !word.starts_with('#')).filter(|word| !word.is_empty());
        for word in words {
            let token = word.parse::<Pasted>();
            let token = token.map_err(|problem| NewError::Token { line: index + 1, problem })?;
            tokens.push((token, name_of_ens(word)));
        }
    }
    if tokens.is_empty() {
        return Err(NewError::NoTokens);
    }
    of_tokens(title, &tokens)
}

/// One work for each number of a contract. `ids` counts both ends in: `1..50` is fifty
/// tokens; lists such as `1..50,77` are fine.
pub fn file_from_contract(
    title: &str,
    contract: &str,
    ids: &str,
) -> Result<ExhibitionFile, NewError> {
    let wrong = || NewError::Contract(contract.to_owned());
    let first: Pasted = format!("{contract}/0").parse().map_err(|_| wrong())?;
    let numbers = parse_numbers(ids)?.into_iter();
    let tokens: Vec<_> = numbers.map(|number| (first.with_number(number), None)).collect();
    of_tokens(title, &tokens)
}

/// Numbers and ranges with commas between them; both ends of a range count in.
fn parse_numbers(text: &str) -> Result<Vec<U256>, NewError> {
    let wrong = || NewError::Ids(text.to_owned());
    let number = |text: &str| {
        let text = text.trim();
        let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        decimal.then(|| U256::from_str_radix(text, 10).ok()).flatten().ok_or_else(wrong)
    };
    let mut numbers = Vec::new();
    for part in text.split(',') {
        let (first, last) = match part.split_once("..") {
            Some((first, last)) => (number(first)?, number(last.trim_start_matches('='))?),
            None => (number(part)?, number(part)?),
        };
        let mut next = first;
        if last < first {
            return Err(wrong());
        }
        loop {
            if numbers.len() >= WORKS_MAX {
                return Err(NewError::TooMany);
            }
            numbers.push(next);
            if next == last {
                break;
            }
            next += U256::ONE;
        }
    }
    Ok(numbers)
}

/// A file of tokens, some with a title of which the token itself tells nothing.
fn of_tokens(title: &str, tokens: &[(Pasted, Option<String>)]) -> Result<ExhibitionFile, NewError> {
    if tokens.len() > WORKS_MAX {
        return Err(NewError::TooMany);
    }
    let mut file = empty(title);
    for (token, _) in tokens {
        let chain = token.chain();
        file.chains.entry(chain.to_string()).or_insert_with(|| ChainSettings {
            endpoints: public_endpoints(chain).iter().map(|e| (*e).to_owned()).collect(),
            ..ChainSettings::default()
        });
    }
    let entry = |(token, title): &(Pasted, Option<String>)| WorkEntry {
        token: Some(token.to_string()),
        title: title.as_deref().map(Text::one),
        ..Default::default()
    };
    file.works = tokens.iter().map(entry).collect();
    Ok(file)
}

/// Public endpoints to begin with; a curator puts their own in their place.
fn public_endpoints(chain: &ChainId) -> &'static [&'static str] {
    match chain.evm_number() {
        Some(1) => &["https://ethereum-rpc.publicnode.com"],
        Some(10) => &["https://optimism-rpc.publicnode.com"],
        Some(137) => &["https://polygon-bor-rpc.publicnode.com"],
        Some(8_453) => &["https://base-rpc.publicnode.com"],
        Some(42_161) => &["https://arbitrum-one-rpc.publicnode.com"],
        None if *chain == ChainId::tezos() => &["https://api.tzkt.io"],
        None if *chain == ChainId::solana() => &["https://api.mainnet-beta.solana.com"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    const CONTRACT: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    #[test]
    fn numbers_come_as_ranges_and_lists() {
        let check = |text: &str, expected: Option<&[u64]>| {
            let numbers = parse_numbers(text).ok();
            let expected =
                expected.map(|list| list.iter().map(|n| U256::from(*n)).collect::<Vec<_>>());
            assert_eq!(numbers, expected, "{text}");
        };
        check("1..3", Some(&[1, 2, 3]));
        check("1..=3", Some(&[1, 2, 3]));
        check("1..2, 7", Some(&[1, 2, 7]));
        check("5", Some(&[5]));
        check("3..1", None);
        check("", None);
        check("1,,2", None);
        check("a..b", None);
        check("-1", None);
        check("0..999999999999", None);
    }

    #[test]
    fn so_many_works_and_no_more() {
        let check = |works: usize, expected: bool| {
            let file = file_from_contract("A", CONTRACT, &format!("1..{works}"));
            assert_eq!(file.map(|file| file.works.len()).ok(), expected.then_some(works));
        };
        check(WORKS_MAX, true);
        check(WORKS_MAX + 1, false);
    }

    #[test]
    fn a_pasted_name_is_the_title_of_its_token() {
        // The token's number is a hash, from which nobody reads the name again.
        let file = file_from_tokens("A", &format!("Vitalik.eth {CONTRACT}/1")).unwrap();
        let titles: Vec<_> = file.works.iter().map(|work| work.title.clone()).collect();
        assert_eq!(titles, [Some(Text::one("vitalik.eth")), None]);
    }

    #[cfg(feature = "names")]
    #[test]
    fn a_name_beyond_ascii_hangs_in_its_one_form_or_is_refused() {
        let file = file_from_tokens("A", "vitali\u{301}k.eth 画.gallery.eth").unwrap();
        let titles: Vec<_> = file.works.iter().map(|work| work.title.clone()).collect();
        assert_eq!(titles, [Some(Text::one("vitalík.eth")), Some(Text::one("画.gallery.eth"))]);
        assert!(file.works.iter().all(|work| work.token.is_some()));
        // A Cyrillic letter among Latin ones.
        let error = file_from_tokens("A", "vit\u{430}lik.eth").unwrap_err().to_string();
        let expected = "is no name of ENS that can be a token: it mixes letters of several scripts";
        assert!(error.starts_with("line 1") && error.contains(expected), "{error}");
    }

    #[test]
    fn tokens_come_from_lists_and_contracts() {
        let list = format!("# mine\n{CONTRACT}/1, {CONTRACT}/2\n\n{CONTRACT}/3 # the third\n");
        let file = file_from_tokens("A", &list).unwrap();
        let from_contract = file_from_contract("A", CONTRACT, "1..3").unwrap();
        assert_eq!(file, from_contract);
        assert_eq!(file.works.len(), 3);
        assert!(file.chains.contains_key("eip155:1"));
        assert_eq!(file_from_tokens("A", "# none"), Err(NewError::NoTokens));
    }

    #[test]
    fn every_pasted_form_hangs_under_its_own_id() {
        let list = format!(
            "https://opensea.io/item/base/{ADDRESS}/7#about\n\
             {ADDRESS}/1;KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/152\n\
             did:nft:eip155:1_erc721:{ADDRESS}_2 #{ADDRESS}/3\n\
             https://solscan.io/token/Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w\n"
        );
        let file = file_from_tokens("A", &list).unwrap();
        let tokens: Vec<&str> =
            file.works.iter().filter_map(|work| work.token.as_deref()).collect();
        let expected = [
            format!("eip155:8453:{ADDRESS}/7"),
            format!("eip155:1:{ADDRESS}/1"),
            "tezos:NetXdQprcVkpaWU/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/152".to_owned(),
            format!("{CONTRACT}/2"),
            "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w".to_owned(),
        ];
        assert_eq!(tokens, expected);
        assert!(file.chains.values().all(|chain| chain.endpoints.len() == 1), "{:?}", file.chains);
        let written = crate::exhibition::write_file(&file);
        assert_eq!(crate::exhibition::parse_file(&written).unwrap(), file);
        let bare = file_from_contract("A", ADDRESS, "1").unwrap();
        assert_eq!(bare.works[0].token.as_deref(), Some(tokens[1]));
    }

    #[test]
    fn what_is_not_understood_is_named_with_its_line() {
        let check = |list: &str, line: &str, said: &str| {
            let error = file_from_tokens("A", list).unwrap_err().to_string();
            assert!(error.starts_with(line) && error.contains(said), "{list:?}: {error}");
        };
        check("\nnonsense", "line 2", "“nonsense”");
        check("# a\n\nhttps://opensea.io.evil.com/assets/0x0/1", "line 3", "opensea.io.evil.com");
        check(ADDRESS, "line 1", "add the number");
        for contract in ["0x12", "nonsense", "vitalik.eth"] {
            assert!(file_from_contract("A", contract, "1").is_err(), "{contract}");
        }
    }
}
