//! A price, and how it is written for people.

use alloy_primitives::{Address, U256, address};
use serde::{Deserialize, Serialize};

use crate::token::ChainId;

/// A price, in the smallest unit of its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub amount: U256,
    /// The token's contract; none for the chain's own currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Address>,
}

/// Chains' own currencies; all have 18 decimals.
const OWN: &[(u64, &str)] = &[
    (1, "ETH"),
    (10, "ETH"),
    (56, "BNB"),
    (100, "xDAI"),
    (137, "POL"),
    (8_453, "ETH"),
    (42_161, "ETH"),
    (43_114, "AVAX"),
    (7_777_777, "ETH"),
    (11_155_111, "ETH"),
    (560_048, "ETH"),
];

/// Currencies that art is sold for: chain, contract, name, decimals.
const TOKENS: &[(u64, Address, &str, usize)] = &[
    (1, address!("C02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"), "WETH", 18),
    (1, address!("A0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"), "USDC", 6),
    (1, address!("dAC17F958D2ee523a2206206994597C13D831ec7"), "USDT", 6),
    (1, address!("6B175474E89094C44Da98b954EedeAC495271d0F"), "DAI", 18),
    (10, address!("4200000000000000000000000000000000000006"), "WETH", 18),
    (8_453, address!("4200000000000000000000000000000000000006"), "WETH", 18),
    (137, address!("7ceB23fD6bC0adD59E62ac25578270cFf1b9f619"), "WETH", 18),
    (42_161, address!("82aF49447D8a07e3bd95BD0d56f35241523fBab1"), "WETH", 18),
];

/// Digits after the point that people are shown.
const SHOWN_DECIMALS: usize = 4;

impl Price {
    /// `12.5 ETH`. The unit of a currency that is not known is its contract, or its
    /// chain, and the amount stands in the smallest unit of the former.
    pub fn text(&self, chain: &ChainId) -> String {
        let number = chain.evm_number();
        let (unit, decimals) = match self.currency {
            None => {
                let own = OWN.iter().find(|(own, _)| Some(*own) == number);
                (own.map_or_else(|| chain.to_string(), |(_, name)| (*name).to_owned()), 18)
            }
            Some(currency) => {
                let token = TOKENS
                    .iter()
                    .find(|(of, contract, ..)| Some(*of) == number && *contract == currency);
                token.map_or_else(
                    || (currency.to_checksum(None), 0),
                    |(_, _, name, decimals)| ((*name).to_owned(), *decimals),
                )
            }
        };
        format!("{} {unit}", decimal(self.amount, decimals))
    }
}

/// A number with its point set, without zeros at its end; what is too small to be shown
/// is told from nothing.
fn decimal(amount: U256, decimals: usize) -> String {
    let digits = format!("{amount:0>width$}", amount = amount.to_string(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let shown = rest[..rest.len().min(SHOWN_DECIMALS)].trim_end_matches('0');
    match shown {
        "" if whole == "0" && !amount.is_zero() => "< 0.0001".to_owned(),
        "" => whole.to_owned(),
        shown => format!("{whole}.{shown}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_written_in_whole_units() {
        let check = |chain: &str, amount: &str, currency: Option<&str>, expected: &str| {
            let price = Price {
                amount: amount.parse().unwrap(),
                currency: currency.map(|currency| currency.parse().unwrap()),
            };
            assert_eq!(price.text(&chain.parse().unwrap()), expected);
        };
        let weth = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
        let usdc = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
        check("eip155:1", "12500000000000000000", None, "12.5 ETH");
        check("eip155:1", "1000000000000000000", None, "1 ETH");
        check("eip155:1", "69420000000000000", Some(weth), "0.0694 WETH");
        check("eip155:1", "1", None, "< 0.0001 ETH");
        check("eip155:1", "0", None, "0 ETH");
        check("eip155:1", "2500000", Some(usdc), "2.5 USDC");
        check("eip155:137", "2500000", Some(usdc), &format!("2500000 {usdc}"));
        check("eip155:137", "5000000000000000000", None, "5 POL");
        check("eip155:31337", "5000000000000000000", None, "5 eip155:31337");
        let max = U256::MAX.to_string();
        let text = "115792089237316195423570985008687907853269984665640564039457.584 ETH";
        check("eip155:1", &max, None, text);
    }
}
