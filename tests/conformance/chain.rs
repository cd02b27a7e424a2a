//! Runs vectors of ids, and of what contracts and accounts answer.

use alloy_primitives::{B256, hex};
use enfilade::ownership::{read_royalty, read_yes_or_no};
use enfilade::token::{
    AccountId, AssetId, ChainId, IdError, SolanaCreator, SolanaMetadata, SolanaMetadataError,
    SolanaStandard, parse_solana_metadata, read_update, text_of_answer,
};
use serde_json::{Value, json};

use super::Outcome;

pub fn run(vector: &Value) -> Outcome {
    let no_id = |error| match error {
        IdError::NoToken(_) => "no-token-here".to_owned(),
        _ => "no-id".to_owned(),
    };
    match vector["as"].as_str().unwrap() {
        "chain" => {
            let id: ChainId = vector["text"].as_str().unwrap().parse().map_err(no_id)?;
            Ok(json!({ "id": id.to_string(), "reference": id.reference() }))
        }
        "account" => {
            let id: AccountId = vector["text"].as_str().unwrap().parse().map_err(no_id)?;
            let (chain, address) = (id.chain.to_string(), id.address());
            Ok(json!({ "id": id.to_string(), "chain": chain, "address": address }))
        }
        "asset" => {
            let id: AssetId = vector["text"].as_str().unwrap().parse().map_err(no_id)?;
            let (chain, address) = (id.chain.to_string(), id.contract());
            let number = id.number().map(|number| number.to_string());
            let id = id.to_string();
            Ok(json!({ "id": id, "chain": chain, "address": address, "number": number }))
        }
        "text-answer" => match text_of_answer(&bytes(vector)) {
            Some(text) => Ok(json!({ "text": text })),
            None => Err("not-text".to_owned()),
        },
        "royalty" => {
            let found = read_royalty(&bytes(vector));
            let receiver = found.map(|(receiver, _)| receiver.to_checksum(None));
            Ok(json!({ "receiver": receiver, "basis_points": found.map(|(_, points)| points) }))
        }
        "locked" => Ok(json!({ "locked": read_yes_or_no(&bytes(vector)) })),
        "update" => {
            let topics = vector["topics"].as_array().unwrap().iter();
            let topics: Vec<B256> =
                topics.map(|topic| topic.as_str().unwrap().parse().unwrap()).collect();
            let range = read_update(&topics, &bytes(vector));
            let first = range.map(|range| range.first.to_string());
            Ok(json!({ "first": first, "last": range.map(|range| range.last.to_string()) }))
        }
        "metaplex-account" => match parse_solana_metadata(&bytes(vector)) {
            Ok(metadata) => Ok(say_account(&metadata)),
            Err(error) => Err(key(error).to_owned()),
        },
        other => panic!("nobody runs “{other}”"),
    }
}

/// The bytes that stand in a vector as hex digits.
fn bytes(vector: &Value) -> Vec<u8> {
    hex::decode(vector["hex"].as_str().unwrap()).unwrap()
}

fn say_account(metadata: &SolanaMetadata) -> Value {
    let creator = |creator: &SolanaCreator| {
        let address = creator.address.to_string();
        json!({ "address": address, "verified": creator.verified, "share": creator.share })
    };
    let collection = metadata.collection.map(|collection| {
        json!({ "mint": collection.mint.to_string(), "verified": collection.verified })
    });
    json!({
        "name": metadata.name,
        "symbol": metadata.symbol,
        "uri": metadata.uri,
        "royalty_basis_points": metadata.fee_basis_points,
        "mint": metadata.mint.to_string(),
        "update_authority": metadata.update_authority.to_string(),
        "primary_sale": metadata.primary_sale,
        "mutable": metadata.mutable,
        "creators": metadata.creators.iter().map(creator).collect::<Vec<_>>(),
        "standard": metadata.standard.map(standard),
        "collection": collection,
    })
}

fn standard(standard: SolanaStandard) -> &'static str {
    match standard {
        SolanaStandard::NonFungible => "non-fungible",
        SolanaStandard::FungibleAsset => "fungible-asset",
        SolanaStandard::Fungible => "fungible",
        SolanaStandard::NonFungibleEdition => "non-fungible-edition",
        SolanaStandard::ProgrammableNonFungible => "programmable-non-fungible",
        SolanaStandard::ProgrammableNonFungibleEdition => "programmable-non-fungible-edition",
    }
}

fn key(error: SolanaMetadataError) -> &'static str {
    match error {
        SolanaMetadataError::OtherAccount => "other-account",
        SolanaMetadataError::CutOff(_) => "cut-off",
        SolanaMetadataError::TooLong { .. } => "too-long",
        SolanaMetadataError::Damaged(_) => "damaged",
    }
}
