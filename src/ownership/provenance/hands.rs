//! From the events of one transaction to changes of hands. Events are hostile: one that
//! has not the form of its standard is none.

use alloy_primitives::{Address, B256, U256};

use super::Price;
use super::events::{Data, Event, Traced, TracedKind, address_of, topics};
use super::orders::orders;
use crate::limits::TOKENS_PER_BATCH_MAX;

/// One change of hands, by its event's place among those that were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    pub at: usize,
    /// None for a mint.
    pub from: Option<Address>,
    /// None where it was burnt.
    pub to: Option<Address>,
    pub editions: Option<U256>,
    pub price: Option<Price>,
}

/// Reads how a token changed hands in one transaction, whose events are given in their
/// order, with what was paid where an event says so.
pub fn hands(traced: &Traced, events: &[Event]) -> Vec<Hand> {
    let mut found: Vec<Hand> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        if event.contract != traced.contract {
            continue;
        }
        let read = match traced.kind {
            TracedKind::Single => single(traced, event),
            TracedKind::Editions => editions(traced, event),
            TracedKind::Punk => punk(traced, &events[..at], event),
        };
        // From nobody to nobody nothing moves.
        found.extend(read.filter(|read| read.from.is_some() || read.to.is_some()).map(|read| {
            let Read { from, to, editions, price } = read;
            Hand { at, from, to, editions, price }
        }));
    }
    if !found.is_empty() && traced.kind != TracedKind::Punk {
        for order in orders(traced, events) {
            let fits = |hand: &&mut Hand| {
                hand.price.is_none()
                    && order.seller.is_none_or(|seller| hand.from == Some(seller))
                    && order.buyer.is_none_or(|buyer| hand.to == Some(buyer))
                    && hand.editions.is_none_or(|editions| editions == order.editions)
            };
            if let Some(hand) = found.iter_mut().find(fits) {
                hand.price = Some(order.price);
            }
        }
    }
    found
}

/// What one event says.
struct Read {
    from: Option<Address>,
    to: Option<Address>,
    editions: Option<U256>,
    price: Option<Price>,
}

impl Read {
    fn plain(from: Option<Address>, to: Option<Address>) -> Self {
        Self { from, to, editions: None, price: None }
    }
}

fn single(traced: &Traced, event: &Event) -> Option<Read> {
    let known = topics();
    let data = Data(&event.data);
    match *event.topics.as_slice() {
        [topic, from, to, number] if topic == known.transfer => (U256::from_be_bytes(number.0)
            == traced.number)
            .then_some(Read::plain(someone(from)?, someone(to)?)),
        // As contracts wrote it before the standard was settled: nothing is indexed.
        [topic] if topic == known.transfer => (data.word(2)? == traced.number).then_some(
            Read::plain(nobody_is_none(data.address(0)?), nobody_is_none(data.address(1)?)),
        ),
        [topic, first, from, to] if topic == known.consecutive => {
            let range = U256::from_be_bytes(first.0)..=data.word(0)?;
            range.contains(&traced.number).then_some(Read::plain(someone(from)?, someone(to)?))
        }
        _ => None,
    }
}

fn editions(traced: &Traced, event: &Event) -> Option<Read> {
    let known = topics();
    let [topic, _operator, from, to] = *event.topics.as_slice() else { return None };
    let data = Data(&event.data);
    let moved = if topic == known.single {
        (data.word(0)? == traced.number).then_some(data.word(1)?)?
    } else if topic == known.batch {
        let (numbers, count) = data.array(0, 1, TOKENS_PER_BATCH_MAX)?;
        let (amounts, as_many) = data.array(1, 1, TOKENS_PER_BATCH_MAX)?;
        if count != as_many {
            return None;
        }
        let mut moved = None;
        for place in 0..count {
            if data.word(numbers + place)? == traced.number {
                let amount = data.word(amounts + place)?;
                moved = Some(moved.unwrap_or(U256::ZERO).checked_add(amount)?);
            }
        }
        moved?
    } else {
        return None;
    };
    let (from, to) = (someone(from)?, someone(to)?);
    (!moved.is_zero()).then_some(Read { from, to, editions: Some(moved), price: None })
}

fn punk(traced: &Traced, before: &[Event], event: &Event) -> Option<Read> {
    let known = topics();
    let data = Data(&event.data);
    match *event.topics.as_slice() {
        [topic, to] if topic == known.assign => {
            (data.word(0)? == traced.number).then_some(Read::plain(None, someone(to)?))
        }
        [topic, from, to] if topic == known.punk_transfer => {
            (data.word(0)? == traced.number).then_some(Read::plain(someone(from)?, someone(to)?))
        }
        [topic, number, from, to] if topic == known.punk_bought => {
            if U256::from_be_bytes(number.0) != traced.number {
                return None;
            }
            let from = someone(from)?;
            let price = |amount| Some(Price { amount, currency: None });
            if let Some(to) = someone(to)? {
                let price = data.word(0).and_then(price);
                return Some(Read { from, to: Some(to), editions: None, price });
            }
            // Where a bid was accepted, the ledger clears the bid before it tells of it:
            // receiver and price are zero. The transfer told right before names the
            // receiver; of the price nothing is said.
            let to = before.iter().rev().find_map(|event| match *event.topics.as_slice() {
                [topic, seller, buyer]
                    if event.contract == traced.contract && topic == known.transfer =>
                {
                    (someone(seller)? == from).then_some(someone(buyer)??)
                }
                _ => None,
            });
            Some(Read::plain(from, Some(to?)))
        }
        _ => None,
    }
}

/// The party in a topic: none for nobody's address. The outer none is no address at all.
#[expect(clippy::option_option, reason = "nobody is an answer, and no address is none")]
fn someone(topic: B256) -> Option<Option<Address>> {
    address_of(topic).map(nobody_is_none)
}

fn nobody_is_none(address: Address) -> Option<Address> {
    Some(address).filter(|address| *address != Address::ZERO)
}

#[cfg(test)]
#[path = "hands_tests.rs"]
mod tests;
