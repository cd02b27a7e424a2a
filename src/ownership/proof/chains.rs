//! Chains other than Ethereum, as far as it is known how they run contracts: since when
//! which of Ethereum's rules hold on them, what they do otherwise, and which run contracts
//! in ways that are not at hand here. `docs/evidence.md` names where each fact is written.

use alloy_consensus::Header;
use revm::bytecode::opcode;
use revm::primitives::hardfork::SpecId;
use thiserror::Error;

/// A chain of which it is known that its contracts do not run as they would here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("contracts of {name} (eip155:{chain}) are not run here: {why}")]
pub struct Foreign {
    chain: u64,
    name: &'static str,
    why: &'static str,
}

/// From when on something holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Since {
    Block(u64),
    /// Unix seconds, by the block's own clock.
    Time(u64),
}

/// What is known of a chain that runs contracts by Ethereum's rules.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated {
    pub chain: u64,
    /// Its rules, the newest first.
    pub forks: &'static [(SpecId, Since)],
    /// Instructions that it does not answer from its block's header.
    pub elsewhere: &'static [u8],
}

/// What some chain or other fills from elsewhere than its header: of a chain of which
/// nothing is known nobody knows whether it does.
pub(super) const ELSEWHERE_SOMEWHERE: &[u8] = &[
    opcode::BLOCKHASH,
    opcode::COINBASE,
    opcode::NUMBER,
    opcode::DIFFICULTY,
    opcode::GASLIMIT,
    opcode::BLOBHASH,
    opcode::BLOBBASEFEE,
];

/// Bor and Parlia work the producer out of the block's seal, and have no beacon chain whose
/// randomness or price of blobs a header could hold.
const ELSEWHERE_SEALED: &[u8] =
    &[opcode::COINBASE, opcode::DIFFICULTY, opcode::BLOBHASH, opcode::BLOBBASEFEE];

/// Canyon, Ecotone, Isthmus and Karst of the OP Stack, as its mainnet has them.
const OP_STACK: &[(SpecId, Since)] = &[
    (SpecId::OSAKA, Since::Time(1_783_526_401)),
    (SpecId::PRAGUE, Since::Time(1_746_806_401)),
    (SpecId::CANCUN, Since::Time(1_710_374_401)),
    (SpecId::SHANGHAI, Since::Time(1_704_992_401)),
    (SpecId::MERGE, Since::Time(0)),
];

const DATED: &[Dated] = &[
    // OP Mainnet and Zora.
    Dated { chain: 10, forks: OP_STACK, elsewhere: &[] },
    Dated { chain: 7_777_777, forks: OP_STACK, elsewhere: &[] },
    // Base, with Azul in the place of Karst.
    Dated {
        chain: 8_453,
        forks: &[
            (SpecId::OSAKA, Since::Time(1_779_991_200)),
            (SpecId::PRAGUE, Since::Time(1_746_806_401)),
            (SpecId::CANCUN, Since::Time(1_710_374_401)),
            (SpecId::SHANGHAI, Since::Time(1_704_992_401)),
            (SpecId::MERGE, Since::Time(0)),
        ],
        elsewhere: &[],
    },
    // Base Sepolia.
    Dated {
        chain: 84_532,
        forks: &[
            (SpecId::OSAKA, Since::Time(1_776_708_000)),
            (SpecId::PRAGUE, Since::Time(1_744_905_600)),
            (SpecId::CANCUN, Since::Time(1_708_534_800)),
            (SpecId::SHANGHAI, Since::Time(1_699_981_200)),
            (SpecId::MERGE, Since::Time(0)),
        ],
        elsewhere: &[],
    },
    // Polygon PoS: Lisovo brought what a contract can tell Osaka by.
    Dated {
        chain: 137,
        forks: &[
            (SpecId::OSAKA, Since::Block(83_756_500)),
            (SpecId::PRAGUE, Since::Block(73_440_256)),
            (SpecId::CANCUN, Since::Block(54_876_000)),
            (SpecId::SHANGHAI, Since::Block(50_523_000)),
            (SpecId::LONDON, Since::Block(23_850_000)),
            (SpecId::BERLIN, Since::Block(14_750_000)),
            (SpecId::ISTANBUL, Since::Block(3_395_000)),
            (SpecId::PETERSBURG, Since::Block(0)),
        ],
        elsewhere: ELSEWHERE_SEALED,
    },
    // BNB Smart Chain.
    Dated {
        chain: 56,
        forks: &[
            (SpecId::OSAKA, Since::Time(1_777_343_400)),
            (SpecId::PRAGUE, Since::Time(1_742_436_600)),
            (SpecId::CANCUN, Since::Time(1_718_863_500)),
            (SpecId::SHANGHAI, Since::Time(1_705_996_800)),
            (SpecId::LONDON, Since::Block(31_302_048)),
            (SpecId::ISTANBUL, Since::Block(0)),
        ],
        elsewhere: ELSEWHERE_SEALED,
    },
    // Gnosis Chain since its merge; its blobs have a price of their own.
    Dated {
        chain: 100,
        forks: &[
            (SpecId::OSAKA, Since::Time(1_776_168_380)),
            (SpecId::PRAGUE, Since::Time(1_746_021_820)),
            (SpecId::CANCUN, Since::Time(1_710_181_820)),
            (SpecId::SHANGHAI, Since::Time(1_690_889_660)),
            (SpecId::MERGE, Since::Time(0)),
        ],
        elsewhere: &[opcode::BLOBBASEFEE],
    },
];

