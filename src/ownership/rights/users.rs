//! Who may use a token for a time (ERC-4907), and how many editions there are (ERC-1155,
//! supply extension).

use alloy_primitives::U256;

use super::RightKind;
use super::oracle::Oracle;
use crate::ownership::{Timestamp, input, read_address, read_number};
use crate::token::{AccountId, AssetId, EvmToken};

const USER_OF: [u8; 4] = [0xc2, 0xf1, 0xf1, 0x4a];
const USER_EXPIRES: [u8; 4] = [0x8f, 0xc8, 0x8c, 0x48];
const TOTAL_SUPPLY: [u8; 4] = [0xbd, 0x85, 0xb0, 0x39];

pub(super) fn user(asset: &AssetId, token: EvmToken, oracle: &mut dyn Oracle) -> Option<RightKind> {
    let user = oracle.call(token.contract, input(USER_OF, &[token.number]));
    let expires = oracle.call(token.contract, input(USER_EXPIRES, &[token.number]));
    let user = read_address(&user?)?;
    let seconds = i64::try_from(read_number(&expires?)?).unwrap_or(i64::MAX);
    Some(RightKind::User {
        account: AccountId::evm(asset.chain.clone(), user),
        expires: Timestamp::from_unix(seconds),
    })
}

pub(super) fn supply(token: EvmToken, oracle: &mut dyn Oracle) -> Option<RightKind> {
    let answer = oracle.call(token.contract, input(TOTAL_SUPPLY, &[token.number]))?;
    let editions = read_number(&answer).filter(|editions| *editions > U256::ZERO)?;
    Some(RightKind::Supply { editions })
}
