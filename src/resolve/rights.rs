//! Rights beside the owner, for all works of a chain at once: found by what an endpoint
//! says, and put on the strongest evidence there is.

use std::collections::{BTreeMap, HashMap, HashSet};

use alloy_primitives::{Address, B256, Bytes, U256};

use super::line::{Line, Proof as Parts};
use super::work::Subject;
use crate::exhibition::{Problem, ProblemKind};
use crate::ownership::proof::Over;
use crate::ownership::{Evidence, Oracle, Right, RightKind, Search};
use crate::source::Answer;
use crate::token::{EvmStandard, normalised_name};

/// How often answers may lead to further questions: a name takes four, and accounts of
/// tokens two each.
const ROUNDS_MAX: usize = 20;

/// What an endpoint said, and what it is to be asked next.
#[derive(Debug, Default)]
struct Told {
    calls: HashMap<(Address, Bytes), Option<Bytes>>,
    /// Those of them that the contract itself refused.
    refused: HashSet<(Address, Bytes)>,
    codes: HashMap<Address, Option<Bytes>>,
    slots: HashMap<(Address, B256), Option<U256>>,
    open_calls: Vec<(Address, Bytes)>,
    open_codes: Vec<Address>,
    open_slots: Vec<(Address, B256)>,
    /// The calls that were answered, in their order, and the slots.
    used: Vec<(Address, Bytes)>,
    used_slots: Vec<(Address, B256)>,
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
    for _ in 0..ROUNDS_MAX {
        rights.clear();
        told.used.clear();
        told.used_slots.clear();
        for place in places {
            let subject = &subjects[*place];
            let found = with_search(subject, |search| search.run(&mut told));
            rights
                .extend(found.iter().flat_map(|found| &found.rights).cloned().map(|r| (*place, r)));
        }
        if told.is_settled() {
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
    told.used.clear();
    told.used_slots.clear();
    for (place, right) in &rights {
        with_search(&subjects[*place], |search| search.says(right, &mut told));
    }
    let mut calls = std::mem::take(&mut told.used);
    calls.sort();
    calls.dedup();
    let mut slots = std::mem::take(&mut told.used_slots);
    slots.sort();
    slots.dedup();
    line.prove_more(&calls, &slots).await;
    let reported = Evidence::Reported {
        endpoint: line.quorum.first().name().to_owned(),
        block: line.block().clone(),
    };
    for (place, right) in rights {
        let proven = line.witness.as_ref().and_then(|witness| {
            let mut over = Over::new(witness, line.chain.evm_number()?);
            let holds = with_search(&subjects[place], |search| search.says(&right, &mut over));
            holds.filter(|holds| *holds).map(|_| over)
        });
        let evidence = match proven {
            Some(over) => {
                let stands_on = Parts { nodes: over.nodes, codes: over.codes };
                parts.entry(place).or_default().add(&stands_on);
                line.proven_evidence()
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
    fn is_settled(&self) -> bool {
        self.open_calls.is_empty() && self.open_codes.is_empty() && self.open_slots.is_empty()
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
                Some(Answer::Data(data)) => Some(data),
                Some(Answer::Reverted(_)) => {
                    self.refused.insert(call.clone());
                    None
                }
                _ => None,
            };
            self.calls.insert(call, answer);
        }
        let mut codes = std::mem::take(&mut self.open_codes);
        codes.sort();
        codes.dedup();
        let answers = endpoint.codes(&codes).await.unwrap_or_default();
        let mut answers = answers.into_iter();
        for of in codes {
            self.codes.insert(of, answers.next().flatten());
        }
        let mut slots = std::mem::take(&mut self.open_slots);
        slots.sort();
        slots.dedup();
        let answers = endpoint.slots(&slots).await.unwrap_or_default();
        let mut answers = answers.into_iter();
        for slot in slots {
            self.slots.insert(slot, answers.next().flatten());
        }
    }
}

impl Oracle for Told {
    fn call(&mut self, to: Address, input: Bytes) -> Option<Bytes> {
        let call = (to, input);
        match self.calls.get(&call) {
            Some(answer) => {
                let answer = answer.clone();
                self.used.push(call);
                answer
            }
            None => {
                self.open_calls.push(call);
                None
            }
        }
    }

    fn refuses(&mut self, to: Address, input: Bytes) -> bool {
        self.refused.contains(&(to, input))
    }

    fn code(&mut self, of: Address) -> Option<Bytes> {
        match self.codes.get(&of) {
            Some(code) => code.clone(),
            None => {
                self.open_codes.push(of);
                None
            }
        }
    }

    fn slot(&mut self, of: Address, slot: B256) -> Option<U256> {
        match self.slots.get(&(of, slot)) {
            Some(value) => {
                let value = *value;
                self.used_slots.push((of, slot));
                value
            }
            None => {
                self.open_slots.push((of, slot));
                None
            }
        }
    }
}
