//! Chance that nobody can guess, for keys and names that are to be nobody else's.

use std::io;

/// Bytes from the system's own source of chance.
///
/// # Errors
/// The system's, where it has none.
pub fn random_bytes<const BYTES: usize>() -> io::Result<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    getrandom_04::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}
