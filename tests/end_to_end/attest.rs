//! `enfilade attest` as an institution uses it: a key, a record, a list, and what
//! everybody else verifies of them.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use enfilade::exhibition::{BlobHash, LockedWork, ProblemKind};
use enfilade::identity::{Attested, Owner, Refusal, Revocation, Subject, verify};
use enfilade::ownership::{Evidence, Level, Standing};
use enfilade::platform::clock::unix_now;
use enfilade::token::Timestamp;
use serde_json::{Value, json};

use crate::command::{arg, enfilade};
use crate::server::{Reply, Server};
use crate::show::{Show, png};

const TOKEN: &str = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/42";
const LIST: &str = "https://museum.example/status/1";

fn judged(record: &Path, list: Option<&Path>, subject: &Subject) -> Result<Attested, Refusal> {
    let record = fs::read(record).unwrap();
    let list = list.map(|list| fs::read(list).unwrap());
    // The records of this test are made a moment ago and end in 2999.
    verify(&record, list.as_deref(), subject, Timestamp::from_unix(unix_now()))
}

#[test]
fn a_record_is_signed_taken_back_and_given_again() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    for curve in ["ed25519", "secp256k1"] {
        let (key, record, list) = (
            at(&format!("{curve}.jwk")),
            at(&format!("{curve}.jwt")),
            at(&format!("{curve}.list")),
        );
        let drawn = enfilade(&["attest", "--new-key", arg(&key), "--curve", curve, "--json"]);
        let drawn = drawn.json();
        let own = drawn["did"].as_str().unwrap().to_owned();
        // An account's key signs for its account, on whatever chain.
        let issuer = match drawn["account"].as_str() {
            Some(account) => account.replace("eip155:1:", "eip155:8453:"),
            None => own,
        };
        let signs = ["attest", "--key", arg(&key), "--issuer", &issuer];
        let place = format!("{LIST}#17");
        let says = [
            "--subject",
            TOKEN,
            "--owner",
            "湖州市博物馆",
            "--editions",
            "3",
            "--author",
            "Shen Yu",
            "--expires",
            "2999-01-01",
            "--status",
            &place,
            "--out",
            arg(&record),
        ];
        let said = enfilade(&[&signs[..], &says[..]].concat());
        let said = said.fine();
        assert!(
            said.contains("belongs to 湖州市博物馆, 3 of its editions and was made by Shen Yu")
        );
        assert!(
            said.contains(&format!("signed by {issuer}, until 2999-01-01T00:00:00Z.")),
            "{said}"
        );

        let subject: Subject = TOKEN.parse().unwrap();
        let attested = judged(&record, None, &subject).unwrap();
        assert_eq!(attested.attestation.issuer.to_string(), issuer);
        let owner = attested.attestation.owner.unwrap().owner;
        assert!(matches!(owner, Owner::Name(name) if name.as_str() == "湖州市博物馆"));
        assert_eq!(attested.revocation, Revocation::Unchecked);

        let lists = [&signs[..], &["--status-list", arg(&list)]].concat();
        let made = enfilade(&[&lists[..], &["--uri", LIST, "--ttl", "3600", "--json"]].concat());
        assert_eq!((&made.json()["records"], &made.json()["new"]), (&1_000.into(), &true.into()));
        let stands = |list: &Path| judged(&record, Some(list), &subject).unwrap().revocation;
        assert!(matches!(stands(&list), Revocation::Good { .. }));
        let set = |status: &str| {
            enfilade(&[&lists[..], &["--set", &format!("17={status}")]].concat()).fine().to_owned()
        };
        assert!(set("revoked").contains(&format!("Serve it at {LIST}.")));
        assert!(matches!(stands(&list), Revocation::Revoked { .. }));
        set("suspended");
        assert!(matches!(stands(&list), Revocation::Suspended { .. }));
        set("valid");
        assert!(matches!(stands(&list), Revocation::Good { .. }));
    }
    let swapped = judged(&at("ed25519.jwt"), Some(&at("secp256k1.list")), &TOKEN.parse().unwrap());
    assert!(matches!(swapped, Err(Refusal::Status(_))), "{swapped:?}");
}

