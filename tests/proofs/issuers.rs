//! Whole shows of works that an issuer speaks of, whose records are not what they should be:
//! what is left of each, as the table in the papers has it.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use enfilade::exhibition::{Finding, LockedWork, ProblemKind, Severity};
use enfilade::identity::{
    Attestation, Holding, KeyKind, Name, Owner, Secret, Status, StatusList, StatusRef, Subject,
};
use enfilade::ownership::{Evidence, Level, Standing, Timestamp};
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::show::{Show, png};
use crate::stage::{checked, checked_at, elsewhere, level, years_later};

/// The papers.
const KEPT: &str = include_str!("../../docs/lies.md");

/// The bytes of the issuer's key, and of somebody else's.
const KEYS: [[u8; 32]; 2] = [[1; 32], [2; 32]];

/// The place of the record in the issuer's status list.
const PLACE: u64 = 17;

/// What was served and signed, and what is said of it in the end.
struct Row {
    name: &'static str,
    record: String,
    list: Option<String>,
    /// The kind of the note, and words of it; none where nothing is noted.
    noted: Option<(ProblemKind, &'static str)>,
}

fn moment(day: &str) -> Timestamp {
    format!("{day}T00:00:00Z").parse().unwrap()
}

fn secret(key: usize) -> Secret {
    Secret::from_bytes(KeyKind::Ed25519, &KEYS[key]).unwrap()
}

/// Who signed what stands before the last dot, by the key of the second.
fn signed_by_another(record: &str) -> String {
    let (signed, _) = record.rsplit_once('.').unwrap();
    let signature = SigningKey::from_bytes(&KEYS[1]).sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

/// The record with other words in it, and the signature of before.
fn with_other_words(record: &str) -> String {
    let parts: Vec<&str> = record.split('.').collect();
    let [header, payload, signature] = parts.try_into().unwrap();
    let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let other = claims.replace("A museum", "A thief!");
    assert_ne!(other, claims);
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(other))
}

fn rows(picture: &[u8], uri: &str) -> Vec<Row> {
    let issuer = secret(0).did().unwrap();
    let attestation = |owner: &str| Attestation {
        issuer: issuer.clone(),
        subject: Subject::of_file(picture),
        owner: Some(Holding { owner: Owner::Name(Name::new(owner).unwrap()), editions: None }),
        author: None,
        issued: moment("2026-01-01"),
        not_before: None,
        expires: Some(moment("2028-01-01")),
        id: None,
        status: StatusRef::new(uri, PLACE),
    };
    let whole = attestation("A museum");
    let sign = |attestation: &Attestation| attestation.sign(&secret(0)).unwrap();
    let record = sign(&whole);
    let list = |status: Status, key: usize| {
        let mut list = StatusList::new(uri, 2, 100, moment("2026-02-01")).unwrap();
        list.set(PLACE, status).unwrap();
        Some(list.sign(&secret(key), &secret(key).did().unwrap()).unwrap())
    };
    let good = || list(Status::Valid, 0);
    let refused = |words| Some((ProblemKind::AttestationRefused, words));
    let unchecked = |words| Some((ProblemKind::StatusUnchecked, words));
    let over = Attestation { expires: Some(moment("2026-02-01")), ..whole.clone() };
    let early = Attestation { not_before: Some(moment("2027-01-01")), ..whole.clone() };
    let other = Attestation { subject: Subject::of_file(b"another"), ..whole.clone() };
    let row =
        |name, record: &str, list, noted| Row { name, record: record.to_owned(), list, noted };
    vec![
        row("nothing changed", &record, good(), None),
        row("a record whose time is over", &sign(&over), good(), refused("expired at 2026-02-01")),
        row(
            "a record whose time has not come",
            &sign(&early),
            good(),
            refused("from 2027-01-01T00:00:00Z on, which is not yet"),
        ),
        row(
            "a record that its issuer took back",
            &record,
            list(Status::Invalid, 0),
            refused("took it back"),
        ),
        row(
            "a record that its issuer suspended",
            &record,
            list(Status::Suspended, 0),
            refused("suspended it"),
        ),
        row(
            "a record that another key signed",
            &signed_by_another(&record),
            good(),
            refused("the record is refused"),
        ),
        row(
            "another owner, written in after it was signed",
            &with_other_words(&record),
            good(),
            refused("the record is refused"),
        ),
        row("a record about another work", &sign(&other), good(), refused("speaks of ni:")),
        row("no status list where the record names one", &record, None, unchecked("404")),
        row(
            "a status list that another key signed",
            &record,
            list(Status::Valid, 1),
            unchecked("status list is refused"),
        ),
        row("an untruth that its issuer signed", &sign(&attestation("A thief!")), good(), None),
    ]
}

fn noted(work: &LockedWork) -> Option<(ProblemKind, &str)> {
    let kinds = [ProblemKind::AttestationRefused, ProblemKind::StatusUnchecked];
    let note = work.notes.iter().find(|note| kinds.contains(&note.kind))?;
    Some((note.kind, note.detail.as_str()))
}

#[test]
fn a_record_says_no_more_than_its_issuer_signed() {
    let served: Arc<Mutex<Option<String>>> = Arc::default();
    let there = served.clone();
    let server = Server::start(move |path, _| match there.lock().unwrap().clone() {
        Some(list) if path == "/status/1" => Reply::ok(list),
        _ => Reply::status(404, ""),
    });
    let (picture, uri) = (png(60, 80, 1), format!("{}/status/1", server.url()));
    let mut table = String::new();
    for Row { name, record, list, noted: expected } in rows(&picture, &uri) {
        *served.lock().unwrap() = list;
        let show = Show::new(&format!(
            "[gateways]\nown_hosts = [\"{}\"]\n[[work]]\nfile = \"dusk.png\"\nid = \"dusk\"\nattestations = [\"record.jwt\"]\n",
            server.address
        ));
        show.write("dusk.png", &picture);
        show.write("record.jwt", record.as_bytes());
        show.resolve();
        let work = show.work("dusk");
        assert_eq!(checked(&show).1, [], "{name}");
        let found = noted(&work);
        assert_eq!(found.map(|(kind, _)| kind), expected.map(|(kind, _)| kind), "{name}");
        if let (Some((_, detail)), Some((_, words))) = (found, expected) {
            assert!(detail.contains(words), "{name}: {detail}");
        }
        let owner = work.ownership.first().map(|record| record.owner.to_string());
        let left = match (level(&work), owner.as_deref()) {
            (None, None) => "no owner",
            (Some(Level::Attested), Some("name:A museum")) => "attested",
            (Some(Level::Attested), Some("name:A thief!")) => "**attested: the untruth**",
            other => panic!("{name}: {other:?}"),
        };
        let noted = found.map_or("nothing more", |(kind, _)| kind.key());
        table += &format!("| {name} | {left} | {noted} |\n");
    }
    assert!(KEPT.contains(&table), "docs/lies.md is to hold this table:\n{table}");
}

/// By then the record has ended, and its list calls itself out of date, which is told from its
/// end on; what the record says of itself is no lie for that.
#[test]
fn what_was_signed_stays_signed_on_another_machine_years_later() {
    let served: Arc<Mutex<String>> = Arc::default();
    let there = served.clone();
    let server = Server::start(move |_, _| Reply::ok(there.lock().unwrap().clone()));
    let (picture, uri) = (png(60, 80, 1), format!("{}/status/1", server.url()));
    let mut list = StatusList::new(&uri, 2, 100, moment("2026-02-01")).unwrap();
    list.ttl_secs = Some(90 * 24 * 3_600);
    *served.lock().unwrap() = list.sign(&secret(0), &secret(0).did().unwrap()).unwrap();
    let show = Show::new(&format!(
        "[gateways]\nown_hosts = [\"{}\"]\n[[work]]\nfile = \"dusk.png\"\nid = \"dusk\"\nattestations = [\"record.jwt\"]\n",
        server.address
    ));
    show.write("dusk.png", &picture);
    let record = rows(&picture, &uri).swap_remove(0).record;
    show.write("record.jwt", record.as_bytes());
    show.resolve();
    let work = show.work("dusk");
    assert_eq!(level(&work), Some(Level::Attested));
    let (as_of, until) = (moment("2026-02-01"), moment("2026-05-02"));
    let Evidence::Attested { standing, .. } = &work.ownership[0].evidence else {
        panic!("{:?}", work.ownership)
    };
    assert_eq!(*standing, Standing::Stands { as_of, until: Some(until) });
    assert_eq!(checked(&show), (1, vec![]));
    let folder = elsewhere(&show);
    drop((server, show));
    assert_eq!(checked_at(folder.path(), moment("2026-05-01")), (1, vec![]));
    let what = "the record of name:A museum".to_owned();
    let list_old = Finding::ListOld { what, until };
    assert_eq!(list_old.severity(), Severity::Notice);
    let told = list_old.to_string();
    assert!(told.contains("is out of date since 2026-05-02T00:00:00Z"), "{told}");
    assert_eq!(checked_at(folder.path(), until), (1, vec![list_old.clone()]));
    // Without the list's end it would stand for ever, which no record bears out.
    let path = folder.path().join("exhibition.lock");
    let whole = std::fs::read(&path).unwrap();
    let mut lock: Value = serde_json::from_slice(&whole).unwrap();
    let standing = lock.pointer_mut("/works/0/ownership/0/evidence/standing").unwrap();
    assert_eq!(standing.as_object_mut().unwrap().remove("until"), Some(json!(until)));
    std::fs::write(&path, serde_json::to_vec(&lock).unwrap()).unwrap();
    let (held, findings) = checked_at(folder.path(), moment("2026-05-01"));
    assert_eq!((held, findings[0].severity()), (0, Severity::Failure), "{findings:?}");
    std::fs::write(&path, whole).unwrap();
    let (held, findings) = checked_at(folder.path(), years_later());
    assert!(
        matches!(&findings[..], [Finding::Expired { .. }, old] if *old == list_old),
        "{findings:?}"
    );
    assert_eq!(held, 1);
}
