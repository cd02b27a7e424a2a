//! What a worker's JavaScript calls: strings and bytes in, JSON out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::{signed, stored, trial};
use crate::exhibition::SignedBytes;
use crate::ownership::live::{Order, Watched};
use crate::ownership::watch::{Answer, Refusal, Voices, Watch};
use crate::ownership::{Stored, Timestamp};

/// What came back on one call, as JSON-RPC has it.
#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    result: Value,
    #[serde(default)]
    error: Option<Refusal>,
}

/// Tries the verifier when it is loaded. What fails at its own proof is not there for others.
#[wasm_bindgen(start)]
pub fn begin() -> Result<(), JsError> {
    if trial::passes() { Ok(()) } else { Err(JsError::new("the verifier fails at its own trial")) }
}

/// Holds a stored proof against what is said of a work (`Stored` as JSON); a list of
/// `Checked` as JSON.
#[wasm_bindgen]
pub fn check_stored(
    stored: &str,
    witness: &[u8],
    codes: Vec<js_sys::Uint8Array>,
) -> Result<String, JsError> {
    let codes = codes.iter().map(js_sys::Uint8Array::to_vec).collect();
    Ok(stored::check_json(stored, witness, codes)?)
}

/// Adds to a list of `Checked` (as JSON) what came of holding what is called attested of a work
/// (`Attestable` as JSON) to its records, and to the status list of each, at its place; an
/// empty one where none is kept. Such a list again.
#[wasm_bindgen]
pub fn add_signed(
    checks: &str,
    said: &str,
    records: Vec<js_sys::Uint8Array>,
    lists: Vec<js_sys::Uint8Array>,
    unix_now: f64,
) -> Result<String, JsError> {
    let signed = |(record, list): (&js_sys::Uint8Array, &js_sys::Uint8Array)| SignedBytes {
        record: record.to_vec(),
        status: Some(list.to_vec()).filter(|list| !list.is_empty()),
    };
    let signed: Vec<SignedBytes> = records.iter().zip(&lists).map(signed).collect();
    let now = Timestamp::from_unix(unix_now as i64);
    Ok(signed::add_signed_json(checks, said, &signed, now)?)
}

/// What is watched of a work of which this is said (`Stored` as JSON): a list of `Watched`
/// as JSON.
#[wasm_bindgen]
pub fn watched(work: &str, stored: &str) -> Result<String, JsError> {
    let stored: Stored = serde_json::from_str(stored)?;
    json(&Watched::all_of(work, &stored.token, &stored.ownership))
}

/// The works of one chain, watched and proven through one endpoint. Whoever holds it
/// sends what [`Line::calls`] and [`Line::others`] say and brings what comes back, until
/// there is neither.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Line(Watch);

#[wasm_bindgen]
impl Line {
    /// For a chain of the EVM (CAIP-2), by the hosts of its endpoints (a list as JSON), of
    /// which the one at this place is asked, and so many must name its block; more than half
    /// where nobody says.
    #[wasm_bindgen(constructor)]
    pub fn new(chain: &str, hosts: &str, at: usize, agree: Option<u32>) -> Result<Line, JsError> {
        let not_evm = || JsError::new(&format!("{chain} is no chain of the EVM"));
        let nobody = || JsError::new(&format!("{chain} has no endpoint at that place"));
        let voices = Voices::new(serde_json::from_str(hosts)?, at, agree).ok_or_else(nobody)?;
        Ok(Self(Watch::new(chain.parse()?, voices).ok_or_else(not_evm)?))
    }

    /// The endpoint at this place has its turn.
    pub fn turn(&mut self, at: usize) {
        self.0.turn(at);
    }

    /// What is to be watched from now on (`Order` as JSON).
    pub fn heed(&mut self, order: &str) -> Result<(), JsError> {
        let order: Order = serde_json::from_str(order)?;
        self.0.heed(&order);
        Ok(())
    }

    pub fn begin(&mut self) {
        self.0.begin();
    }

    /// Methods and parameters of the next batch; an empty list at the end of the round.
    pub fn calls(&self) -> Result<String, JsError> {
        json(&self.0.calls())
    }

    /// The replies to the batch, in its order: `[{result} | {error}]`.
    pub fn bring(&mut self, replies: &str, unix_now: f64) -> Result<(), JsError> {
        self.0.bring(answers(replies)?, Timestamp::from_unix(unix_now as i64));
        Ok(())
    }

    /// What the other endpoints are to be asked meanwhile, each by itself:
    /// `{call, endpoints}`, the latter by their places; null where they are not.
    pub fn others(&self) -> Result<String, JsError> {
        json(&self.0.others())
    }

    /// Their replies, in the order of their places.
    pub fn hear(&mut self, replies: &str) -> Result<(), JsError> {
        self.0.hear(&answers(replies)?);
        Ok(())
    }

    /// The endpoint gave no answer at all.
    pub fn fail(&mut self, said: String) {
        self.0.fail(said);
    }

    /// Whether the endpoint did not answer the last round as it should.
    pub fn has_failed(&self) -> bool {
        self.0.has_failed()
    }

    /// What happened since it was last asked for: a list of `News` as JSON.
    pub fn take_news(&mut self) -> Result<String, JsError> {
        json(&self.0.take_news())
    }
}

fn answers(replies: &str) -> Result<Vec<Answer>, JsError> {
    let replies: Vec<Reply> = serde_json::from_str(replies)?;
    Ok(replies.into_iter().map(|reply| reply.error.map_or(Ok(reply.result), Err)).collect())
}

fn json<T: Serialize>(value: &T) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}
