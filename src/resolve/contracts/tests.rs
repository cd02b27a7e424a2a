//! Handlers against answers, one table for each.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolValue;

use super::autoglyphs::Autoglyphs;
use super::ens::EnsNames;
use super::punks::CryptoPunks;
use super::standard::{Erc721, Erc1155};
use super::wild::Wild;
use super::zora::ZoraMedia;
use super::*;
use crate::limits::CONTRACT_NAME_CHARS_MAX;
use crate::ownership::{BlockRef, CalledBy, Evidence, Timestamp};
use crate::resolve::document::read_document;
use crate::resolve::work::TokenFacts;
use crate::token::{AssetId, EvmStandard, Words};

const CONTRACT: Address = Address::repeat_byte(0x11);
const OTHER: Address = Address::repeat_byte(0x12);
const OWNER: Address = Address::repeat_byte(0x22);

/// A token of [`CONTRACT`] on chain 1, before anything is known of it.
fn asked<'a>(chain: &'a ChainId, survey: &'a Survey, number: u64) -> Asked<'a> {
    let token =
        EvmToken { standard: EvmStandard::Erc721, contract: CONTRACT, number: U256::from(number) };
    let (holders, endpoint) = (&[][..], "localhost");
    Asked { chain, token, survey, holders, owned: false, names: None, endpoint, block: 16 }
}

fn text(text: &str) -> Answer {
    Answer::Data(Bytes::from(text.abi_encode()))
}

fn address(address: Address) -> Answer {
    Answer::Data(Bytes::from(address.abi_encode()))
}

fn no() -> Answer {
    Answer::Reverted("execution reverted".into())
}

#[test]
fn standards_fill_in_the_number() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let asked = asked(&chain, &survey, 10);
    let ten = format!("{:064x}", 10);
    let check = |handler: &dyn Handler, answers: &[Answer], expected: Option<&str>| {
        let reading = handler.read(&asked, answers);
        let expected = expected.map(|uri| uri.replace("TEN", &ten));
        assert_eq!(reading.metadata.ok(), expected, "{answers:?}");
    };
    check(&Erc721, &[text("ipfs://x/10"), address(OWNER)], Some("ipfs://x/10"));
    check(&Erc721, &[text("https://h/0x{id}"), address(OWNER)], Some("https://h/0xTEN"));
    check(&Erc721, &[Answer::Data(Bytes::from(*b"ipfs://short")), no()], Some("ipfs://short"));
    check(&Erc721, &[text(""), address(OWNER)], Some(""));
    check(&Erc721, &[no(), address(OWNER)], None);
    check(&Erc721, &[Answer::Data(Bytes::from([0xff; 32])), no()], None);
    check(&Erc1155, &[text("https://h/{id}.json")], Some("https://h/TEN.json"));
    check(&Wild, &[text("https://h/{id}"), no()], Some("https://h/TEN"));
    // A base without a token would name a document for any number.
    check(&Wild, &[no(), text("https://h/")], None);
}

#[test]
fn the_number_stands_in_documents_that_uri_names() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let asked = Asked { owned: true, ..asked(&chain, &survey, 10) };
    let check = |handler: &dyn Handler, answers: &[Answer], expected: bool| {
        assert_eq!(handler.read(&asked, answers).fills_id, expected, "{answers:?}");
    };
    check(&Erc721, &[text("ipfs://x/{id}"), address(OWNER)], false);
    check(&Erc1155, &[text("ipfs://x")], true);
    check(&Wild, &[text("ipfs://x"), no()], true);
    check(&Wild, &[text(""), text("https://h/")], false);
    check(&Wild, &[no(), text("https://h/")], false);
}

#[test]
fn a_base_is_a_tokens_own_where_the_token_exists() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let asked = Asked { owned: true, ..asked(&chain, &survey, 10) };
    let check = |base: &str, expected: Option<&str>| {
        let metadata = Wild.read(&asked, &[no(), text(base)]).metadata;
        assert_eq!(metadata.ok().as_deref(), expected, "{base}");
    };
    let ten = format!("https://h/{:064x}", 10);
    check("https://h/", Some("https://h/10"));
    check("https://h/{id}", Some(&ten));
    check("", None);
}

