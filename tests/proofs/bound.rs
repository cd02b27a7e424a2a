//! What of the evidence in a lock is bound by something that can be checked, and what is
//! only words: every field is changed by itself, and either a check notices or the papers
//! say that none can.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use alloy_primitives::{Address, B256, Bytes, address};
use alloy_sol_types::SolValue;
use enfilade::exhibition::{Finding, check, read_lock};
use enfilade::identity::{Attestation, KeyKind, Secret, StatusList, Subject};
use enfilade::source::Folder;
use serde_json::{Value, json};

use crate::liar::Liar;
use crate::local::Chain;
use crate::local::contracts::{Delegates, Erc721, Erc1155, Named, Numbered, Rights, Sales};
use crate::local::places::{DELEGATES, furnish, write_name};
use crate::scene::{account_of, n, proxies};
use crate::server::{Reply, Server};
use crate::show::{Show, png};
use crate::stage::{Stage, URI, at_noon};

/// The papers.
const KEPT: &str = include_str!("../../docs/evidence.md");

/// Where a work's evidence lies in a lock.
const EVIDENCE: [&str; 8] =
    ["ownership", "authorship", "naming", "called", "royalty", "binding", "rights", "provenance"];

/// Where every chain has a version of Seaport.
const SEAPORT: Address = address!("0000000000000068F116a894984e2DB1123eB395");

/// What a check finds in a show as it lies there now; none where its lock is not even read.
fn findings(show: &Show) -> Option<Vec<Finding>> {
    let lock = std::fs::read(show.path().join("exhibition.lock")).unwrap();
    let lock = read_lock(&lock).ok()?;
    let report = check(&lock, &Folder::open(show.path()).unwrap(), at_noon());
    Some(report.works.into_iter().flat_map(|work| work.findings).collect())
}

/// Another value that could stand in the place of this name just as well; none for what says
/// which kind of thing it is.
fn other(name: &str, value: &Value) -> Option<Value> {
    let text = match value {
        Value::Bool(yes) => return Some(json!(!yes)),
        Value::Number(number) => return Some(json!(number.as_u64()? + 1)),
        Value::String(text) => text,
        _ => return None,
    };
    // Tags choose the shape of what stands beside them.
    if matches!(name.rsplit('.').next(), Some("level" | "kind" | "state")) {
        return None;
    }
    // One of three words.
    if name == "called.by" {
        return Some(json!("symbol"));
    }
    // An end that is still to come as the other was: that one is over the calendar says.
    if name.ends_with(".expires") {
        return Some(json!("2027-01-01T00:00:01Z"));
    }
    if text.len() == 20 && text.ends_with('Z') {
        return Some(json!("2026-01-01T00:00:01Z"));
    }
    let is_hex = text.contains("0x") || (text.len() >= 64 && !text.contains("did:"));
    if is_hex && text.ends_with(|last: char| last.is_ascii_hexdigit()) {
        // No number becomes none by it.
        let last = if text.ends_with('1') { '2' } else { '1' };
        // In small letters an address has no checksum that could give it away.
        return Some(json!(format!("{}{last}", &text[..text.len() - 1].to_lowercase())));
    }
    Some(json!(format!("{text}x")))
}

/// Every leaf of a value: its pointer, and the same without the numbers of lists.
fn leaves(value: &Value, pointer: &str, name: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                leaves(field, &format!("{pointer}/{key}"), &format!("{name}.{key}"), found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                leaves(item, &format!("{pointer}/{place}"), name, found);
            }
        }
        _ => found.push((pointer.to_owned(), name.to_owned())),
    }
}

