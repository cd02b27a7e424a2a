//! Ids print as they parse, and what is none is refused.

use super::*;

const CONTRACT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const TEZOS: &str = "tezos:NetXdQprcVkpaWU";
const SOLANA: &str = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

#[test]
fn ids_print_as_they_parse() {
    let chains = ["eip155:1", "eip155:8453", TEZOS, "tezos:NetXnHfVqm9iesp", SOLANA, "cosmos:hub"];
    for row in chains {
        assert_eq!(row.parse::<ChainId>().unwrap().to_string(), row);
    }
    assert_eq!(ChainId::tezos().to_string(), TEZOS);
    assert_eq!(ChainId::solana().to_string(), SOLANA);
    let accounts = [
        format!("eip155:1:{CONTRACT}"),
        format!("{TEZOS}:tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ"),
        "tezos:NetXnHfVqm9iesp:tz3btDQsDkqq2G7eBdrrLqetaAfLVw6BnPez".to_owned(),
        format!("{TEZOS}:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton"),
        format!("{SOLANA}:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv"),
        format!("{SOLANA}:11111111111111111111111111111111"),
    ];
    for row in accounts {
        assert_eq!(row.parse::<AccountId>().unwrap().to_string(), row);
    }
    let assets = [
        format!("eip155:1/erc721:{CONTRACT}/0"),
        format!("eip155:137/erc1155:{CONTRACT}/{}", U256::MAX),
        format!("{TEZOS}/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/152"),
        format!("{SOLANA}/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w"),
    ];
    for row in assets {
        let id: AssetId = row.parse().unwrap();
        assert_eq!(id.to_string(), row);
        assert!(row.contains(&id.contract()));
        assert_eq!(row.ends_with(&format!("/{}", id.number().unwrap_or_default())), {
            !id.chain.is_solana()
        });
        assert_eq!(id.evm().map(|token| AssetId::of_evm(id.chain.clone(), token)), {
            id.chain.evm_number().map(|_| id.clone())
        });
    }
}

#[test]
fn other_spellings_become_the_canonical_one() {
    let check = |text: String, expected: String| {
        assert_eq!(text.parse::<AssetId>().unwrap().to_string(), expected);
    };
    let lower = CONTRACT.to_lowercase();
    check(format!("eip155:1/erc721:{lower}/7"), format!("eip155:1/erc721:{CONTRACT}/7"));
    let mint = "Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w";
    check(format!("{SOLANA}/token:{mint}"), format!("{SOLANA}/nft:{mint}"));
}

#[test]
fn what_is_no_id_is_refused() {
    let rows = [
        "",
        "eip155",
        "eip155:01/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1",
        "eip155:1/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA/1",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed/1",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/01",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/-1",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1e3",
        "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "eip155:1/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w",
        "tezos:NetXdQprcVkpaWV/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/1",
        "tezos:NetXdQprcVkpaWU/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxtom/1",
        "tezos:NetXdQprcVkpaWU/fa2:tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ/1",
        "tezos:NetXdQprcVkpaWU/fa1:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/1",
        "tezos:NetXdQprcVkpaWU/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvd/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvd0/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w9w/1",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:Fz6LxeUg5qjesYX3BdmtTwyyzBtMxk644XiTqU5W3w",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/nft:1111111111111111111111111111111",
        "cosmos:hub/nft:a/1",
    ];
    for row in rows {
        assert!(row.parse::<AssetId>().is_err(), "{row} was taken for a token id");
    }
    let long = "1".repeat(100_000);
    assert!(long.parse::<TezosAddress>().is_err() && long.parse::<SolanaAddress>().is_err());
    let account = format!("{TEZOS}:tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKK");
    assert!(account.parse::<AccountId>().is_err(), "a wrong checksum was taken");
}

#[test]
fn ids_of_other_assets_are_told_from_what_is_none() {
    let check = |text: &str, is_id: bool| {
        let refused = text.parse::<AssetId>().unwrap_err();
        assert_eq!(matches!(refused, IdError::NoToken(_)), is_id, "{text}: {refused}");
    };
    let letters = |count: usize| "a".repeat(count);
    check("cosmos:hub/nft:a/1", true);
    check("eip155:1/slip44:60", true);
    check("eip155:1/slip44", true);
    check("eip155:1/slip44:", false);
    check("eip155:01/slip44:60", false);
    check(&format!("eip155:1/erc20:{CONTRACT}"), true);
    check(&format!("eip155:1/erc721:{CONTRACT}"), true);
    check(&format!("eip155:1/erc721:{CONTRACT}/"), false);
    check(&format!("eip155:1/erc721:{CONTRACT}/1/2"), false);
    check("eip155:1/erc721:0x12", false);
    check("eip155:1/erc721", false);
    check(&format!("{TEZOS}/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton"), true);
    check(&format!("{TEZOS}/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxtom"), false);
    check(&format!("{TEZOS}/slip44:1729"), true);
    check(&format!("{SOLANA}/slip44:501"), true);
    check(&format!("{SOLANA}/nft:a"), false);
    check(&format!("cosmos:hub/{}:1", letters(8)), true);
    check(&format!("cosmos:hub/{}:1", letters(9)), false);
    check(&format!("cosmos:hub/nft:{}/{}", letters(64), letters(78)), true);
    check(&format!("cosmos:hub/nft:{}", letters(65)), false);
    check(&format!("cosmos:hub/nft:a/{}", letters(79)), false);
    check("cosmos:hub/nft:a/1/2", true);
    check("cosmos:hub/nft:a/1/b", false);
    check("cosmos:hub/nft:a/1/2/3", false);
}

#[test]
fn hashes_of_tezos_are_spelled_with_their_prefix() {
    let genesis = "BLockGenesisGenesisGenesisGenesisGenesisf79b5d1CoW2";
    let bytes = TezosHash::block(genesis).unwrap();
    assert_eq!(TezosHash::Block(bytes).to_string(), genesis);
    assert!(TezosHash::Expression(bytes).to_string().starts_with("expr"));
    assert_eq!(TezosHash::block("BLockGenesisGenesisGenesisGenesisGenesisf79b5d1CoW3"), None);
}
