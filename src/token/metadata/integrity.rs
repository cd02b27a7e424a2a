//! Hashes in metadata, with which bytes can be checked that an address does not bind.

use std::io::{self, Read};

use alloy_primitives::Keccak256;
use base64::Engine;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::limits::DIGEST_CHARS_MAX;

/// A digest that bytes must have (EIP-2477, `image_details.sha256`, TZIP-21's
/// `formats[].hash`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Integrity {
    /// None where the document names no function: then any that is known will do.
    function: Option<HashFunction>,
    digest: Vec<u8>,
}

/// A hash function that nobody is known to find collisions of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HashFunction {
    Sha256,
    Sha384,
    Sha512,
    Keccak256,
}

impl Integrity {
    /// What `tokenURIIntegrity` of a contract returns (EIP-2477): a digest and the name
    /// of its function.
    pub fn from_contract(digest: &[u8], function: &str) -> Option<Self> {
        let function = HashFunction::named(function)?;
        Self::new(Some(function), digest.to_vec())
    }

    /// As documents write a hash: hex digits with or without `0x`, a name before a colon
    /// or dash, a multihash in hex, or Subresource Integrity with base64.
    pub fn parse(text: &str, function: Option<HashFunction>) -> Option<Self> {
        let text = text.trim();
        if text.len() > DIGEST_CHARS_MAX {
            return None;
        }
        if let Some((name, digest)) = text.rsplit_once(['-', ':'])
            && let Some(named) = HashFunction::named(name)
        {
            let bytes = hex(digest).or_else(|| base64(digest))?;
            return Self::new(Some(named), bytes);
        }
        match hex(text)?.as_slice() {
            [0x12, 0x20, digest @ ..] if digest.len() == 32 => {
                Self::new(Some(HashFunction::Sha256), digest.to_vec())
            }
            [0x13, 0x40, digest @ ..] if digest.len() == 64 => {
                Self::new(Some(HashFunction::Sha512), digest.to_vec())
            }
            digest => Self::new(function, digest.to_vec()),
        }
    }

    /// Whether bytes have this hash.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.holds_for(bytes).is_ok_and(|holds| holds)
    }

    /// The same for what may be long: it is read in pieces.
    ///
    /// # Errors
    /// Those of what is read.
    pub fn holds_for(&self, mut bytes: impl Read) -> io::Result<bool> {
        const PIECE_BYTES: usize = 64 << 10;
        // Where no function is named: none but the right one gives this digest of anything
        // that can be found.
        let fits = |function: &HashFunction| match self.function {
            Some(named) => named == *function,
            None => function.length() == self.digest.len(),
        };
        let functions = HashFunction::ALL.into_iter().filter(fits);
        let mut hashers: Vec<Hasher> = functions.map(HashFunction::hasher).collect();
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match bytes.read(&mut piece)? {
                0 => break,
                read => hashers.iter_mut().for_each(|hasher| hasher.update(&piece[..read])),
            }
        }
        Ok(hashers.into_iter().any(|hasher| hasher.digest() == self.digest))
    }

    pub fn function(&self) -> Option<HashFunction> {
        self.function
    }

    pub fn digest(&self) -> &[u8] {
        &self.digest
    }

    fn new(function: Option<HashFunction>, digest: Vec<u8>) -> Option<Self> {
        let fits = match function {
            Some(function) => function.length() == digest.len(),
            None => HashFunction::ALL.iter().any(|function| function.length() == digest.len()),
        };
        fits.then_some(Self { function, digest })
    }
}

impl HashFunction {
    const ALL: [Self; 4] = [Self::Sha256, Self::Sha384, Self::Sha512, Self::Keccak256];

