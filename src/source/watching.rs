//! Watching works through endpoints: what the watch asks is sent, many questions in one
//! round trip, and what comes of it is told. Other endpoints are asked beside the one whose
//! turn it is where the watch wants to hear them.

use std::collections::BTreeMap;
use std::time::Duration;

use alloy_primitives::U64;
use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use futures::future::{Either, join, join_all, select};
use serde_json::{Value, json};
use url::Url;

use super::door_error::host_of;
use super::{Allowed, Door, DoorError, Patience, Want};
use crate::limits::{BATCHES_PER_ROUND_MAX, CALLS_PER_BATCH_MAX, FAILED_ROUNDS_MAX, PER_HOST_MAX};
use crate::ownership::Timestamp;
use crate::ownership::live::{Endpoints, News, Order, Trouble};
use crate::ownership::watch::{Answer, Call, Inquiry, Refusal, Voices, Watch};
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
    pub const VISITOR: Self = Self { round: Duration::from_secs(12), soon: Duration::from_secs(1) };
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
    /// The endpoints, in whose order each has its turn.
    urls: Vec<Url>,
    turn: usize,
    /// How many rounds in a row the one whose turn it is did not answer as it should.
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
    let mut agree = endpoints.agree.clone();
    if let Some(own) = own {
        match chain_of(&door, &own).await {
            Ok(chain) => {
                // Nobody is asked whether what it says is so: the visitor chose it.
                agree.remove(&chain);
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
    let lines = named.into_iter().filter_map(|(chain, urls)| {
        let agree = agree.get(&chain).copied();
        Line::new(chain, urls, agree)
    });
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
    fn new(chain: ChainId, urls: Vec<Url>, agree: Option<u32>) -> Option<Self> {
        let voices = Voices::new(urls.iter().map(host_of).collect(), 0, agree)?;
        let watch = Watch::new(chain, voices)?;
        Some(Self { urls, turn: 0, failures: 0, singly: false, watch })
    }

    async fn round(&mut self, door: &Door, order: &Order, tell: &(impl Fn(News) + Sync)) {
        self.take_turns();
        self.watch.heed(order);
        self.watch.begin();
        let (mut batches, mut asked) = (Batches::default(), false);
        while batches.take() {
            let (calls, others) = (self.watch.calls(), self.watch.others());
            if calls.is_empty() && others.is_none() {
                break;
            }
            asked = true;
            let urls = self.urls.clone();
            // What this one tells is told before the last of the others has answered.
            let ((), heard) = join(self.step(door, &calls, tell), hear(door, &urls, others)).await;
            if let Some(heard) = heard {
                self.watch.hear(&heard);
            }
            self.watch.take_news().into_iter().for_each(tell);
        }
        if asked {
            self.count(self.watch.has_failed());
        }
    }

    /// Asks the endpoint whose turn it is, and takes in what it answers.
    async fn step(&mut self, door: &Door, calls: &[Call], tell: &(impl Fn(News) + Sync)) {
        if calls.is_empty() {
            return;
        }
        match self.ask(door, calls).await {
            Ok(answers) => {
                self.watch.bring(answers, Timestamp::from_unix(net::unix_now()));
            }
            Err(error) => self.watch.fail(error.to_string()),
        }
        self.watch.take_news().into_iter().for_each(tell);
    }

    /// Counts a round. Failures are counted until a whole round succeeds: of an endpoint that
    /// names its newest block and answers nothing else, no owner is ever learnt.
    fn count(&mut self, has_failed: bool) {
        self.failures = if has_failed { self.failures + 1 } else { 0 };
    }

    /// Gives the next endpoint its turn, where this one did not answer for long enough.
    fn take_turns(&mut self) {
        if self.failures < FAILED_ROUNDS_MAX || self.urls.len() < 2 {
            return;
        }
        self.turn = (self.turn + 1) % self.urls.len();
        (self.failures, self.singly) = (0, false);
        self.watch.turn(self.turn);
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

/// What the other endpoints answer, all asked at once.
async fn hear(door: &Door, urls: &[Url], others: Option<Inquiry>) -> Option<Vec<Answer>> {
    let Inquiry { call, endpoints } = others?;
    let body = json_rpc(&call, 0);
    let asked = endpoints.iter().filter_map(|at| urls.get(*at));
    Some(join_all(asked.map(|url| answer_of(door, url, &body))).await)
}

/// What one endpoint answers; that it does not is an answer, too.
async fn answer_of(door: &Door, url: &Url, body: &Value) -> Answer {
    match post(door, url, body).await {
        Ok(answer) => reply(Some(&answer)),
        Err(error) => Err(Refusal { code: 0, message: error.to_string() }),
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
            let mut line = Line::new(ChainId::evm(1), urls, None).unwrap();
            (0..failures).for_each(|_| line.count(true));
            line.take_turns();
            assert_eq!(line.turn, turn, "{failures} of {endpoints}");
            // Each turn begins anew.
            assert_eq!(line.failures, if turn == 0 { failures } else { 0 });
        };
        check(2, FAILED_ROUNDS_MAX - 1, 0);
        check(2, FAILED_ROUNDS_MAX, 1);
        check(1, FAILED_ROUNDS_MAX, 0);
        // One round that succeeds makes good for those before.
        let urls = urls.iter().map(|url| url.parse().unwrap()).collect();
        let mut line = Line::new(ChainId::evm(1), urls, None).unwrap();
        for has_failed in [true, true, false, true, true] {
            line.count(has_failed);
        }
        line.take_turns();
        assert_eq!((line.turn, line.failures), (0, 2));
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
