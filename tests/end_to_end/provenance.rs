//! How works came to their owners, on a real chain: what is heard and proven, and what
//! becomes of blobs that were changed.

use alloy_primitives::{Address, B256, Bytes, U256, address};
use alloy_sol_types::SolValue;
use enfilade::exhibition::{BlobHash, CheckReport, LockedWork, ProblemKind, check};
use enfilade::ownership::{Evidence, Level, Provenance};
use enfilade::source::Folder;
use serde_json::json;

use crate::local::contracts::{Batched, Erc721, Erc1155, Named, Punks, Ranged, Sales};
use crate::local::{Chain, places};
use crate::show::Show;

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='40'><rect width='30' height='40' fill='%23c42'/></svg>";

/// Where every chain has a version of Seaport.
const SEAPORT: Address = address!("0000000000000068F116a894984e2DB1123eB395");

fn document() -> String {
    format!("data:application/json,{{\"name\":\"A work\",\"image\":\"data:image/svg+xml,{SVG}\"}}")
}

pub fn head(chain: &str, endpoints: &[&str]) -> String {
    format!("[chains.\"{chain}\"]\nendpoints = {}\n", json!(endpoints))
}

pub fn work(chain: &str, kind: &str, contract: Address, number: u64, id: &str) -> String {
    format!("[[work]]\ntoken = \"{chain}/{kind}:{contract}/{number}\"\nid = \"{id}\"\n")
}

fn mint(chain: &Chain, contract: Address, to: Address, number: u64) {
    let number = U256::from(number);
    chain.tell(contract, &Named::mintCall { to, number, uri: document() });
}

pub fn give(chain: &Chain, contract: Address, from: Address, to: Address, number: u64) {
    let number = U256::from(number);
    chain.tell_as(from, contract, &Erc721::transferFromCall { from, to, number });
}

/// Who gave to whom, by the places of the chain's accounts; nobody is a dash.
pub fn hands(chain: &Chain, provenance: &Provenance) -> String {
    let accounts: Vec<Address> = (0..10).map(|index| chain.account(index)).collect();
    let named = |party: Option<Address>| match party {
        None => "-".to_owned(),
        Some(party) => accounts.iter().position(|a| *a == party).unwrap().to_string(),
    };
    let hand = |step: &enfilade::ownership::Step| {
        let editions = step.editions.map(|editions| format!("x{editions}")).unwrap_or_default();
        let price = step.price.as_ref().map(|price| format!(" for {}", price.amount));
        format!("{}>{}{editions}{}", named(step.from), named(step.to), price.unwrap_or_default())
    };
    provenance.steps.iter().map(hand).collect::<Vec<_>>().join(" ")
}

pub fn provenance(show: &Show, id: &str) -> Provenance {
    let work = show.work(id);
    work.provenance.unwrap_or_else(|| panic!("{id}: {:?}", work.notes))
}

pub fn notes(work: &LockedWork, kind: ProblemKind) -> Vec<String> {
    let of_kind = work.notes.iter().filter(|note| note.kind == kind);
    of_kind.map(|note| note.detail.clone()).collect()
}

pub fn checked(show: &Show) -> CheckReport {
    let folder = Folder::open(show.path()).unwrap();
    check(&show.lock(), &folder, "2026-03-01T12:00:00Z".parse().unwrap())
}

