//! What a page says of evidence: how old it is, how it ends, how its proof stands.

use alloy_primitives::{B256, U256};

use super::*;
use crate::exhibition::{
    Authorship, BlobHash, ByteStrength, Bytes, MemoryBlobs, Naming, Proof, SignedRecord, Text,
    read_lock,
};
use crate::ownership::{
    Binding, BlockRef, Called, CalledBy, Checked, Right, RightKind, Said, Standing,
};
use crate::publish::held::check_as_written;

/// The built-in exhibition, whose first work has one record on this evidence.
fn lock_with(evidence: Evidence) -> Lock {
    let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).unwrap();
    let owner = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap();
    lock.works[0].ownership = vec![OwnershipRecord { owner, editions: None, evidence }];
    lock
}

/// That nothing came of any check yet.
fn unchecked(work: &LockedWork) -> WorkChecked {
    WorkChecked { work: work.id.to_string(), at: Timestamp::from_unix(0), checks: Vec::new() }
}

/// That this came of holding owners and authors to signed records.
fn checked(work: &LockedWork, verdict: &Verdict) -> WorkChecked {
    let owners = work.ownership.iter().map(|record| Said::Owner(record.owner.to_string()));
    let all = owners.chain(work.authorship.iter().map(|_| Said::Author));
    let checks = all.map(|said| Checked { said, verdict: verdict.clone() }).collect();
    WorkChecked { checks, ..unchecked(work) }
}

/// The line, the rows, and what stands beside the owner of the first work.
fn told(lock: &Lock, checked: &WorkChecked) -> [String; 3] {
    let words = &Words::new();
    let telling = Telling { words, lock, work: &lock.works[0], checked };
    [summary(telling), rows(telling), terms(telling)]
}

#[test]
fn what_an_issuer_signed_stands_with_its_end_and_with_what_was_taken_back() {
    let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
    let check = |expires: Option<&str>, standing: Standing, expected: &[&str]| {
        let evidence = Evidence::Attested {
            issuer: "did:key:z6Mk".to_owned(),
            issued: moment("2026-10-01T00:00:00Z"),
            expires: expires.map(moment),
            standing,
        };
        let mut lock = lock_with(evidence.clone());
        let author = Authorship { name: "Somebody".to_owned(), did: None, evidence };
        lock.works[0].authorship = vec![author];
        for html in told(&lock, &checked(&lock.works[0], &Verdict::Signed)) {
            for part in expected {
                assert!(html.contains(part), "{part}: {html}");
            }
        }
    };
    let as_of = moment("2026-09-30T00:00:00Z");
    let until = Some("2027-01-01T00:00:00Z");
    check(
        until,
        Standing::Stands { as_of, until: None },
        &[
            "By its issuer’s list of 2026-09-30 it has not been taken back.",
            "It was signed to hold until 2027-01-01.",
            "有效期至 2027-01-01。",
            "data-until=\"2027-01-01T00:00:00Z\" hidden",
        ],
    );
    check(None, Standing::Unchecked, &["Whether its issuer has taken it back was not"]);
    let ended = "It held until 2026-11-02, and holds no longer.";
    check(Some("2026-11-02T00:00:00Z"), Standing::UntilItEnds, &[ended]);
    // A list that was out of date already, and one that a script finds to be.
    let stood = "By its issuer’s list of 2026-09-30, which is out of date, it had not been";
    let before = Some(moment("2026-09-30T12:00:00Z"));
    let at_once = format!("<em class=\"stale\"><span lang=\"en\">{stood}");
    check(None, Standing::Stands { as_of, until: before }, &[&*at_once]);
    let after = Some(moment("2027-01-01T12:00:00Z"));
    let later =
        format!("data-until=\"2027-01-01T12:00:00Z\" hidden><span lang=\"en\">{stood} taken back.");
    let until_then =
        "<span class=\"then\"><span lang=\"en\">By its issuer’s list of 2026-09-30 it has";
    check(None, Standing::Stands { as_of, until: after }, &[until_then, &*later]);
}