#[test]
fn a_file_is_attested_whatever_it_is_called() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let (key, file, record) = (at("key"), at("dusk.png"), at("record.jwt"));
    fs::write(&file, b"a picture").unwrap();
    enfilade(&["attest", "--new-key", arg(&key)]).fine();
    let signs = ["attest", "--key", arg(&key), "--subject", arg(&file), "--out", arg(&record)];
    let json = enfilade(&[&signs[..], &["--author", "Shen Yu", "--json"]].concat()).json();
    let subject = Subject::of_file(b"a picture");
    assert_eq!(json["subject"].as_str(), Some(subject.to_string().as_str()));
    assert!(json["id"].as_str().unwrap().len() > 20);
    assert_eq!(judged(&record, None, &subject).unwrap().revocation, Revocation::NoList);
}

#[test]
fn what_cannot_be_signed_is_told_in_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    let (key, other, out, list, broken) =
        (at("key"), at("other"), at("record.jwt"), at("list"), at("broken"));
    let drawn = enfilade(&["attest", "--new-key", arg(&key)]).fine().to_owned();
    assert!(drawn.starts_with("did:key:z6Mk"), "{drawn}");
    let stranger = enfilade(&["attest", "--new-key", arg(&other)]).fine().trim_end().to_owned();
    fs::write(&broken, "{}").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let (before, key, list) = (fs::read(&key).unwrap(), arg(&key), arg(&list));
    enfilade(&["attest", "--new-key", key]).failed(1, &["is there already", "never written over"]);
    assert_eq!(fs::read(key).unwrap(), before);

    let signs = |key: &str, more: &[&str]| {
        let start = ["attest", "--key", key, "--subject", TOKEN, "--out", arg(&out)];
        enfilade(&[&start[..], more].concat())
    };
    let nowhere = at("kye");
    signs(arg(&nowhere), &["--owner", "a"]).failed(1, &["cannot be read", "--new-key draws one"]);
    signs(arg(&broken), &["--owner", "a"]).failed(1, &["is no JSON Web Key"]);
    signs(key, &[]).failed(2, &["--owner", "--author"]);
    signs(key, &["--owner", "0x12"]).failed(2, &["is no account id", "eip155:1:0x"]);
    signs(key, &["--owner", "did:web:a"]).failed(2, &["did:web is not read yet"]);
    signs(key, &["--owner", " "]).failed(2, &["a name has between"]);
    signs(key, &["--owner", "a", "--editions", "0"]).failed(2, &["no number of editions"]);
    signs(key, &["--owner", "a", "--expires", "2001-01-01"]).failed(2, &["ends before it begins"]);
    signs(key, &["--owner", "a", "--status", LIST]).failed(2, &["no place in a status list"]);
    signs(key, &["--owner", "a", "--issuer", &stranger]).failed(2, &["does not sign for"]);
    assert!(!out.exists());
    let missing = ["attest", "--key", key, "--subject", "dask.png", "--out", arg(&out)];
    let missing = enfilade(&[&missing[..], &["--owner", "a"]].concat());
    missing.failed(1, &["is no token id", "no file of that name"]);
    signs(key, &["--owner", "a"]).fine();
    signs(key, &["--owner", "a"]).failed(1, &["is there already"]);

    let lists = |key: &str, more: &[&str]| {
        enfilade(&[&["attest", "--key", key, "--status-list", list][..], more].concat())
    };
    lists(key, &[]).failed(2, &["there is no list yet", "--uri"]);
    lists(key, &["--uri", "museum"]).failed(2, &["its address is none of a web page"]);
    lists(key, &["--uri", LIST, "--records", "99999999999"]).failed(2, &["unpacks to more"]);
    lists(key, &["--uri", LIST, "--set", "1000=revoked"]).failed(2, &["lies behind its end"]);
    lists(key, &["--uri", LIST, "--set", "1=4"]).failed(2, &["more than the 2 bits"]);
    lists(key, &["--uri", LIST, "--expires", "2001-01-01"]).failed(2, &["a later --expires"]);
    assert!(!Path::new(list).exists());
    lists(key, &["--uri", LIST]).fine();
    lists(key, &["--records", "5"]).failed(2, &["is there already", "stay"]);
    lists(arg(&other), &["--set", "1=revoked"]).failed(1, &["is no list of"]);
}