/// The fields of the works' evidence by name, and whether a change of each is noticed wherever
/// it stands.
fn fields(show: &Show) -> BTreeMap<String, bool> {
    let path = show.path().join("exhibition.lock");
    let whole: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let mut fields = BTreeMap::new();
    for work in whole["works"].as_array().unwrap() {
        // Each by itself, so that nothing is checked that is not asked about.
        let mut lock = whole.clone();
        lock["works"] = json!([work]);
        // What is left out while it is false can be said all the same.
        if let Some(Value::Object(naming)) = lock.pointer_mut("/works/0/naming") {
            naming.entry("made").or_insert(json!(false));
        }
        let write =
            |lock: &Value| show.write("exhibition.lock", &serde_json::to_vec(lock).unwrap());
        write(&lock);
        let sound = findings(show);
        assert!(sound.is_some());
        for part in EVIDENCE {
            let mut found = Vec::new();
            let pointer = format!("/works/0/{part}");
            // What a work lacks has no fields.
            let Some(there) = lock.pointer(&pointer) else { continue };
            leaves(there, &pointer, part, &mut found);
            for (pointer, name) in found {
                let Some(other) = other(&name, lock.pointer(&pointer).unwrap()) else { continue };
                let mut harmed = lock.clone();
                *harmed.pointer_mut(&pointer).unwrap() = other;
                write(&harmed);
                let noticed = findings(show) != sound;
                fields.entry(name).and_modify(|all| *all &= noticed).or_insert(noticed);
            }
        }
    }
    fields
}

/// A work of which an issuer signed who owns and who made it, with a list of what it took back.
fn attested() -> Show {
    let served: Arc<Mutex<String>> = Arc::default();
    let there = served.clone();
    let server = Server::start(move |_, _| Reply::ok(there.lock().unwrap().clone()));
    let show = Show::new(&format!(
        "[gateways]\nown_hosts = [\"{}\"]\n[[work]]\nfile = \"dusk.png\"\nid = \"dusk\"\nattestations = [\"record.jwt\"]\n",
        server.address
    ));
    let picture = png(60, 80, 1);
    show.write("dusk.png", &picture);
    let secret = Secret::from_bytes(KeyKind::Ed25519, &[7; 32]).unwrap();
    let (did, uri) = (secret.did().unwrap(), format!("{}/status/1", server.url()));
    let issued = "2026-02-01T00:00:00Z".parse().unwrap();
    let mut list = StatusList::new(&uri, 2, 100, issued).unwrap();
    list.ttl_secs = Some(90 * 24 * 3_600);
    *served.lock().unwrap() = list.sign(&secret, &did).unwrap();
    let claims = json!({
        "iss": did.to_string(),
        "sub": Subject::of_file(&picture).to_string(),
        "iat": 1_769_000_000,
        "exp": 1_900_000_000,
        "status": { "status_list": { "idx": 17, "uri": uri } },
        "enf": {
            "owner": { "name": "A museum" },
            "editions": "3",
            "author": { "name": "Shen Yu", "did": did.to_string() },
        },
    });
    let record = Attestation::from_claims(claims.to_string().as_bytes()).unwrap();
    show.write("record.jwt", record.sign(&secret).unwrap().as_bytes());
    show.resolve();
    show
}

/// Works with all that can be said of one, as lines of `exhibition.toml`: one that was sold,
/// one that is lent, with a delegate and a name, one with a royalty that says whether it is
/// bound, editions, one in the account of another, and two whose code can be replaced. Of one
/// of them the document lies at this host.
fn works(chain: &Chain, host: &str) -> String {
    furnish(chain);
    chain.deploy_at(SEAPORT, "Market");
    let [one, two] = [1, 2].map(|index| chain.account(index));
    let changing = chain.deploy("Changing", &[]);
    let mint = |works, to, number| {
        let uri = URI.to_owned();
        chain.tell(works, &Named::mintCall { to, number: n(number), uri });
    };
    mint(changing, one, 1);
    chain.tell_as(one, changing, &Erc721::approveCall { to: SEAPORT, number: n(1) });
    let sale = Sales::sellCall { token: changing, number: n(1), buyer: two, price: n(2_500) };
    chain.tell_as(one, SEAPORT, &sale);
    let lent = chain.deploy("Lent", &[]);
    chain.tell(lent, &Numbered::mintCall { to: one, number: n(1) });
    let expires = Chain::BEGINS + 10_000_000;
    chain.tell_as(one, lent, &Rights::setUserCall { number: n(1), user: two, expires });
    let delegate = Delegates::delegateAllCall { to: two, rights: B256::ZERO, enable: true };
    chain.tell_as(one, DELEGATES, &delegate);
    write_name(chain, "holder.eth", one, one);
    let own = "data:application/json,{\"name\":\"Kiln\"}".to_owned();
    let whole = (format!("http://{host}/m/"), own, one).abi_encode_params();
    let whole = chain.deploy("Whole", &whole);
    let prints = chain.deploy("Editions", &URI.abi_encode());
    chain.tell(prints, &Erc1155::mintCall { to: one, number: n(7), editions: n(9) });
    let (from, to, number, editions) = (one, two, n(7), n(4));
    let give = Erc1155::safeTransferFromCall { from, to, number, editions, data: Bytes::new() };
    chain.tell_as(one, prints, &give);
    let implementation = chain.deploy("TokenAccount", &[]);
    mint(changing, account_of(chain, implementation, changing, 1), 2);
    let mut works = vec![
        ("erc721", changing, 1, "sold".to_owned()),
        ("erc721", lent, 1, "lent".to_owned()),
        ("erc721", whole, 1, "whole".to_owned()),
        ("erc721", changing, 2, "nested".to_owned()),
        ("erc1155", prints, 7, "print".to_owned()),
    ];
    for (kind, behind) in proxies(chain).into_iter().take(2) {
        mint(behind, one, 1);
        works.push(("erc721", behind, 1, kind.to_lowercase()));
    }
    let line = |(kind, contract, number, id): (&str, Address, u64, String)| {
        format!("[[work]]\ntoken = \"eip155:1/{kind}:{contract}/{number}\"\nid = \"{id}\"\n")
    };
    // Nothing of them happened in the block at which they are asked about.
    chain.mine(3);
    let lines: String = works.into_iter().map(line).collect();
    // Whoever holds editions is named.
    let print = "id = \"print\"\n";
    lines.replace(print, &format!("{print}holders = [\"{one}\", \"{two}\"]\n"))
}

