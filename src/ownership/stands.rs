//! How something that is said of a work stands on this machine: whether it names the endpoints
//! that its level takes, whether a proof or a signed record of it is stored, and what came of
//! checking that here.

use super::{Evidence, Level, Verdict};

/// How a statement stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// As its evidence says: nothing is needed for that, or it was checked here and holds.
    AsSaid,
    /// A proof or a signed record is stored, and was not checked here yet.
    Stored,
    /// It is called proven or attested, and nothing of it is stored.
    Unstored,
    /// What is stored was checked here, and does not bear it out; or it names other endpoints
    /// than its level takes.
    Refused,
}

impl Stands {
    /// By what is said, whether anything is kept that it can be held to, and what came of
    /// checking that here.
    pub fn of(evidence: &Evidence, is_kept: bool, verdict: Option<&Verdict>) -> Self {
        let is_attested = evidence.is_attested();
        // Whatever its proof shows, so many endpoints do not vouch for its block.
        if !evidence.is_coherent() {
            return Self::Refused;
        }
        match verdict {
            Some(Verdict::Refused(_) | Verdict::Unsigned(_)) => Self::Refused,
            Some(Verdict::Signed) if is_attested => Self::AsSaid,
            Some(Verdict::Holds { .. }) if !is_attested => Self::AsSaid,
            _ if evidence.level() < Level::Proven && !is_attested => Self::AsSaid,
            _ if is_kept => Self::Stored,
            _ => Self::Unstored,
        }
    }

    /// The level that it may look like: no more than a claim until it was checked.
    pub fn level(self, evidence: &Evidence) -> Level {
        match self {
            Self::AsSaid => evidence.level(),
            Self::Stored | Self::Unstored | Self::Refused => Level::Claimed,
        }
    }

    /// Its key in the catalogue of messages, where it is not what the evidence says: of what
    /// is said to be signed there are other words than of what is said to be proven, and others
    /// again of endpoints that are not those which it takes.
    pub fn key(self, evidence: &Evidence) -> Option<&'static str> {
        Some(match (self, evidence.is_attested()) {
            (Self::AsSaid, _) => return None,
            (Self::Refused, _) if !evidence.is_coherent() => "endpoints-refused",
            (Self::Stored, false) => "proof-stored",
            (Self::Unstored, false) => "proof-unstored",
            (Self::Refused, false) => "proof-refused",
            (Self::Stored, true) => "record-stored",
            (Self::Unstored, true) => "record-unstored",
            (Self::Refused, true) => "record-refused",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::{BlockRef, Timestamp};

    #[test]
    fn nothing_is_called_proven_or_attested_before_it_was_checked_here() {
        let block = BlockRef { number: 9, hash: Default::default(), time: Timestamp::from_unix(0) };
        let endpoints = || vec!["a.example".to_owned(), "b.example".to_owned()];
        let agreed = Evidence::Agreed { endpoints: endpoints(), asked: 2, block: block.clone() };
        let proven = Evidence::Proven { endpoints: endpoints(), asked: 2, block: block.clone() };
        let last = Evidence::Final { endpoints: endpoints(), asked: 2, block };
        let (holds, weaker) = (Verdict::Holds { block: 9 }, Verdict::Weaker("agreed".to_owned()));
        let refused = Verdict::Refused("another".to_owned());
        let check = |evidence: &Evidence, proof, verdict: Option<&Verdict>, expected: Stands| {
            let found = Stands::of(evidence, proof, verdict);
            assert_eq!(found, expected, "{evidence:?} {proof} {verdict:?}");
            let level = match expected {
                Stands::AsSaid => evidence.level(),
                _ => Level::Claimed,
            };
            assert_eq!(found.level(evidence), level);
        };
        for proof in [false, true] {
            check(&agreed, proof, None, Stands::AsSaid);
            check(&agreed, proof, Some(&weaker), Stands::AsSaid);
            check(&agreed, proof, Some(&refused), Stands::Refused);
            check(&proven, proof, Some(&holds), Stands::AsSaid);
            check(&proven, proof, Some(&refused), Stands::Refused);
        }
        for evidence in [&proven, &last] {
            check(evidence, true, None, Stands::Stored);
            check(evidence, false, None, Stands::Unstored);
            // A check that speaks of something weaker proves nothing of this.
            check(evidence, true, Some(&weaker), Stands::Stored);
            check(evidence, true, Some(&Verdict::Signed), Stands::Stored);
        }
        let attested = Evidence::Attested {
            issuer: "did:key:z6Mk".to_owned(),
            issued: Timestamp::from_unix(0),
            expires: None,
            standing: Default::default(),
        };
        let unsigned = Verdict::Unsigned("no record".to_owned());
        for kept in [false, true] {
            check(&attested, kept, Some(&Verdict::Signed), Stands::AsSaid);
            check(&attested, kept, Some(&unsigned), Stands::Refused);
            check(&proven, kept, Some(&unsigned), Stands::Refused);
            check(&agreed, kept, Some(&Verdict::Signed), Stands::AsSaid);
        }
        for verdict in [None, Some(&weaker), Some(&holds)] {
            check(&attested, true, verdict, Stands::Stored);
            check(&attested, false, verdict, Stands::Unstored);
        }
    }

    #[test]
    fn nothing_stands_on_endpoints_that_are_not_those_which_it_takes() {
        let check = |level: &str, endpoints: &[&str], asked: u32, expected: Stands| {
            let evidence: Evidence = serde_json::from_value(serde_json::json!({
                "level": level,
                "endpoints": endpoints,
                "asked": asked,
                "block": {
                    "number": 9,
                    "hash": format!("0x{}", "07".repeat(32)),
                    "time": "2026-01-01T00:00:00Z",
                },
            }))
            .unwrap();
            let holds = Verdict::Holds { block: 9 };
            for (proof, verdict) in [(false, None), (true, None), (true, Some(&holds))] {
                let found = Stands::of(&evidence, proof, verdict);
                assert_eq!(found == Stands::Refused, expected == Stands::Refused, "{evidence:?}");
            }
            let found = Stands::of(&evidence, true, Some(&holds));
            assert_eq!(found, expected, "{evidence:?}");
            let key = (found == Stands::Refused).then_some("endpoints-refused");
            assert_eq!(found.key(&evidence), key, "{evidence:?}");
        };
        check("agreed", &["a", "b"], 2, Stands::AsSaid);
        check("agreed", &["a"], 1, Stands::Refused);
        check("agreed", &[], 2, Stands::Refused);
        check("agreed", &["a", "a"], 2, Stands::Refused);
        check("agreed", &["a", "b"], 1, Stands::Refused);
        for level in ["proven", "final"] {
            check(level, &["a"], 1, Stands::AsSaid);
            check(level, &[], 1, Stands::Refused);
            check(level, &["a", "a"], 2, Stands::Refused);
        }
    }
}
