//! The prover against endpoints that tell the truth, half of it, and none of it.

use alloy_primitives::{Address, B256, Bytes, U256};
use serde_json::{Value, json};

use super::world::{COLLECTION, Contract, World, slot};
use crate::limits::{PROOF_ROUNDS_MAX, PROVEN_PLACES_MAX};
use crate::ownership::proof::{Lie, Outcome, Proven, Prover, Request, Unanswered};

pub(super) const CHAIN: u64 = 31_337;

fn owners() -> Vec<Address> {
    (1..=40).map(Address::repeat_byte).collect()
}

pub(super) fn owner_of(number: u64) -> (Address, Bytes) {
    let input = [&[0x63, 0x52, 0x21, 0x1e], slot(number).as_slice()].concat();
    (COLLECTION, input.into())
}

type Answering<'a> = dyn Fn(&str, &Value) -> Result<Value, String> + 'a;

/// Brings the prover what an endpoint answers, and counts the round trips.
pub(super) fn serve(prover: &mut Prover, endpoint: &Answering) -> usize {
    let mut trips = 0;
    loop {
        let requests = prover.requests();
        if requests.is_empty() && !prover.is_waiting() {
            return trips;
        }
        trips += 1;
        assert!(trips < 200, "it never ends");
        for request in &requests {
            let (method, parameters) = prover.json_rpc(request);
            match endpoint(method, &parameters) {
                Ok(answer) => prover.bring(request, Ok(&answer)),
                Err(said) => prover.bring(request, Err(said)),
            }
        }
    }
}

fn one(world: &World, endpoint: &Answering) -> Result<Proven, Unanswered> {
    let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(6)]);
    serve(&mut prover, endpoint);
    prover.finish().1.remove(0)
}

pub(super) fn owner_in(proven: &Result<Proven, Unanswered>) -> Option<Address> {
    match &proven.as_ref().ok()?.outcome {
        Outcome::Returned(data) => crate::ownership::read_address(data),
        _ => None,
    }
}

#[test]
fn without_a_hint_a_call_names_what_it_touches() {
    let world = World::with_owners(&owners());
    let honest = |method: &str, parameters: &Value| match method {
        "eth_createAccessList" => Err("the method does not exist (-32601)".to_owned()),
        _ => Ok(world.answer(method, parameters)),
    };
    assert_eq!(owner_in(&one(&world, &honest)), Some(Address::repeat_byte(7)));
}

#[test]
fn a_hint_saves_round_trips_and_a_wrong_one_does_no_harm() {
    let world = World::with_owners(&owners());
    let with = |list: Value| {
        let endpoint = |method: &str, parameters: &Value| match method {
            "eth_createAccessList" => Ok(json!({ "accessList": list, "gasUsed": "0x1" })),
            _ => Ok(world.answer(method, parameters)),
        };
        let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(6)]);
        let trips = serve(&mut prover, &endpoint);
        assert_eq!(owner_in(&prover.finish().1[0]), Some(Address::repeat_byte(7)), "{list}");
        trips
    };
    let right = with(json!([{ "address": COLLECTION, "storageKeys": [slot(6)] }]));
    let none = with(json!([]));
    let wrong = with(json!([{ "address": COLLECTION, "storageKeys": [slot(9)] }]));
    let nonsense = with(json!("x"));
    assert!(right < none, "{right} {none}");
    assert_eq!(none, wrong);
    assert_eq!(none, nonsense);
}

#[test]
fn many_calls_share_their_round_trips() {
    let world = World::with_owners(&owners());
    let calls: Vec<_> = (0..40).map(owner_of).collect();
    let mut prover = Prover::new(CHAIN, world.header.clone(), calls);
    let trips = serve(&mut prover, &|method, parameters| Ok(world.answer(method, parameters)));
    let (_, ends) = prover.finish();
    for (n, end) in ends.iter().enumerate() {
        assert_eq!(owner_in(end), Some(Address::repeat_byte(n as u8 + 1)));
    }
    assert!(trips <= 5, "{trips}");
}

/// A list whose owners are found by going back until one is written, as ERC721A packs
/// them: every slot is one more round without a hint.
#[test]
fn a_call_may_go_a_long_way() {
    // number := calldata; while sload(number) == 0 { number -= 1 }; return sload(number)
    let code = vec![
        0x60, 4, 0x35, 0x5b, 0x80, 0x54, 0x80, 0x60, 20, 0x57, 0x50, 0x60, 1, 0x90, 0x03, 0x60, 3,
        0x56, 0x00, 0x00, 0x5b, 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3,
    ];
    let holder = Address::repeat_byte(0x42);
    // Among many others, so that every empty slot has a way of its own.
    let others = (0..1500).map(|n| (slot(1_000_000 + n), U256::from(1)));
    let holder_at = (slot(0), U256::from_be_slice(holder.as_slice()));
    let storage = others.chain([holder_at]).collect();
    let world = World::new([(COLLECTION, Contract { code, storage })]);
    let ask = |number| {
        let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(number)]);
        serve(&mut prover, &|method, parameters| Ok(world.answer(method, parameters)));
        prover.finish().1.remove(0)
    };
    assert_eq!(owner_in(&ask(20)), Some(holder));
}

