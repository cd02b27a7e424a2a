//! What a worker gets is what was asked for, and what it gives back arrives.

use std::sync::Arc;

use futures::executor::block_on;

use super::*;
use crate::exhibition::{Media, MediaKind, read_lock};
use crate::gallery::lettering::{Block, Face, Paragraph, Style};
use crate::gallery::show::Blobs;
use crate::hang::shown_size_mm;
use crate::ownership::Provenance;
use crate::source::BuiltIn;

/// The built-in exhibition; the way of its first work is known.
fn built_in() -> Show {
    let lock = include_bytes!("../../../assets/exhibition/exhibition.lock");
    let mut lock = read_lock(lock).expect("the built-in lock is read by every test");
    let token = "eip155:1/erc721:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7";
    lock.works[0].token = Some(token.parse().expect("it is a token"));
    lock.works[0].provenance = Some(minted());
    Show::new(lock, Blobs::Here(Arc::new(BuiltIn)))
}

fn minted() -> Provenance {
    let hash = format!("0x{}", "07".repeat(32));
    let block = |time: &str| serde_json::json!({ "number": 5, "hash": hash, "time": time });
    let provenance = serde_json::json!({
        "steps": [{
            "to": format!("0x{}", "01".repeat(20)),
            "block": block("2021-03-01T00:00:00Z"),
            "transaction": hash,
            "log_index": 3,
        }],
        "whole": true,
        "ends_at_owner": true,
        "evidence": {
            "level": "reported",
            "endpoint": "https://node.example",
            "block": block("2026-01-01T00:00:00Z"),
        },
    });
    serde_json::from_value(provenance).expect("it is as a lock has it")
}

/// What a worker gets is what was asked for, to the byte of what it makes of it.
#[test]
fn jobs_cross_to_a_worker_and_back() {
    let show = built_in();
    let mut block = Block::new(Language::Chinese);
    let style = Style::new(Face::SerifItalic, 31.7, [1, 2, 3, 200]).tracked(0.013);
    block.push(Paragraph::new(style, "“Überall” 自相遇的线").balanced().above(3.3));
    let jobs = [
        Job::Tile(TileKind::Plaster),
        Job::Light(RoomId(1)),
        Job::Letters { print: Print::new(block, 320).on([250; 3], [9, 8, 7, 6]), flat: false },
        hands(0),
        sculpture_in(&show),
    ];
    for job in jobs {
        let read: Job = serde_json::from_str(&job.written()).expect("it was just written");
        assert_eq!(format!("{read:?}"), format!("{job:?}"));
        let [one, other] = [job, read].map(|job| block_on(work(&show, job)).expect("it works"));
        assert_eq!(one.note, other.note);
        assert!(one.parcel.length() > 0);
        assert!((one.note.levels > 0) != one.note.packed.is_some(), "it is one or the other");
        assert_eq!(one.parcel.unpack(), other.parcel.unpack());
    }
}

fn sculpture_in(show: &Show) -> Job {
    let sculpture = show.lock.works.iter().find_map(|work| match &work.media {
        Media::Shown(visual) if visual.kind == MediaKind::Sculpture => {
            Some(Job::Sculpture { hash: visual.whole(), size_mm: shown_size_mm(work) })
        }
        _ => None,
    });
    sculpture.expect("the built-in exhibition has a sculpture")
}

/// What a worker hands over.
fn given(note: &Result<Note, Problem>, parcel: Parcel) -> Given {
    Given { note: serde_json::to_string(note).expect("notes are written"), parcel }
}

#[test]
fn a_sculpture_comes_from_a_worker_as_it_would_be_made_here() {
    let show = built_in();
    let job = sculpture_in(&show);
    assert!(job.is_of_a_stranger(), "what breaks a worker is not tried in the page");
    let Job::Sculpture { hash, size_mm } = job else { panic!("it is a sculpture") };
    let made = block_on(sculpt(&show, hash, size_mm)).expect("it is whole");
    let Done { note, parcel } = block_on(work(&show, job)).expect("it is whole");
    let done = Done::read(given(&Ok(note.clone()), parcel)).expect("it was just written");
    let back = block_on(done.unpacked()).expect("it was just packed");
    assert!(!back.parts.is_empty());
    assert_eq!(format!("{back:?}"), format!("{made:?}"));
    // A list without what it lists, and what is no sculpture.
    for note in [note, Note::default()] {
        let done = Done::read(given(&Ok(note), Vec::new().into())).expect("it is a note");
        let problem = block_on(done.unpacked()).expect_err("nothing was packed");
        assert_eq!(problem.kind, ProblemKind::Damaged);
    }
}

fn hands(work: usize) -> Job {
    Job::Hands { work, size_px: [348, 76], language: Language::English, scale: 1.0 }
}

#[test]
fn custodies_are_drawn_where_they_are_known() {
    let show = built_in();
    for (place, known) in [(0, true), (1, false), (usize::MAX, false)] {
        let done = block_on(work(&show, hands(place)));
        assert_eq!(done.is_ok(), known, "{place}");
        // It is the owner's since, and their time has a colour of its own.
        let texels = done.map(|done| done.parcel.unpack()).unwrap_or_default();
        let of_owner = texels.chunks(4).filter(|texel| *texel == [138_u8, 90, 20, 255]).count();
        assert_eq!(of_owner > 5_000, known, "{place}: {of_owner}");
    }
}

#[test]
fn a_problem_comes_back_as_it_was() {
    let problem = Problem::new(ProblemKind::CutOff, "after 12 bytes");
    let back = Done::read(given(&Err(problem.clone()), Vec::new().into()));
    assert_eq!(back.map(|done| done.note), Err(problem));
    let note =
        Note { width: 3, height: 2, levels: 2, mean: 0.123_456_7, delay_ms: 40, packed: None };
    let back = Done::read(given(&Ok(note.clone()), Vec::new().into()));
    assert_eq!(back.map(|done| done.note), Ok(note));
}
