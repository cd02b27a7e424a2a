//! Rights beside the owner, for all works of a chain at once: found by what its endpoints
//! say, and put on the strongest evidence there is.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes};
use futures::future::join_all;

use super::hearing::Hearing;
use super::line::{Beside, Line, Proof as Parts};
use super::work::Subject;
use crate::exhibition::{Problem, ProblemKind};
use crate::limits::TOKEN_ACCOUNTS_DEPTH_MAX;
use crate::ownership::proof::Over;
use crate::ownership::{Level, Lost, Right, RightKind, Search};
use crate::token::{AccountId, EvmStandard, normalised_name};

/// What one endpoint or another tells of one work.
#[derive(Debug, Default)]
struct Told {
    /// Each once, as whoever is asked first tells of it.
    rights: Vec<RightKind>,
    /// Names that accounts chose and that do not lead back to them, once for each who says
    /// so.
    misleading: Vec<String>,
    /// Names of which it cannot be said whether they do, likewise.
    unfollowed: Vec<String>,
    /// Owners of which it was not found who controls them, once for each who says so.
    lost: Vec<(AccountId, Lost)>,
}

/// Who tells of a right, and who says otherwise, by their places among the endpoints. Who
/// does not answer does neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Votes {
    with: Vec<usize>,
    against: Vec<usize>,
}

/// Finds what others may do with the works at these places. What is proven of it stands on
/// parts of the line's witness.
pub(super) async fn find_rights(
    line: &mut Line,
    subjects: &mut [Subject],
    places: &[usize],
    parts: &mut BTreeMap<usize, Parts>,
) {
    let (mut hearings, told) = hear(line, subjects, places).await;
    let mut all: Vec<(usize, RightKind, Votes)> = Vec::new();
    for (place, told) in &told {
        for right in &told.rights {
            let votes = Votes::on(&subjects[*place], right, &mut hearings);
            all.push((*place, right.clone(), votes));
        }
    }
    let (calls, beside) = uses(subjects, &all, &mut hearings);
    line.prove_more(&calls, &beside).await;
    for (place, right, votes) in all {
        let (evidence, notes) = match over_witness(line, &subjects[place], &right) {
            Some((true, stands_on)) => {
                parts.entry(place).or_default().add(&stands_on);
                (Some(line.proven_evidence()), votes.dissent(line, &right))
            }
            Some((false, _)) => {
                let detail = format!("{} told of {}", names(line, &votes.with), right.key());
                (None, vec![Problem::new(ProblemKind::RightContradicted, detail)])
            }
            None if votes.carry() => {
                let evidence = line.word_of(names_of(line, &votes.with), votes.against.len());
                // The block's header is kept for what is agreed, too.
                if evidence.level() == Level::Agreed {
                    parts.entry(place).or_default();
                }
                (Some(evidence), votes.dissent(line, &right))
            }
            None => {
                let who = names(line, &votes.with);
                let detail = format!("{who} told of {}, and others do not", right.key());
                (None, vec![Problem::new(ProblemKind::EndpointDisagrees, detail)])
            }
        };
        let subject = &mut subjects[place];
        if let Some(facts) = &mut subject.token {
            facts.note(&notes);
        }
        subject.strong.rights.extend(evidence.map(|evidence| Right { right, evidence }));
    }
    for (place, told) in told {
        settle(&mut subjects[place], &told, hearings.len());
    }
}

/// Asks all endpoints in rounds, until their answers lead to no further questions.
async fn hear(
    line: &Line,
    subjects: &[Subject],
    places: &[usize],
) -> (Vec<Hearing>, Vec<(usize, Told)>) {
    let endpoints = &line.quorum.endpoints;
    let mut hearings: Vec<Hearing> = endpoints.iter().map(|_| Hearing::default()).collect();
    loop {
        hearings.iter_mut().for_each(Hearing::forget_uses);
        let search = |place: &usize| (*place, tell(&subjects[*place], &mut hearings));
        let told: Vec<(usize, Told)> = places.iter().map(search).collect();
        let asked = hearings.iter_mut().zip(endpoints);
        let asked = asked.map(|(hearing, endpoint)| hearing.ask(endpoint));
        if !join_all(asked).await.contains(&true) {
            return (hearings, told);
        }
    }
}

