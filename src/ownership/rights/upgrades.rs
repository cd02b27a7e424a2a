//! Whether a contract's code can be replaced, and by whom: proxies that name what they
//! stand for in slots of their own (ERC-1967, EIP-1822, and OpenZeppelin's before them),
//! through a beacon, or by facets (EIP-2535), and minimal clones of these (ERC-1167).

use alloy_primitives::{Address, B256, Bytes, U256, b256};

use super::RightKind;
use super::accounts::{CLONE_HEAD, CLONE_TAIL};
use super::oracle::{NotKnown, Oracle};
use crate::ownership::{input, read_address};
use crate::token::{AccountId, AssetId};

const IMPLEMENTATION_SLOT: B256 =
    b256!("360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");
const ADMIN_SLOT: B256 = b256!("b53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103");
const BEACON_SLOT: B256 = b256!("a3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50");
/// EIP-1822: the hash of `PROXIABLE`.
const PROXIABLE_SLOT: B256 =
    b256!("c5f16f0fcc639fa48a6947836d9850f504798523bf8c9a3a87d5876cf622bcf7");
/// OpenZeppelin's before ERC-1967: the hashes of `org.zeppelinos.proxy.implementation` and
/// `org.zeppelinos.proxy.admin`.
const OLD_IMPLEMENTATION_SLOT: B256 =
    b256!("7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3");
const OLD_ADMIN_SLOT: B256 =
    b256!("10d6a54a4754c8869d6886b5f5d7fbfa5b4522237ea5c60d11bc4e7a1ff9390b");

const IMPLEMENTATION: [u8; 4] = [0x5c, 0x60, 0xda, 0x1b];
const OWNER: [u8; 4] = [0x8d, 0xa5, 0xcb, 0x5b];
/// `facetAddress(bytes4)`, which every diamond has.
const FACET: [u8; 4] = [0xcd, 0xff, 0xac, 0xc6];
/// What names owners: `ownerOf(uint256)` of ERC-721, `balanceOf(address,uint256)` of ERC-1155.
const NAMES_OWNERS: [u32; 2] = [0x6352_211e, 0x00fd_d58e];

/// What was found in a contract.
enum Found {
    /// None of the kinds that are looked for.
    Nothing,
    Replaceable {
        implementation: Address,
        /// Who may replace it, by the rule of its kind.
        by: Option<Address>,
        /// Who owns the contract, where the code alone says who may replace it.
        owner: Option<Address>,
    },
}

/// What is to be said of a contract's code; none where there is no code.
pub(super) fn upgradeable(
    asset: &AssetId,
    contract: Address,
    oracle: &mut dyn Oracle,
) -> Result<Option<RightKind>, NotKnown> {
    let of = |address| AccountId::evm(asset.chain.clone(), address);
    let code = oracle.code(contract);
    let mut found = named(contract, oracle)?;
    if matches!(found, Found::Nothing) {
        let code = code?;
        if code.is_empty() {
            return Ok(None);
        }
        if let Some(proxy) = clone_of(&code) {
            found = named(proxy, oracle)?;
        }
    }
    Ok(Some(match found {
        Found::Nothing => RightKind::PlainCode,
        Found::Replaceable { implementation, by, owner } => RightKind::Upgradeable {
            implementation: of(implementation),
            by: by.map(of),
            owner: owner.map(of),
        },
    }))
}

/// What a contract's own slots and facets name.
fn named(contract: Address, oracle: &mut dyn Oracle) -> Result<Found, NotKnown> {
    // Both are asked for before either is looked at.
    let slots = by_slots(contract, oracle);
    let facets = by_facets(contract, oracle);
    match slots? {
        Found::Nothing => facets,
        found => Ok(found),
    }
}

fn by_slots(contract: Address, oracle: &mut dyn Oracle) -> Result<Found, NotKnown> {
    let slots = [
        IMPLEMENTATION_SLOT,
        ADMIN_SLOT,
        OLD_IMPLEMENTATION_SLOT,
        OLD_ADMIN_SLOT,
        PROXIABLE_SLOT,
        BEACON_SLOT,
    ];
    // All are asked for before any is looked at.
    let words = slots.map(|slot| oracle.slot(contract, slot));
    let [new, admin, old, old_admin, proxiable, beacon] =
        words.map(|word| word.map(|word| read_address(&word.to_be_bytes::<32>())));
    for (implementation, admin) in [(new?, admin?), (old?, old_admin?), (proxiable?, None)] {
        let Some(implementation) = implementation else { continue };
        return match admin {
            // An admin is a contract of its own as a rule, and has an owner.
            Some(admin) => {
                let by = Some(owner_of(admin, oracle)?.unwrap_or(admin));
                Ok(Found::Replaceable { implementation, by, owner: None })
            }
            None => by_code(contract, implementation, oracle),
        };
    }
    let Some(beacon) = beacon? else { return Ok(Found::Nothing) };
    let answer = oracle.call(beacon, Bytes::from_static(&IMPLEMENTATION))?;
    // A beacon that names nothing leaves open what is run.
    let implementation = answer.and_then(|answer| read_address(&answer)).ok_or(NotKnown)?;
    Ok(Found::Replaceable { implementation, by: owner_of(beacon, oracle)?, owner: None })
}

/// A diamond: the facet that says who owns what.
fn by_facets(contract: Address, oracle: &mut dyn Oracle) -> Result<Found, NotKnown> {
    // Both are asked for before either is looked at.
    let facets = NAMES_OWNERS.map(|selector| {
        let selector = U256::from(selector) << 224;
        oracle.call(contract, input(FACET, &[selector]))
    });
    for facet in facets {
        // A facet that is the contract itself is part of it for good.
        if let Some(facet) = facet?.and_then(|facet| read_address(&facet))
            && facet != contract
        {
            return by_code(contract, facet, oracle);
        }
    }
    Ok(Found::Nothing)
}

/// Code that is replaced by a rule of its own: whoever owns the contract may be who may do
/// so, and may not.
fn by_code(
    contract: Address,
    implementation: Address,
    oracle: &mut dyn Oracle,
) -> Result<Found, NotKnown> {
    let owner = owner_of(contract, oracle)?;
    Ok(Found::Replaceable { implementation, by: None, owner })
}

/// Who owns a contract (ERC-173).
fn owner_of(contract: Address, oracle: &mut dyn Oracle) -> Result<Option<Address>, NotKnown> {
    let answer = oracle.call(contract, Bytes::from_static(&OWNER))?;
    Ok(answer.and_then(|owner| read_address(&owner)))
}

/// What a minimal clone stands for.
fn clone_of(code: &[u8]) -> Option<Address> {
    let (target, tail) = code.strip_prefix(&CLONE_HEAD)?.split_at_checked(20)?;
    tail.starts_with(&CLONE_TAIL).then(|| Address::from_slice(target))
}
