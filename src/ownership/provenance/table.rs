//! A provenance as tables for other programs: CSV (RFC 4180) and JSON.

use std::fmt::Write as _;

use alloy_primitives::Address;
use serde_json::{Value, json};

use super::{Provenance, Step};

const COLUMNS: &str = "block,block_hash,time,transaction,log_index,from,to,editions,price,currency,held_days,proven,refused,ends_at_owner";

/// What came of running the receipt of each step, in the steps' order: none of a step that
/// names none, and else why it does not bear the step out, where it does not.
pub type Ran = [Option<Result<(), String>>];

/// One line for each step, below the names of the columns. Mints come from nobody and
/// burnt tokens go to nobody: those fields are empty. Prices stand in the smallest unit;
/// a price without a currency is of the chain's own. What is said of the whole stands on
/// every line, since a table has no other place for it.
pub fn as_csv(provenance: &Provenance, ran: &Ran) -> String {
    let mut csv = format!("{COLUMNS}\n");
    for (place, step) in provenance.steps.iter().enumerate() {
        let price = step.price.as_ref();
        let _ = writeln!(
            csv,
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
            step.block.number,
            step.block.hash,
            step.block.time,
            step.transaction,
            step.log_index,
            field(party(step.from)),
            field(party(step.to)),
            field(step.editions),
            field(price.map(|price| price.amount)),
            field(party(price.and_then(|price| price.currency))),
            field(held_days(provenance, place)),
            is_proven(ran, place),
            field(refused(ran, place).map(quoted)),
            provenance.ends_at_owner,
        );
    }
    csv
}

/// The same with what is said of the whole.
pub fn as_json(provenance: &Provenance, ran: &Ran) -> Value {
    let step = |(place, step): (usize, &Step)| {
        json!({
            "block": step.block,
            "transaction": step.transaction,
            "log_index": step.log_index,
            "from": party(step.from),
            "to": party(step.to),
            "editions": step.editions.map(|editions| editions.to_string()),
            "price": step.price.as_ref().map(|price| json!({
                "amount": price.amount.to_string(),
                "currency": party(price.currency),
            })),
            "held_days": held_days(provenance, place),
            "proven": is_proven(ran, place),
            "refused": refused(ran, place),
        })
    };
    json!({
        "whole": provenance.whole,
        "ends_at_owner": provenance.ends_at_owner,
        "left_out": provenance.left_out,
        "evidence": provenance.evidence,
        "steps": provenance.steps.iter().enumerate().map(step).collect::<Vec<Value>>(),
    })
}

/// Whole days in the hands that a step led to; none for editions, for what is burnt, and
/// where it is not known what came right after.
fn held_days(provenance: &Provenance, place: usize) -> Option<u32> {
    let custody = provenance.custodies().into_iter().find(|custody| custody.step == place)?;
    let until = custody.until.or_else(|| provenance.evidence.as_of())?;
    Some(until.days_since(custody.since))
}

/// That a step names a receipt proves nothing: it was run, and bears the step out.
fn is_proven(ran: &Ran, place: usize) -> bool {
    matches!(ran.get(place), Some(Some(Ok(()))))
}

/// Why the receipt that a step names does not bear it out.
fn refused(ran: &Ran, place: usize) -> Option<&str> {
    match ran.get(place) {
        Some(Some(Err(why))) => Some(why),
        _ => None,
    }
}

/// A field that may hold commas and quotes (RFC 4180).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\"").replace(['\r', '\n'], " "))
}

fn party(party: Option<Address>) -> Option<String> {
    party.map(|party| party.to_checksum(None))
}

fn field(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
