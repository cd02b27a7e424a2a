//! Works in sight are watched, and what happened to one stands on its label.

use std::io;
use std::sync::{Arc, Mutex};

use alloy_primitives::{B256, U256};
use bevy::prelude::*;

use super::house::{House, built_in};
use crate::exhibition::{
    BlobHash, BlobStore, ByteStrength, Bytes, LockedWork, MemoryBlobs, Naming, Proof, SignedRecord,
    Text, subject_of,
};
use crate::gallery::labels::Card;
use crate::gallery::lettering::Print;
use crate::gallery::line::{Ask, Line};
use crate::gallery::live::Live;
use crate::gallery::overlay::shown::Panel;
use crate::gallery::show::Show;
use crate::gallery::wishes::Wish;
use crate::ownership::live::{Change, Holding, LiveRecord, News, Order};
use crate::ownership::{
    BlockRef, Called, CalledBy, Checked, Evidence, OwnershipRecord, Said, Timestamp, Verdict,
    WorkChecked,
};
use crate::source::BuiltIn;
use crate::verifier::kept::{code, kept, signed, who};

const OWNER: &str = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const OTHER: &str = "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

/// A house of which one work is a token, and the orders that it gives.
fn watched() -> (House, Arc<Mutex<Vec<Order>>>) {
    watched_of(&[(OWNER, None)])
}

/// The same of a token that these hold, with so many editions.
fn watched_of(holders: &[(&str, Option<u64>)]) -> (House, Arc<Mutex<Vec<Order>>>) {
    let mut lock = built_in();
    let work = lock.works.iter_mut().find(|work| work.id.as_str() == "edge").unwrap();
    work.token =
        Some("eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7".parse().unwrap());
    let record = |(owner, editions): &(&str, Option<u64>)| OwnershipRecord {
        owner: owner.parse().unwrap(),
        editions: editions.map(U256::from),
        evidence: reported(10),
    };
    work.ownership = holders.iter().map(record).collect();
    let mut house = House::of(lock, Arc::new(BuiltIn), 1_280, 720);
    let orders: Arc<Mutex<Vec<Order>>> = Arc::default();
    let given = orders.clone();
    house.app.insert_resource(Line::new(move |ask| {
        let Ask::Watch(order) = ask;
        given.lock().unwrap().push(order);
    }));
    (house, orders)
}

fn reported(number: u64) -> Evidence {
    let block = BlockRef { number, hash: Default::default(), time: Timestamp::from_unix(0) };
    Evidence::Reported { endpoint: "node.example".to_owned(), block }
}

fn record(owner: &str, change: Option<(&str, u64)>) -> News {
    let holding = |owner: &str| Holding::Owner(owner.parse().unwrap());
    News::Work(Box::new(LiveRecord {
        work: "edge".to_owned(),
        holding: holding(owner),
        evidence: reported(20),
        change: change.map(|(was, block)| Change {
            was: holding(was),
            block,
            in_block: Some(block),
            burnt: false,
        }),
        metadata_in: None,
        taken_back_from: None,
        unproven: None,
    }))
}

fn tell(house: &mut House, news: News) {
    house.app.world().resource::<Line>().teller().send(news).unwrap();
    house.frames(3);
}

/// The works whose labels hang; which comes first depends on what is still lettered.
fn labelled(house: &mut House) -> Vec<usize> {
    let mut works: Vec<_> = house.all::<Card>().iter().map(|card| card.work).collect();
    works.sort_unstable();
    works
}

#[test]
fn a_transfer_changes_the_label_before_the_visitor() {
    let (mut house, _) = watched();
    let work = house.stand_before("edge");
    let before = house.label(work);
    let others = labelled(&mut house);
    tell(&mut house, record(OTHER, Some((OWNER, 20))));
    let after = house.label(work);
    assert_ne!(before, after);
    let said = format!("{after:?}");
    assert!(said.contains("Changed hands just now, block 20."), "{said}");
    assert!(said.contains("0xfB69…d359") && !said.contains("0x5aAe…eAed"), "{said}");
    // What a replaced block said is taken back.
    tell(&mut house, record(OWNER, None));
    let back = format!("{:?}", house.label(work));
    assert!(!back.contains("Changed hands") && back.contains("0x5aAe…eAed"), "{back}");
    assert_eq!(labelled(&mut house), others);
}

