//! Tokens that were pasted without their standard: their contracts are asked, and the
//! lock names what they say.

use alloy_primitives::Address;
use alloy_sol_types::SolValue;
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::show::Show;

const CHAIN: &str = "eip155:31337";

/// A contract of the tests: of ERC-721, of ERC-1155, of both, or from before ERC-165.
fn contract(number: u8) -> Address {
    Address::repeat_byte(number)
}

/// Which of the two standards each contract says that it follows.
fn says(to: &str) -> Option<[bool; 2]> {
    match to.get(2..4) {
        Some("11") => Some([true, false]),
        Some("22") => Some([false, true]),
        Some("33") => Some([true, true]),
        _ => None,
    }
}

fn call(asked: &Value) -> Value {
    let params = &asked["params"];
    let data = params[0]["data"].as_str().or(params[0]["input"].as_str()).unwrap_or("");
    let document = "data:application/json,{\"name\":\"A\",\"image\":\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'><path d='M0 0h2v2z'/></svg>\"}";
    let answer = match (asked["method"].as_str().unwrap(), data.get(..10)) {
        ("eth_chainId", _) => {
            return json!({ "jsonrpc": "2.0", "id": asked["id"], "result": "0x7a69" });
        }
        ("eth_getBlockByNumber", _) => {
            let block = json!({ "number": "0x10", "hash": format!("0x{}", "22".repeat(32)), "timestamp": "0x69a00000" });
            return json!({ "jsonrpc": "2.0", "id": asked["id"], "result": block });
        }
        // All have code but what would make many calls one.
        ("eth_getCode", _) => {
            let multicall = params[0].as_str().unwrap().starts_with("0xca11bde0");
            Some(if multicall { vec![] } else { vec![0x60] })
        }
        // supportsInterface(bytes4)
        (_, Some("0x01ffc9a7")) => {
            says(params[0]["to"].as_str().unwrap()).map(|[erc721, erc1155]| {
                let asked_721 = data[10..].starts_with("80ac58cd");
                let asked_1155 = data[10..].starts_with("d9b67a26");
                ((asked_721 && erc721) || (asked_1155 && erc1155)).abi_encode()
            })
        }
        // tokenURI(uint256), uri(uint256)
        (_, Some("0xc87b56dd" | "0x0e89341c")) => Some(document.abi_encode()),
        (_, Some("0x6352211e")) => Some(contract(9).abi_encode()),
        _ => None,
    };
    match answer {
        Some(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({ "jsonrpc": "2.0", "id": asked["id"], "result": format!("0x{hex}") })
        }
        None => {
            json!({ "jsonrpc": "2.0", "id": asked["id"], "error": { "code": 3, "message": "execution reverted" } })
        }
    }
}

#[test]
fn a_contract_is_asked_which_standard_its_tokens_follow() {
    let server = Server::reading(|request| {
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        Reply::ok(match &asked {
            Value::Array(many) => Value::Array(many.iter().map(call).collect()).to_string(),
            one => call(one).to_string(),
        })
    });
    let mut toml = format!("[chains.\"{CHAIN}\"]\nendpoints = [\"{}\"]\n", server.url());
    let rows = [(0x11, "erc721"), (0x22, "erc1155"), (0x33, "erc721"), (0x44, "erc721")];
    for (number, _) in rows {
        let contract = contract(number);
        toml.push_str(&format!("[[work]]\ntoken = \"{CHAIN}:{contract}/7\"\nid = \"w{number}\"\n"));
    }
    let show = Show::new(&toml);
    assert_eq!(show.resolve().missing, vec![]);
    for (number, standard) in rows {
        let token = show.work(&format!("w{number}")).token.unwrap().to_string();
        assert_eq!(token, format!("{CHAIN}/{standard}:{}/7", contract(number)));
    }
    let asked = server.asked();
    show.resolve();
    assert_eq!(server.asked(), asked, "what is known was asked again");
}