#[test]
fn works_are_followed_from_their_mint_to_their_owner() {
    let chain = Chain::start();
    let id = Chain::CHAIN;
    let [one, two, three] = [1, 2, 3].map(|index| chain.account(index));
    let paintings = chain.deploy("Paintings", &[]);
    mint(&chain, paintings, one, 1);
    mint(&chain, paintings, one, 2);
    give(&chain, paintings, one, two, 1);
    chain.deploy_at(SEAPORT, "Market");
    chain.tell_as(two, paintings, &Erc721::approveCall { to: SEAPORT, number: U256::ONE });
    let sale = Sales::sellCall {
        token: paintings,
        number: U256::ONE,
        buyer: three,
        price: U256::from(2_500),
    };
    chain.tell_as(two, SEAPORT, &sale);
    // Burnt, and minted once more.
    let changing = chain.deploy("Changing", &[]);
    mint(&chain, changing, one, 5);
    chain.tell_as(one, changing, &Erc721::burnCall { number: U256::from(5) });
    mint(&chain, changing, two, 5);
    let series = chain.deploy("Series", &"data:application/json,".abi_encode());
    chain.tell(series, &Batched::mintCall { to: two, quantity: U256::from(5) });
    give(&chain, series, two, three, 3);
    let many = chain.deploy("Many", &[]);
    let [first, count] = [1, 8].map(U256::from);
    chain.tell(many, &Ranged::mintCall { to: one, first, count });
    let editions = chain.deploy("Editions", &document().abi_encode());
    let numbers = [6, 7].map(U256::from).to_vec();
    let amounts = [50, 10].map(U256::from).to_vec();
    chain.tell(editions, &Erc1155::mintBatchCall { to: one, numbers, editions: amounts });
    let number = U256::from(7);
    for (from, to, editions_) in [(one, two, 4), (two, three, 1)] {
        let editions_ = U256::from(editions_);
        let data = Bytes::new();
        let call = Erc1155::safeTransferFromCall { from, to, number, editions: editions_, data };
        chain.tell_as(from, editions, &call);
    }

    let show = Show::new(
        &[
            head(id, &[&chain.url]),
            work(id, "erc721", paintings, 1, "sold"),
            work(id, "erc721", paintings, 2, "kept"),
            work(id, "erc721", changing, 5, "reborn"),
            work(id, "erc721", series, 3, "series"),
            work(id, "erc721", many, 1, "many-1"),
            work(id, "erc721", many, 8, "many-8"),
            work(id, "erc1155", editions, 7, "print")
                + &format!("holders = [\"{two}\", \"{three}\"]\n"),
        ]
        .concat(),
    );
    show.resolve();
    let check = |id: &str, expected: &str| {
        let provenance = provenance(&show, id);
        assert_eq!(hands(&chain, &provenance), expected, "{id}");
        assert!(provenance.whole && provenance.ends_at_owner, "{id}: {provenance:?}");
        let evidence = &provenance.evidence;
        assert_eq!(evidence.level(), Level::Proven, "{id}");
        assert_eq!(evidence.block(), show.work(id).ownership[0].evidence.block());
        assert_eq!(notes(&show.work(id), ProblemKind::ProvenanceUnread), [""; 0]);
        assert_eq!(notes(&show.work(id), ProblemKind::ProvenanceBroken), [""; 0]);
    };
    check("sold", "->1 1>2 2>3 for 2500");
    check("kept", "->1");
    check("reborn", "->1 1>- ->2");
    check("series", "->2 2>3");
    check("many-1", "->1");
    check("many-8", "->1");
    check("print", "1>2x4 2>3x1");
    // What came in one block lies in one blob.
    let blob = |id: &str| provenance(&show, id).blobs().collect::<Vec<B256>>();
    assert_eq!(blob("many-1"), blob("many-8"));
    assert_eq!(blob("sold").len(), 3);
    let custodies = provenance(&show, "sold").custodies();
    let held = custodies[0].until.unwrap().unix() - custodies[0].since.unix();
    assert_eq!(held, 2 * i64::try_from(Chain::BLOCK_SECONDS).unwrap());

    let report = checked(&show);
    assert!(report.is_sound(), "{report:#?}");
    // The owner, what names the metadata, and the way.
    assert!(report.works.iter().all(|work| work.held >= 2), "{report:#?}");
}

