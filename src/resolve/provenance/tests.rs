//! Limits on what is asked for and noted of a work's way, each met from both sides.

use super::*;
use crate::limits::{CONTRACTS_PER_LOG_REQUEST_MAX, TOKENS_PER_LOG_REQUEST_MAX};
use crate::ownership::TracedKind;

/// A work whose way is not known at all.
fn trace(contract: u64, number: u64) -> Trace {
    let contract = Address::from_word(U256::from(contract).into());
    Trace {
        place: 0,
        traced: Traced { kind: TracedKind::Single, contract, number: U256::from(number) },
        owners: Vec::new(),
        earlier: None,
        from: 0,
        through: 0,
        end: None,
        steps: Vec::new(),
        voters: Vec::new(),
        against: 0,
        notes: Vec::new(),
    }
}

#[test]
fn a_request_is_about_so_many_tokens_and_no_more() {
    let check = |works: u64, contracts: u64, expected: usize| {
        let traces: Vec<Trace> = (0..works).map(|n| trace(1 + n % contracts, n)).collect();
        let placed: Vec<(usize, &Trace)> = traces.iter().enumerate().collect();
        assert_eq!(hear::few(&placed), expected, "{works} of {contracts}");
    };
    let (tokens, contracts) = (TOKENS_PER_LOG_REQUEST_MAX, CONTRACTS_PER_LOG_REQUEST_MAX);
    check(tokens as u64, 1, tokens);
    check(tokens as u64 + 1, 1, tokens);
    check(contracts as u64, contracts as u64, contracts);
    check(contracts as u64 + 1, contracts as u64 + 1, contracts);
}

#[test]
fn so_much_is_noted_of_a_work_and_no_more() {
    let check = |notes: usize, expected: usize| {
        let mut trace = trace(1, 1);
        for note in 0..notes {
            // The same twice is noted once.
            trace.note(ProblemKind::EndpointDisagrees, &note.to_string());
            trace.note(ProblemKind::EndpointDisagrees, &note.to_string());
        }
        assert_eq!(trace.notes.len(), expected);
    };
    check(PROVENANCE_NOTES_MAX, PROVENANCE_NOTES_MAX);
    check(PROVENANCE_NOTES_MAX + 1, PROVENANCE_NOTES_MAX);
}