#[test]
fn what_is_in_sight_is_watched_and_nothing_else() {
    let (mut house, orders) = watched();
    let latest = |orders: &Mutex<Vec<Order>>| orders.lock().unwrap().last().cloned().unwrap();
    house.stand_before("edge");
    let order = latest(&orders);
    assert_eq!(order.works.len(), 1, "{order:?}");
    assert_eq!(order.before.as_deref(), Some("edge"));
    let asked = orders.lock().unwrap().len();
    house.frames(30);
    assert_eq!(orders.lock().unwrap().len(), asked, "no order is given twice");
    // Nobody looks.
    house.cover(true);
    assert_eq!(latest(&orders), Order::default());
    house.cover(false);
    assert_eq!(latest(&orders), order);
}

#[test]
fn a_label_says_no_more_than_claimed_where_the_proof_does_not_hold() {
    let (mut house, _) = watched();
    let work = house.stand_before("edge");
    let plain = format!("{:?}", house.label(work));
    assert!(plain.contains("Reported"), "{plain}");
    tell(
        &mut house,
        News::Checked(WorkChecked {
            work: "edge".to_owned(),
            at: Timestamp::from_unix(0),
            checks: vec![Checked {
                said: Said::Owner(OWNER.to_owned()),
                verdict: Verdict::Refused("it names another".to_owned()),
            }],
        }),
    );
    let refused = format!("{:?}", house.label(work));
    assert!(refused.contains("no more than claimed") && !refused.contains("Reported"), "{refused}");
}

/// The built-in exhibition's blobs, and those of a proof or a signed record.
struct WithProof(MemoryBlobs);

impl BlobStore for WithProof {
    fn read(&self, hash: &BlobHash) -> io::Result<Vec<u8>> {
        self.0.read(hash).or_else(|_| BuiltIn.read(hash))
    }
}

/// A house in whose work the contract's code names the owner; once the stored proof of that
/// was run. `spoil` puts another code in its place.
fn run(spoil: bool) -> (House, usize) {
    let mut kept = kept(who(0xa1).into_word(), who(0xa1), None);
    if spoil {
        kept.codes[0] = code(who(0xb1).into_word());
    }
    let mut blobs = MemoryBlobs::default();
    let witness = blobs.keep(kept.witness);
    let codes = kept.codes.into_iter().map(|code| blobs.keep(code)).collect();
    let mut lock = built_in();
    let edge = lock.works.iter_mut().find(|work| work.id.as_str() == "edge").unwrap();
    edge.token = Some(kept.stored.token);
    edge.ownership = kept.stored.ownership;
    edge.proof = Some(Proof { witness, codes });
    let mut house = House::of(lock, Arc::new(WithProof(blobs)), 1_280, 720);
    let work = house.stand_before("edge");
    house.until("that its proof was run", |world| {
        let show = world.resource::<Show>().clone();
        world.resource::<Live>().of(&show, work).checked.is_some()
    });
    house.frames(3);
    (house, work)
}

#[test]
fn what_is_in_sight_is_run_here_before_it_is_called_proven() {
    let refused = "Its proof does not hold here: no more than claimed";
    for (spoil, word, unsaid) in [(false, "Proven", refused), (true, refused, "Proven")] {
        let (mut house, work) = run(spoil);
        let label = format!("{:?}", house.label(work));
        house.wish(Wish::TogglePanel);
        let panel = format!("{:?}", house.all::<Print>());
        for said in [label, panel] {
            assert!(said.contains(word) && !said.contains(unsaid), "{spoil}: {said}");
            assert!(!said.contains("not yet checked here"), "{said}");
        }
    }
}

