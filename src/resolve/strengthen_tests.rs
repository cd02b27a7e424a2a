//! What becomes of a record when the question is asked again and answered otherwise.

use alloy_primitives::U256;

use super::*;

fn who(byte: u8) -> Address {
    Address::repeat_byte(byte)
}

fn word(number: U256) -> Answer {
    Answer::Data(number.to_be_bytes::<32>().to_vec().into())
}

fn address(byte: u8) -> Answer {
    Answer::Data(who(byte).into_word().to_vec().into())
}

/// A token of the first's, or of which they hold five editions, as one endpoint has it; and
/// what is left of that once it is asked again.
fn settled(editions: bool, answer: Answer, level: Level) -> TokenFacts {
    let kind = if editions { "erc1155" } else { "erc721" };
    let token = format!("eip155:1/{kind}:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/7");
    let token: crate::token::AssetId = token.parse().unwrap();
    let mut facts = TokenFacts::unasked(token);
    facts.owners = vec![OwnershipRecord {
        owner: Owner::evm(facts.token.chain.clone(), who(1)),
        editions: editions.then_some(U256::from(5)),
        evidence: Evidence::of(Level::Reported),
    }];
    let question = Question::about_owner(&facts.token, who(1), editions).unwrap();
    let strong = Strong { answer, evidence: Evidence::of(level), proof: None, notes: Vec::new() };
    settle_owner(&mut facts, 0, &question, strong);
    facts
}

#[test]
fn a_record_says_what_the_strongest_answer_says_and_why() {
    use ProblemKind::{HoldsNone, OwnerContradicted, OwnerNotNamed, OwnerOutvoted, OwnerUnsettled};
    let check = |answer: Answer, level, owner: Address, note: Option<ProblemKind>| {
        let facts = settled(false, answer, level);
        let found = facts.owners[0].owner.evm_address();
        assert_eq!(found, Some(owner), "{level:?}");
        assert_eq!(facts.owners[0].evidence.level(), level);
        let kinds: Vec<ProblemKind> = facts.notes.iter().map(|note| note.kind).collect();
        assert_eq!(kinds, note.into_iter().collect::<Vec<_>>(), "{level:?}");
    };
    check(address(1), Level::Proven, who(1), None);
    check(address(2), Level::Proven, who(2), Some(OwnerContradicted));
    // Nothing is proven where endpoints outvote each other, and nothing decided where they
    // do not.
    check(address(2), Level::Agreed, who(2), Some(OwnerOutvoted));
    check(address(2), Level::Reported, who(2), Some(OwnerUnsettled));
    // Nobody's address, and what is no address: such a record goes.
    check(address(0), Level::Proven, Address::ZERO, Some(OwnerNotNamed));
    check(Answer::Data(Bytes::new()), Level::Proven, Address::ZERO, Some(OwnerNotNamed));
    check(word(U256::MAX), Level::Proven, Address::ZERO, Some(OwnerNotNamed));

    let check = |answer: Answer, owner: Address, editions: u64, note: Option<ProblemKind>| {
        let facts = settled(true, answer, Level::Proven);
        assert_eq!(facts.owners[0].owner.evm_address(), Some(owner));
        assert_eq!(facts.owners[0].editions, Some(U256::from(editions)));
        let kinds: Vec<ProblemKind> = facts.notes.iter().map(|note| note.kind).collect();
        assert_eq!(kinds, note.into_iter().collect::<Vec<_>>());
    };
    check(word(U256::from(5)), who(1), 5, None);
    check(word(U256::from(3)), who(1), 3, Some(OwnerContradicted));
    // Who holds none of the editions is no owner of them.
    check(word(U256::ZERO), Address::ZERO, 5, Some(HoldsNone));
}
