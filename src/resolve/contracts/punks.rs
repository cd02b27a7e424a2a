//! CryptoPunks (Larva Labs, 2017), which are older than any standard: a ledger of who
//! owns which, and the pictures and attributes in a contract of their own (2021).

use alloy_primitives::{Address, U256, address};
use alloy_sol_types::{SolCall, sol};
use serde_json::json;

use super::{Asked, Call, Fit, Handler, Reading};
use crate::exhibition::ProblemKind;
use crate::source::Answer;

sol! {
    /// `CryptoPunksMarket`, the ledger.
    #[derive(Debug)]
    interface ICryptoPunksMarket {
        function punkIndexToAddress(uint256 index) external view returns (address);
    }

    /// `CryptopunksData`, the pictures and attributes.
    #[derive(Debug)]
    interface ICryptopunksData {
        function punkImageSvg(uint16 index) external view returns (string);
        function punkAttributes(uint16 index) external view returns (string);
    }
}

/// CryptoPunks, by their two contracts.
pub struct CryptoPunks {
    /// The number of the chain (EIP-155).
    pub chain: u64,
    pub ledger: Address,
    pub data: Address,
}

impl CryptoPunks {
    /// `CryptoPunksMarket` and `CryptopunksData`, as deployed on Ethereum.
    pub const MAINNET: Self = Self {
        chain: 1,
        ledger: address!("b47e3cd837dDF8e4c57F05d70Ab865de6e193BBB"),
        data: address!("16F5A35647D6F03D5D3da7b35409D65ba03aF3B2"),
    };
}

/// There are this many.
const PUNKS: U256 = U256::from_limbs([10_000, 0, 0, 0]);

impl Handler for CryptoPunks {
    fn fit(&self, asked: &Asked) -> Fit {
        let here = asked.chain.evm_number() == Some(self.chain);
        if here && asked.token.contract == self.ledger { Fit::ByAddress } else { Fit::Never }
    }

    fn calls(&self, asked: &Asked) -> Vec<Call> {
        let number = asked.token.number;
        // What is no punk's number is asked for as the ledger takes it, and as nobody's.
        let index = u16::try_from(number).unwrap_or(u16::MAX);
        vec![
            (
                self.ledger,
                ICryptoPunksMarket::punkIndexToAddressCall { index: number }.abi_encode(),
            ),
            (self.data, ICryptopunksData::punkImageSvgCall { index }.abi_encode()),
            (self.data, ICryptopunksData::punkAttributesCall { index }.abi_encode()),
        ]
    }

    fn read(&self, asked: &Asked, answers: &[Answer]) -> Reading {
        let mut reading = Reading::default();
        let number = asked.token.number;
        if number >= PUNKS {
            reading.metadata =
                Err(crate::exhibition::Problem::new(ProblemKind::NoSuchToken, asked.name()));
            return reading;
        }
        asked.owner(answers.first(), &mut reading);
        let attributes = asked.text(answers.get(2)).unwrap_or_default();
        reading.metadata =
            asked.text(answers.get(1)).map(|image| document(number, image.trim(), &attributes));
        reading
    }
}

/// What a document would say of a punk, had its contract one: the picture and the
/// attributes as the chain has them, and what is known of all punks. The first of the
/// attributes is the kind of the punk.
fn document(number: U256, image: &str, attributes: &str) -> String {
    let traits: Vec<_> = attributes
        .split(',')
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .enumerate()
        .map(|(place, value)| {
            json!({ "trait_type": if place == 0 { "Type" } else { "Accessory" }, "value": value })
        })
        .collect();
    json!({
        "name": format!("CryptoPunk #{number}"),
        "artist": "Larva Labs",
        "collection": "CryptoPunks",
        "year": "2017",
        "medium": "SVG, 24 × 24 pixels",
        "image": image,
        "attributes": traits,
    })
    .to_string()
}
