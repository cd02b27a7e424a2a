//! Several endpoints of one chain that agree on a block: which block is asked at, who
//! stands behind it, and who says otherwise.

use std::collections::BTreeSet;

use futures::future::join_all;
use url::Url;

use super::door_error::host_of;
use super::{Door, Endpoint, RpcError};
use crate::limits::{HEAD_AGE_SECS_MAX, HEADS_APART_MAX};
use crate::ownership::proof::BlockHeader;
use crate::ownership::{BlockRef, Timestamp};
use crate::token::ChainId;

/// Endpoints that have the same block under the same hash.
#[derive(Debug)]
pub struct Quorum {
    /// Those that agree, in the order in which the exhibition names them; never none.
    pub endpoints: Vec<Endpoint>,
    /// How many were asked, each host once.
    pub asked: u32,
    /// How many must agree.
    pub needed: u32,
    /// The block's header, where its fields hash to what all say.
    pub header: Option<BlockHeader>,
    /// Endpoints that are not among them, and why.
    pub others: Vec<Other>,
    /// How many have another block at that number.
    pub against: u32,
    /// Who lags far behind, and by how much: one of them that must agree makes the block an
    /// old one.
    pub late: Vec<String>,
}

/// An endpoint that does not stand behind the block.
#[derive(Debug)]
pub enum Other {
    /// It does not answer, or not as one of this chain.
    Failed(RpcError),
    /// It has another block at that number, or none.
    Disagrees { endpoint: String, says: String },
}

/// What is asked for: the chain, the block, and how many must agree on it.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub chain: &'a ChainId,
    /// A number, `latest`, `safe` or `finalized`.
    pub block: &'a str,
    /// A block that was asked at before, taken once more if it is still there.
    pub again: Option<&'a BlockRef>,
    /// More than half of those that are named, where the exhibition does not say.
    pub needed: Option<u32>,
    /// The moment, where the block is to be one of now.
    pub now: Option<Timestamp>,
}

impl Quorum {
    /// Asks all endpoints at once. Whoever cannot be asked is left out, and of several of
    /// one host all but the first that can be; where nobody can be, the answer is why.
    pub async fn gather(
        door: &Door,
        urls: &[Url],
        terms: Terms<'_>,
    ) -> Result<Self, Vec<RpcError>> {
        // Two addresses of one host are one voice.
        let hosts: BTreeSet<String> = urls.iter().map(host_of).collect();
        let asked = u32::try_from(hosts.len()).unwrap_or(u32::MAX);
        let needed = terms.needed.unwrap_or(asked / 2 + 1).clamp(1, asked.max(1));
        let came = urls
            .iter()
            .map(|url| Endpoint::connect(door, url, terms.chain, terms.block, terms.again));
        let mut others = Vec::new();
        let mut ready = Vec::new();
        for one in join_all(came).await {
            match one {
                Ok(one) => ready.push(one),
                Err(error) => others.push(Other::Failed(error)),
            }
        }
        let mut heard = BTreeSet::new();
        ready.retain(|one: &Endpoint| heard.insert(one.name().to_owned()));
        if ready.is_empty() {
            let failed = others.into_iter().filter_map(|other| match other {
                Other::Failed(error) => Some(error),
                Other::Disagrees { .. } => None,
            });
            return Err(failed.collect());
        }
        // One that still has the block of before was not asked for its newest.
        let heads = ready.iter().map(|one| (one.name(), one.block()));
        let heads: Vec<_> = heads.filter(|(_, head)| terms.again != Some(*head)).collect();
        let late = laggards(&heads, terms.now);
        // The newest block that enough of them have.
        let mut heights: Vec<u64> = ready.iter().map(|one| one.block().number).collect();
        heights.sort_unstable_by(|one, other| other.cmp(one));
        let enough = (needed as usize).min(heights.len()) - 1;
        let number = heights[enough];
        let at_number = ready.into_iter().map(async |mut one| {
            let moved = one.move_to(number).await;
            (one, moved)
        });
        let mut groups: Vec<Vec<Endpoint>> = Vec::new();
        for (one, moved) in join_all(at_number).await {
            match moved {
                Ok(()) => {
                    let hash = one.block().hash;
                    match groups.iter_mut().find(|group| group[0].block().hash == hash) {
                        Some(group) => group.push(one),
                        None => groups.push(vec![one]),
                    }
                }
                Err(RpcError::NoBlock { endpoint, .. }) => {
                    let says = format!("it has no block {number}");
                    others.push(Other::Disagrees { endpoint, says });
                }
                Err(error) => others.push(Other::Failed(error)),
            }
        }
        // The largest group, and of two that are as large the one named first.
        let largest = groups.iter().map(Vec::len).max().unwrap_or_default();
        let Some(best) = groups.iter().position(|group| group.len() == largest) else {
            return Err(vec![RpcError::NoBlock {
                endpoint: terms.chain.to_string(),
                block: number.to_string(),
            }]);
        };
        let group = groups.remove(best);
        let mut against = 0;
        for one in groups.into_iter().flatten() {
            against += 1;
            let block = one.block();
            others.push(Other::Disagrees {
                endpoint: one.name().to_owned(),
                says: format!("block {} is {}", block.number, block.hash),
            });
        }
        let header = group.iter().find_map(|one| one.header().cloned());
        Ok(Self { endpoints: group, asked, needed, header, others, against, late })
    }