#[test]
fn editions_are_asked_for_by_holder() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let holders = [OWNER, OTHER, CONTRACT];
    let asked = Asked { holders: &holders, ..asked(&chain, &survey, 1) };
    assert_eq!(Erc1155.calls(&asked).len(), 4);
    let number = |number: u64| Answer::Data(Bytes::from(U256::from(number).abi_encode()));
    let reading = Erc1155.read(&asked, &[text("ipfs://x"), number(7), number(0), no()]);
    assert_eq!(reading.owners, [Owner { address: OWNER, editions: Some(U256::from(7)) }]);
    let notes: Vec<_> = reading.notes.iter().map(|note| note.kind).collect();
    assert_eq!(notes, [ProblemKind::HoldsNone, ProblemKind::OwnerNotNamed]);
}

#[test]
fn a_contract_is_asked_by_what_it_shows_then_by_what_is_written() {
    let chain = ChainId::evm(1);
    let check = |shown: Option<EvmStandard>, contract: Address, expected: &[&[u8; 4]]| {
        let survey = Survey { standard: shown, ..Survey::default() };
        let mut asked = asked(&chain, &survey, 1);
        asked.token.contract = contract;
        // A handler is known by the first function that it calls.
        let first: Vec<[u8; 4]> = handlers_for(&asked)
            .iter()
            .map(|handler| handler.calls(&asked)[0].1[..4].try_into().unwrap())
            .collect();
        assert_eq!(first, expected.iter().map(|selector| **selector).collect::<Vec<_>>());
    };
    let token_uri = &[0xc8, 0x7b, 0x56, 0xdd];
    let uri = &[0x0e, 0x89, 0x34, 0x1c];
    check(None, CONTRACT, &[token_uri, uri]);
    check(Some(EvmStandard::Erc721), CONTRACT, &[token_uri, uri]);
    check(Some(EvmStandard::Erc1155), CONTRACT, &[uri, token_uri, uri]);
    let punks = &keccak256("punkIndexToAddress(uint256)")[..4];
    check(None, CryptoPunks::MAINNET.ledger, &[punks.try_into().unwrap()]);
    let owner_of = &[0x63, 0x52, 0x21, 0x1e];
    check(Some(EvmStandard::Erc721), EnsNames::MAINNET.registrar, &[owner_of]);
    check(Some(EvmStandard::Erc1155), EnsNames::MAINNET.wrapper, &[owner_of]);
    check(None, Autoglyphs::MAINNET.contract, &[token_uri]);
}

#[test]
fn punks_are_read_from_their_two_contracts() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let punks = CryptoPunks { chain: 1, ledger: CONTRACT, data: OTHER };
    let asked_for = asked(&chain, &survey, 7_804);
    assert_eq!(punks.fit(&asked_for), Fit::ByAddress);
    assert_eq!(CryptoPunks { chain: 5, ..punks }.fit(&asked_for), Fit::Never);
    let punks = CryptoPunks { chain: 1, ledger: CONTRACT, data: OTHER };
    let called: Vec<Address> = punks.calls(&asked_for).iter().map(|call| call.0).collect();
    assert_eq!(called, [CONTRACT, OTHER, OTHER]);

    let svg = "data:image/svg+xml;utf8,<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let answers = [address(OWNER), text(svg), text("Alien, Cap Forward, Pipe")];
    let reading = punks.read(&asked_for, &answers);
    assert_eq!(reading.owners, [Owner { address: OWNER, editions: None }]);
    let document = read_document(reading.metadata.unwrap().as_bytes(), None).unwrap();
    assert_eq!(document.name.as_ref().map(Words::plain), Some("CryptoPunk #7804"));
    assert_eq!(document.artist.as_ref().map(Words::plain), Some("Larva Labs"));
    assert_eq!(document.image.as_deref(), Some(svg));
    let traits: Vec<_> = document.traits.iter().map(|t| (&*t.name, &*t.value)).collect();
    let expected = [("Type", "Alien"), ("Accessory", "Cap Forward"), ("Accessory", "Pipe")];
    assert_eq!(traits, expected);

    let check = |number: u64, answers: &[Answer], expected: ProblemKind| {
        let problem = punks.read(&asked(&chain, &survey, number), answers).metadata.unwrap_err();
        assert_eq!(problem.kind, expected, "{number}");
    };
    check(9_999, &[address(OWNER), no(), no()], ProblemKind::NoMetadataNamed);
    check(10_000, &answers, ProblemKind::NoSuchToken);
    check(70_000, &answers, ProblemKind::NoSuchToken);
}

