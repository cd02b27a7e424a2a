//! Several endpoints, of which so many must name the same block: what is proven over one
//! that they name, and what is said of one that they do not.

use super::*;
use crate::ownership::Evidence;
use crate::ownership::proof::tests::world::{COLLECTION, World};

/// A block in which token 0 belongs to somebody.
fn world() -> World {
    World::with_owners(&[who(0xa1)])
}

/// What the endpoint answers that is watched through.
fn answer(world: &World, call: &Call) -> Answer {
    match call.method {
        "eth_chainId" => Ok(json!("0x1")),
        "eth_getBlockByNumber" => Ok(world.block()),
        "eth_call" => Ok(json!(who(0xa1).into_word())),
        "eth_getLogs" => Ok(json!([])),
        "eth_createAccessList" => {
            Err(Refusal { code: -32601, message: "no such method".to_owned() })
        }
        method => Ok(world.answer(method, &call.params)),
    }
}

fn watch_through(voices: Voices) -> Watch {
    let evm = EvmToken { standard: EvmStandard::Erc721, contract: COLLECTION, number: U256::ZERO };
    let token = AssetId::of_evm(ChainId::evm(1), evm);
    let watched = Watched { work: "work".to_owned(), token, holding: holding(0xa1), block: None };
    let mut watch = Watch::new(ChainId::evm(1), voices).unwrap();
    watch.heed(&Order { works: vec![watched], before: None });
    watch
}

/// What another endpoint says of the block.
#[derive(Clone, Copy, Debug)]
enum Other {
    Same,
    Another,
    NotThere,
    Mute,
    /// A block of another number.
    Astray,
}

impl Other {
    fn answer(self, world: &World) -> Answer {
        let hash = B256::repeat_byte(7);
        match self {
            Self::Same => Ok(world.block()),
            Self::Another => Ok(json!({ "number": "0x3e8", "hash": hash, "timestamp": "0x1" })),
            Self::NotThere => Ok(Value::Null),
            Self::Mute => Err(Refusal { code: 0, message: "timed out".to_owned() }),
            Self::Astray => Ok(json!({ "number": "0x7", "hash": hash, "timestamp": "0x1" })),
        }
    }
}

/// A whole round, in which the endpoints at these places answer so: whom it asked beside the
/// one that is watched through, and what it told.
fn round(world: &World, watch: &mut Watch, others: &[Other]) -> (Vec<usize>, Vec<News>) {
    let (mut asked, mut news) = (Vec::new(), Vec::new());
    watch.begin();
    for _ in 0..20 {
        let (calls, inquiry) = (watch.calls(), watch.others());
        if calls.is_empty() && inquiry.is_none() {
            return (asked, news);
        }
        if !calls.is_empty() {
            let answers = calls.iter().map(|call| answer(world, call)).collect();
            watch.bring(answers, Timestamp::from_unix(1_780_000_001));
        }
        if let Some(Inquiry { call, endpoints }) = inquiry {
            assert_eq!((call.method, &call.params[0]), ("eth_getBlockByNumber", &json!("0x3e8")));
            let says = endpoints.iter().map(|place| others[*place - 1].answer(world));
            watch.hear(&says.collect::<Vec<_>>());
            asked.extend(endpoints);
        }
        news.extend(watch.take_news());
    }
    panic!("a round ends");
}

