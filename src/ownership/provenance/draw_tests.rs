//! The picture, its rows and its tables, of one chain of hands.

use alloy_primitives::{Address, B256, U256};

use super::*;
use crate::exhibition::Language;
use crate::messages::Messages;
use crate::ownership::{BlockRef, Evidence, InReceipt, Price, Step, as_csv, as_json};

fn provenance() -> Provenance {
    let block = |day: &str| BlockRef {
        number: 5,
        hash: B256::ZERO,
        time: format!("{day}T00:00:00Z").parse().unwrap(),
    };
    let party = |byte: u8| (byte > 0).then(|| Address::repeat_byte(byte));
    let step = |(from, to, day, price): (u8, u8, &str, u64)| Step {
        from: party(from),
        to: party(to),
        editions: None,
        price: (price > 0).then(|| Price {
            amount: U256::from(price) * U256::from(10).pow(U256::from(17)),
            currency: None,
        }),
        block: block(day),
        transaction: B256::repeat_byte(9),
        log_index: 3,
        receipt: Some(InReceipt { blob: B256::ZERO, transaction: 1, log: 0 }),
    };
    Provenance {
        steps: [(0, 1, "2021-03-01", 0), (1, 2, "2021-03-11", 25), (2, 3, "2023-06-01", 420)]
            .map(step)
            .to_vec(),
        left_out: 0,
        whole: true,
        ends_at_owner: true,
        evidence: Evidence::Proven {
            endpoints: vec!["a".into()],
            asked: 1,
            block: block("2026-01-01"),
        },
    }
}

fn drawn(provenance: &Provenance, title: Option<&str>, language: Language) -> String {
    let messages = Messages::new(language);
    let say = |key: &str, values: &[(&str, &str)]| messages.format(key, values);
    let chain = "eip155:1".parse().unwrap();
    draw_provenance(provenance, Sheet { chain: &chain, width: 720, title }, &say).unwrap()
}

#[test]
fn a_sheet_tells_every_hand_its_price_and_its_time() {
    let check = |language, expected: &[&str]| {
        let svg = drawn(&provenance(), Some("Slow light"), language);
        for words in expected {
            assert!(svg.contains(words), "{words} in {svg}");
        }
    };
    check(
        Language::English,
        &[
            "Slow light",
            "Minted to 0x0101…0101 · held 10 days",
            "From 0x0101…0101 to 0x0202…0202 · 2.5 ETH · held 2.2 years",
            "42 ETH · held 2.5 years",
            ">2022<",
            "Proofs stored, which “enfilade check” runs",
            ">§ Minted to",
            ">§ A receipt of the step’s own block is stored, which “enfilade check” runs.",
            "For every step listed a receipt of its own block is stored",
        ],
    );
    check(Language::Chinese, &["铸造，归 0x0101…0101", "持有 10 天", "存有证明", ">§ 该步"]);
}

#[test]
fn a_mark_stands_where_a_receipt_is_stored_and_is_explained_there() {
    let at_once = |provenance: &Provenance| {
        let svg = drawn(provenance, Some("x"), Language::English);
        assert!(!svg.contains('◆'), "that mark is of what was run: {svg}");
        (svg.matches(">§ A receipt").count(), svg.matches(">§ ").count())
    };
    // Also of what an endpoint merely told single receipts may be stored.
    let mut reported = provenance();
    let block = reported.steps[0].block.clone();
    reported.evidence = Evidence::Reported { endpoint: "a".into(), block };
    reported.steps[1].receipt = None;
    assert_eq!(at_once(&reported), (1, 3));
    reported.steps.iter_mut().for_each(|step| step.receipt = None);
    assert_eq!(at_once(&reported), (0, 0));
    assert_eq!(at_once(&provenance()), (1, 4));
}