const ARBITRUM: &str = "NUMBER there is the number of its parent chain's block, and programs of other kinds than the EVM's may stand behind an address";
const ERA: &str = "they run there on EraVM, which is another machine than the EVM";
const POSEIDON: &str =
    "its state lies in a sparse Merkle tree of Poseidon hashes and in no Merkle-Patricia trie";
const SCROLL: &str = "COINBASE and PREVRANDAO there are not what the block's header says, and SELFDESTRUCT is switched off";
const LINEA: &str = "BLOBBASEFEE and PREVRANDAO there are not what Ethereum makes of a block's header, and not every built-in program is there";

/// Chains whose contracts would answer otherwise here than at home.
const FOREIGN: &[Foreign] = &[
    Foreign { chain: 42_161, name: "Arbitrum One", why: ARBITRUM },
    Foreign { chain: 42_170, name: "Arbitrum Nova", why: ARBITRUM },
    Foreign { chain: 421_614, name: "Arbitrum Sepolia", why: ARBITRUM },
    Foreign { chain: 33_139, name: "ApeChain", why: ARBITRUM },
    Foreign { chain: 33_111, name: "ApeChain's test network", why: ARBITRUM },
    Foreign { chain: 324, name: "ZKsync Era", why: ERA },
    Foreign { chain: 300, name: "ZKsync Sepolia", why: ERA },
    Foreign { chain: 2_741, name: "Abstract", why: ERA },
    Foreign { chain: 11_124, name: "Abstract's test network", why: ERA },
    Foreign { chain: 1_101, name: "Polygon zkEVM", why: POSEIDON },
    Foreign { chain: 2_442, name: "Polygon zkEVM Cardona", why: POSEIDON },
    Foreign { chain: 534_352, name: "Scroll", why: SCROLL },
    Foreign { chain: 534_351, name: "Scroll Sepolia", why: SCROLL },
    Foreign { chain: 59_144, name: "Linea", why: LINEA },
    Foreign { chain: 59_141, name: "Linea Sepolia", why: LINEA },
];

/// OP Mainnet before Bedrock, whose headers have no base fee yet.
const BEFORE_BEDROCK: Foreign = Foreign {
    chain: 10,
    name: "OP Mainnet before Bedrock",
    why: "they ran there on the OVM, which is another machine than the EVM",
};

/// Whether a block of a chain is one whose contracts are known not to run as they would
/// here.
pub(super) fn foreign(chain: u64, header: &Header) -> Option<Foreign> {
    if chain == BEFORE_BEDROCK.chain && header.base_fee_per_gas.is_none() {
        return Some(BEFORE_BEDROCK);
    }
    FOREIGN.iter().find(|foreign| foreign.chain == chain).copied()
}

/// What is known of a chain.
pub(super) fn dated(chain: u64) -> Option<&'static Dated> {
    DATED.iter().find(|dated| dated.chain == chain)
}

impl Since {
    pub fn holds(self, header: &Header) -> bool {
        match self {
            Self::Block(number) => header.number >= number,
            Self::Time(seconds) => header.timestamp >= seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chain_is_known_in_two_ways_and_every_table_ends_where_its_chain_begins() {
        let mut numbers: Vec<u64> = FOREIGN.iter().map(|foreign| foreign.chain).collect();
        numbers.extend(DATED.iter().map(|dated| dated.chain));
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
        for Dated { chain, forks, .. } in DATED {
            let rules: Vec<SpecId> = forks.iter().map(|(rules, _)| *rules).collect();
            assert!(rules.is_sorted_by(|newer, older| newer > older), "{chain}: {rules:?}");
            let first = Header { base_fee_per_gas: Some(0), ..Header::default() };
            let oldest = forks.last().expect("a chain has rules");
            assert!(oldest.1.holds(&first), "{chain}");
        }
    }

    #[test]
    fn what_is_refused_is_refused_in_one_sentence() {
        let bedrock = Header { base_fee_per_gas: Some(1), ..Header::default() };
        let said = |chain| foreign(chain, &bedrock).map(|foreign| foreign.to_string());
        assert_eq!(
            said(324).as_deref(),
            Some(
                "contracts of ZKsync Era (eip155:324) are not run here: they run there on EraVM, which is another machine than the EVM"
            )
        );
        for chain in [42_161, 42_170, 33_139, 2_741, 1_101, 534_352, 59_144] {
            let said = said(chain).unwrap_or_else(|| panic!("{chain} is not refused"));
            assert!(
                !said.contains(". ") && said.len() <= crate::limits::DETAIL_CHARS_MAX,
                "{said}"
            );
        }
        for chain in [1, 10, 56, 100, 137, 8_453, 7_777_777, 42_220, 31_337, 4_711] {
            assert_eq!(said(chain), None);
        }
        assert!(foreign(10, &Header::default()).is_some(), "before Bedrock");
    }
}
