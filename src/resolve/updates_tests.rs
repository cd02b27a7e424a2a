//! Which tokens changed, and what of them is fetched anew.

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
        let range = |first, last| TokenRange { first: U256::from(first), last: U256::from(last) };
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
        assert_eq!(uris_of(&named(uri), None, |_| None), expected);
    };
    check("https://h.example/1.json", &["https://h.example/1.json"]);
    check("https://h.example/1.json#x", &["https://h.example/1.json"]);
    check("ipns://show.example/1.json", &["ipns://show.example/1.json"]);
    check("ar://show/1.json", &["ar://show/1.json"]);
    check("ipfs://bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4", &[]);
    check("data:application/json,{}", &[]);
    check("", &[]);
}

#[test]
fn what_its_documents_name_is_fetched_anew_too() {
    let documents = [
        ("https://h/one.json", r#"{"name":"x","image":"a.png","image_url":"b.png"}"#),
        (
            "https://h/both.json",
            r#"{"name":"x","localization":{"uri":"said/{locale}.json","locales":["en","zh","fr"]}}"#,
        ),
        ("https://h/way", r#"{"uri":"https://h/further"}"#),
        ("https://h/further", "ipfs://bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4"),
        (
            "ipfs://bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4",
            "https://h/one.json",
        ),
        ("https://h/circle", "https://h/circle"),
        ("https://h/damaged", "{"),
    ];
    let known = |uri: &Uri| {
        let found = documents.iter().find(|(place, _)| *place == uri.place());
        found.map(|(_, document)| document.as_bytes().to_vec())
    };
    let check = |uri: &str, expected: &[&str]| {
        assert_eq!(uris_of(&named(uri), None, known), expected, "{uri}");
    };
    let one = ["https://h/a.png", "https://h/b.png", "https://h/one.json"];
    check("https://h/one.json", &one);
    check("https://h/both.json", &["https://h/both.json", "https://h/said/zh.json"]);
    check(
        "https://h/way",
        &[&one[..2], &["https://h/further"], &one[2..], &["https://h/way"]].concat(),
    );
    check("https://h/circle", &["https://h/circle"]);
    check("https://h/damaged", &["https://h/damaged"]);
    check("https://h/unknown", &["https://h/unknown"]);
}

/// A token whose metadata is named so.
fn named(uri: &str) -> Known {
    let id = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
    Known {
        id: id.parse().unwrap(),
        contract: Address::ZERO,
        number: U256::from(1),
        block: 0,
        uri: uri.to_owned(),
        documented: id.parse().unwrap(),
    }
}
