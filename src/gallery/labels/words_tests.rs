//! What labels say of owners, rights and evidence, in both languages.

use super::*;
use crate::exhibition::{BlobHash, Proof, SignedRecord, Text, read_lock};
use crate::ownership::live::Change;
use crate::ownership::{BlockRef, Checked, Evidence, Level, Said, Standing, Verdict, WorkChecked};

const OWNER: &str = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

fn proven() -> Evidence {
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let block = BlockRef { number: 9, hash: Default::default(), time };
    Evidence::Proven { endpoints: vec!["a.example".to_owned()], asked: 1, block }
}

#[test]
fn a_label_calls_nothing_proven_that_was_not_run_here() {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).unwrap();
    let work = &mut lock.works[0];
    let owner = OWNER.parse().unwrap();
    work.ownership = vec![OwnershipRecord { owner, editions: None, evidence: proven() }];
    let now = "2026-02-01T00:00:00Z".parse().unwrap();
    let check = |lock: &Lock, heard: &Heard, words: [&str; 2], proven: bool| {
        let languages = [(Language::English, "Proven"), (Language::Chinese, "已证明")];
        for (words, (language, as_said)) in words.into_iter().zip(languages) {
            let messages = Messages::new(language);
            let label = label(lock, &lock.works[0], heard, &messages, now, 4.0);
            let label = format!("{label:?}");
            assert!(label.contains(words), "{words}: {label}");
            assert_eq!(label.contains(as_said), proven, "{label}");
        }
    };
    let unheard = Heard::default();
    let unstored = ["and no proof is stored: no more than claimed", "未予存留：仅为声称"];
    check(&lock, &unheard, unstored, false);
    let witness = BlobHash::of(b"a header and nodes");
    lock.works[0].proof = Some(Proof { witness, codes: Vec::new() });
    let stored =
        ["Proof stored, not yet checked here, 2026-01-01", "存有证明，尚未在此核验，2026-01-01"];
    check(&lock, &unheard, stored, false);
    let heard = |said: &str, verdict| {
        let checks = vec![Checked { said: Said::Owner(said.to_owned()), verdict }];
        let work = lock.works[0].id.to_string();
        let checked = Some(WorkChecked { work, at: Timestamp::from_unix(0), checks });
        Heard { checked, ..Heard::default() }
    };
    let holds = Verdict::Holds { block: 9 };
    let held = ["◆ Proven, 2026-01-01", "◆ 已证明，2026-01-01"];
    check(&lock, &heard(OWNER, holds.clone()), held, true);
    let refused = ["Its proof does not hold here", "其证明在此处不成立"];
    let why = || Verdict::Refused("it names another".to_owned());
    check(&lock, &heard(OWNER, why()), refused, false);
    // That somebody else's holds, or nothing is stored of it, proves nobody.
    let other = "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
    check(&lock, &heard(other, holds), stored, false);
    check(&lock, &heard(other, why()), refused, false);
    check(&lock, &heard(OWNER, Verdict::Weaker("reported".to_owned())), stored, false);
    // What is watched was run as it was seen.
    let seen = LiveRecord {
        work: lock.works[0].id.to_string(),
        holding: Holding::Owner(OWNER.parse().unwrap()),
        evidence: proven(),
        change: None,
        metadata_in: None,
        taken_back_from: None,
        unproven: None,
    };
    check(&lock, &Heard { records: vec![seen.clone()], ..Heard::default() }, held, true);
    // A contract that names no owner is proven to do so, and not that it is nobody's.
    let gone = |burnt: bool| {
        let was = seen.holding.clone();
        let change = Some(Change { was, block: 9, in_block: Some(9), burnt });
        let gone = LiveRecord { holding: Holding::Nobody, change, ..seen.clone() };
        Heard { records: vec![gone], ..Heard::default() }
    };
    let unnamed = ["\"The contract names no owner\"", "\"合约未指明持有人\""];
    check(&lock, &gone(false), unnamed, true);
    // Nor where its burning was told of: that is somebody's word, beside what is proven.
    check(&lock, &gone(true), unnamed, true);
    let told =
        ["a.example says that it was burnt in block 9", "据 a.example 所述，已于区块 9 销毁"];
    check(&lock, &gone(true), told, true);
    for (language, nobody) in [(Language::English, "nobody"), (Language::Chinese, "无人")] {
        let messages = Messages::new(language);
        let label = label(&lock, &lock.works[0], &gone(true), &messages, now, 4.0);
        assert!(!format!("{label:?}").contains(nobody), "{label:?}");
    }
}

