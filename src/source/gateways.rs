//! The gateways that are asked: those of an exhibition, or where it names none, these.

use url::Url;

/// In the order in which they are tried.
#[derive(Clone, Debug)]
pub struct Gateways {
    pub ipfs: Vec<Url>,
    pub arweave: Vec<Url>,
}

impl Gateways {
    /// Each list as it is named, or else the program's own.
    pub fn named(ipfs: Vec<Url>, arweave: Vec<Url>) -> Self {
        let or = |named: Vec<Url>, own: [&str; 3]| match named.is_empty() {
            true => own.iter().filter_map(|text| Url::parse(text).ok()).collect(),
            false => named,
        };
        Self { ipfs: or(ipfs, IPFS_GATEWAYS), arweave: or(arweave, ARWEAVE_GATEWAYS) }
    }
}

/// Of IPFS; what they send is checked block by block.
const IPFS_GATEWAYS: [&str; 3] =
    ["https://trustless-gateway.link", "https://ipfs.io", "https://dweb.link"];

/// Of Arweave.
const ARWEAVE_GATEWAYS: [&str; 3] =
    ["https://arweave.net", "https://permagate.io", "https://ar-io.dev"];
