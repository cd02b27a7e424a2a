//! Files of IPFS as gateways send them: CARs, the blocks in them, and the walk from a
//! content id to a file.

use enfilade::source::{Base, CarReader, UnixFsNode, Uri, Want, read_car, read_unixfs};

/// In how many places a CAR is changed and cut.
const CHANGES: usize = 16;

/// An address on the first line, and a CAR behind it. However its bytes come in, it holds the
/// same blocks, and under the address lies one file, whatever else somebody sends for it.
pub fn cars(bytes: &[u8]) {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let (address, car) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    assert_eq!(blocks_in(car, 7), blocks_in(car, car.len().max(1)));
    let Ok(address) = std::str::from_utf8(address) else { return };
    let Ok(Uri::Ipfs(path)) = Uri::parse(address, &Base::Nowhere) else { return };
    let Ok(file) = read_car(car, &path, Want::METADATA) else { return };
    for change in 0..CHANGES.min(car.len()) {
        let at = car.len() * (change + 1) / CHANGES.min(car.len()) - 1;
        let mut other = car.to_vec();
        other[at] ^= 1;
        for sent in [&other[..], &car[..at]] {
            let found = read_car(sent, &path, Want::METADATA);
            assert!(found.is_err() || found == Ok(file.clone()), "{address} stands for two files");
        }
    }
}

/// The blocks of a CAR that comes in pieces of this length, as far as it is one, and what
/// each of them is in a file system.
fn blocks_in(car: &[u8], length: usize) -> Vec<(String, Vec<u8>, Result<UnixFsNode, String>)> {
    let mut reader = CarReader::default();
    let mut blocks = Vec::new();
    for piece in car.chunks(length) {
        reader.push(piece);
        loop {
            match reader.next_block() {
                Ok(Some((cid, block))) => {
                    let node = read_unixfs(&cid, &block);
                    if let Ok(UnixFsNode::Leaf(data) | UnixFsNode::File { data, .. }) = &node {
                        assert!(data.len() <= block.len());
                    }
                    blocks.push((cid.to_string(), block, node));
                }
                Ok(None) => break,
                Err(_) => return blocks,
            }
        }
    }
    blocks
}
