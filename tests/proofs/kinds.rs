//! Every kind of contract that proofs are made of, on a real chain: who deployed it, and
//! what it says itself.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue};
use serde_json::Value;

use crate::local::contracts::{
    Accounts, Batched, Calls, Cut, Delegates, Erc721, Erc1155, Named, Names, Numbered, Punks,
    Ranged, Rights, Sales, Shifts, Upgradeable,
};
use crate::local::places::{self, DELEGATES, ENS, MULTICALL, PUNKS};
use crate::local::{Chain, quantity};
use crate::scene::{account_of, diamond, editions, n, proxies};

fn owner_of(chain: &Chain, contract: Address, number: u64) -> Address {
    chain.view(contract, &Erc721::ownerOfCall { number: n(number) }, "latest")
}

fn mint(chain: &Chain, contract: Address, to: Address, number: u64) {
    chain.tell(contract, &Numbered::mintCall { to, number: n(number) });
}

#[test]
fn works_behind_proxies_of_every_kind() {
    let chain = Chain::start();
    let holder = chain.account(3);
    let mut behind = proxies(&chain);
    behind.push(("diamond", diamond(&chain)));
    for (kind, proxy) in &behind {
        let call = Named::mintCall { to: holder, number: n(1), uri: "data:,x".to_owned() };
        chain.tell(*proxy, &call);
        assert_eq!(owner_of(&chain, *proxy, 1), holder, "{kind}");
    }
    // Whoever may replace the code may replace the owners.
    let implementation = chain.deploy("SeizedPaintings", &[]);
    let upgrade = Upgradeable::upgradeToAndCallCall { implementation, data: Bytes::new() };
    chain.tell(behind[0].1, &upgrade);
    assert_eq!(owner_of(&chain, behind[0].1, 1), chain.account(0));
    let facet = chain.deploy("Registrar", &[]);
    let cut = Cut::FacetCut {
        facetAddress: facet,
        action: 1,
        functionSelectors: vec![Erc721::ownerOfCall::SELECTOR.into()],
    };
    let exchange = Cut::diamondCutCall { cuts: vec![cut], init: Address::ZERO, data: Bytes::new() };
    let diamond = behind[4].1;
    chain.tell(diamond, &exchange);
    assert_eq!(owner_of(&chain, diamond, 1), diamond);
}

#[test]
fn editions_and_batches() {
    let chain = Chain::start();
    let [holder, other] = [3, 4].map(|index| chain.account(index));
    let [behind, plain] = editions(&chain);
    for prints in [behind, plain] {
        let (id, editions) = (n(4), n(9));
        chain.tell(prints, &Erc1155::mintCall { to: holder, number: id, editions });
        let give = Erc1155::safeTransferFromCall {
            from: holder,
            to: other,
            number: id,
            editions: n(2),
            data: Bytes::new(),
        };
        chain.tell_as(holder, prints, &give);
        let held =
            |holder| chain.view(prints, &Erc1155::balanceOfCall { holder, number: id }, "latest");
        assert_eq!((held(holder), held(other)), (n(7), n(2)));
        let supply = chain.view(prints, &Erc1155::totalSupplyCall { number: id }, "latest");
        assert_eq!(supply, editions);
    }
    let (numbers, editions) = (vec![n(1), n(2)], vec![n(5), n(6)]);
    let batch = Erc1155::mintBatchCall { to: holder, numbers, editions };
    let receipt = chain.tell(plain, &batch);
    assert_eq!(receipt["logs"].as_array().unwrap().len(), 1, "one log for all");

    // The first slot of a batch says who owns the others.
    let series = chain.deploy("Series", &"".abi_encode());
    chain.tell(series, &Batched::mintCall { to: holder, quantity: n(20) });
    let give = Erc721::transferFromCall { from: holder, to: other, number: n(10) };
    chain.tell_as(holder, series, &give);
    for (number, owner) in [(0, holder), (9, holder), (10, other), (11, holder), (19, holder)] {
        assert_eq!(owner_of(&chain, series, number), owner, "{number}");
    }
    let many = chain.deploy("Many", &[]);
    chain.tell(many, &Ranged::mintCall { to: holder, first: n(0), count: n(200) });
    assert_eq!(owner_of(&chain, many, 199), holder);
}

