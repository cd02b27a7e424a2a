//! CARs, blocks and trees of IPFS, made here byte by byte.

use std::collections::HashMap;

use cid::Cid;
use cid::multihash::Multihash;
use ipld_core::ipld::Ipld;
use ipld_dagpb::{PbLink, PbNode};
use sha2::{Digest, Sha256};

use super::*;
use crate::limits::{
    BLOCK_BYTES_MAX, BLOCKS_MAX, CAR_HEADER_BYTES_MAX, CID_BYTES_MAX, DAG_DEPTH_MAX,
    LINK_MAP_BYTES_MAX, SHARDS_MAX,
};
use crate::source::car::{CarReader, NoCar};
use crate::source::{Allowed, Base, Door, Patience, Uri};

const RAW_CODEC: u64 = 0x55;
const DAG_PB_CODEC: u64 = 0x70;
const DAG_CBOR_CODEC: u64 = 0x71;

/// Blocks of a tree that a test makes.
#[derive(Default)]
struct Tree(HashMap<Cid, Vec<u8>>);

impl Tree {
    fn keep(&mut self, codec: u64, bytes: Vec<u8>) -> Cid {
        let digest = Sha256::digest(&bytes);
        let hash = Multihash::<64>::wrap(SHA2_256, &digest).unwrap();
        let cid = Cid::new_v1(codec, hash);
        self.0.insert(cid, bytes);
        cid
    }

    fn leaf(&mut self, bytes: &[u8]) -> Cid {
        self.keep(RAW_CODEC, bytes.to_vec())
    }

    /// A node of UnixFS: its kind, its own bytes, its links by name.
    fn node(&mut self, kind: u8, data: &[u8], links: &[(&str, Cid)]) -> Cid {
        let mut message = vec![0x08, kind];
        if !data.is_empty() {
            message.extend([0x12, u8::try_from(data.len()).unwrap()]);
            message.extend_from_slice(data);
        }
        let links = links.iter().map(|(name, cid)| PbLink {
            cid: *cid,
            name: Some((*name).to_owned()),
            size: Some(1),
        });
        let node = PbNode { links: links.collect(), data: Some(message.into()) };
        self.keep(DAG_PB_CODEC, node.into_bytes())
    }

    /// Reads a path with nobody to ask for what the tree lacks.
    fn read(&self, root: Cid, path: &[&str]) -> Result<String, String> {
        self.read_path(&IpfsPath::new(root, path.iter().map(|p| (*p).to_owned()).collect()))
    }