/// What the notes of a work say of one kind.
fn noted(work: &LockedWork, kind: ProblemKind) -> Vec<&str> {
    let of_kind = work.notes.iter().filter(|note| note.kind == kind);
    of_kind.map(|note| note.detail.as_str()).collect()
}

/// A whole show of a registry without a public chain: hung, checked, taken back, given
/// again.
#[test]
fn a_show_hangs_what_an_institution_attests_until_it_takes_it_back() {
    let served: Arc<Mutex<Option<Vec<u8>>>> = Arc::default();
    let there = served.clone();
    let server = Server::start(move |path, _| match there.lock().unwrap().clone() {
        Some(list) if path == "/status/1" => Reply::ok(list),
        _ => Reply::status(404, ""),
    });
    let uri = format!("{}/status/1", server.url());
    let show = Show::new(&format!(
        "[gateways]\nown_hosts = [\"{}\"]\n[[work]]\nfile = \"dusk.png\"\nid = \"dusk\"\nattestations = [\"record.jwt\"]\n",
        server.address
    ));
    show.write("dusk.png", &png(60, 80, 1));
    let dir = arg(show.path());
    let at = |name: &str| show.path().join(name);
    let aside = tempfile::tempdir().unwrap();
    let (key, list) = (aside.path().join("key"), aside.path().join("list"));
    let issuer = enfilade(&["attest", "--new-key", arg(&key)]).fine().trim_end().to_owned();
    let (file, record, place) = (at("dusk.png"), at("record.jwt"), format!("{uri}#17"));
    enfilade(&[
        "attest",
        "--key",
        arg(&key),
        "--subject",
        arg(&file),
        "--owner",
        "A museum",
        "--author",
        "Shen Yu",
        "--expires",
        "2999-01-01",
        "--status",
        &place,
        "--out",
        arg(&record),
    ])
    .fine();
    let serve = |more: &[&str]| {
        let signs = ["attest", "--key", arg(&key), "--status-list", arg(&list)];
        enfilade(&[&signs[..], more].concat()).fine();
        *served.lock().unwrap() = Some(fs::read(&list).unwrap());
    };
    let resolve = || {
        let ran = enfilade(&["resolve", dir, "--refresh", "--json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        show.work("dusk")
    };
    let check = || enfilade(&["check", dir, "--json"]).json();

    // Without the list the record hangs, and that nobody looked is said.
    let work = resolve();
    let Evidence::Attested { issuer: by, standing, .. } = &work.ownership[0].evidence else {
        panic!("{:?}", work.ownership)
    };
    assert_eq!((by, *standing), (&issuer, Standing::Unchecked));
    assert_eq!(work.ownership[0].owner.to_string(), "name:A museum");
    assert_eq!(noted(&work, ProblemKind::StatusUnchecked).len(), 1, "{:?}", work.notes);

    // With the list it stands, and a check without the network says so again.
    serve(&["--uri", &uri]);
    let work = resolve();
    let evidence = &work.ownership[0].evidence;
    assert_eq!(evidence.level(), Level::Attested);
    assert!(matches!(evidence, Evidence::Attested { standing: Standing::Stands { .. }, .. }));
    assert_eq!(work.authorship[0].name, "Shen Yu");
    assert!(noted(&work, ProblemKind::StatusUnchecked).is_empty(), "{:?}", work.notes);
    let report = check();
    assert_eq!(
        (&report["sound"], &report["works"][0]["owner"]),
        (&json!(true), &json!("attested"))
    );
    assert_eq!(report["works"][0]["held"], 2, "the owner and the author");
    let standing = fs::read(at("exhibition.lock")).unwrap();

    // Taken back: nothing is taken from the record any more, and why is noted.
    serve(&["--set", "17=revoked"]);
    let work = resolve();
    assert_eq!((work.ownership.len(), work.authorship.len(), work.signed.len()), (0, 0, 0));
    let refused = noted(&work, ProblemKind::AttestationRefused);
    assert!(refused[0].contains("took it back"), "{refused:?}");
    assert_eq!(check()["sound"], true);
    // A lock that goes on saying so does not stand beside the list that takes it back.
    let revoked = fs::read(&list).unwrap();
    let hash = BlobHash::of(&revoked);
    show.write(&hash.path(), &revoked);
    let mut lock: Value = serde_json::from_slice(&standing).unwrap();
    lock["works"][0]["signed"][0]["status"] = json!(hash);
    show.write("exhibition.lock", &serde_json::to_vec(&lock).unwrap());
    let report = check();
    let found = report["works"][0]["findings"].to_string();
    assert!(report["sound"] == false && found.contains("took it back"), "{report}");
    // The lock of before, with the list of before, is as sound as it was.
    show.write("exhibition.lock", &standing);
    assert_eq!(check()["sound"], true);
    let page = || {
        let site = aside.path().join("site");
        enfilade(&["publish", dir, "--out", arg(&site), "--quality", "0"]).fine();
        fs::read_to_string(site.join("index.html")).unwrap()
    };
    let (attested, refused) = ("Attested</span>", "No signed record here says so");
    let html = page();
    assert!(html.contains(attested), "{html}");
    // A script may find otherwise; until then the words for that are hidden.
    for form in ["\"held\"><span class=\"ladder\"", "\"refused\" hidden><span class=\"ladder\""] {
        assert!(html.contains(&format!("<span data-stands={form}")), "{form}: {html}");
    }
    assert!(html.contains("Check this signed record") && html.contains("核验此签名记录"), "{html}");
    // Whom no record that is kept names is attested nowhere.
    let mut lock: Value = serde_json::from_slice(&standing).unwrap();
    let work = &mut lock["works"][0];
    work["ownership"][0]["owner"] = json!("name:Mallory");
    work["authorship"][0]["name"] = json!("Mallory");
    let with_record = lock.clone();
    lock["works"][0].as_object_mut().unwrap().remove("signed");
    for lock in [lock, with_record] {
        show.write("exhibition.lock", &serde_json::to_vec(&lock).unwrap());
        let report = check();
        let found = report["works"][0]["findings"].to_string();
        assert!(found.contains("no record that is kept says so"), "{report}");
        assert_eq!(
            (&report["sound"], &report["works"][0]["owner"], &report["works"][0]["held"]),
            (&json!(false), &json!("refused"), &json!(0))
        );
        let html = page();
        assert!(html.contains(refused) && !html.contains(attested), "{html}");
    }
    show.write("exhibition.lock", &standing);

    // Suspended, and valid again.
    serve(&["--set", "17=suspended"]);
    let refused = resolve();
    assert!(noted(&refused, ProblemKind::AttestationRefused)[0].contains("suspended it"));
    serve(&["--set", "17=valid"]);
    assert_eq!(resolve().ownership.len(), 1);

    // A record of another file, or with a letter changed, is none.
    show.write("dusk.png", &png(60, 80, 2));
    let refused = resolve();
    assert_eq!(refused.ownership.len(), 0);
    assert_eq!(noted(&refused, ProblemKind::AttestationRefused).len(), 1, "{:?}", refused.notes);
    show.write("dusk.png", &png(60, 80, 1));
    let mut letters = fs::read(&record).unwrap();
    let middle = letters.len() / 2;
    letters[middle] = if letters[middle] == b'A' { b'B' } else { b'A' };
    show.write("record.jwt", &letters);
    let refused = resolve();
    assert_eq!((refused.ownership.len(), refused.signed.len()), (0, 0));
    assert_eq!(noted(&refused, ProblemKind::AttestationRefused).len(), 1, "{:?}", refused.notes);
}
