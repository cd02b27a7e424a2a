//! Receipts of every type, their root, and what becomes of evidence that was tampered with.

use alloy_consensus::proofs::calculate_receipt_root;
use alloy_consensus::{Eip658Value, Header, Receipt, ReceiptEnvelope, TxType};
use alloy_primitives::{U256, hex};
use serde_json::json;

use super::*;
use crate::ownership::{InReceipt, Price, TracedKind, topics};

const CONTRACT: Address = Address::repeat_byte(0xcc);

fn traced() -> Traced {
    Traced { kind: TracedKind::Single, contract: CONTRACT, number: U256::from(7) }
}

fn transfer(from: u8, to: u8, number: u64) -> Log {
    let party = |byte| Address::repeat_byte(byte).into_word();
    let topics = vec![topics().transfer, party(from), party(to), U256::from(number).into()];
    Log::new_unchecked(CONTRACT, topics, Bytes::new())
}

/// A receipt of each type; the last are of a reverted transaction and of Frontier.
fn envelopes() -> Vec<ReceiptEnvelope> {
    let types =
        [TxType::Legacy, TxType::Eip2930, TxType::Eip1559, TxType::Eip4844, TxType::Eip7702];
    let mut all = Vec::new();
    for (place, kind) in (1..).zip(types) {
        let logs = (0..place).map(|number| transfer(1, 2, number + 5)).collect();
        let gas = 21_000 * u64::from(place as u32);
        let receipt = Receipt { status: true.into(), cumulative_gas_used: gas, logs };
        all.push(ReceiptEnvelope::from_typed(kind, receipt.with_bloom()));
    }
    let failed = Receipt { status: false.into(), cumulative_gas_used: 200_000, logs: vec![] };
    all.push(ReceiptEnvelope::Eip1559(failed.with_bloom()));
    let status = Eip658Value::PostState(B256::repeat_byte(0xab));
    let old = Receipt { status, cumulative_gas_used: 300_000, logs: vec![transfer(2, 3, 7)] };
    all.push(ReceiptEnvelope::Legacy(old.with_bloom()));
    all
}

fn answer(envelopes: &[ReceiptEnvelope]) -> Vec<Value> {
    let raw = |(place, envelope): (usize, &ReceiptEnvelope)| {
        let receipt = envelope.as_receipt().unwrap();
        let logs: Vec<Value> = receipt
            .logs
            .iter()
            .map(|log| json!({ "address": log.address, "topics": log.topics(), "data": log.data.data }))
            .collect();
        let mut raw = json!({
            "transactionHash": B256::repeat_byte(u8::try_from(place % 200).unwrap()),
            "transactionIndex": U64::from(place),
            "type": U64::from(envelope.tx_type() as u64),
            "cumulativeGasUsed": U64::from(receipt.cumulative_gas_used),
            "logsBloom": envelope.logs_bloom(),
            "logs": logs,
        });
        match receipt.status {
            Eip658Value::Eip658(good) => raw["status"] = json!(U64::from(u64::from(good))),
            Eip658Value::PostState(root) => raw["root"] = json!(root),
        }
        raw
    };
    envelopes.iter().enumerate().map(raw).collect()
}

fn header(envelopes: &[ReceiptEnvelope]) -> BlockHeader {
    let header = Header {
        number: 100,
        timestamp: 1_700_000_000,
        receipts_root: calculate_receipt_root(envelopes),
        ..Header::default()
    };
    BlockHeader::read(&alloy_rlp::encode(&header)).unwrap()
}

fn block() -> BlockReceipts {
    let envelopes = envelopes();
    BlockReceipts::from_json(header(&envelopes), &answer(&envelopes)).unwrap()
}

/// The step of one event, as a lock has it.
fn step(block: &BlockReceipts, transaction: u64, log: u64) -> Step {
    let listed = &block.receipts()[usize::try_from(transaction).unwrap()];
    let hands = hands(&traced(), &listed.events);
    let hand = hands.iter().find(|hand| hand.at as u64 == log).unwrap();
    Step {
        from: hand.from,
        to: hand.to,
        editions: hand.editions,
        price: hand.price.clone(),
        block: block.header().block(),
        transaction: listed.transaction,
        log_index: listed.first_log + log,
        receipt: Some(InReceipt { blob: B256::ZERO, transaction, log }),
    }
}

#[test]
fn every_type_is_encoded_as_its_root_has_it() {
    use alloy_consensus::private::alloy_eips::eip2718::Encodable2718;
    let block = block();
    for (listed, envelope) in block.receipts().iter().zip(envelopes()) {
        assert_eq!(hex::encode(&listed.encoded), hex::encode(envelope.encoded_2718()));
        let events = decode(&listed.encoded).unwrap();
        assert_eq!(events, listed.events);
    }
    let firsts: Vec<u64> = block.receipts().iter().map(|listed| listed.first_log).collect();
    assert_eq!(firsts, [0, 1, 3, 6, 10, 15, 15]);
}