#[test]
fn punks_sales_changes_and_ends() {
    let chain = Chain::start();
    places::furnish(&chain);
    let [first, second, third] = [1, 2, 3].map(|index| chain.account(index));
    let index = n(372);
    chain.tell(PUNKS, &Punks::assignCall { to: first, index });
    chain.tell_as(first, PUNKS, &Punks::transferPunkCall { to: second, index });
    let price = n(1_000_000_000_000_000);
    chain.tell_as(second, PUNKS, &Punks::offerPunkForSaleCall { index, minValue: price });
    let buy = Punks::buyPunkCall { index }.abi_encode();
    let receipt = chain.transact_as(third, PUNKS, price, &buy);
    assert_eq!(receipt["logs"].as_array().unwrap().len(), 3);
    let owner = Punks::punkIndexToAddressCall { index };
    assert_eq!(chain.view(PUNKS, &owner, "latest"), third);

    let changing = chain.deploy("Changing", &[]);
    let market = chain.deploy("Market", &[]);
    let (number, uri) = (n(1), "data:,one".to_owned());
    chain.tell(changing, &Named::mintCall { to: first, number, uri });
    chain.tell_as(first, changing, &Erc721::approveCall { to: market, number });
    let sale = Sales::sellCall { token: changing, number, buyer: second, price };
    let receipt = chain.tell_as(first, market, &sale);
    assert_eq!(receipt["logs"].as_array().unwrap().len(), 2, "the order and the transfer");
    chain.tell(changing, &Named::changeCall { number, uri: "data:,two".to_owned() });
    chain.tell(changing, &Named::changeAllCall { first: n(1), last: n(9) });
    assert_eq!(owner_of(&chain, changing, 1), second);
    chain.tell_as(second, changing, &Erc721::burnCall { number });
    let asked = Erc721::ownerOfCall { number }.abi_encode();
    assert!(chain.try_view(changing, &asked, "latest").is_err(), "a burnt token has no owner");
}

#[test]
fn rights_beside_the_owner() {
    let chain = Chain::start();
    places::furnish(&chain);
    let [holder, other] = [1, 2].map(|index| chain.account(index));
    let lent = chain.deploy("Lent", &[]);
    mint(&chain, lent, holder, 1);
    let expires = Chain::BEGINS + 100 * Chain::BLOCK_SECONDS;
    chain.tell_as(holder, lent, &Rights::setUserCall { number: n(1), user: other, expires });
    let user = || chain.view(lent, &Rights::userOfCall { number: n(1) }, "latest");
    let until = chain.view(lent, &Rights::userExpiresCall { number: n(1) }, "latest");
    assert_eq!((user(), until), (other, n(expires)));
    chain.mine(101 - chain.height());
    assert_eq!(user(), Address::ZERO, "the time is over");

    let bound = chain.deploy("Bound", &[]);
    mint(&chain, bound, holder, 1);
    let locked = || chain.view(bound, &Rights::lockedCall { number: n(1) }, "latest");
    assert!(locked());
    chain.tell(bound, &Rights::unlockCall { number: n(1) });
    assert!(!locked());

    let (contract, rights) = (bound, B256::ZERO);
    let check = Delegates::checkDelegateForERC721Call {
        to: other,
        from: holder,
        contract_: contract,
        tokenId: n(1),
        rights,
    };
    let delegated = || chain.view(DELEGATES, &check, "latest");
    let one = |enable| Delegates::delegateERC721Call {
        to: other,
        contract_: contract,
        tokenId: n(1),
        rights,
        enable,
    };
    assert!(!delegated());
    chain.tell_as(holder, DELEGATES, &one(true));
    assert!(delegated());
    chain.tell_as(holder, DELEGATES, &one(false));
    assert!(!delegated());
    let all = Delegates::delegateAllCall { to: other, rights, enable: true };
    chain.tell_as(holder, DELEGATES, &all);
    assert!(delegated());
}

#[test]
fn accounts_of_tokens_lead_to_whoever_holds_the_first_or_to_nobody() {
    let chain = Chain::start();
    places::furnish(&chain);
    let works = chain.deploy("Rewritable", &[]);
    let implementation = chain.deploy("TokenAccount", &[]);
    let [holder, other] = [1, 2].map(|index| chain.account(index));
    let account = |number: u64| {
        let account = account_of(&chain, implementation, works, number);
        let token = chain.view(account, &Accounts::tokenCall {}, "latest");
        let said = (token.chainId, token.tokenContract, token.tokenId);
        assert_eq!((said, chain.code(account).len()), ((n(31_337), works, n(number)), 173));
        account
    };
    let controller = |account| chain.view(account, &Accounts::ownerCall {}, "latest");
    // Each token belongs to the account of the one before.
    mint(&chain, works, holder, 0);
    let mut last = account(0);
    assert_eq!(controller(last), holder);
    for number in 1..6 {
        mint(&chain, works, last, number);
        let next = account(number);
        assert_eq!(controller(next), last);
        last = next;
    }
    // Two that hold each other.
    mint(&chain, works, holder, 10);
    mint(&chain, works, holder, 11);
    let [a, b] = [account(10), account(11)];
    for (number, to) in [(10, b), (11, a)] {
        let give = Erc721::transferFromCall { from: holder, to, number: n(number) };
        chain.tell_as(holder, works, &give);
    }
    assert_eq!((controller(a), controller(b)), (b, a));
    // Without a word in the log, the first belongs to somebody else.
    chain.tell(works, &Numbered::rewriteCall { number: n(0), to: other });
    assert_eq!(owner_of(&chain, works, 0), other);
}

