//! Tokens of Solana through an endpoint that answers as its kind does, honest and lying:
//! accounts laid out by hand.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use enfilade::exhibition::ProblemKind;
use enfilade::limits::{SOLANA_ACCOUNTS_PER_REQUEST_MAX, SOLANA_ASSETS_PER_REQUEST_MAX};
use enfilade::platform::net::block_on;
use enfilade::source::{Solana, metadata_address};
use enfilade::token::SolanaAddress;
use serde_json::{Value, json};

use crate::door::{door, url};
use crate::server::{Reply, Server};
use crate::show::Show;

pub const CHAIN: &str = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";
const GENESIS: &str = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
const TOKENS: &str = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const METADATA: &str = "metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s";
const SLOT: u64 = 365_750_752;
/// A document in its own address, which has a picture and no name.
const DOCUMENT: &str = "data:application/json,{\"image\":\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'><path d='M0 0h2v2z'/></svg>\"}";
const OWNER: SolanaAddress = SolanaAddress([7; 32]);
const CREATOR: SolanaAddress = SolanaAddress([8; 32]);

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mood {
    Honest,
    /// It keeps an index (DAS) beside the accounts.
    Indexed,
    NoBatches,
    OtherChain,
    /// The metadata account is another mint's.
    OtherMint,
    /// The holding is one of another mint.
    OtherHolding,
    /// Metadata accounts are cut after so many bytes.
    CutOff,
    /// It gives fewer accounts than it was asked for.
    Fewer,
    /// Its accounts are no base64.
    NoBase64,
    NoBlock,
    Page,
}

/// A mint of the tests; the first byte is its number.
pub fn mint(number: u8) -> SolanaAddress {
    SolanaAddress([number; 32])
}

fn text(text: &str, length: u32) -> Vec<u8> {
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend(text.bytes().chain(std::iter::repeat(0)).take(length as usize));
    bytes
}

fn metadata_account(of: SolanaAddress, verified: bool) -> Vec<u8> {
    let (name, uri) = match of.0[0] {
        // Its document names nothing, and the chain does.
        4 | 10 | 11 => ("A work", DOCUMENT.to_owned()),
        9 => ("A collection", String::new()),
        number => ("A work", format!("https://127.0.0.1/{number}")),
    };
    let mut bytes = vec![4];
    bytes.extend([1; 32]);
    bytes.extend(of.0);
    bytes.extend([text(name, 32), text("W", 10), text(&uri, 200)].concat());
    bytes.extend(500_u16.to_le_bytes());
    bytes.extend([1, 1, 0, 0, 0]);
    bytes.extend(CREATOR.0);
    bytes.extend([u8::from(verified), 100, 1, 0, 0, 1, 0, 1, u8::from(verified)]);
    bytes.extend([9; 32]);
    bytes.resize(679, 0);
    bytes
}

fn mint_account(supply: u64) -> Vec<u8> {
    let mut bytes = vec![0; 82];
    bytes[36..44].copy_from_slice(&supply.to_le_bytes());
    bytes[45] = 1;
    bytes
}

fn holding_account(of: SolanaAddress, amount: u64) -> Vec<u8> {
    let mut bytes = [of.0, OWNER.0].concat();
    bytes.extend(amount.to_le_bytes());
    bytes.resize(165, 0);
    bytes
}

/// Mints 1 to 4, 10 and 11 are there, 2 and 11 unverified and 3 with ten editions; 5 is
/// compressed, and 9 is the collection of all.
fn account(mood: Mood, address: SolanaAddress) -> Value {
    let known = (1..=4).chain(9..=11).map(mint);
    let wrap = |owner: &str, data: Vec<u8>| {
        let data = if mood == Mood::NoBase64 { "!".to_owned() } else { STANDARD.encode(data) };
        json!({ "owner": owner, "data": [data, "base64"], "executable": false, "lamports": 1, "rentEpoch": 0, "space": 1 })
    };
    for one in known {
        let number = one.0[0];
        let supply = if number == 3 { 10 } else { 1 };
        if address == one {
            return wrap(TOKENS, mint_account(supply));
        }
        if Some(address) == metadata_address(one) {
            let of = if mood == Mood::OtherMint { mint(99) } else { one };
            let mut data = metadata_account(of, number != 2 && number != 11);
            if mood == Mood::CutOff {
                data.truncate(150);
            }
            return wrap(METADATA, data);
        }
        if address == SolanaAddress([number + 100; 32]) {
            let of = if mood == Mood::OtherHolding { mint(99) } else { one };
            return wrap(TOKENS, holding_account(of, supply));
        }
    }
    Value::Null
}

