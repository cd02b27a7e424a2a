//! An exhibition of tokens and manifests with one for every rule of the standards: a local
//! chain, an indexer of Tezos, an endpoint of Solana and a gateway that serves CARs, and the
//! table of what became of each.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use enfilade::exhibition::{ByteStrength, Language, LockedWork, Media};
use enfilade::messages::Messages;
use serde_json::json;

use crate::contracts::{Elders, deploy_whole};
use crate::documents::{cell, label, outcome};
use crate::local::Chain;
use crate::rules_served::{answer, tree};
use crate::server::Server;
use crate::show::Show;
use crate::{manifests, solana, tezos};

sol! {
    interface Paintings {
        function mint(address to, uint256 number, string calldata uri) external;
    }
}

const CHAIN: &str = "eip155:1";

/// Of Arweave: the hash of a signature.
pub const TRANSACTION: &str = "bNbA3TEQVL60xlgCcqdz4ZPHFZ711cZ3hmkpGttDt_U";

const HEADING: &str = "# What becomes of every rule of tokens and manifests

Written by `UPDATE_TABLE=1 cargo test --no-default-features --features resolve --test
end_to_end rules`, and held by that test: what `enfilade resolve` shows of tokens and
manifests, one for every rule that no document alone can show ([TABLE.md](TABLE.md) has
those). The chain, the gateway and the indexers are real or answer as theirs do, and lie
on this machine.

| rule | label | what hangs | told to visitors |
| --- | --- | --- | --- |
";

/// A rule's name and its work, as `exhibition.toml` has it.
type Row = (String, String);

#[test]
fn every_rule_of_tokens_and_manifests_is_kept_as_the_table_says() {
    let files = Arc::new(tree());
    let served = files.clone();
    let server = Server::start(move |path, _| answer(&served, path));
    let url = server.url();
    let (indexer, endpoint) =
        (tezos::tzkt(tezos::Mood::Honest), solana::endpoint(solana::Mood::Indexed));
    let anvil = Chain::start_as(1);

    let mut rows = addresses(&anvil, &url, &files.root.to_string());
    rows.extend(kinds(&anvil, &url));
    rows.extend(stand_ins(&anvil, &url));
    rows.extend(contracts(&anvil, &server));
    rows.extend(elsewhere());
    let manifests = manifests_of(&url);
    for (rule, name, _) in &manifests {
        rows.push((format!("IIIF: {rule}"), format!("manifest = \"{name}.json\"")));
    }

    let mut toml = format!(
        "[gateways]\nipfs = [\"{url}\"]\narweave = [\"{url}\"]\nown_hosts = [\"{}\"]\n\
         [chains.\"{CHAIN}\"]\nendpoints = {}\nnames = \"{url}/mainnet\"\n\
         [chains.\"{}\"]\nendpoints = [\"{}\"]\n[chains.\"{}\"]\nendpoints = [\"{}\"]\n",
        server.address,
        json!([anvil.url]),
        tezos::CHAIN,
        indexer.url(),
        solana::CHAIN,
        endpoint.url(),
    );
    for (number, (_, work)) in rows.iter().enumerate() {
        writeln!(toml, "[[work]]\nid = \"r{number}\"\n{work}").unwrap();
    }
    let show = Show::new(&toml).in_haste();
    for (_, name, manifest) in &manifests {
        show.write(&format!("{name}.json"), manifest.to_string().as_bytes());
    }
    show.resolve();

    // Ports are others every time.
    let places = [(url, "http://gateway"), (server.address.to_string(), "gateway")];
    let mut table = HEADING.to_owned();
    let lock = show.lock();
    for (number, (rule, _)) in rows.iter().enumerate() {
        let id = format!("r{number}");
        let of_it = |work: &&LockedWork| {
            work.id.as_str() == id || work.id.as_str().starts_with(&format!("{id}-"))
        };
        let works: Vec<&LockedWork> = lock.works.iter().filter(of_it).collect();
        assert!(!works.is_empty(), "{rule} hangs nowhere");
        for work in works {
            table.push_str(&row(rule, work, &places));
        }
    }
    let path = Path::new("tests/fixtures/documents/RULES.md");
    if std::env::var_os("UPDATE_TABLE").is_some() {
        fs::write(path, &table).unwrap();
    }
    let held = fs::read_to_string(path).unwrap_or_default();
    for (there, now) in held.lines().zip(table.lines()) {
        assert_eq!(there, now, "RULES.md says otherwise");
    }
    assert_eq!(held.lines().count(), table.lines().count(), "RULES.md is longer or shorter");
}