/// What a panel says of a work whose contract names the document that hangs, and calls the
/// collection as that does, once the stored proof of both was run. `change` shows something
/// else in their place, and leaves the contract's answers and their proof.
fn answered(change: &dyn Fn(&mut LockedWork)) -> String {
    const DOCUMENT: &str = r#"{"name":"Kiln"}"#;
    let text = format!("data:,{DOCUMENT}");
    let mut word = B256::ZERO;
    word[..text.len()].copy_from_slice(text.as_bytes());
    let kept = kept(word, who(0xa1), None);
    let evidence = kept.stored.ownership[0].evidence.clone();
    let mut blobs = MemoryBlobs::default();
    let witness = blobs.keep(kept.witness);
    let codes = kept.codes.into_iter().map(|code| blobs.keep(code)).collect();
    let mut lock = built_in();
    let edge = lock.works.iter_mut().find(|work| work.id.as_str() == "edge").unwrap();
    edge.token = Some(kept.stored.token);
    edge.ownership = Vec::new();
    edge.proof = Some(Proof { witness, codes });
    edge.called = Some(Called::of(CalledBy::Document, &text, evidence.clone()));
    edge.collection = Text::one("Kiln");
    let text = blobs.keep(text.into_bytes());
    edge.naming = Some(Naming { text, made: false, evidence });
    edge.metadata = Some(Bytes {
        uri: "data:text/plain".to_owned(),
        hash: BlobHash::of(DOCUMENT.as_bytes()),
        length: DOCUMENT.len() as u64,
        strength: ByteStrength::OnChain,
    });
    change(edge);
    let mut house = House::of(lock, Arc::new(WithProof(blobs)), 1_280, 720);
    let work = house.stand_before("edge");
    house.until("that its proof was run", |world| {
        let show = world.resource::<Show>().clone();
        world.resource::<Live>().of(&show, work).checked.is_some()
    });
    house.frames(3);
    house.wish(Wish::TogglePanel);
    format!("{:?}", house.all::<Print>())
}

#[test]
fn nothing_is_called_proven_that_is_not_what_the_contract_answers() {
    let check = |change: &dyn Fn(&mut LockedWork), expected: &[&str], unsaid: &[&str]| {
        let panel = answered(change);
        for part in expected {
            assert!(panel.contains(part), "{part}: {panel}");
        }
        for part in unsaid {
            assert!(!panel.contains(part), "{part}: {panel}");
        }
    };
    let (proven, refused) = ("◆ Proven", "Its proof does not hold here: no more than claimed");
    let [metadata, collection] = ["what names the metadata", "what the collection is called"]
        .map(|what| format!("Not borne out by its proof: {what}"));
    let other_name = |work: &mut LockedWork| work.collection = Text::one("Bored Ape Yacht Club");
    let other_document = |work: &mut LockedWork| {
        work.metadata.as_mut().unwrap().hash = BlobHash::of(b"another document");
    };
    let both = |work: &mut LockedWork| {
        other_name(work);
        other_document(work);
    };
    let made = |work: &mut LockedWork| work.naming.as_mut().unwrap().made = true;
    check(&|_| {}, &[proven, "On the same proof stands"], &[refused, "Not borne out"]);
    check(&other_name, &[proven, refused, &collection], &[&metadata]);
    check(&other_document, &[proven, refused, &metadata], &[&collection]);
    check(&both, &[refused, "Not borne out by its proof"], &[proven]);
    check(&made, &[proven, refused, &metadata], &[&collection]);
}

/// A house in which an issuer signed who owns and who made the work, once that was checked.
/// `lie` names others in the lock, and `kept` has the record in it.
fn attested(lie: bool, kept: bool) -> (House, usize) {
    let mut lock = built_in();
    let edge = lock.works.iter_mut().find(|work| work.id.as_str() == "edge").unwrap();
    let (record, told) = signed(&subject_of(edge).unwrap());
    let mut blobs = MemoryBlobs::default();
    let record = blobs.keep(record);
    edge.ownership = Vec::from_iter(told.owner);
    edge.authorship = Vec::from_iter(told.author);
    if lie {
        edge.ownership[0].owner = "name:Mallory".parse().unwrap();
        edge.authorship[0].name = "Mallory".to_owned();
    }
    if kept {
        edge.signed = vec![SignedRecord { record, status: None }];
    }
    let mut house = House::of(lock, Arc::new(WithProof(blobs)), 1_280, 720);
    let work = house.stand_before("edge");
    house.until("that its records were checked", |world| {
        let show = world.resource::<Show>().clone();
        world.resource::<Live>().of(&show, work).checked.is_some()
    });
    house.frames(3);
    (house, work)
}

