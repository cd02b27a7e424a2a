//! Whole shows through several endpoints: who is believed where they differ, and who is
//! named for it.

use alloy_primitives::Address;
use enfilade::exhibition::{LockedWork, ProblemKind};
use enfilade::ownership::{Evidence, Level, RightKind, Timestamp};
use serde_json::json;

use crate::liar::{Damage, Liar, Lie, Nodes};
use crate::local::Chain;
use crate::local::contracts::{Numbered, Rights};
use crate::scene::n;
use crate::show::Show;
use crate::stage::{Stage, checked, level, owner};

/// As evidence names an endpoint.
fn host(url: &str) -> &str {
    url.trim_start_matches("http://").trim_end_matches('/')
}

/// Whether what is said of a work names all of these endpoints: who says who owns it, and
/// who has another block.
fn names_all(work: &LockedWork, urls: &[String]) -> bool {
    let notes = work.notes.iter().map(|note| note.detail.as_str());
    let sources = work.ownership.iter().flat_map(|record| record.evidence.sources());
    let said: Vec<&str> = notes.chain(sources.map(String::as_str)).collect();
    urls.iter().all(|url| said.iter().any(|said| said.contains(host(url))))
}

#[test]
fn honest_endpoints_outvote_one_that_lies() {
    let stage = Stage::new();
    let honest = stage.chain.url.clone();
    let check = |lie: Lie, proof: &str, expected: Level, note: Option<ProblemKind>| {
        let liar = Liar::start(&honest, std::slice::from_ref(&lie));
        let other = Liar::start(&honest, &[]);
        let show = stage.show(&[liar.url(), honest.clone(), other.url()], proof).in_haste();
        show.resolve();
        let work = show.work("w1");
        assert_eq!(level(&work), Some(expected), "{lie:?}: {:?}", work.notes);
        assert_eq!(owner(&work), Some(stage.holder()), "{lie:?}");
        let kinds: Vec<ProblemKind> = work.notes.iter().map(|note| note.kind).collect();
        assert!(note.is_none_or(|note| kinds.contains(&note)), "{lie:?}: {kinds:?}");
        if let Some(note) = work.notes.first().filter(|_| note.is_some()) {
            let url = liar.url();
            assert!(note.detail.contains(host(&url)), "{lie:?}: {note} names {url}");
        }
        assert_eq!(checked(&show).1, [], "{lie:?}");
    };
    let liar = stage.chain.account(7);
    let disagrees = Some(ProblemKind::EndpointDisagrees);
    check(Lie::Owner(liar), "proof = false", Level::Agreed, disagrees);
    check(Lie::Missing("eth_getProof"), "", Level::Proven, None);
    check(Lie::Nodes(Nodes::Storage, Damage::DropLast), "", Level::Proven, None);
    check(
        Lie::Header("hash", json!(alloy_primitives::B256::repeat_byte(7))),
        "",
        Level::Proven,
        disagrees,
    );
    check(
        Lie::Header("hash", json!(alloy_primitives::B256::repeat_byte(7))),
        "proof = false",
        Level::Agreed,
        disagrees,
    );
    check(Lie::ChainId(5), "", Level::Proven, None);
    check(Lie::Stall("eth_getProof"), "", Level::Proven, None);
}

#[test]
fn two_who_differ_agree_on_nothing() {
    let stage = Stage::new();
    let liar = Liar::start(&stage.chain.url, &[Lie::Owner(stage.chain.account(7))]);
    let show = stage.show(&[stage.chain.url.clone(), liar.url()], "proof = false");
    show.resolve();
    let work = show.work("w1");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Reported), Some(stage.holder())));
    assert_eq!(work.notes[0].kind, ProblemKind::EndpointDisagrees);
}

