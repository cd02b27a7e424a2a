//! What comes of checking a stored proof again, where the visitor is: for each thing
//! that is said, whether the proof holds.

use serde::{Deserialize, Serialize};

use super::{Binding, Called, Evidence, OwnershipRecord, Right, Royalty, Timestamp};
use crate::token::AssetId;

/// What a work's proof is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub token: AssetId,
    pub ownership: Vec<OwnershipRecord>,
    #[serde(default)]
    pub naming: Option<Named>,
    /// As the lock has it.
    #[serde(default)]
    pub called: Option<Called>,
    #[serde(default)]
    pub royalty: Option<Royalty>,
    #[serde(default)]
    pub binding: Option<Binding>,
    #[serde(default)]
    pub rights: Vec<Right>,
}

/// The contract's own text that names the metadata, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub text: String,
    pub evidence: Evidence,
}

/// What came of checking one work, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkChecked {
    pub work: String,
    pub at: Timestamp,
    pub checks: Vec<Checked>,
}

/// One thing that is said, and whether its proof holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    pub said: Said,
    pub verdict: Verdict,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// Somebody holds the token, or some of its editions.
    Owner(String),
    /// The token names its metadata.
    Metadata,
    /// The contract calls its collection something.
    Collection,
    /// Somebody is to have a share of a sale.
    Royalty,
    /// The token can change hands, or cannot.
    Binding,
    /// Somebody has a right beside the owner.
    Right,
    /// Somebody made the work.
    Author,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The contract's code says so, over nothing but proven state of this block.
    Holds { block: u64 },
    /// It is of this level, of which nothing is stored to check.
    Weaker(String),
    /// The proof does not hold, and why.
    Refused(String),
    /// A record says so that its issuer signed and that is kept.
    Signed,
    /// It is said to have been signed, and no record that is kept says so; and why.
    Unsigned(String),
}

/// What the checks of a work's owners come to together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerVerdict<'a> {
    /// The contract's code names all of them, over nothing but proven state of this block.
    Holds { block: u64 },
    /// It names so many of them; of the others nothing is stored to check.
    HoldsOfSome { block: u64, held: usize, all: usize },
    /// Nothing is stored that proves any of them.
    Unproven,
    /// A proof does not hold, and why.
    Refused(&'a str),
    /// Of so many of them a record says so that its issuer signed; none is proven.
    Signed { signed: usize, all: usize },
    /// No signed record says what one is said to say, and why.
    Unsigned(&'a str),
}

/// What the checks of all else come to that is said of a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BesideVerdict<'a> {
    /// What stands on its proof, each kind once.
    pub holds: Vec<&'a Said>,
    /// What does not, each kind once.
    pub refused: Vec<&'a Said>,
    /// Why the first of these does not.
    pub why: Option<&'a str>,
    /// What a signed record says, each kind once.
    pub signed: Vec<&'a Said>,
    /// What no signed record says, each kind once.
    pub unsigned: Vec<&'a Said>,
    /// Why the first of these is not said.
    pub why_unsigned: Option<&'a str>,
}

impl Said {
    /// Its name in a published page, whomever it is about.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Owner(_) => "owner",
            Self::Metadata => "metadata",
            Self::Collection => "collection",
            Self::Royalty => "royalty",
            Self::Binding => "binding",
            Self::Right => "right",
            Self::Author => "author",
        }
    }
}

impl WorkChecked {
    /// What came of checking a statement, of several that are called alike the one at this
    /// place among them.
    pub fn verdict(&self, said: &Said, place: usize) -> Option<&Verdict> {
        let alike = self.checks.iter().filter(|check| check.said == *said);
        alike.map(|check| &check.verdict).nth(place)
    }