#[test]
fn what_is_in_sight_is_held_to_its_records_before_it_is_called_attested() {
    let refused = "No signed record here says so: no more than claimed";
    for (lie, kept) in [(false, true), (true, true), (false, false), (true, false)] {
        let (mut house, work) = attested(lie, kept);
        let label = format!("{:?}", house.label(work));
        house.wish(Wish::TogglePanel);
        let panel = format!("{:?}", house.all::<Print>());
        let (word, unsaid) =
            if lie || !kept { (refused, "◇ Attested") } else { ("◇ Attested", refused) };
        for said in [&label, &panel] {
            assert!(said.contains(word) && !said.contains(unsaid), "{lie}, {kept}: {said}");
            assert!(!said.contains("not yet checked here"), "{said}");
        }
        let standing = "The record names no list of what its issuer has taken back";
        assert_eq!(panel.contains("a record says so that its issuer signed"), word != refused);
        assert_eq!(panel.contains(standing), word != refused, "{panel}");
    }
}

#[test]
fn a_change_that_is_told_of_more_weakly_is_a_mark_and_no_owner() {
    let (mut house, work) = run(false);
    tell(&mut house, record(OTHER, Some((OWNER, 20))));
    let said = format!("{:?}", house.label(work));
    assert!(said.contains("Proven") && said.contains("Changed hands just now"), "{said}");
    let short = |account: &str| account.rsplit('x').next().unwrap()[..4].to_owned();
    let owner = who(0xa1).to_checksum(None);
    assert!(said.contains(&short(&owner)) && !said.contains(&short(OTHER)), "{said}");
}

#[test]
fn the_panel_says_what_was_seen() {
    let (mut house, _) = watched();
    house.stand_before("edge");
    house.wish(Wish::TogglePanel);
    assert_eq!(house.count::<Panel>(), 1);
    let said = |house: &mut House| format!("{:?}", house.all::<Print>());
    assert!(!said(&mut house).contains("Before: "));
    tell(&mut house, record(OTHER, Some((OWNER, 20))));
    let words = said(&mut house);
    assert!(words.contains("Before: 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed."), "{words}");
    assert!(words.contains("Now: 0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359."), "{words}");
}

#[test]
fn every_holder_of_editions_is_watched_and_named() {
    let (mut house, orders) = watched_of(&[(OWNER, Some(5)), (OTHER, Some(3))]);
    let work = house.stand_before("edge");
    let order = orders.lock().unwrap().last().cloned().unwrap();
    assert_eq!(order.works.len(), 2, "{order:?}");
    let counted = |holder: &str, count: u64, was: Option<u64>| {
        let holding = |count: u64| Holding::Editions {
            holder: holder.parse().unwrap(),
            count: U256::from(count),
        };
        News::Work(Box::new(LiveRecord {
            work: "edge".to_owned(),
            holding: holding(count),
            evidence: reported(20),
            change: was.map(|was| Change {
                was: holding(was),
                block: 20,
                in_block: Some(20),
                burnt: false,
            }),
            metadata_in: None,
            taken_back_from: None,
            unproven: None,
        }))
    };
    tell(&mut house, counted(OTHER, 3, None));
    let before = format!("{:?}", house.label(work));
    // Whoever of them gives some away, it is a change of this work.
    for holder in [OWNER, OTHER] {
        tell(&mut house, counted(holder, 1, Some(2)));
        let after = format!("{:?}", house.label(work));
        assert_ne!(before, after, "{holder}");
        assert!(after.contains("Another number of editions is held since just now"), "{after}");
        tell(&mut house, counted(holder, 2, None));
    }
    tell(&mut house, counted(OWNER, 1, Some(5)));
    house.wish(Wish::TogglePanel);
    let words = format!("{:?}", house.all::<Print>());
    for holder in [OWNER, OTHER] {
        let address = holder.rsplit(':').next().unwrap();
        assert!(words.contains(&format!("Of {address}:")), "{words}");
    }
    assert!(words.contains("Editions held now: 1."), "{words}");
}
