//! One endpoint that is heard about rights: what it answered, and what it is to be asked
//! next.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, Bytes, U256};

use super::line::Beside;
use crate::limits::RIGHTS_ROUNDS_MAX;
use crate::ownership::{NotKnown, Oracle};
use crate::source::{Answer, Endpoint};

/// What an endpoint said, and what it is to be asked next.
#[derive(Debug, Default)]
pub(super) struct Hearing {
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

impl Hearing {
    pub fn forget_uses(&mut self) {
        self.used.clear();
        self.used_beside = Beside::default();
    }

    /// Adds what was answered since to what others were.
    pub fn add_uses(&mut self, calls: &mut Vec<(Address, Bytes)>, beside: &mut Beside) {
        let Beside { slots, codes } = std::mem::take(&mut self.used_beside);
        calls.append(&mut self.used);
        beside.slots.extend(slots);
        beside.codes.extend(codes);
    }

    /// Asks what is open, where there is anything and it may be asked; the answer is whether
    /// it was.
    pub async fn ask(&mut self, endpoint: &Endpoint) -> bool {
        if !self.begins_a_round() {
            return false;
        }
        let calls = each_once(&mut self.open_calls);
        let asked: Vec<(Address, Vec<u8>)> =
            calls.iter().map(|(to, input)| (*to, input.to_vec())).collect();
        let mut answers = endpoint.call(&asked).await.unwrap_or_default().into_iter();
        for call in calls {
            let answer = match answers.next() {
                Some(Answer::Data(data)) => Ok(Some(data)),
                Some(Answer::Reverted(_)) => Ok(None),
                // Asked once, and not told: that stays open.
                Some(Answer::Refused(_)) | None => Err(NotKnown),
            };
            self.calls.insert(call, answer);
        }
        let codes = each_once(&mut self.open_codes);
        let mut answers = endpoint.codes(&codes).await.unwrap_or_default().into_iter();
        for of in codes {
            self.codes.insert(of, answers.next().flatten().ok_or(NotKnown));
        }
        let slots = each_once(&mut self.open_slots);
        let mut answers = endpoint.slots(&slots).await.unwrap_or_default().into_iter();
        for slot in slots {
            self.slots.insert(slot, answers.next().flatten().ok_or(NotKnown));
        }
        true
    }

    /// Whether there is anything to ask, and it may be asked.
    fn begins_a_round(&mut self) -> bool {
        if self.open_calls.is_empty() && self.open_codes.is_empty() && self.open_slots.is_empty() {
            return false;
        }
        self.rounds += 1;
        self.rounds <= RIGHTS_ROUNDS_MAX
    }
}

/// Takes what is listed, in one order and each once.
fn each_once<T: Ord>(listed: &mut Vec<T>) -> Vec<T> {
    let mut listed = std::mem::take(listed);
    listed.sort();
    listed.dedup();
    listed
}

impl Oracle for Hearing {
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
        let mut hearing = Hearing::default();
        assert!(!hearing.begins_a_round(), "nothing is open");
        for round in 1..=RIGHTS_ROUNDS_MAX {
            let of = Address::repeat_byte(u8::try_from(round).unwrap());
            assert_eq!(hearing.code(of), Err(NotKnown));
            assert!(hearing.begins_a_round(), "{round}");
            // Its answer leads to the next.
            hearing.open_codes.clear();
            hearing.codes.insert(of, Ok(Bytes::new()));
            assert_eq!(hearing.code(of), Ok(Bytes::new()));
        }
        assert_eq!(hearing.slot(Address::ZERO, B256::ZERO), Err(NotKnown));
        assert!(!hearing.begins_a_round());
        // Accounts as deep as they are followed, the code behind the last, and a name.
        const { assert!(3 * TOKEN_ACCOUNTS_DEPTH_MAX + 1 + 5 <= RIGHTS_ROUNDS_MAX) };
    }
}