fn call(mood: Mood, asked: &Value) -> Value {
    let params = &asked["params"];
    let result = match asked["method"].as_str().unwrap() {
        "getGenesisHash" if mood == Mood::OtherChain => {
            json!("EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG")
        }
        "getGenesisHash" => json!(GENESIS),
        "getMultipleAccounts" => {
            let asked = params[0].as_array().unwrap();
            let asked = asked.iter().map(|one| one.as_str().unwrap().parse().unwrap());
            let mut found: Vec<Value> = asked.map(|one| account(mood, one)).collect();
            if mood == Mood::Fewer {
                found.pop();
            }
            json!({ "context": { "slot": SLOT }, "value": found })
        }
        "getTokenLargestAccounts" => {
            let mint: SolanaAddress = params[0].as_str().unwrap().parse().unwrap();
            let holding = SolanaAddress([mint.0[0] + 100; 32]).to_string();
            json!({ "context": { "slot": SLOT + 5 }, "value": [{ "address": holding, "amount": "1", "decimals": 0 }] })
        }
        "getBlock" if mood == Mood::NoBlock => {
            return json!({ "jsonrpc": "2.0", "id": asked["id"], "error": { "code": -32004, "message": "Block not available" } });
        }
        "getBlock" => {
            assert_eq!(params[0], SLOT);
            json!({ "blockhash": mint(42).to_string(), "blockTime": 1_770_000_000, "parentSlot": 1 })
        }
        // Others stand beside it that are strange.
        "getAssetBatch" if mood == Mood::Indexed => json!([null, "words", {
            "id": mint(6).to_string(), "burnt": null, "creators": null, "grouping": null,
            "content": { "json_uri": null, "metadata": { "name": 7 } }, "ownership": [],
        }, {
            "id": mint(7).to_string(), "content": { "json_uri": "https://127.0.0.1/7" },
            "creators": [{ "address": "nobody" }, { "address": CREATOR.to_string(), "share": 300, "verified": true }],
            "ownership": { "owner": OWNER.to_string() },
        }, {
            "interface": "V1_NFT", "id": mint(5).to_string(), "burnt": false,
            "content": { "json_uri": "https://127.0.0.1/5", "metadata": { "name": "Pressed" } },
            "ownership": { "owner": OWNER.to_string(), "delegated": false },
            "compression": { "compressed": true },
            "creators": [{ "address": CREATOR.to_string(), "share": 100, "verified": false }],
            "grouping": [{ "group_key": "collection", "group_value": mint(9).to_string() }],
        }]),
        other => {
            let message = format!("Method not found: {other}");
            return json!({ "jsonrpc": "2.0", "id": asked["id"], "error": { "code": -32601, "message": message } });
        }
    };
    json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result })
}

pub fn endpoint(mood: Mood) -> Server {
    Server::reading(move |request| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        match &asked {
            _ if mood == Mood::Page => Reply::ok("<html>"),
            Value::Array(_) if mood == Mood::NoBatches => Reply::status(400, "no batches"),
            Value::Array(many) => {
                let answers: Vec<Value> = many.iter().rev().map(|one| call(mood, one)).collect();
                Reply::ok(Value::Array(answers).to_string())
            }
            one => Reply::ok(call(mood, one).to_string()),
        }
    })
}

/// A show of these tokens; what their metadata names lies nowhere, which is said of the
/// document and not of the chain.
fn show(numbers: &[u8], server: &Server) -> Show {
    let mut toml = format!("[chains.\"{CHAIN}\"]\nendpoints = [\"{}\"]\n", server.url());
    for number in numbers {
        let mint = mint(*number);
        toml.push_str(&format!("[[work]]\ntoken = \"{CHAIN}/nft:{mint}\"\nid = \"w{number}\"\n"));
    }
    Show::new(&toml).in_haste()
}

