//! Tokens of OpenZeppelin's and ERC721A contracts on a local chain, their metadata on a
//! local gateway, on a server and in the contract itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use enfilade::exhibition::{ByteStrength, Finding, Lock, Problem, ProblemKind, check};
use enfilade::ownership::{Evidence, Level};
use enfilade::resolve::{Progress, resolve};
use enfilade::source::Folder;
use serde_json::json;

use crate::gateway::{self, Mood};
use crate::local::Chain;
use crate::node::Packed;
use crate::server::{Reply, Server};
use crate::show::{Show, options, png};

sol! {
    interface Paintings {
        function mint(address to, uint256 number, string calldata uri) external;
    }
    interface Prints {
        function mint(address to, uint256 number, uint256 editions) external;
    }
    interface Series {
        function mint(address to, uint256 quantity) external;
    }
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='40'><rect width='30' height='40' fill='#c04020'/></svg>";

/// A folder of documents and pictures, as collections have them.
/// More than are on their way at once.
const WORKS: usize = 40;

fn packed() -> Arc<Packed> {
    let document = |n: usize| format!(r#"{{"name":"Painting {n}","image":"../p/{n}.png"}}"#);
    let mut files = Vec::new();
    let names: Vec<_> = (0..WORKS).map(|n| (format!("m/{n}"), format!("p/{n}.png"))).collect();
    for (n, (metadata, picture)) in names.iter().enumerate() {
        files.push((metadata.as_str(), document(n).into_bytes()));
        files.push((picture.as_str(), png(150, 100, n as u8)));
    }
    // Larger than one block.
    let large = (metadata_of_the_large(), png(1_800, 1_200, 99));
    files.push(("m/large", large.0));
    files.push(("p/large.png", large.1));
    // Its texts hold the number's place, too.
    let document = br#"{"name":"Print {id}","image":"{id}.png"}"#;
    files.push((
        "prints/000000000000000000000000000000000000000000000000000000000000000a.json",
        document.to_vec(),
    ));
    files.push((
        "prints/000000000000000000000000000000000000000000000000000000000000000a.png",
        png(150, 100, 10),
    ));
    Arc::new(Packed::new(&files))
}

fn metadata_of_the_large() -> Vec<u8> {
    br#"{"name":"Large","image":"../p/large.png"}"#.to_vec()
}

fn mint(anvil: &Chain, contract: Address, number: u64, uri: &str) {
    let to = anvil.account(1);
    let call = Paintings::mintCall { to, number: U256::from(number), uri: uri.to_owned() };
    anvil.transact(contract, &call.abi_encode());
}

fn head(chain: &str, endpoints: &[&str], gateways: &[&str]) -> String {
    format!(
        "[gateways]\nipfs = {}\n[chains.\"{chain}\"]\nendpoints = {}\n",
        json!(gateways),
        json!(endpoints)
    )
}

fn token(contract: Address, number: u64, id: &str) -> String {
    token_of("erc721", contract, number, id)
}

fn token_of(kind: &str, contract: Address, number: u64, id: &str) -> String {
    format!("[[work]]\ntoken = \"{}/{kind}:{contract}/{number}\"\nid = \"{id}\"\n", Chain::CHAIN)
}

#[test]
fn tokens_of_every_kind() {
    let packed = packed();
    let gateway = gateway::start(packed.clone(), Mood::Honest);
    let picture = png(50, 50, 7);
    let served = picture.clone();
    let server = Server::start(move |path, _| match path {
        "/1.json" => Reply::ok(r#"{"name":"Served","image":"1.png"}"#),
        "/1.png" => Reply::ok(served.clone()),
        _ => Reply::status(404, ""),
    });
    let anvil = Chain::start();
    let paintings = anvil.deploy("Paintings", &[]);
    mint(&anvil, paintings, 1, &format!("ipfs://{}/m/1", packed.root));
    mint(&anvil, paintings, 2, &format!("ipfs://{}/m/large", packed.root));
    mint(
        &anvil,
        paintings,
        3,
        &format!(
            "data:application/json;utf8,{{\"name\":\"In code\",\"image\":\"data:image/svg+xml;utf8,{SVG}\"}}"
        ),
    );
    mint(&anvil, paintings, 4, &format!("{}/1.json", server.url()));
    mint(&anvil, paintings, 5, "");
    let prints =
        anvil.deploy("Prints", &format!("ipfs://{}/prints/{{id}}.json", packed.root).abi_encode());
    let holder = anvil.account(2);
    let call = Prints::mintCall { to: holder, number: U256::from(10), editions: U256::from(7) };
    anvil.transact(prints, &call.abi_encode());
    let series = anvil.deploy("Series", &format!("ipfs://{}/m/", packed.root).abi_encode());
    let call = Series::mintCall { to: holder, quantity: U256::from(5) };
    anvil.transact(series, &call.abi_encode());
    let nobody = anvil.account(3);

    let toml = [
        head(Chain::CHAIN, &[&anvil.url], &[&gateway.url()])
            .replace("[gateways]", &format!("[gateways]\nown_hosts = [\"{}\"]", server.address)),
        token(paintings, 1, "painting"),
        token(paintings, 2, "large"),
        token(paintings, 3, "in-code"),
        token(paintings, 4, "served"),
        token(paintings, 5, "nameless"),
        token(paintings, 6, "unminted"),
        token(nobody, 1, "no-contract"),
        token_of("erc1155", prints, 10, "print")
            + &format!("holders = [\"{holder}\", \"{nobody}\"]\n"),
        token(series, 3, "series"),
        token(prints, 10, "not-721"),
    ];
    let show = Show::new(&toml.concat());
    let report = show.resolve();
    assert_eq!((report.works, report.shown), (10, 7), "{:#?}", report.missing);

    let painting = show.work("painting");
    assert_eq!(painting.title.get(Default::default()), "Painting 1");
    assert_eq!(show.original("painting"), png(150, 100, 1));
    assert_eq!(show.visual("painting").original.strength, ByteStrength::ContentAddressed);
    let owner = &painting.ownership[0];
    assert_eq!(owner.owner.evm_address(), Some(anvil.account(1)));
    assert_eq!(owner.evidence.level(), Level::Proven);
    let latest = anvil.ask("eth_getBlockByNumber", json!(["latest", false]));
    let Evidence::Proven { endpoints, asked: 1, block } = &owner.evidence else { panic!() };
    assert_eq!(format!("http://{}", endpoints[0]), anvil.url);
    assert_eq!(block.hash.to_string(), latest["hash"].as_str().unwrap());

    assert_eq!(show.original("large"), png(1_800, 1_200, 99));
    let in_code = show.visual("in-code");
    assert_eq!(
        (in_code.original.strength, in_code.mime.as_str()),
        (ByteStrength::OnChain, "image/svg+xml")
    );
    assert_eq!(show.original("in-code"), SVG.as_bytes());
    assert_eq!(show.original("served"), picture);
    assert_eq!(show.visual("served").original.strength, ByteStrength::Mutable);

    let print = show.work("print");
    assert_eq!(print.ownership.len(), 1);
    assert_eq!(print.ownership[0].editions, Some(U256::from(7)));
    let nothing = format!("{nobody}, block {}", block.number);
    assert_eq!(print.notes, [Problem::new(ProblemKind::HoldsNone, nothing)]);
    // What is written as the other standard is asked as what the contract shows, and its
    // documents are read as of that.
    for id in ["print", "not-721"] {
        assert_eq!(show.original(id), png(150, 100, 10), "{id}");
        let title = format!("Print {:064x}", 10);
        assert_eq!(show.work(id).title.get(Default::default()), title, "{id}");
    }
    let shown = format!("{prints} follows ERC-1155");
    assert_eq!(show.work("not-721").notes, [Problem::new(ProblemKind::OtherStandard, shown)]);
    assert_eq!(painting.collection.get(Default::default()), "Paintings");
    assert_eq!(show.work("series").ownership[0].owner.evm_address(), Some(holder));
    assert_eq!(show.original("series"), png(150, 100, 3));

    let check = |id: &str, kind, detail: String| {
        assert_eq!(show.problem(id), Problem::new(kind, detail), "{id}");
    };
    check("nameless", ProblemKind::NoMetadataNamed, String::new());
    check("unminted", ProblemKind::NoSuchToken, format!("{paintings}, token 6"));
    let nowhere = format!("{nobody}, {}, block {}", Chain::CHAIN, block.number);
    check("no-contract", ProblemKind::NoContract, nowhere);

    // A second run fetches nothing that is there, and says the same.
    let asked = (gateway.asked(), server.asked());
    let again = show.resolve();
    assert_eq!((again.fetched, again.changed), (0, false), "{again:?}");
    assert_eq!((gateway.asked(), server.asked()), asked);
    // A refresh asks anew what can change, and content ids never do.
    let refreshed = show.try_resolve(true).unwrap();
    assert_eq!((refreshed.fetched, gateway.asked(), server.asked()), (2, asked.0, asked.1 + 2));
}

#[test]
fn a_gateway_that_fails_is_passed_over() {
    let packed = packed();
    let honest = gateway::start(packed.clone(), Mood::Honest);
    let anvil = Chain::start();
    let paintings = anvil.deploy("Paintings", &[]);
    mint(&anvil, paintings, 1, &format!("ipfs://{}/m/large", packed.root));
    for mood in [
        Mood::OtherBytes,
        Mood::Busy,
        Mood::Truncated,
        Mood::BlocksOnly,
        Mood::Slow,
        Mood::Stalls,
        Mood::Endless,
    ] {
        let first = gateway::start(packed.clone(), mood);
        let show = Show::new(
            &[
                head(Chain::CHAIN, &[&anvil.url], &[&first.url(), &honest.url()]),
                token(paintings, 1, "w"),
            ]
            .concat(),
        )
        .in_haste();
        let before = honest.asked();
        show.resolve();
        assert_eq!(show.original("w"), png(1_800, 1_200, 99), "{mood:?}");
        let helped = honest.asked() > before;
        assert_eq!(
            helped,
            matches!(mood, Mood::OtherBytes | Mood::Slow | Mood::Stalls | Mood::Endless),
            "{mood:?}"
        );
    }
    // Alone, the liar is named.
    let liar = gateway::start(packed.clone(), Mood::OtherBytes);
    let show = Show::new(
        &[head(Chain::CHAIN, &[&anvil.url], &[&liar.url()]), token(paintings, 1, "w")].concat(),
    );
    show.resolve();
    let problem = show.problem("w");
    assert_eq!(problem.kind, ProblemKind::OtherBytes);
    let named = format!("{} sent other bytes than", liar.address);
    assert!(problem.detail.contains(&named), "{problem}");
}

#[test]
fn an_endpoint_that_fails_is_named_and_the_next_is_asked() {
    let anvil = Chain::start();
    let paintings = anvil.deploy("Paintings", &[]);
    mint(
        &anvil,
        paintings,
        1,
        &format!("data:application/json,{{\"name\":\"x\",\"image\":\"data:image/svg+xml,{SVG}\"}}"),
    );
    let work = token(paintings, 1, "w");
    let down = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", free.local_addr().unwrap())
    };
    let other_chain = Server::start(|_, _| Reply::ok(r#"{"jsonrpc":"2.0","id":0,"result":"0x5"}"#));
    let no_endpoint = Server::start(|_, _| Reply::ok("<html>"));
    let busy = Server::start(|_, _| Reply::status(429, "").with("retry-after", 3_600));

    let alone = |url: &str| {
        let show = Show::new(&[head(Chain::CHAIN, &[url], &[]), work.clone()].concat());
        show.resolve();
        show.problem("w")
    };
    let check = |url: &str, kind, expected: String| {
        let problem = alone(url);
        assert_eq!(problem.kind, kind, "{url}: {problem}");
        assert!(problem.detail.contains(&expected), "{url}: {problem}");
    };
    use ProblemKind::{EndpointSilent, OtherChain};
    let host = |url: &str| url.trim_start_matches("http://").to_owned();
    check(
        &other_chain.url(),
        OtherChain,
        format!("{} says it is chain 5, and the exhibition asks for 31337", other_chain.address),
    );
    check(
        &no_endpoint.url(),
        EndpointSilent,
        format!("{} does not answer as an Ethereum endpoint does", no_endpoint.address),
    );
    let left_alone = format!("{} asks to be left alone for 3600 seconds", busy.address);
    check(&busy.url(), EndpointSilent, left_alone);
    check(&down, EndpointSilent, format!("{} cannot be reached", host(&down)));

    let all = [other_chain.url(), busy.url(), down, anvil.url.clone()];
    let all = all.each_ref().map(String::as_str);
    let show = Show::new(&[head(Chain::CHAIN, &all, &[]), work.clone()].concat());
    assert_eq!(show.resolve().shown, 1);

    let show = Show::new(&work);
    show.resolve();
    let problem = show.problem("w");
    assert_eq!(problem.kind, ProblemKind::NoEndpoint);
    let named = "exhibition.toml names no endpoint for eip155:31337";
    assert!(problem.detail.starts_with(named), "{problem}");
}

/// Breaks a resolve off after some works, as a signal would.
struct BreakOff {
    after: usize,
    done: AtomicUsize,
}

impl Progress for BreakOff {
    fn begin(&self, _works: usize) {}
    fn say(&self, _what: &str) {}
    fn work(&self, _title: &str, _problem: Option<&Problem>) {
        if self.done.fetch_add(1, Ordering::SeqCst) + 1 == self.after {
            panic!("broken off");
        }
    }
}

#[test]
fn a_resolve_that_is_broken_off_goes_on_where_it_stopped() {
    let packed = packed();
    let gateway = gateway::start(packed.clone(), Mood::Honest);
    let anvil = Chain::start();
    let paintings = anvil.deploy("Paintings", &[]);
    let mut toml = head(Chain::CHAIN, &[&anvil.url], &[&gateway.url()]);
    for number in 0..WORKS as u64 {
        mint(&anvil, paintings, number, &format!("ipfs://{}/m/{number}", packed.root));
        toml.push_str(&token(paintings, number, &format!("w{number}")));
    }
    let show = Show::new(&toml);
    let progress = BreakOff { after: 3, done: AtomicUsize::new(0) };
    let broken =
        catch_unwind(AssertUnwindSafe(|| resolve(show.path(), &options(false), &progress)));
    assert!(broken.is_err());
    assert!(!show.path().join("exhibition.lock").exists(), "a lock is written last");
    // What was on its way when it broke off still comes.
    let mut first = 0;
    while first != gateway.asked() {
        first = gateway.asked();
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    assert!((6..2 * WORKS).contains(&first), "{first} of {} files were fetched", 2 * WORKS);

    // The chain went on meanwhile; the rest is asked at the block of the beginning.
    anvil.ask("anvil_mine", json!(["0x5"]));
    let report = show.resolve();
    assert_eq!(report.shown, WORKS);
    assert_eq!(report.fetched as usize, gateway.asked() - first);
    assert!(gateway.asked() <= 2 * WORKS + 24, "only what was on its way is fetched again");
    let blocks: std::collections::HashSet<_> = show
        .lock()
        .works
        .iter()
        .map(|work| work.ownership[0].evidence.block().unwrap().number)
        .collect();
    assert_eq!(blocks.len(), 1);
}

/// What names the metadata is told by one endpoint, and stands there as its word; what hangs
/// is held to that text.
#[test]
fn what_one_endpoint_names_stands_on_its_word() {
    let anvil = Chain::start();
    let paintings = anvil.deploy("Paintings", &[]);
    let picture =
        "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'><path d='M0 0h2v2z'/></svg>";
    let image = format!("data:image/svg+xml,{picture}");
    let document = json!({ "name": "In code", "image": image });
    mint(&anvil, paintings, 1, &format!("data:application/json,{document}"));
    let head = head(Chain::CHAIN, &[&anvil.url], &[]) + "proof = false\n";
    let show = Show::new(&[head, token(paintings, 1, "w")].concat());
    show.resolve();
    let work = show.work("w");
    let naming = work.naming.clone().unwrap();
    assert!(!naming.made);
    assert_eq!(naming.evidence.level(), Level::Reported);
    assert_eq!(naming.evidence, work.ownership[0].evidence);
    // Nothing is asked again, and it is still known who said so.
    assert!(!show.resolve().changed);

    let folder = Folder::open(show.path()).unwrap();
    let findings = |lock: &Lock| {
        let report = check(lock, &folder, "2026-03-01T12:00:00Z".parse().unwrap());
        report.works.into_iter().next().unwrap().findings
    };
    let mut lock = show.lock();
    assert_eq!(findings(&lock), []);
    lock.works[0].metadata.as_mut().unwrap().hash = naming.text;
    let found = findings(&lock);
    assert!(found.contains(&Finding::OtherNamed), "{found:?}");
}
