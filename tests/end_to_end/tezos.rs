//! Tokens of Tezos through an indexer and through a node, honest and lying: answers in
//! the shapes of TzKT and of Octez, made by hand.

use enfilade::exhibition::ProblemKind;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::server::{Reply, Server};
use crate::show::{Show, png};

pub const CHAIN: &str = "tezos:NetXdQprcVkpaWU";
pub const CONTRACT: &str = "KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton";
/// Its document has an off-chain view.
const STRANGE: &str = "KT1U6EHmNxJTkvaWJ4ThczG4FSDaHC21ssvi";
const OWNER: &str = "tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ";
const OTHER: &str = "tz3btDQsDkqq2G7eBdrrLqetaAfLVw6BnPez";
const BLOCK: &str = "BLockGenesisGenesisGenesisGenesisGenesisf79b5d1CoW2";
const TIME: &str = "2026-02-03T04:05:06Z";
/// The key under which a node keeps the empty name.
const STORED: &str = "expru5X1yxJG6ezR2uHMotwMLNmSzQyh5t1vUnhjx4cS6Pv9qE1Sdo";

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    Honest,
    OtherChain,
    /// Its records are of another token.
    OtherToken,
    /// Its bytes are no hex digits.
    NoHex,
    /// Its answers stop in the middle.
    CutOff,
    Page,
    BadBlock,
    /// It refuses whatever is asked about one contract.
    OneFails,
    /// It refuses to say who holds that contract's tokens.
    OneUnowned,
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// What the contract itself stores.
fn document(number: u64) -> String {
    use base64::Engine;
    let picture = base64::engine::general_purpose::STANDARD.encode(png(3, 2, 1));
    format!("{{\"name\":\"No. {number}\",\"image\":\"data:image/png;base64,{picture}\"}}")
}

/// The URI of each token: in place, in the contract, hashed rightly and wrongly.
fn uri(number: u64) -> String {
    let hash: String = Sha256::digest(document(9)).iter().map(|b| format!("{b:02x}")).collect();
    match number {
        1 => "tezos-storage:".to_owned(),
        2 => format!("sha256://0x{hash}/tezos-storage:"),
        3 => format!("sha256://0x{}/tezos-storage:", "00".repeat(32)),
        6 => format!("data:application/json,{}", document(6).replace("\"name\":\"No. 6\",", "")),
        _ => format!("data:application/json,{}", document(number)),
    }
}

pub fn tzkt(mood: Mood) -> Server {
    Server::start(move |path, _| {
        let strange = path.contains(STRANGE);
        let contract = if strange { STRANGE } else { CONTRACT };
        let of_holders = path.starts_with("/v1/tokens");
        if strange && (mood == Mood::OneFails || mood == Mood::OneUnowned && of_holders) {
            return Reply::status(400, "too much");
        }
        let head = json!({
            "chain": "mainnet",
            "chainId": if mood == Mood::OtherChain { "NetXnHfVqm9iesp" } else { "NetXdQprcVkpaWU" },
            "level": 100, "hash": if mood == Mood::BadBlock { "nonsense" } else { BLOCK },
            "timestamp": TIME,
        });
        let numbers = path.split(".in=").nth(1).and_then(|rest| rest.split('&').next());
        let numbers = numbers.unwrap_or("").split(',').filter_map(|n| n.parse::<u64>().ok());
        let answer = match path.split('?').next().unwrap() {
            "/v1/head" => head,
            path if path.ends_with("/bigmaps/token_metadata/keys") => numbers
                .filter(|number| ![7, 8].contains(number))
                .map(|number| {
                    let said = if mood == Mood::OtherToken { number + 1 } else { number };
                    let bytes = if mood == Mood::NoHex { "xyz".to_owned() } else { hex(&uri(number)) };
                    let mut info = json!({ "": bytes });
                    if number == 6 {
                        info["name"] = hex("By its contract").into();
                        info["decimals"] = hex("0").into();
                    }
                    json!({ "id": 1, "active": true, "hash": "expr", "key": number.to_string(),
                        "value": { "token_id": said.to_string(), "token_info": info } })
                })
                .collect(),
            path if path.ends_with("/bigmaps/metadata/keys") => {
                let view = r#"{"views":[{"name":"token_metadata"}]}"#.to_owned();
                let document = if strange { view } else { document(9) };
                json!([{ "active": true, "key": "", "value": hex(&document) }])
            }
            "/v1/tokens/historical_balances/100" => numbers
                .flat_map(|number| {
                    let held = |holder: &str, balance: u64| {
                        json!({ "account": { "address": holder }, "balance": balance.to_string(),
                            "token": { "contract": { "address": contract }, "tokenId": number.to_string() } })
                    };
                    match number {
                        8 => vec![],
                        5 => vec![held(OTHER, 3), held(OWNER, 7), held("nobody", 9)],
                        _ => vec![held(OWNER, 1)],
                    }
                })
                .collect(),
            _ => return Reply::status(404, "no such place"),
        };
        let text = answer.to_string();
        let half = text.len() / 2;
        match mood {
            Mood::CutOff => Reply::ok(&text.as_bytes()[..half]),
            Mood::Page => Reply::ok("<html>"),
            _ => Reply::ok(text),
        }
    })
}