#[test]
fn autoglyphs_are_drawn() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let glyphs = Autoglyphs { chain: 1, contract: CONTRACT };
    let asked = asked(&chain, &survey, 1);
    assert_eq!(glyphs.fit(&asked), Fit::ByAddress);
    let check = |answer: Answer, expected: Result<&str, ProblemKind>| {
        let metadata = glyphs.read(&asked, &[answer, address(OWNER)]).metadata;
        let image = metadata.map(|document| {
            read_document(document.as_bytes(), None).unwrap().image.unwrap_or_default()
        });
        match expected {
            Ok(part) => assert!(image.as_ref().is_ok_and(|svg| svg.contains(part)), "{image:?}"),
            Err(kind) => assert_eq!(image.unwrap_err().kind, kind),
        }
    };
    check(text("data:text/plain;charset=utf-8,.#%0A-.%0A"), Ok("M20 0h20v20h-20z"));
    check(text("data:text/plain;charset=utf-8,?"), Err(ProblemKind::NoPictureNamed));
    check(no(), Err(ProblemKind::NoMetadataNamed));
}

const NAMES: EnsNames =
    EnsNames { chain: 1, registrar: CONTRACT, wrapper: OTHER, service: "https://names.example/1" };

fn wrapped(name: &[u8]) -> Answer {
    Answer::Data(Bytes::from(Bytes::copy_from_slice(name).abi_encode()))
}

#[test]
fn names_are_told_where_they_are_known_and_pictured_by_their_makers() {
    let chain = ChainId::evm(1);
    let survey = Survey::default();
    let mut asked = asked(&chain, &survey, 0);
    asked.token.number = U256::from_be_bytes(keccak256("foo").0);
    assert_eq!(NAMES.fit(&asked), Fit::ByAddress);
    assert_eq!(NAMES.calls(&asked).len(), 2);
    let document = format!("{CONTRACT}/0x{:064x}", asked.token.number);
    let check = |asked: &Asked, name: Answer, expected: &str, service: &str| {
        let reading = NAMES.read(asked, &[address(OWNER), name]);
        assert_eq!(reading.title.as_deref(), Some(expected));
        // The contract names nothing, and nothing is said to be named by it.
        assert_eq!(reading.metadata, Ok(format!("{service}/{document}")));
        assert!(!reading.by_standard);
        assert_eq!(reading.notes, [Problem::new(ProblemKind::SaidByService, service)]);
        assert_eq!(reading.owners, [Owner { address: OWNER, editions: None }]);
    };
    let makers = "https://names.example/1";
    check(&asked, wrapped(b"\x03foo\x03eth\0"), "foo.eth", makers);
    check(&asked, wrapped(b"\x03bar\x03eth\0"), "[41b1a0…098c4d].eth", makers);
    check(&asked, wrapped(b""), "[41b1a0…098c4d].eth", makers);
    check(&asked, no(), "[41b1a0…098c4d].eth", makers);
    let own = Asked { names: Some("http://10.0.0.2/names/"), ..asked };
    check(&own, no(), "[41b1a0…098c4d].eth", "http://10.0.0.2/names");
    // Nobody has it any more.
    let gone = NAMES.read(&asked, &[no(), no()]);
    assert!(gone.owner_refused && gone.metadata.is_err(), "{gone:?}");
}

