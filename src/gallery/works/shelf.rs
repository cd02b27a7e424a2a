//! The shelf of textures: every picture that is in memory, within one budget; the one
//! that was out of sight longest goes first.

use std::collections::HashMap;

use bevy::prelude::*;

use crate::exhibition::BlobHash;
use crate::platform;

/// Textures by the blob that they were made of.
#[derive(Resource, Debug)]
pub(super) struct Shelf {
    kept: HashMap<BlobHash, Kept>,
    used_bytes: u64,
    budget_bytes: u64,
    clock: u64,
}

#[derive(Debug)]
struct Kept {
    texture: Handle<Image>,
    bytes: u64,
    /// The tick at which a hung work last showed it.
    shown: u64,
}

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Shelf {
        kept: HashMap::new(),
        used_bytes: 0,
        budget_bytes: platform::TEXTURE_BUDGET_BYTES,
        clock: 0,
    });
}

impl Shelf {
    /// The texture of a blob, if it is here; it counts as shown now.
    pub fn take(&mut self, hash: &BlobHash) -> Option<Handle<Image>> {
        let clock = self.clock;
        let kept = self.kept.get_mut(hash)?;
        kept.shown = clock;
        Some(kept.texture.clone())
    }

    /// Puts a picture on the shelf that takes so many bytes.
    pub fn put(&mut self, hash: BlobHash, texture: Handle<Image>, bytes: u64) {
        let kept = Kept { texture, bytes, shown: self.clock };
        if let Some(old) = self.kept.insert(hash, kept) {
            self.used_bytes -= old.bytes;
        }
        self.used_bytes += bytes;
    }

    /// Whether another texture of this size fits, once what nobody sees is gone.
    pub fn has_room_for(&self, bytes: u64) -> bool {
        let in_sight: u64 =
            self.kept.values().filter(|kept| kept.shown == self.clock).map(|kept| kept.bytes).sum();
        in_sight + bytes <= self.budget_bytes
    }

    /// Starts a new tick, in which hung works say again what they show.
    pub fn tick(&mut self) {
        self.clock += 1;
    }

    /// Lets go of what was shown longest ago until the budget holds. What is shown in
    /// this tick stays.
    pub fn tidy(&mut self) {
        while self.used_bytes > self.budget_bytes {
            let oldest = self
                .kept
                .iter()
                .filter(|(_, kept)| kept.shown < self.clock)
                .min_by_key(|(hash, kept)| (kept.shown, **hash))
                .map(|(hash, _)| *hash);
            let Some(kept) = oldest.and_then(|hash| self.kept.remove(&hash)) else {
                return;
            };
            self.used_bytes -= kept.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::works::texture::cost_bytes;

    #[test]
    fn what_nobody_sees_goes_first_and_what_is_seen_stays() {
        let one = cost_bytes(64, 64);
        let mut shelf =
            Shelf { kept: HashMap::new(), used_bytes: 0, budget_bytes: 2 * one, clock: 0 };
        let hash = |i: u8| BlobHash::of(&[i]);
        let put = |shelf: &mut Shelf, i: u8| shelf.put(hash(i), Handle::default(), one);
        put(&mut shelf, 0);
        shelf.tick();
        put(&mut shelf, 1);
        put(&mut shelf, 2);
        assert!(!shelf.has_room_for(1));
        shelf.tidy();
        assert!(shelf.take(&hash(0)).is_none());
        assert!(shelf.take(&hash(1)).is_some() && shelf.take(&hash(2)).is_some());
        put(&mut shelf, 3);
        shelf.tidy();
        assert_eq!(shelf.used_bytes, 3 * one, "all three are in sight");
        shelf.tick();
        shelf.take(&hash(3));
        shelf.tidy();
        assert_eq!(shelf.used_bytes, 2 * one);
    }
}