/// Two against two are a tie, even where no more than two must agree.
#[test]
fn as_many_against_as_for_agree_on_nothing() {
    let stage = Stage::new();
    let (holder, invented) = (stage.holder(), stage.chain.account(7));
    let honest = || Liar::start(&stage.chain.url, &[]).url();
    let lying = || Liar::start(&stage.chain.url, &[Lie::Owner(invented)]).url();
    let check = |order: &str, expected: (Level, Address), otherwise: &[usize]| {
        let start = |kind: char| if kind == 'h' { honest() } else { lying() };
        let endpoints: Vec<String> = order.chars().map(start).collect();
        let show = stage.show(&endpoints, "proof = false\nprovenance = false\nagree = 2");
        show.resolve();
        let work = show.work("w1");
        let found = (level(&work), owner(&work));
        assert_eq!(found, (Some(expected.0), Some(expected.1)), "{order}: {:?}", work.notes);
        for place in otherwise {
            let named = work.notes.iter().any(|note| {
                note.kind == ProblemKind::EndpointDisagrees
                    && note.detail.contains(host(&endpoints[*place]))
            });
            assert!(named, "{order}, {place}: {:?}", work.notes);
        }
        assert_eq!(checked(&show).1, [], "{order}");
    };
    check("hlhl", (Level::Reported, holder), &[1, 3]);
    check("hhll", (Level::Reported, holder), &[2, 3]);
    check("lhlh", (Level::Reported, invented), &[1, 3]);
    check("llhh", (Level::Reported, invented), &[2, 3]);
    // One more on either side decides it.
    check("hlhlh", (Level::Agreed, holder), &[1, 3]);
    check("lhlhh", (Level::Agreed, holder), &[0, 2]);
    let row = "| another owner from two, beside two honest endpoints, in any order | reported | endpoint-disagrees |";
    assert!(include_str!("../../docs/lies.md").contains(row), "docs/lies.md is to hold {row}");
}

/// The same contract on a chain of the same number, where everything belongs to somebody
/// else, and which contradicts itself nowhere.
#[test]
fn a_world_of_its_own_is_not_believed_beside_an_honest_endpoint() {
    let (stage, invented) = (Stage::new(), Stage::held_by(7));
    let world = || {
        let url = invented.chain.url.clone();
        Liar::start(&stage.chain.url, &[Lie::Turn { request: 0, url }]).url()
    };
    let honest = || Liar::start(&stage.chain.url, &[]).url();
    // One against one, whoever is named first, and whatever is asked of them.
    for more in ["", "agree = 2", "agree = 1", "proof = false"] {
        for endpoints in [[world(), honest()], [honest(), world()]] {
            let show = stage.show(&endpoints, more);
            show.resolve();
            let work = show.work("w1");
            assert!(level(&work) <= Some(Level::Reported), "{more}: {:?}", work.ownership);
            assert!(names_all(&work, &endpoints), "{more}: {:?}", work.notes);
            assert_eq!(checked(&show).1, [], "{more}");
            let provenance = work.provenance.as_ref().map(|said| said.evidence.level());
            assert!(provenance <= Some(Level::Reported), "{more}: {provenance:?}");
        }
    }
    // Two against one, and the one is named first.
    for (more, expected) in [("", Level::Proven), ("proof = false", Level::Agreed)] {
        let endpoints = [world(), honest(), honest()];
        let show = stage.show(&endpoints, more);
        show.resolve();
        let work = show.work("w1");
        assert_eq!((level(&work), owner(&work)), (Some(expected), Some(stage.holder())));
        assert!(names_all(&work, &endpoints[..1]), "{more}: {:?}", work.notes);
        assert_eq!(checked(&show).1, [], "{more}");
    }
    // Where most of them lie together, they are the chain: no level says more than who
    // stands behind it.
    let endpoints = [world(), world(), honest()];
    let show = stage.show(&endpoints, "");
    show.resolve();
    let work = show.work("w1");
    assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(invented.holder())));
    assert!(names_all(&work, &endpoints[2..]), "{:?}", work.notes);
    for row in [
        "| a whole world of its own, beside one honest endpoint, in any order | at most reported | both are named |",
        "| the same, beside two honest endpoints | proven: the true owner | endpoint-disagrees |",
        "| two that invent the same world, beside one honest endpoint | **proven, over their header: another owner** | endpoint-disagrees |",
    ] {
        assert!(include_str!("../../docs/lies.md").contains(row), "docs/lies.md is to hold {row}");
    }
}

