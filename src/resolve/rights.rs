//! Rights beside the owner, for all works of a chain at once: found by what an endpoint
//! says, and put on the strongest evidence there is.

use std::collections::{BTreeMap, HashMap};

use alloy_primitives::{Address, B256, Bytes, U256};

use super::line::{Beside, Line, Proof as Parts};
use super::work::Subject;
use crate::exhibition::{Problem, ProblemKind};
use crate::limits::RIGHTS_ROUNDS_MAX;
use crate::ownership::proof::Over;
use crate::ownership::{Evidence, NotKnown, Oracle, Right, RightKind, Search};
use crate::source::Answer;
use crate::token::{EvmStandard, normalised_name};

/// What an endpoint said, and what it is to be asked next.
#[derive(Debug, Default)]
struct Told {
    calls: HashMap<(Address, Bytes), Result<Option<Bytes>, NotKnown>>,
    codes: HashMap<Address, Result<Bytes, NotKnown>>,
    slots: HashMap<(Address, B256), Result<U256, NotKnown>>,
    open_calls: Vec<(Address, Bytes)>,
    open_codes: Vec<Address>,
    open_slots: Vec<(Address, B256)>,
    /// The calls that were answered, in their order, and what was read beside them.
    used: Vec<(Address, Bytes)>,
    used_beside: Beside,
    /// How often it was asked.
    rounds: usize,
}

