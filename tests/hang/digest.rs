//! One number for many plans, to compare machines by.

use sha2::{Digest, Sha256};

use crate::shows::{Show, grown};

/// The first eight bytes of the SHA-256 over the plans of `count` shows, each grown
/// over several arrivals.
pub fn digest(count: u32) -> u64 {
    let mut hash = Sha256::new();
    for index in 0..count {
        let works = usize::try_from(1 + index * 37 % 400).expect("a small number");
        let sections = usize::try_from(1 + index % 7).expect("a small number");
        let input = grown(&Show { works, sections, seed: u64::from(index) }, 3);
        let plan = enfilade::hang::hang_pieces(&input);
        hash.update(serde_json::to_vec(&plan).expect("a plan is JSON"));
    }
    let digest = hash.finalize();
    u64::from_be_bytes(digest[..8].try_into().expect("eight bytes"))
}