/// A collection in which a call goes down from its number's slot until it meets an owner;
/// each slot that it passes is written, so that no other's proof proves it as well.
fn stairs(steps: u64, holder: Address) -> World {
    // number := calldata; while sload(number) == 1 { number -= 1 }; return sload(number)
    let code = vec![
        0x60, 4, 0x35, 0x5b, 0x80, 0x54, 0x80, 0x60, 1, 0x10, 0x60, 21, 0x57, 0x50, 0x60, 1, 0x90,
        0x03, 0x60, 3, 0x56, 0x5b, 0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3,
    ];
    let passed = (1..=steps).map(|number| (slot(number), U256::from(1)));
    let holder_at = (slot(0), U256::from_be_slice(holder.as_slice()));
    let storage = passed.chain([holder_at]).collect();
    World::new([(COLLECTION, Contract { code, storage })])
}

/// The slots that a call of the stairs reads, as an access list; and so many slots of an
/// account that nobody reads.
fn hint(parameters: &Value, strangers: u64) -> Value {
    let data: Bytes = serde_json::from_value(parameters[0]["data"].clone()).unwrap();
    let number = U256::from_be_slice(&data[4..36]).to::<u64>();
    let read: Vec<B256> = (0..=number).map(slot).collect();
    let others: Vec<B256> = (0..strangers).map(slot).collect();
    let list = json!([
        { "address": COLLECTION, "storageKeys": read },
        { "address": Address::repeat_byte(0x99), "storageKeys": others },
    ]);
    json!({ "accessList": list, "gasUsed": "0x1" })
}

#[test]
fn a_later_call_that_needs_more_is_asked_a_hint_of_its_own() {
    let holder = Address::repeat_byte(0x42);
    let steps = 3 * PROOF_ROUNDS_MAX as u64;
    let world = stairs(steps, holder);
    let hinted = std::cell::Cell::new(0);
    let endpoint = |method: &str, parameters: &Value| match method {
        "eth_createAccessList" => {
            hinted.set(hinted.get() + 1);
            Ok(hint(parameters, 0))
        }
        _ => Ok(world.answer(method, parameters)),
    };
    // The first two read next to nothing, and the last one as much as there is.
    let calls = vec![owner_of(0), owner_of(1), owner_of(steps)];
    let mut prover = Prover::new(CHAIN, world.header.clone(), calls);
    let trips = serve(&mut prover, &endpoint);
    for end in prover.finish().1 {
        assert_eq!(owner_in(&end), Some(holder));
    }
    assert_eq!(hinted.get(), 2, "the first call's, and the last one's");
    assert!(trips < 16, "{trips}");
}

#[test]
fn what_touches_more_than_is_proven_is_called_too_wide() {
    let holder = Address::repeat_byte(0x42);
    let steps = PROOF_ROUNDS_MAX as u64 + 10;
    let world = stairs(steps, holder);
    let ask = |number: u64, places: usize| {
        // The slots from there down to none, and two accounts.
        let strangers = places as u64 - (number + 1) - 2;
        let endpoint = |method: &str, parameters: &Value| match method {
            "eth_createAccessList" => Ok(hint(parameters, strangers)),
            _ => Ok(world.answer(method, parameters)),
        };
        let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(number)]);
        serve(&mut prover, &endpoint);
        prover.finish().1.remove(0)
    };
    assert_eq!(owner_in(&ask(steps, PROVEN_PLACES_MAX)), Some(holder));
    assert_eq!(ask(steps, PROVEN_PLACES_MAX + 1), Err(Unanswered::TooWide));
    // Who says so of a call that touches little does no harm by it.
    assert_eq!(owner_in(&ask(3, PROVEN_PLACES_MAX + 1)), Some(holder));
}