#[test]
fn a_wrapped_name_is_what_its_contract_says_where_it_says_something() {
    let chain = ChainId::evm(1);
    let survey = Survey::default();
    let node: B256 =
        "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f".parse().unwrap();
    let mut asked = asked(&chain, &survey, 0);
    asked.token = EvmToken {
        standard: EvmStandard::Erc1155,
        contract: OTHER,
        number: U256::from_be_bytes(node.0),
    };
    let holders = [OWNER, CONTRACT];
    let asked = Asked { holders: &holders, ..asked };
    assert_eq!(NAMES.fit(&asked), Fit::ByAddress);
    assert_eq!(NAMES.calls(&asked).len(), 3);
    let name = || wrapped(b"\x03foo\x03eth\0");
    let named = NAMES.read(&asked, &[address(OWNER), name(), text("https://h/0x{id}")]);
    assert_eq!(named.metadata, Ok(format!("https://h/{node}")));
    assert!(named.by_standard, "the contract says it");
    assert_eq!(named.title.as_deref(), Some("foo.eth"));
    assert_eq!(named.owners, [Owner { address: OWNER, editions: Some(U256::ONE) }]);
    let kinds = |reading: &Reading| reading.notes.iter().map(|note| note.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&named), [ProblemKind::HoldsNone]);
    for silent in [text(""), no()] {
        let unnamed = NAMES.read(&asked, &[address(OWNER), no(), silent]);
        assert_eq!(unnamed.metadata, Ok(format!("https://names.example/1/{OTHER}/{node}")));
        assert!(!unnamed.by_standard);
        assert_eq!(unnamed.title.as_deref(), Some("[de9b09…19f84f]"));
        assert_eq!(kinds(&unnamed), [ProblemKind::HoldsNone, ProblemKind::SaidByService]);
    }
}

#[test]
fn zoras_media_has_a_document_beside_the_work() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let asked = asked(&chain, &survey, 1);
    let reading = ZoraMedia.read(&asked, &[text("ipfs://m"), text("ipfs://work"), address(OWNER)]);
    assert_eq!(reading.metadata.as_deref(), Ok("ipfs://m"));
    assert_eq!(reading.content.as_deref(), Some("ipfs://work"));
    assert_eq!(reading.owners.len(), 1);
    assert_eq!(ZoraMedia.read(&asked, &[no(), text(""), no()]).content, None);
}

#[test]
fn a_contract_is_believed_unless_it_says_yes_to_everything() {
    let yes_no = |yes: bool| Answer::Data(Bytes::from(yes.abi_encode()));
    let check = |says: [bool; 6], expected: (Option<EvmStandard>, bool, bool, bool)| {
        let answers: Vec<Answer> = says.into_iter().map(yes_no).collect();
        let survey = read_survey(&answers);
        let found = (survey.standard, survey.royalties, survey.bindings, survey.tells_updates);
        assert_eq!(found, expected, "{says:?}");
    };
    let (erc721, erc1155) = (Some(EvmStandard::Erc721), Some(EvmStandard::Erc1155));
    check([false, true, false, true, true, true], (erc721, true, true, true));
    check([false, false, true, false, true, false], (erc1155, false, true, false));
    check([false, true, true, false, false, false], (None, false, false, false));
    check([false; 6], (None, false, false, false));
    check([true; 6], (None, false, false, false));
}

#[test]
fn a_contract_has_a_name_or_a_symbol() {
    let check = |name: Answer, symbol: Answer, expected: Option<&str>| {
        let mut answers = vec![no(); 8];
        answers.extend([name, symbol]);
        assert_eq!(read_survey(&answers).name.as_deref(), expected);
    };
    check(text("Paintings"), text("PAINT"), Some("Paintings"));
    check(text(" \u{202e}"), text("PAINT"), Some("PAINT"));
    check(no(), text("PAINT"), Some("PAINT"));
    check(no(), no(), None);
    check(Answer::Data(Bytes::from(*b"MKR\0\0\0\0\0")), no(), Some("MKR"));
    let longest = "n".repeat(CONTRACT_NAME_CHARS_MAX);
    check(text(&longest), no(), Some(&longest));
    check(text(&format!("{longest}n")), no(), Some(&longest));
    assert_eq!(read_survey(&[]), Survey::default());
    let named_by = |name: Answer, symbol: Answer| {
        let mut answers = vec![no(); 8];
        answers.extend([name, symbol]);
        read_survey(&answers).named_by
    };
    assert_eq!(named_by(text("Paintings"), text("PAINT")), CalledBy::Name);
    assert_eq!(named_by(no(), text("PAINT")), CalledBy::Symbol);
}

