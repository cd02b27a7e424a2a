//! How something that is called proven stands on this machine: whether a proof of it is
//! stored, and what came of running that here.

use super::{Evidence, Level, Verdict};

/// How a statement stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// As its evidence says: no proof is needed for that, or it was run here and holds.
    AsSaid,
    /// A proof is stored, and was not run here yet.
    Stored,
    /// It is called proven, and no proof is stored.
    Unstored,
    /// Its proof was run here, and does not hold.
    Refused,
}

impl Stands {
    /// By what is said, whether the work has a proof, and what came of checking it here.
    pub fn of(evidence: &Evidence, has_proof: bool, verdict: Option<&Verdict>) -> Self {
        match verdict {
            Some(Verdict::Refused(_)) => Self::Refused,
            _ if evidence.level() < Level::Proven => Self::AsSaid,
            Some(Verdict::Holds { .. }) => Self::AsSaid,
            Some(Verdict::Weaker(_)) | None if has_proof => Self::Stored,
            Some(Verdict::Weaker(_)) | None => Self::Unstored,
        }
    }

    /// The level that it may look like: no more than a claim until its proof was run.
    pub fn level(self, evidence: &Evidence) -> Level {
        match self {
            Self::AsSaid => evidence.level(),
            Self::Stored | Self::Unstored | Self::Refused => Level::Claimed,
        }
    }

    /// Its key in the catalogue of messages, where it is not what the evidence says.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::AsSaid => None,
            Self::Stored => Some("stored"),
            Self::Unstored => Some("unstored"),
            Self::Refused => Some("refused"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::{BlockRef, Timestamp};

    #[test]
    fn nothing_is_called_proven_before_it_was_run_here() {
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
        }
    }
}
