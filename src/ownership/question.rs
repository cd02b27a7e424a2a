//! What a contract is asked about a token, as calls of its interface: the owner, the
//! editions of a holder, what names the metadata.

use alloy_primitives::{Address, Bytes, U256, address};

use super::ROYALTY_PRICE;
use crate::token::{AssetId, EvmToken};

/// The ledger of CryptoPunks on Ethereum, which is older than ERC-721.
pub const PUNKS_LEDGER: Address = address!("b47e3cd837dDF8e4c57F05d70Ab865de6e193BBB");

/// A question to a contract, whose answer is one word or one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// `ownerOf` of ERC-721.
    OwnerOf(EvmToken),
    /// `punkIndexToAddress` of CryptoPunks.
    PunkOwner(EvmToken),
    /// `balanceOf` of ERC-1155.
    BalanceOf(EvmToken, Address),
    /// `tokenURI` of ERC-721.
    TokenUri(EvmToken),
    /// `uri` of ERC-1155.
    Uri(EvmToken),
    /// `royaltyInfo` of ERC-2981, for a price of [`super::ROYALTY_PRICE`].
    RoyaltyInfo(EvmToken),
    /// `locked` of ERC-5192.
    Locked(EvmToken),
    /// `contractURI` of ERC-7572, of the token's contract.
    ContractUri(EvmToken),
    /// `name` of ERC-721's metadata, of the token's contract.
    Name(EvmToken),
    /// `symbol` of the same.
    Symbol(EvmToken),
}

impl Question {
    /// How a token's contract is asked for the owner of it, or for what one holder has of
    /// its editions. None where it is no token of an EVM chain.
    pub fn about_owner(token: &AssetId, holder: Address, editions: bool) -> Option<Self> {
        let evm = token.evm()?;
        Some(if editions {
            Self::BalanceOf(evm, holder)
        } else if token.chain.evm_number() == Some(1) && evm.contract == PUNKS_LEDGER {
            Self::PunkOwner(evm)
        } else {
            Self::OwnerOf(evm)
        })
    }

    /// The contract, and the input of the call.
    pub fn call(&self) -> (Address, Bytes) {
        let holder = |address: Address| U256::from_be_slice(address.as_slice());
        let (token, selector, words) = match self {
            Self::OwnerOf(token) => (token, [0x63, 0x52, 0x21, 0x1e], vec![token.number]),
            Self::PunkOwner(token) => (token, [0x58, 0x17, 0x81, 0x68], vec![token.number]),
            Self::BalanceOf(token, account) => {
                (token, [0x00, 0xfd, 0xd5, 0x8e], vec![holder(*account), token.number])
            }
            Self::TokenUri(token) => (token, [0xc8, 0x7b, 0x56, 0xdd], vec![token.number]),
            Self::Uri(token) => (token, [0x0e, 0x89, 0x34, 0x1c], vec![token.number]),
            Self::RoyaltyInfo(token) => {
                (token, [0x2a, 0x55, 0x20, 0x5a], vec![token.number, U256::from(ROYALTY_PRICE)])
            }
            Self::Locked(token) => (token, [0xb4, 0x5a, 0x3c, 0x0e], vec![token.number]),
            Self::ContractUri(token) => (token, [0xe8, 0xa3, 0xd4, 0x85], vec![]),
            Self::Name(token) => (token, [0x06, 0xfd, 0xde, 0x03], vec![]),
            Self::Symbol(token) => (token, [0x95, 0xd8, 0x9b, 0x41], vec![]),
        };
        (token.contract, input(selector, &words))
    }
}

/// The input of a call: a selector, and whole words.
pub fn input(selector: [u8; 4], words: &[U256]) -> Bytes {
    let mut input = selector.to_vec();
    input.extend(words.iter().flat_map(|word| word.to_be_bytes::<32>()));
    input.into()
}

/// The address in the first word of an answer; nobody's address is none.
pub fn read_address(answer: &[u8]) -> Option<Address> {
    let (padding, address) = answer.get(..32)?.split_at(12);
    let address = Address::from_slice(address);
    let fits = padding.iter().all(|byte| *byte == 0) && address != Address::ZERO;
    fits.then_some(address)
}

/// The number in the first word of an answer.
pub fn read_number(answer: &[u8]) -> Option<U256> {
    answer.get(..32).map(U256::from_be_slice)
}

/// Whether what an endpoint says instead of an answer is the contract's own no (Geth's
/// code 3, and what others write). That the endpoint's gas ran out is none.
pub fn is_revert(code: i64, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let words = ["revert", "invalid opcode", "vm execution", "invalid jump"];
    let gas = message.contains("out of gas");
    !gas && (code == 3 || words.iter().any(|word| message.contains(word)))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;

    use super::*;
    use crate::token::EvmStandard;

    #[test]
    fn selectors_are_those_of_the_interfaces() {
        let token = EvmToken {
            standard: EvmStandard::Erc721,
            contract: Address::repeat_byte(1),
            number: U256::from(7),
        };
        let check = |question: Question, signature: &str, words: usize| {
            let (to, input) = question.call();
            assert_eq!(to, token.contract);
            assert_eq!(input[..4], keccak256(signature)[..4], "{signature}");
            assert_eq!(input.len(), 4 + 32 * words, "{signature}");
            let mut asked = input[4..].chunks(32).map(U256::from_be_slice);
            assert!(words == 0 || asked.any(|word| word == token.number), "{signature}");
        };
        check(Question::OwnerOf(token), "ownerOf(uint256)", 1);
        check(Question::PunkOwner(token), "punkIndexToAddress(uint256)", 1);
        check(Question::BalanceOf(token, Address::repeat_byte(2)), "balanceOf(address,uint256)", 2);
        check(Question::TokenUri(token), "tokenURI(uint256)", 1);
        check(Question::Uri(token), "uri(uint256)", 1);
        check(Question::RoyaltyInfo(token), "royaltyInfo(uint256,uint256)", 2);
        check(Question::Locked(token), "locked(uint256)", 1);
        check(Question::ContractUri(token), "contractURI()", 0);
        check(Question::Name(token), "name()", 0);
        check(Question::Symbol(token), "symbol()", 0);
    }

    #[test]
    fn an_address_is_a_word_that_is_one() {
        let check = |answer: &[u8], expected| assert_eq!(read_address(answer), expected);
        let word = |address: Address| address.into_word();
        let owner = Address::repeat_byte(0x22);
        check(word(owner).as_slice(), Some(owner));
        check(&[word(owner).as_slice(), &[1]].concat(), Some(owner));
        check(word(Address::ZERO).as_slice(), None);
        check(&[0xff; 32], None);
        check(&word(owner)[..31], None);
        check(&[], None);
    }

    #[test]
    fn reverts_are_told_from_refusals() {
        let check = |code, message, expected| {
            assert_eq!(is_revert(code, message), expected, "{code} {message}");
        };
        check(3, "execution reverted: ERC721: invalid token ID", true);
        check(3, "", true);
        check(-32000, "execution reverted", true);
        check(-32015, "VM execution error.", true);
        check(-32000, "header not found", false);
        check(-32602, "invalid argument 1: hex string has length 0", false);
        check(-32005, "rate limit exceeded", false);
    }
}
