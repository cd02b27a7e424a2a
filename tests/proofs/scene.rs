//! Every kind of contract on one chain, with the calls that proofs are made of.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolEvent, SolValue};
use serde_json::json;

use crate::local::contracts::{
    Accounts, Batched, Calls, Cut, Delegates, Ends, Erc721, Erc1155, Named, Names, Numbered, Punks,
    Rights, Upgradeable, UpgradeableEditions,
};
use crate::local::places::{self, ACCOUNTS, DELEGATES, ENS, MULTICALL, PUNKS};
use crate::local::{Chain, quantity};

/// A call, as `eth_call` asks it.
pub struct Asked {
    /// What it shows.
    pub name: String,
    pub to: Address,
    pub data: Vec<u8>,
}

pub fn n(number: u64) -> U256 {
    U256::from(number)
}

/// An ERC-721 behind a proxy of each kind, with the proxy's name.
pub fn proxies(chain: &Chain) -> Vec<(&'static str, Address)> {
    let admin = chain.account(0);
    let logic = chain.deploy("UpgradeablePaintings", &[]);
    let initialize = Bytes::from(Upgradeable::initializeCall { owner: admin }.abi_encode());
    let uups = chain.deploy("ERC1967Proxy", &(logic, initialize.clone()).abi_encode_params());
    let transparent = (logic, admin, initialize.clone()).abi_encode_params();
    let transparent = chain.deploy("TransparentUpgradeableProxy", &transparent);
    let beacon = chain.deploy("UpgradeableBeacon", &(logic, admin).abi_encode_params());
    let beacon = chain.deploy("BeaconProxy", &(beacon, initialize.clone()).abi_encode_params());
    let cloner = chain.deploy("Cloner", &[]);
    let clone = Upgradeable::cloneCall { implementation: logic, salt: B256::ZERO };
    let receipt = chain.tell(cloner, &clone);
    let log = &receipt["logs"][0];
    let data: Bytes = log["data"].as_str().unwrap().parse().unwrap();
    let clone = Upgradeable::Cloned::abi_decode_data(&data).unwrap().0;
    chain.transact(clone, &initialize);
    assert_eq!(chain.code(clone).len(), 45, "a clone is as short as ERC-1167 has it");
    vec![("UUPS", uups), ("transparent", transparent), ("beacon", beacon), ("clone", clone)]
}

/// A diamond with its owners in one facet and its words in another.
pub fn diamond(chain: &Chain) -> Address {
    let owners = chain.deploy("OwnersFacet", &[]);
    let words = chain.deploy("WordsFacet", &[]);
    let cut = |facet, selectors: &[[u8; 4]]| Cut::FacetCut {
        facetAddress: facet,
        action: 0,
        functionSelectors: selectors.iter().map(|selector| (*selector).into()).collect(),
    };
    let cuts = vec![
        cut(owners, &[Erc721::ownerOfCall::SELECTOR, Named::mintCall::SELECTOR]),
        // `tokenURI` and `name`.
        cut(words, &[[0xc8, 0x7b, 0x56, 0xdd], [0x06, 0xfd, 0xde, 0x03]]),
    ];
    let diamond = chain.deploy("Diamond", &(cuts,).abi_encode_params());
    let facets = chain.view(diamond, &Cut::facetsCall {}, "latest");
    assert_eq!(facets.len(), 2);
    let selector = Erc721::ownerOfCall::SELECTOR.into();
    assert_eq!(chain.view(diamond, &Cut::facetAddressCall { selector }, "latest"), owners);
    diamond
}

/// Editions of ERC-1155, behind a proxy and not.
pub fn editions(chain: &Chain) -> [Address; 2] {
    let logic = chain.deploy("UpgradeablePrints", &[]);
    let owner = chain.account(0);
    let initialize = UpgradeableEditions::initializeCall { owner, uri: "ipfs://x/{id}".to_owned() };
    let arguments = (logic, Bytes::from(initialize.abi_encode())).abi_encode_params();
    let behind = chain.deploy("ERC1967Proxy", &arguments);
    [behind, chain.deploy("Editions", &"ipfs://x/{id}".abi_encode())]
}

/// Makes the account of a token, and says where it is.
pub fn account_of(chain: &Chain, implementation: Address, works: Address, number: u64) -> Address {
    let chain_id = n(quantity(&chain.ask("eth_chainId", json!([]))));
    let (salt, token) = (B256::ZERO, n(number));
    let make = Accounts::createAccountCall {
        implementation,
        salt,
        chainId: chain_id,
        tokenContract: works,
        tokenId: token,
    };
    chain.tell(ACCOUNTS, &make);
    let ask = Accounts::accountCall {
        implementation,
        salt,
        chainId: chain_id,
        tokenContract: works,
        tokenId: token,
    };
    chain.view(ACCOUNTS, &ask, "latest")
}

