//! Who may act in an owner's place, as the registry of delegate.xyz (version 2) has it.

use alloy_primitives::{Address, U256, address};

use super::RightKind;
use super::oracle::{NotKnown, Oracle};
use crate::limits::{DELEGATES_MAX, DELEGATIONS_MAX};
use crate::ownership::{input, read_address, read_number};
use crate::token::{AccountId, AssetId, EvmStandard, EvmToken};

/// The registry, at the same address on every chain that has it.
const REGISTRY: Address = address!("00000000000000447e69651d841bD8D104Bed493");
const OUTGOING: [u8; 4] = [0x51, 0x52, 0x5e, 0x9a];

const WORD: usize = 32;
/// Kind, to, from, rights, contract, token, amount.
const DELEGATION_WORDS: usize = 7;

/// Those to whom the owner delegated everything, the contract, or the token, with all
/// rights.
pub(super) fn delegates(
    asset: &AssetId,
    token: EvmToken,
    owner: Address,
    oracle: &mut dyn Oracle,
) -> Result<Vec<RightKind>, NotKnown> {
    let of = U256::from_be_slice(owner.as_slice());
    let Some(answer) = oracle.call(REGISTRY, input(OUTGOING, &[of]))? else {
        return Ok(Vec::new());
    };
    let mut accounts = Vec::new();
    for delegation in read(&answer) {
        let fits = delegation.from == owner && delegation.all_rights && delegation.covers(token);
        if fits && !accounts.contains(&delegation.to) {
            accounts.push(delegation.to);
        }
    }
    let right = |account| RightKind::Delegate {
        owner: AccountId::evm(asset.chain.clone(), owner),
        account: AccountId::evm(asset.chain.clone(), account),
    };
    Ok(accounts.into_iter().take(DELEGATES_MAX).map(right).collect())
}

struct Delegation {
    kind: U256,
    to: Address,
    from: Address,
    all_rights: bool,
    contract: Option<Address>,
    number: U256,
    amount: U256,
}

impl Delegation {
    fn covers(&self, token: EvmToken) -> bool {
        let kind = u8::try_from(self.kind).unwrap_or_default();
        let here = self.contract == Some(token.contract);
        match kind {
            1 => true,
            2 => here,
            3 => here && self.number == token.number && token.standard == EvmStandard::Erc721,
            5 => {
                let editions = token.standard == EvmStandard::Erc1155 && self.amount > U256::ZERO;
                here && self.number == token.number && editions
            }
            _ => false,
        }
    }
}

/// An array of delegations, as the ABI has it; nothing where it is none.
fn read(answer: &[u8]) -> Vec<Delegation> {
    let size = |at: usize| {
        let word = answer.get(at..at + WORD)?;
        usize::try_from(U256::from_be_slice(word)).ok()
    };
    let Some((start, count)) = size(0).filter(|start| *start == WORD).zip(size(WORD)) else {
        return Vec::new();
    };
    let Some(listed) = answer.get(start + WORD..) else { return Vec::new() };
    let one = |words: &[u8]| {
        let word = |n: usize| &words[n * WORD..(n + 1) * WORD];
        Some(Delegation {
            kind: read_number(word(0))?,
            to: read_address(word(1))?,
            from: read_address(word(2))?,
            all_rights: word(3).iter().all(|byte| *byte == 0),
            contract: read_address(word(4)),
            number: read_number(word(5))?,
            amount: read_number(word(6))?,
        })
    };
    let all = listed.chunks_exact(DELEGATION_WORDS * WORD);
    all.take(count.min(DELEGATIONS_MAX)).filter_map(one).collect()
}