    fn named(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "sha256" | "sha2256" => Some(Self::Sha256),
            "sha384" | "sha2384" => Some(Self::Sha384),
            "sha512" | "sha2512" => Some(Self::Sha512),
            "keccak256" => Some(Self::Keccak256),
            _ => None,
        }
    }

    fn length(self) -> usize {
        match self {
            Self::Sha256 | Self::Keccak256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn hasher(self) -> Hasher {
        match self {
            Self::Sha256 => Hasher::Sha256(Sha256::new()),
            Self::Sha384 => Hasher::Sha384(Sha384::new()),
            Self::Sha512 => Hasher::Sha512(Sha512::new()),
            Self::Keccak256 => Hasher::Keccak256(Box::new(Keccak256::new())),
        }
    }
}

/// A hash function on its way through bytes.
enum Hasher {
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
    Keccak256(Box<Keccak256>),
}

impl Hasher {
    fn update(&mut self, piece: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(piece),
            Self::Sha384(hasher) => hasher.update(piece),
            Self::Sha512(hasher) => hasher.update(piece),
            Self::Keccak256(hasher) => hasher.update(piece),
        }
    }

    fn digest(self) -> Vec<u8> {
        match self {
            Self::Sha256(hasher) => hasher.finalize().to_vec(),
            Self::Sha384(hasher) => hasher.finalize().to_vec(),
            Self::Sha512(hasher) => hasher.finalize().to_vec(),
            Self::Keccak256(hasher) => hasher.finalize().to_vec(),
        }
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    let (pairs, odd) = digits.as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8; 2]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
    if !odd.is_empty() || pairs.is_empty() {
        return None;
    }
    pairs.iter().map(byte).collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const KECCAK_ABC: &str = "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45";

    #[test]
    fn hashes_are_read_in_every_spelling_and_hold_for_their_bytes_alone() {
        let check = |text: &str, function, expected: Option<bool>| {
            let parsed = Integrity::parse(text, function);
            assert_eq!(parsed.as_ref().map(|hash| hash.holds(b"abc")), expected, "{text}");
            assert!(parsed.is_none_or(|hash| !hash.holds(b"abd")), "{text}");
        };
        let sha256 = Some(HashFunction::Sha256);
        check(SHA256_ABC, None, Some(true));
        check(SHA256_ABC, sha256, Some(true));
        check(&SHA256_ABC.to_uppercase(), sha256, Some(true));
        check(&format!("0x{SHA256_ABC}"), None, Some(true));
        check(&format!("sha256:{SHA256_ABC}"), None, Some(true));
        check(&format!("SHA-256:{SHA256_ABC}"), None, Some(true));
        check(&format!("1220{SHA256_ABC}"), None, Some(true));
        check("sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", None, Some(true));
        check(KECCAK_ABC, None, Some(true));
        check(KECCAK_ABC, sha256, Some(false));
        check(&format!("keccak256:{KECCAK_ABC}"), None, Some(true));
        check(&SHA256_ABC[..62], None, None);
        check(&format!("md5:{}", "00".repeat(16)), None, None);
        check(&"00".repeat(20), None, None);
        check("QmXoypizjW3WknFiJnKLwHCnL72vedxjQkDDP1mXWo6uco", None, None);
        check("", None, None);
        check(&"0".repeat(10_000), None, None);
    }

    #[test]
    fn a_hash_is_so_long_and_no_longer() {
        let check = |chars: usize, expected: bool| {
            // What stands before the last colon names no more than its function.
            let text = format!("{SHA256_ABC}{}", " ".repeat(chars - SHA256_ABC.len()));
            let named = format!("sha{}256:{SHA256_ABC}", "-".repeat(chars - 71));
            assert_eq!(named.len(), chars);
            assert!(Integrity::parse(&text, None).is_some(), "spaces around it are none of it");
            assert_eq!(Integrity::parse(&named, None).is_some(), expected, "{chars}");
        };
        check(72, true);
        check(DIGEST_CHARS_MAX, true);
        check(DIGEST_CHARS_MAX + 1, false);
    }

    #[test]
    fn what_comes_in_pieces_has_the_same_hash() {
        let long: Vec<u8> = (0..200_000u32).map(|at| (at % 251) as u8).collect();
        for function in HashFunction::ALL {
            let mut hasher = function.hasher();
            hasher.update(&long);
            let hash = Integrity::new(Some(function), hasher.digest()).unwrap();
            let unnamed = Integrity { function: None, ..hash.clone() };
            for hash in [hash, unnamed] {
                let (start, end) = long.split_at(70_001);
                assert!(hash.holds_for(start.chain(end)).unwrap(), "{function:?}");
                assert!(!hash.holds_for(start).unwrap(), "{function:?}");
            }
        }
    }

    #[test]
    fn a_contract_names_its_function() {
        let digest = hex(SHA256_ABC).unwrap();
        assert!(Integrity::from_contract(&digest, "sha256").unwrap().holds(b"abc"));
        assert!(Integrity::from_contract(&digest[1..], "sha256").is_none());
        assert!(Integrity::from_contract(&digest, "md5").is_none());
    }
}
