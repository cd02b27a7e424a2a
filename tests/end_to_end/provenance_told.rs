//! What endpoints tell of how works came to their owners: those that leave something out,
//! invent or refuse, and what is asked again.

use std::sync::{Arc, Mutex};

use alloy_primitives::Address;
use enfilade::exhibition::{ProblemKind, check};
use enfilade::ownership::Level;
use enfilade::source::Folder;
use serde_json::{Value, json};

use crate::local::Chain;
use crate::local::http::post_text;
use crate::provenance::{checked, give, hands, head, notes, painting, provenance, work};
use crate::server::{Reply, Server};
use crate::show::Show;

/// How an endpoint passes on what another one says.
type Change = dyn Fn(&Value, Value) -> Value + Send + Sync;

/// An endpoint before another that changes its answers, and notes what it was asked.
struct Between {
    server: Server,
    asked: Arc<Mutex<Vec<Value>>>,
}

impl Between {
    /// `change` gets each request and its answer.
    fn start(
        chain: &Chain,
        change: impl Fn(&Value, Value) -> Value + Send + Sync + 'static,
    ) -> Self {
        let asked: Arc<Mutex<Vec<Value>>> = Arc::default();
        let (url, heard) = (chain.url.clone(), asked.clone());
        let change: Box<Change> = Box::new(change);
        let server = Server::reading(move |request| {
            let text = String::from_utf8(request.body.clone()).unwrap();
            let asked: Value = serde_json::from_str(&text).unwrap();
            let answer: Value = serde_json::from_str(&post_text(&url, &text).body).unwrap();
            let answer = match (&asked, answer) {
                (Value::Array(asked), Value::Array(answers)) => {
                    heard.lock().unwrap().extend(asked.iter().cloned());
                    let of = |answer: Value| {
                        let asked = asked.iter().find(|asked| asked["id"] == answer["id"]);
                        change(asked.unwrap(), answer)
                    };
                    answers.into_iter().map(of).collect()
                }
                (asked, answer) => {
                    heard.lock().unwrap().push(asked.clone());
                    change(asked, answer)
                }
            };
            Reply::ok(answer.to_string())
        });
        Self { server, asked }
    }

    fn url(&self) -> String {
        self.server.url()
    }

    /// The parameters of what was asked of a method since the last time.
    fn asked(&self, method: &str) -> Vec<Value> {
        let all = std::mem::take(&mut *self.asked.lock().unwrap());
        let of = all.into_iter().filter(|asked| asked["method"] == method);
        of.map(|asked| asked["params"].clone()).collect()
    }
}

fn refusal(asked: &Value, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": asked["id"], "error": { "code": -32601, "message": message } })
}

/// An endpoint that tells nothing of what went to an account. It may have no receipts either.
fn silent_about(chain: &Chain, account: Address, receipts: bool) -> Between {
    let account = account.into_word();
    Between::start(chain, move |asked, mut answer| match asked["method"].as_str() {
        Some("eth_getLogs") => {
            let logs = answer["result"].as_array_mut().unwrap();
            logs.retain(|log| log["topics"][2] != json!(account));
            answer
        }
        Some("eth_getBlockReceipts" | "eth_getTransactionReceipt") if !receipts => {
            refusal(asked, "no such method")
        }
        _ => answer,
    })
}

