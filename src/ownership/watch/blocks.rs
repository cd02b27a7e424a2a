//! The last blocks that were looked at, by which a replaced one is noticed.

use std::collections::VecDeque;

use alloy_primitives::B256;
use serde::Deserialize;
use serde_json::Value;

use crate::ownership::proof::BlockHeader;
use crate::ownership::{BlockRef, Timestamp};

/// How many of the blocks that were looked at are remembered.
const KEPT: usize = 16;

/// Blocks that were looked at, the newest last.
#[derive(Debug, Default)]
pub(super) struct Blocks(VecDeque<(u64, B256)>);

/// The newest block of an endpoint.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub block: BlockRef,
    /// Where its fields hash to what it says; without it nothing can be proven.
    pub header: Option<BlockHeader>,
}

impl Blocks {
    pub fn newest(&self) -> Option<(u64, B256)> {
        self.0.back().copied()
    }

    /// All but the newest, the oldest first.
    pub fn older(&self) -> Vec<(u64, B256)> {
        let mut all: Vec<_> = self.0.iter().copied().collect();
        all.pop();
        all
    }

    pub fn remember(&mut self, number: u64, hash: B256) {
        if self.newest() == Some((number, hash)) {
            return;
        }
        self.0.retain(|(kept, _)| *kept < number);
        self.0.push_back((number, hash));
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// Forgets all but the first so many; the number of the last that is left.
    pub fn keep(&mut self, count: usize) -> Option<u64> {
        self.0.truncate(count);
        self.newest().map(|(number, _)| number)
    }
}

impl Head {
    /// Reads what `eth_getBlockByNumber` answers.
    pub fn read(block: &Value) -> Option<Self> {
        let header = BlockHeader::from_json(block).ok();
        let block = match &header {
            Some(header) => header.block(),
            None => read_block(block)?,
        };
        Some(Self { block, header })
    }
}

/// A block's own name: of chains whose headers are not Ethereum's, too.
pub(super) fn read_block(block: &Value) -> Option<BlockRef> {
    #[derive(Deserialize)]
    struct Raw {
        number: alloy_primitives::U64,
        hash: B256,
        timestamp: alloy_primitives::U64,
    }
    let raw: Raw = serde_json::from_value(block.clone()).ok()?;
    let seconds = i64::try_from(raw.timestamp.to::<u64>()).unwrap_or(i64::MAX);
    Some(BlockRef { number: raw.number.to(), hash: raw.hash, time: Timestamp::from_unix(seconds) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_blocks_are_remembered_as_may_be_replaced() {
        let hash = B256::repeat_byte;
        let mut blocks = Blocks::default();
        for number in 0..20_u8 {
            blocks.remember(u64::from(number), hash(number));
            blocks.remember(u64::from(number), hash(number));
        }
        assert_eq!(blocks.newest(), Some((19, hash(19))));
        assert_eq!(blocks.older().len(), KEPT - 1);
        assert_eq!(blocks.older()[0], (4, hash(4)));
        assert_eq!(blocks.keep(3), Some(6));
        blocks.remember(6, hash(99));
        assert_eq!(blocks.older(), [(4, hash(4)), (5, hash(5))]);
        assert_eq!(blocks.keep(0), None);
    }
}