fn kinds(show: &Show, id: &str) -> Vec<ProblemKind> {
    show.work(id).notes.iter().map(|note| note.kind).collect()
}

#[test]
fn tokens_are_named_with_their_holders_at_the_slot() {
    for mood in [Mood::Honest, Mood::NoBatches] {
        let server = endpoint(mood);
        let show = show(&[1, 2, 3], &server);
        show.resolve();
        for number in 1..=3 {
            let work = show.work(&format!("w{number}"));
            assert_eq!(work.ownership.len(), 1, "{mood:?}: {:?}", work.notes);
            let record = &work.ownership[0];
            assert_eq!(record.owner.address(), OWNER.to_string());
            let editions = (number == 3).then_some(10);
            assert_eq!(record.editions.map(|editions| editions.to::<u64>()), editions);
            let block = record.evidence.block().unwrap();
            assert_eq!((block.number, block.hash.0), (SLOT, [42; 32]));
            // The chain named a document, which this program does not ask for.
            assert_eq!(show.problem(&format!("w{number}")).kind, ProblemKind::AddressRefused);
        }
        assert_eq!(kinds(&show, "w1"), []);
        // Who signed for it made it, as far as no document names anybody.
        let artist = |id: &str| show.work(id).artist.get(Default::default()).to_owned();
        assert_eq!(artist("w1"), CREATOR.to_string());
        assert_eq!(artist("w2"), "");
        // The chain has a name for it, and its collection agreed to count it.
        let said = |id: &str| {
            let work = show.work(id);
            [&work.title, &work.collection].map(|text| text.get(Default::default()).to_owned())
        };
        assert_eq!(said("w1"), ["A work", "A collection"]);
        assert_eq!(said("w2"), ["A work", ""]);
        let unverified = [ProblemKind::CreatorUnverified, ProblemKind::CollectionUnverified];
        assert_eq!(kinds(&show, "w2"), unverified);
        assert!(show.work("w2").notes[0].detail.contains(&CREATOR.to_string()));
        // Chain, accounts, the largest holdings together or one by one, theirs, a block, and
        // the collection.
        let expected = if mood == Mood::Honest { 6 } else { 9 };
        assert_eq!(server.asked(), expected, "{mood:?}");
    }
}

#[test]
fn a_work_hangs_by_its_document() {
    let show = show(&[4], &endpoint(Mood::Honest));
    assert_eq!(show.resolve().shown, 1);
    let work = show.work("w4");
    assert_eq!(work.title.get(Default::default()), "A work");
    assert_eq!(show.visual("w4").mime, "image/svg+xml");
}

#[test]
fn a_compressed_token_is_known_to_the_index_alone() {
    let show_of = |mood| {
        let server = endpoint(mood);
        let show = show(&[1, 5], &server);
        show.resolve();
        show
    };
    let show = show_of(Mood::Indexed);
    let work = show.work("w5");
    assert_eq!(work.ownership[0].owner.address(), OWNER.to_string());
    assert_eq!(work.title.get(Default::default()), "Pressed");
    assert_eq!(kinds(&show, "w5"), [ProblemKind::CreatorUnverified]);
    assert_eq!(show.problem("w5").kind, ProblemKind::AddressRefused);
    let show = show_of(Mood::Honest);
    let problem = show.problem("w5");
    assert_eq!(problem.kind, ProblemKind::NoSuchToken);
    assert!(problem.detail.contains("only an endpoint with DAS knows it"), "{problem}");
    assert_eq!(show.work("w1").ownership.len(), 1);
}

#[test]
fn a_strange_token_of_the_index_is_strange_alone() {
    let show = show(&[5, 6, 7], &endpoint(Mood::Indexed));
    show.resolve();
    assert_eq!(show.work("w5").ownership[0].owner.address(), OWNER.to_string());
    assert_eq!(show.problem("w6").kind, ProblemKind::NoMetadataNamed);
    assert!(show.work("w6").ownership.is_empty());
    // Whoever can be read of the creators is.
    let work = show.work("w7");
    assert_eq!(work.artist.get(Default::default()), CREATOR.to_string());
    assert_eq!(work.ownership[0].owner.address(), OWNER.to_string());
    assert_eq!(kinds(&show, "w7"), []);
}

