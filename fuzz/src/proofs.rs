//! Stored proofs, and code that is run over them: those of the corpus, and one that is made
//! around whatever code there is.

use alloy_primitives::{Address, B256, U256, keccak256};
use enfilade::ownership::proof::{ReceiptsProof, Witness, call, verify_step};
use enfilade::ownership::{InReceipt, Step, Traced, TracedKind};

/// The contract that stored proofs are asked about, and the question: `ownerOf(1)`.
const CONTRACT: Address = Address::repeat_byte(0xc0);
const OWNER_OF_1: [u8; 36] = {
    let mut input = [0; 36];
    input[0] = 0x63;
    input[1] = 0x52;
    input[2] = 0x21;
    input[3] = 0x1e;
    input[35] = 1;
    input
};

/// Stored proofs of states and of receipts, with a contract's code behind them; and all of
/// the bytes as a code, run over a proof that is made around it.
pub fn witnesses(bytes: &[u8]) {
    let (stored, code) = bytes.split_at(first_list(bytes).unwrap_or(bytes.len()));
    run(stored, code);
    let around = around(bytes);
    assert!(Witness::read(&around).is_ok(), "what is made by the rules is read");
    run(&around, bytes);
    let Ok(proof) = ReceiptsProof::read(stored) else { return };
    let traced = Traced { kind: TracedKind::Single, contract: CONTRACT, number: U256::from(1) };
    for transaction in [0, 1, u64::MAX] {
        let step = Step {
            from: None,
            to: None,
            editions: None,
            price: None,
            block: proof.header().block(),
            transaction: B256::ZERO,
            log_index: 0,
            receipt: Some(InReceipt { blob: B256::ZERO, transaction, log: 0 }),
        };
        let _ = verify_step(&step, &traced, &proof);
    }
}

/// Asks the contract over a stored witness with one code.
fn run(stored: &[u8], code: &[u8]) {
    let Ok(mut witness) = Witness::read(stored) else { return };
    let Ok(hash) = witness.add_code(code.to_vec().into()) else { return };
    assert!(witness.code(&hash).is_some());
    let _ = call(&witness, 1, CONTRACT, &OWNER_OF_1);
}

/// How many bytes the list takes with which these begin (RLP).
fn first_list(bytes: &[u8]) -> Option<usize> {
    let length = match *bytes.first()? {
        short @ 0xc0..=0xf7 => 1 + u64::from(short - 0xc0),
        long @ 0xf8.. => {
            let count = usize::from(long - 0xf7);
            let digits = bytes.get(1..1 + count)?;
            let length = digits.iter().fold(0_u64, |length, digit| length << 8 | u64::from(*digit));
            length.checked_add(1 + count as u64)?
        }
        _ => return None,
    };
    usize::try_from(length).ok().filter(|length| *length <= bytes.len())
}

/// A witness of a block whose only account is the contract, with this code.
fn around(code: &[u8]) -> Vec<u8> {
    let number = |number: u64| string(&number.to_be_bytes()[number.leading_zeros() as usize / 8..]);
    let hash = |bytes: &[u8]| string(keccak256(bytes).as_slice());
    let account = list(&[number(1), number(0), hash(&string(&[])), hash(code)]);
    // The way to a leaf from the root begins with a mark.
    let way = [&[0x20][..], keccak256(CONTRACT).as_slice()].concat();
    let leaf = list(&[string(&way), string(&account)]);
    let none = || string(&[0; 32]);
    let header = list(&[
        none(),
        none(),
        string(&[0; 20]),
        hash(&leaf),
        none(),
        none(),
        string(&[0; 256]),
        number(0),
        number(1_000),
        number(30_000_000),
        number(0),
        number(1_780_000_000),
        string(&[]),
        none(),
        string(&[0; 8]),
        number(7),
        none(),
        number(0),
        number(0),
        none(),
        none(),
    ]);
    list(&[header, list(&[string(&leaf)])])
}

/// Bytes and lists as RLP has them.
fn string(bytes: &[u8]) -> Vec<u8> {
    match bytes {
        [one] if *one < 0x80 => vec![*one],
        _ => [head(0x80, bytes.len()), bytes.to_vec()].concat(),
    }
}

fn list(items: &[Vec<u8>]) -> Vec<u8> {
    let within = items.concat();
    [head(0xc0, within.len()), within].concat()
}

fn head(kind: u8, length: usize) -> Vec<u8> {
    if length < 56 {
        return vec![kind + length as u8];
    }
    let digits = &length.to_be_bytes()[length.leading_zeros() as usize / 8..];
    [&[kind + 55 + digits.len() as u8][..], digits].concat()
}