#[test]
fn a_label_calls_nothing_attested_that_no_record_bears_out() {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).unwrap();
    let evidence = Evidence::Attested {
        issuer: "did:key:z6Mk".to_owned(),
        issued: "2026-01-01T00:00:00Z".parse().unwrap(),
        expires: None,
        standing: Default::default(),
    };
    let owner = "name:Mallory".parse().unwrap();
    lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
    let now = "2026-02-01T00:00:00Z".parse().unwrap();
    let check = |lock: &Lock, verdict: Option<Verdict>, words: [&str; 2], attested: bool| {
        let work = &lock.works[0];
        let checked = verdict.map(|verdict| {
            let checks = vec![Checked { said: Said::Owner("name:Mallory".to_owned()), verdict }];
            WorkChecked { work: work.id.to_string(), at: Timestamp::from_unix(0), checks }
        });
        let heard = Heard { checked, ..Heard::default() };
        let languages = [(Language::English, "◇ Attested"), (Language::Chinese, "◇ 签证")];
        for (words, (language, as_said)) in words.into_iter().zip(languages) {
            let label = label(lock, work, &heard, &Messages::new(language), now, 4.0);
            let label = format!("{label:?}");
            assert!(label.contains(words), "{words}: {label}");
            assert_eq!(label.contains(as_said), attested, "{label}");
        }
    };
    let unstored = ["no signed record is stored: no more than claimed", "未存签名记录：仅为声称"];
    check(&lock, None, unstored, false);
    let unsigned = Verdict::Unsigned("no record".to_owned());
    let refused = ["No signed record here says so: no more than claimed", "声明：仅为声称"];
    check(&lock, Some(unsigned.clone()), refused, false);
    let record = BlobHash::of(b"a record");
    lock.works[0].signed = vec![SignedRecord { record, status: None }];
    let stored = [
        "Signed record stored, not yet checked here, 2026-01-01",
        "存有签名记录，尚未在此核验，2026-01-01",
    ];
    check(&lock, None, stored, false);
    check(&lock, Some(unsigned), refused, false);
    let attested = ["◇ Attested, 2026-01-01", "◇ 签证，2026-01-01"];
    check(&lock, Some(Verdict::Signed), attested, true);
}

#[test]
fn a_label_calls_nothing_agreed_on_other_endpoints_than_that_needs() {
    let now = "2026-02-01T00:00:00Z".parse().unwrap();
    let check = |endpoints: &[&str], words: [&str; 2], agreed: bool| {
        let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        let block = proven().block().unwrap().clone();
        let endpoints = endpoints.iter().map(|name| (*name).to_owned()).collect();
        let evidence = Evidence::Agreed { endpoints, asked: 2, block };
        let owner = OWNER.parse().unwrap();
        lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
        let languages = [(Language::English, "● Agreed"), (Language::Chinese, "● 多方一致")];
        for (words, (language, as_said)) in words.into_iter().zip(languages) {
            let messages = Messages::new(language);
            let label = label(&lock, &lock.works[0], &Heard::default(), &messages, now, 4.0);
            let label = format!("{label:?}");
            assert!(label.contains(words), "{words}: {label}");
            assert_eq!(label.contains(as_said), agreed, "{label}");
        }
    };
    let agreed = ["● Agreed, 2026-01-01", "● 多方一致，2026-01-01"];
    check(&["a.example", "b.example"], agreed, true);
    let refused = [
        "Names other endpoints than its level needs: no more than claimed",
        "所列节点不合其级别的要求：仅为声称",
    ];
    let others: [&[&str]; 3] = [&[], &["a.example"], &["a.example", "a.example"]];
    for endpoints in others {
        check(endpoints, refused, false);
    }
}

