//! How long a token lay in whose hands.

use alloy_primitives::Address;

use super::Provenance;
use crate::ownership::Timestamp;

/// One time in somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    pub holder: Address,
    pub since: Timestamp,
    /// None while it still lies there, with the owner on the label.
    pub until: Option<Timestamp>,
    /// The step with which it began.
    pub step: usize,
}

/// A length of time as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Days(u32),
    Months(u32),
    /// In tenths.
    Years(u32),
}

impl Provenance {
    /// Whose hands a single token lay in, in order; nothing for editions, which lie in
    /// many hands at once. Where steps are left out or missing, nothing is said of that time.
    pub fn custodies(&self) -> Vec<Custody> {
        let mut custodies = Vec::new();
        for (place, step) in self.steps.iter().enumerate() {
            if step.editions.is_some() {
                return Vec::new();
            }
            if self.breaks_off(place) {
                continue;
            }
            let Some(holder) = step.to else { continue };
            let until = self.steps.get(place + 1).map(|next| next.block.time);
            custodies.push(Custody { holder, since: step.block.time, until, step: place });
        }
        custodies
    }

    /// Whether it is not known what came right after a step: others are left out there, the
    /// next one goes from other hands, or the owner is somebody else than the last hands.
    /// Editions lie in many hands, and break off only where steps are left out.
    pub(super) fn breaks_off(&self, place: usize) -> bool {
        let Some(step) = self.steps.get(place) else { return false };
        if place == 0 && self.left_out > 0 {
            return true;
        }
        let leads_on = match self.steps.get(place + 1) {
            Some(next) => next.from == step.to,
            None => self.ends_at_owner,
        };
        step.editions.is_none() && !leads_on
    }
}

impl Span {
    /// The time between two moments, in the unit that says it best.
    pub fn between(since: Timestamp, until: Timestamp) -> Self {
        let days = until.days_since(since);
        match days {
            0..90 => Self::Days(days),
            90..730 => Self::Months((days * 12 + 182) / 365),
            _ => Self::Years((u64::from(days) * 10 / 365).try_into().unwrap_or(u32::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_in_the_unit_that_fits() {
        let check = |days: i64, expected| {
            let since = Timestamp::from_unix(1_500_000_000);
            let until = Timestamp::from_unix(1_500_000_000 + days * 86_400);
            assert_eq!(Span::between(since, until), expected, "{days}");
        };
        check(0, Span::Days(0));
        check(89, Span::Days(89));
        check(90, Span::Months(3));
        check(365, Span::Months(12));
        check(729, Span::Months(24));
        check(730, Span::Years(20));
        check(1_241, Span::Years(34));
        check(-5, Span::Days(0));
    }
}
