//! The verifier: what is proven or signed is checked here, on the visitor's own machine. In a page
//! it is a small WebAssembly module of its own that runs in a worker; it asks nobody
//! itself.

#[cfg(feature = "verifier")]
mod exports;
#[cfg(test)]
pub(crate) mod kept;
mod signed;
mod stored;
#[cfg(any(test, feature = "verifier"))]
mod trial;

pub use signed::add_signed;
pub use stored::check;