#[test]
fn a_second_resolve_asks_about_new_blocks_alone() {
    let chain = Chain::start();
    let paintings = painting(&chain);
    let between = Between::start(&chain, |_, answer| answer);
    let id = Chain::CHAIN;
    let toml = [head(id, &[&between.url()]), work(id, "erc721", paintings, 1, "w")];
    let show = Show::new(&toml.concat());
    show.resolve();
    let first = between.asked("eth_getLogs");
    // All blocks at once, after a question whether that can be.
    assert_eq!(first.len(), 2, "{first:?}");
    // Nothing is asked again where nothing is asked anew.
    assert!(!show.resolve().changed);
    assert!(between.asked("eth_getLogs").is_empty());
    let known = chain.height();
    give(&chain, paintings, chain.account(3), chain.account(4), 1);
    show.try_resolve(true).unwrap();
    let second = between.asked.lock().unwrap().clone();
    let of = |method: &str| {
        let of = second.iter().filter(|asked| asked["method"] == method);
        of.map(|asked| asked["params"][0].clone()).collect::<Vec<Value>>()
    };
    let next = format!("{:#x}", known + 1);
    assert!(of("eth_getLogs").iter().all(|filter| filter["fromBlock"] == *next), "{second:?}");
    // What is proven stays proven.
    assert_eq!(of("eth_getBlockReceipts"), [json!(next)]);
    let provenance = provenance(&show, "w");
    assert_eq!(hands(&chain, &provenance), "->1 1>2 2>3 3>4");
    assert_eq!(provenance.evidence.level(), Level::Proven);
    assert!(provenance.ends_at_owner && checked(&show).is_sound());

    // A chain that went another way: what was known is heard anew.
    chain.reorg(1);
    chain.mine(1);
    show.try_resolve(true).unwrap();
    assert_eq!(hands(&chain, &self::provenance(&show, "w")), "->1 1>2 2>3");
    assert!(checked(&show).is_sound());
}

#[test]
fn an_endpoint_that_leaves_something_out_is_noticed() {
    let chain = Chain::start();
    let paintings = painting(&chain);
    let id = Chain::CHAIN;
    let liar = silent_about(&chain, chain.account(3), true);
    let resolved = |endpoints: &[&str]| {
        let toml = [head(id, endpoints), work(id, "erc721", paintings, 1, "w")];
        let show = Show::new(&toml.concat());
        show.resolve();
        show
    };
    let alone = resolved(&[&liar.url()]);
    let said = provenance(&alone, "w");
    assert_eq!(hands(&chain, &said), "->1 1>2");
    assert!(said.whole && !said.ends_at_owner);
    let broken = notes(&alone.work("w"), ProblemKind::ProvenanceBroken);
    assert!(broken[0].contains(&format!("the owner is {}", chain.account(3))), "{broken:?}");
    // The label says so, and so the lock is sound; it is not where it claims otherwise.
    assert!(checked(&alone).is_sound());
    let mut lock = alone.lock();
    lock.works[0].provenance.as_mut().unwrap().ends_at_owner = true;
    let folder = Folder::open(alone.path()).unwrap();
    let report = check(&lock, &folder, "2026-03-01T12:00:00Z".parse().unwrap());
    assert!(report.works[0].findings[0].to_string().contains("do not lead to its owner"));

    // Beside an honest one nothing is lost, whoever is named first.
    for endpoints in [[liar.url(), chain.url.clone()], [chain.url.clone(), liar.url()]] {
        let show = resolved(&endpoints.each_ref().map(String::as_str));
        let said = provenance(&show, "w");
        assert_eq!(hands(&chain, &said), "->1 1>2 2>3");
        assert!(said.ends_at_owner && said.evidence.level() == Level::Proven);
        assert_eq!(notes(&show.work("w"), ProblemKind::ProvenanceBroken), [""; 0]);
    }

    // A transfer that never was is not in the block's receipts.
    let (one, nine) = (chain.account(1).into_word(), chain.account(9).into_word());
    let inventor = Between::start(&chain, move |asked, mut answer| {
        if asked["method"] == "eth_getLogs" {
            for log in answer["result"].as_array_mut().unwrap() {
                if log["topics"][1] == json!(one) {
                    log["topics"][2] = json!(nine);
                }
            }
        }
        answer
    });
    let show = resolved(&[&inventor.url()]);
    assert_eq!(hands(&chain, &provenance(&show, "w")), "->1 1>2 2>3");
}

