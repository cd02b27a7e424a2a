//! Metadata accounts, as the program writes them and as it never would.

use super::*;

const MINT: SolanaAddress = SolanaAddress([3; 32]);

/// An account as the program writes it: texts padded to their whole length.
fn account(creators: Option<&[(u8, bool)]>, tail: &[u8]) -> Vec<u8> {
    let padded = |text: &str, length: usize| {
        let mut bytes = u32::try_from(length).unwrap().to_le_bytes().to_vec();
        bytes.extend(text.bytes().chain(std::iter::repeat(0)).take(length));
        bytes
    };
    let mut bytes = vec![4];
    bytes.extend([1; 32]);
    bytes.extend(MINT.0);
    bytes.extend(padded("A work", SOLANA_NAME_BYTES_MAX));
    bytes.extend(padded("WORK", SOLANA_SYMBOL_BYTES_MAX));
    bytes.extend(padded("https://example.com/1.json", SOLANA_URI_BYTES_MAX));
    bytes.extend(500_u16.to_le_bytes());
    match creators {
        None => bytes.push(0),
        Some(creators) => {
            bytes.push(1);
            bytes.extend(u32::try_from(creators.len()).unwrap().to_le_bytes());
            for (letter, verified) in creators {
                bytes.extend([*letter; 32]);
                bytes.extend([u8::from(*verified), 50]);
            }
        }
    }
    bytes.extend([1, 0]);
    bytes.extend(tail);
    bytes
}

/// What stands after the mutability: nonce, standard, collection.
fn tail(standard: u8, verified: u8) -> Vec<u8> {
    [&[1, 254, 1, standard, 1, verified][..], &[9; 32]].concat()
}

#[test]
fn an_account_is_read_as_it_is_written() {
    let bytes = account(Some(&[(5, true), (6, false)]), &tail(4, 1));
    let metadata = parse_solana_metadata(&bytes).unwrap();
    assert_eq!((metadata.mint, metadata.update_authority), (MINT, SolanaAddress([1; 32])));
    assert_eq!((metadata.name.as_str(), metadata.symbol.as_str()), ("A work", "WORK"));
    assert_eq!(metadata.uri, "https://example.com/1.json");
    assert_eq!(
        (metadata.fee_basis_points, metadata.primary_sale, metadata.mutable),
        (500, true, false)
    );
    let creators: Vec<(u8, bool, u8)> =
        metadata.creators.iter().map(|c| (c.address.0[0], c.verified, c.share)).collect();
    assert_eq!(creators, [(5, true, 50), (6, false, 50)]);
    assert_eq!(metadata.standard, Some(SolanaStandard::ProgrammableNonFungible));
    let collection = SolanaCollection { mint: SolanaAddress([9; 32]), verified: true };
    assert_eq!(metadata.collection, Some(collection));
}

#[test]
fn older_accounts_end_early_or_in_zeros() {
    for tail in [vec![], vec![0], vec![0, 0, 0], vec![0; 300]] {
        let metadata = parse_solana_metadata(&account(None, &tail)).unwrap();
        assert_eq!((metadata.standard, metadata.collection), (None, None), "{} zeros", tail.len());
        assert!(metadata.creators.is_empty());
    }
}

#[test]
fn an_account_that_is_cut_anywhere_is_refused_or_older() {
    let whole = account(Some(&[(5, true)]), &tail(0, 0));
    let oldest = whole.len() - tail(0, 0).len();
    for length in 0..oldest {
        assert!(parse_solana_metadata(&whole[..length]).is_err(), "cut after {length} bytes");
    }
    for length in oldest..whole.len() {
        // Each part that was added later is there whole or not at all.
        if let Ok(metadata) = parse_solana_metadata(&whole[..length]) {
            assert_eq!(metadata.collection, None, "cut after {length} bytes");
        }
    }
}

#[test]
fn limits_are_met_from_both_sides() {
    let check = |edit: &dyn Fn(&mut Vec<u8>), expected: Option<SolanaMetadataError>| {
        let mut bytes = account(Some(&[(5, true); SOLANA_CREATORS_MAX]), &tail(5, 1));
        edit(&mut bytes);
        assert_eq!(parse_solana_metadata(&bytes).err(), expected);
    };
    let name = 65;
    let symbol = name + 4 + SOLANA_NAME_BYTES_MAX;
    let uri = symbol + 4 + SOLANA_SYMBOL_BYTES_MAX;
    let creators = uri + 4 + SOLANA_URI_BYTES_MAX + 2;
    let long = |what, max| Some(SolanaMetadataError::TooLong { what, max });
    check(&|_| {}, None);
    check(&|bytes| bytes[0] = 6, Some(SolanaMetadataError::OtherAccount));
    check(&|bytes| bytes[name] += 1, long("name", SOLANA_NAME_BYTES_MAX));
    check(&|bytes| bytes[name + 3] = 255, long("name", SOLANA_NAME_BYTES_MAX));
    check(&|bytes| bytes[symbol] += 1, long("symbol", SOLANA_SYMBOL_BYTES_MAX));
    check(&|bytes| bytes[uri] += 1, long("URI", SOLANA_URI_BYTES_MAX));
    check(&|bytes| bytes[creators + 1] += 1, long("creators", SOLANA_CREATORS_MAX));
    check(&|bytes| bytes[creators] = 2, Some(SolanaMetadataError::Damaged("creators")));
    check(&|bytes| bytes[creators + 5 + 32] = 7, Some(SolanaMetadataError::Damaged("creators")));
    let nonce = creators + 5 + SOLANA_CREATORS_MAX * 34 + 2;
    check(&|bytes| bytes[nonce] = 2, Some(SolanaMetadataError::Damaged("edition's nonce")));
}

#[test]
fn what_stands_behind_the_nonce_is_taken_together_or_not_at_all() {
    let check = |tail: &[u8], stands: bool| {
        let metadata = parse_solana_metadata(&account(Some(&[(5, true)]), tail)).unwrap();
        assert_eq!((metadata.name.as_str(), metadata.creators.len()), ("A work", 1), "{tail:?}");
        assert_eq!(metadata.uri, "https://example.com/1.json");
        assert_eq!(metadata.standard, stands.then_some(SolanaStandard::NonFungible), "{tail:?}");
        assert_eq!(metadata.collection.is_some(), stands, "{tail:?}");
    };
    let with = |edit: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = tail(0, 1);
        edit(&mut bytes);
        bytes
    };
    // A nonce, a standard and a collection, each behind its flag, and uses of one way.
    let (standard, collection) = (3, 4);
    let uses = |way: u8| [&[1, way][..], &[2; 8], &[5; 8]].concat();
    check(&tail(0, 1), true);
    check(&with(&|bytes| bytes.push(0)), true);
    check(&with(&|bytes| bytes.extend([0; 200])), true);
    check(&with(&|bytes| bytes.extend(uses(2))), true);
    check(&with(&|bytes| bytes[standard] = 6), false);
    check(&with(&|bytes| bytes[standard - 1] = 5), false);
    check(&with(&|bytes| bytes[collection] = 7), false);
    check(&with(&|bytes| bytes[collection + 1] = 7), false);
    check(&with(&|bytes| bytes.truncate(20)), false);
    check(&with(&|bytes| bytes.push(9)), false);
    check(&with(&|bytes| bytes.extend(uses(3))), false);
    check(&with(&|bytes| bytes.extend(&uses(2)[..17])), false);
}
