//! The table of handlers: whoever adds a contract that keeps to no standard adds one
//! line here, and a file that implements [`Handler`] for it.

use super::autoglyphs::Autoglyphs;
use super::ens::EnsNames;
use super::punks::CryptoPunks;
use super::standard::{Erc721, Erc1155};
use super::wild::Wild;
use super::zora::ZoraMedia;
use super::{Asked, Fit, Handler};

/// Every handler; of those that fit equally well the first is asked first.
const HANDLERS: &[&dyn Handler] = &[
    &CryptoPunks::MAINNET,
    &Autoglyphs::MAINNET,
    &EnsNames::MAINNET,
    &ZoraMedia,
    &Erc721,
    &Erc1155,
    &Wild,
];

/// The handlers that stand for a token, the one that fits best first.
pub fn handlers_for(asked: &Asked) -> Vec<&'static dyn Handler> {
    let mut fitting: Vec<(Fit, &'static dyn Handler)> =
        HANDLERS.iter().map(|handler| (handler.fit(asked), *handler)).collect();
    fitting.retain(|(fit, _)| *fit > Fit::Never);
    // A contract that has a handler of its own is asked nothing else.
    if fitting.iter().any(|(fit, _)| *fit == Fit::ByAddress) {
        fitting.retain(|(fit, _)| *fit == Fit::ByAddress);
    }
    fitting.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    fitting.into_iter().map(|(_, handler)| handler).collect()
}