#[test]
fn names_lead_both_ways_where_they_are_honest() {
    let chain = Chain::start();
    places::furnish(&chain);
    let [holder, other] = [1, 2].map(|index| chain.account(index));
    // From the text of EIP-137.
    let eth = "0x93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae";
    assert_eq!(places::namehash("eth").to_string(), eth);
    for (name, forward) in [("holder.eth", holder), ("impostor.eth", other)] {
        let resolver = places::write_name(&chain, name, forward, holder);
        let node = places::reverse_node(holder);
        assert_eq!(chain.view(ENS, &Names::resolverCall { node }, "latest"), resolver);
        assert_eq!(chain.view(resolver, &Names::nameCall { node }, "latest"), name);
        let node = places::namehash(name);
        assert_eq!(chain.view(resolver, &Names::addrCall { node }, "latest"), forward);
    }
}

#[test]
fn many_calls_in_one() {
    let chain = Chain::start();
    places::furnish(&chain);
    let works = chain.deploy("Rewritable", &[]);
    let holder = chain.account(1);
    mint(&chain, works, holder, 1);
    let call = |number| Calls::Call3 {
        target: works,
        allowFailure: true,
        callData: Erc721::ownerOfCall { number: n(number) }.abi_encode().into(),
    };
    let results =
        chain.view(MULTICALL, &Calls::aggregate3Call { calls: vec![call(1), call(2)] }, "latest");
    assert_eq!(results[0].returnData, Bytes::from(holder.abi_encode()));
    assert_eq!((results[0].success, results[1].success), (true, false));
}

/// What a block says of its circumstances is what a call at that block sees.
#[test]
fn calls_see_the_block_that_they_are_asked_at() {
    let chain = Chain::start();
    let circumstance = chain.deploy("Circumstance", &[]);
    let shifting = chain.deploy("Shifting", &[]);
    let [even, odd] = [1, 2].map(|index| chain.account(index));
    chain.tell(shifting, &Shifts::writeCall { place: n(0), to: even });
    chain.tell(shifting, &Shifts::writeCall { place: n(1), to: odd });
    for number in [2, 3] {
        let block = chain.block(format!("{number:#x}"));
        let answer = |which: u64| -> Address {
            let call = Erc721::ownerOfCall { number: n(which) };
            chain.view(circumstance, &call, serde_json::json!({ "blockHash": block["hash"] }))
        };
        let low = |value: &Value| Address::from_word(U256::from(quantity(value)).into());
        for (which, field) in
            [(0, "timestamp"), (1, "number"), (4, "baseFeePerGas"), (7, "gasLimit")]
        {
            assert_eq!(answer(which), low(&block[field]), "{field} at {number}");
        }
        let random: B256 = block["mixHash"].as_str().unwrap().parse().unwrap();
        assert_eq!(answer(6), Address::from_word(random));
        assert_eq!(answer(8), low(&"0x7a69".into()));
    }
    assert_eq!(owner_of(&chain, shifting, 0), even, "nobody asks, whose address is even");
}

/// Each of these looks somewhere else than into its own storage, or answers oddly.
#[test]
fn odd_calls_are_answered_oddly() {
    let chain = Chain::start();
    let works = chain.deploy("Rewritable", &[]);
    mint(&chain, works, chain.account(1), 1);
    let reaches = chain.deploy("Reaches", &works.abi_encode());
    let odd = chain.deploy("Odd", &[]);
    let ask = |contract, number| {
        chain.try_view(contract, &Erc721::ownerOfCall { number: n(number) }.abi_encode(), "latest")
    };
    for number in 0..=24 {
        let answer = ask(reaches, number);
        assert_eq!(answer.as_ref().map(|bytes| bytes.len()).ok(), Some(32), "{number}: {answer:?}");
    }
    let lengths: Vec<_> = (0..=16).map(|number| ask(odd, number).ok().map(|b| b.len())).collect();
    let words = Some(32);
    let refused = None;
    assert_eq!(
        lengths,
        [
            Some(0),
            Some(31),
            Some(1 << 20),
            refused,
            refused,
            refused,
            refused,
            words,
            words,
            refused,
            words,
            words,
            words,
            words,
            refused,
            refused,
            words,
        ]
    );
}
