//! Where bytes come from: files, data URIs, gateways, RPC endpoints, a cache; every limit and every refusal of the network is here.

mod address;
mod door;
mod door_error;
pub mod limits;
mod uri;
mod want;

pub use address::is_public;
pub use door::{Allowed, Body, Door};
pub use door_error::DoorError;
pub use uri::{Base, IpfsPath, Uri, UriError};
pub use want::Want;
