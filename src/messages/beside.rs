//! What stands beside an owner, as messages: royalties, bindings, rights, who says where
//! the metadata lies and what the collection is called. The panel and the page say the same.

use crate::exhibition::{LockedWork, Naming, lies_in_text};
use crate::ownership::{
    Called, CalledBy, Evidence, RightKind, Said, Stands, Timestamp, WorkChecked,
};

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
    /// How it stands here, by what came of checking the work. What says more than can be known
    /// needs no check.
    pub fn stands(&self, work: &LockedWork, checked: Option<&WorkChecked>) -> Stands {
        let is_of_naming = matches!(self.said, Some((Said::Metadata, _)));
        if is_of_naming && work.naming.as_ref().is_some_and(Naming::is_overstated) {
            return Stands::Refused;
        }
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
        let said = Some((Said::Collection, 0));
        all.push(Beside { said, ..plain("called", says_called(called), &called.evidence) });
    }
    if let Some(naming) = &work.naming {
        let said = Some((Said::Metadata, 0));
        all.push(Beside { said, ..plain("naming", says_named(work, naming), &naming.evidence) });
    }
    all
}

/// By what the collection is called. A document that lies elsewhere no contract vouches for.
fn says_called(called: &Called) -> &'static str {
    match (called.by, called.document) {
        (CalledBy::Document, None) => "called-document-says",
        (CalledBy::Document, Some(_)) => "called-elsewhere-says",
        (CalledBy::Name, _) => "called-name-says",
        (CalledBy::Symbol, _) => "called-symbol-says",
    }
}

/// What names the metadata; that it is what is shown only where the contract holds its bytes.
fn says_named(work: &LockedWork, naming: &Naming) -> &'static str {
    match naming.made {
        true => "naming-made-says",
        false if lies_in_text(work) => "naming-says",
        false => "naming-elsewhere-says",
    }
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
    use alloy_primitives::B256;

    use super::*;
    use crate::exhibition::{BlobHash, ByteStrength, Bytes, read_lock};
    use crate::ownership::Level;

    /// A work of which its contract names the metadata, which lies there.
    fn named(uri: &str, made: bool, level: Level) -> LockedWork {
        let lock = include_bytes!("../../assets/exhibition/exhibition.lock");
        let mut work = read_lock(lock).unwrap().works.swap_remove(0);
        let (hash, strength) = (BlobHash::of(b"{}"), ByteStrength::OnChain);
        work.metadata = Some(Bytes { uri: uri.to_owned(), hash, length: 2, strength });
        let evidence = Evidence::of(level);
        work.naming = Some(Naming { text: BlobHash::of(uri.as_bytes()), made, evidence });
        work
    }

    #[test]
    fn only_what_a_contract_holds_itself_is_said_to_be_what_is_shown() {
        let check = |uri: &str, made: bool, expected: &str| {
            let work = named(uri, made, Level::Proven);
            assert_eq!(beside_owner(&work).last().unwrap().says, expected, "{uri}");
        };
        check("data:application/json", false, "naming-says");
        check("https://h.example/7", false, "naming-elsewhere-says");
        check("data:application/json", true, "naming-made-says");
        let check = |by: CalledBy, document: Option<B256>, expected: &str| {
            let called = Called::of(by, "Kiln", Evidence::of(Level::Proven));
            assert_eq!(says_called(&Called { document, ..called }), expected);
        };
        check(CalledBy::Document, None, "called-document-says");
        check(CalledBy::Document, Some(B256::ZERO), "called-elsewhere-says");
        check(CalledBy::Name, None, "called-name-says");
        check(CalledBy::Symbol, None, "called-symbol-says");
    }

    #[test]
    fn what_was_put_together_here_stands_on_no_more_than_one_word() {
        let check = |level: Level, made: bool, expected: Stands| {
            let work = named("data:application/json", made, level);
            let one = beside_owner(&work).pop().unwrap();
            assert_eq!(one.stands(&work, None), expected, "{level:?} {made}");
        };
        check(Level::Reported, true, Stands::AsSaid);
        check(Level::Agreed, false, Stands::AsSaid);
        check(Level::Agreed, true, Stands::Refused);
        check(Level::Proven, true, Stands::Refused);
        check(Level::Proven, false, Stands::Unstored);
    }

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
