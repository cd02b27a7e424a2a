//! Watching works through endpoints: what the watch asks is sent, many questions in one
//! round trip, and what comes of it is told.

use std::collections::BTreeMap;
use std::time::Duration;

use alloy_primitives::U64;
use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{Either, join_all, select};
use serde_json::{Value, json};
use url::Url;

use super::door_error::host_of;
use super::{Allowed, Door, DoorError, Patience, Want};
use crate::limits::{BATCHES_PER_ROUND_MAX, CALLS_PER_BATCH_MAX, FAILED_ROUNDS_MAX, PER_HOST_MAX};
use crate::ownership::Timestamp;
use crate::ownership::live::{Endpoints, News, Order, Trouble};
use crate::ownership::watch::{Answer, Call, Refusal, Watch};
use crate::platform::net;
use crate::token::ChainId;

/// How often works are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// From one round to the next.
    pub round: Duration,
    /// The least between two rounds that visitors bring about.
    pub soon: Duration,
}

impl Pace {
    /// Of somebody who looks at the gallery: a block of Ethereum.
    pub const VISITOR: Self =
        Self { round: Duration::from_secs(12), soon: Duration::from_secs(1) };
}

/// How many batches a round took so far.
#[derive(Default)]
struct Batches(usize);

impl Batches {
    /// Takes one more, where the round may have it.
    fn take(&mut self) -> bool {
        self.0 += 1;
        self.0 <= BATCHES_PER_ROUND_MAX
    }
}

/// One chain that is watched.
struct Line {
    chain: ChainId,
    /// The endpoints, in whose order each has its turn.
    urls: Vec<Url>,
    turn: usize,
    failures: usize,
    /// Whether the endpoint takes no batches.
    singly: bool,
    watch: Watch,
}

/// Heeds orders at this pace until there is nobody left who gives any.
pub async fn watch(
    endpoints: Endpoints,
    pace: Pace,
    mut orders: UnboundedReceiver<Order>,
    tell: impl Fn(News) + Send + Sync + 'static,
) {
    let (door, mut lines) = lines(&endpoints, &tell).await;
    let mut order = Order::default();
    loop {
        while let Ok(latest) = orders.try_recv() {
            order = latest;
        }
        for line in &mut lines {
            line.round(&door, &order, &tell).await;
        }
        net::sleep(pace.soon).await;
        // With nothing in sight there is nothing to wake up for but another order.
        let next = match order.works.is_empty() {
            true => orders.next().await,
            false => {
                let rest = net::sleep(pace.round.saturating_sub(pace.soon));
                match select(orders.next(), rest).await {
                    Either::Left((next, _)) => next,
                    Either::Right(_) => continue,
                }
            }
        };
        match next {
            Some(next) => order = next,
            None => return,
        }
    }
}

/// A line to each chain, and the door through which they go.
async fn lines(endpoints: &Endpoints, tell: &(impl Fn(News) + Sync)) -> (Door, Vec<Line>) {
    let parse = |address: &String| Url::parse(address).ok();
    let mut named: BTreeMap<ChainId, Vec<Url>> = endpoints
        .named
        .iter()
        .map(|(chain, urls)| (chain.clone(), urls.iter().filter_map(parse).collect()))
        .collect();
    let own = endpoints.own.as_ref().and_then(parse);
    let mut allowed = Allowed::default();
    for url in named.values().flatten().chain(&own) {
        allowed.server(url);
    }
    let door = Door::new(allowed, Patience::VISITOR);
    if let Some(own) = own {
        match chain_of(&door, &own).await {
            Ok(chain) => {
                named.insert(chain, vec![own]);
            }
            Err(said) => {
                // No chain is known that it could be about: the first that hangs here.
                let chain = named.keys().next().cloned().unwrap_or_else(|| ChainId::evm(1));
                let trouble = Some(Trouble::Silent(said));
                tell(News::Line { chain, endpoint: host_of(&own), trouble });
            }
        }
    }
    let lines = named.into_iter().filter_map(|(chain, urls)| Line::new(chain, urls));
    (door, lines.collect())
}

/// The chain that an endpoint says it is of.
async fn chain_of(door: &Door, url: &Url) -> Result<ChainId, String> {
    let call = Call { method: "eth_chainId", params: json!([]) };
    let answer = post(door, url, &json_rpc(&call, 0)).await.map_err(|error| error.to_string())?;
    let said = reply(Some(&answer)).map_err(|refusal| refusal.message)?;
    let number: U64 = serde_json::from_value(said).map_err(|error| error.to_string())?;
    Ok(ChainId::evm(number.to()))
}

