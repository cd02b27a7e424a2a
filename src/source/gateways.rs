//! The gateways that are asked where an exhibition names none.

/// Of IPFS; what they send is checked block by block.
pub const IPFS_GATEWAYS: [&str; 3] =
    ["https://trustless-gateway.link", "https://ipfs.io", "https://dweb.link"];

/// Of Arweave.
pub const ARWEAVE_GATEWAYS: [&str; 3] =
    ["https://arweave.net", "https://permagate.io", "https://ar-io.dev"];