fn node(mood: Mood) -> Server {
    Server::start(move |path, _| {
        let big_map = |name: &str, key: Value, value: Value| json!({ "prim": "big_map", "args": [key, value], "annots": [name] });
        let prim = |name: &str| json!({ "prim": name });
        let answer = match path.rsplit('/').next().unwrap() {
            "header" => json!({
                "protocol": "P", "level": 100, "hash": BLOCK, "timestamp": TIME,
                "chain_id": if mood == Mood::OtherChain { "NetXnHfVqm9iesp" } else { "NetXdQprcVkpaWU" },
            }),
            "script" if mood == Mood::OneFails && path.contains(STRANGE) => {
                return Reply::status(400, "too much");
            }
            "script" => json!({
                "code": [
                    { "prim": "parameter", "args": [prim("unit")] },
                    { "prim": "storage", "args": [{ "prim": "pair", "args": [
                        prim("address"),
                        { "prim": "pair", "args": [
                            big_map("%ledger", prim("nat"), prim("address")),
                            big_map("%metadata", prim("string"), prim("bytes")),
                        ] },
                        big_map("%token_metadata", prim("nat"), prim("bytes")),
                    ] }] },
                ],
                "storage": { "prim": "Pair", "args": [
                    { "string": OWNER }, [{ "int": "11" }, { "int": "12" }], { "int": "13" },
                ] },
            }),
            STORED => json!({ "bytes": hex(&document(9)) }),
            _ if path.contains("/big_maps/11/") => json!({ "string": OWNER }),
            _ if path.contains("/big_maps/13/") => {
                let number = if mood == Mood::OtherToken { 4 } else { 1 };
                json!({ "prim": "Pair", "args": [{ "int": number.to_string() }, [
                    { "prim": "Elt", "args": [{ "string": "" }, { "bytes": hex(&uri(1)) }] },
                ]] })
            }
            _ => return Reply::status(404, "no such place"),
        };
        Reply::ok(answer.to_string())
    })
}

fn show(numbers: &[u64], more: &str, server: &Server) -> Show {
    let mut toml = format!("[chains.\"{CHAIN}\"]\nendpoints = [\"{}\"]\n", server.url());
    for number in numbers {
        toml.push_str(&format!(
            "[[work]]\ntoken = \"{CHAIN}/fa2:{CONTRACT}/{number}\"\nid = \"w{number}\"\n{more}"
        ));
    }
    Show::new(&toml)
}

