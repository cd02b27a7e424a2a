//! Lines that carry a checksum: a line that was torn, or of which a byte was flipped, is
//! not believed.

use sha2::{Digest, Sha256};

/// Hex digits of SHA-256 behind a line's text.
const SEAL_CHARS: usize = 16;

/// The text with its checksum behind a blank; no line feed.
pub(super) fn seal(text: &str) -> String {
    format!("{text} {}", checksum(text))
}

/// The text of a sealed line, if it is whole.
pub(super) fn unseal(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?;
    let (text, seal) = line.rsplit_once(' ')?;
    (seal == checksum(text)).then_some(text)
}

fn checksum(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(SEAL_CHARS / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flipped_bit_is_believed() {
        let line = seal("{\"a\":\"b c\"}");
        assert_eq!(unseal(line.as_bytes()), Some("{\"a\":\"b c\"}"));
        for at in 0..line.len() {
            for bit in 0..8 {
                let mut flipped = line.clone().into_bytes();
                flipped[at] ^= 1 << bit;
                assert_eq!(unseal(&flipped), None, "bit {bit} of byte {at}");
            }
            assert_eq!(unseal(&line.as_bytes()[..at]), None, "cut at {at}");
        }
    }
}
