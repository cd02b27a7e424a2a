//! Every command as a process of its own: exit codes 0, 1 and 2, one sentence that says
//! what to do, and JSON in the same shape each time.

use std::fs;

use serde_json::Value;

use crate::command::{arg, enfilade};
use crate::show::{Show, png};

/// Two works, one of which is not there.
fn show() -> Show {
    let show = Show::new("[[work]]\nfile = \"one.png\"\n\n[[work]]\nfile = \"tow.png\"\n");
    show.write("one.png", &png(90, 60, 1));
    show.write("two.png", &png(90, 60, 2));
    show
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn an_exhibition_goes_its_way_and_every_report_is_json() {
    let show = show();
    let dir = arg(show.path());
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");

    let resolved = enfilade(&["resolve", dir, "--json"]);
    assert_eq!((resolved.code, resolved.err.as_str()), (0, ""));
    let report = resolved.json();
    assert_eq!(
        keys(&report),
        [
            "changed",
            "fetched",
            "fetched_bytes",
            "mended",
            "missing",
            "notes",
            "shown",
            "updated",
            "warnings",
            "works"
        ]
    );
    assert_eq!((report["works"].as_u64(), report["shown"].as_u64()), (Some(2), Some(1)));
    assert!(report["missing"][0].to_string().contains("tow.png"), "{report}");
    let warning = report["warnings"][0].as_str().unwrap();
    assert!(warning.contains("line 6") && warning.contains("did you mean “two.png”?"), "{warning}");
    assert_eq!(enfilade(&["resolve", dir, "--json"]).json()["changed"], false);

    let checked = enfilade(&["check", dir, "--json"]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    let report = checked.json();
    assert_eq!(keys(&report), ["checked", "failures", "notices", "sound", "works"]);
    assert_eq!((&report["sound"], &report["failures"]), (&Value::from(true), &Value::from(0)));
    assert_eq!(
        keys(&report["works"][0]),
        ["blobs", "bytes", "file", "findings", "held", "id", "owner", "title"]
    );
    assert_eq!(keys(&report["works"][1]["findings"][0]), ["says", "severity"]);

    let plan = enfilade(&["plan", dir, "--json"]).json();
    assert!(!plan["rooms"].as_array().unwrap().is_empty());

    let published = enfilade(&["publish", dir, "--out", arg(&site), "--quality", "1", "--json"]);
    assert_eq!((published.code, published.err.as_str()), (0, ""));
    let report = published.json();
    assert_eq!(
        keys(&report),
        ["bytes", "files", "missing", "wasm_brotli_bytes", "wasm_bytes", "works"]
    );
    assert_eq!((&report["works"], &report["missing"]), (&Value::from(2), &Value::from(1)));
    // Drawn for visitors of either language, whoever published it.
    for (file, word) in [("plan.svg", "Floor plan"), ("plan.zh.svg", "平面图")] {
        assert!(fs::read_to_string(site.join(file)).unwrap().contains(word), "{file}");
    }

    let schema: Value = serde_json::from_str(enfilade(&["schema"]).fine()).unwrap();
    assert!(schema["properties"]["work"].is_object(), "{schema}");
}

#[test]
fn what_a_person_reads_is_told_in_lines() {
    let show = show();
    let dir = arg(show.path());
    let resolved = enfilade(&["resolve", dir]);
    assert_eq!(resolved.code, 0);
    assert!(resolved.err.starts_with("enfilade: exhibition.toml line 6: "), "{}", resolved.err);
    assert!(resolved.out.starts_with("1 of 2 works hang"), "told twice: {}", resolved.out);
    let checked = enfilade(&["check", dir]);
    let out = checked.fine();
    assert!(out.lines().next().unwrap().contains("title"), "{out}");
    assert!(out.contains("everything is what exhibition.lock says; 1 to note."), "{out}");
    assert!(enfilade(&["plan", dir]).fine().starts_with("<svg"));
}

#[test]
fn what_cannot_be_done_fails_with_one_sentence() {
    let show = show();
    let dir = arg(show.path());
    let nowhere = show.path().join("nowhere/at/all");
    let out = tempfile::tempdir().unwrap();
    let (site, new) = (out.path().join("site"), out.path().join("new"));
    let (site, new, nowhere) = (arg(&site), arg(&new), arg(&nowhere));
    let file = show.path().join("exhibition.toml");
    let file = arg(&file);
    fs::write(out.path().join("tokens.txt"), "# a list\n\neip155:1/erc721:0x12/1\n").unwrap();
    let tokens = out.path().join("tokens.txt");
    let rows: &[(&[&str], &[&str])] = &[
        (&["resolve", nowhere], &["there is no folder", "enfilade new"]),
        (&["check", nowhere], &["there is no folder", "enfilade new"]),
        (&["plan", nowhere], &["there is no folder"]),
        (&["resolve", file], &["exhibition.toml is no folder; name the folder that holds"]),
        (&["plan", file], &["exhibition.toml is no folder; name the folder that holds"]),
        (&["publish", file, "--out", site], &["exhibition.toml is no folder; name the folder"]),
        (&["publish", nowhere, "--out", site], &["there is no folder"]),
        (&["check", dir], &["holds no exhibition.lock", "enfilade resolve"]),
        (&["plan", dir], &["holds no exhibition.lock", "enfilade resolve"]),
        (&["publish", dir, "--out", site], &["holds no exhibition.lock", "enfilade resolve"]),
        (&["host", dir], &["holds no published site", "enfilade publish"]),
        (&["host", file], &["exhibition.toml is no folder", "that holds the site's index.html"]),
        (
            &["new", new, "--folder", nowhere],
            &["there is no folder", "to take pictures from", "name the folder that holds"],
        ),
        (&["new", new, "--folder", arg(&tokens)], &["tokens.txt is no folder", "the pictures"]),
        (&["new", dir, "--folder", dir], &["is there already", "another folder"]),
        (&["new", new, "--folder", out.path().to_str().unwrap()], &["nothing that can be hung"]),
        (
            &["new", new, "--tokens", arg(&tokens)],
            &["line 3 of the list", "0x12/1", "one looks like"],
        ),
        (
            &["new", new, "--tokens", "tokns.txt"],
            &["tokns.txt cannot be read", "a token in each line"],
        ),
    ];
    for (arguments, parts) in rows {
        enfilade(arguments).failed(1, parts);
    }
    // Nothing was begun that failed.
    assert!(!out.path().join("site").exists() && !out.path().join("new/exhibition.toml").exists());
    enfilade(&["new", new, "--tokens", arg(&out.path().join("token.txt"))])
        .failed(1, &["token.txt cannot be read", "did you mean “tokens.txt”?"]);
    fs::create_dir(out.path().join("slow-light")).unwrap();
    enfilade(&["new", new, "--folder", arg(&out.path().join("slow-ligth"))])
        .failed(1, &["to take pictures from", "did you mean “slow-light”?"]);
    let misspelled = out.path().join("slow-ligth");
    for command in ["check", "plan", "resolve"] {
        enfilade(&[command, arg(&misspelled)])
            .failed(1, &["there is no folder", "did you mean “slow-light”?"]);
    }
}

/// In a file nothing can be made, and in `/proc` by nobody.
#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_nothing_is_named_with_what_to_do() {
    let show = show();
    let dir = arg(show.path());
    assert_eq!(enfilade(&["resolve", dir]).code, 0);
    let check = |arguments: &[&str], place: &str| {
        let ran = enfilade(arguments);
        ran.failed(1, &[place, "cannot be written"]);
        // Who is not root may not even ask.
        let told = ["name another place", "allow this program"].map(|part| ran.err.contains(part));
        assert!(told.contains(&true), "{arguments:?}: {}", ran.err);
        // No name that the program gave a file or folder aside.
        assert!(!ran.err.contains(".enfilade-site-"), "{}", ran.err);
        assert!(!ran.err.contains(".part-"), "{}", ran.err);
    };
    let token = format!("eip155:1/erc721:0x{}/1", "5a".repeat(20));
    let inside = show.path().join("one.png/inside");
    for place in [arg(&inside), "/proc/enfilade-takes-no-place"] {
        check(&["publish", dir, "--out", place, "--quality", "1"], place);
        check(&["new", place, "--tokens", &token], place);
    }
    check(&["plan", dir, "--out", "/proc/plan.svg"], "/proc/plan.svg");
    let blobs = show.path().join("blobs");
    check(&["plan", dir, "--out", arg(&blobs)], arg(&blobs));
    assert_eq!(fs::read(show.path().join("one.png")).unwrap(), png(90, 60, 1));
}

#[test]
fn what_is_misspelled_is_answered_with_what_was_meant() {
    let show = show();
    let dir = arg(show.path());
    assert_eq!(enfilade(&["resolve", dir]).code, 0);
    show.write("manifest.json", b"{}");
    let new = show.path().join("new");
    let beside = |name: &str| arg(&show.path().join(name)).to_owned();
    let check = |code: i32, arguments: &[&str], parts: &[&str]| {
        enfilade(arguments).failed(code, parts);
    };
    let lock = "name a lock, or the folder of an exhibition";
    check(1, &["diff", &beside("exhibition.lokc"), dir], &["did you mean “exhibition.lock”?"]);
    check(1, &["diff", dir, &beside("exhibition.lokc")], &["did you mean “exhibition.lock”?"]);
    check(1, &["diff", dir, &beside("last-year.json")], &["last-year.json cannot be read", lock]);
    check(1, &["diff", &beside("one.png"), dir], &["one.png cannot be read", "that is whole"]);
    let manifest = |name: &str, parts: &[&str]| {
        check(1, &["new", arg(&new), "--manifest", &beside(name)], parts);
    };
    manifest("manifets.json", &["manifets.json cannot be read", "did you mean “manifest.json”?"]);
    manifest("altarpiece.json", &["cannot be read", "by its address or as a file"]);
    manifest("manifest.json", &["manifest.json cannot be read", "holds a IIIF manifest"]);
    assert!(!new.exists());
    let work = |id: &str, code: i32, parts: &[&str]| {
        check(code, &["provenance", dir, "--work", id], parts);
    };
    // The same mistake ends in the same way in every command: the id has to change.
    work("oen", 2, &["holds no work “oen”; did you mean “one”?"]);
    work("altarpiece", 2, &["holds no work “altarpiece”; name one of its works: one, tow"]);
    work("one", 1, &["“one” is no token of an EVM chain", "name a work that is one"]);
}

#[test]
fn what_makes_no_sense_is_misuse() {
    let show = show();
    let dir = arg(show.path());
    let check = |arguments: &[&str], parts: &[&str]| {
        let ran = enfilade(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}: {}", ran.err);
        // One sentence, not the parser's paragraphs.
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with("enfilade"), "{arguments:?}: {}", ran.err);
        for part in parts {
            assert!(ran.err.contains(part), "{arguments:?}: {}", ran.err);
        }
    };
    check(&["resolv", dir], &["there is no command “resolv”", "did you mean “resolve”?"]);
    let misspelled = ["enfilade resolve: there is no option “--refersh”", "mean “--refresh”?"];
    check(&["resolve", dir, "--refersh"], &misspelled);
    check(&["resolve", dir, "--json", "--refersh"], &misspelled);
    check(&["diff"], &["<BEFORE> and <AFTER> are missing", "see `enfilade diff --help`"]);
    check(&["publish", dir], &["--out"]);
    check(&["publish", dir, "--out", "x", "--quality", "12"], &["12", "0..=11"]);
    check(&["host", dir, "--listen", "nowhere"], &["nowhere", "--listen"]);
    for no_address in ["", "node.example", "ws://node.example", "http://", "https://a:port"] {
        let told = format!("“{no_address}” is no value for --endpoint");
        let parts = [&*told, "begins with https:// or http://", "see `enfilade open --help`"];
        check(&["open", dir, "--endpoint", no_address], &parts);
    }
    check(&["check", dir, "--language", "eng"], &["eng", "en"]);
    check(&["new", dir, "--tokens", "a", "--folder", "b"], &["--tokens", "--folder"]);
    let contract = format!("eip155:1/erc721:0x{}", "5a".repeat(20));
    check(&["new", "x", "--contract", &contract, "--ids", "5..1"], &["5..1", "1..50"]);
    check(&["new", "x", "--contract", "foo", "--ids", "1"], &["“foo” is no contract"]);
    check(&["new", "x", "--tokens", "eip155:1/erc721:0x12/1"], &["0x12/1", "one looks like"]);
    // A token with a slip is no file that is missing.
    let bare = format!("0x{}", "5a".repeat(20));
    let slips = [
        (format!("{bare}/0x1f"), "“0x1f” is no token's number"),
        (format!("{bare}/7,{bare}/x"), "“x” is no token's number"),
        (bare, "add the number"),
        ("KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/0x5".to_owned(), "“0x5” is no token's number"),
        ("vitalik.eth/".to_owned(), "no number follows"),
        ("objkt.com/tokens/tezzardz/12".to_owned(), "“tezzardz”"),
    ];
    for (slip, told) in &slips {
        check(&["new", "x", "--tokens", slip], &["line 1 of the list", told]);
    }
    check(&["new", "x", "--folder", dir, "--ids", "1..3"], &["--ids", "--folder"]);
    let publish = ["publish", dir, "--out", "x", "--address", "foo"];
    check(&publish, &["foo", "https://example.org/show/"]);
    assert!(!std::path::Path::new("x").exists());
}

