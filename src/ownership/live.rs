//! What is seen of works while somebody looks at them: which are watched, and what an
//! endpoint says of them now. Orders go one way and news come the other, as JSON where
//! the watching is done elsewhere.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};

use super::{Evidence, OwnershipRecord, Question, Timestamp, WorkChecked};
use crate::token::{AccountId, AssetId, ChainId};

/// Through which endpoints works may be watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Those that the exhibition names, by chain.
    pub named: BTreeMap<ChainId, Vec<String>>,
    /// How many of them must name a block before anything is called proven over it; more
    /// than half where the exhibition does not say.
    pub agree: BTreeMap<ChainId, u32>,
    /// The visitor's own, which stands for all of its chain.
    pub own: Option<String>,
}

/// What is to be watched from now on, in place of what was watched before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The works in sight; none where nobody looks, and then nothing is asked.
    pub works: Vec<Watched>,
    /// The work that the visitor stands before, whose owner is to be proven first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// A work that is watched, or one holder of its editions, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watched {
    /// Its id within the exhibition.
    pub work: String,
    pub token: AssetId,
    pub holding: Holding,
    /// The block at which that was so: nobody is believed who has not come so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<u64>,
}

/// Who holds a token, or how many of its editions somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Holding {
    Owner(AccountId),
    Editions {
        holder: AccountId,
        count: U256,
    },
    /// The contract names no owner: the token was burnt, or never was, or the contract has
    /// reasons of its own, as one that is paused or broken.
    Nobody,
}

/// What is known of a work now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveRecord {
    pub work: String,
    pub holding: Holding,
    /// Who says so, how strongly, as of which block.
    pub evidence: Evidence,
    /// Whether it is held otherwise than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The block in which its metadata was announced to have changed (ERC-4906).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata_in: Option<u64>,
    /// The first of the blocks that were replaced and took back what was said here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_from: Option<u64>,
    /// Why what is said is not proven, where that was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproven: Option<String>,
}

/// One change of hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub was: Holding,
    /// The block at which it was seen.
    pub block: u64,
    /// The block in which it happened, by an event. None where no event was told of it: then it
    /// came about at some time since the exhibition was put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_block: Option<u64>,
    /// Whether that event says that it went to nobody: the word of whoever told of it, which no
    /// proof bears out. That a contract names no owner any more says by itself no such thing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub burnt: bool,
}

/// Something that whoever shows the works should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum News {
    Work(Box<LiveRecord>),
    /// A stored proof was checked here.
    Checked(WorkChecked),
    /// A chain cannot be watched as it should; none where it can be again.
    Line {
        chain: ChainId,
        endpoint: String,
        trouble: Option<Trouble>,
    },
}

/// Why an endpoint is no use at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// It gives no answer, with what was said instead.
    Silent(String),
    /// It is of another chain than the one it is asked about.
    OtherChain(u64),
    /// Its answers are no blocks.
    NoBlocks(String),
    /// It knows fewer blocks than it did before.
    Behind { was: u64, is: u64 },
    /// It has had no new block since.
    Stalled(Timestamp),
    /// Too few other endpoints name its block, with who says what.
    Alone(String),
    /// Enough do, and others name another, with who they are.
    Disputed(String),
}

impl Trouble {
    /// Its key in the catalogue of messages, behind `live-`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Silent(_) => "silent",
            Self::OtherChain(_) => "other-chain",
            Self::NoBlocks(_) => "no-blocks",
            Self::Behind { .. } => "behind",
            Self::Stalled(_) => "stalled",
            Self::Alone(_) => "alone",
            Self::Disputed(_) => "disputed",
        }
    }

    /// Its particulars, as they were met.
    pub fn detail(&self) -> String {
        match self {
            Self::Silent(said)
            | Self::NoBlocks(said)
            | Self::Alone(said)
            | Self::Disputed(said) => said.clone(),
            Self::OtherChain(said) => said.to_string(),
            Self::Behind { was, is } => format!("{is} < {was}"),
            Self::Stalled(since) => since.to_string(),
        }
    }
}

impl Holding {
    /// Whose editions are counted; none of a token that is one.
    pub fn holder(&self) -> Option<&AccountId> {
        match self {
            Self::Editions { holder, .. } => Some(holder),
            Self::Owner(_) | Self::Nobody => None,
        }
    }
}

impl LiveRecord {
    /// Whether both are about the same holding of the same work.
    pub fn is_same(&self, other: &Self) -> bool {
        self.work == other.work && self.holding.holder() == other.holding.holder()
    }

    /// Whether it is about the holder in a record of its work.
    pub fn is_of(&self, record: &OwnershipRecord) -> bool {
        match self.holding.holder() {
            Some(holder) => record.owner.account() == Some(holder),
            None => record.editions.is_none(),
        }
    }
}