#[test]
fn a_way_that_came_out_broken_is_heard_from_its_beginning_again() {
    let chain = Chain::start();
    let paintings = painting(&chain);
    let id = Chain::CHAIN;
    let third = chain.account(3);
    let through = |endpoint: &Between| {
        [head(id, &[&endpoint.url()]), work(id, "erc721", paintings, 1, "w")].concat()
    };
    let liar = silent_about(&chain, third, true);
    let show = Show::new(&through(&liar));
    show.resolve();
    let refreshed = |endpoint: &Between| {
        show.file(&through(endpoint));
        let warnings = show.try_resolve(true).unwrap().warnings;
        // Of what is proven already nobody is asked again.
        assert!(!warnings.iter().any(|warning| warning.contains("be proven")), "{warnings:?}");
        assert!(checked(&show).is_sound());
        provenance(&show, "w")
    };
    // Who still leaves it out changes nothing, and what was proven stays so without receipts.
    chain.mine(1);
    let said = refreshed(&silent_about(&chain, third, false));
    assert_eq!(hands(&chain, &said), "->1 1>2");
    assert!(said.whole && !said.ends_at_owner);
    assert_eq!(said.evidence.level(), Level::Proven);
    assert_eq!(notes(&show.work("w"), ProblemKind::ProvenanceBroken).len(), 1);
    // Who tells no events at all takes nothing away either.
    let deaf = Between::start(&chain, |asked, answer| {
        if asked["method"] == "eth_getLogs" { refusal(asked, "no such method") } else { answer }
    });
    let kept = refreshed(&deaf);
    assert_eq!((&kept.steps, kept.evidence.level()), (&said.steps, Level::Proven));
    assert_eq!(notes(&show.work("w"), ProblemKind::ProvenanceUnread).len(), 1);
    // Nor does who answers as if there had been none.
    let forgetful = Between::start(&chain, |asked, mut answer| {
        if asked["method"] == "eth_getLogs" {
            answer["result"] = json!([]);
        }
        answer
    });
    let kept = refreshed(&forgetful);
    assert_eq!((kept.steps, kept.evidence.level()), (said.steps, Level::Proven));

    // Who tells all mends it, also where there is no new block.
    let honest = Between::start(&chain, |_, answer| answer);
    let mended = refreshed(&honest);
    assert_eq!(hands(&chain, &mended), "->1 1>2 2>3");
    assert!(mended.whole && mended.ends_at_owner);
    assert_eq!(mended.evidence.level(), Level::Proven);
    assert_eq!(notes(&show.work("w"), ProblemKind::ProvenanceBroken), [""; 0]);
    // From then on new blocks alone are asked about.
    let next = format!("{:#x}", chain.height() + 1);
    honest.asked("eth_getLogs");
    chain.mine(1);
    assert_eq!(hands(&chain, &refreshed(&honest)), "->1 1>2 2>3");
    let asked = honest.asked("eth_getLogs");
    assert!(!asked.is_empty() && asked.iter().all(|asked| asked[0]["fromBlock"] == next));
}

#[test]
fn a_way_that_was_not_heard_to_its_end_goes_on_from_there() {
    let chain = Chain::start();
    let paintings = painting(&chain);
    let id = Chain::CHAIN;
    let newest = chain.height();
    let block = |hex: &Value| u64::from_str_radix(&hex.as_str().unwrap()[2..], 16).unwrap();
    // It has no events yet of the block in which the work came to its owner.
    let slow = Between::start(&chain, move |asked, answer| {
        if asked["method"] != "eth_getLogs" || block(&asked["params"][0]["toBlock"]) < newest {
            return answer;
        }
        let mut answer = refusal(asked, "this block is not indexed yet");
        answer["error"]["code"] = json!(-32000);
        answer
    });
    let honest = Between::start(&chain, |_, answer| answer);
    let through = |endpoint: &Between| {
        [head(id, &[&endpoint.url()]), work(id, "erc721", paintings, 1, "w")].concat()
    };
    let show = Show::new(&through(&slow));
    show.resolve();
    for (endpoint, expected) in [(&slow, "->1 1>2"), (&honest, "->1 1>2 2>3")] {
        assert_eq!(hands(&chain, &provenance(&show, "w")), "->1 1>2");
        assert_eq!(notes(&show.work("w"), ProblemKind::ProvenanceBroken), [""; 0]);
        endpoint.asked("eth_getLogs");
        show.file(&through(endpoint));
        show.try_resolve(true).unwrap();
        assert_eq!(hands(&chain, &provenance(&show, "w")), expected);
        let asked = endpoint.asked("eth_getLogs");
        assert!(!asked.is_empty(), "{expected}");
        assert!(asked.iter().all(|asked| block(&asked[0]["fromBlock"]) == newest), "{asked:?}");
    }
    assert!(provenance(&show, "w").ends_at_owner && checked(&show).is_sound());
}