#[test]
fn what_of_a_lock_is_bound_and_what_is_words_stands_in_the_papers() {
    let chain = Chain::start_as(1);
    let document = URI.split_once(',').unwrap().1;
    let server = Server::start(move |_, _| Reply::ok(document));
    let works = works(&chain, &server.address.to_string());
    let second = Liar::start(&chain.url, &[]);
    let one = [chain.url.clone()];
    let two = [chain.url.clone(), second.url()];
    let through = |endpoints: &[String], more: &str| {
        let show = Show::new(&format!(
            "[gateways]\nown_hosts = [\"{}\"]\n[chains.\"eip155:1\"]\nendpoints = {}\n{more}\n{works}",
            server.address,
            json!(endpoints)
        ));
        show.resolve();
        show
    };
    let mut table = String::new();
    for (level, show) in [
        ("attested", attested()),
        ("reported", through(&one, "proof = false")),
        ("agreed", through(&two, "proof = false")),
        ("proven", through(&two, "")),
    ] {
        let fields = fields(&show);
        assert!(!fields.is_empty(), "{level}");
        let list = |bound: bool| {
            let of = fields.iter().filter(|(_, noticed)| **noticed == bound);
            let names: BTreeSet<String> = of.map(|(name, _)| format!("`{name}`")).collect();
            match names.is_empty() {
                true => "nothing".to_owned(),
                false => names.into_iter().collect::<Vec<_>>().join(", "),
            }
        };
        table += &format!("| {level} | {} | {} |\n", list(true), list(false));
        // Who the endpoints were and how many were asked nobody signs, at any level.
        for words in ["ownership.evidence.endpoints", "ownership.evidence.asked"] {
            assert!(fields.get(words).is_none_or(|noticed| !noticed), "{level}: {words}");
        }
    }
    assert!(KEPT.contains(&table), "docs/evidence.md is to hold this table:\n{table}");
}

/// What is taken out of a lock whole leaves no trace: it claims less than it could.
#[test]
fn what_is_left_out_of_a_lock_is_not_missed() {
    let stage = Stage::new();
    let show = stage.show(std::slice::from_ref(&stage.chain.url), "");
    show.resolve();
    let path = show.path().join("exhibition.lock");
    let lock: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let sound = findings(&show);
    for part in ["naming", "rights", "provenance", "notes"] {
        let mut less = lock.clone();
        less["works"][0].as_object_mut().unwrap().remove(part);
        show.write("exhibition.lock", &serde_json::to_vec(&less).unwrap());
        assert_eq!(findings(&show), sound, "{part}");
    }
    let said = "What is taken out of a lock whole";
    assert!(KEPT.contains(said), "docs/evidence.md is to say so");
}
