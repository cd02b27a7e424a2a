//! How a work came to its owner, what changed between two locks, and a show as it stood at
//! a block: `provenance`, `diff` and `resolve --at` as commands.

use std::fs;

use alloy_primitives::{Address, U256};
use serde_json::{Value, json};

use crate::command::{arg, enfilade};
use crate::local::Chain;
use crate::local::contracts::{Erc721, Named};
use crate::show::{Show, png};

/// A show with a token that went from the first account to the second, and a file; and
/// the block before it went.
struct Past {
    chain: Chain,
    show: Show,
    before: u64,
    holders: [Address; 2],
}

fn past() -> Past {
    let chain = Chain::start();
    let works = chain.deploy("Changing", &[]);
    let holders = [1, 2].map(|index| chain.account(index));
    let [from, to] = holders;
    let number = U256::ONE;
    let uri = "data:application/json,{\"name\":\"A\",\"image\":\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'><path d='M0 0h2v2z'/></svg>\"}";
    chain.tell(works, &Named::mintCall { to: from, number, uri: uri.to_owned() });
    let before = chain.height();
    chain.tell_as(from, works, &Erc721::transferFromCall { from, to, number });
    let show = Show::new(&format!(
        "[chains.\"{0}\"]\nendpoints = [\"{1}\"]\n[[work]]\ntoken = \"{0}/erc721:{works}/1\"\nid = \"moved\"\n[[work]]\nfile = \"still.png\"\nid = \"still\"\n",
        Chain::CHAIN,
        chain.url
    ));
    show.write("still.png", &png(20, 30, 1));
    Past { chain, show, before, holders }
}

/// Resolves at the newest block, which is of a year's beginning: that is said, and no more.
fn resolve_now(dir: &str) {
    let ran = enfilade(&["resolve", dir]);
    assert_eq!((ran.code, ran.err.lines().count()), (0, 1), "{}", ran.err);
    assert!(ran.err.contains("the newest block of 127.0.0.1:"), "{}", ran.err);
}

#[test]
fn the_hands_of_a_work_are_written_as_table_and_picture() {
    let Past { chain: _chain, show, holders: [from, to], .. } = past();
    let dir = arg(show.path());
    resolve_now(dir);

    let csv = enfilade(&["provenance", dir, "--work", "moved"]).fine().to_owned();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[0].starts_with("block,block_hash,time,"), "{csv}");
    assert!(lines[0].ends_with(",proven,refused,ends_at_owner"), "{csv}");
    let (mint, given) = (lines[1].to_lowercase(), lines[2].to_lowercase());
    let address = |address: Address| address.to_string().to_lowercase();
    assert!(mint.contains(&format!(",,{},", address(from))), "a mint comes from nobody: {mint}");
    assert!(given.contains(&format!(",{},{},", address(from), address(to))), "{given}");
    for line in [&mint, &given] {
        assert!(line.ends_with(",true,,true"), "it is proven and leads to the owner: {csv}");
    }

    let ran = enfilade(&["provenance", dir, "--work", "moved", "--format", "json"]);
    let whole: Value = serde_json::from_str(ran.fine()).unwrap();
    assert_eq!(
        (&whole["work"], whole["steps"].as_array().map(Vec::len)),
        (&json!("moved"), Some(2))
    );
    let svg =
        enfilade(&["provenance", dir, "--work", "moved", "--format", "svg"]).fine().to_owned();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");

    let out = show.path().join("hands.svg");
    let asked = ["provenance", dir, "--work", "moved", "--format", "svg", "--out", arg(&out)];
    assert!(enfilade(&asked).fine().ends_with("hands.svg: 2 changes of hands, proven\n"));
    assert_eq!(fs::read_to_string(&out).unwrap().trim_end(), svg.trim_end());

    let nowhere = show.path().join("nowhere/hands.csv");
    enfilade(&["provenance", dir, "--work", "moved", "--out", arg(&nowhere)])
        .failed(1, &["there is no folder"]);
    enfilade(&["provenance", dir, "--work", "movd"])
        .failed(2, &["holds no work “movd”", "did you mean “moved”?"]);
    enfilade(&["provenance", dir, "--work", "still"])
        .failed(1, &["“still” is no token of an EVM chain"]);
    let misused = enfilade(&["provenance", dir]);
    assert_eq!((misused.code, misused.out.as_str()), (2, ""));
    assert!(misused.err.contains("--work"), "{}", misused.err);
}

