//! What the network needs of the platform: a client, sleep, tasks, a body in pieces.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use std::net::IpAddr;
use std::sync::Arc;

use thiserror::Error;

#[cfg(target_arch = "wasm32")]
pub use browser::{
    BODIES_ARE_RAW, Gate, Incoming, Pass, Sleep, anonymous, client, reach, sleep, spawn, unix_now,
    uptime,
};
#[cfg(all(test, not(target_arch = "wasm32")))]
pub use native::client_by;
#[cfg(not(target_arch = "wasm32"))]
pub use native::{
    BODIES_ARE_RAW, Gate, Incoming, Pass, Sleep, Workers, anonymous, block_on, client, on_a_thread,
    reach, sleep, spawn, unix_now, uptime,
};

/// Which addresses a client may connect to, asked after names were resolved. In the
/// browser nobody asks: pages never see addresses.
pub type AddressRule = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// A name of which every address was refused by the [`AddressRule`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0} has only addresses that may not be asked")]
pub struct AddressRefused(pub String);
