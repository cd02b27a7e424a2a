//! The server of a published site.
