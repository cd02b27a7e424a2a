//! Properties of the hang, over thousands of seeded shows.

#[path = "hang/rules.rs"]
mod house_rules;
#[path = "hang/shows.rs"]
mod shows;

use enfilade::hang::{HangInput, Plan, hang_pieces};
use house_rules::check_plan;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use shows::{Show, grown, show};

/// Shows in the sweep of every size.
const SWEEP: u32 = 1_500;
/// Shows that are hung in several arrivals.
const GROWING: u32 = 600;

/// Runs a property over seeded shows, the same ones every time.
fn over_shows(cases: u32, works: std::ops::RangeInclusive<usize>, holds: impl Fn(Show)) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let strategy = (works, 1_usize..=9, any::<u64>());
    let mut runner = TestRunner::new_with_rng(config, rng);
    runner
        .run(&strategy, |(works, sections, seed)| {
            holds(Show { works, sections, seed });
            Ok(())
        })
        .expect("the property holds for every show");
}

fn check(input: &HangInput) -> Plan {
    let plan = hang_pieces(input);
    if let Err(broken) = check_plan(&plan, input) {
        panic!("{broken}");
    }
    plan
}

#[test]
fn small_shows_keep_the_rules() {
    over_shows(SWEEP, 0..=40, |s| {
        check(&show(&s));
    });
}

#[test]
fn shows_of_every_size_keep_the_rules() {
    over_shows(SWEEP, 1..=400, |s| {
        check(&show(&s));
    });
}

#[test]
fn large_shows_keep_the_rules() {
    for (works, sections, seed) in [(1_500, 7, 1), (1_501, 40, 2), (3_000, 1, 3), (10_000, 25, 4)] {
        check(&show(&Show { works, sections, seed }));
    }
}

#[test]
fn adding_works_moves_no_other() {
    over_shows(GROWING, 1..=260, |s| {
        let input = grown(&s, 4);
        let last = input.pieces.iter().map(|piece| piece.arrival).max().unwrap_or(0);
        let mut before: Option<(Vec<usize>, Plan)> = None;
        for arrival in 0..=last {
            let kept: Vec<usize> = (0..input.pieces.len())
                .filter(|&work| input.pieces[work].arrival <= arrival)
                .collect();
            let pieces = kept.iter().map(|&work| input.pieces[work]).collect();
            let now = check(&HangInput { sections: input.sections, pieces });
            if let Some((works, plan)) = &before {
                assert_moved_nothing(plan, works, &now, &kept);
            }
            before = Some((kept, now));
        }
    });
}

/// Everything of the earlier plan is there again, in its place.
fn assert_moved_nothing(before: &Plan, works: &[usize], after: &Plan, now: &[usize]) {
    for (index, work) in works.iter().enumerate() {
        let again = now.iter().position(|w| w == work).expect("a work stays in the show");
        assert_eq!(before.placements[index], after.placements[again], "work {work} moved");
    }
    assert_eq!(before.entrance, after.entrance);
    assert_eq!(before.doors, after.doors[..before.doors.len()]);
    for (room, again) in before.rooms.iter().zip(&after.rooms) {
        assert_eq!((room.floor, room.height_mm), (again.floor, again.height_mm));
        assert_eq!(room.openings, again.openings[..room.openings.len()]);
        assert_eq!(room.benches, again.benches);
        assert_eq!(room.texts, again.texts);
        assert_eq!(room.spots, again.spots[..room.spots.len()]);
    }
}

#[test]
fn the_same_show_gives_the_same_plan() {
    over_shows(50, 1..=400, |s| assert_eq!(hang_pieces(&show(&s)), hang_pieces(&show(&s))));
}
