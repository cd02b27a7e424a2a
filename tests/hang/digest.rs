//! One number for many plans, to compare machines by.

use sha2::{Digest, Sha256};

use crate::shows::{Show, grown};

/// The most works of a show: most shows are small, so that there can be thousands of them.
const SMALL: u32 = 60;
const LARGE: u32 = 400;

/// One show of so many is large.
const ONE_IN: u32 = 8;

/// The first eight bytes of the SHA-256 over the plans of the shows from one number to
/// before another, each grown over several arrivals.
pub fn digest(from: u32, to: u32) -> u64 {
    let mut hash = Sha256::new();
    for index in from..to {
        let most = if index.is_multiple_of(ONE_IN) { LARGE } else { SMALL };
        let works = usize::try_from(1 + index * 37 % most).expect("a small number");
        let sections = usize::try_from(1 + index % 7).expect("a small number");
        let input = grown(&Show { works, sections, seed: u64::from(index) }, 3);
        let plan = enfilade::hang::hang_pieces(&input);
        hash.update(serde_json::to_vec(&plan).expect("a plan is JSON"));
    }
    let digest = hash.finalize();
    u64::from_be_bytes(digest[..8].try_into().expect("eight bytes"))
}
