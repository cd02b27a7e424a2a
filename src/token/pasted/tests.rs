//! The vectors of `tests/fixtures/conformance/ids`: what is pasted, and what it names.

use serde::Deserialize;

use super::*;

/// One case, in the form in which all vectors of the project stand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// The text or the site that it follows.
    why: String,
    input: Input,
    expect: Expect,
}

#[derive(Deserialize)]
struct Input {
    r#as: String,
    text: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expect {
    /// The canonical spelling.
    Id(String),
    Refused(String),
}

fn cases() -> Vec<Case> {
    let text = include_str!("../../../tests/fixtures/conformance/ids/pasted.json");
    serde_json::from_str(text).unwrap()
}

#[test]
fn what_people_paste_is_read_or_refused_by_name() {
    let cases = cases();
    let mut wrong = Vec::new();
    for case in &cases {
        assert!(!case.why.is_empty(), "{} does not say why", case.name);
        assert_eq!(case.input.r#as, "pasted", "{}", case.name);
        // Names beyond ASCII take tables that not every build has.
        if cfg!(not(feature = "names")) && !case.input.text.is_ascii() {
            continue;
        }
        let found = match case.input.text.parse::<Pasted>() {
            Ok(pasted) => Expect::Id(pasted.to_string()),
            Err(error) => Expect::Refused(error.key().to_owned()),
        };
        if found != case.expect {
            wrong.push(format!("{}: {found:?} and not {:?}", case.name, case.expect));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() >= 190, "vectors were lost: {} are left", cases.len());
}

#[test]
fn what_was_read_is_read_again_from_its_own_spelling() {
    for case in cases() {
        if let Ok(pasted) = case.input.text.parse::<Pasted>() {
            assert_eq!(pasted.to_string().parse().as_ref(), Ok(&pasted), "{}", case.name);
        }
    }
}

#[test]
fn a_refusal_is_one_sentence_that_names_what_is_understood() {
    let check = |text: &str, expected: &str| {
        let said = text.parse::<Pasted>().unwrap_err().to_string();
        assert!(said.contains(expected) && !said.contains('\n'), "{text}: {said}");
    };
    check("https://opensea.io.evil.com/assets/1", "“opensea.io.evil.com” is a site whose links");
    check("https://opensea.io/account", "https://opensea.io/item/ethereum/0x…/42");
    check("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "add the number");
    let tests = "https://testnets.opensea.io/assets/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1";
    check(tests, "testnets.opensea.io shows tokens of test networks");
    check("moon:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/1", "eip155:1");
    check("nonsense", "0x…/42");
    let bayc = "0xBC4CA0EdA7647A8aB7C2061c2E118A18a936f13D";
    check(&format!("{bayc}/0x1f"), "“0x1f” is no token's number");
    check(&format!("eip155:1:{bayc}/0x1f"), "“0x1f” is no token's number");
    check(&format!("{bayc}#12"), "“#12” is no token's number");
    check(&format!("{bayc}/"), "add the number");
    check("KT1RJ6PbjHpwc3M5rw5s2Nbmefwbuwbdxton/0x5", "“0x5” is no token's number");
    check("vitalik.eth/", "“vitalik.eth/” is no name of ENS that can be a token: no number");
    check("vitalik.eth/5", "a name is one token and takes no number; write the name alone");
    let word = "objkt.com names that token's collection by a word, “tezzardz”; paste the address";
    check("https://objkt.com/asset/tezzardz/12", word);
    let inscription = format!("https://magiceden.io/ordinals/item-details/{}i0", "5a".repeat(32));
    check(&inscription, "a token of Bitcoin, which is not read here");
    check("ab.eth", "“ab.eth” is no name of ENS that can be a token: a name below .eth has 3");
    check("vita lik.eth", "“vita lik.eth” is no name of ENS");
}

#[test]
fn a_text_is_so_long_and_no_longer() {
    let check = |bytes: usize, too_long: bool| {
        let refused = "x".repeat(bytes).parse::<Pasted>().unwrap_err();
        assert_eq!(refused == PastedError::TooLong, too_long, "{bytes}: {refused}");
    };
    check(PASTED_BYTES_MAX, false);
    check(PASTED_BYTES_MAX + 1, true);
}

#[test]
fn a_name_below_another_is_a_wrapped_token() {
    let id = "foo.eth".parse::<Pasted>().unwrap().with_standard(EvmStandard::Erc1155);
    assert!(
        id.to_string().starts_with("eip155:1/erc721:0x57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85")
    );
    let id = "a.foo.eth".parse::<Pasted>().unwrap().with_standard(EvmStandard::Erc721);
    let wrapper = "eip155:1/erc1155:0xD4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401/";
    assert!(id.to_string().starts_with(wrapper), "{id}");
}
