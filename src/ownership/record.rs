//! One ownership record: an owner, a share, and the evidence for it.

use alloy_primitives::U256;
use serde::{Deserialize, Serialize};

use super::{Evidence, Owner, Timestamp};

/// Who owns a token, or how many of its editions, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnershipRecord {
    pub owner: Owner,
    /// Editions held, for tokens that have several (ERC-1155).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editions: Option<U256>,
    pub evidence: Evidence,
}

/// Whether a record is recent enough for the exhibition that hangs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    Fresh,
    /// Older than the exhibition's limit, by this many days.
    Stale {
        days: u32,
    },
    /// What an issuer signed held until then, and holds no longer.
    Expired {
        on: Timestamp,
    },
    /// The record names no time at all.
    Undated,
}

impl OwnershipRecord {
    /// Judges the record's age at `now` against a limit in days.
    pub fn staleness(&self, now: Timestamp, limit_days: u32) -> Staleness {
        self.evidence.staleness(now, limit_days)
    }
}

impl Evidence {
    /// Judges its age at `now` against a limit in days.
    pub fn staleness(&self, now: Timestamp, limit_days: u32) -> Staleness {
        if let Self::Attested { expires: Some(on), .. } = self
            && *on <= now
        {
            return Staleness::Expired { on: *on };
        }
        let Some(as_of) = self.as_of() else {
            return Staleness::Undated;
        };
        let days = now.days_since(as_of);
        if days > limit_days { Staleness::Stale { days } } else { Staleness::Fresh }
    }

    /// When the issuer's list of what was taken back went out of date, if it has by `now`.
    pub fn list_ended(&self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Attested { standing, .. } => standing.until().filter(|until| *until <= now),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_ages() {
        let check = |as_of: Option<&str>, expected: Staleness| {
            let record = OwnershipRecord {
                owner: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".parse().unwrap(),
                editions: None,
                evidence: Evidence::Claimed {
                    by: "a file".into(),
                    as_of: as_of.map(|text| text.parse().unwrap()),
                },
            };
            let now = "2026-03-01T00:00:00Z".parse().unwrap();
            assert_eq!(record.staleness(now, 30), expected, "{as_of:?}");
        };
        check(None, Staleness::Undated);
        check(Some("2026-02-27T00:00:00Z"), Staleness::Fresh);
        check(Some("2026-01-30T00:00:00Z"), Staleness::Fresh);
        check(Some("2026-01-29T00:00:00Z"), Staleness::Stale { days: 31 });
        check(Some("2027-01-01T00:00:00Z"), Staleness::Fresh);
    }

    #[test]
    fn what_was_signed_for_a_time_ends() {
        let issued: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let check = |expires: Option<&str>, now: &str, expected: Staleness| {
            let evidence = Evidence::Attested {
                issuer: "did:key:z6Mk".into(),
                issued,
                expires: expires.map(|text| text.parse().unwrap()),
                standing: Default::default(),
            };
            let now = now.parse().unwrap();
            assert_eq!(evidence.staleness(now, 365), expected, "{expires:?} {now}");
        };
        let on: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let until = Some("2026-03-01T00:00:00Z");
        check(until, "2026-02-28T23:59:59Z", Staleness::Fresh);
        check(until, "2026-03-01T00:00:00Z", Staleness::Expired { on });
        check(until, "2030-01-01T00:00:00Z", Staleness::Expired { on });
        check(None, "2026-12-31T00:00:00Z", Staleness::Fresh);
        check(None, "2027-01-02T00:00:00Z", Staleness::Stale { days: 366 });
    }
}
