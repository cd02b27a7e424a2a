//! What a panel says of proofs, before and after they were run here.

use bevy::prelude::Vec2;

use super::*;
use crate::exhibition::{BlobHash, Language, Proof, read_lock};
use crate::ownership::{
    BlockRef, Called, CalledBy, Checked, Evidence, OwnershipRecord, Said, Verdict, WorkChecked,
};

const OWNERS: [&str; 2] = [
    "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
];

/// The built-in exhibition, whose first work is called proven in all that is said of it.
fn lock(owners: &[&str]) -> Lock {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).unwrap();
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let block = BlockRef { number: 9, hash: Default::default(), time };
    let evidence = Evidence::Proven { endpoints: vec!["a.example".to_owned()], asked: 1, block };
    let work = &mut lock.works[0];
    let record = |owner: &&str| OwnershipRecord {
        owner: owner.parse().unwrap(),
        editions: None,
        evidence: evidence.clone(),
    };
    work.ownership = owners.iter().map(record).collect();
    work.called = Some(Called::of(CalledBy::Name, "Waves", evidence.clone()));
    work.proof = Some(Proof { witness: BlobHash::of(b"nodes"), codes: Vec::new() });
    lock
}

fn said(lock: &Lock, checks: Option<Vec<(Said, Verdict)>>, language: Language) -> String {
    let one = |(said, verdict)| Checked { said, verdict };
    let work = &lock.works[0];
    let checked = checks.map(|checks| WorkChecked {
        work: work.id.to_string(),
        at: Timestamp::from_unix(0),
        checks: checks.into_iter().map(one).collect(),
    });
    let heard = Heard { checked, ..Heard::default() };
    let messages = Messages::new(language);
    let now = "2026-02-01T00:00:00Z".parse().unwrap();
    let telling = Telling { lock, work, heard: &heard, messages: &messages, now };
    let size = Vec2::new(1_280.0, 720.0);
    let surface = Surface { size, scale: 1.0, touch: false, in_page: false };
    format!("{:?}", panel(telling, &surface, 360.0))
}

fn owner(place: usize) -> Said {
    Said::Owner(OWNERS[place].to_owned())
}

#[test]
fn a_panel_calls_nothing_proven_that_was_not_run_here() {
    let lock = lock(&OWNERS[..1]);
    let holds = || Verdict::Holds { block: 9 };
    let refused = || Verdict::Refused("it names another".to_owned());
    let check = |checks: Option<Vec<(Said, Verdict)>>, expected: &[&str], unsaid: &[&str]| {
        let words = said(&lock, checks, Language::English);
        for part in expected {
            assert!(words.contains(part), "{part}: {words}");
        }
        for part in unsaid {
            assert!(!words.contains(part), "{part}: {words}");
        }
    };
    let (proven, by_code) = ("◆ Proven, 2026-01-01", "run by this program over the state");
    let stored = "Proof stored, not yet checked here, 2026-01-01";
    let not_run = "it has not been run here yet";
    let all_held = vec![(owner(0), holds()), (Said::Collection, holds())];
    let owner_refused = vec![(owner(0), refused()), (Said::Collection, refused())];
    let no_more = "Its proof does not hold here: no more than claimed";
    check(None, &[stored, not_run], &["Proven", by_code]);
    check(Some(all_held), &[proven, by_code], &[stored, not_run]);
    check(
        Some(owner_refused),
        &[no_more, "and its proof does not hold here"],
        &["Proven", by_code],
    );
    // Each stands by itself.
    check(
        Some(vec![(owner(0), refused()), (Said::Collection, holds())]),
        &[no_more, proven],
        &[by_code],
    );
    check(Some(vec![(owner(0), holds())]), &[proven, by_code, stored], &[not_run]);
    let chinese = said(&lock, None, Language::Chinese);
    assert!(chinese.contains("存有证明，尚未在此核验，2026-01-01"), "{chinese}");
    assert!(!chinese.contains("已证明"), "{chinese}");
}

#[test]
fn of_several_owners_each_stands_as_its_own_proof() {
    let lock = lock(&OWNERS);
    let words = said(
        &lock,
        Some(vec![
            (owner(0), Verdict::Holds { block: 9 }),
            (owner(1), Verdict::Refused("none of the editions".to_owned())),
            (Said::Collection, Verdict::Holds { block: 9 }),
        ]),
        Language::English,
    );
    let [first, second] =
        OWNERS.map(|owner| words.find(owner.rsplit(':').next().unwrap()).unwrap());
    assert!(first < second, "{words}");
    let (of_first, of_second) = words[first..].split_at(second - first);
    assert!(of_first.contains("◆ Proven") && !of_first.contains("does not hold"), "{of_first}");
    let own = of_second.split("Checked here").next().unwrap();
    assert!(own.contains("Its proof does not hold here") && !own.contains("Proven"), "{own}");
}

#[test]
fn a_panel_calls_nothing_agreed_on_other_endpoints_than_that_needs() {
    let mut lock = lock(&OWNERS[..1]);
    let work = &mut lock.works[0];
    let block = work.ownership[0].evidence.block().unwrap().clone();
    let alone = Evidence::Agreed { endpoints: vec!["a.example".to_owned()], asked: 1, block };
    work.ownership[0].evidence = alone.clone();
    work.called = Some(Called::of(CalledBy::Name, "Waves", alone));
    for (language, expected, unsaid) in [
        (
            Language::English,
            ["Names other endpoints than its level needs", "names others than that needs: too few"],
            ["● Agreed", "independent endpoints said the same"],
        ),
        (
            Language::Chinese,
            ["所列节点不合其级别的要求：仅为声称", "而所列节点与此不合"],
            ["● 多方一致", "给出相同回答"],
        ),
    ] {
        let panel = said(&lock, None, language);
        for part in expected {
            assert!(panel.contains(part), "{part}: {panel}");
        }
        for part in unsaid {
            assert!(!panel.contains(part), "{part}: {panel}");
        }
    }
}

#[test]
fn a_panel_says_by_which_answer_the_collection_is_called() {
    let mut lock = lock(&OWNERS[..1]);
    for (by, english, chinese) in [
        (
            CalledBy::Name,
            "The contract itself gives the collection’s name.",
            "系列名称由合约自身给出",
        ),
        (
            CalledBy::Symbol,
            "The collection is called by its contract’s symbol.",
            "系列以其合约的代号称之。",
        ),
        (CalledBy::Document, "that the contract itself holds", "合约自身所存的文档"),
    ] {
        lock.works[0].called.as_mut().unwrap().by = by;
        for (language, words) in [(Language::English, english), (Language::Chinese, chinese)] {
            let panel = said(&lock, None, language);
            assert!(panel.contains(words), "{words}: {panel}");
            // Of an answer that was not asked for nothing is known.
            for unsaid in ["no name", "未给出"] {
                assert!(!panel.contains(unsaid), "{unsaid}: {panel}");
            }
        }
    }
    lock.works[0].called = None;
    assert!(!said(&lock, None, Language::English).contains("The collection’s name"));
}
