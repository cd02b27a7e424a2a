//! Contracts beside the standards, contracts that say something else than they do, and
//! what contracts tell of themselves, of sales and of changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use alloy_primitives::{Address, B256, Bytes, U256, address, keccak256};
use alloy_sol_types::{SolCall, SolValue, sol};
use enfilade::exhibition::{BlobHash, ByteStrength, ProblemKind};
use enfilade::ownership::{CalledBy, Level, Timestamp};
use serde_json::json;

use crate::local::Chain;
use crate::server::{Reply, Server};
use crate::show::{Show, png};

sol! {
    interface PunksLedger {
        function assign(address to, uint256 index) external;
    }
    interface Wrapper {
        function remember(bytes32 node, bytes calldata name) external;
    }
    interface Media {
        function mint(uint256 number, string calldata uri, string calldata metadata) external;
    }
    interface Whole {
        function tell(uint256 number) external;
        function tellRange(uint256 first, uint256 last) external;
    }
}

/// Where Ethereum has them.
const PUNKS: Address = address!("b47e3cd837dDF8e4c57F05d70Ab865de6e193BBB");
const PUNKS_DATA: Address = address!("16F5A35647D6F03D5D3da7b35409D65ba03aF3B2");
const GLYPHS: Address = address!("d4e4078ca3495DE5B1d4dB434BEbc5a986197782");
const REGISTRAR: Address = address!("57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85");
const WRAPPER: Address = address!("D4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401");
const MEDIA: Address = address!("abEFBc9fD2F806065b4f3C237d4b59D9A97Bcac7");

fn work(chain: &str, kind: &str, contract: Address, number: impl ToString, id: &str) -> String {
    let number = number.to_string();
    format!("[[work]]\ntoken = \"{chain}/{kind}:{contract}/{number}\"\nid = \"{id}\"\n")
}

fn head(chain: &str, anvil: &Chain, server: &Server) -> String {
    format!(
        "[gateways]\nown_hosts = [\"{}\"]\n[chains.\"{chain}\"]\nendpoints = {}\n",
        server.address,
        json!([anvil.url])
    )
}

fn word(text: &str) -> U256 {
    U256::from_be_bytes(keccak256(text).0)
}

/// Contracts that are older than the standards, where Ethereum has them.
pub struct Elders {
    pub punks: Address,
    pub glyphs: Address,
    pub registrar: Address,
    /// The number of `foo.eth`.
    pub known_name: U256,
    pub media: Address,
}

impl Elders {
    /// Puts them on a chain: punk 372 is its owner's, the name `foo.eth` is known, and a
    /// work of Zora's has its picture and its document on the server.
    pub fn deploy(anvil: &Chain, server: &Server, owner: Address) -> Self {
        for (address, contract) in [
            (PUNKS, "PunksLedger"),
            (PUNKS_DATA, "PunksData"),
            (GLYPHS, "Glyphs"),
            (REGISTRAR, "Registrar"),
            (WRAPPER, "Wrapper"),
            (MEDIA, "Media"),
        ] {
            anvil.deploy_at(address, contract);
        }
        let assign = PunksLedger::assignCall { to: owner, index: U256::from(372) };
        anvil.transact(PUNKS, &assign.abi_encode());
        // The node of `foo.eth`, from the text of EIP-137.
        let node: B256 =
            "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f".parse().unwrap();
        let name = Bytes::from_static(b"\x03foo\x03eth\0");
        anvil.transact(WRAPPER, &Wrapper::rememberCall { node, name }.abi_encode());
        let [uri, metadata] =
            ["png", "json"].map(|ending| format!("{}/media.{ending}", server.url()));
        anvil.transact(MEDIA, &Media::mintCall { number: U256::ONE, uri, metadata }.abi_encode());
        Self {
            punks: PUNKS,
            glyphs: GLYPHS,
            registrar: REGISTRAR,
            known_name: word("foo"),
            media: MEDIA,
        }
    }
}