    fn read_path(&self, path: &IpfsPath) -> Result<String, String> {
        let ipfs = Ipfs::new(Door::new(Allowed::default(), Patience::VISITOR), Vec::new());
        let mut walk = Walk::new(&ipfs, path, Want::METADATA);
        for (cid, bytes) in &self.0 {
            walk.held.keep(*cid, bytes.clone());
        }
        let mut bytes = Vec::new();
        match block_on(walk.write_file(&mut bytes)) {
            Ok(()) => Ok(String::from_utf8(bytes).unwrap()),
            Err(IpfsError::NoGateway { .. }) => Err("gateway".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}

const FOLDER: u8 = 1;
const FILE: u8 = 2;
const LINK: u8 = 4;
const SHARD: u8 = 5;

#[test]
fn files_are_read_through_their_trees() {
    let mut tree = Tree::default();
    let (a, b, c) = (tree.leaf(b"one "), tree.leaf(b"two "), tree.leaf(b"three"));
    let half = tree.node(FILE, b"", &[("", a), ("", b)]);
    let whole = tree.node(FILE, b"", &[("", half), ("", c)]);
    let small = tree.node(FILE, b"inline", &[]);
    let inner = tree.node(FOLDER, b"", &[("small", small)]);
    let twig = tree.node(SHARD, b"", &[("A1deep", c)]);
    let shards = tree.node(SHARD, b"", &[("00first", a), ("3F", twig)]);
    let link = tree.node(LINK, b"/etc/passwd", &[]);
    let root = tree.node(
        FOLDER,
        b"",
        &[("inner", inner), ("link", link), ("shards", shards), ("whole", whole)],
    );
    let shown = format!("ipfs://{root}");
    let check = |path: &[&str], expected: Result<&str, String>| {
        assert_eq!(tree.read(root, path), expected.map(str::to_owned), "{path:?}");
    };
    check(&["whole"], Ok("one two three"));
    check(&["inner", "small"], Ok("inline"));
    check(&["shards", "first"], Ok("one "));
    check(&["shards", "deep"], Ok("three"));
    check(&["shards", "none"], Err(format!("{shown}/shards holds no “none”")));
    check(&["inner", "none"], Err(format!("{shown}/inner holds no “none”")));
    check(&["whole", "x"], Err(format!("{shown}/whole holds no “x”")));
    check(&["inner"], Err(format!("{shown}/inner is a folder, and a file is needed")));
    check(&["link"], Err(format!("{shown}/link is no file of UnixFS: it is a symbolic link")));
    assert_eq!(tree.read(a, &[]), Ok("one ".to_owned()));
    let identity = Cid::new_v1(RAW_CODEC, Multihash::<64>::wrap(IDENTITY, b"itself").unwrap());
    assert_eq!(tree.read(identity, &[]), Ok("itself".to_owned()));
    let blake = Cid::new_v1(RAW_CODEC, Multihash::<64>::wrap(0xb220, &[1; 32]).unwrap());
    let refused = tree.read(blake, &[]).unwrap_err();
    assert!(refused.ends_with("is hashed with 0xb220, and only SHA-256 (0x12) is checked here"));
}

#[test]
fn trees_are_so_deep_and_no_deeper() {
    let check = |levels: usize, expected: bool| {
        let mut tree = Tree::default();
        let leaf = tree.leaf(b"x");
        let root = (0..levels).fold(leaf, |below, _| tree.node(FILE, b"", &[("", below)]));
        assert_eq!(tree.read(root, &[]).is_ok(), expected, "{levels} levels");
    };
    check(DAG_DEPTH_MAX, true);
    check(DAG_DEPTH_MAX + 1, false);
}

#[test]
fn files_are_of_so_many_blocks_and_no_more() {
    let check = |blocks: usize, expected: bool| {
        let mut tree = Tree::default();
        let leaf = tree.leaf(b"x");
        // One block is the root.
        let root = tree.node(FILE, b"", &vec![("", leaf); blocks - 1]);
        let found = tree.read(root, &[]);
        assert_eq!(found.as_ref().map(String::len).ok(), expected.then_some(blocks - 1));
    };
    check(BLOCKS_MAX, true);
    check(BLOCKS_MAX + 1, false);
}

#[test]
fn so_many_shards_are_searched_and_no_more() {
    let check = |shards: usize, expected: bool| {
        let mut tree = Tree::default();
        let leaf = tree.leaf(b"found");
        let twigs: Vec<Cid> =
            (2..shards).map(|n| tree.node(SHARD, b"", &[(&format!("00other{n}"), leaf)])).collect();
        let last = tree.node(SHARD, b"", &[("00wanted", leaf)]);
        let links: Vec<(&str, Cid)> =
            std::iter::once(last).chain(twigs.into_iter().rev()).map(|twig| ("00", twig)).collect();
        let root = tree.node(SHARD, b"", &links);
        assert_eq!(tree.read(root, &["wanted"]).is_ok(), expected, "{shards} shards");
    };
    // What lies at hand is read last in, first out.
    check(SHARDS_MAX, true);
    check(SHARDS_MAX + 1, false);
}

#[test]
fn a_map_of_links_stands_for_a_folder() {
    let mut tree = Tree::default();
    let leaf = tree.leaf(b"{}");
    let mut of = |value: &Ipld| {
        let bytes = serde_ipld_dagcbor::to_vec(value).unwrap();
        (bytes.len(), tree.keep(DAG_CBOR_CODEC, bytes))
    };
    // As services write it: what is linked beside what is only said, here so long.
    let map = |description: usize| {
        let entries = [
            ("description", Ipld::String("x".repeat(description))),
            ("image", Ipld::Map([("file".to_owned(), Ipld::Link(leaf))].into())),
            ("metadata.json", Ipld::Link(leaf)),
        ];
        Ipld::Map(entries.map(|(name, value)| (name.to_owned(), value)).into())
    };
    let (length, small) = of(&map(100_000));
    let rest = LINK_MAP_BYTES_MAX - length;
    let ((length, largest), (_, larger)) = (of(&map(100_000 + rest)), of(&map(100_001 + rest)));
    assert_eq!(length, LINK_MAP_BYTES_MAX);
    let (_, list) = of(&Ipld::List(vec![Ipld::Link(leaf)]));
    let damaged = tree.keep(DAG_CBOR_CODEC, vec![0xa1, 0x61]);
    let check = |root, path: &[&str], expected: Result<&str, &str>| match expected {
        Ok(text) => assert_eq!(tree.read(root, path).as_deref(), Ok(text)),
        Err(part) => {
            let said = tree.read(root, path).unwrap_err();
            assert!(said.contains(part), "{said}");
        }
    };
    check(small, &["metadata.json"], Ok("{}"));
    check(small, &["description"], Err("description"));
    check(small, &[], Err(""));
    check(largest, &["metadata.json"], Ok("{}"));
    check(larger, &["metadata.json"], Err("1048576"));
    check(list, &["0"], Err("no map of links"));
    check(damaged, &["metadata.json"], Err("damaged"));
}

#[test]
fn what_stands_behind_a_path_may_be_its_name() {
    let mut tree = Tree::default();
    let (one, two, plain) = (tree.leaf(b"one"), tree.leaf(b"two"), tree.leaf(b"plain"));
    let entries = [("Work #1.png", one), ("Work ?a#2.png", two), ("page.html", plain)];
    let root = tree.node(FOLDER, b"", &entries);
    let check = |behind: &str, expected: Result<&str, ()>| {
        let text = format!("ipfs://{root}/{behind}");
        let Ok(Uri::Ipfs(path)) = Uri::parse(&text, &Base::Nowhere) else { panic!("{text}") };
        assert_eq!(tree.read_path(&path).as_deref().map_err(|_| ()), expected, "{behind}");
    };
    check("Work #1.png", Ok("one"));
    check("Work%20%231.png", Ok("one"));
    check("Work ?a#2.png", Ok("two"));
    check("page.html?seed=1#x", Ok("plain"));
    check("Work #3.png", Err(()));
}

#[test]
fn the_gateway_of_a_document_is_asked_last_and_once() {
    let door = Door::new(Allowed::default(), Patience::VISITOR);
    let gateways = ["https://a.example", "https://b.example"].map(|url| url.parse().unwrap());
    let ipfs = Ipfs::new(door.clone(), gateways.to_vec());
    let cid = Tree::default().leaf(b"x");
    let check = |own: Option<&str>, expected: &[&str]| {
        let gateway = own.map(|url| Box::new(url.parse().unwrap()));
        let path = IpfsPath { gateway, ..IpfsPath::new(cid, Vec::new()) };
        let own = ipfs.gateway_of(&path, &door);
        let walk = Walk::new(&ipfs, &path, Want::METADATA).and_last(own.as_ref());
        let asked: Vec<String> = walk.untried.iter().map(|gateway| host_of(&gateway.url)).collect();
        assert_eq!(asked, expected);
    };
    check(None, &["a.example", "b.example"]);
    check(Some("https://c.example"), &["a.example", "b.example", "c.example"]);
    check(Some("https://a.example"), &["a.example", "b.example"]);
}

#[test]
fn a_gateway_is_asked_with_its_own_query_and_shows_it_to_nobody() {
    let cid = Tree::default().leaf(b"x");
    let check = |gateway: &str, expected: &str| {
        let gateway: Url = gateway.parse().unwrap();
        let path = IpfsPath::new(cid, vec!["a b".to_owned()]);
        let expected = expected.replace("CID", &cid.to_string());
        assert_eq!(address(&gateway, &path, "format=raw").as_str(), expected);
    };
    check("https://a.example", "https://a.example/ipfs/CID/a%20b?format=raw");
    check("https://a.example?", "https://a.example/ipfs/CID/a%20b?format=raw");
    check("https://a.example/x?k=SECRET", "https://a.example/x/ipfs/CID/a%20b?k=SECRET&format=raw");
    let door = Door::new(Allowed::default(), Patience::VISITOR);
    let ipfs = Ipfs::new(door, vec!["https://a.example/?k=SECRET".parse().unwrap()]);
    let name = ["ipns".to_owned(), "h.example".to_owned()];
    assert_eq!(ipfs.addresses(&name)[0].as_str(), "https://a.example/ipns/h.example?k=SECRET");
    assert!(!format!("{ipfs:?}").contains("SECRET"), "{ipfs:?}");
}

#[test]
fn a_file_over_its_limit_is_refused() {
    let mut tree = Tree::default();
    let leaf = tree.leaf(&vec![b'x'; 600_000]);
    let file = tree.node(FILE, b"", &[("", leaf), ("", leaf)]);
    let refused = tree.read(file, &[]).unwrap_err();
    assert!(
        refused.ends_with("is larger than the 1048576 bytes that a metadata document may have")
    );
}

#[test]
fn only_a_block_that_is_its_id_is_kept() {
    let mut tree = Tree::default();
    let cid = tree.leaf(b"right");
    let gateway = "https://gateway.example".parse().unwrap();
    assert!(check_block(&gateway, cid, b"right".to_vec()).unwrap().is_some());
    let refused = check_block(&gateway, cid, b"wrong".to_vec());
    let Err(problem) = refused else { panic!("a wrong block was kept") };
    assert_eq!(
        problem.to_string(),
        format!("gateway.example sent other bytes than {cid} stands for")
    );
}

/// A CAR with this header and these blocks.
fn car(header: &[u8], blocks: &[(Cid, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut section = |parts: &[&[u8]]| {
        let mut length = parts.iter().map(|part| part.len()).sum::<usize>();
        while length >= 0x80 {
            bytes.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
    };
    section(&[header]);
    for (cid, block) in blocks {
        section(&[&cid.to_bytes(), block]);
    }
    bytes
}

#[test]
fn a_car_at_hand_is_read_and_nobody_is_asked() {
    let mut tree = Tree::default();
    let (one, two) = (tree.leaf(b"one "), tree.leaf(b"two"));
    let whole = tree.node(FILE, b"", &[("", one), ("", two)]);
    let root = tree.node(FOLDER, b"", &[("whole", whole)]);
    let path = IpfsPath::new(root, vec!["whole".to_owned()]);
    let check = |blocks: &[Cid], turned: bool, expected: Option<&str>| {
        let blocks: Vec<(Cid, &[u8])> =
            blocks.iter().map(|cid| (*cid, tree.0[cid].as_slice())).collect();
        let mut car = car(b"header", &blocks);
        if let Some(last) = car.last_mut().filter(|_| turned) {
            *last ^= 1;
        }
        let found = read_car(&car, &path, Want::METADATA).ok();
        assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{blocks:?}");
    };
    check(&[root, whole, one, two], false, Some("one two"));
    check(&[two, one, whole, root], false, Some("one two"));
    check(&[root, whole, one], false, None);
    check(&[root, whole, one, two], true, None);
}

#[test]
fn cars_are_read_in_pieces_of_any_size() {
    let mut tree = Tree::default();
    let long = vec![7; 300];
    let blocks = [(tree.leaf(b"short"), &b"short"[..]), (tree.leaf(&long), &long[..])];
    let whole = car(b"header", &blocks);
    for size in [1, 2, 7, 64, whole.len()] {
        let mut reader = CarReader::default();
        let mut found = Vec::new();
        for piece in whole.chunks(size) {
            reader.push(piece);
            while let Some(block) = reader.next_block().unwrap() {
                found.push(block);
            }
        }
        let expected: Vec<_> = blocks.iter().map(|(cid, bytes)| (*cid, bytes.to_vec())).collect();
        assert_eq!(found, expected, "in pieces of {size}");
    }
}

#[test]
fn blocks_of_a_car_are_so_long_and_no_longer() {
    let check = |length: u64, expected: bool| {
        let cid = Cid::new_v1(RAW_CODEC, Multihash::<64>::wrap(SHA2_256, &[1; 32]).unwrap());
        let block = vec![0; usize::try_from(length).unwrap()];
        let mut reader = CarReader::default();
        reader.push(&car(b"header", &[(cid, &block)]));
        assert_eq!(reader.next_block().is_ok(), expected, "{length}");
    };
    check(BLOCK_BYTES_MAX, true);
    // The id in front may be shorter than the longest: this one has 36 bytes.
    check(BLOCK_BYTES_MAX + CID_BYTES_MAX - 36, true);
    check(BLOCK_BYTES_MAX + CID_BYTES_MAX - 35, false);
}

#[test]
fn a_header_of_a_car_is_so_long_and_no_longer() {
    let check = |length: u64, expected: bool| {
        let header = vec![b'h'; usize::try_from(length).unwrap()];
        let mut reader = CarReader::default();
        reader.push(&car(&header, &[]));
        assert_eq!(reader.next_block().is_ok(), expected, "{length}");
    };
    check(CAR_HEADER_BYTES_MAX, true);
    check(CAR_HEADER_BYTES_MAX + 1, false);
}

#[test]
fn what_is_no_car_is_refused() {
    let check = |bytes: &[u8]| {
        let mut reader = CarReader::default();
        reader.push(bytes);
        let mut last = Ok(None);
        for _ in 0..3 {
            last = reader.next_block();
            if last.is_err() {
                break;
            }
        }
        assert_eq!(last, Err(NoCar), "{bytes:?}");
    };
    check(&[0]);
    check(&[0xff; 12]);
    check(&[0xff, 0xff, 0xff, 0x7f]);
    check(b"\x01h\x05wrong");
    check(b"\x01h\xff\xff\xff\xff\x07");
}