/// A work's line, with names for where its servers are.
fn row(rule: &str, work: &LockedWork, places: &[(String, &str)]) -> String {
    let messages = Messages::new(Language::English);
    let mut said = vec![label(work)];
    let mut add = |what: &str, value: &str| {
        if !value.is_empty() {
            said.push(format!("{what} “{value}”"));
        }
    };
    add("collection", work.collection.get(Language::English));
    add("statement", work.credits.statement.get(Language::English));
    add("rights", work.credits.rights.as_deref().unwrap_or_default());
    for provider in &work.credits.providers {
        add("provider", provider.get(Language::English));
    }
    if let Some(royalty) = &work.royalty {
        said.push(format!("royalty {} %", royalty.percent()));
    }
    if work.binding.as_ref().is_some_and(|binding| binding.locked) {
        said.push("bound to its owner".to_owned());
    }
    said.retain(|part| !part.is_empty());
    let hangs = match &work.media {
        Media::Missing(_) => "nothing".to_owned(),
        Media::Shown(visual) => {
            let strength = match visual.original.strength {
                ByteStrength::Mutable => "mutable",
                ByteStrength::Hashed => "hashed",
                ByteStrength::ContentAddressed => "content-addressed",
                ByteStrength::OnChain => "on-chain",
            };
            format!("{}, {strength}", visual.mime)
        }
    };
    let told = outcome(work, &messages);
    let told = told.strip_prefix("shown").unwrap_or(&told).trim_start_matches(['.', ' ']);
    let cells = [said.join("; "), hangs, told.to_owned()].map(|text| {
        let named = |text: String, (place, name): &(String, &str)| text.replace(place, name);
        cell(&places.iter().fold(text, named))
    });
    format!("| {rule} | {} |\n", cells.join(" | "))
}

