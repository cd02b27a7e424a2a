//! Blocks that came before their turn, within a bound.

use std::collections::{HashMap, HashSet};

use cid::Cid;

use crate::limits::HELD_BYTES_MAX;

/// Blocks that wait to be read. What is let go, or was never taken in, can be asked for
/// again, one by one.
#[derive(Debug, Default)]
pub(super) struct Held {
    blocks: HashMap<Cid, Vec<u8>>,
    bytes: usize,
    /// How often links that were read name a block which is still to be read.
    uses: HashMap<Cid, usize>,
    read: HashSet<Cid>,
}

impl Held {
    /// Holds a block, unless there is no room or it was read and is of no more use.
    pub fn keep(&mut self, cid: Cid, bytes: Vec<u8>) {
        let is_done = self.read.contains(&cid) && !self.uses.contains_key(&cid);
        if is_done || self.blocks.contains_key(&cid) || self.bytes + bytes.len() > HELD_BYTES_MAX {
            return;
        }
        self.bytes += bytes.len();
        self.blocks.insert(cid, bytes);
    }

    /// Notes that a link names a block that will be read.
    pub fn expect(&mut self, cid: Cid) {
        *self.uses.entry(cid).or_default() += 1;
    }

    pub fn contains(&self, cid: &Cid) -> bool {
        self.blocks.contains_key(cid)
    }

    /// A block whose turn it is. It stays where it is named once more.
    pub fn take(&mut self, cid: &Cid) -> Option<Vec<u8>> {
        if !self.blocks.contains_key(cid) {
            return None;
        }
        self.used(cid);
        if self.uses.contains_key(cid) {
            return self.blocks.get(cid).cloned();
        }
        let bytes = self.blocks.remove(cid)?;
        self.bytes -= bytes.len();
        Some(bytes)
    }

    /// Notes that a block was read which came at its turn, and holds it where it is named
    /// once more.
    pub fn pass(&mut self, cid: Cid, bytes: &[u8]) {
        self.used(&cid);
        if self.uses.contains_key(&cid) {
            self.keep(cid, bytes.to_vec());
        }
    }

    fn used(&mut self, cid: &Cid) {
        self.read.insert(*cid);
        if let Some(left) = self.uses.get_mut(cid) {
            *left -= 1;
            if *left == 0 {
                self.uses.remove(cid);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cid::multihash::Multihash;

    use super::*;

    fn id(number: u8) -> Cid {
        Cid::new_v1(0x55, Multihash::<64>::wrap(0x12, &[number; 32]).unwrap())
    }

    #[test]
    fn blocks_stay_as_long_as_they_are_named_and_there_is_room() {
        let mut held = Held::default();
        held.expect(id(1));
        held.expect(id(1));
        held.keep(id(1), vec![1; 10]);
        assert_eq!(held.take(&id(1)), Some(vec![1; 10]));
        assert_eq!(held.take(&id(1)), Some(vec![1; 10]));
        assert_eq!(held.take(&id(1)), None);
        held.keep(id(1), vec![1; 10]);
        assert!(!held.contains(&id(1)), "it was read");
        held.keep(id(2), vec![2; HELD_BYTES_MAX]);
        held.keep(id(3), vec![3]);
        assert_eq!([held.contains(&id(2)), held.contains(&id(3))], [true, false]);
        held.take(&id(2));
        held.keep(id(3), vec![3]);
        assert!(held.contains(&id(3)));
        held.expect(id(4));
        held.expect(id(4));
        held.pass(id(4), &[4]);
        assert_eq!(held.take(&id(4)), Some(vec![4]), "it is named once more");
    }
}
