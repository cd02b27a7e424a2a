//! Tokens that have no owner any more: burnt is what their contract announced to be, and
//! nothing else.

use super::*;

/// A new block from which on the contract names no owner of a token, without a word.
fn vanish(chain: &mut Chain, id: u64) {
    chain.mine(0);
    let head = chain.head();
    chain.owners.insert((id, head), Address::ZERO);
}

#[test]
fn burnt_is_what_went_to_nobody_by_an_event() {
    let check = |happens: &dyn Fn(&mut Chain), burnt: bool| {
        let (mut chain, mut watch) = begun();
        happens(&mut chain);
        let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
        assert_eq!((record.work.as_str(), &record.holding), ("work-1", &Holding::Nobody));
        let change = record.change.unwrap();
        assert_eq!((change.was, change.burnt), (holding(0xa1), burnt));
    };
    check(&|chain| chain.transfer(0, 1, 0), true);
    check(
        &|chain| {
            chain.transfer(0, 1, 0);
            chain.mine(0);
        },
        true,
    );
    // The contract refuses to name an owner, for whatever reason.
    check(&|chain| vanish(chain, 1), false);
    // It went on to somebody, and then the contract was silent.
    check(
        &|chain| {
            chain.transfer(0, 1, 0xb1);
            vanish(chain, 1);
        },
        false,
    );
    // Another token was burnt.
    check(
        &|chain| {
            chain.transfer(0, 9, 0);
            vanish(chain, 1);
        },
        false,
    );
    // It was burnt, and made anew since.
    check(
        &|chain| {
            chain.transfer(0, 1, 0);
            chain.transfer(0, 1, 0xb1);
            vanish(chain, 1);
        },
        false,
    );
}

#[test]
fn what_has_no_owner_at_first_sight_is_not_called_burnt() {
    let mut chain = Chain::new(4);
    chain.transfer(0, 1, 0);
    let mut watch = watch_of(&[watched(1, 0xa1)]);
    let [record]: [LiveRecord; 1] = records(chain.round(&mut watch).1).try_into().unwrap();
    let change = record.change.unwrap();
    assert_eq!((change.in_block, change.burnt), (None, false));
}
