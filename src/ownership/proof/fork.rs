//! Which rules of the EVM hold in a block: by its chain's own dates where they are
//! known, and by which fields its header has otherwise.

use alloy_consensus::Header;
use revm::primitives::hardfork::SpecId;

use super::chains::{ELSEWHERE_SOMEWHERE, Foreign, dated, foreign};

/// How contracts are run in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    pub spec: SpecId,
    /// Instructions that the chain does not answer from the block's header; a call that
    /// comes to one breaks off.
    pub elsewhere: &'static [u8],
    /// Whether programs of the chain's own may stand where no code lies.
    pub own_programs: bool,
}

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

/// The rules that hold in a block of a chain: on Ethereum by its header's fields, on chains
/// whose dates are known by those, and on all others the newest rules that show nowhere, in
/// which code that runs there runs as well.
pub(super) fn rules(chain: u64, header: &Header) -> Result<Rules, Foreign> {
    if let Some(foreign) = foreign(chain, header) {
        return Err(foreign);
    }
    if BY_HEADER.contains(&chain) {
        let spec = by_header(chain, header);
        return Ok(Rules { spec, elsewhere: &[], own_programs: false });
    }
    let Some(dated) = dated(chain) else {
        let elsewhere = ELSEWHERE_SOMEWHERE;
        return Ok(Rules { spec: SpecId::OSAKA, elsewhere, own_programs: true });
    };
    let held = dated.forks.iter().find(|(_, since)| since.holds(header));
    let spec = held.map_or(SpecId::FRONTIER, |(spec, _)| *spec);
    Ok(Rules { spec, elsewhere: dated.elsewhere, own_programs: true })
}

/// Whether it is known by which rules a chain runs contracts; on another the newest of
/// Ethereum's are assumed.
pub fn knows_rules(chain: u64) -> bool {
    BY_HEADER.contains(&chain) || dated(chain).is_some()
}

fn by_header(chain: u64, header: &Header) -> SpecId {
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
            let rules = rules(chain, header).expect("a chain that runs contracts like Ethereum");
            assert_eq!(rules.spec, expected, "chain {chain}, {header:?}");
            assert_eq!((rules.elsewhere, rules.own_programs), (&[][..], false));
        };
        check(1, &at(1, &Header::default()), SpecId::FRONTIER);
        check(1, &at(4_370_000, &Header::default()), SpecId::BYZANTIUM);
        check(1, &at(12_243_999, &Header::default()), SpecId::ISTANBUL);
        check(1, &at(12_244_000, &Header::default()), SpecId::BERLIN);
        check(31_337, &at(1, &Header::default()), SpecId::BERLIN);
        check(1, &Header { difficulty: U256::from(1), ..london.clone() }, SpecId::LONDON);
        check(1, &london, SpecId::MERGE);
        check(1, &shanghai, SpecId::SHANGHAI);
        check(1, &cancun, SpecId::CANCUN);
        check(1, &since(1_764_798_550, &prague), SpecId::PRAGUE);
        check(1, &since(1_764_798_551, &prague), SpecId::OSAKA);
        check(31_337, &prague, SpecId::OSAKA);
        check(1, &amsterdam, SpecId::AMSTERDAM);
    }
    #[test]
    fn a_chain_whose_dates_are_known_runs_by_them() {
        let at = |number, timestamp| Header {
            number,
            timestamp,
            base_fee_per_gas: Some(7),
            ..Header::default()
        };
        let check = |chain, header: &Header, expected| {
            let rules = rules(chain, header).expect("a chain that runs contracts like Ethereum");
            assert_eq!(rules.spec, expected, "chain {chain}, {header:?}");
            assert!(rules.own_programs && knows_rules(chain));
        };
        check(10, &at(105_235_063, 1_686_068_903), SpecId::MERGE);
        check(10, &at(1, 1_704_992_400), SpecId::MERGE);
        check(10, &at(1, 1_704_992_401), SpecId::SHANGHAI);
        check(7_777_777, &at(1, 1_710_374_400), SpecId::SHANGHAI);
        check(7_777_777, &at(1, 1_710_374_401), SpecId::CANCUN);
        check(8_453, &at(1, 1_746_806_400), SpecId::CANCUN);
        check(8_453, &at(1, 1_746_806_401), SpecId::PRAGUE);
        check(8_453, &at(1, 1_779_991_199), SpecId::PRAGUE);
        check(8_453, &at(1, 1_779_991_200), SpecId::OSAKA);
        check(10, &at(1, 1_783_526_400), SpecId::PRAGUE);
        check(10, &at(1, 1_783_526_401), SpecId::OSAKA);
        // PUSH0 (EIP-3855) came here with a block and shows in no field.
        check(137, &at(50_522_999, 1_800_000_000), SpecId::LONDON);
        check(137, &at(50_523_000, 1_800_000_000), SpecId::SHANGHAI);
        check(137, &at(83_756_500, 1_800_000_000), SpecId::OSAKA);
        check(56, &at(31_302_047, 1_690_000_000), SpecId::ISTANBUL);
        check(56, &at(31_302_048, 1_690_000_000), SpecId::LONDON);
        check(56, &at(40_000_000, 1_777_343_400), SpecId::OSAKA);
        check(100, &at(1, 1_776_168_379), SpecId::PRAGUE);
        check(100, &at(1, 1_776_168_380), SpecId::OSAKA);
    }

    #[test]
    fn of_a_chain_of_which_nothing_is_known_the_newest_rules_are_assumed() {
        let found = rules(4_711, &Header::default()).expect("nothing speaks against it");
        assert_eq!(found.spec, SpecId::OSAKA);
        assert!(found.own_programs && !found.elsewhere.is_empty());
        assert!(!knows_rules(4_711) && knows_rules(1) && knows_rules(31_337));
        assert_eq!(rules(42_161, &Header::default()).map_err(|foreign| foreign.to_string()), Err(
            "contracts of Arbitrum One (eip155:42161) are not run here: NUMBER there is the number of its parent chain's block, and programs of other kinds than the EVM's may stand behind an address".to_owned()
        ));
    }
}
