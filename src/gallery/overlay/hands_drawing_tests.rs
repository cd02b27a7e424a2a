//! What the panel's drawing of hands shows, found in its pixels.

use alloy_primitives::{Address, B256, U256};

use super::*;
use crate::ownership::{BlockRef, Evidence, Price, Step};

/// Minted, held for 10 days, sold for 2.5 ETH, held for 812 days, and sold for 42 ETH to
/// whom it belongs for 945 days.
fn provenance() -> Provenance {
    let party = |byte: u8| (byte > 0).then(|| Address::repeat_byte(byte));
    let step = |(from, to, day, tenths): (u8, u8, &str, u64)| Step {
        from: party(from),
        to: party(to),
        editions: None,
        price: (tenths > 0).then(|| Price {
            amount: U256::from(tenths) * U256::from(10).pow(U256::from(17)),
            currency: None,
        }),
        block: block(day),
        transaction: B256::repeat_byte(9),
        log_index: 3,
        receipt: None,
    };
    Provenance {
        steps: [(0, 1, "2021-03-01", 0), (1, 2, "2021-03-11", 25), (2, 3, "2023-06-01", 420)]
            .map(step)
            .to_vec(),
        left_out: 0,
        whole: true,
        ends_at_owner: true,
        evidence: told("2026-01-01"),
    }
}

fn told(day: &str) -> Evidence {
    Evidence::Reported { endpoint: "a".to_owned(), block: block(day) }
}

fn block(day: &str) -> BlockRef {
    let time = format!("{day}T00:00:00Z").parse().unwrap();
    BlockRef { number: 5, hash: B256::ZERO, time }
}

/// Between its margins it is 704 logical pixels wide.
const WIDTH: f32 = 718.0;

fn drawn(provenance: &Provenance, scale: f32) -> Lettered {
    let chain = "eip155:1".parse().unwrap();
    let size_px = [WIDTH, HEIGHT].map(|length| (length * scale) as u32);
    draw(provenance, &chain, Language::English, size_px, scale).unwrap()
}

fn pixel(sheet: &Lettered, x: u32, y: u32) -> [u8; 3] {
    let at = ((y * sheet.width + x) * 4) as usize;
    [sheet.rgba[at], sheet.rgba[at + 1], sheet.rgba[at + 2]]
}

/// The pixels of a row that have just this colour, from the left.
fn of_colour(sheet: &Lettered, row: u32, colour: [u8; 3]) -> Vec<u32> {
    (0..sheet.width).filter(|x| pixel(sheet, *x, row) == colour).collect()
}

/// Where anything is written in these rows: its pixels' columns, each as often as it has any.
fn written(sheet: &Lettered, rows: std::ops::Range<u32>) -> Vec<u32> {
    let inked = |row: u32| (0..sheet.width).filter(move |x| pixel(sheet, *x, row) != PAPER);
    rows.flat_map(inked).collect()
}

#[test]
fn custodies_are_drawn_to_scale_and_the_owners_stands_out() {
    for scale in [1.0, 2.0] {
        let sheet = drawn(&provenance(), scale);
        // Above the names; ticks lie over the ends.
        let row = ((BAR_TOP + 1.0) * scale) as u32;
        let wide = |colour| of_colour(&sheet, row, colour).len() as f32 / scale;
        for (colour, expected) in [(BAR, 4.0), (OTHER_BAR, 323.5), (OWNER, 376.5)] {
            let found = wide(colour);
            assert!(found > 0.0 && (found - expected).abs() < 3.0, "{colour:?}: {found}");
        }
        let place = |colour| of_colour(&sheet, row, colour)[0];
        assert!(place(BAR) < place(OTHER_BAR) && place(OTHER_BAR) < place(OWNER));
    }
    let mut lost = provenance();
    lost.ends_at_owner = false;
    let sheet = drawn(&lost, 1.0);
    let rows = 0..sheet.height;
    assert_eq!(rows.flat_map(|row| of_colour(&sheet, row, OWNER)).count(), 0);
}

#[test]
fn time_of_which_nothing_is_known_is_a_broken_line() {
    let middle = (BAR_TOP + BAR_HEIGHT / 2.0) as u32;
    let dashed = |provenance: &Provenance| of_colour(&drawn(provenance, 1.0), middle, DASH);
    assert!(dashed(&provenance()).is_empty());
    // From where it was sold last to the day on which that was told.
    let mut lost = provenance();
    lost.ends_at_owner = false;
    let found = dashed(&lost);
    assert!(found.len() > 40 && found[0] > 330 && found[found.len() - 1] > 690, "{found:?}");
    // Between the first step and the next, which others lay between.
    let mut long = provenance();
    (long.left_out, long.steps[1].block) = (12, block("2022-03-11"));
    let found = dashed(&long);
    let until = 375.0 / 1_767.0 * 704.0 + MARGIN;
    assert!(found.len() > 15, "{found:?}");
    assert!(found.iter().all(|x| (*x as f32) < until), "{found:?}");
}

#[test]
fn prices_stand_over_their_steps() {
    let rows = || PRICE_TOP as u32..(BAR_TOP - 5.0) as u32;
    let priced = written(&drawn(&provenance(), 1.0), rows());
    // 42 ETH over the last step, and 2.5 ETH from the left edge on.
    let last = 822.0 / 1_767.0 * 704.0 + MARGIN;
    let (near, others): (Vec<u32>, Vec<u32>) =
        priced.iter().partition(|x| (**x as f32 - last).abs() < 30.0);
    assert!(near.len() > 20 && others.len() > 20, "{priced:?}");
    assert!(others.iter().all(|x| *x < 60), "{others:?}");
    let mut given = provenance();
    given.steps.iter_mut().for_each(|step| step.price = None);
    assert!(written(&drawn(&given, 1.0), rows()).is_empty());
}

#[test]
fn where_it_began_a_mark_stands_if_that_is_known() {
    let middle = (BAR_TOP + BAR_HEIGHT / 2.0) as u32;
    let at = |whole: bool| {
        let sheet = drawn(&Provenance { whole, ..provenance() }, 1.0);
        // Left of the bar, and on it.
        [3, 6].map(|x| pixel(&sheet, x, middle))
    };
    assert_eq!(at(true), [TICK, PAPER]);
    let [beside, on] = at(false);
    assert_eq!(beside, PAPER);
    assert_ne!(on, PAPER);
}

#[test]
fn a_time_without_years_and_months_has_its_first_and_last_day() {
    let mut short = provenance();
    short.steps.truncate(1);
    let dates = |day: &str| {
        let short = Provenance { evidence: told(day), ..short.clone() };
        let sheet = drawn(&short, 1.0);
        let columns = written(&sheet, (AXIS_TOP + 6.0) as u32..sheet.height);
        let [left, right] = [0..100, 618..718].map(|there: std::ops::Range<u32>| {
            columns.iter().filter(|x| there.contains(*x)).count() > 20
        });
        (left, right)
    };
    assert_eq!(dates("2021-03-20"), (true, true));
    assert_eq!(dates("2021-03-01"), (true, false));
}
