//! JSON-RPC as Solana's endpoints speak it, through the one door.

use futures::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use url::Url;

use crate::limits::{CALLS_PER_BATCH_MAX, PER_HOST_MAX};
use crate::source::door_error::host_of;
use crate::source::{ChainError, Door, DoorError, Want};

/// One endpoint.
#[derive(Clone, Debug)]
pub(super) struct Rpc {
    door: Door,
    url: Url,
    name: String,
}

/// What one call is answered with: a result, or the endpoint's own words.
pub(super) type Answer = Result<Value, String>;

/// The words of an endpoint that knows no such method.
pub(super) const NO_METHOD: &str = "(-32601)";

impl Rpc {
    pub fn new(door: &Door, url: &Url) -> Self {
        Self { door: door.clone(), url: url.clone(), name: host_of(url) }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// One call.
    pub async fn one(&self, method: &str, params: Value) -> Result<Answer, ChainError> {
        let answer = self.post(&call(0, method, params)).await?;
        answer_to(0, &answer).ok_or_else(|| self.strange("its answer is no JSON-RPC"))
    }

    /// One method many times: in batches where the endpoint takes them, and one by one
    /// otherwise.
    pub async fn many(&self, method: &str, asked: Vec<Value>) -> Result<Vec<Answer>, ChainError> {
        let mut answers = Vec::with_capacity(asked.len());
        for chunk in asked.chunks(CALLS_PER_BATCH_MAX) {
            answers.extend(match self.together(method, chunk).await? {
                Some(found) => found,
                None => {
                    let calls = chunk.iter().map(|params| self.one_of_many(method, params));
                    futures::stream::iter(calls).buffered(PER_HOST_MAX).try_collect().await?
                }
            });
        }
        Ok(answers)
    }

    /// One call, where a refusal by HTTP may be meant for this method alone.
    async fn one_of_many(&self, method: &str, params: &Value) -> Result<Answer, ChainError> {
        match self.one(method, params.clone()).await {
            Err(ChainError::Door(error @ DoorError::Status { status, .. })) if status < 500 => {
                Ok(Err(error.to_string()))
            }
            answer => answer,
        }
    }

    /// A batch; none where the endpoint takes none, or leaves a call out.
    async fn together(
        &self,
        method: &str,
        asked: &[Value],
    ) -> Result<Option<Vec<Answer>>, ChainError> {
        if asked.len() < 2 {
            return Ok(None);
        }
        let calls: Vec<Value> =
            asked.iter().enumerate().map(|(id, params)| call(id, method, params.clone())).collect();
        let answers = match self.post(&Value::Array(calls)).await {
            Err(ChainError::Door(DoorError::Status { status, .. })) if status < 500 => {
                return Ok(None);
            }
            Err(ChainError::NoEndpoint { .. } | ChainError::Door(DoorError::TooLarge { .. })) => {
                return Ok(None);
            }
            answers => answers?,
        };
        let Some(answers) = answers.as_array() else { return Ok(None) };
        let own = |id| answers.iter().find_map(|answer| answer_to(id, answer));
        Ok((0..asked.len()).map(own).collect())
    }

    async fn post(&self, json: &Value) -> Result<Value, ChainError> {
        let body = json.to_string();
        let answer = self.door.post_json(&self.url, body.as_bytes(), Want::ANSWER).await?;
        serde_json::from_slice(&answer).map_err(|_| self.strange("its answer is no JSON-RPC"))
    }

    pub fn strange(&self, problem: &str) -> ChainError {
        ChainError::NoEndpoint {
            endpoint: self.name.clone(),
            family: "Solana",
            problem: problem.to_owned(),
        }
    }
}

fn call(id: usize, method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

/// What answers the call with this id; none where it is the answer to another.
fn answer_to(id: usize, answer: &Value) -> Option<Answer> {
    if let Some(error) = answer.get("error").filter(|error| error.is_object()) {
        // Who could not read the question does not know its id.
        let own = answer["id"] == id || answer["id"].is_null();
        let (code, message) = (&error["code"], error["message"].as_str().unwrap_or(""));
        return own.then(|| Err(format!("{message} ({code})")));
    }
    (answer["id"] == id).then(|| answer.get("result").cloned().map(Ok)).flatten()
}