#[test]
fn tokens_hang_with_their_holders_at_the_block() {
    let server = tzkt(Mood::Honest);
    let show = show(&[1, 2, 4, 5], "", &server);
    assert_eq!(show.resolve().missing, vec![]);
    for (id, title) in [("w1", "No. 9"), ("w2", "No. 9"), ("w4", "No. 4"), ("w5", "No. 5")] {
        assert_eq!(show.work(id).title.get(Default::default()), title);
    }
    let work = show.work("w4");
    assert_eq!(work.ownership.len(), 1, "{:?}", work.notes);
    assert_eq!(work.ownership[0].owner.to_string(), format!("{CHAIN}:{OWNER}"));
    assert_eq!(work.ownership[0].editions, None);
    let block = work.ownership[0].evidence.block().unwrap();
    assert_eq!((block.number, block.time.to_string().as_str()), (100, TIME));
    let editions: Vec<_> = show
        .work("w5")
        .ownership
        .iter()
        .map(|record| (record.owner.address().to_owned(), record.editions.unwrap().to::<u64>()))
        .collect();
    assert_eq!(editions, [(OWNER.to_owned(), 7), (OTHER.to_owned(), 3)]);
    // The head, the tokens' keys, twice a stored document, the contract's own, and the
    // balances.
    assert_eq!(server.asked(), 6);
    show.resolve();
    assert_eq!(server.asked(), 6, "what was told was asked again");
}

#[test]
fn many_tokens_take_a_handful_of_requests() {
    let server = tzkt(Mood::Honest);
    let numbers: Vec<u64> = (100..300).collect();
    assert_eq!(show(&numbers, "", &server).resolve().shown, 200);
    assert_eq!(server.asked(), 1 + 2 + 2 + 1);
}

#[test]
fn holders_whom_the_curator_names_are_looked_for() {
    let server = tzkt(Mood::Honest);
    let holders = format!("holders = [\"{OTHER}\", \"{CHAIN}:{CONTRACT}\", \"0x12\"]\n");
    let refused = show(&[5], &holders, &server).try_resolve(false);
    assert!(refused.is_err(), "no address of any chain was taken");
    let holders = format!("holders = [\"{CHAIN}:{OTHER}\", \"{CHAIN}:{CONTRACT}\"]\n");
    let show = show(&[5], &holders, &server);
    show.resolve();
    let work = show.work("w5");
    assert_eq!(work.ownership.len(), 1);
    assert_eq!(work.ownership[0].owner.address(), OTHER);
    assert_eq!(work.notes[0].kind, ProblemKind::HoldsNone);
}

#[test]
fn a_node_is_asked_in_its_own_way() {
    let server = node(Mood::Honest);
    let show = show(&[1], "", &server);
    assert_eq!(show.resolve().missing, vec![]);
    let work = show.work("w1");
    assert_eq!(work.title.get(Default::default()), "No. 9");
    assert_eq!(work.ownership[0].owner.address(), OWNER);
    assert_eq!(work.ownership[0].evidence.block().unwrap().number, 100);
}

#[test]
fn what_is_not_as_it_should_be_is_said() {
    use ProblemKind::{EndpointSilent, NoMetadataNamed, NoSuchToken, OtherBytes, OtherChain};
    let check = |server: &Server, number: u64, kind: ProblemKind, said: &str| {
        let show = show(&[number], "", server).in_haste();
        assert_eq!(show.resolve().shown, 0, "{number}, {said}");
        let problem = show.problem(&format!("w{number}"));
        assert!(problem.kind == kind && problem.detail.contains(said), "{said}: {problem}");
    };
    check(&tzkt(Mood::Honest), 3, OtherBytes, "another hash");
    check(&tzkt(Mood::Honest), 8, NoSuchToken, "token 8");
    check(&tzkt(Mood::OtherChain), 4, OtherChain, "says it is chain NetXnHfVqm9iesp");
    check(&tzkt(Mood::OtherToken), 4, NoMetadataNamed, "token 4");
    check(&tzkt(Mood::NoHex), 4, NoMetadataNamed, "token 4");
    check(&tzkt(Mood::CutOff), 4, EndpointSilent, "neither TzKT's /v1/head nor");
    check(&tzkt(Mood::Page), 4, EndpointSilent, "neither TzKT's /v1/head nor");
    check(&tzkt(Mood::BadBlock), 4, EndpointSilent, "none of Tezos");
    check(&tzkt(Mood::Honest), 7, NoMetadataNamed, "token 7");
    check(&node(Mood::OtherChain), 1, OtherChain, "says it is chain NetXnHfVqm9iesp");
    check(&node(Mood::OtherToken), 1, NoMetadataNamed, "token 1");
}

