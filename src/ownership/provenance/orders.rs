//! What was paid, as Seaport tells it (`OrderFulfilled`): orders that a token was sold by.

use alloy_primitives::{Address, U256, address};

use super::Price;
use super::events::{Data, Event, Traced, address_of, topics};
use crate::limits::ITEMS_PER_ORDER_MAX;

/// Seaport, version by version; it has the same addresses on every chain. What others
/// tell under its event's name is not believed.
pub const SEAPORT: [Address; 6] = [
    address!("00000000006c3852cbEf3e08E8dF289169EdE581"),
    address!("00000000000006c7676171937C444f6BDe3D6282"),
    address!("0000000000000aD24e80fd803C6ac37206a45f15"),
    address!("00000000000001ad428e4906aE43D8F9852d0dD6"),
    address!("00000000000000ADc04C56Bf30aC9d3c0aAF14dC"),
    address!("0000000000000068F116a894984e2DB1123eB395"),
];

/// An order for one token and nothing else but money.
pub(super) struct Order {
    /// None where the event does not say.
    pub seller: Option<Address>,
    pub buyer: Option<Address>,
    pub editions: U256,
    pub price: Price,
}

/// One item of an order.
struct Item {
    kind: u64,
    token: Address,
    number: U256,
    amount: U256,
}

const NATIVE: u64 = 0;
const ERC20: u64 = 1;
const ERC721: u64 = 2;
const ERC1155: u64 = 3;

/// The orders among a transaction's events by which this token alone was sold.
pub(super) fn orders<'a>(
    traced: &'a Traced,
    events: &'a [Event],
) -> impl Iterator<Item = Order> + 'a {
    events.iter().filter(|event| SEAPORT.contains(&event.contract)).filter_map(|event| {
        let [topic, offerer, _zone] = *event.topics.as_slice() else { return None };
        if topic != topics().order_fulfilled {
            return None;
        }
        let data = Data(&event.data);
        let offerer = address_of(offerer)?;
        let recipient = Some(data.address(1)?).filter(|address| *address != Address::ZERO);
        let offer = items(&data, 2, 4)?;
        let consideration = items(&data, 3, 5)?;
        if let Some(editions) = alone(traced, &offer) {
            // A listing: whoever fulfils it pays the seller and the fees.
            let price = total(&consideration)?;
            return Some(Order { seller: Some(offerer), buyer: recipient, editions, price });
        }
        // A bid: fees go from what was offered.
        let editions = alone(traced, &consideration)?;
        let price = total(&offer)?;
        Some(Order { seller: recipient, buyer: Some(offerer), editions, price })
    })
}

fn items(data: &Data<'_>, place: usize, words: usize) -> Option<Vec<Item>> {
    let (first, count) = data.array(place, words, ITEMS_PER_ORDER_MAX)?;
    let item = |index: usize| {
        let at = first + index * words;
        let kind = u64::try_from(data.word(at)?).ok()?;
        let (number, amount) = (data.word(at + 2)?, data.word(at + 3)?);
        Some(Item { kind, token: data.address(at + 1)?, number, amount })
    };
    (0..count).map(item).collect()
}

/// How many of the token an order moves, where it moves no other token with it.
fn alone(traced: &Traced, items: &[Item]) -> Option<U256> {
    let mut moved = items.iter().filter(|item| !matches!(item.kind, NATIVE | ERC20));
    let item = moved.next().filter(|item| matches!(item.kind, ERC721 | ERC1155))?;
    let is_it = item.token == traced.contract && item.number == traced.number;
    (is_it && moved.next().is_none()).then_some(item.amount)
}

/// What the money among the items comes to, where it is of one currency.
fn total(items: &[Item]) -> Option<Price> {
    let money = |item: &Item| match item.kind {
        NATIVE => Some((None, item.amount)),
        ERC20 => Some((Some(item.token), item.amount)),
        _ => None,
    };
    let mut paid = items.iter().filter_map(money);
    let (currency, mut amount) = paid.next()?;
    for (other, more) in paid {
        if other != currency {
            return None;
        }
        amount = amount.checked_add(more)?;
    }
    (!amount.is_zero()).then_some(Price { amount, currency })
}