#[test]
fn contracts_that_are_older_than_the_standards() {
    let picture = png(40, 30, 3);
    let served = picture.clone();
    let of_names = |name: &str| format!("/mainnet/{REGISTRAR}/0x{:064x}", word(name));
    let (foo, liar) = (of_names("foo"), of_names("liar"));
    let server = Server::start(move |path, _| match path {
        // What ENS's own service says of a name.
        _ if path == foo => Reply::ok(r#"{"name":"foo.eth","image":"../../media.png"}"#),
        _ if path == liar => Reply::ok(r#"{"name":"foo.eth","image":"../../media.png"}"#),
        "/media.json" => Reply::ok(r#"{"name":"A song of light","description":"With a document"}"#),
        "/media.png" => Reply::ok(served.clone()),
        _ => Reply::status(404, ""),
    });
    let anvil = Chain::start_as(1);
    let owner = anvil.account(4);
    Elders::deploy(&anvil, &server, owner);

    let chain = "eip155:1";
    let show = Show::new(
        &[
            head(chain, &anvil, &server),
            format!("names = \"{}/mainnet\"\n", server.url()),
            work(chain, "erc721", PUNKS, 372, "punk"),
            work(chain, "erc721", PUNKS, 10_000, "no-punk"),
            work(chain, "erc721", GLYPHS, 9, "glyph"),
            work(chain, "erc721", REGISTRAR, word("foo"), "known"),
            work(chain, "erc721", REGISTRAR, word("bar"), "unknown"),
            work(chain, "erc721", REGISTRAR, word("liar"), "liar"),
            work(chain, "erc721", MEDIA, 1, "media"),
        ]
        .concat(),
    );
    let report = show.resolve();
    assert_eq!((report.works, report.shown), (7, 5), "{:#?}", report.missing);
    let check = |id: &str, title: &str, artist: &str, collection: &str, strength| {
        let work = show.work(id);
        let texts = [&work.title, &work.artist, &work.collection];
        assert_eq!(texts.map(|text| text.get(Default::default())), [title, artist, collection]);
        assert_eq!(show.visual(id).original.strength, strength, "{id}");
        assert_eq!(work.ownership[0].evidence.level(), Level::Proven, "{id}");
    };
    let on_chain = ByteStrength::OnChain;
    check("punk", "CryptoPunk #372", "Larva Labs", "CryptoPunks", on_chain);
    check("glyph", "Autoglyph #9", "Matt Hall and John Watkinson", "Autoglyphs", on_chain);
    check("media", "A song of light", "", "", ByteStrength::Mutable);
    assert_eq!(show.work("punk").ownership[0].owner.evm_address(), Some(owner));
    assert_eq!(show.work("punk").traits[0].value, "Ape");
    // No contract names a document of it: who told what it was made of is said.
    let naming = show.work("punk").naming.unwrap();
    assert!(naming.made && naming.evidence.level() == Level::Reported, "{naming:?}");
    assert_eq!(show.work("known").naming, None);
    assert_eq!(show.visual("glyph").mime, "image/svg+xml");
    assert_eq!(show.original("media"), picture);

    assert_eq!(show.problem("no-punk").kind, ProblemKind::NoSuchToken);
    // What a name looks like, a service of its makers says and no contract.
    let unknown = |name: &str| {
        let digits = format!("{:064x}", word(name));
        format!("[{}…{}].eth", &digits[..6], &digits[58..])
    };
    check("known", "foo.eth", "", "", ByteStrength::Mutable);
    check("liar", &unknown("liar"), "", "", ByteStrength::Mutable);
    let noted = |id: &str| {
        let kinds = show.work(id).notes.into_iter().map(|note| note.kind);
        kinds.filter(|kind| !kind.is_about_evidence()).collect::<Vec<_>>()
    };
    assert_eq!(noted("known"), [ProblemKind::SaidByService]);
    assert_eq!(noted("liar"), [ProblemKind::MetadataSetAside, ProblemKind::SaidByService]);
    // Where the service knows nothing the name hangs all the same, and says why.
    assert_eq!(show.work("unknown").title.get(Default::default()), unknown("bar"));
    assert_eq!(show.work("unknown").ownership.len(), 1);
    assert_eq!(noted("unknown"), [ProblemKind::SaidByService]);
    let problem = show.problem("unknown");
    assert_eq!(problem.kind, ProblemKind::NotFound);
    assert!(
        problem.detail.contains("the metadata") && problem.detail.contains("mainnet"),
        "{problem}"
    );
}

#[test]
fn contracts_that_do_not_keep_to_their_standard() {
    let picture = png(20, 20, 5);
    let served = picture.clone();
    let hex = format!("{:064x}", 255);
    let server = Server::start(move |path, _| {
        let template = format!("/t/0x{hex}.json");
        match path {
            "/b/1" => Reply::ok(r#"{"name":"By its base","image":"../p.png"}"#),
            "/p.png" => Reply::ok(served.clone()),
            other if other == template => {
                Reply::ok(r#"{"name":"By its template","image":"../p.png"}"#)
            }
            _ => Reply::status(404, ""),
        }
    });
    let anvil = Chain::start();
    let chain = Chain::CHAIN;
    let template = format!("{}/t/0x{{id}}.json", server.url()).abi_encode();
    let template = anvil.deploy("Template", &template);
    let base = anvil.deploy("Reverting", &format!("{}/b/", server.url()).abi_encode());
    let [short, yes, not] =
        ["Short", "YesToAll", "NotWhatItSays"].map(|contract| anvil.deploy(contract, &[]));
    let show = Show::new(
        &[
            head(chain, &anvil, &server),
            work(chain, "erc721", template, 255, "template"),
            work(chain, "erc721", base, 1, "base"),
            work(chain, "erc721", base, 2, "no-token"),
            work(chain, "erc721", short, 1, "short"),
            work(chain, "erc721", yes, 1, "yes"),
            work(chain, "erc1155", yes, 1, "yes-as-1155"),
            work(chain, "erc721", not, 1, "not"),
        ]
        .concat(),
    );
    show.resolve();
    let check = |id: &str, title: &str, empty: bool| {
        assert_eq!(show.work(id).title.get(Default::default()), title, "{id}");
        assert!(show.visual(id).width_px > 0);
        let notes = &show.work(id).notes;
        let expected: &[ProblemKind] = if empty { &[ProblemKind::DrawingEmpty] } else { &[] };
        assert!(notes.iter().map(|note| note.kind).eq(expected.iter().copied()), "{id}: {notes:?}");
    };
    check("template", "By its template", false);
    check("base", "By its base", false);
    check("yes", "Yes", true);
    check("not", "Not", true);
    let check = |id: &str, kind, detail: &str| {
        let problem = show.problem(id);
        assert_eq!(problem.kind, kind, "{id}: {problem}");
        assert!(problem.detail.contains(detail), "{id}: {problem}");
    };
    check("no-token", ProblemKind::NoSuchToken, "token 2");
    // Its answer is a text, and the text names nothing.
    check("short", ProblemKind::AddressUnreadable, "/");
    check("yes-as-1155", ProblemKind::NoMetadataNamed, "token 1");
}

#[test]
fn what_contracts_tell_of_sales_and_of_themselves() {
    let server = whole_server();
    let anvil = Chain::start();
    let chain = Chain::CHAIN;
    let receiver = anvil.account(5);
    let whole = deploy_whole(&anvil, &server.0, receiver);
    let show = Show::new(
        &[
            head(chain, &anvil, &server.0),
            work(chain, "erc721", whole, 1, "free"),
            work(chain, "erc721", whole, 2, "bound"),
        ]
        .concat(),
    );
    assert_eq!(show.resolve().shown, 2);
    for (id, locked) in [("free", false), ("bound", true)] {
        let work = show.work(id);
        // The contract's own document goes before its name.
        assert_eq!(work.collection.get(Default::default()), "The whole collection");
        let called = work.called.clone().unwrap();
        assert_eq!((called.by, called.evidence.level()), (CalledBy::Document, Level::Proven));
        // It lies on a server, so that what it said is kept.
        let document = called.document.map(|blob| BlobHash::from_bytes(blob.0)).unwrap();
        let kept = std::fs::read_to_string(show.path().join(document.path())).unwrap();
        assert!(kept.contains("The whole collection"), "{kept}");
        let royalty = work.royalty.unwrap();
        assert_eq!(royalty.receiver.evm_address(), Some(receiver));
        assert_eq!((royalty.basis_points, royalty.percent().as_str()), (750, "7.5"));
        assert_eq!(royalty.evidence, work.ownership[0].evidence);
        let binding = work.binding.unwrap();
        assert_eq!((binding.locked, binding.evidence.level()), (locked, Level::Proven));
    }
    assert_eq!(server.asked("/c.json"), 1, "a contract's document is fetched once");
}

#[test]
fn what_contracts_tell_of_is_fetched_anew_and_nothing_else() {
    let server = whole_server();
    let anvil = Chain::start();
    let chain = Chain::CHAIN;
    let whole = deploy_whole(&anvil, &server.0, anvil.account(5));
    let works: Vec<String> =
        (1..=6).map(|number| work(chain, "erc721", whole, number, &format!("w{number}"))).collect();
    let mut show = Show::new(&[head(chain, &anvil, &server.0), works.concat()].concat());
    show.now = Timestamp::from_unix(anvil.now());
    assert_eq!(show.resolve().updated, 0);
    let documents =
        || (1..=6).map(|number| server.asked(&format!("/m/{number}"))).collect::<Vec<_>>();
    assert_eq!(documents(), [1; 6]);

    let tell = |number: u64| {
        anvil.transact(whole, &Whole::tellCall { number: U256::from(number) }.abi_encode());
    };
    let tell_range = |first: u64, last: U256| {
        let call = Whole::tellRangeCall { first: U256::from(first), last };
        anvil.transact(whole, &call.abi_encode());
    };
    let check = |updated: usize, expected: [usize; 6]| {
        let report = show.resolve();
        assert_eq!(report.warnings, Vec::<String>::new());
        assert_eq!((report.updated, documents()), (updated, expected.to_vec()));
    };
    // Nothing happened.
    check(0, [1; 6]);
    tell(2);
    check(1, [1, 2, 1, 1, 1, 1]);
    // What was heard once is not heard again.
    check(0, [1, 2, 1, 1, 1, 1]);
    tell_range(5, U256::MAX);
    tell_range(1, U256::ONE);
    check(3, [2, 2, 1, 1, 2, 2]);
    anvil.ask("anvil_mine", json!(["0x5"]));
    check(0, [2, 2, 1, 1, 2, 2]);
    assert_eq!(show.work("w2").title.get(Default::default()), "Version 2");
    assert_eq!(show.work("w3").title.get(Default::default()), "Version 1");
}

/// Serves documents that say how often they were asked for.
struct Counting(Server, Arc<Mutex<HashMap<String, usize>>>);

impl Counting {
    fn asked(&self, path: &str) -> usize {
        self.1.lock().unwrap().get(path).copied().unwrap_or(0)
    }
}

fn whole_server() -> Counting {
    let counts: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
    let shared = counts.clone();
    let server = Server::start(move |path, _| {
        let mut counts = shared.lock().unwrap();
        let count = counts.entry(path.to_owned()).or_default();
        *count += 1;
        match path {
            "/c.json" => Reply::ok(r#"{"name":"The whole collection","symbol":"WH"}"#),
            "/p.png" => Reply::ok(png(10, 10, 1)),
            path if path.starts_with("/m/") => {
                Reply::ok(format!(r#"{{"name":"Version {count}","image":"../p.png"}}"#))
            }
            _ => Reply::status(404, ""),
        }
    });
    Counting(server, counts)
}

pub fn deploy_whole(anvil: &Chain, server: &Server, receiver: Address) -> Address {
    let base = format!("{}/m/", server.url());
    let contract_uri = format!("{}/c.json", server.url());
    anvil.deploy("Whole", &(base, contract_uri, receiver).abi_encode_params())
}