#[test]
fn a_label_says_that_a_signed_record_has_ended() {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).unwrap();
    let evidence = Evidence::Attested {
        issuer: "did:key:z6Mk".to_owned(),
        issued: "2026-01-01T00:00:00Z".parse().unwrap(),
        expires: Some("2026-02-01T00:00:00Z".parse().unwrap()),
        standing: Default::default(),
    };
    let owner = "name:A museum".parse().unwrap();
    lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
    let record = BlobHash::of(b"a record");
    lock.works[0].signed = vec![SignedRecord { record, status: None }];
    let check = |now: &str, verdict: Option<Verdict>, ended: bool| {
        let work = &lock.works[0];
        let checked = verdict.map(|verdict| {
            let checks = vec![Checked { said: Said::Owner("name:A museum".to_owned()), verdict }];
            WorkChecked { work: work.id.to_string(), at: Timestamp::from_unix(0), checks }
        });
        let heard = Heard { checked, ..Heard::default() };
        for (language, words) in [
            (Language::English, "It held until 2026-02-01, and holds no longer."),
            (Language::Chinese, "有效期至 2026-02-01，现已失效。"),
        ] {
            let messages = Messages::new(language);
            let label = label(&lock, work, &heard, &messages, now.parse().unwrap(), 4.0);
            let label = format!("{label:?}");
            assert_eq!(label.contains(words), ended, "{now}: {label}");
        }
    };
    check("2026-01-31T23:59:59Z", Some(Verdict::Signed), false);
    check("2026-02-01T00:00:00Z", Some(Verdict::Signed), true);
    // What nobody is found to have signed did not end either.
    check("2026-02-01T00:00:00Z", None, false);
    check("2026-02-01T00:00:00Z", Some(Verdict::Unsigned("no record".to_owned())), false);
}

#[test]
fn what_is_attested_by_a_list_that_is_out_of_date_looks_fainter() {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).unwrap();
    let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
    let as_of = moment("2026-01-31T00:00:00Z");
    let check = |lock: &mut Lock, until: Option<&str>, now: &str, faint: bool| {
        let standing = Standing::Stands { as_of, until: until.map(moment) };
        let (issuer, issued) = ("did:key:z6Mk".to_owned(), moment("2026-01-01T00:00:00Z"));
        let evidence = Evidence::Attested { issuer, issued, expires: None, standing };
        let owner = "name:A museum".parse().unwrap();
        lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
        let work = &lock.works[0];
        let said = Said::Owner("name:A museum".to_owned());
        let checks = vec![Checked { said, verdict: Verdict::Signed }];
        let at = Timestamp::from_unix(0);
        let checked = Some(WorkChecked { work: work.id.to_string(), at, checks });
        let heard = Heard { checked, ..Heard::default() };
        let english = Messages::new(Language::English);
        let label = label(lock, work, &heard, &english, moment(now), 4.0);
        let mut ink = evidence::style(Level::Attested, 1.0).ink;
        ink[3] = if faint { 170 } else { 255 };
        let label = format!("{label:?}");
        assert!(label.contains(&format!("{ink:?}")), "{until:?} at {now}: {label}");
    };
    let until = Some("2026-01-31T12:00:00Z");
    check(&mut lock, until, "2026-01-31T11:59:59Z", false);
    check(&mut lock, until, "2026-01-31T12:00:00Z", true);
    check(&mut lock, None, "2026-02-28T00:00:00Z", false);
}

#[test]
fn rights_stand_in_words_before_their_address() {
    let messages = Messages::new(Language::English);
    let check = |terms: &str, rights: Option<&str>, expected: &[&str]| {
        let (terms, rights) = (Text::one(terms), rights.map(str::to_owned));
        let credits = Credits { terms, rights, ..Credits::default() };
        assert_eq!(lines_of(&credits, &messages, 12), expected);
    };
    check("", None, &[]);
    check("CC0 1.0", None, &["Rights: CC0 1.0"]);
    check("", Some("https://a.example"), &["Rights: https://a.example"]);
    let both = ["Rights: CC0 1.0 · https://a.example"];
    check("CC0 1.0", Some("https://a.example"), &both);
    check("All rights reserved", None, &["Rights: All rights r…"]);
    let credits = Credits {
        rights: Some("https://a.example".to_owned()),
        further_rights: vec!["https://b.example".to_owned()],
        ..Credits::default()
    };
    let several = ["Rights: https://a.example · https://b.example"];
    assert_eq!(lines_of(&credits, &messages, 12), several);
}
