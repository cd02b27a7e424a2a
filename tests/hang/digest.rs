//! One number for many plans, to compare machines by.

use enfilade::hang::{HangInput, hang_pieces};
use sha2::{Digest, Sha256};

use crate::shows::{Show, grown, show};

/// Shows before this number are small or large, those from it on are the halls.
pub const HALLS_FROM: u32 = 2_400;

/// The most works of a show: most shows are small, so that there can be thousands of them.
const SMALL: u32 = 60;
const LARGE: u32 = 400;

/// One show of so many is large.
const ONE_IN: u32 = 8;

/// Shows of many wings off a long hall: works, sections, and the later arrivals that they
/// grew in. They take long, and so there are few.
pub const HALLS: [(usize, usize, usize); 4] =
    [(1_501, 7, 0), (1_501, 40, 3), (3_000, 9, 3), (3_000, 1, 0)];

/// The first eight bytes of the SHA-256 over the plans of the shows from one number to
/// before another.
pub fn digest(from: u32, to: u32) -> u64 {
    let mut hash = Sha256::new();
    for index in from..to {
        let plan = hang_pieces(&numbered(index));
        hash.update(serde_json::to_vec(&plan).expect("a plan is JSON"));
    }
    let digest = hash.finalize();
    u64::from_be_bytes(digest[..8].try_into().expect("eight bytes"))
}

/// The show of a number. What is no hall is grown over several arrivals.
pub fn numbered(index: u32) -> HangInput {
    let small_number = |number: u32| usize::try_from(number).expect("a small number");
    let (works, sections, arrivals) = match index.checked_sub(HALLS_FROM) {
        Some(hall) => HALLS[small_number(hall)],
        None => {
            let most = if index.is_multiple_of(ONE_IN) { LARGE } else { SMALL };
            (small_number(1 + index * 37 % most), small_number(1 + index % 7), 3)
        }
    };
    let seeded = Show { works, sections, seed: u64::from(index) };
    if arrivals == 0 { show(&seeded) } else { grown(&seeded, arrivals) }
}
