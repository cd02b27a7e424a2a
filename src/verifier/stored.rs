//! Checking a stored proof again, offline: the calls that it is of are run once more
//! over what was stored, and must say what the records say.

use std::fmt::Display;

use crate::ownership::proof::{
    Refusal, Witness, WitnessError, verify_binding, verify_called, verify_naming, verify_owner,
    verify_right, verify_royalty,
};
use crate::ownership::{Checked, Evidence, Level, Said, Stored, Verdict};

/// Holds a stored proof against everything that is said of the work: a witness, and the
/// codes of the contracts that were run.
pub fn check(stored: &Stored, witness: &[u8], codes: Vec<Vec<u8>>) -> Vec<Checked> {
    let desk = Desk { witness: read(witness, codes) };
    let token = &stored.token;
    let mut checks = Vec::new();
    for record in &stored.ownership {
        let said = Said::Owner(record.owner.to_string());
        checks.push(desk.check(said, &record.evidence, |w| verify_owner(w, token, record)));
    }
    if let Some(naming) = &stored.naming {
        let verify = |w: &Witness| verify_naming(w, token, &naming.evidence, &naming.text);
        checks.push(desk.check(Said::Metadata, &naming.evidence, verify));
    }
    if let Some(called) = &stored.called {
        let verify = |w: &Witness| verify_called(w, token, called);
        checks.push(desk.check(Said::Collection, &called.evidence, verify));
    }
    if let Some(royalty) = &stored.royalty {
        let verify = |w: &Witness| verify_royalty(w, token, royalty);
        checks.push(desk.check(Said::Royalty, &royalty.evidence, verify));
    }
    if let Some(binding) = &stored.binding {
        let verify = |w: &Witness| verify_binding(w, token, binding);
        checks.push(desk.check(Said::Binding, &binding.evidence, verify));
    }
    for right in &stored.rights {
        let (owners, rights) = (&stored.ownership, &stored.rights);
        let verify = |w: &Witness| verify_right(w, token, right, owners, rights);
        checks.push(desk.check(Said::Right, &right.evidence, verify));
    }
    checks
}

/// The same in JSON: a [`Stored`] in, a list of [`Checked`] out.
///
/// # Errors
/// What is said of the work is no [`Stored`].
#[cfg(any(test, feature = "verifier"))]
pub fn check_json(
    stored: &str,
    witness: &[u8],
    codes: Vec<Vec<u8>>,
) -> Result<String, serde_json::Error> {
    serde_json::to_string(&check(&serde_json::from_str(stored)?, witness, codes))
}

/// The witness that all is held to, or why it is none.
struct Desk {
    witness: Result<Witness, WitnessError>,
}

impl Desk {
    fn check(
        &self,
        said: Said,
        evidence: &Evidence,
        verify: impl FnOnce(&Witness) -> Result<(), Refusal>,
    ) -> Checked {
        if evidence.level() < Level::Proven {
            return Checked { said, verdict: Verdict::Weaker(evidence.level().key().to_owned()) };
        }
        let refused = |why: &dyn Display| Verdict::Refused(why.to_string());
        let verdict = match &self.witness {
            Err(why) => refused(why),
            Ok(witness) => match verify(witness) {
                Ok(()) => Verdict::Holds { block: witness.header().number() },
                Err(why) => refused(&why),
            },
        };
        Checked { said, verdict }
    }
}

fn read(witness: &[u8], codes: Vec<Vec<u8>>) -> Result<Witness, WitnessError> {
    let mut witness = Witness::read(witness)?;
    for code in codes {
        witness.add_code(code.into())?;
    }
    Ok(witness)
}

#[cfg(test)]
#[path = "stored_tests.rs"]
mod tests;
