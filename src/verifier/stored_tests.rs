//! Stored proofs of a state that has one contract, held against what is said of it.

use alloy_primitives::{Address, B256, U256};

use super::*;
use crate::ownership::{Called, CalledBy};
use crate::token::{AccountId, AssetId, ChainId, EvmToken};
use crate::verifier::kept::{Kept, code, kept, who};

fn verdict(kept: &Kept) -> Verdict {
    let checks = check(&kept.stored, &kept.witness, kept.codes.clone());
    let [checked] = checks.try_into().unwrap();
    checked.verdict
}

#[test]
fn a_proof_holds_for_what_it_proves_and_nothing_else() {
    let owner = who(0xa1).into_word();
    let check = |spoil: &dyn Fn(&mut Kept), refused: Option<&str>| {
        let mut kept = kept(owner, who(0xa1), None);
        spoil(&mut kept);
        match (verdict(&kept), refused) {
            (Verdict::Holds { block: 9 }, None) => {}
            (Verdict::Refused(why), Some(refused)) => assert!(why.contains(refused), "{why}"),
            (found, expected) => panic!("{found:?}, not {expected:?}"),
        }
    };
    let other_owner = |kept: &mut Kept| {
        kept.stored.ownership[0].owner = AccountId::evm(ChainId::evm(31_337), who(0xb1)).into();
    };
    let other_block = |kept: &mut Kept| {
        if let Evidence::Proven { block, .. } = &mut kept.stored.ownership[0].evidence {
            block.hash = B256::repeat_byte(1);
        }
    };
    let other_time = |kept: &mut Kept| {
        if let Evidence::Proven { block, .. } = &mut kept.stored.ownership[0].evidence {
            block.time = crate::ownership::Timestamp::from_unix(0);
        }
    };
    let other_contract = |kept: &mut Kept| {
        let evm = kept.stored.token.evm().unwrap();
        let evm = EvmToken { contract: who(0xdd), ..evm };
        kept.stored.token = AssetId::of_evm(ChainId::evm(31_337), evm);
    };
    check(&|_| {}, None);
    check(&other_owner, Some("and the contract names eip155:31337:0x"));
    check(&other_block, Some("has another hash or time"));
    check(&other_time, Some("has another hash or time"));
    check(&other_contract, Some("the contract's answer is none"));
    check(&|kept| kept.codes.clear(), Some("does not hold"));
    check(&|kept| kept.codes[0] = code(who(0xb1).into_word()), Some("does not hold"));
    check(&|kept| kept.codes[0] = vec![0; 600_000], Some("the code has 600000 bytes"));
    check(&|kept| kept.witness.clear(), Some("no list"));
    check(&|kept| kept.witness.truncate(40), Some("no list"));
}

#[test]
fn an_answer_that_names_nobody_makes_nobody_an_owner() {
    let check = |word: B256, owner: Address| {
        let found = verdict(&kept(word, owner, None));
        let refused = Verdict::Refused("the contract's answer is none".to_owned());
        assert_eq!(found, refused, "{word} {owner}");
    };
    check(B256::ZERO, Address::ZERO);
    check(B256::ZERO, who(0xa1));
    check(B256::repeat_byte(0xff), Address::ZERO);
    // A contract that is not there answers with nothing.
    let mut nowhere = kept(B256::ZERO, Address::ZERO, None);
    let evm = nowhere.stored.token.evm().unwrap();
    let evm = EvmToken { contract: who(0xdd), ..evm };
    nowhere.stored.token = AssetId::of_evm(ChainId::evm(31_337), evm);
    assert!(matches!(verdict(&nowhere), Verdict::Refused(_)));
}

#[test]
fn editions_are_counted_by_the_code() {
    let check = |word: u64, said: u64, holds: bool| {
        let kept = kept(B256::from(U256::from(word)), who(0xa1), Some(said));
        let found = verdict(&kept);
        assert_eq!(matches!(found, Verdict::Holds { .. }), holds, "{found:?}");
    };
    check(3, 3, true);
    check(3, 4, false);
    check(0, 3, false);
    // The same address on another chain is somebody else.
    let mut elsewhere = kept(B256::from(U256::from(3)), who(0xa1), Some(3));
    elsewhere.stored.ownership[0].owner = AccountId::evm(ChainId::evm(1), who(0xa1)).into();
    let refused = "it names an account of eip155:1, and the token is one of eip155:31337";
    assert_eq!(verdict(&elsewhere), Verdict::Refused(refused.to_owned()));
}

#[test]
fn a_collection_is_called_as_the_code_calls_it() {
    // A short text is a word that ends in zeros.
    let mut word = [0; 32];
    word[..4].copy_from_slice(b"Kiln");
    let check = |by: CalledBy, said: &str, refused: Option<&str>| {
        let mut kept = kept(word.into(), who(0xa1), None);
        let evidence = kept.stored.ownership[0].evidence.clone();
        kept.stored.called = Some(Called::of(by, said, evidence));
        let checks = check(&kept.stored, &kept.witness, kept.codes.clone());
        let found = checks.into_iter().find(|check| check.said == Said::Collection).unwrap();
        match (found.verdict, refused) {
            (Verdict::Holds { block: 9 }, None) => {}
            (Verdict::Refused(why), Some(refused)) => assert!(why.contains(refused), "{why}"),
            (found, expected) => panic!("{found:?}, not {expected:?}"),
        }
    };
    for by in [CalledBy::Name, CalledBy::Symbol, CalledBy::Document] {
        check(by, "Kiln", None);
        check(by, "Kilns", Some("calls its collection otherwise"));
        check(by, "", Some("calls its collection otherwise"));
    }
    // What was stored before there was such evidence says nothing of it.
    let before = serde_json::to_value(kept(word.into(), who(0xa1), None).stored).unwrap();
    let mut before = before.as_object().unwrap().clone();
    before.remove("called");
    let stored: Stored = serde_json::from_value(before.into()).unwrap();
    assert_eq!(stored.called, None);
}

#[test]
fn what_is_not_proven_is_not_called_so() {
    let mut kept = kept(who(0xa1).into_word(), who(0xa1), None);
    let block = kept.stored.ownership[0].evidence.block().unwrap().clone();
    kept.stored.ownership[0].evidence = Evidence::Reported { endpoint: "e".to_owned(), block };
    assert_eq!(verdict(&kept), Verdict::Weaker("reported".to_owned()));
}

#[test]
fn no_byte_of_a_proof_can_be_another() {
    let kept = kept(who(0xa1).into_word(), who(0xa1), None);
    let holds = |witness: &[u8], code: &[u8]| {
        let checks = check(&kept.stored, witness, vec![code.to_vec()]);
        matches!(checks[0].verdict, Verdict::Holds { .. })
    };
    assert!(holds(&kept.witness, &kept.codes[0]));
    for at in 0..kept.witness.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut witness = kept.witness.clone();
            witness[at] ^= flip;
            assert!(!holds(&witness, &kept.codes[0]), "byte {at} of the witness");
        }
    }
    for at in 0..kept.codes[0].len() {
        let mut code = kept.codes[0].clone();
        code[at] ^= 0x01;
        assert!(!holds(&kept.witness, &code), "byte {at} of the code");
    }
}