impl Watched {
    /// What can be watched of a work: the owner in the strongest record, or else everybody
    /// who holds editions. Nothing where no contract of the EVM can be asked.
    pub fn all_of(work: &str, token: &AssetId, records: &[OwnershipRecord]) -> Vec<Self> {
        // Whom an issuer names, no contract can be asked about.
        let mut of_accounts: Vec<(&OwnershipRecord, &AccountId)> =
            records.iter().filter_map(|record| Some((record, record.owner.account()?))).collect();
        let strongest = of_accounts.iter().max_by_key(|(record, _)| record.evidence.level());
        let Some((strongest, owner)) = strongest.copied() else { return Vec::new() };
        // Of two records of one holder the stronger one says what is known.
        of_accounts.sort_by_key(|(record, _)| std::cmp::Reverse(record.evidence.level()));
        let block = |record: &OwnershipRecord| record.evidence.block().map(|block| block.number);
        let editions = of_accounts.into_iter().filter_map(|(record, holder)| {
            let count = record.editions?;
            Some((Holding::Editions { holder: holder.clone(), count }, block(record)))
        });
        let holdings: Vec<(Holding, Option<u64>)> = match strongest.editions {
            Some(_) => editions.collect(),
            None => vec![(Holding::Owner(owner.clone()), block(strongest))],
        };
        let mut all: Vec<Self> = Vec::new();
        for (holding, block) in holdings {
            let one = Self { work: work.to_owned(), token: token.clone(), holding, block };
            if one.question().is_some() && !all.iter().any(|known| known.is_same(&one)) {
                all.push(one);
            }
        }
        all
    }

    /// Whether both are about the same holding of the same work.
    pub fn is_same(&self, other: &Self) -> bool {
        self.work == other.work && self.holding.holder() == other.holding.holder()
    }

    /// How its contract is asked; none where no EVM contract can be.
    pub fn question(&self) -> Option<Question> {
        let (holder, many) = match &self.holding {
            Holding::Owner(owner) => (owner.evm_address()?, false),
            Holding::Editions { holder, .. } => (holder.evm_address()?, true),
            Holding::Nobody => (Address::ZERO, false),
        };
        Question::about_owner(&self.token, holder, many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_holder_of_editions_is_watched_and_of_one_token_the_owner() {
        let token: AssetId =
            "eip155:1/erc1155:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7".parse().unwrap();
        let holder = |byte: u8| AccountId::evm(ChainId::evm(1), Address::repeat_byte(byte));
        let record = |byte: u8, editions: Option<u64>, reported: bool| OwnershipRecord {
            owner: holder(byte).into(),
            editions: editions.map(U256::from),
            evidence: match reported {
                true => Evidence::Reported {
                    endpoint: "e".into(),
                    block: crate::ownership::BlockRef {
                        number: 1,
                        hash: Default::default(),
                        time: Timestamp::from_unix(0),
                    },
                },
                false => Evidence::Claimed { by: "a file".into(), as_of: None },
            },
        };
        let named = OwnershipRecord {
            owner: "name:A museum".parse().unwrap(),
            ..record(9, Some(1), false)
        };
        let check = |records: &[OwnershipRecord], expected: &[Holding]| {
            let all = Watched::all_of("a", &token, records);
            let holdings: Vec<Holding> = all.into_iter().map(|one| one.holding).collect();
            assert_eq!(holdings, expected);
        };
        let editions = |byte: u8, count: u64| Holding::Editions {
            holder: holder(byte),
            count: U256::from(count),
        };
        check(
            &[record(1, Some(3), true), named, record(2, Some(4), true)],
            &[editions(1, 3), editions(2, 4)],
        );
        // What is known more strongly goes before, and nobody is watched twice.
        check(&[record(1, Some(9), false), record(1, Some(3), true)], &[editions(1, 3)]);
        check(&[record(1, None, true), record(2, None, false)], &[Holding::Owner(holder(1))]);
        check(&[], &[]);
    }

    #[test]
    fn orders_and_news_are_the_same_after_a_journey() {
        let owner: AccountId =
            "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap();
        let token: AssetId =
            "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7".parse().unwrap();
        let holding = Holding::Owner(owner.clone());
        let watched = Watched { work: "a".into(), token, holding: holding.clone(), block: Some(7) };
        let order = Order { works: vec![watched], before: Some("a".into()) };
        let text = serde_json::to_string(&order).unwrap();
        assert_eq!(serde_json::from_str::<Order>(&text).unwrap(), order);
        let check = |news: News| {
            let text = serde_json::to_string(&news).unwrap();
            assert_eq!(serde_json::from_str::<News>(&text).unwrap(), news, "{text}");
        };
        let evidence = Evidence::Claimed { by: "x".into(), as_of: None };
        let record = |holding: Holding| LiveRecord {
            work: "a".into(),
            holding: holding.clone(),
            evidence: evidence.clone(),
            change: Some(Change { was: holding, block: 8, in_block: Some(7), burnt: true }),
            metadata_in: Some(8),
            taken_back_from: None,
            unproven: Some("why".into()),
        };
        check(News::Work(Box::new(record(holding))));
        check(News::Work(Box::new(record(Holding::Nobody))));
        check(News::Work(Box::new(record(Holding::Editions {
            holder: owner,
            count: U256::from(3),
        }))));
        for trouble in [
            None,
            Some(Trouble::Silent("no".into())),
            Some(Trouble::OtherChain(5)),
            Some(Trouble::Behind { was: 9, is: 8 }),
            Some(Trouble::Stalled(Timestamp::from_unix(0))),
            Some(Trouble::Alone("1 of 2".into())),
            Some(Trouble::Disputed("b".into())),
        ] {
            check(News::Line { chain: ChainId::evm(1), endpoint: "h".into(), trouble });
        }
    }
}