#[test]
fn what_cannot_be_proven_is_as_strong_as_who_says_it() {
    let chain = Chain::start();
    let paintings = painting(&chain);
    let id = Chain::CHAIN;
    let without = |method: &'static str| {
        Between::start(&chain, move |asked, answer| {
            if asked["method"] == method { refusal(asked, "no such method") } else { answer }
        })
    };
    let resolved = |more: &str, endpoints: &[&str]| {
        let toml = [head(id, endpoints), more.to_owned(), work(id, "erc721", paintings, 1, "w")];
        let show = Show::new(&toml.concat());
        show.resolve();
        show
    };
    let level = |show: &Show| provenance(show, "w").evidence.level();
    // One by one, where a block's receipts are not to be had at once.
    let singly = without("eth_getBlockReceipts");
    assert_eq!(level(&resolved("", &[&singly.url()])), Level::Proven);
    let forged = Between::start(&chain, |asked, mut answer| {
        if asked["method"] == "eth_getBlockReceipts" {
            answer["result"][0]["cumulativeGasUsed"] = json!("0x1");
        }
        answer
    });
    let show = resolved("", &[&forged.url()]);
    assert_eq!(level(&show), Level::Reported);
    let refused = notes(&show.work("w"), ProblemKind::ProofRefused);
    assert!(refused[0].contains("have the root"), "{refused:?}");
    assert!(provenance(&show, "w").ends_at_owner && checked(&show).is_sound());
    // Another proves what one forges.
    assert_eq!(level(&resolved("", &[&forged.url(), &chain.url])), Level::Proven);
    // Without proofs two are stronger than one.
    assert_eq!(level(&resolved("proof = false\n", &[&chain.url])), Level::Reported);
    let second = Between::start(&chain, |_, answer| answer);
    let second = second.url();
    let both = [chain.url.as_str(), second.as_str()];
    assert_eq!(level(&resolved("proof = false\n", &both)), Level::Agreed);
    assert_eq!(resolved("provenance = false\n", &both).work("w").provenance, None);

    // Who tells no events at all leaves nothing but a note.
    let silent = without("eth_getLogs");
    let show = resolved("", &[&silent.url()]);
    let unread = notes(&show.work("w"), ProblemKind::ProvenanceUnread);
    assert!(unread[0].contains("no such method"), "{unread:?}");
    assert_eq!(show.work("w").provenance, None);
    assert_eq!(show.work("w").ownership.len(), 1);
    // Who has a limit on ranges is asked in smaller ones.
    let narrow = Between::start(&chain, |asked, answer| {
        let filter = &asked["params"][0];
        let block =
            |key: &str| filter[key].as_str().map(|hex| u64::from_str_radix(&hex[2..], 16).unwrap());
        match (block("fromBlock"), block("toBlock")) {
            (Some(from), Some(to)) if to - from > 3 => {
                let mut answer = refusal(asked, "the range is too long");
                answer["error"]["code"] = json!(-32602);
                answer
            }
            _ => answer,
        }
    });
    assert_eq!(level(&resolved("", &[&narrow.url()])), Level::Proven);
    // After the first question, since the contract is there and not since the chain is.
    assert_eq!(narrow.asked("eth_getLogs")[1][0]["fromBlock"], "0x1");
    // Who forgot the older ones: what is left does not begin with the mint.
    let pruned = Between::start(&chain, |asked, answer| {
        let from = asked["params"][0]["fromBlock"].as_str();
        let old = from.is_some_and(|hex| u64::from_str_radix(&hex[2..], 16).unwrap() < 8);
        if !old {
            return answer;
        }
        let mut answer = refusal(asked, "history has been pruned for this block");
        answer["error"]["code"] = json!(-32000);
        answer
    });
    let show = resolved("", &[&pruned.url()]);
    assert_eq!(show.work("w").provenance, None);
    assert!(!notes(&show.work("w"), ProblemKind::ProvenanceUnread).is_empty());
}