/// Token 4 of either contract, and what these servers tell of them in turn.
fn show_of_both(number: u64, servers: &[&Server]) -> Show {
    let endpoints: Vec<String> = servers.iter().map(|server| server.url()).collect();
    let mut toml = format!("[chains.\"{CHAIN}\"]\nendpoints = {}\n", json!(endpoints));
    for (contract, id) in [(CONTRACT, "plain"), (STRANGE, "strange")] {
        let token = format!("{CHAIN}/fa2:{contract}/{number}");
        toml.push_str(&format!("[[work]]\ntoken = \"{token}\"\nid = \"{id}\"\n"));
    }
    Show::new(&toml).in_haste()
}

#[test]
fn a_contract_that_fails_takes_no_other_with_it() {
    let kinds: [(fn(Mood) -> Server, u64); 2] = [(tzkt, 4), (node, 1)];
    for (kind, number) in kinds {
        let server = kind(Mood::OneFails);
        let show = show_of_both(number, &[&server]);
        assert_eq!(show.resolve().shown, 1);
        assert_eq!(show.work("plain").ownership[0].owner.address(), OWNER);
        assert_eq!(show.problem("strange").kind, ProblemKind::EndpointSilent);
        // Whoever tells of it is asked in turn.
        let show = show_of_both(number, &[&server, &kind(Mood::Honest)]);
        assert_eq!(show.resolve().shown, 2);
        assert_eq!(show.work("strange").ownership[0].owner.address(), OWNER);
    }
}

#[test]
fn a_work_hangs_where_its_holders_are_not_told() {
    let failing = tzkt(Mood::OneUnowned);
    let show = show_of_both(4, &[&failing]);
    assert_eq!(show.resolve().shown, 2);
    let work = show.work("strange");
    assert!(work.ownership.is_empty());
    assert_eq!(work.notes[0].kind, ProblemKind::OwnerNotNamed);
    // Who tells them is asked in turn.
    let show = show_of_both(4, &[&failing, &tzkt(Mood::Honest)]);
    show.resolve();
    assert_eq!(show.work("strange").ownership[0].owner.address(), OWNER);
}

#[test]
fn what_a_contract_holds_of_a_token_stands_beside_its_document() {
    let show = show(&[4, 6], "", &tzkt(Mood::Honest));
    assert_eq!(show.resolve().missing, vec![]);
    let title = |id: &str| show.work(id).title.get(Default::default()).to_owned();
    assert_eq!((title("w4"), title("w6")), ("No. 4".to_owned(), "By its contract".to_owned()));
    // It is known again without asking.
    assert!(!show.resolve().changed);
    assert_eq!(title("w6"), "By its contract");
}

#[test]
fn an_off_chain_view_is_refused_by_its_name() {
    let show = show_of_both(7, &[&tzkt(Mood::Honest)]);
    assert_eq!(show.resolve().shown, 0);
    let said = |id: &str| {
        let problem = show.problem(id);
        assert_eq!(problem.kind, ProblemKind::NoMetadataNamed);
        problem.detail.contains("off-chain view “token_metadata”")
    };
    assert_eq!((said("plain"), said("strange")), (false, true));
}
