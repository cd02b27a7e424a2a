//! An endpoint before a node that keeps what the node has answered: asked again it is warm,
//! where the node works out every proof anew. It counts what it is asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::local::http::post;
use crate::server::{Reply, Request, Server};

pub struct Keeper {
    server: Server,
}

/// Answers by method and parameters: `"result":…` or `"error":…`.
type Kept = Mutex<HashMap<String, Arc<str>>>;

impl Keeper {
    /// Stands before the node at this address.
    pub fn start(node: &str) -> Self {
        let (node, kept) = (node.to_owned(), Kept::default());
        Self { server: Server::reading(move |request| answer(&node, &kept, request)) }
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    /// How many requests of HTTP there were.
    pub fn asked(&self) -> usize {
        self.server.asked()
    }

    /// How many requests it had to answer at once, at most.
    pub fn most_in_flight(&self) -> usize {
        self.server.most_in_flight()
    }
}

fn answer(node: &str, kept: &Kept, request: &Request) -> Reply {
    let asked: Value = serde_json::from_slice(&request.body).unwrap();
    let calls = asked.as_array().map_or(std::slice::from_ref(&asked), Vec::as_slice);
    let known = |call: &Value| kept.lock().unwrap().get(&key(call)).cloned();
    let new: Vec<Value> = calls.iter().filter(|call| known(call).is_none()).cloned().collect();
    if !new.is_empty() {
        let answers = post(node, &Value::Array(new.clone()));
        for answer in answers.as_array().unwrap() {
            let call = new.iter().find(|call| call["id"] == answer["id"]).unwrap();
            let what = if answer["error"].is_null() { "result" } else { "error" };
            let said = format!("\"{what}\":{}", answer[what]);
            kept.lock().unwrap().insert(key(call), said.into());
        }
    }
    let replies = calls.iter().map(|call| {
        format!("{{\"jsonrpc\":\"2.0\",\"id\":{},{}}}", call["id"], known(call).unwrap())
    });
    let replies: Vec<String> = replies.collect();
    let body = if asked.is_array() { format!("[{}]", replies.join(",")) } else { replies.concat() };
    Reply::ok(body).with("content-type", "application/json")
}

fn key(call: &Value) -> String {
    format!("{} {}", call["method"], call["params"])
}
