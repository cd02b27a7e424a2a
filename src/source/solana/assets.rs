//! The index that some endpoints keep of Solana's tokens (DAS, the digital asset
//! standard's interface). Compressed tokens have no accounts: it alone knows them.

use serde::Deserialize;
use serde_json::json;

use super::rpc::{NO_METHOD, Rpc};
use crate::limits::SOLANA_ASSETS_PER_REQUEST_MAX;
use crate::source::ChainError;
use crate::token::{SolanaAddress, SolanaCollection, SolanaCreator};

/// What an index says of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SolanaAsset {
    /// What names the metadata document; may be empty.
    pub uri: String,
    /// What it is called in the data that the chain has a hash of; may be empty.
    pub name: String,
    pub owner: Option<SolanaAddress>,
    pub creators: Vec<SolanaCreator>,
    pub collection: Option<SolanaCollection>,
    pub burnt: bool,
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    #[serde(default)]
    content: Content,
    #[serde(default)]
    ownership: Ownership,
    #[serde(default)]
    creators: Vec<Creator>,
    #[serde(default)]
    grouping: Vec<Group>,
    #[serde(default)]
    burnt: bool,
}

#[derive(Default, Deserialize)]
struct Content {
    #[serde(default)]
    json_uri: String,
    #[serde(default)]
    metadata: Summary,
}

#[derive(Default, Deserialize)]
struct Summary {
    #[serde(default)]
    name: String,
}

#[derive(Default, Deserialize)]
struct Ownership {
    #[serde(default)]
    owner: Option<String>,
}

#[derive(Deserialize)]
struct Creator {
    address: SolanaAddress,
    #[serde(default)]
    verified: bool,
    #[serde(default)]
    share: u8,
}

#[derive(Deserialize)]
struct Group {
    group_key: String,
    #[serde(default)]
    group_value: Option<SolanaAddress>,
    /// Absent where the index lists only what it verified.
    #[serde(default)]
    verified: Option<bool>,
}

/// Asks about these tokens; none where the endpoint keeps no index.
pub(super) async fn ask(
    rpc: &Rpc,
    ids: &[SolanaAddress],
) -> Result<Option<Vec<Option<SolanaAsset>>>, ChainError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(SOLANA_ASSETS_PER_REQUEST_MAX) {
        let listed: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let answer = rpc.one("getAssetBatch", json!({ "ids": listed })).await?;
        let answer = match answer {
            Err(said) if said.contains(NO_METHOD) => return Ok(None),
            answer => answer.map_err(|problem| rpc.strange(&problem))?,
        };
        let raw: Vec<Option<Raw>> = serde_json::from_value(answer)
            .map_err(|_| rpc.strange("its index answers in another shape"))?;
        for id in listed {
            let own = raw.iter().flatten().find(|raw| raw.id == id);
            found.push(own.map(SolanaAsset::from));
        }
    }
    Ok(Some(found))
}

impl From<&Raw> for SolanaAsset {
    fn from(raw: &Raw) -> Self {
        let creator = |creator: &Creator| SolanaCreator {
            address: creator.address,
            verified: creator.verified,
            share: creator.share,
        };
        let collection = raw.grouping.iter().find(|group| group.group_key == "collection");
        Self {
            uri: raw.content.json_uri.trim().to_owned(),
            name: raw.content.metadata.name.clone(),
            owner: raw.ownership.owner.as_ref().and_then(|owner| owner.parse().ok()),
            creators: raw.creators.iter().map(creator).collect(),
            collection: collection.and_then(|group| {
                let verified = group.verified.unwrap_or(true);
                Some(SolanaCollection { mint: group.group_value?, verified })
            }),
            burnt: raw.burnt,
        }
    }
}
