//! What a panel says of proofs, before and after they were run here.

use bevy::prelude::Vec2;

use super::*;
use crate::exhibition::{Authorship, BlobHash, Language, Naming, Proof, SignedRecord, read_lock};
use crate::ownership::{
    BlockRef, Called, CalledBy, Checked, Evidence, OwnershipRecord, Right, RightKind, Said,
    Standing, Verdict, WorkChecked,
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
    said_at(lock, checks, language, "2026-02-01T00:00:00Z")
}

fn said_at(
    lock: &Lock,
    checks: Option<Vec<(Said, Verdict)>>,
    language: Language,
    now: &str,
) -> String {
    let one = |(said, verdict)| Checked { said, verdict };
    let work = &lock.works[0];
    let checked = checks.map(|checks| WorkChecked {
        work: work.id.to_string(),
        at: Timestamp::from_unix(0),
        checks: checks.into_iter().map(one).collect(),
    });
    let heard = Heard { checked, ..Heard::default() };
    let messages = Messages::new(language);
    let now = now.parse().unwrap();
    let telling = Telling { lock, work, heard: &heard, rests: None, messages: &messages, now };
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

#[test]
fn what_a_list_says_is_said_otherwise_once_it_is_out_of_date() {
    let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
    let mut lock = lock(&OWNERS[..1]);
    let evidence = Evidence::Attested {
        issuer: "did:key:z6Mk".to_owned(),
        issued: moment("2026-01-01T00:00:00Z"),
        expires: None,
        standing: Standing::Stands {
            as_of: moment("2026-01-31T00:00:00Z"),
            until: Some(moment("2026-01-31T12:00:00Z")),
        },
    };
    let work = &mut lock.works[0];
    work.ownership[0].evidence = evidence.clone();
    work.authorship = vec![Authorship { name: "Shen Yu".to_owned(), did: None, evidence }];
    work.signed = vec![SignedRecord { record: BlobHash::of(b"a record"), status: None }];
    let english = [
        "By its issuer’s list of 2026-01-31 it has not been taken back.",
        "By its issuer’s list of 2026-01-31, which is out of date, it had not been taken back.",
    ];
    let chinese = [
        "据签发者 2026-01-31 的名单，此记录未被撤回。",
        "据签发者 2026-01-31 的名单（已过期），此记录当时未被撤回。",
    ];
    for (language, [stands, stood]) in [(Language::English, english), (Language::Chinese, chinese)]
    {
        for (now, expected, other) in
            [("2026-01-31T11:59:59Z", stands, stood), ("2026-01-31T12:00:00Z", stood, stands)]
        {
            let checks = vec![(owner(0), Verdict::Signed), (Said::Author, Verdict::Signed)];
            let panel = said_at(&lock, Some(checks), language, now);
            // Of the owner, and of who made it.
            assert_eq!(panel.matches(expected).count(), 2, "{now}: {panel}");
            assert!(!panel.contains(other), "{now}: {panel}");
        }
    }
}

#[test]
fn a_use_that_ended_is_told_of_as_such() {
    let mut lock = lock(&OWNERS[..1]);
    let (account, expires) = (OWNERS[1].parse().unwrap(), "2026-01-15T00:00:00Z".parse().unwrap());
    let right = RightKind::User { account, expires };
    let evidence = lock.works[0].ownership[0].evidence.clone();
    lock.works[0].rights = vec![Right { right, evidence }];
    let check = |now: &str, ended: bool| {
        for (language, until, over) in [
            (
                Language::English,
                "Until 2026-01-15 it may be used by",
                "It held until 2026-01-15, and holds no longer.",
            ),
            (
                Language::Chinese,
                "至 2026-01-15 止，可由以下账户使用：",
                "有效期至 2026-01-15，现已失效。",
            ),
        ] {
            let panel = said_at(&lock, None, language, now);
            assert!(panel.contains(until), "{now}: {panel}");
            assert_eq!(panel.contains(over), ended, "{now}: {panel}");
        }
    };
    check("2026-01-14T23:59:59Z", false);
    check("2026-01-15T00:00:00Z", true);
}

#[test]
fn what_is_of_no_owners_block_says_how_old_it_is() {
    let old = [
        (Language::English, "This is as of 1096 days ago; it may have changed since."),
        (Language::Chinese, "此项截至 1096 天前，或已变更。"),
    ];
    let check = |owners: &[&str], change: &dyn Fn(&mut LockedWork), now: &str, expected: bool| {
        let mut lock = lock(owners);
        let work = &mut lock.works[0];
        let evidence = work.called.take().unwrap().evidence;
        let text = BlobHash::of(b"ipfs://a");
        work.naming = Some(Naming { text, made: false, evidence });
        change(work);
        for (language, words) in old {
            let panel = said_at(&lock, None, language, now);
            assert_eq!(panel.contains(words), expected, "{now}: {panel}");
        }
    };
    let later = "2029-01-01T00:00:00Z";
    check(&[], &|_| {}, later, true);
    check(&[], &|_| {}, "2026-02-01T00:00:00Z", false);
    // The owner's record on that block says so itself; one of a file says nothing of it.
    check(&OWNERS[..1], &|_| {}, later, false);
    let claimed = |work: &mut LockedWork| {
        work.ownership[0].evidence = Evidence::Claimed { by: "a file".to_owned(), as_of: None };
    };
    check(&OWNERS[..1], &claimed, later, true);
}
