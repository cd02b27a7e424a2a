//! Checks of locks that are whole, damaged and stale.

use std::io;

use super::*;
use crate::exhibition::lock::LOCK_VERSION;
use crate::exhibition::{
    Authorship, BlobHash, Bytes, FrameMake, MediaKind, MemoryBlobs, Naming, Problem, ProblemKind,
    Rung, Section, SizeSource, Visual, WorkSize,
};
use crate::limits::CLOCK_SLACK_SECS;
use crate::media::{Fonts, examine};
use crate::ownership::{Binding, BlockRef, Evidence, Level, OwnershipRecord, Right, RightKind};

const NOW: &str = "2026-03-01T00:00:00Z";

/// A lock of one work, a picture of 100 by 80 pixels, and its blobs.
fn show() -> (Lock, MemoryBlobs) {
    let mut blobs = MemoryBlobs::default();
    let mut file = io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_pixel(100, 80, image::Rgba([200, 10, 10, 255]));
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    let file = file.into_inner();
    let examined = examine(&file, &Fonts::default()).unwrap();
    let mut keep = |bytes: &[u8]| (blobs.keep(bytes.to_vec()), bytes.len() as u64);
    let rungs = examined
        .rungs
        .iter()
        .map(|rung| {
            let (hash, length) = keep(rung.bytes.get(&file));
            let (width_px, height_px) = (rung.width, rung.height);
            Rung { width_px, height_px, mime: rung.mime.to_owned(), hash, length }
        })
        .collect();
    let (hash, length) = keep(&file);
    let work = LockedWork {
        id: "red".parse().unwrap(),
        section: 0,
        arrival: 0,
        token: None,
        title: Text::one("Red"),
        artist: Text::default(),
        year: String::new(),
        medium: Text::default(),
        description: Text::default(),
        collection: Text::default(),
        traits: vec![],
        links: vec![],
        size: WorkSize { width_mm: 1000, height_mm: 800, depth_mm: 0, source: SizeSource::Unknown },
        frame: FrameMake::Black,
        hero: false,
        metadata: None,
        media: Media::Shown(Visual {
            kind: MediaKind::Still,
            original: Bytes {
                uri: "red.png".into(),
                hash,
                length,
                strength: ByteStrength::Mutable,
            },
            suffix: String::new(),
            packed: None,
            mime: examined.mime().to_owned(),
            width_px: 100,
            height_px: 80,
            frames: 1,
            duration_ms: 0,
            has_sound: false,
            codecs: String::new(),
            average: examined.average,
            transparent: false,
            background: None,
            rungs,
        }),
        ownership: vec![record("2026-02-01T00:00:00Z")],
        royalty: None,
        binding: None,
        naming: None,
        called: None,
        authorship: Vec::new(),
        signed: Vec::new(),
        rights: Vec::new(),
        provenance: None,
        proof: None,
        credits: Default::default(),
        notes: vec![],
    };
    let lock = Lock {
        version: LOCK_VERSION,
        resolved: NOW.parse().unwrap(),
        title: Text::one("A"),
        subtitle: Text::default(),
        curator: Text::default(),
        text: Text::default(),
        stale_after_days: 60,
        live: Default::default(),
        live_agree: Default::default(),
        sections: vec![Section { id: "a".into(), title: Text::one("A"), text: Text::default() }],
        works: vec![work],
    };
    (lock, blobs)
}

fn record(as_of: &str) -> OwnershipRecord {
    OwnershipRecord {
        owner: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap(),
        editions: None,
        evidence: Evidence::Claimed { by: "a file".into(), as_of: as_of.parse().ok() },
    }
}

fn visual(lock: &mut Lock) -> &mut Visual {
    match &mut lock.works[0].media {
        Media::Shown(visual) => visual,
        Media::Missing(_) => panic!("the work is shown"),
    }
}