/// Everything that is told of a work. What one endpoint tells of the others are asked about.
fn tell(subject: &Subject, hearings: &mut [Hearing]) -> Told {
    let mut told = Told::default();
    for hearing in hearings.iter_mut() {
        let found = with_search(subject, |search| search.run(hearing)).unwrap_or_default();
        told.misleading.extend(found.misleading);
        told.unfollowed.extend(found.unfollowed);
        told.lost.extend(found.lost);
        for right in found.rights {
            if !told.rights.contains(&right) {
                told.rights.push(right);
            }
        }
    }
    for right in &told.rights {
        Votes::on(subject, right, hearings);
    }
    told
}

/// What was used by those who tell of these rights.
fn uses(
    subjects: &[Subject],
    all: &[(usize, RightKind, Votes)],
    hearings: &mut [Hearing],
) -> (Vec<(Address, Bytes)>, Beside) {
    let (mut calls, mut beside) = (Vec::new(), Beside::default());
    for (number, hearing) in hearings.iter_mut().enumerate() {
        hearing.forget_uses();
        let its_own = all.iter().filter(|(.., votes)| votes.with.contains(&number));
        for (place, right, _) in its_own {
            with_search(&subjects[*place], |search| search.says(right, &mut *hearing));
        }
        hearing.add_uses(&mut calls, &mut beside);
    }
    calls.sort();
    calls.dedup();
    beside.slots.sort();
    beside.slots.dedup();
    beside.codes.sort();
    beside.codes.dedup();
    (calls, beside)
}

/// What the line's witness says of a right, and the parts of it that say so; nothing where
/// too little is proven.
fn over_witness(line: &Line, subject: &Subject, right: &RightKind) -> Option<(bool, Parts)> {
    let mut over = Over::new(line.witness.as_ref()?, line.chain.evm_number()?);
    let holds = with_search(subject, |search| search.says(right, &mut over))?.ok()?;
    Some((holds, Parts { nodes: over.nodes, codes: over.codes }))
}

/// Leaves a work the rights that are in it, and notes names that are not shown and owners of
/// which nobody knows who controls them.
fn settle(subject: &mut Subject, told: &Told, asked: usize) {
    let Some(facts) = &mut subject.token else { return };
    let rights = &mut subject.strong.rights;
    // The name of somebody who was said to stand behind the owner goes with that.
    let all = rights.clone();
    rights.retain(|right| right.right.is_of(&facts.owners, &all));
    let leads_back = |name: &String| {
        let mut found = rights.iter().filter_map(|right| match &right.right {
            RightKind::Name { name, .. } => Some(name),
            _ => None,
        });
        found.any(|found| found == name)
    };
    for name in told.misleading.iter().chain(&told.unfollowed) {
        let who = |names: &[String]| names.iter().filter(|other| *other == name).count();
        let why = why_unshown(who(&told.misleading), who(&told.unfollowed), asked);
        if let Some(why) = why.filter(|_| !leads_back(name)) {
            facts.note(&[Problem::new(why, name)]);
        }
    }
    let is_controlled = |account: &AccountId| {
        let mut found = rights.iter().filter_map(|right| match &right.right {
            RightKind::Controller { owner, .. } => Some(owner),
            _ => None,
        });
        found.any(|found| found == account)
    };
    for lost in &told.lost {
        let who = told.lost.iter().filter(|other| *other == lost).count();
        let (owner, why) = lost;
        if 2 * who >= asked && !is_controlled(owner) {
            facts.note(&[said_of_lost(owner, *why)]);
        }
    }
}

fn said_of_lost(owner: &AccountId, why: Lost) -> Problem {
    match why {
        Lost::InACircle => Problem::new(ProblemKind::AccountsInCircle, owner),
        Lost::TooDeep => {
            let deep = format!("{owner}: more than {TOKEN_ACCOUNTS_DEPTH_MAX}");
            Problem::new(ProblemKind::AccountsTooDeep, deep)
        }
        Lost::Ownerless => Problem::new(ProblemKind::AccountOwnerless, owner),
    }
}