/// Finds what others may do with the works at these places. What is proven of it stands on
/// parts of the line's witness.
pub(super) async fn find_rights(
    line: &mut Line,
    subjects: &mut [Subject],
    places: &[usize],
    parts: &mut BTreeMap<usize, Parts>,
) {
    let mut told = Told::default();
    let mut rights: Vec<(usize, RightKind)> = Vec::new();
    loop {
        rights.clear();
        told.forget_uses();
        for place in places {
            let subject = &subjects[*place];
            let found = with_search(subject, |search| search.run(&mut told));
            rights
                .extend(found.iter().flat_map(|found| &found.rights).cloned().map(|r| (*place, r)));
        }
        if !told.begins_a_round() {
            break;
        }
        told.ask(line).await;
    }
    for place in places {
        let found = with_search(&subjects[*place], |search| search.run(&mut told));
        let misleading = found.map(|found| found.misleading).unwrap_or_default();
        let notes: Vec<Problem> =
            misleading.iter().map(|name| Problem::new(ProblemKind::NameUnverified, name)).collect();
        if let Some(facts) = &mut subjects[*place].token {
            facts.note(&notes);
        }
    }
    told.forget_uses();
    for (place, right) in &rights {
        with_search(&subjects[*place], |search| search.says(right, &mut told));
    }
    let (calls, beside) = told.uses();
    line.prove_more(&calls, &beside).await;
    let reported = Evidence::Reported {
        endpoint: line.quorum.first().name().to_owned(),
        block: line.block().clone(),
    };
    for (place, right) in rights {
        let over = line.witness.as_ref().and_then(|witness| {
            let mut over = Over::new(witness, line.chain.evm_number()?);
            let holds = with_search(&subjects[place], |search| search.says(&right, &mut over));
            Some((holds?.ok()?, over))
        });
        let evidence = match over {
            Some((true, over)) => {
                let stands_on = Parts { nodes: over.nodes, codes: over.codes };
                parts.entry(place).or_default().add(&stands_on);
                line.proven_evidence()
            }
            Some((false, _)) => {
                let detail = format!("{} told of {}", line.quorum.first().name(), right.key());
                let note = Problem::new(ProblemKind::RightContradicted, detail);
                if let Some(facts) = &mut subjects[place].token {
                    facts.note(&[note]);
                }
                continue;
            }
            None => reported.clone(),
        };
        subjects[place].strong.rights.push(Right { right, evidence });
    }
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

impl Told {
    fn forget_uses(&mut self) {
        self.used.clear();
        self.used_beside = Beside::default();
    }

    /// What was answered since, each once.
    fn uses(&mut self) -> (Vec<(Address, Bytes)>, Beside) {
        let mut calls = std::mem::take(&mut self.used);
        let mut beside = std::mem::take(&mut self.used_beside);
        calls.sort();
        calls.dedup();
        beside.slots.sort();
        beside.slots.dedup();
        beside.codes.sort();
        beside.codes.dedup();
        (calls, beside)
    }

    /// Whether there is anything to ask, and it may be asked.
    fn begins_a_round(&mut self) -> bool {
        if self.open_calls.is_empty() && self.open_codes.is_empty() && self.open_slots.is_empty() {
            return false;
        }
        self.rounds += 1;
        self.rounds <= RIGHTS_ROUNDS_MAX
    }

    async fn ask(&mut self, line: &Line) {
        let endpoint = line.quorum.first();
        let mut calls = std::mem::take(&mut self.open_calls);
        calls.sort();
        calls.dedup();
        let asked: Vec<(Address, Vec<u8>)> =
            calls.iter().map(|(to, input)| (*to, input.to_vec())).collect();
        let answers = endpoint.call(&asked).await.unwrap_or_default();
        let mut answers = answers.into_iter();
        for call in calls {
            let answer = match answers.next() {
                Some(Answer::Data(data)) => Ok(Some(data)),
                Some(Answer::Reverted(_)) => Ok(None),
                // Asked once, and not told: that stays open.
                Some(Answer::Refused(_)) | None => Err(NotKnown),
            };
            self.calls.insert(call, answer);
        }
        let mut codes = std::mem::take(&mut self.open_codes);
        codes.sort();
        codes.dedup();
        let answers = endpoint.codes(&codes).await.unwrap_or_default();
        let mut answers = answers.into_iter();
        for of in codes {
            self.codes.insert(of, answers.next().flatten().ok_or(NotKnown));
        }
        let mut slots = std::mem::take(&mut self.open_slots);
        slots.sort();
        slots.dedup();
        let answers = endpoint.slots(&slots).await.unwrap_or_default();
        let mut answers = answers.into_iter();
        for slot in slots {
            self.slots.insert(slot, answers.next().flatten().ok_or(NotKnown));
        }
    }
}

impl Oracle for Told {
    fn call(&mut self, to: Address, input: Bytes) -> Result<Option<Bytes>, NotKnown> {
        let call = (to, input);
        let Some(answer) = self.calls.get(&call).cloned() else {
            self.open_calls.push(call);
            return Err(NotKnown);
        };
        self.used.push(call);
        answer
    }

    fn code(&mut self, of: Address) -> Result<Bytes, NotKnown> {
        let Some(code) = self.codes.get(&of).cloned() else {
            self.open_codes.push(of);
            return Err(NotKnown);
        };
        self.used_beside.codes.push(of);
        code
    }

    fn slot(&mut self, of: Address, slot: B256) -> Result<U256, NotKnown> {
        let Some(word) = self.slots.get(&(of, slot)).copied() else {
            self.open_slots.push((of, slot));
            return Err(NotKnown);
        };
        self.used_beside.slots.push((of, slot));
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::TOKEN_ACCOUNTS_DEPTH_MAX;

    #[test]
    fn answers_lead_to_further_questions_so_often_and_no_more() {
        let mut told = Told::default();
        assert!(!told.begins_a_round(), "nothing is open");
        for round in 1..=RIGHTS_ROUNDS_MAX {
            let of = Address::repeat_byte(u8::try_from(round).unwrap());
            assert_eq!(told.code(of), Err(NotKnown));
            assert!(told.begins_a_round(), "{round}");
            // Its answer leads to the next.
            told.open_codes.clear();
            told.codes.insert(of, Ok(Bytes::new()));
            assert_eq!(told.code(of), Ok(Bytes::new()));
        }
        assert_eq!(told.slot(Address::ZERO, B256::ZERO), Err(NotKnown));
        assert!(!told.begins_a_round());
        // Accounts as deep as they are followed, the code behind the last, and a name.
        const { assert!(3 * TOKEN_ACCOUNTS_DEPTH_MAX + 1 + 4 <= RIGHTS_ROUNDS_MAX) };
    }
}
