//! Who may use a token for a time (ERC-4907), and how many editions there are (ERC-1155,
//! supply extension).

use alloy_primitives::U256;

use super::RightKind;
use super::oracle::{NotKnown, Oracle};
use crate::ownership::{Timestamp, input, read_address, read_number};
use crate::token::{AccountId, AssetId, EvmToken};

const USER_OF: [u8; 4] = [0xc2, 0xf1, 0xf1, 0x4a];
const USER_EXPIRES: [u8; 4] = [0x8f, 0xc8, 0x8c, 0x48];
const TOTAL_SUPPLY: [u8; 4] = [0xbd, 0x85, 0xb0, 0x39];

pub(super) fn user(
    asset: &AssetId,
    token: EvmToken,
    oracle: &mut dyn Oracle,
) -> Result<Option<RightKind>, NotKnown> {
    // Both are asked for before either is looked at.
    let user = oracle.call(token.contract, input(USER_OF, &[token.number]));
    let expires = oracle.call(token.contract, input(USER_EXPIRES, &[token.number]));
    let user = user?.and_then(|user| read_address(&user));
    let expires = expires?.and_then(|expires| read_number(&expires));
    Ok(user.zip(expires).map(|(user, expires)| RightKind::User {
        account: AccountId::evm(asset.chain.clone(), user),
        expires: Timestamp::from_unix(i64::try_from(expires).unwrap_or(i64::MAX)),
    }))
}

pub(super) fn supply(
    token: EvmToken,
    oracle: &mut dyn Oracle,
) -> Result<Option<RightKind>, NotKnown> {
    let answer = oracle.call(token.contract, input(TOTAL_SUPPLY, &[token.number]))?;
    let editions = answer.and_then(|answer| read_number(&answer));
    let editions = editions.filter(|editions| *editions > U256::ZERO);
    Ok(editions.map(|editions| RightKind::Supply { editions }))
}