/// Why a name is not shown of which so many say that it misleads, and so many that they
/// cannot follow it: where they are half of all who were asked, and of as many what says less
/// against it.
fn why_unshown(misleads: usize, unfollowed: usize, asked: usize) -> Option<ProblemKind> {
    let why = match misleads > unfollowed {
        true => ProblemKind::NameUnverified,
        false => ProblemKind::NameUnfollowed,
    };
    (2 * (misleads + unfollowed) >= asked).then_some(why)
}

/// Searches about one work; none where it is no token of this family.
fn with_search<T>(subject: &Subject, search: impl FnOnce(Search<'_>) -> T) -> Option<T> {
    let facts = subject.token.as_ref()?;
    let evm = facts.token.evm()?;
    let owners: Vec<Address> =
        facts.owners.iter().filter_map(|record| record.owner.evm_address()).collect();
    if owners.is_empty() {
        return None;
    }
    let has_editions = evm.standard == EvmStandard::Erc1155
        || facts.owners.iter().any(|record| record.editions.is_some());
    Some(search(Search {
        token: &facts.token,
        owners: &owners,
        lends: facts.said.lends,
        has_editions,
        normalise: &normalised_name,
    }))
}

impl Votes {
    /// How the endpoints that are heard stand to a right.
    fn on(subject: &Subject, right: &RightKind, hearings: &mut [Hearing]) -> Self {
        let mut votes = Self::default();
        for (number, hearing) in hearings.iter_mut().enumerate() {
            match with_search(subject, |search| search.says(right, hearing)) {
                Some(Ok(true)) => votes.with.push(number),
                Some(Ok(false)) => votes.against.push(number),
                Some(Err(_)) | None => {}
            }
        }
        votes
    }

    /// Whether more tell of it than say otherwise; of as many, whether the first does.
    fn carry(&self) -> bool {
        match self.with.len().cmp(&self.against.len()) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => self.with.first() < self.against.first(),
            std::cmp::Ordering::Greater => true,
        }
    }

    /// Who says otherwise, as notes.
    fn dissent(&self, line: &Line, right: &RightKind) -> Vec<Problem> {
        let against = names_of(line, &self.against).into_iter();
        let note = |who: String| {
            let detail = format!("{who} does not tell of {}", right.key());
            Problem::new(ProblemKind::EndpointDisagrees, detail)
        };
        against.map(note).collect()
    }
}

fn names_of(line: &Line, numbers: &[usize]) -> Vec<String> {
    let named = numbers.iter().filter_map(|number| line.quorum.endpoints.get(*number));
    named.map(|endpoint| endpoint.name().to_owned()).collect()
}

fn names(line: &Line, numbers: &[usize]) -> String {
    names_of(line, numbers).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_shown_where_more_tell_of_it_than_say_otherwise() {
        let check = |with: &[usize], against: &[usize], carried: bool| {
            let votes = Votes { with: with.to_vec(), against: against.to_vec() };
            assert_eq!(votes.carry(), carried, "{votes:?}");
        };
        check(&[0], &[], true);
        check(&[2], &[], true);
        check(&[1, 2], &[0], true);
        check(&[0], &[1, 2], false);
        // One word against another: it stays with whoever is named first.
        check(&[0], &[1], true);
        check(&[1], &[0], false);
        check(&[0, 3], &[1, 2], true);
        check(&[], &[], false);
        check(&[], &[0], false);
    }

    #[test]
    fn a_name_is_said_to_mislead_where_more_say_so_than_cannot_follow_it() {
        use ProblemKind::{NameUnfollowed, NameUnverified};
        let check = |misleads, unfollowed, asked, expected: Option<ProblemKind>| {
            let found = why_unshown(misleads, unfollowed, asked);
            assert_eq!(found, expected, "{misleads}, {unfollowed} of {asked}");
        };
        check(1, 0, 1, Some(NameUnverified));
        check(0, 1, 1, Some(NameUnfollowed));
        check(1, 1, 2, Some(NameUnfollowed));
        check(2, 1, 3, Some(NameUnverified));
        check(1, 2, 3, Some(NameUnfollowed));
        check(1, 0, 2, Some(NameUnverified));
        check(1, 0, 3, None);
        check(0, 1, 3, None);
    }
}
