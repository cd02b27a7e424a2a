//! Holding what a lock calls attested to the records that issuers signed, on the machine
//! where it is read.

use crate::exhibition::{Attestable, Authorship, NO_RECORD, SignedBytes, Told};
use crate::ownership::{Checked, Evidence, Level, Said, Timestamp, Verdict};

/// Adds to the checks of a work what its signed records bear out of its owners and of who made
/// it, at `now`. Of what is called attested a proof says nothing: its check is this one.
pub fn add_signed(
    checks: &mut Vec<Checked>,
    said: &Attestable,
    signed: &[SignedBytes],
    now: Timestamp,
) {
    let desk = Desk::new(said, signed, now);
    let of_owner = |check: &Checked| matches!(check.said, Said::Owner(_));
    let (owners, mut beside): (Vec<Checked>, _) = checks.drain(..).partition(of_owner);
    // Where there was a proof, each record was held to that in this order.
    let mut owners = owners.into_iter();
    for record in &said.ownership {
        let of_proof = owners.next();
        let is = Said::Owner(record.owner.to_string());
        let verdict = match of_proof {
            Some(check) if !record.evidence.is_attested() => check.verdict,
            _ => desk.verdict(&record.evidence, |told| told.bears_owner(record)),
        };
        checks.push(Checked { said: is, verdict });
    }
    checks.append(&mut beside);
    for author in &said.authorship {
        let verdict = desk.of_author(author);
        checks.push(Checked { said: Said::Author, verdict });
    }
}

/// The same in JSON: an [`Attestable`] and a list of [`Checked`] in, such a list out.
///
/// # Errors
/// What is said of the work is no [`Attestable`], or what was checked no list.
#[cfg(any(test, feature = "verifier"))]
pub fn add_signed_json(
    checks: &str,
    said: &str,
    signed: &[SignedBytes],
    now: Timestamp,
) -> Result<String, serde_json::Error> {
    let mut checks: Vec<Checked> = serde_json::from_str(checks)?;
    add_signed(&mut checks, &serde_json::from_str(said)?, signed, now);
    serde_json::to_string(&checks)
}

/// What the records say, and why the first that says nothing does not.
struct Desk {
    told: Vec<Told>,
    why_not: String,
}

impl Desk {
    fn new(said: &Attestable, signed: &[SignedBytes], now: Timestamp) -> Self {
        let (mut told, mut why_not) = (Vec::new(), None);
        for one in signed {
            match said.read(one, now) {
                Ok(one) => told.push(one),
                Err(problem) => why_not = why_not.or(Some(problem)),
            }
        }
        Self { told, why_not: why_not.unwrap_or_else(|| NO_RECORD.to_owned()) }
    }

    fn verdict(&self, evidence: &Evidence, bears: impl Fn(&Told) -> bool) -> Verdict {
        if !evidence.is_attested() {
            return Verdict::Weaker(evidence.level().key().to_owned());
        }
        self.held(self.told.iter().any(bears))
    }

    /// Who made a work nobody says but its curator or an issuer.
    fn of_author(&self, author: &Authorship) -> Verdict {
        match author.evidence.level() {
            Level::Claimed => Verdict::Weaker(Level::Claimed.key().to_owned()),
            _ => self.held(self.told.iter().any(|told| told.bears_author(author))),
        }
    }

    fn held(&self, bears: bool) -> Verdict {
        if bears { Verdict::Signed } else { Verdict::Unsigned(self.why_not.clone()) }
    }
}

#[cfg(test)]
#[path = "signed_tests.rs"]
mod tests;