#[test]
fn nothing_is_called_attested_that_no_record_bears_out() {
    let evidence = Evidence::Attested {
        issuer: "did:key:z6Mk".to_owned(),
        issued: "2026-10-01T00:00:00Z".parse().unwrap(),
        expires: Some("2026-11-02T00:00:00Z".parse().unwrap()),
        standing: Standing::UntilItEnds,
    };
    let mut lock = lock_with(evidence.clone());
    let author = Authorship { name: "Mallory".to_owned(), did: None, evidence };
    lock.works[0].authorship = vec![author];
    let check = |lock: &Lock, signed: &WorkChecked, expected: &[&str], attested: bool| {
        for html in told(lock, signed) {
            for part in expected {
                assert!(html.contains(part), "{part}: {html}");
            }
            // Without a script, nothing else stands there.
            let shown = shown(&html);
            for part in ["Attested<", "a record signed by", "签证<", "It held until"] {
                assert_eq!(shown.contains(part), attested, "{part}: {html}");
            }
        }
    };
    let unsigned = checked(&lock.works[0], &Verdict::Unsigned("no record".to_owned()));
    let refused = ["No signed record here says so: no more than claimed", "并未如此声明：仅为声称"];
    check(&lock, &unsigned, &refused, false);
    // Nothing is kept, and nobody has checked.
    let unstored = ["Called attested, and no signed record is stored: no more than claimed"];
    check(&lock, &unchecked(&lock.works[0]), &unstored, false);
    let record = BlobHash::of(b"a record");
    lock.works[0].signed = vec![SignedRecord { record, status: None }];
    let stored = ["Signed record stored, not yet checked here", "data-stands=\"held\" hidden>"];
    check(&lock, &unchecked(&lock.works[0]), &stored, false);
    // A script checks it once more, and has other words to show where it does not hold.
    let refused = "No signed record here says so: no more than claimed";
    let signed = ["a record signed by", "data-stands=\"refused\" hidden>", refused];
    let signer = checked(&lock.works[0], &Verdict::Signed);
    check(&lock, &signer, &signed, true);
    for html in told(&lock, &signer) {
        assert!(!shown(&html).contains(refused), "{html}");
    }
}

/// What stands in a piece of a page before any script has run: all but its hidden forms.
fn shown(html: &str) -> String {
    let (mut shown, mut depth) = (String::new(), 0_usize);
    for piece in html.split_inclusive('>') {
        let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
        if depth > 0 {
            depth += usize::from(tag.starts_with("<span"));
            depth -= usize::from(tag.starts_with("</span"));
        } else if tag.starts_with("<span data-stands=") && tag.ends_with(" hidden>") {
            shown += text;
            depth = 1;
        } else {
            shown += piece;
        }
    }
    shown
}

#[cfg(feature = "verify")]
#[test]
fn a_page_is_written_with_what_its_records_bear_out() {
    use crate::exhibition::subject_of;
    let check = |mallory: bool, kept: bool, expected: &str| {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut lock = read_lock(lock).unwrap();
        let work = &mut lock.works[0];
        let (record, gives) = crate::verifier::kept::signed(&subject_of(work).unwrap());
        let mut blobs = MemoryBlobs::default();
        let signed = SignedRecord { record: blobs.keep(record), status: None };
        work.ownership = Vec::from_iter(gives.owner);
        work.authorship = Vec::from_iter(gives.author);
        if mallory {
            work.ownership[0].owner = "name:Mallory".parse().unwrap();
            work.authorship[0].name = "Mallory".to_owned();
        }
        if kept {
            work.signed = vec![signed];
        }
        let now = Timestamp::from_unix(1_750_000_000);
        let signed = check_as_written(&lock, &blobs, now);
        for html in told(&lock, &signed[0]) {
            assert!(html.contains(expected), "{expected}: {html}");
            assert_eq!(html.contains("Attested<"), expected == "Attested<", "{html}");
        }
    };
    check(false, true, "Attested<");
    for (mallory, kept) in [(true, true), (false, false), (true, false)] {
        check(mallory, kept, "No signed record here says so: no more than claimed");
    }
}