/// Who may use a work, and who says so.
fn user_of(work: &LockedWork) -> Option<(Address, Evidence)> {
    work.rights.iter().find_map(|right| match &right.right {
        RightKind::User { account, .. } => {
            Some((account.evm_address().unwrap(), right.evidence.clone()))
        }
        _ => None,
    })
}

/// A right is believed as an owner is: proven, agreed, or the word of one.
#[test]
fn a_right_is_what_most_endpoints_tell_of() {
    let chain = Chain::start();
    let [holder, user, invented] = [1, 2, 7].map(|index| chain.account(index));
    let lent = chain.deploy("Lent", &[]);
    chain.tell(lent, &Numbered::mintCall { to: holder, number: n(1) });
    let expires = Chain::BEGINS + 10_000_000;
    chain.tell_as(holder, lent, &Rights::setUserCall { number: n(1), user, expires });
    let honest = || Liar::start(&chain.url, &[]).url();
    let lying = || Liar::start(&chain.url, &[Lie::Owner(invented)]).url();
    let check = |endpoints: &[String], more: &str, expected: (Level, usize), code: Level| {
        let toml = format!(
            "[chains.\"{0}\"]\nendpoints = {1}\n{more}\n[[work]]\ntoken = \"{0}/erc721:{lent}/1\"\nid = \"lent\"\n",
            Chain::CHAIN,
            json!(endpoints)
        );
        let show = Show::new(&toml);
        show.resolve();
        let work = show.work("lent");
        let (found, evidence) = user_of(&work).unwrap_or_else(|| panic!("{more}: {work:?}"));
        let told = (evidence.level(), evidence.sources().len());
        assert_eq!((found, told), (user, expected), "{more}: {:?}", work.notes);
        // Of the code nobody tells otherwise.
        let plain = work.rights.iter().find(|right| right.right == RightKind::PlainCode);
        assert_eq!(plain.map(|right| right.evidence.level()), Some(code), "{more}");
        assert_eq!(checked(&show).1, [], "{more}");
        work
    };
    let named = |work: &LockedWork, kind: ProblemKind, url: &str| {
        let of_it = |detail: &str| detail.contains(host(url)) && detail.contains("user");
        let found = work.notes.iter().any(|note| note.kind == kind && of_it(&note.detail));
        assert!(found, "{url}: {:?}", work.notes);
    };
    let unproven = "proof = false";
    let [reported, agreed, proven] = [Level::Reported, Level::Agreed, Level::Proven];
    check(&[honest()], unproven, (reported, 1), reported);
    check(&[honest(), honest(), honest()], unproven, (agreed, 3), agreed);
    check(&[honest(), honest()], "", (proven, 2), proven);
    // Whoever tells of another user is named, whether asked first or not.
    let liar = lying();
    for endpoints in [[liar.clone(), honest(), honest()], [honest(), liar.clone(), honest()]] {
        let work = check(&endpoints, unproven, (agreed, 2), agreed);
        named(&work, ProblemKind::EndpointDisagrees, &liar);
    }
    // One word against another agrees on nothing.
    let work = check(&[honest(), liar.clone()], unproven, (reported, 1), agreed);
    named(&work, ProblemKind::EndpointDisagrees, &liar);
    let tied = [honest(), liar.clone(), honest(), lying()];
    let work = check(&tied, "proof = false\nagree = 2", (reported, 1), agreed);
    named(&work, ProblemKind::EndpointDisagrees, &liar);
    let work = check(&[liar.clone(), honest(), honest()], "", (proven, 3), proven);
    named(&work, ProblemKind::RightContradicted, &liar);
    named(&work, ProblemKind::EndpointDisagrees, &liar);
}

/// One that takes no block by its hash has a voice, too, wherever it is named.
#[test]
fn an_endpoint_with_ways_of_its_own_has_a_voice() {
    let stage = Stage::new();
    let numbers_only = || Liar::start(&stage.chain.url, &[Lie::NumbersOnly]).url();
    for endpoints in
        [[stage.chain.url.clone(), numbers_only()], [numbers_only(), stage.chain.url.clone()]]
    {
        let show = stage.show(&endpoints, "proof = false");
        show.resolve();
        let work = show.work("w1");
        let Evidence::Agreed { endpoints: agree, asked: 2, .. } = &work.ownership[0].evidence
        else {
            panic!("{:?}, {:?}", work.ownership, work.notes)
        };
        assert_eq!(agree.len(), 2);
        assert_eq!(owner(&work), Some(stage.holder()));
    }
}