/// Puts everything on the chain, and returns what can be asked of it.
pub fn scene(chain: &Chain) -> Vec<Asked> {
    places::furnish(chain);
    let [holder, other] = [1, 2].map(|index| chain.account(index));
    let mut all = Vec::new();
    let mut ask = |name: &str, to: Address, data: Vec<u8>| {
        all.push(Asked { name: name.to_owned(), to, data });
    };
    let owner_of = |number| Erc721::ownerOfCall { number: n(number) }.abi_encode();

    let mut behind = proxies(chain);
    behind.push(("diamond", diamond(chain)));
    behind.push(("plain", chain.deploy("Changing", &[])));
    for (kind, works) in behind {
        let uri = "data:,a longer word than one slot of storage holds".to_owned();
        chain.tell(works, &Named::mintCall { to: holder, number: n(1), uri });
        ask(&format!("{kind}: owner"), works, owner_of(1));
        ask(&format!("{kind}: no token"), works, owner_of(2));
        ask(&format!("{kind}: words"), works, Erc721::tokenURICall { number: n(1) }.abi_encode());
    }
    for (kind, prints) in ["upgradeable", "plain"].into_iter().zip(editions(chain)) {
        chain.tell(prints, &Erc1155::mintCall { to: holder, number: n(4), editions: n(9) });
        for (whose, holder) in [("held", holder), ("held by nobody", other)] {
            let held = Erc1155::balanceOfCall { holder, number: n(4) }.abi_encode();
            ask(&format!("{kind} editions: {whose}"), prints, held);
        }
        let supply = Erc1155::totalSupplyCall { number: n(4) }.abi_encode();
        ask(&format!("{kind} editions: supply"), prints, supply);
    }
    let series = chain.deploy("Series", &"ipfs://x/".abi_encode());
    chain.tell(series, &Batched::mintCall { to: holder, quantity: n(20) });
    for number in [0, 7, 19, 20] {
        ask(&format!("series: {number}"), series, owner_of(number));
    }
    for index in [372, 373].map(n) {
        if index == n(372) {
            chain.tell(PUNKS, &Punks::assignCall { to: holder, index });
        }
        let punk = Punks::punkIndexToAddressCall { index }.abi_encode();
        ask(&format!("punk {index}"), PUNKS, punk);
    }
    let lent = chain.deploy("Lent", &[]);
    chain.tell(lent, &Numbered::mintCall { to: holder, number: n(1) });
    let expires = Chain::BEGINS + 1_000_000;
    chain.tell_as(holder, lent, &Rights::setUserCall { number: n(1), user: other, expires });
    ask("user", lent, Rights::userOfCall { number: n(1) }.abi_encode());
    ask("user's time", lent, Rights::userExpiresCall { number: n(1) }.abi_encode());
    let bound = chain.deploy("Bound", &[]);
    chain.tell(bound, &Numbered::mintCall { to: holder, number: n(1) });
    ask("locked", bound, Rights::lockedCall { number: n(1) }.abi_encode());
    let rights = B256::ZERO;
    chain.tell_as(
        holder,
        DELEGATES,
        &Delegates::delegateAllCall { to: other, rights, enable: true },
    );
    for (name, to) in [("delegate", other), ("no delegate", holder)] {
        let (from, contract_, token_id) = (holder, lent, n(1));
        let check = Delegates::checkDelegateForERC721Call {
            to,
            from,
            contract_,
            tokenId: token_id,
            rights,
        };
        ask(name, DELEGATES, check.abi_encode());
    }
    let implementation = chain.deploy("TokenAccount", &[]);
    let account = account_of(chain, implementation, lent, 1);
    ask("account: owner", account, Accounts::ownerCall {}.abi_encode());
    ask("account: token", account, Accounts::tokenCall {}.abi_encode());
    let call = |number| Calls::Call3 {
        target: lent,
        allowFailure: true,
        callData: owner_of(number).into(),
    };
    let calls = Calls::aggregate3Call { calls: vec![call(1), call(2)] };
    ask("two calls in one", MULTICALL, calls.abi_encode());
    let resolver = places::write_name(chain, "holder.eth", holder, holder);
    let [node, reverse] = [places::namehash("holder.eth"), places::reverse_node(holder)];
    ask("resolver", ENS, Names::resolverCall { node }.abi_encode());
    ask("name", resolver, Names::nameCall { node: reverse }.abi_encode());
    ask("address", resolver, Names::addrCall { node }.abi_encode());
    ask("mortal", chain.deploy("Mortal", &[]), owner_of(1));
    let ended = chain.deploy("Mortal", &[]);
    chain.tell(ended, &Ends::endCall {});
    ask("ended", ended, owner_of(1));
    // Made and ended in one transaction: no code is left, and no account.
    let receipt = chain.tell(chain.deploy("Nest", &[]), &Ends::hatchCall { lives: false });
    let hatched = receipt["logs"].as_array().unwrap().last().unwrap();
    let data: Bytes = hatched["data"].as_str().unwrap().parse().unwrap();
    let gone = Ends::Hatched::abi_decode_data(&data).unwrap().0;
    assert!(chain.code(gone).is_empty(), "its code is gone");
    ask("gone", gone, owner_of(1));
    all
}

/// What answers by its circumstances, reaches beyond itself or is odd: a contract and the
/// numbers of its tokens. What hangs on gas or on its price is not among them, nor what
/// runs until its gas is gone.
pub fn strange(chain: &Chain) -> Vec<Asked> {
    let works = chain.deploy("Rewritable", &[]);
    chain.tell(works, &Numbered::mintCall { to: chain.account(1), number: n(1) });
    let mut all = Vec::new();
    let mut ask = |contract: &str, arguments: &[u8], numbers: Vec<u64>| {
        let to = chain.deploy(contract, arguments);
        for number in numbers {
            let data = Erc721::ownerOfCall { number: n(number) }.abi_encode();
            all.push(Asked { name: format!("{contract} {number}"), to, data });
        }
    };
    ask("Circumstance", &[], (0..=9).chain([12, 13]).collect());
    ask("Reaches", &works.abi_encode(), (0..=24).collect());
    ask("Odd", &[], (0..=5).chain(7..=8).chain(10..=16).collect());
    all
}