#[test]
fn a_record_says_by_what_it_grows_old() {
    let reported = |time: &str| {
        let block = BlockRef { number: 7, hash: B256::ZERO, time: time.parse().unwrap() };
        Evidence::Reported { endpoint: "a.example".to_owned(), block }
    };
    let check = |time: &str, expected: &[&str], then: bool| {
        let lock = lock_with(reported(time));
        let [html, ..] = told(&lock, &unchecked(&lock.works[0]));
        for part in expected {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.contains("when the exhibition was put together"), then, "{html}");
    };
    // Fresh when it was put together, and hidden until a script finds it old.
    let fresh = "data-since=\"2026-11-01T00:00:00Z\" data-limit=\"365\" hidden>, <span";
    check("2026-11-01T00:00:00Z", &[fresh, "{days} days old"], false);
    let old = "data-since=\"2024-01-01T00:00:00Z\" data-limit=\"365\" hidden>, <span";
    check("2024-01-01T00:00:00Z", &[old, "class=\"stale then\""], true);
}

#[test]
fn what_is_of_no_owners_block_says_by_what_it_grows_old() {
    let check = |time: &str, owned: bool, expected: &[&str]| {
        let block = BlockRef { number: 7, hash: B256::ZERO, time: time.parse().unwrap() };
        let evidence = Evidence::Reported { endpoint: "a.example".to_owned(), block };
        let mut lock = lock_with(evidence.clone());
        if !owned {
            lock.works[0].ownership.clear();
        }
        let text = BlobHash::of(b"ipfs://a");
        lock.works[0].naming = Some(Naming { text, made: false, evidence });
        let [_, _, beside] = told(&lock, &unchecked(&lock.works[0]));
        for part in expected {
            assert!(beside.contains(part), "{part}: {beside}");
        }
        assert_eq!(beside.contains("class=\"stale"), !expected.is_empty(), "{beside}");
    };
    let fresh = "data-since=\"2026-11-01T00:00:00Z\" data-limit=\"365\" hidden>, <span";
    let words = ["this is as of {days} days ago", "此项截至 {days} 天前"];
    check("2026-11-01T00:00:00Z", false, &[fresh, words[0], words[1]]);
    let old = "data-since=\"2024-01-01T00:00:00Z\" data-limit=\"365\" hidden>, <span";
    check("2024-01-01T00:00:00Z", false, &[old, "class=\"stale then\""]);
    // Of an owner's block the owner's record says so.
    check("2024-01-01T00:00:00Z", true, &[]);
}

#[test]
fn a_use_that_ended_is_told_of_as_such() {
    let time = "2026-11-01T00:00:00Z".parse().unwrap();
    let block = BlockRef { number: 7, hash: B256::ZERO, time };
    let evidence = Evidence::Reported { endpoint: "a.example".to_owned(), block };
    let check = |expires: &str, expected: &str| {
        let mut lock = lock_with(evidence.clone());
        let account = "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359".parse().unwrap();
        let right = RightKind::User { account, expires: expires.parse().unwrap() };
        lock.works[0].rights = vec![Right { right, evidence: evidence.clone() }];
        let [_, _, beside] = told(&lock, &unchecked(&lock.works[0]));
        assert!(beside.contains(expected), "{expected}: {beside}");
    };
    // Over when the exhibition was put together, and found to be by a script.
    let over = "<em class=\"stale\">, <span lang=\"en\">It held until 2026-11-02, and holds no";
    check("2026-11-02T00:00:00Z", over);
    let later = "<em class=\"stale\" data-until=\"2027-01-01T00:00:00Z\" hidden>, <span lang=\"en\">It held until 2027-01-01,";
    check("2027-01-01T00:00:00Z", later);
}