#[test]
fn a_resolve_after_which_nothing_hangs_has_failed() {
    let check = |file: &str, code: i32, told: &str| {
        let show = Show::new(file);
        show.write("one.png", &png(90, 60, 1));
        let ran = enfilade(&["resolve", arg(show.path())]);
        assert_eq!(ran.code, code, "{file}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(told), "{file}: {}", ran.out);
        assert_eq!(enfilade(&["resolve", arg(show.path()), "--json"]).code, code, "{file}");
    };
    check("", 0, "0 of 0 works hang");
    check("[[work]]\nfile = \"one.png\"\n", 0, "1 of 1 works hang");
    check("[[work]]\nfile = \"one.png\"\n[[work]]\nfile = \"no.png\"\n", 0, "1 of 2");
    check("[[work]]\nfile = \"no.png\"\n[[work]]\nfile = \"nor.png\"\n", 1, "0 of 2");
}

#[test]
fn a_new_exhibition_is_listed_for_a_program() {
    let out = tempfile::tempdir().unwrap();
    fs::create_dir(out.path().join("pictures")).unwrap();
    fs::write(out.path().join("pictures/one.png"), png(90, 60, 1)).unwrap();
    let (pictures, new) = (out.path().join("pictures"), out.path().join("new"));
    let made = enfilade(&["new", arg(&new), "--folder", arg(&pictures), "--json"]);
    made.fine();
    let report = made.json();
    assert_eq!(keys(&report), ["files_beyond", "folders_too_deep", "left_out", "works", "written"]);
    let written = ["one.png", "exhibition.toml"].map(|name| Value::from(arg(&new.join(name))));
    assert_eq!(report["written"], Value::from(written.to_vec()));
    assert_eq!(report["works"][0]["file"], "one.png");
    assert_eq!(keys(&report["works"][0]), ["canvas", "file", "manifest", "section", "token"]);
}

#[test]
fn a_plan_is_written_to_a_folder_that_is_there() {
    let show = show();
    let dir = arg(show.path());
    assert_eq!(enfilade(&["resolve", dir]).code, 0);
    let (fits, not) = (show.path().join("plan.svg"), show.path().join("nowhere/plan.svg"));
    let told = enfilade(&["plan", dir, "--out", arg(&fits)]);
    assert!(told.fine().ends_with("plan.svg: 2 works in 1 room\n"), "{}", told.out);
    enfilade(&["plan", dir, "--out", arg(&not)])
        .failed(1, &["there is no folder", "nowhere to write to", "make it first"]);
    assert!(!show.path().join("nowhere").exists());
}

#[test]
fn a_host_tells_a_program_its_address() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let site = tempfile::tempdir().unwrap();
    fs::write(site.path().join("index.html"), "<title>A</title>").unwrap();
    let mut host = Command::new(env!("CARGO_BIN_EXE_enfilade"))
        .args(["host", arg(site.path()), "--listen", "127.0.0.1:0", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let read = BufReader::new(host.stdout.take().unwrap()).read_line(&mut line);
    host.kill().unwrap();
    host.wait().unwrap();
    read.unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    assert!(told["address"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{told}");
}

#[test]
fn help_and_version_are_fine() {
    for arguments in [&["--help"][..], &["--version"], &["resolve", "--help"]] {
        assert!(enfilade(arguments).fine().contains("enfilade"), "{arguments:?}");
    }
}

#[test]
fn a_folder_hangs_every_kind_and_says_what_it_leaves_out() {
    let out = tempfile::tempdir().unwrap();
    let pictures = out.path().join("pictures");
    fs::create_dir(&pictures).unwrap();
    let kinds = std::path::Path::new("tests/fixtures/every-kind/files");
    let mut hung = Vec::new();
    for entry in fs::read_dir(kinds).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        fs::copy(kinds.join(&name), pictures.join(&name)).unwrap();
        hung.push(name);
    }
    fs::write(pictures.join("light.avif"), b"what it holds is a resolve's affair").unwrap();
    hung.push("light.avif".to_owned());
    hung.sort();
    for kind in [".mp4", ".webm", ".flac", ".html"] {
        assert!(hung.iter().any(|name| name.ends_with(kind)), "{kind}: {hung:?}");
    }
    for name in ["letter.pdf", "notes.txt"] {
        fs::write(pictures.join(name), b"words").unwrap();
    }
    let new = out.path().join("new");
    let made = enfilade(&["new", arg(&new), "--folder", arg(&pictures)]);
    made.fine();
    let told = "2 files left out, of a kind that does not hang: letter.pdf, notes.txt";
    assert!(made.out.contains(told), "{}", made.out);
    for name in &hung {
        let (there, here) = (fs::read(pictures.join(name)), fs::read(new.join(name)));
        assert_eq!(there.unwrap(), here.unwrap(), "{name}");
    }
    assert!(!new.join("letter.pdf").exists());
    let written = fs::read_to_string(new.join("exhibition.toml")).unwrap();
    for name in &hung {
        assert!(written.contains(&format!("\"{name}\"")), "{name}: {written}");
    }
}
