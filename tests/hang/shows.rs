//! Seeded shows, the same on every machine.

use enfilade::exhibition::FrameMake;
use enfilade::hang::{Form, HangInput, Piece, border_mm};

#[derive(Clone, Copy, Debug)]
pub struct Show {
    pub works: usize,
    pub sections: usize,
    pub seed: u64,
}

/// A show of one arrival. Most works are of common sizes, some tiny or enormous,
/// some sculptures; the temper of the show says how many.
pub fn show(show: &Show) -> HangInput {
    let mut dice = Dice(show.seed);
    let wild = dice.below(4);
    let solid = dice.below(4);
    let mut pieces: Vec<Piece> = (0..show.works)
        .map(|rank| Piece {
            section: dice.below(show.sections),
            arrival: 0,
            rank: u32::try_from(rank).expect("a small number"),
            hero: dice.below(20) == 0,
            form: form(&mut dice, wild, solid),
        })
        .collect();
    pieces.sort_by_key(|piece| if wild == 3 { 0 } else { piece.section });
    HangInput { sections: show.sections, pieces }
}

/// A show whose works came in up to `arrivals` later arrivals, in mixed order.
pub fn grown(seeded: &Show, arrivals: usize) -> HangInput {
    let mut input = show(seeded);
    let mut dice = Dice(seeded.seed ^ 0x5eed);
    for piece in &mut input.pieces {
        let later = dice.below(3) == 0;
        piece.arrival = if later {
            u32::try_from(1 + dice.below(arrivals)).expect("a small number")
        } else {
            0
        };
    }
    input
}

fn form(dice: &mut Dice, wild: usize, solid: usize) -> Form {
    let within = |dice: &mut Dice, least: i32, most: i32| {
        least
            + i32::try_from(dice.below(usize::try_from(most - least).expect("a small number")))
                .expect("a small number")
    };
    let (least, most) = match (wild, dice.below(12)) {
        (0, 0) => (20, 12_000),
        (0 | 1, 1) => (2_000, 4_500),
        (_, 2) => (60, 300),
        _ => (300, 1_800),
    };
    let width_mm = within(dice, least, most);
    let height_mm = within(dice, least, most.min(4_460));
    if dice.below(40) < solid * solid {
        let depth_mm = within(dice, 50, 2_400);
        return Form::Solid { width_mm: width_mm.min(2_400), height_mm, depth_mm };
    }
    let makes = [FrameMake::Black, FrameMake::Brass, FrameMake::Float, FrameMake::None];
    let border_mm = border_mm(makes[dice.below(4)], width_mm, height_mm);
    Form::Flat {
        outer_width_mm: width_mm + 2 * border_mm,
        outer_height_mm: height_mm + 2 * border_mm,
        border_mm,
    }
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(sides.max(1)).expect("a small number"))
            .expect("a small number")
    }
}