#[test]
fn the_strongest_records_stand_first_and_how_many_follow_is_said() {
    let time: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let block = || BlockRef { number: 7, hash: B256::ZERO, time };
    let reported = || Evidence::Reported { endpoint: "a.example".to_owned(), block: block() };
    let agreed = || {
        let endpoints = ["a.example", "b.example"].map(str::to_owned).to_vec();
        Evidence::Agreed { endpoints, asked: 2, block: block() }
    };
    let claimed = || Evidence::Claimed { by: "a file".to_owned(), as_of: None };
    let check = |records: &[(&str, Evidence)], shown: &[&str], more: Option<&str>| {
        let mut lock = lock_with(claimed());
        let record = |(owner, evidence): &(&str, Evidence)| OwnershipRecord {
            owner: format!("name:{owner}").parse().unwrap(),
            editions: None,
            evidence: evidence.clone(),
        };
        lock.works[0].ownership = records.iter().map(record).collect();
        let named = |html: &str| -> Vec<String> {
            let owners = html.split(" data-of=\"name:").skip(1);
            owners.map(|owner| owner.split('"').next().unwrap().to_owned()).collect()
        };
        let [label, rows, _] = told(&lock, &unchecked(&lock.works[0]));
        assert_eq!(named(&label), shown, "{label}");
        if let Some(words) = more {
            assert!(label.contains(words), "{words}: {label}");
        }
        assert_eq!(label.contains("class=\"owner more\""), more.is_some(), "{label}");
        // In full each stands, in the same order.
        let all = named(&rows);
        assert_eq!((all.len(), &all[..shown.len()]), (records.len(), &named(&label)[..]));
    };
    check(&[("A", claimed()), ("B", reported())], &["B", "A"], None);
    let three = [("A", claimed()), ("B", reported()), ("C", agreed())];
    check(&three, &["C", "B"], Some("and 1 further holder</span>"));
    check(&three, &["C", "B"], Some("另有 1 位持有人"));
    // Of equally strong ones the lock's order stays.
    let four = [("A", reported()), ("B", claimed()), ("C", reported()), ("D", reported())];
    check(&four, &["A", "C"], Some("and 2 further holders</span>"));
}

#[test]
fn nothing_is_called_proven_until_a_script_has_run_its_proof() {
    let time = "2026-11-01T00:00:00Z".parse().unwrap();
    let block = BlockRef { number: 7, hash: B256::ZERO, time };
    let proven = Evidence::Proven { endpoints: vec!["a.example".to_owned()], asked: 1, block };
    let mut lock = lock_with(proven.clone());
    lock.works[0].binding = Some(Binding { locked: true, evidence: proven.clone() });
    let right = |right| Right { right, evidence: proven.clone() };
    let supply = RightKind::Supply { editions: U256::from(3) };
    lock.works[0].rights = vec![right(RightKind::PlainCode), right(supply)];
    let witness = BlobHash::of(b"a header and nodes");
    lock.works[0].proof = Some(Proof { witness, codes: Vec::new() });
    let told = |lock: &Lock| told(lock, &unchecked(&lock.works[0]));
    for html in told(&lock) {
        for (word, form) in [
            ("Proof stored, not yet checked here", "\"stored\">"),
            ("存有证明，尚未在此核验", "\"stored\">"),
            ("Proven</span>", "\"held\" hidden>"),
            ("已证明</span>", "\"held\" hidden>"),
            ("Its proof does not hold here", "\"refused\" hidden>"),
        ] {
            assert!(html.contains(word), "{word}: {html}");
            // What it may come to waits behind what stands there.
            for piece in html.split("<span data-stands=") {
                assert!(!piece.contains(word) || piece.starts_with(form), "{word}: {piece}");
            }
        }
    }
    let [line, _, beside] = told(&lock);
    let owner = "data-of=\"eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\"";
    let owner = format!("data-proof=\"owner\" {owner} data-place=\"0\"");
    assert!(line.contains(&owner), "{line}");
    // By these a script knows what is as strong as what stands here, and of what it speaks.
    assert!(line.contains(" data-level=\"4\">") && !line.contains("data-counted"), "{line}");
    lock.works[0].ownership[0].editions = Some(U256::from(3));
    let [counted, ..] = told(&lock);
    assert!(counted.contains(" data-level=\"4\" data-counted>"), "{counted}");
    for part in [
        "data-proof=\"binding\" data-place=\"0\"",
        "data-proof=\"right\" data-place=\"0\"",
        "data-proof=\"right\" data-place=\"1\"",
    ] {
        assert!(beside.contains(part), "{part}: {beside}");
    }
    // Nothing can come of what is not there.
    lock.works[0].proof = None;
    for html in told(&lock) {
        assert!(!html.contains("data-stands") && !html.contains("Proven<"), "{html}");
        assert!(html.contains("Called proven, and no proof is stored"), "{html}");
    }
}

