//! `exhibition.toml`: what the curator wrote, in its shapes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FrameMake, Text};

/// A whole `exhibition.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitionFile {
    /// The title on the title wall.
    pub title: Text,
    #[serde(default)]
    pub subtitle: Text,
    /// Who made the exhibition.
    #[serde(default)]
    pub curator: Text,
    /// The introduction on the title wall.
    #[serde(default)]
    pub text: Text,
    /// Ownership records older than this many days look stale.
    #[serde(default = "default_stale_after_days")]
    pub stale_after_days: u32,
    #[serde(default)]
    pub gateways: Gateways,
    /// How to ask each chain, by its CAIP-2 id: `[chains."eip155:1"]`.
    #[serde(default)]
    pub chains: BTreeMap<String, ChainSettings>,
    /// The sections, in the order in which they are walked.
    #[serde(default, rename = "section")]
    pub sections: Vec<SectionEntry>,
    /// The works, in the curator's order.
    #[serde(default, rename = "work")]
    pub works: Vec<WorkEntry>,
}

/// Where content-addressed bytes are asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gateways {
    /// IPFS gateways, tried in this order: `https://host`, or their template
    /// `https://host/ipfs/{cid}?key=…` (trustless gateways that serve CAR files and raw
    /// blocks). What stands behind `?` is sent to that gateway alone, and kept nowhere
    /// else. Empty: the program's own list.
    #[serde(default)]
    pub ipfs: Vec<String>,
    /// Gateways of Arweave, `https://host`, tried in this order: each serves
    /// `https://host/TRANSACTION`, and the names of ArNS as `https://name.host`, where that
    /// is public or one of `own_hosts`. Empty: the program's own list.
    #[serde(default)]
    pub arweave: Vec<String>,
    /// Hosts of the curator's own that may lie on a private or loopback address.
    #[serde(default)]
    pub own_hosts: Vec<String>,
}

/// How to ask one chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainSettings {
    /// Endpoints, `https://…`: JSON-RPC, and for Tezos the REST of TzKT or of a node.
    pub endpoints: Vec<String>,
    /// A block number, `latest`, `safe` or `finalized`; Solana is asked at no number.
    #[serde(default = "default_block")]
    pub block: String,
    /// How many of the endpoints must agree on the block; more than half when absent.
    /// Those of one host count once. While works are watched, as many of those in `live`
    /// must, or nothing that is seen is called proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agree: Option<u32>,
    /// Whether owners are proven: contracts' code is run here over state that an endpoint
    /// proves. Off, endpoints are believed.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub proof: bool,
    /// Whether the chain is asked how each work came to its owner.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub provenance: bool,
    /// Endpoints that visitors' own machines may ask while the gallery is open; they are
    /// published with the exhibition. None: nothing is watched unless a visitor names one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub live: Vec<String>,
    /// Where the documents of ENS names are asked for, `https://host/network`; the service
    /// of ENS's makers when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub names: Option<String>,
}

impl Default for ChainSettings {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            block: default_block(),
            agree: None,
            proof: true,
            provenance: true,
            live: Vec::new(),
            names: None,
        }
    }
}

/// One section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionEntry {
    /// The name that works use for it.
    pub id: String,
    pub title: Text,
    #[serde(default)]
    pub text: Text,
}

/// One work: a `token`, a `file` or a `manifest`, and what the curator says over its metadata.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkEntry {
    /// A token by its CAIP-19 id: `eip155:1/erc721:0x…/42`, or in another form that
    /// people paste, such as `0x…/42` or a marketplace's link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// A file of the exhibition's folder: a metadata document (`.json`) or a work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// A IIIF manifest, by its address or as a file of the exhibition's folder: each of
    /// its canvases hangs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<String>,
    /// The one canvas of the manifest that hangs, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canvas: Option<String>,
    /// The name in addresses; made from the title when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The section's id; the first section when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Whose balance of a token with editions to ask for (CAIP-10, or an address).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<String>,
    /// Records that issuers signed about the work (`.jwt` files of the folder).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attestations: Vec<String>,
    /// A file with ownership records, for works without a chain to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ownership: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artist: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Text>,
    /// Width and height in millimetres; a third number is a sculpture's depth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_mm: Option<Vec<u32>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<FrameMake>,
    /// The work that its section is built around.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hero: bool,
}

fn default_stale_after_days() -> u32 {
    365
}

fn default_block() -> String {
    "latest".to_owned()
}

fn yes() -> bool {
    true
}

fn is_true(yes: &bool) -> bool {
    *yes
}

fn is_false(yes: &bool) -> bool {
    !yes
}
