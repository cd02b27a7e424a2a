//! The further languages of a token's document (ERC-1155, `localization`).

use super::document::read_document;
use super::error::Stop;
use super::place::place_of;
use crate::exhibition::Problem;
use crate::source::{Base, Library, Want};
use crate::token::{AssetId, TokenMetadata};

/// Fetches the same document in the languages that an exhibition speaks, and takes over
/// its words. What cannot be had is left out with a note: the work hangs without it.
pub(super) async fn add_languages(
    library: &Library,
    metadata: &mut TokenMetadata,
    token: Option<&AssetId>,
    base: &Base,
) -> Result<Vec<Problem>, Stop> {
    let mut notes = Vec::new();
    let further = metadata.localization.iter().flat_map(|more| more.further());
    for further in further.collect::<Vec<_>>() {
        let read = async {
            let uri = place_of(&further.uri, base, token);
            let uri = uri.map_err(|error| Stop::Work(error.into()))?;
            let found = library.get(&uri, Want::METADATA).await?;
            read_document(&found.bytes, token).map_err(Stop::Work)
        };
        match read.await {
            Ok(other) => metadata.add_language(further.language, &other),
            Err(Stop::Work(problem)) => {
                notes.push(problem.about(&format!("the metadata in “{}”", further.locale)));
            }
            Err(disk) => return Err(disk),
        }
    }
    Ok(notes)
}
