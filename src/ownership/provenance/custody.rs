//! How long a token lay in whose hands.

use alloy_primitives::Address;

use super::Provenance;
use crate::ownership::Timestamp;

/// One time in somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    pub holder: Address,
    pub since: Timestamp,
    /// None while it still lies there.
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
    /// many hands at once. Where steps are left out, nothing is said of that time.
    pub fn custodies(&self) -> Vec<Custody> {
        let mut custodies = Vec::new();
        for (place, step) in self.steps.iter().enumerate() {
            if step.editions.is_some() {
                return Vec::new();
            }
            if place == 0 && self.left_out > 0 {
                continue;
            }
            let Some(holder) = step.to else { continue };
            let until = self.steps.get(place + 1).map(|next| next.block.time);
            custodies.push(Custody { holder, since: step.block.time, until, step: place });
        }
        custodies
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