/// How it is known in the end who owns it: who stands behind the block, of how many; or why
/// nothing is proven.
fn known(news: &[News]) -> Result<(Vec<String>, u32), String> {
    let record = records(news.to_vec()).pop().unwrap();
    assert_eq!(record.holding, holding(0xa1));
    match (record.evidence, record.unproven) {
        (Evidence::Proven { endpoints, asked, .. }, None) => Ok((endpoints, asked)),
        (Evidence::Reported { endpoint, .. }, Some(why)) => {
            assert_eq!(endpoint, "a");
            Err(why)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_proven_over_a_block_that_too_few_name() {
    use Other::{Another, Astray, Mute, NotThere, Same};
    let world = world();
    let check = |hosts: &[&str], agree: Option<u32>, others: &[Other], behind: &[&str], of: u32| {
        let mut watch = watch_through(voices(hosts, agree));
        let (_, news) = round(&world, &mut watch, others);
        let behind: Vec<String> = behind.iter().map(|host| (*host).to_owned()).collect();
        assert_eq!(known(&news), Ok((behind, of)), "{hosts:?}, {agree:?}: {others:?}");
        troubles(news)
    };
    // Nobody else, or nobody else who must.
    assert_eq!(check(&["a"], None, &[], &["a"], 1), []);
    assert_eq!(check(&["a", "b"], Some(1), &[Another], &["a"], 1), []);
    // More than half of them where nobody says how many.
    assert_eq!(check(&["a", "b"], None, &[Same], &["a", "b"], 2), []);
    assert_eq!(check(&["a", "b", "c"], None, &[Mute, Same], &["a", "c"], 3), []);
    assert_eq!(check(&["a", "b", "c"], Some(3), &[Same, Same], &["a", "b", "c"], 3), []);
    // One that says otherwise is outvoted, and named.
    let said = check(&["a", "b", "c"], Some(2), &[Same, Another], &["a", "b"], 3);
    assert_eq!(said, [Some(Trouble::Disputed("c has another block there".to_owned()))]);
    // Two addresses of one host are one voice, for which the first speaks that answers.
    assert_eq!(check(&["a", "a", "b"], Some(2), &[Mute, Same], &["a", "b"], 2), []);
    assert_eq!(check(&["a", "b", "b"], Some(2), &[Mute, Same], &["a", "b"], 2), []);

    let check = |hosts: &[&str], agree: Option<u32>, others: &[Other], why: &str| {
        let mut watch = watch_through(voices(hosts, agree));
        let (_, news) = round(&world, &mut watch, others);
        assert_eq!(known(&news), Err(why.to_owned()), "{hosts:?}, {agree:?}: {others:?}");
        assert_eq!(troubles(news), [Some(Trouble::Alone(why.to_owned()))]);
    };
    let stand = "behind its block stand";
    check(&["a"], Some(2), &[], &format!("{stand} 1 of 1 endpoints (a), and 2 must"));
    let one = |of: u32| format!("{stand} 1 of {of} endpoints (a), and 2 must");
    check(&["a", "b"], None, &[Another], &format!("{}; b has another block there", one(2)));
    check(&["a", "b"], None, &[NotThere], &format!("{}; b has not come as far", one(2)));
    check(&["a", "b"], Some(2), &[Mute], &format!("{}; b gives no answer", one(2)));
    check(&["a", "b"], Some(2), &[Astray], &format!("{}; b gives no answer", one(2)));
    let both = format!("{}; c has another block there; b gives no answer", one(3));
    check(&["a", "b", "c"], Some(2), &[Mute, Another], &both);
    let one_host = format!("{stand} 2 of 2 endpoints (a, b), and 3 must");
    check(&["a", "b", "b"], Some(3), &[Same, Same], &one_host);
    // As many contradict it as name it.
    let split = format!(
        "{stand} 2 of 4 endpoints (a, b), and 2 must; c has another block there; d has another block there"
    );
    check(&["a", "b", "c", "d"], Some(2), &[Same, Another, Another], &split);
}

#[test]
fn those_who_must_are_asked_once_for_a_block_and_again_until_enough_name_it() {
    use Other::{Mute, Same};
    let world = world();
    let mut watch = watch_through(voices(&["a", "b", "a", "c"], Some(3)));
    let (asked, news) = round(&world, &mut watch, &[Same, Mute, Mute]);
    assert_eq!(asked, [1, 3], "each of another host, and none of its own");
    assert!(known(&news).is_err());
    // Nothing new is told as long as nothing is new.
    let (asked, news) = round(&world, &mut watch, &[Same, Mute, Mute]);
    assert_eq!((asked, news), (vec![1, 3], Vec::new()));
    let (asked, news) = round(&world, &mut watch, &[Same, Mute, Same]);
    assert_eq!(asked, [1, 3]);
    assert_eq!(known(&news), Ok((["a", "b", "c"].map(str::to_owned).to_vec(), 3)));
    assert_eq!(troubles(news), [None]);
    let (asked, news) = round(&world, &mut watch, &[Mute, Mute, Mute]);
    assert_eq!((asked, news), (Vec::new(), Vec::new()));
}

#[test]
fn an_endpoint_that_has_its_turn_is_asked_about_by_the_others() {
    use Other::{Another, Same};
    let world = world();
    let mut watch = watch_through(voices(&["b", "a", "c"], Some(2)));
    watch.begin();
    watch.fail("timed out".to_owned());
    assert!(watch.has_failed() && watch.others().is_none());
    let silent = Some(Trouble::Silent("timed out".to_owned()));
    assert_eq!(troubles(watch.take_news()), [silent]);
    let heeded = watch.items[0].watched.clone();
    watch.turn(1);
    watch.heed(&Order { works: vec![heeded], before: None });
    watch.begin();
    let answers = watch.calls().iter().map(|call| answer(&world, call)).collect();
    watch.bring(answers, Timestamp::from_unix(1_780_000_001));
    assert_eq!(watch.others().unwrap().endpoints, [0, 2]);
    // What was the matter with the first one is not the matter with this one.
    let news = watch.take_news();
    let [News::Line { endpoint, trouble: None, .. }] = &news[..] else { panic!("{news:?}") };
    assert_eq!(endpoint, "a");
    watch.hear(&[Another.answer(&world), Same.answer(&world)]);
    assert_eq!(troubles(watch.take_news()).len(), 1, "the first one says otherwise");
}