#[test]
fn nothing_is_drawn_as_agreed_of_which_one_endpoint_told() {
    let mut told = provenance();
    let block = told.steps[0].block.clone();
    let check = |told: &Provenance, language, expected: [&str; 2], unsaid: [&str; 2]| {
        let svg = drawn(told, Some("x"), language);
        for words in expected {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        for words in unsaid {
            assert!(!svg.contains(words), "{words} in {svg}");
        }
    };
    told.evidence = Evidence::Agreed { endpoints: vec!["a".into()], asked: 1, block };
    check(
        &told,
        Language::English,
        [
            "Names other endpoints than its level needs: no more than claimed",
            "The exhibition says that endpoints agreed at block 5",
        ],
        ["Agreed", "told the same"],
    );
    check(
        &told,
        Language::Chinese,
        ["所列节点不合其级别的要求：仅为声称", "展览称有节点于区块 5"],
        ["多方一致", "所述相同"],
    );
    if let Evidence::Agreed { endpoints, asked, .. } = &mut told.evidence {
        endpoints.push("b".into());
        *asked = 2;
    }
    let refused = ["Names other endpoints", "The exhibition says that"];
    check(&told, Language::English, ["Agreed", "2 of 2 endpoints told the same"], refused);
}

#[test]
fn custodies_are_drawn_to_scale() {
    let svg = drawn(&provenance(), None, Language::English);
    let widths: Vec<f32> = svg
        .lines()
        .filter(|line| HANDS.iter().chain([&OWNER]).any(|fill| line.contains(fill)))
        .map(|line| line.split("width=\"").nth(1).unwrap().split('"').next().unwrap())
        .map(|width| width.parse().unwrap())
        .collect();
    // 10, 812 and 945 of 1,767 days on 704 pixels.
    assert_eq!(widths, [4.0, 323.5, 376.5]);
    let mut lost = provenance();
    lost.ends_at_owner = false;
    assert!(svg.contains(OWNER) && !drawn(&lost, None, Language::English).contains(OWNER));
}

#[test]
fn what_is_left_out_or_lies_before_is_said() {
    let mut long = provenance();
    (long.left_out, long.whole) = (12, false);
    let svg = drawn(&long, Some("x"), Language::English);
    assert!(svg.contains("12 further changes of hands") && svg.contains("The mint is not"));
    assert!(svg.contains("stroke-dasharray") && !svg.contains("polygon"));
    assert!(!svg.contains("held 10 days"), "the time after a gap is not known");
}

#[test]
fn a_way_that_does_not_lead_to_the_owner_says_so_and_holds_nothing() {
    let mut lost = provenance();
    lost.ends_at_owner = false;
    let svg = drawn(&lost, Some("x"), Language::English);
    assert!(svg.contains("each step by itself: Proofs stored"), "{svg}");
    assert!(svg.contains("do not lead to the owner who is named here"), "{svg}");
    assert!(svg.contains("held 10 days") && svg.contains("held 2.2 years"), "{svg}");
    // Until when it lay in the last hands is not known, and their bar is not drawn.
    assert!(!svg.contains("held 2.5 years") && svg.contains("stroke-dasharray"), "{svg}");
    assert!(!drawn(&lost, None, Language::English).contains("0x0303…0303"));
    assert!(drawn(&lost, Some("x"), Language::Chinese).contains("并不通向此处所示的持有人"));
    let csv = as_csv(&lost, &[]);
    let held: Vec<&str> = csv.lines().map(|line| line.split(',').nth(10).unwrap()).collect();
    assert_eq!(held, ["held_days", "10", "812", ""]);
    let ends: Vec<&str> = csv.lines().map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(ends, ["ends_at_owner", "false", "false", "false"]);
    assert_eq!(as_json(&lost, &[])["ends_at_owner"], false);

    // The second goes from hands to which nothing led.
    let mut jumping = provenance();
    jumping.steps[1].from = Some(Address::repeat_byte(7));
    let svg = drawn(&jumping, Some("x"), Language::English);
    assert!(!svg.contains("held 10 days") && svg.contains("held 2.2 years"), "{svg}");
    assert!(svg.contains("stroke-dasharray"), "{svg}");
    assert_eq!(as_json(&jumping, &[])["steps"][0]["held_days"], serde_json::Value::Null);
}

#[test]
fn hostile_titles_stay_text_and_no_style_is_inline() {
    let svg = drawn(&provenance(), Some("</text><script>\u{1}&"), Language::English);
    assert!(!svg.contains("<script") && !svg.contains("style") && !svg.contains('\u{1}'));
    let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default());
    assert!(tree.is_ok(), "{svg}");
    let none = Provenance { steps: vec![], ..provenance() };
    let chain = "eip155:1".parse().unwrap();
    let sheet = Sheet { chain: &chain, width: 720, title: None };
    assert!(draw_provenance(&none, sheet, &|key, _| key.to_owned()).is_none());
}

#[test]
fn tables_hold_every_step() {
    // That every step names a receipt proves none: the second's was run and holds, and the
    // third's does not bear it out.
    let ran = [None, Some(Ok(())), Some(Err("it is damaged, \"all\" of it".to_owned()))];
    let csv = as_csv(&provenance(), &ran);
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[..3].iter().all(|line| line.len() == lines[0].len()), "{csv}");
    assert_eq!((lines[1][5], lines[1][10]), ("", "10"));
    assert_eq!((lines[1][11], lines[1][12], lines[1][13]), ("false", "", "true"));
    assert_eq!((lines[2][8], lines[2][11]), ("2500000000000000000", "true"));
    let refused = ",945,false,\"it is damaged, \"\"all\"\" of it\",true\n";
    assert!(csv.ends_with(refused), "{csv}");
    let json = as_json(&provenance(), &ran);
    assert_eq!(json["steps"][2]["held_days"], 945);
    assert_eq!(json["steps"][1]["price"]["amount"], "2500000000000000000");
    assert_eq!(json["evidence"]["level"], "proven");
    let proven = [0, 1, 2].map(|place| json["steps"][place]["proven"].as_bool());
    assert_eq!(proven, [Some(false), Some(true), Some(false)]);
    assert_eq!(json["steps"][1]["refused"], serde_json::Value::Null);
    assert_eq!(json["steps"][2]["refused"], "it is damaged, \"all\" of it");
}