#[test]
fn roots_hold_for_blocks_of_any_size() {
    let all = envelopes();
    for count in [0, 1, 2, 7, 127, 128, 129, 300] {
        let envelopes: Vec<ReceiptEnvelope> = all.iter().cycle().take(count).cloned().collect();
        let block = BlockReceipts::from_json(header(&envelopes), &answer(&envelopes));
        let block = block.unwrap_or_else(|error| panic!("{count}: {error}"));
        for place in 0..count {
            let place = place as u64;
            let proof = ReceiptsProof::read(&block.prove(&[place].into())).unwrap();
            let events = proof.events(place).unwrap();
            assert_eq!(events, block.receipts()[place as usize].events, "{place} of {count}");
            let other = (place + 1) % count as u64;
            assert!(count == 1 || proof.events(other).is_err(), "{other} of {count}");
            assert!(proof.events(count as u64).is_err());
        }
    }
}

#[test]
fn answers_that_are_not_the_block_are_refused() {
    let envelopes = envelopes();
    let check = |change: &dyn Fn(&mut Vec<Value>), expected: &str| {
        let mut answer = answer(&envelopes);
        change(&mut answer);
        let read = BlockReceipts::from_json(header(&envelopes), &answer);
        let said = read.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said.contains(expected), "{expected}: {said}");
        assert_eq!(said.is_empty(), expected.is_empty());
    };
    check(&|_| {}, "");
    check(&|answer| answer.reverse(), "");
    check(&|answer| drop(answer.pop()), "have the root");
    check(&|answer| answer[0]["logs"] = json!([]), "have the root");
    check(&|answer| answer[1]["type"] = json!("0x2"), "have the root");
    check(&|answer| answer[1]["status"] = json!("0x0"), "have the root");
    check(&|answer| answer[1]["cumulativeGasUsed"] = json!("0x1"), "have the root");
    check(&|answer| answer[2]["logs"][0]["data"] = json!("0x01"), "have the root");
    check(&|answer| answer.swap(0, 1), "");
    check(&|answer| answer[0]["transactionIndex"] = json!("0x9"), "have the root");
    check(&|answer| answer[0] = json!(null), "is no receipts");
    check(&|answer| answer[0]["logs"] = json!("none"), "is no receipts");
}

#[test]
fn a_block_has_so_many_receipts_and_no_more() {
    let check = |count: usize, expected: Option<ReceiptsError>| {
        let receipt = Receipt { status: true.into(), cumulative_gas_used: 21_000, logs: vec![] };
        let envelopes = vec![ReceiptEnvelope::Legacy(receipt.with_bloom()); count];
        let read = BlockReceipts::from_json(header(&envelopes), &answer(&envelopes));
        assert_eq!(read.err(), expected, "{count}");
    };
    check(RECEIPTS_PER_BLOCK_MAX, None);
    check(RECEIPTS_PER_BLOCK_MAX + 1, Some(ReceiptsError::TooMany));
}

#[test]
fn a_step_is_what_its_receipt_says_and_nothing_else() {
    let block = block();
    let proof = ReceiptsProof::read(&block.prove(&[2, 6].into())).unwrap();
    let good = step(&block, 2, 2);
    let check = |change: &dyn Fn(&mut Step), expected: &str| {
        let mut step = good.clone();
        change(&mut step);
        let said = verify_step(&step, &traced(), &proof).err().map(|error| error.to_string());
        let said = said.unwrap_or_default();
        assert!(said.contains(expected), "{expected}: {said}");
        assert_eq!(said.is_empty(), expected.is_empty(), "{said}");
    };
    let place = |transaction, log| Some(InReceipt { blob: B256::ZERO, transaction, log });
    check(&|_| {}, "");
    check(&|other| *other = step(&block, 6, 0), "");
    check(&|step| step.from = None, "another event at 2");
    check(&|step| step.to = Some(Address::ZERO), "another event at 2");
    check(&|step| step.editions = Some(U256::from(1)), "another event at 2");
    let price = Price { amount: U256::from(1), currency: None };
    check(&|step| step.price = Some(price.clone()), "another event at 2");
    check(&|step| step.receipt = place(2, 1), "another event at 1");
    check(&|step| step.receipt = place(2, 9), "another event at 9");
    check(&|step| step.receipt = place(3, 2), "receipt 3 of block 100 is not proven");
    check(&|step| step.receipt = place(99, 2), "receipt 99 of block 100 is not proven");
    check(&|step| step.receipt = place(u64::MAX, 2), "is not proven");
    check(&|step| step.receipt = None, "stands on no receipt");
    check(&|step| step.block.hash = B256::ZERO, "is of block 100");
    check(&|step| step.block.number = 99, "it says 99");
    check(&|step| step.block.time = "2020-01-01T00:00:00Z".parse().unwrap(), "is of block 100");
    let other = Traced { number: U256::from(8), ..traced() };
    assert!(verify_step(&good, &other, &proof).is_err());
    let other = Traced { contract: Address::ZERO, ..traced() };
    assert!(verify_step(&good, &other, &proof).is_err());
}

#[test]
fn no_byte_of_stored_evidence_can_change() {
    let block = block();
    let blob = block.prove(&[2].into());
    let step = step(&block, 2, 2);
    let holds = |blob: &[u8]| {
        ReceiptsProof::read(blob).is_ok_and(|proof| verify_step(&step, &traced(), &proof).is_ok())
    };
    assert!(holds(&blob));
    for at in 0..blob.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut tampered = blob.clone();
            tampered[at] ^= flip;
            assert!(!holds(&tampered), "byte {at} of {}, ^ {flip:#x}", blob.len());
        }
        assert!(!holds(&blob[..at]), "cut at {at}");
    }
    let mut longer = blob.clone();
    longer.push(0);
    assert!(!holds(&longer));
}
