//! Whether a contract's code can be replaced, and by whom: proxies that name what they
//! stand for in slots of their own (ERC-1967), through a beacon, or by facets (EIP-2535).

use alloy_primitives::{Address, B256, Bytes, U256, b256};

use super::RightKind;
use super::oracle::{NotKnown, Oracle};
use crate::ownership::{input, read_address};
use crate::token::{AccountId, AssetId};

const IMPLEMENTATION_SLOT: B256 =
    b256!("360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");
const ADMIN_SLOT: B256 = b256!("b53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103");
const BEACON_SLOT: B256 = b256!("a3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50");

const IMPLEMENTATION: [u8; 4] = [0x5c, 0x60, 0xda, 0x1b];
const OWNER: [u8; 4] = [0x8d, 0xa5, 0xcb, 0x5b];
/// `facetAddress(bytes4)`, which every diamond has.
const FACET: [u8; 4] = [0xcd, 0xff, 0xac, 0xc6];

/// Who owns a contract (ERC-173), through one that manages another.
fn owner_of(contract: Address, oracle: &mut dyn Oracle) -> Result<Option<Address>, NotKnown> {
    let answer = oracle.call(contract, Bytes::from_static(&OWNER))?;
    Ok(answer.and_then(|owner| read_address(&owner)))
}

pub(super) fn upgradeable(
    asset: &AssetId,
    contract: Address,
    oracle: &mut dyn Oracle,
) -> Result<Option<RightKind>, NotKnown> {
    let found = match by_slots(contract, oracle)? {
        Some(found) => Some(found),
        None => by_facets(contract, oracle)?,
    };
    let Some((implementation, by)) = found else { return Ok(None) };
    let of = |address| AccountId::evm(asset.chain.clone(), address);
    Ok(Some(RightKind::Upgradeable { implementation: of(implementation), by: by.map(of) }))
}

/// What a contract stands for, and who may replace it.
type Replaceable = Option<(Address, Option<Address>)>;

fn by_slots(contract: Address, oracle: &mut dyn Oracle) -> Result<Replaceable, NotKnown> {
    // All three are asked for before any is looked at.
    let words =
        [IMPLEMENTATION_SLOT, ADMIN_SLOT, BEACON_SLOT].map(|slot| oracle.slot(contract, slot));
    let [implementation, admin, beacon] =
        words.map(|word| word.map(|word| read_address(&word.to_be_bytes::<32>())));
    let (implementation, admin, beacon) = (implementation?, admin?, beacon?);
    if let Some(implementation) = implementation {
        let by = match admin {
            // An admin is a contract of its own as a rule, and has an owner.
            Some(admin) => Some(owner_of(admin, oracle)?.unwrap_or(admin)),
            None => owner_of(contract, oracle)?,
        };
        return Ok(Some((implementation, by)));
    }
    let Some(beacon) = beacon else { return Ok(None) };
    let implementation = oracle.call(beacon, Bytes::from_static(&IMPLEMENTATION))?;
    let implementation = implementation.and_then(|answer| read_address(&answer));
    let Some(implementation) = implementation else { return Ok(None) };
    Ok(Some((implementation, owner_of(beacon, oracle)?)))
}

/// A diamond: the facet that answers for `ownerOf`.
fn by_facets(contract: Address, oracle: &mut dyn Oracle) -> Result<Replaceable, NotKnown> {
    let owner_of_selector = U256::from(0x6352_211e_u64) << 224;
    let facet = oracle.call(contract, input(FACET, &[owner_of_selector]))?;
    match facet.and_then(|facet| read_address(&facet)) {
        // A facet that is the contract itself is part of it for good.
        Some(facet) if facet != contract => Ok(Some((facet, owner_of(contract, oracle)?))),
        _ => Ok(None),
    }
}