#[test]
fn what_is_not_as_the_lock_says_is_found() {
    let check = |change: &dyn Fn(&mut Lock, &mut MemoryBlobs), expected: &str, passes: bool| {
        let (mut lock, mut blobs) = show();
        change(&mut lock, &mut blobs);
        let report = check(&lock, &blobs, NOW.parse().unwrap());
        let findings: Vec<_> = report.works[0].findings.iter().map(|f| f.to_string()).collect();
        let found = findings.iter().any(|finding| finding.contains(expected));
        assert!(found || (expected.is_empty() && findings.is_empty()), "{expected}: {findings:?}");
        assert_eq!(report.is_sound(), passes, "{expected}: {findings:?}");
    };
    check(&|_, _| {}, "", true);
    check(&|_, blobs| blobs.0.clear(), "is not there", false);
    check(&|_, blobs| blobs.0.values_mut().for_each(|bytes| bytes[40] ^= 1), "is damaged", false);
    check(&|lock, _| visual(lock).original.length += 1, "bytes, and the lock says", false);
    check(&|lock, _| visual(lock).mime = "image/jpeg".into(), "the lock says image/jpeg", false);
    check(&|lock, _| visual(lock).width_px = 99, "100 x 80 pixels, and the lock says 99", false);
    check(&|lock, _| visual(lock).rungs[0].width_px = 63, "the lock says 63", false);
    check(&|lock, _| visual(lock).rungs.reverse(), "out of order", false);
    check(&|lock, _| visual(lock).rungs.clear(), "out of order", false);
    check(&|lock, _| visual(lock).kind = MediaKind::Sculpture, "cannot be drawn", false);
    check(
        &|lock, _| {
            lock.works[0].media =
                Media::Missing(Problem::new(ProblemKind::NotFound, "no gateway had it"))
        },
        "no gateway had it",
        true,
    );
    let dated = |as_of: &'static str| {
        move |lock: &mut Lock, _: &mut MemoryBlobs| lock.works[0].ownership = vec![record(as_of)]
    };
    check(&dated("2025-12-01T00:00:00Z"), "90 days old, and 60 are allowed", true);
    check(&dated("never"), "names no date", true);
    check(&dated("2027-01-01T00:00:00Z"), "has not come yet", false);
    check(
        &|lock, _| {
            let token = "eip155:137/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
            lock.works[0].token = Some(token.parse().unwrap());
        },
        "another chain",
        false,
    );
}

#[test]
fn what_stands_beside_an_owner_grows_old_too() {
    let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
    let reported = |number: u64, time: &str| {
        let block = BlockRef { number, hash: Default::default(), time: moment(time) };
        Evidence::Reported { endpoint: "a.example".to_owned(), block }
    };
    let check = |change: &dyn Fn(&mut LockedWork), expected: &[&str]| {
        let (mut lock, blobs) = show();
        change(&mut lock.works[0]);
        let report = check(&lock, &blobs, moment(NOW));
        let dated =
            |finding: &&Finding| matches!(finding, Finding::Stale { .. } | Finding::Expired { .. });
        let findings = report.works[0].findings.iter().filter(dated);
        let found: Vec<String> = findings.map(Finding::to_string).collect();
        assert_eq!(found, expected);
    };
    // A work of which nobody is known to own it, and what its contract said long ago.
    let named = |work: &mut LockedWork, evidence: Evidence| {
        work.ownership.clear();
        let text = BlobHash::of(b"ipfs://a");
        work.naming = Some(Naming { text, made: false, evidence });
    };
    let long_ago = || reported(7, "2025-12-01T00:00:00Z");
    let old = "what is said beside the owner, at block 7, is 90 days old, and 60 are allowed; \
               run `enfilade resolve --refresh`";
    check(&|work| named(work, reported(8, "2026-02-01T00:00:00Z")), &[]);
    check(&|work| named(work, long_ago()), &[old]);
    // Each block once, and that of an owner's record only as that.
    let bound = |work: &mut LockedWork| {
        named(work, long_ago());
        work.binding = Some(Binding { locked: true, evidence: long_ago() });
    };
    check(&bound, &[old]);
    let owned = |work: &mut LockedWork| {
        bound(work);
        work.ownership = vec![OwnershipRecord { evidence: long_ago(), ..record(NOW) }];
    };
    let owner = record(NOW).owner;
    let its = format!(
        "the record of {owner} is 90 days old, and 60 are allowed; run `enfilade resolve --refresh`"
    );
    check(&owned, &[its.as_str()]);
    // Who made it was signed for a time.
    let authored = |expires: &str| {
        let evidence = Evidence::Attested {
            issuer: "did:key:z6Mk".to_owned(),
            issued: moment("2026-01-15T00:00:00Z"),
            expires: Some(moment(expires)),
            standing: Default::default(),
        };
        vec![Authorship { name: "Shen Yu".to_owned(), did: None, evidence }]
    };
    check(&|work| work.authorship = authored("2026-03-01T00:00:01Z"), &[]);
    let ended = "the authorship of Shen Yu held until 2026-03-01T00:00:00Z, and holds no longer";
    check(&|work| work.authorship = authored(NOW), &[ended]);
    let long_since = |work: &mut LockedWork| {
        work.authorship = authored("2027-01-01T00:00:00Z");
        let Evidence::Attested { issued, .. } = &mut work.authorship[0].evidence else { return };
        *issued = moment("2025-01-15T00:00:00Z");
    };
    check(&long_since, &[]);
}

#[test]
fn a_use_that_ended_is_told_of() {
    let user = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let check = |expires: &str, expected: Option<&str>| {
        let (mut lock, blobs) = show();
        let (account, expires) = (user.parse().unwrap(), expires.parse().unwrap());
        let right = RightKind::User { account, expires };
        let evidence = lock.works[0].ownership[0].evidence.clone();
        lock.works[0].rights = vec![Right { right, evidence }];
        let report = check(&lock, &blobs, NOW.parse().unwrap());
        let ended = |finding: &&Finding| matches!(finding, Finding::UseEnded { .. });
        let found = report.works[0].findings.iter().find(ended);
        assert_eq!(found.map(Finding::to_string), expected.map(str::to_owned));
        assert!(found.is_none_or(|found| found.severity() == Severity::Notice));
    };
    check("2026-03-01T00:00:01Z", None);
    let ended = format!("{user} could use it until 2026-03-01T00:00:00Z, and may no longer");
    check("2026-03-01T00:00:00Z", Some(ended.as_str()));
}

