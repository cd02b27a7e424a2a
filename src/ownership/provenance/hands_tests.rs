//! Events as contracts write them, and as hostile ones do.

use alloy_primitives::Bytes;

use super::*;
use crate::limits::ITEMS_PER_ORDER_MAX;
use crate::ownership::PUNKS_LEDGER;
use crate::ownership::provenance::orders::SEAPORT;

const CONTRACT: Address = Address::repeat_byte(0xcc);
const NUMBER: u64 = 7;

fn traced(kind: TracedKind) -> Traced {
    let contract = if kind == TracedKind::Punk { PUNKS_LEDGER } else { CONTRACT };
    Traced { kind, contract, number: U256::from(NUMBER) }
}

fn party(byte: u8) -> B256 {
    if byte == 0 { B256::ZERO } else { Address::repeat_byte(byte).into_word() }
}

fn number(number: u64) -> B256 {
    U256::from(number).into()
}

fn event(contract: Address, topics: &[B256], data: &[B256]) -> Event {
    let data: Vec<u8> = data.iter().flat_map(|word| word.0).collect();
    Event { contract, topics: topics.to_vec(), data: data.into() }
}

/// The hands in short: place, from, to, editions, price.
fn short(hands: &[Hand]) -> Vec<(usize, u8, u8, u64, u64)> {
    let byte = |party: Option<Address>| party.map_or(0, |party| party[0]);
    hands
        .iter()
        .map(|hand| {
            let editions = hand.editions.map_or(0, |editions| editions.to());
            let price = hand.price.as_ref().map_or(0, |price| price.amount.to());
            (hand.at, byte(hand.from), byte(hand.to), editions, price)
        })
        .collect()
}

#[track_caller]
fn check(kind: TracedKind, events: &[Event], expected: &[(usize, u8, u8, u64, u64)]) {
    assert_eq!(short(&hands(&traced(kind), events)), expected, "{events:?}");
}

#[test]
fn single_tokens_change_hands() {
    let known = topics();
    let moved = |topics: &[B256], data: &[B256]| event(CONTRACT, topics, data);
    let check = |event: Event, expected| check(TracedKind::Single, &[event], expected);
    let transfer = known.transfer;
    check(moved(&[transfer, party(1), party(2), number(7)], &[]), &[(0, 1, 2, 0, 0)]);
    check(moved(&[transfer, party(0), party(2), number(7)], &[]), &[(0, 0, 2, 0, 0)]);
    check(moved(&[transfer, party(1), party(0), number(7)], &[]), &[(0, 1, 0, 0, 0)]);
    // Before the standard.
    check(moved(&[transfer], &[party(1), party(2), number(7)]), &[(0, 1, 2, 0, 0)]);
    // In a batch of ERC-2309.
    let batch = |first, last| {
        moved(&[known.consecutive, number(first), party(0), party(2)], &[number(last)])
    };
    check(batch(1, 9), &[(0, 0, 2, 0, 0)]);
    check(batch(7, 7), &[(0, 0, 2, 0, 0)]);
    check(batch(8, 9), &[]);
    check(batch(9, 1), &[]);
    // What is no such event.
    check(moved(&[transfer, party(1), party(2), number(8)], &[]), &[]);
    check(moved(&[transfer, party(0), party(0), number(7)], &[]), &[]);
    check(moved(&[transfer, party(1), party(2)], &[number(7)]), &[]);
    check(moved(&[transfer, party(1), party(2), number(7), number(7)], &[]), &[]);
    check(moved(&[transfer], &[party(1), party(2)]), &[]);
    check(moved(&[], &[]), &[]);
    check(moved(&[number(1), party(1), party(2), number(7)], &[]), &[]);
    check(moved(&[transfer, B256::repeat_byte(0xff), party(2), number(7)], &[]), &[]);
    check(event(Address::ZERO, &[transfer, party(1), party(2), number(7)], &[]), &[]);
}

