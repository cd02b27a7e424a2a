//! Which rules of the EVM hold in a block: by its chain's own dates where they are
//! known, and by which fields its header has otherwise.

use alloy_consensus::Header;
use revm::primitives::hardfork::SpecId;

/// A fork that shows in no field of the header, and since when it holds (Unix seconds).
const BY_TIME: &[(u64, SpecId, u64)] = &[
    (1, SpecId::OSAKA, 1_764_798_551),
    (17_000, SpecId::OSAKA, 1_759_308_480),
    (11_155_111, SpecId::OSAKA, 1_760_427_360),
    (560_048, SpecId::OSAKA, 1_761_677_592),
];

/// Ethereum's forks before London, of which a header says nothing, by block.
const MAINNET_BY_BLOCK: &[(SpecId, u64)] = &[
    (SpecId::BERLIN, 12_244_000),
    (SpecId::ISTANBUL, 9_069_000),
    (SpecId::PETERSBURG, 7_280_000),
    (SpecId::BYZANTIUM, 4_370_000),
    (SpecId::SPURIOUS_DRAGON, 2_675_000),
    (SpecId::TANGERINE, 2_463_000),
    (SpecId::HOMESTEAD, 1_150_000),
    (SpecId::FRONTIER, 0),
];

/// Ethereum, its test networks, and what developers run: their headers tell their rules.
const BY_HEADER: [u64; 6] = [1, 17_000, 11_155_111, 560_048, 1_337, 31_337];

/// The rules that hold in a block of a chain. Other chains than Ethereum's own take over
/// its instructions without its header's fields; they follow the newest rules that show
/// nowhere, in which code that runs there runs as well.
pub(super) fn rules(chain: u64, header: &Header) -> SpecId {
    if !BY_HEADER.contains(&chain) {
        return SpecId::OSAKA;
    }
    if header.block_access_list_hash.is_some() {
        return SpecId::AMSTERDAM;
    }
    if header.requests_hash.is_some() {
        let since = BY_TIME.iter().find(|(known, ..)| *known == chain);
        // A chain whose dates are not known follows the newest rules that show nowhere.
        let newest = since.is_none_or(|(_, _, since)| header.timestamp >= *since);
        return if newest { SpecId::OSAKA } else { SpecId::PRAGUE };
    }
    if header.parent_beacon_block_root.is_some() {
        return SpecId::CANCUN;
    }
    if header.withdrawals_root.is_some() {
        return SpecId::SHANGHAI;
    }
    if header.base_fee_per_gas.is_some() {
        return if header.difficulty.is_zero() { SpecId::MERGE } else { SpecId::LONDON };
    }
    if chain != 1 {
        return SpecId::BERLIN;
    }
    let rules = MAINNET_BY_BLOCK.iter().find(|(_, since)| header.number >= *since);
    rules.map_or(SpecId::FRONTIER, |(rules, _)| *rules)
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{B256, U256};

    use super::*;

    #[test]
    fn a_header_tells_its_rules() {
        let some = Some(B256::ZERO);
        let london = Header { base_fee_per_gas: Some(7), ..Header::default() };
        let shanghai = Header { withdrawals_root: some, ..london.clone() };
        let cancun = Header { parent_beacon_block_root: some, ..shanghai.clone() };
        let prague = Header { requests_hash: some, ..cancun.clone() };
        let amsterdam = Header { block_access_list_hash: some, ..prague.clone() };
        let at = |number, header: &Header| Header { number, ..header.clone() };
        let since = |timestamp, header: &Header| Header { timestamp, ..header.clone() };
        let check = |chain, header: &Header, expected| {
            assert_eq!(rules(chain, header), expected, "chain {chain}, {header:?}");
        };
        check(1, &at(1, &Header::default()), SpecId::FRONTIER);
        check(1, &at(4_370_000, &Header::default()), SpecId::BYZANTIUM);
        check(1, &at(12_243_999, &Header::default()), SpecId::ISTANBUL);
        check(1, &at(12_244_000, &Header::default()), SpecId::BERLIN);
        check(31_337, &at(1, &Header::default()), SpecId::BERLIN);
        // A chain that has PUSH0 (EIP-3855), and no withdrawals.
        check(137, &london, SpecId::OSAKA);
        check(1, &Header { difficulty: U256::from(1), ..london.clone() }, SpecId::LONDON);
        check(1, &london, SpecId::MERGE);
        check(1, &shanghai, SpecId::SHANGHAI);
        check(1, &cancun, SpecId::CANCUN);
        check(1, &since(1_764_798_550, &prague), SpecId::PRAGUE);
        check(1, &since(1_764_798_551, &prague), SpecId::OSAKA);
        check(31_337, &prague, SpecId::OSAKA);
        check(1, &amsterdam, SpecId::AMSTERDAM);
    }
}