/// Mints a painting for every address, and names its rule.
fn minted(
    anvil: &Chain,
    group: &str,
    uris: impl IntoIterator<Item = (&'static str, String)>,
) -> Vec<Row> {
    let paintings = anvil.deploy("Paintings", &[]);
    let mut rows = Vec::new();
    for (number, (rule, uri)) in uris.into_iter().enumerate() {
        let number = U256::from(number + 1);
        let mint = Paintings::mintCall { to: anvil.account(3), number, uri };
        anvil.transact(paintings, &mint.abi_encode());
        rows.push((format!("{group}: {rule}"), token("erc721", paintings, number)));
    }
    rows
}

fn token(kind: &str, contract: Address, number: U256) -> String {
    format!("token = \"{CHAIN}/{kind}:{contract}/{number}\"")
}

/// Every way in which an address is written.
fn addresses(anvil: &Chain, url: &str, root: &str) -> Vec<Row> {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><path fill='#123' d='M0 0h4v3H0z'/></svg>";
    let plain = |name: &str| format!("{{\"name\":\"{name}\",\"image\":\"{url}/one.png\"}}");
    let document = |image: &str| json!({ "name": "A drawing", "image": image }).to_string();
    let base64 = |text: &str| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let v0 = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWp9sBA";
    minted(anvil, "address", [
        ("`ipfs://CID/path`", format!("ipfs://{root}/one.json")),
        ("`ipfs://ipfs/CID/path`", format!("ipfs://ipfs/{root}/one.json")),
        ("`/ipfs/CID/path`", format!("/ipfs/{root}/one.json")),
        ("a bare CID with a path", format!("{root}/one.json")),
        ("a bare CID of version 0 that nobody has", v0.to_owned()),
        ("a gateway of others", format!("https://gateway.example/ipfs/{root}/one.json")),
        ("a gateway's subdomain", format!("https://{root}.ipfs.gateway.example/one.json")),
        ("`ipns://`", "ipns://show.example/one.json".to_owned()),
        ("`ar://TRANSACTION`", format!("ar://{TRANSACTION}")),
        ("a path below a transaction of Arweave, at a gateway of others", format!("https://arweave.net/{TRANSACTION}/below/one.json")),
        ("`https`, plain", format!("{url}/plain.json")),
        ("`data:` in base64", format!("data:application/json;base64,{}", base64(&plain("Base64")))),
        ("`data:` as it is", format!("data:application/json,{}", plain("As it is"))),
        ("`data:` with `utf8`", format!("data:application/json;utf8,{}", plain("UTF-8, 花"))),
        ("`data:` with a charset", format!("data:application/json;charset=utf-8,{}", plain("Charset, 花"))),
        ("`data:` percent-encoded", format!("data:application/json,{}", plain("Percent").replace('"', "%22"))),
        ("raw `{…}`", plain("Raw")),
        ("raw `<svg`", svg.to_owned()),
        ("SVG with an unescaped `#`", document(&format!("data:image/svg+xml;utf8,{svg}"))),
        ("`image_data`", json!({ "name": "Image data", "image_data": svg }).to_string()),
        ("relative to its document", format!("{url}/below/relative.json")),
        ("`{locale}`", json!({
            "name": "Harbour", "image": format!("{url}/one.png"),
            "localization": { "uri": format!("{url}/locale/{{locale}}.json"), "default": "en", "locales": ["en", "zh"] },
        }).to_string()),
        ("a scheme that is never asked", "onchfs://aa/bb".to_owned()),
        ("an address of this machine's own network", "http://10.0.0.1/1.json".to_owned()),
    ])
}

/// A token of every kind of work.
fn kinds(anvil: &Chain, url: &str) -> Vec<Row> {
    let still =
        |file: &str| json!({ "name": file, "image": format!("{url}/kinds/{file}") }).to_string();
    let moving = |file: &str| {
        let work = format!("{url}/kinds/{file}");
        json!({ "name": file, "image": format!("{url}/one.png"), "animation_url": work })
            .to_string()
    };
    minted(
        anvil,
        "kind",
        [
            ("PNG", still("one.png")),
            ("JPEG", still("poster.jpg")),
            ("APNG", still("loop.png")),
            ("GIF", still("loop.gif")),
            ("WebP", still("still.webp")),
            ("WebP that moves", still("loop.webp")),
            ("AVIF", still("rgb420.avif")),
            ("AVIF that moves", still("frames.avif")),
            ("SVG that moves", still("rings.svg")),
            ("GLB", moving("column.glb")),
            ("glTF with the files beside it", moving("model/scene.gltf")),
            ("MP4", moving("film.mp4")),
            ("WebM", moving("film.webm")),
            ("FLAC", moving("sound.flac")),
            ("MP3", moving("sound.mp3")),
            ("Ogg", moving("sound.ogg")),
            ("WAV", moving("sound.wav")),
            ("HTML", moving("drift.html")),
            ("HTML with the files beside it", moving("page/index.html")),
            ("a text in a picture's place", still("words.png")),
        ],
    )
}

/// Pictures that cannot be had, and what hangs in their place.
fn stand_ins(anvil: &Chain, url: &str) -> Vec<Row> {
    let named = |name: &str| format!("{url}/gone/{name}.json");
    minted(
        anvil,
        "a picture that is gone",
        [
            ("its drawing stands in `image_data`", named("drawn")),
            ("`image` is prose, and `image_url` a picture", named("prose")),
            ("`displayUri`, with a `thumbnailUri`", named("small")),
            ("the still of a work that is no picture", named("lent")),
            ("all others are gone, too", named("all")),
        ],
    )
}

/// Contracts of the standards, and those from before or beside them.
fn contracts(anvil: &Chain, server: &Server) -> Vec<Row> {
    let url = server.url();
    let owner = anvil.account(4);
    let prints = anvil.deploy("Editions", &format!("{url}/id/{{id}}.json").abi_encode());
    let template = anvil.deploy("Template", &format!("{url}/id/{{id}}.json").abi_encode());
    let whole = deploy_whole(anvil, server, anvil.account(5));
    let elders = Elders::deploy(anvil, server, owner);
    let number = |number: u64| U256::from(number);
    [
        (
            "ERC-1155: `{id}` in the address and in the document",
            token("erc1155", prints, number(255)),
        ),
        (
            "`{id}` behind `0x`, of a token that has a URI of its own",
            token("erc721", template, number(255)),
        ),
        (
            "ERC-7572, ERC-2981: a contract's own document and royalty",
            token("erc721", whole, number(1)),
        ),
        ("ERC-5192: bound to its owner", token("erc721", whole, number(2))),
        ("CryptoPunks", token("erc721", elders.punks, number(372))),
        ("Autoglyphs", token("erc721", elders.glyphs, number(9))),
        ("ENS, without `tokenURI`", token("erc721", elders.registrar, elders.known_name)),
        ("Zora: `media.uri` with `tokenMetadataURI`", token("erc721", elders.media, number(1))),
        ("a token that is not there", token("erc721", elders.punks, number(10_000))),
        ("a contract that is none", token("erc721", Address::repeat_byte(0x77), number(1))),
    ]
    .map(|(rule, work)| (format!("contract: {rule}"), work))
    .to_vec()
}

/// Tokens of Tezos and of Solana.
fn elsewhere() -> Vec<Row> {
    let fa2 =
        |number: u64| format!("token = \"{}/fa2:{}/{number}\"", tezos::CHAIN, tezos::CONTRACT);
    let nft = |number: u8| format!("token = \"{}/nft:{}\"", solana::CHAIN, solana::mint(number));
    [
        ("Tezos: `token_info[\"\"]` is `tezos-storage:`", fa2(1)),
        ("Tezos: `sha256://`, and the hash is right", fa2(2)),
        ("Tezos: `sha256://`, and the hash is another", fa2(3)),
        ("Tezos: `token_info[\"\"]` is a document", fa2(4)),
        ("Tezos: no such token", fa2(8)),
        ("Solana: a document without a name, whose chain has one", nft(4)),
        ("Solana: a creator and a collection that signed", nft(10)),
        ("Solana: a creator and a collection that did not sign", nft(11)),
        ("Solana: compressed, from an index (DAS)", nft(12)),
        ("Solana: compressed, and its document lies where none is asked for", nft(5)),
    ]
    .map(|(rule, work)| (rule.to_owned(), work))
    .to_vec()
}

/// Manifests by rule, name and document.
fn manifests_of(url: &str) -> Vec<(&'static str, &'static str, serde_json::Value)> {
    let image = |name: &str| json!({ "id": format!("{url}/{name}.png"), "type": "Image", "format": "image/png", "width": 30, "height": 20 });
    let canvas = |body: serde_json::Value| {
        json!({ "id": format!("{url}/c"), "type": "Canvas", "width": 300, "height": 200,
            "items": [{ "id": format!("{url}/p"), "type": "AnnotationPage", "items": [{
                "id": format!("{url}/a"), "type": "Annotation", "motivation": "painting",
                "target": format!("{url}/c"), "body": body }] }] })
    };
    let manifest = |version: u8, label: &str, body: serde_json::Value| {
        json!({ "@context": format!("http://iiif.io/api/presentation/{version}/context.json"),
            "id": format!("{url}/m"), "type": "Manifest", "label": { "en": [label] },
            "rights": "http://creativecommons.org/licenses/by/4.0/",
            "provider": [{ "id": format!("{url}/about"), "type": "Agent", "label": { "en": ["The Museum"] } }],
            "items": [canvas(body)] })
    };
    let second = |image: &str, attribution: serde_json::Value| {
        json!({
            "@context": "http://iiif.io/api/presentation/2/context.json", "@id": format!("{url}/m2"),
            "@type": "sc:Manifest", "label": "Version 2", "attribution": attribution,
            "license": "http://creativecommons.org/licenses/by/4.0/",
            "sequences": [{ "@type": "sc:Sequence", "canvases": [{
                "@id": format!("{url}/c2"), "@type": "sc:Canvas", "label": "Leaf", "width": 300, "height": 200,
                "images": [{ "@type": "oa:Annotation", "motivation": "sc:painting", "on": format!("{url}/c2"),
                    "resource": { "@id": format!("{url}/one.png"), "@type": image, "format": "image/png", "width": 30, "height": 20 } }],
            }] }],
        })
    };
    let attribution = "Gift of the maker";
    let list = json!({ "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": format!("{url}/l"), "type": "Collection", "label": { "en": ["A list"] },
        "items": [{ "id": format!("{url}/m"), "type": "Manifest", "label": { "en": ["An album"] } }] });
    let first = manifests::manifest(url);
    vec![
        (
            "version 3, two canvases, an image service, sizes",
            "album",
            serde_json::from_str(&first).unwrap(),
        ),
        (
            "version 3, `Choice`",
            "choice",
            manifest(
                3,
                "A choice",
                json!({ "type": "Choice", "items": [image("one"), image("two")] }),
            ),
        ),
        ("version 4", "four", manifest(4, "Version 4", image("one"))),
        ("version 2", "two", second("dctypes:Image", json!(attribution))),
        (
            "version 2, an image as 2.0 calls it",
            "two-as-of-old",
            second("dcterms:Image", json!(attribution)),
        ),
        (
            "version 2, words as `value` and `language`",
            "two-in-words",
            second("dctypes:Image", json!([{ "value": attribution, "language": "en" }])),
        ),
        ("a picture that is gone", "gone", manifest(3, "Gone", image("gone"))),
        ("a collection, which holds manifests and no canvas", "list", list),
    ]
}