#[test]
fn an_owner_is_called_no_more_than_what_was_held_up() {
    let check = |change: &dyn Fn(&mut LockedWork), expected: &str| {
        let (mut lock, blobs) = show();
        change(&mut lock.works[0]);
        let report = check(&lock, &blobs, NOW.parse().unwrap());
        assert_eq!(report.works[0].owners.key(), expected, "{:?}", report.works[0].findings);
    };
    check(&|_| {}, Level::Claimed.key());
    check(&|work| work.ownership.clear(), "unknown");
    let of_other_chain = |work: &mut LockedWork| {
        let token = "eip155:137/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
        work.token = Some(token.parse().unwrap());
    };
    check(&of_other_chain, "refused");
    let attested = |work: &mut LockedWork| {
        work.ownership[0].evidence = Evidence::Attested {
            issuer: "did:key:z6Mk".to_owned(),
            issued: "2026-01-01T00:00:00Z".parse().unwrap(),
            expires: None,
            standing: Default::default(),
        };
    };
    // Without the verifier nothing can be held against anything.
    let verifies = cfg!(feature = "verify");
    check(&attested, if verifies { "refused" } else { "unchecked" });
}

#[test]
fn a_record_may_be_dated_so_much_later_and_no_more() {
    let check = |later_secs: i64, expected: bool| {
        let (mut lock, blobs) = show();
        let now: Timestamp = NOW.parse().unwrap();
        let as_of = Some(Timestamp::from_unix(now.unix() + later_secs));
        lock.works[0].ownership[0].evidence = Evidence::Claimed { by: "a file".into(), as_of };
        assert_eq!(check(&lock, &blobs, now).is_sound(), expected, "{later_secs}");
    };
    check(CLOCK_SLACK_SECS, true);
    check(CLOCK_SLACK_SECS + 1, false);
}

/// The word of two endpoints, of this level.
#[cfg(feature = "verify")]
fn by_two(level: Level) -> Evidence {
    let time = "2026-02-01T00:00:00Z".parse().unwrap();
    let block = BlockRef { number: 7, hash: Default::default(), time };
    let endpoints = vec!["a.example".to_owned(), "b.example".to_owned()];
    match level {
        Level::Proven => Evidence::Proven { endpoints, asked: 2, block },
        _ => Evidence::Agreed { endpoints, asked: 2, block },
    }
}

#[cfg(feature = "verify")]
#[test]
fn what_is_called_agreed_without_its_header_is_told_of() {
    let check = |token: &str, owner: &str, level: Level, found: Option<Severity>, stand: &str| {
        let (mut lock, blobs) = show();
        let work = &mut lock.works[0];
        work.token = Some(token.parse().unwrap());
        let owner = owner.parse().unwrap();
        work.ownership = vec![OwnershipRecord { owner, editions: None, evidence: by_two(level) }];
        let report = check(&lock, &blobs, NOW.parse().unwrap());
        let work = &report.works[0];
        assert_eq!(work.severity(), found, "{:?}", work.findings);
        assert_eq!((work.owners.key(), work.held), (stand, 0));
    };
    let evm = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
    let account = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    check(evm, account, Level::Agreed, Some(Severity::Notice), "unchecked");
    check(evm, account, Level::Proven, Some(Severity::Failure), "refused");
    // Other families have no header that proves anything, and so nothing to be held to.
    let tezos = "tezos:NetXdQprcVkpaWU/fa2:KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/152";
    let holder = "tezos:NetXdQprcVkpaWU:tz1MJx9vhaNRSimcuXPK2rW4fLccQnDAnVKJ";
    check(tezos, holder, Level::Agreed, None, "unchecked");
}

#[cfg(feature = "verify")]
#[test]
fn without_a_proof_each_owner_stands_by_what_they_are_called() {
    let check = |owner: Level, beside: Level, expected: &str| {
        let (mut lock, blobs) = show();
        let work = &mut lock.works[0];
        let token = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
        work.token = Some(token.parse().unwrap());
        work.ownership[0].evidence = by_two(owner);
        work.binding = Some(Binding { locked: true, evidence: by_two(beside) });
        let report = check(&lock, &blobs, NOW.parse().unwrap());
        assert_eq!(report.works[0].owners.key(), expected, "{:?}", report.works[0].findings);
    };
    // What is beside an owner is not about them.
    check(Level::Agreed, Level::Proven, "unchecked");
    check(Level::Proven, Level::Agreed, "refused");
}