#[test]
fn punks_are_followed_through_their_own_ledger() {
    let chain = Chain::start_as(1);
    let id = "eip155:1";
    places::furnish(&chain);
    chain.deploy_at(address!("16F5A35647D6F03D5D3da7b35409D65ba03aF3B2"), "PunksData");
    let [one, two, three] = [1, 2, 3].map(|index| chain.account(index));
    let index = U256::from(372);
    let punks = places::PUNKS;
    for index in [index, U256::from(373)] {
        chain.tell(punks, &Punks::assignCall { to: one, index });
    }
    chain.tell_as(one, punks, &Punks::transferPunkCall { to: two, index });
    chain.tell_as(two, punks, &Punks::offerPunkForSaleCall { index, minValue: U256::from(900) });
    let buy = alloy_sol_types::SolCall::abi_encode(&Punks::buyPunkCall { index });
    chain.transact_as(three, punks, U256::from(950), &buy);
    let toml = [
        head(id, &[&chain.url]),
        work(id, "erc721", punks, 372, "sold"),
        work(id, "erc721", punks, 373, "kept"),
    ];
    let show = Show::new(&toml.concat());
    show.resolve();
    for (id, expected) in [("sold", "->1 1>2 2>3 for 950"), ("kept", "->1")] {
        let provenance = provenance(&show, id);
        assert_eq!(hands(&chain, &provenance), expected);
        assert!(provenance.whole && provenance.ends_at_owner);
        assert_eq!(provenance.evidence.level(), Level::Proven);
    }
    assert!(checked(&show).is_sound());
}

/// A painting that went from the first account to the third.
pub fn painting(chain: &Chain) -> Address {
    let paintings = chain.deploy("Paintings", &[]);
    mint(chain, paintings, chain.account(1), 1);
    chain.mine(10);
    give(chain, paintings, chain.account(1), chain.account(2), 1);
    give(chain, paintings, chain.account(2), chain.account(3), 1);
    paintings
}

#[test]
fn a_blob_of_receipts_that_was_changed_or_lost_is_found() {
    let chain = Chain::start();
    let paintings = painting(&chain);
    let id = Chain::CHAIN;
    let toml = [head(id, &[&chain.url]), work(id, "erc721", paintings, 1, "w")];
    let show = Show::new(&toml.concat());
    show.resolve();
    assert!(checked(&show).is_sound());
    let blob = provenance(&show, "w").blobs().next().unwrap();
    let path = show.path().join(BlobHash::from_bytes(blob.0).path());
    let whole = std::fs::read(&path).unwrap();
    let found = || {
        let report = checked(&show);
        assert!(!report.is_sound());
        report.works[0].findings[0].to_string()
    };
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    std::fs::write(&path, &changed).unwrap();
    assert!(found().contains("the proof of its provenance is damaged"), "{}", found());
    std::fs::remove_file(&path).unwrap();
    assert!(found().contains("the proof of its provenance is not there"), "{}", found());
    std::fs::write(&path, &whole).unwrap();
    // A lock that says something else than its receipts.
    let folder = Folder::open(show.path()).unwrap();
    let check = |change: &dyn Fn(&mut Provenance), expected: &str| {
        let mut lock = show.lock();
        change(lock.works[0].provenance.as_mut().unwrap());
        let report = check(&lock, &folder, "2026-03-01T12:00:00Z".parse().unwrap());
        let findings = &report.works[0].findings;
        assert!(
            findings.iter().any(|finding| finding.to_string().contains(expected)),
            "{findings:?}"
        );
    };
    let other = Some(chain.account(9));
    check(&|said| said.steps[0].to = other, "has another event at 0 than the step says");
    check(&|said| said.steps.truncate(2), "do not lead to its owner");
    check(&|said| said.steps[1].receipt = None, "nothing to check it with");
    check(&|said| said.steps[1].receipt.as_mut().unwrap().log = 7, "another event at 7");
    check(&|said| said.steps[1].block.number = 1, "does not stand on its proof");
    // Steps that are each proven, and yet not in the way that they are said to be.
    check(&|said| said.steps.swap(0, 1), "not in the order in which they happened");
    let twice = |said: &mut Provenance| said.steps.insert(1, said.steps[0].clone());
    check(&twice, "not in the order in which they happened");
    let unminted = |said: &mut Provenance| {
        said.steps.remove(0);
    };
    check(&unminted, "does not begin with a mint");
    let later = |said: &mut Provenance| {
        if let Evidence::Proven { block, .. } = &mut said.evidence {
            block.number += 1;
        }
    };
    check(&later, "through another block than that of its owner");
}
