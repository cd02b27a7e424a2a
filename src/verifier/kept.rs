//! What is kept, for tests: a proof of a state that has one contract, whose code answers
//! everything with one word, and a record that an issuer signed.

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_trie::nodes::LeafNode;
use alloy_trie::{EMPTY_ROOT_HASH, Nibbles, TrieAccount};

use super::trial::packed;
use crate::exhibition::{Told, read_record};
use crate::identity::{Attestation, KeyKind, Secret, Subject};
use crate::ownership::proof::BlockHeader;
use crate::ownership::{Evidence, OwnershipRecord, Stored, Timestamp};
use crate::token::{AccountId, AssetId, ChainId, EvmStandard, EvmToken};

const CONTRACT: Address = Address::repeat_byte(0xcc);

/// A proof with what it is of.
pub(crate) struct Kept {
    pub stored: Stored,
    pub witness: Vec<u8>,
    pub codes: Vec<Vec<u8>>,
}

/// Code that returns a word, whatever it is asked.
pub(crate) fn code(word: B256) -> Vec<u8> {
    // PUSH32 word, MSTORE at 0, RETURN 32 bytes from 0.
    [&[0x7f][..], word.as_slice(), &[0x60, 0, 0x52, 0x60, 32, 0x60, 0, 0xf3]].concat()
}

/// A record by which an issuer says who owns and who made this, until 2096, and what it gives
/// a lock.
pub(crate) fn signed(subject: &Subject) -> (Vec<u8>, Told) {
    let secret = Secret::from_bytes(KeyKind::Ed25519, &[7; 32]).unwrap();
    let claims = serde_json::json!({
        "iss": secret.did().unwrap().to_string(),
        "sub": subject.to_string(),
        "iat": 1_700_000_000,
        "exp": 4_000_000_000_u64,
        "enf": { "owner": { "name": "A museum" }, "author": { "name": "Shen Yu" } },
    });
    let attestation = Attestation::from_claims(claims.to_string().as_bytes()).unwrap();
    let record = attestation.sign(&secret).unwrap().into_bytes();
    let told = read_record(&record, None, subject, Timestamp::from_unix(1_750_000_000)).unwrap();
    (record, told)
}

/// An account.
pub(crate) fn who(number: u8) -> Address {
    Address::repeat_byte(number)
}

/// A proof that the contract answers with this word.
pub(crate) fn kept(word: B256, owner: Address, editions: Option<u64>) -> Kept {
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
        called: None,
        royalty: None,
        binding: None,
        rights: Vec::new(),
    };
    Kept { stored, witness, codes: vec![code] }
}