#[test]
fn a_step_is_proven_by_a_receipt_that_was_run_and_by_no_other() {
    let Past { chain, show, .. } = past();
    let dir = arg(show.path());
    resolve_now(dir);
    let path = show.path().join("exhibition.lock");
    let sound = fs::read_to_string(&path).unwrap();
    // How the changes of hands are told once the lock of the work was rewritten.
    let told = |rewrite: &dyn Fn(&mut Value)| -> (Value, String) {
        let mut lock: Value = serde_json::from_str(&sound).unwrap();
        let works = lock["works"].as_array_mut().unwrap();
        let moved = works.iter_mut().find(|work| work["id"] == "moved").unwrap();
        rewrite(&mut moved["provenance"]);
        fs::write(&path, lock.to_string()).unwrap();
        let ran = enfilade(&["provenance", dir, "--work", "moved", "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        (serde_json::from_str(&ran.out).unwrap(), ran.err)
    };
    let proven = |told: &Value| [0, 1].map(|place| told["steps"][place]["proven"] == true);

    let (whole, err) = told(&|_| {});
    assert_eq!((proven(&whole), err.as_str()), ([true, true], ""), "{whole}");
    assert_eq!((&whole["ends_at_owner"], &whole["findings"]), (&json!(true), &json!([])));

    let other = chain.account(5).to_string();
    let (rewritten, err) = told(&|way| way["steps"][1]["to"] = json!(other));
    assert_eq!(proven(&rewritten), [true, false], "{rewritten}");
    assert!(rewritten["steps"][1]["refused"].is_string(), "{rewritten}");
    assert_eq!(rewritten["ends_at_owner"], false, "the lock says otherwise: {rewritten}");
    assert!(err.contains("moved: ") && err.contains("do not lead to its owner"), "{err}");
    let csv = enfilade(&["provenance", dir, "--work", "moved"]);
    assert!(csv.out.trim_end().ends_with(",false"), "{}", csv.out);
    let out = show.path().join("hands.csv");
    let written = enfilade(&["provenance", dir, "--work", "moved", "--out", arg(&out)]);
    assert!(written.out.contains("called proven, which is not borne out here"), "{}", written.out);

    let zeros = format!("0x{}", "00".repeat(32));
    let (without, _) = told(&|way| way["steps"][0]["receipt"]["blob"] = json!(zeros));
    assert_eq!(proven(&without), [false, true], "{without}");
    let why = without["steps"][0]["refused"].as_str().unwrap();
    assert!(why.contains("the proof of its provenance is not there"), "{why}");
    let (unsaid, _) = told(&|way| {
        way["steps"][0].as_object_mut().unwrap().remove("receipt");
    });
    assert_eq!(proven(&unsaid), [false, true], "{unsaid}");
    assert_eq!(unsaid["steps"][0]["refused"], Value::Null, "{unsaid}");
}

#[test]
fn a_check_calls_an_owner_no_more_than_what_was_held_up() {
    let Past { chain: _chain, show, holders: [from, _], .. } = past();
    let dir = arg(show.path());
    resolve_now(dir);
    let whole = fs::read(show.path().join("exhibition.lock")).unwrap();
    let blob = show.work("moved").proof.unwrap().witness.path();
    let mut lock: Value = serde_json::from_slice(&whole).unwrap();
    lock["works"][0]["ownership"][0]["owner"] = json!(format!("{}:{from}", Chain::CHAIN));
    let rewritten = serde_json::to_vec(&lock).unwrap();
    let check = |expected: &str| {
        let report = enfilade(&["check", dir, "--json"]).json();
        assert_eq!(report["works"][0]["owner"], expected, "{report}");
        assert_eq!(report["sound"], expected == "proven", "{report}");
        let table = enfilade(&["check", dir]).out;
        let row = table.lines().find(|line| line.contains(" moved ")).unwrap();
        assert!(row.split_whitespace().any(|word| word == expected), "{row}");
    };
    check("proven");
    show.write("exhibition.lock", &rewritten);
    check("refused");
    // Without its proof nobody can say which of the two it is.
    fs::remove_file(show.path().join(&blob)).unwrap();
    check("unchecked");
    show.write("exhibition.lock", &whole);
    check("unchecked");
}

#[test]
fn a_show_hangs_as_it_stood_and_two_locks_are_compared() {
    let Past { chain, show, before, holders: [from, to] } = past();
    let dir = arg(show.path());
    let now = show.path().join("now.lock");
    resolve_now(dir);
    fs::copy(show.path().join("exhibition.lock"), &now).unwrap();
    let owner = || show.work("moved").ownership[0].clone();
    assert_eq!(owner().owner.evm_address(), Some(to));

    // By its number alone where there is one chain, and with its chain.
    for at in [before.to_string(), format!("{}={before}", Chain::CHAIN)] {
        enfilade(&["resolve", dir, "--at", &at]).fine();
        assert_eq!(owner().owner.evm_address(), Some(from), "{at}");
        assert_eq!(owner().evidence.block().unwrap().number, before, "{at}");
        assert_eq!(owner().evidence.level().key(), "proven", "{at}");
        let report = enfilade(&["check", dir, "--json"]).json();
        assert_eq!(report["sound"], true, "{report}");
    }
    let csv = enfilade(&["provenance", dir, "--work", "moved"]).fine().to_owned();
    assert_eq!(csv.lines().count(), 2, "the mint, and nothing that came later: {csv}");

    let [was, is] = [from, to].map(|account| format!("{}:{account}", Chain::CHAIN));
    let told = enfilade(&["diff", dir, arg(&now)]).fine().to_owned();
    let moved = format!("moved: the owner was {was} (called proven) and is {is} (called proven)\n");
    assert!(told.contains(&moved), "{told}");
    assert!(told.contains("1 work changed between "), "{told}");
    let report = enfilade(&["diff", dir, arg(&now), "--json"]).json();
    assert_eq!(report["works"].as_array().map(Vec::len), Some(1), "{report}");
    let change = &report["works"][0]["changes"][0];
    assert_eq!((&change["what"], &change["after"][0]["owner"]), (&json!("owners"), &json!(is)));
    assert_eq!(change["before"][0]["level"], "proven", "{report}");
    // Of two that are the same nothing is told.
    assert!(enfilade(&["diff", dir, dir]).fine().starts_with("0 works changed between "));

    enfilade(&["resolve", dir, "--at", "eip155:5=1"]).failed(1, &["--at CHAIN=1", Chain::CHAIN]);
    let none = (chain.height() + 100).to_string();
    let ran = enfilade(&["resolve", dir, "--at", &none]);
    assert!(ran.out.contains(&format!("has no block {none}")), "{}{}", ran.out, ran.err);
    let misused = enfilade(&["resolve", dir, "--at", "yesterday"]);
    assert_eq!((misused.code, misused.out.as_str()), (2, ""));
    assert!(misused.err.contains("“yesterday” is no number of a block"), "{}", misused.err);
    let gone = show.path().join("gone.lock");
    enfilade(&["diff", dir, arg(&gone)]).failed(1, &["gone.lock cannot be read"]);
}