impl Line {
    fn new(chain: ChainId, urls: Vec<Url>) -> Option<Self> {
        let watch = Watch::new(chain.clone(), host_of(urls.first()?))?;
        Some(Self { chain, urls, turn: 0, failures: 0, singly: false, watch })
    }

    async fn round(&mut self, door: &Door, order: &Order, tell: &(impl Fn(News) + Sync)) {
        self.take_turns();
        self.watch.heed(order);
        self.watch.begin();
        let mut batches = Batches::default();
        while batches.take() {
            let calls = self.watch.calls();
            if calls.is_empty() {
                break;
            }
            match self.ask(door, &calls).await {
                Ok(answers) => {
                    self.failures = 0;
                    self.watch.bring(answers, Timestamp::from_unix(net::unix_now()));
                }
                Err(error) => {
                    self.failures += 1;
                    self.watch.fail(error.to_string());
                }
            }
            self.watch.take_news().into_iter().for_each(tell);
        }
    }

    /// Gives the next endpoint its turn, where this one did not answer for long enough.
    fn take_turns(&mut self) {
        if self.failures < FAILED_ROUNDS_MAX || self.urls.len() < 2 {
            return;
        }
        self.turn = (self.turn + 1) % self.urls.len();
        (self.failures, self.singly) = (0, false);
        let next = Watch::new(self.chain.clone(), host_of(&self.urls[self.turn]));
        // The chain is the same, so that there is one.
        if let Some(next) = next {
            self.watch = next;
        }
    }

    async fn ask(&mut self, door: &Door, calls: &[Call]) -> Result<Vec<Answer>, DoorError> {
        let url = self.urls[self.turn].clone();
        let mut answers = Vec::with_capacity(calls.len());
        for batch in calls.chunks(CALLS_PER_BATCH_MAX) {
            if batch.len() > 1 && !self.singly {
                let body: Value =
                    batch.iter().enumerate().map(|(id, call)| json_rpc(call, id)).collect();
                if let Value::Array(replies) = post(door, &url, &body).await? {
                    let of = |id: usize| replies.iter().find(|reply| reply["id"] == json!(id));
                    answers.extend((0..batch.len()).map(|id| reply(of(id))));
                    continue;
                }
                self.singly = true;
            }
            let asked: Vec<Value> = batch.iter().map(|call| json_rpc(call, 0)).collect();
            for some in asked.chunks(PER_HOST_MAX) {
                for one in join_all(some.iter().map(|body| post(door, &url, body))).await {
                    answers.push(reply(Some(&one?)));
                }
            }
        }
        Ok(answers)
    }
}

fn json_rpc(call: &Call, id: usize) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": call.method, "params": call.params })
}

/// One answer; what is no JSON is none.
async fn post(door: &Door, url: &Url, body: &Value) -> Result<Value, DoorError> {
    let answer = door.post_json(url, body.to_string().as_bytes(), Want::ANSWER).await?;
    Ok(serde_json::from_slice(&answer).unwrap_or_default())
}

fn reply(reply: Option<&Value>) -> Answer {
    let nothing = || Refusal { code: 0, message: "it left out the answer".to_owned() };
    let reply = reply.ok_or_else(nothing)?;
    match (reply.get("result"), reply.get("error")) {
        (Some(result), None | Some(Value::Null)) => Ok(result.clone()),
        (_, Some(error)) => {
            Err(serde_json::from_value(error.clone()).unwrap_or_else(|_| nothing()))
        }
        (None, None) => Err(nothing()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::PROOF_ROUNDS_MAX;

    #[test]
    fn an_endpoint_may_fail_for_so_many_rounds_and_no_more() {
        let urls = ["https://one.example/", "https://other.example/"];
        let check = |endpoints: usize, failures: usize, turn: usize| {
            let urls = urls[..endpoints].iter().map(|url| url.parse().unwrap()).collect();
            let mut line = Line::new(ChainId::evm(1), urls).unwrap();
            line.failures = failures;
            line.take_turns();
            assert_eq!(line.turn, turn, "{failures} of {endpoints}");
            // Each turn begins anew.
            assert_eq!(line.failures, if turn == 0 { failures } else { 0 });
        };
        check(2, FAILED_ROUNDS_MAX - 1, 0);
        check(2, FAILED_ROUNDS_MAX, 1);
        check(1, FAILED_ROUNDS_MAX, 0);
    }

    #[test]
    fn a_round_takes_so_many_batches_and_no_more() {
        let mut batches = Batches::default();
        for batch in 1..=BATCHES_PER_ROUND_MAX {
            assert!(batches.take(), "{batch}");
        }
        assert!(!batches.take());
        // The head, which blocks still stand, the owners twice, a hint, and the rounds.
        const { assert!(5 + PROOF_ROUNDS_MAX <= BATCHES_PER_ROUND_MAX) };
    }
}
