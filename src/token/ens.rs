//! Names of the Ethereum Name Service (EIP-137): the registrar's tokens are numbered by
//! the hash of a name's first label, and a hash does not tell its label.

use alloy_primitives::{Address, B256, U256, address, keccak256};

use super::clean_text;
use crate::limits::ENS_NAME_BYTES_MAX;

/// The registrar of `.eth` names (`BaseRegistrarImplementation`) on Ethereum.
pub const ENS_REGISTRAR: Address = address!("57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85");
/// What wraps names, those below others too (`NameWrapper`), on Ethereum.
pub const ENS_WRAPPER: Address = address!("D4416b13d2b3a9aBae7AcD5D6C2BbDBE25686401");

/// The node of the name `LABEL.eth` whose label has this hash (EIP-137).
pub fn eth_node(label_hash: U256) -> B256 {
    let mut eth = [0; 64];
    eth[32..].copy_from_slice(keccak256("eth").as_slice());
    let mut name = [0; 64];
    name[..32].copy_from_slice(keccak256(eth).as_slice());
    name[32..].copy_from_slice(&label_hash.to_be_bytes::<32>());
    keccak256(name)
}

/// The label of a second-level name of `.eth` in the form of DNS, where it is the one
/// that the hash was made of.
pub fn label_of(dns_name: &[u8], label_hash: U256) -> Option<String> {
    if dns_name.len() > ENS_NAME_BYTES_MAX {
        return None;
    }
    let (length, rest) = dns_name.split_first()?;
    let (label, parent) = rest.split_at_checked(usize::from(*length))?;
    let of_eth = parent == b"\x03eth\0";
    if !of_eth || U256::from_be_bytes(keccak256(label).0) != label_hash {
        return None;
    }
    let label = clean_text(std::str::from_utf8(label).ok()?);
    (!label.is_empty()).then_some(label)
}

/// A name in its one form (ENSIP-15), or none where it has none.
#[cfg(feature = "names")]
pub fn normalised_name(name: &str) -> Option<String> {
    ens_normalize_rs::normalize(name).ok()
}

/// The name as it is written. The tables of ENSIP-15 are large: whoever checks proofs in a
/// page sees whether a name leads back, and leaves its form to the resolve that hung it.
#[cfg(all(feature = "verify", not(feature = "names")))]
pub fn normalised_name(name: &str) -> Option<String> {
    Some(name.to_owned())
}

/// What stands for a label that is not known: the first digits of its hash in brackets.
pub fn unknown_label(label_hash: U256) -> String {
    let digits = format!("{label_hash:064x}");
    format!("[{}…{}]", &digits[..6], &digits[58..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(label: &str) -> U256 {
        U256::from_be_bytes(keccak256(label).0)
    }

    #[cfg(feature = "names")]
    #[test]
    fn a_name_has_one_form() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(normalised_name(name).as_deref(), expected, "{name}");
        };
        check("gallery.eth", Some("gallery.eth"));
        check("Gallery.ETH", Some("gallery.eth"));
        check("画廊.eth", Some("画廊.eth"));
        // Cyrillic among Latin, a joiner, and what no name may hold.
        check("g\u{430}llery.eth", None);
        check("gal\u{200d}lery.eth", None);
        check("gal lery.eth", None);
    }

    #[test]
    fn nodes_are_those_of_the_registry() {
        // The node of `foo.eth`, from the text of EIP-137.
        let expected = "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f";
        assert_eq!(eth_node(hash("foo")).to_string(), expected);
    }

    #[test]
    fn a_label_is_known_where_it_makes_the_hash() {
        let check = |name: &[u8], label: &str, expected: Option<&str>| {
            assert_eq!(label_of(name, hash(label)).as_deref(), expected, "{name:?}");
        };
        check(b"\x03foo\x03eth\0", "foo", Some("foo"));
        check("\x06画廊\x03eth\0".as_bytes(), "画廊", Some("画廊"));
        check(b"\x03foo\x03eth\0", "bar", None);
        check(b"\x03foo\x03com\0", "foo", None);
        check(b"\x03sub\x03foo\x03eth\0", "sub", None);
        check(b"\x09foo\x03eth\0", "foo", None);
        check(b"\x00\x03eth\0", "", None);
        check(b"", "foo", None);
        assert_eq!(unknown_label(hash("foo")), "[41b1a0…098c4d]");
    }

    #[test]
    fn a_name_is_so_long_and_no_longer() {
        let check = |bytes: usize, expected: bool| {
            let label = "x".repeat(bytes - 6);
            let name = [&[u8::try_from(label.len()).unwrap()], label.as_bytes(), b"\x03eth\0"];
            assert_eq!(label_of(&name.concat(), hash(&label)).is_some(), expected, "{bytes}");
        };
        check(ENS_NAME_BYTES_MAX, true);
        check(ENS_NAME_BYTES_MAX + 1, false);
    }
}
