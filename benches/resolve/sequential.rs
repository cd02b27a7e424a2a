//! The plainest loader: one token after the other, one request after the other, each file
//! whole in memory and believed, then examined.

use std::error::Error;
use std::time::Instant;

use alloy_primitives::hex;
use alloy_sol_types::SolValue;
use enfilade::media::{Fonts, examine};
use enfilade::platform::net::block_on;
use enfilade::source::{Allowed, Door, Patience, Want};
use serde_json::{Value, json};
use url::Url;

use crate::network::CONTRACT;
use crate::{WORKS, peak_mebibytes};

pub fn load(server: &str) -> Result<Value, Box<dyn Error>> {
    let server: Url = server.parse()?;
    let mut allowed = Allowed::default();
    allowed.server(&server);
    let door = Door::new(allowed, Patience::RESOLVE);
    let start = Instant::now();
    let mut bytes_read = 0;
    for number in 0..WORKS {
        let call = json!({
            "jsonrpc": "2.0", "id": 1, "method": "eth_call",
            "params": [{ "to": CONTRACT, "data": format!("0xc87b56dd{number:064x}") }, "latest"],
        });
        let asked = serde_json::to_vec(&call)?;
        let rpc = server.join("/rpc")?;
        let answer = block_on(door.post_json(&rpc, &asked, Want::ANSWER))?;
        let answer: Value = serde_json::from_slice(&answer)?;
        let uri = String::abi_decode(&hex::decode(answer["result"].as_str().unwrap())?)?;
        let document = server.join(&uri.replace("ipfs://", "/ipfs/"))?;
        let text = block_on(door.get(&document, Want::METADATA))?;
        let text: Value = serde_json::from_slice(&text)?;
        let picture = document.join(text["image"].as_str().unwrap())?;
        let bytes = block_on(door.get(&picture, Want::MEDIA))?;
        bytes_read += bytes.len();
        examine(&bytes, &Fonts::default())?;
    }
    Ok(json!({
        "seconds": start.elapsed().as_secs_f64(),
        "peak_mebibytes": peak_mebibytes(),
        "bytes": bytes_read,
    }))
}
