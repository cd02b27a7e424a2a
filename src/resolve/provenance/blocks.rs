//! Blocks of the past, as the endpoints of a quorum agree on them.

use std::collections::HashMap;

use alloy_primitives::{B256, U64};
use futures::future::join_all;
use serde::Deserialize;
use serde_json::Value;

use crate::ownership::proof::BlockHeader;
use crate::ownership::{BlockRef, Timestamp};
use crate::source::Quorum;

/// Blocks by their numbers.
#[derive(Debug, Default)]
pub(super) struct Blocks(HashMap<u64, Known>);

/// A block that endpoints name.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub block: BlockRef,
    /// Its header, where its fields hash to what as many endpoints as must be say.
    pub header: Option<BlockHeader>,
}

/// Blocks that are asked for at once.
const TOGETHER: usize = 100;

impl Blocks {
    pub fn get(&self, number: u64) -> Option<&Known> {
        self.0.get(&number)
    }

    /// Asks every endpoint of the quorum for the blocks that are not known yet.
    pub async fn learn(&mut self, quorum: &Quorum, numbers: &[u64]) {
        let unknown: Vec<u64> =
            numbers.iter().copied().filter(|number| !self.0.contains_key(number)).collect();
        for numbers in unknown.chunks(TOGETHER) {
            let asked = quorum.endpoints.iter().map(|endpoint| endpoint.blocks(numbers));
            // An endpoint that fails says nothing; the others are enough, or are not.
            let said: Vec<Vec<Option<Value>>> =
                join_all(asked).await.into_iter().map(Result::unwrap_or_default).collect();
            for (place, number) in numbers.iter().enumerate() {
                let each = said.iter().filter_map(|said| said.get(place)?.as_ref());
                let each: Vec<Said> = each.filter_map(|block| Said::read(block, *number)).collect();
                let votes = |said: &Said| {
                    each.iter().filter(|other| other.block.hash == said.block.hash).count()
                };
                let Some(most) = each.iter().max_by_key(|said| votes(said)) else { continue };
                // More than contradict it, too: see `Quorum::is_reached`.
                let agree = votes(most);
                let agreed = agree >= quorum.needed as usize && agree > each.len() - agree;
                let same = each.iter().filter(|other| other.block.hash == most.block.hash);
                let header = same.filter_map(|said| said.header.clone()).next();
                let header = header.filter(|_| agreed);
                // The header's own time, where there is one: what is only said may differ.
                let block = header.as_ref().map_or(most.block.clone(), BlockHeader::block);
                self.0.insert(*number, Known { block, header });
            }
        }
    }
}

/// What one endpoint says of a block.
struct Said {
    block: BlockRef,
    header: Option<BlockHeader>,
}

impl Said {
    fn read(block: &Value, number: u64) -> Option<Self> {
        /// The parts of a block that name it.
        #[derive(Deserialize)]
        struct Raw {
            number: U64,
            hash: B256,
            timestamp: U64,
        }
        let raw = Raw::deserialize(block).ok()?;
        let seconds = i64::try_from(raw.timestamp.to::<u64>()).unwrap_or(i64::MAX);
        let time = Timestamp::from_unix(seconds);
        let named = BlockRef { number: raw.number.to(), hash: raw.hash, time };
        let header = BlockHeader::from_json(block).ok();
        (named.number == number).then_some(Self { block: named, header })
    }
}
