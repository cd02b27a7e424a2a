//! What is called attested, held to records that issuers signed.

use super::*;
use crate::exhibition::{BlobHash, read_record};
use crate::identity::{Attestation, Author, KeyKind, Name, Secret, StatusList, StatusRef, Subject};
use crate::ownership::{Standing, Stored};
use crate::verifier::check;
use crate::verifier::kept::{kept, signed, who};

const FILE: &[u8] = b"a picture";

/// While the record holds.
const NOW: i64 = 1_750_000_000;

/// A work of which a record says who owns and who made it.
fn work() -> (Attestable, Vec<SignedBytes>) {
    let (record, told) = signed(&Subject::of_file(FILE));
    let said = Attestable {
        token: None,
        file: Some(BlobHash::of(FILE)),
        ownership: Vec::from_iter(told.owner),
        authorship: Vec::from_iter(told.author),
    };
    (said, vec![SignedBytes { record, status: None }])
}

fn attested(evidence: &mut Evidence) -> (&mut String, &mut Standing) {
    match evidence {
        Evidence::Attested { issuer, standing, .. } => (issuer, standing),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_attested_that_no_signed_record_bears_out() {
    type Spoil<'a> = &'a dyn Fn(&mut Attestable, &mut Vec<SignedBytes>);
    let check = |now: i64, spoil: Spoil<'_>, expected: [Option<&str>; 2]| {
        let (mut said, mut signed) = work();
        spoil(&mut said, &mut signed);
        let mut checks = Vec::new();
        add_signed(&mut checks, &said, &signed, Timestamp::from_unix(now));
        let [owner, author]: [Checked; 2] = checks.try_into().unwrap();
        assert_eq!(owner.said, Said::Owner(said.ownership[0].owner.to_string()));
        assert_eq!(author.said, Said::Author);
        for (found, expected) in [owner, author].into_iter().zip(expected) {
            match (found.verdict, expected) {
                (Verdict::Signed, None) => {}
                (Verdict::Unsigned(why), Some(expected)) => {
                    assert!(why.contains(expected), "{expected}: {why}");
                }
                (found, expected) => panic!("{found:?}, not {expected:?}"),
            }
        }
    };
    let nobody = Some(NO_RECORD);
    check(NOW, &|_, _| {}, [None, None]);
    check(NOW, &|_, signed| signed.clear(), [nobody, nobody]);
    let mallory = |said: &mut Attestable, _: &mut Vec<SignedBytes>| {
        said.ownership[0].owner = "name:Mallory".parse().unwrap();
    };
    check(NOW, &mallory, [nobody, None]);
    check(NOW, &|said, _| said.ownership[0].editions = Some("3".parse().unwrap()), [nobody, None]);
    check(NOW, &|said, _| said.authorship[0].name = "Mallory".to_owned(), [None, nobody]);
    check(NOW, &|said, _| said.authorship[0].did = Some("did:key:z6Mk".to_owned()), [None, nobody]);
    let others = |said: &mut Attestable, _: &mut Vec<SignedBytes>| {
        attested(&mut said.ownership[0].evidence).0.push('x');
    };
    check(NOW, &others, [nobody, None]);
    let unchecked = |said: &mut Attestable, _: &mut Vec<SignedBytes>| {
        *attested(&mut said.authorship[0].evidence).1 = Standing::Unchecked;
    };
    check(NOW, &unchecked, [None, nobody]);
    // Somebody who made it is known by no endpoint, nor by a contract's code.
    let (number, hash, time) = (9, Default::default(), Timestamp::from_unix(NOW));
    let block = crate::ownership::BlockRef { number, hash, time };
    let reported = Evidence::Reported { endpoint: "a.example".to_owned(), block };
    check(NOW, &|said, _| said.authorship[0].evidence = reported.clone(), [None, nobody]);
    let another = Some("the record speaks of");
    check(NOW, &|said, _| said.file = Some(BlobHash::of(b"another")), [another, another]);
    let nothing = Some("there is nothing that it could speak of");
    check(NOW, &|said, _| said.file = None, [nothing, nothing]);
    let refused = Some("refused");
    check(NOW, &|_, signed| signed[0].record.clear(), [refused, refused]);
    let altered = |_: &mut Attestable, signed: &mut Vec<SignedBytes>| {
        let last = signed[0].record.len() - 2;
        signed[0].record[last] = if signed[0].record[last] == b'A' { b'B' } else { b'A' };
    };
    check(NOW, &altered, [refused, refused]);
    // Not yet signed, and ended: of the latter its date is shown.
    let early = Some("signed in the future");
    check(1_600_000_000, &|_, _| {}, [early, early]);
    check(4_100_000_000, &|_, _| {}, [None, None]);
}

#[test]
fn a_proof_and_a_record_stand_each_by_their_own_check() {
    let owner = who(0xa1);
    let kept = kept(owner.into_word(), owner, None);
    let (mut said, signed) = work();
    said.ownership.insert(0, kept.stored.ownership[0].clone());
    let stored = Stored { ownership: said.ownership.clone(), ..kept.stored };
    let verdicts = |mut checks: Vec<Checked>, signed: &[SignedBytes]| {
        let before = serde_json::to_string(&checks).unwrap();
        let now = Timestamp::from_unix(NOW);
        add_signed(&mut checks, &said, signed, now);
        // A page's worker is told the same.
        let said = serde_json::to_string(&said).unwrap();
        let json = add_signed_json(&before, &said, signed, now).unwrap();
        assert_eq!(json, serde_json::to_string(&checks).unwrap());
        checks.into_iter().map(|check| check.verdict).collect::<Vec<_>>()
    };
    let run = || check(&stored, &kept.witness, kept.codes.clone());
    let holds = Verdict::Holds { block: 9 };
    let both = [holds.clone(), Verdict::Signed, Verdict::Signed];
    assert_eq!(verdicts(run(), &signed), both);
    let unsigned = || Verdict::Unsigned(NO_RECORD.to_owned());
    assert_eq!(verdicts(run(), &[]), [holds, unsigned(), unsigned()]);
    let weaker = Verdict::Weaker("proven".to_owned());
    assert_eq!(verdicts(Vec::new(), &signed), [weaker, Verdict::Signed, Verdict::Signed]);
}

/// When a list goes out of date its record is no less signed; what a lock says of that end is
/// the list's own word.
#[test]
fn a_list_bears_out_until_when_it_is_good() {
    const LIST: &str = "https://a.example/status/1";
    const ENDS: i64 = NOW + 43_200;
    let secret = Secret::from_bytes(KeyKind::Ed25519, &[7; 32]).unwrap();
    let (issuer, moment) = (secret.did().unwrap(), Timestamp::from_unix);
    let mut list = StatusList::new(LIST, 2, 100, moment(NOW)).unwrap();
    list.ttl_secs = Some(43_200);
    let status = list.sign(&secret, &issuer).unwrap().into_bytes();
    let subject = Subject::of_file(FILE);
    let attestation = Attestation {
        issuer,
        subject: subject.clone(),
        owner: None,
        author: Some(Author { name: Name::new("Shen Yu").unwrap(), did: None }),
        issued: moment(NOW),
        not_before: None,
        expires: None,
        id: None,
        status: StatusRef::new(LIST, 17),
    };
    let record = attestation.sign(&secret).unwrap().into_bytes();
    let told = read_record(&record, Some(status.as_slice()), &subject, moment(NOW)).unwrap();
    let signed = [SignedBytes { record, status: Some(status) }];
    let check = |standing: Standing, expected: bool| {
        let mut said = Attestable { ownership: Vec::new(), ..work().0 };
        said.authorship = Vec::from_iter(told.author.clone());
        *attested(&mut said.authorship[0].evidence).1 = standing;
        for now in [NOW, ENDS] {
            let mut checks = Vec::new();
            add_signed(&mut checks, &said, &signed, moment(now));
            assert_eq!(checks[0].verdict == Verdict::Signed, expected, "{standing:?} at {now}");
        }
    };
    let as_of = moment(NOW);
    let until = |at: i64| Some(moment(at));
    check(Standing::Stands { as_of, until: until(ENDS) }, true);
    check(Standing::Stands { as_of, until: until(ENDS + 1) }, false);
    // Without its end it would stand for ever.
    check(Standing::Stands { as_of, until: None }, false);
    check(Standing::Stood { as_of }, true);
    check(Standing::Stood { as_of: moment(NOW - 1) }, false);
    check(Standing::Stands { as_of: moment(NOW - 1), until: None }, false);
    check(Standing::UntilItEnds, false);
}
