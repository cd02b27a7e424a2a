//! Tokens of a chain whose bytes lie behind a gateway, both on loopback and both 50 ms
//! away: files of mixed sizes, up to tens of megabytes.

use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::thread;
use std::time::Duration;

use alloy_primitives::address;
use alloy_sol_types::SolValue;
use image::{DynamicImage, ImageFormat, RgbImage};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::cars::Tree;
use crate::server::{Reply, Request, Server};
use crate::{WORKS, in_a_child, processor_seconds};

const LATENCY: Duration = Duration::from_millis(50);

pub const CONTRACT: &str = "0x1111111111111111111111111111111111111111";

/// Measures; with `all`, also the loader that takes one after the other, which takes
/// minutes.
pub fn measure(all: bool) -> Result<Value, Box<dyn Error>> {
    let mut files = Vec::new();
    for number in 0..WORKS {
        let (extension, media) = media(number)?;
        let document = json!({
            "name": format!("Token {number}"),
            "image": format!("{number}.{extension}"),
        });
        files.push((format!("{number}.{extension}"), media));
        files.push((format!("{number}.json"), serde_json::to_vec(&document)?));
    }
    let largest = files.iter().map(|(_, bytes)| bytes.len()).max();
    let plain: std::collections::HashMap<_, _> = files.iter().cloned().collect();
    let tree = Tree::new(files);
    let root = tree.root.to_string();
    let server = Server::reading(move |request| {
        thread::sleep(LATENCY);
        if request.path == "/rpc" {
            return Reply::ok(answers(request, &root).to_string());
        }
        let of_car = || tree.answer(&request.path).filter(|_| request.path.contains("format=car"));
        let of_file = || {
            let name = request.path.rsplit('/').next()?;
            plain.get(name).cloned()
        };
        of_car().or_else(of_file).map_or_else(|| Reply::status(404, ""), Reply::ok)
    });
    let folder = tempfile::tempdir()?;
    let mut toml = format!(
        "title = \"A thousand tokens\"\n[gateways]\nipfs = [\"{0}\"]\n[chains.\"eip155:31337\"]\nendpoints = [\"{0}/rpc\"]\n",
        server.url()
    );
    for number in 0..WORKS {
        toml.push_str(&format!("[[work]]\ntoken = \"eip155:31337/erc721:{CONTRACT}/{number}\"\n"));
    }
    fs::write(folder.path().join("exhibition.toml"), toml)?;
    let dir = folder.path().to_str().unwrap();
    let before = processor_seconds();
    let first = in_a_child(["child", dir])?;
    let served = processor_seconds().zip(before).map(|(after, before)| after - before);
    let again = in_a_child(["child", dir])?;
    let bounds = [
        ("first", &first, "seconds", 15.0),
        ("first", &first, "peak_mebibytes", 300.0),
        ("again", &again, "seconds", 1.0),
    ];
    for (run, figures, what, at_most) in bounds {
        let found = figures[what].as_f64().unwrap_or(f64::INFINITY);
        if found > at_most {
            return Err(format!("{run}: {what} are {found}, more than {at_most}").into());
        }
    }
    let mut figures = json!({
        "tokens": WORKS,
        "latency_ms": LATENCY.as_millis() as u64,
        "largest_file_bytes": largest,
        "cores": thread::available_parallelism()?.get(),
        "first": first,
        "processor_seconds_of_the_servers": served,
        "again": again,
    });
    if all {
        figures["one_after_the_other"] = in_a_child(["sequential-child", &server.url()])?;
    }
    Ok(figures)
}

/// A token's picture, by its number: most are small, some are large, a few are huge.
fn media(number: u32) -> Result<(&'static str, Vec<u8>), Box<dyn Error>> {
    Ok(match number % 200 {
        // 27 MB each: noise cannot be packed.
        0 => ("png", noise(3_000, 3_000, number, ImageFormat::Png)?),
        1..=3 => ("jpg", noise(2_400, 1_800, number, ImageFormat::Jpeg)?),
        4..=23 => ("jpg", noise(1_000, 1_000, number, ImageFormat::Jpeg)?),
        24..=123 => ("png", waves(400, number)?),
        _ => ("svg", drawing(number).into_bytes()),
    })
}

fn noise(
    width: u32,
    height: u32,
    seed: u32,
    format: ImageFormat,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut pixels = vec![0; (width * height * 3) as usize];
    ChaCha8Rng::seed_from_u64(seed.into()).fill_bytes(&mut pixels);
    let picture = RgbImage::from_raw(width, height, pixels).unwrap();
    encoded(picture, format)
}

fn waves(side: u32, number: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let picture = RgbImage::from_fn(side, side, |x, y| {
        let wave = (x * (number % 7 + 1) + y * (number % 5 + 1)) / 9;
        image::Rgb([(wave % 256) as u8, (x * 255 / side) as u8, (number % 256) as u8])
    });
    encoded(picture, ImageFormat::Png)
}

fn encoded(picture: RgbImage, format: ImageFormat) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, format)?;
    Ok(bytes.into_inner())
}

fn drawing(number: u32) -> String {
    let circles: String = (0..12)
        .map(|i| {
            let (x, y) = ((number * 37 + i * 53) % 300, (number * 17 + i * 71) % 300);
            format!(
                "<circle cx='{x}' cy='{y}' r='{}' fill='#{:06x}'/>",
                10 + i * 3,
                number * 811 + i
            )
        })
        .collect();
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='300' height='300'>{circles}</svg>")
}

/// The endpoint's answers to one call or to a batch.
fn answers(request: &Request, root: &str) -> Value {
    match serde_json::from_slice(&request.body).unwrap() {
        Value::Array(batch) => batch.iter().map(|asked| answer(asked, root)).collect(),
        asked => answer(&asked, root),
    }
}

fn answer(asked: &Value, root: &str) -> Value {
    let result = match asked["method"].as_str().unwrap() {
        "eth_chainId" => json!("0x7a69"),
        "eth_getBlockByNumber" => {
            json!({ "number": "0x10", "hash": format!("0x{}", "22".repeat(32)), "timestamp": "0x69a00000" })
        }
        // No contract that makes many calls one: the endpoint is asked in batches.
        "eth_getCode" if asked["params"][0].as_str().is_some_and(|of| of.starts_with("0xca11")) => {
            json!("0x")
        }
        "eth_getCode" => json!("0x60"),
        "eth_call" => {
            let call = &asked["params"][0];
            let data = call["data"].as_str().or(call["input"].as_str()).unwrap();
            let number = || u64::from_str_radix(&data[data.len() - 16..], 16).unwrap();
            let bytes = match &data[..10] {
                "0xc87b56dd" => format!("ipfs://{root}/{}.json", number()).abi_encode(),
                "0x6352211e" => address!("2222222222222222222222222222222222222222").abi_encode(),
                _ => {
                    let error = json!({ "code": 3, "message": "execution reverted" });
                    return json!({ "jsonrpc": "2.0", "id": asked["id"], "error": error });
                }
            };
            json!(format!(
                "0x{}",
                bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
            ))
        }
        // It keeps no proofs, no events and no state by the slot.
        other => {
            let error = json!({ "code": -32601, "message": format!("Method not found: {other}") });
            return json!({ "jsonrpc": "2.0", "id": asked["id"], "error": error });
        }
    };
    json!({ "jsonrpc": "2.0", "id": asked["id"], "result": result })
}
