//! What stands beside an owner, as messages: royalties, bindings, rights, who says where
//! the metadata lies and what the collection is called. The panel and the page say the same.

use crate::exhibition::LockedWork;
use crate::ownership::{CalledBy, Evidence, RightKind, Said, Stands, Timestamp, WorkChecked};

/// One statement beside the owner.
#[derive(Clone, Debug)]
pub struct Beside<'a> {
    /// The key of its heading.
    pub heading: &'static str,
    /// The key of what it says, and the values in that.
    pub says: &'static str,
    pub values: Vec<(&'static str, String)>,
    /// An account or the like, to be set in letters of one width.
    pub subject: Option<String>,
    /// When what it says ends, whatever becomes of its evidence.
    pub ends: Option<Timestamp>,
    pub evidence: &'a Evidence,
    /// As what its proof or its signed record is checked, and which it is of those that are
    /// called alike.
    pub said: Option<(Said, usize)>,
}

impl Beside<'_> {
    /// How it stands here, by what came of checking the work.
    pub fn stands(&self, work: &LockedWork, checked: Option<&WorkChecked>) -> Stands {
        let said = self.said.as_ref();
        let verdict = said.zip(checked).and_then(|((said, at), it)| it.verdict(said, *at));
        Stands::of(self.evidence, work.keeps(self.evidence), verdict)
    }
}

/// Everything that is said of a work beside its owners, in the order in which it is read.
pub fn beside_owner(work: &LockedWork) -> Vec<Beside<'_>> {
    let mut all = Vec::new();
    for (place, author) in work.authorship.iter().enumerate() {
        all.push(Beside {
            values: vec![("name", author.name.clone())],
            subject: author.did.clone(),
            said: Some((Said::Author, place)),
            ..plain("authorship", "authorship-says", &author.evidence)
        });
    }
    for (place, right) in work.rights.iter().enumerate() {
        let said = Some((Said::Right, place));
        all.push(Beside { said, ..of_right(&right.right, &right.evidence) });
    }
    if let Some(binding) = &work.binding {
        let says = if binding.locked { "binding-locked" } else { "binding-free" };
        let said = Some((Said::Binding, 0));
        all.push(Beside { said, ..plain("binding", says, &binding.evidence) });
    }
    if let Some(royalty) = &work.royalty {
        all.push(Beside {
            values: vec![("percent", royalty.percent())],
            subject: Some(royalty.receiver.address().to_owned()),
            said: Some((Said::Royalty, 0)),
            ..plain("royalty", "royalty-says", &royalty.evidence)
        });
    }
    if let Some(called) = &work.called {
        let says = match called.by {
            CalledBy::Document => "called-document-says",
            CalledBy::Name => "called-name-says",
            CalledBy::Symbol => "called-symbol-says",
        };
        let said = Some((Said::Collection, 0));
        all.push(Beside { said, ..plain("called", says, &called.evidence) });
    }
    if let Some(naming) = &work.naming {
        let says = if naming.made { "naming-made-says" } else { "naming-says" };
        let said = Some((Said::Metadata, 0));
        all.push(Beside { said, ..plain("naming", says, &naming.evidence) });
    }
    all
}

fn plain<'a>(heading: &'static str, says: &'static str, evidence: &'a Evidence) -> Beside<'a> {
    Beside { heading, says, values: Vec::new(), subject: None, ends: None, evidence, said: None }
}

fn of_right<'a>(right: &RightKind, evidence: &'a Evidence) -> Beside<'a> {
    match right {
        RightKind::User { account, expires } => Beside {
            values: vec![("date", expires.date())],
            subject: Some(account.address().to_owned()),
            ends: Some(*expires),
            ..plain("right-user", "right-user-says", evidence)
        },
        RightKind::Delegate { account, .. } => Beside {
            subject: Some(account.address().to_owned()),
            ..plain("right-delegate", "right-delegate-says", evidence)
        },
        RightKind::Controller { account, through, .. } => Beside {
            values: vec![("count", through.len().to_string())],
            subject: Some(account.address().to_owned()),
            ..plain("right-controller", "right-controller-says", evidence)
        },
        RightKind::Supply { editions } => Beside {
            values: vec![("count", editions.to_string())],
            ..plain("right-supply", "right-supply-says", evidence)
        },
        RightKind::Name { account, name } => Beside {
            values: vec![("name", name.clone())],
            subject: Some(account.address().to_owned()),
            ..plain("right-name", "right-name-says", evidence)
        },
        RightKind::Upgradeable { by, owner, .. } => {
            let (says, whom) = match (by, owner) {
                (Some(by), _) => ("right-upgradeable-says", Some(by)),
                (None, Some(owner)) => ("right-upgradeable-owner-says", Some(owner)),
                (None, None) => ("right-upgradeable-unknown-says", None),
            };
            Beside {
                subject: whom.map(|whom| whom.address().to_owned()),
                ..plain("right-upgradeable", says, evidence)
            }
        }
        RightKind::PlainCode => plain("right-upgradeable", "right-plain-code-says", evidence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_owns_a_contract_is_not_said_to_be_who_may_replace_its_code() {
        let account = |byte: u8| {
            let address = alloy_primitives::Address::repeat_byte(byte);
            crate::token::AccountId::evm("eip155:1".parse().unwrap(), address)
        };
        let evidence = Evidence::Claimed { by: String::new(), as_of: None };
        let check = |right: RightKind, says: &str, subject: Option<u8>| {
            let beside = of_right(&right, &evidence);
            assert_eq!(beside.says, says);
            let subject = subject.map(|byte| account(byte).address().to_owned());
            assert_eq!(beside.subject, subject, "{says}");
        };
        let replaceable = |by: Option<u8>, owner: Option<u8>| RightKind::Upgradeable {
            implementation: account(1),
            by: by.map(account),
            owner: owner.map(account),
        };
        check(replaceable(Some(2), None), "right-upgradeable-says", Some(2));
        check(replaceable(None, Some(3)), "right-upgradeable-owner-says", Some(3));
        check(replaceable(None, None), "right-upgradeable-unknown-says", None);
        check(RightKind::PlainCode, "right-plain-code-says", None);
    }
}