    /// The same of an owner's record among the work's. Where others were checked than are
    /// named here, and one of them was refused, this one is.
    pub fn of_record(&self, records: &[OwnershipRecord], place: usize) -> Option<&Verdict> {
        let owner = &records.get(place)?.owner;
        let before = records.iter().take(place).filter(|record| record.owner == *owner).count();
        self.verdict(&Said::Owner(owner.to_string()), before).or_else(|| {
            let owners = self.checks.iter().filter(|check| matches!(check.said, Said::Owner(_)));
            let mut verdicts = owners.map(|check| &check.verdict);
            verdicts.find(|verdict| matches!(verdict, Verdict::Refused(_) | Verdict::Unsigned(_)))
        })
    }

    /// Whether the owners are proven, whatever holds beside them.
    pub fn owner(&self) -> OwnerVerdict<'_> {
        let of_owner = |check: &&Checked| matches!(check.said, Said::Owner(_));
        let checks = || self.checks.iter().filter(of_owner).map(|check| &check.verdict);
        let refused = checks().find_map(|verdict| match verdict {
            Verdict::Refused(why) => Some(why.as_str()),
            _ => None,
        });
        if let Some(why) = refused {
            return OwnerVerdict::Refused(why);
        }
        let unsigned = checks().find_map(|verdict| match verdict {
            Verdict::Unsigned(why) => Some(why.as_str()),
            _ => None,
        });
        if let Some(why) = unsigned {
            return OwnerVerdict::Unsigned(why);
        }
        let signed = checks().filter(|verdict| **verdict == Verdict::Signed).count();
        let held = checks().filter_map(|verdict| match verdict {
            Verdict::Holds { block } => Some(*block),
            _ => None,
        });
        let (held, all): (Vec<u64>, usize) = (held.collect(), checks().count());
        match held.first() {
            None if signed > 0 => OwnerVerdict::Signed { signed, all },
            None => OwnerVerdict::Unproven,
            Some(block) if held.len() == all => OwnerVerdict::Holds { block: *block },
            Some(block) => OwnerVerdict::HoldsOfSome { block: *block, held: held.len(), all },
        }
    }

    /// What holds, and what does not, of all that is said beside the owners.
    pub fn beside(&self) -> BesideVerdict<'_> {
        let mut beside = BesideVerdict::default();
        for Checked { said, verdict } in &self.checks {
            let list = match (said, verdict) {
                (Said::Owner(_), _) | (_, Verdict::Weaker(_)) => continue,
                (_, Verdict::Holds { .. }) => &mut beside.holds,
                (_, Verdict::Signed) => &mut beside.signed,
                (_, Verdict::Unsigned(why)) => {
                    beside.why_unsigned = beside.why_unsigned.or(Some(why));
                    &mut beside.unsigned
                }
                (_, Verdict::Refused(why)) => {
                    beside.why = beside.why.or(Some(why));
                    &mut beside.refused
                }
            };
            if !list.contains(&said) {
                list.push(said);
            }
        }
        beside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(checks: &[(Said, Verdict)]) -> WorkChecked {
        let one = |(said, verdict): &(Said, Verdict)| Checked {
            said: said.clone(),
            verdict: verdict.clone(),
        };
        let at = Timestamp::from_unix(1_800_000_000);
        WorkChecked { work: "w".to_owned(), at, checks: checks.iter().map(one).collect() }
    }

    #[test]
    fn only_an_owner_that_is_proven_is_called_so() {
        let owner = |name: &str| Said::Owner(name.to_owned());
        let weaker = || Verdict::Weaker("reported".to_owned());
        let refused = || Verdict::Refused("another".to_owned());
        let holds = Verdict::Holds { block: 9 };
        let check = |checks: &[(Said, Verdict)], expected: OwnerVerdict<'_>| {
            assert_eq!(checked(checks).owner(), expected, "{checks:?}");
        };
        check(&[(owner("a"), holds.clone())], OwnerVerdict::Holds { block: 9 });
        // What holds beside an owner proves no owner.
        let beside = (Said::Metadata, holds.clone());
        check(&[(owner("a"), weaker()), beside.clone()], OwnerVerdict::Unproven);
        check(&[beside], OwnerVerdict::Unproven);
        check(&[], OwnerVerdict::Unproven);
        let some = OwnerVerdict::HoldsOfSome { block: 9, held: 1, all: 2 };
        check(&[(owner("a"), weaker()), (owner("b"), holds.clone())], some);
        let two = [(owner("a"), holds.clone()), (owner("b"), refused())];
        check(&two, OwnerVerdict::Refused("another"));
        let beside = (Said::Royalty, refused());
        check(&[(owner("a"), holds.clone()), beside], OwnerVerdict::Holds { block: 9 });
        // What issuers signed is borne out, and is no proof.
        let unsigned = || Verdict::Unsigned("none".to_owned());
        let signed = OwnerVerdict::Signed { signed: 1, all: 2 };
        check(&[(owner("a"), Verdict::Signed), (owner("b"), weaker())], signed);
        check(&[(owner("a"), holds.clone()), (owner("b"), Verdict::Signed)], some);
        let one = [(owner("a"), holds), (owner("b"), unsigned())];
        check(&one, OwnerVerdict::Unsigned("none"));
        let both = [(owner("a"), unsigned()), (owner("b"), refused())];
        check(&both, OwnerVerdict::Refused("another"));
        let beside = (Said::Author, unsigned());
        check(&[(owner("a"), Verdict::Signed), beside], OwnerVerdict::Signed { signed: 1, all: 1 });
    }

    #[test]
    fn each_record_has_the_verdict_on_itself() {
        let record = |byte: u8| OwnershipRecord {
            owner: format!("eip155:1:0x{}", format!("{byte:02x}").repeat(20)).parse().unwrap(),
            editions: None,
            evidence: Evidence::Claimed { by: "a file".to_owned(), as_of: None },
        };
        let owner = |byte: u8| Said::Owner(record(byte).owner.to_string());
        let holds = || Verdict::Holds { block: 9 };
        let weaker = || Verdict::Weaker("claimed".to_owned());
        let refused = || Verdict::Refused("another".to_owned());
        let records = [record(1), record(2), record(1)];
        let check = |checks: &[(Said, Verdict)], expected: [Option<Verdict>; 3]| {
            let checked = checked(checks);
            let found = [0, 1, 2].map(|place| checked.of_record(&records, place).cloned());
            assert_eq!(found, expected, "{checks:?}");
        };
        // One of two records of the same owner is another than the other.
        let all = [(owner(1), holds()), (owner(2), refused()), (owner(1), weaker())];
        check(&all, [Some(holds()), Some(refused()), Some(weaker())]);
        check(&all[..1], [Some(holds()), None, None]);
        check(&[], [None, None, None]);
        // Somebody else was checked in their place.
        let other = [(owner(3), refused()), (Said::Right, holds())];
        check(&other, [Some(refused()), Some(refused()), Some(refused())]);
        check(&[(owner(3), holds())], [None, None, None]);
        let twice = checked(&[(Said::Right, holds()), (Said::Right, refused())]);
        assert_eq!(twice.verdict(&Said::Right, 1), Some(&refused()));
        assert_eq!(twice.verdict(&Said::Right, 2), None);
        assert_eq!(twice.of_record(&records, 3), None);
    }

    #[test]
    fn what_is_said_beside_an_owner_stands_apart() {
        let holds = Verdict::Holds { block: 9 };
        let refused = |why: &str| Verdict::Refused(why.to_owned());
        let all = checked(&[
            (Said::Owner("a".to_owned()), refused("the owner's")),
            (Said::Metadata, holds.clone()),
            (Said::Royalty, refused("first")),
            (Said::Binding, refused("second")),
            (Said::Right, holds.clone()),
            (Said::Right, holds),
            (Said::Author, Verdict::Signed),
            (Said::Author, Verdict::Unsigned("no record".to_owned())),
        ]);
        let beside = all.beside();
        assert_eq!(beside.holds, [&Said::Metadata, &Said::Right]);
        assert_eq!(beside.refused, [&Said::Royalty, &Said::Binding]);
        assert_eq!(beside.why, Some("first"));
        assert_eq!((beside.signed, beside.unsigned), (vec![&Said::Author], vec![&Said::Author]));
        assert_eq!(beside.why_unsigned, Some("no record"));
    }
}
