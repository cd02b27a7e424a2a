//! URIs that stand for all tokens of a contract: `{id}` is each token's own number.

use alloy_primitives::U256;

/// The spellings of the place that a number takes; some contracts escape its braces.
const PLACES: [&str; 3] = ["{id}", "%7Bid%7D", "%7bid%7d"];

/// Puts a token's number where a URI has `{id}`: 64 lowercase hex digits without `0x`
/// (ERC-1155). What a contract writes before the place stays, so that `0x{id}` keeps
/// its one `0x`.
pub fn fill_in_uri(uri: &str, number: U256) -> String {
    let mut filled = uri.to_owned();
    for place in PLACES {
        if filled.contains(place) {
            filled = filled.replace(place, &format!("{number:064x}"));
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_its_place_as_64_digits() {
        let ten = "000000000000000000000000000000000000000000000000000000000000000a";
        let check = |uri: &str, number: U256, expected: &str| {
            assert_eq!(fill_in_uri(uri, number), expected.replace("TEN", ten), "{uri}");
        };
        let number = U256::from(10);
        check("ipfs://x/{id}.json", number, "ipfs://x/TEN.json");
        check("https://h/0x{id}", number, "https://h/0xTEN");
        check("https://h/{id}/{id}", number, "https://h/TEN/TEN");
        check("https://h/%7Bid%7D?x=%7bid%7d", number, "https://h/TEN?x=TEN");
        check("https://h/{ID}/{locale}", number, "https://h/{ID}/{locale}");
        check("{id}", U256::MAX, &"f".repeat(64));
        check("", number, "");
    }
}
