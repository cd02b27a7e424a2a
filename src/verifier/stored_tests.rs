//! Stored proofs of a state that has one contract, whose code answers everything with
//! one word.

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_trie::nodes::LeafNode;
use alloy_trie::{EMPTY_ROOT_HASH, Nibbles, TrieAccount};

use super::*;
use crate::ownership::OwnershipRecord;
use crate::ownership::proof::BlockHeader;
use crate::token::{AccountId, AssetId, ChainId, EvmStandard, EvmToken};
use crate::verifier::trial::packed;

const CONTRACT: Address = Address::repeat_byte(0xcc);

struct Kept {
    stored: Stored,
    witness: Vec<u8>,
    codes: Vec<Vec<u8>>,
}

/// Code that returns a word, whatever it is asked.
fn code(word: B256) -> Vec<u8> {
    // PUSH32 word, MSTORE at 0, RETURN 32 bytes from 0.
    [&[0x7f][..], word.as_slice(), &[0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3]].concat()
}

fn who(number: u8) -> Address {
    Address::repeat_byte(number)
}

/// A proof that the contract answers with this word.
fn kept(word: B256, owner: Address, editions: Option<u64>) -> Kept {
    let code = code(word);
    let account = TrieAccount {
        nonce: 1,
        balance: U256::ZERO,
        storage_root: EMPTY_ROOT_HASH,
        code_hash: keccak256(&code),
    };
    let leaf = LeafNode::new(Nibbles::unpack(keccak256(CONTRACT)), alloy_rlp::encode(account));
    let node = alloy_rlp::encode(leaf);
    let header = Header {
        number: 9,
        timestamp: 1_700_000_000,
        gas_limit: 30_000_000,
        state_root: keccak256(&node),
        ..Header::default()
    };
    let header = alloy_rlp::encode(header);
    let block = BlockHeader::read(&header).unwrap().block();
    let witness = packed(&header, [node]);

    let chain = ChainId::evm(31_337);
    let standard = EvmStandard::Erc721;
    let token = EvmToken { standard, contract: CONTRACT, number: U256::from(7) };
    let evidence = Evidence::Proven { endpoints: vec!["e".to_owned()], asked: 1, block };
    let record = OwnershipRecord {
        owner: AccountId::evm(chain.clone(), owner).into(),
        editions: editions.map(U256::from),
        evidence,
    };
    let stored = Stored {
        token: AssetId::of_evm(chain, token),
        ownership: vec![record],
        naming: None,
        royalty: None,
        binding: None,
        rights: Vec::new(),
    };
    Kept { stored, witness, codes: vec![code] }
}

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