/// What endpoints may do instead of proving, and what becomes of it. None ends in an
/// owner who is not the owner.
#[test]
fn lies_are_refused_by_name() {
    let world = World::with_owners(&owners());
    let other = World::with_owners(&[Address::repeat_byte(0xbb); 40]);
    let check = |name: &str,
                 harm: &dyn Fn(&str, Value) -> Result<Value, String>,
                 expected: &str| {
        let endpoint =
            |method: &str, parameters: &Value| harm(method, world.answer(method, parameters));
        let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(6)]);
        serve(&mut prover, &endpoint);
        let lies = prover.take_lies();
        let end = prover.finish().1.remove(0);
        // Where the proof holds all the same, it is what is believed.
        let owner = owner_in(&end);
        assert!(owner.is_none_or(|owner| owner == Address::repeat_byte(7)), "{name}: {owner:?}");
        let said = match (&end, lies.first()) {
            (_, Some(lie)) => lie.to_string(),
            (Err(why), None) => why.to_string(),
            (Ok(_), None) => "nothing was noticed".to_owned(),
        };
        assert!(said.contains(expected), "{name}: {said}");
    };
    let of = |method: &'static str, harm: fn(&mut Value)| {
        move |asked: &str, mut answer: Value| {
            if asked == method && !answer["storageProof"].as_array().is_some_and(Vec::is_empty) {
                harm(&mut answer);
            }
            Ok(answer)
        }
    };
    let proof = "eth_getProof";
    check(
        "another value",
        &of(proof, |a| a["storageProof"][0]["value"] = json!("0xbb")),
        "its own proof says",
    );
    check(
        "another balance",
        &of(proof, |a| a["balance"] = json!("0xbb")),
        "what it says of the account",
    );
    check(
        "another nonce",
        &of(proof, |a| a["nonce"] = json!("0x9")),
        "what it says of the account",
    );
    check(
        "another code hash",
        &of(proof, |a| a["codeHash"] = json!(B256::ZERO)),
        "what it says of the account",
    );
    check(
        "another storage root",
        &of(proof, |a| a["storageHash"] = json!(B256::ZERO)),
        "what it says of the account",
    );
    check(
        "no nodes of the slot",
        &of(proof, |a| a["storageProof"][0]["proof"] = json!([])),
        "does not lead from the account",
    );
    check(
        "no last node",
        &of(proof, |a| {
            a["storageProof"][0]["proof"].as_array_mut().unwrap().pop();
        }),
        "does not lead from the account",
    );
    check(
        "a cut node",
        &of(proof, |a| {
            let nodes = a["storageProof"][0]["proof"].as_array_mut().unwrap();
            let node = nodes[0].as_str().unwrap().to_owned();
            nodes[0] = json!(node[..node.len() - 2]);
        }),
        "does not lead from the account",
    );
    check(
        "no form",
        &|asked, answer| Ok(if asked == proof { json!(7) } else { answer }),
        "has not the form",
    );
    check(
        "null",
        &|asked, answer| Ok(if asked == proof { Value::Null } else { answer }),
        "has not the form",
    );
    check(
        "other code",
        &|asked, answer| {
            Ok(if asked == "eth_getCode" { json!("0x600160005260206000f3") } else { answer })
        },
        "is not the account's code",
    );
    check(
        "no code",
        &|asked, answer| Ok(if asked == "eth_getCode" { json!("0x") } else { answer }),
        "is not the account's code",
    );
    check(
        "nothing",
        &|asked, answer| {
            if asked == proof { Err("missing trie node".to_owned()) } else { Ok(answer) }
        },
        "missing trie node",
    );
    // The same block's number, another block's state.
    let end = one(&world, &|method, parameters| Ok(other.answer(method, parameters)));
    assert_eq!(end.unwrap_err(), Unanswered::Lied(Lie::AstrayAccount(COLLECTION)));
    // The proof of another account, and of another slot.
    let end = one(&world, &|method, parameters| {
        Ok(match method {
            "eth_getProof" => world.prove(Address::repeat_byte(3), &[]),
            _ => world.answer(method, parameters),
        })
    });
    assert!(matches!(end, Err(Unanswered::Lied(_))), "{end:?}");
    let end = one(&world, &|method, parameters| {
        Ok(match method {
            "eth_getProof" if parameters[1] != json!([]) => {
                let mut answer = world.prove(COLLECTION, &[slot(9)]);
                answer["storageProof"][0]["key"] = json!(slot(6));
                answer
            }
            _ => world.answer(method, parameters),
        })
    });
    assert!(matches!(end, Err(Unanswered::Lied(_))), "{end:?}");
}

#[test]
fn what_one_endpoint_withholds_another_may_prove() {
    let world = World::with_owners(&owners());
    let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(6), owner_of(7)]);
    serve(&mut prover, &|_, _| Err("pruned".to_owned()));
    assert!(!prover.is_proven());
    prover.try_again();
    serve(&mut prover, &|method, parameters| Ok(world.answer(method, parameters)));
    assert!(prover.is_proven());
    assert_eq!(prover.take_lies(), []);
}

#[test]
fn requests_are_in_the_form_of_json_rpc() {
    let world = World::with_owners(&owners());
    let mut prover = Prover::new(CHAIN, world.header.clone(), vec![owner_of(6)]);
    let requests = prover.requests();
    assert_eq!(requests, [Request::AccessList { call: 0 }]);
    let (method, parameters) = prover.json_rpc(&requests[0]);
    assert_eq!((method, &parameters[1]), ("eth_createAccessList", &json!("0x3e8")));
    let request = Request::Proof { address: COLLECTION, slots: vec![slot(6)] };
    let (method, parameters) = prover.json_rpc(&request);
    // Slots have their whole 32 bytes, which some endpoints insist on.
    assert_eq!((method, parameters), ("eth_getProof", json!([COLLECTION, [slot(6)], "0x3e8"])));
}