#[test]
fn terms_are_asked_of_those_who_tell_them() {
    let chain = ChainId::evm(1);
    let royalty = Answer::Data(Bytes::from((OWNER, U256::from(750)).abi_encode()));
    let locked = Answer::Data(Bytes::from(true.abi_encode()));
    let check = |royalties, bindings, answers: &[Answer], expected: Terms| {
        let survey = Survey { royalties, bindings, ..Survey::default() };
        let asked = asked(&chain, &survey, 1);
        assert_eq!(terms_calls(&asked).len(), answers.len());
        assert_eq!(read_terms(&asked, answers), expected);
    };
    let whole = Terms { royalty: Some((OWNER, 750)), locked: Some(true) };
    check(true, true, &[royalty.clone(), locked.clone()], whole);
    check(true, false, std::slice::from_ref(&royalty), Terms { locked: None, ..whole });
    check(false, true, &[locked], Terms { royalty: None, ..whole });
    check(false, false, &[], Terms::default());
    check(true, true, &[no(), no()], Terms::default());
}

#[test]
fn what_handlers_find_is_put_together() {
    let chain = ChainId::evm(1);
    let survey = Survey { standard: Some(EvmStandard::Erc1155), ..Survey::default() };
    let asked = asked(&chain, &survey, 1);
    let block = BlockRef { number: 16, hash: keccak256("block"), time: Timestamp::from_unix(0) };
    let evidence = Evidence::Reported { endpoint: "localhost".into(), block };
    let check =
        |readings: &[Reading], expected: Result<&str, ProblemKind>, notes: &[ProblemKind]| {
            let mut told = Told::default();
            readings.iter().cloned().for_each(|reading| told.add(reading));
            let id = AssetId::of_evm(chain.clone(), asked.token);
            let mut facts = TokenFacts::unasked(id);
            told.put_into(&mut facts, &asked, &evidence);
            let found = facts.uri.unwrap();
            assert_eq!(found.as_deref().map_err(|problem| problem.kind), expected);
            let kinds: Vec<_> = facts.notes.iter().map(|note| note.kind).collect();
            assert_eq!(kinds, notes);
        };
    let nothing = Reading::default();
    let named = Reading { metadata: Ok("ipfs://x".into()), ..Reading::default() };
    let empty = Reading { metadata: Ok(String::new()), ..Reading::default() };
    let not_there =
        Reading { owner_refused: true, notes: vec![OwnerNotNamed.into()], ..Reading::default() };
    let owned =
        Reading { owners: vec![Owner { address: OWNER, editions: None }], ..Reading::default() };
    let content = Reading { content: Some("ipfs://c".into()), ..empty.clone() };
    use ProblemKind::{NoMetadataNamed, NoSuchToken, OtherStandard, OwnerNotNamed};
    check(&[], Err(NoMetadataNamed), &[]);
    check(std::slice::from_ref(&named), Ok("ipfs://x"), &[OtherStandard]);
    check(&[nothing.clone(), named.clone()], Ok("ipfs://x"), &[]);
    check(&[empty.clone(), named.clone()], Ok("ipfs://x"), &[]);
    check(&[empty, nothing.clone()], Ok(""), &[]);
    check(&[not_there.clone(), nothing.clone()], Err(NoSuchToken), &[OwnerNotNamed]);
    check(&[not_there.clone(), named], Ok("ipfs://x"), &[OwnerNotNamed]);
    check(&[not_there, owned], Err(NoMetadataNamed), &[]);
    check(&[content], Ok("ipfs://c"), &[OtherStandard]);
}

#[test]
fn endpoints_that_refuse_are_named() {
    let (chain, survey) = (ChainId::evm(1), Survey::default());
    let refused = Answer::Refused("rate limit (-32005)".into());
    let reading = Erc721.read(&asked(&chain, &survey, 1), &[refused.clone(), refused]);
    let problem = reading.metadata.unwrap_err();
    assert_eq!(
        problem,
        Problem::new(ProblemKind::EndpointSilent, "localhost: rate limit (-32005)")
    );
    assert!(!reading.owner_refused);
}
