//! Contracts at the addresses where every chain has them, and the names of ENS.

use alloy_primitives::{Address, B256, address, keccak256};

use super::Chain;
use super::contracts::Names;

pub const MULTICALL: Address = address!("cA11bde05977b3631167028862bE2a173976CA11");
pub const ENS: Address = address!("00000000000C2E074eC69A0dFb2997BA6C7d2e1e");
pub const DELEGATES: Address = address!("00000000000000447e69651d841bD8D104Bed493");
pub const ACCOUNTS: Address = address!("000000006551c19487814612e58FE06813775758");
pub const PUNKS: Address = address!("b47e3cd837dDF8e4c57F05d70Ab865de6e193BBB");

/// Puts them all there.
pub fn furnish(chain: &Chain) {
    for (address, contract) in [
        (MULTICALL, "Multicall"),
        (ENS, "NameRegistry"),
        (DELEGATES, "DelegateRegistry"),
        (ACCOUNTS, "AccountRegistry"),
        (PUNKS, "PunksLedger"),
    ] {
        chain.deploy_at(address, contract);
    }
}

/// Lets a name lead to one address, and an address back to some name. For an honest
/// record the two agree.
pub fn write_name(chain: &Chain, name: &str, forward: Address, reverse_of: Address) -> Address {
    let resolver = chain.deploy("NameResolver", &[]);
    let owner = chain.account(0);
    for node in [namehash(name), reverse_node(reverse_of)] {
        chain.tell(ENS, &Names::setRecordCall { node, owner, resolver });
    }
    chain.tell(resolver, &Names::setAddrCall { node: namehash(name), to: forward });
    let to = name.to_owned();
    chain.tell(resolver, &Names::setNameCall { node: reverse_node(reverse_of), to });
    resolver
}

/// The node of an address's reverse record.
pub fn reverse_node(address: Address) -> B256 {
    namehash(&format!("{}.addr.reverse", super::hex(address.as_slice())))
}

/// EIP-137, for names that are normalised.
pub fn namehash(name: &str) -> B256 {
    let labels = name.split('.').rev().filter(|label| !label.is_empty());
    labels.fold(B256::ZERO, |node, label| {
        keccak256([node.as_slice(), keccak256(label).as_slice()].concat())
    })
}