#[test]
fn editions_change_hands() {
    let known = topics();
    let check = |topics: &[B256], data: &[B256], expected| {
        check(TracedKind::Editions, &[event(CONTRACT, topics, data)], expected);
    };
    let single = [known.single, party(9), party(1), party(2)];
    check(&single, &[number(7), number(3)], &[(0, 1, 2, 3, 0)]);
    check(&single, &[number(8), number(3)], &[]);
    check(&single, &[number(7), number(0)], &[]);
    check(&single, &[number(7)], &[]);
    check(&single[..3], &[number(7), number(3)], &[]);
    let batch = [known.batch, party(9), party(0), party(2)];
    let words = |words: &[u64]| words.iter().map(|word| number(*word)).collect::<Vec<_>>();
    check(&batch, &words(&[64, 160, 2, 6, 7, 2, 5, 4]), &[(0, 0, 2, 4, 0)]);
    // Twice in one batch.
    check(&batch, &words(&[64, 160, 2, 7, 7, 2, 5, 4]), &[(0, 0, 2, 9, 0)]);
    check(&batch, &words(&[64, 160, 2, 6, 8, 2, 5, 4]), &[]);
    // Lengths that do not match, arrays that reach beyond the data or have no end.
    check(&batch, &words(&[64, 160, 2, 6, 7, 1, 5, 4]), &[]);
    check(&batch, &words(&[64, 160, 2, 6, 7, 2, 5]), &[]);
    check(&batch, &words(&[64, 320, 2, 6, 7, 2, 5, 4]), &[]);
    check(&batch, &words(&[64, 64, u64::MAX, 7]), &[]);
    check(&batch, &[number(64), B256::repeat_byte(0xff)], &[]);
    check(&batch, &[], &[]);
    // Amounts that add up to more than there is room for.
    let mut over = words(&[64, 160, 2, 7, 7, 2]);
    over.extend([B256::repeat_byte(0xff), number(1)]);
    check(&batch, &over, &[]);
}

#[test]
fn a_batch_names_so_many_tokens_and_no_more() {
    let topics = [topics().batch, party(9), party(0), party(2)];
    let check = |count: u64, expected: &[(usize, u8, u8, u64, u64)]| {
        let mut data = [64, 64 + 32 * (count + 1), count].map(number).to_vec();
        data.extend((0..count).map(|place| number(place + 7)));
        data.push(number(count));
        data.extend((0..count).map(|_| number(1)));
        check(TracedKind::Editions, &[event(CONTRACT, &topics, &data)], expected);
    };
    check(TOKENS_PER_BATCH_MAX as u64, &[(0, 0, 2, 1, 0)]);
    check(TOKENS_PER_BATCH_MAX as u64 + 1, &[]);
}

#[test]
fn punks_change_hands() {
    let known = topics();
    let told = |topics: &[B256], data: &[B256]| event(PUNKS_LEDGER, topics, data);
    let transfer = |from, to| told(&[known.transfer, party(from), party(to)], &[number(1)]);
    let bought = |value, from, to| {
        told(&[known.punk_bought, number(7), party(from), party(to)], &[number(value)])
    };
    let check = |events: &[Event], expected| check(TracedKind::Punk, events, expected);
    check(&[told(&[known.assign, party(1)], &[number(7)])], &[(0, 0, 1, 0, 0)]);
    check(&[told(&[known.assign, party(1)], &[number(6)])], &[]);
    let given = told(&[known.punk_transfer, party(1), party(2)], &[number(7)]);
    check(&[transfer(1, 2), given], &[(1, 1, 2, 0, 0)]);
    check(&[transfer(1, 2), bought(500, 1, 2)], &[(1, 1, 2, 0, 500)]);
    // A bid that was accepted: the event has neither receiver nor price.
    check(&[transfer(1, 2), bought(0, 1, 0)], &[(1, 1, 2, 0, 0)]);
    check(&[transfer(3, 4), transfer(1, 2), transfer(5, 6), bought(0, 1, 0)], &[(3, 1, 2, 0, 0)]);
    // Nothing tells the receiver: better nothing than a wrong one.
    check(&[bought(0, 1, 0)], &[]);
    check(&[transfer(3, 2), bought(0, 1, 0)], &[]);
    check(&[bought(0, 1, 0), transfer(1, 2)], &[]);
    check(&[event(CONTRACT, &[known.transfer, party(1), party(2)], &[]), bought(0, 1, 0)], &[]);
    // As a wrapper's own token it is no punk.
    check(&[told(&[known.transfer, party(1), party(2), number(7)], &[])], &[]);
}

const NATIVE: u64 = 0;
const MONEY: Address = Address::repeat_byte(0xee);

/// An order: who offers, who receives, and items of kind, contract, number and amount.
fn order(
    seaport: Address,
    [offerer, recipient]: [u8; 2],
    offer: &[(u64, Address, u64, u64)],
    consideration: &[(u64, Address, u64, u64)],
) -> Event {
    let mut data = vec![number(0), party(recipient), number(128)];
    data.push(number(128 + 32 * (1 + 4 * offer.len() as u64)));
    let item = |(kind, token, id, amount): &(u64, Address, u64, u64)| {
        [number(*kind), token.into_word(), number(*id), number(*amount)]
    };
    data.push(number(offer.len() as u64));
    data.extend(offer.iter().flat_map(item));
    data.push(number(consideration.len() as u64));
    for one in consideration {
        data.extend(item(one));
        data.push(party(offerer));
    }
    event(seaport, &[topics().order_fulfilled, party(offerer), party(0)], &data)
}