    /// The endpoint that is asked first.
    pub fn first(&self) -> &Endpoint {
        &self.endpoints[0]
    }

    pub fn block(&self) -> &BlockRef {
        self.first().block()
    }

    /// The names of those that stand behind the block.
    pub fn names(&self) -> Vec<String> {
        self.endpoints.iter().map(|endpoint| endpoint.name().to_owned()).collect()
    }

    /// Whether as many agree as must, and more of them than have another block there:
    /// of two that contradict each other none is believed for being named first.
    pub fn is_reached(&self) -> bool {
        are_enough(self.endpoints.len(), self.against as usize, self.needed)
    }

    /// Whether an answer is agreed on that so many of them give, where so many others give
    /// another: by the same rule as the block, and by two at least.
    pub fn agrees(&self, with: usize, against: usize) -> bool {
        self.is_reached() && with >= 2 && are_enough(with, against, self.needed)
    }

    /// How many stand behind the block, in words.
    pub fn standing(&self) -> String {
        let Self { asked, needed, against, .. } = self;
        let block = self.block().number;
        let names = self.names().join(", ");
        format!(
            "behind block {block} stand {} of {asked} endpoints ({names}), and {needed} must; {against} have another block there",
            self.endpoints.len()
        )
    }
}

/// As many as must, and more than say otherwise.
fn are_enough(with: usize, against: usize, needed: u32) -> bool {
    with >= needed as usize && with > against
}

/// Who lags far behind, a sentence each: behind the newest block that any of them has, or, at
/// a moment, behind that.
fn laggards(heads: &[(&str, &BlockRef)], now: Option<Timestamp>) -> Vec<String> {
    let newest = heads.iter().map(|(_, head)| head.number).max().unwrap_or_default();
    let ahead = heads.iter().find(|(_, head)| head.number == newest);
    let late = |(name, head): &(&str, &BlockRef)| {
        let behind = newest - head.number;
        let age_secs = now.map_or(0, |now| now.unix().saturating_sub(head.time.unix()));
        match ahead {
            Some((ahead, _)) if behind > HEADS_APART_MAX => {
                Some(format!("{name} is {behind} blocks behind {ahead}"))
            }
            _ if age_secs > HEAD_AGE_SECS_MAX => Some(format!(
                "the newest block of {name} is of {}, {} ago",
                head.time,
                roughly(age_secs)
            )),
            _ => None,
        }
    };
    heads.iter().filter_map(late).collect()
}

/// So long, in the unit that a person would take.
fn roughly(secs: i64) -> String {
    const HOUR: i64 = 60 * 60;
    const DAY: i64 = 24 * HOUR;
    match secs {
        ..=7_199 => format!("{} minutes", secs / 60),
        7_200..172_800 => format!("{} hours", secs / HOUR),
        _ => format!("{} days", secs / DAY),
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::B256;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn head(number: u64, age_secs: i64) -> BlockRef {
        BlockRef { number, hash: B256::ZERO, time: Timestamp::from_unix(NOW - age_secs) }
    }

    #[test]
    fn who_is_so_many_blocks_behind_is_named_and_who_is_fewer_is_not() {
        let check = |numbers: &[u64], expected: &[&str]| {
            let heads: Vec<BlockRef> = numbers.iter().map(|number| head(*number, 0)).collect();
            let named: Vec<(&str, &BlockRef)> = ["a", "b", "c"].into_iter().zip(&heads).collect();
            assert_eq!(laggards(&named, None), expected, "{numbers:?}");
        };
        let newest = 1_000;
        check(&[newest, newest - HEADS_APART_MAX], &[]);
        check(&[newest, newest - HEADS_APART_MAX - 1], &["b is 65 blocks behind a"]);
        check(&[newest - 900, newest - 1, newest], &["a is 900 blocks behind c"]);
        check(&[1, 2, newest], &["a is 999 blocks behind c", "b is 998 blocks behind c"]);
        check(&[newest], &[]);
        check(&[], &[]);
    }

    #[test]
    fn as_many_as_must_are_enough_where_fewer_say_otherwise() {
        let check = |with: usize, against: usize, needed: u32, expected: bool| {
            assert_eq!(are_enough(with, against, needed), expected, "{with}:{against}, {needed}");
        };
        check(2, 0, 2, true);
        check(1, 0, 2, false);
        check(2, 1, 2, true);
        check(2, 2, 2, false);
        check(2, 3, 2, false);
        check(3, 2, 2, true);
        check(1, 1, 1, false);
        check(0, 0, 0, false);
    }

    #[test]
    fn a_newest_block_may_be_so_old_and_no_older() {
        let check = |age_secs: i64, now: bool, expected: &[&str]| {
            let head = head(9, age_secs);
            let now = now.then_some(Timestamp::from_unix(NOW));
            assert_eq!(laggards(&[("a", &head)], now), expected, "{age_secs}");
        };
        check(HEAD_AGE_SECS_MAX, true, &[]);
        let said = "the newest block of a is of 2027-01-15T06:59:59Z, 60 minutes ago";
        check(HEAD_AGE_SECS_MAX + 1, true, &[said]);
        assert_eq!(roughly(7_200), "2 hours");
        assert_eq!(roughly(172_800), "2 days");
        // A block of long ago may be what is asked for.
        check(HEAD_AGE_SECS_MAX + 1, false, &[]);
        check(-500, true, &[]);
    }
}
