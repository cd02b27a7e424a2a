//! Accounts of tokens (ERC-6551), followed to the account that controls them in the end.

use alloy_primitives::{Address, Bytes, U256};

use super::RightKind;
use super::oracle::{NotKnown, Oracle};
use crate::limits::TOKEN_ACCOUNTS_DEPTH_MAX;
use crate::ownership::{input, read_address, read_number};
use crate::token::{AccountId, AssetId, EvmStandard, EvmToken};

const TOKEN: [u8; 4] = [0xfc, 0x0c, 0x54, 0x6a];
const OWNER_OF: [u8; 4] = [0x63, 0x52, 0x21, 0x1e];

/// The code of a minimal clone (ERC-1167), before and behind what it stands for.
pub(super) const CLONE_HEAD: [u8; 10] =
    [0x36, 0x3d, 0x3d, 0x37, 0x3d, 0x3d, 0x3d, 0x36, 0x3d, 0x73];
pub(super) const CLONE_TAIL: [u8; 15] =
    [0x5a, 0xf4, 0x3d, 0x82, 0x80, 0x3e, 0x90, 0x3d, 0x91, 0x60, 0x2b, 0x57, 0xfd, 0x5b, 0xf3];
/// The clone, and behind it salt, chain, contract and number.
const ACCOUNT_BYTES: usize = CLONE_HEAD.len() + 20 + CLONE_TAIL.len() + 4 * 32;

/// What stands behind an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// It is no account of a token.
    Nothing,
    /// Who controls it in the end, through these tokens.
    Controller { account: Address, through: Vec<AssetId> },
    /// It is one, and who controls it was not found.
    Lost(Lost),
}

impl Behind {
    /// What is said of that; nothing where nobody was found.
    pub fn right(self, asset: &AssetId, owner: Address) -> Option<RightKind> {
        let of = |address| AccountId::evm(asset.chain.clone(), address);
        match self {
            Self::Controller { account, through } => {
                Some(RightKind::Controller { owner: of(owner), account: of(account), through })
            }
            Self::Nothing | Self::Lost(_) => None,
        }
    }
}

/// Why it was not found who controls an account of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Such accounts hold each other's tokens.
    InACircle,
    /// More of them than are followed stand one inside the other.
    TooDeep,
    /// The contract of one of their tokens names no owner.
    Ownerless,
}

/// Who controls an owner that is an account of a token. That the last holder is no such
/// account has to be known as well: who is behind it would be in control.
pub(super) fn behind(
    asset: &AssetId,
    owner: Address,
    oracle: &mut dyn Oracle,
) -> Result<Behind, NotKnown> {
    let mut through: Vec<AssetId> = Vec::new();
    let mut holder = owner;
    while let Some(token) = token_of(asset, holder, oracle)? {
        let id = AssetId::of_evm(asset.chain.clone(), token);
        if through.contains(&id) {
            return Ok(Behind::Lost(Lost::InACircle));
        }
        if through.len() == TOKEN_ACCOUNTS_DEPTH_MAX {
            return Ok(Behind::Lost(Lost::TooDeep));
        }
        through.push(id);
        let answer = oracle.call(token.contract, input(OWNER_OF, &[token.number]))?;
        let Some(next) = answer.and_then(|answer| read_address(&answer)) else {
            return Ok(Behind::Lost(Lost::Ownerless));
        };
        holder = next;
    }
    Ok(match through.is_empty() {
        true => Behind::Nothing,
        false => Behind::Controller { account: holder, through },
    })
}

/// The token whose account stands at an address, as its code has it and as it says.
fn token_of(
    asset: &AssetId,
    address: Address,
    oracle: &mut dyn Oracle,
) -> Result<Option<EvmToken>, NotKnown> {
    let code = oracle.code(address)?;
    let chain = asset.chain.evm_number();
    let Some(token) = chain.and_then(|chain| read_footer(chain, &code)) else { return Ok(None) };
    let Some(said) = oracle.call(address, Bytes::from_static(&TOKEN))? else { return Ok(None) };
    let same = said.get(32..64).and_then(read_address) == Some(token.contract)
        && said.get(64..).and_then(read_number) == Some(token.number);
    Ok(same.then_some(token))
}

fn read_footer(chain: u64, code: &[u8]) -> Option<EvmToken> {
    if code.len() != ACCOUNT_BYTES {
        return None;
    }
    let (head, rest) = code.split_at(CLONE_HEAD.len());
    let (tail, footer) = rest[20..].split_at(CLONE_TAIL.len());
    if head != CLONE_HEAD || tail != CLONE_TAIL {
        return None;
    }
    let word = |n: usize| &footer[n * 32..(n + 1) * 32];
    let here = read_number(word(1))? == U256::from(chain);
    let contract = read_address(word(2)).filter(|_| here)?;
    Some(EvmToken { standard: EvmStandard::Erc721, contract, number: read_number(word(3))? })
}