/// Whoever is asked at two addresses says everything twice, and is one voice.
#[test]
fn two_addresses_of_one_host_are_one_voice() {
    let stage = Stage::new();
    let one = Liar::start(&stage.chain.url, &[]).url();
    let addresses = [format!("{one}/a"), format!("{one}/b")];
    let level_of = |endpoints: &[String], more: &str| {
        let show = stage.show(endpoints, more);
        show.resolve();
        let work = show.work("w1");
        assert_eq!(owner(&work), Some(stage.holder()));
        assert_eq!(checked(&show).1, []);
        level(&work)
    };
    assert_eq!(level_of(&addresses, "proof = false"), Some(Level::Reported));
    let with_another = [addresses.as_slice(), std::slice::from_ref(&stage.chain.url)].concat();
    assert_eq!(level_of(&with_another, "proof = false"), Some(Level::Agreed));
    assert_eq!(level_of(&with_another, "proof = false\nagree = 2"), Some(Level::Agreed));
    assert_eq!(level_of(&addresses, ""), Some(Level::Proven));
    let twice = [one.clone(), one];
    for (endpoints, more, expected) in [
        (&addresses, "agree = 2", "the 2 endpoints that are named belong to one host"),
        (&twice, "", "is named twice"),
    ] {
        let refused = stage.show(endpoints, more).try_resolve(false).unwrap_err().to_string();
        assert!(refused.contains(expected) && refused.contains("line "), "{refused}");
    }
}

/// One that stopped long ago makes the block an old one where it must agree, and is named.
#[test]
fn an_endpoint_that_lags_is_named() {
    let stage = Stage::new();
    let stood = stage.chain.height();
    stage.chain.mine(80);
    let stopped = Liar::start(&stage.chain.url, &[Lie::Stopped(stood)]).url();
    let [first, second] = [(); 2].map(|()| Liar::start(&stage.chain.url, &[]).url());
    let hours = |hours: i64| Timestamp::from_unix(stage.chain.now() + hours * 3_600);
    let behind = format!("{} is 80 blocks behind {}", host(&stopped), host(&first));
    let old = format!("the newest block of {} is of ", host(&stopped));
    let rows = [
        (
            "one of two that stopped 80 blocks ago",
            vec![first.clone(), stopped.clone()],
            hours(0),
            behind.as_str(),
        ),
        (
            "the same, beside two that went on",
            vec![first.clone(), second, stopped.clone()],
            hours(0),
            behind.as_str(),
        ),
        ("one alone that stopped two hours ago", vec![stopped.clone()], hours(2), old.as_str()),
    ];
    let mut table = String::new();
    for (name, endpoints, now, expected) in rows {
        let mut show = stage.show(&endpoints, "");
        show.now = now;
        let report = show.resolve();
        let work = show.work("w1");
        assert_eq!((level(&work), owner(&work)), (Some(Level::Proven), Some(stage.holder())));
        assert_eq!(checked(&show).1, [], "{name}");
        let block = work.ownership[0].evidence.block().unwrap().number;
        let named = report.warnings.iter().any(|warning| warning.contains(expected));
        let at = format!("its works are asked about at block {block} of ");
        assert!(report.warnings[0].contains(&at), "{name}: {:?}", report.warnings);
        let block = if block == stood { "its old block" } else { "the newest block" };
        let named = if named { "the resolve names it" } else { "nothing more" };
        table += &format!("| {name} | proven, as of {block} | {named} |\n");
    }
    let kept = include_str!("../../docs/lies.md");
    assert!(kept.contains(&table), "docs/lies.md is to hold this table:\n{table}");
    // Who asks for a block of the past gets it without a word.
    let mut show = stage.show(&[stopped], &format!("block = \"{stood}\""));
    show.now = hours(2);
    assert_eq!(show.resolve().warnings, Vec::<String>::new());
}