#[test]
fn a_sale_of_seaport_tells_its_price() {
    let moved =
        |from, to| event(CONTRACT, &[topics().transfer, party(from), party(to), number(7)], &[]);
    let it = (2, CONTRACT, NUMBER, 1);
    let pays = |amount| (NATIVE, Address::ZERO, 0, amount);
    let weth = |amount| (1, MONEY, 0, amount);
    let check = |events: &[Event], expected: &[(usize, u8, u8, u64, u64)]| {
        check(TracedKind::Single, events, expected);
    };
    let listed = |seaport, items: &[_], paid: &[_]| order(seaport, [1, 2], items, paid);
    let sold = |price| vec![(1, 1, 2, 0, price)];
    for seaport in SEAPORT {
        check(&[listed(seaport, &[it], &[pays(90), pays(10)]), moved(1, 2)], &sold(100));
    }
    let [seaport, ..] = SEAPORT;
    // A bid, of which the fees are paid.
    let bid = order(seaport, [2, 1], &[weth(100)], &[it, weth(3)]);
    check(&[bid.clone(), moved(1, 2)], &sold(100));
    let found = hands(&traced(TracedKind::Single), &[bid, moved(1, 2)]);
    assert_eq!(found[0].price.as_ref().unwrap().currency, Some(MONEY));
    // The recipient is not told where orders are matched.
    check(&[order(seaport, [1, 0], &[it], &[pays(50)]), moved(1, 2)], &sold(50));
    // By way of a third party: the sale is the seller's step.
    let by_way = [listed(seaport, &[it], &[pays(100)]), moved(3, 1), moved(1, 2)];
    check(&by_way, &[(1, 3, 1, 0, 0), (2, 1, 2, 0, 100)]);
    // Another market under the same name, another token, a bundle, two currencies, a gift,
    // other parties.
    check(&[listed(MONEY, &[it], &[pays(100)]), moved(1, 2)], &sold(0));
    check(&[listed(seaport, &[(2, CONTRACT, 8, 1)], &[pays(100)]), moved(1, 2)], &sold(0));
    check(&[listed(seaport, &[it, (2, MONEY, 1, 1)], &[pays(100)]), moved(1, 2)], &sold(0));
    check(&[listed(seaport, &[it], &[pays(90), weth(10)]), moved(1, 2)], &sold(0));
    check(&[listed(seaport, &[it], &[]), moved(1, 2)], &sold(0));
    let others = [listed(seaport, &[it], &[pays(100)]), moved(3, 4)];
    check(&others, &[(1, 3, 4, 0, 0)]);
    // Cut anywhere, it tells nothing and breaks nothing.
    let whole = listed(seaport, &[it], &[pays(90), pays(10)]);
    for length in 0..whole.data.len() {
        let data = Bytes::copy_from_slice(&whole.data[..length]);
        check(&[Event { data, ..whole.clone() }, moved(1, 2)], &sold(0));
    }
}

#[test]
fn an_order_has_so_many_items_and_no_more() {
    let moved = event(CONTRACT, &[topics().transfer, party(1), party(2), number(7)], &[]);
    let it = [(2, CONTRACT, NUMBER, 1)];
    let check = |items: usize, price: u64| {
        let paid = vec![(1, MONEY, 0, 1); items];
        let listing = order(SEAPORT[0], [1, 2], &it, &paid);
        let bid = order(SEAPORT[0], [2, 1], &paid, &it);
        for sale in [listing, bid] {
            check(TracedKind::Single, &[sale, moved.clone()], &[(1, 1, 2, 0, price)]);
        }
    };
    check(ITEMS_PER_ORDER_MAX, ITEMS_PER_ORDER_MAX as u64);
    check(ITEMS_PER_ORDER_MAX + 1, 0);
}

#[test]
fn a_sale_of_editions_is_for_as_many() {
    let moved = |editions| {
        let topics = [topics().single, party(9), party(1), party(2)];
        event(CONTRACT, &topics, &[number(7), number(editions)])
    };
    let pays = [(NATIVE, Address::ZERO, 0, 60)];
    let sale = order(SEAPORT[0], [1, 2], &[(3, CONTRACT, NUMBER, 3)], &pays);
    check(TracedKind::Editions, &[sale.clone(), moved(3)], &[(1, 1, 2, 3, 60)]);
    check(TracedKind::Editions, &[sale, moved(2)], &[(1, 1, 2, 2, 0)]);
}
