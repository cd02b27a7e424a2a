//! Endpoints that are slow, hurried, forgetful or lying: each is named in one sentence,
//! the next is asked, and what can be asked otherwise is.

use enfilade::exhibition::{Problem, ProblemKind};
use serde_json::json;

use crate::endpoint::{self, CHAIN, CONTRACT, Mood, OWNER};
use crate::server::Server;
use crate::show::Show;

/// A show of so many tokens of the endpoint's contract.
fn show(tokens: usize, endpoints: &[&Server]) -> Show {
    let urls: Vec<String> = endpoints.iter().map(|server| server.url()).collect();
    let mut toml = format!("[chains.\"{CHAIN}\"]\nendpoints = {}\n", json!(urls));
    for number in 0..tokens {
        toml.push_str(&format!(
            "[[work]]\ntoken = \"{CHAIN}/erc721:{CONTRACT}/{number}\"\nid = \"w{number}\"\n"
        ));
    }
    Show::new(&toml)
}

const TOKENS: usize = 12;

/// Every work hangs, with its own title and its owner.
fn is_whole(show: &Show, mood: Mood) {
    let report = show.resolve();
    assert_eq!((report.shown, report.missing), (TOKENS, vec![]), "{mood:?}");
    for (number, work) in show.lock().works.iter().enumerate() {
        assert_eq!(work.title.get(Default::default()), format!("No. {number}"), "{mood:?}");
        assert_eq!(work.ownership.len(), 1, "{mood:?}: {:?}", work.notes);
        assert_eq!(work.ownership[0].owner.evm_address(), Some(OWNER), "{mood:?}");
        // Of events none of them knows anything.
        let other = |note: &&Problem| note.kind != ProblemKind::ProvenanceUnread;
        assert_eq!(work.notes.iter().find(other), None, "{mood:?}");
    }
}

#[test]
fn an_endpoint_that_gives_no_answers_is_named_and_the_next_is_asked() {
    let rows = [
        (Mood::Never, "did not answer in full within 5 seconds"),
        (Mood::Stalls, "did not answer in full within 5 seconds"),
        (Mood::Drips, "did not answer in full within 5 seconds"),
        (Mood::StallsOnCalls, "did not answer in full within 5 seconds"),
        (Mood::Endless, "is larger than the 16 MB"),
        (Mood::OtherChain, "says it is chain 5"),
        (Mood::Page, "its answer is no JSON-RPC"),
        (Mood::PageOnCalls, "its answer is no JSON-RPC"),
        (Mood::OtherIds, "it answers what was not asked"),
        (Mood::Exhausted, "daily request count exceeded (-32005)"),
        (Mood::NoBlock, "has no block latest"),
    ];
    std::thread::scope(|scope| {
        for (mood, expected) in rows {
            scope.spawn(move || {
                let bad = endpoint::start(mood);
                let alone = show(2, &[&bad]).in_haste();
                assert_eq!(alone.resolve().shown, 0, "{mood:?}");
                for id in ["w0", "w1"] {
                    let reason = alone.reason(id);
                    assert!(reason.contains(expected), "{mood:?}: {reason}");
                    assert!(reason.contains(&bad.address.to_string()), "{mood:?}: {reason}");
                    assert!(reason.len() < 300 && !reason.contains('\n'), "{mood:?}: {reason}");
                }
                let honest = endpoint::start(Mood::Honest);
                is_whole(&show(TOKENS, &[&bad, &honest]).in_haste(), mood);
                assert!(bad.sent() < 100_000_000, "{mood:?} sent {}", bad.sent());
            });
        }
    });
}

#[test]
fn an_endpoint_with_ways_of_its_own_is_asked_in_its_way() {
    for mood in [
        Mood::Honest,
        Mood::Forgets,
        Mood::FirstOnly,
        Mood::NoBatches,
        Mood::NoBatchesByHttp,
        Mood::SmallBatches,
        Mood::Hurried,
        Mood::HurriedByHttp,
        Mood::NumbersOnly,
        Mood::NumbersOnlyByHttp,
    ] {
        is_whole(&show(TOKENS, &[&endpoint::start(mood)]), mood);
    }
}

#[test]
fn a_block_is_asked_for_by_its_number_and_no_other_is_taken() {
    let server = endpoint::start(Mood::Honest);
    for (block, shown) in [("16", TOKENS), ("17", 0)] {
        let show = show(TOKENS, &[&server]);
        let toml = std::fs::read_to_string(show.path().join("exhibition.toml")).unwrap();
        let named = toml.replacen("[[work]]", &format!("block = \"{block}\"\n[[work]]"), 1);
        show.write("exhibition.toml", named.as_bytes());
        assert_eq!(show.resolve().shown, shown, "block {block}");
        if shown == 0 {
            let expected = format!("{} has no block {block}", server.address);
            assert!(show.reason("w0").contains(&expected), "{}", show.reason("w0"));
        }
    }
}

#[test]
fn many_tokens_take_a_handful_of_round_trips() {
    let check = |mood: Mood, tokens: usize, round_trips_max: usize| {
        let server = endpoint::start(mood);
        let show = show(tokens, &[&server]);
        assert_eq!(show.resolve().shown, tokens);
        let asked = server.asked();
        assert!(asked <= round_trips_max, "{mood:?}: {tokens} tokens took {asked} round trips");
        // What was answered is not asked again.
        show.resolve();
        assert_eq!(server.asked(), asked, "{mood:?}");
    };
    // Its chain, its block, the contract's code, what it says of itself, a hundred calls,
    // twice its events, of which it knows nothing, and what stands beside the owner.
    check(Mood::Honest, 50, 5 + 2 + 4);
    check(Mood::Honest, 200, 8 + 2 + 5);
    // The code is asked for twice, and then whether the block is still the same.
    check(Mood::NumbersOnly, 50, 7 + 2 + 5);
    check(Mood::NumbersOnlyByHttp, 50, 7 + 2 + 5);
    // Refused at nine calls; then three batches for the contract and 25 for its tokens.
    check(Mood::SmallBatches, 50, 3 + 1 + 3 + 25 + 2 + 4);
    // Refused down to single calls: nine for the contract, a hundred for its tokens, and six
    // slots and two facets in which the address of other code might lie.
    check(Mood::NoBatches, 50, 3 + 3 + 9 + 100 + 2 + 11);
}