#[test]
fn nothing_is_called_agreed_or_proven_on_other_endpoints_than_that_needs() {
    let time: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let block = || BlockRef { number: 7, hash: B256::ZERO, time };
    let named = |endpoints: &[&str]| -> Vec<String> {
        endpoints.iter().map(|name| (*name).to_owned()).collect()
    };
    let check = |evidence: Evidence| {
        let mut lock = lock_with(evidence.clone());
        let witness = BlobHash::of(b"a header and nodes");
        lock.works[0].proof = Some(Proof { witness, codes: Vec::new() });
        lock.works[0].binding = Some(Binding { locked: true, evidence });
        for html in told(&lock, &unchecked(&lock.works[0])) {
            for part in [
                "Names other endpoints than its level needs: no more than claimed",
                "the exhibition says that endpoints agreed, and names others than that needs",
                "所列节点不合其级别的要求：仅为声称",
                "展览称有节点一致，而所列节点与此不合",
            ] {
                assert!(html.contains(part), "{part}: {html}");
            }
            // No script makes more of it either.
            for part in ["Agreed<", "多方一致<", "Proven<", "已证明<", "data-stands"] {
                assert!(!html.contains(part), "{part}: {html}");
            }
        }
    };
    let others: [&[&str]; 3] = [&[], &["a.example"], &["a.example", "a.example"]];
    for endpoints in others {
        check(Evidence::Agreed { endpoints: named(endpoints), asked: 2, block: block() });
    }
    check(Evidence::Proven { endpoints: named(&[]), asked: 1, block: block() });
}

#[test]
fn a_page_lets_nobody_call_proven_what_is_not_what_the_contract_answers() {
    const DOCUMENT: &str = r#"{"name":"Waves"}"#;
    let mut blobs = MemoryBlobs::default();
    let text = blobs.keep(format!("data:application/json,{DOCUMENT}").into_bytes());
    let evidence = Evidence::of(Level::Proven);
    let check = |change: &dyn Fn(&mut LockedWork), refused: &[&str]| {
        let mut lock = lock_with(evidence.clone());
        let work = &mut lock.works[0];
        let witness = BlobHash::of(b"a header and nodes");
        work.proof = Some(Proof { witness, codes: Vec::new() });
        work.naming = Some(Naming { text, made: false, evidence: evidence.clone() });
        work.metadata = Some(Bytes {
            uri: "data:application/json".to_owned(),
            hash: BlobHash::of(DOCUMENT.as_bytes()),
            length: DOCUMENT.len() as u64,
            strength: ByteStrength::OnChain,
        });
        work.collection = Text::one("Waves");
        work.called = Some(Called::of(CalledBy::Name, "Waves", evidence.clone()));
        change(work);
        let checked = check_as_written(&lock, &blobs, Timestamp::from_unix(1_750_000_000));
        let [owner, _, beside] = told(&lock, &checked[0]);
        assert!(owner.contains("data-stands=\"held\" hidden"), "{owner}");
        for kind in ["metadata", "collection"] {
            let row = beside.split("<dt>").find(|row| row.contains(&format!("\"{kind}\"")));
            let row = row.unwrap();
            let is_refused = refused.contains(&kind);
            let no_more = "Its proof does not hold here: no more than claimed";
            assert!(row.contains(no_more), "{kind}: {row}");
            // A script shows another form of what has several.
            assert_eq!(row.contains("data-stands=\"held\""), !is_refused, "{kind}: {row}");
            assert_eq!(row.contains("Proven<"), !is_refused, "{kind}: {row}");
            assert_eq!(row.contains(" data-refused=\""), is_refused, "{kind}: {row}");
        }
    };
    check(&|_| {}, &[]);
    check(&|work| work.collection = Text::one("Bored Ape Yacht Club"), &["collection"]);
    let other_document = |work: &mut LockedWork| {
        work.metadata.as_mut().unwrap().hash = BlobHash::of(b"another document");
    };
    check(&other_document, &["metadata"]);
    check(&|work| work.naming.as_mut().unwrap().made = true, &["metadata"]);
}

#[test]
fn addresses_are_shortened_but_names_stay() {
    let check = |address: &str, expected: &str| assert_eq!(shortened(address), expected);
    check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6…1BeAed");
    check("tz1short", "tz1short");
}
