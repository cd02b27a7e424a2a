//! The index that some endpoints keep of Solana's tokens (DAS, the digital asset
//! standard's interface). Compressed tokens have no accounts: it alone knows them.

use std::collections::HashMap;

use serde_json::{Value, json};

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
        let Value::Array(listing) = answer else {
            return Err(rpc.strange("its index answers in another shape"));
        };
        // What one of them holds is no affair of the others.
        let mut by_id: HashMap<&str, &Value> = HashMap::with_capacity(listing.len());
        for (id, asset) in listing.iter().filter_map(|one| Some((one["id"].as_str()?, one))) {
            by_id.entry(id).or_insert(asset);
        }
        found.extend(listed.iter().map(|id| by_id.get(id.as_str()).map(|own| read_asset(own))));
    }
    Ok(Some(found))
}

/// What an index says of one token. A part that it leaves out, or that is of another shape,
/// it does not say.
pub fn read_asset(asset: &Value) -> SolanaAsset {
    let text = |value: &Value| value.as_str().unwrap_or("").trim().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (content, grouping) = (&asset["content"], list(&asset["grouping"]));
    let collection = grouping.iter().find(|group| group["group_key"] == "collection");
    SolanaAsset {
        uri: text(&content["json_uri"]),
        name: text(&content["metadata"]["name"]),
        owner: address(&asset["ownership"]["owner"]),
        creators: list(&asset["creators"]).iter().filter_map(creator).collect(),
        collection: collection.and_then(|group| {
            // Absent where the index lists only what it verified.
            let verified = group["verified"].as_bool().unwrap_or(group["verified"].is_null());
            Some(SolanaCollection { mint: address(&group["group_value"])?, verified })
        }),
        burnt: asset["burnt"].as_bool().unwrap_or(false),
    }
}

fn creator(creator: &Value) -> Option<SolanaCreator> {
    // A share is of a hundred; one beyond that is still a share.
    let share = creator["share"].as_u64().unwrap_or(0);
    Some(SolanaCreator {
        address: address(&creator["address"])?,
        verified: creator["verified"].as_bool().unwrap_or(false),
        share: u8::try_from(share).unwrap_or(u8::MAX),
    })
}

fn address(value: &Value) -> Option<SolanaAddress> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: SolanaAddress = SolanaAddress([7; 32]);

    #[test]
    fn what_an_index_leaves_out_it_does_not_say() {
        let nothing = read_asset(&json!({}));
        let check = |asset: Value| assert_eq!(read_asset(&asset), nothing, "{asset}");
        check(json!({
            "content": null, "ownership": null, "creators": null, "grouping": null, "burnt": null,
        }));
        check(json!({ "content": { "json_uri": null, "metadata": { "name": 7 } } }));
        check(json!({ "content": { "json_uri": ["x"], "metadata": null } }));
        check(json!({ "ownership": { "owner": "nobody" }, "creators": [7, {}, null] }));
        check(json!({ "grouping": [{ "group_key": "collection", "group_value": null }] }));
        check(json!("words"));
        assert_eq!((nothing.uri.as_str(), nothing.name.as_str()), ("", ""));
        assert_eq!((nothing.owner, nothing.burnt), (None, false));
    }

    #[test]
    fn what_is_strange_leaves_the_rest_as_it_is() {
        let one = ONE.to_string();
        let asset = read_asset(&json!({
            "content": { "json_uri": " https://h/1 ", "metadata": { "name": "A" } },
            "ownership": { "owner": one },
            "creators": [
                { "address": "nobody", "share": 50 },
                { "address": one, "share": 10_000, "verified": true },
                { "address": one, "share": -1, "verified": null },
            ],
            "grouping": [{ "group_key": "collection", "group_value": one, "verified": 1 }],
        }));
        assert_eq!((asset.uri.as_str(), asset.owner), ("https://h/1", Some(ONE)));
        let shares: Vec<_> = asset.creators.iter().map(|it| (it.verified, it.share)).collect();
        assert_eq!(shares, [(true, u8::MAX), (false, 0)]);
        assert!(!asset.collection.unwrap().verified, "who says neither yes nor no says no");
    }
}
