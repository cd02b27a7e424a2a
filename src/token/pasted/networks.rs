//! The names that marketplaces and ERC-3770 have for chains.

use crate::token::ChainId;

/// The EVM chain of a name, in either case, with hyphens or underscores.
pub(super) fn chain_of(name: &str) -> Option<ChainId> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let found = NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, number)| ChainId::evm(*number))
}

const NAMES: [(&str, u64); 52] = [
    ("ethereum", 1),
    ("eth", 1),
    ("mainnet", 1),
    ("optimism", 10),
    ("oeth", 10),
    ("op", 10),
    ("bsc", 56),
    ("bnb", 56),
    ("gnosis", 100),
    ("gno", 100),
    ("unichain", 130),
    ("polygon", 137),
    ("matic", 137),
    ("pol", 137),
    ("monad", 143),
    ("zksync", 324),
    ("shape", 360),
    ("sei", 1_329),
    ("soneium", 1_868),
    ("ronin", 2_020),
    ("abstract", 2_741),
    ("mantle", 5_000),
    ("klaytn", 8_217),
    ("b3", 8_333),
    ("base", 8_453),
    ("apechain", 33_139),
    ("ape-chain", 33_139),
    ("arbitrum", 42_161),
    ("arbitrum-one", 42_161),
    ("arb1", 42_161),
    ("arb", 42_161),
    ("arbitrum-nova", 42_170),
    ("avalanche", 43_114),
    ("avax", 43_114),
    ("linea", 59_144),
    ("berachain", 80_094),
    ("bera-chain", 80_094),
    ("blast", 81_457),
    ("base-sepolia", 84_532),
    ("basesep", 84_532),
    ("bsep", 84_532),
    ("arbitrum-sepolia", 421_614),
    ("scroll", 534_352),
    ("zora", 7_777_777),
    ("sepolia", 11_155_111),
    ("sep", 11_155_111),
    ("optimism-sepolia", 11_155_420),
    ("degen", 666_666_666),
    ("zora-sepolia", 999_999_999),
    ("zsep", 999_999_999),
    ("amoy", 80_002),
    ("polygon-amoy", 80_002),
];