#[test]
fn what_is_not_as_it_should_be_is_said() {
    let check = |mood: Mood, kind: ProblemKind, said: &str| {
        let show = show(&[1], &endpoint(mood));
        assert_eq!(show.resolve().shown, 0, "{mood:?}");
        let problem = show.problem("w1");
        assert!(problem.kind == kind && problem.detail.contains(said), "{mood:?}: {problem}");
        show
    };
    check(
        Mood::OtherChain,
        ProblemKind::OtherChain,
        "says it is chain EtWTRABZaYq6iMfeYKouRu166VU2xqa1",
    );
    check(Mood::OtherMint, ProblemKind::MetadataUnreadable, "another mint's");
    check(Mood::CutOff, ProblemKind::MetadataUnreadable, "ends within its");
    check(Mood::Fewer, ProblemKind::EndpointSilent, "other than were asked for");
    check(Mood::NoBase64, ProblemKind::EndpointSilent, "other than were asked for");
    check(Mood::Page, ProblemKind::EndpointSilent, "its answer is no JSON-RPC");
    for mood in [Mood::OtherHolding, Mood::NoBlock] {
        let show = check(mood, ProblemKind::AddressRefused, "");
        assert!(show.work("w1").ownership.is_empty(), "{mood:?}");
        assert_eq!(kinds(&show, "w1"), [ProblemKind::OwnerNotNamed], "{mood:?}");
    }
    let numbered = show(&[1], &endpoint(Mood::Honest));
    let toml = std::fs::read_to_string(numbered.path().join("exhibition.toml")).unwrap();
    let named = toml.replacen("[[work]]", "block = \"16\"\n[[work]]", 1);
    numbered.write("exhibition.toml", named.as_bytes());
    numbered.resolve();
    assert!(numbered.reason("w1").contains("has no block 16"), "{}", numbered.reason("w1"));
}

#[test]
fn a_request_is_about_so_many_accounts_or_tokens_and_no_more() {
    let check = |asks_index: bool, count: usize, expected: &[usize]| {
        let requests: Arc<Mutex<Vec<usize>>> = Arc::default();
        let noted = requests.clone();
        let server = Server::reading(move |request| {
            let asked: Value = serde_json::from_slice(&request.body).unwrap();
            let listed = match asked["method"].as_str().unwrap() {
                "getMultipleAccounts" => asked["params"][0].as_array(),
                "getAssetBatch" => asked["params"]["ids"].as_array(),
                _ => None,
            };
            noted.lock().unwrap().extend(listed.map(Vec::len));
            Reply::ok(call(Mood::Indexed, &asked).to_string())
        });
        let chain = CHAIN.parse().unwrap();
        let address = |n: usize| {
            let mut bytes = [0xee; 32];
            bytes[..8].copy_from_slice(&n.to_le_bytes());
            SolanaAddress(bytes)
        };
        let addresses: Vec<SolanaAddress> = (0..count).map(address).collect();
        let found = block_on(async {
            let (door, url) = (door(&[&server]), url(&server.url()));
            let solana = Solana::connect(&door, &url, &chain, "latest").await.unwrap();
            match asks_index {
                true => solana.assets(&addresses).await.unwrap().unwrap().len(),
                false => solana.accounts(&addresses).await.unwrap().len(),
            }
        });
        let mut requests = requests.lock().unwrap().clone();
        requests.sort_by_key(|size| std::cmp::Reverse(*size));
        assert_eq!((found, requests.as_slice()), (count, expected));
    };
    let (accounts, tokens) = (SOLANA_ACCOUNTS_PER_REQUEST_MAX, SOLANA_ASSETS_PER_REQUEST_MAX);
    check(false, accounts, &[accounts]);
    check(false, accounts + 1, &[accounts, 1]);
    check(true, tokens, &[tokens]);
    check(true, tokens + 1, &[tokens, 1]);
}
